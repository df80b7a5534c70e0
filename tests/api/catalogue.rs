//! Several scenarios: made, branched, described, decided, removed, restored; and what of it is refused.

use crate::app::{Answer, App, append, command};
use crate::scenarios::{a_move, another_move};
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::api::MAX_COMPARED;
use stellwerk::permission::{EditScenario, Role, Visibility, permit};
use stellwerk::plan::{ChangeError, builtin};
use stellwerk::store::{Actor, Creator, Described, Editor, StoreError, Tenant, Viewer};
use uuid::Uuid;

impl App {
    /// A server function that must succeed.
    pub async fn done(&self, function: &str, body: &Value) -> Value {
        let answer = self.call(function, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
        answer.json()
    }

    async fn list(&self) -> Vec<Value> {
        self.done("scenarios/list", &json!({})).await.as_array().unwrap().clone()
    }

    async fn load(&self, entry: &Value) -> Value {
        self.done("scenarios/current", &json!({"scenario": entry["id"]})).await
    }
}

pub fn create(name: &str, origin: &Value) -> Value {
    json!({"command": {"command": Uuid::new_v4(), "name": name, "description": "", "origin": origin}})
}

pub fn status(entry: &Value, status: &str, note: &str) -> Value {
    let mut asked = command(entry);
    asked["command"]["status"] = json!(status);
    asked["command"]["note"] = json!(note);
    asked
}

fn describe(entry: &Value, name: &str, visibility: &str) -> Value {
    let mut asked = command(entry);
    for (field, value) in [("name", name), ("description", "Wozu?"), ("visibility", visibility)] {
        asked["command"][field] = json!(value);
    }
    asked
}

fn restore(entry: &Value) -> Value {
    json!({"command": {"scenario": entry["id"], "command": Uuid::new_v4()}})
}

/// The sentence of a refusal.
pub fn refusal(answer: &Answer, status: StatusCode) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    stellwerk::plan::read::form::<stellwerk::api::ApiError>(&answer.body).unwrap().to_string()
}

#[tokio::test]
async fn begins_with_one_that_is_a_draft() {
    let app = App::start().await;
    let list = app.list().await;
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["id"], app.scenario().await["id"]);
    for (field, value) in
        [("status", "draft"), ("visibility", "unit"), ("name", "Arbeitsszenario"), ("description", "")]
    {
        assert_eq!(list[0][field], value, "{field}");
    }
    assert_eq!((&list[0]["steps"], &list[0]["removed"]), (&json!(0), &json!(false)));
}

#[tokio::test]
async fn a_branch_begins_with_the_steps_in_force_and_goes_its_own_way() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    app.switch("undo").await;
    let first = app.scenario().await;
    let made = app.done("scenarios/create", &create("Variante", &first["id"])).await;
    assert_eq!(made["origin"], json!({"scenario": first["id"], "version": first["version"]}));
    assert_eq!((&made["version"], &made["steps"]), (&json!(1), &json!(1)));
    let branch = app.load(&made).await;
    assert_eq!(branch["steps"].as_array().unwrap().len(), 1);
    assert_eq!(branch["steps"][0]["changes"], json!([a_move()]));
    assert_eq!(branch["steps"][0]["recorded_at"], first["steps"][0]["recorded_at"]);
    assert_ne!(branch["steps"][0]["id"], first["steps"][0]["id"]);

    app.done("scenarios/append", &append(&branch, &another_move())).await;
    assert_eq!(app.scenario().await, first, "the origin is as it was");
    assert_eq!(app.load(&made).await["steps"].as_array().unwrap().len(), 2);
    let other = app.done("scenarios/create", &create("Von vorn", &Value::Null)).await;
    assert_eq!((&other["origin"], &other["steps"]), (&Value::Null, &json!(0)));
    assert_eq!(app.list().await.len(), 3);
}

#[tokio::test]
async fn the_list_tells_by_how_much_the_posts_differ() {
    let app = App::start().await;
    let post = &builtin().unwrap().posts[0];
    let change = json!({"effective": "2024-03-01", "action": {"remove_post": {"post": post.id}}});
    app.append(&change).await;
    let list = app.list().await;
    assert!((list[0]["fte_difference"].as_f64().unwrap() + post.fte().as_f64()).abs() < 1e-9, "{list:?}");
    assert_eq!(list[0]["conflicts"], 0);
}

