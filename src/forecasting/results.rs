//! From replications to what the effect panel shows: bands by month, paired figures at the end.

use super::queue::{Job, Queue};
use super::{PopulationRun, UnitRun};
use crate::plan::{PopulationId, UnitId};
use crate::simulation::{Standing, Summariser, Summary};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Replications before the first picture: an interval from fewer says nothing.
const FIRST_VIEW: u32 = 4;

/// Replications at which a job's first picture is drawn.
#[must_use]
pub fn first_view_at(wanted: u32) -> u32 {
    FIRST_VIEW.min(wanted.max(1))
}

/// A figure month by month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// Summary over the replications at the end of each month.
    pub months: Vec<Summary>,
}

/// One figure without and with the changes, and the difference of the pairs.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Paired {
    /// Without.
    pub baseline: Summary,
    /// With.
    pub scenario: Summary,
    /// With minus without, paired by replication.
    pub difference: Summary,
}

/// The forecast of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitForecast {
    /// Which unit.
    pub unit: UnitId,
    /// Open cases, without the changes.
    pub open_baseline: Band,
    /// Open cases, with the changes.
    pub open_scenario: Band,
    /// Open cases at the end of the horizon.
    pub open: Paired,
    /// Open cases older than three months at the end of the horizon.
    pub over_three_months: Paired,
    /// Calendar days from arrival to completion over the horizon.
    pub lead_days: Paired,
    /// Busy over available time over the horizon.
    pub utilisation: Paired,
    /// Effective full-time equivalents over the horizon.
    pub effective_fte: Paired,
    /// Open cases in the mean of the horizon, by whose turn it is.
    pub standing: Standing<Paired>,
    /// The people that the unit cares for.
    pub populations: Vec<PopulationForecast>,
    /// What the user has to know about the plan with the changes.
    pub warnings: Vec<String>,
}

/// The forecast of a population.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationForecast {
    /// Which population.
    pub population: PopulationId,
    /// Persons without the changes.
    pub persons_baseline: Band,
    /// Persons with the changes.
    pub persons_scenario: Band,
    /// Persons over places at the end of the horizon; 0 without places.
    pub occupancy: Paired,
}

/// What a picture is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastView {
    /// The last day of each month of the horizon.
    pub month_ends: Vec<NaiveDate>,
    /// By unit, in the order asked for.
    pub units: Vec<UnitForecast>,
    /// Replications behind it.
    pub replications: u32,
    /// Replications wanted.
    pub wanted: u32,
}

impl ForecastView {
    /// Summarises the first `count` replications of a job.
    /// Costs a sort of `count` values per unit, month and figure.
    #[must_use]
    pub fn of(queue: &Queue, job: &Job, count: u32, as_of: NaiveDate) -> Self {
        let mut summariser = Summariser::new(count as usize);
        let units: Vec<UnitForecast> =
            job.units().iter().map(|unit| unit_forecast(queue, job, unit, count, &mut summariser)).collect();
        let months = units.iter().map(|unit| unit.open_baseline.months.len()).max().unwrap_or(0);
        Self {
            month_ends: (1..=months).filter_map(|month| month_end(as_of, month)).collect(),
            units,
            replications: count,
            wanted: job.replications,
        }
    }

    /// The forecast of one unit.
    #[must_use]
    pub fn unit(&self, unit: &UnitId) -> Option<&UnitForecast> {
        self.units.iter().find(|forecast| forecast.unit == *unit)
    }
}

fn unit_forecast(
    queue: &Queue,
    job: &Job,
    unit: &UnitId,
    count: u32,
    summariser: &mut Summariser,
) -> UnitForecast {
    let runs = |place: usize| {
        job.parts.get(place).map(|part| queue.runs(&part.variant, unit, count)).unwrap_or_default()
    };
    UnitForecast::of(unit, [&runs(0), &runs(1)], summariser)
}

