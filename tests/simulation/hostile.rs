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

/// Follow-ups in a circle with share 1 and without delay or work: the bound ends what would never end.
#[test]
fn circles_end_at_the_bound() {
    let circle = |share: f64, steps: Value| {
        let mut value = counter(1, 0.0, 30.0, 1.0, "exponential");
        let follow =
            |to: &str| json!([{"case_type": to, "share": share, "after_days": {"mean": 0, "cv": 0}}]);
        value["case_types"][0]["opening"] = json!({"waiting": 1});
        let mut back = value["case_types"][0].clone();
        back["id"] = json!("b");
        value["case_types"].as_array_mut().unwrap().push(back);
        for (number, to) in [(0, "b"), (1, "a")] {
            value["case_types"][number]["follow_ups"] = follow(to);
            value["case_types"][number]["steps"] = steps.clone();
        }
        value
    };
    for steps in [
        json!([{"name": "nie", "minutes": 30, "share": 0}]),
        json!([{"name": "nichts", "minutes": 0, "distribution": "constant"}]),
        json!([{"name": "immer", "minutes": 0, "then_days": {"mean": 0, "cv": 0}, "then_repeat": 1}]),
    ] {
        let error = refused(circle(1.0, steps.clone()), 2);
        assert!(matches!(error, SimulationError::CutOff { .. }), "{error}");
        assert!(error.to_string().contains("50.000.000"), "{error}");
    }
    // The same with a minute of work is bounded by the posts.
    let slow = json!([{"name": "kurz", "minutes": 1, "distribution": "constant"}]);
    let found = answer(&plan(circle(1.0, slow)), &[], &options(31, 0, 1));
    assert!(found.department.total.completions.mean <= 31.0 * 468.0);
}

#[test]
fn rates_without_measure_are_refused_before_they_run() {
    for (path, figure) in [("per_year", 1e9), ("growth", 10.0)] {
        let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
        value["case_types"][0]["demand"][path] = json!(figure);
        let error = refused(value, Options::MAX_HORIZON_DAYS);
        assert!(matches!(error, SimulationError::TooMuchWork { .. }), "{error}");
    }
    let mut value = counter(1, 0.5, 30.0, 1.0, "exponential");
    value["populations"] = json!([{"id": "p", "unit": "u", "name": "P", "opening": 1_000_000_000_u64,
        "inflow_per_year": 1e9, "mean_stay_days": 0.001}]);
    assert!(matches!(refused(value.clone(), 10), SimulationError::TooMuchWork { .. }));
    value["populations"] = json!([]);
    value["case_types"][0]["opening"] =
        json!({"waiting": 1_000_000_000_u64, "circulating": 1_000_000_000_u64});
    assert!(matches!(refused(value, 10), SimulationError::TooMuchWork { .. }));
}
