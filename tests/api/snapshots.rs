//! Snapshots: taken, never changed, restored as scenarios; what came of what.

use crate::app::{App, append, command};
use crate::scenarios::{a_move, another_move};
use http::StatusCode;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use stellwerk::permission::{EditScenario, Role, Visibility, permit};
use stellwerk::plan::{Digest, Snapshot, builtin};
use stellwerk::store::{Actor, Creator, Described, Editor, StoreError, Tenant, Viewer};
use uuid::Uuid;

/// A server function that must succeed.
async fn done(app: &App, function: &str, body: &Value) -> Value {
    let answer = app.call(function, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
    answer.json()
}

fn take(scenario: &Value, name: &str) -> Value {
    let mut asked = command(scenario);
    asked["command"]["name"] = json!(name);
    asked
}

fn restore(snapshot: &Value, name: &str) -> Value {
    json!({"command": {"snapshot": snapshot["id"], "command": Uuid::new_v4(), "name": name}})
}

async fn list(app: &App, scenario: &Value) -> Value {
    done(app, "snapshots/list", &json!({"scenario": scenario["id"]})).await
}

async fn load(app: &App, scenario: &Value) -> Value {
    done(app, "scenarios/current", &json!({"scenario": scenario["id"]})).await
}

#[tokio::test]
async fn keeps_a_scenario_as_it_is_and_brings_it_back() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    app.switch("undo").await;
    let then = app.scenario().await;
    let taken = done(&app, "snapshots/take", &take(&then, " Vorlage ")).await;
    assert_eq!((&taken["name"], &taken["steps"]), (&json!("Vorlage"), &json!(1)));
    assert_eq!((&taken["version"], &taken["by"]), (&then["version"], &json!("leitung")));
    assert_eq!(app.scenario().await, then, "taking a snapshot changes nothing");

    app.switch("undo").await;
    let restored = done(&app, "snapshots/restore", &restore(&taken, "Wie damals")).await;
    assert_eq!((&restored["name"], &restored["steps"]), (&json!("Wie damals"), &json!(1)));
    assert_ne!(restored["id"], then["id"]);
    let back = load(&app, &restored).await;
    assert_eq!(back["baseline"], then["baseline"]);
    assert_eq!(back["steps"][0]["changes"], then["steps"][0]["changes"]);
    assert_eq!(back["steps"].as_array().unwrap().len(), 1, "what was taken back then is not restored");

    // A snapshot of what was restored is the same to the byte.
    let again = done(&app, "snapshots/take", &take(&back, "Noch einmal")).await;
    assert_eq!(again["hash"], taken["hash"]);
    let other = done(&app, "snapshots/take", &take(&app.scenario().await, "Leer")).await;
    assert_ne!(other["hash"], taken["hash"]);
    let empty = Snapshot::new(builtin().unwrap(), Vec::new());
    assert_eq!(other["hash"], json!(empty.digest()), "anybody can compute it");
}

#[tokio::test]
async fn the_family_tells_what_came_of_what() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let first = app.scenario().await;
    let taken = done(&app, "snapshots/take", &take(&first, "Stand 1")).await;
    let restored = done(&app, "snapshots/restore", &restore(&taken, "Aus Stand 1")).await;
    let branch = json!({"command": {"command": Uuid::new_v4(), "name": "Zweig", "origin": restored["id"]}});
    let branch = done(&app, "scenarios/create", &branch).await;
    done(&app, "scenarios/remove", &command(&branch)).await;
    let expected = json!([
        [0, "first", "Arbeitsszenario", null, false],
        [1, "snapshot", "Stand 1", first["version"], false],
        [2, "restored", "Aus Stand 1", null, false],
        [3, "branch", "Zweig", 1, true],
    ]);
    for member in [&first, &restored, &branch] {
        let family = list(&app, member).await["family"].clone();
        let lines: Vec<Value> = family
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                json!([line["depth"], line["descent"], line["name"], line["version"], line["removed"]])
            })
            .collect();
        assert_eq!(json!(lines), expected);
    }
    let own = list(&app, &first).await["snapshots"].clone();
    assert_eq!(own, json!([taken]));
    assert_eq!(list(&app, &restored).await["snapshots"], json!([]));
}

