//! Changes: made, taken back, made again, once each, kept.

use crate::app::{App, append, move_post};
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::plan::builtin;
use uuid::Uuid;

/// Two posts of the built-in plan in different units.
pub fn two_posts() -> [(String, String); 2] {
    let plan = builtin().unwrap();
    let of = |index: usize| {
        let post = &plan.posts[index];
        (post.id.to_string(), post.home().unwrap().to_string())
    };
    let first = of(0);
    let other = (1..plan.posts.len()).map(of).find(|(_, unit)| *unit != first.1).unwrap();
    [first, other]
}

/// Moves the first post to the unit of the second one.
pub fn a_move() -> Value {
    let [(post, _), (_, unit)] = two_posts();
    move_post(&post, &unit)
}

/// Moves the second post to the unit of the first one.
pub fn another_move() -> Value {
    let [(_, unit), (post, _)] = two_posts();
    move_post(&post, &unit)
}

fn changes(scenario: &Value, undone: bool) -> Vec<&Value> {
    let entries = scenario["steps"].as_array().unwrap().iter();
    entries.filter(|entry| entry["undone"] == undone).map(|entry| &entry["changes"][0]).collect()
}

#[tokio::test]
async fn begins_with_the_built_in_plan_and_no_change() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    assert_eq!(scenario["version"], 1);
    assert_eq!(scenario["steps"], json!([]));
    assert_eq!(scenario["baseline"], serde_json::to_value(builtin().unwrap()).unwrap());
}

/// Several changes as one step, with a reason.
fn step(scenario: &Value, changes: &[Value], reason: &str) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "changes": changes, "reason": reason,
    }})
}

#[tokio::test]
async fn changes_made_together_are_taken_back_together() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let asked = step(&scenario, &[a_move(), another_move()], "Vertretung");
    let answer = app.call("scenarios/append", &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["step"]["reason"], "Vertretung");
    let scenario = app.scenario().await;
    assert_eq!(scenario["steps"].as_array().unwrap().len(), 1);
    assert_eq!(scenario["steps"][0]["changes"], json!([a_move(), another_move()]));
    assert_eq!(app.switch("undo").await.status, StatusCode::OK);
    assert_eq!(app.scenario().await["steps"][0]["undone"], true);
}

#[tokio::test]
async fn of_a_step_all_changes_count_or_none() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let asked = step(&scenario, &[another_move(), a_move(), a_move()], "");
    let answer = app.call("scenarios/append", &asked).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert_eq!(app.scenario().await, scenario);
    let answer = app.call("scenarios/append", &step(&scenario, &[], "")).await;
    assert!(answer.text().contains("enthält keine Änderung"), "{}", answer.text());
}

#[tokio::test]
async fn what_soft_rules_question_is_stored_with_a_reason_only() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    // The only post that handles asylum procedures.
    let change = move_post("AS-01", "einbuergerung");
    for reason in ["", "  "] {
        let answer =
            app.call("scenarios/append", &step(&scenario, std::slice::from_ref(&change), reason)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        let refused = &answer.json()["refused"]["reason"];
        assert_eq!(refused["code"], "reason_missing");
        let sentence = refused["sentences"][0].as_str().unwrap();
        assert!(sentence.contains("kann keine Stelle mehr bearbeiten"), "{sentence}");
        assert!(sentence.contains("begründen"), "the remedy: {sentence}");
    }
    assert_eq!(app.append(&change).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.scenario().await, scenario);
    let answer = app.call("scenarios/append", &step(&scenario, &[change], "Vertretung im März")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    // The reason is kept with the step: back and forth it is not asked for again.
    assert_eq!(app.switch("undo").await.status, StatusCode::OK);
    assert_eq!(app.switch("redo").await.status, StatusCode::OK);
    assert_eq!(app.scenario().await["steps"][0]["reason"], "Vertretung im März");
}

#[tokio::test]
async fn keeps_a_change_and_counts_the_version() {
    let app = App::start().await;
    let answer = app.append(&a_move()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["version"], 2);
    let scenario = app.scenario().await;
    assert_eq!(scenario["version"], 2);
    assert_eq!(changes(&scenario, false), [&a_move()]);
    assert_eq!(scenario["steps"][0], answer.json()["step"]);
    let version = app.call("scenarios/version", &json!({"scenario": scenario["id"]})).await;
    assert_eq!(version.json(), 2);
}

#[tokio::test]
async fn takes_back_in_reverse_and_makes_again_in_order() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    let undone = app.switch("undo").await.json();
    assert_eq!((&undone["step"]["changes"][0], &undone["step"]["undone"]), (&another_move(), &json!(true)));
    app.switch("undo").await;
    let scenario = app.scenario().await;
    assert_eq!(changes(&scenario, true), [&a_move(), &another_move()]);
    let redone = app.switch("redo").await.json();
    assert_eq!((&redone["step"]["changes"][0], &redone["step"]["undone"]), (&a_move(), &json!(false)));
    let scenario = app.scenario().await;
    assert_eq!(changes(&scenario, false), [&a_move()]);
    assert_eq!(scenario["version"], 6);
}

