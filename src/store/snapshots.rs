//! Snapshots of scenarios: taken, listed, restored as a scenario of their own. None is ever changed; the database refuses.

use super::access::seen_by;
use super::catalogue::{entry, insert_scenario, room_for_another};
use super::command::Command;
use super::scenarios::{corrupt, read};
use super::sight::Sight;
use super::{
    Actor, Creator, Described, Editor, Store, StoreError, StoredEntry, StoredScenario, StoredStep, Viewer,
    approvals, audit, now, outbox,
};
use crate::permission::{Permit, ViewScenario, Visibility};
use crate::plan::{Digest, Plan, Snapshot, SnapshotStep};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// Most snapshots of one scenario.
const MAX_SNAPSHOTS: i64 = 200;

/// Longest name of a snapshot, in characters.
const MAX_NAME: usize = 120;

/// A snapshot as it is listed, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// Key.
    pub id: Uuid,
    /// The scenario that it was taken of.
    pub scenario: Uuid,
    /// That one's version then.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// Steps that were in force.
    pub steps: i64,
    /// Fingerprint of its content.
    pub hash: Digest,
    /// Short name of the account that took it.
    pub created_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// A scenario with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDescent {
    /// Key.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// The scenario that it was branched from, and its version then.
    pub origin: Option<(Uuid, i64)>,
    /// The snapshot that it was restored from.
    pub snapshot: Option<Uuid>,
    /// Whether it was removed.
    pub removed: bool,
    /// When it was made, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// The answer that is kept for a command.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Done {
    id: Uuid,
}

#[derive(FromRow)]
struct Row {
    id: String,
    scenario_id: String,
    scenario_version: i64,
    name: String,
    steps: i64,
    hash: String,
    created_by: String,
    recorded_at: i64,
}

impl Row {
    fn snapshot(self) -> Result<StoredSnapshot, StoreError> {
        Ok(StoredSnapshot {
            id: self.id.parse().map_err(corrupt)?,
            scenario: self.scenario_id.parse().map_err(corrupt)?,
            version: self.scenario_version,
            name: self.name,
            steps: self.steps,
            hash: Digest::parse(&self.hash).ok_or_else(|| corrupt(self.hash))?,
            created_by: self.created_by,
            recorded_at: self.recorded_at,
        })
    }
}

type DescentRow = (String, String, Option<String>, Option<i64>, Option<String>, Option<i64>, i64);

/// The scenarios that somebody sees, with where they come from, in the order in which they were made.
pub(super) async fn seen(
    connection: &mut SqliteConnection,
    (tenant, actor): (&str, &str),
) -> Result<Vec<StoredDescent>, StoreError> {
    let rows: Vec<DescentRow> = sqlx::query_as(concat!(
        "SELECT id, name, origin_id, origin_version, snapshot_id, removed_at, recorded_at FROM scenario
         WHERE tenant_id = $1 AND ",
        seen_by!("$2"),
        " ORDER BY id"
    ))
    .bind(tenant)
    .bind(actor)
    .fetch_all(connection)
    .await?;
    let key = |text: &String| text.parse::<Uuid>().map_err(corrupt);
    let descent = |(id, name, origin, version, snapshot, removed_at, recorded_at): DescentRow| {
        Ok(StoredDescent {
            id: key(&id)?,
            name,
            origin: origin.as_ref().map(key).transpose()?.zip(version),
            snapshot: snapshot.as_ref().map(key).transpose()?,
            removed: removed_at.is_some(),
            recorded_at,
        })
    };
    rows.into_iter().map(descent).collect()
}

/// The snapshots of an organisation: all, or the one with this identifier; who may see them is asked by the caller.
pub(super) async fn stored(
    connection: &mut SqliteConnection,
    tenant: &str,
    only: Option<Uuid>,
) -> Result<Vec<StoredSnapshot>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, scenario_id, scenario_version, name, steps, hash, created_by, recorded_at FROM snapshot
         WHERE tenant_id = $1 AND ($2 = '' OR id = $2) ORDER BY id",
    )
    .bind(tenant)
    .bind(only.map(|id| id.to_string()).unwrap_or_default())
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::snapshot).collect()
}

