//! A day of a group whose posts all serve all of its queues: no list of events.
//!
//! Cases begin in the order of time, each with the post that is free first. A queue needs no copy of the cases that come
//! and begin on the same day: it is the list of the day in order. The figures are those of the events, see
//! `tests/simulation/paths.rs`.

use super::super::limit::at_most;
use super::super::model::TypeEpoch;
use super::super::order::Entry;
use super::super::queue::{Case, Due, Group};
use super::super::recorder::Came;
use super::day::New;
use super::{Engine, Room, Today};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The cases of a class that come today, in order of time.
#[derive(Debug, Default)]
pub(in super::super) struct Line {
    pub(in super::super) order: Vec<Entry>,
    /// Place in the order behind that of the next one of the list.
    next: usize,
    /// Place of that one among the cases of the day; beyond all where none is left.
    place: usize,
    /// Those that have arisen or come back on the day itself; few.
    pub(super) late: BinaryHeap<Reverse<Due>>,
    /// Minute of the next one; infinite where none is left.
    pub(super) minute: f64,
}

/// Where the next case is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Found {
    /// It came today: its place in the list of the day, and its minute.
    Listed(usize, f64),
    /// Written to the place that was given: arose or came back on the day itself, at a minute.
    Late(f64),
    /// There is none.
    None,
}

impl Line {
    /// Begins with the first case.
    fn open(&mut self, cases: &[Case], today: &Today) {
        self.next = 0;
        self.advance(cases, today);
        self.late_head(today);
    }

    /// Goes on to the next case of the list.
    #[inline(always)]
    fn advance(&mut self, cases: &[Case], today: &Today) {
        let entry = self.order.get(self.next);
        self.next += 1;
        self.place = entry.map_or(usize::MAX, |entry| entry.place());
        self.minute = cases.get(self.place).map_or(f64::INFINITY, |case| today.minute(case.ready));
    }

    #[cold]
    pub(super) fn late_head(&mut self, today: &Today) {
        let late = self.late.peek().map_or(f64::INFINITY, |Reverse(due)| today.minute(due.0.ready));
        self.minute = at_most(late, self.minute);
    }

    /// The next case; a late one is written to a place, as an optional one would be put together from bytes, which costs more than
    /// all else here.
    #[inline(always)]
    pub(super) fn step(&mut self, cases: &[Case], today: &Today, into: &mut Case) -> Found {
        let (place, at) = (self.place, self.minute);
        if !self.late.is_empty() {
            return self.step_late(cases, today, into);
        }
        if place == usize::MAX {
            return Found::None;
        }
        self.advance(cases, today);
        Found::Listed(place, at)
    }

    #[cold]
    fn step_late(&mut self, cases: &[Case], today: &Today, into: &mut Case) -> Found {
        let (place, at) = (self.place, self.minute);
        let listed = cases.get(place);
        let is_first = |due: &Due| listed.is_none_or(|case| due.0.order(case).is_lt());
        let found = if self.late.peek().is_some_and(|Reverse(due)| is_first(due)) {
            let Some(Reverse(due)) = self.late.pop() else { return Found::None };
            *into = due.0;
            self.minute = listed.map_or(f64::INFINITY, |case| today.minute(case.ready));
            Found::Late(at)
        } else {
            self.advance(cases, today);
            Found::Listed(place, at)
        };
        self.late_head(today);
        found
    }
}

