//! What the page `/daten` asks: tables, the sheet, the list of imports.

use super::{Importer, Looked, Order, Outcome, changed_figures, contradiction};
use crate::api::{
    ApiError, Decision, ImportShown, Provenance, SaveSheet, Sheet, SheetCell, SheetEntry, SheetFigure,
    SheetRow, TableAsk, TableChange, TableColumn, TableLooked, TableSums, WrongPlace,
};
use crate::caseload::{Counts, Disclosure, Ledger, Month, Visible};
use crate::exchange::{Accept, Difference, Mapping, PostChange, RowDifference, TableKind};
use crate::format::{Language, date, number};
use crate::permission::{EditCases, Permit, ViewCases};
use crate::plan::{CaseTypeId, PathError, Plan};
use crate::server::{Context, Failure, scenarios};
use std::collections::{BTreeMap, BTreeSet};

/// Changes and wrong places that are sent.
const MOST_SHOWN: usize = 500;

/// Imports that are listed.
const MOST_IMPORTS: u32 = 100;

/// A table with everything that is needed to read it.
pub struct Asked {
    pub(in crate::server) order: Order,
    plan: Plan,
    edit: Permit<EditCases>,
    view: Permit<ViewCases>,
    scope: Option<BTreeSet<CaseTypeId>>,
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
        }
    }
}

/// The case types that somebody may touch; none for all.
fn own(context: &Context, plan: &Plan, edit: &Permit<EditCases>) -> Option<BTreeSet<CaseTypeId>> {
    let scope = context.scope(edit);
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
    let kinds = ask.kind.map_or_else(|| TableKind::WORDS.map(|(_, kind)| kind).to_vec(), |kind| vec![kind]);
    for kind in kinds {
        mapping = mapping.or(&context.store.import_mapping(view, context.actor(), kind).await?);
    }
    let changes = match ask.scenario {
        Some(scenario) => scenarios::load(context, Some(scenario)).await?.active_changes(),
        None => Vec::new(),
    };
    let leave = ask.leave.iter().filter_map(|key| count_of(key)).collect();
    let order = Order {
        kind: ask.kind,
        mapping,
        accept: Accept { added: ask.added, changed: ask.changed, absent: ask.complete },
        leave,
        changes,
        take: ask.take,
        source: ask.name,
    };
    let scope = own(context, &plan, &edit);
    Ok(Asked { order, plan, edit, view, scope })
}

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
    if let (true, Some(kind)) = (taken && !asked.order.mapping.is_empty(), looked.kind) {
        context.store.keep_mapping(asked.edit, context.actor(), kind, &asked.order.mapping).await?;
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
            let stored = context.store.case_counts(asked.view, context.actor()).await?;
            let withheld = withheld(&asked.plan, &stored, context.least_heads().await?);
            let rows = difference.rows.iter().take(MOST_SHOWN);
            told.changes = rows.map(|row| change(&asked.plan, row, &withheld)).collect();
        }
        Outcome::Posts { difference, notices } => {
            told.notices = notices;
            let (added, changed, vanished) = difference.counts();
            told.sums = TableSums {
                added: added as u64,
                changed: changed as u64,
                unchanged: difference.unchanged as u64,
                absent: vanished as u64,
            };
            // All of them: the page makes the steps of the scenario.
            told.changes = difference.posts.into_iter().map(post_change).collect();
        }
        Outcome::Cases { difference, found } => {
            let sum = difference.sum();
            told.notices = found.notices;
            told.sums = TableSums {
                added: sum.added,
                changed: sum.changed,
                unchanged: sum.unchanged,
                absent: sum.absent,
            };
        }
    }
    Ok(told)
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

fn sums(difference: &Difference) -> TableSums {
    let changed = difference.rows.iter().filter(|row| row.before.is_some()).count();
    TableSums {
        added: (difference.rows.len() - changed) as u64,
        changed: changed as u64,
        unchanged: difference.unchanged as u64,
        absent: difference.absent as u64,
    }
}

/// Case types of units whose stored figures are not shown.
fn withheld(plan: &Plan, ledger: &Ledger, heads: u32) -> BTreeSet<CaseTypeId> {
    let disclosure = Disclosure::of(plan, ledger, plan.as_of, heads);
    let small = plan.case_types.iter().filter(|one| disclosure.of_unit(&one.unit) == Visible::Coarse);
    small.map(|one| one.id.clone()).collect()
}

