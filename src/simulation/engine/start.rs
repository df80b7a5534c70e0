//! Opening state, and what changes with an epoch.

use super::super::engine::draw;
use super::super::model::{Epoch, Model, OpenGroup, Opening, StepEpoch};
use super::super::queue::{Case, Group, Server};
use super::super::random::Purpose;
use super::super::standing::Place;
use super::super::tables::Table;
use super::{Engine, Line, handing_over, split, turn};
use crate::plan::gather::distinct;
use std::collections::VecDeque;

pub(super) fn groups(model: &Model) -> Vec<Group> {
    let group = |info: &super::super::model::GroupInfo| {
        let unit = |&number: &u32| model.servers[number as usize].unit;
        let server = |number: &u32| Server { number: *number, unit: unit(number), ..Server::default() };
        let units = distinct(info.servers.iter().map(unit).collect());
        Group::with(info.servers.iter().map(server).collect(), units)
    };
    model.groups.iter().map(group).collect()
}

/// Gives a group the queues of an epoch; cases in queues that are no longer the same, or in another order, are queued anew.
pub(super) fn enter(epoch: &Epoch, number: usize, group: &mut Group) {
    let now = &epoch.groups[number];
    let mut cases: Vec<Case> = Vec::new();
    let had_order = std::mem::replace(&mut group.ordered, !epoch.order.days.is_empty());
    if now.requeue || group.ordered || had_order {
        cases = turn::in_turn(epoch, group.queues.drain(..).flatten().collect());
    }
    group.queues.resize_with(now.classes.len(), VecDeque::new);
    group.priorities.clone_from(&now.classes);
    for case in cases {
        group.queues[epoch.class_of(&case)].push_back(case);
    }
    let is_sorted = now.classes.windows(2).all(|pair| pair[0] < pair[1]);
    let serves_all = |server: &Server| {
        let server = &epoch.servers[server.number as usize];
        server.size <= 0.0 || server.classes.len() == now.classes.len()
    };
    // Whatever needs more than one queue after the other.
    let is_usual = epoch.conditions.decides_after == 0 && epoch.order.days.is_empty();
    group.uniform = is_usual && is_sorted && group.servers.iter().all(serves_all);
    group.lines.resize_with(if group.uniform { now.classes.len() } else { 1 }, Line::default);
    group.filled = vec![0; now.classes.len().div_ceil(64)];
    group.hands_over = now.hands_over || group.ordered;
    group.stands_in = !now.stand_ins.is_empty() || epoch.conditions.decides_after > 0;
    masks(epoch, group);
    handing_over::enter(epoch, group);
}

/// Which servers serve which class.
pub(super) fn masks(epoch: &Epoch, group: &mut Group) {
    let Group { words, filled, masks, served, .. } = group;
    masks.clear();
    masks.resize(group.queues.len() * *words, 0);
    served.clear();
    served.resize(group.servers.len() * filled.len(), 0);
    for place in 0..group.servers.len() {
        group.mark(place, &epoch.servers[group.servers[place].number as usize].classes);
    }
}

/// A wait with others in which an opening case may be.
struct Wait {
    /// The step before it.
    step: u16,
    /// Mean days, and the table of its shape.
    mean: f64,
    table: u32,
    /// How much longer in the mean a wait is that is met under way.
    longer: f64,
    /// Part of the cases outside that are in this wait or one before.
    up_to: f64,
}

/// The waits of a kind at a place; none for cases that are here. A wait holds as many cases as go into it, times its days.
fn waits(steps: &[StepEpoch], place: Place, tables: &[Table]) -> Vec<Wait> {
    if matches!(place, Place::Queue | Place::Work) {
        return Vec::new();
    }
    let all = || (0..).zip(steps).filter_map(|(number, step)| Some((number, step, step.then?)));
    let is_there = |step: &StepEpoch| Place::from(step.owner) == place;
    let somewhere = !all().any(|(_, step, _)| is_there(step));
    let (mut found, mut sum) = (Vec::new(), 0.0);
    for (step, of, (mean, table)) in all().filter(|(_, step, _)| somewhere || is_there(step)) {
        sum += of.share * mean / (1.0 - of.share * of.repeat).max(1e-6);
        let longer = tables[table as usize].mean_square();
        found.push(Wait { step, mean, table, longer, up_to: sum });
    }
    if sum <= 0.0 {
        return Vec::new();
    }
    found.iter_mut().for_each(|wait| wait.up_to /= sum);
    found
}

