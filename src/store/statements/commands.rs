//! What is done with a statement: made, written, frozen, removed; each with its entry in the trail.

use super::super::catalogue::home;
use super::super::command::Command;
use super::super::scenarios::corrupt;
use super::super::snapshots;
use super::super::{Editor, Store, StoreError, Viewer, audit, now};
use super::{StoredStatement, one};
use crate::plan::Digest;
use crate::statement::{Draft, Frozen};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Most statements of an organisation, removed ones included.
const MAX_STATEMENTS: i64 = 2_000;

/// The answer that is kept for a command; what the statement is now is read anew.
#[derive(Serialize, Deserialize)]
struct Done {
    statement: Uuid,
}

/// Which statement, and the version that the user saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// Identifies the statement.
    pub id: Uuid,
    /// The version that the command was made on.
    pub version: i64,
    /// Identifies the command: one that arrives twice is applied once.
    pub command: Uuid,
}

/// What is kept when a statement is frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// The version of the scenario whose figures they are.
    pub scenario_version: i64,
    /// The fingerprint of the plan and its steps that the figures were made from.
    pub snapshot: Digest,
    /// The values.
    pub figures: Vec<Frozen>,
    /// The files, by form.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Store {
    /// Makes a statement in a scenario that the actor sees.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such scenario, [`StoreError::TooManyStatements`], [`StoreError::CommandReused`].
    pub async fn create_statement(
        &self,
        editor: &Editor,
        command: Uuid,
        draft: &Draft,
    ) -> Result<StoredStatement, StoreError> {
        let text = serde_json::to_string(draft).map_err(corrupt)?;
        let command = Command::new(command, "statement.create", &editor.scenario, 0, &text);
        let viewer = viewer(editor);
        let mut transaction = self.write_tx().await?;
        if let Some(Done { statement }) = command.answered(&mut transaction, editor).await? {
            return one(&mut transaction, &viewer, statement).await;
        }
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM statement WHERE tenant_id = $1")
            .bind(&editor.tenant)
            .fetch_one(&mut *transaction)
            .await?;
        if count >= MAX_STATEMENTS {
            return Err(StoreError::TooManyStatements(MAX_STATEMENTS));
        }
        let (id, time) = (Uuid::now_v7(), now());
        sqlx::query(
            "INSERT INTO statement (id, tenant_id, scenario_id, draft, created_by, recorded_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
        )
        .bind(id.to_string())
        .bind(&editor.tenant)
        .bind(&editor.scenario)
        .bind(&text)
        .bind(&editor.actor)
        .bind(time)
        .execute(&mut *transaction)
        .await?;
        // Not found where the scenario is another organisation's, or hidden.
        let made = one(&mut transaction, &viewer, id).await?;
        conclude(&mut transaction, editor, &command, id, ("statement.create", &draft.title)).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Writes the text of a statement.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] on an old version, [`StoreError::Locked`] once it is frozen, [`StoreError::NotOwn`],
    /// [`StoreError::NotFound`], [`StoreError::CommandReused`].
    pub async fn save_statement(
        &self,
        editor: &Editor,
        which: Which,
        draft: &Draft,
    ) -> Result<StoredStatement, StoreError> {
        let text = serde_json::to_string(draft).map_err(corrupt)?;
        let command = command_of("statement.save", which, &text);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_none() {
            bump(&mut transaction, editor, which).await?;
            sqlx::query("UPDATE statement SET draft = $1 WHERE tenant_id = $2 AND id = $3")
                .bind(&text)
                .bind(&editor.tenant)
                .bind(which.id.to_string())
                .execute(&mut *transaction)
                .await?;
            conclude(&mut transaction, editor, &command, which.id, ("statement.save", &draft.title)).await?;
        }
        let saved = one(&mut transaction, &viewer(editor), which.id).await?;
        transaction.commit().await?;
        Ok(saved)
    }

    /// Freezes a statement: its text, the values and the files stay as they are, and so does the scenario that they rest on, as a
    /// snapshot: the one with this fingerprint, taken now where there is none.
    ///
    /// # Errors
    /// Those of [`Store::save_statement`]; [`StoreError::Conflict`] also when the scenario was changed meanwhile,
    /// [`StoreError::TooManySnapshots`].
    pub async fn freeze_statement(
        &self,
        editor: &Editor,
        which: Which,
        freeze: &Freeze,
    ) -> Result<StoredStatement, StoreError> {
        let command = command_of("statement.freeze", which, "");
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_none() {
            bump(&mut transaction, editor, which).await?;
            let title = one(&mut transaction, &viewer(editor), which.id).await?.draft.title;
            let snapshot =
                snapshots::of_statement(&mut transaction, editor, &title, &freeze.snapshot).await?;
            let figures = serde_json::to_string(&freeze.figures).map_err(corrupt)?;
            sqlx::query(
                "UPDATE statement SET frozen_at = $1, frozen_by = $2, frozen_version = $3, frozen_figures = $4,
                     snapshot_id = $5
                 WHERE tenant_id = $6 AND id = $7",
            )
            .bind(now())
            .bind(&editor.actor)
            .bind(freeze.scenario_version)
            .bind(figures)
            .bind(snapshot.to_string())
            .bind(&editor.tenant)
            .bind(which.id.to_string())
            .execute(&mut *transaction)
            .await?;
            let mut hashes = Vec::new();
            for (form, content) in &freeze.files {
                hashes.push(keep(&mut transaction, editor, which.id, (form, content)).await?);
            }
            conclude(&mut transaction, editor, &command, which.id, ("statement.freeze", &hashes.join(" ")))
                .await?;
        }
        let frozen = one(&mut transaction, &viewer(editor), which.id).await?;
        transaction.commit().await?;
        Ok(frozen)
    }

    /// Removes a statement that is not frozen; it is kept, but not shown any more.
    ///
    /// # Errors
    /// Those of [`Store::save_statement`].
    pub async fn remove_statement(&self, editor: &Editor, which: Which) -> Result<(), StoreError> {
        let command = command_of("statement.remove", which, "");
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_none() {
            bump(&mut transaction, editor, which).await?;
            sqlx::query("UPDATE statement SET removed_at = $1 WHERE tenant_id = $2 AND id = $3")
                .bind(now())
                .bind(&editor.tenant)
                .bind(which.id.to_string())
                .execute(&mut *transaction)
                .await?;
            conclude(&mut transaction, editor, &command, which.id, ("statement.remove", "")).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

fn command_of(kind: &str, which: Which, content: &str) -> Command {
    Command::new(which.command, kind, &which.id.to_string(), which.version, content)
}

/// Who may write in a scenario sees it, as far as it is not hidden from them.
fn viewer(editor: &Editor) -> Viewer {
    Viewer {
        tenant: editor.tenant.clone(),
        scenario: editor.scenario.clone(),
        actor: editor.actor.clone(),
        role: editor.role,
    }
}

/// Counts the version up, if the statement may be changed and is still the expected one.
async fn bump(connection: &mut SqliteConnection, editor: &Editor, which: Which) -> Result<(), StoreError> {
    let found = one(connection, &viewer(editor), which.id).await?;
    let (home, scope) = home(connection, editor).await?;
    if !editor.may_change(&found.created_by, (&home, &scope)) {
        return Err(StoreError::NotOwn);
    }
    if found.version != which.version {
        return Err(StoreError::Conflict);
    }
    if found.frozen.is_some() {
        return Err(StoreError::Locked);
    }
    sqlx::query(
        "UPDATE statement SET version = version + 1, changed_at = $1 WHERE tenant_id = $2 AND id = $3",
    )
    .bind(now())
    .bind(&editor.tenant)
    .bind(which.id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps a file and gives its hash.
async fn keep(
    connection: &mut SqliteConnection,
    editor: &Editor,
    id: Uuid,
    (form, content): (&str, &[u8]),
) -> Result<String, StoreError> {
    let sha256 = audit::hex(&Sha256::digest(content));
    sqlx::query(
        "INSERT INTO statement_file (statement_id, tenant_id, form, sha256, content) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.to_string())
    .bind(&editor.tenant)
    .bind(form)
    .bind(&sha256)
    .bind(content)
    .execute(connection)
    .await?;
    Ok(format!("{form}:{sha256}"))
}

/// Writes what every command leaves behind: answer and audit entry. Nobody is told of drafts while they are written.
async fn conclude(
    connection: &mut SqliteConnection,
    editor: &Editor,
    command: &Command,
    id: Uuid,
    (action, said): (&str, &str),
) -> Result<(), StoreError> {
    command.answer(connection, editor, &Done { statement: id }).await?;
    let detail = json!({ "scenario": editor.scenario, "said": said }).to_string();
    let event = audit::Event {
        tenant: &editor.tenant,
        actor: &editor.actor,
        action,
        subject: &id.to_string(),
        detail: &detail,
        request_id: &editor.request_id,
    };
    audit::record(connection, event).await
}
