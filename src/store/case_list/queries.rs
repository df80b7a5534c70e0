//! What dashboards ask of the list: always of some kinds of cases, always from the sums. Measured output only of a
//! [`Measured`] group.

use super::super::{Actor, Store, StoreError};
use super::{Year, corrupt, day, number};
use crate::caseload::{
    AgeBand, AgeCell, Ages, Completed, Crossing, CycleTimes, Holder, ListedFlows, Measured, Month, Scatter,
    ScatterPoint, Undisclosed, Waited, WaitedCell, listed_ledger,
};
use crate::permission::{Permit, ViewCases};
use crate::plan::CaseTypeId;
use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite};

/// The list as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredList {
    /// The latest day that it shows.
    pub as_of: NaiveDate,
    /// Open cases.
    pub open: u64,
    /// Completed cases.
    pub closed: u64,
    /// Name of the file that brought it last.
    pub source: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// Kinds of cases of one sample: the engine takes 500 parts of a question.
const PARTS: usize = 400;

type Query = QueryBuilder<Sqlite>;

fn count(value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(corrupt)
}

fn id(text: &str) -> Result<CaseTypeId, StoreError> {
    CaseTypeId::parse(text).map_err(corrupt)
}

/// `WHERE` with the organisation and the kinds of cases.
fn of(query: &mut Query, tenant: &str, case_types: &[CaseTypeId]) {
    query.push(" WHERE tenant_id = ").push_bind(tenant.to_owned()).push(" AND case_type IN (");
    let mut list = query.separated(", ");
    case_types.iter().for_each(|id| {
        list.push_bind(id.as_str().to_owned());
    });
    query.push(")");
}

/// Named one by one, the turns let each question jump to its days: the key has the turn before the day of receipt.
fn whoever(query: &mut Query) {
    query.push(" AND holder IN (");
    let mut list = query.separated(", ");
    Holder::WORDS.iter().for_each(|(_, holder)| {
        list.push(holder.number());
    });
    query.push(")");
}

/// Open cases by kind, whose turn and band. A question for each band costs a third of one that sorts all days into bands.
fn ages(tenant: &str, case_types: &[CaseTypeId], on: NaiveDate) -> Query {
    let begins = AgeBand::begins(on).map(number);
    let mut until = number(on);
    let mut query = Query::new("");
    for (band, begin) in (0_i64..).zip(begins.into_iter().map(Some).chain([None])) {
        query.push(if band == 0 { "SELECT " } else { " UNION ALL SELECT " }).push(band);
        query.push(" AS band, case_type, holder, sum(cases) FROM listed_open");
        of(&mut query, tenant, case_types);
        whoever(&mut query);
        query.push(" AND received <= ").push_bind(until);
        if let Some(begin) = begin {
            query.push(" AND received >= ").push_bind(begin);
            until = begin - 1;
        }
        query.push(" GROUP BY case_type, holder");
    }
    query
}

/// The same as it was summed up when the list came in, for its own day.
fn kept_ages(tenant: &str, case_types: &[CaseTypeId]) -> Query {
    let mut query = Query::new("SELECT band, case_type, holder, cases FROM listed_age");
    of(&mut query, tenant, case_types);
    query
}

/// The same of what crosses three months.
fn kept_crossing(tenant: &str, case_types: &[CaseTypeId]) -> Query {
    let mut query = Query::new("SELECT case_type, holder, four, eight, twelve FROM listed_crossing");
    of(&mut query, tenant, case_types);
    query
}

/// How long they have been lying where they lie, as it was summed up when the list came in.
fn kept_waited(tenant: &str, case_types: &[CaseTypeId]) -> Query {
    let mut query =
        Query::new("SELECT case_type, holder, band, cases, here, before, unknown FROM listed_wait");
    of(&mut query, tenant, case_types);
    query
}

#[derive(FromRow)]
struct WaitedRow {
    case_type: String,
    holder: i64,
    band: i64,
    cases: i64,
    here: i64,
    before: i64,
    unknown: i64,
}

impl WaitedRow {
    fn cell(self) -> Result<WaitedCell, StoreError> {
        Ok(WaitedCell {
            case_type: id(&self.case_type)?,
            holder: holder(self.holder)?,
            band: band(self.band)?,
            cases: count(self.cases)?,
            here: count(self.here)?,
            before: count(self.before)?,
            unknown: count(self.unknown)?,
        })
    }
}

fn holder(number: i64) -> Result<Holder, StoreError> {
    Holder::from_number(number).ok_or_else(|| corrupt(number))
}

fn band(number: i64) -> Result<AgeBand, StoreError> {
    let place = usize::try_from(number).ok();
    place.and_then(|place| AgeBand::ALL.get(place)).copied().ok_or_else(|| corrupt(number))
}

