//! What is done with a scenario as a whole: made, branched, described, its status set, removed and restored; each with
//! its audit and outbox rows.

use super::super::access::{scope_of, seen_by};
use super::super::command::Command;
use super::super::scenarios::{Touches, bump, corrupt, read};
use super::super::{Creator, Editor, Store, StoreError, approvals, audit, decisions, now, outbox, packages};
use super::{Described, StoredEntry, entry};
use crate::permission::{Status, Visibility};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Most scenarios of an organisation, removed ones included.
const MAX_SCENARIOS: i64 = 400;

/// The answer that is kept for a command; what the scenario is now is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Done {
    scenario: Uuid,
}

impl Creator {
    async fn plan(&self, connection: &mut SqliteConnection) -> Result<String, StoreError> {
        let editor = self.editor(Uuid::nil());
        sqlx::query_scalar("SELECT id FROM plan WHERE tenant_id = $1 ORDER BY id LIMIT 1")
            .bind(editor.tenant)
            .fetch_optional(connection)
            .await?
            .ok_or(StoreError::NotFound)
    }
}

impl Store {
    /// Makes a scenario: on the plan as it is, or as a branch with the steps that are in force in another one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such origin, [`StoreError::TooManyScenarios`],
    /// [`StoreError::CommandReused`].
    pub async fn create_scenario(
        &self,
        creator: &Creator,
        command: Uuid,
        described: &Described,
        origin: Option<Uuid>,
    ) -> Result<StoredEntry, StoreError> {
        let origin_id = origin.map(|id| id.to_string());
        let content = serde_json::to_string(&(described, &origin_id)).map_err(corrupt)?;
        let command = Command::new(command, "create", "", 0, &content);
        let editor = creator.editor(Uuid::now_v7());
        let mut transaction = self.write_tx().await?;
        if let Some(Done { scenario }) = command.answered(&mut transaction, &editor).await? {
            return entry(&mut transaction, &creator.editor(scenario)).await;
        }
        room_for_another(&mut transaction, &editor).await?;
        let plan = creator.plan(&mut transaction).await?;
        let source = match &origin_id {
            Some(origin) => Some(read(&mut transaction, &editor.tenant, origin, &editor.actor).await?),
            None => None,
        };
        // A branch stands where its origin stands.
        let baseline = source.as_ref().map(|source| source.baseline_version);
        let version = source.map(|source| source.version);
        let hidden = match &origin_id {
            Some(origin) => is_private(&mut transaction, &editor, origin).await?,
            None => false,
        };
        // A branch tells what its origin holds: until its maker says otherwise it is as hidden.
        let visibility = if hidden { Visibility::Private } else { described.visibility };
        let described = &Described { visibility, ..described.clone() };
        let origin_row = origin_id.as_deref().zip(version);
        insert(&mut transaction, &editor, (&plan, baseline), described, origin_row).await?;
        if let Some(origin) = &origin_id {
            copy_steps(&mut transaction, &editor, origin).await?;
            copy_goals(&mut transaction, &editor, origin).await?;
            approvals::inherit(&mut transaction, &editor, origin).await?;
        }
        let detail = json!({"described": described, "origin": origin_id, "origin_version": version});
        conclude(&mut transaction, &editor, &command, "scenario.create", &detail, 1).await?;
        let made = entry(&mut transaction, &editor).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Names a scenario, says what it is for and who sees it.
    ///
    /// # Errors
    /// [`StoreError::NotTheCreator`] when somebody hides what another one made, [`StoreError::Conflict`] on an old
    /// version, [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn describe_scenario(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        described: &Described,
    ) -> Result<StoredEntry, StoreError> {
        let content = serde_json::to_string(described).map_err(corrupt)?;
        let command = Command::new(command, "describe", &editor.scenario, version, &content);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return entry(&mut transaction, editor).await;
        }
        bump(&mut transaction, editor, version, Touches::Label).await?;
        let changed = sqlx::query(
            "UPDATE scenario SET name = $1, description = $2, visibility = $3
             WHERE tenant_id = $4 AND id = $5 AND ($3 <> 'private' OR created_by = $6)",
        )
        .bind(&described.name)
        .bind(&described.description)
        .bind(described.visibility.word())
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(&editor.actor)
        .execute(&mut *transaction)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::NotTheCreator);
        }
        conclude(&mut transaction, editor, &command, "scenario.describe", &json!(described), version + 1)
            .await?;
        let written = entry(&mut transaction, editor).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// Sets how far a scenario has come.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToDecide`] without the right to decide, [`StoreError::NotProposed`] and [`StoreError::OwnHand`] where the
    /// two-person rule holds, [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn set_status(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        (status, note): (Status, &str),
    ) -> Result<StoredEntry, StoreError> {
        let content = serde_json::to_string(&(status, note)).map_err(corrupt)?;
        let command = Command::new(command, "status", &editor.scenario, version, &content);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return entry(&mut transaction, editor).await;
        }
        let before = entry(&mut transaction, editor).await?.status.0;
        let (home, scope) = home(&mut transaction, editor).await?;
        if [before, status].contains(&Status::Decided) && !editor.may_decide((&home, &scope)) {
            return Err(StoreError::NotTheirsToDecide);
        }
        bump(&mut transaction, editor, version, Touches::Label).await?;
        match status {
            Status::Decided => approvals::may_be_decided(&mut transaction, editor, before).await?,
            // Whoever lays it before others answers for it.
            Status::Proposed => approvals::hand(&mut transaction, editor).await?,
            Status::Draft => {}
        }
        sqlx::query("UPDATE scenario SET status = $1, status_note = $2 WHERE tenant_id = $3 AND id = $4")
            .bind(status.word())
            .bind(note)
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .execute(&mut *transaction)
            .await?;
        if before == Status::Decided && status != before {
            decisions::withdraw(&mut transaction, editor).await?;
        }
        let (of, who) =
            ((editor.tenant.as_str(), editor.scenario.as_str()), (editor.actor.as_str(), editor.role));
        approvals::step(&mut transaction, of, who, (status.into(), note)).await?;
        let detail = json!({"status": status, "note": note});
        conclude(&mut transaction, editor, &command, "scenario.status", &detail, version + 1).await?;
        let written = entry(&mut transaction, editor).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// Removes a scenario; it is kept and can be restored.
    ///
    /// # Errors
    /// [`StoreError::LastScenario`], [`StoreError::Locked`] once it is decided, [`StoreError::Conflict`] on an old
    /// version, [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn remove_scenario(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
    ) -> Result<StoredEntry, StoreError> {
        let command = Command::new(command, "remove", &editor.scenario, version, "");
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return entry(&mut transaction, editor).await;
        }
        bump(&mut transaction, editor, version, Touches::Content).await?;
        let others: i64 = sqlx::query_scalar(concat!(
            "SELECT count(*) FROM scenario WHERE tenant_id = $1 AND id <> $2 AND removed_at IS NULL AND ",
            seen_by!("$3")
        ))
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(&editor.actor)
        .fetch_one(&mut *transaction)
        .await?;
        if others == 0 {
            return Err(StoreError::LastScenario);
        }
        set_removed(&mut transaction, editor, Some(now())).await?;
        conclude(&mut transaction, editor, &command, "scenario.remove", &json!({}), version + 1).await?;
        let written = entry(&mut transaction, editor).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// Restores a removed scenario; one that is there stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn restore_scenario(&self, editor: &Editor, command: Uuid) -> Result<StoredEntry, StoreError> {
        let command = Command::new(command, "restore", &editor.scenario, 0, "");
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return entry(&mut transaction, editor).await;
        }
        let removed = entry(&mut transaction, editor).await?;
        if removed.removed_at.is_none() {
            return Ok(removed);
        }
        set_removed(&mut transaction, editor, None).await?;
        bump(&mut transaction, editor, removed.version, Touches::Label).await?;
        let version = removed.version + 1;
        conclude(&mut transaction, editor, &command, "scenario.restore", &json!({}), version).await?;
        let written = entry(&mut transaction, editor).await?;
        transaction.commit().await?;
        Ok(written)
    }
}

