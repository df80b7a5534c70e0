//! A day of a group in which some posts may prepare a case and not decide it (Zeichnungsbefugnis).
//!
//! A visit that would complete a case takes two posts then: one that may only prepare leaves the part of the decision, and the case
//! waits for a post that may decide. Slower than the other ways through a day, and taken by no group in which everybody decides.

use super::super::limit::at_least;
use super::super::model::Epoch;
use super::super::queue::{Case, Due, Group, Server};
use super::lines::Found;
use super::{Engine, start};
use std::cmp::Reverse;

/// In place of the step of a case that is being prepared (while its visit counts as one that goes out) or has been: the visit is its
/// last one, so that no step is asked for any more. No plan has as many.
const PREPARED: u16 = u16::MAX;

impl Case {
    /// Whether a post is preparing it, or has done so.
    pub(in super::super) const fn is_prepared(&self) -> bool {
        self.step == PREPARED
    }
}

impl Server {
    /// Whether it is preparing the case in its hands.
    const fn prepares(&self) -> bool {
        self.case.is_prepared() && self.case.external
    }

    /// The case in its hands as a whole again, where it was only to prepare it.
    #[cold]
    #[inline(never)]
    pub(super) fn whole_case(&mut self) -> Case {
        if self.prepares() {
            self.case.work += f64::from(self.kept);
            (self.case.external, self.case.step) = (false, 1);
        }
        self.case
    }
}

impl Epoch {
    /// Class of a case: that of its type, or of what waits for a decision.
    #[inline(never)]
    pub(super) fn class_of(&self, case: &Case) -> usize {
        let of_type = self.types[usize::from(case.case_type)].class;
        let decided = self.deciding.classes.get(usize::from(case.case_type)).filter(|_| case.is_prepared());
        decided.copied().unwrap_or(of_type) as usize
    }
}

/// Who may decide from the first day of an epoch on decides what they have begun. Where that takes time in the job, it is asked day by
/// day.
pub(super) fn enter(epoch: &Epoch, group: &mut Group) {
    if epoch.conditions.decides_after == 0 || !group.hands_over {
        decide_begun(epoch, group);
    }
}

/// Who may decide decides what they have begun.
#[cold]
#[inline(never)]
fn decide_begun(epoch: &Epoch, group: &mut Group) {
    for place in 0..group.servers.len() {
        let Server { busy, case, .. } = group.servers[place];
        if busy && group.servers[place].prepares() {
            let decides = group.serves(place, epoch.class_of(&case));
            if decides || !group.hands_over {
                group.servers[place].whole_case();
            }
        }
    }
}

impl Engine<'_> {
    /// Cases in the order of time, merged with the posts that become free. Each goes through its queue.
    #[inline(never)]
    pub(super) fn handed_over(&mut self, group: &mut Group, today: &mut [Case]) {
        self.prepared_today(group);
        let mut other = Case::default();
        while self.over.is_none() {
            let at = group.lines[0].minute;
            if let Some((minute, server)) = group.free.first().filter(|(minute, _)| *minute <= at) {
                if self.take(group, server, &mut other) {
                    self.handle(group, server, &mut other, minute);
                } else {
                    group.park(server);
                }
                continue;
            }
            let case = match group.lines[0].step(today, &self.today, &mut other) {
                Found::Listed(place, _) => today[place],
                Found::Late(_) => other,
                Found::None => break,
            };
            self.recorder.queues(case.case_type, case.ready);
            let class = self.epoch.class_of(&case);
            self.push(group, class, case);
            if let Some(server) = group.idle_server(class, at, false) {
                group.unpark(server);
                if self.take(group, server, &mut other) {
                    self.handle(group, server, &mut other, at);
                }
            }
        }
        group.close();
    }

    /// What was being prepared in the evening and is ready today waits for its decision from then on.
    fn prepared_today(&mut self, group: &mut Group) {
        for index in 0..group.servers.len() {
            let server = &mut group.servers[index];
            if server.speed > 0.0 && !server.busy && server.prepares() {
                let (case, kept, minute) = (server.case, server.kept, server.case.work * server.pace);
                server.case = Case::default();
                self.awaits_decision(group, case, kept, minute);
            }
        }
    }

    /// A post begins with a case out of the queue: it does all of the visit, or what is not the decision.
    fn handle(&mut self, group: &mut Group, index: usize, case: &mut Case, minute: f64) {
        let number = usize::from(case.case_type);
        let class = self.epoch.deciding.classes.get(number);
        let decides = class.is_none_or(|&class| group.serves(index, class as usize));
        if case.external || case.is_prepared() || decides {
            if self.begin_queued(group, index, case, minute) {
                self.came_back(group);
            }
            return;
        }
        let kept = (case.work * self.epoch.deciding.share) as f32;
        case.work = at_least(case.work - f64::from(kept), 0.0);
        (case.external, case.step) = (true, PREPARED);
        let server = &mut group.servers[index];
        server.kept = kept;
        let end = minute + case.work * server.pace;
        if self.begin_queued(group, index, case, minute) {
            self.awaits_decision(group, *case, kept, end);
        }
    }

    /// A case has been prepared at a minute of today; what is kept of its visit is left for whoever decides.
    fn awaits_decision(&mut self, group: &mut Group, case: Case, kept: f32, minute: f64) {
        let ready = self.today.start + self.today.part(minute);
        let case = Case { ready, work: kept.into(), external: false, started: false, ..case };
        group.lines[0].late.push(Reverse(Due(case)));
        group.lines[0].late_head(&self.today);
    }

    /// Who stands in for whom today, on top of what each serves anyway; and who is too new to decide.
    #[cold]
    #[inline(never)]
    pub(super) fn stand_in(&self, group: &mut Group) {
        start::masks(self.epoch, group);
        for &(deputy, post) in &self.epoch.groups[self.today.group].stand_ins {
            let [deputy, post] = [deputy, post].map(|at| group.places[at as usize] as usize);
            let away = group.servers[post].number as usize;
            if self.staff.is_away(self.model, self.epoch, away, self.today.day) {
                group.mark(deputy, &self.epoch.servers[away].classes);
            }
        }
        if self.epoch.conditions.decides_after > 0 {
            for place in 0..group.servers.len() {
                let number = group.servers[place].number as usize;
                if self.staff.only_prepares(self.epoch, number, self.today.day) {
                    group.only_prepares(place);
                }
            }
            decide_begun(self.epoch, group);
        }
    }
}
