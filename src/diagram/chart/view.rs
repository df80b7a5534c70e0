//! How the chart is looked at: what is folded away, how wide it may be, what is shown of each unit.

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

/// How the chart is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Units whose posts, tasks and units below are folded away.
    pub closed: BTreeSet<UnitId>,
    /// Whether tasks (case types) are listed in their units.
    pub tasks: bool,
    /// Which way it grows.
    pub shape: Shape,
    /// Size of the tiles.
    pub pointing: Pointing,
    /// Language of the texts.
    pub language: Language,
}

impl View {
    /// Everything open, wide, without tasks: the usual view, also on paper.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { closed: BTreeSet::new(), tasks: false, shape: Shape::Wide, pointing: Pointing::Fine, language }
    }
}
