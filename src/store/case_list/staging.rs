//! A list on its way in: read into a table that only its connection sees, sorted there, compared and taken over.

use super::super::{Actor, Store, StoreError};
use super::{corrupt, number};
use crate::caseload::CaseLine;
use crate::exchange::{Accept, CaseChanges, CaseDifference};
use crate::permission::{EditCases, Permit};
use crate::plan::CaseTypeId;
use sha2::{Digest, Sha256};
use sqlx::{ConnectOptions, QueryBuilder, Sqlite, SqliteConnection};
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
        sqlx::query("CREATE TEMP TABLE own (case_type TEXT NOT NULL PRIMARY KEY)")
            .execute(&mut connection)
            .await?;
        Ok(StagedCases { connection, actor: actor.clone(), limited: false, secret })
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
                 since INTEGER, closed INTEGER) WITHOUT ROWID",
        )
        .execute(&mut self.connection)
        .await?;
        let all: i64 =
            sqlx::query_scalar("SELECT count(*) FROM staged").fetch_one(&mut self.connection).await?;
        let sorted = sqlx::query(
            "INSERT OR IGNORE INTO sorted (pseudonym, case_type, received, holder, since, closed)
             SELECT pseudonym, case_type, received, holder, since, closed FROM staged ORDER BY pseudonym",
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
        Ok(twice)
    }

    /// What the settled list would change.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn difference(&mut self) -> Result<CaseDifference, StoreError> {
        compare(&mut self.connection, &self.actor.tenant.0, self.limited).await
    }
}

/// The first half of a hash over the secret and the file number.
fn pseudonym(secret: &str, reference: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(secret.as_bytes());
    hasher.update(reference.as_bytes());
    hasher.finalize()[..16].to_vec()
}

/// The sorted list against what is stored.
pub(super) async fn compare(
    connection: &mut SqliteConnection,
    tenant: &str,
    limited: bool,
) -> Result<CaseDifference, StoreError> {
    let mut found = CaseDifference::default();
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "SELECT one.case_type, count(*),
             sum(CASE WHEN stored.pseudonym IS NULL THEN 1 ELSE 0 END),
             sum(CASE WHEN stored.pseudonym IS NOT NULL AND stored.case_type = one.case_type
                 AND stored.received = one.received AND stored.holder = one.holder
                 AND stored.since IS NOT DISTINCT FROM one.since
                 AND stored.closed IS NOT DISTINCT FROM one.closed THEN 1 ELSE 0 END)
         FROM sorted AS one
         LEFT JOIN listed_case AS stored ON stored.tenant_id = $1 AND stored.pseudonym = one.pseudonym
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
             SELECT $1, pseudonym, case_type, received, holder, since, closed FROM sorted WHERE true ORDER BY pseudonym
             ON CONFLICT (tenant_id, pseudonym) DO NOTHING",
        )
        .bind(tenant)
        .execute(connection)
        .await?;
    }
    Ok(())
}
