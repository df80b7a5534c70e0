//! What happens to a case: becomes ready, begins, leaves, is completed, has follow-ups.

use super::super::model::{StepEpoch, TypeEpoch};
use super::super::queue::{Case, Due, Group};
use super::super::random::Key;
use super::super::recorder::{Came, Completion, Handling};
use super::super::standing::Place;
use super::super::tables::Table;
use super::{Engine, Today, draw, split};
use std::cmp::Reverse;
use std::hint::select_unpredictable;

impl Engine<'_> {
    /// A case becomes ready: arrives, comes back, or arises as a follow-up. Its class; none where nothing is left to be done.
    #[inline(always)]
    pub(super) fn ready(&mut self, group: &mut Group, case: &mut Case) -> Option<u32> {
        let rules = &self.epoch.types[case.case_type as usize];
        if case.arrived {
            self.recorder.comes_back(case);
            rules.repeat(case);
            case.started = false;
        } else {
            self.recorder.arrived(case.case_type, case.arrival_day(), 1);
            case.arrived = true;
        }
        if rules.plan_visit(&self.model.tables, case) {
            return Some(rules.class);
        }
        self.complete_unvisited(case, group);
        None
    }

    #[cold]
    pub(super) fn complete_unvisited(&mut self, case: &Case, group: &mut Group) {
        self.complete(case, case.ready - self.today.start, Some(group));
    }

    /// A post begins with a case. What ends today is taken down at once. `came` is known where this is called, so that each of
    /// its cases is a piece of code of its own. Whether the case has left and anything may have come of it.
    #[inline(always)]
    pub(super) fn begin(
        &mut self,
        group: &mut Group,
        index: usize,
        case: &mut Case,
        minute: f64,
        came: Came,
    ) -> bool {
        let time = match came {
            Came::Straight => case.ready,
            Came::Queued | Came::Today(_) => self.today.start + self.today.part(minute),
        };
        // Only what was given back has begun before.
        let wait = (came != Came::Queued || !case.started).then(|| {
            self.visits += 1;
            match came {
                Came::Straight => minute - self.today.minute(case.ready),
                Came::Today(at) => minute - at,
                Came::Queued if case.ready >= self.today.start => minute - self.today.minute(case.ready),
                Came::Queued => self.today.opened + minute - self.model.clock.working_minute(case.ready),
            }
        });
        let server = &mut group.servers[index];
        let minutes = case.work * server.pace;
        let end = minute + minutes;
        if end > self.today.length {
            (server.busy, server.since, server.case) = (true, minute, *case);
            // Not before it is copied: what has only just been written in part cannot be read as a whole at once.
            server.case.started = true;
            group.free.clear(index);
            self.recorder.begins(case, came, wait, time, None);
            return false;
        }
        let (unit, handled) = (server.unit, minutes * server.full);
        group.free.set(index, end);
        let part = self.today.part(end);
        let Today { day, start, .. } = self.today;
        let days = start + part - time;
        let rules = &self.epoch.types[case.case_type as usize];
        let handling = Handling { unit, minutes, handled, days };
        let completion = Completion { day, start, time: start + part, target: rules.target_days };
        self.recorder.begins(case, came, wait, time, Some((handling, completion)));
        if case.external {
            case.started = true;
            self.go_out(case, part, group);
            return true;
        }
        self.follow(case.stream(), rules, part, Some(group))
    }

    #[inline(never)]
    pub(super) fn go_out(&mut self, case: &mut Case, part: f64, group: &mut Group) {
        let last = u64::from(case.step.saturating_sub(1));
        let steps = &self.epoch.types[case.case_type as usize].steps;
        let step = steps.get(last as usize);
        if step.is_none() && case.is_prepared() {
            return;
        }
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
            self.schedule(self.today.group, back, *case, Some(group));
        } else {
            self.pool.keep(case.case_type);
        }
    }

    /// Puts a case on the list of the day on which it is due; `within` is the group that is being simulated.
    pub(super) fn schedule(&mut self, target: usize, day: u32, case: Case, within: Option<&mut Group>) {
        match within {
            Some(group) if self.today.group == target && self.today.day == day => {
                group.late.push(Reverse(Due(case)));
                self.comes_again();
            }
            _ => self.pool.put(target, day as usize, case),
        }
    }

    /// Draws the next visit: all steps up to the next external wait or the end, by one post. False when none is left.
    #[inline(always)]
    pub(super) fn plan_visit(&mut self, case: &mut Case) -> bool {
        self.epoch.types[case.case_type as usize].plan_visit(&self.model.tables, case)
    }

    /// A case is completed, at a part of today; its follow-ups are drawn.
    #[inline(always)]
    pub(super) fn complete(&mut self, case: &Case, part: f64, group: Option<&mut Group>) {
        let Today { day, start, .. } = self.today;
        let rules = &self.epoch.types[case.case_type as usize];
        let completion = Completion { day, start, time: start + part, target: rules.target_days };
        self.recorder.completion(case, completion);
        self.follow(case.stream(), rules, part, group);
    }

    /// A case is completed and taken down: its follow-ups are drawn. Whether there may be any.
    #[inline(always)]
    pub(super) fn follow(
        &mut self,
        stream: Key,
        rules: &TypeEpoch,
        part: f64,
        mut group: Option<&mut Group>,
    ) -> bool {
        self.alive -= 1;
        let now = self.today.start + part;
        for rule in &rules.follow_ups {
            let child = stream.child(rule.stream);
            if rule.share <= 0.0 || (rule.share < 1.0 && child.uniform(draw::ARISES) >= rule.share) {
                continue;
            }
            let delay = rule.mean * self.model.tables[rule.table as usize].value(child.bits(draw::DELAY));
            self.follow_up(rule.case_type, child, now + delay, group.as_deref_mut());
        }
        !rules.follow_ups.is_empty()
    }
}

