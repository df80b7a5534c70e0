//! Which units a step touches: those whose forecast is asked for after it.

use crate::plan::{Action, AssumptionsPatch, Change, Outage, Plan, Post, PostId, UnitId};

/// The units whose forecast a step may change, given the plan before it: change by change, the source first, then the target. Of what
/// concerns all units those that handle cases, the most work first. None for a step that no forecast reads, such as another name;
/// and units that the step itself takes away are left out.
#[must_use]
pub fn touched(mut before: Plan, step: &[Change]) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = Vec::new();
    for change in step {
        for unit in touched_by(&before, change) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        // What does not fit changes nothing.
        let _ = before.apply_in_place(change);
    }
    units.retain(|unit| before.unit(unit).is_some());
    units
}

fn touched_by(before: &Plan, change: &Change) -> Vec<UnitId> {
    let units_of_post = |post: &PostId| units_where(before, &|one| one.id == *post);
    // Where somebody stands in for somebody else, what becomes of the one concerns the units of the other.
    let linked = |post: &PostId, deputies: &[PostId]| {
        let own = before.post(post).map_or(&[][..], |post| &post.noted().deputies);
        let is_deputy = |one: &Post| deputies.contains(&one.id) || own.contains(&one.id);
        units_where(before, &|one| is_deputy(one) || one.noted().deputies.contains(post))
    };
    let unit_of_case_type =
        |case_type: &_| before.case_type(case_type).map(|case_type| case_type.unit.clone());
    match &change.action {
        Action::MovePost { post, to, .. } => {
            let mut units = units_of_post(post);
            units.push(to.clone());
            units.extend(linked(post, &[]));
            units
        }
        Action::AddPost(post) => {
            let mut units: Vec<UnitId> = post.shares.iter().map(|share| share.unit.clone()).collect();
            units.extend(linked(&post.id, &post.noted().deputies));
            units
        }
        Action::RemovePost { post } | Action::ParkPost { post } => {
            let mut units = units_of_post(post);
            units.extend(linked(post, &[]));
            units
        }
        Action::SetPost(patch) => {
            let new = patch.shares.iter().flatten().map(|share| share.unit.clone());
            let deputies =
                patch.terms.as_ref().and_then(Option::as_deref).map_or(&[][..], |terms| &terms.deputies);
            let linked = linked(&patch.post, deputies);
            units_of_post(&patch.post).into_iter().chain(new).chain(linked).collect()
        }
        Action::MoveCaseType { case_type, to } => {
            unit_of_case_type(case_type).into_iter().chain([to.clone()]).collect()
        }
        Action::SetCaseType(patch) => unit_of_case_type(&patch.case_type).into_iter().collect(),
        Action::SetPopulation(patch) => {
            let old = before.populations.iter().find(|one| one.id == patch.population);
            old.map(|one| one.unit.clone()).into_iter().chain(patch.unit.clone()).collect()
        }
        Action::SetFixedTask(patch) => {
            let old = before.fixed_tasks.iter().find(|one| one.id == patch.fixed_task);
            old.map(|one| one.unit.clone()).into_iter().chain(patch.unit.clone()).collect()
        }
        Action::SetAssumptions(patch) => touched_by_assumptions(before, patch),
        // It goes with everything below it, and an outage of the unit above reaches all of that.
        Action::MoveUnit { unit, .. } => {
            let step = format!("/{unit}/");
            by_work(before).into_iter().filter(|one| before.path_of(one).contains(&step)).collect()
        }
        // An empty unit, a name, a place in the budget: nothing that a forecast reads.
        Action::AddUnit(_) | Action::RenameUnit { .. } | Action::SetUnit(_) | Action::RemoveUnit { .. } => {
            Vec::new()
        }
    }
}

/// Units in which some posts work.
fn units_where(plan: &Plan, is_meant: &dyn Fn(&Post) -> bool) -> Vec<UnitId> {
    let posts = plan.posts.iter().filter(|post| is_meant(post));
    posts.flat_map(|post| &post.shares).map(|share| share.unit.clone()).collect()
}

