//! How numbers and dates are written in German and English administration: 1.234,5; 31.12.2024; 2,18 VZÄ.

use chrono::{Datelike, NaiveDate};

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
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (thousands, point) = match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    };
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

/// A month: „Jun 2024“, „Mär 2024“.
#[must_use]
pub fn month(day: NaiveDate, language: Language) -> String {
    let names = match language {
        Language::German => MONTHS_GERMAN,
        Language::English => MONTHS_ENGLISH,
    };
    format!("{} {:04}", names[day.month0() as usize % 12], day.year())
}

const MONTHS_GERMAN: [&str; 12] =
    ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"];
const MONTHS_ENGLISH: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;

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
    fn writes_dates_as_germans_do() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        assert_eq!(date(day, Language::German), "30.06.2024");
        assert_eq!(date(day, Language::English), "30 Jun 2024");
    }
}
