//! Use cases of the list of scenarios: list, make, branch, describe, set the status, remove, restore.

use super::{Context, Failure, scenarios};
use crate::api::{
    ApiError, CreateScenario, DescribeScenario, RestoreScenario, ScenarioCommand, ScenarioEntry, ScenarioId,
    ScenarioOrigin, SetStatus,
};
use crate::permission::DecideScenario;
use crate::plan::{Change, Fte, Plan};
use crate::store::{Baselines, Described, StoreError, StoredEntry};
use chrono::NaiveDate;

/// All scenarios that the user sees.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn list(context: &Context) -> Result<Vec<ScenarioEntry>, Failure> {
    let (plans, stored) = context.store.scenarios(context.permit()?, context.actor()).await?;
    Ok(stored.into_iter().filter_map(|stored| entry(&plans, stored)).collect())
}

/// Makes a scenario or a branch.
///
/// # Errors
/// [`ApiError::NotFound`], [`ApiError::TooManyScenarios`].
pub async fn create(context: &Context, command: CreateScenario) -> Result<ScenarioEntry, Failure> {
    let CreateScenario { command, name, description, visibility, origin } = command;
    let described = Described { name, description, visibility };
    let origin = origin.map(|origin| origin.0);
    let made = context.store.create_scenario(&context.creator()?, command, &described, origin).await?;
    with_plan(context, made).await
}

/// Names a scenario, says what it is for and who sees it.
///
/// # Errors
/// [`ApiError::Conflict`], [`ApiError::Forbidden`], [`ApiError::NotFound`].
pub async fn describe(context: &Context, command: DescribeScenario) -> Result<ScenarioEntry, Failure> {
    let DescribeScenario { scenario, version, command, name, description, visibility } = command;
    let described = Described { name, description, visibility };
    let editor = context.editor(scenario)?;
    let written = context.store.describe_scenario(&editor, version, command, &described).await;
    answered(context, scenario, written).await
}

/// Sets how far a scenario has come.
///
/// # Errors
/// [`ApiError::Forbidden`] for a decision by somebody who may not decide, [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn set_status(context: &Context, command: SetStatus) -> Result<ScenarioEntry, Failure> {
    let SetStatus { scenario, version, command, status, note } = command;
    let editor = context.editor(scenario)?;
    let editor = match context.permit::<DecideScenario>() {
        Ok(permit) => editor.deciding(permit),
        Err(_) => editor,
    };
    let written = context.store.set_status(&editor, version, command, (status, &note)).await;
    answered(context, scenario, written).await
}

/// Removes a scenario.
///
/// # Errors
/// [`ApiError::LastScenario`], [`ApiError::Locked`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn remove(context: &Context, command: ScenarioCommand) -> Result<ScenarioEntry, Failure> {
    let ScenarioCommand { scenario, version, command } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.remove_scenario(&editor, version, command).await;
    answered(context, scenario, written).await
}

/// Restores a removed scenario.
///
/// # Errors
/// [`ApiError::NotFound`].
pub async fn restore(context: &Context, command: RestoreScenario) -> Result<ScenarioEntry, Failure> {
    let RestoreScenario { scenario, command } = command;
    let written = context.store.restore_scenario(&context.editor(scenario)?, command).await;
    answered(context, scenario, written).await
}

async fn answered(
    context: &Context,
    scenario: ScenarioId,
    written: Result<StoredEntry, StoreError>,
) -> Result<ScenarioEntry, Failure> {
    match written {
        Ok(stored) => with_plan(context, stored).await,
        Err(StoreError::Conflict) => {
            let current = Box::new(scenarios::load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// A scenario as the list has it.
pub(super) async fn with_plan(context: &Context, stored: StoredEntry) -> Result<ScenarioEntry, Failure> {
    let plans = context.store.baselines(context.permit()?, context.actor()).await?;
    entry(&plans, stored).ok_or_else(|| StoreError::NotFound.into())
}

/// None without any plan.
fn entry(plans: &Baselines, stored: StoredEntry) -> Option<ScenarioEntry> {
    let StoredEntry { id, version, described, status: (status, note), origin, .. } = stored;
    let StoredEntry { baseline_version, changed_at, removed_at, steps, .. } = stored;
    let (newest, last) = plans.last_key_value()?;
    let plan = plans.get(&baseline_version).unwrap_or(last);
    let Described { name, description, visibility } = described;
    let origin = origin.map(|(scenario, version)| ScenarioOrigin { scenario: ScenarioId(scenario), version });
    let count = steps.len();
    let changes: Vec<Change> = steps.into_iter().flatten().collect();
    let (fte_difference, conflicts) = difference(plan, &changes);
    Some(ScenarioEntry {
        id: ScenarioId(id),
        version,
        name,
        description,
        visibility,
        status,
        note,
        origin,
        steps: count,
        fte_difference,
        conflicts,
        baseline_moved: baseline_version != *newest,
        changed_at,
        removed: removed_at.is_some(),
    })
}

/// By how many full-time equivalents the changes alter the posts on the day of the last one, and how many of them do
/// not fit.
fn difference(plan: &Plan, changes: &[Change]) -> (f64, usize) {
    let last: Option<NaiveDate> = changes.iter().map(|change| change.effective).max();
    let Some(last) = last else { return (0.0, 0) };
    let changed = plan.on(last, changes);
    let without = plan.on(last, &[]);
    let fte = |plan: &Plan| plan.posts.iter().map(crate::plan::Post::fte).sum::<Fte>();
    let conflicts = changed.conflicts.iter().filter(|conflict| !conflict.decided).count();
    ((fte(&changed.plan) - fte(&without.plan)).as_f64(), conflicts)
}
