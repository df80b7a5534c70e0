//! Whom stored data tells of: what decides which duties of data protection it brings.

use serde::{Deserialize, Serialize};

/// How what a table holds relates to persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persons {
    /// Not at all.
    None,
    /// It names accounts, which people sign in with.
    Accounts,
    /// It holds pseudonyms: whoever has what they were made of can match them with people (Art. 4 No. 5 GDPR).
    Pseudonyms,
}

impl Persons {
    /// All, with their names in files and messages.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("accounts", Self::Accounts), ("pseudonyms", Self::Pseudonyms)];
}