impl TypeEpoch {
    /// A case that comes back may need its last step again; it then draws anew.
    #[inline(always)]
    fn repeat(&self, case: &mut Case) {
        let last = case.step.saturating_sub(1);
        let Some(step) = self.steps.get(usize::from(last)) else { return };
        let stream = case.stream();
        if step.then.is_some()
            && step.repeat > 0.0
            && stream.uniform(draw::again(u64::from(last))) < step.repeat
        {
            case.step = last;
            case.key = stream.child(draw::again(u64::from(last))).0;
        }
    }

    /// Draws the next visit of a case of the type; see [`Engine::plan_visit`].
    #[inline(always)]
    pub(super) fn plan_visit(&self, tables: &[Table], case: &mut Case) -> bool {
        match self.plain {
            Some((minutes, table)) if case.step == 0 => {
                Self::plan_plain(minutes, &tables[table as usize], case);
                true
            }
            _ => Self::plan_steps(&self.steps, tables, case),
        }
    }

    /// The only visit of a case with one step.
    #[inline(always)]
    pub(super) fn plan_plain(minutes: f64, table: &Table, case: &mut Case) {
        case.work = minutes * table.value(case.stream().bits(draw::work(0)));
        (case.step, case.external) = (1, false);
    }

    /// All steps up to the next external wait or the end; false when none is left.
    #[inline(always)]
    pub(super) fn plan_steps(steps: &[StepEpoch], tables: &[Table], case: &mut Case) -> bool {
        let stream = case.stream();
        let (mut any, mut work, mut external) = (false, 0.0, false);
        let mut next = usize::from(case.step);
        let mut from = next;
        while from < steps.len() {
            let Some((at, step)) = Self::next_done(steps, stream, from) else {
                next = steps.len();
                break;
            };
            any = true;
            let bits = stream.bits(draw::work(at as u64));
            work += step.minutes * tables[step.table as usize].value(bits);
            external = step.then.is_some();
            next = at + 1;
            // The end of the visit or the end of the steps: asked in one, as neither alone can be guessed.
            from = next + select_unpredictable(external, steps.len(), 0);
        }
        (case.work, case.step, case.external) = (work, next as u16, external);
        any
    }

    /// The next step that is done, from one on, and its number.
    ///
    /// Whether a step is done nobody can guess, and a processor that has guessed wrongly waits for the whole draw. So that is not asked: the
    /// step is the same or the one after it, and only where that one is in doubt as well is there more to be done.
    #[inline(always)]
    fn next_done(steps: &[StepEpoch], stream: Key, from: usize) -> Option<(usize, &StepEpoch)> {
        let mut at = from;
        let mut step = steps.get(at)?;
        let mut share = step.share;
        while share < 1.0 {
            let is_left_out = stream.uniform(draw::done(at as u64)) >= share;
            at += usize::from(is_left_out);
            step = steps.get(at)?;
            // Bits, as a choice between floating-point numbers is made a jump again.
            let bits = select_unpredictable(is_left_out, step.share.to_bits(), 1.0_f64.to_bits());
            share = f64::from_bits(bits);
        }
        Some((at, step))
    }
}
