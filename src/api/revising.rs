//! Single steps of a scenario after they were made: packages, dates, reasons, and what is taken out.

use super::{ApiError, Json, ScenarioId, ScenarioState};
#[cfg(feature = "ssr")]
use crate::server;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Asks for a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviseScenario {
    /// Of which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// What is done.
    pub revision: Revision,
    /// Why, where a soft rule asks for it.
    pub reason: Option<String>,
}

/// What is done with steps or packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Revision {
    /// A package is made, switched on.
    MakePackage {
        /// Its identifier, made by the page.
        package: Uuid,
        /// Its name.
        name: String,
    },
    /// A package is named anew.
    RenamePackage {
        /// Which package.
        package: Uuid,
        /// Its new name.
        name: String,
    },
    /// A package is switched on or off.
    SwitchPackage {
        /// Which package.
        package: Uuid,
        /// On.
        is_on: bool,
    },
    /// A package is dissolved; its steps stay.
    DissolvePackage {
        /// Which package.
        package: Uuid,
    },
    /// A step is put into a package, or out of any.
    Assign {
        /// Which step.
        step: Uuid,
        /// Into which package.
        package: Option<Uuid>,
    },
    /// The changes of a step that count from one day on shall count from another.
    Redate {
        /// Which step.
        step: Uuid,
        /// The day until now.
        from: NaiveDate,
        /// The new day.
        to: NaiveDate,
    },
    /// A step gets another reason, or none.
    Explain {
        /// Which step.
        step: Uuid,
        /// Why it was made.
        reason: Option<String>,
    },
    /// A step is taken out; it is kept and can be taken up again.
    Remove {
        /// Which step.
        step: Uuid,
    },
    /// A step that was taken out comes back to its place.
    TakeUp {
        /// Which step.
        step: Uuid,
    },
}

/// Revises a scenario; where dates or the list itself change, the rest must still fit. Where another date or a package brings
/// about what a soft rule questions, a reason must be given.
///
/// # Errors
/// [`ApiError::Refused`] when a change would no longer fit, [`ApiError::Locked`] once the scenario is decided,
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`] for a step or package that is not there.
#[server(name = ReviseScenarioCall, endpoint = "scenarios/revise", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn revise_scenario(
    /// What is asked.
    command: ReviseScenario,
) -> Result<ScenarioState, ApiError> {
    server::handle(async |context| server::revising::revise(&context, command).await).await
}
