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
    /// Hazard that the holder still survives.
    hazard_left: f64,
    absent: bool,
    absence_known: bool,
    /// While the post is parked: first day in the job of its holder, where that was before.
    parked_since: Option<i64>,
    /// Last day of the holder's contract.
    contract_end: i64,
    /// Whether the holder is the one of the plan, whose contract a change may extend.
    planned: bool,
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
    /// Whether a base speed differs from that of the working day before: on most days nobody has to be ranked anew.
    pub(super) moved: bool,
    /// Full-time equivalents of load and of the experienced, per unit.
    load: Vec<f64>,
    mentors: Vec<f64>,
    first_day_number: i64,
}

impl Staff {
    pub(super) fn new(model: &Model, root: Key) -> Self {
        let post = |hash| {
            let key = root.child(hash);
            Post {
                absences: key.purpose(Purpose::Absence),
                tenures: key.purpose(Purpose::Tenure),
                recruitments: key.purpose(Purpose::Recruitment),
                filled: false,
                next_holder: i64::MAX,
                holders: 0,
                hazard_left: 0.0,
                absent: false,
                absence_known: false,
                parked_since: None,
                contract_end: USUAL.0,
                planned: false,
                refill: USUAL.1,
                given_up: false,
            }
        };
        Self {
            posts: model.posts.iter().map(|info| post(info.hash)).collect(),
            since: vec![0; model.servers.len()],
            base: vec![0.0; model.servers.len()],
            speed: vec![0.0; model.servers.len()],
            moved: false,
            load: vec![0.0; model.units.len()],
            mentors: vec![0.0; model.units.len()],
            first_day_number: i64::from(model.start.num_days_from_ce()),
        }
    }

    /// Takes over what changes on the first day of an epoch.
    pub(super) fn enter(&mut self, model: &Model, epoch: &Epoch) {
        let day = i64::from(epoch.first_day);
        for (number, now) in epoch.posts.iter().enumerate() {
            if now.exists {
                self.relearn(model, epoch, number, day);
            } else if let Some(since) = self.settled(&model.posts[number].servers) {
                self.posts[number].parked_since = Some(since);
            }
            let post = &mut self.posts[number];
            if now.exists {
                post.refill = now.refill;
            }
            match now.occupancy {
                None if post.planned && now.exists => post.contract_end = now.contract_end,
                None => {}
                Some(Occupied::Since(since)) => {
                    (post.filled, post.planned, post.given_up) = (true, true, false);
                    post.contract_end = now.contract_end;
                    post.hazard_left = tenure(post);
                    post.holders += 1;
                    for &server in &model.posts[number].servers {
                        self.since[server as usize] = since;
                    }
                }
                Some(Occupied::Until(until)) => post.is_vacant_until(until),
                Some(Occupied::Vacant) => post.is_vacant_until(i64::MAX),
            }
            // Released: whoever was not looked for then is looked for now.
            if post.given_up && post.refill {
                post.given_up = false;
                post.next_holder = day + recruitment(model, &epoch.conditions, post);
            }
        }
    }

    /// A post that begins elsewhere takes its experience along, in part where the case types are new to it.
    fn relearn(&mut self, model: &Model, epoch: &Epoch, post: usize, day: i64) {
        let servers = &model.posts[post].servers;
        let experience = |server: u32| epoch.servers[server as usize].experience;
        if servers.iter().all(|&server| experience(server) == Experience::Same) {
            return;
        }
        let parked = self.posts[post].parked_since.take();
        let Some(best) = self.settled(servers).or(parked) else { return };
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

    /// First day in the job on those servers of a post that worked up to now.
    fn settled(&self, servers: &[u32]) -> Option<i64> {
        let worked = servers.iter().filter(|&&server| self.base[server as usize] > 0.0);
        worked.map(|&server| self.since[server as usize]).min()
    }

    /// Advances to a day. Cost: linear in posts.
    pub(super) fn day(&mut self, model: &Model, epoch: &Epoch, day: u32, working: bool) {
        let conditions = &epoch.conditions;
        let today = i64::from(day);
        for number in 0..self.posts.len() {
            self.holder(model, conditions, number, today);
            if working {
                let date = (self.first_day_number + today) as u64;
                absence(&mut self.posts[number], conditions, date);
            }
        }
        if working {
            self.speeds(model, epoch, today);
        }
    }

    fn holder(&mut self, model: &Model, conditions: &Conditions, number: usize, today: i64) {
        let post = &mut self.posts[number];
        if post.filled {
            post.hazard_left -= conditions.leaving;
            if post.hazard_left <= 0.0 || today > post.contract_end {
                post.is_vacant_until(i64::MAX);
                if post.refill {
                    post.next_holder = today + recruitment(model, conditions, post);
                } else {
                    post.given_up = true;
                }
            }
        }
        if !post.filled && post.next_holder <= today {
            post.filled = true;
            post.next_holder = i64::MAX;
            post.parked_since = None;
            post.hazard_left = tenure(post);
            post.holders += 1;
            for &server in &model.posts[number].servers {
                self.since[server as usize] = today;
            }
        }
    }

    fn speeds(&mut self, model: &Model, epoch: &Epoch, today: i64) {
        let conditions = &epoch.conditions;
        self.load.fill(0.0);
        self.mentors.fill(0.0);
        self.moved = false;
        for (number, info) in model.servers.iter().enumerate() {
            let (post, standing) = (&self.posts[info.post as usize], &epoch.posts[info.post as usize]);
            let size = epoch.servers[number].size;
            if !(post.filled && standing.exists && today <= standing.last_day && size > 0.0) {
                self.moved |= self.base[number] != 0.0;
                (self.base[number], self.speed[number]) = (0.0, 0.0);
                continue;
            }
            let months = today - self.since[number];
            let base = size * conditions.allowance * at(&conditions.proficiency, months);
            self.moved |= self.base[number] != base;
            self.base[number] = base;
            self.speed[number] = if post.absent { 0.0 } else { base };
            if !post.absent && info.unit != NOWHERE {
                if months >= conditions.experienced as i64 {
                    self.mentors[info.unit as usize] += size;
                } else {
                    self.load[info.unit as usize] += size * at(&conditions.mentor, months);
                }
            }
        }
        if self.load.iter().all(|load| *load <= 0.0) {
            return;
        }
        for (number, info) in model.servers.iter().enumerate() {
            let unit = info.unit as usize;
            if self.speed[number] <= 0.0 || info.unit == NOWHERE || self.load[unit] <= 0.0 {
                continue;
            }
            if today - self.since[number] >= conditions.experienced as i64 {
                self.speed[number] *= 1.0 - (self.load[unit] / self.mentors[unit]).min(1.0);
            }
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
        self.contract_end = i64::MAX;
        self.next_holder = next_holder;
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
fn absence(post: &mut Post, conditions: &Conditions, date: u64) {
    if conditions.absence <= 0.0 {
        post.absent = false;
        return;
    }
    let uniform = post.absences.uniform(date);
    post.absent = if !post.absence_known {
        uniform < conditions.absence
    } else if post.absent {
        uniform >= conditions.absence_ends
    } else {
        uniform < conditions.absence_begins
    };
    post.absence_known = true;
}
