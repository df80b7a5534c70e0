//! Looking ahead from what was counted: the engine starts with the stock of the last counted month and its ages, and plays the
//! months that follow. No warm-up is needed, as the real backlog is there from the first day on.

use super::opening::{opening, without_wait};
use super::{Ages, CrossCheck, CrossChecks, Fit, Ledger, Month};
use crate::plan::{Action, CaseType, CaseTypeId, CaseTypePatch, Change, Demand, Plan, UnitId};
use crate::simulation::{
    Model, OpenCases, Options, Replication, Search, SimulationError, SolverError, Summariser, Summary,
    Target, UnitOutcome, forecast,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Seed of every look ahead: the same counts and the same plan give the same figures.
const SEED: u64 = 1;

/// Replications of a look ahead.
pub const RUNS: u32 = 48;

/// Replications of each candidate of a search for relief.
const SEARCH_RUNS: u32 = 16;

/// Most questions of a search: it ends long before.
const MOST_QUESTIONS: usize = 400;

/// A month ahead: four of five replications lie between `low` and `high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// The month.
    pub month: Month,
    /// Cases in the mean.
    pub mean: f64,
    /// One in ten is below.
    pub low: f64,
    /// One in ten is above.
    pub high: f64,
}

/// What lies ahead of a unit with everything below it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitOutlook {
    /// The unit.
    pub unit: UnitId,
    /// Open cases at the end of each month.
    pub open: Vec<Ahead>,
    /// Of these, older than three months.
    pub over_three_months: Vec<Ahead>,
    /// Effective full-time equivalents, mean of the months.
    pub effective_fte: f64,
    /// The formulas beside the simulation; none where there are no cases, and in what was kept before there was a check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CrossCheck>,
}

/// A look ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// The last month that was counted.
    pub counted_until: Month,
    /// Replications behind it.
    pub runs: u32,
    /// Whether its demand was fitted on the counts, and up to which year; none where it is the plan's own.
    pub calibrated_on: Option<i32>,
    /// Whether it was computed later, from what was counted up to then only.
    pub afterwards: bool,
    /// Whether it begins with the ages of the single open cases and with whom they are; else all wait here, their ages even.
    #[serde(default)]
    pub from_cases: bool,
    /// Cases among them that lie with others although the plan knows no wait with others for their kind; they begin as ours.
    #[serde(default)]
    pub without_wait: u64,
    /// The units that handle cases.
    pub units: Vec<UnitOutlook>,
}

/// From where one looks ahead.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Changes made on it.
    pub changes: &'a [Change],
    /// What was counted.
    pub ledger: &'a Ledger,
    /// The ages of the open cases, where a list of them is there.
    pub ages: Option<&'a Ages>,
    /// The last month that counts as known.
    pub until: Month,
    /// The year on which demand was fitted; none for the plan's own demand.
    pub calibrated_on: Option<i32>,
}

impl Start<'_> {
    /// The plan as it stands after the last counted month: what is open is what was counted.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        let mut plan = self.plan.clone();
        plan.as_of = self.until.plus(1).first_day()?;
        for case_type in &mut plan.case_types {
            let Some(open) = self.ledger.get(&case_type.id, self.until).and_then(|counts| counts.open) else {
                continue;
            };
            case_type.opening.waiting = open;
            case_type.opening.oldest_days = case_type.opening.oldest_days.max(30);
        }
        if let Some(year) = self.calibrated_on {
            let fits = fits(self.plan, self.ledger, year);
            for change in calibrated(&plan, &fits, plan.as_of) {
                // Every case type is the plan's own, so that the change fits.
                let _ = plan.apply_in_place(&change);
            }
        }
        Some(plan)
    }

    /// The open cases by age and by who has them; nothing without a list of them.
    fn open_cases(&self) -> Vec<OpenCases> {
        self.ages.map_or_else(Vec::new, |ages| opening(self.plan, self.ledger, ages, self.until))
    }
}

