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
    // So far from 0 the last bits count ones.
    const FAR: f64 = 6_755_399_441_055_744.0;
    let ones = |far: f64| far.to_bits() as i64 - FAR.to_bits() as i64;
    #[cfg(target_arch = "wasm32")]
    return ones(value.floor() + FAR);
    // Rounding down is a call on the usual processors, and a cast asks there, too, whether the number fits: rounded to the nearest one
    // instead, and one less where that is above.
    #[cfg(not(target_arch = "wasm32"))]
    {
        let far = value + FAR;
        ones(far) - i64::from(far - FAR > value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_parts_are_rounded_down() {
        let cases = [
            (0.0, 0),
            (0.5, 0),
            (0.999, 0),
            (1.0, 1),
            (1.5, 1),
            (-0.001, -1),
            (-1.0, -1),
            (-365.5, -366),
            (4e9, 4_000_000_000),
        ];
        for (value, expected) in cases {
            assert_eq!(whole(value), expected, "{value}");
        }
    }
}
