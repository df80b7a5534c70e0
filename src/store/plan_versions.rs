//! The versions of the plan: where each comes from, and a scenario that brings an earlier one back. History is only ever added to; the
//! database refuses anything else.

use super::access::seen_by;
use super::catalogue::{entry, insert_scenario, room_for_another};
use super::command::Command;
use super::scenarios::corrupt;
use super::sight::Sight;
use super::snapshots::{insert_steps, record};
use super::{Actor, Creator, Described, Editor, Store, StoreError, StoredEntry, now};
use crate::permission::{Permit, Role, ViewScenario, Visibility};
use crate::plan::{Change, Digest, Plan, SnapshotStep};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where a version of the plan comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionOrigin {
    /// It is the first one.
    First,
    /// Changes of a scenario were taken over.
    Adopted {
        /// The scenario with its name of now; none where whoever asks does not see it.
        scenario: Option<(Uuid, String)>,
        /// That one's version then; none where it is older than this was kept.
        version: Option<i64>,
        /// Number and day of the resolution.
        resolution: Option<(String, NaiveDate)>,
        /// The version of the plan that the scenario brought back.
        restores: Option<i64>,
    },
    /// A plan was read from a file.
    Replaced {
        /// Name of the file.
        source: String,
    },
    /// Nothing was written down about it.
    Unknown,
}

/// A version of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredVersion {
    /// Its number.
    pub version: i64,
    /// Where it comes from.
    pub origin: VersionOrigin,
    /// What was said.
    pub note: String,
    /// In which role it was made; none where that was not kept.
    pub role: Option<Role>,
    /// When, in microseconds since 1970-01-01 UTC; none where that was not kept.
    pub recorded_at: Option<i64>,
    /// SHA-256 of its document.
    pub hash: Digest,
    /// Whether the document is still the one that was written.
    pub intact: bool,
    /// The plan.
    pub plan: Plan,
}

/// What brings a version back.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoring {
    /// The scenario's name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The changes that lead from the newest version to the earlier one.
    pub changes: Vec<Change>,
}

/// Where a new version comes from, as it is written down.
pub(super) struct NewVersion<'a> {
    pub(super) plan: &'a str,
    pub(super) version: i64,
    /// The scenario that was taken over and its version, or the name of a file.
    pub(super) from: Result<i64, &'a str>,
    pub(super) note: &'a str,
    pub(super) hash: &'a Digest,
}

#[derive(FromRow)]
struct Row {
    version: i64,
    document: String,
    begun_at: i64,
    origin: Option<String>,
    scenario_id: Option<String>,
    scenario_name: Option<String>,
    scenario_version: Option<i64>,
    restores: Option<i64>,
    resolution: Option<String>,
    decided_on: Option<String>,
    source: Option<String>,
    note: Option<String>,
    role: Option<String>,
    hash: Option<String>,
    recorded_at: Option<i64>,
}

impl Row {
    fn stored(self) -> Result<StoredVersion, StoreError> {
        let decided_on = self.decided_on.map(|day| day.parse::<NaiveDate>().map_err(corrupt)).transpose()?;
        let id = self.scenario_id.map(|id| id.parse::<Uuid>().map_err(corrupt)).transpose()?;
        let origin = match self.origin.as_deref() {
            Some("adopted") => VersionOrigin::Adopted {
                scenario: id.zip(self.scenario_name),
                version: self.scenario_version,
                resolution: self.resolution.filter(|number| !number.is_empty()).zip(decided_on),
                restores: self.restores,
            },
            Some(_) => VersionOrigin::Replaced { source: self.source.unwrap_or_default() },
            None if self.version == 1 => VersionOrigin::First,
            None => VersionOrigin::Unknown,
        };
        let hash = Digest::of(self.document.as_bytes());
        let intact = self.hash.is_none_or(|kept| kept == hash.to_string());
        Ok(StoredVersion {
            version: self.version,
            origin,
            note: self.note.unwrap_or_default(),
            role: self.role.and_then(|role| Role::parse(&role)),
            recorded_at: self.recorded_at.or((self.version == 1).then_some(self.begun_at)),
            hash,
            intact,
            plan: serde_json::from_str(&self.document).map_err(corrupt)?,
        })
    }
}

