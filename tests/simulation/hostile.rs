//! Plans that would like to break the engine: a result or a sentence, never a panic or an endless loop.

use crate::plans::{answer, change, counter, options, plan, post};
use serde_json::{Value, json};
use stellwerk::simulation::{Model, Options, SimulationError};

fn refused(value: Value, days: u32) -> SimulationError {
    let plan = plan(value);
    match Model::new(&plan, &[], &options(days, 0, 1)).and_then(|model| model.run(0)) {
        Ok(_) => panic!("was not refused"),
        Err(error) => error,
    }
}

#[test]
fn nothing_at_all() {
    let empty = json!({"format": "stellwerk-plan/1", "name": "Leer", "as_of": "2024-01-01"});
    let found = answer(&plan(empty), &[], &options(1, 0, 2));
    assert_eq!((found.units.len(), found.months.len()), (0, 1));
    let mut no_posts = counter(1, 0.5, 30.0, 1.0, "exponential");
    no_posts["posts"] = json!([]);
    let found = answer(&plan(no_posts), &[], &options(60, 0, 2));
    assert_eq!(found.department.total.completions.mean, 0.0);
    assert!(found.department.total.arrivals.mean > 100.0);
    let mut no_cases = counter(1, 0.5, 30.0, 1.0, "exponential");
    no_cases["case_types"][0]["demand"]["per_year"] = json!(0);
    assert_eq!(answer(&plan(no_cases), &[], &options(60, 0, 2)).department.total.utilisation.mean, 0.0);
}

#[test]
fn a_day_a_kw_date_in_the_past_and_hours_of_nothing() {
    let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
    value["posts"][0]["kw"] = json!("2020-01-01");
    assert_eq!(answer(&plan(value.clone()), &[], &options(1, 0, 1)).months.len(), 1);
    let early = change("2019-01-01", json!({"set_case_type": {"case_type": "a", "priority": 0}}));
    let found = answer(&plan(value), &[early], &options(30, 0, 1));
    assert_eq!(found.department.total.effective_fte.mean, 0.0);
}

#[test]
fn too_much_work_is_refused_with_the_bound() {
    let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
    value["case_types"][0]["demand"]["per_year"] = json!(1e7);
    let error = refused(value.clone(), 3650);
    assert!(matches!(error, SimulationError::TooMuchWork { .. }), "{error}");
    assert!(error.to_string().contains("50.000.000"), "{error}");
    value["case_types"][0]["demand"]["per_year"] = json!(100);
    value["case_types"][0]["opening"] = json!({"circulating": 1, "waiting": 10});
    value["case_types"][0]["steps"][0]["minutes"] = json!(0);
    value["case_types"][0]["follow_ups"] = json!([
        {"case_type": "a", "share": 1.0, "after_days": {"mean": 0, "cv": 0}},
        {"case_type": "a", "share": 1.0, "after_days": {"mean": 0, "cv": 0}}]);
    let error = refused(value, 30);
    assert!(
        matches!(error, SimulationError::CutOff { .. } | SimulationError::TooManyCases { .. }),
        "{error}"
    );
}

#[test]
fn options_out_of_range_are_refused() {
    let value = plan(counter(1, 0.5, 30.0, 1.0, "exponential"));
    let new = |options: Options| Model::new(&value, &[], &options).unwrap_err();
    assert!(matches!(new(options(0, 0, 1)), SimulationError::Horizon { .. }));
    assert!(matches!(new(options(u32::MAX, 0, 1)), SimulationError::Horizon { .. }));
    assert!(matches!(new(options(10, 10, 1)), SimulationError::WarmUp { .. }));
}

#[test]
fn ten_thousand_posts() {
    let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
    value["posts"] = (0..10_000).map(|n| post(&format!("P-{n}"), "u")).collect();
    value["case_types"][0]["demand"]["per_year"] = json!(200_000);
    value["assumptions"] = json!({"absence_days_per_year": 46, "turnover_per_year": 0.1});
    let found = answer(&plan(value), &[], &options(31, 0, 1));
    assert!(found.department.total.completions.mean > 10_000.0);
    assert!(found.department.total.wait_minutes.mean < 1e-9);
}

#[test]
fn changes_that_do_not_fit_are_told_and_the_rest_counts() {
    let value = plan(counter(2, 0.5, 30.0, 1.0, "exponential"));
    let changes = [
        change("2024-01-01", json!({"remove_post": {"post": "P-9"}})),
        change("2024-01-01", json!({"remove_post": {"post": "P-1"}})),
    ];
    let found = answer(&value, &changes, &options(30, 0, 1));
    assert_eq!(found.department.total.effective_fte.mean, 1.0);
    assert!(found.warnings.iter().any(|warning| warning.starts_with("Änderung 1 wirkt nicht")));
}

#[test]
fn rates_that_are_extreme_but_allowed() {
    let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
    value["case_types"][0]["demand"] = json!({"per_year": 5000, "growth": -0.9, "dispersion": 40.0, "season": [0,0,0,0,0,0,12,0,0,0,0,0],
               "events": [{"from": "2024-07-03", "until": "2024-07-09", "factor": 0, "label": "Pause"}]});
    value["case_types"][0]["steps"][0]["cv"] = json!(9.0);
    value["assumptions"] = json!({"absence_days_per_year": 250, "turnover_per_year": 1.0,
        "recruitment_days": {"mean": 0, "cv": 0}, "weekly_hours": 1.0});
    let found = answer(&plan(value), &[], &options(800, 0, 3));
    assert!(found.department.total.arrivals.mean > 0.0);
}
