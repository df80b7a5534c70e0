//! Steps after they were made: packages, dates, reasons, taken out and taken up again; and what of it is refused.

use crate::app::{Answer, App};
use crate::catalogue::{create, refusal, status};
use crate::scenarios::{a_move, another_move};
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// The request that revises a scenario as it was seen.
pub fn revise(scenario: &Value, revision: &Value) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(), "revision": revision,
    }})
}

impl App {
    /// Revises the working scenario, which must succeed.
    pub async fn revised(&self, revision: &Value) -> Value {
        let scenario = self.scenario().await;
        self.done("scenarios/revise", &revise(&scenario, revision)).await
    }

    /// Revises the working scenario.
    async fn try_to_revise(&self, revision: &Value) -> Answer {
        let scenario = self.scenario().await;
        self.call("scenarios/revise", &revise(&scenario, revision)).await
    }
}

fn step(scenario: &Value, place: usize) -> &str {
    scenario["steps"][place]["id"].as_str().unwrap()
}

/// A new unit, and a post that moves into it a month later.
fn unit_and_move() -> [Value; 2] {
    let unit = json!({"id": "neu", "parent": "abteilung", "name": "Neu"});
    [
        json!({"effective": "2024-04-01", "action": {"add_unit": unit}}),
        json!({"effective": "2024-05-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}}),
    ]
}

#[tokio::test]
async fn a_package_that_is_switched_off_counts_nowhere() {
    let app = App::start().await;
    let post = json!({"effective": "2024-03-01", "action": {"remove_post": {"post": "AA-01"}}});
    app.append(&post).await;
    app.append(&another_move()).await;
    let package = Uuid::new_v4();
    let made = app.revised(&json!({"make_package": {"package": package, "name": " Task Force 2 "}})).await;
    assert_eq!(made["packages"], json!([{"id": package, "name": "Task Force 2", "is_on": true}]));
    let first = step(&made, 0).to_owned();
    let assigned = app.revised(&json!({"assign": {"step": first, "package": package}})).await;
    assert_eq!(assigned["steps"][0]["package"], json!(package));
    let listed = async || app.done("scenarios/list", &json!({})).await[0].clone();
    let before = listed().await;
    assert!(before["fte_difference"].as_f64().unwrap() < 0.0);

    let off = app.revised(&json!({"switch_package": {"package": package, "is_on": false}})).await;
    assert_eq!(off["packages"][0]["is_on"], false);
    let entry = listed().await;
    assert_eq!((&entry["steps"], &entry["fte_difference"]), (&json!(1), &json!(0.0)));
    let drawn = app.get("/export/organigramm?form=csv&tag=2024-04-01").await.text();
    assert!(drawn.contains("AA-01"), "the chart has the post");
    // What is made now stands on what is in force: the post is there.
    let again = app.append(&post).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());

    let on = app.revised(&json!({"switch_package": {"package": package, "is_on": true}})).await;
    assert_eq!(on["packages"][0]["is_on"], true);
    assert_eq!(listed().await["conflicts"], 1, "the post is removed a second time");
    let named = app.revised(&json!({"rename_package": {"package": package, "name": "Zwei"}})).await;
    assert_eq!(named["packages"][0]["name"], "Zwei");
    let gone = app.revised(&json!({"dissolve_package": {"package": package}})).await;
    assert_eq!((&gone["packages"], gone["steps"].as_array().unwrap().len()), (&json!([]), 3));
    assert_eq!(gone["steps"][0]["package"], Value::Null);
}

#[tokio::test]
async fn undo_and_redo_pass_over_what_is_switched_off() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    let package = Uuid::new_v4();
    let made = app.revised(&json!({"make_package": {"package": package, "name": "P"}})).await;
    app.revised(&json!({"assign": {"step": step(&made, 1), "package": package}})).await;
    app.revised(&json!({"switch_package": {"package": package, "is_on": false}})).await;
    let undone = app.switch("undo").await.json();
    assert_eq!(undone["step"]["changes"], json!([a_move()]));
    refusal(&app.switch("undo").await, StatusCode::CONFLICT);
    let redone = app.switch("redo").await.json();
    assert_eq!(redone["step"]["changes"], json!([a_move()]));
    refusal(&app.switch("redo").await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_step_gets_another_date_where_the_rest_still_fits() {
    let app = App::start().await;
    for change in unit_and_move() {
        app.append(&change).await;
    }
    let scenario = app.scenario().await;
    let (unit, post) = (step(&scenario, 0), step(&scenario, 1));
    let redate = |step: &str, from: &str, to: &str| json!({"redate": {"step": step, "from": from, "to": to}});
    let moved = app.revised(&redate(unit, "2024-04-01", "2024-05-01")).await;
    assert_eq!(moved["steps"][0]["changes"][0]["effective"], "2024-05-01");
    let late = app.try_to_revise(&redate(unit, "2024-05-01", "2024-06-01")).await;
    let words = refusal(&late, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words.contains("„neu“"), "{words}");
    let other = app.try_to_revise(&redate(post, "2024-04-01", "2024-06-01")).await;
    refusal(&other, StatusCode::NOT_FOUND);
    assert_eq!(app.scenario().await, moved, "what was refused has left nothing behind");
    app.revised(&redate(post, "2024-05-01", "2024-07-01")).await;
    let explained = app.revised(&json!({"explain": {"step": post, "reason": " Vertretung "}})).await;
    assert_eq!(explained["steps"][1]["reason"], "Vertretung");
    let bare = app.revised(&json!({"explain": {"step": post, "reason": ""}})).await;
    assert_eq!(bare["steps"][1]["reason"], Value::Null);
}

/// The only post that handles asylum procedures leaves; until it comes back in August nobody is there.
fn there_and_back() -> [Value; 2] {
    let moved =
        |day: &str, to: &str| json!({"effective": day, "action": {"move_post": {"post": "AS-01", "to": to}}});
    [moved("2024-03-01", "einbuergerung"), moved("2024-08-01", "asyl")]
}

/// Sends a revision with a reason.
fn with_reason(scenario: &Value, revision: &Value, reason: &str) -> Value {
    let mut asked = revise(scenario, revision);
    asked["command"]["reason"] = json!(reason);
    asked
}

#[tokio::test]
async fn another_date_and_a_package_go_through_the_soft_rules_too() {
    let app = App::start().await;
    // Both on one day bring about nothing: nobody asks, on another day neither.
    let [leaves, mut returns] = there_and_back();
    returns["effective"] = leaves["effective"].clone();
    let scenario = app.scenario().await;
    let both = json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "changes": [leaves, returns],
    }});
    app.done("scenarios/append", &both).await;
    let scenario = app.scenario().await;
    let pair = step(&scenario, 0).to_owned();
    assert_eq!(scenario["steps"][0]["reason"], Value::Null);
    let earlier = json!({"redate": {"step": pair, "from": "2024-03-01", "to": "2024-04-01"}});
    app.revised(&earlier).await;

    // A package that holds the leaving alone: switched on, it leaves nobody.
    let package = Uuid::new_v4();
    app.revised(&json!({"make_package": {"package": package, "name": "P"}})).await;
    let scenario = app.scenario().await;
    let justified = json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "changes": [{"effective": "2024-09-01", "action": {"move_post": {"post": "AS-01", "to": "einbuergerung"}}}],
        "reason": "Vertretung steht fest",
    }});
    app.done("scenarios/append", &justified).await;
    let scenario = app.scenario().await;
    let leaving = step(&scenario, 1).to_owned();
    app.revised(&json!({"assign": {"step": leaving, "package": package}})).await;
    app.revised(&json!({"switch_package": {"package": package, "is_on": false}})).await;
    let on = json!({"switch_package": {"package": package, "is_on": true}});
    let before = app.scenario().await;
    let refused = app.try_to_revise(&on).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(refused.json()["refused"]["reason"]["code"], "reason_missing");
    let dissolve = json!({"dissolve_package": {"package": package}});
    let take_out = json!({"assign": {"step": leaving, "package": null}});
    for revision in [&dissolve, &take_out] {
        let refused = app.try_to_revise(revision).await;
        assert_eq!(refused.json()["refused"]["reason"]["code"], "reason_missing", "{revision}");
    }
    assert_eq!(app.scenario().await, before, "what was refused has left nothing behind");
    let done = app.done("scenarios/revise", &with_reason(&before, &on, "Vertretung ab September")).await;
    assert_eq!(done["packages"][0]["is_on"], true);

    // Its own reason stays with a step on another day; a new one is kept beside it.
    let redate = json!({"redate": {"step": leaving, "from": "2024-09-01", "to": "2024-07-01"}});
    let moved = app.done("scenarios/revise", &with_reason(&done, &redate, "Beginn vorgezogen")).await;
    assert_eq!(moved["steps"][1]["reason"], "Vertretung steht fest; Beginn vorgezogen");
    let bare = app.revised(&json!({"explain": {"step": leaving, "reason": null}})).await;
    let redate = json!({"redate": {"step": leaving, "from": "2024-07-01", "to": "2024-06-01"}});
    let refused = app.try_to_revise(&redate).await;
    assert_eq!(refused.json()["refused"]["reason"]["code"], "reason_missing", "{}", refused.text());
    let kept = app.done("scenarios/revise", &with_reason(&bare, &redate, "Noch früher")).await;
    assert_eq!(kept["steps"][1]["reason"], "Noch früher");
    assert!(app.store.verify_audit().await.unwrap() > 0, "the trail is whole");
}

