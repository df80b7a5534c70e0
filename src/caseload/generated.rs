//! Two years of figures for the built-in plan, as an office would have counted them: an assumption from the first to the last.
//!
//! The engine plays the years 2022 and 2023 once, with the yearly counts of the plan as level; the counts and the cases are
//! what came of it. They are shown as long as nothing was counted, are never stored, and never mixed with counts: whoever
//! imports the first table sees only that. Same plan, same figures, on every machine.

use super::{
    AgeBand, AgeCell, Ages, Completed, Counts, Crossing, CycleTimes, Holder, Ledger, Measured, Month,
    Scatter, ScatterPoint,
};
use crate::plan::gather::gathered;
use crate::plan::{Action, CaseType, CaseTypeId, CaseTypePatch, Change, Demand, Opening, Plan, Share};
use crate::simulation::{Census, Model, Options, Place, SimulationError};
use chrono::{Days, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// The years of the figures.
pub const YEARS: [i32; 2] = [2022, 2023];

/// Seed of the one replication that is played.
const SEED: u64 = 2022;

/// Days that are played before the first year and forgotten: what is in work and outside of the office has to settle.
const BEFORE: u32 = 365;

/// Days beyond the last year in which an external wait may end.
const BEYOND: u32 = 3 * 365;

/// Case types up to this handling time, in minutes, are enquiries and counter work: counted, but no files with an age.
const NO_FILE: f64 = 10.0;

/// A case of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    case_type: usize,
    received: NaiveDate,
    closed: Option<NaiveDate>,
    holder: Holder,
}

/// Figures that were generated, not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Monthly counts of every case type.
    pub ledger: Ledger,
    /// The last day of the last year: the open cases are those of its evening.
    pub day: NaiveDate,
    case_types: Vec<CaseTypeId>,
    files: Vec<File>,
}

impl Generated {
    /// The figures of a plan; none where it has no yearly counts of the years.
    ///
    /// Cost: one replication of the year before, both years and the three in which a wait may end.
    ///
    /// # Errors
    /// [`SimulationError`] when the plan cannot be simulated.
    pub fn of(plan: &Plan) -> Result<Option<Self>, SimulationError> {
        let counted = |case_type: &&CaseType| YEARS.iter().all(|year| yearly(case_type, *year).is_some());
        if plan.case_types.iter().filter(counted).count() == 0 {
            return Ok(None);
        }
        let (Some(first), Some(end)) =
            (NaiveDate::from_ymd_opt(YEARS[0], 1, 1), NaiveDate::from_ymd_opt(YEARS[1] + 1, 1, 1))
        else {
            return Ok(None);
        };
        let Some(start) = first.checked_sub_days(Days::new(BEFORE.into())) else { return Ok(None) };
        let days = u32::try_from((end - start).num_days()).unwrap_or(BEFORE);
        let (past, changes) = as_it_was(plan, start);
        let options =
            Options { horizon_days: days + BEYOND, replications: 1, seed: SEED, ..Options::default() };
        let census = Model::new(&past, &changes, &options)?.census(0, days)?;
        Ok(Some(Self {
            ledger: ledger(&census, start),
            day: end.pred_opt().unwrap_or(end),
            files: files(plan, &census, (start, first)),
            case_types: census.case_types,
        }))
    }

