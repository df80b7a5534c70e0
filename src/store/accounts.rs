//! Accounts: who may sign in, in which role, for which units. Each change with its entry in the trail.

mod attempts;
mod demonstration;
mod devices;
mod links;
mod provider;
mod scopes;
mod second_factor;
mod sessions;

pub use attempts::{Attempt, Counted, Origin};
pub use devices::DEVICE_DAYS;
pub use links::{LINK_HOURS, LinkOwner};
pub use provider::{Entered, PROXY, Person};
pub(super) use scopes::{organisation, settle as settle_paths};
pub use second_factor::{Factor, FactorState, FoundCode, SET_UP_MINUTES};
pub use sessions::{ABSOLUTE_HOURS, IDLE_MINUTES, Signed, StoredSession};

use super::audit;
use super::scenarios::corrupt;
use super::secret::Fingerprint;
use super::writing::Writing;
use super::{Actor, Store, StoreError, Tenant, now};
use crate::permission::{ManageAccounts, Permit, Role, Why};
use serde_json::json;
use sqlx::sqlite::SqliteQueryResult;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// A minute in the microseconds that times are stored in.
const MINUTE: i64 = 60 * 1_000_000;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Key of the account.
    pub account: Uuid,
    /// The session by which it is known.
    pub session: Uuid,
    /// Name for signing in and for the audit trail; not necessarily a person's.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Identifier of the unit at the head of the subtree that its rights are limited to; none for all units.
    pub unit: Option<String>,
    /// Path of that unit in the tree, `/abteilung/asyl-eu/`; empty for all units.
    pub scope: String,
    /// Whether its holder signs in by the administration's sign-in service.
    pub by_provider: bool,
    /// Whether that is a proxy, so that a session counts only while it names the account.
    pub by_proxy: bool,
    /// Whether the account has a second factor.
    pub second_factor: bool,
}

/// An account as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Key.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The unit at the head of its subtree; none for all units.
    pub unit: Option<String>,
    /// Counts the changes.
    pub version: i64,
    /// Whether a password was set.
    pub has_password: bool,
    /// Whether its holder signs in by the administration's sign-in service.
    pub by_provider: bool,
    /// Whether it has a second factor.
    pub second_factor: bool,
    /// Whether it was closed.
    pub closed: bool,
    /// Whether the demonstration made it.
    pub demonstration: bool,
    /// Sessions that are going on.
    pub sessions: i64,
    /// Until when a link for setting the password counts, in microseconds since 1970-01-01 UTC.
    pub link_until: Option<i64>,
}

/// Role and units of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it may do.
    pub role: Role,
    /// The unit at the head of its subtree; none for all units.
    pub unit: Option<String>,
    /// The path of that unit in the tree; empty for all units.
    pub scope: String,
}

/// What proves somebody to be an account's holder.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Key of the account.
    pub account: Uuid,
    /// The PHC string.
    pub password: String,
    /// What a code is asked for with, where the account has a second factor.
    pub second_factor: Option<Factor>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    role: String,
    unit: Option<String>,
    version: i64,
    has_password: i64,
    by_provider: i64,
    second_factor: i64,
    closed_at: Option<i64>,
    demonstration: i64,
    sessions: i64,
    link_until: Option<i64>,
}

impl Row {
    fn account(self) -> Result<StoredAccount, StoreError> {
        Ok(StoredAccount {
            id: self.id.parse().map_err(corrupt)?,
            role: Role::parse(&self.role).ok_or_else(|| corrupt(self.role))?,
            name: self.name,
            unit: self.unit,
            version: self.version,
            has_password: self.has_password != 0,
            by_provider: self.by_provider != 0,
            second_factor: self.second_factor != 0,
            closed: self.closed_at.is_some(),
            demonstration: self.demonstration != 0,
            sessions: self.sessions,
            link_until: self.link_until,
        })
    }
}

/// The accounts, or the one of this identifier, in the order of their names.
async fn read(
    connection: &mut SqliteConnection,
    tenant: &str,
    only: &str,
) -> Result<Vec<StoredAccount>, StoreError> {
    let time = now();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, name, role, unit, version, closed_at, demonstration,
             (CASE WHEN password IS NULL THEN 0 ELSE 1 END) AS has_password,
             (SELECT count(*) FROM account_provider WHERE account_provider.account_id = account.id) AS by_provider,
             (SELECT count(*) FROM account_second_factor AS factor WHERE factor.tenant_id = account.tenant_id
                 AND factor.account_id = account.id AND factor.set_up_at IS NOT NULL) AS second_factor,
             (SELECT count(*) FROM session WHERE session.account_id = account.id AND session.seen_at > $3
                 AND session.started_at > $4) AS sessions,
             (SELECT expires_at FROM account_link WHERE account_link.account_id = account.id
                 AND account_link.expires_at > $5) AS link_until
         FROM account WHERE tenant_id = $1 AND ($2 = '' OR id = $2) ORDER BY name",
    )
    .bind(tenant)
    .bind(only)
    .bind(time - sessions::IDLE)
    .bind(time - sessions::ABSOLUTE)
    .bind(time)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::account).collect()
}

