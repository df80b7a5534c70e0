//! Counts of cases: read for the dashboards, written by imports, each in one transaction with its entry in the trail.

use super::audit;
use super::{Actor, Store, StoreError, now};
use crate::caseload::{Counts, Ledger, Month, Undisclosed};
use crate::exchange::{Difference, Mapping, RowDifference, TableKind, difference};
use crate::permission::{EditCases, Permit, ViewCases};
use crate::plan::CaseTypeId;
use serde_json::json;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

type Row = (String, i64, Option<i64>, Option<i64>, Option<i64>);

fn corrupt(what: impl ToString) -> StoreError {
    StoreError::Corrupt(format!("Fallzahlen, {}", what.to_string()))
}

async fn ledger(connection: &mut SqliteConnection, tenant: &str) -> Result<Ledger, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT case_type, month, received, completed, remaining FROM case_count
         WHERE tenant_id = $1 ORDER BY case_type, month",
    )
    .bind(tenant)
    .fetch_all(connection)
    .await?;
    let mut ledger = Ledger::default();
    let count = |value: Option<i64>| value.map(u64::try_from).transpose().map_err(corrupt);
    for (case_type, month, received, completed, open) in rows {
        let id = CaseTypeId::parse(&case_type).map_err(corrupt)?;
        let month = Month::from_number(month).ok_or_else(|| corrupt(month))?;
        let counts = Counts { received: count(received)?, completed: count(completed)?, open: count(open)? };
        ledger.enter(id, month, counts);
    }
    Ok(ledger)
}

/// What was typed of a month: a figure that was not typed is none, one that was cleared is some none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Typed {
    /// Cases received.
    pub received: Option<Option<u64>>,
    /// Cases completed.
    pub completed: Option<Option<u64>>,
    /// Cases open at its end.
    pub open: Option<Option<u64>>,
}

impl Typed {
    /// What a month holds afterwards.
    fn onto(self, before: Counts) -> Counts {
        Counts {
            received: self.received.unwrap_or(before.received),
            completed: self.completed.unwrap_or(before.completed),
            open: self.open.unwrap_or(before.open),
        }
    }
}

/// What kind of table an import was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// Monthly counts from a file.
    Counts,
    /// A list of cases.
    Cases,
    /// Posts.
    Posts,
    /// Monthly counts typed into the sheet.
    Sheet,
}

impl ImportKind {
    /// All, with their names in the database and in messages.
    pub const WORDS: [(&'static str, Self); 4] =
        [("counts", Self::Counts), ("cases", Self::Cases), ("posts", Self::Posts), ("sheet", Self::Sheet)];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Cases => "cases",
            Self::Posts => "posts",
            Self::Sheet => "sheet",
        }
    }
}

/// An import that was made.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportEntry {
    /// Key.
    pub id: String,
    /// Name of an [`ImportKind`].
    pub kind: String,
    /// Name of the file.
    pub source: String,
    /// Short name of the account.
    pub actor: String,
    /// New entries.
    pub added: i64,
    /// Changed entries.
    pub changed: i64,
    /// Entries that were the same.
    pub unchanged: i64,
    /// Entries that were stored and not in the file.
    pub absent: i64,
    /// What was left out or filled in, one sentence a line.
    pub notices: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// An import to be recorded.
pub(super) struct ImportRow<'a> {
    pub(super) kind: ImportKind,
    pub(super) source: &'a str,
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    pub(super) absent: u64,
    pub(super) notices: &'a [String],
}

