//! Expected cases and persons of the twelve months from a day on: the mean of what the simulation draws.
//!
//! Arrivals of a day: yearly number over the days of the year × growth × season × events. Follow-ups return after
//! their mean delay; the way through the office is left out, so a backlog does not delay them here.

use super::AssessmentError;
use crate::plan::{CaseType, CaseTypeId, DemandEvent, Plan, Population};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

/// How far ahead of the plan's first day the period may begin.
pub const MAX_YEARS_AHEAD: i64 = 10;

/// Mean days of a year, for growth and for the outflow of a population.
const DAYS_PER_YEAR: f64 = 365.0;

/// First and last day (exclusive) as numbers of days after the plan's first day.
fn window(plan: &Plan, from: NaiveDate) -> Result<(usize, usize), AssessmentError> {
    let too_far = AssessmentError::TooFarAhead { day: from };
    let until = from.checked_add_months(Months::new(12)).ok_or(too_far.clone())?;
    let start = from.signed_duration_since(plan.as_of).num_days();
    if start < 0 {
        return Err(AssessmentError::BeforePlan { day: from, first: plan.as_of });
    }
    if start > MAX_YEARS_AHEAD * 366 {
        return Err(too_far);
    }
    let length = until.signed_duration_since(from).num_days();
    Ok((start as usize, (start + length) as usize))
}

/// Expected cases in the twelve months, in the order of the plan's case types.
pub(super) fn cases(plan: &Plan, from: NaiveDate) -> Result<Vec<f64>, AssessmentError> {
    let (start, end) = window(plan, from)?;
    let days = Days::new(plan.as_of, end);
    let returns = Return::all(plan);
    let mut sums = Vec::with_capacity(plan.case_types.len());
    // Only what something follows from is kept day by day.
    let mut series: Vec<Vec<f64>> = Vec::with_capacity(plan.case_types.len());
    for case_type in &plan.case_types {
        let arrivals = days.arrivals(case_type);
        sums.push(arrivals.get(start..end).unwrap_or_default().iter().sum::<f64>());
        series.push(if case_type.follow_ups.is_empty() { Vec::new() } else { arrivals });
    }
    // Day by day, so that a chain of follow-ups sees the ones before it.
    for day in 0..end {
        for follow in &returns {
            let arriving = if day < follow.delay {
                follow.first_round
            } else {
                let source = series.get(follow.source);
                source.and_then(|list| list.get(day - follow.delay)).copied().unwrap_or(0.0) * follow.share
            };
            if let Some(cell) = series.get_mut(follow.target).and_then(|list| list.get_mut(day)) {
                *cell += arriving;
            }
            if let Some(sum) = sums.get_mut(follow.target).filter(|_| day >= start) {
                *sum += arriving;
            }
        }
    }
    Ok(sums)
}

/// One follow-up with its indices resolved.
struct Return {
    source: usize,
    target: usize,
    /// Whole days, at least one.
    delay: usize,
    share: f64,
    /// Daily returns of those who circulate on the first day.
    first_round: f64,
}

impl Return {
    fn all(plan: &Plan) -> Vec<Self> {
        let mut places: BTreeMap<&CaseTypeId, usize> = BTreeMap::new();
        places.extend(plan.case_types.iter().enumerate().map(|(place, case_type)| (&case_type.id, place)));
        let mut list = Vec::new();
        for (source, case_type) in plan.case_types.iter().enumerate() {
            for follow in &case_type.follow_ups {
                let Some(&target) = places.get(&follow.case_type) else { continue };
                let delay = follow.after_days.mean.round().max(1.0);
                let share = follow.share.as_f64();
                let first_round = case_type.opening.circulating as f64 * share / delay;
                list.push(Self { source, target, delay: delay as usize, share, first_round });
            }
        }
        list
    }
}

/// The days from the plan's first day on, looked up once for all case types.
struct Days {
    dates: Vec<NaiveDate>,
    per_day: Vec<f64>,
}

impl Days {
    fn new(first: NaiveDate, length: usize) -> Self {
        let dates: Vec<NaiveDate> = first.iter_days().take(length).collect();
        let per_day =
            dates.iter().map(|date| if date.leap_year() { 1.0 / 366.0 } else { 1.0 / 365.0 }).collect();
        Self { dates, per_day }
    }

    fn arrivals(&self, case_type: &CaseType) -> Vec<f64> {
        let demand = &case_type.demand;
        let daily_growth = libm::pow(1.0 + demand.growth, 1.0 / DAYS_PER_YEAR);
        let mut level = demand.per_year;
        let mut list = Vec::with_capacity(self.dates.len());
        for (date, share) in self.dates.iter().zip(&self.per_day) {
            let season = demand.season.get(date.month0() as usize).copied().unwrap_or(1.0);
            let events: f64 = demand.events.iter().map(|event| factor(event, *date)).product();
            list.push(level * share * season * events);
            level *= daily_growth;
        }
        list
    }
}

/// The factor of an event on a day: 1 outside, growing linearly over the ramp.
fn factor(event: &DemandEvent, date: NaiveDate) -> f64 {
    if !event.enabled || date < event.from || event.until.is_some_and(|until| date > until) {
        return 1.0;
    }
    let days = date.signed_duration_since(event.from).num_days() as f64;
    let ramp = f64::from(event.ramp_days);
    if days >= ramp { event.factor } else { 1.0 + (event.factor - 1.0) * days / ramp }
}

/// Expected mean number of persons over the twelve months: inflow at a constant rate, exponential stay, no limit by
/// places. With N(t) = L + (N₀ − L)·e^(−t/τ) and L = inflow × τ the mean over a window is closed.
pub(super) fn persons(plan: &Plan, population: &Population, from: NaiveDate) -> Result<f64, AssessmentError> {
    let (start, end) = window(plan, from)?;
    let stay = population.mean_stay_days;
    let opening = population.opening as f64;
    if stay <= 0.0 {
        return Ok(0.0);
    }
    let level = population.inflow_per_year / DAYS_PER_YEAR * stay;
    let (start, end) = (start as f64, end as f64);
    let part = stay * (libm::exp(-start / stay) - libm::exp(-end / stay)) / (end - start);
    Ok(level + (opening - level) * part)
}