/// The snapshots of these scenarios: all, or the one with this identifier.
async fn snapshots(
    connection: &mut SqliteConnection,
    tenant: &str,
    of: &[StoredDescent],
    only: Option<Uuid>,
) -> Result<Vec<StoredSnapshot>, StoreError> {
    let all = stored(connection, tenant, only).await?;
    let is_seen = |snapshot: &StoredSnapshot| of.iter().any(|scenario| scenario.id == snapshot.scenario);
    Ok(all.into_iter().filter(is_seen).collect())
}

/// The snapshot with this identifier, where it is one that somebody sees.
pub(super) async fn one(
    connection: &mut SqliteConnection,
    who: (&str, &str),
    id: Uuid,
) -> Result<StoredSnapshot, StoreError> {
    let of = seen(connection, who).await?;
    snapshots(connection, who.0, &of, Some(id)).await?.into_iter().next().ok_or(StoreError::NotFound)
}

/// The scenario as a snapshot would keep it.
pub(super) fn as_it_is(scenario: &StoredScenario) -> Snapshot {
    let step =
        |step: &StoredStep| SnapshotStep { changes: step.changes.clone(), reason: step.reason.clone() };
    Snapshot::new(scenario.baseline.clone(), scenario.in_force().map(step).collect())
}

/// The snapshot that a statement with this title rests on: the one of the scenario with this fingerprint, taken now where there
/// is none.
pub(super) async fn of_statement(
    connection: &mut SqliteConnection,
    editor: &Editor,
    title: &str,
    hash: &Digest,
) -> Result<Uuid, StoreError> {
    let scenario = read(connection, &editor.tenant, &editor.scenario, &editor.actor).await?;
    let snapshot = as_it_is(&scenario);
    if snapshot.digest() != *hash {
        return Err(StoreError::Conflict);
    }
    let known: Option<String> = sqlx::query_scalar(
        "SELECT id FROM snapshot WHERE tenant_id = $1 AND scenario_id = $2 AND hash = $3 ORDER BY id LIMIT 1",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(hash.to_string())
    .fetch_optional(&mut *connection)
    .await?;
    match known {
        Some(id) => id.parse().map_err(corrupt),
        None => {
            let name: String = format!("Stellungnahme: {title}").chars().take(MAX_NAME).collect();
            insert(connection, editor, scenario.version, &name, &snapshot).await
        }
    }
}

/// What a snapshot holds; its text must still be the one that its fingerprint is of.
pub(super) async fn content(
    connection: &mut SqliteConnection,
    tenant: &str,
    snapshot: &StoredSnapshot,
) -> Result<Snapshot, StoreError> {
    let text: String = sqlx::query_scalar("SELECT content FROM snapshot WHERE tenant_id = $1 AND id = $2")
        .bind(tenant)
        .bind(snapshot.id.to_string())
        .fetch_one(connection)
        .await?;
    if Digest::of(text.as_bytes()) != snapshot.hash {
        return Err(StoreError::Corrupt(format!("Stand {}: Prüfsumme", snapshot.id)));
    }
    Snapshot::from_canonical(&text).map_err(corrupt)
}

impl Store {
    /// Keeps a scenario as it is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] on an old version, [`StoreError::TooManySnapshots`], [`StoreError::NotFound`],
    /// [`StoreError::CommandReused`].
    pub async fn take_snapshot(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        name: &str,
    ) -> Result<StoredSnapshot, StoreError> {
        let command = Command::new(command, "snapshot", &editor.scenario, version, name);
        let who = (editor.tenant.as_str(), editor.actor.as_str());
        let mut transaction = self.write_tx().await?;
        if let Some(Done { id }) = command.answered(&mut transaction, editor).await? {
            return one(&mut transaction, who, id).await;
        }
        let scenario = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        if scenario.version != version {
            return Err(StoreError::Conflict);
        }
        let snapshot = as_it_is(&scenario);
        let id = insert(&mut transaction, editor, version, name, &snapshot).await?;
        command.answer(&mut transaction, editor, &Done { id }).await?;
        let taken = one(&mut transaction, who, id).await?;
        transaction.commit().await?;
        Ok(taken)
    }

    /// Makes a scenario of a snapshot: on the plan of then, with the steps of then.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such snapshot, [`StoreError::TooManyScenarios`],
    /// [`StoreError::CommandReused`], [`StoreError::Corrupt`] when it is not what was taken.
    pub async fn restore_snapshot(
        &self,
        creator: &Creator,
        command: Uuid,
        snapshot: Uuid,
        name: &str,
    ) -> Result<StoredEntry, StoreError> {
        let text = serde_json::to_string(&(snapshot, name)).map_err(corrupt)?;
        let command = Command::new(command, "snapshot.restore", "", 0, &text);
        let editor = creator.editor(Uuid::now_v7());
        let mut transaction = self.write_tx().await?;
        if let Some(Done { id }) = command.answered(&mut transaction, &editor).await? {
            return entry(&mut transaction, &creator.editor(id)).await;
        }
        room_for_another(&mut transaction, &editor).await?;
        let taken = one(&mut transaction, (&editor.tenant, &editor.actor), snapshot).await?;
        let frozen = content(&mut transaction, &editor.tenant, &taken).await?;
        let (plan, baseline) = plan_for(&mut transaction, &editor, (taken.scenario, &frozen)).await?;
        let visibility = visibility_of(&mut transaction, &editor, taken.scenario).await?;
        let described = Described { name: name.to_owned(), description: String::new(), visibility };
        insert_scenario(&mut transaction, &editor, (&plan, Some(baseline)), &described, None).await?;
        approvals::inherit(&mut transaction, &editor, &taken.scenario.to_string()).await?;
        sqlx::query("UPDATE scenario SET snapshot_id = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(snapshot.to_string())
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .execute(&mut *transaction)
            .await?;
        insert_steps(&mut transaction, &editor, &frozen.steps).await?;
        let id = editor.scenario.parse().map_err(corrupt)?;
        command.answer(&mut transaction, &editor, &Done { id }).await?;
        let detail = json!({"snapshot": snapshot, "hash": taken.hash, "name": name});
        record(&mut transaction, &editor, "snapshot.restore", &detail).await?;
        let made = entry(&mut transaction, &editor).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// A snapshot with what somebody sees of what it holds.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Corrupt`] when it is not what was taken.
    pub async fn snapshot(
        &self,
        permit: Permit<ViewScenario>,
        actor: &Actor,
        id: Uuid,
    ) -> Result<(StoredSnapshot, Snapshot), StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let who = (actor.tenant.0.as_str(), actor.name.as_str());
        let found = one(&mut transaction, who, id).await?;
        let frozen = content(&mut transaction, &actor.tenant.0, &found).await?;
        let sight = Sight::of(&mut transaction, who, permit.role()).await?;
        Ok((found, sight.snapshot(frozen)))
    }

    /// All scenarios that somebody sees with where they come from, removed ones included, and all their snapshots; in the
    /// order in which they were made. Whether the one asked for is among them is asked first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such scenario.
    pub async fn descent(
        &self,
        viewer: &Viewer,
    ) -> Result<(Vec<StoredDescent>, Vec<StoredSnapshot>), StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let scenarios = seen(&mut transaction, (&viewer.tenant, &viewer.actor)).await?;
        if !scenarios.iter().any(|scenario| scenario.id.to_string() == viewer.scenario) {
            return Err(StoreError::NotFound);
        }
        let taken = snapshots(&mut transaction, &viewer.tenant, &scenarios, None).await?;
        Ok((scenarios, taken))
    }
}

/// Keeps a snapshot, with its entry in the trail.
async fn insert(
    connection: &mut SqliteConnection,
    editor: &Editor,
    version: i64,
    name: &str,
    snapshot: &Snapshot,
) -> Result<Uuid, StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM snapshot WHERE tenant_id = $1 AND scenario_id = $2")
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .fetch_one(&mut *connection)
            .await?;
    if count >= MAX_SNAPSHOTS {
        return Err(StoreError::TooManySnapshots(MAX_SNAPSHOTS));
    }
    let id = Uuid::now_v7();
    sqlx::query(
        "INSERT INTO snapshot (id, tenant_id, scenario_id, scenario_version, name, steps, content, hash, created_by,
             recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.to_string())
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(version)
    .bind(name)
    .bind(i64::try_from(snapshot.steps.len()).unwrap_or(i64::MAX))
    .bind(snapshot.canonical())
    .bind(snapshot.digest().to_string())
    .bind(&editor.actor)
    .bind(now())
    .execute(&mut *connection)
    .await?;
    let detail = json!({"snapshot": id, "name": name, "version": version, "hash": snapshot.digest()});
    record(connection, editor, "snapshot.take", &detail).await?;
    Ok(id)
}

