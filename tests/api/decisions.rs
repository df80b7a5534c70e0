//! What was decided about a scenario over HTTP: taken down by who may decide, told to who sees the scenario, in the texts, in the trail,
//! gone when the scenario is opened again.

use crate::app::{App, command, move_post};
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// The request that takes a decision down.
fn decide(scenario: &Value, rejected: &Value) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "resolution": "  BV/0123/2024 ", "decided_on": "2024-06-27", "reasons": "Kommt ohne weitere Stellen aus.",
        "rejected": rejected,
    }})
}

impl App {
    async fn decision(&self, scenario: &Value) -> Value {
        self.done("decisions/load", &json!({"scenario": scenario["id"]})).await
    }

    async fn other(&self, name: &str) -> Value {
        let asked = json!({"command": {"command": Uuid::new_v4(), "name": name, "description": ""}});
        self.done("scenarios/create", &asked).await
    }
}

#[tokio::test]
async fn a_decision_is_taken_down_once_and_told_with_what_was_rejected() {
    let app = App::start().await;
    app.alone().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let other = app.other("Variante B").await;
    let scenario = app.scenario().await;
    let open = app.decision(&scenario).await;
    assert_eq!((&open["decision"], &open["status"]), (&Value::Null, &json!("draft")));
    assert_eq!((&open["others"][0]["id"], open["others"].as_array().unwrap().len()), (&other["id"], 1));

    let before = app.store.audit_trail().await.unwrap().len();
    let asked = decide(&scenario, &json!([{"scenario": other["id"], "reason": "zu teuer"}]));
    let desk = app.done("decisions/record", &asked).await;
    assert_eq!(desk["status"], "decided");
    let record = &desk["decision"]["record"];
    assert_eq!(
        (&record["resolution"], &record["decided_on"]),
        (&json!("BV/0123/2024"), &json!("2024-06-27"))
    );
    // The name is the one of now, whatever becomes of the other scenario.
    assert_eq!(
        record["rejected"],
        json!([{"scenario": other["id"], "name": "Variante B", "reason": "zu teuer"}])
    );
    // Sent again, it is the same one.
    assert_eq!(app.done("decisions/record", &asked).await, desk);
    let trail = app.store.audit_trail().await.unwrap();
    assert_eq!(trail.len(), before + 1);
    let entry = trail.last().unwrap();
    assert_eq!(entry.action, "scenario.decide");
    assert!(entry.detail.contains("BV/0123/2024") && entry.detail.contains("Variante B"), "{}", entry.detail);

    // What is decided takes no more changes; the texts tell the decision.
    assert_eq!(app.append(&move_post("AA-06", "einbuergerung")).await.json(), json!("locked"));
    let app = app.restart().await;
    assert_eq!(app.decision(&scenario).await["decision"], desk["decision"]);
    let create =
        json!({"command": {"command": Uuid::new_v4(), "scenario": scenario["id"], "template": "statement"}});
    let made = app.done("statements/create", &create).await;
    let sections = made["draft"]["sections"].as_array().unwrap();
    assert!(sections.iter().any(|section| section["heading"] == "Beschluss"), "{sections:?}");
    let address = format!("/export/stellungnahme?nr={}&form=docx", made["id"].as_str().unwrap());
    assert_eq!(app.get(&address).await.status, StatusCode::OK);

    // Another record takes its place; opened again, there is none.
    let mut anew = decide(&app.scenario().await, &json!([]));
    anew["command"]["resolution"] = json!("BV/0124/2024");
    let desk = app.done("decisions/record", &anew).await;
    assert_eq!(desk["decision"]["record"]["rejected"], json!([]));
    let mut back = command(&app.scenario().await);
    back["command"]["status"] = json!("draft");
    back["command"]["note"] = json!("");
    app.done("scenarios/status", &back).await;
    assert_eq!(app.decision(&scenario).await["decision"], Value::Null);
    app.store.verify_audit().await.unwrap();
}