#[tokio::test]
async fn a_step_is_taken_out_and_taken_up_again() {
    let app = App::start().await;
    for change in unit_and_move() {
        app.append(&change).await;
    }
    let scenario = app.scenario().await;
    let (unit, post) = (step(&scenario, 0), step(&scenario, 1));
    let held = app.try_to_revise(&json!({"remove": {"step": unit}})).await;
    refusal(&held, StatusCode::UNPROCESSABLE_ENTITY);
    let less = app.revised(&json!({"remove": {"step": post}})).await;
    assert_eq!(less["steps"].as_array().unwrap().len(), 1);
    app.revised(&json!({"remove": {"step": unit}})).await;
    // The post cannot come back before its unit.
    refusal(&app.try_to_revise(&json!({"take_up": {"step": post}})).await, StatusCode::UNPROCESSABLE_ENTITY);
    app.revised(&json!({"take_up": {"step": unit}})).await;
    let back = app.revised(&json!({"take_up": {"step": post}})).await;
    assert_eq!(back["steps"], scenario["steps"]);
    refusal(&app.try_to_revise(&json!({"take_up": {"step": post}})).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_branch_takes_the_packages_along() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let package = Uuid::new_v4();
    let made = app.revised(&json!({"make_package": {"package": package, "name": "P"}})).await;
    app.revised(&json!({"assign": {"step": step(&made, 0), "package": package}})).await;
    let first = app.revised(&json!({"switch_package": {"package": package, "is_on": false}})).await;
    let entry = app.done("scenarios/create", &create("Variante", &first["id"])).await;
    assert_eq!(entry["steps"], 0, "the package is off there too");
    let branch = app.done("scenarios/current", &json!({"scenario": entry["id"]})).await;
    let copy = &branch["packages"][0];
    assert_eq!((&copy["name"], &copy["is_on"]), (&json!("P"), &json!(false)));
    assert_ne!(copy["id"], json!(package));
    assert_eq!(branch["steps"][0]["package"], copy["id"]);
}

#[tokio::test]
async fn is_carried_out_once_on_the_version_that_was_seen_and_not_once_decided() {
    let app = App::start().await;
    app.alone().await;
    app.append(&a_move()).await;
    let scenario = app.scenario().await;
    let asked = revise(&scenario, &json!({"make_package": {"package": Uuid::new_v4(), "name": "P"}}));
    let first = app.done("scenarios/revise", &asked).await;
    assert_eq!(app.done("scenarios/revise", &asked).await, first);
    let mut other = asked.clone();
    other["command"]["revision"]["make_package"]["name"] = json!("Q");
    refusal(&app.call("scenarios/revise", &other).await, StatusCode::UNPROCESSABLE_ENTITY);
    let old = revise(&scenario, &json!({"remove": {"step": step(&scenario, 0)}}));
    refusal(&app.call("scenarios/revise", &old).await, StatusCode::CONFLICT);
    for strange in [
        json!({"assign": {"step": Uuid::new_v4(), "package": null}}),
        json!({"assign": {"step": step(&scenario, 0), "package": Uuid::new_v4()}}),
        json!({"switch_package": {"package": Uuid::new_v4(), "is_on": false}}),
        json!({"rename_package": {"package": Uuid::new_v4(), "name": "X"}}),
        json!({"dissolve_package": {"package": Uuid::new_v4()}}),
        json!({"remove": {"step": Uuid::new_v4()}}),
    ] {
        refusal(&app.try_to_revise(&strange).await, StatusCode::NOT_FOUND);
    }
    assert_eq!(app.scenario().await, first);
    app.done("scenarios/status", &status(&first, "decided", "")).await;
    let locked = app.try_to_revise(&json!({"remove": {"step": step(&scenario, 0)}})).await;
    refusal(&locked, StatusCode::CONFLICT);
    assert!(app.store.verify_audit().await.unwrap() > 0, "the trail is whole");
}
