//! The posts over time: holders, vacancies, absences, onboarding, mentoring. Nothing here depends on the cases.

use super::model::{Conditions, Epoch, Experience, Model, NOWHERE, Occupied, USUAL};
use super::random::{Key, Purpose};
use chrono::Datelike;

/// A post on a day.
#[derive(Debug, Clone, Copy)]
struct Post {
    absences: Key,
    tenures: Key,
    recruitments: Key,
    filled: bool,
    /// First day of the next holder.
    next_holder: i64,
    /// Holders so far.
    holders: u64,
    /// Hazard that the holder still survives, as of the evening of a day.
    hazard_left: f64,
    hazard_day: i64,
    /// Day on which that is used up.
    leaves: i64,
    /// Day on which the holder changes, as far as it is known: until then nothing has to be looked at.
    changes: i64,
    absent: bool,
    absence_known: bool,
    /// While the post is parked: first day in the job of its holder, where that was before.
    parked_since: Option<i64>,
    /// Last day of the holder's contract.
    contract_end: i64,
    /// Whether the holder is the one of the plan, whose contract a change may extend.
    planned: bool,
    /// First day of the successor of that holder, where it is planned.
    successor: Option<i64>,
    /// Whether a successor is looked for.
    refill: bool,
    /// Whether nobody was looked for when the holder left.
    given_up: bool,
}

/// Speeds of all servers, day by day.
#[derive(Debug)]
pub(super) struct Staff {
    posts: Vec<Post>,
    /// First day in the job of the holder, for each server (moved back by what relearning costs).
    since: Vec<i64>,
    /// Standard minutes per window minute without absence and mentoring; 0 where the post is vacant or gone.
    pub(super) base: Vec<f64>,
    /// Standard minutes per window minute today.
    pub(super) speed: Vec<f64>,
    /// The units; in the end one for what works in none.
    units: Vec<Unit>,
    /// Hazard of leaving a day, and whether anybody is ever absent.
    leaving: f64,
    absences: bool,
    /// First of the days on which a holder changes.
    changes: i64,
    first_day_number: i64,
}

/// The servers of a unit. On most days nobody comes or goes there, and nothing has to be computed.
#[derive(Debug, Clone, Default)]
struct Unit {
    servers: Vec<u32>,
    /// Day on which the speeds are computed anew at the latest; 0 where something has changed.
    due: i64,
    /// What has become of the speeds on this working day.
    today: Speeds,
}

/// What has become of the speeds of a unit since the working day before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Speeds {
    /// Nothing.
    #[default]
    Same,
    /// They were computed anew.
    New,
    /// And a base speed has moved: the order of the posts may be another.
    Moved,
}

/// No day.
const NEVER: i64 = i64::MAX;

impl Staff {
    pub(super) fn new(model: &Model, root: Key) -> Self {
        let post = |hash| {
            let key = root.child(hash);
            Post {
                absences: key.purpose(Purpose::Absence),
                tenures: key.purpose(Purpose::Tenure),
                recruitments: key.purpose(Purpose::Recruitment),
                filled: false,
                next_holder: NEVER,
                holders: 0,
                hazard_left: 0.0,
                hazard_day: 0,
                leaves: NEVER,
                changes: NEVER,
                absent: false,
                absence_known: false,
                parked_since: None,
                contract_end: USUAL.0,
                planned: false,
                successor: None,
                refill: USUAL.1,
                given_up: false,
            }
        };
        let mut units = vec![Unit::default(); model.units.len() + 1];
        let nowhere = model.units.len();
        for (number, info) in model.servers.iter().enumerate() {
            let unit = if info.unit == NOWHERE { nowhere } else { info.unit as usize };
            units[unit].servers.push(number as u32);
        }
        Self {
            posts: model.posts.iter().map(|info| post(info.hash)).collect(),
            since: vec![0; model.servers.len()],
            base: vec![0.0; model.servers.len()],
            speed: vec![0.0; model.servers.len()],
            units,
            leaving: 0.0,
            absences: false,
            changes: NEVER,
            first_day_number: i64::from(model.start.num_days_from_ce()),
        }
    }

