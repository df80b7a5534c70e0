//! Why somebody changes what others may do: asked of everybody who does, and kept in the audit trail.

use serde::Serialize;

/// A reason: one line of 3 to 500 characters, without spaces around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Why(String);

impl Why {
    /// Fewest characters: less says nothing.
    pub const LEAST: usize = 3;

    /// Most characters.
    pub const MOST: usize = 500;

    /// What a reason has to be, in the words of a refusal.
    pub const RULE: &'static str = "muss in 3 bis 500 Zeichen und einer Zeile sagen, warum";

    /// A text as a reason; none where it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (Self::LEAST..=Self::MOST).contains(&text.chars().count());
        (fits && !text.chars().any(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// Stands where none could be read; what is read is refused as a whole then.
    #[must_use]
    pub fn unread() -> Self {
        Self(String::new())
    }

    /// The reason.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_in_one_line() {
        assert_eq!(Why::parse("  Vertretung ab Mai ").unwrap().as_str(), "Vertretung ab Mai");
        for none in ["", "  ", "ja", "  x  ", "eine\nzweite", "\u{7}abc", &"x".repeat(501)] {
            assert_eq!(Why::parse(none), None, "{none:?}");
        }
        assert!(Why::parse(&"ä".repeat(500)).is_some());
    }
}
