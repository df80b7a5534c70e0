//! The order of a day: its cases sorted by the time at which they become ready, as one number each.

use super::limit::at_most;

/// A case of the day in the order of time, as one number: part of the day in 2^-40 (a tenth of a microsecond), then the place in
/// the list. Cases that come within one of these keep the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Entry(u64);

/// Bits of the place: more cases than [`super::model::MAX_CASES`] there are not.
const PLACE_BITS: u32 = 24;
const PLACES: u64 = (1 << PLACE_BITS) - 1;

impl Entry {
    /// `ready` is a time of the day that begins at `start`.
    #[inline(always)]
    pub(super) fn new(ready: f64, start: f64, place: usize) -> Self {
        // Between 1 and 2 the bits of a number count in 2^-52; a conversion to a whole number costs more.
        let part = at_most(1.0 + (ready - start), 2.0_f64.next_down()).to_bits();
        // The bits above fall off.
        Self(part << 12 & !PLACES | place as u64)
    }

    #[inline(always)]
    pub(super) const fn place(self) -> usize {
        (self.0 & PLACES) as usize
    }
}

/// Fewer cases than these are sorted by counting; up to half as many by fewer comparisons.
const FEW: usize = 16;
const HALF: usize = FEW / 2;
/// Fewer cases than this power of two in each part of the day are put in their places one by one: bounds the cost for each case.
const CROWD: u32 = 32;

/// Sorts a few: each goes to the place that the number of those before it tells. More comparisons than putting one after the other
/// into its place, but none that a processor could guess wrongly; the number of those compared with is fixed, so that no end of a loop has to
/// be guessed either. No two are equal.
#[inline(always)]
fn rank<const MOST: usize>(order: &mut [Entry]) {
    let (mut all, mut sorted) = ([Entry(u64::MAX); MOST], [Entry::default(); MOST]);
    let count = order.len().min(MOST);
    all[..count].copy_from_slice(&order[..count]);
    for entry in order.iter() {
        let before = all.iter().map(|other| usize::from(other < entry)).sum::<usize>();
        sorted[before % MOST] = *entry;
    }
    order[..count].copy_from_slice(&sorted[..count]);
}

/// Sorts what is nearly in order.
fn mend(order: &mut [Entry]) {
    for end in 1..order.len() {
        if order[end] < order[end - 1] {
            shift(order, end);
        }
    }
}

/// Moves an entry to its place among those before it.
#[inline(always)]
fn shift(order: &mut [Entry], end: usize) {
    let entry = order[end];
    let mut at = end;
    while at > 0 && entry < order[at - 1] {
        order[at] = order[at - 1];
        at -= 1;
    }
    order[at] = entry;
}

/// What sorting needs.
#[derive(Debug, Default)]
pub(super) struct Sorter {
    /// Cases in each part of the day while they are counted, else none; and cases before each part.
    counts: Vec<u32>,
    before: Vec<u32>,
    sorted: Vec<Entry>,
}

impl Sorter {
    /// Sorts cases of a day.
    ///
    /// Times are spread over the day: as many equal parts as cases, or up to twice as many, hold at most about one each, and what is
    /// left to be done is next to its place. Where many share a part, the rest is sorted in the usual way.
    #[inline(never)]
    pub(super) fn sort(&mut self, order: &mut Vec<Entry>) {
        let Self { counts, before, sorted } = self;
        let count = order.len();
        if count < 2 {
            return;
        }
        if count <= HALF {
            return rank::<HALF>(order);
        }
        if count < FEW {
            return rank::<FEW>(order);
        }
        let parts = count.next_power_of_two();
        let below = 64 - parts.trailing_zeros();
        // Bounded, which it is anyway, as that spares a question.
        let part = |entry: &Entry| (entry.0 >> below) as usize & (parts - 1);
        if counts.len() < parts {
            counts.resize(parts, 0);
            before.resize(parts, 0);
        }
        let (counts, before) = (&mut counts[..parts], &mut before[..parts]);
        for entry in order.iter() {
            counts[part(entry)] += 1;
        }
        // Of numbers with a bit of the bound or above there is one where their bits taken together have it: less work than the largest.
        let (mut sum, mut bits) = (0, 0);
        for (count, before) in counts.iter_mut().zip(before.iter_mut()) {
            bits |= *count;
            *before = sum;
            sum += std::mem::take(count);
        }
        sorted.resize(count, Entry::default());
        for entry in order.iter() {
            let next = &mut before[part(entry)];
            sorted[*next as usize] = *entry;
            *next += 1;
        }
        std::mem::swap(order, sorted);
        if bits < CROWD {
            mend(order);
        } else {
            order.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::Key;

    #[test]
    fn any_number_of_cases_is_brought_into_the_order_of_time() {
        let mut sorter = Sorter::default();
        for count in (0..40).chain([200, 3000]) {
            for crowded in [false, true] {
                let key = Key::root(count as u64, u32::from(crowded));
                let part = |place: usize| key.uniform(place as u64) * if crowded { 1e-9 } else { 1.0 };
                let mut order: Vec<Entry> =
                    (0..count).map(|place| Entry::new(7.0 + part(place), 7.0, place)).collect();
                let mut expected = order.clone();
                expected.sort_unstable();
                sorter.sort(&mut order);
                assert_eq!(order, expected, "{count} {crowded}");
            }
        }
    }
}
