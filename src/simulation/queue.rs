//! Cases, the queues of a group, its servers, and the cases that are due on a later day.

use super::engine::Line;
use super::limit::at_most;
use super::standing::Place;
use super::tournament::Tournament;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

/// A case between arrival and completion. Forty bytes: long queues are what fills the caches.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Case {
    /// All that happens to the case by chance follows from it.
    pub(super) key: u64,
    /// Calendar time of arrival, in days from the first one; negative for opening cases.
    pub(super) arrival: f64,
    /// Calendar time at which it became ready: its place in the queue.
    pub(super) ready: f64,
    /// Standard minutes left of this visit.
    pub(super) work: f64,
    pub(super) case_type: u16,
    /// The step after this visit.
    pub(super) step: u16,
    /// Whether this visit ends with an external wait.
    pub(super) external: bool,
    /// Whether handling has begun in this visit.
    pub(super) started: bool,
    /// Where it is during an external wait.
    pub(super) outside: Place,
    /// Whether the case has arrived; a follow-up that is due later has not.
    pub(super) arrived: bool,
}

impl Case {
    /// Day of arrival.
    #[inline(always)]
    pub(super) fn arrival_day(&self) -> i64 {
        // Rounds down; casts are cheaper than a call.
        let day = self.arrival as i64;
        day - i64::from(day as f64 > self.arrival)
    }

    /// Order in a queue: by the time it became ready; no two keys are equal.
    #[inline(always)]
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.ready.total_cmp(&other.ready).then(self.key.cmp(&other.key))
    }
}

/// A case due later on the same day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due(pub(super) Case);

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// The part of a post in a unit, at work.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Server {
    /// Number in the model.
    pub(super) number: u32,
    pub(super) unit: u32,
    /// Standard minutes per window minute today.
    pub(super) speed: f64,
    /// The same as a reciprocal: window minutes per standard minute.
    pub(super) pace: f64,
    /// Minute of the window from which it handles its case today.
    pub(super) since: f64,
    /// Full-time equivalents today: speed without the allowance.
    pub(super) full: f64,
    /// Whether it has a case that does not end today.
    pub(super) busy: bool,
    pub(super) case: Case,
}

/// Units that are simulated together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// One queue per class.
    pub(super) queues: Vec<VecDeque<Case>>,
    pub(super) priorities: Vec<u8>,
    /// Servers from the fastest to the slowest, and the units in which they work.
    pub(super) servers: Vec<Server>,
    pub(super) units: Vec<u32>,
    /// Their places in the order of the model: sums are taken in it.
    pub(super) places: Vec<u32>,
    /// Places of idle servers, as bits; where the group is uniform, whoever has been free for a while is idle.
    pub(super) idle: Vec<u64>,
    /// Places of the servers of each class, as bits, `words` numbers each.
    pub(super) masks: Vec<u64>,
    pub(super) words: usize,
    /// Minute of the window at which a server is free again, for those at work that are so today.
    pub(super) free: Tournament,
    /// Whether no two classes have the same priority.
    pub(super) sorted: bool,
    /// Whether this is so and every server serves every class.
    pub(super) uniform: bool,
    /// Cases of today by class, where the group is uniform.
    pub(super) lines: Vec<Line>,
    /// Places of those of today's cases for which nothing is to be done, where the group is uniform.
    pub(super) unvisited: Vec<usize>,
    /// New cases of today by case type, while they are being drawn.
    pub(super) arrivals: Vec<(u16, u32)>,
    /// Cases due later today.
    pub(super) late: BinaryHeap<Reverse<Due>>,
    /// Cases of today, and their order.
    pub(super) today: Vec<Case>,
    pub(super) order: Vec<Entry>,
    pub(super) sorter: Sorter,
}

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

/// Fewer cases than these are sorted in the usual way.
const FEW: usize = 16;
/// Fewer cases than this power of two in each part of the day are put in their places one by one: bounds the cost for each case.
const CROWD: u32 = 32;

/// Sorts a few: each goes to the place that the number of those before it tells. More comparisons than putting one after the other
/// into its place, but none that a processor could guess wrongly. No two are equal.
fn rank(order: &mut [Entry]) {
    let mut sorted = [Entry::default(); FEW];
    for entry in order.iter() {
        let before = order.iter().map(|other| usize::from(other < entry)).sum::<usize>();
        sorted[before % FEW] = *entry;
    }
    order.copy_from_slice(&sorted[..order.len()]);
}

