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

pub fn adopt(scenario: &Value, changes: &[(&Value, usize)]) -> Value {
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
    pub async fn state(&self, entry: &Value) -> Value {
        self.done("scenarios/current", &json!({"scenario": entry["id"]})).await
    }

    /// A scenario with two moves, and a branch of it.
    async fn with_branch() -> (Self, Value, Value) {
        let app = Self::start().await;
        app.append(&a_move()).await;
        app.append(&another_move()).await;
        let first = app.scenario().await;
        let branch = app.done("scenarios/create", &create("Variante", &first["id"])).await;
        app.alone().await;
        let first = app.decided(&first).await;
        (app, first, branch)
    }

    /// A scenario after it was decided.
    pub async fn decided(&self, scenario: &Value) -> Value {
        self.done("scenarios/status", &status(scenario, "decided", "Beschluss 12/2024")).await;
        self.state(scenario).await
    }
}

#[tokio::test]
async fn chosen_changes_become_part_of_the_plan() {
    let (app, first, branch) = App::with_branch().await;
    assert_eq!((&first["baseline_version"], &first["newest_baseline"]), (&json!(1), &json!(1)));
    let asked = adopt(&first, &[(&first["steps"][0], 0)]);
    let after = app.done("plan/adopt", &asked).await;
    assert_eq!((&after["baseline_version"], &after["newest_baseline"]), (&json!(1), &json!(2)));
    assert_eq!(after["steps"], first["steps"], "it stays as the record that it is");
    assert_eq!(app.done("plan/adopt", &asked).await, after, "once, however often it is asked");
    let newest = app.done("plan/newest", &json!({})).await;
    assert_eq!((&newest["version"], &newest["plan"]["decided"]), (&json!(2), &json!([a_move()])));

    // The other one stands where it stood, and is told.
    let other = app.state(&branch).await;
    assert_eq!(other["baseline"], first["baseline"]);
    assert_eq!((&other["baseline_version"], &other["newest_baseline"]), (&json!(1), &json!(2)));
    let list = app.done("scenarios/list", &json!({})).await;
    let moved: Vec<bool> =
        list.as_array().unwrap().iter().map(|entry| entry["baseline_moved"].as_bool().unwrap()).collect();
    assert_eq!(moved, [true, true]);
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
    let early = app.decided(&other).await;
    let refused = app.call("plan/adopt", &adopt(&early, &[(&other["steps"][1], 0)])).await;
    assert!(refusal(&refused, StatusCode::CONFLICT).contains("seit dem Beschluss"));
    app.done("scenarios/status", &status(&early, "draft", "")).await;
    let other = app.state(&branch).await;
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
    let led = app.decided(&led).await;
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
    app.alone().await;
    let first = app.decided(&first).await;
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
    app.alone().await;
    let draft = app.scenario().await;
    let first = app.decided(&draft).await;
    let sentence = |answer: &Answer| refusal(answer, StatusCode::UNPROCESSABLE_ENTITY);
    let alone = app.call("plan/adopt", &adopt(&first, &[(&first["steps"][1], 0)])).await;
    assert!(sentence(&alone).contains("„neu“"));
    sentence(&app.call("plan/adopt", &adopt(&first, &[])).await);
    assert_eq!(app.scenario().await, first);
    // What is switched off is not in force, hence nothing that could be decided.
    app.done("scenarios/status", &status(&first, "draft", "")).await;
    let package = Uuid::new_v4();
    let made = app.revised(&json!({"make_package": {"package": package, "name": "P"}})).await;
    let assigned =
        app.revised(&json!({"assign": {"step": made["steps"][1]["id"], "package": package}})).await;
    let off = revise(&assigned, &json!({"switch_package": {"package": package, "is_on": false}}));
    let off = app.done("scenarios/revise", &off).await;
    let off = app.decided(&off).await;
    let hidden = app.call("plan/adopt", &adopt(&off, &[(&off["steps"][1], 0)])).await;
    refusal(&hidden, StatusCode::NOT_FOUND);
    let after = app.done("plan/adopt", &adopt(&off, &[(&off["steps"][0], 0)])).await;
    assert_eq!(after["steps"][1]["package"], json!(package), "the package stays");
    let newest = app.done("plan/newest", &json!({})).await;
    assert_eq!(newest["plan"]["decided"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_left_of_a_decided_scenario_is_taken_over_later() {
    let (app, first, _) = App::with_branch().await;
    let after = app.done("plan/adopt", &adopt(&first, &[(&first["steps"][0], 0)])).await;
    refusal(&app.call("scenarios/follow", &follow(&after, &[])).await, StatusCode::CONFLICT);
    let twice = app.call("plan/adopt", &adopt(&after, &[(&after["steps"][0], 0)])).await;
    assert!(refusal(&twice, StatusCode::CONFLICT).contains("schon im Plan"));
    let mut old = adopt(&after, &[(&after["steps"][1], 0)]);
    old["command"]["seen"] = json!(1);
    refusal(&app.call("plan/adopt", &old).await, StatusCode::CONFLICT);
    let after = app.done("plan/adopt", &adopt(&after, &[(&after["steps"][1], 0)])).await;
    assert_eq!((&after["baseline_version"], &after["newest_baseline"]), (&json!(1), &json!(3)));
    let newest = app.done("plan/newest", &json!({})).await;
    assert_eq!(newest["plan"]["decided"], json!([a_move(), another_move()]));
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