/// Writes down where a version comes from.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    (tenant, account, role): (&str, &str, Role),
    scenario: Option<&str>,
    new: NewVersion<'_>,
) -> Result<(), StoreError> {
    // Of a scenario what was decided is looked up, as it stands there now.
    sqlx::query(
        "INSERT INTO plan_version (tenant_id, plan_id, version, origin, scenario_id, scenario_version, resolution, decided_on,
             source, note, role, account, hash, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6,
             COALESCE((SELECT resolution FROM decision WHERE tenant_id = $1 AND scenario_id = $5), ''),
             (SELECT decided_on FROM decision WHERE tenant_id = $1 AND scenario_id = $5),
             $7, $8, $9, $10, $11, $12)",
    )
    .bind(tenant)
    .bind(new.plan)
    .bind(new.version)
    .bind(if new.from.is_ok() { "adopted" } else { "replaced" })
    .bind(scenario)
    .bind(new.from.ok())
    .bind(new.from.err().unwrap_or_default())
    .bind(new.note)
    .bind(role.word())
    .bind(account)
    .bind(new.hash.to_string())
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

/// How many of the versions after one of them, up to another, this scenario has brought.
pub(super) async fn brought_by(
    connection: &mut SqliteConnection,
    editor: &Editor,
    (after, until): (i64, i64),
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "SELECT count(*) FROM plan_version
         WHERE tenant_id = $1 AND scenario_id = $2 AND version > $3 AND version <= $4
             AND plan_id = (SELECT plan_id FROM scenario WHERE tenant_id = $1 AND id = $2)",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(after)
    .bind(until)
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// The organisation's plan: its key, its newest version, its document.
pub(super) async fn of_the_house(
    connection: &mut SqliteConnection,
    tenant: &str,
) -> Result<(String, i64, String), StoreError> {
    sqlx::query_as("SELECT id, version, document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
        .bind(tenant)
        .fetch_optional(connection)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Versions of the plan below one of them, the newest first.
async fn below(
    connection: &mut SqliteConnection,
    (tenant, actor): (&str, &str),
    plan: &str,
    (before, most): (i64, i64),
) -> Result<Vec<StoredVersion>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "SELECT known.version, known.document, known.begun_at, made.origin, made.scenario_id, made.scenario_version,
             (SELECT name FROM scenario WHERE scenario.id = made.scenario_id AND scenario.tenant_id = $1 AND ",
        seen_by!("$2"),
        ") AS scenario_name,
             (SELECT restores FROM scenario WHERE scenario.id = made.scenario_id AND scenario.tenant_id = $1) AS restores,
             made.resolution, made.decided_on, made.source, made.note, made.role, made.hash, made.recorded_at
         FROM (
             SELECT tenant_id, id AS plan_id, version, document, recorded_at AS begun_at FROM plan WHERE id = $3
             UNION ALL
             SELECT earlier.tenant_id, earlier.plan_id, earlier.version, earlier.document, plan.recorded_at
             FROM plan_history earlier JOIN plan ON plan.id = earlier.plan_id WHERE earlier.plan_id = $3
         ) AS known
         LEFT JOIN plan_version made ON made.tenant_id = known.tenant_id AND made.plan_id = known.plan_id
             AND made.version = known.version
         WHERE known.tenant_id = $1 AND known.version < $4
         ORDER BY known.version DESC LIMIT $5"
    ))
    .bind(tenant)
    .bind(actor)
    .bind(plan)
    .bind(before)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::stored).collect()
}

/// The answer that is kept for a command.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Done {
    id: Uuid,
}

