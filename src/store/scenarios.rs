//! Scenarios: read, add a change, take it back, make it again; each write with its audit and outbox rows.

use super::access::{scope_of, seen_by};
use super::command::Command;
use super::packages::{self, StoredPackage};
use super::sight::Sight;
use super::snapshots::as_it_is;
use super::steps::{StepRow, StoredStep, content, step};
use super::{Actor, Editor, Store, StoreError, Viewer, approvals, audit, now, outbox};
use crate::permission::{Permit, Status, ViewScenario, ViewStaffingPlan};
use crate::plan::read::form;
use crate::plan::{Change, ChangeError, Digest, Misfit, Plan};
use crate::simulation::Goal;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Most changes that one scenario takes, discarded ones included.
const MAX_CHANGES: i64 = 10_000;

/// A scenario as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScenario {
    /// Key.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Counts the commands carried out.
    pub version: i64,
    /// How far it has come.
    pub status: Status,
    /// The plan that the changes are made on.
    pub baseline: Plan,
    /// What it is to reach.
    pub goals: Vec<Goal>,
    /// The version of that plan.
    pub baseline_version: i64,
    /// The newest version of that plan.
    pub newest_baseline: i64,
    /// Packages of steps, in the order they were made.
    pub packages: Vec<StoredPackage>,
    /// Steps in force and taken back, in the order they were made.
    pub steps: Vec<StoredStep>,
}

impl StoredScenario {
    /// The steps in force: neither taken back nor in a package that is switched off.
    pub fn in_force(&self) -> impl DoubleEndedIterator<Item = &StoredStep> {
        self.steps.iter().filter(move |step| !step.undone && !self.is_off(step))
    }

    /// Whether a step is in a package that is switched off.
    fn is_off(&self, step: &StoredStep) -> bool {
        let off = |id: Uuid| self.packages.iter().any(|package| package.id == id && !package.is_on);
        step.package.is_some_and(off)
    }
}

/// What a write did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The scenario's version after it.
    pub version: i64,
    /// The step that was written.
    pub step: StoredStep,
}

/// A scenario with everything in it, and what its reader sees of it.
struct Found {
    whole: StoredScenario,
    sight: Sight,
}

impl Found {
    fn seen(self) -> StoredScenario {
        self.sight.scenario(self.whole)
    }
}

pub(super) fn corrupt(error: impl ToString) -> StoreError {
    StoreError::Corrupt(error.to_string())
}

type ScenarioRow = (String, i64, String, i64, i64, String, String);

/// Reads a scenario with its plan and changes; one transaction or the writer's, so that they belong together.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    tenant: &str,
    scenario: &str,
    actor: &str,
) -> Result<StoredScenario, StoreError> {
    let row: Option<ScenarioRow> = sqlx::query_as(concat!(
        "SELECT scenario.name, scenario.version, scenario.status, scenario.plan_version, plan.version,
             COALESCE(earlier.document, plan.document), scenario.targets
         FROM scenario JOIN plan ON plan.id = scenario.plan_id AND plan.tenant_id = scenario.tenant_id
         LEFT JOIN plan_history earlier ON earlier.plan_id = plan.id AND earlier.version = scenario.plan_version
         WHERE scenario.tenant_id = $1 AND scenario.id = $2 AND scenario.removed_at IS NULL AND ",
        seen_by!("$3")
    ))
    .bind(tenant)
    .bind(scenario)
    .bind(actor)
    .fetch_optional(&mut *connection)
    .await?;
    let (name, version, status, baseline_version, newest_baseline, document, goals) =
        row.ok_or(StoreError::NotFound)?;
    let rows: Vec<StepRow> = sqlx::query_as(
        "SELECT id, change, state, package_id, recorded_at FROM scenario_change
         WHERE tenant_id = $1 AND scenario_id = $2 AND state <> 'discarded' ORDER BY position",
    )
    .bind(tenant)
    .bind(scenario)
    .fetch_all(&mut *connection)
    .await?;
    Ok(StoredScenario {
        id: scenario.parse().map_err(corrupt)?,
        name,
        version,
        status: Status::parse(&status).ok_or_else(|| corrupt(status))?,
        baseline: serde_json::from_str(&document).map_err(corrupt)?,
        goals: form(goals.as_bytes()).map_err(corrupt)?,
        baseline_version,
        newest_baseline,
        packages: packages::all(connection, tenant, scenario).await?,
        steps: rows.into_iter().map(step).collect::<Result<_, _>>()?,
    })
}

