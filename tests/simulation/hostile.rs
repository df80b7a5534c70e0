//! Plans that would like to break the engine: a result or a sentence, never a panic or an endless loop.

use crate::plans::{answer, change, counter, options, plan, post};
use serde_json::{Value, json};
use stellwerk::plan::Change;
use stellwerk::simulation::{Model, Options, SimulationError, forecast};

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

/// Whether every figure in the file form of a value is a number: what is none would be written as null.
fn is_finite(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(values) => values.iter().all(is_finite),
        Value::Object(fields) => fields.values().all(is_finite),
        _ => true,
    }
}

/// How a hostile plan ends: with figures, or with a refusal.
type Ends = Option<fn(&SimulationError) -> bool>;

const TOO_MUCH: Ends = Some(|error| matches!(error, SimulationError::TooMuchWork { .. }));
const TOO_MANY: Ends = Some(|error| matches!(error, SimulationError::TooManyCases { .. }));
const CUT_OFF: Ends = Some(|error| matches!(error, SimulationError::CutOff { .. }));

/// Every plan that would like to break the engine, with its horizon and what it has to end with.
fn hostile() -> Vec<(&'static str, Value, u32, Ends)> {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut value = counter(2, 0.5, 30.0, 1.0, "exponential");
        value["as_of"] = json!("2024-01-02");
        change(&mut value);
        value
    };
    let demand = |field: &'static str, figure: f64| {
        with(&|value| {
            value["case_types"][0]["walk_in"] = json!(false);
            value["case_types"][0]["demand"][field] = json!(figure);
        })
    };
    let circle = |minutes: u32| {
        with(&|value| {
            value["case_types"][0]["opening"] = json!({"waiting": 3, "circulating": 3});
            value["case_types"][0]["demand"]["per_year"] = json!(100);
            value["case_types"][0]["steps"] =
                json!([{"name": "prüfen", "minutes": minutes, "distribution": "constant"}]);
            value["case_types"][0]["follow_ups"] =
                json!([{"case_type": "a", "share": 1.0, "after_days": {"mean": 0, "cv": 0}}]);
        })
    };
    let people = json!([{"id": "p", "unit": "u", "name": "P", "opening": 0, "inflow_per_year": 0,
        "mean_stay_days": 0, "places": 0, "persons_per_fte": 1}]);
    vec![
        ("nothing", json!({"format": "stellwerk-plan/1", "name": "Leer", "as_of": "2024-01-02"}), 400, None),
        ("no posts", with(&|value| value["posts"] = json!([])), 400, None),
        ("no cases", with(&|value| value["case_types"] = json!([])), 400, None),
        ("a rate of nothing", demand("per_year", 0.0), 400, None),
        ("people without a stay or a place", with(&|value| value["populations"] = people.clone()), 40, None),
        ("kw before the start", with(&|value| value["posts"][0]["kw"] = json!("2020-01-01")), 400, None),
        ("a single day", with(&|_| ()), 1, None),
        ("a day without work", with(&|value| value["as_of"] = json!("2024-01-01")), 1, None),
        ("a billion a year, one day", demand("per_year", 1e9), 1, None),
        ("a billion a year, three days", demand("per_year", 1e9), 3, TOO_MANY),
        ("a billion a year, ten years", demand("per_year", 1e9), 3650, TOO_MUCH),
        (
            "a billion open",
            with(&|value| value["case_types"][0]["opening"] = json!({"waiting": 1_000_000_000})),
            1,
            TOO_MUCH,
        ),
        ("growth by the factor eleven", demand("growth", 10.0), 3650, TOO_MUCH),
        ("decline to nothing", demand("growth", -0.99), 3650, None),
        ("a circle with work", circle(20), 400, None),
        ("a circle without work", circle(0), 400, CUT_OFF),
        (
            "the greatest handling time",
            with(&|value| value["case_types"][0]["steps"][0]["minutes"] = json!(1e6)),
            400,
            None,
        ),
        (
            "the greatest spread",
            with(&|value| value["case_types"][0]["steps"][0]["cv"] = json!(20.0)),
            400,
            None,
        ),
    ]
}

/// One way for all: figures without a hole, with and without a change, or a sentence; never a panic.
#[test]
fn every_hostile_plan_ends_with_finite_figures_or_a_sentence() {
    let gone: Change = change("2024-01-03", json!({"remove_post": {"post": "P-0"}}));
    for (name, value, days, ends) in hostile() {
        let plan = plan(value);
        for changes in [&[][..], std::slice::from_ref(&gone)] {
            // What is refused takes long to get there, and a single day is over before the change: once is enough.
            if !changes.is_empty() && (ends.is_some() || days == 1) {
                continue;
            }
            let model = Model::new(&plan, changes, &options(days, 0, 2));
            let runs = model.and_then(|model| Ok(([model.run(0)?, model.run(1)?], model)));
            match (runs, ends) {
                (Ok((runs, model)), None) => {
                    assert!(runs.iter().all(|one| one.balance().holds()), "{name}");
                    let figures = serde_json::to_value(forecast(&model, &runs)).unwrap();
                    assert!(is_finite(&figures), "{name}: {figures}");
                }
                (Err(error), Some(expected)) => {
                    assert!(expected(&error), "{name}: {error:?}");
                    assert!(error.to_string().contains(".000"), "{name}: the bound is told: {error}");
                }
                (Ok(_), Some(_)) => panic!("{name}: was not refused"),
                (Err(error), None) => panic!("{name}: {error}"),
            }
        }
    }
}

/// The largest organisation, for as many days as a test can wait for: every unit has its figures.
#[test]
fn ten_thousand_posts_in_five_hundred_units() {
    let units: Vec<Value> = (0..500).map(|n| json!({"id": format!("u-{n}"), "name": "Einheit"})).collect();
    let posts: Vec<Value> = (0..10_000).map(|n| post(&format!("P-{n}"), &format!("u-{}", n % 500))).collect();
    let case_type = |n: usize| {
        json!({"id": format!("c-{n}"), "unit": format!("u-{n}"), "name": "Antrag", "demand": {"per_year": 400},
            "steps": [{"name": "prüfen", "minutes": 600, "then_days": {"mean": 5}}, {"name": "ausgeben", "minutes": 60}]})
    };
    let value = json!({"format": "stellwerk-plan/1", "name": "Groß", "as_of": "2024-01-02", "units": units,
        "posts": posts, "case_types": (0..500).map(case_type).collect::<Vec<_>>(),
        "assumptions": {"absence_days_per_year": 46, "turnover_per_year": 0.15}});
    let found = answer(&plan(value), &[], &options(31, 0, 2));
    assert_eq!(found.units.len(), 500);
    assert!(
        found
            .units
            .values()
            .all(|unit| unit.total.arrivals.mean > 5.0 && unit.total.effective_fte.mean > 10.0)
    );
    let all = &found.department.total;
    assert!((all.arrivals.mean / (500.0 * 400.0 * 31.0 / 366.0) - 1.0).abs() < 0.05, "{}", all.arrivals.mean);
    assert!(
        all.completions.mean > 0.5 * all.arrivals.mean && is_finite(&serde_json::to_value(&found).unwrap())
    );
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

/// Follow-ups in a circle with share 1 and without delay or work: the bound ends what would never end, and within a day already, as nobody
/// can be interrupted in the middle of one.
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
        assert!(error.to_string().contains("250.000"), "{error}");
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
