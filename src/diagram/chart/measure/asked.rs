//! What a measure asks of the simulation, and what the runs say: the page's workers and the server ask the same.

use super::{Gain, Known, Measure, Outlook, Worth};
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{HalfPost, HalfPostWorth, Summariser, Summary, UnitOutcome, half_posts};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::sync::Arc;

/// Replications behind open cases.
const OUTLOOK: u32 = 64;
/// Replications behind what half a post brings: the pairs tell apart with few.
const WORTH: u32 = 48;

/// What is asked of the simulation; another question when one of these is another.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The plan that the changes build on.
    pub plan: Arc<Plan>,
    changes: Vec<Change>,
    /// Units with cases.
    units: Vec<UnitId>,
    /// The day from which half a post is added; none for open cases.
    from: Option<NaiveDate>,
}

impl Asked {
    /// What a measure needs for a day; none where it needs no simulation.
    #[must_use]
    pub fn of(measure: Measure, plan: Arc<Plan>, changes: Vec<Change>, day: NaiveDate) -> Option<Self> {
        if !measure.is_forecast() {
            return None;
        }
        let changed = plan.with_changes(&changes).plan;
        let with_cases = |unit: &UnitId| changed.case_types.iter().any(|kind| kind.unit == *unit);
        let units = changed.units.iter().map(|unit| unit.id.clone()).filter(with_cases).collect();
        Some(Self { plan, changes, units, from: measure.is_worth().then_some(day) })
    }

    /// Whether its answer is one for this measure.
    #[must_use]
    pub const fn suits(&self, measure: Measure) -> bool {
        measure.is_forecast() && self.from.is_some() == measure.is_worth()
    }

    /// Lists of changes, each with its units: the scenario alone, and for half posts once more for each unit with half a post there.
    #[must_use]
    pub fn parts(&self) -> Vec<(Vec<Change>, Vec<UnitId>)> {
        let with =
            |half: HalfPost| (self.changes.iter().cloned().chain([half.change]).collect(), vec![half.unit]);
        let halves = self.halves().into_iter().map(with);
        std::iter::once((self.changes.clone(), self.units.clone())).chain(halves).collect()
    }

    /// Replications of each part.
    #[must_use]
    pub const fn replications(&self) -> u32 {
        if self.from.is_some() { WORTH } else { OUTLOOK }
    }

    fn halves(&self) -> Vec<HalfPost> {
        self.from.map(|from| half_posts(&self.plan, &self.changes, from)).unwrap_or_default()
    }

    /// What the runs of all parts say of a day: by part, unit and replication. `last` is the last day that was simulated; of later
    /// ones its month is told.
    #[must_use]
    pub fn known(
        &self,
        runs: &[Vec<Vec<UnitOutcome>>],
        (day, last): (NaiveDate, NaiveDate),
    ) -> Option<Known> {
        let scenario = runs.first()?;
        let outcomes = |unit: &UnitId| {
            let place = self.units.iter().position(|known| known == unit)?;
            scenario.get(place).map(Vec::as_slice)
        };
        if self.from.is_none() {
            let month = month_of(self.plan.as_of, day.min(last));
            let outlook =
                self.units.iter().filter_map(|unit| Some((unit.clone(), outlook(outcomes(unit)?, month))));
            return Some(Known {
                last: end_of_month(self.plan.as_of, month),
                outlook: outlook.collect(),
                ..Known::default()
            });
        }
        let mut summariser = Summariser::new(WORTH as usize);
        let gain = |of: Summary| Gain { mean: of.mean, half_width: of.half_width };
        let mut worth = |(half, runs): (HalfPost, &Vec<Vec<UnitOutcome>>)| {
            let worth = HalfPostWorth::of(outcomes(&half.unit)?, runs.first()?, &mut summariser);
            let worth = Worth {
                cases: gain(worth.cases),
                over_three_months: gain(worth.over_three_months),
                waiting_days: gain(worth.waiting_days),
            };
            Some((half.unit, worth))
        };
        let pairs = self.halves().into_iter().zip(runs.iter().skip(1));
        Some(Known { last, worth: pairs.filter_map(&mut worth).collect(), ..Known::default() })
    }
}

/// Means at the end of a month, counted from the first one.
fn outlook(outcomes: &[UnitOutcome], month: usize) -> Outlook {
    let mean = |figure: fn(&UnitOutcome) -> &[f64]| {
        let values = outcomes.iter().filter_map(|outcome| figure(outcome).get(month));
        values.sum::<f64>() / (outcomes.len().max(1) as f64)
    };
    Outlook {
        open: mean(|outcome| &outcome.open),
        over_three_months: mean(|outcome| &outcome.over_three_months),
    }
}

/// The month of a day, counted from that of the first day.
fn month_of(first: NaiveDate, day: NaiveDate) -> usize {
    let months = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
    usize::try_from(months(day) - months(first)).unwrap_or(0)
}

fn end_of_month(first: NaiveDate, month: usize) -> NaiveDate {
    let months = Months::new(u32::try_from(month + 1).unwrap_or(1));
    let next = first.with_day(1).and_then(|day| day.checked_add_months(months));
    next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_the_end_of_its_month() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let day = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap();
        assert_eq!(month_of(first, day), 11);
        assert_eq!(end_of_month(first, 11), NaiveDate::from_ymd_opt(2025, 1, 31).unwrap());
        assert_eq!(month_of(first, first), 0);
    }

    #[test]
    fn of_a_day_after_the_forecast_its_last_month_is_told() {
        let plan = Arc::new(crate::plan::builtin().unwrap());
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let asked = Asked::of(Measure::OpenCases, plan, Vec::new(), day(2027, 5, 1)).unwrap();
        let outcome =
            UnitOutcome { open: vec![5.0, 6.0], over_three_months: vec![1.0, 2.0], ..UnitOutcome::default() };
        let runs = [asked.units.iter().map(|_| vec![outcome.clone()]).collect()];
        let known = asked.known(&runs, (day(2027, 5, 1), day(2024, 3, 31))).unwrap();
        assert_eq!(known.last, day(2024, 3, 31));
        assert!(
            known.outlook.values().all(|outlook| (outlook.open, outlook.over_three_months) == (6.0, 2.0))
        );
        assert_eq!(known.outlook.len(), asked.units.len());
    }

    #[test]
    fn means_are_those_of_the_month() {
        let outcome = |open: f64| UnitOutcome {
            open: vec![0.0, open],
            over_three_months: vec![0.0, 1.0],
            ..UnitOutcome::default()
        };
        let outlook = outlook(&[outcome(10.0), outcome(20.0)], 1);
        assert_eq!((outlook.open, outlook.over_three_months), (15.0, 1.0));
    }
}
