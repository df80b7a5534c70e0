//! What the simulation says: the sentence of a move that is tried, and what it needs ahead of time.

use super::state::Chart;
use super::trial::Trial;
use crate::forecasting::words;
use crate::plan::UnitId;
use crate::ui::state::forecasts::{Question, horizon};
use leptos::prelude::*;

/// Asks for the forecast of a move that is only tried; none ends the trial.
pub fn try_out(chart: Chart, trial: Option<&Trial>) {
    let question = trial.and_then(|trial| {
        let (plan, changes) = untrack(|| (chart.plan.baseline(), chart.plan.changes()));
        Question::of_trial(plan, changes, &trial.changes)
    });
    chart.forecasts.try_out(question);
}

/// What the simulation says of a unit while a move is tried: „offene Fälle am 31.12.2025: 1.240 → 610 (…); davon älter als drei
/// Monate: −220 ± 30“; tracks.
#[must_use]
pub fn sentence(chart: Chart, unit: &UnitId) -> Option<String> {
    let last = horizon(chart.plan.baseline().as_of).1;
    chart.forecasts.preview().with(|view| {
        let forecast = view.as_ref()?.unit(unit)?;
        Some(words::open_and_old_cases(forecast, last, chart.language()))
    })
}
