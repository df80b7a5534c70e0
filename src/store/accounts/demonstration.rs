//! The demonstration: an account for each role, opened by one press and without a password. They exist only while the
//! program runs as a demonstration.

use super::sessions;
use crate::permission::Role;
use crate::plan::{Plan, UnitId};
use crate::store::scenarios::corrupt;
use crate::store::secret::Fingerprint;
use crate::store::{Actor, Store, StoreError, Tenant, agreements, approvals, now, today};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// The name of a role's account.
#[must_use]
const fn name(role: Role) -> &'static str {
    match role {
        Role::Staff => "mitarbeit",
        Role::TeamLead => "sachgebietsleitung",
        Role::Manager => "leitung",
        Role::StaffCouncil => "personalrat",
        Role::Administrator => "vorführung-administration",
    }
}

impl Store {
    /// Begins a session in a role, in place of the one that the browser had.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn demonstrate(
        &self,
        tenant: &Tenant,
        role: Role,
        (proof, before): (&Fingerprint, Option<&Fingerprint>),
        browser: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let account = account(&mut transaction, tenant, role).await?;
        sessions::begin(&mut transaction, tenant, account, (proof, before), browser).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What the demonstration brings with it: its figures are made up, so that a service agreement lets them be shown for
    /// groups of any size; and one person plays all roles, so that it may approve alone.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn begin_demonstration(&self, actor: &Actor) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        agreements::demonstrate(&mut transaction, actor).await?;
        approvals::demonstrate(&mut transaction, actor).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes away what a demonstration left: its accounts, their sessions and what it agreed upon.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn end_demonstration(&self, actor: &Actor) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        sqlx::query(
            "DELETE FROM session WHERE tenant_id = $1
                 AND account_id IN (SELECT id FROM account WHERE tenant_id = $1 AND demonstration = 1)",
        )
        .bind(&actor.tenant.0)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM account WHERE tenant_id = $1 AND demonstration = 1")
            .bind(&actor.tenant.0)
            .execute(&mut *transaction)
            .await?;
        agreements::end_demonstration(&mut transaction, actor).await?;
        approvals::end_demonstration(&mut transaction, actor).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// The role's account, made when it is first asked for.
async fn account(connection: &mut SqliteConnection, tenant: &Tenant, role: Role) -> Result<Uuid, StoreError> {
    let (unit, scope) = match role {
        Role::TeamLead => led(connection, tenant).await?,
        _ => (None, String::new()),
    };
    sqlx::query(
        "INSERT INTO account (id, tenant_id, name, role, unit, scope, demonstration, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7) ON CONFLICT (tenant_id, name) DO NOTHING",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(&tenant.0)
    .bind(name(role))
    .bind(role.word())
    .bind(unit)
    .bind(scope)
    .bind(now())
    .execute(&mut *connection)
    .await?;
    let id: Option<String> = sqlx::query_scalar(
        "SELECT id FROM account WHERE tenant_id = $1 AND name = $2 AND demonstration = 1 AND closed_at IS NULL",
    )
    .bind(&tenant.0)
    .bind(name(role))
    .fetch_optional(connection)
    .await?;
    // A real account of that name is not opened by one press.
    id.ok_or(StoreError::NameTaken)?.parse().map_err(corrupt)
}

/// The unit that the head of a section leads: the first one with case types of its own below the top.
async fn led(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
) -> Result<(Option<String>, String), StoreError> {
    let document: Option<String> =
        sqlx::query_scalar("SELECT document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
            .bind(&tenant.0)
            .fetch_optional(connection)
            .await?;
    let plan: Plan = serde_json::from_str(&document.ok_or(StoreError::NotFound)?).map_err(corrupt)?;
    let plan = plan.on(today(), &[]).plan;
    let works = |id: &UnitId| plan.case_types.iter().any(|case_type| case_type.unit == *id);
    let unit = plan.units.iter().find(|unit| unit.parent.is_some() && works(&unit.id));
    Ok(match unit {
        Some(unit) => (Some(unit.id.to_string()), plan.path_of(&unit.id)),
        None => (None, String::new()),
    })
}
