//! For whom a second factor is a duty, and what is open to somebody who still owes one.

use super::{Right, Role};

/// For whom a second factor is a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duty {
    /// For nobody: everybody may set one up.
    #[default]
    Free,
    /// For those who decide and those who run the installation.
    Leading,
    /// For everybody.
    All,
}

impl Duty {
    /// All, with their names in settings.
    pub const WORDS: [(&'static str, Self); 3] =
        [("free", Self::Free), ("leading", Self::Leading), ("all", Self::All)];

    /// Whether it binds this role.
    #[must_use]
    pub fn binds(self, role: Role) -> bool {
        match self {
            Self::Free => false,
            Self::Leading => matches!(role, Role::Manager | Role::Administrator),
            Self::All => true,
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }
}

/// Whether a right counts while its holder still owes a second factor: only that to the own account, where it is set up.
#[must_use]
pub fn counts_while_owing(right: Right) -> bool {
    right == Right::OwnAccount
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_binds_whom_it_names() {
        for (word, duty) in Duty::WORDS {
            assert_eq!(Duty::parse(word), Some(duty));
        }
        assert_eq!(Duty::parse("none"), None);
        for (_, role) in Role::WORDS {
            assert!(!Duty::Free.binds(role) && Duty::All.binds(role));
            let leads = matches!(role, Role::Manager | Role::Administrator);
            assert_eq!(Duty::Leading.binds(role), leads, "{role:?}");
        }
    }

    #[test]
    fn whoever_owes_a_second_factor_reaches_the_own_account_and_nothing_else() {
        for right in Right::ALL {
            assert_eq!(counts_while_owing(*right), *right == Right::OwnAccount, "{right:?}");
        }
    }
}
