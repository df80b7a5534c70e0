//! What is asked of the workers: one list of changes for each combination of the packages, and what came of it.

use crate::api::{Package, ScenarioState};
use crate::plan::{Change, ChangeError, Conflict, Plan, UnitId, in_words};
use crate::simulation::{
    Combination, Summariser, Summary, SwitchTable, UnitOutcome, VariantMeasure, switched,
};
use crate::ui::state::forecasts::{Study, StudyRuns};
use chrono::NaiveDate;
use std::sync::Arc;
use uuid::Uuid;

/// What the question reads of the scenario: its packages, and its steps that were not taken back, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The packages in the order in which they were made.
    pub packages: Vec<Package>,
    steps: Vec<(Option<Uuid>, Vec<Change>)>,
}

/// A combination that was asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    changes: Vec<Change>,
    /// Its place among the parts of the study; none where a change does not fit.
    part: Option<usize>,
    /// The first change that does not fit.
    conflict: Option<Conflict>,
}

/// The question as it was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What it read of the scenario.
    pub setting: Arc<Setting>,
    /// The packages, the lowest place first.
    pub packages: Vec<Package>,
    /// The unit that is looked at, or all together.
    pub unit: Option<UnitId>,
    /// Last day.
    pub last: NaiveDate,
    /// By the numbers of the combinations.
    pub combinations: Vec<Combined>,
    /// Changes that count in every combination.
    pub base: usize,
    /// The runs, with as many replications as are wanted at last.
    pub study: Study,
}

impl Setting {
    /// Of a scenario.
    pub fn of(state: &ScenarioState) -> Self {
        let steps = state.steps.iter().filter(|step| !step.undone);
        let steps = steps.map(|step| (step.package, step.changes.clone())).collect();
        Self { packages: state.packages.clone(), steps }
    }

    /// The steps with the places of the packages chosen. Those of a package that is not chosen count where it is switched on.
    fn placed(&self, chosen: &[Package]) -> Vec<(Option<usize>, Vec<Change>)> {
        let is_off = |id: Uuid| self.packages.iter().any(|package| package.id == id && !package.is_on);
        let placed = |(package, changes): &(Option<Uuid>, Vec<Change>)| {
            let place = package.and_then(|id| chosen.iter().position(|package| package.id == id));
            let counts = place.is_some() || !package.is_some_and(is_off);
            counts.then(|| (place, changes.clone()))
        };
        self.steps.iter().filter_map(placed).collect()
    }
}

impl Asked {
    /// The question about the packages of these identifiers, in the order of the scenario.
    pub fn new(
        plan: &Arc<Plan>,
        setting: &Arc<Setting>,
        chosen: &[Uuid],
        unit: Option<UnitId>,
        last: NaiveDate,
        replications: u32,
    ) -> Self {
        let packages: Vec<Package> =
            setting.packages.iter().filter(|package| chosen.contains(&package.id)).cloned().collect();
        let steps = setting.placed(&packages);
        let mut parts = Vec::new();
        let mut combine = |combination: Combination| {
            let changes = switched(&steps, combination);
            let conflict = plan.with_changes(&changes).conflicts.into_iter().next();
            let part = conflict.is_none().then(|| {
                parts.push((changes.clone(), units(plan, &changes, unit.as_ref())));
                parts.len() - 1
            });
            Combined { changes, part, conflict }
        };
        let combinations: Vec<Combined> = (0..1 << packages.len()).map(&mut combine).collect();
        let base = combinations.first().map_or(0, |none| none.changes.len());
        if base > 0 {
            parts.push((Vec::new(), units(plan, &[], unit.as_ref())));
        }
        let horizon_days = crate::forecasting::days_until(plan.as_of, last);
        let study = Study::new(Arc::clone(plan), parts, horizon_days, replications);
        Self { setting: Arc::clone(setting), packages, unit, last, combinations, base, study }
    }

