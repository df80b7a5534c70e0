//! `/api/v1/…` for other programs: a token lets in, the description says what is there, and nothing can be changed.

use crate::app::{Answer, App, HOST};
use crate::scenarios::a_move;
use crate::scopes::member;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeSet;
use stellwerk::permission::{Role, Why, permit};
use stellwerk::server::ROUTES;
use stellwerk::store::{Actor, Tenant, TokenScope, TokenTerms};
use uuid::Uuid;

fn why() -> Why {
    Why::parse("Berichtswesen").unwrap()
}

async fn token(app: &App, scope: TokenScope) -> String {
    let actor =
        Actor { tenant: Tenant::embedded(), name: "verwaltung".to_owned(), request_id: String::new() };
    let manage = permit(Role::Administrator).unwrap();
    app.store.make_token(manage, &actor, scope.word(), &TokenTerms::new(scope, 30), &why()).await.unwrap()
}

async fn ask(app: &App, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", HOST);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if method == "POST" {
        request = request.header("content-type", "application/json");
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn the_administration_makes_lists_and_revokes_an_access_and_nobody_else_does() {
    let app = App::start().await;
    let administration = app.known_by(&app.enter("administrator").await);
    let make = |name: &str, role: &str, unit: Value| {
        json!({"command": {
            "name": name, "simulates": true, "role": role, "unit": unit, "days": 30, "reason": "Berichtswesen",
        }})
    };
    let made = administration.done("programs/make", &make("kennzahlen", "staff", json!("asyl-eu"))).await;
    assert_eq!(made["name"], "kennzahlen");
    let token = made["token"].as_str().unwrap();
    assert_eq!(ask(&app, "GET", "/api/v1/plan", Some(token), "").await.status, StatusCode::OK);
    let listed = administration.done("accounts/list", &json!({})).await;
    assert!(!listed.to_string().contains(token), "it is told once");
    let program = &listed["programs"][0];
    assert_eq!(
        (&program["name"], &program["role"], &program["unit"], &program["simulates"], &program["in_force"]),
        (&json!("kennzahlen"), &json!("staff"), &json!("asyl-eu"), &json!(true), &json!(true))
    );
    for (wrong, says) in [
        (make("kennzahlen", "staff", Value::Null), "gibt es schon"),
        (make("andere", "administrator", Value::Null), "liest ein Programm nichts"),
        (make("andere", "staff", json!("mond")), "hat der Plan heute nicht"),
    ] {
        let refused = administration.call("programs/make", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert!(refused.text().contains(says), "{}", refused.text());
    }
    for days in [0, 731] {
        let mut wrong = make("andere", "staff", Value::Null);
        wrong["command"]["days"] = json!(days);
        let refused = administration.call("programs/make", &wrong).await;
        assert!(refused.text().contains("1 bis 730"), "{}", refused.text());
    }
    for role in ["staff", "team_lead", "manager", "staff_council"] {
        let other = app.known_by(&app.enter(role).await);
        let refused = other.call("programs/make", &make("eigener", role, Value::Null)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
    }
    let revoke = json!({"name": "kennzahlen", "reason": "Abgeschlossen"});
    let left = administration.done("programs/revoke", &revoke).await;
    assert_eq!(left["programs"][0]["in_force"], json!(false));
    assert_eq!(ask(&app, "GET", "/api/v1/plan", Some(token), "").await.status, StatusCode::UNAUTHORIZED);
    assert_ne!(administration.call("programs/revoke", &revoke).await.status, StatusCode::OK);
    let trail = app.store.audit_trail().await.unwrap();
    let made = trail.iter().find(|entry| entry.action == "token.make").unwrap();
    assert!(made.detail.contains("Berichtswesen") && !made.detail.contains(token), "{}", made.detail);
}

async fn description(app: &App) -> Value {
    ask(app, "GET", "/api/v1/openapi.json", None, "").await.json()
}

/// What a value lacks to be what the schema says; the few words of JSON Schema that the description uses.
fn faults(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return faults(root, found, value, path);
    }
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("the test does not know the type {other}"),
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        return vec![format!("{path}: is no {kinds:?}: {value}")];
    }
    let mut found = Vec::new();
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{path}: lacks {name}"));
        }
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{path}: {value} is none of {allowed:?}"));
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            found.extend(faults(root, schema, value, &format!("{path}.{name}")));
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (index, value) in values.iter().enumerate() {
            found.extend(faults(root, items, value, &format!("{path}[{index}]")));
        }
    }
    found
}

