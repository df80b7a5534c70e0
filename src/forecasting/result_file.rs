//! The result file: what was asked, what came out, and a fingerprint over both; whoever has it can compute it again.
//!
//! The page makes it of its workers' answers, the command line of whole replications: a unit alone gives what the whole gives
//! for it, to the last bit, so that both write the same bytes.

mod compare;
mod read;
#[cfg(test)]
mod tests;

use super::{Band, ForecastView, Paired, UnitForecast, UnitRun};
use crate::plan::{Change, Digest, Plan, Unit, UnitId};
use crate::simulation::{Model, Options, Replication, SimulationError, Summariser, Summary};
pub use compare::differences;
use serde::Serialize;

/// The name of the format, as it stands in the file.
pub const RESULT_FORMAT: &str = "stellwerk-result/1";

/// What computed a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Engine {
    /// Its name.
    pub name: String,
    /// Its version; another one may compute other figures.
    pub version: String,
}

impl Engine {
    /// This one.
    #[must_use]
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// All that a result follows from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inputs {
    /// The plan without the changes.
    pub plan: Plan,
    /// The changes.
    pub changes: Vec<Change>,
    /// Days from the plan's first day on.
    pub horizon_days: u32,
    /// Replications behind every figure.
    pub replications: u32,
    /// Seed of all streams.
    pub seed: u64,
    /// First days that are left out of every figure.
    pub warmup_days: u32,
}

impl Inputs {
    /// How the simulation is run, for all units.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            horizon_days: self.horizon_days,
            replications: self.replications,
            seed: self.seed,
            warmup_days: self.warmup_days,
            units: Vec::new(),
        }
    }

    /// The plan without and with the changes, ready to be run.
    ///
    /// # Errors
    /// What [`Model::new`] refuses.
    pub fn models(&self) -> Result<[Model; 2], SimulationError> {
        let options = self.options();
        Ok([Model::new(&self.plan, &[], &options)?, Model::new(&self.plan, &self.changes, &options)?])
    }
}

/// The figures of a unit, without and with the changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitResult {
    /// Which unit.
    pub unit: UnitId,
    /// Open cases at the end of each month, without the changes.
    pub open_baseline: Vec<Summary>,
    /// The same with the changes.
    pub open_scenario: Vec<Summary>,
    /// Open cases on the last day.
    pub open: Paired,
    /// Open cases older than three months on the last day.
    pub over_three_months: Paired,
    /// Calendar days from arrival to completion over the horizon.
    pub lead_days: Paired,
    /// Busy over available time over the horizon.
    pub utilisation: Paired,
    /// Effective full-time equivalents over the horizon.
    pub effective_fte: Paired,
}

impl UnitResult {
    fn of(forecast: &UnitForecast) -> Self {
        let months = |band: &Band| band.months.clone();
        Self {
            unit: forecast.unit.clone(),
            open_baseline: months(&forecast.open_baseline),
            open_scenario: months(&forecast.open_scenario),
            open: forecast.open,
            over_three_months: forecast.over_three_months,
            lead_days: forecast.lead_days,
            utilisation: forecast.utilisation,
            effective_fte: forecast.effective_fte,
        }
    }
}

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultFile {
    #[serde(flatten)]
    content: Content,
    hash: Digest,
}

/// What the fingerprint is of.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Content {
    format: &'static str,
    engine: Engine,
    inputs: Inputs,
    units: Vec<UnitResult>,
}

impl ResultFile {
    /// Of what the page shows: all replications that were wanted, of all units with work.
    #[must_use]
    pub fn of_view(inputs: Inputs, view: &ForecastView) -> Self {
        Self::new(inputs, view.units.iter().map(UnitResult::of).collect())
    }

    /// Of whole replications of both models, in the order of their numbers from 0 on.
    #[must_use]
    pub fn of_runs(inputs: Inputs, models: [&Model; 2], runs: [&[Replication]; 2]) -> Self {
        let mut summariser = Summariser::new(inputs.replications as usize);
        let units = units_with_work(&inputs.plan, &inputs.changes);
        let units = units.iter().map(|unit| {
            let of = |place: usize| -> Vec<UnitRun> {
                runs[place].iter().map(|run| UnitRun::of(models[place], run, unit)).collect()
            };
            let (baseline, scenario) = (of(0), of(1));
            let both: [Vec<&UnitRun>; 2] = [baseline.iter().collect(), scenario.iter().collect()];
            UnitResult::of(&UnitForecast::of(unit, [&both[0], &both[1]], &mut summariser))
        });
        let units = units.collect();
        Self::new(inputs, units)
    }

    fn new(inputs: Inputs, units: Vec<UnitResult>) -> Self {
        let content = Content { format: RESULT_FORMAT, engine: Engine::this(), inputs, units };
        // Writing to memory fails only for keys that are no text, and there are none.
        let hash = Digest::of(&serde_json::to_vec(&content).unwrap_or_default());
        Self { content, hash }
    }

    /// The fingerprint over inputs, engine and figures.
    #[must_use]
    pub fn hash(&self) -> &Digest {
        &self.hash
    }

    /// The figures by unit.
    #[must_use]
    pub fn units(&self) -> &[UnitResult] {
        &self.content.units
    }

    /// The text of the file: indented, always in the same order, with a line end at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The units that have cases or people to care for with the changes, in the order of the plan: those that a result is about.
#[must_use]
pub fn units_with_work(plan: &Plan, changes: &[Change]) -> Vec<UnitId> {
    let changed = plan.with_changes(changes).plan;
    let has_work = |unit: &&Unit| {
        changed.case_types.iter().any(|case_type| case_type.unit == unit.id)
            || changed.populations.iter().any(|population| population.unit == unit.id)
    };
    changed.units.iter().filter(has_work).map(|unit| unit.id.clone()).collect()
}