/// The plan that a snapshot was made on, and its version: the one that its scenario stood on then, else a row of its own.
async fn plan_for(
    connection: &mut SqliteConnection,
    editor: &Editor,
    (scenario, snapshot): (Uuid, &Snapshot),
) -> Result<(String, i64), StoreError> {
    let known: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT plan.id, plan.version, plan.document FROM plan JOIN scenario ON scenario.plan_id = plan.id
         WHERE plan.tenant_id = $1 AND scenario.id = $2
         UNION ALL
         SELECT earlier.plan_id, earlier.version, earlier.document
         FROM plan_history earlier JOIN scenario ON scenario.plan_id = earlier.plan_id
         WHERE earlier.tenant_id = $1 AND scenario.id = $2
         ORDER BY 2 DESC",
    )
    .bind(&editor.tenant)
    .bind(scenario.to_string())
    .fetch_all(&mut *connection)
    .await?;
    for (id, version, text) in known {
        if serde_json::from_str::<Plan>(&text).map_err(corrupt)? == snapshot.plan {
            return Ok((id, version));
        }
    }
    let id = Uuid::now_v7().to_string();
    sqlx::query("INSERT INTO plan (id, tenant_id, name, document, recorded_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&id)
        .bind(&editor.tenant)
        .bind(&snapshot.plan.name)
        .bind(serde_json::to_string(&snapshot.plan).map_err(corrupt)?)
        .bind(now())
        .execute(connection)
        .await?;
    Ok((id, 1))
}

