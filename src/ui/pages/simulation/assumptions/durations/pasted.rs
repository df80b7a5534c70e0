//! Measured times as they are pasted: a column of a table, or a list of values.

use crate::format::{Language, both_ways, parse_number};

/// Most values that are read.
pub const MOST: usize = 20_000;

/// What cannot be read, with its line where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// No number above 0.
    NoTime(usize, String),
    /// Two numbers in one: line, text, both readings.
    Unclear(usize, String, [String; 2]),
    /// More than [`MOST`].
    TooMany,
}

/// All values: one in each line, or several with tabs or semicolons in between. A heading before the first value is skipped.
///
/// # Errors
/// The first that cannot be read.
pub fn values(text: &str, language: Language) -> Result<Vec<f64>, Unread> {
    let mut values = Vec::new();
    for (line, words) in text.lines().enumerate() {
        for cell in words.split(['\t', ';']).map(str::trim).filter(|cell| !cell.is_empty()) {
            let told = || (line + 1, cell.chars().take(30).collect::<String>());
            if language == Language::German
                && let Some((whole, decimal)) = both_ways(cell)
            {
                let (line, cell) = told();
                return Err(Unread::Unclear(line, cell, [whole, decimal]));
            }
            match parse_number(cell, language).filter(|value| *value > 0.0) {
                Some(value) => values.push(value),
                None if values.is_empty() && cell.chars().all(|letter| !letter.is_ascii_digit()) => {}
                None => {
                    let (line, cell) = told();
                    return Err(Unread::NoTime(line, cell));
                }
            }
            if values.len() > MOST {
                return Err(Unread::TooMany);
            }
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_a_table_is_read_as_offices_write_it() {
        let of = |text: &str| values(text, Language::German);
        assert_eq!(of("Minuten\r\n12,5\r\n\r\n 1.234,5 \r\n7\r\n"), Ok(vec![12.5, 1_234.5, 7.0]));
        assert_eq!(of("3\t4,25;5\n"), Ok(vec![3.0, 4.25, 5.0]));
        assert_eq!(of(""), Ok(Vec::new()));
        assert_eq!(values("12.5\n1.590\n1,590", Language::English), Ok(vec![12.5, 1.59, 1_590.0]));
    }

    #[test]
    fn what_is_no_duration_is_named_with_its_line() {
        let of = |text: &str| values(text, Language::German).unwrap_err();
        assert_eq!(of("12\n\nkrank\n5"), Unread::NoTime(3, "krank".to_owned()));
        assert_eq!(of("Minuten\n0"), Unread::NoTime(2, "0".to_owned()));
        assert_eq!(of("-3"), Unread::NoTime(1, "-3".to_owned()));
        assert_eq!(of("01:30"), Unread::NoTime(1, "01:30".to_owned()));
        let both = ["1590".to_owned(), "1,59".to_owned()];
        assert_eq!(of("12\n1.590"), Unread::Unclear(2, "1.590".to_owned(), both));
        assert_eq!(of(&"5\n".repeat(MOST + 1)), Unread::TooMany);
        assert_eq!(values(&"5\n".repeat(MOST), Language::German).map(|all| all.len()), Ok(MOST));
    }
}