/// The steps in which a case in work may be, each with the part of those cases that are in it or one before; none for cases that are
/// elsewhere. Whoever looks at work under way meets each step as often as it takes time.
fn under_way(steps: &[StepEpoch], place: Place) -> Vec<(u16, f64)> {
    if place != Place::Work {
        return Vec::new();
    }
    let mut sum = 0.0;
    let mut part = |(number, step): (u16, &StepEpoch)| {
        sum += step.expected_minutes();
        (number, sum)
    };
    let mut found: Vec<(u16, f64)> = (0..).zip(steps).map(&mut part).collect();
    if sum <= 0.0 {
        return Vec::new();
    }
    found.iter_mut().for_each(|(_, up_to)| *up_to /= sum);
    found
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
                *queue = turn::in_turn(self.epoch, std::mem::take(queue).into()).into();
            }
        }
    }

    /// The cases of a type that are open: those of the plan, all in the queue, and those of which more is known.
    fn waiting(&mut self, number: usize) {
        let info = &self.model.types[number];
        let stream = self.keys[number].purpose(Purpose::Opening);
        let Opening { waiting, oldest_days, .. } = info.opening;
        let stated = OpenGroup { place: Place::Queue, youngest: 0, oldest: oldest_days, cases: waiting };
        let mut index = 0;
        for group in std::iter::once(&stated).chain(&info.open) {
            let waits = waits(&self.epoch.types[number].steps, group.place, &self.model.tables);
            let under_way = under_way(&self.epoch.types[number].steps, group.place);
            for _ in 0..group.cases {
                self.count(1);
                self.born(1);
                if self.over.is_some() {
                    return;
                }
                let key = stream.child(index);
                index += 1;
                let span = f64::from(group.oldest - group.youngest);
                let age = f64::from(group.youngest) + key.uniform(draw::AGE) * span;
                let mut case = Case {
                    key: key.0,
                    arrival: -age,
                    ready: -age,
                    case_type: number as u16,
                    arrived: true,
                    ..Case::default()
                };
                self.recorder.opening(&case);
                match waits.iter().find(|wait| key.uniform(draw::WHERE) <= wait.up_to) {
                    Some(wait) => self.is_outside(case, group.place, wait),
                    None if self.take_up(&mut case, &under_way) => {
                        let class = self.epoch.types[number].class as usize;
                        self.recorder.queues(case.case_type, 0.0);
                        self.groups[info.group as usize].queues[class].push_back(case);
                    }
                    None => self.complete(&case, 0.0, None),
                }
            }
        }
    }

    /// Draws the visit of a case that is here on the first day: the first one, or the rest of the one that it is in. False when nothing
    /// is to be done.
    fn take_up(&mut self, case: &mut Case, under_way: &[(u16, f64)]) -> bool {
        let key = case.stream();
        let Some(&(number, _)) = under_way.iter().find(|(_, up_to)| key.uniform(draw::WHERE) <= *up_to)
        else {
            return self.plan_visit(case);
        };
        let Some(step) = self.epoch.types[case.case_type as usize].steps.get(usize::from(number)) else {
            return self.plan_visit(case);
        };
        // As of a wait: long work is met more often, and any part of it.
        let table = &self.model.tables[step.table as usize];
        let length = table.mean_square() * table.value(key.bits(draw::work(number.into())));
        let rest = step.minutes * length * key.uniform(draw::AHEAD);
        let waits = step.then.is_some();
        case.step = number.saturating_add(1);
        if waits || !self.plan_visit(case) {
            (case.work, case.external) = (0.0, waits);
        }
        case.work += rest;
        true
    }

    /// A case that others have on the first day. Whoever looks at a wait under way meets long ones more often, and any part of them:
    /// what is ahead is an even part of a wait that is as much longer.
    fn is_outside(&mut self, mut case: Case, place: Place, wait: &Wait) {
        let key = case.stream();
        let length = self.model.tables[wait.table as usize].value(key.bits(draw::wait(wait.step.into())));
        case.ready = wait.mean * wait.longer * length * key.uniform(draw::AHEAD);
        (case.step, case.external, case.outside) = (wait.step.saturating_add(1), true, place);
        self.recorder.goes_out(case.case_type, place, 0.0);
        let (back, _) = split(case.ready);
        if (back as usize) < self.model.clock.length.len() {
            let group = self.model.types[case.case_type as usize].group;
            self.pool.put(group as usize, back as usize, case);
        } else {
            self.pool.keep(case.case_type);
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
