//! The working calendar: Monday to Friday without the public holidays of the region, for any year.

use super::Region;
use super::gather::in_order;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its German name.
    pub name: &'static str,
}

/// The working calendar of a region.
///
/// Today's law (§ 2 LFtG of Rheinland-Pfalz) is taken for every year, past ones as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    region: Region,
}

/// Fixed holidays of Rheinland-Pfalz as (month, day, name).
const FIXED: [(u32, u32, &str); 6] = [
    (1, 1, "Neujahr"),
    (5, 1, "Tag der Arbeit"),
    (10, 3, "Tag der Deutschen Einheit"),
    (11, 1, "Allerheiligen"),
    (12, 25, "Erster Weihnachtstag"),
    (12, 26, "Zweiter Weihnachtstag"),
];

/// Holidays that move with Easter as (days after Easter Sunday, name).
const MOVING: [(i64, &str); 5] = [
    (-2, "Karfreitag"),
    (1, "Ostermontag"),
    (39, "Christi Himmelfahrt"),
    (50, "Pfingstmontag"),
    (60, "Fronleichnam"),
];

impl Calendar {
    /// The calendar of a region.
    #[must_use]
    pub const fn new(region: Region) -> Self {
        Self { region }
    }

    /// Whether the office works on this day.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        is_weekday(date) && self.holiday(date).is_none()
    }

    /// The public holiday of this day.
    #[must_use]
    pub fn holiday(&self, date: NaiveDate) -> Option<Holiday> {
        if self.region == Region::None {
            return None;
        }
        let fixed = FIXED.iter().find(|(month, day, _)| (date.month(), date.day()) == (*month, *day));
        let name = match fixed {
            Some((_, _, name)) => Some(*name),
            None => {
                let days = date.signed_duration_since(easter_sunday(date.year())?).num_days();
                MOVING.iter().find(|(offset, _)| *offset == days).map(|(_, name)| *name)
            }
        };
        name.map(|name| Holiday { date, name })
    }

    /// The public holidays of a year in their order, weekends included; none for years that have no dates
    /// (beyond ±262,000).
    #[must_use]
    pub fn public_holidays(&self, year: i32) -> Vec<Holiday> {
        if self.region == Region::None {
            return Vec::new();
        }
        let fixed = FIXED.iter().filter_map(|&(month, day, name)| {
            NaiveDate::from_ymd_opt(year, month, day).map(|date| Holiday { date, name })
        });
        let moving = MOVING.iter().filter_map(|&(days, name)| {
            let date = easter_sunday(year)?.checked_add_signed(chrono::TimeDelta::days(days))?;
            Some(Holiday { date, name })
        });
        let mut holidays = in_order(fixed.chain(moving).collect(), |a: &Holiday, b| a.date.cmp(&b.date));
        // Ascension falls on 1 May in some years (2008): one day off, not two.
        holidays.dedup_by_key(|holiday| holiday.date);
        holidays
    }

    /// Working days of a calendar year.
    #[must_use]
    pub fn working_days_in_year(&self, year: i32) -> u32 {
        match (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) {
            (Some(first), Some(last)) => self.working_days_between(first, last),
            _ => 0,
        }
    }

    /// Working days from one day to another, both counted; 0 when the second lies before the first.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, until: NaiveDate) -> u32 {
        if until < from {
            return 0;
        }
        let days = until.signed_duration_since(from).num_days() + 1;
        let (weeks, rest) = (days / 7, days % 7);
        let odd = (0..rest.unsigned_abs())
            .filter(|&ahead| from.checked_add_days(Days::new(ahead)).is_some_and(is_weekday))
            .count();
        let holidays = (from.year()..=until.year())
            .flat_map(|year| self.public_holidays(year))
            .filter(|holiday| (from..=until).contains(&holiday.date) && is_weekday(holiday.date))
            .count();
        let weekdays = weeks * 5 + i64::try_from(odd).unwrap_or_default();
        u32::try_from(weekdays - i64::try_from(holidays).unwrap_or_default()).unwrap_or_default()
    }
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Easter Sunday of the Gregorian calendar (Butcher's algorithm); none for years that have no dates.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_correction = (century + 8).div_euclid(25);
    let solar_correction = (century - moon_correction + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - solar_correction + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let shift = (golden + 11 * epact + 22 * to_sunday) / 451;
    let month_and_day = epact + to_sunday - 7 * shift + 114;
    let month = u32::try_from(month_and_day / 31).ok()?;
    let day = u32::try_from(month_and_day % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Monday-to-Friday days, holidays on them, working days, Easter Sunday, Corpus Christi (§ 2 LFtG).
    #[test]
    fn agrees_with_the_table_of_2022_to_2028() {
        let table = [
            (2022, 260, 8, 252, (4, 17), (6, 16)),
            (2023, 260, 10, 250, (4, 9), (6, 8)),
            (2024, 262, 11, 251, (3, 31), (5, 30)),
            (2025, 261, 10, 251, (4, 20), (6, 19)),
            (2026, 261, 8, 253, (4, 5), (6, 4)),
            (2027, 261, 7, 254, (3, 28), (5, 27)),
            (2028, 260, 10, 250, (4, 16), (6, 15)),
        ];
        let calendar = Calendar::new(Region::RheinlandPfalz);
        let plain = Calendar::new(Region::None);
        for (year, weekdays, on_weekdays, working, easter, corpus_christi) in table {
            assert_eq!(plain.working_days_in_year(year), weekdays, "{year}");
            let holidays = calendar.public_holidays(year);
            assert_eq!(holidays.len(), 11, "{year}");
            assert_eq!(holidays.iter().filter(|h| is_weekday(h.date)).count(), on_weekdays, "{year}");
            assert_eq!(calendar.working_days_in_year(year), working, "{year}");
            assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, easter.0, easter.1), "{year}");
            let found = holidays.iter().find(|holiday| holiday.name == "Fronleichnam").unwrap();
            assert_eq!(found.date, date(year, corpus_christi.0, corpus_christi.1), "{year}");
        }
    }

    #[test]
    fn counts_by_arithmetic_as_day_by_day() {
        let calendar = Calendar::new(Region::RheinlandPfalz);
        let first = date(2007, 12, 20);
        for length in 0..800 {
            let last = first + Days::new(length);
            let counted = (0..=length).filter(|&day| calendar.is_working_day(first + Days::new(day))).count();
            assert_eq!(calendar.working_days_between(first, last) as usize, counted, "{last}");
        }
        assert_eq!(calendar.working_days_between(first, date(2007, 12, 19)), 0);
    }

    #[test]
    fn knows_each_holiday_and_no_other_day() {
        let calendar = Calendar::new(Region::RheinlandPfalz);
        for year in 1900..2200 {
            let listed: Vec<Holiday> = calendar.public_holidays(year);
            let found: Vec<Holiday> = date(year, 1, 1)
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter_map(|day| calendar.holiday(day))
                .collect();
            assert_eq!(listed, found, "{year}");
        }
        assert!(!calendar.is_working_day(date(2024, 5, 30)));
        assert!(calendar.is_working_day(date(2024, 5, 31)));
        assert!(calendar.is_working_day(date(2024, 12, 24)));
        assert!(Calendar::new(Region::None).is_working_day(date(2024, 5, 30)));
    }

    #[test]
    fn counts_ascension_on_the_first_of_may_once() {
        assert_eq!(Calendar::new(Region::RheinlandPfalz).public_holidays(2008).len(), 10);
    }

    #[test]
    fn has_no_days_in_years_without_dates() {
        let calendar = Calendar::new(Region::RheinlandPfalz);
        assert_eq!(calendar.working_days_in_year(i32::MAX), 0);
        assert!(calendar.public_holidays(i32::MAX - 1).is_empty());
        assert!(!calendar.is_working_day(NaiveDate::MAX) || is_weekday(NaiveDate::MAX));
    }
}
