//! Populations: people housed or cared for, with Poisson inflow and exponential stay.

use super::demand::binomial;
use super::model::{Epoch, Model};
use super::random::{Key, Purpose};
use chrono::Datelike;

/// Persons of all populations.
#[derive(Debug)]
pub(super) struct Populations {
    pub(super) persons: Vec<u64>,
    streams: Vec<(Key, Key)>,
}

impl Populations {
    pub(super) fn new(model: &Model, root: Key) -> Self {
        let stream = |hash| {
            let key = root.child(hash);
            (key.purpose(Purpose::Inflow), key.purpose(Purpose::Outflow))
        };
        Self {
            persons: model.populations.iter().map(|info| info.opening).collect(),
            streams: model.populations.iter().map(|info| stream(info.hash)).collect(),
        }
    }

    /// One calendar day: who is there leaves with the probability of a day, new persons come. Places do not turn
    /// anybody away. Cost: linear in the movements.
    pub(super) fn day(&mut self, model: &Model, epoch: &Epoch, day: u32) {
        let date = model.start.num_days_from_ce().unsigned_abs().wrapping_add(day);
        for (number, population) in epoch.populations.iter().enumerate() {
            let (inflow, outflow) = self.streams[number];
            let persons = &mut self.persons[number];
            let leave = binomial(*persons, population.leaving, outflow.child(u64::from(date)));
            let come = population.inflow.draw(1.0, inflow.child(u64::from(date)));
            *persons = (*persons - leave).saturating_add(come);
        }
    }
}
