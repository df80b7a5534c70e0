//! Accounts and scenarios follow their unit when the organisation is rebuilt: what is stored of it is its path in the tree.

use super::record;
use crate::permission::{ManageAccounts, Permit};
use crate::plan::{Plan, UnitId};
use crate::store::catalogue::plan;
use crate::store::{Actor, Store, StoreError, today};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::SqliteConnection;

/// The organisation of a day by the newest plan: the tree in which the units of accounts are looked for.
pub(in crate::store) async fn organisation(
    connection: &mut SqliteConnection,
    actor: &Actor,
    day: NaiveDate,
) -> Result<Plan, StoreError> {
    Ok(plan(connection, actor).await?.on(day, &[]).plan)
}

/// Gives accounts and scenarios the paths that their units have in this organisation; the accounts that were moved. A unit that
/// is gone keeps its last place: nobody sees more by its end.
pub(in crate::store) async fn settle(
    connection: &mut SqliteConnection,
    tenant: &str,
    organisation: &Plan,
) -> Result<Vec<String>, StoreError> {
    let path_of = |unit: &str| {
        let unit = UnitId::parse(unit).ok().filter(|unit| organisation.unit(unit).is_some())?;
        Some(organisation.path_of(&unit))
    };
    let accounts: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT id, unit, scope FROM account WHERE tenant_id = $1 AND unit IS NOT NULL ORDER BY id",
    )
    .bind(tenant)
    .fetch_all(&mut *connection)
    .await?;
    let mut moved = Vec::new();
    for (account, unit, scope) in accounts {
        let Some(path) = path_of(&unit).filter(|path| *path != scope) else { continue };
        sqlx::query("UPDATE account SET scope = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(path)
            .bind(tenant)
            .bind(&account)
            .execute(&mut *connection)
            .await?;
        moved.push(account);
    }
    // A program that is limited to a unit goes with it as well; whoever made it reads the same as before.
    let programs: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT id, unit, path FROM api_token WHERE tenant_id = $1 AND unit IS NOT NULL ORDER BY id",
    )
    .bind(tenant)
    .fetch_all(&mut *connection)
    .await?;
    for (program, unit, path) in programs {
        let Some(new) = path_of(&unit).filter(|new| *new != path) else { continue };
        sqlx::query("UPDATE api_token SET path = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(new)
            .bind(tenant)
            .bind(program)
            .execute(&mut *connection)
            .await?;
    }
    let homes: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT home FROM scenario WHERE tenant_id = $1 AND home <> ''")
            .bind(tenant)
            .fetch_all(&mut *connection)
            .await?;
    for home in homes {
        let unit = home.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let Some(path) = path_of(unit).filter(|path| *path != home) else { continue };
        sqlx::query("UPDATE scenario SET home = $1 WHERE tenant_id = $2 AND home = $3")
            .bind(path)
            .bind(tenant)
            .bind(&home)
            .execute(&mut *connection)
            .await?;
    }
    Ok(moved)
}

impl Store {
    /// The organisation whose units accounts are limited to: that of today.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn plan_of_accounts(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
    ) -> Result<Plan, StoreError> {
        let mut connection = self.readers.acquire().await?;
        organisation(&mut connection, actor, today()).await
    }

    /// Lets accounts and scenarios follow what was decided earlier and counts by today; the number of accounts that were moved,
    /// each with its entry in the trail.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn settle_scopes(&self, actor: &Actor) -> Result<usize, StoreError> {
        self.settle_scopes_on(actor, today()).await
    }

    /// The same for any day.
    pub(super) async fn settle_scopes_on(&self, actor: &Actor, day: NaiveDate) -> Result<usize, StoreError> {
        let mut transaction = self.write_tx().await?;
        let organisation = organisation(&mut transaction, actor, day).await?;
        let moved = settle(&mut transaction, &actor.tenant.0, &organisation).await?;
        for account in &moved {
            record(&mut transaction, actor, "account.follow", account, &json!({})).await?;
        }
        transaction.commit_quietly().await?;
        Ok(moved.len())
    }
}
