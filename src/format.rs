//! How numbers and dates are written in German and English administration: 1.234,5; 31.12.2024; 2,18 VZÄ.

pub mod decimal;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// German, the first language.
    #[default]
    German,
    /// English.
    English,
}

/// A number with thousands separators and a fixed number of decimals; a minus is the typographic one (−).
#[must_use]
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = decimal::fixed(value.abs(), decimals);
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (thousands, point) = separators(language);
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// What stands between thousands, and before the decimals.
const fn separators(language: Language) -> (char, char) {
    match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    }
}

/// A difference with its sign: „+1,5“, „−0,3“, „±0“.
#[must_use]
pub fn signed(value: f64, decimals: usize, language: Language) -> String {
    let text = number(value, decimals, language);
    if !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        format!("±{text}")
    } else if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A fraction as a percentage with a narrow no-break space: „105 %“.
#[must_use]
pub fn percent(fraction: f64, decimals: usize, language: Language) -> String {
    format!("{}\u{202f}%", number(fraction * 100.0, decimals, language))
}

/// A date: „30.06.2024“ in German, „30 Jun 2024“ in English.
#[must_use]
pub fn date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::German => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
        Language::English => {
            format!("{} {} {:04}", day.day(), MONTHS_ENGLISH[day.month0() as usize % 12], day.year())
        }
    }
}

/// Date and time of a point in time, given in microseconds since 1970-01-01 UTC, by German legal time. Not by the clock of
/// the reader's machine: the same entry reads the same for everybody. None beyond the years that can be written.
#[must_use]
pub fn local_time(micros: i64) -> Option<NaiveDateTime> {
    let utc = DateTime::from_timestamp_micros(micros)?.naive_utc();
    // Summer time lasts from the last Sunday of March to that of October, each time at 01:00 UTC.
    let border = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        (last - Days::new(u64::from(last.weekday().num_days_from_sunday()))).and_hms_opt(1, 0, 0)
    };
    let summer = border(3).zip(border(10)).is_some_and(|(from, to)| (from..to).contains(&utc));
    utc.checked_add_signed(TimeDelta::hours(if summer { 2 } else { 1 }))
}

/// The same as the page writes it: „30.06.2024, 14:03“.
#[must_use]
pub fn moment(micros: i64, language: Language) -> String {
    let Some(local) = local_time(micros) else { return String::new() };
    format!("{}, {:02}:{:02}", date(local.date(), language), local.hour(), local.minute())
}

/// Its day alone: „30.06.2024“.
#[must_use]
pub fn day_of(micros: i64, language: Language) -> String {
    local_time(micros).map(|local| date(local.date(), language)).unwrap_or_default()
}

/// A month: „Jun 2024“, „Mär 2024“.
#[must_use]
pub fn month(day: NaiveDate, language: Language) -> String {
    let names = match language {
        Language::German => MONTHS_GERMAN,
        Language::English => MONTHS_ENGLISH,
    };
    format!("{} {:04}", names[day.month0() as usize % 12], day.year())
}

/// A month in a sentence: „Juni 2024“, „März 2024“.
#[must_use]
pub fn month_in_full(day: NaiveDate, language: Language) -> String {
    let names = match language {
        Language::German => FULL_MONTHS_GERMAN,
        Language::English => FULL_MONTHS_ENGLISH,
    };
    format!("{} {:04}", names[day.month0() as usize % 12], day.year())
}

/// A number as people write it: „0,5“, „0.5“, „1.234,5“, „1 234“, „−3“; none where it cannot be told what is meant.
///
/// What one separator before exactly three digits means is a matter of the language: „1.234“ are thousands in German and decimals
/// in English, „1,234“ the other way round. Thousands have no zero in front, and where a separator comes twice they are the only reading.
#[must_use]
pub fn parse_number(text: &str, language: Language) -> Option<f64> {
    decimal::read(&plain_number(text, language)?)
}

