//! Which units a right reaches: all, or those of the account's subtree.

use super::Context;
use crate::permission::{Permit, Reach};
use crate::plan::{Plan, UnitId};

/// The units that a right reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Path of the unit at their head; empty for all units.
    path: String,
}

impl Context {
    /// The units that a granted right reaches.
    #[must_use]
    pub fn scope<R>(&self, permit: &Permit<R>) -> Scope {
        let path = match permit.reach() {
            Reach::Everything => String::new(),
            Reach::Subtree | Reach::Own => {
                self.caller().map(|identity| identity.scope.clone()).unwrap_or_default()
            }
        };
        Scope { path }
    }
}

impl Scope {
    /// Whether a unit of this plan is among them.
    #[must_use]
    pub fn contains(&self, plan: &Plan, unit: &UnitId) -> bool {
        self.path.is_empty() || plan.path_of(unit).starts_with(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn a_scope_holds_its_unit_and_what_lies_below() {
        let plan = builtin().unwrap();
        let holds = |path: &str, unit: &str| {
            Scope { path: path.to_owned() }.contains(&plan, &UnitId::parse(unit).unwrap())
        };
        for unit in ["asyl-eu", "asyl", "rueckkehr"] {
            assert!(holds("/abteilung/asyl-eu/", unit), "{unit}");
            assert!(holds("", unit), "{unit}");
        }
        for unit in ["abteilung", "aufenthalt", "gibt-es-nicht"] {
            assert!(!holds("/abteilung/asyl-eu/", unit), "{unit}");
        }
        assert!(holds("", "gibt-es-nicht"));
    }
}
