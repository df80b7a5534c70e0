//! A plan that comes as a file: told as changes, a step of a scenario, or the newest version by a decision that is in the trail.

use crate::app::{App, HOST, append, move_post};
use crate::scopes::member;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Plan, builtin};
use uuid::Uuid;

/// Posts a plan as the page does; gives the line of the answer.
pub async fn post(app: &App, more: &Value, file: &[u8]) -> Value {
    let mut ask = json!({
        "name": "plan.json", "way": "step", "scenario": null, "replaces": null, "note": "", "english": false,
    });
    let fields = ask.as_object_mut().unwrap();
    for (name, value) in more.as_object().unwrap() {
        fields.insert(name.clone(), value.clone());
    }
    let body = [format!("{ask}\n").as_bytes(), file].concat();
    let request = Request::post("/daten/plan").header("host", HOST).header("sec-fetch-site", "same-origin");
    let answer = app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_str(answer.text().trim_end()).unwrap()
}

async fn looked(app: &App, more: &Value, plan: &Plan) -> Value {
    let answer = post(app, more, plan.to_json().as_bytes()).await;
    assert!(answer["looked"].is_object(), "{answer}");
    answer["looked"].clone()
}

/// The built-in plan in which a unit has another name.
fn renamed() -> Plan {
    let mut plan = builtin().unwrap();
    plan.units[1].name = "Umbenannt".to_owned();
    plan
}

#[tokio::test]
async fn a_plan_is_told_as_changes_that_make_a_step() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let against = json!({"scenario": scenario["id"]});
    let same = looked(&app, &against, &builtin().unwrap()).await;
    assert_eq!((&same["changes"], &same["beyond"]), (&json!([]), &json!([])));

    let found = looked(&app, &against, &renamed()).await;
    assert_eq!(found["changes"].as_array().unwrap().len(), 1, "{found}");
    let change = found["changes"][0]["change"].clone();
    assert_eq!(change["action"]["rename_unit"]["name"], "Umbenannt");
    assert!(found["changes"][0]["words"].as_str().unwrap().contains("Umbenannt"), "{found}");
    assert_eq!(app.append(&change).await.status, StatusCode::OK);
    // The scenario is what the file says now; the built-in plan would be the way back.
    assert_eq!(looked(&app, &against, &renamed()).await["changes"], json!([]));
    let back = looked(&app, &against, &builtin().unwrap()).await;
    assert_eq!(back["changes"].as_array().unwrap().len(), 1, "{back}");
}

#[tokio::test]
async fn every_error_has_its_place_and_nothing_is_stored() {
    let app = App::start().await;
    let before = app.store.audit_trail().await.unwrap();
    let mut wrong = serde_json::to_value(builtin().unwrap()).unwrap();
    wrong["posts"][3]["fte"] = json!("viel");
    wrong["units"][0]["farbe"] = json!("rot");
    for way in ["step", "baseline"] {
        let more = json!({"way": way, "replaces": if way == "step" { Value::Null } else { json!(1) }});
        let answer = post(&app, &more, wrong.to_string().as_bytes()).await;
        let errors = answer["looked"]["errors"].as_array().unwrap();
        let paths: Vec<&str> = errors.iter().map(|error| error["path"].as_str().unwrap()).collect();
        assert!(paths.iter().any(|path| path.starts_with("posts[3]")), "{paths:?}");
        assert!(paths.iter().any(|path| path.starts_with("units[0]")), "{paths:?}");
        assert_eq!(answer["looked"]["taken"], json!(false));
        for broken in [&b"{"[..], b"", b"Monat;Fallart\n", b"\xff\xfe", b"[[[[[[[["] {
            let answer = post(&app, &more, broken).await;
            assert_eq!(answer["looked"]["errors"].as_array().unwrap().len(), 1, "{answer}");
        }
    }
    assert_eq!(app.store.audit_trail().await.unwrap(), before);
    let too_large = vec![b' '; 17 * 1024 * 1024];
    let body = [b"{\"name\": \"plan.json\", \"way\": \"step\", \"english\": false}\n".as_slice(), &too_large]
        .concat();
    let request = Request::post("/daten/plan").header("host", HOST).header("sec-fetch-site", "same-origin");
    let refused = app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", refused.text());
}

