//! What happens to a case: becomes ready, begins, leaves, is completed, has follow-ups.

use super::super::limit::at_least;
use super::super::model::TypeEpoch;
use super::super::queue::{Case, Due, Group};
use super::super::random::Key;
use super::super::recorder::{Came, Completion, Handling};
use super::super::standing::Place;
use super::{Engine, draw, split};
use std::cmp::Reverse;

impl Engine<'_> {
    /// A case becomes ready: arrives, comes back, or arises as a follow-up. False where nothing is left to be done.
    #[inline(always)]
    pub(super) fn ready(&mut self, group: &mut Group, case: &mut Case) -> bool {
        if case.arrived {
            self.recorder.comes_back(case);
            self.repeat(case);
            case.started = false;
        } else {
            case.arrived = true;
        }
        if self.plan_visit(case) {
            return true;
        }
        self.complete_unvisited(case, group);
        false
    }

    #[cold]
    fn complete_unvisited(&mut self, case: &Case, group: &mut Group) {
        self.complete(case, case.ready - self.today.start, Some(group));
    }

    /// A ready case goes to the fastest idle post, or into its queue.
    #[inline(always)]
    pub(super) fn place(&mut self, group: &mut Group, mut case: Case, minute: f64) {
        let class = self.epoch.types[case.case_type as usize].class as usize;
        match group.idle_server(class) {
            Some(index) => {
                group.set_idle(index, false);
                let came = (Came::Straight, case.ready);
                self.begin(group, index, &mut case, minute, came);
            }
            None => {
                self.recorder.queues(case.case_type, case.ready);
                group.queues[class].push_back(case);
            }
        }
    }

    /// A post begins with a case; `time` is the minute in calendar days. What ends today is taken down at once.
    #[inline(always)]
    pub(super) fn begin(
        &mut self,
        group: &mut Group,
        index: usize,
        case: &mut Case,
        minute: f64,
        (came, time): (Came, f64),
    ) {
        let mut wait = None;
        if !case.started {
            self.count(1);
            case.started = true;
            let minutes = if case.ready >= self.today.start {
                minute - self.today.minute(case.ready)
            } else {
                self.today.opened + minute - self.model.clock.working_minute(case.ready)
            };
            wait = Some(at_least(minutes, 0.0));
        }
        let server = &mut group.servers[index];
        let minutes = case.work * server.pace;
        let end = minute + minutes;
        if end > self.today.length {
            (server.busy, server.since, server.case) = (true, minute, *case);
            group.free.clear(index);
            self.recorder.begins(case, came, wait, time, None);
            return;
        }
        let (unit, handled) = (server.unit, minutes * server.full);
        group.free.set(index, end);
        let part = self.today.part(end);
        let days = self.today.start + part - time;
        // Looked up once for all that follows.
        let rules = &self.epoch.types[case.case_type as usize];
        let completion = (!case.external).then(|| self.completion(rules, part));
        let handling = Handling { unit, minutes, handled, days, completion };
        self.recorder.begins(case, came, wait, time, Some(handling));
        if case.external {
            self.go_out(*case, part, group);
        } else {
            self.follow(case, rules, part, Some(group));
        }
    }

    /// A visit ends, at a part of today: external wait or completion.
    #[inline(always)]
    pub(super) fn leave(&mut self, case: &Case, part: f64, group: &mut Group) {
        if case.external {
            self.go_out(*case, part, group);
        } else {
            self.complete(case, part, Some(group));
        }
    }

    fn go_out(&mut self, mut case: Case, part: f64, group: &mut Group) {
        let last = u64::from(case.step.saturating_sub(1));
        let steps = &self.epoch.types[case.case_type as usize].steps;
        let step = steps.get(last as usize);
        let then = step.and_then(|step| step.then);
        case.outside = step.map_or(Place::Authority, |step| step.owner.into());
        // A step list that was changed meanwhile may no longer know the wait: the case comes back at once.
        let wait = then.map_or(0.0, |(mean, table)| {
            mean * self.model.tables[table as usize].value(case.stream().bits(draw::wait(last)))
        });
        let now = self.today.start + part;
        self.recorder.goes_out(case.case_type, case.outside, now);
        case.ready = now + wait;
        let (back, _) = split(case.ready);
        if (back as usize) < self.model.clock.length.len() {
            self.schedule(self.today.group, back, case, Some(group));
        }
    }

    /// Puts a case on the list of the day on which it is due; `within` is the group that is being simulated.
    pub(super) fn schedule(&mut self, target: usize, day: u32, case: Case, within: Option<&mut Group>) {
        match within {
            Some(group) if self.today.group == target && self.today.day == day => {
                if !case.arrived {
                    self.recorder.arrived(case.case_type, case.arrival_day(), 1);
                }
                group.late.push(Reverse(Due(case)));
            }
            _ => self.pool.put(target, day as usize, case),
        }
    }

    /// A case that comes back may need its last step again; it then draws anew.
    fn repeat(&self, case: &mut Case) {
        let last = case.step.saturating_sub(1);
        let Some(step) = self.epoch.types[case.case_type as usize].steps.get(usize::from(last)) else {
            return;
        };
        let stream = case.stream();
        if step.then.is_some()
            && step.repeat > 0.0
            && stream.uniform(draw::again(u64::from(last))) < step.repeat
        {
            case.step = last;
            case.key = stream.child(draw::again(u64::from(last))).0;
        }
    }

    /// Draws the next visit: all steps up to the next external wait or the end, by one post. False when none is left.
    #[inline(always)]
    pub(super) fn plan_visit(&mut self, case: &mut Case) -> bool {
        let rules = &self.epoch.types[case.case_type as usize];
        let (steps, stream) = (&rules.steps, case.stream());
        if let Some((minutes, table)) = rules.plain
            && case.step == 0
        {
            let bits = stream.bits(draw::work(0));
            case.work = minutes * self.model.tables[table as usize].value(bits);
            (case.step, case.external) = (1, false);
            return true;
        }
        let mut any = false;
        (case.work, case.external) = (0.0, false);
        while let Some(step) = steps.get(usize::from(case.step)) {
            let at = u64::from(case.step);
            case.step = case.step.saturating_add(1);
            if step.share < 1.0 && stream.uniform(draw::done(at)) >= step.share {
                continue;
            }
            any = true;
            case.work +=
                step.minutes * self.model.tables[step.table as usize].value(stream.bits(draw::work(at)));
            if step.then.is_some() {
                case.external = true;
                break;
            }
            if case.step == u16::MAX {
                break;
            }
        }
        any
    }

    /// A case is completed, at a part of today; its follow-ups are drawn.
    pub(super) fn complete(&mut self, case: &Case, part: f64, group: Option<&mut Group>) {
        let rules = &self.epoch.types[case.case_type as usize];
        self.recorder.completion(case, self.completion(rules, part));
        self.follow(case, rules, part, group);
    }

    /// The completion of a case at a part of today.
    #[inline(always)]
    fn completion(&self, rules: &TypeEpoch, part: f64) -> Completion {
        Completion { day: self.today.day, time: self.today.start + part, target: rules.target_days }
    }

    /// A case is completed and taken down: its follow-ups are drawn.
    #[inline(always)]
    fn follow(&mut self, case: &Case, rules: &TypeEpoch, part: f64, mut group: Option<&mut Group>) {
        self.alive = self.alive.saturating_sub(1);
        let now = self.today.start + part;
        for rule in &rules.follow_ups {
            let child: Key = case.stream().child(rule.stream);
            if rule.share <= 0.0 || (rule.share < 1.0 && child.uniform(draw::ARISES) >= rule.share) {
                continue;
            }
            let delay = rule.mean * self.model.tables[rule.table as usize].value(child.bits(draw::DELAY));
            self.follow_up(rule.case_type, child, now + delay, group.as_deref_mut());
        }
    }
}
