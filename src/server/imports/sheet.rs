//! The monthly sheet of `/daten`: what is stored of a year, as far as it may be shown, and what is typed into it.

use super::page::{own, sums};
use crate::api::{ApiError, SaveSheet, Sheet, SheetCell, SheetEntry, SheetFigure, SheetRow, TableSums};
use crate::caseload::{Counted, Counts, Ledger, Month};
use crate::permission::{EditCases, ViewCases};
use crate::plan::{CaseType, CaseTypeId, PathError, Plan};
use crate::server::{Context, Failure};
use crate::store::Typed;
use std::collections::{BTreeMap, BTreeSet};

/// The monthly sheet of a year.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::Invalid`] for a year that no count can be of, [`Failure::Fault`].
pub async fn sheet(context: &Context, year: u32) -> Result<Sheet, Failure> {
    let edit = context.permit::<EditCases>()?;
    context.permit::<ViewCases>()?;
    let january = january(year)?;
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let counted = context.counted(&plan).await?;
    let scope = own(context, &plan, &edit);
    let withheld = withheld(&counted, &plan);
    let kept =
        plan.case_types.iter().filter(|one| scope.as_ref().is_none_or(|scope| scope.contains(&one.id)));
    let row = |one: &CaseType| {
        let cell = |month: i32| {
            let counts = counted.shown(&one.id, january.plus(month)).unwrap_or_default();
            SheetCell { received: counts.received, completed: counts.completed, open: counts.open }
        };
        SheetRow {
            case_type: one.id.to_string(),
            name: one.name.clone(),
            unit: plan.unit_name(&one.unit).to_owned(),
            withheld: withheld.contains(&one.id),
            months: (0..12).map(cell).collect(),
        }
    };
    Ok(Sheet { year, rows: kept.map(row).collect() })
}

/// The kinds of cases whose figures are not shown; of one that was never counted nothing is withheld.
fn withheld(counted: &Counted, plan: &Plan) -> BTreeSet<CaseTypeId> {
    let known = counted.case_types();
    counted.withheld(plan).into_iter().filter(|id| known.contains(id)).collect()
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
    let edit = context.permit::<EditCases>()?;
    context.permit::<ViewCases>()?;
    let january = january(command.year)?;
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let scope = own(context, &plan, &edit);
    let counted = context.counted(&plan).await?;
    let withheld = withheld(&counted, &plan);
    let mut typed: BTreeMap<(CaseTypeId, Month), Typed> = BTreeMap::new();
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
        let cell = typed.entry((own.id.clone(), month)).or_default();
        match figure {
            SheetFigure::Received => cell.received = Some(value),
            SheetFigure::Completed => cell.completed = Some(value),
            SheetFigure::Open => cell.open = Some(value),
        }
    }
    let name = format!("Monatsblatt {}", command.year);
    let found = context.store.enter_figures(edit, context.actor(), &name, &typed).await?;
    let mut table = Ledger::default();
    for (case_type, month) in typed.into_keys() {
        table.enter(case_type, month, Counts::default());
    }
    // Whether a figure was the same is not said where it is not shown.
    Ok(sums(&found.told(&table, |case_type, _| withheld.contains(case_type))))
}
