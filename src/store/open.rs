//! Opening: the file is checked before it is touched, saved before it is migrated, filled when it is new.

use super::{OpenError, Store, StoreError, backup, seed};
use crate::plan::Plan;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Oldest SQLite without the error that loses committed data of the write-ahead log.
pub const OLDEST_ENGINE: &str = "3.51.3";

/// Connections that read.
const READERS: u32 = 4;

/// Rows that the engine's thread may be ahead of whoever reads them: the more, the less often the two wait for each other.
const ROWS_AHEAD: usize = 1_000;

/// What every SQLite file begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!();

impl Store {
    /// Opens the database, creates it where it is missing, brings it to this program's state; a new one gets an
    /// organisation with `initial` as its plan and one scenario on it.
    ///
    /// # Errors
    /// [`OpenError`] with one sentence for the terminal; the file is then as it was.
    pub async fn open(file: &Path, initial: &Plan) -> Result<Self, OpenError> {
        let existing = prepare(file)?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options(file))
            .await
            .map_err(|error| refused(file, &error))?;
        check_engine(&writer).await.map_err(|error| error.unwrap_or_else(|error| refused(file, &error)))?;
        if existing {
            check_content(file, &writer).await?;
        }
        migrate(file, &writer, existing, &MIGRATIONS).await?;
        seed::fill(&writer, initial).await.map_err(|error| unusable(file, error))?;
        takes_writes(&writer).await.map_err(|error| unusable(file, error))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options(file))
            .await
            .map_err(|error| refused(file, &error))?;
        let store = Self {
            writer,
            readers,
            written: Arc::default(),
            proven: Arc::default(),
            given_up: Arc::default(),
        };
        store.complete_sums().await.map_err(|error| unusable(file, error))?;
        Ok(store)
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .row_buffer_size(ROWS_AHEAD)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
}

/// Makes the folder; true when the file exists and has a content that looks like a database.
fn prepare(file: &Path) -> Result<bool, OpenError> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let unusable =
        |error: std::io::Error| OpenError::Folder { folder: folder.clone(), reason: in_german(&error) };
    create_folder(&folder).map_err(unusable)?;
    match std::fs::File::open(file).and_then(|opened| opened.metadata()).map(|metadata| metadata.len()) {
        Ok(_) if file.is_dir() => {
            Err(OpenError::File { file: file.to_owned(), reason: "es ist ein Ordner".to_owned() })
        }
        Ok(0) => Ok(false),
        Ok(_) => looks_like_database(file).map(|()| true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // Found out now, in words, instead of by the engine's "unable to open database file".
            let probe = folder.join(".stellwerk-schreibprobe");
            std::fs::write(&probe, []).and_then(|()| std::fs::remove_file(&probe)).map_err(unusable)?;
            Ok(false)
        }
        Err(error) => Err(OpenError::File { file: file.to_owned(), reason: in_german(&error) }),
    }
}

pub(super) fn looks_like_database(file: &Path) -> Result<(), OpenError> {
    use std::io::Read;
    let mut head = [0; 16];
    let read = std::fs::File::open(file).and_then(|mut opened| opened.read_exact(&mut head));
    if read.is_err() || head != MAGIC {
        let reason = "sie hat ein anderes Format".to_owned();
        return Err(OpenError::Broken { file: file.to_owned(), reason });
    }
    Ok(())
}

/// Data of an organisation: nobody else on the machine needs to read it.
#[cfg(unix)]
fn create_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

pub(super) fn in_german(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => "Zugriff verweigert".to_owned(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "der Pfad führt durch eine Datei".to_owned(),
        ErrorKind::IsADirectory => "es ist ein Ordner".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "der Datenträger ist schreibgeschützt".to_owned(),
        ErrorKind::StorageFull => "der Datenträger ist voll".to_owned(),
        ErrorKind::NotFound => "den Pfad gibt es nicht".to_owned(),
        _ => error.to_string(),
    }
}

/// Tells a damaged file from one that is only not accessible.
pub(super) fn refused(file: &Path, error: &sqlx::Error) -> OpenError {
    let file = file.to_owned();
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    // The last eight bits are the primary code: 11 SQLITE_CORRUPT, 26 SQLITE_NOTADB.
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(11 | 26) => OpenError::Broken { file, reason: "sie ist beschädigt".to_owned() },
        Ok(8) => OpenError::File { file, reason: "sie ist schreibgeschützt".to_owned() },
        Ok(5 | 6) => OpenError::Locked(file),
        Ok(10) => OpenError::File { file, reason: "der Datenträger meldet einen Fehler".to_owned() },
        Ok(14) => OpenError::File { file, reason: "sie oder ihr Ordner ist nicht zugänglich".to_owned() },
        Ok(13) => OpenError::Full(file),
        _ => OpenError::File { file, reason: error.to_string() },
    }
}

