//! What the page `/daten` asks about tables.

use super::{Eyes, Importer, Looked, Order, Outcome, changed_figures, contradiction, kept_mappings};
use crate::api::{Decision, TableAsk, TableChange, TableColumn, TableLooked, TableSums, WrongPlace};
use crate::caseload::Month;
use crate::exchange::{
    Accept, CaseChange, Difference, Mapping, PostChange, RowDifference, TableKind, WorkChange,
};
use crate::format::{Language, number};
use crate::permission::{EditCases, Permit, ViewCases};
use crate::plan::{CaseTypeId, Plan};
use crate::server::{Context, Failure, scenarios};
use std::collections::BTreeSet;

/// Wrong places and contradictions that are sent.
const MOST_SHOWN: usize = 500;

/// Changes that one table may bring to the page: all of them are sent, as nothing is taken over there that could not be seen
/// before. Sixty case types over twenty-five years.
const MOST_CHANGES: usize = 20_000;

/// Cases of a list that are shown and decided about one by one; of more only as new and changed ones.
const MOST_CASES: u32 = 20_000;
const TOO_MANY_CASES: &str = "Die Liste ändert mehr als 20.000 Fälle. Sie werden nicht einzeln gezeigt; neue und geänderte Fälle können Sie \
    je im Ganzen übernehmen oder weglassen.";

/// A table with everything that is needed to read it.
pub struct Asked {
    pub(in crate::server) order: Order,
    plan: Plan,
    edit: Permit<EditCases>,
    view: Permit<ViewCases>,
    scope: Option<BTreeSet<CaseTypeId>>,
    /// Heads from which on output is told.
    least: u32,
}

impl Asked {
    /// Who takes it in.
    pub(in crate::server) fn importer<'a>(&'a self, context: &'a Context) -> Importer<'a> {
        Importer {
            store: &context.store,
            actor: context.actor(),
            edit: self.edit,
            view: self.view,
            plan: &self.plan,
            scope: self.scope.clone(),
            eyes: Eyes::Least(self.least),
        }
    }
}

/// The case types that somebody's right reaches; none for all.
pub(super) fn own<R>(context: &Context, plan: &Plan, right: &Permit<R>) -> Option<BTreeSet<CaseTypeId>> {
    let scope = context.scope(right);
    let within = plan.case_types.iter().filter(|one| scope.contains(plan, &one.unit));
    let own: BTreeSet<CaseTypeId> = within.map(|one| one.id.clone()).collect();
    (own.len() < plan.case_types.len()).then_some(own)
}

/// Everything that is needed to read a table, with what was decided about such tables before.
pub(in crate::server) async fn asked(context: &Context, ask: TableAsk) -> Result<Asked, Failure> {
    let (edit, view) = (context.permit::<EditCases>()?, context.permit::<ViewCases>()?);
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let mut mapping = Mapping::default();
    ask.columns.iter().for_each(|Decision { word, means }| mapping.decide(word, means));
    ask.states.iter().for_each(|Decision { word, means }| mapping.decide_state(word, means));
    let mappings = kept_mappings(&context.store, (view, context.actor()), mapping, ask.kind).await?;
    let changes = match ask.scenario {
        Some(scenario) => scenarios::load(context, Some(scenario)).await?.active_changes(),
        None => Vec::new(),
    };
    let leave = ask.leave.iter().filter_map(|key| count_of(key)).collect();
    let leave_rows = ask.leave.iter().filter_map(|key| key.strip_prefix(ROW)?.parse().ok()).collect();
    let order = Order {
        kind: ask.kind,
        mappings,
        accept: Accept { added: ask.added, changed: ask.changed, absent: ask.complete },
        leave,
        leave_rows,
        by_row: MOST_CASES,
        changes,
        take: ask.take,
        source: ask.name,
    };
    let scope = own(context, &plan, &edit);
    let least = context.least_heads().await?;
    Ok(Asked { order, plan, edit, view, scope, least })
}

