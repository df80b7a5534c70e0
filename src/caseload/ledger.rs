//! The counts themselves, and where they contradict one another.

use super::Month;
use crate::plan::CaseTypeId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was counted of one case type in one month. What was not counted is none, which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Cases received in the month.
    pub received: Option<u64>,
    /// Cases completed in the month.
    pub completed: Option<u64>,
    /// Cases open at the end of the month.
    pub open: Option<u64>,
}

impl Counts {
    /// Largest count that is taken for one: ten million.
    pub const MOST: u64 = 10_000_000;
}

/// All counts of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    entries: BTreeMap<(CaseTypeId, Month), Counts>,
}

/// A stock that does not follow from the one before: it should be `expected`, it was counted as `counted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Of this case type.
    pub case_type: CaseTypeId,
    /// At the end of this month.
    pub month: Month,
    /// Stock of the month before + received − completed; negative where more was completed than there was.
    pub expected: i64,
    /// What was counted.
    pub counted: u64,
}

impl Ledger {
    /// Enters a count; gives back what stood there.
    pub fn enter(&mut self, case_type: CaseTypeId, month: Month, counts: Counts) -> Option<Counts> {
        self.entries.insert((case_type, month), counts)
    }

    /// What was counted.
    #[must_use]
    pub fn get(&self, case_type: &CaseTypeId, month: Month) -> Option<Counts> {
        self.entries.get(&(case_type.clone(), month)).copied()
    }

    /// Keeps only some entries.
    pub fn retain(&mut self, keep: impl Fn(&CaseTypeId, Month) -> bool) {
        self.entries.retain(|(case_type, month), _| keep(case_type, *month));
    }

    /// Every entry, by case type and month.
    pub fn entries(&self) -> impl Iterator<Item = (&CaseTypeId, Month, Counts)> {
        self.entries.iter().map(|((case_type, month), counts)| (case_type, *month, *counts))
    }

    /// First and last month of which anything was counted.
    #[must_use]
    pub fn span(&self) -> Option<(Month, Month)> {
        let months = || self.entries.keys().map(|(_, month)| *month);
        Some((months().min()?, months().max()?))
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where the counted stock is not the one before + received − completed. Cases that were counted twice, closed without
    /// being counted, or moved to another office show up here.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for ((case_type, month), counts) in &self.entries {
            let before = self.get(case_type, month.plus(-1)).and_then(|before| before.open);
            let (Some(before), Some(received), Some(completed), Some(counted)) =
                (before, counts.received, counts.completed, counts.open)
            else {
                continue;
            };
            let expected = before.cast_signed() + received.cast_signed() - completed.cast_signed();
            if expected != counted.cast_signed() {
                found.push(Contradiction { case_type: case_type.clone(), month: *month, expected, counted });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_stock_that_does_not_follow() {
        let id = CaseTypeId::parse("a01").unwrap();
        let january = Month::new(2023, 1).unwrap();
        let counts = |received, completed, open| Counts { received, completed, open };
        let mut ledger = Ledger::default();
        ledger.enter(id.clone(), january, counts(Some(10), Some(4), Some(20)));
        ledger.enter(id.clone(), january.plus(1), counts(Some(10), Some(12), Some(18)));
        ledger.enter(id.clone(), january.plus(2), counts(Some(5), Some(9), Some(15)));
        // Not counted: nothing to contradict.
        ledger.enter(id.clone(), january.plus(3), counts(None, Some(3), Some(99)));
        let found = ledger.contradictions();
        let expected = Contradiction { case_type: id, month: january.plus(2), expected: 14, counted: 15 };
        assert_eq!(found, [expected]);
        assert_eq!(ledger.span(), Some((january, january.plus(3))));
    }
}
