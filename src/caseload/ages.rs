//! How old the open cases are: in the bands that a council asks for, by kind of case and whose turn it is.

use super::disclosure::to_five;
use super::{Holder, Month};
use crate::plan::CaseTypeId;
use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Days between two days that still are of one time: the end of the counts, a list of cases, the first day of a plan.
pub const ONE_TIME: i64 = 31;

/// Whether a list of a day is of the time of counts up to a month: of another one it says nothing of the cases that are open at
/// their end.
#[must_use]
pub fn is_of_their_time(list: NaiveDate, until: Month) -> bool {
    until.last_day().is_some_and(|end| (list - end).num_days().abs() <= ONE_TIME)
}

/// How old an open case is, in calendar months since its receipt. After three months without a sufficient reason an action
/// for failure to act is admissible (section 75 VwGO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// At most three months.
    ThreeMonths,
    /// More than three, at most six.
    SixMonths,
    /// More than six, at most twelve.
    TwelveMonths,
    /// More than twelve, at most eighteen.
    EighteenMonths,
    /// More than eighteen.
    Older,
}

impl AgeBand {
    /// All, the youngest first.
    pub const ALL: [Self; 5] =
        [Self::ThreeMonths, Self::SixMonths, Self::TwelveMonths, Self::EighteenMonths, Self::Older];

    /// Upper ends in months, of all but the last.
    pub const MONTHS: [u32; 4] = [3, 6, 12, 18];

    /// First days of receipt with which a case belongs to a band on `day`, the youngest first; the last band has none.
    #[must_use]
    pub fn begins(day: NaiveDate) -> [NaiveDate; 4] {
        Self::MONTHS.map(|months| day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN))
    }

    /// „bis 3 Monate“.
    #[must_use]
    pub fn german(self) -> &'static str {
        match self {
            Self::ThreeMonths => "bis 3 Monate",
            Self::SixMonths => "über 3 bis 6 Monate",
            Self::TwelveMonths => "über 6 bis 12 Monate",
            Self::EighteenMonths => "über 12 bis 18 Monate",
            Self::Older => "über 18 Monate",
        }
    }

    /// The band of a case.
    #[must_use]
    pub fn of(received: NaiveDate, day: NaiveDate) -> Self {
        let begins = Self::begins(day);
        let at = begins.iter().position(|begin| received >= *begin).unwrap_or(begins.len());
        Self::ALL[at]
    }
}

/// Open cases of one kind, whose turn and age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgeCell {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Whose turn it is.
    pub holder: Holder,
    /// How old.
    pub band: AgeBand,
    /// So many.
    pub cases: u64,
}

/// Open cases that are going to be older than three months unless they are completed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crossing {
    /// Kind of case.
    pub case_type: CaseTypeId,
    /// Whose turn it is: only what lies with us counts as without reason.
    pub holder: Holder,
    /// So many in the next 4, 8 and 12 weeks, each with those before.
    pub cases: [u64; 3],
}

impl Crossing {
    /// The weeks ahead.
    pub const WEEKS: [u64; 3] = [4, 8, 12];

    /// The days of receipt of the cases that cross in the next so many weeks after `day`: from, and before.
    #[must_use]
    pub fn received(day: NaiveDate, weeks: u64) -> (NaiveDate, NaiveDate) {
        let back = |day: NaiveDate| day.checked_sub_months(Months::new(3)).unwrap_or(NaiveDate::MIN);
        (back(day), back(day.checked_add_days(Days::new(weeks * 7)).unwrap_or(NaiveDate::MAX)))
    }
}

/// The open cases of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ages {
    /// The day on which they are looked at.
    pub day: NaiveDate,
    /// By kind of case, turn and age; only what there is.
    pub cells: Vec<AgeCell>,
    /// What crosses three months next.
    pub crossing: Vec<Crossing>,
    /// Whether the figures are rounded to five, as for units below the minimum size.
    pub rounded: bool,
}