#[tokio::test]
async fn the_last_used_one_is_the_working_one() {
    let app = App::start().await;
    let made = app.done("scenarios/create", &create("Zweites", &Value::Null)).await;
    let id = made["id"].as_str().unwrap();
    let current = async |cookie: &str| {
        let mut headers = crate::app::PAGE.to_vec();
        headers.push(("cookie", cookie));
        app.post("scenarios/current", &headers, "{}").await.json()["id"].clone()
    };
    assert_eq!(current(&format!("a=b; stellwerk_scenario={id}")).await, id);
    let first = app.scenario().await["id"].clone();
    assert_ne!(first, id);
    for strange in [format!("stellwerk_scenario={}", Uuid::now_v7()), "stellwerk_scenario=x".into()] {
        assert_eq!(current(&strange).await, first);
    }
    app.done("scenarios/remove", &command(&made)).await;
    assert_eq!(current(&format!("stellwerk_scenario={id}")).await, first);
}

#[tokio::test]
async fn is_made_once_however_often_it_is_asked() {
    let app = App::start().await;
    let asked = create("Einmal", &Value::Null);
    let first = app.done("scenarios/create", &asked).await;
    assert_eq!(app.done("scenarios/create", &asked).await, first);
    assert_eq!(app.list().await.len(), 2);
    let mut other = asked.clone();
    other["command"]["name"] = json!("Anders");
    refusal(&app.call("scenarios/create", &other).await, StatusCode::UNPROCESSABLE_ENTITY);

    let removal = command(&first);
    let removed = app.done("scenarios/remove", &removal).await;
    assert_eq!(app.done("scenarios/remove", &removal).await, removed);
    assert_eq!(removed["version"], 2);
}

#[tokio::test]
async fn is_named_and_described() {
    let app = App::start().await;
    let first = app.list().await.remove(0);
    let named = app.done("scenarios/describe", &describe(&first, "  Drei Teams ", "public")).await;
    for (field, value) in [("name", "Drei Teams"), ("description", "Wozu?"), ("visibility", "public")] {
        assert_eq!(named[field], value, "{field}");
    }
    assert_eq!(named["version"], 2);
    assert_eq!(app.scenario().await["name"], "Drei Teams");
    let late = app.call("scenarios/describe", &describe(&first, "Zu spät", "unit")).await;
    refusal(&late, StatusCode::CONFLICT);
    assert_eq!(late.json()["conflict"]["current"]["name"], "Drei Teams");
    let long = "x".repeat(121);
    for (name, said) in [(" ", "leer"), (long.as_str(), "höchstens 120"), ("a\u{7}b", "Steuerzeichen")] {
        let refused = app.call("scenarios/describe", &describe(&named, name, "unit")).await;
        assert!(refusal(&refused, StatusCode::UNPROCESSABLE_ENTITY).contains(said), "{}", refused.text());
    }
    let refused = app.call("scenarios/describe", &describe(&named, "Name", "secret")).await;
    assert!(refusal(&refused, StatusCode::UNPROCESSABLE_ENTITY).contains("visibility"));
}

#[tokio::test]
async fn a_decided_one_is_changed_no_more_until_its_status_is_set_back() {
    let app = App::start().await;
    app.alone().await;
    app.append(&a_move()).await;
    let first = app.list().await.remove(0);
    app.done("scenarios/create", &create("Daneben", &Value::Null)).await;
    let decided = app.done("scenarios/status", &status(&first, "decided", "Amtsleitung, 01.03.2024")).await;
    assert_eq!(
        (&decided["status"], &decided["note"]),
        (&json!("decided"), &json!("Amtsleitung, 01.03.2024"))
    );
    let state = app.load(&decided).await;
    for (function, asked) in [
        ("append", append(&state, &another_move())),
        ("undo", command(&state)),
        ("redo", command(&state)),
        ("remove", command(&state)),
    ] {
        let refused = app.call(&format!("scenarios/{function}"), &asked).await;
        assert!(refusal(&refused, StatusCode::CONFLICT).contains("beschlossen"), "{function}");
    }
    assert_eq!(app.load(&decided).await, state);
    let branch = app.done("scenarios/create", &create("Danach", &first["id"])).await;
    assert_eq!((&branch["status"], &branch["steps"]), (&json!("draft"), &json!(1)));

    let draft = app.done("scenarios/status", &status(&decided, "draft", "Neue Fallzahlen")).await;
    let state = app.load(&draft).await;
    app.done("scenarios/append", &append(&state, &another_move())).await;
    let trail = app.store.audit_trail().await.unwrap();
    let notes: Vec<&str> = trail
        .iter()
        .filter(|entry| entry.action == "scenario.status")
        .map(|entry| entry.detail.as_str())
        .collect();
    assert!(notes[0].contains("Amtsleitung") && notes[1].contains("Neue Fallzahlen"), "{notes:?}");
}

