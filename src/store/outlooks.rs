//! Looks ahead that were made: kept, so that what came can be held against what was expected.

use super::{Actor, Store, StoreError, now};
use crate::caseload::Outlook;
use crate::permission::{Permit, ViewCases};

/// Months of which a look ahead is shown: more would hide the picture.
const SHOWN: i64 = 8;

/// A look ahead with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOutlook {
    /// Hash of plan and counts.
    pub basis: String,
    /// The look ahead.
    pub outlook: Outlook,
}

impl Store {
    /// The last look ahead of each of the last months, the newest month first.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn outlooks(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
    ) -> Result<Vec<StoredOutlook>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT basis, document FROM case_outlook AS this
             WHERE tenant_id = $1 AND recorded_at = (
                 SELECT max(recorded_at) FROM case_outlook AS other
                 WHERE other.tenant_id = this.tenant_id AND other.counted_until = this.counted_until)
             ORDER BY counted_until DESC LIMIT $2",
        )
        .bind(&actor.tenant.0)
        .bind(SHOWN)
        .fetch_all(&self.readers)
        .await?;
        let read = |(basis, document): (String, String)| {
            let outlook =
                serde_json::from_str(&document).map_err(|error| StoreError::Corrupt(error.to_string()))?;
            Ok(StoredOutlook { basis, outlook })
        };
        rows.into_iter().map(read).collect()
    }

    /// Keeps a look ahead; one on the same basis takes its place.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn keep_outlook(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        kept: &StoredOutlook,
    ) -> Result<(), StoreError> {
        let document =
            serde_json::to_string(&kept.outlook).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let mut transaction = self.write_tx().await?;
        sqlx::query(
            "INSERT INTO case_outlook (tenant_id, counted_until, basis, document, recorded_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, counted_until, basis) DO UPDATE SET document = excluded.document,
                 recorded_at = excluded.recorded_at",
        )
        .bind(&actor.tenant.0)
        .bind(kept.outlook.counted_until.number())
        .bind(&kept.basis)
        .bind(document)
        .bind(now())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
