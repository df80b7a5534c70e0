//! Numbers as plain decimals and back, exactly, in a fraction of the code that the standard library brings for any number at all.

/// Most decimals that a number is written with.
const MOST: usize = 17;
/// Bits of a double's fraction, and what its exponent counts from.
const FRACTION_BITS: u32 = 52;
const BIAS: i32 = 1075;

/// A number with a fixed count of decimals (at most 17) and a point, rounded half to even as it is, not as it would be written:
/// what `format!("{value:.decimals$}")` says. The page has this instead, as the library brings what any number at all needs.
///
/// Cost: some divisions; linear in the exponent beyond 2⁵³.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "NaN"
        } else if value < 0.0 {
            "-inf"
        } else {
            "inf"
        }
        .to_owned();
    }
    let bits = value.to_bits();
    let (sign, biased) = (if bits >> 63 == 1 { "-" } else { "" }, (bits >> FRACTION_BITS) as i32 & 0x7ff);
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    // value = significand · 2^exponent; numbers next to zero have no leading bit of their own.
    let significand = if biased == 0 { fraction } else { fraction | 1 << FRACTION_BITS };
    let exponent = biased.max(1) - BIAS;
    let decimals = decimals.min(MOST);
    let (whole, part) = match u32::try_from(-exponent) {
        Ok(below) => parts(significand, below, decimals),
        Err(_) => (doubled(significand, exponent), 0),
    };
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:0decimals$}") }
}

/// Whole part and decimals of `significand` / 2^`below`.
fn parts(significand: u64, below: u32, decimals: usize) -> (String, u64) {
    let whole = significand.checked_shr(below).unwrap_or(0);
    let scale = 10_u64.pow(decimals as u32);
    let rest = significand - whole.checked_shl(below).unwrap_or(0);
    // Below 2^53 · 10^17 < 2^110: beyond that many bits nothing is left of it.
    let scaled = u128::from(rest) * u128::from(scale);
    let part = scaled.checked_shr(below).unwrap_or(0) as u64;
    let left = scaled - u128::from(part).checked_shl(below).unwrap_or(0);
    let half = if below == 0 { u128::MAX } else { 1_u128.checked_shl(below - 1).unwrap_or(u128::MAX) };
    let is_odd = (if decimals == 0 { whole } else { part }) & 1 == 1;
    let up = u64::from(left > half || (left == half && is_odd));
    // Without decimals `part` is 0, and what is rounded up is the whole.
    let (whole, part) = if part + up == scale { (whole + 1, 0) } else { (whole, part + up) };
    (whole.to_string(), part)
}

/// `significand` · 2^`times`, digit by digit.
fn doubled(significand: u64, times: i32) -> String {
    let mut digits: Vec<u8> = significand.to_string().bytes().rev().map(|digit| digit - b'0').collect();
    for _ in 0..times {
        let mut carry = 0;
        for digit in &mut digits {
            let double = *digit * 2 + carry;
            (*digit, carry) = (double % 10, double / 10);
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    digits.iter().rev().map(|digit| char::from(digit + b'0')).collect()
}

/// A number with as many decimals as it takes to read it again, at most `most`.
#[must_use]
pub fn shortest(value: f64, most: usize) -> String {
    let says_all = |decimals: &usize| read(&fixed(value, *decimals)) == Some(value);
    fixed(value, (0..most).find(says_all).unwrap_or(most))
}

/// The number nearest to digits with at most one point among them and a minus in front, such as „-0012.50“; none for anything else.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    if !is_digits(whole) || !part.is_none_or(is_digits) {
        return None;
    }
    // JSON knows no zeros in front.
    let plain = text.trim_start_matches('0');
    let lead = if plain.starts_with(|first: char| first.is_ascii_digit()) { "" } else { "0" };
    Some(nearest(&format!("{sign}{lead}{plain}"))).filter(|value| value.is_finite())
}

/// The double nearest to a number of JSON; not finite where there is none.
#[cfg(not(feature = "worker"))]
fn nearest(text: &str) -> f64 {
    // Not `from_str`, which knows what else than a number there could be, and how to write it.
    text.parse().ok().and_then(|number: serde_json::Number| number.as_f64()).unwrap_or(f64::NAN)
}

/// The same in the workers: the browser's own reading, instead of 12 kB (brotli) of code and powers of ten that do what it does.
#[cfg(feature = "worker")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn nearest(text: &str) -> f64;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_to_the_even_neighbour_and_carries_go_all_the_way() {
        let told = [
            (0.5, 0, "0"),
            (1.5, 0, "2"),
            (2.5, 0, "2"),
            (0.25, 1, "0.2"),
            (0.75, 1, "0.8"),
            (0.995, 2, "0.99"),
            (9.996, 2, "10.00"),
            (999.5, 0, "1000"),
            (-0.04, 1, "-0.0"),
            (1e22, 1, "10000000000000000000000.0"),
            (f64::MIN_POSITIVE, 3, "0.000"),
            (0.1, 17, "0.10000000000000001"),
        ];
        for (value, decimals, text) in told {
            assert_eq!(fixed(value, decimals), text, "{value}");
        }
    }

    #[test]
    fn what_is_no_decimal_is_not_read() {
        for text in ["", ".", ".5", "5.", "1e3", "--1", "+1", "-", "1.2.3", "1,5", " 1", "NaN", "inf"] {
            assert_eq!(read(text), None, "{text}");
        }
        for (text, value) in
            [("0", 0.0), ("000", 0.0), ("0012.50", 12.5), ("0.1", 0.1), ("00.1", 0.1), ("-00.5", -0.5)]
        {
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_says_what_the_library_says(bits: u64, decimals in 0_usize..=17) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
        }

        #[test]
        fn figures_of_every_day_are_the_same(value in -1e7..1e7_f64, thousandths in -10_000_000_i64..10_000_000, decimals in 0_usize..=6) {
            prop_assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
            let value = thousandths as f64 / 1000.0;
            prop_assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
        }

        #[test]
        fn what_is_read_is_what_the_library_reads(text in "-?[0-9]{1,25}(\\.[0-9]{1,25})?") {
            prop_assert_eq!(read(&text), text.parse().ok());
        }
    }
}