    /// The first change of a combination that does not fit: in words with its day, where it is one of the scenario, and why.
    pub fn misfit(
        &self,
        combination: Combination,
        language: crate::format::Language,
    ) -> Option<(Option<(String, NaiveDate)>, &ChangeError)> {
        let Combined { changes, conflict, .. } = self.combinations.get(combination)?;
        let Conflict { decided, index, reason } = conflict.as_ref()?;
        let change = changes.get(*index).filter(|_| !decided).map(|change| {
            let words = in_words(&self.study.plan, &[], changes, language);
            (words.get(*index).cloned().unwrap_or_default(), change.effective)
        });
        Some((change, reason))
    }

    /// The figures of a measure by combination and replication.
    pub fn table(&self, runs: &StudyRuns, measure: VariantMeasure) -> SwitchTable {
        let values = |combined: &Combined| {
            let units = combined.part.and_then(|part| runs.get(part));
            units.map(|units| measure.values(&slices(units))).unwrap_or_default()
        };
        SwitchTable::new(self.packages.len(), self.combinations.iter().map(values).collect())
    }

    /// What the changes that always count do to the plan as it is; none where there are none.
    pub fn effect_of_base(
        &self,
        runs: &StudyRuns,
        measure: VariantMeasure,
        summariser: &mut Summariser,
    ) -> Option<Summary> {
        let (bare, none) = (runs.last().filter(|_| self.base > 0)?, self.combinations.first()?.part?);
        let contrast = measure.contrast(&slices(bare), &slices(runs.get(none)?), summariser)?;
        Some(contrast.difference)
    }
}

fn slices(units: &[Vec<UnitOutcome>]) -> Vec<&[UnitOutcome]> {
    units.iter().map(Vec::as_slice).collect()
}

