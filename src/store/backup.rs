//! Backups: a consistent copy of the whole database beside it, made while it is in use.

use super::{OpenError, now};
use sqlx::SqlitePool;
use std::path::{Path, PathBuf};

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
    let stem = file.file_stem().map_or_else(|| "stellwerk".into(), |stem| stem.to_string_lossy());
    file.with_file_name(format!("{stem}-vor-umstellung-{state}-{seconds}.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_state_and_the_time() {
        let name = beside(Path::new("data/stellwerk.db"), 3, 1_732_312_800);
        assert_eq!(name, Path::new("data/stellwerk-vor-umstellung-3-1732312800.db"));
    }
}
