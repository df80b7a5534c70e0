//! Counts of cases: read for the dashboards, written by imports, each in one transaction with its entry in the trail.

use super::audit::{self, Event};
use super::{Actor, Store, StoreError, now};
use crate::caseload::{Counts, Ledger, Month};
use crate::exchange::{Difference, difference};
use crate::permission::{EditCases, Permit, ViewCases};
use crate::plan::CaseTypeId;
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

type Row = (String, i64, Option<i64>, Option<i64>, Option<i64>);

fn corrupt(what: impl ToString) -> StoreError {
    StoreError::Corrupt(format!("Fallzahlen, {}", what.to_string()))
}

async fn ledger(connection: &mut SqliteConnection, tenant: &str) -> Result<Ledger, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT case_type, month, received, completed, remaining FROM case_count
         WHERE tenant_id = $1 ORDER BY case_type, month",
    )
    .bind(tenant)
    .fetch_all(connection)
    .await?;
    let mut ledger = Ledger::default();
    let count = |value: Option<i64>| value.map(u64::try_from).transpose().map_err(corrupt);
    for (case_type, month, received, completed, open) in rows {
        let id = CaseTypeId::parse(&case_type).map_err(corrupt)?;
        let month = Month::from_number(month).ok_or_else(|| corrupt(month))?;
        let counts = Counts { received: count(received)?, completed: count(completed)?, open: count(open)? };
        ledger.enter(id, month, counts);
    }
    Ok(ledger)
}

async fn write(
    connection: &mut SqliteConnection,
    (actor, source): (&Actor, &str),
    found: &Difference,
) -> Result<(), StoreError> {
    let import = Uuid::now_v7().to_string();
    let added = found.rows.iter().filter(|row| row.before.is_none()).count();
    let changed = found.rows.len() - added;
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query(
        "INSERT INTO case_import (id, tenant_id, source, actor, added, changed, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&import)
    .bind(&actor.tenant.0)
    .bind(source)
    .bind(&actor.name)
    .bind(whole(added))
    .bind(whole(changed))
    .bind(now())
    .execute(&mut *connection)
    .await?;
    for row in &found.rows {
        let count = |value: Option<u64>| value.map(i64::try_from).transpose().map_err(corrupt);
        sqlx::query(
            "INSERT INTO case_count (tenant_id, case_type, month, received, completed, remaining, import_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET received = excluded.received,
                 completed = excluded.completed, remaining = excluded.remaining, import_id = excluded.import_id",
        )
        .bind(&actor.tenant.0)
        .bind(row.case_type.as_str())
        .bind(row.month.number())
        .bind(count(row.after.received)?)
        .bind(count(row.after.completed)?)
        .bind(count(row.after.open)?)
        .bind(&import)
        .execute(&mut *connection)
        .await?;
    }
    let detail = json!({"source": source, "added": added, "changed": changed}).to_string();
    let event = Event {
        tenant: &actor.tenant.0,
        actor: &actor.name,
        action: "cases.import",
        subject: &import,
        detail: &detail,
        request_id: &actor.request_id,
    };
    audit::record(connection, event).await
}

impl Store {
    /// All counts of an organisation. What of them may be shown is for [`crate::caseload::Report`] to say.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn case_counts(&self, _permit: Permit<ViewCases>, actor: &Actor) -> Result<Ledger, StoreError> {
        let mut connection = self.readers.acquire().await?;
        ledger(&mut connection, &actor.tenant.0).await
    }

    /// Stores a table of counts and gives what it changed; one that changes nothing leaves no trace. `source` is the name
    /// of its file.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`]; nothing is stored then.
    pub async fn import_counts(
        &self,
        _permit: Permit<EditCases>,
        actor: &Actor,
        source: &str,
        table: &Ledger,
    ) -> Result<Difference, StoreError> {
        let mut transaction = self.write_tx().await?;
        let found = difference(&ledger(&mut transaction, &actor.tenant.0).await?, table);
        if found.rows.is_empty() {
            transaction.rollback().await?;
            return Ok(found);
        }
        write(&mut transaction, (actor, source), &found).await?;
        transaction.commit().await?;
        Ok(found)
    }
}
