//! The clock: calendar days counted from the first one, and working minutes without nights, weekends and holidays.

use super::limit::whole;
use crate::plan::{Calendar, Region};
use chrono::{Datelike, Days, NaiveDate};

pub(super) use crate::plan::DAYS_PER_MONTH;

/// One month of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    /// First day, not before the end of the warm-up.
    pub(super) first: NaiveDate,
    /// Day index after the last.
    pub(super) end: u32,
}

/// Days and windows of the horizon.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// Working minutes before each day; one entry more than days.
    pub(super) start: Vec<f64>,
    /// Length of the window; 0 on days off.
    pub(super) length: Vec<f64>,
    /// Months after the warm-up.
    pub(super) months: Vec<Month>,
    /// Working days of the year of each day.
    pub(super) working_days_of_year: Vec<u32>,
    /// Month (0 to 11) of each day, and days of its year: looked up for every case type.
    pub(super) calendar: Vec<(u8, u16)>,
    /// Working minutes in a mean calendar day: turns the age of an opening case into working minutes.
    pub(super) minutes_per_day: f64,
}

/// The date of a day.
pub(super) fn date_of(start: NaiveDate, day: u32) -> NaiveDate {
    start.checked_add_days(Days::new(u64::from(day))).unwrap_or(NaiveDate::MAX)
}

/// Days from the first one on to a date; may be negative.
pub(super) fn day_of(start: NaiveDate, date: NaiveDate) -> i64 {
    date.signed_duration_since(start).num_days()
}

impl Clock {
    /// Working minutes before a calendar time; before the first day by the mean of the year.
    #[inline(always)]
    pub(super) fn working_minute(&self, time: f64) -> f64 {
        if time < 0.0 {
            return time * self.minutes_per_day;
        }
        let day = whole(time) as usize;
        match (self.start.get(day), self.length.get(day)) {
            (Some(start), Some(length)) => start + (time - day as f64) * length,
            _ => 0.0,
        }
    }

    /// `window(day)`: minutes of a working day.
    pub(super) fn new(
        region: Region,
        start: NaiveDate,
        days: u32,
        warmup: u32,
        window: impl Fn(u32) -> f64,
    ) -> Self {
        let calendar = Calendar::new(region);
        let mut clock = Self {
            start: Vec::with_capacity(days as usize + 1),
            length: Vec::with_capacity(days as usize),
            months: Vec::new(),
            working_days_of_year: Vec::with_capacity(days as usize),
            calendar: Vec::with_capacity(days as usize),
            minutes_per_day: 0.0,
        };
        let mut minutes = 0.0;
        let mut year = (i32::MIN, 0);
        for day in 0..days {
            let date = date_of(start, day);
            if date.year() != year.0 {
                year = (date.year(), calendar.working_days_in_year(date.year()));
            }
            let length = if calendar.is_working_day(date) { window(day) } else { 0.0 };
            clock.start.push(minutes);
            clock.length.push(length);
            clock.working_days_of_year.push(year.1);
            clock.calendar.push((date.month0() as u8, if date.leap_year() { 366 } else { 365 }));
            minutes += length;
            if day >= warmup {
                let new_month = date.day() == 1 || clock.months.is_empty();
                if new_month {
                    clock.months.push(Month { first: date, end: day + 1 });
                } else if let Some(month) = clock.months.last_mut() {
                    month.end = day + 1;
                }
            }
        }
        clock.start.push(minutes);
        clock.minutes_per_day = window(0) * f64::from(calendar.working_days_in_year(start.year())) / 365.25;
        clock
    }
}