#[tokio::test]
async fn a_removed_one_is_gone_and_comes_back_whole() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let first = app.list().await.remove(0);
    let refused = app.call("scenarios/remove", &command(&first)).await;
    assert!(refusal(&refused, StatusCode::CONFLICT).contains("einzige"));

    app.done("scenarios/create", &create("Anderes", &Value::Null)).await;
    let before = app.load(&first).await;
    let removed = app.done("scenarios/remove", &command(&first)).await;
    assert_eq!(removed["removed"], true);
    for (function, asked) in [
        ("current", json!({"scenario": first["id"]})),
        ("version", json!({"scenario": first["id"]})),
        ("append", append(&before, &another_move())),
        ("describe", describe(&removed, "Name", "unit")),
        ("remove", command(&removed)),
        ("create", create("Ast", &first["id"])),
    ] {
        let refused = app.call(&format!("scenarios/{function}"), &asked).await;
        assert!(refusal(&refused, StatusCode::NOT_FOUND).contains("Szenario"), "{function}");
    }
    assert_ne!(app.scenario().await["id"], first["id"]);

    let restored = app.done("scenarios/restore", &restore(&first)).await;
    assert_eq!((&restored["removed"], &restored["version"]), (&json!(false), &json!(4)));
    assert_eq!(app.load(&first).await["steps"], before["steps"]);
    // There already: nothing to do.
    assert_eq!(app.done("scenarios/restore", &restore(&first)).await, restored);
}

#[tokio::test]
async fn scenarios_of_nobody_are_refused_everywhere() {
    let app = App::start().await;
    let nobody = json!({"id": Uuid::now_v7(), "version": 1});
    for (function, asked) in [
        ("load", json!({"scenario": nobody["id"]})),
        ("create", create("Ast", &nobody["id"])),
        ("describe", describe(&nobody, "Name", "unit")),
        ("status", status(&nobody, "draft", "")),
        ("remove", command(&nobody)),
        ("restore", restore(&nobody)),
    ] {
        let refused = app.call(&format!("scenarios/{function}"), &asked).await;
        refusal(&refused, StatusCode::NOT_FOUND);
    }
    let strange = app.call("scenarios/status", &status(&nobody, "done", "")).await;
    assert!(refusal(&strange, StatusCode::UNPROCESSABLE_ENTITY).contains("„done“"));
    assert_eq!(app.store.audit_trail().await.unwrap(), []);
}

#[tokio::test]
async fn every_command_leaves_one_entry_in_the_trail_and_one_in_the_outbox() {
    let app = App::start().await;
    let made = app.done("scenarios/create", &create("Eins", &Value::Null)).await;
    let made = app.done("scenarios/describe", &describe(&made, "Zwei", "unit")).await;
    let made = app.done("scenarios/status", &status(&made, "proposed", "")).await;
    app.done("scenarios/remove", &command(&made)).await;
    app.done("scenarios/restore", &restore(&made)).await;
    let trail = app.store.audit_trail().await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    let verbs = ["create", "describe", "status", "remove", "restore"];
    assert_eq!(actions, verbs.map(|verb| format!("scenario.{verb}")));
    assert!(trail.iter().all(|entry| entry.subject == made["id"] && entry.request_id.len() == 36));
    assert_eq!(app.store.verify_audit().await.unwrap(), 5);
    let told = app.store.told_since(&Tenant::embedded(), None).await.unwrap();
    assert_eq!(
        told.iter().map(|told| (told.subject.as_str(), told.version)).collect::<Vec<_>>(),
        [(made["id"].as_str().unwrap(), 5)]
    );
}

fn somebody(name: &str) -> Actor {
    let name = name.to_owned();
    Actor { tenant: Tenant::embedded(), name, request_id: String::new() }
}

fn permission() -> stellwerk::permission::Permit<EditScenario> {
    permit(Role::Manager).unwrap()
}

