//! Formulas beside the simulation of the built-in plan, and of the same with more and less work.

use super::*;
use crate::plan::builtin;
use crate::simulation::{Model, Options, forecast};

const YEAR_DAYS: u32 = 365;

fn simulated(plan: &Plan) -> Forecast {
    let options = Options { horizon_days: YEAR_DAYS, replications: 4, seed: 1, ..Options::default() };
    let model = Model::new(plan, &[], &options).unwrap();
    let runs: Vec<_> = (0..4).map(|number| model.run(number).unwrap()).collect();
    forecast(&model, &runs)
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

/// The check of one unit alone.
fn check(plan: &Plan, id: &str) -> CrossCheck {
    let forecast = simulated(plan);
    let checks = CrossChecks::new(plan, &[], &forecast).unwrap();
    checks.of(&BTreeSet::from([&unit(id)])).unwrap()
}

/// The built-in plan with the demand of a unit times a factor.
fn with_demand(factor: f64) -> Plan {
    let mut plan = builtin().unwrap();
    for case_type in plan.case_types.iter_mut().filter(|one| one.unit == unit("einbuergerung")) {
        case_type.demand.per_year *= factor;
        case_type.opening.circulating = 0;
    }
    plan
}

fn both(pair: Pair) -> (f64, f64) {
    (pair.formula.unwrap(), pair.simulation.unwrap())
}

#[test]
fn need_and_capacity_are_those_of_assessment_and_staircase() {
    let plan = builtin().unwrap();
    let found = check(&plan, "aufenthalt");
    let day = plan.as_of;
    let assessment = assess(&plan.on(day, &[]).plan, &Request::on(day)).unwrap();
    assert_eq!(found.need.formula, Some(assessment.unit(&unit("aufenthalt")).unwrap().own.need));
    let steps = staircases(&plan.on(day, &[]).plan, day).unwrap();
    let step = steps.iter().find(|step| step.unit == unit("aufenthalt")).unwrap();
    assert_eq!(found.effective.formula, Some(step.effective));
    assert_eq!((found.day, (found.until - found.day).num_days()), (day, i64::from(YEAR_DAYS) - 1));
    // Both count the same work and the same posts, so that neither is far from the other.
    let (formula, simulation) = both(found.effective);
    assert!((simulation / formula - 1.0).abs() < 0.5, "{formula} {simulation}");
    let (formula, simulation) = both(found.need);
    assert!((simulation / formula - 1.0).abs() < 0.3, "{formula} {simulation}");
    assert!(both(found.load).1 <= 1.0);
}

/// Little's law from the wait, and the relief of an office that keeps up.
#[test]
fn a_unit_with_spare_capacity_has_every_answer() {
    let found = check(&with_demand(0.3), "einbuergerung");
    let load = found.load.formula.unwrap();
    assert!(load < 1.0, "{load}");
    let (wait, _) = both(found.wait_days);
    assert!(wait >= 0.0 && found.scattered_days.is_some());
    assert!(both(found.waiting).0 >= 0.0);
    assert_eq!(found.missing.formula, Some(0.0), "an office that keeps up needs no relief");
    assert!(!found.causes.contains(&Cause::Overload));
    // The plan begins with a backlog that the long run does not know.
    assert!(matches!(found.causes[0], Cause::Backlog(cases) if cases > 100.0), "{:?}", found.causes);
    assert!(found.causes.contains(&Cause::Absence));
}

#[test]
fn from_full_load_on_erlang_has_no_answer_but_the_others_have() {
    let found = check(&with_demand(5.0), "einbuergerung");
    assert!(found.load.formula.unwrap() > 1.0);
    assert_eq!((found.wait_days.formula, found.waiting.formula, found.scattered_days), (None, None, None));
    assert_eq!(found.causes[0], Cause::Overload);
    assert!(found.wait_days.simulation.unwrap() > 0.0);
    let (formula, simulation) = both(found.open);
    assert!(formula > 1_000.0 && simulation > 1_000.0, "{formula} {simulation}");
    // What is missing follows from the growth on either side.
    let (formula, simulation) = both(found.missing);
    assert!(formula > 1.0 && simulation > 1.0, "{formula} {simulation}");
}

#[test]
fn units_are_added_up_and_those_without_cases_have_none() {
    let plan = builtin().unwrap();
    let forecast = simulated(&plan);
    let checks = CrossChecks::new(&plan, &[], &forecast).unwrap();
    let all: BTreeSet<&UnitId> = plan.units.iter().map(|unit| &unit.id).collect();
    let whole = checks.of(&all).unwrap();
    let parts = plan.units.iter().filter_map(|unit| checks.of(&BTreeSet::from([&unit.id])));
    let (count, need) =
        parts.fold((0, 0.0), |(count, need), part| (count + 1, need + part.need.formula.unwrap()));
    assert!(count > 4 && need <= whole.need.formula.unwrap() + 1e-9);
    assert!(whole.causes.contains(&Cause::Queues(count)));
    assert!(checks.of(&BTreeSet::from([&unit("beirat")])).is_none());
    let text = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<CrossCheck>(&text).unwrap(), whole);
}
