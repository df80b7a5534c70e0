//! The built-in plan.

use crate::plans::{change, options, run, unit};
use serde_json::json;
use stellwerk::plan::{self, Change, Plan, WaitOwner};
use stellwerk::simulation::{Forecast, Model, Options, forecast};

fn department() -> Plan {
    plan::builtin().unwrap_or_else(|errors| panic!("{errors}"))
}

/// What is computed for some units alone is what the whole computes for them, to the last bit.
#[test]
fn a_part_equals_the_whole() {
    let department = department();
    let whole = options(730, 0, 2);
    let (model, runs) = run(&department, &[], &whole);
    let all = forecast(&model, &runs);
    for wanted in department.units.iter().map(|unit| unit.id.clone()) {
        let (model, runs) = run(&department, &[], &Options { units: vec![wanted.clone()], ..whole.clone() });
        let part = forecast(&model, &runs);
        assert_eq!(part.units.len(), 1);
        assert_eq!(part.units[&wanted], all.units[&wanted], "{wanted}");
        for (id, figures) in &part.case_types {
            assert_eq!(figures, &all.case_types[id], "{id}");
        }
        for (id, figures) in &part.populations {
            assert_eq!(figures, &all.populations[id], "{id}");
        }
    }
}

#[test]
fn figures_are_sound() {
    let (model, runs) = run(&department(), &[], &options(1096, 0, 3));
    let all = forecast(&model, &runs);
    assert_eq!(all.months.len(), 36);
    for figures in all.units.values().chain(all.case_types.values()).chain([&all.department]) {
        for summary in figures.total.each() {
            assert!(summary.mean.is_finite() && summary.mean >= 0.0 && summary.half_width >= 0.0);
        }
        for month in figures.months.each() {
            assert_eq!(month.len(), 36);
            assert!(month.iter().all(|summary| summary.mean.is_finite()));
        }
        assert!(figures.total.utilisation.p90 <= 1.0);
        assert!(figures.total.within_target.p90 <= 1.0);
    }
    let arrivals = |figures: &stellwerk::simulation::FigureSeries| figures.total.arrivals.mean;
    let sum: f64 = all.units.values().map(arrivals).sum();
    assert!((sum - arrivals(&all.department)).abs() < 1e-6 * sum);
    let months: f64 = all.department.months.arrivals.iter().map(|month| month.mean).sum();
    assert!((months - sum).abs() < 1e-6 * sum);
}

/// Whose turn it is while a case waits outside is bookkeeping: it splits what is outside, and moves nothing else by a bit.
#[test]
fn owners_of_waits_split_what_is_outside_and_change_nothing_else() {
    let plan = department();
    let mut without = plan.clone();
    for step in without.case_types.iter_mut().flat_map(|of| &mut of.steps) {
        step.then_owner = WaitOwner::Authority;
    }
    let settings = options(366, 0, 2);
    let figures = |plan: &Plan| {
        let (model, runs) = run(plan, &[], &settings);
        forecast(&model, &runs)
    };
    let (split, plain) = (figures(&plan), figures(&without));
    for (id, after) in &split.standing.units {
        let before = &plain.standing.units[id];
        assert_eq!((after.with_us, after.in_work), (before.with_us, before.in_work), "{id}");
        let outside = after.authority.mean + after.applicant.mean + after.dormant.mean;
        assert!((outside - before.authority.mean).abs() < 1e-6 * outside.max(1.0), "{id}");
    }
    let all = &split.standing.department;
    assert!(
        all.applicant.mean > 1.0 && all.dormant.mean > 1.0 && all.authority.mean > all.dormant.mean,
        "{all:?}"
    );
    assert_eq!(Forecast { standing: plain.standing.clone(), ..split }, plain);
}

#[test]
fn needs_an_existing_unit() {
    let wrong = Options { units: vec![unit("gibt-es-nicht")], ..options(10, 0, 1) };
    let error = Model::new(&department(), &[], &wrong).unwrap_err();
    assert!(error.to_string().contains("gibt-es-nicht"), "{error}");
}

/// What counts on the first day counts for the state of that day.
#[test]
fn changes_of_the_first_day_set_the_opening_state() {
    let plan = department();
    let population = plan.populations[0].clone();
    let set = |date: &str, persons: u64| {
        change(date, json!({"set_population": {"population": population.id, "opening": persons}}))
    };
    let persons = |changes: &[Change]| {
        let (model, runs) = run(&plan, changes, &options(1, 0, 2));
        forecast(&model, &runs).populations[&population.id].total.persons.mean
    };
    assert!((persons(&[]) - population.opening as f64).abs() < 20.0);
    assert!((persons(&[set("2024-02-01", 10)]) - 10.0).abs() < 5.0);
    assert_eq!(persons(&[set("2024-02-02", 10)]), persons(&[]));
}
