//! All SQL: `Store`'s methods are the only way to the data.
//!
//! One connection writes, always beginning with `BEGIN IMMEDIATE`: a transaction that begins by reading and then wants
//! to write fails at once when another one wrote in between. Several connections read. What is acknowledged is on
//! the disk (`synchronous=FULL`).

mod access;
mod accounts;
mod agreed;
mod agreements;
mod anchors;
mod approvals;
mod audit;
mod backup;
mod baselines;
mod case_list;
mod cases;
mod catalogue;
mod command;
mod comments;
mod decisions;
mod error;
#[cfg(test)]
mod faults;
mod goals;
mod inspection;
mod instance;
mod inventory;
mod open;
mod outbox;
mod outlooks;
mod packages;
mod plan_file;
mod plan_versions;
mod revising;
mod scenarios;
mod secret;
mod seed;
mod sight;
mod snapshot_links;
mod snapshots;
mod staffing_plans;
mod statements;
mod steps;
mod tokens;
pub mod trail;
mod writing;

pub use access::{Actor, Commenter, Creator, Editor, Sharer, Tenant, Viewer};
pub use accounts::{
    ABSOLUTE_HOURS, Attempt, Counted, Credentials, DEVICE_DAYS, Entered, Factor, FactorState, FoundCode,
    IDLE_MINUTES, Identity, LINK_HOURS, LinkOwner, Origin, PROXY, Person, SET_UP_MINUTES, Signed, Standing,
    StoredAccount, StoredSession,
};
pub use agreements::Agreement;
pub use anchors::{Anchor, NoAnchor};
pub use approvals::{SingleApproval, StoredApproval, StoredWay};
pub use audit::{AuditEntry, Trail};
pub use backup::{BackupError, Restored, back_up, backup_name, is_backup_name, restore};
pub use case_list::{StagedCases, StoredList, cases_kept_from};
pub use cases::{ImportEntry, ImportKind, Typed};
pub use catalogue::{Baselines, Described, StoredEntry};
pub use comments::{Said, StoredComment};
pub use decisions::StoredDecision;
pub use error::{OpenError, StoreError};
pub use inspection::{Findings, Inspection};
pub use instance::InstanceError;
pub use inventory::{Purpose, TableKept, TableWords};
pub use open::OLDEST_ENGINE;
pub use outbox::Told;
pub use outlooks::StoredOutlook;
pub use packages::StoredPackage;
pub use plan_file::Replacing;
pub use plan_versions::{Restoring, StoredVersion, VersionOrigin};
pub use revising::StoredRevision;
pub use scenarios::{StoredScenario, Written};
pub use secret::{Fingerprint, Secret};
pub use sight::SeenEntry;
pub use snapshot_links::{OpenedSnapshot, StoredLink};
pub use snapshots::{StoredDescent, StoredSnapshot};
pub use staffing_plans::{Freezing, StoredStaffingPlan};
pub use statements::{Freeze, FrozenFile, StoredFreeze, StoredStatement, Which};
pub use steps::StoredStep;
pub use tokens::{Bearer, StoredToken, TokenScope, TokenTerms};

use crate::format::local_time;
use chrono::NaiveDate;
use sqlx::{Connection, SqlitePool};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{Mutex, watch};
use writing::Writing;

/// The database of an installation.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    /// Told after every commit.
    written: Arc<watch::Sender<()>>,
    /// When a write was last made only to see that it can be made.
    proven: Arc<Mutex<Option<Instant>>>,
    /// Whether the last writing transaction was given up.
    given_up: Arc<AtomicBool>,
}

/// How long such a write counts.
const PROOF: Duration = Duration::from_secs(1);

impl Store {
    /// Begins a writing transaction; dropped without a commit it is rolled back.
    async fn write_tx(&self) -> Result<Writing<'_>, StoreError> {
        // A full disk ends a transaction in the engine by itself. The driver does not learn of it, takes the transaction for
        // open for ever and begins no other on that connection. And one that was opened while the file could not be written
        // only reads for ever. After whatever went wrong another connection is opened: about a millisecond.
        let connection = self.writer.acquire().await?;
        if self.given_up.swap(false, Ordering::Relaxed) || connection.is_in_transaction() {
            connection.close().await?;
        } else {
            drop(connection);
        }
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await;
        self.given_up.store(begun.is_err(), Ordering::Relaxed);
        Ok(Writing::new(begun?, &self.written, &self.given_up))
    }

    /// How many connections that read are open, and how many of them wait.
    #[must_use]
    pub fn readers(&self) -> (u32, usize) {
        (self.readers.size(), self.readers.num_idle())
    }

    /// Tells of every commit of this process from now on.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<()> {
        self.written.subscribe()
    }

    /// Whether the database answers and takes a write: one is made, at most once a second.
    ///
    /// # Errors
    /// [`StoreError::NoSpace`], [`StoreError::Unwritable`], [`StoreError::InUse`], [`StoreError::Database`] when it
    /// does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut proven = self.proven.lock().await;
        if proven.is_some_and(|time: Instant| time.elapsed() < PROOF) {
            return Ok(());
        }
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM tenant").fetch_one(&self.readers).await?;
        // Only what is committed reaches the disk, and only there it shows whether there is room. There and back: SQLite writes no
        // page for a row that stays as it is, and the commit would succeed on a disk that takes nothing.
        let mut transaction = self.write_tx().await?;
        for step in [
            "UPDATE tenant SET recorded_at = recorded_at + 1",
            "UPDATE tenant SET recorded_at = recorded_at - 1",
        ] {
            sqlx::query(step).execute(&mut *transaction).await?;
        }
        transaction.commit_quietly().await?;
        *proven = Some(Instant::now());
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

/// Today in Germany.
pub(crate) fn today() -> NaiveDate {
    local_time(now()).map(|time| time.date()).unwrap_or_default()
}
