//! Pay grades: how far two of them are apart.

/// How far two grades are apart, in grades: „E 9b“ lies a third above „E 9a“, another kind of grade counts one more,
/// one that cannot be read ten.
#[must_use]
pub fn grade_distance(a: &str, b: &str) -> f64 {
    const UNKNOWN: f64 = 10.0;
    match (grade(a), grade(b)) {
        _ if a == b => 0.0,
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
        Some('b') => 1.0,
        Some('c') => 2.0,
        _ => 0.0,
    };
    digits.parse::<f64>().ok().map(|level| (kind, level + third / 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_as_far_apart_as_they_are_paid() {
        assert_eq!(grade_distance("EG 9b", "EG 9b"), 0.0);
        assert!((grade_distance("E 9a", "EG 9c") - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(grade_distance("A 10", "E 10"), 1.0);
        assert_eq!(grade_distance("A 12", "A 9"), 3.0);
        assert_eq!(grade_distance("außertariflich", "A 9"), 10.0);
    }
}