impl UnitForecast {
    /// Sums a unit's runs up, those without the changes first; the same number of both, in the same order.
    #[must_use]
    pub fn of(unit: &UnitId, [baseline, scenario]: [&[&UnitRun]; 2], summariser: &mut Summariser) -> Self {
        let open_baseline = Band::of(baseline, |run| &run.open, summariser);
        let open_scenario = Band::of(scenario, |run| &run.open, summariser);
        let populations = populations(baseline, scenario, summariser);
        let mut pair =
            |figure: &dyn Fn(&UnitRun) -> Option<f64>| Paired::of(baseline, scenario, figure, summariser);
        Self {
            unit: unit.clone(),
            open_baseline,
            open_scenario,
            open: pair(&|run| run.open.last().copied()),
            over_three_months: pair(&|run| run.over_three_months.last().copied()),
            lead_days: pair(&|run| run.lead_days),
            utilisation: pair(&|run| Some(run.utilisation)),
            effective_fte: pair(&|run| Some(run.effective_fte)),
            standing: Standing {
                with_us: pair(&|run| Some(run.standing.with_us)),
                in_work: pair(&|run| Some(run.standing.in_work)),
                authority: pair(&|run| Some(run.standing.authority)),
                applicant: pair(&|run| Some(run.standing.applicant)),
                dormant: pair(&|run| Some(run.standing.dormant)),
            },
            populations,
            warnings: scenario.first().map(|run| run.warnings.clone()).unwrap_or_default(),
        }
    }
}

/// The populations that a unit cares for with the changes.
fn populations(
    baseline: &[&UnitRun],
    scenario: &[&UnitRun],
    summariser: &mut Summariser,
) -> Vec<PopulationForecast> {
    let known = scenario.first().map(|run| run.populations.as_slice()).unwrap_or_default();
    let forecast = |known: &PopulationRun| {
        let of = |run: &UnitRun, list: fn(&PopulationRun) -> &Vec<f64>| {
            let same = run.populations.iter().find(|other| other.population == known.population);
            same.map(|same| list(same).clone()).unwrap_or_default()
        };
        let mut band = |runs: &[&UnitRun]| {
            let runs: Vec<Vec<f64>> = runs.iter().map(|run| of(run, |people| &people.persons)).collect();
            Band::of(&runs.iter().collect::<Vec<_>>(), |months| months, summariser)
        };
        let (persons_baseline, persons_scenario) = (band(baseline), band(scenario));
        let last = |run: &UnitRun| of(run, |people| &people.occupancy).last().copied();
        PopulationForecast {
            population: known.population.clone(),
            persons_baseline,
            persons_scenario,
            occupancy: Paired::of(baseline, scenario, &last, summariser),
        }
    };
    known.iter().map(forecast).collect()
}

impl Band {
    fn of<R>(runs: &[&R], figure: impl Fn(&R) -> &Vec<f64>, summariser: &mut Summariser) -> Self {
        let months = runs.first().map_or(0, |run| figure(run).len());
        let mut summary =
            |month: usize| summariser.of(runs.iter().filter_map(|run| figure(run).get(month).copied()));
        Self { months: (0..months).map(&mut summary).collect() }
    }
}

impl Paired {
    /// Only replications that have the figure in both are paired.
    fn of(
        baseline: &[&UnitRun],
        scenario: &[&UnitRun],
        figure: &dyn Fn(&UnitRun) -> Option<f64>,
        summariser: &mut Summariser,
    ) -> Self {
        let pairs = baseline.iter().zip(scenario);
        Self {
            baseline: summariser.of(baseline.iter().filter_map(|run| figure(run))),
            scenario: summariser.of(scenario.iter().filter_map(|run| figure(run))),
            difference: summariser
                .of(pairs.filter_map(|(without, with)| Some(figure(with)? - figure(without)?))),
        }
    }
}

/// The last day of the `number`-th month from `start`'s month on (1 is `start`'s own month).
fn month_end(start: NaiveDate, number: usize) -> Option<NaiveDate> {
    let months = start.month0() as usize + number;
    let year = start.year() + i32::try_from(months / 12).ok()?;
    NaiveDate::from_ymd_opt(year, (months % 12) as u32 + 1, 1)?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_their_last_day() {
        let start = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let ends: Vec<String> =
            [1, 2, 11, 12, 23].iter().map(|n| month_end(start, *n).unwrap().to_string()).collect();
        assert_eq!(ends, ["2024-02-29", "2024-03-31", "2024-12-31", "2025-01-31", "2025-12-31"]);
    }

    #[test]
    fn pairs_without_a_figure_are_left_out() {
        let run = |days: Option<f64>| UnitRun { lead_days: days, ..UnitRun::default() };
        let baseline = [run(Some(10.0)), run(None), run(Some(30.0))];
        let scenario = [run(Some(8.0)), run(Some(5.0)), run(Some(26.0))];
        let (without, with): (Vec<_>, Vec<_>) = (baseline.iter().collect(), scenario.iter().collect());
        let paired = Paired::of(&without, &with, &|run| run.lead_days, &mut Summariser::new(3));
        assert!((paired.difference.mean - -3.0).abs() < 1e-12);
        assert!((paired.baseline.mean - 20.0).abs() < 1e-12);
    }
}
