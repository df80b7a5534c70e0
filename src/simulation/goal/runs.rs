//! What has to be simulated so that goals can be judged.

use super::Goal;
use crate::plan::{Plan, UnitId};
use crate::simulation::Target;

/// The runs that goals need beside those that tell them already: days from the plan's first one on, in ascending order, each with its units. `changed` is the plan
/// with the changes; a goal for a unit that it does not have cannot be judged.
///
/// Goals for a day share the longest of their runs, which shows every earlier day as well. A goal for a mean has a run of its own that
/// ends with its day: the mean over a longer time would be another figure.
#[must_use]
pub fn runs_for_goals(
    goals: &[Goal],
    changed: &Plan,
    is_told: impl Fn(&Target) -> bool,
) -> Vec<(u32, Vec<UnitId>)> {
    let as_of = changed.as_of;
    let targets: Vec<Target> = goals
        .iter()
        .filter_map(|goal| goal.target(as_of)?.ok())
        .filter(|target| changed.unit(&target.unit).is_some() && !is_told(target))
        .collect();
    let of_days = targets.iter().filter(|target| target.measure.is_of_a_day());
    let furthest = of_days.map(|target| target.horizon_days(as_of)).max().unwrap_or_default();
    let mut runs: Vec<(u32, Vec<UnitId>)> = Vec::new();
    for target in targets {
        let days = if target.measure.is_of_a_day() { furthest } else { target.horizon_days(as_of) };
        let place = runs.binary_search_by_key(&days, |(days, _)| *days).unwrap_or_else(|place| {
            runs.insert(place, (days, Vec::new()));
            place
        });
        let units = &mut runs[place].1;
        if !units.contains(&target.unit) {
            units.push(target.unit);
        }
    }
    runs
}
