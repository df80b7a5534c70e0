//! A writing transaction: whoever waits for news is told when it is committed, and not before.

use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// Begun with `BEGIN IMMEDIATE`; dropped without a commit it is rolled back.
pub(super) struct Writing<'a> {
    transaction: Transaction<'a, Sqlite>,
    written: &'a watch::Sender<()>,
    outcome: Outcome<'a>,
}

/// Notes on its end whether a transaction was given up.
struct Outcome<'a> {
    given_up: &'a AtomicBool,
    good: bool,
}

impl Drop for Outcome<'_> {
    fn drop(&mut self) {
        if !self.good {
            self.given_up.store(true, Ordering::Relaxed);
        }
    }
}

impl<'a> Writing<'a> {
    /// `given_up` is set where the transaction ends otherwise than by a commit or on purpose.
    pub(super) fn new(
        transaction: Transaction<'a, Sqlite>,
        written: &'a watch::Sender<()>,
        given_up: &'a AtomicBool,
    ) -> Self {
        Self { transaction, written, outcome: Outcome { given_up, good: false } }
    }

    /// Commits and tells.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        let written = self.written;
        self.commit_quietly().await?;
        written.send_replace(());
        Ok(())
    }

    /// Takes everything back.
    pub(super) async fn rollback(mut self) -> Result<(), sqlx::Error> {
        self.transaction.rollback().await?;
        self.outcome.good = true;
        Ok(())
    }

    /// Commits what is no news to anybody.
    pub(super) async fn commit_quietly(mut self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await?;
        self.outcome.good = true;
        Ok(())
    }
}

impl Deref for Writing<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for Writing<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}
