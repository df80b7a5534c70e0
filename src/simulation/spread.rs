//! How long the completed cases of a unit took, so compact that it travels with each replication and can be added up:
//! percentiles of several units cannot be had from the percentiles of each.

use super::statistics::{Histogram, edges};

/// Counts in the bins of the engine's histograms (sixteen in each octave).
///
/// A percentile is interpolated inside its bin; it lies within 1 % where a bin holds many values, within 4.4 % always.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Spread {
    /// Number of the first bin that holds something.
    first: u32,
    /// From there on, up to the last one that holds something.
    counts: Vec<u32>,
}

impl Spread {
    /// Of the values in a histogram, which has been settled.
    pub(super) fn of(histogram: &Histogram) -> Self {
        let mut filled = histogram.filled();
        let Some((first, count)) = filled.next() else { return Self::default() };
        let mut spread = Self { first: u32::try_from(first).unwrap_or(u32::MAX), counts: vec![count] };
        for (place, count) in filled {
            spread.counts.resize(place - first, 0);
            spread.counts.push(count);
        }
        spread
    }

    /// From its two parts as they travel; bins that no histogram has are left out.
    #[must_use]
    pub fn from_parts(first: u32, mut counts: Vec<u32>) -> Self {
        counts.truncate((Histogram::BINS as u32).saturating_sub(first) as usize);
        Self { first, counts }
    }

    /// Number of the first bin, and the counts from there on.
    #[must_use]
    pub fn parts(&self) -> (u32, &[u32]) {
        (self.first, &self.counts)
    }

    /// The value below which a share of all values of several spreads lies; none without values. Cost: bins times spreads.
    #[must_use]
    pub fn quantile(spreads: &[&Self], share: f64) -> Option<f64> {
        let total: u64 =
            spreads.iter().flat_map(|spread| &spread.counts).map(|count| u64::from(*count)).sum();
        let wanted = share * total as f64;
        let mut below = 0.0;
        for place in 0..Histogram::BINS {
            let here = spreads.iter().map(|spread| spread.at(place)).sum::<f64>();
            if here > 0.0 && below + here >= wanted {
                let (from, to) = edges(place);
                return Some(from + (to - from) * ((wanted - below) / here).clamp(0.0, 1.0));
            }
            below += here;
        }
        None
    }

    fn at(&self, place: usize) -> f64 {
        let place = place.checked_sub(self.first as usize);
        place.and_then(|place| self.counts.get(place)).map_or(0.0, |count| f64::from(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(values: impl Iterator<Item = u32>) -> Histogram {
        let mut histogram = Histogram::new();
        values.for_each(|value| histogram.add(f64::from(value)));
        histogram.settle();
        histogram
    }

    #[test]
    fn several_units_have_the_percentiles_of_all_their_cases() {
        let (few, many) = (histogram(1..50), histogram((200..900).map(|value| value / 3)));
        let mut all = few.clone();
        all.merge(&many);
        let parts = [&Spread::of(&few), &Spread::of(&many)];
        for share in [0.0, 0.1, 0.5, 0.9, 0.99, 1.0] {
            let (found, wanted) =
                (Spread::quantile(&parts, share).unwrap(), all.quantiles([share])[0].unwrap());
            assert!((found - wanted).abs() < 1e-9, "{share}: {found} {wanted}");
        }
        let alone = Spread::quantile(&[&Spread::of(&few)], 0.5).unwrap();
        assert!((alone - few.quantiles([0.5])[0].unwrap()).abs() < 1e-9);
    }

    #[test]
    fn nothing_has_no_percentile_and_foreign_bins_are_left_out() {
        assert_eq!(Spread::quantile(&[], 0.5), None);
        assert_eq!(Spread::quantile(&[&Spread::of(&Histogram::new()), &Spread::default()], 0.9), None);
        assert_eq!(Spread::from_parts(u32::MAX, vec![1, 2]).parts(), (u32::MAX, &[][..]));
        let (first, counts) = (3, vec![1, 0, 2]);
        assert_eq!(Spread::from_parts(first, counts.clone()).parts(), (first, &counts[..]));
    }
}
