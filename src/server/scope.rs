//! Which units a right reaches: all, or those of the account's subtree.

use super::{Context, Failure};
use crate::api::ApiError;
use crate::caseload::Counted;
use crate::permission::{Permit, Reach, ViewStaffingPlan};
use crate::plan::{Plan, UnitId};
use crate::staffing_plan::Within;

/// The units that a right reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Path of the unit at their head; empty for all units.
    path: String,
}

impl Context {
    /// What was counted, with what may be seen of it: the way of every answer to the counts.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`](crate::api::ApiError::Forbidden), [`Failure::Fault`] when the database cannot be read.
    pub async fn counted(&self, plan: &Plan) -> Result<Counted, Failure> {
        let stored = self.store.case_counts(self.permit()?, self.actor()).await?;
        Ok(stored.disclosed(plan, self.least_heads().await?))
    }

    /// The unit with all below it that the staffing plan is told of; none for all units.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`](crate::api::ApiError::Forbidden).
    pub fn staffing(&self) -> Result<Option<Within>, Failure> {
        let permit = self.permit::<ViewStaffingPlan>()?;
        let head = self.scope(&permit).head().map(str::to_owned);
        // An identifier that is none would be of no unit: nothing is told then.
        let none = || ApiError::Forbidden;
        Ok(head.map(|head| UnitId::parse(&head).map_err(|_| none())).transpose()?.map(Within::new))
    }

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
    /// The unit at their head; none for all units.
    fn head(&self) -> Option<&str> {
        self.path.trim_end_matches('/').rsplit('/').next().filter(|head| !head.is_empty())
    }

    /// Whether a unit of this plan is among them: by the head of the subtree, which may have had another place in a plan of
    /// another day.
    #[must_use]
    pub fn contains(&self, plan: &Plan, unit: &UnitId) -> bool {
        match self.head() {
            None => true,
            Some(head) => plan.path_of(unit).contains(&format!("/{head}/")),
        }
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
        // After the unit has moved, in the plan of an earlier day.
        assert!(holds("/abteilung/neu/asyl-eu/", "asyl") && !holds("/abteilung/neu/asyl-eu/", "aufenthalt"));
    }
}