async fn one(
    connection: &mut SqliteConnection,
    actor: &Actor,
    id: Uuid,
) -> Result<StoredAccount, StoreError> {
    let found = read(connection, &actor.tenant.0, &id.to_string()).await?;
    found.into_iter().next().ok_or(StoreError::NoAccount)
}

/// Notes what was done with an account.
async fn record(
    connection: &mut SqliteConnection,
    actor: &Actor,
    action: &str,
    account: &str,
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    audit::record_by(connection, actor, (action, account), detail).await
}

/// Notes what was done with an account, commits, and gives the account as it is now.
async fn finish(
    mut transaction: Writing<'_>,
    actor: &Actor,
    id: Uuid,
    action: &str,
    detail: &serde_json::Value,
) -> Result<StoredAccount, StoreError> {
    record(&mut transaction, actor, action, &id.to_string(), detail).await?;
    let after = one(&mut transaction, actor, id).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Notes what the holder of an account did with it, and commits.
async fn finish_own(
    mut transaction: Writing<'_>,
    actor: &Actor,
    action: &str,
    account: &str,
) -> Result<(), StoreError> {
    record(&mut transaction, actor, action, account, &json!({})).await?;
    transaction.commit().await?;
    Ok(())
}

/// Runs a statement whose parameters are the tenant and an account, in this order.
async fn run_for(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    statement: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(statement).bind(&tenant.0).bind(account).execute(connection).await?;
    Ok(())
}

/// Refuses with this error where a statement changed nothing.
fn changed_or(done: &SqliteQueryResult, refusal: StoreError) -> Result<(), StoreError> {
    if done.rows_affected() == 0 { Err(refusal) } else { Ok(()) }
}

impl Store {
    /// All accounts, closed ones included.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn accounts(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
    ) -> Result<Vec<StoredAccount>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        read(&mut connection, &actor.tenant.0, "").await
    }

    /// Makes an account without a password, and the link with which it is set.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`], also by a closed account: what the trail says of a name must be of one account.
    pub async fn create_account(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        name: &str,
        standing: &Standing,
        link: &Fingerprint,
    ) -> Result<StoredAccount, StoreError> {
        let id = Uuid::now_v7();
        let mut transaction = self.write_tx().await?;
        insert(&mut transaction, &actor.tenant, id, name, standing).await?;
        links::put(&mut transaction, &actor.tenant, &id.to_string(), link).await?;
        let detail = json!({"name": name, "role": standing.role, "unit": standing.unit});
        finish(transaction, actor, id, "account.create", &detail).await
    }

    /// Gives an account another role or other units; its sessions end, because they were begun with the old ones.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`], [`StoreError::AccountChanged`] on an old version, [`StoreError::LastAdministrator`].
    pub async fn change_account(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        (id, version): (Uuid, i64),
        standing: &Standing,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = begin_change(&mut transaction, actor, (id, version)).await?;
        sqlx::query("UPDATE account SET role = $1, unit = $2, scope = $3 WHERE tenant_id = $4 AND id = $5")
            .bind(standing.role.word())
            .bind(&standing.unit)
            .bind(&standing.scope)
            .bind(&actor.tenant.0)
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        let detail = json!({
            "role": {"old": before.role, "new": standing.role},
            "unit": {"old": before.unit, "new": standing.unit},
            "reason": reason,
        });
        self.conclude(transaction, actor, id, "account.change", &detail).await
    }

    /// Closes an account, or opens a closed one again; its sessions end.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`], [`StoreError::AccountChanged`] on an old version, [`StoreError::LastAdministrator`].
    pub async fn close_account(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        (id, version): (Uuid, i64),
        closed: bool,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = begin_change(&mut transaction, actor, (id, version)).await?;
        sqlx::query("UPDATE account SET closed_at = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(closed.then(now))
            .bind(&actor.tenant.0)
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        links::remove(&mut transaction, &actor.tenant, &id.to_string()).await?;
        devices::forget(&mut transaction, &actor.tenant, &id.to_string()).await?;
        let action = if closed { "account.close" } else { "account.reopen" };
        let detail = json!({"closed": {"old": before.closed, "new": closed}, "reason": reason});
        self.conclude(transaction, actor, id, action, &detail).await
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`].
    pub async fn end_sessions(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        id: Uuid,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = one(&mut transaction, actor, id).await?;
        sessions::end_all(&mut transaction, &actor.tenant, &id.to_string(), None).await?;
        let detail = json!({"sessions": {"old": before.sessions, "new": 0}, "reason": reason});
        finish(transaction, actor, id, "account.end_sessions", &detail).await
    }

    /// Checks what must still hold after a change, writes the entry and commits.
    async fn conclude(
        &self,
        mut transaction: Writing<'_>,
        actor: &Actor,
        id: Uuid,
        action: &str,
        detail: &serde_json::Value,
    ) -> Result<StoredAccount, StoreError> {
        // One has to be left who comes in when the sign-in service does not answer.
        let administrators: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM account WHERE tenant_id = $1 AND role = 'administrator' AND closed_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM account_provider WHERE account_provider.account_id = account.id)",
        )
        .bind(&actor.tenant.0)
        .fetch_one(&mut *transaction)
        .await?;
        if administrators == 0 {
            return Err(StoreError::LastAdministrator);
        }
        sessions::end_all(&mut transaction, &actor.tenant, &id.to_string(), None).await?;
        finish(transaction, actor, id, action, detail).await
    }

    /// What proves somebody to be the holder of this name; none where no password can. The demonstration's accounts
    /// have none.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn credentials(&self, tenant: &Tenant, name: &str) -> Result<Option<Credentials>, StoreError> {
        let row: Option<(String, String, Option<String>, Option<i64>)> = sqlx::query_as(
            "SELECT account.id, account.password, factor.secret, factor.last_step
             FROM account LEFT JOIN account_second_factor AS factor ON factor.tenant_id = account.tenant_id
                 AND factor.account_id = account.id AND factor.set_up_at IS NOT NULL
             WHERE account.tenant_id = $1 AND account.name = $2 AND account.password IS NOT NULL
                 AND account.closed_at IS NULL AND account.demonstration = 0",
        )
        .bind(&tenant.0)
        .bind(name)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(id, password, secret, last_step)| {
            let second_factor = secret.zip(last_step).map(|(secret, last_step)| Factor { secret, last_step });
            Ok(Credentials { account: id.parse().map_err(corrupt)?, password, second_factor })
        })
        .transpose()
    }

    /// Stores the hash of the same password in a newer form.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn strengthen(&self, tenant: &Tenant, account: Uuid, password: &str) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        set_password(&mut transaction, tenant, &account.to_string(), password).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Sets the own password; all other sessions of the account end, and this one gets another proof.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn change_password(
        &self,
        _permit: Permit<crate::permission::OwnAccount>,
        (actor, identity): (&Actor, &Identity),
        password: &str,
        proof: &Fingerprint,
    ) -> Result<(), StoreError> {
        let account = identity.account.to_string();
        let mut transaction = self.write_tx().await?;
        set_password(&mut transaction, &actor.tenant, &account, password).await?;
        sessions::keep_only(&mut transaction, &actor.tenant, identity, proof).await?;
        finish_own(transaction, actor, "account.password", &account).await
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    id: Uuid,
    name: &str,
    standing: &Standing,
) -> Result<(), StoreError> {
    let made = sqlx::query(
        "INSERT INTO account (id, tenant_id, name, role, unit, scope, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, name) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(&tenant.0)
    .bind(name)
    .bind(standing.role.word())
    .bind(&standing.unit)
    .bind(&standing.scope)
    .bind(now())
    .execute(connection)
    .await?;
    changed_or(&made, StoreError::NameTaken)
}

/// Counts the version up, if it is still the expected one; gives the account as it was.
async fn begin_change(
    connection: &mut SqliteConnection,
    actor: &Actor,
    (id, version): (Uuid, i64),
) -> Result<StoredAccount, StoreError> {
    let before = one(connection, actor, id).await?;
    // The demonstration's accounts stay as they are.
    if before.demonstration {
        return Err(StoreError::NoAccount);
    }
    if before.version != version {
        return Err(StoreError::AccountChanged);
    }
    let count_up = "UPDATE account SET version = version + 1 WHERE tenant_id = $1 AND id = $2";
    run_for(connection, &actor.tenant, &id.to_string(), count_up).await?;
    Ok(before)
}

async fn set_password(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    password: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE account SET password = $1 WHERE tenant_id = $2 AND id = $3")
        .bind(password)
        .bind(&tenant.0)
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
