//! Statements: drafts in work, and what was frozen of them. A statement belongs to a scenario; whoever sees the scenario sees it.

mod commands;

pub use commands::{Freeze, Which};

use super::access::seen_by;
use super::scenarios::corrupt;
use super::{Actor, Store, StoreError, Viewer};
use crate::permission::{Permit, ViewScenario};
use crate::plan::Digest;
use crate::plan::read::form;
use crate::statement::{Draft, Frozen};
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// A statement as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStatement {
    /// Identifies it.
    pub id: Uuid,
    /// Counts the commands carried out.
    pub version: i64,
    /// Its text.
    pub draft: Draft,
    /// Who made it.
    pub created_by: String,
    /// When it was changed last, in microseconds since 1970-01-01 UTC.
    pub changed_at: i64,
    /// What was frozen; it is not changed any more then.
    pub frozen: Option<StoredFreeze>,
}

/// What was kept when a statement was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFreeze {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// By whom.
    pub by: String,
    /// The version of the scenario whose figures they are.
    pub scenario_version: i64,
    /// The values.
    pub figures: Vec<Frozen>,
    /// SHA-256 of the PDF, as hexadecimal digits.
    pub pdf_sha256: String,
    /// The snapshot of the scenario that they rest on, with its fingerprint; none of what was frozen before they were taken.
    pub snapshot: Option<(Uuid, Digest)>,
}

/// A file that was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenFile {
    /// SHA-256 as hexadecimal digits.
    pub sha256: String,
    /// The bytes.
    pub content: Vec<u8>,
}

#[derive(FromRow)]
struct StatementRow {
    id: String,
    version: i64,
    draft: String,
    created_by: String,
    changed_at: i64,
    frozen_at: Option<i64>,
    frozen_by: Option<String>,
    frozen_version: Option<i64>,
    frozen_figures: Option<String>,
    sha256: Option<String>,
    snapshot_id: Option<String>,
    snapshot_hash: Option<String>,
}

impl StatementRow {
    fn read(self) -> Result<StoredStatement, StoreError> {
        let unreadable = |errors: crate::plan::InvalidPlan| corrupt(format!("Stellungnahme: {errors}"));
        let snapshot = match (&self.snapshot_id, &self.snapshot_hash) {
            (Some(id), Some(hash)) => {
                let hash = Digest::parse(hash).ok_or_else(|| corrupt(hash))?;
                Some((id.parse().map_err(corrupt)?, hash))
            }
            _ => None,
        };
        let frozen = match (self.frozen_at, &self.frozen_figures) {
            (Some(at), Some(figures)) => Some(StoredFreeze {
                at,
                by: self.frozen_by.unwrap_or_default(),
                scenario_version: self.frozen_version.unwrap_or(1),
                figures: form(figures.as_bytes()).map_err(unreadable)?,
                pdf_sha256: self.sha256.unwrap_or_default(),
                snapshot,
            }),
            _ => None,
        };
        Ok(StoredStatement {
            id: self.id.parse().map_err(corrupt)?,
            version: self.version,
            draft: form(self.draft.as_bytes()).map_err(unreadable)?,
            created_by: self.created_by,
            changed_at: self.changed_at,
            frozen,
        })
    }
}

/// The statements of a scenario that the actor sees; all of them, or the one asked for.
async fn rows(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    statement: Option<Uuid>,
) -> Result<Vec<StoredStatement>, StoreError> {
    let rows: Vec<StatementRow> = sqlx::query_as(concat!(
        "SELECT statement.id, statement.version, statement.draft, statement.created_by, statement.changed_at,
             statement.frozen_at, statement.frozen_by, statement.frozen_version, statement.frozen_figures,
             statement_file.sha256, snapshot.id AS snapshot_id, snapshot.hash AS snapshot_hash
         FROM statement
             LEFT JOIN statement_file ON statement_file.statement_id = statement.id AND statement_file.form = 'pdf'
             LEFT JOIN snapshot ON snapshot.id = statement.snapshot_id AND snapshot.tenant_id = statement.tenant_id
         WHERE statement.tenant_id = $1 AND statement.scenario_id = $2 AND statement.removed_at IS NULL
             AND ($4 = '' OR statement.id = $4)
             AND EXISTS (SELECT 1 FROM scenario WHERE scenario.tenant_id = $1 AND scenario.id = $2
                 AND scenario.removed_at IS NULL AND ",
        seen_by!("$3"),
        ") ORDER BY statement.id"
    ))
    .bind(&viewer.tenant)
    .bind(&viewer.scenario)
    .bind(&viewer.actor)
    .bind(statement.map(|id| id.to_string()).unwrap_or_default())
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(StatementRow::read).collect()
}

async fn one(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: Uuid,
) -> Result<StoredStatement, StoreError> {
    rows(connection, viewer, Some(id)).await?.pop().ok_or(StoreError::NotFound)
}

impl Store {
    /// The statements of a scenario, in the order they were made.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn statements(&self, viewer: &Viewer) -> Result<Vec<StoredStatement>, StoreError> {
        rows(&mut *self.readers.acquire().await?, viewer, None).await
    }

    /// The statement with this identifier and the scenario that it belongs to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none that the actor sees.
    pub async fn statement(
        &self,
        permit: Permit<ViewScenario>,
        actor: &Actor,
        id: Uuid,
    ) -> Result<(Uuid, StoredStatement), StoreError> {
        let mut connection = self.readers.acquire().await?;
        let scenario: Option<String> =
            sqlx::query_scalar("SELECT scenario_id FROM statement WHERE tenant_id = $1 AND id = $2")
                .bind(&actor.tenant.0)
                .bind(id.to_string())
                .fetch_optional(&mut *connection)
                .await?;
        let scenario: Uuid = scenario.ok_or(StoreError::NotFound)?.parse().map_err(corrupt)?;
        let found = one(&mut connection, &Viewer::new(permit, actor, scenario), id).await?;
        Ok((scenario, found))
    }

    /// A file that was frozen with a statement; `form` is `pdf` or `docx`. Who may have it is asked by [`Self::statement`] before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nothing was frozen.
    pub async fn frozen_file(&self, actor: &Actor, id: Uuid, form: &str) -> Result<FrozenFile, StoreError> {
        let row: Option<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT sha256, content FROM statement_file WHERE tenant_id = $1 AND statement_id = $2 AND form = $3",
        )
        .bind(&actor.tenant.0)
        .bind(id.to_string())
        .bind(form)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(sha256, content)| FrozenFile { sha256, content }).ok_or(StoreError::NotFound)
    }
}
