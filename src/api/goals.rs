//! What a scenario is to reach: bounds on service, posts and cost.

use super::{ApiError, Json, ScenarioId, ScenarioState};
#[cfg(feature = "ssr")]
use crate::server;
use crate::simulation::Goal;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Asks for the goals of a scenario to be set, all of them at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetGoals {
    /// Of which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// All goals from now on.
    pub goals: Vec<Goal>,
}

/// Sets the goals of a scenario; answers with the scenario as it is then.
///
/// # Errors
/// [`ApiError::Invalid`] where a goal makes no sense for the plan, [`ApiError::Conflict`] on an old version,
/// [`ApiError::NotFound`].
#[server(name = SetGoalsCall, endpoint = "scenarios/goals", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn set_goals(
    /// What is asked.
    command: SetGoals,
) -> Result<ScenarioState, ApiError> {
    server::handle(async |context| server::goals::set(&context, command).await).await
}
