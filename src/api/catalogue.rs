//! The scenarios of an organisation: the list, and what is done with a scenario as a whole.

use super::{ApiError, Json, ScenarioCommand, ScenarioId};
use crate::permission::{Status, Visibility};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// A scenario in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioEntry {
    /// Which one.
    pub id: ScenarioId,
    /// Counts the commands carried out; a command names the version that it was made on.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// How far it has come.
    pub status: Status,
    /// What was said when the status was set last; may be empty.
    pub note: String,
    /// What it was branched from.
    pub origin: Option<ScenarioOrigin>,
    /// Steps in force.
    pub steps: usize,
    /// Full-time equivalents of the posts in units more (or, negative, less) than in the plan without its changes, on
    /// the day of its last change.
    pub fte_difference: f64,
    /// Changes that do not fit any more.
    pub conflicts: usize,
    /// Whether the plan has a newer version than the one that the scenario stands on.
    pub baseline_moved: bool,
    /// When it was changed last, in microseconds since 1970-01-01 UTC.
    pub changed_at: i64,
    /// Whether it was removed; it can be restored.
    pub removed: bool,
}

/// What a scenario was branched from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ScenarioOrigin {
    /// Which scenario.
    pub scenario: ScenarioId,
    /// Its version at that time.
    pub version: i64,
}

/// Asks for a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreateScenario {
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// The scenario whose steps in force it begins with; none begins with the plan as it is.
    pub origin: Option<ScenarioId>,
}

/// Asks for a scenario to be named and described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DescribeScenario {
    /// Which one.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who sees it.
    pub visibility: Visibility,
}

/// Asks for another status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetStatus {
    /// Of which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// The status.
    pub status: Status,
    /// Why, or by whom it was decided; may be empty.
    pub note: String,
}

/// Asks for a removed scenario back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RestoreScenario {
    /// Which one.
    pub scenario: ScenarioId,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
}

/// All scenarios that the user sees, removed ones included, in the order they were made.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(endpoint = "scenarios/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn list_scenarios() -> Result<Vec<ScenarioEntry>, ApiError> {
    server::handle(async |context| server::catalogue::list(&context).await).await
}

/// Makes a scenario: on the plan as it is, or as a branch of another one.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such origin, [`ApiError::TooManyScenarios`].
#[server(name = CreateScenarioCall, endpoint = "scenarios/create", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn create_scenario(
    /// What is asked.
    command: CreateScenario,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::catalogue::create(&context, command).await).await
}

/// Names a scenario, says what it is for and who sees it.
///
/// # Errors
/// [`ApiError::Conflict`] on an old version, [`ApiError::Forbidden`] when somebody hides what another one made,
/// [`ApiError::NotFound`].
#[server(name = DescribeScenarioCall, endpoint = "scenarios/describe", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn describe_scenario(
    /// What is asked.
    command: DescribeScenario,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::catalogue::describe(&context, command).await).await
}

/// Sets how far a scenario has come.
///
/// # Errors
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(name = SetStatusCall, endpoint = "scenarios/status", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn set_scenario_status(
    /// What is asked.
    command: SetStatus,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::catalogue::set_status(&context, command).await).await
}

/// Removes a scenario; it can be restored.
///
/// # Errors
/// [`ApiError::LastScenario`], [`ApiError::Locked`] once it is decided, [`ApiError::Conflict`] on an old version,
/// [`ApiError::NotFound`].
#[server(endpoint = "scenarios/remove", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn remove_scenario(
    /// What is asked.
    command: ScenarioCommand,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::catalogue::remove(&context, command).await).await
}

/// Restores a removed scenario; one that is there stays as it is.
///
/// # Errors
/// [`ApiError::NotFound`].
#[server(name = RestoreScenarioCall, endpoint = "scenarios/restore", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn restore_scenario(
    /// What is asked.
    command: RestoreScenario,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::catalogue::restore(&context, command).await).await
}
