//! The plan that scenarios stand on: changed by what is taken over into it, and how a scenario is led onto it.
//!
//! A scenario stays on the version of the plan that it was made on until it is led onto the newest; the documents of
//! earlier versions are kept.

use super::accounts::settle_paths;
use super::approvals::second_person;
use super::catalogue::{Done, conclude, home};
use super::command::Command;
use super::plan_versions::{NewVersion, brought_by, of_the_house};
use super::revising::take_out;
use super::scenarios::{Touches, bump, corrupt, read};
use super::{Actor, Editor, Store, StoreError, StoredScenario, now, plan_versions, today};
use crate::permission::{Permit, Status, ViewCases, ViewScenario};
use crate::plan::{Change, Digest, Plan};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Every version of the organisation's plan that a scenario stands on, and the newest; none before the first plan.
pub(super) async fn versions(
    connection: &mut SqliteConnection,
    tenant: &str,
) -> Result<BTreeMap<i64, Plan>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT version, document FROM (SELECT id, version, document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1)
         UNION ALL
         SELECT earlier.version, earlier.document FROM plan_history earlier
         WHERE earlier.tenant_id = $1 AND EXISTS (SELECT 1 FROM scenario
             WHERE scenario.plan_id = earlier.plan_id AND scenario.plan_version = earlier.version)",
    )
    .bind(tenant)
    .fetch_all(connection)
    .await?;
    let plan =
        |(version, document): (i64, String)| Ok((version, serde_json::from_str(&document).map_err(corrupt)?));
    rows.into_iter().map(plan).collect()
}

impl Store {
    /// The newest version of the plan as somebody sees it, with its number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn newest_plan(
        &self,
        permit: Permit<ViewScenario>,
        actor: &Actor,
    ) -> Result<(i64, Plan), StoreError> {
        let (version, plan) = self.newest_whole_plan(actor).await?;
        Ok((version, self.as_seen(permit, actor, plan).await?))
    }

    /// The newest plan with everything in it, to compute figures of cases that are kept for everybody who may see them; none of them
    /// holds a field of `permission::FIELDS` but the mean cost of a unit, which everybody who sees cases may see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn whole_plan(&self, _permit: Permit<ViewCases>, actor: &Actor) -> Result<Plan, StoreError> {
        Ok(self.newest_whole_plan(actor).await?.1)
    }

    async fn newest_whole_plan(&self, actor: &Actor) -> Result<(i64, Plan), StoreError> {
        let row: Option<(i64, String)> =
            sqlx::query_as("SELECT version, document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
                .bind(&actor.tenant.0)
                .fetch_optional(&self.readers)
                .await?;
        let (version, document) = row.ok_or(StoreError::NotFound)?;
        Ok((version, serde_json::from_str(&document).map_err(corrupt)?))
    }

    /// The plans that stood before the newest one and begin earlier, in the order in which they were made: by them it is judged what may be
    /// seen of months in which they stood. Of those with the same first day the last one.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub(super) async fn earlier_plans(&self, actor: &Actor) -> Result<Vec<Plan>, StoreError> {
        let documents: Vec<String> = sqlx::query_scalar(
            "WITH newest AS (SELECT id, document FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1),
             dated AS (SELECT earlier.version, earlier.document ->> '$.as_of' AS as_of FROM plan_history AS earlier
                 JOIN newest ON newest.id = earlier.plan_id
                 WHERE earlier.tenant_id = $1 AND earlier.document ->> '$.as_of' < newest.document ->> '$.as_of')
             SELECT earlier.document FROM plan_history AS earlier JOIN newest ON newest.id = earlier.plan_id
             JOIN dated ON dated.version = earlier.version
             WHERE earlier.tenant_id = $1 AND NOT EXISTS (SELECT 1 FROM dated AS later
                 WHERE later.version > dated.version AND later.as_of <= dated.as_of)
             ORDER BY earlier.version",
        )
        .bind(&actor.tenant.0)
        .fetch_all(&self.readers)
        .await?;
        documents.iter().map(|document| serde_json::from_str(document).map_err(corrupt)).collect()
    }

    /// The plan that new scenarios are made on, as somebody sees it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a plan, [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn first_plan(&self, permit: Permit<ViewScenario>, actor: &Actor) -> Result<Plan, StoreError> {
        Ok(self.newest_plan(permit, actor).await?.1)
    }

    /// Leads a scenario onto the newest version of its plan; `leave` names changes (step, place in it) that are taken out
    /// on the way, such as those that were decided meanwhile. The others stay, also those that do not fit any more.
    ///
    /// # Errors
    /// [`StoreError::BaselineMoved`] when `onto` is not the newest version, [`StoreError::NoSuchPart`],
    /// [`StoreError::Locked`], [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`],
    /// [`StoreError::CommandReused`].
    pub async fn follow_plan(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        (onto, leave): (i64, &[(Uuid, usize)]),
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(&(onto, leave)).map_err(corrupt)?;
        let command = Command::new(command, "follow", &editor.scenario, version, &text);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return Ok(());
        }
        bump(&mut transaction, editor, version, Touches::Content).await?;
        let scenario = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        if scenario.newest_baseline != onto {
            return Err(StoreError::BaselineMoved);
        }
        find(&scenario, leave)?;
        take_out(&mut transaction, editor, &scenario, leave).await?;
        stand_on(&mut transaction, editor, onto).await?;
        let detail = json!({"from": scenario.baseline_version, "onto": onto, "left": leave});
        conclude(&mut transaction, editor, &command, "scenario.follow", &detail, version + 1).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes changes of a decided scenario over into the plan, which thereby gets another version. The scenario stays as the record that it is;
    /// what was left can be taken over later, as long as nothing else has changed the plan. Accounts that are limited to a unit follow it where it
    /// has moved by today.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToDecide`], [`StoreError::NotDecided`], [`StoreError::OwnHand`] where the two-person rule holds,
    /// [`StoreError::OtherPlan`], [`StoreError::BaselineMoved`] when `seen` is not the newest version, [`StoreError::DecidedOnOlder`],
    /// [`StoreError::AlreadyAdopted`], [`StoreError::NoSuchPart`] for changes that are not in force,
    /// [`StoreError::Refused`] when they do not fit without the others, [`StoreError::NoPlan`],
    /// [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn adopt_changes(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        (seen, chosen, note): (i64, &[(Uuid, usize)], &str),
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(&(seen, chosen, note)).map_err(corrupt)?;
        let command = Command::new(command, "adopt", &editor.scenario, version, &text);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return Ok(());
        }
        let (home, scope) = home(&mut transaction, editor).await?;
        if !editor.may_decide((&home, &scope)) {
            return Err(StoreError::NotTheirsToDecide);
        }
        bump(&mut transaction, editor, version, Touches::Label).await?;
        let scenario = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        let changes = find(&scenario, chosen)?;
        if scenario.status != Status::Decided {
            return Err(StoreError::NotDecided);
        }
        second_person(&mut transaction, editor).await?;
        let (id, mut plan) = decided_about(&mut transaction, editor, &scenario, seen).await?;
        let since = added(&scenario.baseline, &plan);
        if changes.iter().any(|change| since.contains(change)) {
            return Err(StoreError::AlreadyAdopted);
        }
        plan.accepts_step(&[], &changes)?;
        plan.decided.extend(changes.iter().cloned());
        plan.validate().map_err(|error| StoreError::NoPlan(error.to_string()))?;
        let hash = replace(&mut transaction, editor, &plan, seen).await?;
        let (next, from) = (seen + 1, Ok(scenario.version));
        let who = (editor.tenant.as_str(), editor.actor.as_str(), editor.role);
        let new = NewVersion { plan: &id, version: next, from, note, hash: &hash };
        plan_versions::write(&mut transaction, who, Some(&editor.scenario), new).await?;
        let moved = settle_paths(&mut transaction, &editor.tenant, &plan.on(today(), &[]).plan).await?;
        let detail = json!({
            "plan_version": next, "changes": changes, "note": note, "hash": hash, "accounts_moved": moved,
        });
        conclude(&mut transaction, editor, &command, "plan.adopt", &detail, version + 1).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// The organisation's plan with its key, if it is the one that was decided about: nothing but this scenario has changed it since.