/// Adds an import to the list of them.
pub(super) async fn record_import(
    connection: &mut SqliteConnection,
    actor: &Actor,
    id: &str,
    row: &ImportRow<'_>,
) -> Result<(), StoreError> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query(
        "INSERT INTO case_import (id, tenant_id, kind, source, actor, added, changed, unchanged, absent, notices, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(&actor.tenant.0)
    .bind(row.kind.word())
    .bind(row.source)
    .bind(&actor.name)
    .bind(whole(row.added))
    .bind(whole(row.changed))
    .bind(whole(row.unchanged))
    .bind(whole(row.absent))
    .bind(row.notices.join("\n"))
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

async fn write(
    connection: &mut SqliteConnection,
    actor: &Actor,
    (kind, source, notices): (ImportKind, &str, &[String]),
    found: &Difference,
) -> Result<(), StoreError> {
    let import = Uuid::now_v7().to_string();
    let added = found.rows.iter().filter(|row| row.before.is_none()).count();
    let changed = found.rows.len() - added;
    let row = ImportRow {
        kind,
        source,
        added: added as u64,
        changed: changed as u64,
        unchanged: found.unchanged as u64,
        absent: found.absent as u64,
        notices,
    };
    record_import(connection, actor, &import, &row).await?;
    for row in &found.rows {
        let count = |value: Option<u64>| value.map(i64::try_from).transpose().map_err(corrupt);
        sqlx::query(
            "INSERT INTO case_count (tenant_id, case_type, month, received, completed, remaining, import_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, case_type, month) DO UPDATE SET received = excluded.received,
                 completed = excluded.completed, remaining = excluded.remaining, import_id = excluded.import_id",
        )
        .bind(&actor.tenant.0)
        .bind(row.case_type.as_str())
        .bind(row.month.number())
        .bind(count(row.after.received)?)
        .bind(count(row.after.completed)?)
        .bind(count(row.after.open)?)
        .bind(&import)
        .execute(&mut *connection)
        .await?;
    }
    let detail = json!({"source": source, "added": added, "changed": changed});
    audit::record_by(connection, actor, ("cases.import", &import), &detail).await
}

/// The condition that a row is of one of these kinds of cases.
fn among(query: &mut QueryBuilder<Sqlite>, case_types: &BTreeSet<CaseTypeId>) {
    query.push(" AND case_type IN (");
    let mut list = query.separated(", ");
    if case_types.is_empty() {
        list.push("NULL");
    }
    case_types.iter().for_each(|id| {
        list.push_bind(id.as_str().to_owned());
    });
    query.push(")");
}

impl Store {
    /// All counts of an organisation, closed: the permit lets somebody ask, [`Undisclosed::disclosed`] says what is answered.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn case_counts(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
    ) -> Result<Undisclosed, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let counts = Undisclosed::new(ledger(&mut connection, &actor.tenant.0).await?);
        drop(connection);
        if counts.is_empty() { Ok(counts) } else { Ok(counts.after(self.earlier_plans(actor).await?)) }
    }

    /// Stores a table of counts and gives what it changed; one that changes nothing leaves no trace. `source` is the name
    /// of its file, `notices` what was left out or filled in.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`]; nothing is stored then.
    pub async fn import_counts(
        &self,
        _permit: Permit<EditCases>,
        actor: &Actor,
        (kind, source, notices): (ImportKind, &str, &[String]),
        table: &Ledger,
    ) -> Result<Difference, StoreError> {
        let mut transaction = self.write_tx().await?;
        let found = difference(&ledger(&mut transaction, &actor.tenant.0).await?, table);
        if found.rows.is_empty() {
            transaction.rollback().await?;
            return Ok(found);
        }
        write(&mut transaction, actor, (kind, source, notices), &found).await?;
        transaction.commit().await?;
        Ok(found)
    }

    /// The imports of an organisation, the latest first, at most so many.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn imports(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        most: u32,
    ) -> Result<Vec<ImportEntry>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT id, kind, source, actor, added, changed, unchanged, absent, notices, recorded_at FROM case_import
             WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(&actor.tenant.0)
        .bind(most)
        .fetch_all(&self.readers)
        .await?)
    }

    /// The imports that brought what stands now of some kinds of cases, the latest first, at most so many.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn imports_of(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        case_types: &BTreeSet<CaseTypeId>,
        most: u32,
    ) -> Result<Vec<ImportEntry>, StoreError> {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "SELECT id, kind, source, actor, added, changed, unchanged, absent, notices, recorded_at FROM case_import
             WHERE tenant_id = ",
        );
        let tenant = || actor.tenant.0.clone();
        query.push_bind(tenant()).push(" AND (actor = ").push_bind(actor.name.clone());
        query.push(" OR id IN (SELECT import_id FROM case_count WHERE tenant_id = ").push_bind(tenant());
        among(&mut query, case_types);
        query.push(") OR id IN (SELECT import_id FROM case_list WHERE tenant_id = ").push_bind(tenant());
        query.push(" AND EXISTS (SELECT 1 FROM listed_flow WHERE tenant_id = ").push_bind(tenant());
        among(&mut query, case_types);
        query.push("))) ORDER BY id DESC LIMIT ").push_bind(most);
        Ok(query.build_query_as().fetch_all(&self.readers).await?)
    }

    /// Stores figures that were typed one by one, the others of their months stay. Gives what changed; `source` says where they
    /// were typed.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`]; nothing is stored then.
    pub async fn enter_figures(
        &self,
        _permit: Permit<EditCases>,
        actor: &Actor,
        source: &str,
        typed: &BTreeMap<(CaseTypeId, Month), Typed>,
    ) -> Result<Difference, StoreError> {
        let mut transaction = self.write_tx().await?;
        let stored = ledger(&mut transaction, &actor.tenant.0).await?;
        let mut found = Difference::default();
        for ((case_type, month), typed) in typed {
            let before = stored.get(case_type, *month);
            let after = typed.onto(before.unwrap_or_default());
            if before.unwrap_or_default() == after {
                found.unchanged += 1;
            } else {
                found.rows.push(RowDifference { case_type: case_type.clone(), month: *month, before, after });
            }
        }
        if found.rows.is_empty() {
            transaction.rollback().await?;
            return Ok(found);
        }
        write(&mut transaction, actor, (ImportKind::Sheet, source, &[]), &found).await?;
        transaction.commit().await?;
        Ok(found)
    }

    /// What was decided about tables of a kind.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn import_mapping(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        kind: TableKind,
    ) -> Result<Mapping, StoreError> {
        let text: Option<String> =
            sqlx::query_scalar("SELECT mapping FROM import_mapping WHERE tenant_id = $1 AND kind = $2")
                .bind(&actor.tenant.0)
                .bind(kind.word())
                .fetch_optional(&self.readers)
                .await?;
        text.map_or_else(|| Ok(Mapping::default()), |text| serde_json::from_str(&text).map_err(corrupt))
    }

    /// Keeps what was decided about tables of a kind.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn keep_mapping(
        &self,
        _permit: Permit<EditCases>,
        actor: &Actor,
        kind: TableKind,
        mapping: &Mapping,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        sqlx::query(
            "INSERT INTO import_mapping (tenant_id, kind, mapping, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, kind) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at",
        )
        .bind(&actor.tenant.0)
        .bind(kind.word())
        .bind(serde_json::to_string(mapping).map_err(corrupt)?)
        .bind(now())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
