//! What other viewers have to be told: written in the transaction of the change, read by the server push.
//!
//! Identifiers grow with time. Another process' clock may be a little behind, which is why a reader looks
//! [`OVERLAP_MS`] back and must not mind hearing twice. What is older than [`KEPT_MS`] nobody reads any more.

use super::{Store, StoreError, Tenant, now};
use sqlx::SqliteConnection;
use uuid::{Builder, Uuid};

/// How far a reader looks back, in milliseconds.
const OVERLAP_MS: u64 = 2_000;

/// How long a message is kept, in milliseconds.
const KEPT_MS: u64 = 3_600_000;

/// Begins the topic of news that leave the version of a scenario as it is: what stands beside its changes.
const BESIDE: &str = "beside.";

/// What was last told of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The last message of it.
    pub id: Uuid,
    /// The identifier of a scenario.
    pub subject: String,
    /// Its version; 0 where nothing was told of it.
    pub version: i64,
    /// When something beside its changes was written last, in microseconds since 1970-01-01 UTC; 0 where nothing was.
    pub beside: i64,
}

/// Adds a message and forgets those that nobody reads any more.
pub(super) async fn post(
    connection: &mut SqliteConnection,
    tenant: &str,
    topic: &str,
    subject: &str,
    payload: &str,
) -> Result<(), StoreError> {
    let id = Uuid::now_v7();
    sqlx::query("DELETE FROM outbox WHERE tenant_id = $1 AND id < $2")
        .bind(tenant)
        .bind(earlier(id, KEPT_MS))
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO outbox (id, tenant_id, topic, subject, payload, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(tenant)
    .bind(topic)
    .bind(subject)
    .bind(payload)
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a message about something that stands beside the changes of a scenario.
pub(super) async fn post_beside(
    connection: &mut SqliteConnection,
    tenant: &str,
    topic: &str,
    subject: &str,
) -> Result<(), StoreError> {
    post(connection, tenant, &format!("{BESIDE}{topic}"), subject, &now().to_string()).await
}

/// The least identifier of a message that was written so long before another.
fn earlier(id: Uuid, milliseconds: u64) -> String {
    let (seconds, nanoseconds) = id.get_timestamp().map_or((0, 0), |time| time.to_unix());
    let time = seconds.saturating_mul(1_000).saturating_add(u64::from(nanoseconds) / 1_000_000);
    Builder::from_unix_timestamp_millis(time.saturating_sub(milliseconds), &[0; 10]).into_uuid().to_string()
}

impl Store {
    /// What was told after a message or shortly before it, once for each subject.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn told_since(&self, tenant: &Tenant, last: Option<Uuid>) -> Result<Vec<Told>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT max(id), subject,
                 max(CASE WHEN topic LIKE $3 THEN 0 ELSE CAST(payload AS BIGINT) END),
                 max(CASE WHEN topic LIKE $3 THEN CAST(payload AS BIGINT) ELSE 0 END)
             FROM outbox WHERE tenant_id = $1 AND id > $2 GROUP BY subject ORDER BY subject",
        )
        .bind(&tenant.0)
        .bind(last.map_or_else(String::new, |id| earlier(id, OVERLAP_MS)))
        .bind(format!("{BESIDE}%"))
        .fetch_all(&self.readers)
        .await?;
        let told = |(id, subject, version, beside): (String, String, i64, i64)| {
            let id = id.parse().map_err(|_| StoreError::Corrupt(format!("outbox: {id}")))?;
            Ok(Told { id, subject, version, beside })
        };
        rows.into_iter().map(told).collect()
    }
}