/// The same with a minus in front, a decimal point and no thousands separators.
fn plain_number(text: &str, language: Language) -> Option<String> {
    let text: String =
        text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let in_thousands = |text: &str, separator: char| {
        let mut groups = text.split(separator);
        let first = groups.next().unwrap_or_default();
        (is_digits(first) && first.len() <= 3 && groups.all(|group| is_digits(group) && group.len() == 3))
            .then(|| text.replace(separator, ""))
    };
    let with_decimals = |whole: &str, fraction: &str, separator: char| {
        let whole = if is_digits(whole) { whole.to_owned() } else { in_thousands(whole, separator)? };
        is_digits(fraction).then(|| format!("{whole}.{fraction}"))
    };
    let plain = match (text.rfind(','), text.rfind('.')) {
        (None, None) => is_digits(text).then(|| text.to_owned()),
        (Some(comma), Some(point)) if point < comma => with_decimals(&text[..comma], &text[comma + 1..], '.'),
        (Some(_), Some(point)) => with_decimals(&text[..point], &text[point + 1..], ','),
        (Some(at), None) | (None, Some(at)) => {
            let (separator, other) = if text[at..].starts_with('.') { ('.', ',') } else { (',', '.') };
            let are_thousands = !text.starts_with('0')
                && (separator == separators(language).0 || text.find(separator) < Some(at));
            let whole = are_thousands.then(|| in_thousands(text, separator)).flatten();
            whole.or_else(|| with_decimals(&text[..at], &text[at + 1..], other))
        }
    };
    Some(if negative { format!("-{}", plain?) } else { plain? })
}

/// What was typed as a number in one language as the same number in another one; none where it is no number.
#[must_use]
pub fn rewritten(text: &str, from: Language, to: Language) -> Option<String> {
    plain_number(text, from).map(|plain| plain.replace('.', separators(to).1.encode_utf8(&mut [0; 4])))
}

/// What a number with one point before exactly three digits can mean, without thousands separators and with a decimal comma:
/// „1.590“ is 1590 or 1,59. None for texts that mean one thing only.
#[must_use]
pub fn both_ways(text: &str) -> Option<(String, String)> {
    let (whole, rest) = text.trim().split_once('.')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let sign_free = whole.strip_prefix(['-', '−', '+']).unwrap_or(whole);
    let ambiguous =
        (1..=3).contains(&sign_free.len()) && digits(sign_free) && rest.len() == 3 && digits(rest);
    if !ambiguous || sign_free.starts_with('0') {
        return None;
    }
    let fraction = rest.trim_end_matches('0');
    let decimal = if fraction.is_empty() { whole.to_owned() } else { format!("{whole},{fraction}") };
    Some((format!("{whole}{rest}"), decimal))
}

const MONTHS_GERMAN: [&str; 12] =
    ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"];
