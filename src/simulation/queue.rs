//! Cases, the queues of a group, its servers, and the cases that are due on a later day.

use super::engine::Line;
use super::limit::whole;
use super::standing::Place;
use super::tournament::Tournament;
use crate::plan::gather::{in_order, places_in_order};
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
        whole(self.arrival)
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
    /// While it prepares a case: standard minutes of the visit that are left for whoever decides.
    pub(super) kept: f32,
    pub(super) case: Case,
}

/// Units that are simulated together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// One queue per class.
    pub(super) queues: Vec<VecDeque<Case>>,
    pub(super) priorities: Vec<u16>,
    /// Servers from the fastest to the slowest, and the units in which they work.
    pub(super) servers: Vec<Server>,
    pub(super) units: Vec<u32>,
    /// Their places in the order of the model: sums are taken in it.
    pub(super) places: Vec<u32>,
    /// Places of idle servers that `free` no longer holds, as bits; none where the group is uniform.
    idle: Vec<u64>,
    /// Places of the servers of each class, as bits, `words` numbers each.
    pub(super) masks: Vec<u64>,
    pub(super) words: usize,
    /// Classes whose queues hold something, as bits; known while cases are taken out by [`Group::take`].
    pub(super) filled: Vec<u64>,
    /// Classes of each server, as bits, as many numbers each.
    pub(super) served: Vec<u64>,
    /// Minute of the window at which a server is free again, for those at work that are so today.
    pub(super) free: Tournament,
    /// Whether no two classes have the same priority and every server serves every class.
    pub(super) uniform: bool,
    /// Whether its cases go by a rule of their own, and not in the order in which they became ready.
    pub(super) ordered: bool,
    /// Whether each case goes through its queue: some servers may only prepare what others decide, or there is such a rule. And whether
    /// who serves what is looked at every day: some stand in for others, or decide from some day on.
    pub(super) hands_over: bool,
    pub(super) stands_in: bool,
    /// Cases of today: by class where the group is uniform, all in one where it is not.
    pub(super) lines: Vec<Line>,
    /// Cases due later today.
    pub(super) late: BinaryHeap<Reverse<Due>>,
}

impl Group {
    /// Servers that nothing is known of yet.
    pub(super) fn with(servers: Vec<Server>, units: Vec<u32>) -> Self {
        let (count, words) = (servers.len(), servers.len().div_ceil(64));
        Self {
            servers,
            units,
            places: (0..count as u32).collect(),
            free: Tournament::new(count),
            words,
            idle: vec![0; words],
            ..Self::default()
        }
    }

    /// Line of the cases of a class.
    #[inline(always)]
    pub(super) const fn line(&self, class: u32) -> usize {
        if self.uniform { class as usize } else { 0 }
    }

    /// The fastest server of a class that is idle at a minute. `are_free`: whether some have become free while nobody waited; of many
    /// servers each is looked at then.
    #[inline(always)]
    pub(super) fn idle_server(&self, class: usize, minute: f64, are_free: bool) -> Option<usize> {
        let (idle, masks) = (&self.idle[..], &self.masks[..]);
        if let ([idle], Some(mask)) = (idle, masks.get(class)) {
            let parked = lowest(idle & mask);
            let free = if are_free { self.free.lowest_among(minute, *mask) } else { None };
            return parked.map_or(free, |parked| Some(free.map_or(parked, |free| free.min(parked))));
        }
        let mask = masks.get(class * self.words..(class + 1) * self.words)?;
        idle.iter()
            .zip(mask)
            .enumerate()
            .find_map(|(word, (idle, mask))| Some(word * 64 + lowest(idle & mask)?))
    }

    /// Notes that a server serves some classes.
    pub(super) fn mark(&mut self, place: usize, classes: &[u32]) {
        let words = self.filled.len();
        for class in classes.iter().map(|&class| class as usize) {
            self.masks[class * self.words + place / 64] |= 1 << (place % 64);
            self.served[place * words + class / 64] |= 1 << (class % 64);
        }
    }