#[tokio::test]
async fn a_plan_takes_the_place_of_the_newest_version_once_and_by_a_decision() {
    let app = App::start().await;
    app.alone().await;
    let scenario = app.scenario().await;
    let mut plan = renamed();
    plan.name = "Amt der Zukunft".to_owned();
    let shown = looked(&app, &json!({"way": "baseline"}), &plan).await;
    assert_eq!(
        (&shown["taken"], &shown["version"]),
        (&json!(false), &scenario["newest_baseline"]),
        "{shown}"
    );
    assert!(shown["beyond"][0].as_str().unwrap().contains("Amt der Zukunft"), "{shown}");
    let before = app.store.audit_trail().await.unwrap().len();

    let take = json!({"way": "baseline", "replaces": shown["version"], "note": "Ratsbeschluss 7"});
    let taken = looked(&app, &take, &plan).await;
    let version = shown["version"].as_i64().unwrap() + 1;
    assert_eq!((&taken["taken"], &taken["version"]), (&json!(true), &json!(version)));
    assert_eq!(
        looked(&app, &take, &plan).await["version"],
        json!(version),
        "once, however often it is asked"
    );
    let trail = app.store.audit_trail().await.unwrap();
    assert_eq!(trail.len(), before + 1);
    let entry = trail.last().unwrap();
    assert_eq!(entry.action, "plan.replace");
    assert!(
        entry.detail.contains("Ratsbeschluss 7") && entry.detail.contains("plan.json"),
        "{}",
        entry.detail
    );

    // Scenarios stay where they are until they are led onto it; what was seen before is out of date.
    let now = app.scenario().await;
    assert_eq!(
        (&now["baseline"], &now["baseline_version"]),
        (&scenario["baseline"], &scenario["baseline_version"])
    );
    assert_eq!(now["newest_baseline"], json!(version));
    let newest = app.call("plan/newest", &json!({})).await.json();
    assert_eq!((&newest["version"], &newest["plan"]["name"]), (&json!(version), &json!("Amt der Zukunft")));
    let late = post(&app, &take, builtin().unwrap().to_json().as_bytes()).await;
    assert!(late["failed"].is_object(), "{late}");
    let moved = app.call("scenarios/append", &append(&now, &move_post("AA-05", "einbuergerung"))).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
}

#[tokio::test]
async fn what_cannot_be_brought_back_across_a_replaced_plan_is_named() {
    let app = App::start().await;
    app.alone().await;
    let mut plan = renamed();
    let mut new = plan.case_types[0].clone();
    new.id = CaseTypeId::parse("neu-01").unwrap();
    new.name = "Neue Aufgabe".to_owned();
    plan.case_types.push(new);
    plan.name = "Amt der Zukunft".to_owned();
    let take = json!({"way": "baseline", "replaces": 1, "note": "Ratsbeschluss 7"});
    let taken = looked(&app, &take, &plan).await;
    assert_eq!(taken["taken"], json!(true), "{taken}");
    for (english, named, word) in [
        (false, "Die Fallart „Neue Aufgabe“ (neu-01) fehlt in Fassung 1.", "Datei"),
        (true, "The case type “Neue Aufgabe” (neu-01) is missing in version 1.", "file"),
    ] {
        let asked = json!({"command": {
            "version": 1, "command": Uuid::new_v4(), "name": format!("Zurück {english}"), "english": english,
        }});
        let made = app.call("plan/restore", &asked).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        let beyond = made.json()["beyond"].clone();
        assert!(beyond.as_array().unwrap().contains(&json!(named)), "{beyond}");
        assert!(!beyond.to_string().contains(word), "{beyond}");
    }
}

#[tokio::test]
async fn only_who_decides_about_all_units_replaces_the_plan() {
    let app = App::start().await;
    let file = renamed().to_json();
    let take = json!({"way": "baseline", "replaces": 1});
    let limited = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let refused = post(&limited, &take, file.as_bytes()).await;
    assert_eq!(refused, json!({"failed": "not_all_units"}));
    let lead = app.known_by(&app.enter("team_lead").await);
    assert_eq!(post(&lead, &take, file.as_bytes()).await, json!({"failed": "forbidden"}));
    // Telling what would change is another matter.
    let told = looked(&lead, &json!({}), &renamed()).await;
    assert_eq!(told["changes"].as_array().unwrap().len(), 1);
    let newest = app.call("plan/newest", &json!({})).await.json();
    assert_eq!(newest["plan"]["units"][1]["name"], json!(builtin().unwrap().units[1].name));
}

#[tokio::test]
async fn a_counted_case_type_stays_in_the_plan() {
    let app = App::start().await;
    let counts = b"Monat;Fallart;Bestand\n01.2023;a01;5\n";
    crate::imports::looked(&app, &json!({"take": true}), counts).await;
    let mut document = serde_json::to_value(builtin().unwrap()).unwrap();
    document["case_types"].as_array_mut().unwrap().retain(|one| one["id"] != "a01");
    let answer = post(&app, &json!({"way": "baseline"}), document.to_string().as_bytes()).await;
    let errors = answer["looked"]["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{answer}");
    assert!(errors[0]["reason"].as_str().unwrap().contains("„a01“"), "{answer}");
}
