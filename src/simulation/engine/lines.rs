//! A day of a group whose posts all serve all of its queues: no list of events.
//!
//! Cases begin in the order of time, each with the post that is free first. A queue needs no copy of the cases that come
//! and begin on the same day: it is the list of the day in order. The figures are those of the events, see
//! `tests/simulation/paths.rs`.

use super::super::limit::at_most;
use super::super::queue::{Case, Due, Group};
use super::super::standing::Place;
use super::{Engine, Today};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The cases of a class that come today, in order of time.
#[derive(Debug, Default)]
pub(in super::super) struct Line {
    /// Time as bits, and place in the list of the day.
    pub(in super::super) order: Vec<(u64, u32)>,
    next: usize,
    /// Those that have arisen or come back on the day itself; few.
    late: BinaryHeap<Reverse<Due>>,
    /// Minute of the next one; infinite where none is left.
    minute: f64,
}

impl Line {
    fn head(&mut self, today: &Today) {
        let listed = match self.order.get(self.next) {
            Some((bits, _)) => today.minute(f64::from_bits(*bits)),
            None => f64::INFINITY,
        };
        let late = self.late.peek().map(|Reverse(due)| today.minute(due.0.ready));
        self.minute = late.map_or(listed, |late| at_most(late, listed));
    }

    /// The next case, written to its place: an optional one would be put together from bytes, which costs more than all else
    /// here. False where there is none.
    #[inline(always)]
    fn step(&mut self, cases: &[Case], today: &Today, into: &mut Case) -> bool {
        let listed = self.order.get(self.next).and_then(|(_, place)| cases.get(*place as usize));
        if !self.late.is_empty() && self.step_late(listed, into) {
            self.head(today);
            return true;
        }
        let Some(case) = listed else { return false };
        *into = *case;
        self.next += 1;
        self.head(today);
        true
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

/// Where the case comes from that a post begins with.
enum Source {
    /// Out of the queue of the days before.
    Queue,
    /// It came today.
    Line,
    /// There is none.
    None,
}

impl Engine<'_> {
    /// Simulates the cases of the day. Cost: cases times the logarithm of the posts.
    pub(super) fn lines(&mut self, group: &mut Group) {
        self.line_up(group);
        let mut case = Case::default();
        while self.over.is_none() {
            let (server, minute, queued) = if group.idle.iter().any(|word| *word != 0) {
                let Some((class, at)) = first_line(group) else { break };
                while let Some((minute, server)) = group.free.first()
                    && minute <= at
                {
                    group.free.clear(server);
                    group.set_idle(server, true);
                }
                let Some(server) = group.idle_server(class) else { break };
                if !group.lines[class].step(&group.today, &self.today, &mut case) {
                    break;
                }
                group.set_idle(server, false);
                (server, at, false)
            } else {
                let Some((minute, server)) = group.free.first() else { break };
                match self.first_ready(group, minute, &mut case) {
                    Source::Queue => (server, minute, true),
                    Source::Line => (server, minute, false),
                    Source::None => {
                        group.free.clear(server);
                        group.set_idle(server, true);
                        continue;
                    }
                }
            };
            let time = self.today.start + self.today.part(minute);
            if queued {
                self.recorder.leaves(case.case_type, Place::Queue, time);
            } else {
                self.recorder.stays(case.case_type, Place::Queue, case.ready, time);
            }
            self.begin(group, server, &mut case, minute, time);
            if !group.late.is_empty() {
                self.insert_late(group);
            }
        }
        self.queue_up(group);
    }

    /// Draws the visits of the day, and brings each class into order.
    fn line_up(&mut self, group: &mut Group) {
        group.lines.resize_with(group.queues.len(), Line::default);
        for line in &mut group.lines {
            line.order.clear();
            line.next = 0;
            line.late.clear();
        }
        let mut today = std::mem::take(&mut group.today);
        for (case, place) in today.iter_mut().zip(0..) {
            if self.ready(group, case) {
                let class = self.epoch.types[case.case_type as usize].class as usize;
                group.lines[class].order.push((case.ready.to_bits(), place));
            }
        }
        group.today = today;
        for class in 0..group.lines.len() {
            group.sort_line(class, self.today.start);
            group.lines[class].head(&self.today);
        }
        self.insert_late(group);
    }

    /// Cases that have arisen or come back on the day itself: later than all that has begun.
    fn insert_late(&mut self, group: &mut Group) {
        while let Some(Reverse(due)) = group.late.pop() {
            let mut case = due.0;
            if self.over.is_some() || !self.ready(group, &mut case) {
                continue;
            }
            let line = &mut group.lines[self.epoch.types[case.case_type as usize].class as usize];
            line.late.push(Reverse(Due(case)));
            line.head(&self.today);
        }
    }

    /// The case that a post which is free at a minute begins with.
    #[inline(always)]
    fn first_ready(&self, group: &mut Group, minute: f64, into: &mut Case) -> Source {
        for class in 0..group.lines.len() {
            if let Some(case) = group.queues[class].front() {
                *into = *case;
                group.queues[class].pop_front();
                return Source::Queue;
            }
            if group.lines[class].minute < minute {
                let found = group.lines[class].step(&group.today, &self.today, into);
                return if found { Source::Line } else { Source::None };
            }
        }
        Source::None
    }

    /// What did not begin today waits in its queue.
    fn queue_up(&mut self, group: &mut Group) {
        let Group { lines, queues, today, free, .. } = group;
        let mut case = Case::default();
        for (line, queue) in lines.iter_mut().zip(queues) {
            while line.step(today, &self.today, &mut case) {
                self.recorder.enters(case.case_type, Place::Queue, case.ready);
                queue.push_back(case);
            }
        }
        today.clear();
        while let Some((_, server)) = free.first() {
            free.clear(server);
        }
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
