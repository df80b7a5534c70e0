//! Use cases of scenarios: load, add a step, take it back, make it again.

use super::{Context, Failure};
use crate::api::{ApiError, AppendStep, Package, Recorded, ScenarioCommand, ScenarioId, ScenarioState, Step};
use crate::plan::{Change, Digest, Plan, rules};
use crate::store::{StoreError, StoredPackage, StoredScenario, StoredStep, Viewer, Written};

/// The scenario asked for, else the working scenario.
///
/// # Errors
/// [`ApiError::NotFound`], [`Failure::Fault`] when the database cannot be read.
pub async fn load(context: &Context, asked: Option<ScenarioId>) -> Result<ScenarioState, Failure> {
    load_one(context, asked_or_working(context, asked).await?).await
}

/// Several scenarios, with a gap for each that is not there or may not be seen.
///
/// # Errors
/// [`ApiError::NotFound`] when there is nothing but gaps, [`Failure::Fault`] when the database cannot be read.
pub async fn load_several(
    context: &Context,
    asked: Vec<ScenarioId>,
) -> Result<Vec<Option<ScenarioState>>, Failure> {
    let (mut found, mut missing) = (Vec::new(), None);
    for scenario in asked {
        found.push(match load_one(context, scenario).await {
            Ok(state) => Some(state),
            Err(Failure::Answer(error @ ApiError::NotFound { .. })) => {
                missing = Some(error);
                None
            }
            Err(failure) => return Err(failure),
        });
    }
    match missing {
        Some(error) if found.iter().all(Option::is_none) => Err(error.into()),
        _ => Ok(found),
    }
}

/// The scenario asked for, else the working scenario; whether it is there and may be seen is asked where it is read.
///
/// # Errors
/// [`ApiError::NotFound`] when there is none.
pub async fn asked_or_working(context: &Context, asked: Option<ScenarioId>) -> Result<ScenarioId, Failure> {
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let id = context.store.working_scenario(context.permit()?, context.actor(), context.last).await?;
    Ok(ScenarioId(id))
}

/// The version of a scenario.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
pub async fn version(context: &Context, scenario: ScenarioId) -> Result<i64, Failure> {
    Ok(context.store.scenario_version(&context.viewer(scenario)?).await?)
}

/// Adds a step whose changes fit what counts on their days and leave later changes possible, with a reason where soft rules ask
/// for one: what was justified on another state may ask on the present one.
///
/// # Errors
/// [`ApiError::Refused`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn append(context: &Context, command: AppendStep) -> Result<Recorded, Failure> {
    let AppendStep { scenario, version, command, changes, reason } = command;
    let editor = context.editor(scenario)?;
    let fits = |plan: &Plan, active: &[Change], changes: &[Change]| {
        plan.accepts_step(active, changes)?;
        rules::justified(plan, active, changes, reason.as_deref())
    };
    let content = (changes.as_slice(), reason.as_deref());
    let written = context.store.append_step(&editor, version, command, content, fits).await;
    recorded(context, scenario, written).await
}

/// Takes one's own last step in force back.
///
/// # Errors
/// [`ApiError::NothingToUndo`], [`ApiError::Refused`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn undo(context: &Context, command: ScenarioCommand) -> Result<Recorded, Failure> {
    let ScenarioCommand { scenario, version, command } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.undo_step(&editor, version, command).await;
    recorded(context, scenario, written).await
}

/// Makes one's own step that was taken back last again.
///
/// # Errors
/// [`ApiError::NothingToRedo`], [`ApiError::Refused`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn redo(context: &Context, command: ScenarioCommand) -> Result<Recorded, Failure> {
    let ScenarioCommand { scenario, version, command } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.redo_step(&editor, version, command).await;
    recorded(context, scenario, written).await
}

/// A scenario with its plan and steps, as the caller sees them.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
pub async fn load_one(context: &Context, scenario: ScenarioId) -> Result<ScenarioState, Failure> {
    let viewer = context.viewer(scenario)?;
    Ok(state(context.store.scenario(&viewer).await?, &viewer))
}

/// The scenario asked for, else the working scenario, as the caller sees it, and the fingerprint of the whole, so that it is that of a
/// snapshot, whatever the caller sees; both of one version.
///
/// # Errors
/// [`ApiError::NotFound`], [`Failure::Fault`] when the database cannot be read.
pub(super) async fn with_digest(
    context: &Context,
    asked: Option<ScenarioId>,
) -> Result<(ScenarioState, Digest), Failure> {
    let viewer = context.viewer(asked_or_working(context, asked).await?)?;
    let (stored, digest) = context.store.scenario_with_digest(&viewer).await?;
    Ok((state(stored, &viewer), digest))
}

/// A scenario with everything in it, for what is computed of it and is the same whoever asks.
///
/// # Errors
/// [`ApiError::Forbidden`] without a right to the staffing plan, [`ApiError::NotFound`] when there is no such scenario.
pub(super) async fn whole(context: &Context, scenario: ScenarioId) -> Result<ScenarioState, Failure> {
    let viewer = context.viewer(scenario)?;
    Ok(state(context.store.whole_scenario(context.permit()?, &viewer).await?, &viewer))
}

fn state(stored: StoredScenario, viewer: &Viewer) -> ScenarioState {
    let StoredScenario {
        id,
        name,
        version,
        status,
        baseline,
        baseline_version,
        newest_baseline,
        packages,
        goals,
        steps,
    } = stored;
    let package = |StoredPackage { id, name, is_on }| Package { id, name, is_on };
    ScenarioState {
        id: ScenarioId(id),
        name,
        version,
        status,
        baseline,
        baseline_version,
        newest_baseline,
        packages: packages.into_iter().map(package).collect(),
        goals,
        steps: steps.into_iter().map(|stored| own_or_not(stored, viewer)).collect(),
    }
}

/// What a command answers that leaves another scenario behind: the whole of it, also where it was made on an old version.
///
/// # Errors
/// [`ApiError::Conflict`] with the present state, and what the store refused.
pub async fn answered(
    context: &Context,
    scenario: ScenarioId,
    written: Result<(), StoreError>,
) -> Result<ScenarioState, Failure> {
    match written {
        Ok(()) => load_one(context, scenario).await,
        Err(StoreError::Conflict) => {
            let current = Box::new(load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn recorded(
    context: &Context,
    scenario: ScenarioId,
    written: Result<Written, StoreError>,
) -> Result<Recorded, Failure> {
    match written {
        // Whoever made a command wrote its step, or took back or made again one of their own.
        Ok(Written { version, step: stored }) => Ok(Recorded { version, step: step(stored, true) }),
        Err(StoreError::Conflict) => {
            let current = Box::new(load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// A step as somebody reads it.
fn own_or_not(stored: StoredStep, reader: &Viewer) -> Step {
    let own = stored.is_of(reader.actor());
    step(stored, own)
}

fn step(stored: StoredStep, own: bool) -> Step {
    let StoredStep { id, changes, reason, undone, package, recorded_at, by: _ } = stored;
    Step { id, changes, reason, undone, package, recorded_at, own }
}
