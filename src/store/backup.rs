//! Backups: a consistent copy of the whole database, made while it is in use, checked before it counts as one; and the
//! way back.

use super::{Findings, Inspection, OpenError, StoreError, now, open};
use chrono::DateTime;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a backup was not made or not put back; one sentence for the terminal. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database or the backup cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be read to its end.
    #[error("Die Datei „{}“ kann nicht gelesen werden: {error}", file.display())]
    Unreadable {
        /// Which one.
        file: PathBuf,
        /// The engine's reason.
        error: StoreError,
    },
    /// It is damaged.
    #[error("Die Datei „{}“ ist nicht unversehrt: {}", file.display(), faults.join(" "))]
    Damaged {
        /// Which one.
        file: PathBuf,
        /// What is wrong.
        faults: Vec<String>,
    },
    /// Something is there already.
    #[error("Die Datei „{}“ gibt es schon; bitte wählen Sie einen anderen Namen.", .0.display())]
    Exists(PathBuf),
    /// There is a database, and nobody said that it may be replaced.
    #[error(
        "Die Datenbank „{}“ gibt es schon und wird nicht überschrieben; mit --replace wird sie beiseitegelegt und ersetzt.",
        .0.display()
    )]
    NotReplaced(PathBuf),
    /// A program works on the database that is to be replaced.
    #[error(
        "Die Datenbank „{}“ ist in Gebrauch; bitte beenden Sie zuerst die Webanwendung, die mit ihr arbeitet.",
        .0.display()
    )]
    InUse(PathBuf),
    /// The copy cannot be written.
    #[error("Die Datei „{}“ kann nicht geschrieben werden ({reason}); es wurde nichts geändert.", file.display())]
    Unwritable {
        /// Which one.
        file: PathBuf,
        /// The system's reason.
        reason: String,
    },
}

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    /// What the database now holds.
    pub findings: Findings,
    /// Where the database that was there before lies now.
    pub aside: Option<PathBuf>,
}

/// The name of a backup made now: `stellwerk-20241122-231500.db`, in UTC, so that names sort by time.
#[must_use]
pub fn backup_name(file: &Path) -> String {
    format!("{}-{}.db", stem(file), stamp())
}

/// Whether a name is one of [`backup_name`] for this database.
#[must_use]
pub fn is_backup_name(file: &Path, name: &str) -> bool {
    let time = name.strip_prefix(&format!("{}-", stem(file))).and_then(|rest| rest.strip_suffix(".db"));
    time.and_then(|time| time.split_once('-')).is_some_and(|(day, time)| {
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(day, 8) && digits(time, 6)
    })
}

/// Copies the database `file` into a new file, while it is in use; the copy is checked before it gets its name.
///
/// # Errors
/// [`BackupError`]; no file of that name is left then.
pub async fn back_up(file: &Path, target: &Path) -> Result<Findings, BackupError> {
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let source = Inspection::open(file).await?;
    let copied = copy(&source.pool, target).await;
    source.close().await;
    let part = copied?;
    let findings = match whole(&part).await {
        Ok(findings) => findings,
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    settle(&part, target)?;
    Ok(findings)
}

/// Puts a backup in the place of the database `file`. One that is there is laid aside where `replace` allows it.
///
/// # Errors
/// [`BackupError`]; the database that was there is then still there.
pub async fn restore(backup: &Path, file: &Path, replace: bool) -> Result<Restored, BackupError> {
    let there = file.exists();
    if there && !replace {
        return Err(BackupError::NotReplaced(file.to_owned()));
    }
    whole(backup).await?;
    let source = Inspection::open(backup).await?;
    let copied = copy(&source.pool, file).await;
    source.close().await;
    let part = copied?;
    let done = async {
        let findings = whole(&part).await?;
        let aside = if there { Some(lay_aside(file).await?) } else { None };
        settle(&part, file)?;
        Ok(Restored { findings, aside })
    };
    done.await.inspect_err(|_| drop(std::fs::remove_file(&part)))
}

/// Writes a consistent copy beside the place that it is meant for.
async fn copy(source: &SqlitePool, target: &Path) -> Result<PathBuf, BackupError> {
    let name = target.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let part = target.with_file_name(format!(".{name}.teil"));
    let unwritable = |reason: String| BackupError::Unwritable { file: target.to_owned(), reason };
    // What an attempt that was cut off has left.
    if let Err(error) = std::fs::remove_file(&part)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(unwritable(open::in_german(&error)));
    }
    // An empty file is filled; made here, because the copy holds what only its owner may read.
    own_file(&part).map_err(|error| unwritable(open::in_german(&error)))?;
    let copied =
        sqlx::query("VACUUM INTO $1").bind(part.to_string_lossy().into_owned()).execute(source).await;
    copied.map(|_| part.clone()).map_err(|error| {
        let _ = std::fs::remove_file(&part);
        unwritable(StoreError::from(error).to_string())
    })
}

