//! The word for a load: one scale for chart, tables and measures.

use crate::format::Language;

/// How high a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Below 80 %.
    Low,
    /// 80 to 100 %.
    Good,
    /// Above 100 to 115 %.
    High,
    /// Above 115 %.
    Over,
}

impl Level {
    /// The level of a load, where 1 is the full load.
    #[must_use]
    pub fn of(fraction: f64) -> Self {
        match fraction {
            f if f < 0.8 => Self::Low,
            f if f <= 1.0 => Self::Good,
            f if f <= 1.15 => Self::High,
            _ => Self::Over,
        }
    }

    /// Its name in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Good => "good",
            Self::High => "high",
            Self::Over => "over",
        }
    }

    /// Its word, as it stands behind a percentage.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Low, Language::German) => "Reserve",
            (Self::Good, Language::German) => "im Rahmen",
            (Self::High, Language::German) => "hoch",
            (Self::Over, Language::German) => "überlastet",
            (Self::Low, Language::English) => "spare",
            (Self::Good, Language::English) => "in balance",
            (Self::High, Language::English) => "high",
            (Self::Over, Language::English) => "overloaded",
        }
    }
}
