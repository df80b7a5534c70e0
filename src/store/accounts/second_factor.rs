//! The second factor of an account: the secret that its codes are computed from, the newest step that was used, and recovery codes.
//! Each code opens once; what was used is not written down beyond that, as nobody's sign-ins are.

use super::{Identity, MINUTE, changed_or, finish, finish_own, one, run_for, sessions};
use crate::permission::{ManageAccounts, OwnAccount, Permit, Why};
use crate::store::secret::Fingerprint;
use crate::store::{Actor, Store, StoreError, StoredAccount, Tenant, now};
use serde_json::json;
use sqlx::SqliteConnection;
use std::fmt;
use uuid::Uuid;

/// Minutes between the picture of a secret and the code that proves that it arrived.
pub const SET_UP_MINUTES: i64 = 15;

/// What the codes of an account are compared with.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// The secret in base32.
    pub secret: String,
    /// The newest step whose code was used.
    pub last_step: i64,
}

impl fmt::Debug for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Factor(…)")
    }
}

/// A code that is right, and has to be used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundCode {
    /// That of this step.
    Step(i64),
    /// A recovery code.
    Recovery(Fingerprint),
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FactorState {
    /// Whether the account has a password, which a second factor could stand beside.
    pub possible: bool,
    /// When it was set up, in microseconds since 1970-01-01 UTC.
    pub since: Option<i64>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

impl Store {
    /// Whether an account has this recovery code; it is asked for unknown accounts, too, so that they take as long.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn has_recovery_code(
        &self,
        tenant: &Tenant,
        account: Uuid,
        code: &Fingerprint,
    ) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM account_recovery_code
             WHERE tenant_id = $1 AND account_id = $2 AND fingerprint = $3",
        )
        .bind(&tenant.0)
        .bind(account.to_string())
        .bind(&code.0)
        .fetch_one(&self.readers)
        .await?;
        Ok(found > 0)
    }

    /// Uses a code up; false where somebody else was faster.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn use_code(
        &self,
        tenant: &Tenant,
        account: Uuid,
        code: &FoundCode,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write_tx().await?;
        let statement = match code {
            FoundCode::Step(step) => sqlx::query(
                "UPDATE account_second_factor SET last_step = $3
                 WHERE tenant_id = $1 AND account_id = $2 AND last_step < $3 AND set_up_at IS NOT NULL",
            )
            .bind(&tenant.0)
            .bind(account.to_string())
            .bind(step),
            FoundCode::Recovery(code) => sqlx::query(
                "DELETE FROM account_recovery_code WHERE tenant_id = $1 AND account_id = $2 AND fingerprint = $3",
            )
            .bind(&tenant.0)
            .bind(account.to_string())
            .bind(&code.0),
        };
        let used = statement.execute(&mut *transaction).await?.rows_affected() > 0;
        transaction.commit().await?;
        Ok(used)
    }

    /// How the own account stands.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn second_factor(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
    ) -> Result<FactorState, StoreError> {
        let found: Option<(i64, Option<i64>, i64)> = sqlx::query_as(
            "SELECT (CASE WHEN account.password IS NULL THEN 0 ELSE 1 END), factor.set_up_at,
                 (SELECT count(*) FROM account_recovery_code AS code WHERE code.tenant_id = account.tenant_id
                     AND code.account_id = account.id)
             FROM account LEFT JOIN account_second_factor AS factor ON factor.tenant_id = account.tenant_id
                 AND factor.account_id = account.id AND factor.set_up_at IS NOT NULL
             WHERE account.tenant_id = $1 AND account.id = $2",
        )
        .bind(&actor.tenant.0)
        .bind(identity.account.to_string())
        .fetch_optional(&self.readers)
        .await?;
        let state =
            |(password, since, codes_left)| FactorState { possible: password != 0, since, codes_left };
        Ok(found.map(state).unwrap_or_default())
    }

    /// Keeps a secret until a code proves that it arrived; one that was begun before counts no more.
    ///
    /// # Errors
    /// [`StoreError::SecondFactorThere`].
    pub async fn begin_second_factor(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
        secret: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let begun = sqlx::query(
            "INSERT INTO account_second_factor (tenant_id, account_id, secret, begun_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, account_id) DO UPDATE SET secret = excluded.secret,
                 begun_at = excluded.begun_at, last_step = 0
             WHERE account_second_factor.set_up_at IS NULL",
        )
        .bind(&actor.tenant.0)
        .bind(identity.account.to_string())
        .bind(secret)
        .bind(now())
        .execute(&mut *transaction)
        .await?;
        changed_or(&begun, StoreError::SecondFactorThere)?;
        transaction.commit().await?;
        Ok(())
    }

    /// The secret that waits for its code.
    ///
    /// # Errors
    /// [`StoreError::NoSecondFactor`] where none does, or too long ago.
    pub async fn begun_second_factor(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
    ) -> Result<String, StoreError> {
        let found: Option<String> = sqlx::query_scalar(
            "SELECT secret FROM account_second_factor
             WHERE tenant_id = $1 AND account_id = $2 AND set_up_at IS NULL AND begun_at > $3",
        )
        .bind(&actor.tenant.0)
        .bind(identity.account.to_string())
        .bind(now() - SET_UP_MINUTES * MINUTE)
        .fetch_optional(&self.readers)
        .await?;
        found.ok_or(StoreError::NoSecondFactor)
    }

    /// Sets up the secret that a code of this step has proved; all other sessions of the account end, and this one gets another
    /// proof.
    ///
    /// # Errors
    /// [`StoreError::NoSecondFactor`] where another secret was begun meanwhile.
    pub async fn set_up_second_factor(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
        (secret, step): (&str, i64),
        codes: &[Fingerprint],
        proof: &Fingerprint,
    ) -> Result<(), StoreError> {
        let account = identity.account.to_string();
        let mut transaction = self.write_tx().await?;
        let set_up = sqlx::query(
            "UPDATE account_second_factor SET set_up_at = $1, last_step = $2
             WHERE tenant_id = $3 AND account_id = $4 AND secret = $5 AND set_up_at IS NULL",
        )
        .bind(now())
        .bind(step)
        .bind(&actor.tenant.0)
        .bind(&account)
        .bind(secret)
        .execute(&mut *transaction)
        .await?;
        changed_or(&set_up, StoreError::NoSecondFactor)?;
        put_codes(&mut transaction, &actor.tenant, &account, codes).await?;
        sessions::keep_only(&mut transaction, &actor.tenant, identity, proof).await?;
        finish_own(transaction, actor, "account.second_factor", &account).await
    }

    /// Puts new recovery codes in the place of the old ones.
    ///
    /// # Errors
    /// [`StoreError::NoSecondFactor`].
    pub async fn renew_recovery_codes(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
        codes: &[Fingerprint],
    ) -> Result<(), StoreError> {
        let account = identity.account.to_string();
        let mut transaction = self.write_tx().await?;
        demand(&mut transaction, &actor.tenant, &account).await?;
        put_codes(&mut transaction, &actor.tenant, &account, codes).await?;
        finish_own(transaction, actor, "account.recovery_codes", &account).await
    }

    /// Takes the own second factor away.
    ///
    /// # Errors
    /// [`StoreError::NoSecondFactor`].
    pub async fn remove_second_factor(
        &self,
        _permit: Permit<OwnAccount>,
        (actor, identity): (&Actor, &Identity),
    ) -> Result<(), StoreError> {
        let account = identity.account.to_string();
        let mut transaction = self.write_tx().await?;
        demand(&mut transaction, &actor.tenant, &account).await?;
        remove(&mut transaction, &actor.tenant, &account).await?;
        finish_own(transaction, actor, "account.no_second_factor", &account).await
    }

    /// Takes somebody else's second factor away; the sessions of the account end.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`], [`StoreError::NoSecondFactor`].
    pub async fn take_second_factor(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        id: Uuid,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let account = id.to_string();
        let mut transaction = self.write_tx().await?;
        one(&mut transaction, actor, id).await?;
        demand(&mut transaction, &actor.tenant, &account).await?;
        remove(&mut transaction, &actor.tenant, &account).await?;
        sessions::end_all(&mut transaction, &actor.tenant, &account, None).await?;
        let detail = json!({"second_factor": {"old": true, "new": false}, "reason": reason});
        finish(transaction, actor, id, "account.no_second_factor", &detail).await
    }
}