/// All units that handle cases, where the engine reads what changes; of outages alone those that they hit.
fn touched_by_assumptions(before: &Plan, patch: &AssumptionsPatch) -> Vec<UnitId> {
    let AssumptionsPatch {
        method,
        allowance,
        weekly_hours,
        absence_days_per_year,
        turnover_per_year,
        recruitment_days,
        recruitment_stages,
        onboarding,
        failure_demand,
        decision_share,
        due_first,
        ageing_days,
        outages,
        // Of need, cost and dates only.
        yearly_minutes: _,
        cost_per_grade: _,
        workplace: _,
        council_weeks: _,
        leadership_share: _,
        sources: _,
    } = patch;
    let of_all = method.is_some()
        || weekly_hours.is_some()
        || [allowance, turnover_per_year, decision_share].into_iter().any(Option::is_some)
        || due_first.is_some()
        || [absence_days_per_year, ageing_days].into_iter().any(Option::is_some)
        || recruitment_days.is_some()
        || recruitment_stages.is_some()
        || onboarding.is_some()
        || failure_demand.is_some();
    let mut units = by_work(before);
    if !of_all {
        let old = &before.assumptions.outages;
        let new = outages.as_ref().unwrap_or(old);
        let differs = |one: &&Outage| old.contains(one) != new.contains(one);
        let changed: Vec<&Outage> = old.iter().chain(new).filter(differs).collect();
        units.retain(|unit| {
            let path = before.path_of(unit);
            changed.iter().any(|outage| outage.reaches(&path))
        });
    }
    units
}

