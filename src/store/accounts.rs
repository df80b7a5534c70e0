//! Accounts and their sessions.

use crate::permission::Role;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Key of the account; empty in the demonstration, which has no accounts.
    pub account: String,
    /// Name for signing in and for the audit trail; not necessarily a person's.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Identifier of the unit at the head of the subtree that its rights are limited to; none for all units.
    pub unit: Option<String>,
}
