//! Use cases of scenarios.

use super::Context;
use crate::api::{ApiError, AppendChange, Recorded, ScenarioCommand, ScenarioId, ScenarioState};

fn missing() -> ApiError {
    ApiError::NotFound { what: "Das Szenario".to_owned() }
}

/// The working scenario.
///
/// # Errors
/// Always, until there is a store.
pub async fn load(_context: &Context) -> Result<ScenarioState, ApiError> {
    Err(missing())
}

/// The version of a scenario.
///
/// # Errors
/// Always, until there is a store.
pub async fn version(_context: &Context, _scenario: ScenarioId) -> Result<i64, ApiError> {
    Err(missing())
}

/// Adds a change.
///
/// # Errors
/// Always, until there is a store.
pub async fn append(_context: &Context, _command: AppendChange) -> Result<Recorded, ApiError> {
    Err(missing())
}

/// Takes a change back.
///
/// # Errors
/// Always, until there is a store.
pub async fn undo(_context: &Context, _command: ScenarioCommand) -> Result<Recorded, ApiError> {
    Err(missing())
}

/// Makes a change again.
///
/// # Errors
/// Always, until there is a store.
pub async fn redo(_context: &Context, _command: ScenarioCommand) -> Result<Recorded, ApiError> {
    Err(missing())
}
