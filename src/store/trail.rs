//! The audit trail as it is read: parts of it, the newest first.

#[cfg(test)]
mod tests;
mod told;
mod words;

pub use told::{Teller, action, actions};

use super::{Actor, AuditEntry, Store, StoreError};
use crate::permission::{Permit, ViewAudit};

impl Store {
    /// The newest entries in which a text occurs, or in the words for what was done, before a place in the chain and no more
    /// than so many; and how many there are in all.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn trail(
        &self,
        _permit: Permit<ViewAudit>,
        actor: &Actor,
        text: &str,
        (before, most): (Option<i64>, i64),
    ) -> Result<(Vec<AuditEntry>, i64), StoreError> {
        let called = format!(",{},", told::actions_with(text).join(","));
        let like = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let entries = sqlx::query_as(
            r"SELECT * FROM audit WHERE tenant_id = $1 AND position < $3
                 AND (actor LIKE $2 ESCAPE '\' OR action LIKE $2 ESCAPE '\' OR subject LIKE $2 ESCAPE '\'
                     OR detail LIKE $2 ESCAPE '\' OR $5 LIKE '%,' || action || ',%')
             ORDER BY position DESC LIMIT $4",
        )
        .bind(&actor.tenant.0)
        .bind(&like)
        .bind(before.unwrap_or(i64::MAX))
        .bind(most)
        .bind(&called)
        .fetch_all(&mut *transaction)
        .await?;
        let total = sqlx::query_scalar(
            r"SELECT count(*) FROM audit WHERE tenant_id = $1
                 AND (actor LIKE $2 ESCAPE '\' OR action LIKE $2 ESCAPE '\' OR subject LIKE $2 ESCAPE '\'
                     OR detail LIKE $2 ESCAPE '\' OR $3 LIKE '%,' || action || ',%')",
        )
        .bind(&actor.tenant.0)
        .bind(&like)
        .bind(&called)
        .fetch_one(&mut *transaction)
        .await?;
        Ok((entries, total))
    }
}