/// The same for what the store says of its own first steps.
fn unusable(file: &Path, error: StoreError) -> OpenError {
    match error {
        StoreError::InUse => OpenError::Locked(file.to_owned()),
        StoreError::NoSpace => OpenError::Full(file.to_owned()),
        StoreError::Unwritable(error) | StoreError::Database(error) => refused(file, &error),
        other => OpenError::File {
            file: file.to_owned(),
            reason: other.to_string().trim_end_matches('.').to_owned(),
        },
    }
}

/// Sees that the file can be written: one that can only be read begins transactions like any other, and the first command of
/// somebody would be the one that fails. Nothing is changed.
async fn takes_writes(pool: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("UPDATE tenant SET recorded_at = recorded_at").execute(&mut *transaction).await?;
    transaction.rollback().await?;
    Ok(())
}

pub(super) async fn check_engine(pool: &SqlitePool) -> Result<(), Result<OpenError, sqlx::Error>> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await.map_err(Err)?;
    if number(&found) < number(OLDEST_ENGINE) {
        return Err(Ok(OpenError::Engine { found, needed: OLDEST_ENGINE }));
    }
    Ok(())
}

/// „3.51.3“ as parts that compare as numbers.
fn number(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

async fn check_content(file: &Path, pool: &SqlitePool) -> Result<(), OpenError> {
    let broken = |reason: &str| OpenError::Broken { file: file.to_owned(), reason: reason.to_owned() };
    let verdict: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(3)")
        .fetch_all(pool)
        .await
        .map_err(|error| refused(file, &error))?;
    if verdict != ["ok"] {
        return Err(broken("die Prüfung fand beschädigte Seiten"));
    }
    let orphans = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(pool)
        .await
        .map_err(|error| refused(file, &error))?;
    if !orphans.is_empty() {
        return Err(broken("Verweise führen ins Leere"));
    }
    Ok(())
}

/// Brings the file to the newest of `migrations`; a file that has older ones is copied before.
async fn migrate(
    file: &Path,
    pool: &SqlitePool,
    existing: bool,
    migrations: &Migrator,
) -> Result<(), OpenError> {
    let failed = |error: &dyn std::fmt::Display| OpenError::Migration {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let known: BTreeSet<i64> = migrations.iter().map(|migration| migration.version).collect();
    let found = if existing { seen(pool).await.map_err(|error| refused(file, &error))? } else { None };
    match found {
        Some(found) => {
            // One that this program does not know, whatever its number: two lines of work may have met in another order.
            if let Some(&found) = found.difference(&known).max() {
                return Err(OpenError::Newer { file: file.to_owned(), found, known: newest(migrations) });
            }
            // One that is missing may lie below one that is there, for the same reason.
            if found != known {
                backup::before_migration(file, pool, found.last().copied().unwrap_or_default()).await?;
            }
        }
        None if existing && !is_empty(pool).await.map_err(|error| refused(file, &error))? => {
            let reason = "sie enthält die Tabellen eines anderen Programms".to_owned();
            return Err(OpenError::Broken { file: file.to_owned(), reason });
        }
        None => {}
    }
    migrations.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMismatch(version) => OpenError::Broken {
            file: file.to_owned(),
            reason: format!("der Aufbau Nr. {version} wurde von einer anderen Ausgabe angelegt"),
        },
        error => failed(&error),
    })
}

/// The number of the newest of these migrations.
pub(super) fn newest(migrations: &Migrator) -> i64 {
    migrations.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The newest migration that the file has seen; none when it was not made by this program.
pub(super) async fn applied(pool: &SqlitePool) -> Result<Option<i64>, sqlx::Error> {
    Ok(seen(pool).await?.and_then(|seen| seen.last().copied()))
}

/// Every migration that the file has seen, at least one; none when it was not made by this program.
async fn seen(pool: &SqlitePool) -> Result<Option<BTreeSet<i64>>, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let made_by_us: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await?;
    if made_by_us == 0 {
        return Ok(None);
    }
    let applied = connection
        .list_applied_migrations(&MIGRATIONS.table_name)
        .await
        .map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
    let applied: BTreeSet<i64> = applied.iter().map(|migration| migration.version).collect();
    Ok(Some(applied).filter(|applied| !applied.is_empty()))
}

/// Whether nothing is in the file; a first start that was killed may have left its list of migrations, still without one.
async fn is_empty(pool: &SqlitePool) -> Result<bool, sqlx::Error> {
    let others = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> '_sqlx_migrations'";
    let tables: i64 = sqlx::query_scalar(others).fetch_one(pool).await?;
    Ok(tables == 0)
}

#[cfg(test)]
mod tests;
