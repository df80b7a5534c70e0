//! What completions say of handling times: where there was always something to do, minutes done and minutes to be had must
//! agree, and the handling times of the plan are wrong by what they do not.

use super::super::{Ledger, Month};
use crate::assessment::staircases;
use crate::plan::{Action, CaseType, CaseTypePatch, Change, Minutes, Plan, StaffGroup, Step, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

/// Months of work that must have lain with us at every month's end: below, the posts may have had to wait for cases.
const ALWAYS_BUSY: f64 = 0.5;

/// Factors that are taken for handling times: beyond, counts or posts are wrong rather than the times.
const BELIEVABLE: std::ops::RangeInclusive<f64> = 0.5..=2.0;

/// Mean days of a month.
const DAYS: f64 = 30.44;

/// Handling times of a unit against what it completed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handling {
    /// The unit.
    pub unit: UnitId,
    /// Minutes of the completed cases, by the handling times of the plan.
    pub done: f64,
    /// Minutes that its posts could give to cases.
    pub available: f64,
    /// Factor on the handling times that makes both agree; none where there was not always something to do, as completions
    /// then say nothing of them.
    pub factor: Option<f64>,
}

impl Handling {
    /// The factor, where one may believe that it is one of the handling times.
    #[must_use]
    pub fn believable_factor(&self) -> Option<f64> {
        self.factor.filter(|factor| BELIEVABLE.contains(factor))
    }
}

/// The changes that make the handling times of a plan agree with completions: every step of every kind of the units takes as much
/// longer. Units without a believable factor stay as they are.
#[must_use]
pub fn handling_changes(plan: &Plan, handlings: &[Handling], effective: NaiveDate) -> Vec<Change> {
    let change = |case_type: &CaseType| {
        let handling = handlings.iter().find(|one| one.unit == case_type.unit)?;
        let factor = handling.believable_factor()?;
        let longer = |step: &Step| Some(Step { minutes: scaled(step.minutes, factor)?, ..step.clone() });
        let steps: Vec<Step> = case_type.steps.iter().map(longer).collect::<Option<_>>()?;
        let patch = CaseTypePatch { steps: Some(steps), ..CaseTypePatch::new(case_type.id.clone()) };
        Some(Change { effective, action: Action::SetCaseType(patch) })
    };
    plan.case_types.iter().filter_map(change).collect()
}

fn scaled(minutes: Minutes, factor: f64) -> Option<Minutes> {
    Minutes::parse(libm::round(minutes.as_f64() * factor * 10.0) / 10.0).ok()
}

/// The handling times of a unit in a year; none where a completion or a stock was not counted.
#[must_use]
pub fn handling(plan: &Plan, ledger: &Ledger, unit: &UnitId, year: i32) -> Option<Handling> {
    let types: Vec<_> = plan
        .case_types
        .iter()
        .filter(|case_type| case_type.unit == *unit && ledger.entries().any(|(id, _, _)| *id == case_type.id))
        .collect();
    if types.is_empty() {
        return None;
    }
    let yearly = match StaffGroup::default() {
        StaffGroup::Employee => plan.assumptions.yearly_minutes.employee,
        StaffGroup::CivilServant => plan.assumptions.yearly_minutes.civil_servant,
    };
    let (mut done, mut available, mut always_busy) = (0.0, 0.0, true);
    for month in 1..=12 {
        let month = Month::new(year, month)?;
        let (mut minutes, mut waiting) = (0.0, 0.0);
        for case_type in &types {
            let counts = ledger.get(&case_type.id, month)?;
            let (completed, open) = (counts.completed? as f64, counts.open? as f64);
            minutes += completed * case_type.minutes_per_case();
            // What lies with others keeps nobody busy; how much that is, the waits of the plan and Little's law say.
            let outside = completed * days_outside(case_type) / DAYS;
            waiting += (open - outside).max(0.0) * case_type.minutes_per_case();
        }
        done += minutes;
        always_busy &= waiting >= ALWAYS_BUSY * minutes;
        available += effective(plan, unit, month)? * yearly / 12.0;
    }
    let factor = (always_busy && done > 0.0).then(|| available / done);
    Some(Handling { unit: unit.clone(), done, available, factor })
}

