//! What a scenario is to reach: set as a whole, told with the scenario, refused where it makes no sense.

use crate::app::{App, command};
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

async fn done(app: &App, function: &str, body: &Value) -> Value {
    let answer = app.call(function, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
    answer.json()
}

fn set(scenario: &Value, goals: &Value) -> Value {
    let mut asked = command(scenario);
    asked["command"]["goals"] = goals.clone();
    asked
}

fn three() -> Value {
    json!([
        {"service": {"unit": "einbuergerung", "measure": "share_over_three_months", "at_most": 0.05, "on": "2025-12-31"}},
        {"fte": {"at_most": 41.5, "on": "2025-12-31"}},
        {"cost": {"at_most": 3_000_000.0, "on": "2025-12-31"}},
    ])
}

#[tokio::test]
async fn are_set_as_a_whole_and_come_with_the_scenario() {
    let app = App::start().await;
    let before = app.scenario().await;
    assert_eq!(before["goals"], json!([]));
    let asked = set(&before, &three());
    let after = done(&app, "scenarios/goals", &asked).await;
    assert_eq!((&after["goals"], &after["version"]), (&three(), &json!(2)));
    assert_eq!(app.scenario().await, after);
    assert_eq!(done(&app, "scenarios/goals", &asked).await, after, "sent twice, set once");
    let none = done(&app, "scenarios/goals", &set(&after, &json!([]))).await;
    assert_eq!(none["goals"], json!([]));
    let trail = app.store.audit_trail().await.unwrap();
    assert_eq!(trail.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["scenario.goals"; 2]);
    let late = app.call("scenarios/goals", &set(&before, &json!([]))).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_branch_is_to_reach_the_same() {
    let app = App::start().await;
    let first = done(&app, "scenarios/goals", &set(&app.scenario().await, &three())).await;
    let asked = json!({"command": {"command": Uuid::new_v4(), "name": "Zweig", "origin": first["id"]}});
    let branch = done(&app, "scenarios/create", &asked).await;
    let branch = done(&app, "scenarios/current", &json!({"scenario": branch["id"]})).await;
    assert_eq!(branch["goals"], three());
    done(&app, "scenarios/goals", &set(&branch, &json!([]))).await;
    assert_eq!(app.scenario().await["goals"], three(), "each its own from then on");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_place() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    for (goal, place) in [
        (
            json!({"service": {"unit": "gibt-es-nicht", "measure": "open", "at_most": 1, "on": "2025-12-31"}}),
            "goals[0]",
        ),
        (
            json!({"service": {"unit": "asyl", "measure": "open", "at_most": -1, "on": "2025-12-31"}}),
            "at_most",
        ),
        (json!({"fte": {"at_most": 41.5, "on": "2019-12-31"}}), "goals[0]"),
        (json!({"fte": {"at_most": 41.5, "on": "gestern"}}), "on"),
        (json!({"joy": 1}), "joy"),
    ] {
        let refused = app.call("scenarios/goals", &set(&scenario, &json!([goal]))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert!(refused.text().contains(place), "{}", refused.text());
    }
    assert_eq!(app.scenario().await, scenario);
}
