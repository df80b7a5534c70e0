//! How long completed cases took: measured output, to be had only for a [`Measured`] group.

use super::series::within;
use super::{Disclosure, Ledger, Month, Visible};
use crate::plan::gather::gathered;
use crate::plan::{CaseTypeId, Plan, UnitId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of cases whose output may be shown: those of a unit that reaches the minimum size. Only [`Disclosure::measured`]
/// makes one, so that no query of output goes round it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    case_types: Vec<CaseTypeId>,
}

impl Measured {
    /// The kinds of cases, in the order of the plan.
    #[must_use]
    pub fn case_types(&self) -> &[CaseTypeId] {
        &self.case_types
    }
}

/// Kinds of cases of a unit and those below it, in the order of the plan.
#[must_use]
pub fn case_types_of(plan: &Plan, unit: &UnitId) -> Vec<CaseTypeId> {
    let units = within(plan, unit);
    plan.case_types.iter().filter(|one| units.contains(&one.unit)).map(|one| one.id.clone()).collect()
}

impl Disclosure {
    /// The group of a unit with everything below it; none where its output is withheld, and then [`Self::reason`] says why.
    #[must_use]
    pub fn measured(&self, plan: &Plan, unit: &UnitId) -> Option<Measured> {
        (self.of_unit(unit) == Visible::All).then(|| Measured { case_types: case_types_of(plan, unit) })
    }
}

/// How many cases of one kind took so many calendar days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CycleTimes {
    by_type: BTreeMap<CaseTypeId, BTreeMap<u32, u64>>,
}

/// Percentiles of how long cases took, in calendar days from receipt to completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Percentiles {
    /// Completed cases that they rest on.
    pub cases: u64,
    /// Half of them took at most so long.
    pub p50: u32,
    /// 85 of 100.
    pub p85: u32,
    /// 95 of 100.
    pub p95: u32,
}

/// A completed case in the scatter, without anything that tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScatterPoint {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Day of completion.
    pub closed: NaiveDate,
    /// Calendar days from receipt.
    pub days: u32,
}

/// Completed cases drawn as points.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Scatter {
    /// The points, by day of completion.
    pub points: Vec<ScatterPoint>,
    /// Completed cases that they were taken from.
    pub of: u64,
}

/// What was completed in the twelve months that end with a day, and the year before beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completed {
    /// How long it took.
    pub times: CycleTimes,
    /// How long it took in the twelve months before; nothing where that is not known.
    pub before: CycleTimes,
    /// The cases of these twelve months as points.
    pub scatter: Scatter,
}

impl CycleTimes {
    /// Adds completed cases.
    pub fn add(&mut self, case_type: CaseTypeId, days: u32, cases: u64) {
        self.add_all(case_type, [(days, cases)]);
    }

    /// Adds completed cases of one kind: how many took how many days.
    pub fn add_all(&mut self, case_type: CaseTypeId, cases: impl IntoIterator<Item = (u32, u64)>) {
        let took = self.by_type.entry(case_type).or_default();
        for (days, cases) in cases {
            *took.entry(days).or_default() += cases;
        }
    }

    /// Completed cases of all kinds together.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.by_type.values().flat_map(BTreeMap::values).sum()
    }

    /// Of each kind of case.
    #[must_use]
    pub fn by_case_type(&self) -> BTreeMap<&CaseTypeId, Percentiles> {
        self.by_type.iter().filter_map(|(id, days)| Some((id, percentiles(days)?))).collect()
    }

    /// Of all kinds together; none without a completed case.
    #[must_use]
    pub fn all(&self) -> Option<Percentiles> {
        let mut sum: BTreeMap<u32, u64> = BTreeMap::new();
        for (days, cases) in self.by_type.values().flatten() {
            *sum.entry(*days).or_default() += cases;
        }
        percentiles(&sum)
    }
}

/// Nearest rank: the least number of days that at least this share of the cases took at most.
fn percentiles(days: &BTreeMap<u32, u64>) -> Option<Percentiles> {
    let cases: u64 = days.values().sum();
    if cases == 0 {
        return None;
    }
    let rank = |percent: u64| (cases.saturating_mul(percent)).div_ceil(100).max(1);
    let at = |percent: u64| {
        let mut passed = 0;
        let found = days.iter().find(|(_, count)| {
            passed += **count;
            passed >= rank(percent)
        });
        found.map_or(0, |(days, _)| *days)
    };
    Some(Percentiles { cases, p50: at(50), p85: at(85), p95: at(95) })
}