    /// The open cases of some case types on the last day.
    #[must_use]
    pub fn ages(&self, case_types: &[CaseTypeId]) -> Ages {
        let wanted: BTreeSet<&CaseTypeId> = gathered(case_types.iter());
        let mut cells: BTreeMap<(&CaseTypeId, Holder, AgeBand), u64> = BTreeMap::new();
        let mut crossing: BTreeMap<(&CaseTypeId, Holder), [u64; 3]> = BTreeMap::new();
        let spans = Crossing::WEEKS.map(|weeks| Crossing::received(self.day, weeks));
        for file in self.files.iter().filter(|file| file.closed.is_none()) {
            let id = &self.case_types[file.case_type];
            if !wanted.contains(id) {
                continue;
            }
            *cells.entry((id, file.holder, AgeBand::of(file.received, self.day))).or_default() += 1;
            let counts = crossing.entry((id, file.holder)).or_default();
            for (count, (from, before)) in counts.iter_mut().zip(spans) {
                *count += u64::from((from..before).contains(&file.received));
            }
        }
        let cell = |((id, holder, band), cases): ((&CaseTypeId, _, _), u64)| AgeCell {
            case_type: id.clone(),
            holder,
            band,
            cases,
        };
        Ages {
            day: self.day,
            cells: cells.into_iter().map(cell).collect(),
            crossing: crossing
                .into_iter()
                .map(|((id, holder), cases)| Crossing { case_type: id.clone(), holder, cases })
                .collect(),
            rounded: false,
        }
    }

    /// How long the cases of a measured group took that were completed in the last twelve months and in those before; at most so many of
    /// the last ones as points, evenly taken.
    #[must_use]
    pub fn completed(&self, measured: &Measured, most: usize) -> Completed {
        let since = |years: u32| self.day.checked_sub_months(Months::new(12 * years)).unwrap_or(self.day);
        let [years, year, day] = [since(2), since(1), self.day];
        let all: Vec<_> = self.closed(measured, (year, day)).collect();
        let every = all.len().div_ceil(most.max(1)).max(1);
        let point = |(id, closed, days): &Closed| ScatterPoint {
            case_type: (*id).clone(),
            closed: *closed,
            days: *days,
        };
        Completed {
            times: times(all.iter().copied()),
            before: times(self.closed(measured, (years, year))),
            scatter: Scatter { points: all.iter().step_by(every).map(point).collect(), of: all.len() as u64 },
        }
    }

    /// The cases completed after the first of two days up to the last, by day of completion.
    fn closed(
        &self,
        measured: &Measured,
        (after, last): (NaiveDate, NaiveDate),
    ) -> impl Iterator<Item = Closed<'_>> {
        let wanted: BTreeSet<CaseTypeId> = gathered(measured.case_types().iter().cloned());
        self.files.iter().filter_map(move |file| {
            let closed = file.closed.filter(|closed| *closed > after && *closed <= last)?;
            let id = &self.case_types[file.case_type];
            let days = u32::try_from((closed - file.received).num_days()).ok()?;
            wanted.contains(id).then_some((id, closed, days))
        })
    }
}

/// A completed case: its kind, the day, and how many days it took.
type Closed<'a> = (&'a CaseTypeId, NaiveDate, u32);

fn times<'a>(closed: impl Iterator<Item = Closed<'a>>) -> CycleTimes {
    let mut times = CycleTimes::default();
    closed.for_each(|(id, _, days)| times.add(id.clone(), days, 1));
    times
}

fn yearly(case_type: &CaseType, year: i32) -> Option<u64> {
    case_type.counts.get(&u16::try_from(year).ok()?).copied()
}