fn change(plan: &Plan, row: &RowDifference, withheld: &BTreeSet<CaseTypeId>) -> TableChange {
    let name = plan.case_types.iter().find(|one| one.id == row.case_type).map_or("", |one| &one.name);
    let hidden = withheld.contains(&row.case_type);
    let figure = |value: Option<u64>| {
        value.map_or("–".to_owned(), |value| number(value as f64, 0, Language::German))
    };
    let figures: Vec<(&str, Option<u64>, Option<u64>)> = changed_figures(row).collect();
    let after = figures.iter().map(|(name, _, after)| format!("{name} {}", figure(*after)));
    let before = match row.before {
        None => String::new(),
        Some(_) if hidden => "wird nicht gezeigt (kleine Einheit)".to_owned(),
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

/// What is stored and where it came from.
///
/// # Errors
/// [`ApiError::Forbidden`], [`Failure::Fault`].
pub async fn provenance(context: &Context) -> Result<Provenance, Failure> {
    let view = context.permit::<ViewCases>()?;
    let ledger = context.store.case_counts(view, context.actor()).await?;
    let list = context.store.case_list(view, context.actor()).await?;
    let types: BTreeSet<&CaseTypeId> = ledger.entries().map(|(id, ..)| id).collect();
    let say = |language| {
        let whole = |value: u64| number(value as f64, 0, language);
        let counts = ledger.span().map(|(first, last)| match language {
            Language::German => format!(
                "Fallzahlen liegen von {} bis {} für {} Fallarten vor.",
                first.label(language),
                last.label(language),
                types.len()
            ),
            Language::English => format!(
                "There are counts from {} to {} for {} case types.",
                first.label(language),
                last.label(language),
                types.len()
            ),
        });
        let cases = list.as_ref().map(|list| match language {
            Language::German => format!(
                "Die Fallliste hat den Stand {} mit {} offenen Fällen.",
                date(list.as_of, language),
                whole(list.open)
            ),
            Language::English => {
                format!(
                    "The list of cases is of {} with {} open cases.",
                    date(list.as_of, language),
                    whole(list.open)
                )
            }
        });
        let none = match language {
            Language::German => "Es liegen noch keine Fallzahlen und keine Fallliste vor.",
            Language::English => "There are neither counts nor a list of cases yet.",
        };
        let said: Vec<String> = counts.into_iter().chain(cases).collect();
        if said.is_empty() { none.to_owned() } else { said.join(" ") }
    };
    let count = |value: i64| u64::try_from(value).unwrap_or(0);
    let imports = context.store.imports(view, context.actor(), MOST_IMPORTS).await?;
    let shown = imports.into_iter().map(|one| ImportShown {
        sums: TableSums {
            added: count(one.added),
            changed: count(one.changed),
            unchanged: count(one.unchanged),
            absent: count(one.absent),
        },
        notices: one.notices.lines().map(str::to_owned).collect(),
        id: one.id,
        kind: one.kind,
        source: one.source,
        actor: one.actor,
        recorded_at: one.recorded_at,
    });
    Ok(Provenance {
        sentence: say(Language::German),
        sentence_english: say(Language::English),
        imports: shown.collect(),
        most_bytes: context.upload,
    })
}

/// The monthly sheet of a year.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::Invalid`] for a year that no count can be of, [`Failure::Fault`].
pub async fn sheet(context: &Context, year: u32) -> Result<Sheet, Failure> {
    let (edit, view) = (context.permit::<EditCases>()?, context.permit::<ViewCases>()?);
    let january = january(year)?;
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let ledger = context.store.case_counts(view, context.actor()).await?;
    let heads = context.least_heads().await?;
    let (scope, withheld) = (own(context, &plan, &edit), withheld(&plan, &ledger, heads));
    let kept =
        plan.case_types.iter().filter(|one| scope.as_ref().is_none_or(|scope| scope.contains(&one.id)));
    let row = |one: &crate::plan::CaseType| {
        let hidden = withheld.contains(&one.id);
        let cell = |month: i32| {
            let counts = ledger.get(&one.id, january.plus(month)).filter(|_| !hidden).unwrap_or_default();
            SheetCell { received: counts.received, completed: counts.completed, open: counts.open }
        };
        SheetRow {
            case_type: one.id.to_string(),
            name: one.name.clone(),
            unit: plan.unit(&one.unit).map_or_else(String::new, |unit| unit.name.clone()),
            withheld: hidden,
            months: (0..12).map(cell).collect(),
        }
    };
    Ok(Sheet { year, rows: kept.map(row).collect() })
}

fn january(year: u32) -> Result<Month, ApiError> {
    let month = i32::try_from(year).ok().and_then(|year| Month::new(year, 1));
    month.ok_or_else(|| refused("year", "liegt nicht zwischen 1990 und 2100"))
}

fn refused(path: &str, reason: &str) -> ApiError {
    ApiError::Invalid { errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }] }
}

/// Stores figures of the sheet.
///
/// # Errors
/// [`ApiError::Invalid`] for a case type that is not in the plan or not the user's, [`ApiError::Forbidden`], [`Failure::Fault`].
pub async fn save(context: &Context, command: SaveSheet) -> Result<TableSums, Failure> {
    let (edit, view) = (context.permit::<EditCases>()?, context.permit::<ViewCases>()?);
    let january = january(command.year)?;
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let scope = own(context, &plan, &edit);
    let stored = context.store.case_counts(view, context.actor()).await?;
    let mut cells: BTreeMap<(CaseTypeId, Month), Counts> = BTreeMap::new();
    for (at, SheetEntry { case_type, month, figure, value }) in command.entries.into_iter().enumerate() {
        let known = plan.case_types.iter().find(|one| one.id.as_str() == case_type);
        let own = known.filter(|one| scope.as_ref().is_none_or(|scope| scope.contains(&one.id)));
        let Some(own) = own else {
            let path = format!("command.entries[{at}].case_type");
            return Err(refused(
                &path,
                "diese Fallart gibt es im Plan nicht, oder sie gehört nicht zu Ihrem Bereich",
            )
            .into());
        };
        let month = january.plus(i32::try_from(month).unwrap_or(1) - 1);
        let cell = cells
            .entry((own.id.clone(), month))
            .or_insert_with(|| stored.get(&own.id, month).unwrap_or_default());
        match figure {
            SheetFigure::Received => cell.received = value,
            SheetFigure::Completed => cell.completed = value,
            SheetFigure::Open => cell.open = value,
        }
    }
    let mut table = Ledger::default();
    for ((case_type, month), counts) in cells {
        table.enter(case_type, month, counts);
    }
    let name = format!("Monatsblatt {}", command.year);
    Ok(sums(&context.store.enter_counts(edit, context.actor(), &name, &table).await?))
}
