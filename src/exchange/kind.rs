//! Kinds of tables and the columns that they can have.

use super::headings::{CaseField, Field, Heading, PostField};
use super::workload::WorkField;
use serde::Serialize;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Counts by month and kind of case.
    Counts,
    /// One row for each case.
    Cases,
    /// One row for each post.
    Posts,
    /// Cases of a year and handling times by kind of case, for the assessment.
    Workload,
}

impl TableKind {
    /// All, with their names in messages and in the database.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("counts", Self::Counts),
        ("cases", Self::Cases),
        ("posts", Self::Posts),
        ("workload", Self::Workload),
    ];

    /// Whether it changes the plan: then it becomes a step of a scenario instead of being stored.
    #[must_use]
    pub fn is_of_plan(self) -> bool {
        matches!(self, Self::Posts | Self::Workload)
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Cases => "cases",
            Self::Posts => "posts",
            Self::Workload => "workload",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, kind)| kind)
    }

    /// Names of the columns that such a table can have.
    #[must_use]
    pub fn fields(self) -> Vec<&'static str> {
        match self {
            Self::Counts => names::<Field>(),
            Self::Cases => names::<CaseField>(),
            Self::Posts => names::<PostField>(),
            Self::Workload => names::<WorkField>(),
        }
    }
}

fn names<F: Heading>() -> Vec<&'static str> {
    F::NAMES.iter().map(|(name, _)| *name).collect()
}
