//! A list on its way in: read into a table that only its connection sees, sorted there, compared and taken over.

use super::super::{Actor, Store, StoreError};
use super::{corrupt, day, number};
use crate::caseload::{CaseLine, Holder};
use crate::exchange::{Accept, CaseChange, CaseChanges, CaseDifference, CaseFacts};
use crate::permission::{EditCases, Permit};
use crate::plan::CaseTypeId;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;
use sqlx::{ConnectOptions, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows of one statement; each has seven values, and SQLite takes 32,766.
const ROWS: usize = 500;

/// Cases that a list has twice and that are told one by one.
const MAX_TOLD: i64 = 20;

/// A list that was read, not yet taken over. Dropped, it leaves nothing behind.
pub struct StagedCases {
    pub(super) connection: SqliteConnection,
    pub(super) actor: Actor,
    /// Whether what the list does not have is looked for among some kinds of cases only.
    pub(super) limited: bool,
    secret: String,
    /// From when on cases were kept when the list was settled, and how many of it were completed before.
    pub(super) kept_from: Option<i64>,
    past: u64,
}

impl Store {
    /// Opens a connection of its own for a list.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn stage_cases(
        &self,
        _permit: Permit<EditCases>,
        actor: &Actor,
    ) -> Result<StagedCases, StoreError> {
        let secret = self.case_secret(&actor.tenant.0).await?;
        // Memory stays the same however long the list is: what does not fit goes to files of the system's temporary folder.
        let options = self.writer.connect_options().as_ref().clone();
        let options = options.pragma("temp_store", "FILE").pragma("cache_size", "-32768");
        let mut connection = options.connect().await?;
        sqlx::query(
            "CREATE TEMP TABLE staged (pseudonym BLOB, case_type TEXT, received INTEGER, holder INTEGER, since INTEGER,
                 closed INTEGER, line INTEGER)",
        )
        .execute(&mut connection)
        .await?;
        for own in [
            "CREATE TEMP TABLE own (case_type TEXT NOT NULL PRIMARY KEY)",
            "CREATE TEMP TABLE left_out (line INTEGER NOT NULL PRIMARY KEY, past INTEGER NOT NULL DEFAULT 0)",
        ] {
            sqlx::query(own).execute(&mut connection).await?;
        }
        Ok(StagedCases { connection, actor: actor.clone(), limited: false, secret, kept_from: None, past: 0 })
    }

    /// What the organisation's file numbers are hashed with, made when it is first needed.
    async fn case_secret(&self, tenant: &str) -> Result<String, StoreError> {
        const FIND: &str = "SELECT secret FROM case_key WHERE tenant_id = $1";
        let found: Option<String> =
            sqlx::query_scalar(FIND).bind(tenant).fetch_optional(&self.readers).await?;
        if let Some(found) = found {
            return Ok(found);
        }
        let mut transaction = self.write_tx().await?;
        sqlx::query(
            "INSERT INTO case_key (tenant_id, secret) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING",
        )
        .bind(tenant)
        .bind(format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()))
        .execute(&mut *transaction)
        .await?;
        let made = sqlx::query_scalar(FIND).bind(tenant).fetch_one(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(made)
    }
}

impl StagedCases {
    /// Says that the list is about these kinds of cases only: what it does not have of others is not missing in it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn limit(&mut self, case_types: &BTreeSet<CaseTypeId>) -> Result<(), StoreError> {
        self.limited = true;
        for id in case_types {
            sqlx::query("INSERT INTO own (case_type) VALUES ($1) ON CONFLICT (case_type) DO NOTHING")
                .bind(id.as_str())
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }

    /// Says which rows of the list are not taken over. They stand in it all the same: what they are about is not missing.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn leave(&mut self, rows: &BTreeSet<u32>) -> Result<(), StoreError> {
        let rows: Vec<u32> = rows.iter().copied().collect();
        for rows in rows.chunks(ROWS) {
            let mut statement: QueryBuilder<Sqlite> =
                QueryBuilder::new("INSERT OR IGNORE INTO left_out (line) ");
            statement.push_values(rows, |mut row, line| {
                row.push_bind(i64::from(*line));
            });
            statement.build().execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Adds cases; file numbers are hashed here and go no further.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn add(&mut self, lines: &[CaseLine]) -> Result<(), StoreError> {
        for rows in lines.chunks(ROWS) {
            let mut statement: QueryBuilder<Sqlite> = QueryBuilder::new(
                "INSERT INTO staged (pseudonym, case_type, received, holder, since, closed, line) ",
            );
            statement.push_values(rows, |mut row, line| {
                row.push_bind(pseudonym(&self.secret, &line.reference))
                    .push_bind(line.case_type.as_str())
                    .push_bind(number(line.received))
                    .push_bind(line.holder.number())
                    .push_bind(line.since.map(number))
                    .push_bind(line.closed.map(number))
                    .push_bind(i64::from(line.row));
            });
            statement.build().execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Sorts the list once it is complete; gives the rows of cases that stand in it twice, some of them.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn settle(&mut self) -> Result<Vec<(u32, u32)>, StoreError> {
        sqlx::query(
            "CREATE TEMP TABLE sorted (pseudonym BLOB NOT NULL PRIMARY KEY, case_type TEXT, received INTEGER, holder INTEGER,
                 since INTEGER, closed INTEGER, line INTEGER) WITHOUT ROWID",
        )
        .execute(&mut self.connection)
        .await?;
        let all: i64 =
            sqlx::query_scalar("SELECT count(*) FROM staged").fetch_one(&mut self.connection).await?;
        let sorted = sqlx::query(
            "INSERT OR IGNORE INTO sorted (pseudonym, case_type, received, holder, since, closed, line)
             SELECT pseudonym, case_type, received, holder, since, closed, line FROM staged ORDER BY pseudonym",
        )
        .execute(&mut self.connection)
        .await?;
        let mut twice = Vec::new();
        if sorted.rows_affected() != u64::try_from(all).map_err(corrupt)? {
            let rows: Vec<(i64, i64)> = sqlx::query_as(
                "SELECT min(line), max(line) FROM staged GROUP BY pseudonym HAVING count(*) > 1 ORDER BY 2 LIMIT $1",
            )
            .bind(MAX_TOLD)
            .fetch_all(&mut self.connection)
            .await?;
            for (first, second) in rows {
                twice.push((u32::try_from(first).map_err(corrupt)?, u32::try_from(second).map_err(corrupt)?));
            }
        }
        sqlx::query("DROP TABLE staged").execute(&mut self.connection).await?;
        (self.kept_from, self.past) = leave_past(&mut self.connection, &self.actor.tenant.0, None).await?;
        Ok(twice)
    }

    /// Cases of the settled list that are not taken over, as they were completed before cases are kept.
    #[must_use]
    pub fn past(&self) -> u64 {
        self.past
    }

    /// What the settled list would change.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn difference(&mut self) -> Result<CaseDifference, StoreError> {
        compare(&mut self.connection, &self.actor.tenant.0, self.limited).await
    }

    /// The cases of the settled list that are not stored, or stored otherwise, in the order of its rows, at most so many. Of kinds that are
    /// withheld every case that is stored, as whether it is another must not be told.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn changes(
        &mut self,
        withheld: &BTreeSet<CaseTypeId>,
        most: u32,
    ) -> Result<Vec<CaseChange>, StoreError> {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "SELECT one.line, one.case_type, one.received, one.holder, one.since, one.closed, stored.case_type, stored.received,
                 stored.holder, stored.since, stored.closed
             FROM sorted AS one LEFT JOIN listed_case AS stored ON stored.pseudonym = one.pseudonym AND stored.tenant_id = ",
        );
        query.push_bind(self.actor.tenant.0.clone());
        query.push(
            " WHERE one.line NOT IN (SELECT line FROM left_out WHERE past = 1) AND (stored.pseudonym IS NULL
                 OR stored.case_type <> one.case_type OR stored.received <> one.received
                 OR stored.holder <> one.holder OR stored.since IS DISTINCT FROM one.since
                 OR stored.closed IS DISTINCT FROM one.closed OR one.case_type IN (",
        );
        let mut list = query.separated(", ");
        list.push("NULL");
        withheld.iter().for_each(|id| {
            list.push_bind(id.as_str().to_owned());
        });
        query.push(")) ORDER BY one.line LIMIT ").push_bind(most);
        let rows: Vec<Compared> = query.build().try_map(both).fetch_all(&mut self.connection).await?;
        rows.into_iter().map(|row| change(row, withheld)).collect()
    }
}

