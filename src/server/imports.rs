//! Tables on their way in: read, compared with what is stored, and taken over as far as they are accepted. The page, the command
//! line and the watched folder all come this way.

mod page;
mod provenance;
mod sheet;
mod words;

pub(in crate::server) use page::{answer_for, asked};
pub use provenance::provenance;
pub use sheet::{save, sheet};
pub use words::{
    FIGURES, LISTED, OF_PLAN, UNKNOWN, cases_sentence, changed_figures, contradiction, counts_sentence,
    protocol,
};
use words::{past_cases, withheld_cases, withheld_counts};

use crate::caseload::{Contradiction, Counts, Ledger, Month, Undisclosed};
use crate::exchange::{
    Accept, CaseChange, CaseDifference, CaseRows, CasesFound, Difference, FoundColumn, Mapping, Mappings,
    PostsDifference, Row, Table, TableKind, WorkDifference, Wrong, difference, post_differences, read_counts,
    read_posts, read_workload, work_differences,
};
use crate::permission::{EditCases, Permit, ViewCases};
use crate::plan::{CaseTypeId, Change, Plan};
use crate::store::{Actor, ImportKind, StagedCases, Store, StoreError};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::io::BufRead;
use std::pin::pin;
use std::task::Poll;
use std::time::{SystemTime, UNIX_EPOCH};

/// Cases that are read before they are handed on.
const BATCH: usize = 500;

/// Cases between two reports of how far the reading has come.
const REPORT_EVERY: usize = 20_000;

/// For whose eyes an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// Of whoever holds the database file and with it everything that is stored.
    Holder,
    /// Of anybody else: what is stored of groups of fewer heads is not told, nor anything that would confirm a guess at it.
    Least(u32),
}

/// Whose figures are touched and by which right.
#[derive(Clone)]
pub struct Importer<'a> {
    /// The database.
    pub store: &'a Store,
    /// Who imports.
    pub actor: &'a Actor,
    /// The right to write.
    pub edit: Permit<EditCases>,
    /// The right to see what is stored, to compare.
    pub view: Permit<ViewCases>,
    /// The plan, whose case types are known.
    pub plan: &'a Plan,
    /// Case types that may be touched; none for all.
    pub scope: Option<BTreeSet<CaseTypeId>>,
    /// For whom the answer is.
    pub eyes: Eyes,
}

/// What is asked about a table.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// What it holds; none to find out.
    pub kind: Option<TableKind>,
    /// What was decided about columns and words.
    pub mappings: Mappings,
    /// Of a list of cases: what is taken over.
    pub accept: Accept,
    /// Of counts: those that are left out.
    pub leave: BTreeSet<(CaseTypeId, Month)>,
    /// Of a list of cases: rows that are left out.
    pub leave_rows: BTreeSet<u32>,
    /// Of a list of cases: up to how many changes are told one by one.
    pub by_row: u32,
    /// Whether it is taken over, or only compared.
    pub take: bool,
    /// Of posts and figures of the assessment: the changes in force, with which the table is compared.
    pub changes: Vec<Change>,
    /// Name of the file, without its folder.
    pub source: String,
}

/// What became of a table.
#[derive(Debug)]
pub struct Looked {
    /// What it holds, as asked or as found.
    pub kind: Option<TableKind>,
    /// Its columns.
    pub columns: Vec<FoundColumn>,
    /// Its first rows.
    pub first_rows: Vec<Row>,
    /// What it would change or has changed.
    pub outcome: Outcome,
}

/// How the reading of a table ended.
#[derive(Debug)]
pub enum Outcome {
    /// Nobody knows what it holds.
    Unknown,
    /// It is wrong, nothing was stored.
    Refused {
        /// Every wrong place.
        wrong: Vec<Wrong>,
        /// Words for states to decide about.
        unknown_states: BTreeSet<String>,
    },
    /// Monthly counts.
    Counts {
        /// What is or was different.
        difference: Difference,
        /// Counted stocks that do not follow from those before.
        contradictions: Vec<Contradiction>,
        /// What was left out or filled in.
        notices: Vec<String>,
    },
    /// Posts: never stored here, but offered as changes of a scenario.
    Posts {
        /// What differs from the plan in hand.
        difference: PostsDifference,
        /// What was left out or filled in.
        notices: Vec<String>,
    },
    /// Figures of the assessment: offered as changes of a scenario like posts.
    Workload {
        /// What differs from the plan in hand.
        difference: WorkDifference,
        /// What was left out or filled in.
        notices: Vec<String>,
    },
    /// A list of cases.
    Cases {
        /// What is or was different.
        difference: CaseDifference,
        /// The cases that are new or other, in the order of the rows; none where they were taken over, or are too many.
        changes: Vec<CaseChange>,
        /// What the list holds.
        found: CasesFound,
    },
}

