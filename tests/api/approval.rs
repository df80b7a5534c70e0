//! The two-person rule, the way of a scenario to its resolution, and the versions of the plan over HTTP: every refusal with what can be done,
//! and what stands in the trail.

use crate::app::{Answer, App, append, command};
use crate::baselines::adopt;
use crate::catalogue::{create, refusal, status};
use crate::scenarios::{a_move, another_move};
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use stellwerk::plan::{Plan, builtin};
use uuid::Uuid;

fn record(scenario: &Value) -> Value {
    let mut asked = command(scenario);
    for (field, value) in [
        ("resolution", json!("BV/0123/2024")),
        ("decided_on", json!("2024-06-27")),
        ("reasons", json!("Reicht aus.")),
        ("rejected", json!([])),
    ] {
        asked["command"][field] = value;
    }
    asked
}

fn endorse(scenario: &Value, agrees: bool, note: &str) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "agrees": agrees, "note": note,
    }})
}

/// The sentence with which a step is refused that somebody else has to take, or another one before it.
fn not_approved(answer: &Answer) -> String {
    let sentence = refusal(answer, StatusCode::CONFLICT);
    assert_eq!(answer.json(), json!({"not_approved": {"reason": sentence}}), "{}", answer.text());
    sentence
}

impl App {
    /// A scenario with two moves that the head of the department has laid before others, and a second head.
    async fn proposed() -> (Self, Self, Value) {
        let app = Self::start().await;
        app.append(&a_move()).await;
        app.append(&another_move()).await;
        let scenario = app.scenario().await;
        app.done("scenarios/status", &status(&scenario, "proposed", "Bitte bis Freitag")).await;
        let second = member(&app, "amtsleitung", "manager", None).await;
        let scenario = app.scenario().await;
        (app, second, scenario)
    }

    async fn desk(&self, scenario: &Value) -> Value {
        self.done("decisions/load", &json!({"scenario": scenario["id"]})).await
    }

