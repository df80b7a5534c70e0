//! Use cases of snapshots: listed with their family, taken, restored as a scenario.

mod family;

use super::{Context, Failure, catalogue, scenarios};
use crate::api::{
    ApiError, RestoreSnapshot, ScenarioEntry, ScenarioId, SnapshotEntry, SnapshotId, Snapshots, TakeSnapshot,
};
use crate::store::{StoreError, StoredSnapshot};

/// The snapshots of a scenario and its family.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
pub async fn list(context: &Context, asked: Option<ScenarioId>) -> Result<Snapshots, Failure> {
    let scenario = scenarios::asked_or_working(context, asked).await?;
    let (scenarios, snapshots) = context.store.descent(&context.viewer(scenario)?).await?;
    let versions = context.store.versions_by_scenario(context.permit()?, context.actor()).await?;
    let family = family::family((&scenarios, &snapshots), &versions, scenario.0);
    let own = snapshots.into_iter().filter(|snapshot| snapshot.scenario == scenario.0).rev();
    Ok(Snapshots { snapshots: own.map(entry).collect(), family })
}

/// Keeps a scenario as it is.
///
/// # Errors
/// [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn take(context: &Context, command: TakeSnapshot) -> Result<SnapshotEntry, Failure> {
    let TakeSnapshot { scenario, version, command, name } = command;
    let editor = context.editor(scenario)?;
    match context.store.take_snapshot(&editor, version, command, &name).await {
        Ok(taken) => Ok(entry(taken)),
        Err(StoreError::Conflict) => {
            let current = Box::new(scenarios::load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a scenario of a snapshot.
///
/// # Errors
/// [`ApiError::NotFound`], [`ApiError::TooManyScenarios`].
pub async fn restore(context: &Context, command: RestoreSnapshot) -> Result<ScenarioEntry, Failure> {
    let RestoreSnapshot { snapshot, command, name } = command;
    match context.store.restore_snapshot(&context.creator()?, command, snapshot.0, &name).await {
        Ok(made) => catalogue::with_plan(context, made).await,
        Err(StoreError::NotFound) => Err(ApiError::NotFound { what: "Der Stand".to_owned() }.into()),
        Err(error) => Err(error.into()),
    }
}

fn entry(stored: StoredSnapshot) -> SnapshotEntry {
    let StoredSnapshot { id, version, name, steps, hash, created_by, recorded_at, .. } = stored;
    SnapshotEntry { id: SnapshotId(id), name, version, steps, hash, by: created_by, at: recorded_at }
}