impl Looked {
    /// Whether it was right; with an order to take it over, that it was.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.outcome, Outcome::Counts { .. } | Outcome::Cases { .. })
    }
}

impl Outcome {
    fn refused(wrong: Vec<Wrong>) -> Self {
        Self::Refused { wrong, unknown_states: BTreeSet::new() }
    }
}

/// The day after today in UTC: nowhere in Germany is it later than that.
#[must_use]
pub fn latest_day() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    NaiveDate::default().checked_add_days(Days::new(seconds / 86_400 + 1)).unwrap_or(NaiveDate::MAX)
}

/// These decisions, with those that were kept when tables of the kind were taken over on the page; of every kind where none is named.
async fn kept_mappings(
    store: &Store,
    (view, actor): (Permit<ViewCases>, &Actor),
    here: Mapping,
    kind: Option<TableKind>,
) -> Result<Mappings, StoreError> {
    let mut mappings = Mappings::new(here);
    for (_, known) in TableKind::WORDS.into_iter().filter(|(_, known)| kind.is_none_or(|kind| kind == *known))
    {
        mappings.keep(known, store.import_mapping(view, actor, known).await?);
    }
    Ok(mappings)
}

impl Importer<'_> {
    /// These decisions, and for what they leave open those that were kept when tables of the kind were taken over on the page; of any
    /// kind where none is named.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn with_kept(&self, here: Mapping, kind: Option<TableKind>) -> Result<Mappings, StoreError> {
        kept_mappings(self.store, (self.view, self.actor), here, kind).await
    }

    /// Reads a table and does with it what is asked; `progress` hears of the cases read so far.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub async fn look(
        &self,
        source: impl BufRead,
        order: &Order,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Looked, StoreError> {
        let table = match Table::open(source) {
            Ok(table) => table,
            Err(wrong) => {
                let outcome = Outcome::refused(vec![wrong]);
                return Ok(Looked { kind: order.kind, columns: Vec::new(), first_rows: Vec::new(), outcome });
            }
        };
        let kind = order.kind.or_else(|| table.kind(&order.mappings));
        let shown = kind.unwrap_or(TableKind::Counts);
        let columns = table.columns(shown, &order.mappings.of(shown));
        let first_rows = table.first_rows().take(12).cloned().collect();
        let outcome = match kind {
            None => match table.first_wrong() {
                Some(wrong) => Outcome::refused(vec![wrong.clone()]),
                None => Outcome::Unknown,
            },
            Some(TableKind::Counts) => self.counts(table, order).await?,
            Some(TableKind::Cases) => self.cases(table, order, progress).await?,
            Some(TableKind::Posts) => self.posts(table, order),
            Some(TableKind::Workload) => self.workload(table, order),
        };
        Ok(Looked { kind, columns, first_rows, outcome })
    }

    async fn counts(&self, table: Table<'_>, order: &Order) -> Result<Outcome, StoreError> {
        let mut file = match read_counts(self.plan, &order.mappings.of(TableKind::Counts), table.into_rows())
        {
            Ok(file) => file,
            Err(wrong) => return Ok(Outcome::refused(wrong)),
        };
        let foreign = file.places.iter().filter_map(|(id, row)| {
            Some(Wrong { row: *row, column: file.type_column.clone(), reason: self.foreign(id)? })
        });
        let foreign: Vec<Wrong> = foreign.take(BATCH).collect();
        if !foreign.is_empty() {
            return Ok(Outcome::refused(foreign));
        }
        if !order.leave.is_empty() {
            file.ledger.retain(|id, month| !order.leave.contains(&(id.clone(), month)));
        }
        let stored = self.store.case_counts(self.view, self.actor).await?;
        let withheld = self.withheld(&stored);
        let mut stored = stored.laid_open();
        if let Some(scope) = &self.scope {
            stored.retain(|id, _| scope.contains(id));
        }
        let compared = difference(&stored, &file.ledger);
        let found = if order.take {
            let from = (ImportKind::Counts, order.source.as_str(), file.notices.as_slice());
            let taken = self.store.import_counts(self.edit, self.actor, from, &file.ledger).await?;
            // What is missing in the table is told of the own units only.
            Difference { absent: compared.absent, ..taken }
        } else {
            compared
        };
        let is_withheld = |id: &CaseTypeId, month| withheld.contains(id) && stored.get(id, month).is_some();
        let contradictions = contradictions(&stored, &found, &file.ledger, &withheld);
        let difference = found.told(&file.ledger, is_withheld);
        file.notices.extend(withheld_counts(difference.withheld.len()));
        Ok(Outcome::Counts { difference, contradictions, notices: file.notices })
    }

    /// The kinds of cases of which nothing that is stored may be told.
    fn withheld(&self, stored: &Undisclosed) -> BTreeSet<CaseTypeId> {
        match self.eyes {
            Eyes::Holder => BTreeSet::new(),
            Eyes::Least(heads) => stored.clone().disclosed(self.plan, heads).withheld(self.plan),
        }
    }

    /// The same for a list: where nothing is counted beside it, it is its own measure.
    async fn withheld_of_lists(&self) -> Result<BTreeSet<CaseTypeId>, StoreError> {
        let counted = self.store.case_counts(self.view, self.actor).await?;
        if counted.is_empty() {
            return Ok(self.withheld(&self.store.listed_ledger(self.view, self.actor).await?));
        }
        Ok(self.withheld(&counted))
    }

    fn posts(&self, table: Table<'_>, order: &Order) -> Outcome {
        let file = match read_posts(self.plan, &order.mappings.of(TableKind::Posts), table.into_rows()) {
            Ok(file) => file,
            Err(wrong) => return Outcome::refused(wrong),
        };
        let day = self.plan.as_of;
        let difference = post_differences(&self.plan.on(day, &order.changes), day, &file.posts);
        Outcome::Posts { difference, notices: file.notices }
    }

    fn workload(&self, table: Table<'_>, order: &Order) -> Outcome {
        let file = match read_workload(self.plan, &order.mappings.of(TableKind::Workload), table.into_rows())
        {
            Ok(file) => file,
            Err(wrong) => return Outcome::refused(wrong),
        };
        let day = self.plan.as_of;
        let organisation = self.plan.on(day, &order.changes);
        let mut difference = work_differences(&organisation, day, &file.work, &order.source);
        let notices = [file.notices, std::mem::take(&mut difference.notices)].concat();
        Outcome::Workload { difference, notices }
    }

    async fn cases(
        &self,
        table: Table<'_>,
        order: &Order,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Outcome, StoreError> {
        let mapping = order.mappings.of(TableKind::Cases);
        let mut cases = match CaseRows::new(self.plan, &mapping, latest_day(), table.into_rows()) {
            Ok(cases) => cases,
            Err(wrong) => return Ok(Outcome::refused(wrong)),
        };
        let mut staged = self.store.stage_cases(self.edit, self.actor).await?;
        let column = cases.type_column();
        let (mut read, mut foreign) = (0_usize, Vec::new());
        let mut batch = cases.batch(BATCH);
        while !batch.is_empty() {
            let wrong = batch.iter().filter_map(|line| {
                let reason = self.foreign(&line.case_type)?;
                Some(Wrong { row: line.row, column: column.clone(), reason })
            });
            foreign.extend(wrong.take(BATCH - foreign.len().min(BATCH)));
            let next = meanwhile(staged.add(&batch), || cases.batch(BATCH)).await?;
            if (read + batch.len()) / REPORT_EVERY > read / REPORT_EVERY {
                progress(read + batch.len());
            }
            read += batch.len();
            batch = next;
        }
        let mut found = match cases.finish() {
            Ok(found) => found,
            Err((wrong, unknown_states)) => return Ok(Outcome::Refused { wrong, unknown_states }),
        };
        if !foreign.is_empty() {
            return Ok(Outcome::refused(foreign));
        }
        let twice = staged.settle().await?;
        if !twice.is_empty() {
            return Ok(Outcome::refused(twice.into_iter().map(double).collect()));
        }
        let withheld = self.withheld_of_lists().await?;
        if let Some(scope) = &self.scope {
            staged.limit(scope).await?;
        }
        staged.leave(&order.leave_rows).await?;
        found.notices.extend(past_cases(staged.past()));
        let changes =
            if order.take { Vec::new() } else { self.by_row(&mut staged, order, &withheld).await? };
        let difference = self.take(staged, order, &found).await?.told(&withheld);
        found.notices.extend(withheld_cases(difference.sum().withheld));
        Ok(Outcome::Cases { difference, changes, found })
    }

    /// The changes one by one where they are not too many. What is stored of kinds outside the own units is not told.
    async fn by_row(
        &self,
        staged: &mut StagedCases,
        order: &Order,
        withheld: &BTreeSet<CaseTypeId>,
    ) -> Result<Vec<CaseChange>, StoreError> {
        if order.by_row == 0 {
            return Ok(Vec::new());
        }
        let mut changes = staged.changes(withheld, order.by_row.saturating_add(1)).await?;
        if changes.len() > order.by_row as usize {
            return Ok(Vec::new());
        }
        for one in &mut changes {
            if one.before.as_ref().is_some_and(|before| self.foreign(&before.case_type).is_some()) {
                (one.before, one.withheld) = (None, true);
            }
        }
        Ok(changes)
    }

    async fn take(
        &self,
        mut staged: StagedCases,
        order: &Order,
        found: &CasesFound,
    ) -> Result<CaseDifference, StoreError> {
        match found.as_of.filter(|_| order.take) {
            Some(as_of) => {
                let from = (order.source.as_str(), found.notices.as_slice());
                self.store.import_cases(staged, from, as_of, order.accept).await
            }
            None => staged.difference().await,
        }
    }

    /// Why a case type may not be touched.
    fn foreign(&self, id: &CaseTypeId) -> Option<String> {
        let own = self.scope.as_ref().is_none_or(|scope| scope.contains(id));
        (!own).then(|| {
            format!("Die Fallart „{id}“ gehört nicht zu Ihrem Bereich. Bitte entfernen Sie ihre Zeilen aus der Tabelle.")
        })
    }
}