#[tokio::test]
async fn is_taken_once_however_often_it_is_asked_and_not_of_an_old_version() {
    let app = App::start().await;
    let before = app.scenario().await;
    let asked = take(&before, "Einmal");
    let taken = done(&app, "snapshots/take", &asked).await;
    assert_eq!(done(&app, "snapshots/take", &asked).await, taken);
    let mut other = asked.clone();
    other["command"]["name"] = json!("Anders");
    assert_eq!(app.call("snapshots/take", &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = restore(&taken, "Zurück");
    let restored = done(&app, "snapshots/restore", &back).await;
    assert_eq!(done(&app, "snapshots/restore", &back).await, restored);

    app.append(&a_move()).await;
    let late = app.call("snapshots/take", &take(&before, "Zu spät")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.json()["conflict"]["current"]["version"], 2);
    let unnamed = app.call("snapshots/take", &take(&app.scenario().await, "  ")).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (function, body) in [
        ("snapshots/restore", restore(&json!({"id": Uuid::new_v4()}), "Nichts")),
        ("snapshots/list", json!({"scenario": Uuid::new_v4()})),
        ("snapshots/take", take(&json!({"id": Uuid::new_v4(), "version": 1}), "Nichts")),
    ] {
        let missing = app.call(function, &body).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{function}");
    }
}

#[tokio::test]
async fn a_decided_scenario_can_be_kept_and_the_trail_knows() {
    let app = App::start().await;
    app.alone().await;
    let mut decided = command(&app.scenario().await);
    decided["command"]["status"] = json!("decided");
    decided["command"]["note"] = json!("Beschluss");
    done(&app, "scenarios/status", &decided).await;
    let taken = done(&app, "snapshots/take", &take(&app.scenario().await, "Beschlossen")).await;
    let restored = done(&app, "snapshots/restore", &restore(&taken, "Weiter")).await;
    assert_eq!(restored["status"], "draft");
    let trail = app.store.audit_trail().await.unwrap();
    let last: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).skip(2).collect();
    assert_eq!(last, ["snapshot.take", "snapshot.restore"]);
    assert!(trail[2].detail.contains(taken["hash"].as_str().unwrap()));
    assert_eq!(app.store.verify_audit().await.unwrap(), 4);
}

#[tokio::test]
async fn survives_a_plan_that_moved_on_and_a_restart() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let taken = done(&app, "snapshots/take", &take(&app.scenario().await, "Damals")).await;
    let mut moved = builtin().unwrap();
    moved.name = "Neuer Plan".to_owned();
    let mut connection = connect(&app).await;
    sqlx::query("UPDATE plan SET document = $1")
        .bind(serde_json::to_string(&moved).unwrap())
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let app = app.restart().await;
    let restored = done(&app, "snapshots/restore", &restore(&taken, "Wie damals")).await;
    let back = load(&app, &restored).await;
    assert_eq!(back["baseline"]["name"], builtin().unwrap().name);
    assert_eq!(app.scenario().await["baseline"]["name"], "Neuer Plan");
    let again = done(&app, "snapshots/take", &take(&back, "Wieder")).await;
    assert_eq!(again["hash"], taken["hash"]);
}

async fn connect(app: &App) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(app.database())).await.unwrap()
}

#[tokio::test]
async fn cannot_be_changed_and_shows_it_when_it_was() {
    let app = App::start().await;
    let taken = done(&app, "snapshots/take", &take(&app.scenario().await, "Fest")).await;
    let mut connection = connect(&app).await;
    for statement in ["UPDATE snapshot SET name = 'x'", "DELETE FROM snapshot"] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("immutable"), "{refused}");
    }
    sqlx::query("DROP TRIGGER snapshot_is_not_changed").execute(&mut connection).await.unwrap();
    sqlx::query("UPDATE snapshot SET content = replace(content, 'Migration', 'Integration')")
        .execute(&mut connection)
        .await
        .unwrap();
    let refused = app.call("snapshots/restore", &restore(&taken, "Falsch")).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    let actor = somebody("leitung");
    let id = taken["id"].as_str().unwrap().parse().unwrap();
    let found = app.store.snapshot(permit(Role::Manager).unwrap(), &actor, id).await;
    assert!(matches!(found, Err(StoreError::Corrupt(_))), "{found:?}");
}

fn somebody(name: &str) -> Actor {
    Actor { tenant: Tenant::embedded(), name: name.to_owned(), request_id: String::new() }
}

#[tokio::test]
async fn of_a_private_scenario_is_seen_by_its_maker_alone() {
    let app = App::start().await;
    let (maker, other) = (somebody("a"), somebody("b"));
    let edit = permit::<EditScenario>(Role::Manager).unwrap();
    let view = permit(Role::Manager).unwrap();
    let described =
        Described { name: "Geheim".to_owned(), description: String::new(), visibility: Visibility::Private };
    let creator = Creator::new(edit, &maker);
    let made = app.store.create_scenario(&creator, Uuid::new_v4(), &described, None).await.unwrap();
    let editor = Editor::new(edit, &maker, made.id);
    let taken = app.store.take_snapshot(&editor, 1, Uuid::new_v4(), "Geheimer Stand").await.unwrap();
    assert_eq!(taken.hash, Digest::of(Snapshot::new(builtin().unwrap(), Vec::new()).canonical().as_bytes()));
    assert!(app.store.snapshot(view, &maker, taken.id).await.is_ok());
    assert!(matches!(app.store.snapshot(view, &other, taken.id).await, Err(StoreError::NotFound)));
    let stranger = Creator::new(edit, &other);
    let refused = app.store.restore_snapshot(&stranger, Uuid::new_v4(), taken.id, "Meins").await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    let descent = app.store.descent(&Viewer::new(view, &other, made.id)).await;
    assert!(matches!(descent, Err(StoreError::NotFound)), "{descent:?}");
    let restored = app.store.restore_snapshot(&creator, Uuid::new_v4(), taken.id, "Zurück").await.unwrap();
    assert_eq!(restored.described.visibility, Visibility::Private, "what was hidden stays so");
}

#[tokio::test]
async fn steps_and_their_reasons_come_back_together() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let mut asked = append(&scenario, &a_move());
    asked["command"]["changes"] = json!([a_move(), another_move()]);
    asked["command"]["reason"] = json!("Weil es eilt.");
    done(&app, "scenarios/append", &asked).await;
    let taken = done(&app, "snapshots/take", &take(&app.scenario().await, "Mit Grund")).await;
    let restored = done(&app, "snapshots/restore", &restore(&taken, "Zurück")).await;
    let steps = load(&app, &restored).await["steps"].clone();
    assert_eq!(steps.as_array().unwrap().len(), 1);
    assert_eq!(steps[0]["changes"], json!([a_move(), another_move()]));
    assert_eq!(steps[0]["reason"], "Weil es eilt.");
}
