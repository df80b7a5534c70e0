//! Scenarios: a baseline plan and the ordered list of changes made on it.

use super::{ApiError, Json};
use crate::permission::Status;
use crate::plan::{Change, Plan, Snapshot, SnapshotStep};
#[cfg(feature = "ssr")]
use crate::server;
use crate::simulation::Goal;
use leptos::prelude::*;
use serde::Serialize;
use std::fmt;
use uuid::Uuid;

/// Identifies a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ScenarioId(pub Uuid);

/// Most scenarios that are asked for at once.
pub const MAX_COMPARED: usize = 6;

/// The cookie in which the browser keeps the scenario that it used last.
pub const LAST_SCENARIO: &str = "stellwerk_scenario";

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A scenario as the server knows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioState {
    /// Which one.
    pub id: ScenarioId,
    /// Its name.
    pub name: String,
    /// Counts the commands carried out; a command names the version that it was made on.
    pub version: i64,
    /// How far it has come; a decided one takes no changes.
    pub status: Status,
    /// The plan that the changes are made on.
    pub baseline: Plan,
    /// What it is to reach.
    pub goals: Vec<Goal>,
    /// The version of that plan.
    pub baseline_version: i64,
    /// The newest version of that plan; the scenario can be led onto it.
    pub newest_baseline: i64,
    /// Packages of steps, in the order they were made.
    pub packages: Vec<Package>,
    /// The steps in the order they were made; those taken back stand in their places.
    pub steps: Vec<Step>,
}

/// Changes that were made together, with what the server keeps about them: one gesture, one undo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Identifies the step.
    pub id: Uuid,
    /// What changes, in this order; at least one.
    pub changes: Vec<Change>,
    /// Why, where a rule asked for it.
    pub reason: Option<String>,
    /// Taken back; whoever did it can make it again until they make another change.
    pub undone: bool,
    /// The package that it belongs to.
    pub package: Option<Uuid>,
    /// When it was recorded, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Whether the reader may take it back as a step of their own; nobody is named.
    pub own: bool,
}

/// Steps that are switched on and off together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Package {
    /// Identifies the package.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether its steps count.
    pub is_on: bool,
}

impl ScenarioState {
    /// Whether a step is in a package that is switched off: then it counts nowhere.
    #[must_use]
    pub fn is_off(&self, step: &Step) -> bool {
        let off = |id: Uuid| self.packages.iter().any(|package| package.id == id && !package.is_on);
        step.package.is_some_and(off)
    }

    /// The steps in force, in their order: neither taken back nor in a package that is switched off.
    pub fn in_force(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| !step.undone && !self.is_off(step))
    }

    /// The changes in force, in their order.
    #[must_use]
    pub fn active_changes(&self) -> Vec<Change> {
        self.in_force().flat_map(|step| step.changes.iter().cloned()).collect()
    }

    /// The scenario as a snapshot would keep it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let step = |step: &Step| SnapshotStep { changes: step.changes.clone(), reason: step.reason.clone() };
        Snapshot::new(self.baseline.clone(), self.in_force().map(step).collect())
    }

    /// Whether the plan has a newer version than the one that the scenario stands on.
    #[must_use]
    pub fn baseline_moved(&self) -> bool {
        self.baseline_version != self.newest_baseline
    }
}

/// Asks for a step to be added at the end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppendStep {
    /// To which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// What changes, in this order.
    pub changes: Vec<Change>,
    /// Why, where a rule asks for it.
    pub reason: Option<String>,
}

/// Asks for one's own last step to be taken back or made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioCommand {
    /// In which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// The scenario's version after it.
    pub version: i64,
    /// The step that was added, taken back or made again.
    pub step: Step,
}

/// A scenario with its plan and steps: the one asked for, else the one that this browser used last, else the first one.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario, [`ApiError::Internal`] when the database cannot be read.
#[server(endpoint = "scenarios/current", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_scenario(
    /// Which one.
    scenario: Option<ScenarioId>,
) -> Result<ScenarioState, ApiError> {
    server::handle(async |context| server::scenarios::load(&context, scenario).await).await
}

/// Several scenarios, in the order asked for; nothing stands in the place of one that is not there or may not be seen.
///
/// # Errors
/// [`ApiError::NotFound`] when that is so of all of them, [`ApiError::Internal`] when the database cannot be read.
#[server(endpoint = "scenarios/several", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_scenarios(
    /// Which ones, at most [`MAX_COMPARED`].
    scenarios: Vec<ScenarioId>,
) -> Result<Vec<Option<ScenarioState>>, ApiError> {
    server::handle(async |context| server::scenarios::load_several(&context, scenarios).await).await
}

/// The version of a scenario, to find out cheaply whether somebody else changed it.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "scenarios/version", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn scenario_version(
    /// Which one.
    scenario: ScenarioId,
) -> Result<i64, ApiError> {
    server::handle(async |context| server::scenarios::version(&context, scenario).await).await
}

/// Adds a step at the end; what the same person took back before is dropped. All of its changes count, or none.
///
/// # Errors
/// [`ApiError::Refused`] when a change does not fit the plan, [`ApiError::Conflict`] on an old version,
/// [`ApiError::Locked`] once the scenario is decided, [`ApiError::NotFound`] when there is no such scenario.
#[server(name = AppendStepCall, endpoint = "scenarios/append", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn append_step(
    /// What is asked.
    command: AppendStep,
) -> Result<Recorded, ApiError> {
    server::handle(async |context| server::scenarios::append(&context, command).await).await
}

/// Takes one's own last step in force back; those of others stay.
///
/// # Errors
/// [`ApiError::NothingToUndo`], [`ApiError::Refused`] when later steps are built upon it, [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(endpoint = "scenarios/undo", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn undo_step(
    /// What is asked.
    command: ScenarioCommand,
) -> Result<Recorded, ApiError> {
    server::handle(async |context| server::scenarios::undo(&context, command).await).await
}

/// Makes one's own step that was taken back last again, in its place.
///
/// # Errors
/// [`ApiError::NothingToRedo`], [`ApiError::Refused`] when it no longer fits, [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(endpoint = "scenarios/redo", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn redo_step(
    /// What is asked.
    command: ScenarioCommand,
) -> Result<Recorded, ApiError> {
    server::handle(async |context| server::scenarios::redo(&context, command).await).await
}