/// Kind, receipt, turn, since when, completion.
type Facts<T, D> = (T, D, D, Option<i64>, Option<i64>);
/// Line of a case in the file, what stands there, and what is stored.
type Compared = (i64, Facts<String, i64>, Facts<Option<String>, Option<i64>>);

fn both(row: SqliteRow) -> sqlx::Result<Compared> {
    Ok((
        row.try_get(0)?,
        (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?),
        (row.try_get(6)?, row.try_get(7)?, row.try_get(8)?, row.try_get(9)?, row.try_get(10)?),
    ))
}

fn facts((case_type, received, holder, since, closed): Facts<String, i64>) -> Result<CaseFacts, StoreError> {
    Ok(CaseFacts {
        case_type: CaseTypeId::parse(&case_type).map_err(corrupt)?,
        received: day(received)?,
        holder: Holder::from_number(holder).ok_or_else(|| corrupt(holder))?,
        since: since.map(day).transpose()?,
        closed: closed.map(day).transpose()?,
    })
}

fn change(
    (line, after, before): Compared,
    withheld: &BTreeSet<CaseTypeId>,
) -> Result<CaseChange, StoreError> {
    let after = facts(after)?;
    let before = match before {
        (Some(case_type), Some(received), Some(holder), since, closed) => {
            Some(facts((case_type, received, holder, since, closed))?)
        }
        _ => None,
    };
    let hidden = before
        .as_ref()
        .is_some_and(|before| withheld.contains(&before.case_type) || withheld.contains(&after.case_type));
    Ok(CaseChange {
        row: u32::try_from(line).map_err(corrupt)?,
        before: before.filter(|_| !hidden),
        after,
        withheld: hidden,
    })
}

/// The first half of a hash over the secret and the file number.
fn pseudonym(secret: &str, reference: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(secret.as_bytes());
    hasher.update(reference.as_bytes());
    hasher.finalize()[..16].to_vec()
}

/// Leaves out what would be new and was completed before cases are kept: it may have been stored, and then it is counted in what stays
/// of those that were deleted. Nothing where that day is known already; gives the day, and how many were left out.
pub(super) async fn leave_past(
    connection: &mut SqliteConnection,
    tenant: &str,
    known: Option<i64>,
) -> Result<(Option<i64>, u64), StoreError> {
    let kept_from: Option<i64> = sqlx::query_scalar("SELECT kept_from FROM case_list WHERE tenant_id = $1")
        .bind(tenant)
        .fetch_optional(&mut *connection)
        .await?
        .flatten();
    if kept_from == known {
        return Ok((known, 0));
    }
    let left = sqlx::query(
        "INSERT OR IGNORE INTO left_out (line, past) SELECT one.line, 1 FROM sorted AS one
         WHERE one.closed < $2 AND NOT EXISTS (SELECT 1 FROM listed_case AS stored
             WHERE stored.tenant_id = $1 AND stored.pseudonym = one.pseudonym)",
    )
    .bind(tenant)
    .bind(kept_from)
    .execute(connection)
    .await?;
    Ok((kept_from, left.rows_affected()))
}