/// The unit that is looked at, or all that have cases with these changes.
fn units(plan: &Plan, changes: &[Change], unit: Option<&UnitId>) -> Vec<UnitId> {
    if let Some(unit) = unit {
        return vec![unit.clone()];
    }
    let changed = plan.with_changes(changes).plan;
    let has_cases = |id: &&UnitId| changed.case_types.iter().any(|case_type| case_type.unit == **id);
    changed.units.iter().map(|unit| &unit.id).filter(has_cases).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ScenarioId, Step};
    use crate::format::Language;
    use crate::permission::Status;
    use crate::plan::{builtin, changes_from_json};

    /// Steps of one change each, with the numbers of their packages.
    fn state(steps: &[(Option<u128>, &str)], off: &[u128]) -> ScenarioState {
        let step = |(number, (package, action)): (u128, &(Option<u128>, &str))| Step {
            id: Uuid::from_u128(100 + number),
            changes: changes_from_json(
                format!(r#"[{{"effective": "2024-03-01", "action": {action}}}]"#).as_bytes(),
            )
            .unwrap(),
            reason: None,
            undone: false,
            package: package.map(Uuid::from_u128),
            recorded_at: 0,
            own: true,
        };
        let package =
            |id: u128| Package { id: Uuid::from_u128(id), name: format!("P{id}"), is_on: !off.contains(&id) };
        ScenarioState {
            id: ScenarioId(Uuid::from_u128(7)),
            name: "S".to_owned(),
            version: 1,
            status: Status::Draft,
            baseline: builtin().unwrap(),
            baseline_version: 1,
            newest_baseline: 1,
            goals: Vec::new(),
            packages: (1..=3).map(package).collect(),
            steps: (1..).zip(steps).map(step).collect(),
        }
    }

    fn asked(state: &ScenarioState, chosen: &[u128], unit: Option<&str>) -> Asked {
        let chosen: Vec<Uuid> = chosen.iter().map(|id| Uuid::from_u128(*id)).collect();
        let unit = unit.map(|id| UnitId::parse(id).unwrap());
        let plan = Arc::new(state.baseline.clone());
        let last = "2025-12-31".parse().unwrap();
        Asked::new(&plan, &Arc::new(Setting::of(state)), &chosen, unit, last, 4)
    }

    const NEW_UNIT: &str = r#"{"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}"#;
    const INTO_IT: &str = r#"{"move_post": {"post": "AA-03", "to": "neu"}}"#;
    const MOVE: &str = r#"{"move_post": {"post": "AA-04", "to": "einbuergerung"}}"#;
    const REMOVE: &str = r#"{"remove_post": {"post": "AA-07"}}"#;

    #[test]
    fn packages_that_are_not_chosen_count_as_they_are_switched_and_chosen_ones_in_any_case() {
        let steps = [(Some(1), MOVE), (Some(2), REMOVE), (Some(3), NEW_UNIT), (None, INTO_IT)];
        let state = state(&steps, &[1]);
        let asked = asked(&state, &[2, 1], None);
        let names: Vec<&str> = asked.packages.iter().map(|package| package.name.as_str()).collect();
        assert_eq!((names, asked.base), (vec!["P1", "P2"], 2));
        let counts: Vec<usize> = asked.combinations.iter().map(|one| one.changes.len()).collect();
        assert_eq!(counts, [2, 3, 3, 4]);
        // Four combinations, and the plan as it is.
        assert_eq!(asked.study.parts.len(), 5);
        assert!(asked.study.parts[4].changes.is_empty());
        assert_eq!(asked.study.parts[4].units.len(), 7);
    }

    #[test]
    fn a_package_that_builds_on_another_cannot_go_without_it_and_says_why() {
        let state = state(&[(Some(1), NEW_UNIT), (Some(2), INTO_IT), (Some(3), MOVE)], &[]);
        let asked = asked(&state, &[1, 2, 3], Some("einbuergerung"));
        let possible: Vec<bool> =
            (0..8).map(|combination| asked.misfit(combination, Language::German).is_none()).collect();
        assert_eq!(possible, [true, true, false, true, true, true, false, true]);
        assert_eq!(asked.study.parts.len(), 6, "what cannot be applied is not computed");
        let (change, reason) = asked.misfit(2, Language::German).unwrap();
        let (words, day) = change.unwrap();
        assert_eq!((words.contains("AA-03"), day), (true, "2024-03-01".parse().unwrap()));
        assert!(reason.sentence(Language::German).contains("„neu“"), "{reason:?}");
        // Its figures stay in their places, and those of the others are none.
        let outcome = |open: f64| UnitOutcome { open: vec![open], ..UnitOutcome::default() };
        let runs = vec![vec![vec![outcome(10.0); 4]]; 6];
        let table = asked.table(&runs, VariantMeasure::Open);
        let has_figure =
            (0..8).map(|combination| table.effect(combination, &mut Summariser::new(4)).is_some());
        assert_eq!(has_figure.collect::<Vec<_>>(), possible);
    }

    #[test]
    fn what_always_counts_is_told_against_the_plan_as_it_is() {
        let state = state(&[(Some(1), MOVE), (Some(2), REMOVE), (None, NEW_UNIT)], &[]);
        let asked = asked(&state, &[1, 2], Some("eu"));
        let outcome = |open: f64| UnitOutcome { open: vec![open], ..UnitOutcome::default() };
        let runs: StudyRuns = [8.0, 6.0, 5.0, 4.0, 10.0].map(|open| vec![vec![outcome(open); 4]]).to_vec();
        let mut summariser = Summariser::new(4);
        let effect = asked.effect_of_base(&runs, VariantMeasure::Open, &mut summariser).unwrap();
        assert_eq!((effect.mean, effect.half_width), (-2.0, 0.0));
        let beyond = asked.table(&runs, VariantMeasure::Open).interaction(3, &mut summariser).unwrap();
        assert_eq!((beyond.sum.mean, beyond.beyond.mean), (-5.0, 1.0));
    }
}
