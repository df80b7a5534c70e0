//! Limits of numbers by comparison: WebAssembly has no instruction for the standard library's `min` and `max`, whose rule for
//! "not a number" makes each a call there.

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
