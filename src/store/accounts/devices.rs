//! Browsers in which an account has signed in, each known by a cookie of its own ("device cookies" of OWASP). It opens nothing:
//! it only sets an attempt apart from those of strangers, who guess at the account and would make its holder wait.

use super::{MINUTE, run_for};
use crate::store::secret::{Fingerprint, Secret};
use crate::store::{Store, StoreError, Tenant, now};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Days after its last sign-in for which a browser is known.
pub const DEVICE_DAYS: i64 = 180;

/// Browsers of one account that are known: each is a place from which its password could be guessed.
const MOST: i64 = 20;

const DAY: i64 = 24 * 60 * MINUTE;

impl Store {
    /// Notes that an account has signed in with this browser, and gives what it is known by from now on: what it sent, where
    /// that is known, otherwise something new.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn remember_device(
        &self,
        tenant: &Tenant,
        account: Uuid,
        sent: Option<&Secret>,
    ) -> Result<Secret, StoreError> {
        let (account, time) = (account.to_string(), now());
        let mut transaction = self.write_tx().await?;
        sqlx::query("DELETE FROM account_device WHERE tenant_id = $1 AND seen_at <= $2")
            .bind(&tenant.0)
            .bind(time - DEVICE_DAYS * DAY)
            .execute(&mut *transaction)
            .await?;
        let mut secret = Secret::new();
        if let Some(sent) = sent {
            // Another account's browser, too: several people may share one.
            let known: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM account_device WHERE tenant_id = $1 AND fingerprint = $2",
            )
            .bind(&tenant.0)
            .bind(&sent.fingerprint().0)
            .fetch_one(&mut *transaction)
            .await?;
            if known > 0 {
                secret = sent.clone();
            }
        }
        sqlx::query(
            "INSERT INTO account_device (tenant_id, account_id, fingerprint, seen_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, account_id, fingerprint) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(&tenant.0)
        .bind(&account)
        .bind(&secret.fingerprint().0)
        .bind(time)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM account_device WHERE tenant_id = $1 AND account_id = $2 AND fingerprint NOT IN (
                 SELECT fingerprint FROM account_device WHERE tenant_id = $1 AND account_id = $2
                 ORDER BY seen_at DESC, fingerprint LIMIT $3)",
        )
        .bind(&tenant.0)
        .bind(&account)
        .bind(MOST)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(secret)
    }
}

/// Whether the account of this name has signed in with this browser.
pub(super) async fn is_known(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    name: &str,
    device: &Fingerprint,
) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM account_device
             JOIN account ON account.id = account_device.account_id AND account.tenant_id = account_device.tenant_id
         WHERE account_device.tenant_id = $1 AND account.name = $2 AND account_device.fingerprint = $3
             AND account_device.seen_at > $4",
    )
    .bind(&tenant.0)
    .bind(name)
    .bind(&device.0)
    .bind(now() - DEVICE_DAYS * DAY)
    .fetch_one(connection)
    .await?;
    Ok(found > 0)
}

/// Forgets the browsers of an account: its holder may have changed, or one of them is in other hands.
pub(super) async fn forget(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
) -> Result<(), StoreError> {
    let statement = "DELETE FROM account_device WHERE tenant_id = $1 AND account_id = $2";
    run_for(connection, tenant, account, statement).await
}
