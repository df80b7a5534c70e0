//! The plan that scenarios stand on: what is taken over into it, and how the other scenarios are led onto it.

use crate::app::{Answer, App};
use crate::catalogue::{create, refusal, status};
use crate::revising::revise;
use crate::scenarios::{a_move, another_move, two_posts};
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::permission::{EditScenario, Role, permit};
use stellwerk::store::{Actor, Editor, StoreError, Tenant};
use uuid::Uuid;

fn adopt(scenario: &Value, changes: &[(&Value, usize)]) -> Value {
    let places: Vec<Value> =
        changes.iter().map(|(step, index)| json!({"step": step["id"], "index": index})).collect();
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "seen": scenario["newest_baseline"], "changes": places, "note": "Beschluss 12/2024",
    }})
}

fn follow(scenario: &Value, leave: &[(&Value, usize)]) -> Value {
    let places: Vec<Value> =
        leave.iter().map(|(step, index)| json!({"step": step["id"], "index": index})).collect();
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "onto": scenario["newest_baseline"], "leave": places,
    }})
}

impl App {
    async fn state(&self, entry: &Value) -> Value {
        self.done("scenarios/current", &json!({"scenario": entry["id"]})).await
    }

    /// A scenario with two moves, and a branch of it.
    async fn with_branch() -> (Self, Value, Value) {
        let app = Self::start().await;
        app.append(&a_move()).await;
        app.append(&another_move()).await;
        let first = app.scenario().await;
        let branch = app.done("scenarios/create", &create("Variante", &first["id"])).await;
        (app, first, branch)
    }
}

#[tokio::test]
async fn chosen_changes_become_part_of_the_plan() {
    let (app, first, branch) = App::with_branch().await;
    assert_eq!((&first["baseline_version"], &first["newest_baseline"]), (&json!(1), &json!(1)));
    let asked = adopt(&first, &[(&first["steps"][0], 0)]);
    let after = app.done("plan/adopt", &asked).await;
    assert_eq!(after["baseline"]["decided"], json!([a_move()]));
    assert_eq!((&after["baseline_version"], &after["newest_baseline"]), (&json!(2), &json!(2)));
    assert_eq!(after["steps"].as_array().unwrap().len(), 1, "what is decided is no change any more");
    assert_eq!(after["steps"][0], first["steps"][1]);
    assert_eq!(app.done("plan/adopt", &asked).await, after, "once, however often it is asked");
    let newest = app.done("plan/newest", &json!({})).await;
    assert_eq!((&newest["version"], &newest["plan"]), (&json!(2), &after["baseline"]));

    // The other one stands where it stood, and is told.
    let other = app.state(&branch).await;
    assert_eq!(other["baseline"], first["baseline"]);
    assert_eq!((&other["baseline_version"], &other["newest_baseline"]), (&json!(1), &json!(2)));
    let list = app.done("scenarios/list", &json!({})).await;
    let moved: Vec<bool> =
        list.as_array().unwrap().iter().map(|entry| entry["baseline_moved"].as_bool().unwrap()).collect();
    assert_eq!(moved, [false, true]);
    let entries = app.store.audit_trail().await.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "plan.adopt").unwrap();
    assert!(entry.detail.contains("Beschluss 12/2024"), "{}", entry.detail);
    // A new scenario begins on the newest plan, a branch where its origin stands.
    let new = app.done("scenarios/create", &create("Neu", &Value::Null)).await;
    assert_eq!(app.state(&new).await["baseline_version"], 2);
    let twig = app.done("scenarios/create", &create("Zweig", &branch["id"])).await;
    assert_eq!(app.state(&twig).await["baseline_version"], 1);
}

#[tokio::test]
async fn a_scenario_is_led_onto_the_moved_plan() {
    let (app, first, branch) = App::with_branch().await;
    app.done("plan/adopt", &adopt(&first, &[(&first["steps"][0], 0)])).await;
    let other = app.state(&branch).await;
    // Before it is led there it cannot give anything to the plan.
    let early = app.call("plan/adopt", &adopt(&other, &[(&other["steps"][1], 0)])).await;
    refusal(&early, StatusCode::CONFLICT);
    let mut stale = follow(&other, &[]);
    stale["command"]["onto"] = json!(1);
    refusal(&app.call("scenarios/follow", &stale).await, StatusCode::CONFLICT);
    let strange = json!({"id": Uuid::new_v4()});
    refusal(&app.call("scenarios/follow", &follow(&other, &[(&strange, 0)])).await, StatusCode::NOT_FOUND);
    assert_eq!(app.state(&branch).await, other);

    let led = app.done("scenarios/follow", &follow(&other, &[(&other["steps"][0], 0)])).await;
    assert_eq!((&led["baseline_version"], &led["newest_baseline"]), (&json!(2), &json!(2)));
    assert_eq!(led["steps"].as_array().unwrap().len(), 1);
    assert_eq!(led["steps"][0]["changes"], json!([another_move()]));
    app.done("plan/adopt", &adopt(&led, &[(&led["steps"][0], 0)])).await;
    let newest = app.done("plan/newest", &json!({})).await;
    assert_eq!(newest["plan"]["decided"], json!([a_move(), another_move()]));
}