#[tokio::test]
async fn a_private_one_is_seen_by_its_maker_alone() {
    let app = App::start().await;
    let mut described =
        Described { name: "Geheim".to_owned(), description: String::new(), visibility: Visibility::Private };
    let (maker, other) = (somebody("a"), somebody("b"));
    let creator = Creator::new(permission(), &maker);
    let made = app.store.create_scenario(&creator, Uuid::new_v4(), &described, None).await.unwrap();
    let view = permit(Role::Manager).unwrap();
    described.visibility = Visibility::Unit;
    let branch =
        app.store.create_scenario(&creator, Uuid::new_v4(), &described, Some(made.id)).await.unwrap();
    assert_eq!(branch.described.visibility, Visibility::Private, "a branch of a hidden one is hidden");
    described.visibility = Visibility::Private;
    assert_eq!(app.store.scenarios(view, &maker).await.unwrap().1.len(), 3);
    assert_eq!(app.store.scenarios(view, &other).await.unwrap().1.len(), 1);
    let own = app.store.scenario(&Viewer::new(view, &maker, made.id)).await.unwrap();
    assert_eq!(own.name, "Geheim");
    let viewer = Viewer::new(view, &other, made.id);
    assert!(matches!(app.store.scenario(&viewer).await, Err(StoreError::NotFound)));
    assert!(matches!(app.store.scenario_version(&viewer).await, Err(StoreError::NotFound)));
    let editor = Editor::new(permission(), &other, made.id);
    let fits = |_: &stellwerk::plan::Plan, _: &[stellwerk::plan::Change], _: &[stellwerk::plan::Change]| {
        Ok::<(), ChangeError>(())
    };
    let appended = app.store.append_step(&editor, 1, Uuid::new_v4(), (&[], None), fits).await;
    assert!(matches!(appended, Err(StoreError::NotFound)), "{appended:?}");
    let removed = app.store.remove_scenario(&editor, 1, Uuid::new_v4()).await;
    assert!(matches!(removed, Err(StoreError::NotFound)), "{removed:?}");
    let restored = app.store.restore_scenario(&editor, Uuid::new_v4()).await;
    assert!(matches!(restored, Err(StoreError::NotFound)), "{restored:?}");

    // And nobody hides what another one made.
    let first = app.store.working_scenario(view, &other, None).await.unwrap();
    "Verborgen".clone_into(&mut described.name);
    let editor = Editor::new(permission(), &other, first);
    let hidden = app.store.describe_scenario(&editor, 1, Uuid::new_v4(), &described).await;
    assert!(matches!(hidden, Err(StoreError::NotTheCreator)), "{hidden:?}");
    assert_eq!(app.scenario().await["version"], 1);
}

#[tokio::test]
async fn several_are_loaded_at_once_and_what_cannot_be_seen_leaves_a_gap() {
    let app = App::start().await;
    let first = app.scenario().await;
    let [other, gone] = [0, 1].map(|number| create(&format!("Variante {number}"), &Value::Null));
    let (other, gone) =
        (app.done("scenarios/create", &other).await, app.done("scenarios/create", &gone).await);
    app.done("scenarios/remove", &command(&gone)).await;
    let mut hidden = create("Geheim", &Value::Null);
    hidden["command"]["visibility"] = json!("private");
    let hidden = member(&app, "asyl", "manager", Some("asyl")).await.done("scenarios/create", &hidden).await;
    let nowhere = json!({"id": Uuid::new_v4()});
    let ask =
        |wanted: &[&Value]| json!({"scenarios": wanted.iter().map(|entry| &entry["id"]).collect::<Vec<_>>()});
    let loaded = app.done("scenarios/several", &ask(&[&other, &gone, &hidden, &nowhere, &first])).await;
    assert_eq!((&loaded[0]["name"], &loaded[4]), (&json!("Variante 0"), &first));
    assert_eq!([1, 2, 3].map(|place| loaded[place].is_null()), [true; 3], "{loaded}");
    let none = app.call("scenarios/several", &ask(&[&gone, &hidden])).await;
    assert!(refusal(&none, StatusCode::NOT_FOUND).starts_with("Das Szenario wurde nicht gefunden"));
    let many = app.call("scenarios/several", &ask(&[&first; MAX_COMPARED + 1])).await;
    assert!(refusal(&many, StatusCode::UNPROCESSABLE_ENTITY).contains("erlaubt sind höchstens 6"));
}