/// What is restored is as hidden as the scenario that it was taken of.
async fn visibility_of(
    connection: &mut SqliteConnection,
    editor: &Editor,
    scenario: Uuid,
) -> Result<Visibility, StoreError> {
    let word: String = sqlx::query_scalar("SELECT visibility FROM scenario WHERE tenant_id = $1 AND id = $2")
        .bind(&editor.tenant)
        .bind(scenario.to_string())
        .fetch_one(connection)
        .await?;
    Visibility::parse(&word).ok_or_else(|| corrupt(word))
}

pub(super) async fn insert_steps(
    connection: &mut SqliteConnection,
    editor: &Editor,
    steps: &[SnapshotStep],
) -> Result<(), StoreError> {
    for (position, step) in (1_i64..).zip(steps) {
        let id = Uuid::now_v7().to_string();
        // No command of a client stands behind it: its own key is as unique.
        sqlx::query(
            "INSERT INTO scenario_change (id, tenant_id, scenario_id, position, change, state, command_id, recorded_at)
             VALUES ($1, $2, $3, $4, $5, 'active', $1, $6)",
        )
        .bind(id)
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(position)
        .bind(serde_json::to_string(step).map_err(corrupt)?)
        .bind(now())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Audit entry, and news for those who have the scenario open.
pub(super) async fn record(
    connection: &mut SqliteConnection,
    editor: &Editor,
    action: &str,
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    let event = audit::Event {
        tenant: &editor.tenant,
        actor: &editor.actor,
        action,
        subject: &editor.scenario,
        detail: &detail.to_string(),
        request_id: &editor.request_id,
    };
    audit::record(connection, event).await?;
    outbox::post_beside(connection, &editor.tenant, action, &editor.scenario).await
}
