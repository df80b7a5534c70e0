//! Links with which somebody without an account reads a snapshot: made, listed, revoked, opened.
//!
//! The key of a link is told once and never stored. Whoever may decide on a scenario may hand its snapshots outside, and nobody else.

use super::catalogue::home;
use super::command::Command;
use super::scenarios::corrupt;
use super::secret::Fingerprint;
use super::sight::Sight;
use super::snapshots::{content, one, record, seen, stored};
use super::{Editor, Sharer, Store, StoreError, StoredSnapshot, Tenant, now};
use crate::plan::Snapshot;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// Most links in force to one snapshot.
const MAX_LINKS: i64 = 10;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// For how long a link is still listed after its day has come; the trail has it for good.
const LISTED: i64 = 90 * DAY;

/// A link as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLink {
    /// Key of the row; not what opens the link.
    pub id: Uuid,
    /// Where it leads.
    pub snapshot: Uuid,
    /// What that snapshot is called.
    pub name: String,
    /// Short name of the account that made it.
    pub made_by: String,
    /// When, in microseconds since 1970-01-01 UTC, as the other times.
    pub recorded_at: i64,
    /// From when on it opens nothing any more.
    pub expires_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl StoredLink {
    /// Whether its time is over.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.expires_at <= now()
    }
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedSnapshot {
    /// Name of the scenario, as it is called today.
    pub scenario: String,
    /// The snapshot.
    pub snapshot: StoredSnapshot,
    /// What whoever has no account sees of what it holds.
    pub content: Snapshot,
    /// Until when the link opens it.
    pub expires_at: i64,
}

/// The answer that is kept for a command.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Done {
    id: Uuid,
}

#[derive(FromRow)]
struct Row {
    id: String,
    snapshot_id: String,
    name: String,
    made_by: String,
    recorded_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl Row {
    fn link(self) -> Result<StoredLink, StoreError> {
        Ok(StoredLink {
            id: self.id.parse().map_err(corrupt)?,
            snapshot: self.snapshot_id.parse().map_err(corrupt)?,
            name: self.name,
            made_by: self.made_by,
            recorded_at: self.recorded_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        })
    }
}

impl Store {
    /// Makes a link to a snapshot for so many days. The same command again gives the link this key instead: the answer to the
    /// first call went lost, and with it the key, which is stored nowhere.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such snapshot, [`StoreError::NotTheirsToDecide`],
    /// [`StoreError::TooManyLinks`], [`StoreError::CommandReused`].
    pub async fn make_snapshot_link(
        &self,
        sharer: &Sharer,
        command: Uuid,
        (snapshot, days): (Uuid, u32),
        key: &Fingerprint,
    ) -> Result<StoredLink, StoreError> {
        let command = Command::new(command, "snapshot_link", "", i64::from(days), &snapshot.to_string());
        let mut transaction = self.write_tx().await?;
        let (editor, taken) = within_reach(&mut transaction, sharer, snapshot).await?;
        if let Some(Done { id }) = command.answered(&mut transaction, &editor).await? {
            give_key(&mut transaction, &editor, id, key).await?;
            let link = link(&mut transaction, &editor, id).await?;
            transaction.commit_quietly().await?;
            return Ok(link);
        }
        room_for_another(&mut transaction, &editor, snapshot).await?;
        let id = Uuid::now_v7();
        let expires_at = insert(&mut transaction, &editor, (id, snapshot, days), key).await?;
        command.answer(&mut transaction, &editor, &Done { id }).await?;
        let StoredSnapshot { name, hash, .. } = &taken;
        let detail =
            json!({"link": id, "snapshot": snapshot, "name": name, "hash": hash, "expires_at": expires_at});
        record(&mut transaction, &editor, "snapshot_link.make", &detail).await?;
        let made = link(&mut transaction, &editor, id).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// The links to the snapshots of a scenario, the newest first; those that ended long ago are left out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such scenario, [`StoreError::NotTheirsToDecide`].
    pub async fn snapshot_links(
        &self,
        sharer: &Sharer,
        scenario: Uuid,
    ) -> Result<Vec<StoredLink>, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let scenarios = seen(&mut transaction, (&sharer.actor.tenant.0, &sharer.actor.name)).await?;
        if !scenarios.iter().any(|one| one.id == scenario) {
            return Err(StoreError::NotFound);
        }
        let editor = deciding(&mut transaction, sharer, scenario).await?;
        links(&mut transaction, &editor, None).await
    }