    /// Notes that a server decides nothing: what waits for a decision has an even rank.
    #[cold]
    pub(super) fn only_prepares(&mut self, place: usize) {
        for class in (0..self.queues.len()).filter(|&class| self.priorities[class].is_multiple_of(2)) {
            self.masks[class * self.words + place / 64] &= !(1 << (place % 64));
            self.served[place * self.filled.len() + class / 64] &= !(1 << (class % 64));
        }
    }

    /// Whether a server serves a class.
    pub(super) fn serves(&self, server: usize, class: usize) -> bool {
        let word = self.served.get(server * self.filled.len() + class / 64);
        word.is_some_and(|word| word >> (class % 64) & 1 == 1)
    }

    /// A server that is free finds nothing to do: it is idle.
    pub(super) fn park(&mut self, server: usize) {
        self.free.clear(server);
        self.idle[server / 64] |= 1 << (server % 64);
    }

    /// An idle server begins with something.
    #[inline(always)]
    pub(super) fn unpark(&mut self, server: usize) {
        self.idle[server / 64] &= !(1 << (server % 64));
    }

    /// Nobody is free any more: the day is over.
    pub(super) fn close(&mut self) {
        self.lines.iter_mut().for_each(|line| line.order.clear());
        self.idle.fill(0);
        self.free.reset();
    }

    /// Looks at all queues for [`Group::take`]; whether any holds something.
    pub(super) fn fill(&mut self) -> bool {
        self.filled.fill(0);
        for (class, _) in self.queues.iter().enumerate().filter(|(_, queue)| !queue.is_empty()) {
            self.filled[class / 64] |= 1 << (class % 64);
        }
        self.waits()
    }

    /// Whether any queue holds something.
    pub(super) fn waits(&self) -> bool {
        self.filled.iter().any(|word| *word != 0)
    }

    /// Puts a case at the end of a queue.
    pub(super) fn push(&mut self, class: usize, case: Case) {
        self.queues[class].push_back(case);
        self.filled[class / 64] |= 1 << (class % 64);
    }

    /// Takes the first case among those that a server serves: by priority, then by the time it became ready. It is written to a place;
    /// false where there is none. Cost: the queues of the first priority that hold something.
    #[inline(always)]
    pub(super) fn take(&mut self, server: usize, into: &mut Case) -> bool {
        let class = match (&self.filled[..], self.served.get(server)) {
            ([filled], Some(served)) => {
                let both = filled & served;
                if both & both.wrapping_sub(1) == 0 { lowest(both) } else { self.first_class(server) }
            }
            _ => self.first_class(server),
        };
        let Some(queue) = class.and_then(|class| self.queues.get_mut(class)) else { return false };
        let Some(case) = queue.front() else { return false };
        *into = *case;
        queue.pop_front();
        if let Some(class) = class.filter(|_| queue.is_empty()) {
            self.filled[class / 64] &= !(1 << (class % 64));
        }
        true
    }

    /// The class of the first case that a server serves.
    fn first_class(&self, server: usize) -> Option<usize> {
        let words = self.filled.len();
        let served = self.served.get(server * words..(server + 1) * words)?;
        let mut best: Option<usize> = None;
        for (word, (filled, served)) in self.filled.iter().zip(served).enumerate() {
            let mut both = filled & served;
            while let Some(bit) = lowest(both) {
                both &= both - 1;
                let class = word * 64 + bit;
                match best {
                    // Classes are in the order of their priorities.
                    Some(first) if self.priorities[class] > self.priorities[first] => return best,
                    Some(first) if !is_before(&self.queues[class], &self.queues[first]) => {}
                    _ => best = Some(class),
                }
            }
        }
        best
    }

