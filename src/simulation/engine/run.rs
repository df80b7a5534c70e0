//! A replication that can be stopped between two days.

use super::super::demand::Ladder;
use super::super::model::Model;
use super::super::random::{Key, Purpose};
use super::super::{Replication, SimulationError};
use super::{Engine, Pool, Recorder, Room, Staff, Today, start};

/// A replication in the making; see [`Model::start`].
///
/// Holds whatever the cases of the moment need, at most [`super::super::MAX_CASES`] of them. Dropping it gives the
/// replication up.
pub struct Run<'m> {
    engine: Box<Engine<'m>>,
    replication: u32,
    day: u32,
}

/// What has become of a run.
pub enum Progress<'m> {
    /// There is more to be done.
    Running(Run<'m>),
    /// The replication, the same as that of [`Model::run`].
    Done(Box<Replication>),
}

/// Posts and case types whose day costs about as much as a visit.
const QUIET: usize = 8;

impl<'m> Run<'m> {
    /// The opening state of a replication.
    pub(in super::super) fn new(model: &'m Model, replication: u32) -> Result<Self, SimulationError> {
        let root = Key::root(model.options.seed, replication);
        let Some(epoch) = model.epochs.first() else {
            return Err(SimulationError::Invalid { what: "as_of".to_owned() });
        };
        let keys: Vec<Key> = model.types.iter().map(|info| root.child(info.hash)).collect();
        let streams = |key: &Key| (key.purpose(Purpose::Count), key.purpose(Purpose::Case));
        let mut engine = Box::new(Engine {
            model,
            epoch,
            epoch_number: 0,
            groups: start::groups(model),
            pool: Pool::new(model.groups.len(), model.clock.length.len()),
            staff: Staff::new(model, root),
            room: Room::default(),
            recorder: Recorder::new(model, root),
            streams: keys.iter().map(streams).collect(),
            keys,
            ladders: model.types.iter().map(|_| Ladder::default()).collect(),
            visits: 0,
            again: 0,
            alive: 0,
            over: None,
            today: Today::default(),
        });
        if replication == 0 {
            engine.recorder.weekly();
        }
        engine.enter();
        engine.open();
        engine.bounded()?;
        Ok(Self { engine, replication, day: 0 })
    }

    /// Goes through the first days and takes every completed case down.
    pub(in super::super) fn observed(mut self, days: u32) -> Result<Box<Engine<'m>>, SimulationError> {
        self.engine.recorder.observe();
        for day in 0..days.min(self.engine.model.clock.length.len() as u32) {
            self.engine.day(day)?;
        }
        Ok(self.engine)
    }

    /// Draws the new cases of all days; see [`Model::drawn`].
    pub(in super::super) fn drawn(mut self) -> Result<(u64, f64), SimulationError> {
        let days = self.engine.model.clock.length.len() as u32;
        let mut groups = std::mem::take(&mut self.engine.groups);
        let (mut cases, mut minutes) = (0, 0.0);
        for day in 0..days {
            for (number, group) in groups.iter_mut().enumerate() {
                let (count, sum) = self.engine.draw(number, group, day);
                (cases, minutes) = (cases + count, minutes + sum);
            }
            self.engine.bounded()?;
        }
        Ok((cases, minutes))
    }

    /// Work done so far, as [`Self::advance`] counts it: visits, and for each day an eighth of one for each post and case type.
    /// The same on every machine.
    #[must_use]
    pub fn work(&self) -> u64 {
        self.engine.visits + u64::from(self.day) * self.quiet()
    }

    /// What a day costs by itself, in visits.
    fn quiet(&self) -> u64 {
        let model = self.engine.model;
        (model.posts.len() + model.types.len()).div_ceil(QUIET) as u64
    }

    /// Goes on for about so many visits: at least a day, and never more than a day beyond. A million take about 0.1 s
    /// natively; days without cases count as well, by posts and case types.
    ///
    /// # Errors
    /// As [`Model::run`].
    pub fn advance(mut self, visits: u64) -> Result<Progress<'m>, SimulationError> {
        let (days, quiet) = (self.engine.model.clock.length.len() as u32, self.quiet());
        let mut left = visits;
        while self.day < days {
            let before = self.engine.visits;
            self.engine.day(self.day)?;
            self.day += 1;
            left = left.saturating_sub(quiet + self.engine.visits - before);
            if left == 0 && self.day < days {
                return Ok(Progress::Running(self));
            }
        }
        Ok(Progress::Done(Box::new(self.engine.finish(self.replication))))
    }
}
