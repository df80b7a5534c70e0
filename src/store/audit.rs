//! The audit trail: append-only, each entry carrying the hash of the one before it.

use super::{Actor, Anchor, Store, StoreError, now};
use futures_util::TryStreamExt;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};

/// What the chain begins with.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct AuditEntry {
    /// Organisation.
    pub tenant_id: String,
    /// Place in the chain, from 1 without gaps.
    pub position: i64,
    /// Microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Who.
    pub actor: String,
    /// Did what.
    pub action: String,
    /// To what.
    pub subject: String,
    /// With which content (JSON).
    pub detail: String,
    /// In which request.
    pub request_id: String,
    /// Hash of the entry before.
    pub prev_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

impl AuditEntry {
    /// The hash that belongs to the other fields: SHA-256 over all of them, each with its length before it.
    fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let (position, time) = (self.position.to_string(), self.recorded_at.to_string());
        for field in [
            &self.prev_hash,
            &self.tenant_id,
            &position,
            &time,
            &self.actor,
            &self.action,
            &self.subject,
            &self.detail,
            &self.request_id,
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What happened, to be recorded.
pub(super) struct Event<'a> {
    pub(super) tenant: &'a str,
    pub(super) actor: &'a str,
    pub(super) action: &'a str,
    pub(super) subject: &'a str,
    pub(super) detail: &'a str,
    pub(super) request_id: &'a str,
}

/// Adds what somebody has done: the action, what it was done to, and the detail.
pub(super) async fn record_by(
    connection: &mut SqliteConnection,
    actor: &Actor,
    (action, subject): (&str, &str),
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    let event = Event {
        tenant: &actor.tenant.0,
        actor: &actor.name,
        action,
        subject,
        detail: &detail.to_string(),
        request_id: &actor.request_id,
    };
    record(connection, event).await
}

/// Adds an entry at the end of the chain; the caller's transaction holds the write lock.
pub(super) async fn record(connection: &mut SqliteConnection, event: Event<'_>) -> Result<(), StoreError> {
    let last: Option<(i64, String)> = sqlx::query_as(
        "SELECT position, hash FROM audit WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1",
    )
    .bind(event.tenant)
    .fetch_optional(&mut *connection)
    .await?;
    let (position, prev_hash) = last.map_or((1, GENESIS.to_owned()), |(position, hash)| (position + 1, hash));
    let mut entry = AuditEntry {
        tenant_id: event.tenant.to_owned(),
        position,
        recorded_at: now(),
        actor: event.actor.to_owned(),
        action: event.action.to_owned(),
        subject: event.subject.to_owned(),
        detail: event.detail.to_owned(),
        request_id: event.request_id.to_owned(),
        prev_hash,
        hash: String::new(),
    };
    entry.hash = entry.expected_hash();
    sqlx::query(
        "INSERT INTO audit
             (tenant_id, position, recorded_at, actor, action, subject, detail, request_id, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&entry.tenant_id)
    .bind(entry.position)
    .bind(entry.recorded_at)
    .bind(&entry.actor)
    .bind(&entry.action)
    .bind(&entry.subject)
    .bind(&entry.detail)
    .bind(&entry.request_id)
    .bind(&entry.prev_hash)
    .bind(&entry.hash)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// The whole trail of all organisations, in order.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it cannot be read.
    pub async fn audit_trail(&self) -> Result<Vec<AuditEntry>, StoreError> {
        Ok(sqlx::query_as("SELECT * FROM audit ORDER BY tenant_id, position")
            .fetch_all(&self.readers)
            .await?)
    }

    /// Walks the chain of every organisation and returns the number of entries.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first entry that was altered, is missing or stands in the wrong place.
    pub async fn verify_audit(&self) -> Result<u64, StoreError> {
        Ok(self.walk_audit().await?.entries)
    }

    /// Walks the chain of every organisation and returns what it found.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first entry that was altered, is missing or stands in the wrong place.
    pub async fn walk_audit(&self) -> Result<Trail, StoreError> {
        walk(&mut *self.readers.acquire().await?).await
    }
}

fn anchor(entry: &AuditEntry) -> Anchor {
    Anchor { position: Some(entry.position), hash: entry.hash.clone() }
}

/// What a walk along the chains found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    /// Entries of all organisations.
    pub entries: u64,
    /// The newest entry of each organisation: noted down elsewhere it proves later that nothing up to it was altered or cut off.
    pub heads: Vec<Anchor>,
}

/// Walks the chain of every organisation, entry by entry.
pub(super) async fn walk(connection: &mut SqliteConnection) -> Result<Trail, StoreError> {
    let mut rows =
        sqlx::query_as::<_, AuditEntry>("SELECT * FROM audit ORDER BY tenant_id, position").fetch(connection);
    let mut trail = Trail::default();
    let mut before: Option<AuditEntry> = None;
    while let Some(entry) = rows.try_next().await? {
        let same = before.as_ref().filter(|before| before.tenant_id == entry.tenant_id);
        let (position, prev_hash) =
            same.map_or((1, GENESIS), |before| (before.position + 1, before.hash.as_str()));
        let intact =
            entry.position == position && entry.prev_hash == prev_hash && entry.hash == entry.expected_hash();
        if !intact {
            return Err(StoreError::Corrupt(format!("Prüfprotokoll, Eintrag {}", entry.position)));
        }
        if let (None, Some(last)) = (same, &before) {
            trail.heads.push(anchor(last));
        }
        trail.entries += 1;
        before = Some(entry);
    }
    trail.heads.extend(before.as_ref().map(anchor));
    Ok(trail)
}
