//! A day of a group whose posts all serve all of its queues: no list of events.
//!
//! Cases begin in the order of time, each with the post that is free first. A queue needs no copy of the cases that come
//! and begin on the same day: it is the list of the day in order. The figures are those of the events, see
//! `tests/simulation/paths.rs`.

use super::super::limit::at_most;
use super::super::queue::{Case, Due, Entry, Group};
use super::super::recorder::Came;
use super::{Engine, Today};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The cases of a class that come today, in order of time.
#[derive(Debug, Default)]
pub(in super::super) struct Line {
    pub(in super::super) order: Vec<Entry>,
    next: usize,
    /// Those that have arisen or come back on the day itself; few.
    late: BinaryHeap<Reverse<Due>>,
    /// Minute of the next one; infinite where none is left.
    minute: f64,
}

/// Where the case is that a post begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// It came today: its place in the list of the day.
    Listed(usize),
    /// Written to the place that was given: out of the queue of the days before.
    Queued,
    /// Written to the place that was given: came on the day itself.
    Late,
    /// There is none.
    None,
}

impl Line {
    #[inline(always)]
    fn head(&mut self, cases: &[Case], today: &Today) {
        let listed = self.order.get(self.next).and_then(|entry| cases.get(entry.place()));
        self.minute = listed.map_or(f64::INFINITY, |case| today.minute(case.ready));
        if !self.late.is_empty() {
            self.late_head(today);
        }
    }

    #[cold]
    fn late_head(&mut self, today: &Today) {
        let late = self.late.peek().map_or(f64::INFINITY, |Reverse(due)| today.minute(due.0.ready));
        self.minute = at_most(late, self.minute);
    }

    /// The next case; a late one is written to a place, as an optional one would be put together from bytes, which costs more than
    /// all else here.
    #[inline(always)]
    fn step(&mut self, cases: &[Case], today: &Today, into: &mut Case) -> Found {
        let place = self.order.get(self.next).map_or(usize::MAX, |entry| entry.place());
        if !self.late.is_empty() && self.step_late(cases.get(place), into) {
            self.head(cases, today);
            return Found::Late;
        }
        if place == usize::MAX {
            return Found::None;
        }
        self.next += 1;
        self.head(cases, today);
        Found::Listed(place)
    }

    #[cold]
    fn step_late(&mut self, listed: Option<&Case>, into: &mut Case) -> bool {
        let is_first = |due: &Due| listed.is_none_or(|case| due.0.order(case).is_lt());
        if !self.late.peek().is_some_and(|Reverse(due)| is_first(due)) {
            return false;
        }
        self.late.pop().is_some_and(|Reverse(due)| {
            *into = due.0;
            true
        })
    }
}