#[tokio::test]
async fn what_no_longer_fits_stays_in_the_list_and_is_told() {
    let app = App::start().await;
    let [(post, _), _] = two_posts();
    app.append(&json!({"effective": "2024-02-15", "action": {"remove_post": {"post": post}}})).await;
    let first = app.scenario().await;
    let other = app.done("scenarios/create", &create("Andere", &Value::Null)).await;
    let state = app.state(&other).await;
    app.done("scenarios/append", &crate::app::append(&state, &a_move())).await;
    app.done("plan/adopt", &adopt(&first, &[(&first["steps"][0], 0)])).await;
    let state = app.state(&other).await;
    let led = app.done("scenarios/follow", &follow(&state, &[])).await;
    assert_eq!(led["steps"], state["steps"], "nothing is dropped in silence");
    let list = app.done("scenarios/list", &json!({})).await;
    assert_eq!((&list[1]["conflicts"], &list[1]["baseline_moved"]), (&json!(1), &json!(false)));
}

#[tokio::test]
async fn only_what_fits_without_the_others_is_taken_over() {
    let app = App::start().await;
    let unit = json!({"id": "neu", "parent": "abteilung", "name": "Neu"});
    app.append(&json!({"effective": "2024-04-01", "action": {"add_unit": unit}})).await;
    app.append(&json!({"effective": "2024-05-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}}))
        .await;
    let first = app.scenario().await;
    let sentence = |answer: &Answer| refusal(answer, StatusCode::UNPROCESSABLE_ENTITY);
    let alone = app.call("plan/adopt", &adopt(&first, &[(&first["steps"][1], 0)])).await;
    assert!(sentence(&alone).contains("„neu“"));
    sentence(&app.call("plan/adopt", &adopt(&first, &[])).await);
    assert_eq!(app.scenario().await, first);
    // What is switched off is not in force, hence nothing that could be decided.
    let package = Uuid::new_v4();
    let made = app.revised(&json!({"make_package": {"package": package, "name": "P"}})).await;
    let assigned =
        app.revised(&json!({"assign": {"step": made["steps"][1]["id"], "package": package}})).await;
    let off = revise(&assigned, &json!({"switch_package": {"package": package, "is_on": false}}));
    let off = app.done("scenarios/revise", &off).await;
    let hidden = app.call("plan/adopt", &adopt(&off, &[(&off["steps"][1], 0)])).await;
    refusal(&hidden, StatusCode::NOT_FOUND);
    let after = app.done("plan/adopt", &adopt(&off, &[(&off["steps"][0], 0)])).await;
    assert_eq!(after["baseline"]["decided"].as_array().unwrap().len(), 1);
    assert_eq!(after["steps"][0]["package"], json!(package), "the package stays, on the new plan");
}

#[tokio::test]
async fn a_decided_scenario_stays_as_the_record_that_it_is() {
    let (app, first, _) = App::with_branch().await;
    let entry = app.done("scenarios/status", &status(&first, "decided", "Beschluss 12/2024")).await;
    let decided = app.state(&entry).await;
    let after = app.done("plan/adopt", &adopt(&decided, &[(&decided["steps"][0], 0)])).await;
    assert_eq!((&after["baseline_version"], &after["newest_baseline"]), (&json!(1), &json!(2)));
    assert_eq!(after["steps"], decided["steps"]);
    refusal(&app.call("scenarios/follow", &follow(&after, &[])).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn only_those_who_decide_change_the_plan() {
    let (app, first, _) = App::with_branch().await;
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let id = first["id"].as_str().unwrap().parse().unwrap();
    let editor = Editor::new(permit::<EditScenario>(Role::Staff).unwrap(), &actor, id);
    let version = first["version"].as_i64().unwrap();
    let place = (first["steps"][0]["id"].as_str().unwrap().parse().unwrap(), 0);
    let answer = app.store.adopt_changes(&editor, version, Uuid::new_v4(), (1, &[place], "")).await;
    assert!(matches!(answer, Err(StoreError::NotTheirsToDecide)), "{answer:?}");
    assert_eq!(app.scenario().await, first);
}