#[tokio::test]
async fn a_new_change_drops_what_was_taken_back() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.switch("undo").await;
    app.append(&another_move()).await;
    let scenario = app.scenario().await;
    assert_eq!(changes(&scenario, false), [&another_move()]);
    assert_eq!(changes(&scenario, true), Vec::<&Value>::new());
    let refused = app.switch("redo").await;
    assert_eq!((refused.status, refused.json()), (StatusCode::CONFLICT, json!("nothing_to_redo")));
}

#[tokio::test]
async fn says_when_there_is_nothing_to_take_back() {
    let app = App::start().await;
    let refused = app.switch("undo").await;
    assert_eq!((refused.status, refused.json()), (StatusCode::CONFLICT, json!("nothing_to_undo")));
    assert_eq!(app.scenario().await["version"], 1);
}

#[tokio::test]
async fn applies_a_command_once_and_answers_it_alike_each_time() {
    let app = App::start().await;
    let command = append(&app.scenario().await, &a_move());
    let first = app.call("scenarios/append", &command).await;
    let second = app.call("scenarios/append", &command).await;
    assert_eq!((second.status, second.json()), (StatusCode::OK, first.json()));
    assert_eq!(app.scenario().await["steps"].as_array().unwrap().len(), 1);

    // Even after others have gone on.
    app.append(&another_move()).await;
    assert_eq!(app.call("scenarios/append", &command).await.json(), first.json());
    assert_eq!(app.scenario().await["version"], 3);
}

#[tokio::test]
async fn a_used_command_does_not_stand_for_another_one() {
    let app = App::start().await;
    let mut command = append(&app.scenario().await, &a_move());
    app.call("scenarios/append", &command).await;
    command["command"]["changes"] = json!([another_move()]);
    let refused = app.call("scenarios/append", &command).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.scenario().await["version"], 2);
}

#[tokio::test]
async fn an_old_version_is_answered_with_the_current_state() {
    let app = App::start().await;
    let seen = app.scenario().await;
    app.append(&a_move()).await;
    let refused = app.call("scenarios/append", &append(&seen, &another_move())).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let current = app.scenario().await;
    assert_eq!(refused.json()["conflict"]["current"], current);
    assert_eq!(current["version"], 2);
}

#[tokio::test]
async fn of_many_at_once_on_one_version_exactly_one_wins() {
    let app = std::sync::Arc::new(App::start().await);
    let seen = app.scenario().await;
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let (app, command) = (app.clone(), append(&seen, &a_move()));
            tokio::spawn(async move { app.call("scenarios/append", &command).await.status })
        })
        .collect();
    let mut won = 0;
    for call in calls {
        match call.await.unwrap() {
            StatusCode::OK => won += 1,
            status => assert_eq!(status, StatusCode::CONFLICT),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(app.scenario().await["version"], 2);
}

#[tokio::test]
async fn survives_a_restart() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    app.switch("undo").await;
    let before = app.scenario().await;
    let app = app.restart().await;
    assert_eq!(app.scenario().await, before);
    assert_eq!(app.switch("redo").await.status, StatusCode::OK);
}
