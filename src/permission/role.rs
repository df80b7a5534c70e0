//! What somebody is in an organisation, and how far a right reaches.

use serde::Serialize;

/// What somebody is in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works in a section: looks, and tries things out in scenarios of their own.
    Staff,
    /// Leads a section: also sees and keeps the case figures of the own units.
    TeamLead,
    /// Leads the department or administers organisation and personnel: plans and decides.
    Manager,
    /// Staff council: sees planning and figures, changes nothing.
    StaffCouncil,
    /// Runs the installation; has no right to the organisation's data.
    Administrator,
}

/// How far a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// What the account made itself.
    Own,
    /// The units of the account's subtree; without one, all units.
    Subtree,
    /// The whole organisation, also for an account with a subtree.
    Everything,
}

impl Role {
    /// All, with their names in files, messages and the database.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("staff", Self::Staff),
        ("team_lead", Self::TeamLead),
        ("manager", Self::Manager),
        ("staff_council", Self::StaffCouncil),
        ("administrator", Self::Administrator),
    ];

    /// The page that it begins with.
    #[must_use]
    pub fn home(self) -> &'static str {
        match self {
            Self::Administrator => "/verwaltung",
            _ => "/",
        }
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::TeamLead => "team_lead",
            Self::Manager => "manager",
            Self::StaffCouncil => "staff_council",
            Self::Administrator => "administrator",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }
}
