//! What a table would change.

use crate::caseload::{Counts, Ledger, Month};
use crate::plan::CaseTypeId;

/// A count that is new or other than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    /// Of this case type.
    pub case_type: CaseTypeId,
    /// In this month.
    pub month: Month,
    /// What is stored; none for a new one.
    pub before: Option<Counts>,
    /// What will be: a figure that the table does not give stays as it is.
    pub after: Counts,
}

/// A table against what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// New and changed counts, by case type and month.
    pub rows: Vec<RowDifference>,
    /// Counts that are the same.
    pub unchanged: usize,
    /// Stored counts of the table's months that the table does not have; they stay.
    pub absent: usize,
    /// What the table gives of counts that are stored and must not be told of; whether it is another is left open, as that would
    /// confirm a guess. `before` is none, `after` what the table gives.
    pub withheld: Vec<RowDifference>,
}

impl Difference {
    /// What may be told of a comparison: counts that are withheld are neither called changed nor the same.
    #[must_use]
    pub fn told(mut self, table: &Ledger, is_withheld: impl Fn(&CaseTypeId, Month) -> bool) -> Self {
        let counts = table.entries().count();
        self.rows.retain(|row| !is_withheld(&row.case_type, row.month));
        let given = table.entries().filter(|(case_type, month, _)| is_withheld(case_type, *month));
        let row = |(case_type, month, after): (&CaseTypeId, Month, Counts)| RowDifference {
            case_type: case_type.clone(),
            month,
            before: None,
            after,
        };
        self.withheld = given.map(row).collect();
        self.unchanged = counts.saturating_sub(self.rows.len() + self.withheld.len());
        self
    }
}

/// Compares a table with what is stored.
#[must_use]
pub fn difference(stored: &Ledger, table: &Ledger) -> Difference {
    let mut found = Difference::default();
    for (case_type, month, new) in table.entries() {
        let before = stored.get(case_type, month);
        let old = before.unwrap_or_default();
        let after = Counts {
            received: new.received.or(old.received),
            completed: new.completed.or(old.completed),
            open: new.open.or(old.open),
        };
        if before == Some(after) {
            found.unchanged += 1;
        } else {
            found.rows.push(RowDifference { case_type: case_type.clone(), month, before, after });
        }
    }
    if let Some((first, last)) = table.span() {
        found.absent = stored
            .entries()
            .filter(|(case_type, month, _)| {
                (first..=last).contains(month) && table.get(case_type, *month).is_none()
            })
            .count();
    }
    found
}