/// Whether an account has a second factor; one that was only begun counts for nothing.
pub(super) async fn is_set_up(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM account_second_factor
         WHERE tenant_id = $1 AND account_id = $2 AND set_up_at IS NOT NULL",
    )
    .bind(&tenant.0)
    .bind(account)
    .fetch_one(connection)
    .await?;
    Ok(found > 0)
}

/// Refuses where an account has no second factor.
async fn demand(connection: &mut SqliteConnection, tenant: &Tenant, account: &str) -> Result<(), StoreError> {
    if is_set_up(connection, tenant, account).await? { Ok(()) } else { Err(StoreError::NoSecondFactor) }
}

/// Puts recovery codes in the place of those that the account had.
async fn put_codes(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    codes: &[Fingerprint],
) -> Result<(), StoreError> {
    forget_codes(connection, tenant, account).await?;
    for code in codes {
        sqlx::query(
            "INSERT INTO account_recovery_code (tenant_id, account_id, fingerprint) VALUES ($1, $2, $3)",
        )
        .bind(&tenant.0)
        .bind(account)
        .bind(&code.0)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn forget_codes(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
) -> Result<(), StoreError> {
    let statement = "DELETE FROM account_recovery_code WHERE tenant_id = $1 AND account_id = $2";
    run_for(connection, tenant, account, statement).await
}

/// Removes what is kept of an account's second factor.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
) -> Result<(), StoreError> {
    forget_codes(connection, tenant, account).await?;
    let statement = "DELETE FROM account_second_factor WHERE tenant_id = $1 AND account_id = $2";
    run_for(connection, tenant, account, statement).await
}