    async fn versions(&self) -> Vec<Value> {
        let told = self.done("plan/versions", &json!({"before": null, "english": false})).await;
        assert_eq!(told["more"], false);
        told["versions"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn only_what_is_decided_is_taken_over_into_the_plan() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.alone().await;
    for stand in ["draft", "proposed"] {
        let scenario = app.scenario().await;
        app.done("scenarios/status", &status(&scenario, stand, "")).await;
        let scenario = app.scenario().await;
        let refused = app.call("plan/adopt", &adopt(&scenario, &[(&scenario["steps"][0], 0)])).await;
        let sentence = not_approved(&refused);
        assert!(sentence.contains("nur übernommen, was beschlossen ist"), "{sentence}");
        assert!(sentence.contains("in seiner Akte"), "{sentence}");
    }
    assert_eq!(app.done("plan/newest", &json!({})).await["version"], 1);
}

#[tokio::test]
async fn whoever_had_a_hand_in_it_neither_decides_nor_adopts() {
    let (app, second, scenario) = App::proposed().await;
    let before = app.store.audit_trail().await.unwrap();
    for (function, asked) in [
        ("scenarios/status", status(&scenario, "decided", "")),
        ("decisions/record", record(&scenario)),
        ("decisions/endorse", endorse(&scenario, true, "")),
    ] {
        let sentence = not_approved(&app.call(function, &asked).await);
        assert!(sentence.contains("Vier-Augen-Prinzip") && sentence.contains("ein anderes"), "{sentence}");
    }
    assert_eq!(app.store.audit_trail().await.unwrap(), before);
    assert_eq!(
        (&app.desk(&scenario).await["own"], &app.desk(&scenario).await["alone"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(second.desk(&scenario).await["own"], false);

    let desk = second.done("decisions/record", &record(&scenario)).await;
    assert_eq!(desk["status"], "decided");
    let decided = app.state(&scenario).await;
    let asked = adopt(&decided, &[(&decided["steps"][0], 0)]);
    assert!(not_approved(&app.call("plan/adopt", &asked).await).contains("übernimmt es nicht"));
    second.done("plan/adopt", &asked).await;
    assert_eq!(app.done("plan/newest", &json!({})).await["version"], 2);
    // To open it again needs no second person.
    let decided = app.state(&scenario).await;
    app.done("scenarios/status", &status(&decided, "draft", "Neue Zahlen")).await;
    let way = app.desk(&scenario).await["way"].clone();
    let steps: Vec<(&str, &str, &str)> = way
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["step"].as_str().unwrap(), one["by"].as_str().unwrap(), one["note"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("proposed", "leitung", "Bitte bis Freitag"),
            ("decided", "amtsleitung", "BV/0123/2024"),
            ("draft", "leitung", "Neue Zahlen")
        ]
    );
    assert_eq!(way[1]["role"], "manager");
}

#[tokio::test]
async fn what_is_not_proposed_is_neither_endorsed_nor_decided() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let second = member(&app, "amtsleitung", "manager", None).await;
    let scenario = app.scenario().await;
    for (function, asked) in [
        ("scenarios/status", status(&scenario, "decided", "")),
        ("decisions/record", record(&scenario)),
        ("decisions/endorse", endorse(&scenario, true, "")),
    ] {
        let sentence = not_approved(&second.call(function, &asked).await);
        assert!(sentence.contains("„vorgeschlagen“"), "{sentence}");
    }
    assert_eq!(app.scenario().await, scenario);
}

#[tokio::test]
async fn a_branch_and_a_snapshot_do_not_wash_the_hands_of_whoever_changed_the_first() {
    let (app, second, scenario) = App::proposed().await;
    let mut take = command(&scenario);
    take["command"]["name"] = json!("Vorlage");
    let snapshot = app.done("snapshots/take", &take).await;
    let restore =
        json!({"command": {"snapshot": snapshot["id"], "command": Uuid::new_v4(), "name": "Zurück"}});
    for made in [
        second.done("scenarios/create", &create("Kopie", &scenario["id"])).await,
        second.done("snapshots/restore", &restore).await,
    ] {
        second.done("scenarios/status", &status(&made, "proposed", "")).await;
        let made = app.state(&made).await;
        assert!(not_approved(&app.call("decisions/record", &record(&made)).await).contains("Vier-Augen"));
        assert!(not_approved(&second.call("decisions/record", &record(&made)).await).contains("Vier-Augen"));
    }
    let third = member(&app, "dezernat", "manager", None).await;
    let kopie = app.done("scenarios/list", &json!({})).await[1].clone();
    third.done("decisions/record", &record(&kopie)).await;
}

#[tokio::test]
async fn it_is_endorsed_on_its_way_and_a_later_change_is_told() {
    let (app, _, scenario) = App::proposed().await;
    let lead = app.known_by(&app.enter("team_lead").await);
    let council = app.known_by(&app.enter("staff_council").await);
    let refused = council.call("decisions/endorse", &endorse(&scenario, true, "")).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("forbidden")));
    let mute = lead.call("decisions/endorse", &endorse(&scenario, false, "  ")).await;
    assert!(refusal(&mute, StatusCode::UNPROCESSABLE_ENTITY).contains("Bedenken"));
    let mut old = endorse(&scenario, true, "");
    old["command"]["version"] = json!(1);
    assert_eq!(lead.call("decisions/endorse", &old).await.status, StatusCode::CONFLICT);

    let objection = endorse(&scenario, false, "Die Einarbeitung fehlt.");
    let desk = lead.done("decisions/endorse", &objection).await;
    assert_eq!(lead.done("decisions/endorse", &objection).await, desk, "once, however often it is sent");
    let said = &desk["way"][1];
    assert_eq!((&said["step"], &said["role"]), (&json!("objected"), &json!("team_lead")));
    assert_eq!(said["outdated"], false);
    let state = app.scenario().await;
    app.done("scenarios/undo", &command(&state)).await;
    let state = app.scenario().await;
    let desk = lead.done("decisions/endorse", &endorse(&state, true, "Jetzt ja.")).await;
    let told: Vec<bool> = desk["way"].as_array().unwrap().iter().map(|one| one["outdated"] == true).collect();
    assert_eq!(told, [true, true, false]);
    let trail = app.store.audit_trail().await.unwrap();
    let entries: Vec<&str> = trail
        .iter()
        .filter(|entry| entry.action == "scenario.endorse")
        .map(|entry| entry.actor.as_str())
        .collect();
    assert_eq!(entries, ["sachgebietsleitung", "sachgebietsleitung"]);
}

#[tokio::test]
async fn one_person_approves_alone_only_where_that_was_recorded_with_a_reason() {
    let (app, _, scenario) = App::proposed().await;
    let administration = app.known_by(&app.enter("administrator").await);
    let set = |alone: bool, reason: &str| json!({"command": {"alone": alone, "reason": reason}});
    let refused = app.call("accounts/approval", &set(true, "Weil ich will")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "who decides does not free themselves");
    let mute = administration.call("accounts/approval", &set(true, "")).await;
    assert!(refusal(&mute, StatusCode::UNPROCESSABLE_ENTITY).contains("reason"));

    let told = administration.done("accounts/approval", &set(true, "Nur eine Leitung im Haus")).await;
    assert_eq!(told["alone"]["reason"], "Nur eine Leitung im Haus");
    assert_eq!(app.desk(&scenario).await["alone"]["demonstration"], false);
    let about = app.done("about", &json!({"english": false})).await;
    assert_eq!(about["small_groups"]["alone"]["reason"], "Nur eine Leitung im Haus");
    assert!(app.get("/datenschutz").await.text().contains("Nur eine Leitung im Haus"));
    assert_eq!(app.done("decisions/record", &record(&scenario)).await["status"], "decided");

    let told = administration.done("accounts/approval", &set(false, "Zweite Leitung ist da")).await;
    assert_eq!(told["alone"], Value::Null);
    let decided = app.state(&scenario).await;
    let asked = adopt(&decided, &[(&decided["steps"][0], 0)]);
    assert!(not_approved(&app.call("plan/adopt", &asked).await).contains("Vier-Augen"));
    let trail = app.store.audit_trail().await.unwrap();
    let of = |action: &str| trail.iter().filter(|entry| entry.action == action).count();
    assert_eq!((of("approval.single"), of("approval.two")), (1, 1));
}

#[tokio::test]
async fn the_demonstrations_exception_ends_with_it() {
    let (app, _, scenario) = App::proposed().await;
    let actor = stellwerk::store::Actor {
        tenant: stellwerk::store::Tenant::embedded(),
        name: "befehlszeile".to_owned(),
        request_id: String::new(),
    };
    app.store.begin_demonstration(&actor).await.unwrap();
    app.store.begin_demonstration(&actor).await.unwrap();
    let alone = app.desk(&scenario).await["alone"].clone();
    assert_eq!(alone["demonstration"], true);
    assert!(alone["reason"].as_str().unwrap().starts_with("Vorführung"), "{alone}");
    // Without the demonstration it counts for nothing, also while it stands in the database.
    assert!(app.store.single_approval(&actor.tenant, false).await.unwrap().is_none());
    app.store.end_demonstration(&actor).await.unwrap();
    assert!(app.store.single_approval(&actor.tenant, true).await.unwrap().is_none());
    app.store.verify_audit().await.unwrap();
}

#[tokio::test]
async fn a_file_does_not_replace_the_plan_on_the_word_of_one_person() {
    let app = App::start().await;
    let mut plan = builtin().unwrap();
    plan.name = "Anderes Amt".to_owned();
    let take = json!({"way": "baseline", "replaces": 1, "note": "Beschluss"});
    let refused = crate::plan_file::post(&app, &take, plan.to_json().as_bytes()).await;
    let reason = refused["failed"]["not_approved"]["reason"].as_str().unwrap();
    assert!(
        reason.contains("Vier-Augen-Prinzip") && reason.contains("als Schritt eines Szenarios"),
        "{reason}"
    );
    app.alone().await;
    let taken = crate::plan_file::post(&app, &take, plan.to_json().as_bytes()).await;
    assert_eq!(taken["looked"]["taken"], true, "{taken}");
    let newest = &app.versions().await[0];
    assert_eq!(
        (&newest["kind"], &newest["source"], &newest["note"]),
        (&json!("replaced"), &json!("plan.json"), &json!("Beschluss"))
    );
    assert!(newest["changes"][0].as_str().unwrap().contains("Anderes Amt"), "{newest}");
}

#[tokio::test]
async fn every_version_tells_where_it_comes_from_and_what_changed() {
    let (app, second, scenario) = App::proposed().await;
    let first = app.versions().await;
    assert_eq!((first.len(), &first[0]["kind"], &first[0]["count"]), (1, &json!("first"), &json!(0)));
    second.done("decisions/record", &record(&scenario)).await;
    let decided = app.state(&scenario).await;
    second.done("plan/adopt", &adopt(&decided, &[(&decided["steps"][0], 0)])).await;
    let versions = app.versions().await;
    assert_eq!(versions.len(), 2);
    let newest = &versions[0];
    for (field, value) in [
        ("version", json!(2)),
        ("kind", json!("adopted")),
        ("scenario", scenario["id"].clone()),
        ("source", json!("Arbeitsszenario")),
        ("scenario_version", decided["version"].as_i64().map(|version| json!(version + 1)).unwrap()),
        ("resolution", json!("BV/0123/2024")),
        ("decided_on", json!("2024-06-27")),
        ("note", json!("Beschluss 12/2024")),
        ("role", json!("manager")),
        ("intact", json!(true)),
        ("count", json!(1)),
    ] {
        assert_eq!(newest[field], value, "{field}: {newest}");
    }
    let words = newest["changes"][0].as_str().unwrap();
    assert!(words.starts_with("01.03.2024: ") && words.contains("Stelle"), "{words}");
    let english = app.done("plan/versions", &json!({"before": 3, "english": true})).await;
    assert!(english["versions"][0]["changes"][0].as_str().unwrap().starts_with("1 Mar 2024: "), "{english}");
    assert_eq!(
        app.done("plan/versions", &json!({"before": 2, "english": true})).await["versions"][0]["version"],
        1
    );
    let trail = app.store.audit_trail().await.unwrap();
    let entry = trail.iter().find(|entry| entry.action == "plan.adopt").unwrap();
    assert!(entry.detail.contains(newest["hash"].as_str().unwrap()), "{}", entry.detail);
    // The family of the scenario tells of it, too.
    let family = app.done("snapshots/list", &json!({"scenario": scenario["id"]})).await["family"].clone();
    let line = family.as_array().unwrap().iter().find(|line| line["descent"] == "version").unwrap();
    assert_eq!((&line["version"], &line["depth"]), (&json!(2), &json!(1)));
    // A scenario that somebody does not see is not named.
    let limited = member(&app, "asyl", "manager", Some("asyl")).await;
    let hidden = app
        .done(
            "scenarios/create",
            &json!({"command": {
                "command": Uuid::new_v4(), "name": "Geheim", "description": "", "visibility": "private",
            }}),
        )
        .await;
    app.done("scenarios/append", &append(&hidden, &another_move())).await;
    app.alone().await;
    let hidden = app.state(&hidden).await;
    let hidden = app.decided(&hidden).await;
    app.done("plan/adopt", &adopt(&hidden, &[(&hidden["steps"][0], 0)])).await;
    let told = &limited.versions().await[0];
    assert_eq!(
        (&told["kind"], &told["scenario"], &told["source"]),
        (&json!("adopted"), &Value::Null, &json!(""))
    );
    assert_eq!(app.versions().await[0]["source"], "Geheim");
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_a_scenario_and_by_the_same_way() {
    let (app, second, scenario) = App::proposed().await;
    let restore = |version: i64| {
        json!({"command": {
            "version": version, "command": Uuid::new_v4(), "name": "Fassung 1 wiederherstellen",
        }})
    };
    let same = app.call("plan/restore", &restore(1)).await;
    assert!(not_approved(&same).contains("nichts wiederherzustellen"));
    let missing = app.call("plan/restore", &restore(7)).await;
    assert!(refusal(&missing, StatusCode::NOT_FOUND).contains("Fassung des Plans"));
    second.done("decisions/record", &record(&scenario)).await;
    let decided = app.state(&scenario).await;
    let both = [(&decided["steps"][0], 0), (&decided["steps"][1], 0)];
    second.done("plan/adopt", &adopt(&decided, &both)).await;

    let asked = restore(1);
    let made = app.done("plan/restore", &asked).await;
    assert_eq!(app.done("plan/restore", &asked).await, made, "once, however often it is asked");
    assert_eq!((&made["name"], &made["beyond"]), (&json!("Fassung 1 wiederherstellen"), &json!([])));
    let back = app.state(&json!({"id": made["scenario"]})).await;
    assert_eq!((&back["baseline_version"], &back["status"]), (&json!(2), &json!("draft")));
    assert_eq!(back["steps"].as_array().unwrap().len(), 1);
    // It goes the way of every other one.
    let places: Vec<(&Value, usize)> = (0..back["steps"][0]["changes"].as_array().unwrap().len())
        .map(|at| (&back["steps"][0], at))
        .collect();
    assert!(not_approved(&second.call("plan/adopt", &adopt(&back, &places)).await).contains("beschlossen"));
    app.done("scenarios/status", &status(&back, "proposed", "")).await;
    second.done("decisions/record", &record(&app.state(&back).await)).await;
    second.done("plan/adopt", &adopt(&app.state(&back).await, &places)).await;
    let versions = app.versions().await;
    assert_eq!((versions.len(), &versions[0]["restores"]), (3, &json!(1)), "history is added to");
    // On every day the organisation is that of the first version.
    let newest = app.done("plan/newest", &json!({})).await;
    let newest: Plan = Plan::from_json(newest["plan"].to_string().as_bytes()).unwrap();
    for day in ["2024-02-29", "2024-03-01", "2025-01-01"] {
        let day = day.parse().unwrap();
        let (now, then) = (newest.on(day, &[]).plan, builtin().unwrap().on(day, &[]).plan);
        assert_eq!((&now.posts, &now.units), (&then.posts, &then.units), "{day}");
    }
}

#[tokio::test]
async fn what_was_is_not_rewritten() {
    let (app, second, scenario) = App::proposed().await;
    second.done("decisions/record", &record(&scenario)).await;
    let decided = app.state(&scenario).await;
    second.done("plan/adopt", &adopt(&decided, &[(&decided["steps"][0], 0)])).await;
    let options = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for statement in [
        "UPDATE plan_version SET note = 'anders'",
        "DELETE FROM plan_version",
        "UPDATE plan_history SET document = '{}'",
        "DELETE FROM plan_history",
        "UPDATE approval_step SET account = 'anders'",
        "DELETE FROM approval_step",
    ] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    // Whoever alters the newest plan beside the program is told of.
    sqlx::query("UPDATE plan SET document = replace(document, 'Migration', 'Migräne')")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let versions = app.versions().await;
    assert_eq!((&versions[0]["intact"], &versions[1]["intact"]), (&json!(false), &json!(true)));
}
