//! What a list of cases would change.

use crate::caseload::{Holder, to_five};
use crate::format::{Language, date};
use crate::plan::CaseTypeId;
use chrono::NaiveDate;
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

/// What is known of a case beside its file number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Whose turn it is.
    pub holder: Holder,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Day of completion.
    pub closed: Option<NaiveDate>,
}

impl CaseFacts {
    /// What the facts are, in German; of a case that is stored otherwise only those that differ from `other`.
    #[must_use]
    pub fn words(&self, other: Option<&Self>) -> String {
        let german = |day| date(day, Language::German);
        let differs = |same: fn(&Self, &Self) -> bool| other.is_none_or(|other| !same(self, other));
        let mut said = Vec::new();
        // A new case is of the kind that stands in its title.
        if other.is_some_and(|other| other.case_type != self.case_type) {
            said.push(format!("Fallart {}", self.case_type));
        }
        if differs(|one, two| one.received == two.received) {
            said.push(format!("Eingang {}", german(self.received)));
        }
        if differs(|one, two| (one.holder, one.since) == (two.holder, two.since)) {
            let since = self.since.map(|day| format!(" seit {}", german(day))).unwrap_or_default();
            said.push(format!("{}{since}", self.holder.german()));
        }
        match self.closed {
            Some(day) if differs(|one, two| one.closed == two.closed) => {
                said.push(format!("erledigt {}", german(day)));
            }
            None if other.is_some_and(|other| other.closed.is_some()) => said.push("offen".to_owned()),
            _ => {}
        }
        said.join(", ")
    }
}

/// A case of a list that is not stored, or stored otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    /// Row of the list: file numbers are not kept.
    pub row: u32,
    /// What is stored; none for a new case.
    pub before: Option<CaseFacts>,
    /// What the list says.
    pub after: CaseFacts,
    /// Whether what is stored must not be told, nor whether it is another.
    pub withheld: bool,
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
