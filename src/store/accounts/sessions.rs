//! Sessions: what a browser's cookie stands for. They end 30 minutes after their last use, and after 8 hours in any case.

use super::{Identity, MINUTE, PROXY, changed_or, devices};
use crate::permission::{OwnAccount, Permit, Role};
use crate::store::scenarios::corrupt;
use crate::store::secret::Fingerprint;
use crate::store::{Actor, Store, StoreError, Tenant, now};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Minutes after which a session that nobody uses ends.
pub const IDLE_MINUTES: i64 = 30;

/// Hours after which any session ends.
pub const ABSOLUTE_HOURS: i64 = 8;

pub(super) const IDLE: i64 = IDLE_MINUTES * MINUTE;
pub(super) const ABSOLUTE: i64 = ABSOLUTE_HOURS * 60 * MINUTE;

/// The time of the last use is written down at most so often: each time is a write to the disk.
const TOUCH: i64 = MINUTE;

/// A session that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whose it is.
    pub identity: Identity,
    /// Whether its use has to be written down.
    pub touch_due: bool,
}

/// A session in the list of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Key; not what the browser holds.
    pub id: Uuid,
    /// What the browser says that it is.
    pub browser: String,
    /// When it began, in microseconds since 1970-01-01 UTC.
    pub started_at: i64,
    /// When it was used last, to the minute.
    pub seen_at: i64,
}

type Row = (String, String, String, String, Option<String>, String, i64, i64, i64, i64);