    /// Takes over what changes on the first day of an epoch; `before` is the epoch until then.
    pub(super) fn enter(&mut self, model: &Model, before: Option<&Epoch>, epoch: &Epoch) {
        let day = i64::from(epoch.first_day);
        self.hazard(epoch.conditions.leaving, day - 1);
        self.absences = epoch.conditions.absence > 0.0;
        self.units.iter_mut().for_each(|unit| unit.due = 0);
        for (number, now) in epoch.posts.iter().enumerate() {
            let settled = before.and_then(|before| self.settled(model, before, number, day));
            if now.exists {
                self.relearn(model, epoch, number, (day, settled));
            } else if settled.is_some() {
                self.posts[number].parked_since = settled;
            }
            let post = &mut self.posts[number];
            if now.exists {
                post.refill = now.refill;
            }
            match now.occupancy {
                None if post.planned && now.exists => {
                    (post.contract_end, post.successor) = (now.contract_end, now.successor);
                }
                None => {}
                Some(Occupied::Since(since)) => {
                    (post.filled, post.planned, post.given_up) = (true, true, false);
                    (post.contract_end, post.successor) = (now.contract_end, now.successor);
                    post.stays(self.leaving, day - 1);
                    for &server in &model.posts[number].servers {
                        self.since[server as usize] = since;
                    }
                    self.relearn(model, epoch, number, (day, Some(since)));
                }
                Some(Occupied::Until(until)) => post.is_vacant_until(until),
                Some(Occupied::Vacant) => post.is_vacant_until(NEVER),
            }
            let post = &mut self.posts[number];
            // Released: whoever was not looked for then is looked for now.
            if post.given_up && post.refill {
                post.given_up = false;
                post.next_holder = day + recruitment(model, &epoch.conditions, post);
            }
            if !self.absences {
                post.absent = false;
            }
            post.foresee();
        }
        self.changes = self.posts.iter().map(|post| post.changes).min().unwrap_or(NEVER);
    }

    /// Holders leave at another rate from the day after one on.
    fn hazard(&mut self, leaving: f64, day: i64) {
        let before = std::mem::replace(&mut self.leaving, leaving);
        if before == leaving {
            return;
        }
        for post in self.posts.iter_mut().filter(|post| post.filled) {
            let left = post.hazard_left - before * (day - post.hazard_day) as f64;
            post.survives(left, leaving, day);
        }
    }

    /// A post that begins elsewhere takes its experience along, in part where the case types are new to it. `settled`: the first day in the
    /// job of who has worked on it up to now.
    #[cold]
    #[inline(never)]
    fn relearn(&mut self, model: &Model, epoch: &Epoch, post: usize, (day, settled): (i64, Option<i64>)) {
        let servers = &model.posts[post].servers;
        let experience = |server: u32| epoch.servers[server as usize].experience;
        if servers.iter().all(|&server| experience(server) == Experience::Same) {
            return;
        }
        let parked = self.posts[post].parked_since.take();
        let Some(best) = settled.or(parked) else { return };
        let curve = &epoch.conditions.proficiency;
        let kept = at(curve, day - best) * epoch.conditions.transfer;
        let back = curve.iter().position(|value| *value >= kept - 1e-12).unwrap_or(curve.len() - 1);
        for &server in servers {
            match experience(server) {
                Experience::Same => {}
                Experience::Known => self.since[server as usize] = best,
                Experience::New => self.since[server as usize] = day - back as i64,
            }
        }
    }

    /// First day in the job of who has worked on a post until the day before one, under the epoch until then.
    #[inline(never)]
    fn settled(&self, model: &Model, before: &Epoch, post: usize, day: i64) -> Option<i64> {
        let standing = &before.posts[post];
        if !(self.posts[post].filled && standing.exists && standing.last_day >= day - 1) {
            return None;
        }
        let worked = model.posts[post].servers.iter().map(|&server| server as usize);
        worked.filter(|&server| before.servers[server].size > 0.0).map(|server| self.since[server]).min()
    }

    /// Advances to a day. Cost: linear in the posts that may be absent, and in those of units where something changes.
    pub(super) fn day(&mut self, model: &Model, epoch: &Epoch, day: u32, working: bool) {
        let today = i64::from(day);
        if today >= self.changes {
            for number in 0..self.posts.len() {
                if today >= self.posts[number].changes {
                    self.holder(model, epoch, number, today);
                }
            }
            self.changes = self.posts.iter().map(|post| post.changes).min().unwrap_or(NEVER);
        }
        if working {
            if self.absences {
                self.absences(model, &epoch.conditions, today);
            }
            for number in 0..self.units.len() {
                let unit = &mut self.units[number];
                unit.today = Speeds::Same;
                if today >= unit.due {
                    self.speeds(model, epoch, number, today);
                }
            }
        }
    }