/// Works while something goes on elsewhere: the engine takes a batch in, in its own thread, while the next one is read.
async fn meanwhile<T>(
    stored: impl Future<Output = Result<(), StoreError>>,
    work: impl FnOnce() -> T,
) -> Result<T, StoreError> {
    let mut stored = pin!(stored);
    let begun = poll_fn(|context| Poll::Ready(stored.as_mut().poll(context))).await;
    let done = work();
    match begun {
        Poll::Ready(result) => result?,
        Poll::Pending => stored.await?,
    }
    Ok(done)
}

fn double((first, second): (u32, u32)) -> Wrong {
    let reason = format!(
        "Dieses Aktenzeichen steht schon in Zeile {first}. Bitte entfernen Sie eine der beiden Zeilen."
    );
    Wrong::row(second, &reason)
}

/// Where counted stocks do not follow from one another in what an import touches; they are stored as they were counted. Of kinds
/// that are withheld only where the table contradicts itself: what should be there would tell what is stored.
fn contradictions(
    stored: &Ledger,
    found: &Difference,
    table: &Ledger,
    withheld: &BTreeSet<CaseTypeId>,
) -> Vec<Contradiction> {
    let mut ledger = stored.clone();
    for row in &found.rows {
        ledger.enter(row.case_type.clone(), row.month, row.after);
    }
    let touched: BTreeSet<&CaseTypeId> = found.rows.iter().map(|row| &row.case_type).collect();
    let open = |one: &Contradiction| touched.contains(&one.case_type) && !withheld.contains(&one.case_type);
    let mut found: Vec<Contradiction> = ledger.contradictions().into_iter().filter(open).collect();
    found.extend(table.contradictions().into_iter().filter(|one| withheld.contains(&one.case_type)));
    found
}

/// A figure of counts with its German name.
pub type NamedFigure = (&'static str, fn(&Counts) -> Option<u64>);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_is_read_while_the_other_is_stored() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        // What is stored ends only with the work beside it.
        let stored = async { receiver.await.map_err(|_| StoreError::NotFound) };
        let read = || {
            sender.send(()).unwrap();
            7
        };
        assert_eq!(meanwhile(stored, read).await.unwrap(), 7);
        let failed = meanwhile(async { Err(StoreError::Full(1)) }, || 7).await;
        assert!(matches!(failed, Err(StoreError::Full(1))), "{failed:?}");
    }
}