/// Counts the version of a scenario up that may be changed, if it is still the expected one.
pub(super) async fn bump(
    connection: &mut SqliteConnection,
    editor: &Editor,
    version: i64,
    changes: Touches,
) -> Result<(), StoreError> {
    let row: Option<(i64, String, String, String, String)> = sqlx::query_as(concat!(
        "SELECT version, status, created_by, home, ",
        scope_of!("$3"),
        " FROM scenario WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL AND ",
        seen_by!("$3")
    ))
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(&editor.actor)
    .fetch_optional(&mut *connection)
    .await?;
    let (current, status, creator, home, scope) = row.ok_or(StoreError::NotFound)?;
    if !editor.may_change(&creator, (&home, &scope)) {
        return Err(StoreError::NotOwn);
    }
    if current != version {
        return Err(StoreError::Conflict);
    }
    if changes == Touches::Content && status == Status::Decided.word() {
        return Err(StoreError::Locked);
    }
    sqlx::query(
        "UPDATE scenario SET version = version + 1, changed_at = $1 WHERE tenant_id = $2 AND id = $3 AND version = $4",
    )
    .bind(now())
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(version)
    .execute(&mut *connection)
    .await?;
    match changes {
        Touches::Content => approvals::hand(connection, editor).await,
        Touches::Label => Ok(()),
    }
}

/// What a command touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touches {
    /// The changes, or the scenario as a whole: not once it is decided.
    Content,
    /// Its name, its visibility, its status.
    Label,
}

/// Writes what every command leaves behind: answer, audit entry, message to other viewers.
async fn conclude(
    connection: &mut SqliteConnection,
    editor: &Editor,
    command: &Command,
    action: &str,
    written: &Written,
) -> Result<(), StoreError> {
    // The entry itself says who it was.
    let step = StoredStep { by: None, ..written.step.clone() };
    let detail = serde_json::to_string(&step).map_err(corrupt)?;
    command.answer(connection, editor, written).await?;
    let event = audit::Event {
        tenant: &editor.tenant,
        actor: &editor.actor,
        action,
        subject: &editor.scenario,
        detail: &detail,
        request_id: &editor.request_id,
    };
    audit::record(connection, event).await?;
    outbox::post(connection, &editor.tenant, action, &editor.scenario, &written.version.to_string()).await
}