#[tokio::test]
async fn what_is_no_decision_is_refused_with_its_reason() {
    let app = App::start().await;
    app.alone().await;
    let scenario = app.scenario().await;
    let other = app.other("Variante B").await;
    let one = json!({"scenario": other["id"], "reason": ""});
    let itself = json!([{"scenario": scenario["id"], "reason": ""}]);
    for (rejected, words) in [(itself, "das gewählte Szenario"), (json!([one, one]), "schon unter den nicht")]
    {
        let answer = app.call("decisions/record", &decide(&scenario, &rejected)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    let long = "x".repeat(121);
    for (field, value, words) in [
        ("resolution", " ", "Beschlussnummer"),
        ("resolution", long.as_str(), "120 Zeichen"),
        ("reasons", "", "Gründe"),
        ("decided_on", "2024-06-31", "decided_on"),
    ] {
        let mut asked = decide(&scenario, &json!([]));
        asked["command"][field] = json!(value);
        let answer = app.call("decisions/record", &asked).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    let nowhere = json!([{"scenario": "01890000-0000-7000-8000-000000000000", "reason": ""}]);
    assert_eq!(
        app.call("decisions/record", &decide(&scenario, &nowhere)).await.status,
        StatusCode::NOT_FOUND
    );
    let mut old = decide(&scenario, &json!([]));
    old["command"]["version"] = json!(scenario["version"].as_i64().unwrap() + 1);
    assert_eq!(app.call("decisions/record", &old).await.status, StatusCode::CONFLICT);
    assert_eq!(app.decision(&scenario).await["decision"], Value::Null);
    assert_eq!(app.scenario().await["version"], scenario["version"]);
}

#[tokio::test]
async fn only_who_decides_takes_a_decision_down_and_who_sees_the_scenario_is_told() {
    let app = App::start().await;
    app.alone().await;
    let asked = decide(&app.scenario().await, &json!([]));
    for role in ["staff", "team_lead", "staff_council"] {
        let who = app.known_by(&app.enter(role).await);
        let refused = who.call("decisions/record", &asked).await;
        assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("forbidden")), "{role}");
    }
    // A scenario of the whole house is not decided by the head of one unit.
    let limited = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    assert_eq!(limited.call("decisions/record", &asked).await.status, StatusCode::FORBIDDEN);
    app.done("decisions/record", &asked).await;
    let council = app.known_by(&app.enter("staff_council").await);
    let told = council.decision(&app.scenario().await).await;
    assert_eq!(told["decision"]["record"]["resolution"], "BV/0123/2024");
}

#[tokio::test]
async fn a_scenario_that_is_not_seen_cannot_be_rejected_and_answers_like_one_that_is_not_there() {
    let app = App::start().await;
    app.alone().await;
    let planner = member(&app, "planung", "manager", None).await;
    let hidden = json!({"command": {
        "command": Uuid::new_v4(), "name": "Geheime Variante", "description": "", "visibility": "private",
    }});
    let hidden = planner.done("scenarios/create", &hidden).await;
    let seen = app.other("Variante B").await;
    let scenario = app.scenario().await;
    let rejected =
        |other: &Value| json!([{"scenario": seen["id"], "reason": ""}, {"scenario": other, "reason": ""}]);
    let refused = app.call("decisions/record", &decide(&scenario, &rejected(&hidden["id"]))).await;
    let nowhere = json!("01890000-0000-7000-8000-000000000000");
    let unknown = app.call("decisions/record", &decide(&scenario, &rejected(&nowhere))).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text());
    assert_eq!((refused.status, &refused.body), (unknown.status, &unknown.body));
    assert_eq!(app.decision(&scenario).await["decision"], Value::Null);
    // Whoever sees both names both, each with its own name.
    let desk = planner.done("decisions/record", &decide(&scenario, &rejected(&hidden["id"]))).await;
    let names = desk["decision"]["record"]["rejected"].as_array().unwrap();
    let names: Vec<&str> = names.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Variante B", "Geheime Variante"]);
}
