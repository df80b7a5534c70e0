//! Undo and redo in a scenario that several people work in: everybody takes back their own steps, and nobody's else.

use crate::app::{App, append, command, move_post};
use crate::catalogue::refusal;
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::plan::{Change, Plan};
use uuid::Uuid;

/// Two people of the department's head office, in one scenario that both may change.
async fn two_people() -> (App, App, App) {
    let app = App::start().await;
    let (one, other) =
        (member(&app, "eins", "manager", None).await, member(&app, "zwei", "manager", None).await);
    (app, one, other)
}

fn rename(unit: &str, name: &str) -> Value {
    json!({"effective": "2024-03-01", "action": {"rename_unit": {"unit": unit, "name": name}}})
}

/// The changes in force.
fn in_force(scenario: &Value) -> Vec<Value> {
    let steps = scenario["steps"].as_array().unwrap().iter().filter(|step| step["undone"] == false);
    steps.flat_map(|step| step["changes"].as_array().unwrap().clone()).collect()
}

/// The plan with the changes in force, as canonical text.
fn plan_of(scenario: &Value) -> String {
    let plan: Plan = serde_json::from_value(scenario["baseline"].clone()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(Value::from(in_force(scenario))).unwrap();
    let changed = plan.with_changes(&changes);
    assert_eq!(changed.conflicts, []);
    changed.plan.to_json()
}

#[tokio::test]
async fn undo_takes_back_ones_own_last_step_also_below_those_of_others() {
    let (_app, one, other) = two_people().await;
    let changes = [rename("asyl", "Asyl A"), rename("eu", "EU B"), rename("integration", "Integration B")];
    assert_eq!(one.append(&changes[0]).await.status, StatusCode::OK);
    assert_eq!(other.append(&changes[1]).await.status, StatusCode::OK);
    assert_eq!(other.append(&changes[2]).await.status, StatusCode::OK);
    let own = |scenario: &Value| -> Vec<bool> {
        scenario["steps"].as_array().unwrap().iter().map(|step| step["own"] == true).collect()
    };
    assert_eq!(own(&one.scenario().await), [true, false, false]);
    assert_eq!(own(&other.scenario().await), [false, true, true]);

    let undone = one.switch("undo").await;
    assert_eq!(undone.json()["step"]["changes"], json!([changes[0]]), "{}", undone.text());
    assert_eq!(in_force(&other.scenario().await), &changes[1..]);
    let nothing = one.switch("undo").await;
    assert_eq!((nothing.status, nothing.json()), (StatusCode::CONFLICT, json!("nothing_to_undo")));
    // What somebody else has taken back is theirs to make again, also after others have gone on.
    let nothing = other.switch("redo").await;
    assert_eq!((nothing.status, nothing.json()), (StatusCode::CONFLICT, json!("nothing_to_redo")));
    assert_eq!(other.append(&rename("eu", "EU C")).await.status, StatusCode::OK);
    let again = one.switch("redo").await;
    assert_eq!(again.json()["step"]["changes"], json!([changes[0]]), "{}", again.text());
    assert_eq!(in_force(&one.scenario().await)[..3], changes, "in its place");
}

#[tokio::test]
async fn a_step_that_others_have_built_upon_stays_and_nothing_is_lost() {
    let (app, one, other) = two_people().await;
    let unit = json!({"id": "neu", "parent": "abteilung", "name": "Neu"});
    let founds = json!({"effective": "2024-03-01", "action": {"add_unit": unit}});
    assert_eq!(one.append(&founds).await.status, StatusCode::OK);
    assert_eq!(other.append(&move_post("AA-05", "neu")).await.status, StatusCode::OK);
    let before = app.scenario().await;
    let refused = one.switch("undo").await;
    let words = refusal(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words.contains("bauen auf dem jetzigen Stand auf") && words.contains("„neu“"), "{words}");
    assert_eq!(refused.json()["refused"]["reason"]["code"], "built_upon");
    assert_eq!(app.scenario().await, before);
    // Once the other has gone, it goes.
    assert_eq!(other.switch("undo").await.status, StatusCode::OK);
    assert_eq!(one.switch("undo").await.status, StatusCode::OK);
    // And what rests on it cannot come back before it.
    let early = other.switch("redo").await;
    assert_eq!(early.json()["refused"]["reason"]["code"], "unknown_unit", "{}", early.text());
    assert_eq!(one.switch("redo").await.status, StatusCode::OK);
    assert_eq!(other.switch("redo").await.status, StatusCode::OK);
    assert_eq!(in_force(&app.scenario().await), in_force(&before));
}

#[tokio::test]
async fn who_made_a_step_is_kept_over_a_restart_and_a_branch_is_of_nobody() {
    let app = App::start().await;
    let other = member(&app, "zwei", "manager", None).await;
    assert_eq!(app.append(&rename("asyl", "Asyl A")).await.status, StatusCode::OK);
    let cookie = other.cookie.clone();
    drop(other);
    let app = app.restart().await;
    let other = app.known_by(&cookie);
    let nothing = other.switch("undo").await;
    assert_eq!(nothing.json(), json!("nothing_to_undo"), "{}", nothing.text());
    // Whoever copies a scenario may take back every step of the copy.
    let origin = app.scenario().await["id"].clone();
    let asked = json!({"command": {"command": Uuid::new_v4(), "name": "Variante", "origin": origin}});
    let entry = other.call("scenarios/create", &asked).await.json();
    let copy = other.call("scenarios/current", &json!({"scenario": entry["id"]})).await.json();
    let undone = other.call("scenarios/undo", &command(&copy)).await;
    assert_eq!(undone.status, StatusCode::OK, "{}", undone.text());
    // The trail names who it was once, and not in the content as well.
    assert!(app.store.verify_audit().await.unwrap() > 0, "the trail is whole");
}

#[tokio::test]
async fn an_undo_that_comes_twice_takes_back_one_step() {
    let (_app, one, other) = two_people().await;
    for name in ["A", "B"] {
        one.append(&rename("asyl", name)).await;
        other.append(&rename("eu", name)).await;
    }
    let asked = command(&one.scenario().await);
    let first = one.call("scenarios/undo", &asked).await;
    let second = one.call("scenarios/undo", &asked).await;
    assert_eq!((first.status, first.json()), (second.status, second.json()));
    assert_eq!(in_force(&one.scenario().await).len(), 3);
    // On an old version nothing is taken back.
    let old = command(&json!({"id": one.scenario().await["id"], "version": 1}));
    assert_eq!(one.call("scenarios/undo", &old).await.status, StatusCode::CONFLICT);
    assert_eq!(in_force(&one.scenario().await).len(), 3);
}

/// Numbers that look like chance and are the same each time.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    })
}