#[tokio::test]
async fn the_description_names_the_addresses_that_there_are() {
    let app = App::start().await;
    let described = description(&app).await;
    let named: BTreeSet<&str> = described["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let there: BTreeSet<&str> =
        ROUTES.iter().map(|(path, _)| *path).filter(|path| path.starts_with("/api/v1/")).collect();
    assert_eq!(named, there);
    assert_eq!(described["openapi"], "3.1.0");
}

#[tokio::test]
async fn every_answer_is_what_the_description_says() {
    let app = App::start().await;
    app.append(&a_move()).await;
    let scenario = app.scenario().await["id"].as_str().unwrap().to_owned();
    let (described, token) = (description(&app).await, token(&app, TokenScope::Simulate).await);
    let simulate = json!({"scenario": scenario, "years": 1, "replications": 2}).to_string();
    let mut calls = 0;
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let address = path.replace("{scenario}", &scenario);
            let answer = ask(&app, &method.to_uppercase(), &address, Some(&token), &simulate).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
            assert_eq!(faults(&described, schema, &answer.json(), path), Vec::<String>::new());
            calls += 1;
        }
    }
    assert_eq!(calls, 6);
    let schema = json!({"$ref": "#/components/schemas/Simulated"});
    let alone = ask(&app, "POST", "/api/v1/simulate", Some(&token), r#"{"years":1,"replications":2}"#).await;
    assert_eq!(faults(&described, &schema, &alone.json(), "alone"), Vec::<String>::new());
    assert!(alone.json()["forecast"].is_object());
    let day = format!("/api/v1/assessment?scenario={scenario}&day=2024-07-01");
    assert_eq!(ask(&app, "GET", &day, Some(&token), "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_token_nobody_gets_in_and_a_session_is_none() {
    let app = App::start().await;
    for (path, _) in ROUTES.iter().filter(|(path, _)| path.starts_with("/api/v1/")) {
        let method = if path.ends_with("simulate") { "POST" } else { "GET" };
        for token in [None, Some(""), Some("stellwerk_0000"), Some("Bearer x")] {
            let answer = ask(&app, method, path, token, "{}").await;
            match path.ends_with("openapi.json") {
                true => assert_eq!(answer.status, StatusCode::OK),
                // A request that says nothing of a token is, for a method that changes things, one of another site.
                false => assert!(
                    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN),
                    "{path} {token:?}: {}",
                    answer.status
                ),
            }
        }
    }
}

#[tokio::test]
async fn a_token_opens_nothing_but_this() {
    let app = App::start().await;
    let token = token(&app, TokenScope::Simulate).await;
    let before = app.scenario().await;
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        for path in ["/api/v1/plan", "/api/v1/scenarios", "/api/v1/assessment"] {
            let answer = ask(&app, method, path, Some(&token), "{}").await;
            assert!(answer.status.is_client_error(), "{method} {path}: {}", answer.status);
        }
    }
    // It does not stand for the page either.
    let refused = ask(&app, "POST", "/api/scenarios/append", Some(&token), "{}").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(app.scenario().await, before);
}

#[tokio::test]
async fn what_somebody_keeps_to_themselves_is_not_there_for_a_program() {
    let app = App::start().await;
    let token = token(&app, TokenScope::Simulate).await;
    let manager = app.known_by(&app.enter("manager").await);
    let asked = json!({"command": {
        "command": Uuid::new_v4(), "name": "Nur für mich", "description": "", "visibility": "private",
    }});
    let id = manager.done("scenarios/create", &asked).await["id"].as_str().unwrap().to_owned();
    for address in [format!("/api/v1/scenarios/{id}"), format!("/api/v1/assessment?scenario={id}")] {
        let answer = ask(&app, "GET", &address, Some(&token), "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}: {}", answer.text());
        assert!(!answer.text().contains("Nur für mich"));
    }
    let body = json!({"scenario": id, "years": 1, "replications": 1}).to_string();
    let answer = ask(&app, "POST", "/api/v1/simulate", Some(&token), &body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text());
    let listed = ask(&app, "GET", "/api/v1/scenarios", Some(&token), "").await;
    assert!(listed.status == StatusCode::OK && !listed.text().contains(&id));
}

