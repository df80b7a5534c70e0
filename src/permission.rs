//! Who may do what: roles, rights and the one policy table. What is not in the table is refused.
//!
//! A right that was granted is a value ([`Permit`]) that only [`permit`] makes; whoever needs the right asks for the
//! value, so a forgotten check does not compile.

mod standing;

pub use standing::{Status, Visibility};
use std::marker::PhantomData;

/// What somebody is in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks at the demonstration.
    Guest,
    /// Works in a section.
    Staff,
    /// Leads a section.
    TeamLead,
    /// Leads the department.
    DepartmentHead,
    /// Organisation and personnel administration.
    Organisation,
    /// Staff council; sees planning, changes nothing.
    StaffCouncil,
    /// Runs the installation; has no right to the organisation's data.
    Administrator,
}

/// What can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See plans, scenarios and forecasts.
    ViewScenario,
    /// Add, take back and repeat changes of a scenario.
    EditScenario,
}

/// The policy: every role with all that it may do.
pub const POLICY: &[(Role, &[Right])] = &[
    (Role::Guest, &[Right::ViewScenario]),
    (Role::Staff, &[Right::ViewScenario]),
    (Role::TeamLead, &[Right::ViewScenario, Right::EditScenario]),
    (Role::DepartmentHead, &[Right::ViewScenario, Right::EditScenario]),
    (Role::Organisation, &[Right::ViewScenario, Right::EditScenario]),
    (Role::StaffCouncil, &[Right::ViewScenario]),
    (Role::Administrator, &[]),
];

/// A right as a type, so that a granted right can be asked for by type.
pub trait Grantable {
    /// The right that this type stands for.
    const RIGHT: Right;
}

/// [`Right::ViewScenario`] as a type.
#[derive(Debug, Clone, Copy)]
pub struct ViewScenario;

impl Grantable for ViewScenario {
    const RIGHT: Right = Right::ViewScenario;
}

/// [`Right::EditScenario`] as a type.
#[derive(Debug, Clone, Copy)]
pub struct EditScenario;

impl Grantable for EditScenario {
    const RIGHT: Right = Right::EditScenario;
}

/// Proof that the policy grants the right `R`; only [`permit`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Permit<R> {
    role: Role,
    right: PhantomData<R>,
}

impl<R> Permit<R> {
    /// The role that the right was granted to.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
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
    let granted = POLICY.iter().any(|(holder, rights)| *holder == role && rights.contains(&R::RIGHT));
    if granted { Ok(Permit { role, right: PhantomData }) } else { Err(Denied) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 7] = [
        Role::Guest,
        Role::Staff,
        Role::TeamLead,
        Role::DepartmentHead,
        Role::Organisation,
        Role::StaffCouncil,
        Role::Administrator,
    ];

    #[test]
    fn names_every_role_once() {
        for role in ROLES {
            assert_eq!(POLICY.iter().filter(|(holder, _)| *holder == role).count(), 1, "{role:?}");
        }
        assert_eq!(POLICY.len(), ROLES.len());
    }

    #[test]
    fn lets_nobody_edit_what_they_may_not_see() {
        for role in ROLES {
            if permit::<EditScenario>(role).is_ok() {
                assert!(permit::<ViewScenario>(role).is_ok(), "{role:?}");
            }
        }
    }

    #[test]
    fn keeps_readers_from_writing_and_the_administrator_from_the_data() {
        for role in [Role::Guest, Role::Staff, Role::StaffCouncil, Role::Administrator] {
            assert_eq!(permit::<EditScenario>(role).err(), Some(Denied), "{role:?}");
        }
        assert_eq!(permit::<ViewScenario>(Role::Administrator).err(), Some(Denied));
        assert_eq!(permit::<EditScenario>(Role::DepartmentHead).map(|p| p.role()), Ok(Role::DepartmentHead));
    }
}