/// Refuses where there are too many scenarios already.
pub(in crate::store) async fn room_for_another(
    connection: &mut SqliteConnection,
    editor: &Editor,
) -> Result<(), StoreError> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM scenario WHERE tenant_id = $1")
        .bind(&editor.tenant)
        .fetch_one(connection)
        .await?;
    if count >= MAX_SCENARIOS {
        return Err(StoreError::TooManyScenarios(MAX_SCENARIOS));
    }
    Ok(())
}

async fn is_private(
    connection: &mut SqliteConnection,
    editor: &Editor,
    scenario: &str,
) -> Result<bool, StoreError> {
    let word: Option<String> =
        sqlx::query_scalar("SELECT visibility FROM scenario WHERE tenant_id = $1 AND id = $2")
            .bind(&editor.tenant)
            .bind(scenario)
            .fetch_optional(connection)
            .await?;
    Ok(word.as_deref() == Some(Visibility::Private.word()))
}

/// The path of the unit that the scenario was made for, and of the one that the editor is limited to.
pub(in crate::store) async fn home(
    connection: &mut SqliteConnection,
    editor: &Editor,
) -> Result<(String, String), StoreError> {
    let statement =
        concat!("SELECT home, ", scope_of!("$3"), " FROM scenario WHERE tenant_id = $1 AND id = $2");
    sqlx::query_as(statement)
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(&editor.actor)
        .fetch_optional(connection)
        .await?
        .ok_or(StoreError::NotFound)
}

