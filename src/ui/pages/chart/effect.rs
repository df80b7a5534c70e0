//! What the simulation says: the sentence of a move that is tried, and the question of the effect panel.

use super::state::Chart;
use super::trial::Trial;
use crate::plan::UnitId;

/// Asks for the forecast of a move that is only tried; none ends the trial.
pub fn try_out(_chart: Chart, _trial: Option<&Trial>) {}

/// Computes ahead of need what a trial compares with: the scenario as it stands.
pub fn prepare(_chart: Chart, _from: &UnitId) {}

/// What the simulation says of a unit while a move is tried; tracks.
#[must_use]
pub fn sentence(_chart: Chart, _unit: &UnitId) -> Option<String> {
    None
}
