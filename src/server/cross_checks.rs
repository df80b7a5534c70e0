//! Use case of the formulas beside the simulation. Everything in it follows from the plan: no count of cases is looked at, so that
//! nothing of small units has to be withheld.

use super::dashboards::on_the_wire;
use super::{Context, Failure, scenarios, statements};
use crate::api::{AskCrossChecks, CheckedUnit, CrossCheckedUnits};
use crate::caseload::{CrossChecks, Visible};
use crate::dashboard::cross_check;
use crate::format::Language;
use std::collections::BTreeSet;

/// The check of every unit that handles cases, on the forecast that statements refer to.
///
/// # Errors
/// [`crate::api::ApiError::NotFound`] when there is no such scenario.
pub async fn load(context: &Context, ask: AskCrossChecks) -> Result<CrossCheckedUnits, Failure> {
    let AskCrossChecks { scenario, english } = ask;
    let language = if english { Language::English } else { Language::German };
    let state = scenarios::load_one(context, scenario).await?;
    let changes = state.active_changes();
    let ahead = match statements::ahead(&state.baseline, &changes).await {
        Ok(ahead) => ahead,
        Err(why) => {
            let problem = Some(why.sentence(language).to_owned());
            return Ok(CrossCheckedUnits { problem, units: Vec::new() });
        }
    };
    let plan = state.baseline.with_changes(&changes).plan;
    let checks = CrossChecks::new(&state.baseline, &changes, ahead.forecast());
    let checked = |unit: &crate::plan::Unit| {
        let check = checks.as_ref()?.of(&BTreeSet::from([&unit.id]))?;
        let mut panel = cross_check(&check, Visible::All, language);
        // The table is a landmark, and there are as many as units.
        panel.table.caption = format!("{}: {}", panel.title, unit.name);
        let panel = on_the_wire(panel, language);
        Some(CheckedUnit { unit: unit.id.clone(), name: unit.name.clone(), panel })
    };
    Ok(CrossCheckedUnits { problem: None, units: plan.units.iter().filter_map(checked).collect() })
}
