//! The audit trail as it is read: parts of it, the newest first.

#[cfg(test)]
mod tests;
mod told;
mod words;

pub use told::{Teller, action, actions};

use super::sight::EntrySight;
use super::{Actor, AuditEntry, SeenEntry, Store, StoreError};
use crate::permission::{Permit, ViewAudit};
use futures_util::TryStreamExt;
use sqlx::SqliteConnection;

impl Store {
    /// The newest entries in which a text occurs, or in the words for what was done, before a place in the chain and no more
    /// than so many; and how many there are in all. Each as the role sees it: what is not shown is not found either.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn trail(
        &self,
        permit: Permit<ViewAudit>,
        actor: &Actor,
        text: &str,
        (before, most): (Option<i64>, i64),
    ) -> Result<(Vec<SeenEntry>, i64), StoreError> {
        let sight = EntrySight::of(permit.role());
        let (tenant, before) = (actor.tenant.0.as_str(), before.unwrap_or(i64::MAX));
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        if text.is_empty() {
            newest(&mut transaction, tenant, &sight, (before, most)).await
        } else {
            found(&mut transaction, tenant, &sight, (text, before, most)).await
        }
    }
}

async fn newest(
    connection: &mut SqliteConnection,
    tenant: &str,
    sight: &EntrySight,
    (before, most): (i64, i64),
) -> Result<(Vec<SeenEntry>, i64), StoreError> {
    let entries: Vec<AuditEntry> = sqlx::query_as(
        "SELECT * FROM audit WHERE tenant_id = $1 AND position < $2 ORDER BY position DESC LIMIT $3",
    )
    .bind(tenant)
    .bind(before)
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    let total = sqlx::query_scalar("SELECT count(*) FROM audit WHERE tenant_id = $1")
        .bind(tenant)
        .fetch_one(connection)
        .await?;
    Ok((entries.into_iter().map(|entry| sight.entry(entry)).collect(), total))
}

/// Looks through what is stored, and leaves out what is not found in what is shown.
async fn found(
    connection: &mut SqliteConnection,
    tenant: &str,
    sight: &EntrySight,
    (text, before, most): (&str, i64, i64),
) -> Result<(Vec<SeenEntry>, i64), StoreError> {
    let called = told::actions_with(text);
    let like = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let mut rows = sqlx::query_as::<_, AuditEntry>(
        r"SELECT * FROM audit WHERE tenant_id = $1
             AND (actor LIKE $2 ESCAPE '\' OR action LIKE $2 ESCAPE '\' OR subject LIKE $2 ESCAPE '\'
                 OR detail LIKE $2 ESCAPE '\' OR $3 LIKE '%,' || action || ',%')
         ORDER BY position DESC",
    )
    .bind(tenant)
    .bind(like)
    .bind(format!(",{},", called.join(",")))
    .fetch(connection);
    let most = usize::try_from(most).unwrap_or_default();
    let (mut entries, mut total) = (Vec::new(), 0);
    while let Some(entry) = rows.try_next().await? {
        let seen = sight.entry(entry);
        if seen.is_shortened && !is_found(&seen.entry, text, &called) {
            continue;
        }
        total += 1;
        if seen.entry.position < before && entries.len() < most {
            entries.push(seen);
        }
    }
    Ok((entries, total))
}

/// Whether a text occurs in what is shown of an entry, or in the words for what was done; as the database compares.
fn is_found(entry: &AuditEntry, text: &str, called: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    let has = |field: &String| field.to_ascii_lowercase().contains(&text);
    called.contains(&entry.action.as_str())
        || [&entry.actor, &entry.action, &entry.subject, &entry.detail].into_iter().any(has)
}