/// Sorts what is nearly in order.
fn mend(order: &mut [Entry]) {
    let mut last = Entry::default();
    for end in 0..order.len() {
        if order[end] >= last {
            last = order[end];
        } else {
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
    /// Cases before each part of the day.
    before: Vec<u32>,
    sorted: Vec<Entry>,
}

impl Sorter {
    /// Sorts cases of a day.
    ///
    /// Times are spread over the day: as many equal parts as cases, or up to twice as many, hold at most about one each, and what is
    /// left to be done is next to its place. Where many share a part, the rest is sorted in the usual way.
    fn sort(&mut self, order: &mut Vec<Entry>) {
        let Self { before, sorted } = self;
        let count = order.len();
        if count < FEW {
            return rank(order);
        }
        let parts = count.next_power_of_two();
        let below = 64 - parts.trailing_zeros();
        let part = |entry: &Entry| (entry.0 >> below) as usize;
        before.clear();
        before.resize(parts, 0);
        for entry in order.iter() {
            before[part(entry)] += 1;
        }
        // Of numbers with a bit of the bound or above there is one where their bits taken together have it: less work than the largest.
        let (mut sum, mut bits) = (0, 0);
        for part in before.iter_mut() {
            bits |= *part;
            sum += std::mem::replace(part, sum);
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

impl Group {
    /// The fastest idle server of a class.
    #[inline(always)]
    pub(super) fn idle_server(&self, class: usize) -> Option<usize> {
        let mask = self.masks.get(class * self.words..(class + 1) * self.words)?;
        for (word, (idle, mask)) in self.idle.iter().zip(mask).enumerate() {
            let both = idle & mask;
            if both != 0 {
                return Some(word * 64 + both.trailing_zeros() as usize);
            }
        }
        None
    }

    /// Brings the cases of a day into order.
    pub(super) fn sort_today(&mut self, start: f64) {
        let Self { today, order, sorter, .. } = self;
        order.clear();
        order.extend(today.iter().enumerate().map(|(place, case)| Entry::new(case.ready, start, place)));
        sorter.sort(order);
    }

    /// Brings the cases of a class into order.
    pub(super) fn sort_line(&mut self, class: usize) {
        let Self { lines, sorter, .. } = self;
        sorter.sort(&mut lines[class].order);
    }

    pub(super) fn set_idle(&mut self, server: usize, idle: bool) {
        let bit = 1_u64 << (server % 64);
        let word = &mut self.idle[server / 64];
        *word = if idle { *word | bit } else { *word & !bit };
    }

    /// The first case among some classes (ascending): by priority, then by the time it became ready.
    #[inline(always)]
    pub(super) fn take(&mut self, classes: &[u32]) -> Option<Case> {
        if self.sorted {
            return classes.iter().find_map(|&class| self.queues[class as usize].pop_front());
        }
        let mut best: Option<(usize, u8, &Case)> = None;
        for &class in classes {
            let class = class as usize;
            let priority = self.priorities[class];
            if best.is_some_and(|(_, other, _)| priority > other) {
                continue;
            }
            let Some(head) = self.queues[class].front() else { continue };
            let first = match best {
                None => true,
                Some((_, other, case)) => priority < other || head.order(case) == Ordering::Less,
            };
            if first {
                best = Some((class, priority, head));
            }
        }
        let (class, _, _) = best?;
        self.queues[class].pop_front()
    }

    /// Sorts the servers by speed where the order has changed; true when it has. Equal speeds keep the model's order.
    pub(super) fn rank(&mut self, base: &[f64]) -> bool {
        let order = |a: &Server, b: &Server| {
            base[b.number as usize].total_cmp(&base[a.number as usize]).then(a.number.cmp(&b.number))
        };
        if self.servers.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            return false;
        }
        self.servers.sort_unstable_by(order);
        self.places.sort_unstable_by_key(|&place| self.servers[place as usize].number);
        true
    }
}

const NONE: u32 = u32::MAX;

/// Cases due on later days: one list per group and day, in one pool.
///
/// The lists are apart from the cases, so that following one waits for no case: these come from memory side by side.
#[derive(Debug)]
pub(super) struct Pool {
    cases: Vec<Case>,
    /// The case after each one in its list.
    next: Vec<u32>,
    free: u32,
    heads: Vec<u32>,
    days: usize,
}

impl Pool {
    pub(super) fn new(groups: usize, days: usize) -> Self {
        Self { cases: Vec::new(), next: Vec::new(), free: NONE, heads: vec![NONE; groups * days], days }
    }

    pub(super) fn put(&mut self, group: usize, day: usize, case: Case) {
        let head = &mut self.heads[group * self.days + day];
        let place = if self.free == NONE {
            self.cases.push(case);
            self.next.push(*head);
            self.cases.len() as u32 - 1
        } else {
            let place = self.free;
            self.cases[place as usize] = case;
            self.free = std::mem::replace(&mut self.next[place as usize], *head);
            place
        };
        *head = place;
    }

    /// All cases that are due on some day.
    pub(super) fn due(&self) -> impl Iterator<Item = &Case> {
        let first = |&head: &u32| (head != NONE).then_some(head);
        let after = |&at: &u32| Some(self.next[at as usize]).filter(|&next| next != NONE);
        self.heads
            .iter()
            .flat_map(move |head| std::iter::successors(first(head), after))
            .map(|at| &self.cases[at as usize])
    }

    /// Moves the cases of a day to a list, in no particular order.
    pub(super) fn take(&mut self, group: usize, day: usize, into: &mut Vec<Case>) {
        let mut at = std::mem::replace(&mut self.heads[group * self.days + day], NONE);
        while at != NONE {
            into.push(self.cases[at as usize]);
            let next = std::mem::replace(&mut self.next[at as usize], self.free);
            self.free = at;
            at = next;
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
