//! What other viewers have to be told: written in the transaction of the change, read by the server push.

use super::{StoreError, now};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Adds a message.
pub(super) async fn post(
    connection: &mut SqliteConnection,
    tenant: &str,
    topic: &str,
    subject: &str,
    payload: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO outbox (id, tenant_id, topic, subject, payload, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(tenant)
    .bind(topic)
    .bind(subject)
    .bind(payload)
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}
