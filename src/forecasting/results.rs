//! From replications to what the effect panel shows: bands by month, paired figures at the end.

use super::queue::{Job, Queue};
use super::{PopulationRun, UnitRun};
use crate::plan::{PopulationId, UnitId};
use crate::simulation::{Standing, Summariser, Summary};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::sync::Arc;

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
    /// Their share of the open cases at the end of the horizon, 0 to 1; 0 where nothing is open.
    pub share_over_three_months: Paired,
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
    /// The first replication week by week, without and with the changes; see [`Replication::weeks`](crate::simulation::Replication::weeks).
    pub weeks: [Arc<Vec<f64>>; 2],
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
    /// Persons at the end of the horizon for one full-time equivalent that is effective in its last month; 0 without any.
    pub persons_per_fte: Paired,
}

/// What waits at the end of the horizon in all units together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Whole {
    /// Open cases.
    pub open: Paired,
    /// Share of them that is older than three months, 0 to 1; 0 where nothing is open.
    pub share_over_three_months: Paired,
}

/// What a picture is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastView {
    /// The last day of each month of the horizon.
    pub month_ends: Vec<NaiveDate>,
    /// By unit, in the order asked for.
    pub units: Vec<UnitForecast>,
    /// All of them together.
    pub whole: Whole,
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
        Self::again(queue, job, count, as_of, &mut Summariser::new(count as usize))
    }

    /// The same, with a summariser that may remember the view before: then it costs a look at each value, and a search for the new ones.
    #[must_use]
    pub fn again(
        queue: &Queue,
        job: &Job,
        count: u32,
        as_of: NaiveDate,
        summariser: &mut Summariser,
    ) -> Self {
        summariser.begin_again();
        let runs: Vec<[Vec<&UnitRun>; 2]> =
            job.units().iter().map(|unit| unit_runs(queue, job, unit, count)).collect();
        let forecast = |(unit, [before, after]): (&UnitId, &[Vec<&UnitRun>; 2])| {
            UnitForecast::of(unit, [before, after], summariser)
        };
        let units: Vec<UnitForecast> = job.units().iter().zip(&runs).map(forecast).collect();
        let months = units.iter().map(|unit| unit.open_baseline.months.len()).max().unwrap_or(0);
        Self {
            month_ends: (1..=months).filter_map(|month| month_end(as_of, month)).collect(),
            units,
            whole: Whole::of(&runs, summariser),
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

/// The runs of a unit, those without the changes first.
fn unit_runs<'a>(queue: &'a Queue, job: &Job, unit: &UnitId, count: u32) -> [Vec<&'a UnitRun>; 2] {
    [0, 1].map(|place: usize| {
        job.parts.get(place).map(|part| queue.runs(&part.variant, unit, count)).unwrap_or_default()
    })
}

/// The share of the open cases that is older than three months on the last day; 0 where nothing is open.
fn share_over_three_months(run: &UnitRun) -> Option<f64> {
    let (open, old) = (*run.open.last()?, *run.over_three_months.last()?);
    Some(if open > 0.0 { old / open } else { 0.0 })
}

impl Whole {
    /// Adds the units up, replication by replication, so that the interval is that of the sum.
    fn of(units: &[[Vec<&UnitRun>; 2]], summariser: &mut Summariser) -> Self {
        let sums = |place: usize| -> Vec<UnitRun> {
            let known = units.iter().map(|runs| runs[place].len()).min().unwrap_or(0);
            let sum = |number: usize, figure: fn(&UnitRun) -> &Vec<f64>| {
                vec![units.iter().filter_map(|runs| figure(runs[place][number]).last()).sum::<f64>()]
            };
            let run = |number: usize| UnitRun {
                open: sum(number, |run| &run.open),
                over_three_months: sum(number, |run| &run.over_three_months),
                ..UnitRun::default()
            };
            (0..known).map(run).collect()
        };
        let (before, after) = (sums(0), sums(1));
        let (before, after): (Vec<_>, Vec<_>) = (before.iter().collect(), after.iter().collect());
        let mut pair =
            |figure: &dyn Fn(&UnitRun) -> Option<f64>| Paired::of(&before, &after, figure, summariser);
        Self {
            open: pair(&|run| run.open.last().copied()),
            share_over_three_months: pair(&share_over_three_months),
        }
    }
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
            share_over_three_months: pair(&share_over_three_months),
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
            weeks: [baseline, scenario]
                .map(|runs| runs.first().map(|run| Arc::clone(&run.weeks)).unwrap_or_default()),
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
        let mut last = |list: fn(&PopulationRun) -> &Vec<f64>| {
            Paired::of(baseline, scenario, &|run| of(run, list).last().copied(), summariser)
        };
        PopulationForecast {
            population: known.population.clone(),
            persons_baseline,
            persons_scenario,
            occupancy: last(|people| &people.occupancy),
            persons_per_fte: last(|people| &people.persons_per_fte),
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

    /// Two units, two replications: what the one gains in a replication the other loses in it.
    #[test]
    fn the_whole_is_the_sum_of_each_replication() {
        let run = |open: f64, old: f64| UnitRun {
            open: vec![0.0, open],
            over_three_months: vec![0.0, old],
            ..UnitRun::default()
        };
        let before = [[run(100.0, 20.0), run(60.0, 0.0)], [run(100.0, 30.0), run(0.0, 0.0)]];
        let after = [[run(90.0, 10.0), run(50.0, 0.0)], [run(110.0, 30.0), run(10.0, 0.0)]];
        let units: Vec<[Vec<&UnitRun>; 2]> = before
            .iter()
            .zip(&after)
            .map(|(before, after)| [before.iter().collect(), after.iter().collect()])
            .collect();
        let whole = Whole::of(&units, &mut Summariser::new(2));
        assert_eq!((whole.open.baseline.mean, whole.open.scenario.mean), (130.0, 130.0));
        assert_eq!((whole.open.difference.mean, whole.open.difference.half_width), (0.0, 0.0));
        let share = whole.share_over_three_months;
        assert!((share.baseline.mean - (50.0 / 200.0 + 0.0) / 2.0).abs() < 1e-12, "{share:?}");
        assert!((share.difference.mean - (40.0 / 200.0 - 50.0 / 200.0) / 2.0).abs() < 1e-12, "{share:?}");
        assert_eq!(Whole::of(&[], &mut Summariser::new(2)), Whole::default());
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
