//! Who may do what: roles, rights and the one policy table, and which fields of what they see they see. What is not in a table is
//! refused. And whom stored data tells of.
//!
//! A right that was granted is a value ([`Permit`]) that only [`permit`] makes; whoever needs the right asks for the
//! value, so a forgotten check does not compile.

mod duty;
mod fields;
mod persons;
mod policy;
mod role;
mod standing;
mod why;

pub use duty::{Duty, counts_while_owing};
pub use fields::{FIELDS, Field, field_reach};
pub use persons::Persons;
pub use policy::{
    CommentScenario, DecideScenario, EditCases, EditScenario, EditStaffingPlan, Grantable, ManageAccounts,
    OwnAccount, POLICY, Right, ViewAudit, ViewCases, ViewScenario, ViewStaffingPlan, reach,
};
pub use role::{Reach, Role};
pub use standing::{ApprovalStep, Status, Visibility};
use std::marker::PhantomData;
pub use why::Why;

/// What an address or a server function asks of whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: also for somebody who is not signed in.
    Public,
    /// A right of the policy.
    Needs(Right),
}

impl Access {
    /// Whether it stays open to somebody who still owes a second factor.
    #[must_use]
    pub fn is_open_while_owing(self) -> bool {
        match self {
            Self::Public => true,
            Self::Needs(right) => counts_while_owing(right),
        }
    }

    /// Whether somebody in this role, or nobody, may come in.
    #[must_use]
    pub fn admits(self, role: Option<Role>) -> bool {
        match self {
            Self::Public => true,
            Self::Needs(right) => role.is_some_and(|role| reach(role, right).is_some()),
        }
    }
}

/// Proof that the policy grants the right `R`; only [`permit`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Permit<R> {
    role: Role,
    reach: Reach,
    right: PhantomData<R>,
}

impl<R> Permit<R> {
    /// The role that the right was granted to.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// How far it reaches.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }
}

/// The policy does not grant this right to this role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Dazu fehlt Ihnen das Recht. Bitte wenden Sie sich an die zuständige Stelle.")]
pub struct Denied;

/// Asks the policy for the right `R`.
///
/// # Errors
/// [`Denied`] when the table does not grant it.
pub fn permit<R: Grantable>(role: Role) -> Result<Permit<R>, Denied> {
    let reach = reach(role, R::RIGHT).ok_or(Denied)?;
    Ok(Permit { role, reach, right: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_role_once_and_every_right_at_most_once() {
        for (word, role) in Role::WORDS {
            assert_eq!((role.word(), Role::parse(word)), (word, Some(role)));
            assert_eq!(POLICY.iter().filter(|(holder, _)| *holder == role).count(), 1, "{role:?}");
        }
        assert_eq!(POLICY.len(), Role::WORDS.len());
        for (role, rights) in POLICY {
            for right in Right::ALL {
                assert!(
                    rights.iter().filter(|(granted, _)| granted == right).count() <= 1,
                    "{role:?} {right:?}"
                );
            }
        }
        assert_eq!(Role::parse("guest"), None);
    }

    #[test]
    fn lets_nobody_change_what_they_may_not_see() {
        let pairs = [
            (Right::EditScenario, Right::ViewScenario),
            (Right::DecideScenario, Right::EditScenario),
            (Right::CommentScenario, Right::ViewScenario),
            (Right::EditCases, Right::ViewCases),
            (Right::EditStaffingPlan, Right::ViewStaffingPlan),
        ];
        for (_, role) in Role::WORDS {
            for (change, see) in pairs {
                assert!(reach(role, change).is_none() || reach(role, see).is_some(), "{role:?} {change:?}");
            }
        }
    }

    #[test]
    fn the_staff_council_only_reads_and_the_administrator_has_no_right_to_the_data() {
        for right in Right::ALL {
            let council = reach(Role::StaffCouncil, *right).is_some();
            let reads = matches!(right, Right::ViewScenario | Right::ViewCases | Right::ViewStaffingPlan);
            assert_eq!(council, reads || *right == Right::OwnAccount, "{right:?}");
            let runs = matches!(right, Right::OwnAccount | Right::ManageAccounts | Right::ViewAudit);
            assert_eq!(reach(Role::Administrator, *right).is_some(), runs, "{right:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_granted() {
        assert_eq!(permit::<EditScenario>(Role::StaffCouncil).err(), Some(Denied));
        assert_eq!(permit::<ViewScenario>(Role::Administrator).err(), Some(Denied));
        assert_eq!(permit::<EditScenario>(Role::Manager).map(|permit| permit.role()), Ok(Role::Manager));
        assert_eq!(permit::<EditScenario>(Role::Staff).map(|permit| permit.reach()), Ok(Reach::Own));
        assert!(Access::Public.admits(None));
        assert!(!Access::Needs(Right::ViewScenario).admits(None));
        assert!(Access::Needs(Right::ViewScenario).admits(Some(Role::Staff)));
        assert!(!Access::Needs(Right::EditCases).admits(Some(Role::StaffCouncil)));
    }
}
