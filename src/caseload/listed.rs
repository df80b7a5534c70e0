//! What a list of single cases says by month, where nothing was counted beside it.
//!
//! A list of the open cases alone knows of nothing that was completed: the days of receipt of what is left are no inflow, however
//! much they look like one. Flows are told from the first month on in which a case of the kind was completed; of kinds without
//! any the stock alone.

use super::{Counts, Ledger, Month};
use crate::plan::CaseTypeId;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Days before the end of a month at which a list still counts as one of the whole month: the last days may bring nothing.
const LAST_DAYS: i64 = 7;

/// Day of the month from which on a list of open cases is nearer to its end than to the end of the month before.
const MIDDLE: u32 = 16;

/// Cases of the list by kind and month: received, and completed.
pub type ListedFlows = BTreeMap<CaseTypeId, BTreeMap<Month, (u64, u64)>>;

/// The counts that a list of the state of `as_of` stands for.
#[must_use]
pub fn listed_ledger(flows: &ListedFlows, as_of: NaiveDate) -> Ledger {
    let mut ledger = Ledger::default();
    let completes =
        |months: &BTreeMap<Month, (u64, u64)>| months.values().any(|(_, completed)| *completed > 0);
    let Some(until) = last_month(as_of, flows.values().any(completes)) else { return ledger };
    for (id, months) in flows {
        let begin = months.iter().find(|(_, (_, completed))| *completed > 0).map(|(month, _)| *month);
        // Whatever came before that was completed afterwards if at all, so that the list holds all of it.
        let is_before = |month: &Month| begin.is_none_or(|begin| *month < begin && *month <= until);
        let mut open: u64 =
            months.iter().filter(|(month, _)| is_before(month)).map(|(_, (received, _))| *received).sum();
        let Some(begin) = begin.filter(|begin| *begin <= until) else {
            ledger.enter(id.clone(), until, Counts { open: Some(open), ..Counts::default() });
            continue;
        };
        for month in (0..=until.number() - begin.number()).map(|later| begin.plus(later)) {
            let (received, completed) = months.get(&month).copied().unwrap_or_default();
            open = (open + received).saturating_sub(completed);
            let counts = Counts { received: Some(received), completed: Some(completed), open: Some(open) };
            ledger.enter(id.clone(), month, counts);
        }
    }
    ledger
}

/// The last month that a list is of. Flows need a whole month; a stock belongs to the nearest end of one.
fn last_month(as_of: NaiveDate, has_flows: bool) -> Option<Month> {
    let month = Month::of(as_of)?;
    let whole = (month.last_day()? - as_of).num_days() <= LAST_DAYS;
    let counts = if has_flows { whole } else { as_of.day() >= MIDDLE };
    Some(if counts { month } else { month.plus(-1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> CaseTypeId {
        CaseTypeId::parse(text).unwrap()
    }

    fn month(number: u32) -> Month {
        Month::new(2023, number).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn flows(months: &[(u32, u64, u64)]) -> BTreeMap<Month, (u64, u64)> {
        months.iter().map(|(number, received, completed)| (month(*number), (*received, *completed))).collect()
    }

    #[test]
    fn days_of_receipt_of_open_cases_are_no_inflow() {
        let flows = BTreeMap::from([(id("a01"), flows(&[(3, 10, 0), (11, 20, 0), (12, 30, 0)]))]);
        let ledger = listed_ledger(&flows, day("2023-12-20"));
        let found: Vec<_> = ledger.entries().collect();
        let stock = Counts { open: Some(60), ..Counts::default() };
        assert_eq!(found, [(&id("a01"), month(12), stock)]);
        // In the first half of a month the end of the one before is nearer.
        assert_eq!(listed_ledger(&flows, day("2023-12-04")).span(), Some((month(11), month(11))));
    }

    #[test]
    fn flows_begin_where_completions_do_and_end_with_a_whole_month() {
        let flows = BTreeMap::from([
            (id("a01"), flows(&[(1, 40, 0), (10, 5, 8), (11, 7, 0), (12, 3, 2)])),
            (id("a02"), flows(&[(2, 6, 0), (12, 1, 0)])),
        ]);
        let ledger = listed_ledger(&flows, day("2023-12-10"));
        let counts = |received, completed, open| {
            Some(Counts { received: Some(received), completed: Some(completed), open: Some(open) })
        };
        // December is not over: what it brought so far is no month.
        assert_eq!(ledger.span(), Some((month(10), month(11))));
        assert_eq!(ledger.get(&id("a01"), month(10)), counts(5, 8, 37));
        assert_eq!(ledger.get(&id("a01"), month(11)), counts(7, 0, 44));
        assert_eq!(ledger.get(&id("a02"), month(11)), Some(Counts { open: Some(7), ..Counts::default() }));
        let whole = listed_ledger(&flows, day("2023-12-29"));
        assert_eq!(whole.get(&id("a01"), month(12)), counts(3, 2, 45));
        assert!(whole.contradictions().is_empty());
        assert!(listed_ledger(&ListedFlows::new(), day("2023-12-29")).is_empty());
    }

    #[test]
    fn what_was_completed_in_a_month_that_is_not_over_only_gives_a_stock() {
        let flows = BTreeMap::from([(id("a01"), flows(&[(10, 9, 0), (12, 2, 4)]))]);
        let ledger = listed_ledger(&flows, day("2023-12-10"));
        let found: Vec<_> = ledger.entries().map(|(_, month, counts)| (month, counts)).collect();
        assert_eq!(found, [(month(11), Counts { open: Some(9), ..Counts::default() })]);
    }
}
