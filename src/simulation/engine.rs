//! One replication: the days in order, and on each day the groups of units in the order of their influence.
//!
//! Inside a day a group is an exact simulation, in one of two ways with the same figures. Where its posts all serve all
//! of its queues, one pass finds for each case the post that is free first (`lines`); otherwise its arrivals and returns
//! in order of time are merged with the posts that become free (`day`). Speeds change at the opening of a day only.

mod day;
mod handing_over;
mod lines;
mod run;
mod start;
mod turn;
mod visit;

use super::clock::Clock;
use super::demand::Ladder;
use super::limit::{at_least, at_most, whole};
use super::model::{Epoch, MAX_CASES, MAX_VISITS, Model};
use super::order::Sorter;
use super::queue::{Case, Group, Pool};
use super::random::Key;
use super::recorder::Recorder;
use super::staff::Staff;
use super::{Replication, SimulationError};

pub(super) use lines::Line;
pub use run::{Progress, Run};

/// State of a replication.
pub(super) struct Engine<'m> {
    pub(super) model: &'m Model,
    pub(super) epoch: &'m Epoch,
    epoch_number: usize,
    pub(super) groups: Vec<Group>,
    pub(super) pool: Pool,
    pub(super) staff: Staff,
    /// Room for the day of a group: one for all of them, as it then stays in the caches.
    room: Room,
    pub(super) recorder: Recorder<'m>,
    /// Stream of each case type, those of its numbers and new cases, and what is kept of the draws of its numbers.
    keys: Vec<Key>,
    streams: Vec<(Key, Key)>,
    ladders: Vec<Ladder>,
    visits: u64,
    /// Cases that may still arise or come back on the day on which they are in work, in the group of the moment.
    again: usize,
    /// Cases that exist now, the ones due later included.
    alive: usize,
    /// Whether the bound of work is met; looked at often enough to end what would go on for ever.
    over: Option<Bound>,
    today: Today,
}

/// What a day of a group needs; nothing of it is left on the next one.
#[derive(Default)]
struct Room {
    /// Cases of the day.
    cases: Vec<Case>,
    /// Places of those for which nothing is to be done.
    unvisited: Vec<usize>,
    /// New cases by case type, while they are being drawn.
    arrivals: Vec<(u16, u32)>,
    sorter: Sorter,
}

/// Besides as many as came that morning, so many cases may arise or come back on a day in a group: a day is the least piece of work, and
/// where cases breed without end it would be all of it.
const MAX_AGAIN: usize = 250_000;

/// A bound of work.
#[derive(Debug, Clone, Copy)]
enum Bound {
    Visits,
    Again,
    Cases,
}

impl From<Bound> for SimulationError {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Visits => Self::CutOff { most: MAX_VISITS as f64 },
            Bound::Again => Self::CutOff { most: MAX_AGAIN as f64 },
            Bound::Cases => Self::TooManyCases { most: MAX_CASES as f64 },
        }
    }
}

/// The day and the group that are being simulated.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Today {
    group: usize,
    day: u32,
    /// The day as calendar time.
    start: f64,
    /// Working minutes before the opening.
    opened: f64,
    /// Minutes of the window, and the part of the day that a minute is.
    length: f64,
    per_minute: f64,
}

impl Today {
    fn new(clock: &Clock, group: usize, day: u32) -> Self {
        let length = clock.length[day as usize];
        let per_minute = if length > 0.0 { 1.0 / length } else { 0.0 };
        let (start, opened) = (f64::from(day), clock.start[day as usize]);
        Self { group, day, start, opened, length, per_minute }
    }

    /// Minute of the window of a time of today.
    #[inline(always)]
    fn minute(&self, time: f64) -> f64 {
        (time - self.start) * self.length
    }

    /// Part of the day that has passed at a minute; what ends with the window still belongs to its day.
    #[inline(always)]
    fn part(&self, minute: f64) -> f64 {
        at_most(minute * self.per_minute, 1.0 - 1e-12)
    }
}

