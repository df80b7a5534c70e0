//! What is compared: the plan as it is and each scenario, with what can be said without computing.

use crate::api::ScenarioState;
use crate::assessment::personnel_cost;
use crate::plan::{Change, Plan, Post, UnitId, difference};
use crate::simulation::{Contrast, Goal, GoalReading, Summariser, UnitOutcome, VariantMeasure};
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
    /// What it is to reach, and how that stands where it follows from plan and changes alone.
    pub goals: Vec<(Goal, Option<GoalReading>)>,
    /// First day of the plan.
    as_of: NaiveDate,
    /// Personnel cost of these posts in euro per year; none where the plan knows no cost of a grade.
    pub cost: Option<f64>,
}

impl Variant {
    /// The plan as it is, then the scenarios.
    pub fn all(plan: &Plan, states: &[ScenarioState], last: NaiveDate) -> Vec<Self> {
        let scenario = |state: &ScenarioState| {
            let variant = Self::of(plan, state.name.clone(), changes_on(plan, state), last);
            let certain = |goal: &Goal| (goal.clone(), goal.certain(plan, &variant.changes));
            Self { goals: state.goals.iter().map(certain).collect(), ..variant }
        };
        let as_it_is = Self::of(plan, String::new(), Vec::new(), last);
        std::iter::once(as_it_is).chain(states.iter().map(scenario)).collect()
    }

    fn of(plan: &Plan, name: String, changes: Vec<Change>, last: NaiveDate) -> Self {
        let changed = plan.with_changes(&changes).plan;
        let has_cases = |id: &UnitId| changed.case_types.iter().any(|case_type| case_type.unit == *id);
        let units = changed.units.iter().map(|unit| &unit.id).filter(|id| has_cases(id)).cloned().collect();
        let then = plan.on(last, &changes).plan;
        let fte = then.posts.iter().map(Post::fte).sum::<crate::plan::Fte>().as_f64();
        let cost = (!plan.assumptions.cost_per_grade.is_empty())
            .then(|| personnel_cost(&then).cost.cents() as f64 / 100.0);
        Self { name, changes, units, fte, cost, goals: Vec::new(), as_of: plan.as_of }
    }
}

/// How the goals of a variant stand, as far as that is known: those that end after what was simulated are left out.
pub fn readings(runs: Option<&StudyRuns>, variants: &[Variant], place: usize) -> Vec<GoalReading> {
    let Some(variant) = variants.get(place) else { return Vec::new() };
    let simulated = |goal: &Goal| {
        let unit = variant.units.iter().position(|unit| Some(unit) == goal.unit())?;
        let outcomes = runs?.get(place)?.get(unit)?;
        goal.simulated(variant.as_of, outcomes, &mut Summariser::new(outcomes.len()))
    };
    variant.goals.iter().filter_map(|(goal, certain)| certain.or_else(|| simulated(goal))).collect()
}

/// The plan against which all are compared: the newest that one of them stands on.
pub fn common_plan(states: &[ScenarioState]) -> Option<&Plan> {
    states.iter().max_by_key(|state| state.baseline_version).map(|state| &state.baseline)
}

/// The changes that make of a plan what the scenario is. Where it stands on an earlier version, they also take back what has
/// been decided since.
pub fn changes_on(plan: &Plan, state: &ScenarioState) -> Vec<Change> {
    let own = state.active_changes();
    if state.baseline == *plan {
        return own;
    }
    let bare = Plan { decided: Vec::new(), ..plan.clone() };
    difference(&bare, &plan.decided, &[state.baseline.decided.clone(), own].concat())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ScenarioId, Step};
    use crate::permission::Status;
    use crate::plan::{builtin, changes_from_json};
    use uuid::Uuid;

    fn state(baseline: Plan, baseline_version: i64, changes: Vec<Change>) -> ScenarioState {
        let id = Uuid::from_u128(1);
        let step = Step { id, changes, reason: None, undone: false, package: None, recorded_at: 0 };
        ScenarioState {
            id: ScenarioId(id),
            name: "S".to_owned(),
            version: 1,
            status: Status::Draft,
            baseline,
            baseline_version,
            newest_baseline: 2,
            goals: Vec::new(),
            packages: Vec::new(),
            steps: vec![step],
        }
    }

    #[test]
    fn a_scenario_on_an_earlier_plan_stays_what_it_is_against_the_newest() {
        let changes = changes_from_json(
            br#"[{"effective": "2024-05-01", "action": {"move_post": {"post": "AA-01", "to": "einbuergerung"}}},
                {"effective": "2024-06-01", "action": {"remove_post": {"post": "AA-02"}}}]"#,
        )
        .unwrap();
        let old = builtin().unwrap();
        let mut new = old.clone();
        new.decided.push(changes[0].clone());
        let (earlier, newest) =
            (state(old.clone(), 1, changes[1..].to_vec()), state(new.clone(), 2, Vec::new()));
        let states = [earlier, newest];
        assert_eq!(common_plan(&states), Some(&new));
        let led = changes_on(&new, &states[0]);
        for day in ["2024-04-30", "2024-05-01", "2024-07-01"] {
            let day = day.parse().unwrap();
            assert_eq!(new.on(day, &led).plan, old.on(day, &changes[1..]).plan, "{day}");
        }
        assert_eq!(changes_on(&new, &states[1]), []);
    }
}
