//! The service agreement: from how many heads on measured output is shown, and what that rests on.

use super::audit;
use super::scenarios::corrupt;
use super::{Actor, Store, StoreError, Tenant, now};
use crate::caseload::DEFAULT_HEADS;
use crate::permission::{ManageAccounts, Permit, Why};
use chrono::NaiveDate;
use serde_json::{Value, json};
use sqlx::{SqliteConnection, SqliteExecutor};
use uuid::Uuid;

/// What the demonstration's agreement is called; its figures are made up.
const DEMONSTRATION: &str = "Vorführung mit erfundenen Zahlen (keine echte Dienstvereinbarung)";

/// An agreement in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Heads from which on measured output is shown.
    pub heads: u32,
    /// What it is called.
    pub title: String,
    /// Day of the signature.
    pub agreed_on: NaiveDate,
    /// Whether it is the demonstration's.
    pub demonstration: bool,
    /// Account that recorded it.
    pub recorded_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

impl Store {
    /// The agreement in force; none where the least size of a group is the program's own. The demonstration's counts only
    /// in the demonstration.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn agreement(
        &self,
        tenant: &Tenant,
        demonstration: bool,
    ) -> Result<Option<Agreement>, StoreError> {
        in_force(&self.readers, tenant, demonstration).await
    }

    /// Records an agreement, with why it is; the one before it ends.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn record_agreement(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        (heads, title, agreed_on): (u32, &str, NaiveDate),
        reason: &Why,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = in_force(&mut *transaction, &actor.tenant, false).await?;
        end(&mut transaction, actor, 0).await?;
        insert(&mut transaction, actor, (heads, title, agreed_on), 0).await?;
        let detail = changed(before.as_ref(), Some((heads, title, agreed_on)), reason);
        record(&mut transaction, actor, "agreement.record", &detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends the agreement in force, with why it does: the program's own least size counts again.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn end_agreement(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        reason: &Why,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = in_force(&mut *transaction, &actor.tenant, false).await?;
        if end(&mut transaction, actor, 0).await? > 0 {
            let detail = changed(before.as_ref(), None, reason);
            record(&mut transaction, actor, "agreement.end", &detail).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn in_force(
    database: impl SqliteExecutor<'_>,
    tenant: &Tenant,
    demonstration: bool,
) -> Result<Option<Agreement>, StoreError> {
    type Row = (i64, String, String, i64, String, i64);
    let row: Option<Row> = sqlx::query_as(
        "SELECT heads, title, agreed_on, demonstration, recorded_by, recorded_at FROM service_agreement
         WHERE tenant_id = $1 AND ended_at IS NULL AND demonstration <= $2
         ORDER BY demonstration, recorded_at DESC, id DESC LIMIT 1",
    )
    .bind(&tenant.0)
    .bind(i64::from(demonstration))
    .fetch_optional(database)
    .await?;
    row.map(|(heads, title, agreed_on, demonstration, recorded_by, recorded_at)| {
        Ok(Agreement {
            heads: u32::try_from(heads).map_err(corrupt)?,
            title,
            agreed_on: agreed_on.parse().map_err(corrupt)?,
            demonstration: demonstration != 0,
            recorded_by,
            recorded_at,
        })
    })
    .transpose()
}

/// What was and what is, for the trail; where no agreement is in force the program's own least size counts.
fn changed(before: Option<&Agreement>, now: Option<(u32, &str, NaiveDate)>, reason: &Why) -> Value {
    let (heads, title, day) =
        now.map_or((DEFAULT_HEADS, None, None), |(heads, title, day)| (heads, Some(title), Some(day)));
    json!({
        "heads": {"old": before.map_or(DEFAULT_HEADS, |before| before.heads), "new": heads},
        "title": {"old": before.map(|before| &before.title), "new": title},
        "agreed_on": {"old": before.map(|before| before.agreed_on), "new": day},
        "reason": reason,
    })
}

/// The demonstration's agreement, unless it is there.
pub(super) async fn demonstrate(connection: &mut SqliteConnection, actor: &Actor) -> Result<(), StoreError> {
    let there: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM service_agreement WHERE tenant_id = $1 AND demonstration = 1 AND ended_at IS NULL",
    )
    .bind(&actor.tenant.0)
    .fetch_one(&mut *connection)
    .await?;
    if there > 0 {
        return Ok(());
    }
    let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    insert(connection, actor, (1, DEMONSTRATION, day), 1).await?;
    let detail = json!({"heads": 1, "title": DEMONSTRATION, "demonstration": true});
    record(connection, actor, "agreement.record", &detail).await
}

/// Ends the demonstration's agreement, if there is one.
pub(super) async fn end_demonstration(
    connection: &mut SqliteConnection,
    actor: &Actor,
) -> Result<(), StoreError> {
    if end(connection, actor, 1).await? > 0 {
        record(connection, actor, "agreement.end", &json!({"demonstration": true})).await?;
    }
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    actor: &Actor,
    (heads, title, agreed_on): (u32, &str, NaiveDate),
    demonstration: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO service_agreement (id, tenant_id, heads, title, agreed_on, demonstration, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(&actor.tenant.0)
    .bind(i64::from(heads))
    .bind(title)
    .bind(agreed_on.to_string())
    .bind(demonstration)
    .bind(&actor.name)
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

async fn end(
    connection: &mut SqliteConnection,
    actor: &Actor,
    demonstration: i64,
) -> Result<u64, StoreError> {
    let ended = sqlx::query(
        "UPDATE service_agreement SET ended_at = $1
         WHERE tenant_id = $2 AND demonstration = $3 AND ended_at IS NULL",
    )
    .bind(now())
    .bind(&actor.tenant.0)
    .bind(demonstration)
    .execute(connection)
    .await?;
    Ok(ended.rows_affected())
}

async fn record(
    connection: &mut SqliteConnection,
    actor: &Actor,
    action: &str,
    detail: &Value,
) -> Result<(), StoreError> {
    audit::record_by(connection, actor, (action, "Mindestgruppengröße"), detail).await
}
