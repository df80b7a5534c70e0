//! What is compared: the plan as it is and each scenario, with what can be said without computing.

use crate::api::ScenarioState;
use crate::assessment::{personnel_cost, personnel_cost_by_unit};
use crate::plan::{Change, EuroPerYear, Fte, Plan, Post, Unit, UnitId, difference};
use crate::simulation::{Contrast, Goal, GoalReading, Summariser, UnitOutcome, VariantMeasure};
use crate::ui::state::forecasts::{Studied, Study, StudyRuns};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The plan as it is, or a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name; empty for the plan as it is.
    pub name: String,
    /// Its changes.
    pub changes: Vec<Change>,
    /// The units that have cases with these changes.
    pub units: Vec<UnitId>,
    /// The posts in units on the last day.
    pub posts: Posts,
    /// Those of each unit alone, without the units below.
    pub posts_by_unit: BTreeMap<UnitId, Posts>,
    /// What it is to reach, and how that stands where it follows from plan and changes alone.
    pub goals: Vec<(Goal, Option<GoalReading>)>,
}

/// Posts of one day, filled or not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Posts {
    /// Their full-time equivalents.
    pub fte: f64,
    /// Their personnel cost in euro per year; none where the plan knows no cost of a grade.
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
        let knows_cost = !plan.assumptions.cost_per_grade.is_empty();
        let euro = |cost: EuroPerYear| knows_cost.then(|| cost.cents() as f64 / 100.0);
        let fte = then.posts.iter().map(Post::fte).sum::<Fte>().as_f64();
        let posts = Posts { fte, cost: euro(personnel_cost(&then).cost) };
        let costs = personnel_cost_by_unit(&then);
        let of_unit = |unit: &Unit| {
            let fte = then.posts.iter().map(|post| post.fte_in(&unit.id)).sum::<Fte>().as_f64();
            let cost = costs.get(&unit.id).map(|sum| sum.cost).unwrap_or_default();
            (unit.id.clone(), Posts { fte, cost: euro(cost) })
        };
        let posts_by_unit = then.units.iter().map(of_unit).collect();
        Self { name, changes, units, posts, posts_by_unit, goals: Vec::new() }
    }

    /// The posts of a unit, or of all of them.
    pub fn posts_in(&self, unit: Option<&UnitId>) -> Posts {
        match unit {
            Some(unit) => self.posts_by_unit.get(unit).copied().unwrap_or_default(),
            None => self.posts,
        }
    }
}

/// What is asked of the workers: every variant, in this order, for so many days, and beside them what its goals need, each up to
/// its own day.
pub fn study(plan: &Arc<Plan>, variants: &[Variant], horizon_days: u32, replications: u32) -> Study {
    let parts = variants.iter().map(|variant| (variant.changes.clone(), variant.units.clone()));
    let mut study = Study::new(Arc::clone(plan), parts, horizon_days, replications);
    for Variant { changes, goals, .. } in variants {
        let goals: Vec<Goal> = goals.iter().map(|(goal, _)| goal.clone()).collect();
        study.ask_for_goals(changes, &goals);
    }
    study
}

/// How the goals of a variant stand, as far as that is known.
pub fn readings(known: Option<&Studied>, variant: &Variant) -> Vec<GoalReading> {
    let simulated = |goal: &Goal| known?.reading(&variant.changes, goal);
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
    use crate::simulation::{TargetMeasure, count_verdicts};
    use crate::ui::state::forecasts::StudyPart;
    use uuid::Uuid;

    fn state(baseline: Plan, baseline_version: i64, changes: Vec<Change>) -> ScenarioState {
        let id = Uuid::from_u128(1);
        let step =
            Step { id, changes, reason: None, undone: false, package: None, recorded_at: 0, own: true };
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
    fn posts_and_their_cost_are_those_of_the_unit_that_is_looked_at() {
        let plan = builtin().unwrap();
        let unit = |id: &str| UnitId::parse(id).unwrap();
        let moved = changes_from_json(
            br#"[{"effective": "2024-05-01", "action": {"move_post": {"post": "AA-01", "to": "einbuergerung"}}}]"#,
        )
        .unwrap();
        let last = "2024-12-31".parse().unwrap();
        let all = Variant::all(&plan, &[state(plan.clone(), 2, moved)], last);
        let (from, to) = (unit("aufenthalt"), unit("einbuergerung"));
        let fte = |place: usize, unit: Option<&UnitId>| all[place].posts_in(unit).fte;
        let cost = |place: usize, unit: Option<&UnitId>| all[place].posts_in(unit).cost.unwrap();
        assert_eq!(fte(0, None), fte(1, None), "a post that moves stays in the sum");
        assert!((fte(0, Some(&from)) - fte(1, Some(&from)) - 1.0).abs() < 1e-9);
        assert!((fte(1, Some(&to)) - fte(0, Some(&to)) - 1.0).abs() < 1e-9);
        assert!(cost(1, Some(&to)) > cost(0, Some(&to)) && (cost(1, None) - cost(0, None)).abs() < 0.01);
        assert_eq!(all[0].posts_in(Some(&unit("gibt-es-nicht"))), Posts::default());
    }

    #[test]
    fn goals_are_asked_for_up_to_their_own_day_and_those_that_cannot_be_judged_are_left_open() {
        let plan = Arc::new(builtin().unwrap());
        let goal = |unit: &str, on: &str| Goal::Service {
            unit: UnitId::parse(unit).unwrap(),
            measure: TargetMeasure::Open,
            at_most: 10.0,
            on: on.parse().unwrap(),
        };
        let goals = [goal("eu", "2024-12-31"), goal("eu", "2027-12-31"), goal("gibt-es-nicht", "2024-12-31")];
        let scenario = ScenarioState { goals: goals.to_vec(), ..state((*plan).clone(), 2, Vec::new()) };
        let variants = Variant::all(&plan, &[scenario], "2025-12-31".parse().unwrap());
        let asked = study(&plan, &variants, 700, 2);
        let far =
            u32::try_from(1 + ("2027-12-31".parse::<NaiveDate>().unwrap() - plan.as_of).num_days()).unwrap();
        let horizons: Vec<u32> = asked.parts.iter().map(|part| part.horizon_days).collect();
        assert_eq!(horizons, [700, 700, far]);
        let outcome = |open: f64| UnitOutcome {
            open: vec![open; 47],
            over_three_months: vec![0.0; 47],
            ..UnitOutcome::default()
        };
        let of_part = |part: &StudyPart| {
            let open = if part.horizon_days == far { 90.0 } else { 5.0 };
            vec![vec![outcome(open); 2]; part.units.len()]
        };
        let runs = Arc::new(asked.parts.iter().map(of_part).collect());
        assert_eq!(readings(None, &variants[1]), []);
        let known = Studied { study: asked, runs };
        assert_eq!(count_verdicts(&readings(Some(&known), &variants[1])), [1, 0, 1], "of three");
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
