//! A list of values to be summed up, which may be asked again when it has grown.

use super::super::forecast::Summary;
use super::super::student::Quantiles;

/// Values in the order of the replications, and the same in rising order.
#[derive(Debug, Default)]
pub(super) struct List {
    values: Vec<f64>,
    /// The first ones of `values`; all of them once it is settled.
    rising: Vec<f64>,
}

/// So many times as many values as come anew are put in their places one by one; more than that are brought into order together.
const FEW: usize = 8;

impl List {
    /// Nothing is known of it any more; the room for it stays.
    pub(super) fn forget(&mut self) {
        self.values.clear();
        self.rising.clear();
    }

    /// Takes values. What is known already is only compared, so that it makes no difference what the list was before. Cost: linear, and a
    /// search for each new value, or a sort where these are many.
    pub(super) fn take(&mut self, values: impl Iterator<Item = f64>) {
        let mut count = 0;
        for value in values {
            if self.values.get(count).is_none_or(|known| known.to_bits() != value.to_bits()) {
                self.put(count, value);
            }
            count += 1;
        }
        self.settle(count);
    }

    /// Another value than was known, or the first one beyond these.
    fn put(&mut self, place: usize, value: f64) {
        if place < self.values.len() {
            self.values.truncate(place);
            self.rising.clear();
        }
        self.values.push(value);
    }

    /// There are so many.
    fn settle(&mut self, count: usize) {
        if count < self.values.len() {
            self.values.truncate(count);
            self.rising.clear();
        }
        let known = self.rising.len();
        if (count - known) * FEW > count {
            self.rising.clone_from(&self.values);
            self.rising.sort_unstable_by(f64::total_cmp);
            return;
        }
        for value in &self.values[known..] {
            let place = self.rising.partition_point(|other| other.total_cmp(value).is_lt());
            self.rising.insert(place, *value);
        }
    }

    /// Mean, interval and percentiles of what is there; sums in the order of the replications.
    pub(super) fn summary(&self, quantile: &mut Quantiles) -> Summary {
        let count = self.values.len();
        if count == 0 {
            return Summary::default();
        }
        let mean = self.values.iter().sum::<f64>() / count as f64;
        let half_width = if count < 2 {
            0.0
        } else {
            let squares: f64 = self.values.iter().map(|value| (value - mean) * (value - mean)).sum();
            quantile.of(count) * libm::sqrt(squares / (count - 1) as f64 / count as f64)
        };
        let at = |share: f64| percentile(&self.rising, share);
        Summary { mean, half_width, p10: at(0.1), p50: at(0.5), p90: at(0.9) }
    }
}

/// Linear between the sorted values.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::super::super::student::quantile_975;
    use super::*;
    use proptest::prelude::*;

    /// Whatever the list was before, its summary is that of a new one.
    fn as_new(list: &mut List, values: &[f64]) {
        list.take(values.iter().copied());
        let mut new = List::default();
        new.take(values.iter().copied());
        let mut quantile = quantile_975(8);
        assert_eq!(list.summary(&mut quantile), new.summary(&mut quantile), "{values:?}");
        assert_eq!((list.values.as_slice(), &list.rising), (values, &new.rising));
    }

    #[test]
    fn percentiles_lie_between_the_values() {
        let mut list = List::default();
        list.take([30.0, 10.0, 20.0].into_iter());
        let summary = list.summary(&mut quantile_975(3));
        assert_eq!((summary.mean, summary.p10, summary.p50, summary.p90), (20.0, 12.0, 20.0, 28.0));
    }

    #[test]
    fn a_list_that_became_shorter_or_another_one_is_summed_up_anew() {
        let mut list = List::default();
        for values in [&[3.0, 1.0, 2.0, 5.0][..], &[3.0, 1.0], &[], &[0.0, -0.0, 7.0], &[-0.0, 0.0, 7.0, 7.0]]
        {
            as_new(&mut list, values);
        }
    }

    proptest! {
        #[test]
        fn a_list_that_grows_is_summed_up_as_if_it_came_at_once(
            values in proptest::collection::vec(-1e9..1e9_f64, 0..300),
            steps in proptest::collection::vec(0_usize..20, 1..40),
        ) {
            let (mut list, mut until) = (List::default(), 0);
            for step in steps {
                until = (until + step).min(values.len());
                as_new(&mut list, &values[..until]);
            }
        }
    }
}
