//! What is compared: the plan as it is and each scenario, with what can be said without computing.

use crate::api::ScenarioState;
use crate::assessment::personnel_cost;
use crate::plan::{Change, Plan, Post, UnitId};
use crate::simulation::{Contrast, Summariser, UnitOutcome, VariantMeasure};
use crate::ui::state::forecasts::StudyRuns;
use chrono::NaiveDate;

/// The plan as it is, or a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name; empty for the plan as it is.
    pub name: String,
    /// Its changes.
    pub changes: Vec<Change>,
    /// The units that have cases with these changes.
    pub units: Vec<UnitId>,
    /// Full-time equivalents of the posts in units on the last day.
    pub fte: f64,
    /// Personnel cost of these posts in euro per year; none where the plan knows no cost of a grade.
    pub cost: Option<f64>,
}

impl Variant {
    /// The plan as it is, then the scenarios.
    pub fn all(plan: &Plan, states: &[ScenarioState], last: NaiveDate) -> Vec<Self> {
        let scenarios = states.iter().map(|state| (state.name.clone(), state.active_changes()));
        std::iter::once((String::new(), Vec::new()))
            .chain(scenarios)
            .map(|(name, changes)| Self::of(plan, name, changes, last))
            .collect()
    }

    fn of(plan: &Plan, name: String, changes: Vec<Change>, last: NaiveDate) -> Self {
        let changed = plan.with_changes(&changes).plan;
        let has_cases = |id: &UnitId| changed.case_types.iter().any(|case_type| case_type.unit == *id);
        let units = changed.units.iter().map(|unit| &unit.id).filter(|id| has_cases(id)).cloned().collect();
        let then = plan.on(last, &changes).plan;
        let fte = then.posts.iter().map(Post::fte).sum::<crate::plan::Fte>().as_f64();
        let cost = (!plan.assumptions.cost_per_grade.is_empty())
            .then(|| personnel_cost(&then).cost.cents() as f64 / 100.0);
        Self { name, changes, units, fte, cost }
    }
}

/// A variant in a figure against the plan as it is: of one unit, or of all of them together.
pub fn contrast(
    runs: &StudyRuns,
    variants: &[Variant],
    place: usize,
    unit: Option<&UnitId>,
    measure: VariantMeasure,
) -> Option<Contrast> {
    let outcomes = |place: usize| -> Option<Vec<&[UnitOutcome]>> {
        let (variant, units) = (variants.get(place)?, runs.get(place)?);
        let wanted = variant.units.iter().zip(units);
        Some(
            wanted
                .filter(|(id, _)| unit.is_none_or(|unit| unit == *id))
                .map(|(_, runs)| runs.as_slice())
                .collect(),
        )
    };
    let (plan, variant) = (outcomes(0)?, outcomes(place)?);
    let most = plan.iter().map(|runs| runs.len()).max().unwrap_or(0);
    measure.contrast(&plan, &variant, &mut Summariser::new(most))
}