impl Engine<'_> {
    /// Simulates the cases of the day. Cost: cases times the logarithm of the posts.
    ///
    /// Never inlined, like its parts: in one function with all of a day, too few registers are left for what is done for each case.
    #[inline(never)]
    pub(super) fn lines(&mut self, group: &mut Group, returned: usize) {
        let mut today = std::mem::take(&mut group.today);
        self.line_up(group, &mut today, returned);
        let mut other = Case::default();
        // Looked at where it may have changed only.
        let mut is_idle = group.has_idle();
        while self.over.is_none() {
            let (server, minute, found) = if is_idle {
                let Some((class, at)) = first_line(group) else { break };
                while let Some((minute, server)) = group.free.first()
                    && minute <= at
                {
                    group.free.clear(server);
                    group.set_idle(server, true);
                }
                let Some(server) = group.idle_server(class) else { break };
                let found = group.lines[class].step(&today, &self.today, &mut other);
                if found == Found::None {
                    break;
                }
                group.set_idle(server, false);
                is_idle = group.has_idle();
                (server, at, found)
            } else {
                let Some((minute, server)) = group.free.first() else { break };
                let found = self.first_ready(group, &today, minute, &mut other);
                if found == Found::None {
                    group.free.clear(server);
                    group.set_idle(server, true);
                    is_idle = true;
                    continue;
                }
                (server, minute, found)
            };
            match found {
                Found::Listed(place) => self.begin(group, server, &mut today[place], minute, Came::Today),
                Found::Queued => self.begin_queued(group, server, &mut other, minute),
                _ => self.begin_late(group, server, &mut other, minute),
            }
            if !group.late.is_empty() {
                self.insert_late(group, &today);
            }
        }
        self.queue_up(group, &today);
        today.clear();
        group.today = today;
    }

    #[cold]
    #[inline(never)]
    fn begin_late(&mut self, group: &mut Group, server: usize, case: &mut Case, minute: f64) {
        self.begin(group, server, case, minute, Came::Today);
    }

    /// Puts new cases of a type on the list of the day, and those with something to be done into the line of their class.
    pub(super) fn line_up_new(&mut self, group: &mut Group, case_type: u16, new: impl Iterator<Item = Case>) {
        let Group { today, lines, unvisited, .. } = group;
        let (rules, tables) = (&self.epoch.types[case_type as usize], &self.model.tables);
        let first = today.len();
        let mut any = false;
        today.extend(new.map(|mut case| {
            case.arrived = rules.plan_visit(tables, &mut case);
            any |= !case.arrived;
            case
        }));
        let entry = |(place, case): (usize, &Case)| Entry::new(case.ready, self.today.start, place);
        let placed = || (first..).zip(&today[first..]);
        let order = &mut lines[rules.class as usize].order;
        if any {
            order.extend(placed().filter(|(_, case)| case.arrived).map(entry));
            unvisited.extend(placed().filter(|(_, case)| !case.arrived).map(|(place, _)| place));
        } else {
            order.extend(placed().map(entry));
        }
    }

    /// Draws the visits of the cases that come back, and brings each class into order.
    #[inline(never)]
    fn line_up(&mut self, group: &mut Group, today: &mut [Case], returned: usize) {
        let types = &self.epoch.types;
        for (place, case) in today[..returned].iter_mut().enumerate() {
            if self.ready(group, case) {
                let line = &mut group.lines[types[case.case_type as usize].class as usize];
                line.order.push(Entry::new(case.ready, self.today.start, place));
            }
        }
        // Not before all have arrived, and after those that came back.
        let mut unvisited = std::mem::take(&mut group.unvisited);
        for place in unvisited.drain(..) {
            today[place].arrived = true;
            self.complete_unvisited(&today[place], group);
        }
        group.unvisited = unvisited;
        for class in 0..group.lines.len() {
            group.sort_line(class);
            group.lines[class].head(today, &self.today);
        }
        self.insert_late(group, today);
    }

    /// Cases that have arisen or come back on the day itself: later than all that has begun.
    fn insert_late(&mut self, group: &mut Group, today: &[Case]) {
        while let Some(Reverse(due)) = group.late.pop() {
            let mut case = due.0;
            if self.over.is_some() || !self.ready(group, &mut case) {
                continue;
            }
            let line = &mut group.lines[self.epoch.types[case.case_type as usize].class as usize];
            line.late.push(Reverse(Due(case)));
            line.head(today, &self.today);
        }
    }

    /// The case that a post which is free at a minute begins with.
    #[inline(always)]
    fn first_ready(&self, group: &mut Group, today: &[Case], minute: f64, into: &mut Case) -> Found {
        for (line, queue) in group.lines.iter_mut().zip(&mut group.queues) {
            if let Some(case) = queue.front() {
                *into = *case;
                queue.pop_front();
                return Found::Queued;
            }
            if line.minute < minute {
                return line.step(today, &self.today, into);
            }
        }
        Found::None
    }

    /// What did not begin today waits in its queue.
    #[inline(never)]
    fn queue_up(&mut self, group: &mut Group, today: &[Case]) {
        let Group { lines, queues, free, .. } = group;
        let mut other = Case::default();
        for (line, queue) in lines.iter_mut().zip(queues) {
            let first = std::mem::take(&mut line.next);
            if line.late.is_empty() {
                // As nearly always: the rest of the list, in its order.
                for entry in line.order.drain(..).skip(first) {
                    let case = &today[entry.place()];
                    self.recorder.queues(case.case_type, case.ready);
                    queue.push_back(*case);
                }
                continue;
            }
            line.next = first;
            loop {
                let case = match line.step(today, &self.today, &mut other) {
                    Found::None => break,
                    Found::Listed(place) => &today[place],
                    _ => &other,
                };
                self.recorder.queues(case.case_type, case.ready);
                queue.push_back(*case);
            }
            line.order.clear();
            line.next = 0;
        }
        free.reset();
    }
}

/// The class whose next case comes first, and its minute.
fn first_line(group: &Group) -> Option<(usize, f64)> {
    let mut first = None;
    let mut least = f64::INFINITY;
    for (class, line) in group.lines.iter().enumerate() {
        if line.minute < least {
            (first, least) = (Some(class), line.minute);
        }
    }
    first.map(|class| (class, least))
}