/// Mean days that a case of a kind lies with others.
fn days_outside(case_type: &CaseType) -> f64 {
    let days = |step: &Step| {
        let Some(wait) = &step.then_days else { return 0.0 };
        let (share, repeat) = (step.share.as_f64(), step.then_repeat.as_f64());
        share * wait.mean / (1.0 - share * repeat).max(1e-6)
    };
    case_type.steps.iter().map(days).sum()
}

/// Effective full-time equivalents over the year's presence: absence is part of the yearly minutes already.
fn effective(plan: &Plan, unit: &UnitId, month: Month) -> Option<f64> {
    let day = month.first_day()?;
    let steps = staircases(&plan.on(day.max(plan.as_of), &[]).plan, day.max(plan.as_of)).ok()?;
    let step = steps.into_iter().find(|step| step.unit == *unit)?;
    Some(if step.filled > 0.0 && step.present > 0.0 {
        step.effective * step.filled / step.present
    } else {
        0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::Counts;
    use crate::plan::builtin;

    fn counted(plan: &Plan, unit: &UnitId, open: u64) -> Ledger {
        let mut ledger = Ledger::default();
        for case_type in plan.case_types.iter().filter(|case_type| case_type.unit == *unit) {
            for month in 1..=12 {
                let counts = Counts { received: Some(10), completed: Some(10), open: Some(open) };
                ledger.enter(case_type.id.clone(), Month::new(2022, month).unwrap(), counts);
            }
        }
        ledger
    }

    #[test]
    fn completions_tell_handling_times_only_where_work_always_lay_there() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("einbuergerung").unwrap();
        let busy = handling(&plan, &counted(&plan, &unit, 100), &unit, 2022).unwrap();
        let minutes: f64 = plan
            .case_types
            .iter()
            .filter(|case_type| case_type.unit == unit)
            .map(|case_type| case_type.minutes_per_case())
            .sum();
        assert!((busy.done - 120.0 * minutes).abs() < 1e-6);
        assert!((busy.factor.unwrap() - busy.available / busy.done).abs() < 1e-12);
        assert_eq!(handling(&plan, &counted(&plan, &unit, 0), &unit, 2022).unwrap().factor, None);
        // So many lie with others in the mean: there is a stock, but nothing to do.
        let mut slow = plan.clone();
        for step in slow.case_types.iter_mut().filter(|one| one.unit == unit).flat_map(|one| &mut one.steps) {
            step.then_days = Some(crate::plan::Delay { mean: 400.0, cv: 0.3 });
        }
        assert_eq!(handling(&slow, &counted(&plan, &unit, 100), &unit, 2022).unwrap().factor, None);
        assert_eq!(handling(&plan, &Ledger::default(), &unit, 2022), None);
    }

    #[test]
    fn what_is_taken_over_makes_minutes_agree() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("einbuergerung").unwrap();
        let of = |factor| Handling { unit: unit.clone(), done: 100.0, available: 125.0, factor };
        let changes = handling_changes(&plan, &[of(Some(1.25))], plan.as_of);
        let own =
            |plan: &Plan| plan.case_types.iter().filter(|one| one.unit == unit).cloned().collect::<Vec<_>>();
        assert_eq!(changes.len(), own(&plan).len());
        let after = plan.with_changes(&changes);
        assert!(after.conflicts.is_empty());
        for (before, after) in own(&plan).iter().zip(own(&after.plan)) {
            let longer = after.minutes_per_case() / before.minutes_per_case();
            assert!((longer - 1.25).abs() < 0.02, "{} {longer}", before.id);
        }
        for odd in [None, Some(0.2), Some(9.0)] {
            assert_eq!(handling_changes(&plan, &[of(odd)], plan.as_of), []);
        }
    }
}