impl Engine<'_> {
    /// Simulates the cases of the day. Cost: cases times the logarithm of the posts.
    ///
    /// Never inlined, like its parts: in one function with all of a day, too few registers are left for what is done for each case.
    #[inline(never)]
    pub(super) fn lines(&mut self, group: &mut Group, today: &mut [Case]) {
        if let [_] = group.lines[..] {
            self.pass::<true>(group, today);
        } else {
            self.pass::<false>(group, today);
        }
        self.queue_up(group, today);
    }

    /// Each case in the order of time, with the post that is free first; of those that are free already, with the fastest one.
    #[inline(never)]
    fn pass<const ONE: bool>(&mut self, group: &mut Group, today: &mut [Case]) {
        let mut other = Case::default();
        if self.over.is_some() {
            return;
        }
        let mut waiting: usize = group.queues.iter().map(VecDeque::len).sum();
        while let Some((mut minute, mut server)) = group.free.first() {
            let mut class = 0;
            if waiting > 0 {
                match first_ready(group, minute, &mut other) {
                    Some(ready) if !ONE => class = ready,
                    Some(_) => {}
                    None => {
                        waiting -= 1;
                        if self.begin_queued(group, server, &mut other, minute) && self.came_back(group) {
                            break;
                        }
                        continue;
                    }
                }
            } else {
                let Some(line) = group.lines.first() else { break };
                let (first, at) = if ONE { (0, line.minute) } else { first_line(group) };
                if at >= minute {
                    (minute, server) = (at, group.free.lowest_until(at).unwrap_or(server));
                    class = first;
                } else if !ONE {
                    class = ready_line(group, minute);
                }
            }
            let Some(line) = group.lines.get_mut(class) else { break };
            let has_left = if line.late.is_empty() {
                let (place, at) = (line.place, line.minute);
                line.advance(today, &self.today);
                let Some(case) = today.get_mut(place) else { break };
                self.begin(group, server, case, minute, Came::Today(at))
            } else {
                self.begin_beside_late(group, class, server, today, minute)
            };
            if has_left && self.came_back(group) {
                break;
            }
        }
    }

    /// Looks at what has come of a case that has left; whether a bound of work is met.
    #[inline(always)]
    pub(super) fn came_back(&mut self, group: &mut Group) -> bool {
        if !group.late.is_empty() {
            self.insert_late(group);
        }
        self.over.is_some()
    }

    /// A post begins with the next case of a class of which some have arisen or come back on the day itself.
    #[cold]
    #[inline(never)]
    fn begin_beside_late(
        &mut self,
        group: &mut Group,
        class: usize,
        server: usize,
        today: &mut [Case],
        minute: f64,
    ) -> bool {
        let mut other = Case::default();
        match group.lines[class].step(today, &self.today, &mut other) {
            Found::Listed(place, at) => self.begin(group, server, &mut today[place], minute, Came::Today(at)),
            Found::Late(at) => self.begin(group, server, &mut other, minute, Came::Today(at)),
            Found::None => false,
        }
    }

    /// Puts new cases of a type on the list of the day, and those with something to be done into the line of their class.
    pub(super) fn line_up_new(&mut self, group: &mut Group, new: New, count: u64) {
        let rules = &self.epoch.types[new.case_type as usize];
        let line = group.line(rules.class);
        let Room { cases, unvisited, .. } = &mut self.room;
        let (first, start) = (cases.len(), self.today.start);
        let entry = |(place, case): (usize, &Case)| Entry::new(case.ready, start, place);
        let order = &mut group.lines[line].order;
        let mut is_sure = true;
        if let Some((minutes, table)) = rules.plain {
            let table = &self.model.tables[table as usize];
            cases.extend((0..count).map(move |index| {
                let mut case = Case { arrived: true, ..new.case(index) };
                TypeEpoch::plan_plain(minutes, table, &mut case);
                case
            }));
        } else {
            let (steps, tables) = (&rules.steps[..], &self.model.tables[..]);
            is_sure = steps.iter().any(|step| step.share >= 1.0);
            cases.extend((0..count).map(move |index| {
                let mut case = new.case(index);
                case.arrived = TypeEpoch::plan_steps(steps, tables, &mut case);
                case
            }));
        }
        let placed = || (first..).zip(&cases[first..]);
        if is_sure {
            order.extend(placed().map(entry));
        } else {
            order.extend(placed().filter(|(_, case)| case.arrived).map(entry));
            unvisited.extend(placed().filter(|(_, case)| !case.arrived).map(|(place, _)| place));
        }
    }

    /// Draws the visits of the cases that come back, and brings each class into order.
    #[inline(never)]
    pub(super) fn line_up(&mut self, group: &mut Group, today: &mut [Case], returned: usize) {
        for (place, case) in today[..returned].iter_mut().enumerate() {
            if let Some(class) = self.ready(group, case) {
                let line = group.line(class);
                group.lines[line].order.push(Entry::new(case.ready, self.today.start, place));
            }
        }
        // Not before all have arrived, and after those that came back.
        let mut unvisited = std::mem::take(&mut self.room.unvisited);
        for place in unvisited.drain(..) {
            today[place].arrived = true;
            self.complete_unvisited(&today[place], group);
        }
        self.room.unvisited = unvisited;
        for line in &mut group.lines {
            self.room.sorter.sort(&mut line.order);
            line.open(today, &self.today);
        }
        self.insert_late(group);
    }

    /// Cases that have arisen or come back on the day itself: later than all that has begun.
    fn insert_late(&mut self, group: &mut Group) {
        while let Some(Reverse(due)) = group.late.pop() {
            let mut case = due.0;
            if self.over.is_some() {
                continue;
            }
            let Some(class) = self.ready(group, &mut case) else { continue };
            let line = group.line(class);
            let line = &mut group.lines[line];
            line.late.push(Reverse(Due(case)));
            line.late_head(&self.today);
        }
    }

    /// What did not begin today waits in its queue.
    #[inline(never)]
    fn queue_up(&mut self, group: &mut Group, today: &[Case]) {
        let Group { lines, queues, free, .. } = group;
        let mut other = Case::default();
        for (line, queue) in lines.iter_mut().zip(queues) {
            let first = line.next.saturating_sub(1);
            if line.late.is_empty() {
                // As nearly always: the rest of the list, in its order.
                let left = line.order.get(first..).unwrap_or_default();
                queue.extend(left.iter().map(|entry| {
                    let case = today[entry.place()];
                    self.recorder.queues(case.case_type, case.ready);
                    case
                }));
                line.order.clear();
                continue;
            }
            loop {
                let case = match line.step(today, &self.today, &mut other) {
                    Found::None => break,
                    Found::Listed(place, _) => &today[place],
                    _ => &other,
                };
                self.recorder.queues(case.case_type, case.ready);
                queue.push_back(*case);
            }
            line.order.clear();
        }
        free.reset();
    }
}

/// The class whose next case of today a post begins with that is free at a minute, where cases of the days before are waiting; none
/// where one of these is its next case, which is written to a place.
fn first_ready(group: &mut Group, minute: f64, into: &mut Case) -> Option<usize> {
    for (class, (line, queue)) in group.lines.iter().zip(&mut group.queues).enumerate() {
        if let Some(case) = queue.front() {
            *into = *case;
            queue.pop_front();
            return None;
        }
        if line.minute < minute {
            return Some(class);
        }
    }
    Some(usize::MAX)
}

/// The first class of which a case has come before a minute.
fn ready_line(group: &Group, minute: f64) -> usize {
    group.lines.iter().position(|line| line.minute < minute).unwrap_or_default()
}

/// The class whose next case comes first, and its minute.
fn first_line(group: &Group) -> (usize, f64) {
    let mut first = (0, f64::INFINITY);
    for (class, line) in group.lines.iter().enumerate() {
        if line.minute < first.1 {
            first = (class, line.minute);
        }
    }
    first
}
