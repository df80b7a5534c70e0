//! Figures while a replication runs: counters, sums and histograms with fixed logarithmic bins.
//!
//! Adding a value costs about a nanosecond, memory does not depend on the number of cases, and counts are integers.

#[cfg(not(target_arch = "wasm32"))]
use super::limit::{at_least, at_most};
use std::ops::Range;

/// Bins of an octave: the quantile of a bin is known to 4.4 %, interpolated to below 1 %.
const BINS_PER_OCTAVE_BITS: u32 = 4;
/// Smallest value with a bin of its own: 2^-7 (half a second in minutes, eleven minutes in days).
const LOWEST_EXPONENT: u64 = 1023 - 7;
const OCTAVES: usize = 32;
const BINS_PER_OCTAVE: usize = 1 << BINS_PER_OCTAVE_BITS;
const BINS: usize = (OCTAVES << BINS_PER_OCTAVE_BITS) + 1;
/// The same in whole octaves.
const PLACES: usize = (OCTAVES + 1) << BINS_PER_OCTAVE_BITS;

/// A histogram over non-negative values.
#[derive(Debug, Clone)]
pub(super) struct Histogram {
    /// In one row: adding a value looks up one place.
    bins: Box<[u32; PLACES]>,
    /// Values of each octave, and the octaves in use as bits, when it was last counted.
    octaves: [u32; OCTAVES + 1],
    used: u64,
    /// Values when it was last counted.
    count: u64,
    sum: f64,
}

impl Histogram {
    /// Number of bins.
    pub(super) const BINS: usize = BINS;

    pub(super) fn new() -> Self {
        Self { bins: Box::new([0; PLACES]), octaves: [0; OCTAVES + 1], used: 0, count: 0, sum: 0.0 }
    }

    /// Adds a value, 0 where it is below that; [`Histogram::settle`] has to follow before it is read.
    #[inline(always)]
    pub(super) fn add(&mut self, value: f64) {
        self.bins[bin(value)] += 1;
        self.sum += not_negative(value);
    }

    /// Counts what was added, once a month instead of with each value.
    pub(super) fn settle(&mut self) {
        (self.used, self.count) = (0, 0);
        for (octave, (sum, bins)) in self.octaves.iter_mut().zip(self.bins.as_chunks().0).enumerate() {
            let bins: &[u32; BINS_PER_OCTAVE] = bins;
            *sum = bins.iter().sum();
            self.used |= u64::from(*sum > 0) << octave;
            self.count += u64::from(*sum);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let (octaves, bins) = (span(other.used), rows(span(other.used)));
        add(&mut self.bins[bins.clone()], &other.bins[bins]);
        add(&mut self.octaves[octaves.clone()], &other.octaves[octaves]);
        self.used |= other.used;
        self.count += other.count;
        self.sum += other.sum;
    }

    pub(super) fn clear(&mut self) {
        self.bins[rows(span(self.used))].fill(0);
        self.octaves[span(self.used)].fill(0);
        (self.used, self.count, self.sum) = (0, 0, 0.0);
    }

    /// The bins that hold something, with their counts, in ascending order.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, u32)> {
        let places = octaves(self.used).flat_map(row);
        places.map(|place| (place, self.bins[place])).filter(|(_, count)| *count > 0)
    }

    /// Mean; none without values.
    pub(super) fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    /// The values below which shares of the values lie, linear inside their bins; none without values. The shares ascend, so that
    /// the bins are gone through once.
    pub(super) fn quantiles<const SHARES: usize>(&self, shares: [f64; SHARES]) -> [Option<f64>; SHARES] {
        let mut used = octaves(self.used);
        let (mut octave, mut below, mut last) = (used.next(), 0.0, 0);
        shares.map(|share| {
            let wanted = share * self.count as f64;
            while let Some(at) = octave {
                let all = f64::from(self.octaves[at]);
                if below + all >= wanted
                    && let Some(found) = self.within(at, wanted - below)
                {
                    return Some(found);
                }
                below += all;
                last = (at + 1) * BINS_PER_OCTAVE - 1;
                octave = used.next();
            }
            (self.count > 0).then(|| edges(last).1)
        })
    }

    /// The value below which so many of the values of an octave lie.
    fn within(&self, octave: usize, wanted: f64) -> Option<f64> {
        let mut below = 0.0;
        for place in row(octave) {
            let here = f64::from(self.bins[place]);
            if here > 0.0 && below + here >= wanted {
                let (from, to) = edges(place);
                return Some(from + (to - from) * ((wanted - below) / here).clamp(0.0, 1.0));
            }
            below += here;
        }
        None
    }
}

/// Adds counts to others.
fn add(counts: &mut [u32], others: &[u32]) {
    counts.iter_mut().zip(others).for_each(|(mine, theirs)| *mine += theirs);
}

/// The bins of an octave.
fn row(octave: usize) -> Range<usize> {
    rows(octave..octave + 1)
}

/// The bins of some octaves.
fn rows(octaves: Range<usize>) -> Range<usize> {
    octaves.start * BINS_PER_OCTAVE..octaves.end * BINS_PER_OCTAVE
}

/// From the lowest to the highest octave in use: what lies between is hardly ever empty, and goes in one piece.
fn span(used: u64) -> Range<usize> {
    if used == 0 {
        0..0
    } else {
        used.trailing_zeros() as usize..u64::BITS as usize - used.leading_zeros() as usize
    }
}

/// The numbers of the bits that are set, ascending.
fn octaves(mut used: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = used.trailing_zeros();
        used &= used.wrapping_sub(1);
        (next < 64).then_some(next as usize)
    })
}