/// The fits of a year.
#[must_use]
pub fn fits(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<(CaseTypeId, Fit)> {
    let (Some(from), Some(until)) = (Month::new(year, 1), Month::new(year, 12)) else { return Vec::new() };
    let fit =
        |case_type: &CaseType| Some((case_type.id.clone(), Fit::of(plan, ledger, case_type, from, until)?));
    plan.case_types.iter().filter_map(fit).collect()
}

/// The changes that put fitted demand into a plan: level at the end of the fitted year, trend, season, dispersion. What comes
/// back as a follow-up is taken off the level, as the simulation makes it arise by itself; events of the plan stay.
#[must_use]
pub fn calibrated(plan: &Plan, fits: &[(CaseTypeId, Fit)], effective: NaiveDate) -> Vec<Change> {
    let mut returning: BTreeMap<&CaseTypeId, f64> = BTreeMap::new();
    for source in &plan.case_types {
        for follow in source.follow_ups.iter().filter(|follow| follow.after_days.mean > 0.0) {
            let yearly = source.opening.circulating as f64 * 365.0 / follow.after_days.mean;
            *returning.entry(&follow.case_type).or_default() += yearly * follow.share.as_f64();
        }
    }
    let change = |(id, fit): &(CaseTypeId, Fit)| {
        let case_type = plan.case_type(id)?;
        let own = fit.per_year - returning.get(id).copied().unwrap_or_default();
        let demand = Demand {
            per_year: tidy(own.max(0.0), 10.0),
            // A trend is not believed beyond halving and doubling: twelve months know nothing of the years after.
            growth: tidy(fit.growth.clamp(-0.5, 1.0), 1_000.0),
            dispersion: tidy(fit.dispersion, 100.0),
            season: fit.season.iter().map(|factor| tidy(*factor, 1_000.0)).collect(),
            events: case_type.demand.events.clone(),
        };
        let patch = CaseTypePatch { demand: Some(demand), ..CaseTypePatch::new(id.clone()) };
        Some(Change { effective, action: Action::SetCaseType(patch) })
    };
    fits.iter().filter_map(change).collect()
}

fn tidy(value: f64, steps: f64) -> f64 {
    libm::round(value * steps) / steps
}

/// Looks so many months ahead, for every unit that handles cases. Cost: [`RUNS`] replications.
///
/// # Errors
/// [`SimulationError`] when the plan cannot be simulated.
pub fn outlook(start: &Start<'_>, months: u32) -> Result<Outlook, SimulationError> {
    let nothing = || SimulationError::Invalid { what: "as_of".to_owned() };
    let plan = start.plan().ok_or_else(nothing)?;
    let last = start.until.plus(i32::try_from(months).unwrap_or(1)).last_day().ok_or_else(nothing)?;
    let horizon_days = u32::try_from((last - plan.as_of).num_days() + 1).unwrap_or(1);
    let options = Options { horizon_days, replications: RUNS, seed: SEED, ..Options::default() };
    let open = start.open_cases();
    let model = Model::new(&plan, start.changes, &options)?.with_open_cases(&open)?;
    let runs: Vec<Replication> = (0..RUNS).map(|number| model.run(number)).collect::<Result<_, _>>()?;
    let changed = plan.with_changes(start.changes).plan;
    let mut summariser = Summariser::new(runs.len());
    let played = forecast(&model, &runs);
    let checks = CrossChecks::new(&plan, start.changes, &played);
    let units = changed.units.iter().filter_map(|unit| {
        let within = super::series::within(&changed, &unit.id);
        let handles = changed.case_types.iter().any(|case_type| within.contains(&case_type.unit));
        handles.then(|| UnitOutlook {
            check: checks.as_ref().and_then(|checks| checks.of(&within)),
            ..unit_outlook((&model, &runs), (&unit.id, &within), start.until, &mut summariser)
        })
    });
    Ok(Outlook {
        counted_until: start.until,
        runs: RUNS,
        calibrated_on: start.calibrated_on,
        afterwards: start.ledger.span().is_some_and(|(_, last)| last > start.until),
        from_cases: !open.is_empty(),
        without_wait: without_wait(&plan, &open),
        units: units.collect(),
    })
}

fn unit_outlook(
    (model, runs): (&Model, &[Replication]),
    (unit, within): (&UnitId, &BTreeSet<&UnitId>),
    until: Month,
    summariser: &mut Summariser,
) -> UnitOutlook {
    let outcomes: Vec<Vec<UnitOutcome>> = runs
        .iter()
        .map(|run| within.iter().filter_map(|unit| run.unit(model, unit)).map(UnitOutcome::from).collect())
        .collect();
    let months = outcomes.iter().flatten().map(|outcome| outcome.open.len()).max().unwrap_or(0);
    let mut course = |figure: fn(&UnitOutcome) -> &Vec<f64>| -> Vec<Ahead> {
        let of_month = |month: usize| {
            let sum = |outcomes: &Vec<UnitOutcome>| {
                outcomes.iter().filter_map(|outcome| figure(outcome).get(month)).sum::<f64>()
            };
            let Summary { mean, p10, p90, .. } = summariser.of(outcomes.iter().map(sum));
            let place = i32::try_from(month).unwrap_or_default();
            Ahead { month: until.plus(place + 1), mean, low: p10, high: p90 }
        };
        (0..months).map(of_month).collect()
    };
    let (open, over_three_months) =
        (course(|outcome| &outcome.open), course(|outcome| &outcome.over_three_months));
    let fte: f64 = outcomes.iter().flatten().map(|outcome| outcome.effective_fte).sum();
    let effective_fte = if outcomes.is_empty() { 0.0 } else { fte / outcomes.len() as f64 };
    UnitOutlook { unit: unit.clone(), open, over_three_months, effective_fte, check: None }
}

/// What the search for relief found, in a sentence.
#[derive(Debug, thiserror::Error)]
pub enum ReliefSearchError {
    /// The target makes no sense, or the unit has none.
    #[error(transparent)]
    Search(#[from] SolverError),
    /// The plan cannot be simulated.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The day of the target is not after the counts.
    #[error("Der Zielmonat liegt nicht nach dem letzten erfassten Monat; bitte wählen Sie einen späteren.")]
    TooEarly,
}

/// The least additional posts of a unit with which no more than `target` cases are open at the end of a month, of all kinds or of
/// one: advertised after the last counted month, filled after the recruitment time of the plan, newcomers learning. Of one kind it
/// is the posts of its unit that are searched for: they work on all kinds of the unit, in the order of their priority. Gives the
/// search, which has the sentence, and the plan that it was made on.
///
/// # Errors
/// [`ReliefSearchError`].
pub fn relief_by_simulation(
    start: &Start<'_>,
    (unit, kind): (&UnitId, Option<&CaseTypeId>),
    target: f64,
    until: Month,
) -> Result<(Search, Plan), ReliefSearchError> {
    let (Some(plan), Some(on)) = (start.plan(), until.last_day()) else {
        return Err(ReliefSearchError::TooEarly);
    };
    let measure = crate::simulation::TargetMeasure::Open;
    let unit = kind.and_then(|id| plan.case_type(id)).map_or(unit, |case_type| &case_type.unit);
    let target = Target::new(unit.clone(), measure, target, on, plan.as_of)
        .map_err(|_| ReliefSearchError::TooEarly)?;
    let horizon_days = target.horizon_days(plan.as_of);
    let open = start.open_cases();
    let mut search = Search::posts(&plan, start.changes, target, plan.as_of)?;
    for _ in 0..MOST_QUESTIONS {
        let Some(question) = search.questions().next().cloned() else { break };
        let mut outcomes = Vec::new();
        for unit in &question.units {
            let options = Options {
                horizon_days,
                replications: SEARCH_RUNS,
                seed: SEED,
                warmup_days: 0,
                units: vec![unit.clone()],
            };
            let model = Model::new(&plan, &question.changes, &options)?.with_open_cases(&open)?;
            let runs = (0..SEARCH_RUNS).map(|number| {
                let run = model.run(number)?;
                let figures = match kind {
                    Some(kind) => run.case_type(&model, kind),
                    None => run.unit(&model, unit),
                };
                Ok(figures.map(UnitOutcome::from).unwrap_or_default())
            });
            outcomes.push(runs.collect::<Result<Vec<_>, SimulationError>>()?);
        }
        search.answer(question.number, outcomes);
    }
    Ok((search, plan))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{AgeBand, AgeCell, Counts, Generated, Holder, case_types_of};
    use crate::format::Language;
    use crate::plan::builtin;
    use crate::simulation::Finding;

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    #[test]
    fn begins_with_the_stock_that_was_counted() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        let until = Month::new(2023, 12).unwrap();
        let ages = figures.ages(&case_types_of(&plan, &unit("abteilung")));
        let start = Start {
            plan: &plan,
            changes: &[],
            ledger: &figures.ledger,
            ages: Some(&ages),
            until,
            calibrated_on: Some(2023),
        };
        let ahead = start.plan().unwrap();
        assert_eq!(ahead.as_of.to_string(), "2024-01-01");
        for case_type in &ahead.case_types {
            let open = figures.ledger.get(&case_type.id, until).unwrap().open;
            assert_eq!(Some(case_type.opening.waiting), open, "{}", case_type.id);
        }
        let found = outlook(&start, 6).unwrap();
        let aufenthalt = found.units.iter().find(|one| one.unit == unit("aufenthalt")).unwrap();
        assert_eq!(aufenthalt.open.len(), 6);
        assert_eq!(aufenthalt.open[0].month, until.plus(1));
        let stock: u64 = case_types_of(&plan, &unit("aufenthalt"))
            .iter()
            .filter_map(|id| figures.ledger.get(id, until)?.open)
            .sum();
        let first = aufenthalt.open[0];
        assert!((first.mean - stock as f64).abs() < 0.5 * stock as f64 + 100.0, "{first:?} after {stock}");
        assert!(aufenthalt.open.iter().all(|month| month.low <= month.mean && month.mean <= month.high));
        assert!(found.from_cases);
        // The department holds the sections.
        let whole = found.units.iter().find(|one| one.unit == unit("abteilung")).unwrap();
        assert!(whole.open[5].mean > aufenthalt.open[5].mean);
        assert!(found.units.iter().all(|one| one.unit != unit("beirat")));
        assert_eq!(outlook(&start, 6).unwrap(), found, "the same each time");
    }

    #[test]
    fn the_listed_cases_begin_as_old_as_they_are_and_with_whom_they_are() {
        let plan = builtin().unwrap();
        let until = Month::new(2023, 12).unwrap();
        let kind = CaseTypeId::parse("n01").unwrap();
        let mut ledger = Ledger::default();
        ledger.enter(kind.clone(), until, Counts { open: Some(400), ..Counts::default() });
        let looked = |listed: Option<(Holder, AgeBand)>| {
            let cell = |(holder, band)| AgeCell { case_type: kind.clone(), holder, band, cases: 40 };
            let day = until.last_day().unwrap();
            let cells = listed.map(cell).into_iter().collect();
            let ages = Ages { day, cells, crossing: Vec::new(), rounded: false };
            let (plan, ledger, ages) = (&plan, &ledger, Some(&ages).filter(|_| listed.is_some()));
            let start = Start { plan, changes: &[], ledger, ages, until, calibrated_on: None };
            let found = outlook(&start, 6).unwrap();
            let section = found.units.iter().find(|one| one.unit == unit("einbuergerung")).unwrap().clone();
            (found.from_cases, section)
        };
        let (from_cases, young) = looked(Some((Holder::WithUs, AgeBand::ThreeMonths)));
        let (_, old) = looked(Some((Holder::WithUs, AgeBand::Older)));
        let (_, away) = looked(Some((Holder::Applicant, AgeBand::Older)));
        let (unknown, _) = looked(None);
        assert!(from_cases && !unknown);
        // The counted stock, ten times the list, is all old or all young.
        assert!(old.over_three_months[0].mean > young.over_three_months[0].mean + 100.0);
        // Half of their work is done: they come back and are soon completed.
        assert!(away.open[5].mean < old.open[5].mean - 20.0, "{:?} {:?}", away.open[5], old.open[5]);
    }

    #[test]
    fn a_search_for_relief_ends_with_a_sentence() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        let until = Month::new(2023, 12).unwrap();
        let start = Start {
            plan: &plan,
            changes: &[],
            ledger: &figures.ledger,
            ages: None,
            until,
            calibrated_on: None,
        };
        let (search, plan) =
            relief_by_simulation(&start, (&unit("einbuergerung"), None), 300.0, until.plus(24)).unwrap();
        assert!(search.finding().is_some());
        assert!(!search.sentence(&plan, Language::German).unwrap().is_empty());
        let early = relief_by_simulation(&start, (&unit("einbuergerung"), None), 300.0, until);
        assert!(matches!(early, Err(ReliefSearchError::TooEarly)));
        // Of a kind of which few come its own stock counts, wherever one asks from, and not that of its unit.
        let kind = CaseTypeId::parse("n06").unwrap();
        let met = |of: (&UnitId, Option<&CaseTypeId>)| {
            let (search, _) = relief_by_simulation(&start, of, 100.0, until.plus(12)).unwrap();
            matches!(search.finding(), Some(Finding::AlreadyMet { .. }))
        };
        assert!(met((&unit("abteilung"), Some(&kind))) && !met((&unit("einbuergerung"), None)));
    }
}