/// The plan as it was before the years: what came is what the yearly counts say, follow-ups are part of them, and the posts
/// are those of the plan, filled as today. Nobody leaves in these years.
fn as_it_was(plan: &Plan, start: NaiveDate) -> (Plan, Vec<Change>) {
    let mut past = plan.clone();
    past.as_of = start;
    past.assumptions.turnover_per_year = Share::ZERO;
    past.assumptions.failure_demand.enabled = false;
    // As long in the job on the first day as today: the plan does not say who was there before its holders.
    let earlier = plan.as_of.signed_duration_since(start);
    for holder in past.posts.iter_mut().filter_map(|post| post.holder.as_mut()) {
        holder.since = holder.since.checked_sub_signed(earlier).unwrap_or(holder.since);
    }
    let mut changes = Vec::new();
    for case_type in &mut past.case_types {
        let [Some(before), Some(after)] = YEARS.map(|year| yearly(case_type, year)) else {
            case_type.demand.per_year = 0.0;
            continue;
        };
        case_type.follow_ups.clear();
        case_type.opening = Opening { circulating: 0, ..case_type.opening };
        let (growth, level) = path(before as f64, after as f64);
        let quiet = Demand { events: Vec::new(), growth: 0.0, per_year: level, ..case_type.demand.clone() };
        // From the first year on the number grows evenly, so that both years have theirs; what began with the second year
        // begins there.
        let late = before == 0;
        case_type.demand = Demand { per_year: if late { 0.0 } else { level }, ..quiet.clone() };
        let grown = libm::pow(1.0 + growth, f64::from(BEFORE) / 365.25);
        let demand = Demand { growth, per_year: level / grown, ..quiet };
        let patch = CaseTypePatch { demand: Some(demand), ..CaseTypePatch::new(case_type.id.clone()) };
        let Some(effective) = NaiveDate::from_ymd_opt(YEARS[usize::from(late)], 1, 1) else { continue };
        changes.push(Change { effective, action: Action::SetCaseType(patch) });
    }
    changes.sort_by_key(|change| change.effective);
    (past, changes)
}

/// Growth of a year as a fraction, and the yearly rate at the beginning of the first year, such that the first year brings
/// `before` and the second one `after`. A case type that begins with the second year comes evenly in it.
fn path(before: f64, after: f64) -> (f64, f64) {
    if before <= 0.0 || after <= 0.0 {
        return (0.0, before.max(after));
    }
    let growth = after / before - 1.0;
    let level = if growth.abs() < 1e-9 { before } else { before * libm::log1p(growth) / growth };
    (growth, level)
}

/// Monthly counts of the years.
fn ledger(census: &Census, start: NaiveDate) -> Ledger {
    let Some(first) = Month::new(YEARS[0], 1) else { return Ledger::default() };
    let months = 12 * YEARS.len() as i32;
    let month_of = |day: i64| {
        let month = day_at(start, day).and_then(Month::of)?;
        Some(month.number() - first.number())
    };
    let mut flows: BTreeMap<u32, Vec<(i64, i64)>> = BTreeMap::new();
    let mut stock: BTreeMap<u32, i64> = BTreeMap::new();
    for case in &census.cases {
        let flow = flows.entry(case.case_type).or_insert_with(|| vec![(0, 0); months as usize]);
        let came = month_of(case.received).unwrap_or(-1);
        let went = case.closed.map(|closed| month_of(closed).unwrap_or(-1));
        if let Ok(month) = usize::try_from(came)
            && let Some(entry) = flow.get_mut(month)
        {
            entry.0 += 1;
        }
        if let Some(month) = went.and_then(|went| usize::try_from(went).ok())
            && let Some(entry) = flow.get_mut(month)
        {
            entry.1 += 1;
        }
        if came < 0 && went.is_none_or(|went| went >= 0) {
            *stock.entry(case.case_type).or_default() += 1;
        }
    }
    let mut ledger = Ledger::default();
    for (number, flow) in flows {
        let Some(id) = census.case_types.get(number as usize) else { continue };
        let mut open = stock.get(&number).copied().unwrap_or_default();
        for (month, (came, went)) in (0..).zip(flow) {
            open += came - went;
            let counts = Counts {
                received: u64::try_from(came).ok(),
                completed: u64::try_from(went).ok(),
                open: u64::try_from(open).ok(),
            };
            ledger.enter(id.clone(), first.plus(month), counts);
        }
    }
    ledger
}

/// The files among the cases: those that were completed from the first year on in the order of completion, and the open ones.
fn files(plan: &Plan, census: &Census, (start, first): (NaiveDate, NaiveDate)) -> Vec<File> {
    let is_file = |id: &CaseTypeId| {
        let of = plan.case_type(id);
        of.is_some_and(|of| !of.walk_in && of.minutes_per_case() > NO_FILE)
    };
    let kept: Vec<bool> = census.case_types.iter().map(is_file).collect();
    let cases = census.cases.iter().filter(|case| kept[case.case_type as usize]);
    let file = |case: &crate::simulation::CensusCase| {
        let closed = match case.closed {
            Some(day) => Some(day_at(start, day)?),
            None => None,
        };
        Some(File {
            case_type: case.case_type as usize,
            received: day_at(start, case.received)?,
            closed,
            holder: holder(case.place),
        })
    };
    cases.filter_map(file).filter(|file| file.closed.is_none_or(|closed| closed >= first)).collect()
}