    /// Sorts the servers by speed where the order has changed; true when it has. Equal speeds keep the model's order.
    pub(super) fn rank(&mut self, base: &[f64]) -> bool {
        let order = |a: &Server, b: &Server| {
            base[b.number as usize].total_cmp(&base[a.number as usize]).then(a.number.cmp(&b.number))
        };
        if self.servers.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            return false;
        }
        self.servers = in_order(std::mem::take(&mut self.servers), order);
        let number = |place: usize| self.servers[place].number;
        let places = places_in_order(self.servers.len(), &|a, b| number(a).cmp(&number(b)));
        self.places = places.into_iter().map(|place| place as u32).collect();
        true
    }
}

/// The lowest bit that is set.
#[inline(always)]
fn lowest(bits: u64) -> Option<usize> {
    (bits != 0).then(|| bits.trailing_zeros() as usize)
}

/// Whether the first case of a queue became ready before that of another.
fn is_before(queue: &VecDeque<Case>, other: &VecDeque<Case>) -> bool {
    match (queue.front(), other.front()) {
        (Some(case), Some(other)) => case.order(other) == Ordering::Less,
        _ => false,
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
    /// Cases that are outside until the last day and beyond, by case type; as far as there are any.
    kept: Vec<u64>,
}

impl Pool {
    pub(super) fn new(groups: usize, days: usize) -> Self {
        Self {
            cases: Vec::new(),
            next: Vec::new(),
            free: NONE,
            heads: vec![NONE; groups * days],
            days,
            kept: Vec::new(),
        }
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

    /// A case does not come back within the horizon.
    #[cold]
    #[inline(never)]
    pub(super) fn keep(&mut self, case_type: u16) {
        let place = usize::from(case_type);
        if self.kept.len() <= place {
            self.kept.resize(place + 1, 0);
        }
        self.kept[place] += 1;
    }

    /// Cases that have arrived and are outside, by case type. Cost: linear in groups, days and cases.
    #[inline(never)]
    pub(super) fn outside(&self, types: usize) -> Vec<u64> {
        let mut outside = self.kept.clone();
        outside.resize(types, 0);
        for &head in &self.heads {
            let mut at = head;
            while at != NONE {
                let case = &self.cases[at as usize];
                outside[usize::from(case.case_type)] += u64::from(case.arrived);
                at = self.next[at as usize];
            }
        }
        outside
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
    fn a_server_takes_the_first_case_of_what_it_serves() {
        for classes in [1, 3, 64, 150_usize] {
            let mut group = Group::with(vec![Server::default(); 3], vec![0]);
            group.queues.resize_with(classes, VecDeque::new);
            // A few classes each share a priority.
            group.priorities = (0..classes).map(|class| (class / 4) as u16).collect();
            group.filled = vec![0; classes.div_ceil(64)];
            group.served = vec![0; 3 * group.filled.len()];
            let serves = |server: usize, class: usize| server == 0 || class % 3 == server;
            for (server, class) in (0..3).flat_map(|server| (0..classes).map(move |class| (server, class))) {
                let place = server * group.filled.len() + class / 64;
                group.served[place] |= u64::from(serves(server, class)) << (class % 64);
            }
            let mut waiting: Vec<(u16, Case, usize)> = Vec::new();
            for number in 0..400_u64 {
                let class = Key::root(classes as u64, 0).bits(number) as usize % classes;
                let case = Case { ready: number as f64, ..Case::default() };
                waiting.push((group.priorities[class], case, class));
                group.push(class, case);
            }
            assert!(group.fill());
            for number in 0..1200 {
                let (server, mut case) = (number % 3, Case::default());
                let theirs = waiting.iter().enumerate().filter(|(_, (_, _, class))| serves(server, *class));
                let first = theirs.min_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.order(&b.1)));
                let expected = first.map(|(place, (_, case, _))| (place, case.ready));
                assert_eq!(
                    group.take(server, &mut case).then_some(case.ready),
                    expected.map(|(_, ready)| ready)
                );
                expected.map(|(place, _)| waiting.remove(place));
            }
            assert!(!group.waits() && waiting.is_empty());
        }
    }
}
