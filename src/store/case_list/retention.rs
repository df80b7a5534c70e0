//! Completed cases are deleted after their time: as pseudonyms they are personal data. How many they were stays, by kind and month, so
//! that no figure of a dashboard changes by it.

use super::super::audit::record_by;
use super::super::{Actor, Store, StoreError};
use super::{Year, day, number, sums};
use crate::caseload::to_five;
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use sqlx::SqliteConnection;

/// The first day of which completed cases are still kept: they are, for so many years after the end of the year of their completion.
#[must_use]
pub fn cases_kept_from(today: NaiveDate, years: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(today.year() - i32::from(years), 1, 1).unwrap_or(NaiveDate::MIN)
}

impl Store {
    /// Deletes the cases that were completed before this day, and gives how many. What dashboards ask of the cases themselves stays: those
    /// of the two years that end with the list's latest day, however old the list is.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`]; nothing is deleted then.
    pub async fn forget_cases(&self, actor: &Actor, before: NaiveDate) -> Result<u64, StoreError> {
        let tenant = &actor.tenant.0;
        let as_of: Option<i64> = sqlx::query_scalar("SELECT as_of FROM case_list WHERE tenant_id = $1")
            .bind(tenant)
            .fetch_optional(&self.readers)
            .await?;
        let Some(as_of) = as_of else { return Ok(0) };
        let before = number(before).min(Year::until(day(as_of)?).before);
        // Nearly always there is nothing, and nobody has to wait for that.
        let there: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM listed_case WHERE tenant_id = $1 AND closed < $2 LIMIT 1")
                .bind(tenant)
                .bind(before)
                .fetch_optional(&self.readers)
                .await?;
        if there.is_none() {
            return Ok(0);
        }
        let mut transaction = self.write_tx().await?;
        sums::calendar(&mut transaction, tenant).await?;
        keep_sums(&mut transaction, tenant, before).await?;
        sqlx::query("DROP TABLE calendar").execute(&mut *transaction).await?;
        let gone = sqlx::query("DELETE FROM listed_case WHERE tenant_id = $1 AND closed < $2")
            .bind(tenant)
            .bind(before)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        // Never back: what was deleted would be counted twice when a list brought it again.
        sqlx::query(
            "UPDATE case_list SET kept_from = $2
             WHERE tenant_id = $1 AND (kept_from IS NULL OR kept_from < $2)",
        )
        .bind(tenant)
        .bind(before)
        .execute(&mut *transaction)
        .await?;
        let detail = json!({"kept_from": day(before)?, "forgotten_rounded": to_five(gone)});
        record_by(&mut transaction, actor, ("cases.forget", "Fallliste"), &detail).await?;
        transaction.commit().await?;
        Ok(gone)
    }
}

/// Adds what is about to be deleted to what was deleted before, by kind and month.
async fn keep_sums(connection: &mut SqliteConnection, tenant: &str, before: i64) -> Result<(), StoreError> {
    for statement in [
        "INSERT INTO listed_past (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, count(*), 0 FROM listed_case
         JOIN calendar ON calendar.day = listed_case.received
         WHERE tenant_id = $1 AND closed < $2 GROUP BY case_type, month
         ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET received = listed_past.received + excluded.received",
        "INSERT INTO listed_past (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, 0, count(*) FROM listed_case
         JOIN calendar ON calendar.day = listed_case.closed
         WHERE tenant_id = $1 AND closed < $2 GROUP BY case_type, month
         ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET completed = listed_past.completed + excluded.completed",
    ] {
        sqlx::query(statement).bind(tenant).bind(before).execute(&mut *connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_kept_for_whole_years_after_that_of_their_completion() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        // Completed in 2022: three years after its end are over with 2025.
        assert_eq!(cases_kept_from(day(2025, 12, 31), 3), day(2022, 1, 1));
        assert_eq!(cases_kept_from(day(2026, 1, 1), 3), day(2023, 1, 1));
        assert_eq!(cases_kept_from(day(2026, 11, 30), 1), day(2025, 1, 1));
    }
}
