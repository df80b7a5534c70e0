//! A writing transaction: whoever waits for news is told when it is committed, and not before.

use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::ops::{Deref, DerefMut};
use tokio::sync::watch;

/// Begun with `BEGIN IMMEDIATE`; dropped without a commit it is rolled back.
pub(super) struct Writing<'a> {
    transaction: Transaction<'a, Sqlite>,
    written: &'a watch::Sender<()>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(transaction: Transaction<'a, Sqlite>, written: &'a watch::Sender<()>) -> Self {
        Self { transaction, written }
    }

    /// Commits and tells.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await?;
        self.written.send_replace(());
        Ok(())
    }

    /// Takes everything back.
    pub(super) async fn rollback(self) -> Result<(), sqlx::Error> {
        self.transaction.rollback().await
    }

    /// Commits what is no news to anybody.
    pub(super) async fn commit_quietly(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
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
