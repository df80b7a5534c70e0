//! Opening state, and what changes with an epoch.

use super::super::engine::draw;
use super::super::model::{Epoch, Model};
use super::super::queue::{Case, Group, Server};
use super::super::random::Purpose;
use super::super::tournament::Tournament;
use super::{Engine, split};
use std::collections::VecDeque;

pub(super) fn groups(model: &Model) -> Vec<Group> {
    let group = |info: &super::super::model::GroupInfo| {
        let count = info.servers.len();
        let server =
            |&number: &u32| Server { number, unit: model.servers[number as usize].unit, ..Server::default() };
        Group {
            servers: info.servers.iter().map(server).collect(),
            ranked: (0..count as u32).collect(),
            rank: (0..count as u32).collect(),
            free: Tournament::new(count),
            words: count.div_ceil(64),
            idle: vec![0; count.div_ceil(64)],
            ..Group::default()
        }
    };
    model.groups.iter().map(group).collect()
}

/// Gives a group the queues of an epoch; cases in queues that are no longer the same are queued anew, in their order.
pub(super) fn enter(epoch: &Epoch, number: usize, group: &mut Group) {
    let now = &epoch.groups[number];
    let mut cases: Vec<Case> = Vec::new();
    if now.requeue {
        cases = group.queues.drain(..).flatten().collect();
        cases.sort_by(Case::order);
    }
    group.queues.resize_with(now.classes.len(), VecDeque::new);
    group.priorities.clone_from(&now.classes);
    for case in cases {
        let class = epoch.types[case.case_type as usize].class as usize;
        group.queues[class].push_back(case);
    }
    group.sorted = now.classes.windows(2).all(|pair| pair[0] < pair[1]);
    let serves_all = |server: &Server| {
        let server = &epoch.servers[server.number as usize];
        server.size <= 0.0 || server.classes.len() == now.classes.len()
    };
    group.uniform = group.sorted && group.servers.iter().all(serves_all);
    masks(epoch, group);
}

/// Which places in the order of speed serve which class.
pub(super) fn masks(epoch: &Epoch, group: &mut Group) {
    group.masks.clear();
    group.masks.resize(group.queues.len() * group.words, 0);
    for (place, &server) in group.ranked.iter().enumerate() {
        let number = group.servers[server as usize].number as usize;
        for &class in &epoch.servers[number].classes {
            group.masks[class as usize * group.words + place / 64] |= 1 << (place % 64);
        }
    }
}

impl Engine<'_> {
    /// Cases that wait on the first day, and holders whose follow-up is due.
    pub(super) fn open(&mut self) {
        for number in 0..self.model.types.len() {
            self.waiting(number);
            self.circulating(number);
        }
        for group in &mut self.groups {
            for queue in &mut group.queues {
                queue.make_contiguous().sort_by(Case::order);
            }
        }
    }

    fn waiting(&mut self, number: usize) {
        let info = &self.model.types[number];
        let stream = self.keys[number].purpose(Purpose::Opening);
        for index in 0..info.opening.waiting {
            self.count(1);
            self.born(1);
            if self.over.is_some() {
                return;
            }
            let key = stream.child(index);
            let age = key.uniform(draw::AGE) * f64::from(info.opening.oldest_days);
            let mut case = Case {
                key: key.0,
                arrival: -age,
                ready: -age,
                case_type: number as u16,
                arrived: true,
                ..Case::default()
            };
            self.recorder.opening(&case);
            if self.plan_visit(&mut case) {
                let class = self.epoch.types[number].class as usize;
                self.recorder.queues(case.case_type, 0.0);
                self.groups[info.group as usize].queues[class].push_back(case);
            } else {
                self.complete(&case, 0.0, None);
            }
        }
    }

    /// Holders: each has completed a case of the type, and its follow-ups come after a uniform part of their delay.
    fn circulating(&mut self, number: usize) {
        let info = &self.model.types[number];
        let stream = self.keys[number].purpose(Purpose::Circulating);
        for index in 0..info.opening.circulating {
            self.count(1);
            if self.over.is_some() {
                return;
            }
            let key = stream.child(index);
            for place in 0..self.epoch.types[number].follow_ups.len() {
                let rule = self.epoch.types[number].follow_ups[place];
                let child = key.child(rule.stream);
                let delay = rule.mean * self.model.tables[rule.table as usize].value(child.bits(draw::DELAY));
                let due = delay * key.uniform(draw::AGE);
                if child.uniform(draw::ARISES) < rule.share {
                    self.follow_up(rule.case_type, child, due, None);
                }
            }
        }
    }

    /// Schedules a follow-up; `within` is the group that is being simulated.
    pub(super) fn follow_up(
        &mut self,
        case_type: u32,
        key: super::super::random::Key,
        due: f64,
        within: Option<&mut Group>,
    ) {
        let Some(info) = self.model.types.get(case_type as usize) else { return };
        let (day, _) = split(due);
        if day as usize >= self.model.clock.length.len() {
            return;
        }
        // A case without a step to be done is never handled: its follow-ups have to count by themselves.
        self.count(1);
        self.born(1);
        let case =
            Case { key: key.0, arrival: due, ready: due, case_type: case_type as u16, ..Case::default() };
        self.schedule(info.group as usize, day, case, within);
    }
}
