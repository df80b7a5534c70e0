//! Uses everything that speaks of cases once: tables in, dashboards, lists and files out.

use crate::app::{App, HOST};
use crate::{When, recorder};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;
use stellwerk::caseload::{CaseLine, Holder};
use stellwerk::exchange::{Accept, TableKind};
use stellwerk::permission::{Role, permit};
use stellwerk::plan::{CaseTypeId, builtin};
use stellwerk::store::{Actor, Tenant};

/// Tables of cases.
pub const CASES: [&str; 13] = [
    "listed_case",
    "listed_open",
    "listed_year",
    "listed_flow",
    "listed_age",
    "listed_crossing",
    "listed_wait",
    "listed_past",
    "case_count",
    "case_list",
    "case_import",
    "case_outlook",
    "case_key",
];

fn actor() -> Actor {
    Actor { tenant: Tenant::embedded(), name: "leitung".to_owned(), request_id: String::new() }
}

/// An instance in which everything was asked; its database is still open.
pub async fn through() -> App {
    let app = App::start().await;
    // Not before: how a new database is made is nobody's question.
    recorder::listen();
    recorder::now(When::TakenIn);
    list(&app).await;
    recorder::now(When::Asked);
    // First with nothing but a list, then with counts beside it.
    dashboards(&app).await;
    recorder::now(When::TakenIn);
    counts(&app).await;
    recorder::now(When::Asked);
    dashboards(&app).await;
    lists(&app).await;
    app
}

/// A list of every kind of case: taken in, compared, limited to some kinds, with one that stands in it twice, with what is missing and with
/// what is deleted after its time.
async fn list(app: &App) {
    let mut text = "Aktenzeichen;Fallart;Eingang;Status;Status seit;Erledigt am\r\n".to_owned();
    for (at, one) in builtin().unwrap().case_types.iter().enumerate() {
        for month in 1..=12 {
            let closed = if month < 9 { format!("28.{:02}.2023", month + 3) } else { String::new() };
            let _ = write!(
                text,
                "33-{at}-{month}/23;{};05.{month:02}.2023;offen;06.{month:02}.2023;{closed}\r\n",
                one.id
            );
        }
    }
    // So long ago that it is deleted at the end.
    let kind = &builtin().unwrap().case_types[0].id;
    let _ = write!(text, "33-alt/19;{kind};05.01.2019;offen;06.01.2019;28.02.2019\r\n");
    post(app, &json!({"take": true}), &text).await;
    let changed = text.replace(";offen;06.11.", ";ruht;06.11.").replace("33-0-12/23", "33-0-13/23");
    post(app, &json!({}), &changed).await;
    post(app, &json!({"take": true, "complete": true}), &changed).await;
    let first = text.lines().nth(1).unwrap();
    let twice = post(app, &json!({}), &format!("{text}{first}\r\n")).await;
    assert!(twice["looked"]["wrong"][0].is_object(), "{twice}");
    let types: BTreeSet<CaseTypeId> =
        builtin().unwrap().case_types[..2].iter().map(|one| one.id.clone()).collect();
    let mut staged = app.store.stage_cases(permit(Role::Manager).unwrap(), &actor()).await.unwrap();
    staged.limit(&types).await.unwrap();
    let day = builtin().unwrap().as_of;
    let line = CaseLine {
        row: 2,
        reference: "33-0-1/23".to_owned(),
        case_type: types.first().unwrap().clone(),
        received: day,
        holder: Holder::WithUs,
        since: None,
        closed: None,
    };
    staged.add(&[line]).await.unwrap();
    staged.settle().await.unwrap();
    staged.leave(&BTreeSet::from([900])).await.unwrap();
    let accept = Accept { absent: true, ..Accept::default() };
    app.store.import_cases(staged, ("teil.csv", &[]), day, accept).await.unwrap();
    assert_eq!(app.store.forget_cases(&actor(), day).await.unwrap(), 1);
    app.store.complete_sums().await.unwrap();
    // A list that brings it again is taken over without it.
    post(app, &json!({}), &text).await;
}

