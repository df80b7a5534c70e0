//! The months of a unit: inflow, outflow, net and stock, and the year against the one before.

use super::disclosure::to_five;
use super::{Counts, Ledger, Month, Visible};
use crate::plan::{CaseTypeId, Plan, UnitId};
use serde::Serialize;
use std::collections::BTreeSet;

/// Cases open at the end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stock {
    /// How many.
    pub cases: u64,
    /// Whether at least a part was not counted but carried on: stock before + received − completed.
    pub carried: bool,
}

/// A month of a unit, or a quarter of a small one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The month, or the last one of the quarter.
    pub month: Month,
    /// 1, or 3 for a quarter.
    pub months: u8,
    /// Cases received; none where a case type that is counted was not counted in the period.
    pub received: Option<u64>,
    /// Cases completed, likewise; none of a small unit.
    pub completed: Option<u64>,
    /// Cases open at its end, likewise.
    pub stock: Option<Stock>,
    /// Case types that are counted otherwise and are missing in the period.
    pub missing: usize,
}

impl Line {
    /// What the stock grew by: received − completed.
    #[must_use]
    pub fn net(&self) -> Option<i64> {
        Some(self.received?.cast_signed() - self.completed?.cast_signed())
    }
}

/// A year against the one before it: (this, before).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct YearComparison {
    /// Last month of this year.
    pub until: Month,
    /// Cases received.
    pub received: Option<(u64, u64)>,
    /// Cases completed.
    pub completed: Option<(u64, u64)>,
    /// Stock at the ends.
    pub stock: Option<(u64, u64)>,
}

/// The months of a unit with everything below it, from the first to the last one that was counted in the organisation. A case
/// type takes part from its first count on; one that was never counted is in no sum.
#[must_use]
pub(super) fn series(plan: &Plan, ledger: &Ledger, unit: &UnitId, visible: Visible) -> Vec<Line> {
    let Some((first, last)) = ledger.span() else { return Vec::new() };
    let within = within(plan, unit);
    let types = plan.case_types.iter().filter(|case_type| within.contains(&case_type.unit));
    let mut courses: Vec<Course<'_>> =
        types.filter_map(|case_type| Course::new(ledger, &case_type.id)).collect();
    if courses.is_empty() {
        return Vec::new();
    }
    let months = (first.number()..=last.number()).map(|number| first.plus(number - first.number()));
    let lines: Vec<Line> = months.map(|month| line(ledger, month, &mut courses)).collect();
    match visible {
        Visible::All => lines,
        Visible::Coarse => quarters(&lines),
    }
}

/// A unit and everything below it.
pub(super) fn within<'a>(plan: &'a Plan, unit: &'a UnitId) -> BTreeSet<&'a UnitId> {
    let mut found = BTreeSet::new();
    let mut next = vec![unit];
    while let Some(unit) = next.pop() {
        if found.insert(unit) {
            next.extend(plan.children(Some(unit)).map(|child| &child.id));
        }
    }
    found
}

/// A case type on its way through the months.
struct Course<'a> {
    id: &'a CaseTypeId,
    first: Month,
    stock: Option<u64>,
}

impl<'a> Course<'a> {
    fn new(ledger: &Ledger, id: &'a CaseTypeId) -> Option<Self> {
        let first = ledger.entries().find(|(entry, _, _)| *entry == id)?.1;
        Some(Self { id, first, stock: None })
    }

    /// Goes to a month: what was counted, and the stock at its end.
    fn go(&mut self, ledger: &Ledger, month: Month) -> (Counts, Option<Stock>) {
        let counts = ledger.get(self.id, month).unwrap_or_default();
        let carried = || {
            let grown = self.stock?.checked_add(counts.received?)?;
            grown.checked_sub(counts.completed?)
        };
        let stock = match counts.open {
            Some(cases) => Some(Stock { cases, carried: false }),
            None => carried().map(|cases| Stock { cases, carried: true }),
        };
        self.stock = stock.map(|stock| stock.cases);
        (counts, stock)
    }
}

fn line(ledger: &Ledger, month: Month, courses: &mut [Course<'_>]) -> Line {
    let (mut received, mut completed) = (Some(0_u64), Some(0_u64));
    let mut stock = Some(Stock { cases: 0, carried: false });
    let (mut missing, mut taking_part) = (0, 0);
    for course in courses.iter_mut().filter(|course| course.first <= month) {
        let (counts, here) = course.go(ledger, month);
        taking_part += 1;
        missing += usize::from(counts == Counts::default());
        received = received.zip(counts.received).and_then(|(sum, more)| sum.checked_add(more));
        completed = completed.zip(counts.completed).and_then(|(sum, more)| sum.checked_add(more));
        stock = stock.zip(here).and_then(|(sum, more)| {
            let carried = sum.carried || more.carried;
            Some(Stock { cases: sum.cases.checked_add(more.cases)?, carried })
        });
    }
    if taking_part == 0 {
        (received, completed, stock) = (None, None, None);
    }
    Line { month, months: 1, received, completed, stock, missing }
}

/// Whole quarters, rounded to five, without output. Where there is none the last stock stands alone: a list of cases begins and
/// ends with one.
fn quarters(lines: &[Line]) -> Vec<Line> {
    let whole = lines.windows(3).filter(|months| months[2].month.ends_quarter());
    let found: Vec<Line> = whole
        .map(|months| {
            let received = months.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.received?));
            Line {
                month: months[2].month,
                months: 3,
                received: received.map(to_five),
                completed: None,
                stock: months[2].stock.map(|stock| Stock { cases: to_five(stock.cases), ..stock }),
                missing: months.iter().map(|line| line.missing).max().unwrap_or(0),
            }
        })
        .collect();
    let last = lines.last().filter(|last| found.is_empty() && last.stock.is_some());
    let alone = last.map(|last| Line {
        months: 3,
        received: None,
        completed: None,
        stock: last.stock.map(|stock| Stock { cases: to_five(stock.cases), ..stock }),
        ..last.clone()
    });
    found.into_iter().chain(alone).collect()
}

/// The twelve months that end with the last line against the twelve before; none with less than two years of lines.
#[must_use]
pub(super) fn compare_years(lines: &[Line]) -> Option<YearComparison> {
    let last = lines.last()?;
    let length = 12 / usize::from(last.months.max(1));
    let before = lines.len().checked_sub(2 * length)?;
    let (old, new) = lines[before..].split_at(length);
    let sum = |lines: &[Line], figure: fn(&Line) -> Option<u64>| {
        lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(figure(line)?))
    };
    let both = |figure: fn(&Line) -> Option<u64>| sum(new, figure).zip(sum(old, figure));
    let at_end = |lines: &[Line]| Some(lines.last()?.stock?.cases);
    Some(YearComparison {
        until: last.month,
        received: both(|line| line.received),
        completed: both(|line| line.completed),
        stock: at_end(new).zip(at_end(old)),
    })
}

#[cfg(test)]
mod tests;
