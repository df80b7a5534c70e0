//! Looking at a database file without changing it: neither made nor migrated nor written. For backups and their proof.

use super::audit::{self, AuditEntry, Trail};
use super::{Anchor, OpenError, StoreError, open, steps};
use crate::plan::Plan;
use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, SqliteConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Faults of one kind that are told one by one.
const TOLD: usize = 20;

/// A database file that is only read, also while a server works on it.
#[derive(Debug)]
pub struct Inspection {
    file: PathBuf,
    pub(super) pool: SqlitePool,
    state: i64,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Newest migration in the file.
    pub state: i64,
    /// Newest migration of this program; a file below it is brought there when the server opens it.
    pub newest: i64,
    /// Size of the file, in bytes, without its log.
    pub bytes: u64,
    /// Every table with the number of its rows.
    pub tables: Vec<(String, i64)>,
    /// Entries of the audit trail.
    pub audit_entries: u64,
    /// The newest entry of each organisation's trail, as `1234:4f1c…`.
    pub audit_heads: Vec<Anchor>,
    /// What is wrong, each a German sentence; nothing where the file is whole.
    pub faults: Vec<String>,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Inspection {
    /// Opens a file to read.
    ///
    /// # Errors
    /// [`OpenError`] when it is not there, no database of this program, or of a newer one.
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        let unusable = |reason: &str| OpenError::File { file: file.to_owned(), reason: reason.to_owned() };
        match std::fs::metadata(file) {
            Ok(found) if found.is_dir() => return Err(unusable("es ist ein Ordner")),
            Ok(_) => open::looks_like_database(file)?,
            Err(error) => return Err(unusable(&open::in_german(&error))),
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON");
        let refused = |error: &sqlx::Error| open::refused(file, error);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(|error| refused(&error))?;
        open::check_engine(&pool).await.map_err(|error| error.unwrap_or_else(|error| refused(&error)))?;
        let Some(state) = open::applied(&pool).await.map_err(|error| refused(&error))? else {
            let reason = "sie enthält keine Tabellen von Stellwerk".to_owned();
            return Err(OpenError::Broken { file: file.to_owned(), reason });
        };
        let known = open::newest(&open::MIGRATIONS);
        if state > known {
            return Err(OpenError::Newer { file: file.to_owned(), found: state, known });
        }
        Ok(Self { file: file.to_owned(), pool, state })
    }

    /// Checks everything that can be checked: pages, references, documents, the chain of the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the file cannot be read at all; what is wrong inside stands in the findings.
    pub async fn verify(&self) -> Result<Findings, StoreError> {
        // One state of the database for all questions. Nothing is written, so it need not be the writer's.
        let mut transaction = self.pool.begin_with("BEGIN DEFERRED").await?;
        let mut faults = pages(&mut transaction).await?;
        // What follows reads what the pages hold.
        let mut tables = Vec::new();
        let mut trail = Trail::default();
        if faults.is_empty() {
            tables = counts(&mut transaction).await?;
            faults.extend(references(&mut transaction).await?);
            faults.extend(documents(&mut transaction).await?);
            match audit::walk(&mut transaction).await {
                Ok(walked) => trail = walked,
                Err(StoreError::Corrupt(place)) => faults.push(format!(
                    "{place}: Der Eintrag wurde verändert, fehlt oder steht an falscher Stelle."
                )),
                Err(error) => return Err(error),
            }
        }
        transaction.rollback().await?;
        Ok(Findings {
            state: self.state,
            newest: open::newest(&open::MIGRATIONS),
            bytes: std::fs::metadata(&self.file).map_or(0, |found| found.len()),
            tables,
            audit_entries: trail.entries,
            audit_heads: trail.heads,
            faults,
        })
    }

    /// The whole audit trail of all organisations, in order.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it cannot be read.
    pub async fn audit_trail(&self) -> Result<Vec<AuditEntry>, StoreError> {
        Ok(sqlx::query_as("SELECT * FROM audit ORDER BY tenant_id, position").fetch_all(&self.pool).await?)
    }

    /// Lets go of the file.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

async fn pages(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let verdict: Vec<String> =
        match sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(connection).await {
            Ok(verdict) => verdict,
            // Some damage keeps the check itself from coming to its end.
            Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("11" | "26")) => {
                return Ok(vec![format!("Die Datei ist beschädigt: {}.", error.message())]);
            }
            Err(error) => return Err(error.into()),
        };
    let told = verdict.into_iter().filter(|line| line != "ok");
    Ok(told.map(|line| format!("Die Datei ist beschädigt: {line}.")).collect())
}

async fn references(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as(r#"SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY "table""#)
            .fetch_all(connection)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(table, count)| format!("Tabelle {table}: {count} Verweise führen ins Leere."))
        .collect())
}

/// Every table of ours with its rows.
async fn counts(connection: &mut SqliteConnection) -> Result<Vec<(String, i64)>, StoreError> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut counts = Vec::new();
    for name in names {
        // The name comes from the file's own list of tables, quoted as a name.
        let statement = format!(r#"SELECT count(*) FROM "{}""#, name.replace('"', "\"\""));
        let count = sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut *connection).await?;
        counts.push((name, count));
    }
    Ok(counts)
}

/// Plans and changes can be read as such.
async fn documents(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let plans: Vec<(String, String)> =
        sqlx::query_as("SELECT name, document FROM plan ORDER BY id").fetch_all(&mut *connection).await?;
    for (name, document) in plans {
        if let Err(errors) = Plan::from_json(document.as_bytes()) {
            faults.push(format!("Der Plan „{name}“ ist nicht lesbar: {errors}"));
        }
    }
    let changes: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT scenario_id, position, change FROM scenario_change ORDER BY scenario_id, position",
    )
    .fetch_all(connection)
    .await?;
    let unreadable = changes.into_iter().filter(|(_, _, content)| steps::changes(content).is_err()).map(
        |(scenario, position, _)| format!("Szenario {scenario}: Der Schritt {position} ist nicht lesbar."),
    );
    faults.extend(unreadable.take(TOLD));
    Ok(faults)
}