impl Store {
    /// The scenario that work goes on in: the one used last, else the organisation's first one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn working_scenario(
        &self,
        _permit: Permit<ViewScenario>,
        actor: &Actor,
        last: Option<Uuid>,
    ) -> Result<Uuid, StoreError> {
        let id: Option<String> = sqlx::query_scalar(concat!(
            "SELECT id FROM scenario WHERE tenant_id = $1 AND removed_at IS NULL AND ",
            seen_by!("$2"),
            " ORDER BY id = $3 DESC, id LIMIT 1"
        ))
        .bind(&actor.tenant.0)
        .bind(&actor.name)
        .bind(last.map(|id| id.to_string()).unwrap_or_default())
        .fetch_optional(&self.readers)
        .await?;
        id.ok_or(StoreError::NotFound)?.parse().map_err(corrupt)
    }

    /// A scenario with its plan and changes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the organisation has no such scenario.
    pub async fn scenario(&self, viewer: &Viewer) -> Result<StoredScenario, StoreError> {
        Ok(self.whole_and_sight(viewer).await?.seen())
    }

    /// The same with the fingerprint that a snapshot of it would have: that of the whole, whatever its reader sees. Both are of one
    /// version, whoever changes it meanwhile.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the organisation has no such scenario.
    pub async fn scenario_with_digest(
        &self,
        viewer: &Viewer,
    ) -> Result<(StoredScenario, Digest), StoreError> {
        let found = self.whole_and_sight(viewer).await?;
        let digest = as_it_is(&found.whole).digest();
        Ok((found.seen(), digest))
    }

    /// A scenario and what its reader sees of it, of one reading.
    async fn whole_and_sight(&self, viewer: &Viewer) -> Result<Found, StoreError> {
        // Deferred is right here: this transaction never writes.
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let whole = read(&mut transaction, &viewer.tenant, &viewer.scenario, &viewer.actor).await?;
        let who = (viewer.tenant.as_str(), viewer.actor.as_str());
        Ok(Found { whole, sight: Sight::of(&mut transaction, who, viewer.role).await? })
    }

    /// A scenario with everything in it, to compute what is the same for everybody who may ask for it; what of it is told must hold
    /// no field that its reader does not see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the organisation has no such scenario.
    pub async fn whole_scenario(
        &self,
        _permit: Permit<ViewStaffingPlan>,
        viewer: &Viewer,
    ) -> Result<StoredScenario, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        read(&mut transaction, &viewer.tenant, &viewer.scenario, &viewer.actor).await
    }

    /// The version of a scenario.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the organisation has no such scenario.
    pub async fn scenario_version(&self, viewer: &Viewer) -> Result<i64, StoreError> {
        let mut connection = self.readers.acquire().await?;
        version_of(&mut connection, viewer).await
    }

    /// Adds a step at the end and discards what the same person took back; what others took back they can make again.
    ///
    /// `fits` decides with the plan, the changes in force and those that are made, inside the transaction. What their maker does not see
    /// stays in them as it was.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it does not fit, [`StoreError::Conflict`] on an old version,
    /// [`StoreError::CommandReused`], [`StoreError::Full`], [`StoreError::NotFound`].
    pub async fn append_step(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        (changes, reason): (&[Change], Option<&str>),
        fits: impl FnOnce(&Plan, &[Change], &[Change]) -> Result<(), ChangeError> + Send,
    ) -> Result<Written, StoreError> {
        // Who asks is no part of what is asked: the command is the same one when it comes again.
        let asked = content(changes, reason, None)?;
        let command = Command::new(command, "append", &editor.scenario, version, &asked);
        let mut transaction = self.write_tx().await?;
        let sight = Sight::of(&mut transaction, (&editor.tenant, &editor.actor), editor.role).await?;
        if let Some(answer) = command.answered(&mut transaction, editor).await? {
            return seen(&mut transaction, editor, &sight, answer).await;
        }
        bump(&mut transaction, editor, version, Touches::Content).await?;
        let scenario = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        let active: Vec<Change> = scenario.in_force().flat_map(|step| step.changes.iter().cloned()).collect();
        let changes = sight.completed(&scenario.baseline, &active, changes)?;
        fits(&scenario.baseline, &active, &changes)?;
        let step = StoredStep {
            id: Uuid::now_v7(),
            changes,
            reason: reason.map(str::to_owned),
            undone: false,
            package: None,
            recorded_at: now(),
            by: Some(editor.actor.clone()),
        };
        insert(&mut transaction, editor, &command, &step).await?;
        let written = Written { version: version + 1, step };
        conclude(&mut transaction, editor, &command, "scenario.append", &written).await?;
        transaction.commit().await?;
        Ok(sight.written(written, &scenario))
    }

    /// Takes the caller's own last step in force back; those of others stay, also where they were made after it.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`], [`StoreError::Refused`] when later steps would no longer fit, [`StoreError::Conflict`] on an old version, [`StoreError::CommandReused`],
    /// [`StoreError::NotFound`].
    pub async fn undo_step(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
    ) -> Result<Written, StoreError> {
        self.switch(editor, version, command, &UNDO).await
    }

    /// Makes the caller's own step that was taken back last again, in its place.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`], [`StoreError::Refused`] when it no longer fits, or later ones with it, [`StoreError::Conflict`] on an old version, [`StoreError::CommandReused`],
    /// [`StoreError::NotFound`].
    pub async fn redo_step(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
    ) -> Result<Written, StoreError> {
        self.switch(editor, version, command, &REDO).await
    }

    async fn switch(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        switch: &Switch,
    ) -> Result<Written, StoreError> {
        let command = Command::new(command, switch.action, &editor.scenario, version, "");
        let mut transaction = self.write_tx().await?;
        let sight = Sight::of(&mut transaction, (&editor.tenant, &editor.actor), editor.role).await?;
        if let Some(answer) = command.answered(&mut transaction, editor).await? {
            return seen(&mut transaction, editor, &sight, answer).await;
        }
        bump(&mut transaction, editor, version, Touches::Content).await?;
        let before = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        let step = (switch.chosen)(&before, &editor.actor).ok_or_else(switch.nothing)?;
        let step = StoredStep { undone: !step.undone, ..step };
        sqlx::query("UPDATE scenario_change SET state = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(if step.undone { "undone" } else { "active" })
            .bind(&editor.tenant)
            .bind(step.id.to_string())
            .execute(&mut *transaction)
            .await?;
        let after = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        let fits = before.baseline.accepts_instead(&keyed(&before), &keyed(&after));
        fits.map_err(|Misfit { key, reason }| {
            ChangeError::of_switch(reason, key.map(|(id, _)| id == step.id))
        })?;
        let written = Written { version: version + 1, step };
        conclude(&mut transaction, editor, &command, switch.action, &written).await?;
        transaction.commit().await?;
        Ok(sight.written(written, &after))
    }
}