async fn set_removed(
    connection: &mut SqliteConnection,
    editor: &Editor,
    time: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE scenario SET removed_at = $1 WHERE tenant_id = $2 AND id = $3")
        .bind(time)
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes the row of a new scenario.
pub(in crate::store) async fn insert(
    connection: &mut SqliteConnection,
    editor: &Editor,
    (plan, baseline): (&str, Option<i64>),
    described: &Described,
    origin: Option<(&str, i64)>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO scenario (id, tenant_id, plan_id, name, description, visibility, created_by, origin_id,
             origin_version, recorded_at, changed_at, plan_version, home)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10,
             COALESCE($11, (SELECT version FROM plan WHERE id = $3)),
             COALESCE((SELECT scope FROM account WHERE account.tenant_id = $2 AND account.name = $7), ''))",
    )
    .bind(&editor.scenario)
    .bind(&editor.tenant)
    .bind(plan)
    .bind(&described.name)
    .bind(&described.description)
    .bind(described.visibility.word())
    .bind(&editor.actor)
    .bind(origin.map(|(id, _)| id))
    .bind(origin.map(|(_, version)| version))
    .bind(now())
    .bind(baseline)
    .execute(&mut *connection)
    .await?;
    approvals::hand(connection, editor).await
}

/// A branch is to reach what its origin is to reach, until somebody says otherwise.
async fn copy_goals(
    connection: &mut SqliteConnection,
    editor: &Editor,
    origin: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE scenario SET targets = (SELECT targets FROM scenario WHERE tenant_id = $1 AND id = $2)
         WHERE tenant_id = $1 AND id = $3",
    )
    .bind(&editor.tenant)
    .bind(origin)
    .bind(&editor.scenario)
    .execute(connection)
    .await?;
    Ok(())
}

/// Copies the steps that were not taken back, as they were made and with their times, and the packages of them.
async fn copy_steps(
    connection: &mut SqliteConnection,
    editor: &Editor,
    origin: &str,
) -> Result<(), StoreError> {
    let packages = packages::copy(connection, editor, origin).await?;
    let steps: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        // Copies are of nobody: whoever works on the branch may take them back.
        "SELECT json_remove(change, '$.by'), package_id, recorded_at FROM scenario_change
         WHERE tenant_id = $1 AND scenario_id = $2 AND state = 'active' ORDER BY position",
    )
    .bind(&editor.tenant)
    .bind(origin)
    .fetch_all(&mut *connection)
    .await?;
    for (position, (change, package, recorded_at)) in (1_i64..).zip(steps) {
        let id = Uuid::now_v7().to_string();
        // No command of a client stands behind a copy: its own key is as unique.
        sqlx::query(
            "INSERT INTO scenario_change (id, tenant_id, scenario_id, position, change, state, command_id, recorded_at,
                 package_id)
             VALUES ($1, $2, $3, $4, $5, 'active', $1, $6, $7)",
        )
        .bind(id)
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(position)
        .bind(change)
        .bind(recorded_at)
        .bind(package.and_then(|package| packages.get(&package)))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Writes what every command leaves behind: answer, audit entry, message to other viewers.
pub(in crate::store) async fn conclude(
    connection: &mut SqliteConnection,
    editor: &Editor,
    command: &Command,
    action: &str,
    detail: &serde_json::Value,
    version: i64,
) -> Result<(), StoreError> {
    let scenario = editor.scenario.parse().map_err(corrupt)?;
    command.answer(connection, editor, &Done { scenario }).await?;
    let event = audit::Event {
        tenant: &editor.tenant,
        actor: &editor.actor,
        action,
        subject: &editor.scenario,
        detail: &detail.to_string(),
        request_id: &editor.request_id,
    };
    audit::record(connection, event).await?;
    outbox::post(connection, &editor.tenant, action, &editor.scenario, &version.to_string()).await
}