async fn decided_about(
    connection: &mut SqliteConnection,
    editor: &Editor,
    scenario: &StoredScenario,
    seen: i64,
) -> Result<(String, Plan), StoreError> {
    let (id, newest, document) = of_the_house(connection, &editor.tenant).await?;
    let own: String = sqlx::query_scalar("SELECT plan_id FROM scenario WHERE tenant_id = $1 AND id = $2")
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .fetch_one(&mut *connection)
        .await?;
    if own != id {
        return Err(StoreError::OtherPlan);
    }
    if newest != seen {
        return Err(StoreError::BaselineMoved);
    }
    let since = (scenario.baseline_version, newest);
    if brought_by(connection, editor, since).await? != newest - scenario.baseline_version {
        return Err(StoreError::DecidedOnOlder);
    }
    Ok((id, serde_json::from_str(&document).map_err(corrupt)?))
}

/// What is decided in the one plan and was not in the other.
fn added(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut known = before.decided.clone();
    let is_new = |change: &&Change| match known.iter().position(|other| other == *change) {
        Some(place) => {
            known.remove(place);
            false
        }
        None => true,
    };
    after.decided.iter().filter(is_new).cloned().collect()
}

/// The changes of these places, in the order of the list; all of them must be in force.
fn find(scenario: &StoredScenario, places: &[(Uuid, usize)]) -> Result<Vec<Change>, StoreError> {
    let mut found = Vec::new();
    for step in scenario.in_force() {
        let chosen = step.changes.iter().enumerate().filter(|(index, _)| places.contains(&(step.id, *index)));
        found.extend(chosen.map(|(_, change)| change.clone()));
    }
    if found.len() == places.len() { Ok(found) } else { Err(StoreError::NoSuchPart) }
}

async fn stand_on(connection: &mut SqliteConnection, editor: &Editor, plan: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE scenario SET plan_version = $1 WHERE tenant_id = $2 AND id = $3")
        .bind(plan)
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps the document of the plan that the scenario stands on, and puts another in its place; gives that one's checksum.
async fn replace(
    connection: &mut SqliteConnection,
    editor: &Editor,
    plan: &Plan,
    version: i64,
) -> Result<Digest, StoreError> {
    let document = serde_json::to_string(plan).map_err(corrupt)?;
    sqlx::query(
        "INSERT INTO plan_history (tenant_id, plan_id, version, document, recorded_at)
         SELECT plan.tenant_id, plan.id, plan.version, plan.document, $1 FROM plan
         JOIN scenario ON scenario.plan_id = plan.id AND scenario.tenant_id = plan.tenant_id
         WHERE scenario.tenant_id = $2 AND scenario.id = $3",
    )
    .bind(now())
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE plan SET document = $1, version = version + 1
         WHERE tenant_id = $2 AND version = $3
             AND id = (SELECT plan_id FROM scenario WHERE tenant_id = $2 AND id = $4)",
    )
    .bind(&document)
    .bind(&editor.tenant)
    .bind(version)
    .bind(&editor.scenario)
    .execute(connection)
    .await?;
    Ok(Digest::of(document.as_bytes()))
}
