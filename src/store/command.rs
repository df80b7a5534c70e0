//! Commands that arrived: the same one again gets the same answer and does nothing.

use super::audit::hex;
use super::{Editor, StoreError, now};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// A command's own name and what it asks for, as a hash.
pub(super) struct Command {
    pub(super) id: Uuid,
    digest: String,
}

impl Command {
    /// Takes the client's name for the command and everything that distinguishes it from another.
    pub(super) fn new(id: Uuid, kind: &str, scenario: &str, version: i64, content: &str) -> Self {
        let mut hasher = Sha256::new();
        for part in [kind, scenario, &version.to_string(), content] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        Self { id, digest: hex(&hasher.finalize()) }
    }

    /// The answer that it got before.
    pub(super) async fn answered<T: DeserializeOwned>(
        &self,
        connection: &mut SqliteConnection,
        editor: &Editor,
    ) -> Result<Option<T>, StoreError> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT request, answer FROM command WHERE tenant_id = $1 AND id = $2")
                .bind(&editor.tenant)
                .bind(self.id.to_string())
                .fetch_optional(connection)
                .await?;
        let Some((request, answer)) = row else { return Ok(None) };
        if request != self.digest {
            return Err(StoreError::CommandReused);
        }
        serde_json::from_str(&answer).map(Some).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Keeps the answer.
    pub(super) async fn answer<T: Serialize>(
        &self,
        connection: &mut SqliteConnection,
        editor: &Editor,
        answer: &T,
    ) -> Result<(), StoreError> {
        let answer = serde_json::to_string(answer).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        sqlx::query(
            "INSERT INTO command (tenant_id, id, scenario_id, request, answer, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&editor.tenant)
        .bind(self.id.to_string())
        .bind(&editor.scenario)
        .bind(&self.digest)
        .bind(answer)
        .bind(now())
        .execute(connection)
        .await?;
        Ok(())
    }
}
