//! The sums that dashboards read: made anew from the cases, so that they can never drift from them.

use super::super::StoreError;
use super::{Year, day, number};
use crate::caseload::{AgeBand, Crossing, Month};
use chrono::NaiveDate;
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
        "DELETE FROM listed_age WHERE tenant_id = $1",
        "DELETE FROM listed_crossing WHERE tenant_id = $1",
        "DELETE FROM listed_flow WHERE tenant_id = $1",
        "DELETE FROM listed_year WHERE tenant_id = $1",
        "INSERT INTO listed_open (tenant_id, case_type, holder, received, cases)
         SELECT $1, case_type, holder, received, count(*) FROM listed_case
         WHERE tenant_id = $1 AND closed IS NULL GROUP BY case_type, holder, received",
        // Summed up by day first: the month of some thousand days is looked up instead of that of every case. The open cases are summed
        // up already, and the index of the others is narrower than the table.
        "INSERT INTO listed_flow (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, sum(cases), 0 FROM (
             SELECT case_type, received, cases FROM listed_open WHERE tenant_id = $1
             UNION ALL
             SELECT case_type, received, count(*) FROM listed_case
             WHERE tenant_id = $1 AND closed IS NOT NULL GROUP BY case_type, received) AS daily
         JOIN calendar ON calendar.day = daily.received GROUP BY case_type, month",
        "INSERT INTO listed_flow (tenant_id, case_type, month, received, completed)
         SELECT $1, case_type, month, 0, sum(cases) FROM (
             SELECT case_type, closed, count(*) AS cases FROM listed_case
             WHERE tenant_id = $1 AND closed IS NOT NULL GROUP BY case_type, closed) AS daily
         JOIN calendar ON calendar.day = daily.closed GROUP BY case_type, month
         ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET completed = excluded.completed",
        // Those that were deleted after their time count on.
        "INSERT INTO listed_flow (tenant_id, case_type, month, received, completed)
         SELECT tenant_id, case_type, month, received, completed FROM listed_past WHERE tenant_id = $1
         ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET received = listed_flow.received + excluded.received,
             completed = listed_flow.completed + excluded.completed",
    ] {
        sqlx::query(statement).bind(tenant).execute(&mut *connection).await?;
    }
    let year = Year::until(day(as_of)?);
    sqlx::query(
        "INSERT INTO listed_year (tenant_id, case_type, days, cases, before)
         SELECT $1, case_type, closed - received, sum(CASE WHEN closed >= $3 THEN 1 ELSE 0 END),
             sum(CASE WHEN closed < $3 THEN 1 ELSE 0 END) FROM listed_case
         WHERE tenant_id = $1 AND closed BETWEEN $2 AND $4 GROUP BY case_type, closed - received",
    )
    .bind(tenant)
    .bind(year.before)
    .bind(year.first)
    .bind(year.last)
    .execute(&mut *connection)
    .await?;
    age(connection, tenant, day(as_of)?).await?;
    conclude(connection, tenant, import, as_of).await?;
    wait(connection, tenant, day(as_of)?).await
}

/// Makes the sums that a list from before them does not have.
pub(super) async fn complete(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let without: Vec<(String, i64)> =
        sqlx::query_as("SELECT tenant_id, as_of FROM case_list WHERE waited_on IS NULL")
            .fetch_all(&mut *connection)
            .await?;
    for (tenant, as_of) in without {
        wait(connection, &tenant, day(as_of)?).await?;
    }
    Ok(())
}

/// The list as a whole.
async fn conclude(
    connection: &mut SqliteConnection,
    tenant: &str,
    import: &str,
    as_of: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO case_list (tenant_id, as_of, remaining, completed, import_id, aged_on)
         SELECT $1, $2,
             (SELECT coalesce(sum(cases), 0) FROM listed_open WHERE tenant_id = $1),
             (SELECT coalesce(sum(completed), 0) FROM listed_flow WHERE tenant_id = $1), $3, $2
         WHERE true
         ON CONFLICT (tenant_id) DO UPDATE SET as_of = excluded.as_of, aged_on = excluded.aged_on,
             remaining = excluded.remaining, completed = excluded.completed, import_id = excluded.import_id",
    )
    .bind(tenant)
    .bind(as_of)
    .bind(import)
    .execute(connection)
    .await?;
    Ok(())
}

/// The age band of a case, from the first days of four of them as the second to fifth parameter.
macro_rules! band {
    () => {
        "CASE WHEN received >= $2 THEN 0 WHEN received >= $3 THEN 1 WHEN received >= $4 THEN 2 WHEN received >= $5 THEN 3 ELSE 4 END AS band"
    };
}

/// How old the open cases are on the day of the list, and which cross three months next.
async fn age(connection: &mut SqliteConnection, tenant: &str, on: NaiveDate) -> Result<(), StoreError> {
    let [three, six, twelve, eighteen] = AgeBand::begins(on).map(number);
    sqlx::query(
        concat!(
            "INSERT INTO listed_age (tenant_id, case_type, holder, band, cases) SELECT $1, case_type, holder, ",
            band!(),
            ", sum(cases) FROM listed_open WHERE tenant_id = $1 AND received <= $6 GROUP BY case_type, holder, band",
        ),
    )
    .bind(tenant)
    .bind(three)
    .bind(six)
    .bind(twelve)
    .bind(eighteen)
    .bind(number(on))
    .execute(&mut *connection)
    .await?;
    // All three spans begin on the same day.
    let [four, eight, twelve] = Crossing::WEEKS.map(|weeks| Crossing::received(on, weeks));
    sqlx::query(
        "INSERT INTO listed_crossing (tenant_id, case_type, holder, four, eight, twelve)
         SELECT $1, case_type, holder, sum(CASE WHEN received < $2 THEN cases ELSE 0 END),
             sum(CASE WHEN received < $3 THEN cases ELSE 0 END), sum(cases) FROM listed_open
         WHERE tenant_id = $1 AND received >= $4 AND received < $5 GROUP BY case_type, holder",
    )
    .bind(tenant)
    .bind(number(four.1))
    .bind(number(eight.1))
    .bind(number(twelve.0))
    .bind(number(twelve.1))
    .execute(connection)
    .await?;
    Ok(())
}

/// For how long the open cases have been lying where they lie on the day of the list, by their age.
async fn wait(connection: &mut SqliteConnection, tenant: &str, on: NaiveDate) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM listed_wait WHERE tenant_id = $1")
        .bind(tenant)
        .execute(&mut *connection)
        .await?;
    let [three, six, twelve, eighteen] = AgeBand::begins(on).map(number);
    sqlx::query(
        concat!(
            "INSERT INTO listed_wait (tenant_id, case_type, holder, band, cases, here, before, unknown)
             SELECT $1, case_type, holder, ",
            band!(),
            ", count(since), coalesce(sum($6 - since), 0), coalesce(sum(since - received), 0), count(*) - count(since)
             FROM listed_case
             WHERE tenant_id = $1 AND closed IS NULL AND received <= $6 AND coalesce(since, received) <= $6
             GROUP BY case_type, holder, band",
        ),
    )
    .bind(tenant)
    .bind(three)
    .bind(six)
    .bind(twelve)
    .bind(eighteen)
    .bind(number(on))
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE case_list SET waited_on = $2 WHERE tenant_id = $1")
        .bind(tenant)
        .bind(number(on))
        .execute(connection)
        .await?;
    Ok(())
}

/// A table of the connection's own that tells the month of each day that occurs.
pub(super) async fn calendar(connection: &mut SqliteConnection, tenant: &str) -> Result<(), StoreError> {
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
