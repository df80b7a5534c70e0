//! What a list of cases would change.

use crate::caseload::to_five;
use crate::plan::CaseTypeId;
use std::collections::{BTreeMap, BTreeSet};

/// Cases of one kind in a list, against what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseChanges {
    /// Not stored yet.
    pub added: u64,
    /// Stored otherwise.
    pub changed: u64,
    /// The same.
    pub unchanged: u64,
    /// Stored as open, and not in the list.
    pub absent: u64,
    /// Stored; whether otherwise must not be told.
    pub withheld: u64,
}

/// A list of cases against what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseDifference {
    /// By kind of case.
    pub by_type: BTreeMap<CaseTypeId, CaseChanges>,
}

/// What of a list is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    /// Cases that are not stored yet.
    pub added: bool,
    /// Cases that are stored otherwise.
    pub changed: bool,
    /// Open cases that the list does not have count as completed on its day: for lists of all open cases.
    pub absent: bool,
}

impl Default for Accept {
    fn default() -> Self {
        Self { added: true, changed: true, absent: false }
    }
}

impl CaseDifference {
    /// All kinds of cases together.
    #[must_use]
    pub fn sum(&self) -> CaseChanges {
        self.by_type.values().fold(CaseChanges::default(), |sum, one| CaseChanges {
            added: sum.added + one.added,
            changed: sum.changed + one.changed,
            unchanged: sum.unchanged + one.unchanged,
            absent: sum.absent + one.absent,
            withheld: sum.withheld + one.withheld,
        })
    }

    /// What of a comparison is taken over: cases that are not accepted stay as they are. What the list does not have is told all the same.
    #[must_use]
    pub fn accepted(mut self, accept: Accept) -> Self {
        for one in self.by_type.values_mut() {
            one.added = if accept.added { one.added } else { 0 };
            if !accept.changed {
                one.unchanged += std::mem::take(&mut one.changed);
            }
        }
        self
    }

    /// What may be told of a comparison. Of kinds that are withheld, what changed and what is missing in the list would be their
    /// completions: the one is not told apart from the rest, the other is rounded to five.
    #[must_use]
    pub fn told(mut self, withheld: &BTreeSet<CaseTypeId>) -> Self {
        for (_, one) in self.by_type.iter_mut().filter(|(id, _)| withheld.contains(*id)) {
            *one = CaseChanges {
                added: one.added,
                absent: to_five(one.absent),
                withheld: one.changed + one.unchanged,
                ..CaseChanges::default()
            };
        }
        self
    }
}
