//! All SQL: `Store`'s methods are the only way to the data.
//!
//! One connection writes, always beginning with `BEGIN IMMEDIATE`: a transaction that begins by reading and then wants
//! to write fails at once when another one wrote in between. Several connections read. What is acknowledged is on
//! the disk (`synchronous=FULL`).

mod access;
mod accounts;
mod audit;
mod backup;
mod cases;
mod catalogue;
mod command;
mod error;
mod open;
mod outbox;
mod scenarios;
mod seed;
mod statements;
mod writing;

pub use access::{Actor, Creator, Editor, Tenant, Viewer};
pub use accounts::Identity;
pub use audit::AuditEntry;
pub use catalogue::{Described, StoredEntry};
pub use error::{OpenError, StoreError};
pub use open::OLDEST_ENGINE;
pub use outbox::Told;
pub use scenarios::{StoredScenario, StoredStep, Written};
pub use statements::{Freeze, FrozenFile, StoredFreeze, StoredStatement, Which};

use sqlx::SqlitePool;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;
use writing::Writing;

/// The database of an installation.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    /// Told after every commit.
    written: Arc<watch::Sender<()>>,
}

impl Store {
    /// Begins a writing transaction; dropped without a commit it is rolled back.
    async fn write_tx(&self) -> Result<Writing<'_>, StoreError> {
        Ok(Writing::new(self.writer.begin_with("BEGIN IMMEDIATE").await?, &self.written))
    }

    /// Tells of every commit of this process from now on.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<()> {
        self.written.subscribe()
    }

    /// Whether the database answers and takes a write.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM tenant").fetch_one(&self.readers).await?;
        // Takes the write lock and gives it back: fails on a file that became read-only.
        self.write_tx().await?.rollback().await?;
        Ok(())
    }

    /// Writes the log back into the database file and closes it.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the log could not be written back; nothing is lost then, the next start reads it.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await;
        self.writer.close().await;
        checkpoint?;
        Ok(())
    }
}

/// Now, in microseconds since 1970-01-01 UTC.
fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX)
}
