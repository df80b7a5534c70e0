//! The first content of a new database: one organisation, its plan, one scenario to work in.

use super::{StoreError, Tenant, now};
use crate::plan::Plan;
use sqlx::SqlitePool;
use uuid::Uuid;

/// The one organisation of the embedded database.
const EMBEDDED_TENANT: &str = "00000000-0000-7000-8000-000000000001";

impl Tenant {
    /// The organisation that an installation without accounts works for.
    #[must_use]
    pub fn embedded() -> Self {
        Self(EMBEDDED_TENANT.to_owned())
    }
}

/// Fills a database that holds no organisation yet.
pub(super) async fn fill(pool: &SqlitePool, plan: &Plan) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let tenants: i64 = sqlx::query_scalar("SELECT count(*) FROM tenant").fetch_one(&mut *transaction).await?;
    if tenants > 0 {
        return Ok(());
    }
    let document = serde_json::to_string(plan).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let (plan_id, time) = (Uuid::now_v7().to_string(), now());
    sqlx::query("INSERT INTO tenant (id, name, recorded_at) VALUES ($1, $2, $3)")
        .bind(EMBEDDED_TENANT)
        .bind(&plan.name)
        .bind(time)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("INSERT INTO plan (id, tenant_id, name, document, recorded_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&plan_id)
        .bind(EMBEDDED_TENANT)
        .bind(&plan.name)
        .bind(document)
        .bind(time)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO scenario (id, tenant_id, plan_id, name, recorded_at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(EMBEDDED_TENANT)
    .bind(&plan_id)
    .bind("Arbeitsszenario")
    .bind(time)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}