const FULL_MONTHS_GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FULL_MONTHS_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_ENGLISH: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Lower case with umlauts spelled out, so that „Auslaender“ finds „Ausländer“.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_by_german_legal_time() {
        let told = |text: &str| {
            moment(text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_micros(), Language::German)
        };
        assert_eq!(told("2024-06-30T12:03:59Z"), "30.06.2024, 14:03");
        assert_eq!(told("2024-12-31T23:30:00Z"), "01.01.2025, 00:30");
        // The night of the change: one hour is left out in March and comes twice in October.
        assert_eq!(told("2024-03-31T00:59:00Z"), "31.03.2024, 01:59");
        assert_eq!(told("2024-03-31T01:00:00Z"), "31.03.2024, 03:00");
        assert_eq!(told("2024-10-27T00:59:00Z"), "27.10.2024, 02:59");
        assert_eq!(told("2024-10-27T01:00:00Z"), "27.10.2024, 02:00");
        assert_eq!(moment(i64::MAX, Language::German), "");
    }

    #[test]
    fn the_day_of_a_moment_is_the_one_in_germany() {
        let told = |text: &str, language| {
            day_of(text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_micros(), language)
        };
        // Half past eleven in the evening in London is the next day here, in winter and, an hour earlier, in summer.
        assert_eq!(told("2024-01-31T23:30:00Z", Language::German), "01.02.2024");
        assert_eq!(told("2024-01-31T22:30:00Z", Language::German), "31.01.2024");
        assert_eq!(told("2024-07-31T22:30:00Z", Language::German), "01.08.2024");
        assert_eq!(told("2024-07-31T21:30:00Z", Language::German), "31.07.2024");
        assert_eq!(told("2024-12-31T23:30:00Z", Language::English), "1 Jan 2025");
        assert_eq!(day_of(i64::MAX, Language::German), "");
        assert_eq!(day_of(DateTime::<chrono::Utc>::MAX_UTC.timestamp_micros(), Language::German), "");
    }

    #[test]
    fn writes_numbers_as_germans_do() {
        assert_eq!(number(1234.5, 1, Language::German), "1.234,5");
        assert_eq!(number(-0.04, 1, Language::German), "0,0");
        assert_eq!(number(1_234_567.0, 0, Language::German), "1.234.567");
        assert_eq!(number(-2.178, 2, Language::German), "−2,18");
        assert_eq!(number(999.95, 1, Language::English), "1,000.0");
        assert_eq!(signed(0.3, 1, Language::German), "+0,3");
        assert_eq!(signed(-0.001, 1, Language::German), "±0,0");
        assert_eq!(percent(1.05, 0, Language::German), "105\u{202f}%");
    }

    #[test]
    fn a_number_that_was_typed_is_the_same_in_another_language() {
        let (german, english) = (Language::German, Language::English);
        assert_eq!(rewritten("1.000", german, english).as_deref(), Some("1000"));
        assert_eq!(rewritten("1,000", english, german).as_deref(), Some("1000"));
        assert_eq!(rewritten("1,125", german, english).as_deref(), Some("1.125"));
        assert_eq!(rewritten("-0.125", english, german).as_deref(), Some("-0,125"));
        assert_eq!(rewritten("12,50", german, english).as_deref(), Some("12.50"));
        for text in ["", "viel"] {
            assert_eq!(rewritten(text, german, english), None, "{text}");
        }
    }

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (text, value) in [
            ("0,5", 0.5),
            ("0.5", 0.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234", 1234.0),
            ("0.125", 0.125),
            ("12", 12.0),
            (" 1 234 ", 1234.0),
            ("−3,25", -3.25),
            ("-3", -3.0),
            ("1.234.567", 1_234_567.0),
            ("12,345", 12.345),
            ("3.1", 3.1),
            ("1'000", 1000.0),
            ("10.000,00", 10_000.0),
        ] {
            assert_eq!(parse_number(text, Language::German), Some(value), "{text}");
        }
        // What one separator before three digits means is a matter of the language; all else is not.
        for (text, german, english) in [
            ("1.000", 1000.0, 1.0),
            ("1,000", 1.0, 1000.0),
            ("-12.500", -12_500.0, -12.5),
            ("12,345", 12.345, 12_345.0),
            ("1,234,567", 1_234_567.0, 1_234_567.0),
            ("1.234.567", 1_234_567.0, 1_234_567.0),
            ("1,234.5", 1234.5, 1234.5),
            ("1.234,5", 1234.5, 1234.5),
            ("0,125", 0.125, 0.125),
            ("0.125", 0.125, 0.125),
            ("1234,5", 1234.5, 1234.5),
            ("2.5", 2.5, 2.5),
        ] {
            assert_eq!(parse_number(text, Language::German), Some(german), "{text}");
            assert_eq!(parse_number(text, Language::English), Some(english), "{text}");
        }
        for text in [
            "",
            "-",
            "1,2,3",
            "1.2.3",
            "abc",
            "1e5",
            "NaN",
            "1.23,4",
            ",5",
            "5,",
            "12.34.567",
            "1,2.3",
            "½",
            "+1",
        ] {
            assert_eq!(parse_number(text, Language::German), None, "{text}");
            assert_eq!(parse_number(text, Language::English), None, "{text}");
        }
        for language in [Language::German, Language::English] {
            for value in [0.0, 1.0, 1.5, 999.25, 1234.5, 25_000.0, -1_234_567.75, 0.125] {
                for decimals in 0..4 {
                    let shown = number(value, decimals, language);
                    let again = parse_number(&shown, language).map(|value| number(value, decimals, language));
                    assert_eq!(again.as_deref(), Some(shown.as_str()));
                }
            }
        }
    }

    #[test]
    fn tells_numbers_that_can_be_read_both_ways() {
        for (text, whole, decimal) in
            [("1.590", "1590", "1,59"), ("12.000", "12000", "12"), (" -1.234", "-1234", "-1,234")]
        {
            assert_eq!(both_ways(text), Some((whole.to_owned(), decimal.to_owned())), "{text}");
        }
        for text in
            ["1590", "1,590", "1.590,0", "1.5", "0.590", "1.234.567", "1234.567", "", "a.bcd", "1.59o"]
        {
            assert_eq!(both_ways(text), None, "{text}");
        }
    }

    #[test]
    fn writes_dates_as_germans_do() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        assert_eq!(date(day, Language::German), "30.06.2024");
        assert_eq!(date(day, Language::English), "30 Jun 2024");
    }
}