    /// Revokes a link: it opens nothing any more. One that was revoked before stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NoSnapshotLink`], [`StoreError::NotTheirsToDecide`].
    pub async fn revoke_snapshot_link(&self, sharer: &Sharer, id: Uuid) -> Result<StoredLink, StoreError> {
        let mut transaction = self.write_tx().await?;
        let snapshot: Option<String> =
            sqlx::query_scalar("SELECT snapshot_id FROM snapshot_link WHERE tenant_id = $1 AND id = $2")
                .bind(&sharer.actor.tenant.0)
                .bind(id.to_string())
                .fetch_optional(&mut *transaction)
                .await?;
        let snapshot: Uuid = snapshot.ok_or(StoreError::NoSnapshotLink)?.parse().map_err(corrupt)?;
        let reached = within_reach(&mut transaction, sharer, snapshot).await;
        let (editor, _) = reached.map_err(|error| match error {
            // Of a scenario that is hidden from the caller no link is known either.
            StoreError::NotFound => StoreError::NoSnapshotLink,
            other => other,
        })?;
        let revoked = sqlx::query(
            "UPDATE snapshot_link SET revoked_at = $1, revoked_by = $2
             WHERE tenant_id = $3 AND id = $4 AND revoked_at IS NULL",
        )
        .bind(now())
        .bind(&editor.actor)
        .bind(&editor.tenant)
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
        if revoked.rows_affected() > 0 {
            let detail = json!({"link": id, "snapshot": snapshot});
            record(&mut transaction, &editor, "snapshot_link.revoke", &detail).await?;
        }
        let link = link(&mut transaction, &editor, id).await?;
        transaction.commit().await?;
        Ok(link)
    }

    /// What the link with this key opens; none when it has expired, was revoked or never was, and while the scenario is removed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the snapshot is not what was taken, [`StoreError::Database`].
    pub async fn open_snapshot_link(
        &self,
        tenant: &Tenant,
        key: &Fingerprint,
    ) -> Result<Option<OpenedSnapshot>, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let row: Option<(String, String, i64)> = sqlx::query_as(
            "SELECT link.snapshot_id, scenario.name, link.expires_at FROM snapshot_link link
             JOIN snapshot ON snapshot.id = link.snapshot_id AND snapshot.tenant_id = link.tenant_id
             JOIN scenario ON scenario.id = snapshot.scenario_id AND scenario.tenant_id = link.tenant_id
             WHERE link.tenant_id = $1 AND link.fingerprint = $2 AND link.expires_at > $3
                 AND link.revoked_at IS NULL AND scenario.removed_at IS NULL",
        )
        .bind(&tenant.0)
        .bind(&key.0)
        .bind(now())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((id, scenario, expires_at)) = row else { return Ok(None) };
        let id: Uuid = id.parse().map_err(corrupt)?;
        let found = stored(&mut transaction, &tenant.0, Some(id)).await?.into_iter().next();
        let Some(snapshot) = found else { return Ok(None) };
        // Whoever has the link has no role.
        let content = Sight::NOTHING.snapshot(content(&mut transaction, &tenant.0, &snapshot).await?);
        Ok(Some(OpenedSnapshot { scenario, snapshot, content, expires_at }))
    }
}

