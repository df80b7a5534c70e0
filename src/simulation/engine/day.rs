//! A day of a group.
//!
//! What becomes of a visit that ends today is known when it begins, so that it is taken down then and there; what is left
//! of its end is that the post is free again. Cases therefore begin in the order of time, and nothing that a visit causes
//! lies before its beginning.

use super::super::limit::{at_least, at_most};
use super::super::queue::{Case, Group};
use super::super::random::{Key, Purpose};
use super::super::recorder::{Came, Completion};
use super::super::staff::Speeds;
use super::lines::Found;
use super::{Engine, MAX_AGAIN, Today, draw, start};
use std::collections::VecDeque;

/// The new cases of a type on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct New {
    cases: Key,
    start: f64,
    pub(super) case_type: u16,
}

impl New {
    #[inline(always)]
    pub(super) fn case(self, index: u64) -> Case {
        let key = self.cases.child(index);
        // Rounding must not carry a case into the next day.
        let arrival = at_most(self.start + key.uniform(draw::ARRIVAL), (self.start + 1.0).next_down());
        Case { key: key.0, arrival, ready: arrival, case_type: self.case_type, ..Case::default() }
    }
}

impl Engine<'_> {
    /// Simulates a group for one day. Cost: events times the logarithm of the posts.
    pub(super) fn group_day(&mut self, number: usize, group: &mut Group, day: u32, working: bool) {
        self.today = Today::new(&self.model.clock, number, day);
        let returned = self.gather(group);
        self.again = MAX_AGAIN + self.room.cases.len();
        if working {
            self.open_day(group);
        } else if self.room.cases.is_empty() {
            return;
        }
        self.cases(group, returned);
        if working {
            self.close_day(group);
        }
    }

    /// The cases of the day, in one of the two ways.
    fn cases(&mut self, group: &mut Group, returned: usize) {
        let mut today = std::mem::take(&mut self.room.cases);
        self.line_up(group, &mut today, returned);
        if group.uniform {
            self.lines(group, &mut today);
        } else if group.hands_over {
            self.handed_over(group, &mut today);
        } else {
            self.events(group, &mut today);
        }
        today.clear();
        self.room.cases = today;
    }

    /// Cases in the order of time, merged with the posts that become free; these go first, as far as any case waits for them.
    #[inline(never)]
    fn events(&mut self, group: &mut Group, today: &mut [Case]) {
        let mut other = Case::default();
        let mut waiting: usize = group.queues.iter().map(VecDeque::len).sum();
        // Of many posts those that are free are known without looking at each.
        let are_many = group.words > 1;
        let mut goes_on = self.over.is_none();
        while goes_on {
            let at = group.lines[0].minute;
            let free = group.free.first().filter(|(minute, _)| *minute <= at);
            let has_left = match free {
                Some((minute, server)) if waiting > 0 || are_many => {
                    if group.take(server, &mut other) {
                        waiting -= 1;
                        self.begin_queued(group, server, &mut other, minute)
                    } else {
                        group.park(server);
                        false
                    }
                }
                _ => {
                    let case = match group.lines[0].step(today, &self.today, &mut other) {
                        Found::Listed(place, _) => &mut today[place],
                        Found::Late(_) => &mut other,
                        Found::None => break,
                    };
                    let class = self.epoch.types[case.case_type as usize].class as usize;
                    if let Some(server) = group.idle_server(class, at, free.is_some()) {
                        group.unpark(server);
                        self.begin(group, server, case, at, Came::Straight)
                    } else {
                        waiting += 1;
                        self.recorder.queues(case.case_type, case.ready);
                        group.push(class, *case);
                        false
                    }
                }
            };
            goes_on = !(has_left && self.came_back(group));
        }
        group.close();
    }

    /// The new cases of a day and nothing else; their number, and the minutes of their first visits.
    pub(super) fn draw(&mut self, number: usize, group: &mut Group, day: u32) -> (u64, f64) {
        self.today = Today::new(&self.model.clock, number, day);
        let returned = self.gather(group);
        let new = self.room.cases.drain(..).skip(returned);
        let drawn = new.fold((0, 0.0), |(count, minutes), case| (count + 1, minutes + case.work));
        self.room.unvisited.clear();
        group.close();
        drawn
    }

    /// The cases of the day: the ones that come back, whose number is told, and new ones.
    fn gather(&mut self, group: &mut Group) -> usize {
        let Today { group: number, day, .. } = self.today;
        self.pool.take(number, day as usize, &mut self.room.cases);
        let returned = self.room.cases.len();
        let model = self.model;
        for &at in &model.groups[number].types {
            let info = &model.types[at as usize];
            let stream = self.keys[at as usize];
            let types = &self.epoch.types[at as usize];
            if let Some(caused) = &types.caused {
                let key = stream.purpose(Purpose::Caused).child(u64::from(day));
                let count = caused.draw(model, &self.recorder, day, key);
                self.arrive(group, at, count, key.purpose(Purpose::Case));
            }
            let Some(rate) = info.rates.get(day as usize).filter(|rate| rate.mean > 0.0) else { continue };
            let (counts, cases) = self.streams[at as usize];
            let key = counts.child(u64::from(day));
            let count = self.ladders[at as usize].draw(rate, types.dispersion, key);
            self.arrive(group, at, count, cases.child(u64::from(day)));
        }
        // Not before all are drawn: what waiting causes depends on the evening before.
        for (case_type, count) in self.room.arrivals.drain(..) {
            self.recorder.arrived(case_type, i64::from(day), count);
        }
        returned
    }

    /// New cases of a type, each at a uniform time of the day.
    fn arrive(&mut self, group: &mut Group, case_type: u32, count: u64, cases: Key) {
        if count == 0 {
            return;
        }
        self.count(count);
        self.born(count);
        if self.over.is_some() {
            return;
        }
        let case_type = case_type as u16;
        self.room.arrivals.push((case_type, count as u32));
        self.line_up_new(group, New { cases, start: self.today.start, case_type }, count);
    }

    /// Speeds of the day; running cases go on, idle posts take the first case that they serve.
    #[inline(never)]
    fn open_day(&mut self, group: &mut Group) {
        let changed = self.staff.changed(&group.units);
        if changed == Speeds::Moved && group.rank(&self.staff.base) {
            start::masks(self.epoch, group);
        }
        if changed != Speeds::Same {
            self.speeds(group);
        }
        if group.stands_in {
            self.stand_in(group);
        }
        // What is handed over has to be looked at before it begins.
        let mut may_take = group.fill() && !group.hands_over;
        let length = self.today.length;
        for index in 0..group.servers.len() {
            let server = &group.servers[index];
            if server.speed <= 0.0 {
                group.free.note(index, f64::INFINITY);
                continue;
            }
            self.recorder.available(server.unit, length, server.full * length);
            if server.busy {
                self.go_on(group, index);
            } else if may_take {
                self.first_case(group, index);
                may_take = group.waits();
            } else {
                group.free.note(index, 0.0);
            }
        }
        group.free.rebuild();
    }

    /// Takes over the speeds of the day; a post that is gone gives its case back.
    fn speeds(&mut self, group: &mut Group) {
        for server in &mut group.servers {
            let number = server.number as usize;
            server.speed = self.staff.speed[number];
            server.pace = 1.0 / server.speed;
            server.full = server.speed / self.epoch.conditions.allowance;
            if server.busy && self.staff.base[number] <= 0.0 {
                server.busy = false;
                let case = server.whole_case();
                self.recorder.given_back(case.case_type);
                give_back(&mut group.queues[self.epoch.class_of(&case)], case);
            }
        }
    }

    /// A post goes on with the case of the evening before.
    fn go_on(&mut self, group: &mut Group, index: usize) {
        let server = &mut group.servers[index];
        let end = server.case.work * server.pace;
        if end > self.today.length {
            server.since = 0.0;
            group.free.note(index, f64::INFINITY);
            return;
        }
        server.busy = false;
        group.free.note(index, end);
        let Today { day, start, .. } = self.today;
        let part = self.today.part(end);
        let case = &server.case;
        let rules = &self.epoch.types[case.case_type as usize];
        let completion = Completion { day, start, time: start + part, target: rules.target_days };
        self.recorder.ends(server.unit, case, end, end * server.full, completion);
        if case.external {
            let mut case = *case;
            self.go_out(&mut case, part, group);
        } else {
            let stream = case.stream();
            self.follow(stream, rules, part, Some(group));
        }
    }

    /// A free post takes its next case in the morning, or is free from then on.
    fn first_case(&mut self, group: &mut Group, index: usize) {
        let mut case = Case::default();
        if group.take(index, &mut case) {
            self.begin_queued(group, index, &mut case, 0.0);
        } else {
            group.free.note(index, 0.0);
        }
    }

    /// A post begins with a case out of the queue.
    #[inline(never)]
    pub(super) fn begin_queued(
        &mut self,
        group: &mut Group,
        index: usize,
        case: &mut Case,
        minute: f64,
    ) -> bool {
        self.begin(group, index, case, minute, Came::Queued)
    }

    fn close_day(&mut self, group: &mut Group) {
        for &place in &group.places {
            let server = &mut group.servers[place as usize];
            if !server.busy || server.speed <= 0.0 {
                continue;
            }
            let spent = at_least(self.today.length - server.since, 0.0);
            server.case.work = at_least(server.case.work - spent * server.speed, 0.0);
            self.recorder.goes_on(server.unit, server.case.case_type, spent, spent * server.full);
        }
    }
}

/// Puts a case that has begun at the head of its queue, behind those that were given back as well and have been ready for longer.
#[cold]
#[inline(never)]
fn give_back(queue: &mut VecDeque<Case>, case: Case) {
    queue.push_front(case);
    for at in 1..queue.len() {
        if !queue[at].started || case.order(&queue[at]).is_lt() {
            break;
        }
        queue.swap(at - 1, at);
    }
}
