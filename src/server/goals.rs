//! Use case of goals: set, if they make sense for the scenario.

use super::{Context, Failure, scenarios};
use crate::api::{ApiError, ScenarioState, SetGoals};
use crate::plan::PathError;
use crate::store::StoreError;

/// Sets the goals of a scenario.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn set(context: &Context, command: SetGoals) -> Result<ScenarioState, Failure> {
    let SetGoals { scenario, version, command, goals } = command;
    let editor = context.editor(scenario)?;
    let current = scenarios::load_one(context, scenario).await?;
    let changes = current.active_changes();
    let errors: Vec<PathError> = goals
        .iter()
        .enumerate()
        // A goal that stood there before may have lost its unit since: it must not keep others from being set.
        .filter(|(_, goal)| !current.goals.contains(goal))
        .filter_map(|(index, goal)| {
            let reason = goal.check(&current.baseline, &changes).err()?;
            Some(PathError { path: format!("goals[{index}]"), reason: reason.to_string() })
        })
        .collect();
    if !errors.is_empty() {
        return Err(ApiError::Invalid { errors }.into());
    }
    match context.store.set_goals(&editor, version, command, &goals).await {
        Ok(_) => Ok(scenarios::load_one(context, scenario).await?),
        Err(StoreError::Conflict) => {
            let current = Box::new(scenarios::load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}
