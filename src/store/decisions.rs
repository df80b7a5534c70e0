//! What was decided about a scenario: taken down as a whole, told to whoever sees the scenario.

use super::access::seen_by;
use super::catalogue::{Done, conclude, entry, home};
use super::command::Command;
use super::scenarios::{Touches, bump, corrupt, version_of};
use super::{Editor, Store, StoreError, Viewer, approvals, now};
use crate::permission::{ApprovalStep, Status};
use crate::statement::{DecisionRecord, Rejected};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A decision with what the store keeps about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// What was decided.
    pub record: DecisionRecord,
    /// Short name of the account that took it down.
    pub recorded_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

#[derive(FromRow)]
struct Row {
    resolution: String,
    decided_on: String,
    reasons: String,
    rejected: String,
    recorded_by: String,
    recorded_at: i64,
}

impl Row {
    fn stored(self) -> Result<StoredDecision, StoreError> {
        let record = DecisionRecord {
            resolution: self.resolution,
            decided_on: self.decided_on.parse().map_err(corrupt)?,
            reasons: self.reasons,
            rejected: serde_json::from_str(&self.rejected).map_err(corrupt)?,
        };
        Ok(StoredDecision { record, recorded_by: self.recorded_by, recorded_at: self.recorded_at })
    }
}

/// The names of the scenarios that are rejected, as they are now; each has to be there for whoever decides.
async fn named(
    connection: &mut SqliteConnection,
    editor: &Editor,
    mut record: DecisionRecord,
) -> Result<DecisionRecord, StoreError> {
    let seen: Vec<(String, String)> = sqlx::query_as(concat!(
        "SELECT id, name FROM scenario WHERE tenant_id = $1 AND removed_at IS NULL AND ",
        seen_by!("$2")
    ))
    .bind(&editor.tenant)
    .bind(&editor.actor)
    .fetch_all(connection)
    .await?;
    let seen: BTreeMap<String, String> = seen.into_iter().collect();
    for Rejected { scenario, name, .. } in &mut record.rejected {
        name.clone_from(seen.get(scenario.as_str()).ok_or(StoreError::NotFound)?);
    }
    Ok(record)
}

async fn write(
    connection: &mut SqliteConnection,
    editor: &Editor,
    record: &DecisionRecord,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO decision
             (tenant_id, scenario_id, resolution, decided_on, reasons, rejected, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, scenario_id) DO UPDATE SET resolution = excluded.resolution,
             decided_on = excluded.decided_on, reasons = excluded.reasons, rejected = excluded.rejected,
             recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(&record.resolution)
    .bind(record.decided_on.to_string())
    .bind(&record.reasons)
    .bind(serde_json::to_string(&record.rejected).map_err(corrupt)?)
    .bind(&editor.actor)
    .bind(now())
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE scenario SET status = $1 WHERE tenant_id = $2 AND id = $3")
        .bind(Status::Decided.word())
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes away what was decided about a scenario that is open again; the trail keeps it.
pub(super) async fn withdraw(connection: &mut SqliteConnection, editor: &Editor) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM decision WHERE tenant_id = $1 AND scenario_id = $2")
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// What was decided about a scenario; none where nothing was taken down.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such scenario.
    pub async fn decision(&self, viewer: &Viewer) -> Result<Option<StoredDecision>, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        version_of(&mut transaction, viewer).await?;
        let row: Option<Row> = sqlx::query_as(
            "SELECT resolution, decided_on, reasons, rejected, recorded_by, recorded_at FROM decision
             WHERE tenant_id = $1 AND scenario_id = $2",
        )
        .bind(&viewer.tenant)
        .bind(&viewer.scenario)
        .fetch_optional(&mut *transaction)
        .await?;
        row.map(Row::stored).transpose()
    }

    /// Takes down what was decided about a scenario, in place of what stood there; the scenario is decided by it. Names of rejected
    /// scenarios are those of now, whatever the record says.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToDecide`] without the right to decide, [`StoreError::NotProposed`] and [`StoreError::OwnHand`] where the
    /// two-person rule holds, [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`], also when a rejected scenario is not there, [`StoreError::CommandReused`].
    pub async fn record_decision(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        record: DecisionRecord,
    ) -> Result<(), StoreError> {
        let content = serde_json::to_string(&record).map_err(corrupt)?;
        let command = Command::new(command, "decide", &editor.scenario, version, &content);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return Ok(());
        }
        // Whoever does not see it hears no more than that.
        let before = entry(&mut transaction, editor).await?.status.0;
        let (home, scope) = home(&mut transaction, editor).await?;
        if !editor.may_decide((&home, &scope)) {
            return Err(StoreError::NotTheirsToDecide);
        }
        bump(&mut transaction, editor, version, Touches::Label).await?;
        let record = named(&mut transaction, editor, record).await?;
        approvals::may_be_decided(&mut transaction, editor, before).await?;
        write(&mut transaction, editor, &record).await?;
        let (of, who) =
            ((editor.tenant.as_str(), editor.scenario.as_str()), (editor.actor.as_str(), editor.role));
        approvals::step(&mut transaction, of, who, (ApprovalStep::Decided, &record.resolution)).await?;
        conclude(&mut transaction, editor, &command, "scenario.decide", &json!(record), version + 1).await?;
        transaction.commit().await?;
        Ok(())
    }
}
