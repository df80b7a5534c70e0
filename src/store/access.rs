//! Whose data is touched and by which right: the values that the store's methods ask for.

use crate::permission::{CommentScenario, DecideScenario, EditScenario, Permit, Reach, Role, ViewScenario};
use uuid::Uuid;

/// An organisation; every row belongs to one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenant(pub(super) String);

/// Who acts, for the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Whose data.
    pub tenant: Tenant,
    /// Short name of the acting account; never a person's name.
    pub name: String,
    /// The request in which it acts.
    pub request_id: String,
}

/// The right to see one scenario.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub(super) tenant: String,
    pub(super) scenario: String,
    pub(super) actor: String,
}

impl Viewer {
    /// Ties a granted right to an organisation and a scenario; whether that scenario belongs to the organisation is
    /// asked in every statement.
    #[must_use]
    pub fn new(_permit: Permit<ViewScenario>, actor: &Actor, scenario: Uuid) -> Self {
        Self { tenant: actor.tenant.0.clone(), scenario: scenario.to_string(), actor: actor.name.clone() }
    }
}

/// The right to change one scenario.
#[derive(Debug, Clone)]
pub struct Editor {
    pub(super) tenant: String,
    pub(super) scenario: String,
    pub(super) actor: String,
    pub(super) request_id: String,
    /// Only scenarios that the actor made.
    pub(super) own_only: bool,
    /// Also the decision.
    pub(super) decides: bool,
}

impl Editor {
    /// Ties a granted right to an organisation and a scenario; whether that scenario belongs to the organisation is
    /// asked in every statement.
    #[must_use]
    pub fn new(permit: Permit<EditScenario>, actor: &Actor, scenario: Uuid) -> Self {
        Self {
            own_only: permit.reach() == Reach::Own,
            decides: false,
            tenant: actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: actor.name.clone(),
            request_id: actor.request_id.clone(),
        }
    }

    /// The same with the right to decide.
    #[must_use]
    pub fn deciding(self, _permit: Permit<DecideScenario>) -> Self {
        Self { decides: true, ..self }
    }
}

/// The right to make scenarios.
#[derive(Debug, Clone)]
pub struct Creator {
    actor: Actor,
}

impl Creator {
    /// Ties a granted right to an organisation.
    #[must_use]
    pub fn new(_permit: Permit<EditScenario>, actor: &Actor) -> Self {
        Self { actor: actor.clone() }
    }

    /// The right to write what is made.
    pub(super) fn editor(&self, scenario: Uuid) -> Editor {
        Editor {
            tenant: self.actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: self.actor.name.clone(),
            request_id: self.actor.request_id.clone(),
            // What is made is the actor's own.
            own_only: true,
            decides: false,
        }
    }
}

/// The right to say something about one scenario.
#[derive(Debug, Clone)]
pub struct Commenter {
    pub(super) actor: Actor,
    pub(super) scenario: String,
    pub(super) role: Role,
    /// Also to withdraw what others said.
    pub(super) moderates: bool,
}

impl Commenter {
    /// Ties a granted right to an organisation and a scenario; whether that scenario may be seen is asked in every statement.
    #[must_use]
    pub fn new(permit: Permit<CommentScenario>, actor: &Actor, scenario: Uuid) -> Self {
        Self { actor: actor.clone(), scenario: scenario.to_string(), role: permit.role(), moderates: false }
    }

    /// The same with the right to withdraw what others said: who decides also answers for what stands there.
    #[must_use]
    pub fn moderating(self, _permit: Permit<DecideScenario>) -> Self {
        Self { moderates: true, ..self }
    }

    /// The right to see the scenario that is spoken of.
    pub(super) fn viewer(&self) -> Viewer {
        Viewer {
            tenant: self.actor.tenant.0.clone(),
            scenario: self.scenario.clone(),
            actor: self.actor.name.clone(),
        }
    }
}
