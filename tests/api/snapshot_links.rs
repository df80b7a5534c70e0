//! Links to snapshots: who makes them, what they open without an account, and that nothing tells of those that open nothing.

use crate::app::{Answer, App, append, command, move_post};
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use stellwerk::plan::builtin;
use uuid::Uuid;

/// A server function that must succeed.
async fn done(app: &App, function: &str, body: &Value) -> Value {
    let answer = app.call(function, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
    answer.json()
}

/// A snapshot of the working scenario.
async fn take(app: &App, name: &str) -> Value {
    let mut asked = command(&app.scenario().await);
    asked["command"]["name"] = json!(name);
    done(app, "snapshots/take", &asked).await
}

fn make(snapshot: &Value, days: u32) -> Value {
    json!({"command": {"snapshot": snapshot["id"], "days": days, "command": Uuid::new_v4()}})
}

/// Path and query of a link that was made.
fn path(made: &Value) -> String {
    let address = made["address"].as_str().unwrap();
    address.strip_prefix("http://127.0.0.1:3000").unwrap_or_else(|| panic!("{address}")).to_owned()
}

/// The address as somebody without an account opens it.
async fn visit(app: &App, path: &str) -> Answer {
    app.known_by("").get(path).await
}

async fn execute(app: &App, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_link_opens_its_snapshot_for_somebody_without_an_account() {
    let app = App::start().await;
    let planner = member(&app, "planungsstab-7", "manager", None).await;
    let scenario = planner.scenario().await;
    let cost = json!({"effective": "2024-03-01", "action": {"set_assumptions": {"cost_per_grade": {"E 9c": 80_100}}}});
    let mut asked = append(&scenario, &move_post("AA-05", "einbuergerung"));
    asked["command"]["changes"] = json!([move_post("AA-05", "einbuergerung"), cost]);
    asked["command"]["reason"] = json!("Weil es eilt.");
    done(&planner, "scenarios/append", &asked).await;
    let snapshot = take(&planner, "Vorlage").await;
    let made = done(&planner, "snapshot-links/make", &make(&snapshot, 30)).await;
    let (link, code) = (&made["link"], &made["code"]);
    assert_eq!(
        (&link["name"], &link["by"], &link["state"]),
        (&json!("Vorlage"), &json!("planungsstab-7"), &json!("in_force"))
    );
    assert!(code["path"].as_str().unwrap().starts_with("M4 4h7v1h-7z"), "the corner of a QR code");

    // What becomes of the scenario afterwards changes nothing.
    done(&planner, "scenarios/undo", &command(&planner.scenario().await)).await;
    let page = visit(&app, &path(&made)).await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    for told in [
        "Arbeitsszenario – Vorlage",
        "Sachgebiet Einbürgerung/Staatsangehörigkeit",
        "Stelle AA-05 nach",
        "Nur zum Lesen",
        "<svg",
    ] {
        assert!(html.contains(told), "{told}");
    }
    for hidden in ["€", "80.100", "planungsstab-7", "Weil es eilt.", "<script", " style="] {
        assert!(!html.contains(hidden), "{hidden}");
    }
    let english = visit(&app, &format!("{}&sprache=en&tag=2024-03-01", path(&made))).await.text();
    assert!(english.contains("<html lang=\"en\">") && english.contains("Post AA-05 moved to"));
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow"),
        ("x-content-type-options", "nosniff"),
        ("set-cookie", ""),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(!policy.contains("report-uri"), "a report would name the key");
}

#[tokio::test]
async fn what_opens_nothing_is_answered_alike() {
    let app = App::start().await;
    let snapshot = take(&app, "Vorlage").await;
    let (expired, revoked, removed) = (
        done(&app, "snapshot-links/make", &make(&snapshot, 1)).await,
        done(&app, "snapshot-links/make", &make(&snapshot, 1)).await,
        done(&app, "snapshot-links/make", &make(&snapshot, 1)).await,
    );
    assert_eq!(visit(&app, &path(&revoked)).await.status, StatusCode::OK);
    let answered = done(&app, "snapshot-links/revoke", &json!({"link": revoked["link"]["id"]})).await;
    assert_eq!(answered["state"], "revoked");
    let again = done(&app, "snapshot-links/revoke", &json!({"link": revoked["link"]["id"]})).await;
    assert_eq!(again, answered);
    execute(&app, "UPDATE snapshot_link SET expires_at = recorded_at WHERE revoked_at IS NULL AND id < (SELECT max(id) FROM snapshot_link)")
        .await;
    assert_eq!(visit(&app, &path(&removed)).await.status, StatusCode::OK);
    execute(&app, "UPDATE scenario SET removed_at = 1").await;

    let mut bodies = Vec::new();
    let unknown = format!("/freigabe?schluessel={}", "0".repeat(64));
    let listed = format!("/freigabe?schluessel={}", revoked["link"]["id"].as_str().unwrap());
    for address in [
        path(&expired),
        path(&revoked),
        path(&removed),
        format!("{}&sprache=en&tag=2024-03-01", path(&expired)),
        unknown,
        listed,
        "/freigabe".to_owned(),
        "/freigabe?schluessel=%00%ff".to_owned(),
        format!("/freigabe?schluessel={}", "A".repeat(10_000)),
    ] {
        let answer = visit(&app, &address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(
            (answer.header("cache-control"), answer.header("referrer-policy")),
            ("no-store", "no-referrer")
        );
        bodies.push(answer.text());
    }
    assert!(bodies[0].contains("einen neuen geben"), "{}", bodies[0]);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[tokio::test]
async fn only_who_decides_hands_a_snapshot_outside() {
    let app = App::start().await;
    let snapshot = take(&app, "Vorlage").await;
    let made = done(&app, "snapshot-links/make", &make(&snapshot, 7)).await;
    let revoke = json!({"link": made["link"]["id"]});
    for (role, status) in [
        ("staff", StatusCode::FORBIDDEN),
        ("team_lead", StatusCode::FORBIDDEN),
        ("staff_council", StatusCode::FORBIDDEN),
        ("administrator", StatusCode::FORBIDDEN),
        ("", StatusCode::UNAUTHORIZED),
    ] {
        let cookie = if role.is_empty() { String::new() } else { app.enter(role).await };
        let other = app.known_by(&cookie);
        let calls = [("make", make(&snapshot, 7)), ("list", json!({})), ("revoke", revoke.clone())];
        for (verb, body) in calls {
            let refused = other.call(&format!("snapshot-links/{verb}"), &body).await;
            assert_eq!(refused.status, status, "{role} {verb}: {}", refused.text());
        }
    }
    let listed = done(&app, "snapshot-links/list", &json!({})).await;
    assert_eq!(listed, json!([made["link"]]), "and it is as it was");
    assert_eq!(visit(&app, &path(&made)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_right_reaches_no_further_than_the_account() {
    let app = App::start().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl-eu")).await;
    let other = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    // The scenario of the whole department is seen below it, and decided on above.
    let snapshot = take(&app, "Vorlage").await;
    let refused = asylum.call("snapshot-links/make", &make(&snapshot, 7)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    let made = done(&app, "snapshot-links/make", &make(&snapshot, 7)).await;
    let revoke = json!({"link": made["link"]["id"]});
    assert_eq!(asylum.call("snapshot-links/revoke", &revoke).await.status, StatusCode::FORBIDDEN);
    assert_eq!(asylum.call("snapshot-links/list", &json!({})).await.status, StatusCode::FORBIDDEN);

    // A scenario of another unit is not there at all.
    let asked = json!({"command": {
        "command": Uuid::new_v4(), "name": "Asyl", "description": "", "visibility": "unit",
    }});
    let own = done(&asylum, "scenarios/create", &asked).await;
    let mut asked = command(&own);
    asked["command"]["name"] = json!("Stand der Asylstelle");
    let snapshot = done(&asylum, "snapshots/take", &asked).await;
    let made = done(&asylum, "snapshot-links/make", &make(&snapshot, 7)).await;
    for (verb, body) in [
        ("make", make(&snapshot, 7)),
        ("list", json!({"scenario": own["id"]})),
        ("revoke", json!({"link": made["link"]["id"]})),
    ] {
        let refused = other.call(&format!("snapshot-links/{verb}"), &body).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}: {}", refused.text());
    }
    assert_eq!(visit(&app, &path(&made)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn is_made_once_and_what_is_asked_wrongly_is_named() {
    let app = App::start().await;
    let snapshot = take(&app, "Vorlage").await;
    let asked = make(&snapshot, 7);
    let first = done(&app, "snapshot-links/make", &asked).await;
    let second = done(&app, "snapshot-links/make", &asked).await;
    assert_eq!(first["link"], second["link"]);
    assert_eq!(visit(&app, &path(&first)).await.status, StatusCode::NOT_FOUND, "the second answer counts");
    assert_eq!(visit(&app, &path(&second)).await.status, StatusCode::OK);
    for days in [0, 91, 4_000_000] {
        let refused = app.call("snapshot-links/make", &make(&snapshot, days)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        assert!(refused.text().contains("zwischen 1 und 90"), "{}", refused.text());
    }
    let nowhere = app.call("snapshot-links/make", &make(&json!({"id": Uuid::new_v4()}), 7)).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(nowhere.text().contains("Der Stand"), "{}", nowhere.text());
    let nothing = app.call("snapshot-links/revoke", &json!({"link": Uuid::new_v4()})).await;
    assert_eq!((nothing.status, nothing.text().contains("Der Leselink")), (StatusCode::NOT_FOUND, true));
    for _ in 1..10 {
        done(&app, "snapshot-links/make", &make(&snapshot, 7)).await;
    }
    let full = app.call("snapshot-links/make", &make(&snapshot, 7)).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.text().contains("bitte widerrufen Sie einen"), "{}", full.text());
    let foreign = [("content-type", "application/json"), ("origin", "https://evil.example")];
    let refused = app.post("snapshot-links/make", &foreign, make(&snapshot, 7).to_string()).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("forbidden")));
}

#[tokio::test]
async fn the_address_is_that_of_the_settings_whatever_host_a_request_names() {
    let app = App::with(&builtin().unwrap(), &["--origin", "http://localhost:8080"]).await;
    let snapshot = take(&app, "Vorlage").await;
    let made = done(&app, "snapshot-links/make", &make(&snapshot, 7)).await;
    let address = made["address"].as_str().unwrap();
    let way = address
        .strip_prefix("http://localhost:8080/freigabe?schluessel=")
        .unwrap_or_else(|| panic!("{address}"));
    assert_eq!(way.len(), 64);
    let page = visit(&app, &format!("/freigabe?schluessel={way}")).await;
    assert!(page.text().contains(&format!("<code>{address}</code>")));
}

#[tokio::test]
async fn a_name_that_tries_to_be_code_is_text_behind_a_link_too() {
    let mut plan = builtin().unwrap();
    let hostile = "</title><script>alert(1)</script>";
    plan.units[2].name = hostile.to_owned();
    let app = App::with(&plan, &[]).await;
    let snapshot = take(&app, "\"><img src=x onerror=alert(1)>").await;
    let made = done(&app, "snapshot-links/make", &make(&snapshot, 7)).await;
    let html = visit(&app, &path(&made)).await.text();
    assert!(!html.contains("<script") && !html.contains("<img"));
    assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)"), "the name is shown as it is");
}
