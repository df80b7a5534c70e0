//! Pay grades: which ones are the same, what a post in one of them costs, how far two of them are apart.

use super::EuroPerYear;
use std::collections::BTreeMap;

/// What is left of a grade without mere spelling, letter by letter: a look-up for thousands of posts makes no text of it.
fn letters(grade: &str) -> impl Iterator<Item = char> {
    // Grades have Latin letters; those of all others would bring a table of 12 kB along to every page.
    let plain = |letter: char| letter.to_ascii_lowercase();
    let mut letters = grade.chars().filter(|letter| !letter.is_whitespace()).map(plain).peekable();
    let first = letters.next();
    if first == Some('e') {
        letters.next_if_eq(&'g');
    }
    first.into_iter().chain(letters)
}

/// A grade without mere spelling, as a key: „EG9b“, „E 9b“ and „EG 9b“ are one grade.
#[must_use]
pub fn plain_grade(grade: &str) -> String {
    letters(grade).collect()
}

/// Whether two texts name one grade.
#[must_use]
pub fn same_grade(one: &str, other: &str) -> bool {
    one == other || letters(one).eq(letters(other))
}

/// The cost of a grade in a table of costs, and how the table spells the grade. A table that has one grade in two spellings
/// means one cost: the first.
#[must_use]
pub fn cost_of_grade<'a>(
    costs: &'a BTreeMap<String, EuroPerYear>,
    grade: &str,
) -> Option<(&'a str, EuroPerYear)> {
    let (name, cost) = costs.iter().find(|(name, _)| same_grade(name, grade))?;
    Some((name, *cost))
}

/// How far two grades are apart, in grades: „E 9b“ lies a third above „E 9a“, another kind of grade counts one more,
/// one that cannot be read ten.
#[must_use]
pub fn grade_distance(a: &str, b: &str) -> f64 {
    const UNKNOWN: f64 = 10.0;
    match (grade(a), grade(b)) {
        _ if same_grade(a, b) => 0.0,
        (Some((kind, level)), Some((other_kind, other_level))) => {
            let kind_apart = if kind == other_kind { 0.0 } else { 1.0 };
            (level - other_level).abs() + kind_apart
        }
        _ => UNKNOWN,
    }
}

/// „EG 9b“: its kind (E, A, S, …) and its level.
fn grade(text: &str) -> Option<(char, f64)> {
    let kind = text.chars().find(|character| character.is_alphabetic())?.to_ascii_uppercase();
    let rest = text.trim_start_matches(|character: char| !character.is_ascii_digit());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let third = match rest.chars().nth(digits.len()) {
        Some('b' | 'B') => 1.0,
        Some('c' | 'C') => 2.0,
        _ => 0.0,
    };
    digits.parse::<u32>().ok().map(|level| (kind, f64::from(level) + third / 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_makes_no_other_grade() {
        for text in ["E 9b", "EG 9b", "E9b", "eg9B", " EG\u{a0}9 b "] {
            assert!(same_grade(text, "E 9b"), "{text}");
            assert_eq!(plain_grade(text), "e9b");
        }
        for text in ["E 9", "E 9a", "A 9b", "G 9b", ""] {
            assert!(!same_grade(text, "E 9b"), "{text}");
        }
        assert!(same_grade("a10", "A 10"));
    }

    #[test]
    fn one_grade_has_one_cost_however_it_is_spelled() {
        let cost = EuroPerYear::from_cents;
        let table = |names: &[(&str, i64)]| -> BTreeMap<String, EuroPerYear> {
            names.iter().map(|&(name, cents)| (name.to_owned(), cost(cents))).collect()
        };
        let one = table(&[("A 10", 1), ("E 9b", 2)]);
        assert_eq!(cost_of_grade(&one, "EG9b"), Some(("E 9b", cost(2))));
        assert_eq!(cost_of_grade(&one, "E 9c"), None);
        let twice = table(&[("EG 9b", 3), ("E 9b", 2)]);
        for spelled in ["EG 9b", "E 9b", "e9b"] {
            assert_eq!(cost_of_grade(&twice, spelled), Some(("E 9b", cost(2))), "{spelled}");
        }
    }

    #[test]
    fn grades_are_as_far_apart_as_they_are_paid() {
        assert_eq!(grade_distance("EG 9b", "E9B"), 0.0);
        assert!((grade_distance("E 9a", "EG 9c") - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(grade_distance("A 10", "E 10"), 1.0);
        assert_eq!(grade_distance("A 12", "A 9"), 3.0);
        assert_eq!(grade_distance("außertariflich", "A 9"), 10.0);
    }
}
