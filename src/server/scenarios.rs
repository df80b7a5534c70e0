//! Use cases of scenarios: load, add a change, take it back, make it again.

use super::{Context, Failure};
use crate::api::{ApiError, AppendChange, ChangeEntry, Recorded, ScenarioCommand, ScenarioId, ScenarioState};
use crate::plan::{Change, Plan};
use crate::store::{StoreError, StoredEntry, StoredScenario, Written};

/// The working scenario.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn load(context: &Context) -> Result<ScenarioState, Failure> {
    let id = context.store.working_scenario(context.permit()?, context.actor()).await?;
    state(context, ScenarioId(id)).await
}

/// The version of a scenario.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
pub async fn version(context: &Context, scenario: ScenarioId) -> Result<i64, Failure> {
    Ok(context.store.scenario_version(&context.viewer(scenario)?).await?)
}

/// Adds a change that fits what counts on its day and leaves later changes possible.
///
/// # Errors
/// [`ApiError::Refused`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn append(context: &Context, command: AppendChange) -> Result<Recorded, Failure> {
    let AppendChange { scenario, version, command, change } = command;
    let editor = context.editor(scenario)?;
    let fits = |plan: &Plan, active: &[Change]| plan.accepts(active, &change);
    let written = context.store.append_change(&editor, version, command, &change, fits).await;
    recorded(context, scenario, written).await
}

/// Takes the last change in force back.
///
/// # Errors
/// [`ApiError::NothingToUndo`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn undo(context: &Context, command: ScenarioCommand) -> Result<Recorded, Failure> {
    let ScenarioCommand { scenario, version, command } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.undo_change(&editor, version, command).await;
    recorded(context, scenario, written).await
}

/// Makes the change taken back last again.
///
/// # Errors
/// [`ApiError::NothingToRedo`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn redo(context: &Context, command: ScenarioCommand) -> Result<Recorded, Failure> {
    let ScenarioCommand { scenario, version, command } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.redo_change(&editor, version, command).await;
    recorded(context, scenario, written).await
}

async fn state(context: &Context, scenario: ScenarioId) -> Result<ScenarioState, Failure> {
    let StoredScenario { id, name, version, baseline, entries } =
        context.store.scenario(&context.viewer(scenario)?).await?;
    let entries = entries.into_iter().map(entry).collect();
    Ok(ScenarioState { id: ScenarioId(id), name, version, baseline, entries })
}

async fn recorded(
    context: &Context,
    scenario: ScenarioId,
    written: Result<Written, StoreError>,
) -> Result<Recorded, Failure> {
    match written {
        Ok(Written { version, entry: stored }) => Ok(Recorded { version, entry: entry(stored) }),
        Err(StoreError::Conflict) => {
            let current = Box::new(state(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn entry(StoredEntry { id, change, undone, recorded_at }: StoredEntry) -> ChangeEntry {
    ChangeEntry { id, change, undone, recorded_at }
}
