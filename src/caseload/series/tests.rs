//! Months of a unit: worked by hand on two case types of the built-in plan.

use super::*;
use crate::plan::builtin;

fn counts(received: u64, completed: u64, open: Option<u64>) -> Counts {
    Counts { received: Some(received), completed: Some(completed), open }
}

fn january() -> Month {
    Month::new(2022, 1).unwrap()
}

/// The first two case types of a section, and the section.
fn two(plan: &Plan) -> (CaseTypeId, CaseTypeId, UnitId) {
    let unit = UnitId::parse("aufenthalt").unwrap();
    let mut types = plan.case_types.iter().filter(|case_type| case_type.unit == unit);
    let (a, b) = (types.next().unwrap().id.clone(), types.next().unwrap().id.clone());
    (a, b, unit)
}

#[test]
fn sums_case_types_and_carries_a_stock_on() {
    let plan = builtin().unwrap();
    let (a, b, unit) = two(&plan);
    let mut ledger = Ledger::default();
    ledger.enter(a.clone(), january(), counts(10, 4, Some(50)));
    ledger.enter(b.clone(), january(), counts(5, 6, Some(20)));
    ledger.enter(a.clone(), january().plus(1), counts(8, 9, None));
    ledger.enter(b.clone(), january().plus(1), counts(3, 1, Some(22)));
    // The third month lacks `b`.
    ledger.enter(a, january().plus(2), counts(1, 1, Some(48)));
    let lines = series(&plan, &ledger, &unit, Visible::All);
    assert_eq!(lines.len(), 3);
    assert_eq!((lines[0].received, lines[0].completed, lines[0].net()), (Some(15), Some(10), Some(5)));
    assert_eq!(lines[0].stock, Some(Stock { cases: 70, carried: false }));
    // 50 + 8 − 9 = 49, and 22 counted.
    assert_eq!(lines[1].stock, Some(Stock { cases: 71, carried: true }));
    assert_eq!((lines[2].received, lines[2].stock, lines[2].missing), (None, None, 1));
    // The whole department has no other counts, a unit without any has no line.
    let whole = UnitId::parse("abteilung").unwrap();
    assert_eq!(series(&plan, &ledger, &whole, Visible::All), lines);
    assert!(series(&plan, &ledger, &UnitId::parse("einbuergerung").unwrap(), Visible::All).is_empty());
}

#[test]
fn a_case_type_takes_part_from_its_first_count_on() {
    let plan = builtin().unwrap();
    let (a, b, unit) = two(&plan);
    let mut ledger = Ledger::default();
    ledger.enter(a.clone(), january(), counts(10, 4, Some(50)));
    ledger.enter(a, january().plus(1), counts(10, 4, Some(56)));
    ledger.enter(b, january().plus(1), counts(1, 0, Some(1)));
    let lines = series(&plan, &ledger, &unit, Visible::All);
    assert_eq!((lines[0].received, lines[0].missing), (Some(10), 0));
    assert_eq!(lines[1].stock, Some(Stock { cases: 57, carried: false }));
}

#[test]
fn a_small_unit_has_quarters_without_output() {
    let plan = builtin().unwrap();
    let (a, _, unit) = two(&plan);
    let mut ledger = Ledger::default();
    for at in 0..7 {
        ledger.enter(a.clone(), january().plus(at), counts(11, 10, Some(100 + at.unsigned_abs() as u64)));
    }
    let lines = series(&plan, &ledger, &unit, Visible::Coarse);
    // July begins a quarter that is not over.
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.completed.is_none() && line.net().is_none() && line.months == 3));
    assert_eq!(lines[0].received, Some(35));
    assert_eq!(lines[1].stock, Some(Stock { cases: 105, carried: false }));
}

#[test]
fn a_stock_alone_is_told_of_a_small_unit_too() {
    let plan = builtin().unwrap();
    let (a, _, unit) = two(&plan);
    let mut ledger = Ledger::default();
    // November ends no quarter.
    ledger.enter(a, january().plus(10), Counts { open: Some(58), ..Counts::default() });
    let lines = series(&plan, &ledger, &unit, Visible::Coarse);
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].received, lines[0].completed, lines[0].months), (None, None, 3));
    assert_eq!(lines[0].stock, Some(Stock { cases: 60, carried: false }));
}

#[test]
fn compares_with_the_year_before() {
    let plan = builtin().unwrap();
    let (a, _, unit) = two(&plan);
    let mut ledger = Ledger::default();
    for at in 0..25_i32 {
        let received = if at < 13 { 10 } else { 12 };
        ledger.enter(a.clone(), january().plus(at), counts(received, 10, Some(at.unsigned_abs() as u64)));
    }
    let lines = series(&plan, &ledger, &unit, Visible::All);
    let found = compare_years(&lines).unwrap();
    assert_eq!(found.until, january().plus(24));
    assert_eq!(found.received, Some((144, 120)));
    assert_eq!(found.completed, Some((120, 120)));
    assert_eq!(found.stock, Some((24, 12)));
    assert_eq!(compare_years(&lines[2..]), None);
    assert_eq!(compare_years(&[]), None);
}