/// What the key of a case begins with; its row follows.
const ROW: &str = "zeile|";

/// What stands for figures that must not be told.
const HIDDEN: &str = "wird nicht gezeigt (kleine Einheit)";

/// The key of a count.
fn key_of(row: &RowDifference) -> String {
    format!("{}|{}", row.case_type, row.month.number())
}

fn count_of(key: &str) -> Option<(CaseTypeId, Month)> {
    let (case_type, month) = key.split_once('|')?;
    Some((CaseTypeId::parse(case_type).ok()?, Month::from_number(month.parse().ok()?)?))
}

/// What the page is told; decisions about a table that was taken over are kept.
pub(in crate::server) async fn answer_for(
    context: &Context,
    asked: &Asked,
    looked: Looked,
) -> Result<TableLooked, Failure> {
    let taken = asked.order.take && looked.is_taken();
    let decided = looked.kind.map(|kind| (kind, asked.order.mappings.of(kind)));
    if let Some((kind, mapping)) = decided.filter(|(_, mapping)| taken && !mapping.is_empty()) {
        context.store.keep_mapping(asked.edit, context.actor(), kind, &mapping).await?;
    }
    let column = |one: crate::exchange::FoundColumn| TableColumn {
        letter: one.letter,
        heading: one.heading,
        field: one.field,
        person: one.person,
    };
    let mut told = TableLooked {
        kind: looked.kind,
        fields: looked.kind.unwrap_or(TableKind::Counts).fields().into_iter().map(str::to_owned).collect(),
        columns: looked.columns.into_iter().map(column).collect(),
        rows: looked
            .first_rows
            .into_iter()
            .map(|row| [vec![row.number.to_string()], row.cells].concat())
            .collect(),
        taken,
        ..TableLooked::default()
    };
    match looked.outcome {
        Outcome::Unknown => {}
        Outcome::Refused { wrong, unknown_states } => {
            let place = |one: crate::exchange::Wrong| WrongPlace {
                row: one.row,
                column: one.column.unwrap_or_default(),
                reason: one.reason,
            };
            told.wrong = wrong.into_iter().take(MOST_SHOWN).map(place).collect();
            told.unknown_states = unknown_states.into_iter().collect();
        }
        Outcome::Counts { difference, contradictions, notices } => {
            told.notices = notices;
            told.notices.extend(contradictions.iter().take(MOST_SHOWN).map(contradiction));
            told.sums = sums(&difference);
            let shown = difference.rows.iter().map(|row| change(&asked.plan, row, false));
            let withheld = difference.withheld.iter().map(|row| change(&asked.plan, row, true));
            match too_many(difference.rows.len() + difference.withheld.len()).filter(|_| !taken) {
                Some(wrong) => told.wrong.push(wrong),
                None => told.changes = shown.chain(withheld).take(MOST_CHANGES).collect(),
            }
        }
        Outcome::Posts { difference, notices } => {
            told.notices = notices;
            let (added, changed, vanished) = difference.counts();
            told.sums = TableSums {
                added: added as u64,
                changed: changed as u64,
                unchanged: difference.unchanged as u64,
                absent: vanished as u64,
                withheld: 0,
            };
            // All of them: the page makes the steps of the scenario.
            told.changes = difference.posts.into_iter().map(post_change).collect();
        }
        Outcome::Workload { difference, notices } => {
            told.notices = notices;
            told.sums.changed = difference.work.len() as u64;
            told.sums.unchanged = difference.unchanged as u64;
            told.changes = difference.work.into_iter().map(work_change).collect();
        }
        Outcome::Cases { difference, changes, found } => {
            let sum = difference.sum();
            told.notices = found.notices;
            if !taken && changes.is_empty() && sum.added + sum.changed + sum.withheld > u64::from(MOST_CASES)
            {
                told.notices.push(TOO_MANY_CASES.to_owned());
            }
            told.changes = changes.iter().map(|one| case_change(&asked.plan, one)).collect();
            told.sums = TableSums {
                added: sum.added,
                changed: sum.changed,
                unchanged: sum.unchanged,
                absent: sum.absent,
                withheld: sum.withheld,
            };
        }
    }
    Ok(told)
}

