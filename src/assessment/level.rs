//! The word for a load: one scale for chart, tables and measures.

use crate::format::Language;

/// How high a load is, by the whole per cent that is shown: word and figure never contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Below 80 %.
    Low,
    /// 80 to 99 %.
    Good,
    /// 100 %: the posts are just enough, and whatever is missing stays undone.
    Full,
    /// 101 to 115 %: more work comes in than the posts can do.
    High,
    /// Above 115 %.
    Over,
}

impl Level {
    /// The level of a load, where 1 is the full load.
    #[must_use]
    pub fn of(fraction: f64) -> Self {
        match (fraction * 100.0).round() {
            percent if percent < 80.0 => Self::Low,
            percent if percent < 100.0 => Self::Good,
            percent if percent <= 100.0 => Self::Full,
            percent if percent <= 115.0 => Self::High,
            _ => Self::Over,
        }
    }

    /// Whether more work comes in than the posts can do.
    #[must_use]
    pub const fn is_too_much(self) -> bool {
        matches!(self, Self::High | Self::Over)
    }

    /// Its name in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Good => "good",
            Self::Full | Self::High => "high",
            Self::Over => "over",
        }
    }

    /// Its word, as it stands behind a percentage.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Low, Language::German) => "Reserve",
            (Self::Good, Language::German) => "im Rahmen",
            (Self::Full, Language::German) => "knapp",
            (Self::High, Language::German) => "Rückstau",
            (Self::Over, Language::German) => "überlastet",
            (Self::Low, Language::English) => "spare",
            (Self::Good, Language::English) => "in balance",
            (Self::Full, Language::English) => "just enough",
            (Self::High, Language::English) => "backlog grows",
            (Self::Over, Language::English) => "overloaded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::percent;

    #[test]
    fn the_word_fits_the_figure_that_stands_before_it() {
        let told = |load: f64| {
            let level = Level::of(load);
            format!("{} {}", percent(load, 0, Language::German), level.word(Language::German))
        };
        for (load, words) in [
            (0.794, "79\u{202f}% Reserve"),
            (0.796, "80\u{202f}% im Rahmen"),
            (0.994, "99\u{202f}% im Rahmen"),
            (0.996, "100\u{202f}% knapp"),
            (1.004, "100\u{202f}% knapp"),
            (1.006, "101\u{202f}% Rückstau"),
            (1.154, "115\u{202f}% Rückstau"),
            (1.156, "116\u{202f}% überlastet"),
        ] {
            assert_eq!(told(load), words);
        }
        assert_eq!(Level::of(f64::INFINITY), Level::Over);
    }

    #[test]
    fn above_full_and_only_there_the_word_says_that_work_piles_up() {
        let all = [Level::Low, Level::Good, Level::Full, Level::High, Level::Over];
        let too_much: Vec<&str> = all
            .iter()
            .filter(|level| level.is_too_much())
            .map(|level| level.word(Language::German))
            .collect();
        assert_eq!(too_much, ["Rückstau", "überlastet"]);
        assert!(all.is_sorted());
    }
}
