//! Identifiers: one newtype per kind, parsed once, trusted afterwards.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest identifier that a plan may hold, in characters.
pub const MAX_ID_LENGTH: usize = 64;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "„{text}“ ist keine gültige Kennung: erlaubt sind Kleinbuchstaben, Ziffern und Bindestrich (bei Stellen auch Großbuchstaben), 1 bis 64 Zeichen"
)]
pub struct InvalidId {
    /// The refused text, shortened.
    pub text: String,
}

fn check(text: &str, upper_case: bool) -> Result<(), InvalidId> {
    let allowed = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || (upper_case && c.is_ascii_uppercase())
    };
    if text.is_empty() || text.len() > MAX_ID_LENGTH || !text.chars().all(allowed) {
        return Err(InvalidId { text: text.chars().take(MAX_ID_LENGTH).collect() });
    }
    Ok(())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $upper_case:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses an identifier.
            ///
            /// # Errors
            /// [`InvalidId`] when a character is not allowed or the length is not between 1 and 64.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                check(text, $upper_case)?;
                Ok(Self(text.to_owned()))
            }

            /// Stands in for an identifier that could not be read; never in a valid plan.
            pub(super) fn nothing() -> Self {
                Self(String::new())
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                check(&text, $upper_case)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

id!(
    /// Identifies an organisational unit (Organisationseinheit).
    UnitId,
    false
);
id!(
    /// Identifies a post (Stelle); never a person.
    PostId,
    true
);

impl PostId {
    /// Identifies one of the pieces of a post; in no plan, as its sign is not allowed there.
    pub(crate) fn piece(&self, number: usize) -> Self {
        Self(format!("{}#{number}", self.0))
    }
}
id!(
    /// Identifies a case type (Fallart).
    CaseTypeId,
    false
);
id!(
    /// Identifies a population (people housed or cared for).
    PopulationId,
    false
);
id!(
    /// Identifies a fixed task (Grundlast).
    FixedTaskId,
    false
);