/// The sorted list against what is stored.
pub(super) async fn compare(
    connection: &mut SqliteConnection,
    tenant: &str,
    limited: bool,
) -> Result<CaseDifference, StoreError> {
    let mut found = CaseDifference::default();
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "SELECT one.case_type, sum(CASE WHEN stored.pseudonym IS NULL AND left_out.line IS NOT NULL THEN 0 ELSE 1 END),
             sum(CASE WHEN stored.pseudonym IS NULL AND left_out.line IS NULL THEN 1 ELSE 0 END),
             sum(CASE WHEN stored.pseudonym IS NOT NULL AND (left_out.line IS NOT NULL OR stored.case_type = one.case_type
                 AND stored.received = one.received AND stored.holder = one.holder
                 AND stored.since IS NOT DISTINCT FROM one.since
                 AND stored.closed IS NOT DISTINCT FROM one.closed) THEN 1 ELSE 0 END)
         FROM sorted AS one
         LEFT JOIN listed_case AS stored ON stored.tenant_id = $1 AND stored.pseudonym = one.pseudonym
         LEFT JOIN left_out ON left_out.line = one.line
         GROUP BY one.case_type",
    )
    .bind(tenant)
    .fetch_all(&mut *connection)
    .await?;
    let count = |value: i64| u64::try_from(value).map_err(corrupt);
    for (case_type, all, added, same) in rows {
        let changes = CaseChanges {
            added: count(added)?,
            changed: count(all - added - same)?,
            unchanged: count(same)?,
            ..CaseChanges::default()
        };
        found.by_type.insert(CaseTypeId::parse(&case_type).map_err(corrupt)?, changes);
    }
    let absent: Vec<(String, i64)> = sqlx::query_as(
        "SELECT stored.case_type, count(*) FROM listed_case AS stored
         WHERE stored.tenant_id = $1 AND stored.closed IS NULL
             AND NOT EXISTS (SELECT 1 FROM sorted AS one WHERE one.pseudonym = stored.pseudonym)
             AND ($2 = 0 OR stored.case_type IN (SELECT case_type FROM own))
         GROUP BY stored.case_type",
    )
    .bind(tenant)
    .bind(i64::from(limited))
    .fetch_all(connection)
    .await?;
    for (case_type, cases) in absent {
        let id = CaseTypeId::parse(&case_type).map_err(corrupt)?;
        found.by_type.entry(id).or_default().absent = count(cases)?;
    }
    Ok(found)
}

/// Takes over what is accepted of the sorted list.
pub(super) async fn merge(
    connection: &mut SqliteConnection,
    tenant: &str,
    as_of: i64,
    (accept, limited): (Accept, bool),
) -> Result<(), StoreError> {
    // Before new ones come in: what the list does not have is told by what was there.
    if accept.absent {
        sqlx::query(
            "UPDATE listed_case SET closed = $2, since = CASE WHEN since > $2 THEN NULL ELSE since END
             WHERE tenant_id = $1 AND closed IS NULL AND received <= $2
                 AND NOT EXISTS (SELECT 1 FROM sorted AS one WHERE one.pseudonym = listed_case.pseudonym)
                 AND ($3 = 0 OR case_type IN (SELECT case_type FROM own))",
        )
        .bind(tenant)
        .bind(as_of)
        .bind(i64::from(limited))
        .execute(&mut *connection)
        .await?;
    }
    if accept.changed {
        sqlx::query(
            "UPDATE listed_case SET case_type = one.case_type, received = one.received, holder = one.holder,
                 since = one.since, closed = one.closed
             FROM sorted AS one
             WHERE listed_case.tenant_id = $1 AND listed_case.pseudonym = one.pseudonym
                 AND one.line NOT IN (SELECT line FROM left_out)
                 AND (listed_case.case_type <> one.case_type OR listed_case.received <> one.received
                     OR listed_case.holder <> one.holder OR listed_case.since IS DISTINCT FROM one.since
                     OR listed_case.closed IS DISTINCT FROM one.closed)",
        )
        .bind(tenant)
        .execute(&mut *connection)
        .await?;
    }
    if accept.added {
        sqlx::query(
            "INSERT INTO listed_case (tenant_id, pseudonym, case_type, received, holder, since, closed)
             SELECT $1, pseudonym, case_type, received, holder, since, closed FROM sorted
             WHERE line NOT IN (SELECT line FROM left_out) ORDER BY pseudonym
             ON CONFLICT (tenant_id, pseudonym) DO NOTHING",
        )
        .bind(tenant)
        .execute(connection)
        .await?;
    }
    Ok(())
}
