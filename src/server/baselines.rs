//! Use cases of the plan that scenarios stand on: read, taken over into, followed.

use super::{Context, Failure, scenarios};
use crate::api::{AdoptChanges, Baseline, ChangePlace, FollowPlan, ScenarioState};
use crate::permission::DecideScenario;
use uuid::Uuid;

/// The newest version of the plan.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn newest(context: &Context) -> Result<Baseline, Failure> {
    let (version, plan) = context.store.newest_plan(context.permit()?, context.actor()).await?;
    Ok(Baseline { version, plan })
}

/// Leads a scenario onto the newest version of its plan.
///
/// # Errors
/// [`crate::api::ApiError::BaselineMoved`], [`crate::api::ApiError::Locked`], [`crate::api::ApiError::Conflict`],
/// [`crate::api::ApiError::NotFound`].
pub async fn follow(context: &Context, command: FollowPlan) -> Result<ScenarioState, Failure> {
    let FollowPlan { scenario, version, command, onto, leave } = command;
    let editor = context.editor(scenario)?;
    let written = context.store.follow_plan(&editor, version, command, (onto, &places(&leave))).await;
    scenarios::answered(context, scenario, written).await
}

/// Takes changes over into the plan.
///
/// # Errors
/// [`crate::api::ApiError::Forbidden`] for somebody who may not decide, [`crate::api::ApiError::BaselineMoved`],
/// [`crate::api::ApiError::Refused`], [`crate::api::ApiError::Conflict`], [`crate::api::ApiError::NotFound`].
pub async fn adopt(context: &Context, command: AdoptChanges) -> Result<ScenarioState, Failure> {
    let AdoptChanges { scenario, version, command, seen, changes, note } = command;
    let editor = context.editor(scenario)?.deciding(context.permit::<DecideScenario>()?);
    let asked = (seen, places(&changes), note);
    let written = context.store.adopt_changes(&editor, version, command, (asked.0, &asked.1, &asked.2)).await;
    scenarios::answered(context, scenario, written).await
}

fn places(places: &[ChangePlace]) -> Vec<(Uuid, usize)> {
    places.iter().map(|place| (place.step, place.index)).collect()
}
