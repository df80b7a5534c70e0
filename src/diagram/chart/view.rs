//! How the chart is looked at: what is folded away, how wide it may be, what is shown of each unit.

use super::measure::Colours;
use crate::format::Language;
use crate::plan::UnitId;
use std::collections::BTreeSet;

/// Which way the chart grows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Shape {
    /// Sections side by side below a department, everything further down stacked.
    #[default]
    Wide,
    /// Everything below each other in one column, for a screen that is this many user units wide.
    Narrow(f64),
}

/// How the tiles of posts are sized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pointing {
    /// For a mouse and for paper.
    #[default]
    Fine,
    /// For a finger: at least 44 by 44 user units.
    Coarse,
}

/// How much of a unit is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// Name and load in large letters, posts without their numbers: for an overview from far away.
    Far,
}

/// Which of the two organisations is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// With the changes.
    #[default]
    After,
    /// Without them.
    Before,
    /// With them, each marked, and with what is gone.
    Changes,
}

impl Look {
    /// All, with their words in addresses.
    pub const WORDS: [(&'static str, Self); 3] =
        [("vorher", Self::Before), ("nachher", Self::After), ("aenderungen", Self::Changes)];

    /// Its word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "vorher",
            Self::After => "nachher",
            Self::Changes => "aenderungen",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, look)| look)
    }
}

/// How the chart is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Units whose posts, tasks and units below are folded away.
    pub closed: BTreeSet<UnitId>,
    /// Whether posts are drawn one by one, and not only counted. What the scenario changes is drawn in any case.
    pub posts: bool,
    /// Whether tasks (case types) are listed in their units.
    pub tasks: bool,
    /// Whether lines on paper lead to the parts of posts in other units; everything lies where it lies without them.
    pub share_lines: bool,
    /// Which of the two organisations it shows: what paper says of it. The facts must be its.
    pub look: Look,
    /// What colours it on paper; everything lies where it lies without.
    pub colours: Option<Colours>,
    /// Which way it grows.
    pub shape: Shape,
    /// Size of the tiles.
    pub pointing: Pointing,
    /// Language of the texts.
    pub language: Language,
}

impl View {
    /// Everything open, wide, with secondary lines, without tasks: the usual view, also on paper.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            closed: BTreeSet::new(),
            posts: true,
            tasks: false,
            share_lines: true,
            look: Look::After,
            colours: None,
            shape: Shape::Wide,
            pointing: Pointing::Fine,
            language,
        }
    }
}