impl Store {
    /// Begins a session, in place of the one that the browser had.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] when the account was closed meanwhile.
    pub async fn begin_session(
        &self,
        tenant: &Tenant,
        account: Uuid,
        (proof, before): (&Fingerprint, Option<&Fingerprint>),
        browser: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        begin(&mut transaction, tenant, account, (proof, before), browser).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The session that a browser proves; none when it has ended. Those of the demonstration count only in it.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn session(
        &self,
        tenant: &Tenant,
        proof: &Fingerprint,
        demonstration: bool,
    ) -> Result<Option<Signed>, StoreError> {
        let time = now();
        let row: Option<Row> = sqlx::query_as(
            "SELECT session.id, account.id, account.name, account.role, account.unit, account.scope, session.seen_at,
                 (SELECT count(*) FROM account_provider WHERE account_provider.account_id = account.id),
                 (SELECT count(*) FROM account_provider WHERE account_provider.account_id = account.id
                     AND account_provider.issuer = $6),
                 (SELECT count(*) FROM account_second_factor AS factor WHERE factor.tenant_id = account.tenant_id
                     AND factor.account_id = account.id AND factor.set_up_at IS NOT NULL)
             FROM session JOIN account ON account.id = session.account_id AND account.tenant_id = session.tenant_id
             WHERE session.tenant_id = $1 AND session.fingerprint = $2 AND session.seen_at > $3
                 AND session.started_at > $4 AND account.closed_at IS NULL AND account.demonstration <= $5",
        )
        .bind(&tenant.0)
        .bind(&proof.0)
        .bind(time - IDLE)
        .bind(time - ABSOLUTE)
        .bind(i64::from(demonstration))
        .bind(PROXY)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (session, account, name, role, unit, scope, seen_at, by_provider, by_proxy, second_factor) = row;
        let identity = Identity {
            account: account.parse().map_err(corrupt)?,
            session: session.parse().map_err(corrupt)?,
            name,
            role: Role::parse(&role).ok_or_else(|| corrupt(role))?,
            unit,
            scope,
            by_provider: by_provider > 0,
            by_proxy: by_proxy > 0,
            second_factor: second_factor > 0,
        };
        Ok(Some(Signed { identity, touch_due: time - seen_at > TOUCH }))
    }

    /// Whether a session has not ended.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn session_stands(&self, tenant: &Tenant, session: Uuid) -> Result<bool, StoreError> {
        let time = now();
        let found: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM session WHERE tenant_id = $1 AND id = $2 AND seen_at > $3 AND started_at > $4",
        )
        .bind(&tenant.0)
        .bind(session.to_string())
        .bind(time - IDLE)
        .bind(time - ABSOLUTE)
        .fetch_one(&self.readers)
        .await?;
        Ok(found > 0)
    }

    /// Writes down that a session is used.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn touch_session(&self, tenant: &Tenant, session: Uuid) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        sqlx::query("UPDATE session SET seen_at = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(now())
            .bind(&tenant.0)
            .bind(session.to_string())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends the session that a browser proves.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_out(&self, tenant: &Tenant, proof: &Fingerprint) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        remove(&mut transaction, tenant, proof).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The own sessions that are going on, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn own_sessions(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
    ) -> Result<Vec<StoredSession>, StoreError> {
        let time = now();
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT id, browser, started_at, seen_at FROM session
             WHERE tenant_id = $1 AND account_id = $2 AND seen_at > $3 AND started_at > $4
             ORDER BY started_at DESC, id",
        )
        .bind(&actor.tenant.0)
        .bind(identity.account.to_string())
        .bind(time - IDLE)
        .bind(time - ABSOLUTE)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(id, browser, started_at, seen_at)| {
                Ok(StoredSession { id: id.parse().map_err(corrupt)?, browser, started_at, seen_at })
            })
            .collect()
    }

    /// Ends one of the own sessions, or all but the one that asks.
    ///
    /// # Errors
    /// [`StoreError::NoSession`] when it is none of the own ones.
    pub async fn end_own_session(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
        session: Option<Uuid>,
    ) -> Result<(), StoreError> {
        let account = identity.account.to_string();
        let mut transaction = self.write_tx().await?;
        match session {
            None => end_all(&mut transaction, &actor.tenant, &account, Some(identity.session)).await?,
            Some(session) => {
                let ended =
                    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND account_id = $2 AND id = $3")
                        .bind(&actor.tenant.0)
                        .bind(&account)
                        .bind(session.to_string())
                        .execute(&mut *transaction)
                        .await?;
                changed_or(&ended, StoreError::NoSession)?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Begins a session in place of another; those that have ended are cleared away.
pub(super) async fn begin(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: Uuid,
    (proof, before): (&Fingerprint, Option<&Fingerprint>),
    browser: &str,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        remove(connection, tenant, before).await?;
    }
    let time = now();
    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND (seen_at <= $2 OR started_at <= $3)")
        .bind(&tenant.0)
        .bind(time - IDLE)
        .bind(time - ABSOLUTE)
        .execute(&mut *connection)
        .await?;
    let made = sqlx::query(
        "INSERT INTO session (id, tenant_id, account_id, fingerprint, browser, started_at, seen_at)
         SELECT $1, tenant_id, id, $4, $5, $6, $6 FROM account
         WHERE tenant_id = $2 AND id = $3 AND closed_at IS NULL",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(&tenant.0)
    .bind(account.to_string())
    .bind(&proof.0)
    .bind(browser)
    .bind(time)
    .execute(connection)
    .await?;
    changed_or(&made, StoreError::NoAccount)
}

async fn remove(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    proof: &Fingerprint,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND fingerprint = $2")
        .bind(&tenant.0)
        .bind(&proof.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a session another proof: what a browser had until now opens nothing any more.
async fn renew(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    session: Uuid,
    proof: &Fingerprint,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE session SET fingerprint = $1 WHERE tenant_id = $2 AND id = $3")
        .bind(&proof.0)
        .bind(&tenant.0)
        .bind(session.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Leaves an account only the session that asks, under another proof, and no browser that is known: whoever came in by what
/// counted until now is out.
pub(super) async fn keep_only(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    identity: &Identity,
    proof: &Fingerprint,
) -> Result<(), StoreError> {
    let account = identity.account.to_string();
    end_all(connection, tenant, &account, Some(identity.session)).await?;
    devices::forget(connection, tenant, &account).await?;
    renew(connection, tenant, identity.session, proof).await
}

/// Ends every session of an account but one.
pub(super) async fn end_all(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    but: Option<Uuid>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND account_id = $2 AND id <> $3")
        .bind(&tenant.0)
        .bind(account)
        .bind(but.map(|session| session.to_string()).unwrap_or_default())
        .execute(connection)
        .await?;
    Ok(())
}
