//! A calendar month, and how people write it.

use crate::format::{Language, folded, month as month_in_words, month_in_full};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// First and last year that a month may lie in: what lies outside is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// A calendar month as the number of months since January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(i32);

/// Why a text is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MonthError {
    /// It is not written like a month.
    #[error("„{0}“ ist kein Monat; bitte schreiben Sie ihn wie 03.2023, März 2023 oder 01.03.2023")]
    Unreadable(String),
    /// There is no such day or month.
    #[error("„{0}“ gibt es im Kalender nicht; bitte berichtigen Sie das Datum")]
    NotInCalendar(String),
    /// The year is beyond what counts can be from.
    #[error("„{0}“ liegt nicht zwischen 1990 und 2100; bitte prüfen Sie das Jahr")]
    OutOfRange(String),
}

/// Beginnings that tell the months apart, folded: „mae“ for März, „mrz“ as Excel has it, „jae“ for the Austrian Jänner.
const NAMES: [(&str, u32); 16] = [
    ("jan", 1),
    ("jae", 1),
    ("feb", 2),
    ("mae", 3),
    ("mar", 3),
    ("mrz", 3),
    ("apr", 4),
    ("mai", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("dez", 12),
];

impl Month {
    /// The month of a year; none for a month that is not 1 to 12 or a year outside of 1990 to 2100.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let month = i32::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        YEARS.contains(&year).then(|| Self(year * 12 + month - 1))
    }

    /// The month of a day, under the same bounds.
    #[must_use]
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// Months since January of the year 0, as the database keeps it.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The month that the database keeps under this number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let number = i32::try_from(number).ok()?;
        YEARS.contains(&number.div_euclid(12)).then_some(Self(number))
    }

    /// So many months later, or earlier; no check of the bounds.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months))
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// Whether a quarter ends with it.
    #[must_use]
    pub fn ends_quarter(self) -> bool {
        self.month().is_multiple_of(3)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        self.plus(1).first_day()?.pred_opt()
    }

    /// „Mär 2023“.
    #[must_use]
    pub fn label(self, language: Language) -> String {
        self.first_day().map_or_else(String::new, |day| month_in_words(day, language))
    }

    /// In a sentence: „März 2023“.
    #[must_use]
    pub fn in_full(self, language: Language) -> String {
        self.first_day().map_or_else(String::new, |day| month_in_full(day, language))
    }

    /// Reads a month as German offices write it: „03.2023“, „3/2023“, „2023-03“, „März 2023“, „Mrz 23“, „01.03.2023“ (any day
    /// of the month, which is what spreadsheets make of one).
    ///
    /// # Errors
    /// [`MonthError`] when it cannot be read or does not exist.
    pub fn parse(text: &str) -> Result<Self, MonthError> {
        let shown = || text.trim().chars().take(40).collect::<String>();
        let plain = folded(text.trim());
        let named = NAMES.iter().find(|(name, _)| plain.starts_with(name));
        let digits: Vec<&str> =
            plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let only_figures = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ' '));
        let number = |text: &str| text.parse::<i32>().ok();
        let (day, month, year) = match (named, digits.as_slice()) {
            (Some((_, month)), [year]) => (None, *month, century(year)),
            (None, [year, month]) if only_figures && year.len() == 4 => (None, small(month), number(year)),
            (None, [month, year]) if only_figures => (None, small(month), century(year)),
            (None, [year, month, day]) if only_figures && year.len() == 4 => {
                (Some(small(day)), small(month), number(year))
            }
            (None, [day, month, year]) if only_figures => (Some(small(day)), small(month), century(year)),
            _ => return Err(MonthError::Unreadable(shown())),
        };
        let year = year.ok_or_else(|| MonthError::Unreadable(shown()))?;
        NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1))
            .ok_or_else(|| MonthError::NotInCalendar(shown()))?;
        Self::new(year, month).ok_or_else(|| MonthError::OutOfRange(shown()))
    }
}

/// A year of two digits is one of this century; none with another length than two or four.
fn century(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// A day or a month; 0, which no calendar has, where it is too long.
fn small(text: &str) -> u32 {
    if text.len() > 2 { 0 } else { text.parse().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_months_as_offices_write_them() {
        let march = Month::new(2023, 3).unwrap();
        for text in [
            "03.2023",
            "3.2023",
            "3/2023",
            "2023-03",
            "März 2023",
            "mrz 23",
            "Mär. 2023",
            "01.03.2023",
            "31.03.23",
            "2023-03-01",
            " Maerz 2023 ",
        ] {
            assert_eq!(Month::parse(text), Ok(march), "{text}");
        }
        assert_eq!(Month::parse("Jänner 2023"), Ok(Month::new(2023, 1).unwrap()));
        assert_eq!(march.label(Language::German), "Mär 2023");
    }

    #[test]
    fn refuses_what_is_no_month() {
        for text in ["", "2023", "März", "Summe", "=1+1", "13 Monate", "03.20233", "1,5"] {
            assert!(matches!(Month::parse(text), Err(MonthError::Unreadable(_))), "{text}");
        }
        for text in ["13.2023", "00.2023", "31.06.2024", "29.02.2023", "2023-00"] {
            assert!(matches!(Month::parse(text), Err(MonthError::NotInCalendar(_))), "{text}");
        }
        assert!(matches!(Month::parse("03.1889"), Err(MonthError::OutOfRange(_))));
    }

    #[test]
    fn counts_on_over_the_turn_of_the_year() {
        let december = Month::new(2022, 12).unwrap();
        assert_eq!(december.plus(1), Month::new(2023, 1).unwrap());
        assert_eq!(december.plus(-12), Month::new(2021, 12).unwrap());
        assert!(december.ends_quarter());
        assert_eq!(Month::from_number(i64::from(december.number())), Some(december));
        assert_eq!(Month::from_number(-5), None);
    }
}