impl Engine<'_> {
    /// Advances by a day.
    fn day(&mut self, day: u32) -> Result<(), SimulationError> {
        let model = self.model;
        if let Some(next) = model.epochs.get(self.epoch_number + 1)
            && next.first_day <= day
        {
            self.epoch = next;
            self.epoch_number += 1;
            self.recorder.epoch(next);
            self.enter();
        }
        let working = model.clock.length[day as usize] > 0.0;
        self.staff.day(model, self.epoch, day, working);
        let mut groups = std::mem::take(&mut self.groups);
        for (number, group) in groups.iter_mut().enumerate() {
            self.group_day(number, group, day, working);
            // Visits are counted where they begin and looked at here: of a day there are no more than cases.
            self.count(0);
            if self.over.is_some() {
                break;
            }
        }
        self.groups = groups;
        self.bounded()?;
        self.recorder.end_day(day);
        Ok(())
    }

    /// Takes over the tables of the epoch.
    fn enter(&mut self) {
        let before = self.epoch_number.checked_sub(1).and_then(|number| self.model.epochs.get(number));
        self.staff.enter(self.model, before, self.epoch);
        for (number, group) in self.groups.iter_mut().enumerate() {
            start::enter(self.epoch, number, group);
        }
    }

    fn bounded(&self) -> Result<(), SimulationError> {
        self.over.map_or(Ok(()), |bound| Err(bound.into()))
    }

    /// Counts arrivals, and looks at the visits; the bound keeps hostile plans from running without end.
    #[inline(always)]
    fn count(&mut self, visits: u64) {
        self.visits = self.visits.saturating_add(visits);
        if self.visits > MAX_VISITS {
            self.over = Some(Bound::Visits);
        }
    }

    /// A case arises or comes back on the day itself.
    fn comes_again(&mut self) {
        match self.again.checked_sub(1) {
            Some(left) => self.again = left,
            None => self.over = Some(Bound::Again),
        }
    }

    #[inline(always)]
    fn born(&mut self, cases: u64) {
        self.alive = self.alive.saturating_add(usize::try_from(cases).unwrap_or(usize::MAX));
        if self.alive > MAX_CASES {
            self.over = Some(Bound::Cases);
        }
    }

    fn finish(self, replication: u32) -> Replication {
        let mut waiting = vec![0; self.model.types.len()];
        let mut handled = vec![0; self.model.types.len()];
        // Not what was counted as they went out: a case that is lost outside is to be missed.
        let outside = self.pool.outside(waiting.len());
        for group in &self.groups {
            for case in group.queues.iter().flatten() {
                waiting[case.case_type as usize] += 1;
            }
            for server in group.servers.iter().filter(|server| server.busy) {
                handled[server.case.case_type as usize] += 1;
            }
        }
        self.recorder.finish(replication, [&waiting, &handled, &outside])
    }
}

/// Draws of a case, by step.
pub(super) mod draw {
    /// Minute of the arrival.
    pub(crate) const ARRIVAL: u64 = u64::MAX - 1;
    /// Age of an opening case, or time until the next follow-up of a holder.
    pub(crate) const AGE: u64 = u64::MAX - 2;
    /// Whether a step is done.
    pub(crate) const fn done(step: u64) -> u64 {
        step * 4
    }
    /// How long it takes.
    pub(crate) const fn work(step: u64) -> u64 {
        step * 4 + 1
    }
    /// How long the external wait after it takes.
    pub(crate) const fn wait(step: u64) -> u64 {
        step * 4 + 2
    }
    /// Whether it is due again after that.
    pub(crate) const fn again(step: u64) -> u64 {
        step * 4 + 3
    }
    /// Whether a follow-up arises.
    pub(crate) const ARISES: u64 = u64::MAX - 3;
    /// When.
    pub(crate) const DELAY: u64 = u64::MAX - 4;
    /// After which step an opening case is with others, and which part of that wait is ahead.
    pub(crate) const WHERE: u64 = u64::MAX - 5;
    pub(crate) const AHEAD: u64 = u64::MAX - 6;
}

/// Calendar time as day and part of it; times beyond every horizon stay beyond it.
#[inline(always)]
pub(super) fn split(time: f64) -> (u32, f64) {
    let time = at_most(at_least(time, 0.0), f64::from(u32::MAX));
    let day = whole(time);
    (day as u32, time - day as f64)
}

impl Case {
    pub(super) fn stream(&self) -> Key {
        Key(self.key)
    }
}
