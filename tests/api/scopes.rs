//! Accounts that are limited to a unit: what another unit works on is not there for them, and nothing tells of it.

use crate::app::{Answer, App, HOST, append, command, move_post};
use crate::walk::filled;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use stellwerk::api::GUARDS;
use stellwerk::server::ROUTES;
use uuid::Uuid;

const PASSWORD: &str = "korrekt pferd batterie";

/// What must not be told.
const NAME: &str = "Vorhaben der Asylstelle";

/// Makes an account and signs in with it.
async fn member(app: &App, name: &str, role: &str, unit: Option<&str>) -> App {
    let administration = app.known_by(&app.enter("administrator").await);
    let asked = json!({"command": {"name": name, "role": role, "unit": unit}});
    let made = administration.call("accounts/create", &asked).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let address = made.json()["address"].as_str().unwrap().to_owned();
    let key = address.strip_prefix("/einrichten#").unwrap();
    let redeemed = app
        .known_by("")
        .call("account/redeem", &json!({"command": {"key": key, "password": PASSWORD}}))
        .await;
    assert_eq!(redeemed.status, StatusCode::OK, "{}", redeemed.text());
    app.known_by(&redeemed.cookie())
}

async fn create(app: &App, visibility: &str) -> Value {
    let asked = json!({"command": {
        "command": Uuid::new_v4(), "name": NAME, "description": NAME, "visibility": visibility,
    }});
    let made = app.call("scenarios/create", &asked).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    made.json()
}

async fn sees(app: &App, scenario: &Value) -> bool {
    let answer = app.call("scenarios/current", &json!({"scenario": scenario["id"]})).await;
    assert!([StatusCode::OK, StatusCode::NOT_FOUND].contains(&answer.status), "{}", answer.text());
    answer.status == StatusCode::OK
}

async fn changes(app: &App, scenario: &Value) -> Answer {
    app.call("scenarios/append", &append(scenario, &move_post("AA-05", "einbuergerung"))).await
}

#[tokio::test]
async fn a_scenario_is_seen_above_and_below_its_unit_and_not_beside_it() {
    let app = App::start().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl")).await;
    let section = member(&app, "asyl-eu", "manager", Some("asyl-eu")).await;
    let naturalisation = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let scenario = create(&asylum, "unit").await;
    for (who, expected) in [(&asylum, true), (&section, true), (&app, true), (&naturalisation, false)] {
        assert_eq!(sees(who, &scenario).await, expected);
    }
    let listed = naturalisation.call("scenarios/list", &json!({})).await.text();
    assert!(!listed.contains(NAME), "{listed}");
    // Its head and those above may change it; below it can only be read.
    let above = create(&section, "unit").await;
    assert!(sees(&asylum, &above).await);
    let refused = changes(&asylum, &above).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("not_yours")));
    assert_eq!(changes(&section, &scenario).await.status, StatusCode::OK);
    assert_eq!(changes(&app, &above).await.status, StatusCode::OK);
    // What is public is seen by everybody, and changed by those only who could before.
    let public = create(&asylum, "public").await;
    assert!(sees(&naturalisation, &public).await);
    assert_eq!(changes(&naturalisation, &public).await.status, StatusCode::FORBIDDEN);
    let private = create(&asylum, "private").await;
    assert!(!sees(&app, &private).await);
}

#[tokio::test]
async fn nothing_tells_of_another_units_scenario() {
    let app = App::start().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl")).await;
    let scenario = create(&asylum, "unit").await;
    assert_eq!(changes(&asylum, &scenario).await.status, StatusCode::OK);
    let other = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let id = scenario["id"].as_str().unwrap();
    let shapes = [
        json!({"scenario": id}),
        json!({"scenarios": [id]}),
        json!({"command": {"scenario": id, "version": 2, "command": Uuid::new_v4()}}),
        json!({"command": {"scenario": id, "command": Uuid::new_v4()}}),
        json!({"command": {"command": Uuid::new_v4(), "name": "Kopie", "origin": id}}),
        json!({"command": {"scenario": id, "version": 2, "command": Uuid::new_v4(), "status": "decided", "note": ""}}),
        json!({"hold": {"scenario": id, "workplace": Uuid::new_v4(), "holding": null}}),
    ];
    for (path, _) in GUARDS {
        for shape in &shapes {
            let answer = other.call(path.strip_prefix("/api/").unwrap(), shape).await;
            assert!(!answer.text().contains(NAME), "{path} {shape}: {}", answer.text());
        }
    }
    for (path, _) in ROUTES {
        let workplace = Uuid::new_v4();
        let address = filled(path, id);
        let request = Request::get(format!("{address}?arbeitsplatz={workplace}&szenario={id}&form=svg"))
            .header("host", HOST)
            .header("sec-fetch-site", "same-origin");
        let answer = other.send(request.body(Body::empty()).unwrap()).await;
        assert!(!answer.text().contains(NAME), "{path}");
    }
    assert_eq!(
        asylum.call("scenarios/version", &json!({"scenario": id})).await.json(),
        2,
        "and it is as it was"
    );
}

#[tokio::test]
async fn who_works_in_a_section_changes_own_scenarios_only_and_decides_nothing() {
    let app = App::start().await;
    let staff = app.known_by(&app.enter("staff").await);
    let given = staff.scenario().await;
    assert_eq!(changes(&staff, &given).await.json(), json!("not_yours"));
    let own = create(&staff, "unit").await;
    assert_eq!(changes(&staff, &own).await.status, StatusCode::OK);
    let mut asked = command(&own);
    asked["command"]["version"] = json!(2);
    asked["command"]["status"] = json!("decided");
    asked["command"]["note"] = json!("");
    assert_eq!(staff.call("scenarios/status", &asked).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.call("scenarios/status", &asked).await.status, StatusCode::OK);
    // Decided, it stays as it is; whoever may not decide does not take that back either.
    asked["command"]["version"] = json!(3);
    asked["command"]["command"] = json!(Uuid::new_v4());
    asked["command"]["status"] = json!("draft");
    assert_eq!(staff.call("scenarios/status", &asked).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_role_takes_away_at_once_what_the_old_one_allowed() {
    let app = App::start().await;
    let administration = app.known_by(&app.enter("administrator").await);
    let member = member(&app, "planung", "manager", None).await;
    assert_eq!(member.call("scenarios/list", &json!({})).await.status, StatusCode::OK);
    let listed = administration.call("accounts/list", &json!({})).await.json();
    let account = listed["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "planung").unwrap();
    assert_eq!(account["sessions"], 1);
    let asked = json!({"command": {
        "account": account["id"], "version": account["version"], "role": "staff_council", "unit": null,
    }});
    assert_eq!(administration.call("accounts/change", &asked).await.status, StatusCode::OK);
    assert_eq!(member.call("scenarios/list", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    // Made on a version that is no longer the current one.
    let again = administration.call("accounts/change", &asked).await;
    assert_eq!(
        (again.status, again.json()),
        (StatusCode::CONFLICT, json!({"account": {"problem": "changed"}}))
    );
}
