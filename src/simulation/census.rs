//! The cases of a replication one by one: which came and were completed when, and with whom the open ones are.
//!
//! Made for the built-in figures: what an office would have counted. The engine takes down nothing of this otherwise.

use super::SimulationError;
use super::engine::{Engine, draw};
use super::model::Model;
use super::queue::Case;
use super::standing::Place;
use crate::plan::CaseTypeId;
use serde::Serialize;

/// A case in days from the first day of the model on; negative before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CensusCase {
    /// Place of its case type in [`Census::case_types`].
    pub case_type: u32,
    /// Day on which it arrived.
    pub received: i64,
    /// Day on which it was completed; none while it is open.
    pub closed: Option<i64>,
    /// Where it is while it is open.
    pub place: Place,
    /// Day since which it is there.
    pub since: i64,
}

/// All cases up to a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Census {
    /// The case types, in the order of the model.
    pub case_types: Vec<CaseTypeId>,
    /// The completed ones in the order of completion, then the open ones by case type and arrival.
    pub cases: Vec<CensusCase>,
}

impl Model {
    /// Counts the cases of a replication up to the end of its day number `days` − 1. The horizon should go on beyond it by
    /// the longest external wait: a case that comes back later than the horizon is told as none.
    ///
    /// # Errors
    /// As [`Model::run`].
    pub fn census(&self, replication: u32, days: u32) -> Result<Census, SimulationError> {
        let engine = self.start(replication)?.observed(days)?;
        Ok(census(self, engine))
    }
}

fn census(model: &Model, mut engine: Box<Engine<'_>>) -> Census {
    let mut cases = engine.recorder.closed();
    let mut open: Vec<CensusCase> = Vec::new();
    for group in &engine.groups {
        for case in group.queues.iter().flatten() {
            open.push(standing(case, Place::Queue, case.ready));
        }
        for server in group.servers.iter().filter(|server| server.busy) {
            open.push(standing(&server.case, Place::Work, server.case.ready));
        }
    }
    for case in engine.pool.due().filter(|case| case.arrived) {
        open.push(standing(case, case.outside, went_out(&engine, case)));
    }
    open.sort_by_key(|case| (case.case_type, case.received, case.place as u8, case.since));
    cases.append(&mut open);
    Census { case_types: model.types.iter().map(|info| info.id.clone()).collect(), cases }
}

fn standing(case: &Case, place: Place, since: f64) -> CensusCase {
    CensusCase {
        case_type: u32::from(case.case_type),
        received: case.arrival_day(),
        closed: None,
        place,
        since: libm::floor(since) as i64,
    }
}

/// When a case went out: its return less its wait, which follows from its stream.
fn went_out(engine: &Engine<'_>, case: &Case) -> f64 {
    let last = case.step.saturating_sub(1);
    let step = engine.epoch.types[case.case_type as usize].steps.get(usize::from(last));
    let wait = step.and_then(|step| step.then).map_or(0.0, |(mean, table)| {
        mean * engine.model.tables[table as usize].value(case.stream().bits(draw::wait(u64::from(last))))
    });
    (case.ready - wait).max(case.arrival)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::simulation::Options;

    #[test]
    fn counts_the_cases_that_the_replication_balances() {
        let plan = builtin().unwrap();
        let options = Options { horizon_days: 1_400, replications: 1, ..Options::default() };
        let census = Model::new(&plan, &[], &options).unwrap().census(0, 366).unwrap();
        // The same days as a run of their own.
        let year = Options { horizon_days: 366, ..options };
        let balance = Model::new(&plan, &[], &year).unwrap().run(0).unwrap().balance();
        for (number, id) in census.case_types.iter().enumerate() {
            let of = |case: &&CensusCase| case.case_type as usize == number;
            let counted = &balance.case_types[id];
            let closed = census.cases.iter().filter(of).filter(|case| case.closed.is_some()).count() as u64;
            let open = |places: &[Place]| {
                let there = |case: &&CensusCase| case.closed.is_none() && places.contains(&case.place);
                census.cases.iter().filter(of).filter(there).count() as u64
            };
            assert_eq!(closed, counted.completed, "{id}");
            assert_eq!(open(&[Place::Queue]), counted.waiting, "{id}");
            assert_eq!(open(&[Place::Work]), counted.in_handling, "{id}");
            let outside = open(&[Place::Authority, Place::Applicant, Place::Dormant]);
            assert_eq!(outside, counted.external, "{id}");
        }
        let sound = |case: &CensusCase| {
            case.closed.is_none_or(|closed| closed >= case.received && closed < 366)
                && (case.closed.is_some() || (case.since >= case.received && case.since < 366))
        };
        assert!(census.cases.iter().all(sound));
    }
}