/// The units that handle cases, those with the most minutes of a year first. Cost: case types times units; with a sorted map and its
/// sort the page would load four times the code.
fn by_work(plan: &Plan) -> Vec<UnitId> {
    let mut all: Vec<(&UnitId, f64)> = Vec::new();
    for case_type in &plan.case_types {
        let minutes = case_type.demand.per_year * case_type.minutes_per_case();
        match all.iter_mut().find(|(unit, _)| *unit == &case_type.unit) {
            Some((_, sum)) => *sum += minutes,
            None => all.push((&case_type.unit, minutes)),
        }
    }
    let mut sorted: Vec<(&UnitId, f64)> = Vec::new();
    for (unit, minutes) in all {
        let place = sorted.iter().position(|(_, other)| *other < minutes).unwrap_or(sorted.len());
        sorted.insert(place, (unit, minutes));
    }
    sorted.into_iter().map(|(unit, _)| unit.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};
    use std::collections::BTreeSet;

    /// The units that these actions, made together, touch in the built-in plan.
    fn of(actions: &[&str]) -> Vec<String> {
        let change = |action: &&str| format!(r#"{{"effective": "2024-02-01", "action": {action}}}"#);
        let list = actions.iter().map(change).collect::<Vec<_>>().join(",");
        let step = changes_from_json(format!("[{list}]").as_bytes()).unwrap();
        touched(builtin().unwrap(), &step).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_source_of_a_step_counts_and_its_target_once() {
        let moved = of(&[
            r#"{"move_post": {"post": "AA-03", "to": "einbuergerung"}}"#,
            r#"{"move_post": {"post": "EU-01", "to": "einbuergerung"}}"#,
            r#"{"move_post": {"post": "AS-01", "to": "einbuergerung"}}"#,
        ]);
        assert_eq!(moved, ["aufenthalt", "einbuergerung", "eu", "asyl"]);
        // What a change finds is what those before it have made.
        let on = of(&[
            r#"{"move_post": {"post": "AA-03", "to": "einbuergerung"}}"#,
            r#"{"move_post": {"post": "AA-03", "to": "asyl"}}"#,
        ]);
        assert_eq!(on, ["aufenthalt", "einbuergerung", "asyl"]);
    }

    #[test]
    fn a_deputy_elsewhere_brings_its_unit_along() {
        let named = r#"{"set_post": {"post": "AS-01", "terms": {"deputies": ["EU-01"]}}}"#;
        assert_eq!(of(&[named]), ["asyl", "eu"]);
        // Of the deputy as well as of the post, and of the one that is no deputy any more.
        for later in [
            r#"{"set_post": {"post": "EU-01", "holder": null}}"#,
            r#"{"set_post": {"post": "AS-01", "terms": null}}"#,
            r#"{"remove_post": {"post": "EU-01"}}"#,
        ] {
            let mut units = of(&[named, later]);
            units.sort();
            assert_eq!(units, ["asyl", "eu"], "{later}");
        }
        let share = of(&[r#"{"set_assumptions": {"decision_share": 0.2}}"#]);
        assert!(share.len() > 6, "{share:?}");
    }

    #[test]
    fn an_assumption_concerns_all_units_with_cases_the_most_work_first() {
        let all = of(&[r#"{"set_assumptions": {"absence_days_per_year": 40}}"#]);
        assert!(all.len() > 6 && all.contains(&"eu".to_owned()), "{all:?}");
        assert!(!all.contains(&"abteilung".to_owned()), "no cases of its own");
        let plan = builtin().unwrap();
        let minutes = |unit: &String| -> f64 {
            let own = plan.case_types.iter().filter(|one| one.unit.as_str() == unit);
            own.map(|one| one.demand.per_year * one.minutes_per_case()).sum()
        };
        assert!(all.is_sorted_by(|one, other| minutes(one) >= minutes(other)), "{all:?}");
        // What the engine does not read changes no forecast.
        assert_eq!(of(&[r#"{"set_assumptions": {"council_weeks": 8, "leadership_share": 0.1}}"#]), [""; 0]);
    }

    #[test]
    fn an_outage_concerns_the_units_that_it_hits() {
        let outage = |units: &str| {
            format!(
                r#"{{"set_assumptions": {{"outages": [{{"from": "2024-05-01", "until": "2024-06-30", "lost": 0.5,
                    "label": "Umzug", "units": {units}}}]}}}}"#
            )
        };
        let below = of(&[&outage(r#"["asyl-eu"]"#)]);
        assert_eq!(
            BTreeSet::from_iter(below.iter().map(String::as_str)),
            BTreeSet::from(["asyl", "eu", "rueckkehr"])
        );
        assert!(of(&[&outage("[]")]).len() > below.len());
        assert_eq!(of(&[r#"{"set_assumptions": {"outages": []}}"#]), [""; 0], "there was none");
    }

    #[test]
    fn people_and_fixed_tasks_concern_their_units() {
        let people = of(&[r#"{"set_population": {"population": "untergebracht", "inflow_per_year": 900}}"#]);
        assert_eq!(people, ["int-sozial"]);
        let task = of(&[r#"{"set_fixed_task": {"fixed_task": "w08", "fte": 0.5, "unit": "int-sozial"}}"#]);
        assert_eq!(task, ["int-wohnen", "int-sozial"]);
    }

    #[test]
    fn a_unit_that_moves_takes_along_what_stands_below_it_and_a_name_changes_nothing() {
        let mut moved = of(&[r#"{"move_unit": {"unit": "asyl-eu", "to": "integration"}}"#]);
        moved.sort();
        assert_eq!(moved, ["asyl", "eu", "rueckkehr"]);
        for silent in [
            r#"{"rename_unit": {"unit": "eu", "name": "Team EU"}}"#,
            r#"{"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}"#,
            r#"{"set_unit": {"unit": "eu", "minimum_fte": 1}}"#,
        ] {
            assert_eq!(of(&[silent]), [""; 0], "{silent}");
        }
    }

    #[test]
    fn a_new_unit_counts_once_it_has_something_and_one_that_the_step_takes_away_does_not() {
        let new = of(&[
            r#"{"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}"#,
            r#"{"move_post": {"post": "EU-01", "to": "neu"}}"#,
        ]);
        assert_eq!(new, ["eu", "neu"]);
        let gone = of(&[
            r#"{"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}"#,
            r#"{"move_post": {"post": "EU-01", "to": "neu"}}"#,
            r#"{"move_post": {"post": "EU-01", "to": "asyl"}}"#,
            r#"{"remove_unit": {"unit": "neu"}}"#,
        ]);
        assert_eq!(gone, ["eu", "asyl"]);
    }
}
