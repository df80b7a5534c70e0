//! Staffing plans of a budget year, frozen: what was put before the council stays as it was.

use super::{ApiError, Json, ScenarioId};
#[cfg(feature = "ssr")]
use crate::server;
use crate::staffing_plan::Frozen;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// A frozen staffing plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrozenStaffingPlan {
    /// Which one.
    pub id: Uuid,
    /// What it was frozen for.
    pub label: String,
    /// SHA-256 of what was stored, in hexadecimal digits.
    pub hash: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Table and list of changes.
    pub frozen: Frozen,
}

/// Asks for the staffing plan of a year to be frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreezeStaffingPlan {
    /// Out of which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice freezes once.
    pub command: Uuid,
    /// The budget year.
    pub year: i32,
    /// With the changes of the scenario; else the plan as it is.
    pub with_changes: bool,
    /// What for.
    pub label: String,
}

/// What lapses soon, for the start page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComingDates {
    /// Up to which day is looked.
    pub until: String,
    /// The next ones; what should have been done already comes first.
    pub dates: Vec<ComingDate>,
    /// How many more there are up to that day.
    pub more: u64,
}

/// A date of one or several posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComingDate {
    /// The day.
    pub day: String,
    /// What ends, or what has to be done.
    pub words: String,
    /// Of which posts.
    pub posts: String,
    /// Whether the day has passed.
    pub late: bool,
    /// Whether it tells of a person and not of the post alone.
    pub personal: bool,
}

/// The next dates of the register of a scenario, or of the working one.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario, [`ApiError::Internal`] when the database cannot be read.
#[server(name = ListComingDates, endpoint = "staffing-plans/coming", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn coming_dates(
    /// Which scenario.
    scenario: Option<ScenarioId>,
    /// Whether the words are English.
    english: bool,
) -> Result<ComingDates, ApiError> {
    server::handle(async |context| server::staffing_plans::coming(&context, scenario, english).await).await
}

/// All frozen staffing plans, the newest year first.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(endpoint = "staffing-plans/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn list_staffing_plans() -> Result<Vec<FrozenStaffingPlan>, ApiError> {
    server::handle(async |context| server::staffing_plans::list(&context).await).await
}

/// Freezes the staffing plan that the server draws up from its own state.
///
/// # Errors
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`] when there is no such scenario, [`ApiError::NotAllUnits`] for an
/// account that is limited to some of them.
#[server(name = FreezeStaffingPlanCall, endpoint = "staffing-plans/freeze", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn freeze_staffing_plan(
    /// What is asked.
    command: FreezeStaffingPlan,
) -> Result<FrozenStaffingPlan, ApiError> {
    server::handle(async |context| server::staffing_plans::freeze(&context, command).await).await
}
