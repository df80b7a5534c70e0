//! The scenarios of an organisation: the list of them.

mod commands;

pub(super) use commands::{Done, conclude, home, insert as insert_scenario, room_for_another};

use super::access::seen_by;
use super::scenarios::corrupt;
use super::{Actor, Editor, Store, StoreError, baselines};
use crate::permission::{Permit, Status, ViewScenario, Visibility};
use crate::plan::{Change, Plan};
use serde::Serialize;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A scenario in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEntry {
    /// Key.
    pub id: Uuid,
    /// Counts the commands carried out.
    pub version: i64,
    /// Name and what it is for.
    pub described: Described,
    /// How far it has come, and what was said when that was set.
    pub status: (Status, String),
    /// The scenario that it was branched from, and its version at that time.
    pub origin: Option<(Uuid, i64)>,
    /// The version of the plan that it stands on.
    pub baseline_version: i64,
    /// When it was changed last, in microseconds since 1970-01-01 UTC.
    pub changed_at: i64,
    /// When it was removed.
    pub removed_at: Option<i64>,
    /// The changes of every step in force.
    pub steps: Vec<Vec<Change>>,
}

/// What a scenario is called and who sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    /// Name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who sees it.
    pub visibility: Visibility,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    description: String,
    visibility: String,
    status: String,
    status_note: String,
    version: i64,
    origin_id: Option<String>,
    origin_version: Option<i64>,
    plan_version: i64,
    changed_at: i64,
    removed_at: Option<i64>,
}

impl Row {
    fn entry(self, steps: Vec<Vec<Change>>) -> Result<StoredEntry, StoreError> {
        let origin = match (self.origin_id, self.origin_version) {
            (Some(id), Some(version)) => Some((id.parse().map_err(corrupt)?, version)),
            _ => None,
        };
        let visibility = Visibility::parse(&self.visibility).ok_or_else(|| corrupt(self.visibility))?;
        Ok(StoredEntry {
            id: self.id.parse().map_err(corrupt)?,
            version: self.version,
            described: Described { name: self.name, description: self.description, visibility },
            status: (Status::parse(&self.status).ok_or_else(|| corrupt(self.status))?, self.status_note),
            origin,
            baseline_version: self.plan_version,
            changed_at: self.changed_at,
            removed_at: self.removed_at,
            steps,
        })
    }
}

/// The scenarios that somebody sees, or the one of this identifier; removed ones included, in the order they were made.
async fn entries(
    connection: &mut SqliteConnection,
    (tenant, actor): (&str, &str),
    only: &str,
) -> Result<Vec<StoredEntry>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "SELECT id, name, description, visibility, status, status_note, version, origin_id, origin_version,
                 plan_version, changed_at, removed_at
             FROM scenario
             WHERE tenant_id = $1 AND ($3 = '' OR id = $3) AND ",
        seen_by!("$2"),
        " ORDER BY id"
    ))
    .bind(tenant)
    .bind(actor)
    .bind(only)
    .fetch_all(&mut *connection)
    .await?;
    let active: Vec<(String, String)> = sqlx::query_as(
        "SELECT step.scenario_id, change
         FROM scenario_change step LEFT JOIN scenario_package package ON package.id = step.package_id
         WHERE step.tenant_id = $1 AND state = 'active' AND COALESCE(is_on, 1) = 1
             AND ($2 = '' OR step.scenario_id = $2)
         ORDER BY step.scenario_id, position",
    )
    .bind(tenant)
    .bind(only)
    .fetch_all(connection)
    .await?;
    let mut steps: BTreeMap<String, Vec<Vec<Change>>> = BTreeMap::new();
    for (scenario, content) in active {
        steps.entry(scenario).or_default().push(super::steps::changes(&content)?);
    }
    rows.into_iter()
        .map(|row| {
            let steps = steps.remove(&row.id).unwrap_or_default();
            row.entry(steps)
        })
        .collect()
}

/// The scenario that a command made or touched, as it is now.
pub(super) async fn entry(
    connection: &mut SqliteConnection,
    editor: &Editor,
) -> Result<StoredEntry, StoreError> {
    let found = entries(connection, (&editor.tenant, &editor.actor), &editor.scenario).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// The versions of the plan that scenarios stand on, by their numbers; the last one is the newest.
pub type Baselines = BTreeMap<i64, Plan>;

/// The newest plan.
pub(super) async fn plan(connection: &mut SqliteConnection, actor: &Actor) -> Result<Plan, StoreError> {
    let document: Option<String> =
        sqlx::query_scalar("SELECT document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
            .bind(&actor.tenant.0)
            .fetch_optional(connection)
            .await?;
    serde_json::from_str(&document.ok_or(StoreError::NotFound)?).map_err(corrupt)
}

impl Store {
    /// The scenarios that somebody sees, removed ones included, with the versions of the plan that they change.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn scenarios(
        &self,
        _permit: Permit<ViewScenario>,
        actor: &Actor,
    ) -> Result<(Baselines, Vec<StoredEntry>), StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let plans = baselines::versions(&mut transaction, &actor.tenant.0).await?;
        Ok((plans, entries(&mut transaction, (&actor.tenant.0, &actor.name), "").await?))
    }

    /// The versions of the plan that scenarios stand on.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn baselines(
        &self,
        _permit: Permit<ViewScenario>,
        actor: &Actor,
    ) -> Result<Baselines, StoreError> {
        let mut connection = self.readers.acquire().await?;
        baselines::versions(&mut connection, &actor.tenant.0).await
    }
}