/// An answer that was given before, as whoever gets it again sees it.
async fn seen(
    connection: &mut SqliteConnection,
    editor: &Editor,
    sight: &Sight,
    answer: Written,
) -> Result<Written, StoreError> {
    let scenario = read(connection, &editor.tenant, &editor.scenario, &editor.actor).await?;
    Ok(sight.written(answer, &scenario))
}

/// The version of a scenario that may be seen.
pub(super) async fn version_of(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
) -> Result<i64, StoreError> {
    let version: Option<i64> = sqlx::query_scalar(concat!(
        "SELECT version FROM scenario WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL AND ",
        seen_by!("$3")
    ))
    .bind(&viewer.tenant)
    .bind(&viewer.scenario)
    .bind(&viewer.actor)
    .fetch_optional(connection)
    .await?;
    version.ok_or(StoreError::NotFound)
}

/// The changes in force, each with its step and its place in it.
pub(super) fn keyed(scenario: &StoredScenario) -> Vec<((Uuid, usize), Change)> {
    let step = |step: &StoredStep| {
        let (id, changes) = (step.id, step.changes.clone());
        changes.into_iter().enumerate().map(move |(index, change)| ((id, index), change))
    };
    scenario.in_force().flat_map(step).collect()
}

/// What differs between taking back and making again.
struct Switch {
    action: &'static str,
    /// The step that it is about.
    chosen: fn(&StoredScenario, &str) -> Option<StoredStep>,
    nothing: fn() -> StoreError,
}

const UNDO: Switch = Switch {
    action: "scenario.undo",
    chosen: |scenario, actor| scenario.in_force().rfind(|step| step.is_of(actor)).cloned(),
    nothing: || StoreError::NothingToUndo,
};

const REDO: Switch = Switch {
    action: "scenario.redo",
    // Taken back from the last one on, steps are made again from the first one on.
    chosen: |scenario, actor| {
        let mut switched_on = scenario.steps.iter().filter(|step| !scenario.is_off(step));
        switched_on.find(|step| step.undone && step.is_of(actor)).cloned()
    },
    nothing: || StoreError::NothingToRedo,
};

/// Discards what the same person took back and adds the step behind everything.
async fn insert(
    connection: &mut SqliteConnection,
    editor: &Editor,
    command: &Command,
    step: &StoredStep,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE scenario_change SET state = 'discarded'
         WHERE tenant_id = $1 AND scenario_id = $2 AND state = 'undone'
             AND COALESCE(json_extract(change, '$.by'), $3) = $3",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(&editor.actor)
    .execute(&mut *connection)
    .await?;
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT max(position) FROM scenario_change WHERE tenant_id = $1 AND scenario_id = $2",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .fetch_one(&mut *connection)
    .await?;
    let position = last.unwrap_or(0) + 1;
    if position > MAX_CHANGES {
        return Err(StoreError::Full(MAX_CHANGES));
    }
    sqlx::query(
        "INSERT INTO scenario_change (id, tenant_id, scenario_id, position, change, state, command_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, 'active', $6, $7)",
    )
    .bind(step.id.to_string())
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(position)
    .bind(content(&step.changes, step.reason.as_deref(), step.by.as_deref())?)
    .bind(command.id.to_string())
    .bind(step.recorded_at)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