/// The bits of a number down to those that tell the bins of an octave apart, just below the lowest octave.
const BELOW: u64 = (LOWEST_EXPONENT << BINS_PER_OCTAVE_BITS) - 1;
/// Numbers in the first and in the last bin.
#[cfg(not(target_arch = "wasm32"))]
const LEAST: f64 = f64::from_bits(BELOW << (52 - BINS_PER_OCTAVE_BITS));
#[cfg(not(target_arch = "wasm32"))]
const MOST: f64 = f64::from_bits((BELOW + BINS as u64 - 1) << (52 - BINS_PER_OCTAVE_BITS));

/// Bin 0 holds all below 2^-7; then sixteen bins in each octave, read off the bits of the number.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn bin(value: f64) -> usize {
    let code = at_most(at_least(value, LEAST), MOST).to_bits() >> (52 - BINS_PER_OCTAVE_BITS);
    (code - BELOW) as usize
}

/// The value, or 0 where it is below that.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn not_negative(value: f64) -> f64 {
    at_least(value, 0.0)
}

/// The same. In WebAssembly whole numbers alone are limited without a branch; their order is that of the numbers.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn bin(value: f64) -> usize {
    let code = (value.to_bits() as i64 >> (52 - BINS_PER_OCTAVE_BITS)) - BELOW as i64;
    code.clamp(0, BINS as i64 - 1) as usize
}
#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn not_negative(value: f64) -> f64 {
    f64::from_bits((value.to_bits() as i64).max(0) as u64)
}

/// Lowest value of a bin, and the first value above it.
pub(super) fn edges(place: usize) -> (f64, f64) {
    if place == 0 {
        return (0.0, 0.0);
    }
    let lowest = LOWEST_EXPONENT << BINS_PER_OCTAVE_BITS;
    let edge = |index: usize| f64::from_bits((lowest + index as u64) << (52 - BINS_PER_OCTAVE_BITS));
    (edge(place - 1), edge(place))
}

/// What is collected of a case type, a unit or the whole over a period.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub(super) arrivals: u64,
    pub(super) completions: u64,
    pub(super) within: u64,
    /// Completions of case types that have a target.
    pub(super) judged: u64,
    /// Window minutes in which posts handled these cases.
    pub(super) busy: f64,
    /// Full-time minutes of that handling.
    pub(super) handled: f64,
    /// Window minutes in which the posts of the unit worked.
    pub(super) posts_busy: f64,
    /// Window minutes in which the posts of the unit were there.
    pub(super) posts_available: f64,
    /// Full-time minutes that the posts of the unit could give.
    pub(super) posts_capacity: f64,
    pub(super) wait: Histogram,
    pub(super) lead: Histogram,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            arrivals: 0,
            completions: 0,
            within: 0,
            judged: 0,
            busy: 0.0,
            handled: 0.0,
            posts_busy: 0.0,
            posts_available: 0.0,
            posts_capacity: 0.0,
            wait: Histogram::new(),
            lead: Histogram::new(),
        }
    }

    /// Counts what was added to the histograms.
    pub(super) fn settle(&mut self) {
        self.wait.settle();
        self.lead.settle();
    }

    /// Whether nothing has been collected or merged since it was cleared.
    pub(super) fn is_empty(&self) -> bool {
        let sums = [self.busy, self.handled, self.posts_busy, self.posts_available, self.posts_capacity];
        (self.arrivals, self.completions, self.wait.count, self.lead.count) == (0, 0, 0, 0)
            && sums == [0.0; 5]
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.arrivals += other.arrivals;
        self.completions += other.completions;
        self.within += other.within;
        self.judged += other.judged;
        self.busy += other.busy;
        self.handled += other.handled;
        self.posts_busy += other.posts_busy;
        self.posts_available += other.posts_available;
        self.posts_capacity += other.posts_capacity;
        self.wait.merge(&other.wait);
        self.lead.merge(&other.lead);
    }

    pub(super) fn clear(&mut self) {
        (self.arrivals, self.completions, self.within, self.judged) = (0, 0, 0, 0);
        (self.busy, self.handled) = (0.0, 0.0);
        (self.posts_busy, self.posts_available, self.posts_capacity) = (0.0, 0.0, 0.0);
        self.wait.clear();
        self.lead.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_exact_to_a_percent() {
        let mut histogram = Histogram::new();
        for value in 1..=10_000 {
            histogram.add(f64::from(value) / 10.0);
        }
        histogram.settle();
        let (shares, expected) = ([0.1, 0.5, 0.51, 0.9], [100.0, 500.0, 510.0, 900.0]);
        for (found, expected) in histogram.quantiles(shares).into_iter().zip(expected) {
            let found = found.unwrap();
            assert!((found / expected - 1.0).abs() < 0.01, "{expected}: {found}");
        }
        assert_eq!(histogram.mean(), Some(500.05));
    }

    #[test]
    fn takes_zero_and_the_very_large() {
        let mut histogram = Histogram::new();
        histogram.add(0.0);
        histogram.add(0.0);
        histogram.add(1e300);
        histogram.settle();
        let [median, last] = histogram.quantiles([0.5, 0.99]);
        assert_eq!(median, Some(0.0));
        assert!(last.unwrap() > 1e6);
        histogram.clear();
        assert_eq!(histogram.quantiles([0.5]), [None]);
    }

    #[test]
    fn every_value_lies_between_the_edges_of_its_bin() {
        for value in [0.01, 0.5, 1.0, 1.06, 3.99, 480.0, 1e6] {
            let (low, high) = edges(bin(value));
            assert!(low <= value && value < high, "{value}: {low} {high}");
        }
    }
}
