//! Frozen staffing plans: stored once, never changed, each with the hash of its text.

use super::audit::{self, hex};
use super::{Actor, Store, StoreError, now};
use crate::permission::{EditStaffingPlan, Permit, Reach, ViewStaffingPlan};
use crate::plan::read::form;
use crate::staffing_plan::Frozen;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// Most frozen staffing plans of an organisation.
const MOST: i64 = 1_000;

/// A frozen staffing plan.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStaffingPlan {
    /// Key.
    pub id: Uuid,
    /// What it was frozen for.
    pub label: String,
    /// SHA-256 of the stored text.
    pub hash: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Table and list.
    pub frozen: Frozen,
}

/// What is frozen, and out of what.
#[derive(Debug, Clone, Copy)]
pub struct Freezing<'a> {
    /// Made by the page for each command; a command that arrives twice freezes once.
    pub command: Uuid,
    /// Out of which scenario.
    pub scenario: Uuid,
    /// Out of which of its versions.
    pub version: i64,
    /// What for.
    pub label: &'a str,
    /// Table and list.
    pub frozen: &'a Frozen,
    /// Paths of the units at the top of the organisation that it is of.
    pub tops: &'a [String],
}

#[derive(FromRow)]
struct Row {
    id: String,
    label: String,
    document: String,
    hash: String,
    recorded_at: i64,
}

fn corrupt(what: impl ToString) -> StoreError {
    StoreError::Corrupt(format!("Stellenplan, {}", what.to_string()))
}

fn hash_of(document: &str) -> String {
    hex(&Sha256::digest(document.as_bytes()))
}

impl Row {
    fn stored(self) -> Result<StoredStaffingPlan, StoreError> {
        if hash_of(&self.document) != self.hash {
            return Err(corrupt(format!("{}: der Inhalt passt nicht zu seiner Prüfsumme", self.id)));
        }
        Ok(StoredStaffingPlan {
            id: self.id.parse().map_err(corrupt)?,
            label: self.label,
            hash: self.hash,
            recorded_at: self.recorded_at,
            frozen: form(self.document.as_bytes()).map_err(corrupt)?,
        })
    }
}

async fn read(
    connection: &mut SqliteConnection,
    tenant: &str,
    only: &str,
) -> Result<Vec<StoredStaffingPlan>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, label, document, hash, recorded_at FROM staffing_plan
         WHERE tenant_id = $1 AND ($2 = '' OR id = $2) ORDER BY year DESC, recorded_at DESC, id",
    )
    .bind(tenant)
    .bind(only)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::stored).collect()
}

/// Whether a right reaches everything below some units: a plan and a staffing plan are of all of them.
pub(super) async fn reaches(
    connection: &mut SqliteConnection,
    actor: &Actor,
    reach: Reach,
    tops: &[String],
) -> Result<bool, StoreError> {
    if reach != Reach::Subtree {
        return Ok(reach == Reach::Everything);
    }
    let scope: Option<String> =
        sqlx::query_scalar("SELECT scope FROM account WHERE tenant_id = $1 AND name = $2")
            .bind(&actor.tenant.0)
            .bind(&actor.name)
            .fetch_optional(connection)
            .await?;
    // Who acts without an account, on the command line, is not limited.
    let scope = scope.unwrap_or_default();
    Ok(scope.is_empty() || (!tops.is_empty() && tops.iter().all(|top| top.starts_with(&scope))))
}

async fn write(
    connection: &mut SqliteConnection,
    actor: &Actor,
    freezing: Freezing<'_>,
) -> Result<(), StoreError> {
    let Freezing { command, scenario, version, label, frozen, tops: _ } = freezing;
    let known: i64 = sqlx::query_scalar("SELECT count(*) FROM scenario WHERE tenant_id = $1 AND id = $2")
        .bind(&actor.tenant.0)
        .bind(scenario.to_string())
        .fetch_one(&mut *connection)
        .await?;
    if known == 0 {
        return Err(StoreError::NotFound);
    }
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM staffing_plan WHERE tenant_id = $1")
        .bind(&actor.tenant.0)
        .fetch_one(&mut *connection)
        .await?;
    if count >= MOST {
        return Err(StoreError::TooManyStaffingPlans(MOST));
    }
    let document = serde_json::to_string(frozen).map_err(corrupt)?;
    let hash = hash_of(&document);
    sqlx::query(
        "INSERT INTO staffing_plan
             (id, tenant_id, scenario_id, scenario_version, year, label, document, hash, actor, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(command.to_string())
    .bind(&actor.tenant.0)
    .bind(scenario.to_string())
    .bind(version)
    .bind(frozen.year)
    .bind(label)
    .bind(document)
    .bind(&hash)
    .bind(&actor.name)
    .bind(now())
    .execute(&mut *connection)
    .await?;
    let detail =
        json!({"year": frozen.year, "label": label, "hash": hash, "scenario": scenario, "version": version});
    let subject = command.to_string();
    audit::record_by(connection, actor, ("staffing_plan.freeze", &subject), &detail).await
}

impl Store {
    /// All frozen staffing plans of an organisation, the newest year first.
    ///
    /// # Errors
    /// [`StoreError::Database`]; [`StoreError::Corrupt`] where one does not fit its hash.
    pub async fn staffing_plans(
        &self,
        _permit: Permit<ViewStaffingPlan>,
        actor: &Actor,
    ) -> Result<Vec<StoredStaffingPlan>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        read(&mut connection, &actor.tenant.0, "").await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Database`]; [`StoreError::Corrupt`] where it does not fit its hash.
    pub async fn staffing_plan(
        &self,
        _permit: Permit<ViewStaffingPlan>,
        actor: &Actor,
        id: Uuid,
    ) -> Result<StoredStaffingPlan, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let found = read(&mut connection, &actor.tenant.0, &id.to_string()).await?;
        found.into_iter().next().ok_or(StoreError::NotFound)
    }

    /// Freezes a staffing plan, once for each command. It is the plan of all units: the right has to reach them.
    ///
    /// # Errors
    /// [`StoreError::NotAllUnits`], [`StoreError::NotFound`] without the scenario, [`StoreError::TooManyStaffingPlans`], [`StoreError::CommandReused`],
    /// [`StoreError::Database`].
    pub async fn freeze_staffing_plan(
        &self,
        permit: Permit<EditStaffingPlan>,
        actor: &Actor,
        freezing: Freezing<'_>,
    ) -> Result<StoredStaffingPlan, StoreError> {
        let id = freezing.command.to_string();
        let mut transaction = self.write_tx().await?;
        if !reaches(&mut transaction, actor, permit.reach(), freezing.tops).await? {
            transaction.rollback().await?;
            return Err(StoreError::NotAllUnits);
        }
        let there = read(&mut transaction, &actor.tenant.0, &id).await?;
        if let Some(there) = there.into_iter().next() {
            let same = there.label == freezing.label && there.frozen.year == freezing.frozen.year;
            return if same { Ok(there) } else { Err(StoreError::CommandReused) };
        }
        write(&mut transaction, actor, freezing).await?;
        let made = read(&mut transaction, &actor.tenant.0, &id).await?;
        transaction.commit().await?;
        made.into_iter().next().ok_or(StoreError::NotFound)
    }
}