/// Why a table with so many changes is not offered to be taken over; nothing where it is.
fn too_many(changes: usize) -> Option<WrongPlace> {
    let count = |value: usize| number(value as f64, 0, Language::German);
    (changes > MOST_CHANGES).then(|| WrongPlace {
        row: 1,
        column: String::new(),
        reason: format!(
            "Die Tabelle ändert {} Angaben; auf dieser Seite werden höchstens {} auf einmal gezeigt und übernommen. Bitte teilen Sie \
             sie nach Jahren auf, oder lassen Sie sie mit „stellwerk import“ auf der Befehlszeile einlesen.",
            count(changes),
            count(MOST_CHANGES)
        ),
    })
}

fn post_change(one: PostChange) -> TableChange {
    TableChange {
        key: one.post.to_string(),
        title: one.post.to_string(),
        before: one.before,
        after: one.after,
        usual: !one.vanished,
        changes: one.changes,
    }
}

/// A case of a list: known by its row, as file numbers are not kept.
fn case_change(plan: &Plan, one: &CaseChange) -> TableChange {
    let kind = plan.case_type(&one.after.case_type).map_or("", |kind| &kind.name);
    TableChange {
        key: format!("{ROW}{}", one.row),
        title: format!("Zeile {}: {} {kind}", one.row, one.after.case_type),
        before: match &one.before {
            _ if one.withheld => "wird nicht gezeigt (kleine Einheit oder fremder Bereich)".to_owned(),
            Some(before) => before.words(Some(&one.after)),
            None => String::new(),
        },
        after: one.after.words(one.before.as_ref()),
        usual: true,
        changes: Vec::new(),
    }
}

fn work_change(one: WorkChange) -> TableChange {
    TableChange {
        key: one.case_type.to_string(),
        title: format!("{} {}", one.case_type, one.name),
        before: one.before,
        after: one.after,
        usual: true,
        changes: one.changes,
    }
}

/// How much a table of counts changes.
pub(super) fn sums(difference: &Difference) -> TableSums {
    let changed = difference.rows.iter().filter(|row| row.before.is_some()).count();
    TableSums {
        added: (difference.rows.len() - changed) as u64,
        changed: changed as u64,
        unchanged: difference.unchanged as u64,
        absent: difference.absent as u64,
        withheld: difference.withheld.len() as u64,
    }
}

/// A change of counts; of what is withheld every figure that the table gives stands there, also one that is stored already.
fn change(plan: &Plan, row: &RowDifference, hidden: bool) -> TableChange {
    let name = plan.case_types.iter().find(|one| one.id == row.case_type).map_or("", |one| &one.name);
    let figure = |value: Option<u64>| {
        value.map_or("–".to_owned(), |value| number(value as f64, 0, Language::German))
    };
    let figures: Vec<(&str, Option<u64>, Option<u64>)> = changed_figures(row).collect();
    let after = figures.iter().map(|(name, _, after)| format!("{name} {}", figure(*after)));
    let before = match row.before {
        _ if hidden => HIDDEN.to_owned(),
        None => String::new(),
        Some(_) => {
            let before = figures.iter().map(|(name, before, _)| format!("{name} {}", figure(*before)));
            before.collect::<Vec<_>>().join(", ")
        }
    };
    TableChange {
        key: key_of(row),
        title: format!("{} {name}, {}", row.case_type, row.month.label(Language::German)),
        before,
        after: after.collect::<Vec<_>>().join(", "),
        usual: true,
        changes: Vec::new(),
    }
}
