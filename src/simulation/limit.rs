//! Limits and whole parts of numbers without what WebAssembly makes dear: it has no instruction for the standard library's `min` and
//! `max`, whose rule for "not a number" makes each a call there, and a conversion that saturates asks twice whether the number fits.

/// The value, or the least where it is below it or no number.
#[inline(always)]
pub(super) fn at_least(value: f64, least: f64) -> f64 {
    if value > least { value } else { least }
}

/// The value, or the most where it is above it or no number.
#[inline(always)]
pub(super) fn at_most(value: f64, most: f64) -> f64 {
    if value < most { value } else { most }
}

/// The largest whole number that is not above a value; for values that are less than 2^50 away from 0.
#[inline(always)]
pub(super) fn whole(value: f64) -> i64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        // A cast is less than the call that rounding down is here.
        let whole = value as i64;
        whole - i64::from(whole as f64 > value)
    }
    #[cfg(target_arch = "wasm32")]
    floor(value)
}

/// The same for values that are not negative.
#[inline(always)]
pub(super) fn whole_of_positive(value: f64) -> i64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        value as i64
    }
    #[cfg(target_arch = "wasm32")]
    floor(value)
}

#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn floor(value: f64) -> i64 {
    // So far from 0 the last bits count ones.
    const FAR: f64 = 6_755_399_441_055_744.0;
    (value.floor() + FAR).to_bits() as i64 - FAR.to_bits() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_parts_are_rounded_down() {
        let cases =
            [(0.0, 0), (0.999, 0), (1.0, 1), (-0.001, -1), (-1.0, -1), (-365.5, -366), (2e9, 2_000_000_000)];
        for (value, expected) in cases {
            assert_eq!(whole(value), expected, "{value}");
            assert!(value < 0.0 || whole_of_positive(value) == expected, "{value}");
        }
    }
}
