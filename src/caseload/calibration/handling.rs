//! What completions say of handling times: where there was always something to do, minutes done and minutes to be had must
//! agree, and the handling times of the plan are wrong by what they do not.

use super::super::{Ledger, Month};
use crate::assessment::staircases;
use crate::plan::{Plan, StaffGroup, UnitId};
use serde::Serialize;

/// Months of work that must have lain there at every month's end: below, the posts may have had to wait for cases.
const ALWAYS_BUSY: f64 = 0.5;

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
            minutes += counts.completed? as f64 * case_type.minutes_per_case();
            waiting += counts.open? as f64 * case_type.minutes_per_case();
        }
        done += minutes;
        always_busy &= waiting >= ALWAYS_BUSY * minutes;
        available += effective(plan, unit, month)? * yearly / 12.0;
    }
    let factor = (always_busy && done > 0.0).then(|| available / done);
    Some(Handling { unit: unit.clone(), done, available, factor })
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
        assert_eq!(handling(&plan, &Ledger::default(), &unit, 2022), None);
    }
}