impl Store {
    /// The versions of the plan before one of them, or all, the newest first and no more than so many; their plans as whoever asks sees
    /// them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Corrupt`].
    pub async fn plan_versions(
        &self,
        permit: Permit<ViewScenario>,
        actor: &Actor,
        (before, most): (Option<i64>, i64),
    ) -> Result<Vec<StoredVersion>, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let (plan, ..) = of_the_house(&mut transaction, &actor.tenant.0).await?;
        let who = (actor.tenant.0.as_str(), actor.name.as_str());
        let versions = below(&mut transaction, who, &plan, (before.unwrap_or(i64::MAX), most)).await?;
        let sight = Sight::of(&mut transaction, who, permit.role()).await?;
        let seen = |version: StoredVersion| StoredVersion { plan: sight.plan(version.plan), ..version };
        Ok(versions.into_iter().map(seen).collect())
    }

    /// The versions of the plan that each scenario has brought, with their times.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn versions_by_scenario(
        &self,
        _permit: Permit<ViewScenario>,
        actor: &Actor,
    ) -> Result<BTreeMap<Uuid, Vec<(i64, i64)>>, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT scenario_id, version, recorded_at FROM plan_version
             WHERE tenant_id = $1 AND scenario_id IS NOT NULL ORDER BY version",
        )
        .bind(&actor.tenant.0)
        .fetch_all(&self.readers)
        .await?;
        let mut found: BTreeMap<Uuid, Vec<(i64, i64)>> = BTreeMap::new();
        for (scenario, version, at) in rows {
            found.entry(scenario.parse().map_err(corrupt)?).or_default().push((version, at));
        }
        Ok(found)
    }

    /// Makes a scenario on the newest plan that brings an earlier version back. It goes the way of every other one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such version, [`StoreError::NothingToRestore`], [`StoreError::Refused`],
    /// [`StoreError::TooManyScenarios`], [`StoreError::CommandReused`].
    pub async fn restore_version(
        &self,
        creator: &Creator,
        command: Uuid,
        version: i64,
        way: impl FnOnce(&Plan, &Plan) -> Restoring + Send,
    ) -> Result<StoredEntry, StoreError> {
        let command = Command::new(command, "version.restore", "", version, "");
        let editor = creator.editor(Uuid::now_v7());
        let mut transaction = self.write_tx().await?;
        if let Some(Done { id }) = command.answered(&mut transaction, &editor).await? {
            return entry(&mut transaction, &creator.editor(id)).await;
        }
        room_for_another(&mut transaction, &editor).await?;
        let (plan, newest, document) = of_the_house(&mut transaction, &editor.tenant).await?;
        let before = version.saturating_add(1);
        let who = (editor.tenant.as_str(), editor.actor.as_str());
        let earlier = below(&mut transaction, who, &plan, (before, 1)).await?.into_iter().next();
        let earlier = earlier.filter(|earlier| earlier.version == version).ok_or(StoreError::NotFound)?;
        let now: Plan = serde_json::from_str(&document).map_err(corrupt)?;
        let Restoring { name, description, changes } = way(&now, &earlier.plan);
        if changes.is_empty() {
            return Err(StoreError::NothingToRestore);
        }
        now.accepts_step(&[], &changes)?;
        let described = Described { name, description: description.clone(), visibility: Visibility::Unit };
        insert_scenario(&mut transaction, &editor, (&plan, Some(newest)), &described, None).await?;
        sqlx::query("UPDATE scenario SET restores = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(version)
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .execute(&mut *transaction)
            .await?;
        let step = SnapshotStep { changes, reason: Some(description) };
        insert_steps(&mut transaction, &editor, &[step]).await?;
        let id = editor.scenario.parse().map_err(corrupt)?;
        command.answer(&mut transaction, &editor, &Done { id }).await?;
        let detail = json!({"plan_version": version, "hash": earlier.hash, "name": described.name});
        record(&mut transaction, &editor, "plan.restore", &detail).await?;
        let made = entry(&mut transaction, &editor).await?;
        transaction.commit().await?;
        Ok(made)
    }
}
