//! Lists of single cases: taken in under pseudonyms, and the sums that dashboards read.
//!
//! A list is read into a table of the connection's own, without holding anybody up. Only what follows (compare, take over, sum
//! up) holds the right to write: a million cases in some seconds, in one transaction.

mod queries;
mod retention;
mod staging;
mod sums;

pub use queries::StoredList;
pub use retention::cases_kept_from;
pub use staging::StagedCases;

use super::audit::record_by;
use super::cases::{ImportKind, ImportRow, record_import};
use super::{Store, StoreError};
use crate::caseload::to_five;
use crate::exchange::{Accept, CaseDifference};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::json;
use sqlx::Connection;
use uuid::Uuid;

/// 1970-01-01.
const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

fn corrupt(what: impl ToString) -> StoreError {
    StoreError::Corrupt(format!("Fallliste, {}", what.to_string()))
}

/// Days since 1970-01-01.
fn number(day: NaiveDate) -> i64 {
    day.signed_duration_since(EPOCH).num_days()
}

/// The day of such a number.
fn day(number: i64) -> Result<NaiveDate, StoreError> {
    let days = u64::try_from(number).map_err(corrupt)?;
    EPOCH.checked_add_days(Days::new(days)).ok_or_else(|| corrupt(number))
}

/// The twelve months that end with the month of a day: of them is told how long cases took. All days are numbered.
struct Year {
    /// First day of the twelve months before.
    before: i64,
    first: i64,
    last: i64,
}

impl Year {
    fn until(last: NaiveDate) -> Self {
        let month = last.with_day(1).unwrap_or(last);
        let back = |months| number(month.checked_sub_months(Months::new(months)).unwrap_or(month));
        let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
        Self { before: back(23), first: back(11), last: number(next) - 1 }
    }
}

impl Store {
    /// Makes the sums of lists that an earlier program took in without them; done when the database is opened.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn complete_sums(&self) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        sums::complete(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes over a list that was staged and settled, as far as it is accepted, and gives what it changed; one that changes
    /// nothing leaves no trace. `as_of` is the day that the list shows.
    ///
    /// # Errors
    /// [`StoreError::Database`]; nothing is stored then.
    pub async fn import_cases(
        &self,
        mut staged: StagedCases,
        (source, notices): (&str, &[String]),
        as_of: NaiveDate,
        accept: Accept,
    ) -> Result<CaseDifference, StoreError> {
        // Others of this process wait here instead of at the lock of the file, where they wait for a shorter time.
        let _place = self.writer.acquire().await?;
        let limited = staged.limited;
        let StagedCases { connection, actor, kept_from, .. } = &mut staged;
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        // Cases may have been deleted since the list was settled.
        staging::leave_past(&mut transaction, &actor.tenant.0, *kept_from).await?;
        let found = staging::compare(&mut transaction, &actor.tenant.0, limited).await?;
        let sum = found.sum();
        let taken = |accepted: bool, cases: u64| if accepted { cases } else { 0 };
        let (added, changed) = (taken(accept.added, sum.added), taken(accept.changed, sum.changed));
        let absent = taken(accept.absent, sum.absent);
        if added + changed + absent == 0 {
            transaction.rollback().await?;
            return Ok(found.accepted(accept));
        }
        staging::merge(&mut transaction, &actor.tenant.0, number(as_of), (accept, limited)).await?;
        let import = Uuid::now_v7().to_string();
        let row = ImportRow {
            kind: ImportKind::Cases,
            source,
            added,
            changed: changed + absent,
            unchanged: sum.unchanged,
            absent: sum.absent,
            notices,
        };
        record_import(&mut transaction, actor, &import, &row).await?;
        sums::renew(&mut transaction, &actor.tenant.0, &import, number(as_of)).await?;
        // How many cases a list completes may be the work of few: the trail, which is read by others, has it rounded.
        let (changed, closed) = (to_five(changed), to_five(absent));
        let detail =
            json!({"source": source, "added": added, "changed_rounded": changed, "closed_rounded": closed});
        record_by(&mut transaction, actor, ("cases.list", &import), &detail).await?;
        transaction.commit().await?;
        self.written.send_replace(());
        Ok(found.accepted(accept))
    }
}

#[cfg(test)]
mod tests;