/// Two years of counts, twice, once typed, and what was decided about their columns.
async fn counts(app: &App) {
    let mut text = "Monat;Fallart;Zugang neu;Erledigungen;Bestand\r\n".to_owned();
    for one in &builtin().unwrap().case_types {
        for at in 0..24 {
            let _ = write!(text, "{:02}.{};{};21;20;{}\r\n", at % 12 + 1, 2022 + at / 12, one.id, 100 + at);
        }
    }
    let columns = json!([{"word": "Zugang neu", "means": "received"}]);
    post(app, &json!({"kind": "counts", "columns": columns, "take": true}), &text).await;
    post(app, &json!({}), &text.replace(";21;20;", ";22;20;")).await;
    let typed = json!([{"case_type": "a01", "month": 3, "figure": "open", "value": 40}]);
    let saved = app.call("imports/save", &json!({"command": {"year": 2024, "entries": typed}})).await;
    assert!(saved.status.is_success(), "{}", saved.text());
}

/// Posts a table as the page does; gives the last line of the answer.
async fn post(app: &App, more: &Value, file: &str) -> Value {
    let mut ask = json!({
        "name": "tabelle.csv", "kind": null, "columns": [], "states": [], "take": false, "added": true, "changed": true,
        "complete": false, "leave": [], "scenario": null,
    });
    let fields = more.as_object().unwrap();
    fields.iter().for_each(|(name, value)| ask[name] = value.clone());
    let request = Request::post("/daten/datei").header("host", HOST).header("sec-fetch-site", "same-origin");
    let answer = app.send(request.body(Body::from(format!("{ask}\n{file}"))).unwrap()).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let last: Value = serde_json::from_str(answer.text().lines().last().unwrap()).unwrap();
    let looked = &last["looked"];
    if ask["take"] == json!(true) {
        assert_eq!(looked["taken"], json!(true), "{last}");
    }
    last
}

/// Every dashboard with its forecast, its files and pictures, and what else is made of cases.
async fn dashboards(app: &App) {
    let unit = json!({"ask": {"unit": "aufenthalt", "english": false}});
    for _ in 0..300 {
        let pending = app.call("dashboards/unit", &unit).await.json()["pending"].clone();
        if pending == json!(false) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    for (function, body) in [
        ("dashboards/counted", json!({"english": false})),
        ("dashboards/department", json!({"english": false})),
        ("dashboards/unit", json!({"ask": {"unit": "abteilung", "english": true}})),
        ("dashboards/unit", json!({"ask": {"unit": "aufenthalt", "case_type": "a01", "english": false}})),
        ("dashboards/exercise", json!({"english": false})),
        ("imports/provenance", json!({})),
        ("imports/sheet", json!({"year": 2023})),
    ] {
        let answer = app.call(function, &body).await;
        assert!(answer.status.is_success(), "{function}: {}", answer.text());
    }
    for path in [
        "/faelle",
        "/faelle/aufenthalt",
        "/daten",
        "/export/faelle?form=xlsx",
        "/export/faelle?form=csv&einheit=aufenthalt&tabelle=alter",
        "/export/faelle?form=pdf&einheit=aufenthalt",
    ] {
        let answer = app.get(path).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
    }
}

/// What accounts with units of their own are shown, and what is remembered of columns.
async fn lists(app: &App) {
    let view = || permit(Role::Manager).unwrap();
    let own: BTreeSet<CaseTypeId> =
        builtin().unwrap().case_types[..3].iter().map(|one| one.id.clone()).collect();
    assert!(!app.store.imports_of(view(), &actor(), &own, 10).await.unwrap().is_empty());
    app.store.imports_of(view(), &actor(), &BTreeSet::new(), 10).await.unwrap();
    assert!(!app.store.import_mapping(view(), &actor(), TableKind::Counts).await.unwrap().is_empty());
    assert!(!app.store.outlooks(view(), &actor()).await.unwrap().is_empty());
    // On another day than that of the list, as after the program before this one, ages are summed up by day of receipt.
    let types: Vec<CaseTypeId> = own.into_iter().collect();
    let later = builtin().unwrap().as_of + chrono::Days::new(40);
    assert!(app.store.open_ages(view(), &actor(), &types, later).await.unwrap().open() > 0);
}