/// A month of a cumulative flow diagram: everything received and completed since the first month of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FlowMonth {
    /// The month.
    pub month: Month,
    /// Received up to its end.
    pub received: u64,
    /// Completed up to its end.
    pub completed: u64,
}

/// The cumulative flow of a measured group, from what a list of cases says by month.
#[must_use]
pub fn cumulative_flow(ledger: &Ledger, measured: &Measured) -> Vec<FlowMonth> {
    let wanted: BTreeSet<&CaseTypeId> = gathered(measured.case_types.iter());
    let mut months: BTreeMap<Month, (u64, u64)> = BTreeMap::new();
    for (case_type, month, counts) in ledger.entries() {
        if wanted.contains(case_type) {
            let (received, completed) = months.entry(month).or_default();
            *received += counts.received.unwrap_or(0);
            *completed += counts.completed.unwrap_or(0);
        }
    }
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().last().copied()) else {
        return Vec::new();
    };
    let mut sums = FlowMonth { month: first, received: 0, completed: 0 };
    (first.number()..=last.number())
        .filter_map(|number| Month::from_number(i64::from(number)))
        .map(|month| {
            let (received, completed) = months.get(&month).copied().unwrap_or_default();
            sums = FlowMonth {
                month,
                received: sums.received + received,
                completed: sums.completed + completed,
            };
            sums
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Counts, DEFAULT_HEADS};
    use crate::format::Language;
    use crate::plan::builtin;

    fn id(text: &str) -> CaseTypeId {
        CaseTypeId::parse(text).unwrap()
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_list() {
        let mut times = CycleTimes::default();
        for days in 1..=100 {
            times.add(id("a01"), days, 1);
        }
        times.add(id("a02"), 7, 3);
        let expected = Percentiles { cases: 100, p50: 50, p85: 85, p95: 95 };
        assert_eq!(times.by_case_type()[&id("a01")], expected);
        assert_eq!(times.by_case_type()[&id("a02")], Percentiles { cases: 3, p50: 7, p85: 7, p95: 7 });
        assert_eq!(times.all().unwrap().cases, 103);
        assert_eq!(CycleTimes::default().all(), None);
    }

    #[test]
    fn only_units_of_the_minimum_size_are_measured() {
        let plan = builtin().unwrap();
        let mut ledger = Ledger::default();
        for case_type in &plan.case_types {
            let counts = Counts { completed: Some(5), ..Counts::default() };
            ledger.enter(case_type.id.clone(), Month::new(2023, 1).unwrap(), counts);
        }
        let disclosure = Disclosure::of(&plan, &ledger, plan.as_of, DEFAULT_HEADS);
        let mut withheld = 0;
        for unit in &plan.units {
            let measured = disclosure.measured(&plan, &unit.id);
            assert_eq!(
                measured.is_none(),
                disclosure.reason(&unit.id, Language::German).is_some(),
                "{}",
                unit.name
            );
            withheld += usize::from(measured.is_none());
        }
        assert!(withheld > 0 && withheld < plan.units.len());
        let top = plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
        assert_eq!(case_types_of(&plan, &top.id).len(), plan.case_types.len());
    }

    #[test]
    fn the_flow_goes_on_over_months_without_a_case() {
        let plan = builtin().unwrap();
        let january = Month::new(2023, 1).unwrap();
        let mut ledger = Ledger::default();
        let counts =
            |received, completed| Counts { received: Some(received), completed: Some(completed), open: None };
        ledger.enter(id("a01"), january, counts(5, 0));
        ledger.enter(id("a01"), january.plus(2), counts(1, 4));
        ledger.enter(id("b01"), january, counts(100, 100));
        let disclosure = Disclosure::of(&plan, &ledger, plan.as_of, 0);
        let unit = plan.case_types.iter().find(|one| one.id == id("a01")).unwrap().unit.clone();
        let flow = cumulative_flow(&ledger, &disclosure.measured(&plan, &unit).unwrap());
        let figures: Vec<(u64, u64)> = flow.iter().map(|month| (month.received, month.completed)).collect();
        assert_eq!(figures, [(5, 0), (5, 0), (6, 4)]);
    }
}
