//! The open cases as a look ahead begins with them: how old they are, and with whom.

use super::{AgeBand, Ages, Holder, Ledger, Month};
use crate::plan::{CaseTypeId, Plan};
use crate::simulation::{OpenCases, Place};

/// Ages of the bands in days, so that the cases of the first one are those of the simulation's first three months. How old the
/// oldest are, the bands do not say: up to three years is assumed.
pub(super) const DAYS: [(u32, u32); 5] = [(0, 90), (91, 182), (183, 365), (366, 547), (548, 1_095)];

/// The open cases at the end of a month by kind, place and age: as many as were counted, divided up as the cases of the list are.
/// Kinds without a case in the list are left out; where no stock was counted the list itself is the stock.
pub(super) fn opening(plan: &Plan, ledger: &Ledger, ages: &Ages, until: Month) -> Vec<OpenCases> {
    let mut found = Vec::new();
    for case_type in &plan.case_types {
        let cells: Vec<_> =
            ages.cells.iter().filter(|cell| cell.case_type == case_type.id && cell.cases > 0).collect();
        let listed: Vec<u64> = cells.iter().map(|cell| cell.cases).collect();
        if listed.is_empty() {
            continue;
        }
        let counted = ledger.get(&case_type.id, until).and_then(|counts| counts.open);
        let cases = counted.map_or(listed.clone(), |counted| divided(counted, &listed));
        found.extend(cells.iter().zip(cases).map(|(cell, cases)| OpenCases {
            case_type: case_type.id.clone(),
            place: place(cell.holder),
            ages: DAYS[AgeBand::ALL.iter().position(|band| *band == cell.band).unwrap_or(0)],
            cases,
        }));
    }
    found
}

/// Cases that lie with others although the plan knows no wait with others for their kind: they are taken for cases of ours.
pub(super) fn without_wait(plan: &Plan, open: &[OpenCases]) -> u64 {
    let waits = |id: &CaseTypeId| {
        plan.case_type(id).is_some_and(|of| of.steps.iter().any(|step| step.then_days.is_some()))
    };
    let outside = |one: &&OpenCases| !matches!(one.place, Place::Queue | Place::Work);
    open.iter().filter(outside).filter(|one| !waits(&one.case_type)).map(|one| one.cases).sum()
}

/// A whole divided up as the parts are: the largest rests are rounded up.
fn divided(whole: u64, parts: &[u64]) -> Vec<u64> {
    let sum: u128 = parts.iter().map(|part| u128::from(*part)).sum::<u128>().max(1);
    let exact: Vec<u128> = parts.iter().map(|part| u128::from(*part) * u128::from(whole)).collect();
    let mut found: Vec<u64> = exact.iter().map(|part| u64::try_from(part / sum).unwrap_or(0)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(exact[*place] % sum), *place));
    let missing = whole.saturating_sub(found.iter().sum());
    order.into_iter().zip(0..missing).for_each(|(place, _)| found[place] += 1);
    found
}

fn place(holder: Holder) -> Place {
    match holder {
        Holder::WithUs => Place::Queue,
        Holder::InWork => Place::Work,
        Holder::Authority => Place::Authority,
        Holder::Applicant => Place::Applicant,
        Holder::Dormant => Place::Dormant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{AgeCell, Counts};
    use crate::plan::builtin;

    #[test]
    fn a_whole_is_divided_up_without_rest() {
        assert_eq!(divided(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(divided(7, &[5, 2]), [5, 2]);
        assert_eq!(divided(0, &[5, 2]), [0, 0]);
        assert_eq!(divided(3, &[0, 0, 9]), [0, 0, 3]);
        assert_eq!(
            divided(u64::MAX, &[1, 1]).iter().map(|part| u128::from(*part)).sum::<u128>(),
            u128::from(u64::MAX)
        );
    }

    #[test]
    fn the_counted_stock_is_divided_up_as_the_list_is() {
        let plan = builtin().unwrap();
        let until = Month::new(2023, 12).unwrap();
        let (first, second) = (plan.case_types[0].id.clone(), plan.case_types[1].id.clone());
        let cell = |case_type: &CaseTypeId, holder, band, cases| AgeCell {
            case_type: case_type.clone(),
            holder,
            band,
            cases,
        };
        let ages = Ages {
            day: until.last_day().unwrap(),
            cells: vec![
                cell(&first, Holder::WithUs, AgeBand::ThreeMonths, 30),
                cell(&first, Holder::Applicant, AgeBand::Older, 10),
                cell(&second, Holder::InWork, AgeBand::SixMonths, 3),
            ],
            crossing: Vec::new(),
            rounded: false,
        };
        let mut ledger = Ledger::default();
        ledger.enter(first.clone(), until, Counts { open: Some(80), ..Counts::default() });
        let found = opening(&plan, &ledger, &ages, until);
        let of = |id: &CaseTypeId| {
            let own = found.iter().filter(|one| one.case_type == *id);
            own.map(|one| (one.place, one.ages, one.cases)).collect::<Vec<_>>()
        };
        assert_eq!(of(&first), [(Place::Queue, (0, 90), 60), (Place::Applicant, (548, 1_095), 20)]);
        assert_eq!(of(&second), [(Place::Work, (91, 182), 3)]);
        assert_eq!(found.len(), 3);
    }
}