/// Whose turn it is where the engine has a case.
fn holder(place: Place) -> Holder {
    match place {
        Place::Queue => Holder::WithUs,
        Place::Work => Holder::InWork,
        Place::Authority => Holder::Authority,
        Place::Applicant => Holder::Applicant,
        Place::Dormant => Holder::Dormant,
    }
}

fn day_at(start: NaiveDate, day: i64) -> Option<NaiveDate> {
    start.checked_add_signed(chrono::TimeDelta::try_days(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{DEFAULT_HEADS, Disclosure};
    use crate::plan::{UnitId, builtin};

    #[test]
    fn the_years_bring_what_the_plan_says() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        assert!(figures.ledger.contradictions().is_empty());
        for case_type in &plan.case_types {
            for year in YEARS {
                let months = (1..=12).filter_map(|month| {
                    figures.ledger.get(&case_type.id, Month::new(year, month)?)?.received
                });
                let (came, said) = (months.sum::<u64>() as f64, yearly(case_type, year).unwrap() as f64);
                // Within what chance does: four standard deviations, and a twentieth for the season.
                let most = 4.0 * said.sqrt() + 0.05 * said + 1.0;
                assert!((came - said).abs() <= most, "{} {year}: {came} instead of {said}", case_type.id);
            }
        }
    }

    #[test]
    fn the_files_are_those_that_were_counted() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        let last = Month::new(2023, 12).unwrap();
        assert_eq!(figures.day.to_string(), "2023-12-31");
        let ids: Vec<CaseTypeId> = plan.case_types.iter().map(|one| one.id.clone()).collect();
        let ages = figures.ages(&ids);
        assert!(ages.open() > 300, "{}", ages.open());
        for case_type in &plan.case_types {
            let counted = figures.ledger.get(&case_type.id, last).and_then(|counts| counts.open).unwrap();
            let open = figures.ages(std::slice::from_ref(&case_type.id)).open();
            let is_file = !case_type.walk_in && case_type.minutes_per_case() > NO_FILE;
            assert_eq!(open, if is_file { counted } else { 0 }, "{}", case_type.id);
        }
        let disclosure = Disclosure::of(&plan, &figures.ledger, figures.day, DEFAULT_HEADS);
        let measured = disclosure.measured(&plan, &UnitId::parse("aufenthalt").unwrap()).unwrap();
        let completed: u64 = measured
            .case_types()
            .iter()
            .filter(|id| plan.case_type(id).is_some_and(|one| one.minutes_per_case() > NO_FILE))
            .flat_map(|id| (1..=12).map(move |month| (id, Month::new(2023, month).unwrap())))
            .filter_map(|(id, month)| figures.ledger.get(id, month)?.completed)
            .sum();
        let Completed { times, before, scatter } = figures.completed(&measured, 500);
        assert_eq!(times.all().unwrap().cases, completed);
        let a_year_before = before.all().unwrap().cases;
        assert!((completed / 2..completed * 2).contains(&a_year_before), "{a_year_before} and {completed}");
        assert!(scatter.points.len() <= 500 && scatter.of == completed);
        assert!(scatter.points.is_sorted_by_key(|point| point.closed));
    }

    #[test]
    fn figures_are_the_same_each_time_and_none_without_counts() {
        let mut plan = builtin().unwrap();
        assert_eq!(Generated::of(&plan).unwrap(), Generated::of(&plan).unwrap());
        plan.case_types.iter_mut().for_each(|case_type| case_type.counts.clear());
        assert_eq!(Generated::of(&plan).unwrap(), None);
    }
}