/// Two people make, take back and make again at random, on posts and units that both touch; then each takes back all of their own,
/// whoever can: the plan is byte for byte what it was.
#[tokio::test]
async fn undo_of_everything_by_both_gives_the_start_byte_for_byte() {
    let (app, one, other) = two_people().await;
    let start = plan_of(&app.scenario().await);
    let (posts, units) = (["AA-05", "AA-06", "AA-07", "EB-01"], ["aufenthalt", "einbuergerung", "eu"]);
    let mut numbers = numbers(7);
    let mut next = |most: usize| numbers.next().unwrap() % most;
    for number in 0..80 {
        let who = if next(2) == 0 { &one } else { &other };
        match next(10) {
            0 | 1 => drop(who.switch("undo").await),
            2 => drop(who.switch("redo").await),
            3 | 4 => drop(who.append(&rename(units[next(3)], &format!("Name {number}"))).await),
            _ => {
                let scenario = who.scenario().await;
                let mut asked = append(&scenario, &move_post(posts[next(4)], units[next(3)]));
                asked["command"]["reason"] = json!("Probe");
                drop(who.call("scenarios/append", &asked).await);
            }
        }
        plan_of(&app.scenario().await);
    }
    assert!(in_force(&app.scenario().await).len() > 10, "something was made");
    // One waits for the other where steps are built upon: in turns all of them go.
    for _ in 0..200 {
        let (first, second) = (one.switch("undo").await.status, other.switch("undo").await.status);
        if first != StatusCode::OK && second != StatusCode::OK {
            break;
        }
    }
    let end = app.scenario().await;
    assert_eq!(in_force(&end), Vec::<Value>::new());
    assert_eq!(plan_of(&end), start);
}
