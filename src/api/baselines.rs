//! The plan that scenarios stand on: what is taken over into it, and how a scenario is led onto its newest version.

use super::{ApiError, Json, ScenarioId, ScenarioState};
use crate::plan::Plan;
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// A version of the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Baseline {
    /// Its number.
    pub version: i64,
    /// The plan, with everything that is decided.
    pub plan: Plan,
}

/// A change of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChangePlace {
    /// In which step.
    pub step: Uuid,
    /// Place in it, counted from 0.
    pub index: usize,
}

/// Asks for a scenario to be led onto the newest version of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowPlan {
    /// Which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// The version of the plan that the user saw as the newest.
    pub onto: i64,
    /// Changes that are taken out on the way, such as those that were decided meanwhile.
    pub leave: Vec<ChangePlace>,
}

/// Asks for changes to be taken over into the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdoptChanges {
    /// Of which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// The version of the plan that the user saw.
    pub seen: i64,
    /// Which changes; they count in the order of the list.
    pub changes: Vec<ChangePlace>,
    /// By whom it was decided, or the number of the resolution; may be empty.
    pub note: String,
}

/// The newest version of the plan.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(endpoint = "plan/newest", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn newest_plan() -> Result<Baseline, ApiError> {
    server::handle(async |context| server::baselines::newest(&context).await).await
}

/// Leads a scenario onto the newest version of its plan. What does not fit any more stays in the list and is told.
///
/// # Errors
/// [`ApiError::BaselineMoved`] when it has changed again, [`ApiError::Locked`] once the scenario is decided,
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(name = FollowPlanCall, endpoint = "scenarios/follow", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn follow_plan(
    /// What is asked.
    command: FollowPlan,
) -> Result<ScenarioState, ApiError> {
    server::handle(async |context| server::baselines::follow(&context, command).await).await
}

/// Takes changes over into the plan: they are decided from then on. The scenario is led onto that plan without them,
/// unless it was decided itself.
///
/// # Errors
/// [`ApiError::Forbidden`] for somebody who may not decide, [`ApiError::BaselineMoved`] when the scenario does not stand
/// on the newest version, [`ApiError::Refused`] when they do not fit without the others, [`ApiError::Conflict`] on an old
/// version, [`ApiError::NotFound`].
#[server(name = AdoptChangesCall, endpoint = "plan/adopt", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn adopt_changes(
    /// What is asked.
    command: AdoptChanges,
) -> Result<ScenarioState, ApiError> {
    server::handle(async |context| server::baselines::adopt(&context, command).await).await
}
