//! A day of a group.

use super::super::SimulationError;
use super::super::queue::{Case, Due, Group};
use super::super::random::{Key, Purpose};
use super::super::standing::Place;
use super::{Engine, draw, split, start};
use std::cmp::Reverse;

impl Engine<'_> {
    /// Simulates a group for one day. Cost: events times the logarithm of the completions and arrivals of the day.
    pub(super) fn group_day(
        &mut self,
        number: usize,
        group: &mut Group,
        day: u32,
        working: bool,
    ) -> Result<(), SimulationError> {
        self.gather(number, group, day)?;
        let length = self.model.clock.length[day as usize];
        if working {
            self.open_day(group, length)?;
        } else {
            // Nobody is there to whom a case could be given.
            group.idle.fill(0);
        }
        let mut today = std::mem::take(&mut group.today);
        let order = std::mem::take(&mut group.order);
        let sorted = order.iter().filter_map(|(_, place)| today.get(*place as usize));
        let result = self.events(number, group, day, length, sorted);
        today.clear();
        group.today = today;
        group.order = order;
        result?;
        if working {
            self.close_day(group, length);
        }
        Ok(())
    }

    /// Arrivals and returns in order of time, merged with the completions; a completion goes first.
    fn events<'c>(
        &mut self,
        number: usize,
        group: &mut Group,
        day: u32,
        length: f64,
        mut today: impl Iterator<Item = &'c Case>,
    ) -> Result<(), SimulationError> {
        let mut listed = today.next();
        loop {
            // Few cases come back on the day on which they left.
            let (arrival, late_first) = match (group.late.peek(), listed) {
                (None, listed) => (listed, false),
                (Some(Reverse(due)), Some(case)) if due.0.order(case).is_ge() => (listed, false),
                (Some(Reverse(due)), _) => (Some(&due.0), true),
            };
            let completion = group.completions.first();
            let arrives_at = arrival.map(|case| (case.ready - f64::from(day)) * length);
            match (completion, arrives_at) {
                (Some((minute, server)), at) if at.is_none_or(|at| minute <= at) => {
                    self.completion(number, group, day, length, server, minute)?;
                }
                (_, Some(at)) => {
                    let Some(case) = arrival.copied() else { return Ok(()) };
                    if late_first {
                        group.late.pop();
                    } else {
                        listed = today.next();
                    }
                    self.ready(number, group, day, length, case, at)?;
                }
                _ => return Ok(()),
            }
        }
    }

    /// The cases of the day: new ones and the ones that come back, in order of time.
    fn gather(&mut self, number: usize, group: &mut Group, day: u32) -> Result<(), SimulationError> {
        self.pool.take(number, day as usize, &mut group.today);
        let model = self.model;
        for &at in &model.groups[number].types {
            let info = &model.types[at as usize];
            let stream = self.keys[at as usize];
            let types = &self.epoch.types[at as usize];
            if let Some(caused) = &types.caused {
                let key = stream.purpose(Purpose::Caused).child(u64::from(day));
                let count = caused.draw(model, &self.recorder, day, key);
                self.arrive(group, at, day, count, key.purpose(Purpose::Case))?;
            }
            let Some(rate) = info.rates.get(day as usize).filter(|rate| rate.mean > 0.0) else { continue };
            let count = rate.draw(types.dispersion, stream.purpose(Purpose::Count).child(u64::from(day)));
            self.arrive(group, at, day, count, stream.purpose(Purpose::Case).child(u64::from(day)))?;
        }
        group.sort_today(day);
        Ok(())
    }

    /// New cases of a type, each at a uniform time of the day.
    fn arrive(
        &mut self,
        group: &mut Group,
        case_type: u32,
        day: u32,
        count: u64,
        cases: Key,
    ) -> Result<(), SimulationError> {
        for index in 0..count {
            self.count()?;
            self.born()?;
            let key = cases.child(index);
            let arrival = f64::from(day) + key.uniform(draw::ARRIVAL);
            group.today.push(Case {
                key: key.0,
                arrival,
                ready: arrival,
                case_type: case_type as u16,
                ..Case::default()
            });
        }
        Ok(())
    }

    /// Speeds of the day; running cases go on, idle posts take the first case that they serve.
    fn open_day(&mut self, group: &mut Group, length: f64) -> Result<(), SimulationError> {
        if group.rank(&self.staff.base) {
            start::masks(self.epoch, group);
        }
        group.idle.fill(0);
        for place in 0..group.ranked.len() {
            let index = group.ranked[place] as usize;
            let server = &mut group.servers[index];
            let number = server.number as usize;
            server.speed = self.staff.speed[number];
            server.since = 0.0;
            if server.speed > 0.0 {
                server.pace = 1.0 / server.speed;
                let capacity = server.speed / self.epoch.conditions.allowance * length;
                self.recorder.available(server.unit, length, capacity);
            }
            if server.busy && self.staff.base[number] <= 0.0 {
                server.busy = false;
                let case = server.case;
                self.recorder.given_back(case.case_type);
                let class = self.epoch.types[case.case_type as usize].class as usize;
                group.queues[class].push_front(case);
            }
        }
        for place in 0..group.ranked.len() {
            let index = group.ranked[place] as usize;
            let server = &group.servers[index];
            if server.speed <= 0.0 {
                continue;
            }
            if server.busy {
                self.run_on(group, index, 0.0, length);
            } else {
                self.next_case(group, index, 0.0, length)?;
            }
        }
        Ok(())
    }

    /// An idle post takes its next case or stays idle.
    fn next_case(
        &mut self,
        group: &mut Group,
        index: usize,
        minute: f64,
        length: f64,
    ) -> Result<(), SimulationError> {
        let epoch = self.epoch;
        let classes = &epoch.servers[group.servers[index].number as usize].classes;
        match group.take(classes) {
            Some(case) => {
                self.recorder.taken(case.case_type, (minute / length).min(LAST_MOMENT));
                self.begin(group, index, case, minute, length)
            }
            None => {
                group.completions.clear(index);
                group.set_idle(index, !classes.is_empty());
                Ok(())
            }
        }
    }

    fn begin(
        &mut self,
        group: &mut Group,
        index: usize,
        mut case: Case,
        minute: f64,
        length: f64,
    ) -> Result<(), SimulationError> {
        if !case.started {
            self.count()?;
            case.started = true;
            let now = self.recorder.opened_minutes + minute;
            let ready = self.model.clock.working_minute(case.ready);
            self.recorder.started(case.case_type, (now - ready).max(0.0));
        }
        let server = &mut group.servers[index];
        server.busy = true;
        server.case = case;
        self.run_on(group, index, minute, length);
        Ok(())
    }

    fn run_on(&mut self, group: &mut Group, index: usize, minute: f64, length: f64) {
        let server = &mut group.servers[index];
        server.since = minute;
        let end = minute + server.case.work * server.pace;
        if end <= length {
            group.completions.set(index, end);
        } else {
            group.completions.clear(index);
        }
    }

    fn close_day(&mut self, group: &mut Group, length: f64) {
        for server in group.servers.iter_mut().filter(|server| server.busy && server.speed > 0.0) {
            let spent = (length - server.since).max(0.0);
            server.case.work = (server.case.work - spent * server.speed).max(0.0);
            let handled = spent * server.speed / self.epoch.conditions.allowance;
            self.recorder.busy(server.unit, server.case.case_type, spent, handled);
        }
    }

    fn completion(
        &mut self,
        number: usize,
        group: &mut Group,
        day: u32,
        length: f64,
        index: usize,
        minute: f64,
    ) -> Result<(), SimulationError> {
        let server = &mut group.servers[index];
        let (case, unit, speed, spent) = (server.case, server.unit, server.speed, minute - server.since);
        server.busy = false;
        let handled = spent * speed / self.epoch.conditions.allowance;
        self.recorder.busy(unit, case.case_type, spent, handled);
        let part = (minute / length).min(LAST_MOMENT);
        self.leave(case, day, part, number, group)?;
        self.next_case(group, index, minute, length)
    }

    /// A visit ends: external wait or completion.
    fn leave(
        &mut self,
        mut case: Case,
        day: u32,
        part: f64,
        number: usize,
        group: &mut Group,
    ) -> Result<(), SimulationError> {
        if !case.external {
            self.recorder.handled(case.case_type, part);
            return self.complete(&case, day, part, number, Some(group));
        }
        let last = u64::from(case.step.saturating_sub(1));
        let steps = &self.epoch.types[case.case_type as usize].steps;
        let step = steps.get(last as usize);
        let then = step.and_then(|step| step.then);
        case.outside = step.map_or(Place::Authority, |step| step.owner.into());
        // A step list that was changed meanwhile may no longer know the wait: the case comes back at once.
        let wait = then.map_or(0.0, |(mean, table)| {
            mean * self.model.tables[table as usize].value(case.stream().bits(draw::wait(last)))
        });
        self.recorder.goes_out(case.case_type, case.outside, part);
        case.ready = f64::from(day) + part + wait;
        let (back, _) = split(case.ready);
        if (back as usize) < self.model.clock.length.len() {
            self.schedule(number, back, case, Some((number, day, group)));
        }
        Ok(())
    }

    /// Puts a case on the list of the day on which it is due.
    pub(super) fn schedule(
        &mut self,
        target: usize,
        day: u32,
        case: Case,
        within: Option<(usize, u32, &mut Group)>,
    ) {
        match within {
            Some((number, today, group)) if number == target && today == day => {
                group.late.push(Reverse(Due(case)))
            }
            _ => self.pool.put(target, day as usize, case),
        }
    }

    /// A case becomes ready: arrives, comes back, or arises as a follow-up.
    fn ready(
        &mut self,
        number: usize,
        group: &mut Group,
        day: u32,
        length: f64,
        mut case: Case,
        minute: f64,
    ) -> Result<(), SimulationError> {
        if case.arrived {
            self.recorder.comes_back(&case);
            self.repeat(&mut case);
        } else {
            case.arrived = true;
            self.recorder.arrival(&case);
        }
        case.started = false;
        if !self.plan_visit(&mut case) {
            return self.complete(&case, day, case.ready - f64::from(day), number, Some(group));
        }
        let class = self.epoch.types[case.case_type as usize].class as usize;
        match group.idle_server(class) {
            Some(index) => {
                group.set_idle(index, false);
                self.recorder.enters(case.case_type, Place::Work, case.ready);
                self.begin(group, index, case, minute, length)
            }
            None => {
                self.recorder.enters(case.case_type, Place::Queue, case.ready);
                group.queues[class].push_back(case);
                Ok(())
            }
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
    pub(super) fn plan_visit(&mut self, case: &mut Case) -> bool {
        let steps = &self.epoch.types[case.case_type as usize].steps;
        let stream = case.stream();
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

    /// A case is completed; its follow-ups are drawn.
    pub(super) fn complete(
        &mut self,
        case: &Case,
        day: u32,
        part: f64,
        number: usize,
        mut group: Option<&mut Group>,
    ) -> Result<(), SimulationError> {
        let rules = &self.epoch.types[case.case_type as usize];
        self.alive = self.alive.saturating_sub(1);
        let now = f64::from(day) + part;
        self.recorder.completion(case, day, now, rules.target_days);
        for rule in &rules.follow_ups {
            let child: Key = case.stream().child(rule.stream);
            if rule.share <= 0.0 || (rule.share < 1.0 && child.uniform(draw::ARISES) >= rule.share) {
                continue;
            }
            let delay = rule.mean * self.model.tables[rule.table as usize].value(child.bits(draw::DELAY));
            let within = group.as_deref_mut().map(|group| (number, day, group));
            self.follow_up(rule.case_type, child, now + delay, within)?;
        }
        Ok(())
    }
}

/// The last moment of a day: what ends with the window still belongs to its day.
const LAST_MOMENT: f64 = 1.0 - 1e-12;