/// The right to decide on a scenario; whether it may be seen is asked before.
async fn deciding(
    connection: &mut SqliteConnection,
    sharer: &Sharer,
    scenario: Uuid,
) -> Result<Editor, StoreError> {
    let editor = sharer.editor(scenario);
    let (home, scope) = home(connection, &editor).await?;
    if editor.may_decide((&home, &scope)) { Ok(editor) } else { Err(StoreError::NotTheirsToDecide) }
}

/// A snapshot that the caller sees, with the right to decide on its scenario.
async fn within_reach(
    connection: &mut SqliteConnection,
    sharer: &Sharer,
    snapshot: Uuid,
) -> Result<(Editor, StoredSnapshot), StoreError> {
    let taken = one(connection, (&sharer.actor.tenant.0, &sharer.actor.name), snapshot).await?;
    Ok((deciding(connection, sharer, taken.scenario).await?, taken))
}

/// The links to the snapshots of the editor's scenario: those that are listed, or the one with this identifier.
async fn links(
    connection: &mut SqliteConnection,
    editor: &Editor,
    only: Option<Uuid>,
) -> Result<Vec<StoredLink>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT link.id AS id, link.snapshot_id AS snapshot_id, snapshot.name AS name, link.made_by AS made_by,
             link.recorded_at AS recorded_at, link.expires_at AS expires_at, link.revoked_at AS revoked_at
         FROM snapshot_link link
         JOIN snapshot ON snapshot.id = link.snapshot_id AND snapshot.tenant_id = link.tenant_id
         WHERE link.tenant_id = $1 AND snapshot.scenario_id = $2
             AND (link.id = $3 OR ($3 = '' AND link.expires_at > $4))
         ORDER BY link.id DESC",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(only.map(|id| id.to_string()).unwrap_or_default())
    .bind(now() - LISTED)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::link).collect()
}

async fn link(
    connection: &mut SqliteConnection,
    editor: &Editor,
    id: Uuid,
) -> Result<StoredLink, StoreError> {
    links(connection, editor, Some(id)).await?.into_iter().next().ok_or(StoreError::NoSnapshotLink)
}

/// Refuses where as many links as are allowed lead to the snapshot already.
async fn room_for_another(
    connection: &mut SqliteConnection,
    editor: &Editor,
    snapshot: Uuid,
) -> Result<(), StoreError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM snapshot_link
         WHERE tenant_id = $1 AND snapshot_id = $2 AND revoked_at IS NULL AND expires_at > $3",
    )
    .bind(&editor.tenant)
    .bind(snapshot.to_string())
    .bind(now())
    .fetch_one(connection)
    .await?;
    if count >= MAX_LINKS { Err(StoreError::TooManyLinks(MAX_LINKS)) } else { Ok(()) }
}

/// Writes the row of a link; gives the time at which it ends.
async fn insert(
    connection: &mut SqliteConnection,
    editor: &Editor,
    (id, snapshot, days): (Uuid, Uuid, u32),
    key: &Fingerprint,
) -> Result<i64, StoreError> {
    let time = now();
    let expires_at = time + i64::from(days) * DAY;
    sqlx::query(
        "INSERT INTO snapshot_link (id, tenant_id, snapshot_id, fingerprint, made_by, recorded_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.to_string())
    .bind(&editor.tenant)
    .bind(snapshot.to_string())
    .bind(&key.0)
    .bind(&editor.actor)
    .bind(time)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(expires_at)
}

/// Puts another key in the place of the one that nobody got to know; only for whoever made the link.
async fn give_key(
    connection: &mut SqliteConnection,
    editor: &Editor,
    id: Uuid,
    key: &Fingerprint,
) -> Result<(), StoreError> {
    let given = sqlx::query(
        "UPDATE snapshot_link SET fingerprint = $1 WHERE tenant_id = $2 AND id = $3 AND made_by = $4",
    )
    .bind(&key.0)
    .bind(&editor.tenant)
    .bind(id.to_string())
    .bind(&editor.actor)
    .execute(connection)
    .await?;
    if given.rows_affected() == 0 { Err(StoreError::CommandReused) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
