//! Whose data is touched and by which right: the values that the store's methods ask for.

use super::{StoreError, tokens};
use crate::permission::{CommentScenario, DecideScenario, EditScenario, Permit, Reach, Role, ViewScenario};
use sqlx::SqliteConnection;
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

/// What the name of a program begins with, which acts by a token; no account is called so.
pub(super) const PROGRAM: &str = "programm:";

/// The path of the unit that an account or a program is limited to, in SQL; empty where there is no limit, and for whoever acts without
/// either. Of programs of one name only the latest can be in force. Takes the parameter with its name, inside a statement on scenarios.
macro_rules! scope_of {
    ($name:literal) => {
        concat!(
            "coalesce((SELECT scope FROM account WHERE account.tenant_id = scenario.tenant_id AND account.name = ",
            $name,
            "), (SELECT path FROM api_token WHERE api_token.tenant_id = scenario.tenant_id AND 'programm:' || api_token.name = ",
            $name,
            " ORDER BY api_token.id DESC LIMIT 1), '')"
        )
    };
}

/// The condition of SQL under which an account sees a scenario: it is public, its own, or of a unit above or below its
/// own; a path that begins with another one lies below it, and all lie below the empty one. Takes the parameter with the
/// account's name.
macro_rules! seen_by {
    ($name:literal) => {
        concat!(
            "(visibility = 'public' OR created_by = ",
            $name,
            " OR (visibility = 'unit' AND (substr(home, 1, length(",
            crate::store::access::scope_of!($name),
            ")) = ",
            crate::store::access::scope_of!($name),
            " OR substr(",
            crate::store::access::scope_of!($name),
            ", 1, length(home)) = home)))"
        )
    };
}

pub(super) use {scope_of, seen_by};

/// The path of the unit that an account or a program is limited to; empty where there is no limit, and for whoever acts without either.
pub(super) async fn scope_of_account(
    connection: &mut SqliteConnection,
    tenant: &str,
    actor: &str,
) -> Result<String, StoreError> {
    let scope: Option<String> =
        sqlx::query_scalar("SELECT scope FROM account WHERE tenant_id = $1 AND name = $2")
            .bind(tenant)
            .bind(actor)
            .fetch_optional(&mut *connection)
            .await?;
    match (scope, actor.strip_prefix(PROGRAM)) {
        (None, Some(program)) => tokens::path_of(connection, tenant, program).await,
        (scope, _) => Ok(scope.unwrap_or_default()),
    }
}

/// The right to see one scenario.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub(super) tenant: String,
    pub(super) scenario: String,
    pub(super) actor: String,
    /// What is shown of it depends on the role.
    pub(super) role: Role,
}

impl Viewer {
    /// Who reads.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// Ties a granted right to an organisation and a scenario; whether that scenario belongs to the organisation is
    /// asked in every statement.
    #[must_use]
    pub fn new(permit: Permit<ViewScenario>, actor: &Actor, scenario: Uuid) -> Self {
        Self {
            tenant: actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: actor.name.clone(),
            role: permit.role(),
        }
    }
}

/// The right to change one scenario.
#[derive(Debug, Clone)]
pub struct Editor {
    pub(super) tenant: String,
    pub(super) scenario: String,
    pub(super) actor: String,
    pub(super) request_id: String,
    /// Who does not see a field cannot write it.
    pub(super) role: Role,
    /// How far the right reaches: scenarios that the actor made, or also those of its units.
    reach: Reach,
    /// Also the decision, and how far that right reaches.
    decides: Option<Reach>,
    /// Whether it is the demonstration, in which one person may approve alone.
    pub(super) demonstrates: bool,
}

impl Editor {
    /// Ties a granted right to an organisation and a scenario; whether that scenario belongs to the organisation is
    /// asked in every statement.
    #[must_use]
    pub fn new(permit: Permit<EditScenario>, actor: &Actor, scenario: Uuid) -> Self {
        Self {
            role: permit.role(),
            reach: permit.reach(),
            decides: None,
            demonstrates: false,
            tenant: actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: actor.name.clone(),
            request_id: actor.request_id.clone(),
        }
    }

    /// The same with the right to decide.
    #[must_use]
    pub fn deciding(self, permit: Permit<DecideScenario>) -> Self {
        Self { decides: Some(permit.reach()), ..self }
    }

    /// The same in the demonstration, or not.
    #[must_use]
    pub fn demonstrating(self, demonstrates: bool) -> Self {
        Self { demonstrates, ..self }
    }

    /// Whether it may change a scenario that this account made for the unit at this path, being limited to the unit at the
    /// other one.
    pub(super) fn may_change(&self, creator: &str, (home, scope): (&str, &str)) -> bool {
        creator == self.actor || reaches(self.reach, home, scope)
    }

    /// Whether it may decide on a scenario that was made for the unit at this path.
    pub(super) fn may_decide(&self, (home, scope): (&str, &str)) -> bool {
        self.decides.is_some_and(|reach| reaches(reach, home, scope))
    }
}

fn reaches(reach: Reach, home: &str, scope: &str) -> bool {
    match reach {
        Reach::Own => false,
        Reach::Subtree => home.starts_with(scope),
        Reach::Everything => true,
    }
}

/// The right to hand snapshots to people without an account: whoever decides on a scenario answers for who gets to see it.
#[derive(Debug, Clone)]
pub struct Sharer {
    pub(super) actor: Actor,
    role: Role,
    /// How far it reaches.
    reach: Reach,
}

impl Sharer {
    /// Ties a granted right to an organisation; whether it reaches a scenario is asked in every statement.
    #[must_use]
    pub fn new(permit: Permit<DecideScenario>, actor: &Actor) -> Self {
        Self { actor: actor.clone(), reach: permit.reach(), role: permit.role() }
    }

    /// The same for one scenario, whose changes stay as they are.
    pub(super) fn editor(&self, scenario: Uuid) -> Editor {
        Editor {
            tenant: self.actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: self.actor.name.clone(),
            request_id: self.actor.request_id.clone(),
            role: self.role,
            reach: Reach::Own,
            decides: Some(self.reach),
            demonstrates: false,
        }
    }
}

/// The right to make scenarios.
#[derive(Debug, Clone)]
pub struct Creator {
    actor: Actor,
    role: Role,
}

impl Creator {
    /// Ties a granted right to an organisation.
    #[must_use]
    pub fn new(permit: Permit<EditScenario>, actor: &Actor) -> Self {
        Self { actor: actor.clone(), role: permit.role() }
    }

    /// The right to write what is made.
    pub(super) fn editor(&self, scenario: Uuid) -> Editor {
        Editor {
            tenant: self.actor.tenant.0.clone(),
            scenario: scenario.to_string(),
            actor: self.actor.name.clone(),
            request_id: self.actor.request_id.clone(),
            role: self.role,
            // What is made is the actor's own.
            reach: Reach::Own,
            decides: None,
            demonstrates: false,
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
            role: self.role,
        }
    }
}