impl Ages {
    /// All open cases.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.cells.iter().map(|cell| cell.cases).sum()
    }

    /// By age, the youngest first.
    #[must_use]
    pub fn by_band(&self) -> [u64; 5] {
        AgeBand::ALL.map(|band| self.sum(|cell| cell.band == band))
    }

    /// By whose turn it is, in the order of [`Holder::WORDS`], and by age.
    #[must_use]
    pub fn by_holder(&self) -> [[u64; 5]; 5] {
        Holder::WORDS.map(|(_, holder)| {
            AgeBand::ALL.map(|band| self.sum(|cell| cell.band == band && cell.holder == holder))
        })
    }

    /// By kind of case, and by age.
    #[must_use]
    pub fn by_case_type(&self) -> BTreeMap<&CaseTypeId, [u64; 5]> {
        let mut found: BTreeMap<&CaseTypeId, [u64; 5]> = BTreeMap::new();
        for cell in &self.cells {
            let row = found.entry(&cell.case_type).or_default();
            row[AgeBand::ALL.iter().position(|band| *band == cell.band).unwrap_or(0)] += cell.cases;
        }
        found
    }

    /// Those that cross three months in the next 4, 8 and 12 weeks; with `holders` only those whose turn is one of them.
    #[must_use]
    pub fn crossing(&self, holders: &[Holder]) -> [u64; 3] {
        let mut sums = [0; 3];
        for one in self.crossing.iter().filter(|one| holders.is_empty() || holders.contains(&one.holder)) {
            for (sum, cases) in sums.iter_mut().zip(one.cases) {
                *sum += cases;
            }
        }
        sums
    }

    /// Every figure rounded to five: what is shown of a unit below the minimum size.
    #[must_use]
    pub fn coarse(mut self) -> Self {
        self.cells.iter_mut().for_each(|cell| cell.cases = to_five(cell.cases));
        self.cells.retain(|cell| cell.cases > 0);
        self.crossing.iter_mut().for_each(|one| one.cases = one.cases.map(to_five));
        self.rounded = true;
        self
    }

    fn sum(&self, keep: impl Fn(&AgeCell) -> bool) -> u64 {
        self.cells.iter().filter(|cell| keep(cell)).map(|cell| cell.cases).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn bands_end_on_the_day_of_the_month() {
        let today = day("2023-12-31");
        for (received, band) in [
            ("2023-12-31", AgeBand::ThreeMonths),
            ("2023-09-30", AgeBand::ThreeMonths),
            ("2023-09-29", AgeBand::SixMonths),
            ("2023-06-30", AgeBand::SixMonths),
            ("2023-06-29", AgeBand::TwelveMonths),
            ("2022-12-31", AgeBand::TwelveMonths),
            ("2022-06-30", AgeBand::EighteenMonths),
            ("2022-06-29", AgeBand::Older),
        ] {
            assert_eq!(AgeBand::of(day(received), today), band, "{received}");
        }
    }

    #[test]
    fn what_crosses_is_in_the_first_band_now_and_not_after_the_weeks() {
        let today = day("2024-02-29");
        for weeks in Crossing::WEEKS {
            let (from, before) = Crossing::received(today, weeks);
            let later = today + Days::new(weeks * 7);
            for offset in 0..200 {
                let received = today - Days::new(offset);
                let crosses = (from..before).contains(&received);
                let expected = AgeBand::of(received, today) == AgeBand::ThreeMonths
                    && AgeBand::of(received, later) != AgeBand::ThreeMonths;
                assert_eq!(crosses, expected, "{received}, {weeks} weeks");
            }
        }
    }

    #[test]
    fn sums_and_rounds() {
        let cell = |holder, band, cases| AgeCell {
            case_type: CaseTypeId::parse("a01").unwrap(),
            holder,
            band,
            cases,
        };
        let ages = Ages {
            day: day("2023-12-31"),
            cells: vec![
                cell(Holder::WithUs, AgeBand::ThreeMonths, 13),
                cell(Holder::Applicant, AgeBand::ThreeMonths, 1),
                cell(Holder::WithUs, AgeBand::Older, 4),
            ],
            crossing: vec![Crossing {
                case_type: CaseTypeId::parse("a01").unwrap(),
                holder: Holder::WithUs,
                cases: [1, 3, 8],
            }],
            rounded: false,
        };
        assert_eq!((ages.open(), ages.by_band()), (18, [14, 0, 0, 0, 4]));
        assert_eq!(ages.by_holder()[3], [1, 0, 0, 0, 0]);
        assert_eq!(ages.by_case_type().len(), 1);
        assert_eq!(
            (ages.crossing(&[Holder::WithUs]), ages.crossing(&[Holder::Dormant])),
            ([1, 3, 8], [0; 3])
        );
        let coarse = ages.coarse();
        assert_eq!(
            (coarse.by_band(), coarse.crossing(&[]), coarse.rounded),
            ([15, 0, 0, 0, 5], [0, 5, 10], true)
        );
    }
}
