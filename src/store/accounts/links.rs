//! Links with which the holder of an account sets a password: each works once and for a day. The first administrator of an
//! installation comes in by one.

use super::{
    MINUTE, Standing, devices, finish, insert, one, record, run_for, second_factor, sessions, set_password,
};
use crate::permission::{ManageAccounts, Permit, Role, Why};
use crate::store::scenarios::corrupt;
use crate::store::secret::Fingerprint;
use crate::store::{Actor, Store, StoreError, StoredAccount, Tenant, now};
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Hours for which a link counts.
pub const LINK_HOURS: i64 = 24;

/// The name that the first administrator signs in with.
const FIRST: &str = "administration";

/// Whose password a link sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOwner {
    /// Key of the account.
    pub account: Uuid,
    /// Its name.
    pub name: String,
    /// Whether it has a second factor: then the link sets the password and lets nobody in.
    pub second_factor: bool,
}

impl Store {
    /// Gives an account a new link; one that it had before does not count any more.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`], also for one that was closed, belongs to the demonstration or has no password.
    pub async fn renew_link(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        id: Uuid,
        link: &Fingerprint,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = one(&mut transaction, actor, id).await?;
        if before.closed || before.demonstration || before.by_provider {
            return Err(StoreError::NoAccount);
        }
        put(&mut transaction, &actor.tenant, &id.to_string(), link).await?;
        finish(transaction, actor, id, "account.link", &json!({"reason": reason})).await
    }

    /// Whose link this is; none when it does not count any more.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn link_owner(
        &self,
        tenant: &Tenant,
        link: &Fingerprint,
    ) -> Result<Option<LinkOwner>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        owner(&mut connection, tenant, link).await
    }

    /// Sets the password of a link's owner and begins a session, unless a second factor is still to be shown; the link is used up, and
    /// older sessions end.
    ///
    /// # Errors
    /// [`StoreError::NoLink`] when it does not count any more.
    pub async fn redeem_link(
        &self,
        (tenant, request_id): (&Tenant, &str),
        link: &Fingerprint,
        password: &str,
        (proof, browser): (&Fingerprint, &str),
    ) -> Result<LinkOwner, StoreError> {
        let mut transaction = self.write_tx().await?;
        let owner = owner(&mut transaction, tenant, link).await?.ok_or(StoreError::NoLink)?;
        let account = owner.account.to_string();
        set_password(&mut transaction, tenant, &account, password).await?;
        remove(&mut transaction, tenant, &account).await?;
        devices::forget(&mut transaction, tenant, &account).await?;
        sessions::end_all(&mut transaction, tenant, &account, None).await?;
        if !owner.second_factor {
            sessions::begin(&mut transaction, tenant, owner.account, (proof, None), browser).await?;
        }
        let (tenant, name) = (tenant.clone(), owner.name.clone());
        let actor = Actor { tenant, name, request_id: request_id.to_owned() };
        record(&mut transaction, &actor, "account.password", &account, &json!({"by": "link"})).await?;
        transaction.commit().await?;
        Ok(owner)
    }

    /// Where nobody can administer the installation yet: makes the account and its link, and gives its name. One that was
    /// made at an earlier start gets this link instead of its old one.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn first_administrator(
        &self,
        actor: &Actor,
        link: &Fingerprint,
    ) -> Result<Option<String>, StoreError> {
        let tenant = &actor.tenant;
        let mut transaction = self.write_tx().await?;
        let ready: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM account WHERE tenant_id = $1 AND role = 'administrator' AND closed_at IS NULL
                 AND password IS NOT NULL",
        )
        .bind(&tenant.0)
        .fetch_one(&mut *transaction)
        .await?;
        if ready > 0 {
            transaction.rollback().await?;
            return Ok(None);
        }
        let waiting: Option<(String, String)> = sqlx::query_as(
            "SELECT id, name FROM account WHERE tenant_id = $1 AND role = 'administrator' AND closed_at IS NULL
                 AND demonstration = 0
                 AND NOT EXISTS (SELECT 1 FROM account_provider WHERE account_provider.account_id = account.id)
             ORDER BY id LIMIT 1",
        )
        .bind(&tenant.0)
        .fetch_optional(&mut *transaction)
        .await?;
        let (account, name) = match waiting {
            Some(found) => found,
            None => {
                let id = Uuid::now_v7();
                let standing = Standing { role: Role::Administrator, unit: None, scope: String::new() };
                insert(&mut transaction, tenant, id, FIRST, &standing).await?;
                let detail = json!({"name": FIRST, "role": standing.role});
                record(&mut transaction, actor, "account.create", &id.to_string(), &detail).await?;
                (id.to_string(), FIRST.to_owned())
            }
        };
        put(&mut transaction, tenant, &account, link).await?;
        transaction.commit().await?;
        Ok(Some(name))
    }
}

async fn owner(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    link: &Fingerprint,
) -> Result<Option<LinkOwner>, StoreError> {
    let row: Option<(String, String)> = sqlx::query_as(
        "SELECT account.id, account.name FROM account_link
             JOIN account ON account.id = account_link.account_id AND account.tenant_id = account_link.tenant_id
         WHERE account_link.tenant_id = $1 AND account_link.fingerprint = $2 AND account_link.expires_at > $3
             AND account.closed_at IS NULL",
    )
    .bind(&tenant.0)
    .bind(&link.0)
    .bind(now())
    .fetch_optional(&mut *connection)
    .await?;
    let Some((id, name)) = row else { return Ok(None) };
    let second_factor = second_factor::is_set_up(connection, tenant, &id).await?;
    Ok(Some(LinkOwner { account: id.parse().map_err(corrupt)?, name, second_factor }))
}

/// Puts a link in the place of the one that the account had.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    link: &Fingerprint,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO account_link (tenant_id, account_id, fingerprint, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, account_id) DO UPDATE SET fingerprint = excluded.fingerprint,
             expires_at = excluded.expires_at",
    )
    .bind(&tenant.0)
    .bind(account)
    .bind(&link.0)
    .bind(now() + LINK_HOURS * 60 * MINUTE)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn remove(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
) -> Result<(), StoreError> {
    let statement = "DELETE FROM account_link WHERE tenant_id = $1 AND account_id = $2";
    run_for(connection, tenant, account, statement).await
}
