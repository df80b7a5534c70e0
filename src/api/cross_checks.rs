//! The formulas beside the simulation of a scenario, unit by unit: what /bemessung shows of it.

use super::{ApiError, CasesPanel, Json, ScenarioId};
use crate::plan::UnitId;
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// Asks for the check of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskCrossChecks {
    /// Which scenario.
    pub scenario: ScenarioId,
    /// Whether the words are English.
    pub english: bool,
}

/// A unit with its own cases, without the units below.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedUnit {
    /// Which.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Both figures of everything, and why they differ.
    pub panel: CasesPanel,
}

/// What formulas and simulation say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CrossCheckedUnits {
    /// Why there is no simulation to compare with; none where there is.
    pub problem: Option<String>,
    /// In the order of the plan.
    pub units: Vec<CheckedUnit>,
}

/// The formulas beside the simulation, for every unit that handles cases. Simulates where nobody has asked for the same before.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario, [`ApiError::Forbidden`].
#[server(name = CrossChecksCall, endpoint = "cross-checks", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn cross_checks(
    /// What is asked.
    ask: AskCrossChecks,
) -> Result<CrossCheckedUnits, ApiError> {
    server::handle(async |context| server::cross_checks::load(&context, ask).await).await
}