#[cfg(unix)]
fn own_file(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map(drop)
}

#[cfg(not(unix))]
fn own_file(file: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().write(true).create_new(true).open(file).map(drop)
}

/// What is in a file that has to be whole.
async fn whole(file: &Path) -> Result<Findings, BackupError> {
    let inspection = Inspection::open(file).await?;
    let found = inspection.verify().await;
    inspection.close().await;
    let findings = found.map_err(|error| BackupError::Unreadable { file: file.to_owned(), error })?;
    if findings.is_whole() {
        return Ok(findings);
    }
    Err(BackupError::Damaged { file: file.to_owned(), faults: findings.faults })
}

/// Gives the finished copy its name, on the disk and not only in memory.
fn settle(part: &Path, target: &Path) -> Result<(), BackupError> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let done = std::fs::File::open(part)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(part, target))
        .and_then(|()| sync_folder(folder));
    done.map_err(|error| BackupError::Unwritable { file: target.to_owned(), reason: open::in_german(&error) })
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder).and_then(|folder| folder.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Renames a database that nobody uses, with what belongs to it.
async fn lay_aside(file: &Path) -> Result<PathBuf, BackupError> {
    written_back(file).await?;
    let name = format!("{}-vor-wiederherstellung-{}", stem(file), stamp());
    let mut aside = file.with_file_name(format!("{name}.db"));
    // Twice in a second.
    for number in 2_u32.. {
        if !aside.exists() {
            break;
        }
        aside = file.with_file_name(format!("{name}-{number}.db"));
    }
    // Log and index first: of a damaged file they may be left, and beside the new one they would be taken for its own.
    for ending in ["-wal", "-shm", ""] {
        let (from, to) = (with_ending(file, ending), with_ending(&aside, ending));
        match std::fs::rename(&from, &to) {
            Err(error) if ending.is_empty() || error.kind() != ErrorKind::NotFound => {
                return Err(BackupError::Unwritable { file: to, reason: open::in_german(&error) });
            }
            _ => {}
        }
    }
    Ok(aside)
}

/// Leaves the log, which nobody can who is not alone with the file: that is how others are noticed.
async fn written_back(file: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .busy_timeout(Duration::from_millis(500));
    let Ok(pool) = SqlitePoolOptions::new().max_connections(1).connect_with(options).await else {
        // Damaged: that is what backups are for.
        return Ok(());
    };
    let mode: Result<String, _> = sqlx::query_scalar("PRAGMA journal_mode = DELETE").fetch_one(&pool).await;
    pool.close().await;
    match mode.map_err(StoreError::from) {
        Err(StoreError::InUse) => Err(BackupError::InUse(file.to_owned())),
        Ok(mode) if mode.eq_ignore_ascii_case("wal") => Err(BackupError::InUse(file.to_owned())),
        _ => Ok(()),
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Saves the database before it is migrated: `stellwerk-vor-umstellung-1-1732312800.db` for state 1.
pub(super) async fn before_migration(file: &Path, pool: &SqlitePool, state: i64) -> Result<(), OpenError> {
    let target = beside(file, state, now() / 1_000_000);
    sqlx::query("VACUUM INTO $1")
        .bind(target.to_string_lossy().into_owned())
        .execute(pool)
        .await
        .map_err(|error| OpenError::Backup { file: target.clone(), reason: error.to_string() })?;
    Ok(())
}

fn beside(file: &Path, state: i64, seconds: i64) -> PathBuf {
    file.with_file_name(format!("{}-vor-umstellung-{state}-{seconds}.db", stem(file)))
}

fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| "stellwerk".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Now, as part of a name.
fn stamp() -> String {
    DateTime::from_timestamp_micros(now()).unwrap_or_default().format("%Y%m%d-%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_state_and_the_time() {
        let name = beside(Path::new("data/stellwerk.db"), 3, 1_732_312_800);
        assert_eq!(name, Path::new("data/stellwerk-vor-umstellung-3-1732312800.db"));
    }

    #[test]
    fn knows_its_own_names() {
        let file = Path::new("data/stellwerk.db");
        assert!(is_backup_name(file, &backup_name(file)));
        for other in ["stellwerk.db", "stellwerk-vor-umstellung-3-1732312800.db", "amt-20241122-231500.db"] {
            assert!(!is_backup_name(file, other), "{other}");
        }
    }
}
