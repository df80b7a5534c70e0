//! How long open cases have been lying where they lie: the one part of their age of which a list says with whom it passed.
//!
//! A list names whose turn it is and since when, not whose turn it was before. So the days up to then belong to nobody here.

use super::{AgeBand, Holder};
use crate::plan::CaseTypeId;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Open cases of one kind, whose turn and age, with their days. Counted are those of which the list says since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitedCell {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Whose turn it is.
    pub holder: Holder,
    /// How old.
    pub band: AgeBand,
    /// So many.
    pub cases: u64,
    /// Days of all of them since it is the holder's turn.
    pub here: u64,
    /// Days of all of them from receipt until then.
    pub before: u64,
    /// Beside them, those of which the list does not say since when.
    pub unknown: u64,
}

/// The open cases of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// The day of the list.
    pub day: NaiveDate,
    /// Only what there is.
    pub cells: Vec<WaitedCell>,
}

/// Days of some open cases together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WaitedDays {
    /// The cases of which the list says since when they lie where they lie.
    pub cases: u64,
    /// Those of which it does not.
    pub unknown: u64,
    /// Days since then, by whose turn it is, in the order of [`Holder::WORDS`].
    pub here: [u64; 5],
    /// Days until then.
    pub before: u64,
}

impl WaitedDays {
    /// From receipt to the day of the list.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.here.iter().sum::<u64>() + self.before
    }

    /// Days of a case on average; none where there is no case.
    #[must_use]
    pub fn per_case(&self, days: u64) -> Option<f64> {
        (self.cases > 0).then(|| days as f64 / self.cases as f64)
    }
}

impl Waited {
    /// Of some kinds only.
    #[must_use]
    pub fn of(&self, types: &BTreeSet<CaseTypeId>) -> Self {
        let cells = self.cells.iter().filter(|cell| types.contains(&cell.case_type));
        Self { day: self.day, cells: cells.cloned().collect() }
    }

    /// Those of an age, or all.
    #[must_use]
    pub fn days(&self, band: Option<AgeBand>) -> WaitedDays {
        let mut found = WaitedDays::default();
        for cell in self.cells.iter().filter(|cell| band.is_none_or(|band| cell.band == band)) {
            found.cases += cell.cases;
            found.unknown += cell.unknown;
            found.before += cell.before;
            if let Some(place) = Holder::WORDS.iter().position(|(_, holder)| *holder == cell.holder) {
                found.here[place] += cell.here;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_case_is_counted_once() {
        let cell = |id: &str, holder, band, (cases, here, before, unknown)| WaitedCell {
            case_type: CaseTypeId::parse(id).unwrap(),
            holder,
            band,
            cases,
            here,
            before,
            unknown,
        };
        let waited = Waited {
            day: "2023-12-31".parse().unwrap(),
            cells: vec![
                cell("a01", Holder::WithUs, AgeBand::ThreeMonths, (2, 60, 20, 1)),
                cell("a01", Holder::Applicant, AgeBand::SixMonths, (1, 100, 20, 0)),
                cell("a02", Holder::Dormant, AgeBand::SixMonths, (1, 10, 110, 3)),
            ],
        };
        let all = waited.days(None);
        assert_eq!((all.cases, all.unknown, all.here, all.before), (4, 4, [60, 0, 0, 100, 10], 150));
        assert_eq!((all.all(), all.per_case(all.all())), (320, Some(80.0)));
        let old = waited.days(Some(AgeBand::SixMonths));
        assert_eq!((old.cases, old.here[3], old.before), (2, 100, 130));
        let none = waited.days(Some(AgeBand::Older));
        assert_eq!((none.all(), none.per_case(0)), (0, None));
        let one = waited.of(&BTreeSet::from([CaseTypeId::parse("a02").unwrap()]));
        assert_eq!(one.days(None).cases, 1);
    }
}