/// Open cases that cross three months, by kind and whose turn.
fn crossing(tenant: &str, case_types: &[CaseTypeId], on: NaiveDate) -> Query {
    let mut query = Query::new("SELECT case_type, holder");
    let [first, second, last] = Crossing::WEEKS.map(|weeks| Crossing::received(on, weeks));
    for (_, before) in [first, second, last] {
        query.push(", sum(CASE WHEN received < ").push_bind(number(before)).push(" THEN cases ELSE 0 END)");
    }
    query.push(" FROM listed_open");
    of(&mut query, tenant, case_types);
    whoever(&mut query);
    query.push(" AND received >= ").push_bind(number(last.0));
    query.push(" AND received < ").push_bind(number(last.1));
    query.push(" GROUP BY case_type, holder");
    query
}

/// Cases completed in the last twelve months of the list and in those before, by kind and days. The figures of a kind come as one text: handed over one by
/// one, rows take the driver several times as long as the engine.
fn cycles(tenant: &str, case_types: &[CaseTypeId]) -> Query {
    let mut query = Query::new(
        "SELECT case_type, string_agg(days || ' ' || cases || ' ' || before, ',') FROM listed_year",
    );
    of(&mut query, tenant, case_types);
    query.push(" GROUP BY case_type");
    query
}

/// The figures of such a text, so many at a time.
fn figures<const N: usize>(text: &str) -> impl Iterator<Item = Result<[i64; N], StoreError>> {
    text.split(',').map(|group| {
        let mut found = [0; N];
        let mut words = group.split(' ');
        for figure in &mut found {
            *figure = words.next().ok_or_else(|| corrupt(group))?.parse().map_err(corrupt)?;
        }
        Ok(found)
    })
}

/// Completed cases whose pseudonym lies below `limit`. A part for each kind: asked for several in one, the engine would go through the
/// cases of all, along the pseudonyms.
fn sample(tenant: &str, case_types: &[CaseTypeId], days: (i64, i64), limit: Option<&[u8]>) -> Query {
    let mut query = Query::new("");
    for (at, case_type) in case_types.iter().enumerate() {
        let part = "SELECT case_type, string_agg(closed || ' ' || (closed - received), ',') FROM listed_case";
        query.push(if at == 0 { "" } else { " UNION ALL " }).push(part);
        of(&mut query, tenant, std::slice::from_ref(case_type));
        query.push(" AND closed IS NOT NULL AND closed BETWEEN ").push_bind(days.0);
        query.push(" AND ").push_bind(days.1);
        if let Some(limit) = limit {
            query.push(" AND pseudonym < ").push_bind(limit.to_vec());
        }
        query.push(" GROUP BY case_type");
    }
    query
}

/// The pseudonym below which `most` of `all` lie, as they are random.
fn limit(most: u64, all: u64) -> Option<Vec<u8>> {
    let share = (u128::from(most) << 64) / u128::from(all.max(1));
    let share = u64::try_from(share).ok()?;
    Some([share.to_be_bytes(), [0; 8]].concat())
}