    /// What has become of the speeds of some units on this working day.
    pub(super) fn changed(&self, units: &[u32]) -> Speeds {
        units.iter().map(|&unit| self.units[unit as usize].today).max().unwrap_or_default()
    }

    /// The units in which a post works have to be looked at.
    fn touch(units: &mut [Unit], model: &Model, post: usize) {
        for &server in &model.posts[post].servers {
            units[(model.servers[server as usize].unit as usize).min(model.units.len())].due = 0;
        }
    }

    /// Whether nobody works on the post of a server for the time being though it exists: vacant, absent, or a Leerstelle (of which the
    /// part is of no size).
    pub(super) fn is_away(&self, model: &Model, epoch: &Epoch, server: usize, day: u32) -> bool {
        let place = model.servers[server].post as usize;
        let (post, standing) = (&self.posts[place], &epoch.posts[place]);
        let nobody = !post.filled || post.absent || epoch.servers[server].size <= 0.0;
        nobody && standing.exists && i64::from(day) <= standing.last_day
    }

    fn absences(&mut self, model: &Model, conditions: &Conditions, today: i64) {
        let date = (self.first_day_number + today) as u64;
        for (number, post) in self.posts.iter_mut().enumerate() {
            if absence(post, conditions, date) {
                Self::touch(&mut self.units, model, number);
            }
        }
    }

    fn holder(&mut self, model: &Model, epoch: &Epoch, number: usize, today: i64) {
        let conditions = &epoch.conditions;
        let post = &mut self.posts[number];
        if post.filled {
            // Who leaves as planned has a successor as planned, who leaves by chance has not.
            let successor = post.successor.filter(|_| post.planned && today > post.contract_end);
            post.is_vacant_until(NEVER);
            if post.refill {
                post.next_holder = match successor {
                    Some(first) => first.max(today),
                    None => today + recruitment(model, conditions, post),
                };
            } else {
                post.given_up = true;
            }
        }
        let is_due = !post.filled && post.next_holder <= today;
        if is_due && !self.has_to_wait(model, epoch, number, today) {
            let post = &mut self.posts[number];
            post.filled = true;
            post.next_holder = NEVER;
            post.parked_since = None;
            post.stays(conditions.leaving, today);
            for &server in &model.posts[number].servers {
                self.since[server as usize] = today;
            }
        }
        self.posts[number].foresee();
        Self::touch(&mut self.units, model, number);
    }

    /// Whether a unit in which a post works has as many who learn as it can take, those included who are to begin before. Whoever waits
    /// is looked at again on the next day.
    #[cold]
    #[inline(never)]
    fn has_to_wait(&self, model: &Model, epoch: &Epoch, number: usize, today: i64) -> bool {
        let Conditions { at_once, experienced, .. } = epoch.conditions;
        let works = |server: u32| epoch.servers[server as usize].size > 0.0;
        let turn = |post: usize| (self.posts[post].next_holder, post);
        let takes_a_place = |&server: &u32| {
            let place = model.servers[server as usize].post as usize;
            let (post, standing) = (&self.posts[place], &epoch.posts[place]);
            let learns = match post.filled {
                true => today - self.since[server as usize] < experienced as i64,
                false => turn(place) < turn(number),
            };
            learns && works(server) && standing.exists && today <= standing.last_day
        };
        let is_full = |&server: &u32| {
            let unit = model.servers[server as usize].unit as usize;
            let is_here = works(server) && unit < model.units.len();
            is_here
                && self.units[unit].servers.iter().filter(|server| takes_a_place(server)).count()
                    >= at_once as usize
        };
        at_once > 0 && model.posts[number].servers.iter().any(is_full)
    }

    /// Whether the holder on a server is so new that cases are prepared only.
    pub(super) fn only_prepares(&self, epoch: &Epoch, server: usize, day: u32) -> bool {
        i64::from(day) - self.since[server] < epoch.conditions.decides_after
    }

