//! The sums that dashboards read: made anew from the cases, so that they can never drift from them.

use super::super::StoreError;
use super::{day, year_until};
use crate::caseload::Month;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// Days of one statement.
const ROWS: usize = 1_000;

/// Makes all sums of an organisation anew; `as_of` counts if the list did not know a later day.
pub(super) async fn renew(
    connection: &mut SqliteConnection,
    tenant: &str,
    import: &str,
    as_of: i64,
) -> Result<(), StoreError> {
    let known: Option<i64> = sqlx::query_scalar("SELECT as_of FROM case_list WHERE tenant_id = $1")
        .bind(tenant)
        .fetch_optional(&mut *connection)
        .await?;
    let as_of = known.map_or(as_of, |known| known.max(as_of));
    calendar(connection, tenant).await?;
    for statement in [
        "DELETE FROM listed_open WHERE tenant_id = $1",
        "DELETE FROM listed_flow WHERE tenant_id = $1",
        "DELETE FROM listed_year WHERE tenant_id = $1",
        "INSERT INTO listed_open (tenant_id, case_type, holder, received, cases)
         SELECT $1, case_type, holder, received, count(*) FROM listed_case
         WHERE tenant_id = $1 AND closed IS NULL GROUP BY case_type, holder, received",
        "INSERT INTO listed_flow (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, count(*), 0 FROM listed_case
         JOIN calendar ON calendar.day = listed_case.received
         WHERE tenant_id = $1 GROUP BY case_type, month",
        "INSERT INTO listed_flow (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, 0, count(*) FROM listed_case
         JOIN calendar ON calendar.day = listed_case.closed
         WHERE tenant_id = $1 GROUP BY case_type, month
         ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET completed = excluded.completed",
    ] {
        sqlx::query(statement).bind(tenant).execute(&mut *connection).await?;
    }
    let (from, until) = year_until(day(as_of)?);
    sqlx::query(
        "INSERT INTO listed_year (tenant_id, case_type, days, cases)
         SELECT $1, case_type, closed - received, count(*) FROM listed_case
         WHERE tenant_id = $1 AND closed BETWEEN $2 AND $3 GROUP BY case_type, closed - received",
    )
    .bind(tenant)
    .bind(from)
    .bind(until)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO case_list (tenant_id, as_of, remaining, completed, import_id)
         SELECT $1, $2,
             (SELECT coalesce(sum(cases), 0) FROM listed_open WHERE tenant_id = $1),
             (SELECT coalesce(sum(completed), 0) FROM listed_flow WHERE tenant_id = $1), $3
         WHERE true
         ON CONFLICT (tenant_id) DO UPDATE SET as_of = excluded.as_of,
             remaining = excluded.remaining, completed = excluded.completed, import_id = excluded.import_id",
    )
    .bind(tenant)
    .bind(as_of)
    .bind(import)
    .execute(connection)
    .await?;
    Ok(())
}

/// A table of the connection's own that tells the month of each day that occurs.
async fn calendar(connection: &mut SqliteConnection, tenant: &str) -> Result<(), StoreError> {
    sqlx::query("CREATE TEMP TABLE calendar (day INTEGER NOT NULL PRIMARY KEY, month INTEGER NOT NULL)")
        .execute(&mut *connection)
        .await?;
    let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(
        "SELECT min(received), max(coalesce(closed, received)) FROM listed_case WHERE tenant_id = $1",
    )
    .bind(tenant)
    .fetch_one(&mut *connection)
    .await?;
    let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
    let mut days = Vec::with_capacity(ROWS);
    for number in first..=last {
        if let Some(month) = Month::of(day(number)?) {
            days.push((number, month.number()));
        }
        if days.len() == ROWS || number == last {
            let mut statement: QueryBuilder<Sqlite> = QueryBuilder::new("INSERT INTO calendar (day, month) ");
            statement.push_values(days.drain(..), |mut row, (day, month)| {
                row.push_bind(day).push_bind(month);
            });
            statement.build().execute(&mut *connection).await?;
        }
    }
    Ok(())
}
