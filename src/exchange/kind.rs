//! Kinds of tables and the columns that they can have.

use super::headings::{CaseField, Field, Heading, PostField};
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
}

impl TableKind {
    /// All, with their names in messages and in the database.
    pub const WORDS: [(&'static str, Self); 3] =
        [("counts", Self::Counts), ("cases", Self::Cases), ("posts", Self::Posts)];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Cases => "cases",
            Self::Posts => "posts",
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
        }
    }
}

fn names<F: Heading>() -> Vec<&'static str> {
    F::NAMES.iter().map(|(name, _)| *name).collect()
}
