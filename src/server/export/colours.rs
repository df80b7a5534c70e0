//! What a chart on paper is coloured by: at once where the day's figures say it, else from a simulation that is bounded in time.

use crate::api::ScenarioState;
use crate::diagram::chart::Facts;
use crate::diagram::chart::measure::{Asked, Colours, Known, Measure, Shading, Unpainted};
use crate::forecasting::{SEED, UnitRun, horizon};
use crate::format::Language;
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{Model, Options, SimulationError, UnitOutcome};
use chrono::NaiveDate;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Longest time that the simulation of a picture may take, waiting for others included; what is left of a request's time is for
/// drawing.
const LONGEST: Duration = Duration::from_secs(15);

/// Pictures are simulated for one by one.
static TURN: Semaphore = Semaphore::const_new(1);

/// What the simulation says, or why it says nothing.
pub(super) type Answer = Result<Known, Unpainted>;

/// What a measure needs of the simulation of a scenario; nothing where it needs none.
pub(super) async fn known(scenario: &ScenarioState, measure: Measure, day: NaiveDate) -> Answer {
    let plan = Arc::new(scenario.baseline.clone());
    match Asked::of(measure, plan, scenario.active_changes(), day) {
        None => Ok(Known::default()),
        Some(asked) => within(asked, day, LONGEST).await,
    }
}

/// The same within a time of our own.
async fn within(asked: Asked, day: NaiveDate, longest: Duration) -> Answer {
    let end = Instant::now() + longest;
    // Nobody closes it.
    let turn = TURN.acquire().await.map_err(|_| Unpainted::OutOfTime)?;
    let work = move || {
        // A request that is given up does not let the next one begin before the work ends.
        let _turn = turn;
        let (horizon_days, last) = horizon(asked.plan.as_of);
        let of_part = |(changes, units): &(Vec<Change>, Vec<UnitId>)| {
            let of_unit =
                |unit| outcomes(&asked.plan, (changes, unit), (horizon_days, asked.replications()), end);
            units.iter().map(of_unit).collect::<Result<Vec<_>, _>>()
        };
        let runs = asked.parts().iter().map(of_part).collect::<Result<Vec<_>, _>>()?;
        asked.known(&runs, (day, last)).ok_or(Unpainted::NotSimulated)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the simulation for a picture broke off");
        Err(Unpainted::NotSimulated)
    })
}

/// The replications of a unit, as the page's workers compute them: the same figures to the bit.
fn outcomes(
    plan: &Plan,
    (changes, unit): (&[Change], &UnitId),
    (horizon_days, replications): (u32, u32),
    end: Instant,
) -> Result<Vec<UnitOutcome>, Unpainted> {
    let failed = |error: SimulationError| {
        tracing::warn!(%error, "no simulation for a picture");
        Unpainted::NotSimulated
    };
    let options = Options { horizon_days, seed: SEED, units: vec![unit.clone()], ..Options::default() };
    let model = Model::new(plan, changes, &options).map_err(failed)?;
    let one = |number| {
        if Instant::now() >= end {
            return Err(Unpainted::OutOfTime);
        }
        let replication = model.run(number).map_err(failed)?;
        Ok(UnitRun::of(&model, &replication, unit).outcome())
    };
    (0..replications).map(one).collect()
}

/// The colours of a day.
pub(super) fn of(measure: Measure, facts: &Facts, answer: &Answer, language: Language) -> Colours {
    match answer {
        Ok(known) => Colours::Classes(Arc::new(Shading::of(measure, facts, known, language))),
        Err(why) => Colours::Missing(measure, *why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[tokio::test]
    async fn a_simulation_that_takes_too_long_is_told_and_no_other_fails() {
        let plan = Arc::new(builtin().unwrap());
        let day = plan.as_of;
        for measure in [Measure::OpenCases, Measure::HalfPost] {
            let asked = Asked::of(measure, Arc::clone(&plan), Vec::new(), day).unwrap();
            assert_eq!(within(asked, day, Duration::ZERO).await, Err(Unpainted::OutOfTime));
        }
        let mut small = builtin().unwrap();
        small.case_types.truncate(1);
        let asked = Asked::of(Measure::OpenCases, Arc::new(small), Vec::new(), day).unwrap();
        let known = within(asked, day, Duration::from_secs(120)).await.unwrap();
        assert!(known.outlook.len() == 1 && known.last > day, "{known:?}");
    }
}
