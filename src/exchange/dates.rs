//! Days as German offices write them.

use chrono::{Datelike, NaiveDate};

/// First and last year that a day of a case may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Reads „31.12.2023“, „1.2.23“, „2023-12-31“, each also with a time behind it. The reason of a refusal is a German sentence.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let shown = || text.chars().take(40).collect::<String>();
    let unreadable = || format!("„{}“ ist kein Datum; bitte schreiben Sie es wie 31.12.2023.", shown());
    let first = text.split([' ', 'T']).next().unwrap_or_default();
    let mut parts = [0_u32; 3];
    let separator = if first.contains('-') { '-' } else { '.' };
    let mut count = 0;
    for part in first.split(separator) {
        let slot = parts.get_mut(count).ok_or_else(unreadable)?;
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        *slot = part.parse().ok().filter(|_| is_number).ok_or_else(unreadable)?;
        count += 1;
    }
    if count != 3 {
        return Err(unreadable());
    }
    let (year, month, day) =
        if separator == '-' { (parts[0], parts[1], parts[2]) } else { (parts[2], parts[1], parts[0]) };
    let is_short = separator == '.' && first.rsplit('.').next().is_some_and(|year| year.len() == 2);
    let year = if is_short { year + 2000 } else { year };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or(0), month, day).ok_or_else(|| {
        format!("„{}“ gibt es im Kalender nicht; bitte berichtigen Sie das Datum.", shown())
    })?;
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err(format!("„{}“ liegt nicht zwischen 1990 und 2100; bitte prüfen Sie das Jahr.", shown()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_as_offices_write_them() {
        let expected = NaiveDate::from_ymd_opt(2024, 6, 3).unwrap();
        for text in
            ["03.06.2024", "3.6.2024", "3.6.24", "2024-06-03", "03.06.2024 00:00", "2024-06-03T12:00:00"]
        {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn says_why_a_text_is_no_day() {
        for text in ["31.06.2024", "29.02.2023", "00.01.2023", "2023-13-01"] {
            assert!(day(text).unwrap_err().contains("gibt es im Kalender nicht"), "{text}");
        }
        for text in
            ["", "morgen", "06.2024", "1.2.3.4", "1..2024", "45107", "03.06.20245", "1/2/2024", "-1.2.2024"]
        {
            assert!(day(text).unwrap_err().contains("ist kein Datum"), "{text}");
        }
        assert!(day("01.01.1885").unwrap_err().contains("zwischen 1990 und 2100"));
        assert!(day("1.1.0001").unwrap_err().contains("zwischen"));
    }
}
