//! How far forecasts look ahead.

use chrono::{Datelike, NaiveDate};

/// The horizon of the page's forecasts: from the plan's first day to the end of the next calendar year.
/// Returns the days and the last of them.
#[must_use]
pub fn horizon(as_of: NaiveDate) -> (u32, NaiveDate) {
    let last = NaiveDate::from_ymd_opt(as_of.year() + 1, 12, 31).unwrap_or(as_of);
    (days_until(as_of, last), last)
}

/// Days from the first to the last, both included.
#[must_use]
pub fn days_until(first: NaiveDate, last: NaiveDate) -> u32 {
    u32::try_from((last - first).num_days() + 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_horizon_ends_with_the_next_calendar_year() {
        let start = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let (days, last) = horizon(start);
        assert_eq!(last, NaiveDate::from_ymd_opt(2025, 12, 31).unwrap());
        assert_eq!(days, 335 + 365);
    }
}
