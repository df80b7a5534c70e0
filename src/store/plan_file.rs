//! A plan that comes as a file takes the place of the newest version; the versions before are kept, and scenarios stay on theirs.

use super::accounts::settle_paths;
use super::audit;
use super::plan_versions::{self, NewVersion};
use super::scenarios::corrupt;
use super::staffing_plans::reaches;
use super::{Actor, Store, StoreError, approvals, now, today};
use crate::permission::{DecideScenario, Permit, ViewCases};
use crate::plan::{CaseTypeId, Digest, Plan};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// A plan in the place of another.
#[derive(Debug, Clone, Copy)]
pub struct Replacing<'a> {
    /// The version that it takes the place of.
    pub seen: i64,
    /// The plan.
    pub plan: &'a Plan,
    /// Name of the file.
    pub source: &'a str,
    /// By whom it was decided; may be empty.
    pub note: &'a str,
    /// Whether it is the demonstration, in which one person may approve alone.
    pub demonstrates: bool,
}

impl Store {
    /// The case types of which something is counted or listed.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn counted_case_types(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
    ) -> Result<BTreeSet<CaseTypeId>, StoreError> {
        let found: Vec<String> = sqlx::query_scalar(
            "SELECT case_type FROM case_count WHERE tenant_id = $1
             UNION SELECT case_type FROM listed_flow WHERE tenant_id = $1
             UNION SELECT case_type FROM listed_open WHERE tenant_id = $1",
        )
        .bind(&actor.tenant.0)
        .fetch_all(&self.readers)
        .await?;
        found.into_iter().map(|id| CaseTypeId::parse(&id).map_err(corrupt)).collect()
    }

    /// Puts a plan in the place of the newest version and gives the version that it is; the same again changes nothing. It is the
    /// plan of all units: the right has to reach them. Accounts that are limited to a unit follow it where it has another place.
    ///
    /// # Errors
    /// [`StoreError::NotAllUnits`], [`StoreError::ReplacedAlone`] where the two-person rule holds, [`StoreError::BaselineMoved`] when `seen` is not the newest version, [`StoreError::NotFound`]
    /// without a plan, [`StoreError::Database`].
    pub async fn replace_plan(
        &self,
        permit: Permit<DecideScenario>,
        actor: &Actor,
        replacing: Replacing<'_>,
    ) -> Result<i64, StoreError> {
        let Replacing { seen, plan, source, note, demonstrates } = replacing;
        let document = serde_json::to_string(plan).map_err(corrupt)?;
        let mut transaction = self.write_tx().await?;
        let row: Option<(String, i64, String)> =
            sqlx::query_as("SELECT id, version, document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
                .bind(&actor.tenant.0)
                .fetch_optional(&mut *transaction)
                .await?;
        let (id, version, old) = row.ok_or(StoreError::NotFound)?;
        let before: Plan = serde_json::from_str(&old).map_err(corrupt)?;
        let tops: Vec<String> = before.children(None).map(|unit| before.path_of(&unit.id)).collect();
        if !reaches(&mut transaction, actor, permit.reach(), &tops).await? {
            return Err(StoreError::NotAllUnits);
        }
        if old == document {
            return Ok(version);
        }
        if version != seen {
            return Err(StoreError::BaselineMoved);
        }
        if approvals::in_force(&mut *transaction, &actor.tenant.0, demonstrates).await?.is_none() {
            return Err(StoreError::ReplacedAlone);
        }
        put(&mut transaction, actor, (&id, version), (&plan.name, &document)).await?;
        let hash = Digest::of(document.as_bytes());
        let new = NewVersion { plan: &id, version: version + 1, from: Err(source), note, hash: &hash };
        let who = (actor.tenant.0.as_str(), actor.name.as_str(), permit.role());
        plan_versions::write(&mut transaction, who, None, new).await?;
        let moved = settle_paths(&mut transaction, &actor.tenant.0, &plan.on(today(), &[]).plan).await?;
        let detail = json!({
            "plan_version": version + 1, "source": source, "note": note,
            "hash": hash, "accounts_moved": moved,
        });
        audit::record_by(&mut transaction, actor, ("plan.replace", &id), &detail).await?;
        transaction.commit().await?;
        Ok(version + 1)
    }
}

/// Keeps the document of a version, and puts another in its place.
async fn put(
    connection: &mut SqliteConnection,
    actor: &Actor,
    (id, version): (&str, i64),
    (name, document): (&str, &str),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO plan_history (tenant_id, plan_id, version, document, recorded_at)
         SELECT tenant_id, id, version, document, $1 FROM plan WHERE tenant_id = $2 AND id = $3",
    )
    .bind(now())
    .bind(&actor.tenant.0)
    .bind(id)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE plan SET document = $1, name = $2, version = version + 1
         WHERE tenant_id = $3 AND id = $4 AND version = $5",
    )
    .bind(document)
    .bind(name)
    .bind(&actor.tenant.0)
    .bind(id)
    .bind(version)
    .execute(connection)
    .await?;
    Ok(())
}
