//! Who sees a scenario and how far it has come: what decides, beside the roles, whether it is shown and may be changed.

use serde::Serialize;

/// Who sees a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only the account that made it.
    Private,
    /// Everybody of the organisation who may see scenarios.
    Unit,
    /// Meant to be shown beyond the organisation, too.
    Public,
}

/// How far a scenario has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Is being worked on.
    Draft,
    /// Is laid before those who decide.
    Proposed,
    /// Was decided; its changes stay as they are until the status is set back.
    Decided,
}

/// A step on the way of a scenario to its resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStep {
    /// Opened again for changes.
    Draft,
    /// Laid before those who decide.
    Proposed,
    /// Somebody on the way agreed.
    Endorsed,
    /// Somebody on the way had objections.
    Objected,
    /// Decided.
    Decided,
}

impl ApprovalStep {
    /// All, with their names in files, messages and the database.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("draft", Self::Draft),
        ("proposed", Self::Proposed),
        ("endorsed", Self::Endorsed),
        ("objected", Self::Objected),
        ("decided", Self::Decided),
    ];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Endorsed => "endorsed",
            Self::Objected => "objected",
            Self::Decided => "decided",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }
}

impl From<Status> for ApprovalStep {
    fn from(status: Status) -> Self {
        match status {
            Status::Draft => Self::Draft,
            Status::Proposed => Self::Proposed,
            Status::Decided => Self::Decided,
        }
    }
}

impl Visibility {
    /// All, with their names in files, messages and the database.
    pub const WORDS: [(&'static str, Self); 3] =
        [("private", Self::Private), ("unit", Self::Unit), ("public", Self::Public)];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Unit => "unit",
            Self::Public => "public",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }
}

impl Status {
    /// All, with their names in files, messages and the database.
    pub const WORDS: [(&'static str, Self); 3] =
        [("draft", Self::Draft), ("proposed", Self::Proposed), ("decided", Self::Decided)];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Decided => "decided",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        for (word, value) in Visibility::WORDS {
            assert_eq!((value.word(), Visibility::parse(word)), (word, Some(value)));
            assert_eq!(serde_json::to_value(value).unwrap(), word);
        }
        for (word, value) in Status::WORDS {
            assert_eq!((value.word(), Status::parse(word)), (word, Some(value)));
            assert_eq!(serde_json::to_value(value).unwrap(), word);
        }
        for (word, value) in ApprovalStep::WORDS {
            assert_eq!((value.word(), ApprovalStep::parse(word)), (word, Some(value)));
            assert_eq!(serde_json::to_value(value).unwrap(), word);
        }
        assert_eq!((Status::parse("done"), ApprovalStep::parse("done")), (None, None));
    }
}