impl Store {
    /// What list there is; none before the first one was imported.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn case_list(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
    ) -> Result<Option<StoredList>, StoreError> {
        let row: Option<(i64, i64, i64, String, i64)> = sqlx::query_as(
            "SELECT as_of, remaining, completed, source, recorded_at FROM case_list
             JOIN case_import ON case_import.id = case_list.import_id WHERE case_list.tenant_id = $1",
        )
        .bind(&actor.tenant.0)
        .fetch_optional(&self.readers)
        .await?;
        let list = |(as_of, open, closed, source, recorded_at)| {
            Ok(StoredList {
                as_of: day(as_of)?,
                open: count(open)?,
                closed: count(closed)?,
                source,
                recorded_at,
            })
        };
        row.map(list).transpose()
    }

    /// The open cases of some kinds, looked at on a day. Rounding for small units is for [`Ages::coarse`] to do.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn open_ages(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        case_types: &[CaseTypeId],
        on: NaiveDate,
    ) -> Result<Ages, StoreError> {
        let tenant = &actor.tenant.0;
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let kept: Option<i64> = sqlx::query_scalar("SELECT aged_on FROM case_list WHERE tenant_id = $1")
            .bind(tenant)
            .fetch_optional(&mut *transaction)
            .await?
            .flatten();
        let (mut by_age, mut by_crossing) = if kept == Some(number(on)) {
            (kept_ages(tenant, case_types), kept_crossing(tenant, case_types))
        } else {
            (ages(tenant, case_types, on), crossing(tenant, case_types, on))
        };
        let rows: Vec<(i64, String, i64, i64)> = by_age.build_query_as().fetch_all(&mut *transaction).await?;
        let next: Vec<(String, i64, i64, i64, i64)> =
            by_crossing.build_query_as().fetch_all(&mut *transaction).await?;
        let mut found = Ages { day: on, cells: Vec::new(), crossing: Vec::new(), rounded: false };
        for (age, case_type, who, cases) in rows {
            let (case_type, holder, cases) = (id(&case_type)?, holder(who)?, count(cases)?);
            found.cells.push(AgeCell { case_type, holder, band: band(age)?, cases });
        }
        for (case_type, who, four, eight, twelve) in next {
            let cases = [count(four)?, count(eight)?, count(twelve)?];
            found.crossing.push(Crossing { case_type: id(&case_type)?, holder: holder(who)?, cases });
        }
        Ok(found)
    }

    /// How long the open cases of some kinds have been lying where they lie, on the day of the list; none without a list.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn waited(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        case_types: &[CaseTypeId],
    ) -> Result<Option<Waited>, StoreError> {
        let tenant = &actor.tenant.0;
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let on: Option<i64> = sqlx::query_scalar("SELECT waited_on FROM case_list WHERE tenant_id = $1")
            .bind(tenant)
            .fetch_optional(&mut *transaction)
            .await?
            .flatten();
        let Some(on) = on else { return Ok(None) };
        let rows: Vec<WaitedRow> =
            kept_waited(tenant, case_types).build_query_as().fetch_all(&mut *transaction).await?;
        let cells = rows.into_iter().map(WaitedRow::cell).collect::<Result<_, _>>()?;
        Ok(Some(Waited { day: day(on)?, cells }))
    }

    /// How long the cases completed in the twelve months up to the list's latest day took, and those of the year before; and the cases as
    /// points: all of them, or about `most` as a sample that is the same each time. Nothing without a list.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn completed_cases(
        &self,
        _permit: Permit<ViewCases>,
        actor: &Actor,
        measured: &Measured,
        most: u32,
    ) -> Result<Completed, StoreError> {
        let tenant = &actor.tenant.0;
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let as_of: Option<i64> = sqlx::query_scalar("SELECT as_of FROM case_list WHERE tenant_id = $1")
            .bind(tenant)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(as_of) = as_of else { return Ok(Completed::default()) };
        let (mut times, mut before) = (CycleTimes::default(), CycleTimes::default());
        let rows: Vec<(String, String)> =
            cycles(tenant, measured.case_types()).build_query_as().fetch_all(&mut *transaction).await?;
        for (case_type, text) in rows {
            let (mut now, mut then) = (Vec::new(), Vec::new());
            for took in figures(&text) {
                let [days, cases, earlier] = took?;
                let days = u32::try_from(days).map_err(corrupt)?;
                for (list, cases) in [(&mut now, cases), (&mut then, earlier)] {
                    if cases != 0 {
                        list.push((days, count(cases)?));
                    }
                }
            }
            let case_type = id(&case_type)?;
            for (times, list) in [(&mut times, now), (&mut before, then)] {
                if !list.is_empty() {
                    times.add_all(case_type.clone(), list);
                }
            }
        }
        let of = times.cases();
        let below = if of > u64::from(most) { limit(u64::from(most), of) } else { None };
        let year = Year::until(day(as_of)?);
        let mut points: Vec<ScatterPoint> = Vec::new();
        for case_types in measured.case_types().chunks(PARTS) {
            let mut query = sample(tenant, case_types, (year.first, year.last), below.as_deref());
            let rows: Vec<(String, String)> = query.build_query_as().fetch_all(&mut *transaction).await?;
            for (case_type, text) in rows {
                let case_type = id(&case_type)?;
                for case in figures(&text) {
                    let [closed, days] = case?;
                    let (closed, days) = (day(closed)?, u32::try_from(days).map_err(corrupt)?);
                    points.push(ScatterPoint { case_type: case_type.clone(), closed, days });
                }
            }
        }
        points.sort_by(|a, b| (a.closed, &a.case_type, a.days).cmp(&(b.closed, &b.case_type, b.days)));
        Ok(Completed { times, before, scatter: Scatter { points, of } })
    }

    /// What the list says by month, closed as [`Store::case_counts`] are.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn listed_ledger(
        &self,
        permit: Permit<ViewCases>,
        actor: &Actor,
    ) -> Result<Undisclosed, StoreError> {
        let Some(list) = self.case_list(permit, actor).await? else { return Ok(Undisclosed::default()) };
        let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
            "SELECT case_type, month, received, completed FROM listed_flow WHERE tenant_id = $1 ORDER BY case_type, month",
        )
        .bind(&actor.tenant.0)
        .fetch_all(&self.readers)
        .await?;
        let mut flows = ListedFlows::new();
        for (case_type, month, received, completed) in rows {
            let month = Month::from_number(month).ok_or_else(|| corrupt(month))?;
            flows.entry(id(&case_type)?).or_default().insert(month, (count(received)?, count(completed)?));
        }
        let counts = Undisclosed::new(listed_ledger(&flows, list.as_of));
        Ok(counts.after(self.earlier_plans(actor).await?))
    }
}