    fn speeds(&mut self, model: &Model, epoch: &Epoch, unit: usize, today: i64) {
        let conditions = &epoch.conditions;
        let learnt = conditions.proficiency.len().max(conditions.mentor.len()).max(conditions.experienced);
        let (mut load, mut mentors) = (0.0, 0.0);
        let Unit { servers, due, today: speeds } = &mut self.units[unit];
        (*due, *speeds) = (NEVER, Speeds::New);
        for &number in servers.iter() {
            let number = number as usize;
            let place = model.servers[number].post as usize;
            let (post, standing) = (&self.posts[place], &epoch.posts[place]);
            let size = epoch.servers[number].size;
            let is_there = post.filled && standing.exists && today <= standing.last_day && size > 0.0;
            let days = today - self.since[number];
            let base =
                if is_there { size * conditions.allowance * at(&conditions.proficiency, days) } else { 0.0 };
            if self.base[number] != base {
                *speeds = Speeds::Moved;
            }
            self.base[number] = base;
            self.speed[number] = if post.absent { 0.0 } else { base };
            if !is_there {
                continue;
            }
            *due = (*due).min(if days < learnt as i64 { today } else { standing.last_day }.saturating_add(1));
            if !post.absent && days >= conditions.experienced as i64 {
                mentors += size;
            } else if !post.absent {
                load += size * at(&conditions.mentor, days);
            }
        }
        if load > 0.0 && unit != model.units.len() {
            for &number in servers.iter() {
                let number = number as usize;
                if self.speed[number] > 0.0 && today - self.since[number] >= conditions.experienced as i64 {
                    self.speed[number] *= 1.0 - (load / mentors).min(1.0);
                }
            }
        }
        // Not of the base speed: who is slowed by an outage keeps the case that is begun.
        if let Some(left) = epoch.left.get(unit) {
            servers.iter().for_each(|&number| self.speed[number as usize] *= left);
        }
    }
}

fn at(by_day: &[f64], days: i64) -> f64 {
    let place = usize::try_from(days.max(0)).unwrap_or(usize::MAX).min(by_day.len() - 1);
    by_day[place]
}

impl Post {
    /// Nobody works on it until a newcomer starts, whose contract has no end.
    fn is_vacant_until(&mut self, next_holder: i64) {
        (self.filled, self.planned, self.given_up) = (false, false, false);
        (self.contract_end, self.successor) = (NEVER, None);
        self.next_holder = next_holder;
    }

    /// A holder begins whose hazard counts from the day after one on.
    fn stays(&mut self, leaving: f64, day: i64) {
        let tenure = tenure(self);
        self.holders += 1;
        self.survives(tenure, leaving, day);
    }

    /// What is left of the hazard in the evening of a day.
    fn survives(&mut self, left: f64, leaving: f64, day: i64) {
        (self.hazard_left, self.hazard_day) = (left, day);
        // Saturates where nobody ever leaves.
        let days = if leaving > 0.0 { libm::ceil(left / leaving) as i64 } else { NEVER };
        self.leaves = day.saturating_add(days.max(1));
    }

    /// When the holder changes next.
    fn foresee(&mut self) {
        let ends = self.contract_end.saturating_add(1);
        self.changes = if self.filled { self.leaves.min(ends) } else { self.next_holder };
    }
}

/// Days until the successor starts, at least one.
fn recruitment(model: &Model, conditions: &Conditions, post: &Post) -> i64 {
    let bits = post.recruitments.bits(post.holders);
    let table = &model.tables[conditions.recruitment_table as usize];
    let wait = libm::ceil(conditions.recruitment_mean * table.value(bits)).min(1e9);
    (wait as i64).max(1)
}

/// A standard exponential: the hazard that a holder survives.
fn tenure(post: &Post) -> f64 {
    -libm::log(post.tenures.uniform(post.holders))
}

/// A chain over working days whose spells are geometric; the same day draws the same number whatever the shares are.
/// Whether it has changed anything.
fn absence(post: &mut Post, conditions: &Conditions, date: u64) -> bool {
    // Looked up instead of asked: who is absent is what nobody could guess. Nobody is before the first day.
    let limits = [conditions.absence_begins, conditions.absence_ends, conditions.absence];
    let limit = limits[if post.absence_known { usize::from(post.absent) } else { 2 }];
    let changes = post.absences.uniform(date) < limit;
    post.absence_known = true;
    post.absent ^= changes;
    changes
}
