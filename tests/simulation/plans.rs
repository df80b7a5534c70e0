//! Plans for tests, in the ordinary format.

use serde_json::{Value, json};
use stellwerk::plan::{Change, Plan, UnitId};
use stellwerk::simulation::{Forecast, Model, Options, Replication, forecast};

/// Working days of DE-RP in 2024.
pub const WORKING_DAYS: f64 = 251.0;
/// Minutes of a working day at 39 hours a week.
pub const WINDOW: f64 = 468.0;

pub fn plan(value: Value) -> Plan {
    Plan::from_json(value.to_string().as_bytes()).unwrap_or_else(|errors| panic!("{errors}"))
}

pub fn change(effective: &str, action: Value) -> Change {
    serde_json::from_value(json!({"effective": effective, "action": action})).unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

/// A post of one full-time equivalent, experienced.
pub fn post(id: &str, unit: &str) -> Value {
    json!({"id": id, "unit": unit, "title": "Sachbearbeitung", "grade": "EG 9b", "fte": 1.0,
           "holder": {"since": "2010-01-01"}})
}

/// A counter: walk-in cases that keep `load` of the posts busy.
pub fn counter(posts: usize, load: f64, minutes: f64, cv: f64, distribution: &str) -> Value {
    let per_year = load * posts as f64 * WORKING_DAYS * WINDOW / minutes;
    json!({
        "format": "stellwerk-plan/1", "name": "Schalter", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "Schalter"}],
        "posts": (0..posts).map(|n| post(&format!("P-{n}"), "u")).collect::<Vec<_>>(),
        "case_types": [{"id": "a", "unit": "u", "name": "Vorsprache", "walk_in": true,
            "demand": {"per_year": per_year},
            "steps": [{"name": "Vorsprache", "minutes": minutes, "cv": cv, "distribution": distribution}]}]
    })
}

/// Two counters; half of the proficiency of a holder goes along to the other one.
pub fn two_counters() -> Value {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
    value["posts"].as_array_mut().unwrap().push(post("V-0", "v"));
    let mut other = value["case_types"][0].clone();
    (other["id"], other["unit"]) = (json!("b"), json!("v"));
    value["case_types"].as_array_mut().unwrap().push(other);
    value["assumptions"] = json!({"onboarding": {
        "curve": [[0, 0.2], [6, 0.5], [12, 0.75], [24, 1.0]],
        "mentor": [[0, 0.2], [6, 0.1], [12, 0.05], [24, 0.0]], "transfer": 0.5}});
    value
}

pub fn options(days: u32, warmup: u32, replications: u32) -> Options {
    Options { horizon_days: days, warmup_days: warmup, replications, seed: 20_240_201, units: Vec::new() }
}

pub fn run(plan: &Plan, changes: &[Change], options: &Options) -> (Model, Vec<Replication>) {
    let model = Model::new(plan, changes, options).unwrap_or_else(|error| panic!("{error}"));
    let runs = (0..options.replications).map(|n| model.run(n).unwrap_or_else(|error| panic!("{error}")));
    let runs: Vec<Replication> = runs.collect();
    for one in &runs {
        assert!(one.balance().holds(), "{:?}", one.balance());
    }
    (model, runs)
}

pub fn answer(plan: &Plan, changes: &[Change], options: &Options) -> Forecast {
    let (model, runs) = run(plan, changes, options);
    forecast(&model, &runs)
}