#[tokio::test]
async fn what_another_unit_works_on_is_not_there_for_a_program_of_one_unit() {
    let app = App::start().await;
    let actor =
        Actor { tenant: Tenant::embedded(), name: "verwaltung".to_owned(), request_id: String::new() };
    let owner = member(&app, "asyl", "manager", Some("asyl")).await;
    let asked = json!({"command": {
        "command": Uuid::new_v4(), "name": "Vorhaben der Asylstelle", "description": "", "visibility": "unit",
    }});
    let id = owner.done("scenarios/create", &asked).await["id"].as_str().unwrap().to_owned();
    let body = json!({"scenario": id, "years": 1, "replications": 1}).to_string();
    for (unit, sees) in [("einbuergerung", false), ("asyl", true)] {
        let limited = TokenTerms {
            role: Role::TeamLead,
            unit: Some(unit.to_owned()),
            ..TokenTerms::new(TokenScope::Simulate, 30)
        };
        let manage = permit(Role::Administrator).unwrap();
        let token = app.store.make_token(manage, &actor, unit, &limited, &why()).await.unwrap();
        let wanted = if sees { StatusCode::OK } else { StatusCode::NOT_FOUND };
        for (method, address, body) in [
            ("GET", format!("/api/v1/scenarios/{id}"), ""),
            ("GET", format!("/api/v1/assessment?scenario={id}"), ""),
            ("POST", "/api/v1/simulate".to_owned(), body.as_str()),
        ] {
            let answer = ask(&app, method, &address, Some(&token), body).await;
            assert_eq!(answer.status, wanted, "{unit} {address}: {}", answer.text());
            assert!(sees || !answer.text().contains("Asylstelle"), "{unit} {address}");
        }
        let listed = ask(&app, "GET", "/api/v1/scenarios", Some(&token), "").await;
        assert_eq!(listed.text().contains(&id), sees, "{unit}: {}", listed.text());
    }
}

#[tokio::test]
async fn a_token_that_was_revoked_or_has_run_out_opens_nothing() {
    let app = App::start().await;
    let actor =
        Actor { tenant: Tenant::embedded(), name: "verwaltung".to_owned(), request_id: String::new() };
    let (revoked, expired) = (token(&app, TokenScope::Read).await, token(&app, TokenScope::Simulate).await);
    for token in [&revoked, &expired] {
        assert_eq!(ask(&app, "GET", "/api/v1/plan", Some(token), "").await.status, StatusCode::OK);
    }
    let manage = permit(Role::Administrator).unwrap();
    app.store.revoke_token(manage, &actor, TokenScope::Read.word(), &why()).await.unwrap();
    let options = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let ended = sqlx::query("UPDATE api_token SET expires_at = recorded_at WHERE name = $1");
    ended.bind(TokenScope::Simulate.word()).execute(&mut connection).await.unwrap();
    for token in [&revoked, &expired] {
        for (path, _) in ROUTES.iter().filter(|(path, _)| path.starts_with("/api/v1/")) {
            let method = if path.ends_with("simulate") { "POST" } else { "GET" };
            if !path.ends_with("openapi.json") {
                let answer = ask(&app, method, path, Some(token), "{}").await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn to_simulate_the_scope_is_asked_for() {
    let app = App::start().await;
    let token = token(&app, TokenScope::Read).await;
    let refused = ask(&app, "POST", "/api/v1/simulate", Some(&token), "{}").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(ask(&app, "GET", "/api/v1/plan", Some(&token), "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_too_much_is_refused() {
    let app = App::start().await;
    let token = token(&app, TokenScope::Simulate).await;
    for (body, word) in [
        (r#"{"years": 40}"#, "years"),
        (r#"{"replications": 1000000}"#, "replications"),
        (r#"{"seeed": 1}"#, "seed"),
        (r#"{"units": ["gibt-es-nicht"]}"#, "gibt-es-nicht"),
        ("nonsense", "invalid"),
    ] {
        let refused = ask(&app, "POST", "/api/v1/simulate", Some(&token), body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", refused.text());
        assert!(refused.text().contains(word), "{body}: {}", refused.text());
    }
    let other = format!("/api/v1/scenarios/{}", uuid::Uuid::nil());
    assert_eq!(ask(&app, "GET", &other, Some(&token), "").await.status, StatusCode::NOT_FOUND);
    for path in ["/api/v1/scenarios/x", "/api/v1/assessment?jahr=2023", "/api/v1/assessment?scenario=x"] {
        assert_eq!(ask(&app, "GET", path, Some(&token), "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for day in ["0024-06-30", "9999-12-31", "+262142-12-31", "-262143-01-01"] {
        let path = format!("/api/v1/assessment?day={day}");
        let answer = ask(&app, "GET", &path, Some(&token), "").await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
    }
    let large = " ".repeat(2_000_000);
    let refused = ask(&app, "POST", "/api/v1/simulate", Some(&token), &large).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes() {
    let app = App::start().await;
    let token = token(&app, TokenScope::Simulate).await;
    let body = r#"{"years":1,"replications":3,"seed":7,"units":["einbuergerung"]}"#;
    let first = ask(&app, "POST", "/api/v1/simulate", Some(&token), body).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    assert_eq!(ask(&app, "POST", "/api/v1/simulate", Some(&token), body).await.body, first.body);
}
