//! Tables posted to the page's door, the monthly sheet, the list of imports.

use crate::app::{App, HOST};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use stellwerk::plan::builtin;

fn ask(more: &Value) -> Value {
    let mut ask = json!({
        "name": "tabelle.csv", "kind": null, "columns": [], "states": [], "take": false, "added": true, "changed": true,
        "complete": false, "leave": [], "scenario": null,
    });
    let fields = ask.as_object_mut().unwrap();
    more.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| drop(fields.insert(name.clone(), value.clone())));
    ask
}

/// Posts a table as the page does; gives the last line of the answer.
pub async fn post(app: &App, ask: &Value, file: &[u8]) -> Value {
    let body = [format!("{ask}\n").as_bytes(), file].concat();
    let request = Request::post("/daten/datei").header("host", HOST).header("sec-fetch-site", "same-origin");
    let answer = app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_str(answer.text().lines().last().unwrap()).unwrap()
}

pub async fn looked(app: &App, more: &Value, file: &[u8]) -> Value {
    let answer = post(app, &ask(more), file).await;
    assert!(answer["looked"].is_object(), "{answer}");
    answer["looked"].clone()
}

const COUNTS: &str = "Monat;Fallart;Eingänge;Nachname\r\n01.2023;a01;12;Maier\r\n02.2023;a01;15;Maier\r\n";

#[tokio::test]
async fn counts_are_shown_first_and_stored_when_they_are_taken() {
    let app = App::start().await;
    let shown = looked(&app, &json!({}), COUNTS.as_bytes()).await;
    assert_eq!((&shown["kind"], &shown["taken"]), (&json!("counts"), &json!(false)));
    assert_eq!(shown["sums"], json!({"added": 2, "changed": 0, "unchanged": 0, "absent": 0, "withheld": 0}));
    assert_eq!(shown["columns"][3]["person"], json!(true));
    assert!(shown["changes"][0]["title"].as_str().unwrap().starts_with("a01 "), "{shown}");
    assert_eq!(app.store.verify_audit().await.unwrap(), 0);

    // The second row is left out.
    let leave = json!([shown["changes"][1]["key"]]);
    let taken = looked(&app, &json!({"take": true, "leave": leave}), COUNTS.as_bytes()).await;
    assert_eq!((&taken["taken"], &taken["sums"]["added"]), (&json!(true), &json!(1)));
    let again = looked(&app, &json!({"take": true, "leave": leave}), COUNTS.as_bytes()).await;
    assert_eq!(again["sums"], json!({"added": 0, "changed": 0, "unchanged": 1, "absent": 0, "withheld": 0}));
    let stored = app.call("imports/provenance", &json!({})).await.json();
    assert_eq!(stored["imports"].as_array().unwrap().len(), 1);
    assert_eq!(stored["imports"][0]["source"], "tabelle.csv");
    assert!(
        stored["sentence"].as_str().unwrap().starts_with("Fallzahlen liegen von Januar 2023 bis Januar 2023")
    );
}

/// A table of received cases of one kind after another over so many months from 1990 on.
fn long(kinds: usize, months: u32) -> String {
    let row = |id: &str, at: u32| format!("{:02}.{};{id};{}\r\n", at % 12 + 1, 1990 + at / 12, at + 1);
    let plan = builtin().unwrap();
    let kinds = plan.case_types.iter().take(kinds);
    let rows = kinds.flat_map(|one| (0..months).map(move |at| row(one.id.as_str(), at)));
    "Monat;Fallart;Eingänge\r\n".to_owned() + &rows.collect::<String>()
}

#[tokio::test]
async fn every_change_is_shown_before_it_is_taken() {
    let app = App::start().await;
    let table = long(2, 360);
    let shown = looked(&app, &json!({}), table.as_bytes()).await;
    let changes = shown["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &shown["sums"]["added"]), (720, &json!(720)));
    let leave = json!([changes[700]["key"]]);
    let taken = looked(&app, &json!({"take": true, "leave": leave}), table.as_bytes()).await;
    assert_eq!(taken["sums"]["added"], json!(719));
    let rest = looked(&app, &json!({}), table.as_bytes()).await;
    assert_eq!(rest["changes"].as_array().unwrap().len(), 1);
    assert_eq!(rest["changes"][0]["key"], changes[700]["key"]);

    // More than anybody can decide about is not offered.
    let refused = looked(&app, &json!({}), long(usize::MAX, 400).as_bytes()).await;
    assert_eq!(
        (&refused["changes"], refused["wrong"].as_array().unwrap().len()),
        (&json!([]), 1),
        "{refused}"
    );
    let reason = refused["wrong"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("höchstens 20.000") && reason.contains("stellwerk import"), "{reason}");
}

#[tokio::test]
async fn what_was_decided_about_columns_and_states_is_remembered() {
    let app = App::start().await;
    let list = "Nr.;Art;Vom;Lage\r\n7/23;a01;02.01.2023;Stufe 7\r\n";
    let unknown = looked(&app, &json!({}), list.as_bytes()).await;
    assert_eq!((&unknown["kind"], &unknown["columns"][0]["heading"]), (&Value::Null, &json!("Nr.")));
    let columns = json!([
        {"word": "Nr.", "means": "reference"}, {"word": "Art", "means": "case_type"},
        {"word": "Vom", "means": "received"}, {"word": "Lage", "means": "state"},
    ]);
    let decided = json!({"kind": "cases", "columns": columns});
    let wrong = looked(&app, &decided, list.as_bytes()).await;
    assert_eq!(wrong["unknown_states"], json!(["Stufe 7"]));
    assert!(wrong["wrong"][0]["column"].as_str().unwrap().starts_with("D („Lage“)"), "{wrong}");
    let all = json!({"kind": "cases", "columns": columns, "states": [{"word": "Stufe 7", "means": "applicant"}], "take": true});
    let taken = looked(&app, &all, list.as_bytes()).await;
    assert_eq!((&taken["taken"], &taken["sums"]["added"]), (&json!(true), &json!(1)), "{taken}");
    // The same table is understood the next time.
    let again = looked(&app, &json!({}), list.as_bytes()).await;
    assert_eq!((&again["kind"], &again["sums"]["unchanged"]), (&json!("cases"), &json!(1)), "{again}");
    let stored = app.call("imports/provenance", &json!({})).await.json();
    assert!(
        stored["sentence"].as_str().unwrap().contains("Die Fallliste hat den Stand 02.01.2023 mit 1 offenen")
    );
}

#[tokio::test]
async fn cases_of_a_list_are_shown_and_taken_over_one_by_one() {
    let app = App::start().await;
    let head = "Aktenzeichen;Fallart;Eingang;Status;Erledigt am\r\n";
    let list = format!(
        "{head}1/23;a01;02.01.2023;offen;\r\n2/23;a01;03.01.2023;offen;\r\n3/23;a01;04.01.2023;offen;\r\n"
    );
    let shown = looked(&app, &json!({}), list.as_bytes()).await;
    let changes = shown["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 3, "{shown}");
    assert!(changes[1]["title"].as_str().unwrap().starts_with("Zeile 3: a01 "), "{shown}");
    assert_eq!(
        (&changes[1]["before"], &changes[1]["after"]),
        (&json!(""), &json!("Eingang 03.01.2023, liegt bei uns"))
    );
    let leave = json!([changes[2]["key"]]);
    let taken = looked(&app, &json!({"take": true, "leave": leave}), list.as_bytes()).await;
    assert_eq!((&taken["taken"], &taken["sums"]["added"]), (&json!(true), &json!(2)), "{taken}");

    // The demonstration shows everything: of a stored case what differs is told.
    let later = list
        .replace("02.01.2023;offen;", "02.01.2023;ruht;")
        .replace("03.01.2023;offen;", "03.01.2023;offen;05.02.2023");
    let shown = looked(&app, &json!({}), later.as_bytes()).await;
    let told: Vec<(&str, &str)> = shown["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["before"].as_str().unwrap(), one["after"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("liegt bei uns", "ruht"),
            ("offen", "erledigt 05.02.2023"),
            ("", "Eingang 04.01.2023, liegt bei uns")
        ],
        "{shown}"
    );
    let leave = json!([shown["changes"][0]["key"], shown["changes"][2]["key"]]);
    let taken = looked(&app, &json!({"take": true, "leave": leave}), later.as_bytes()).await;
    assert_eq!((&taken["sums"]["added"], &taken["sums"]["changed"]), (&json!(0), &json!(1)), "{taken}");
}

#[tokio::test]
async fn posts_come_as_changes_of_the_scenario() {
    let app = App::start().await;
    let plan = builtin().unwrap();
    let scenario = app.scenario().await["id"].clone();
    let file = app.get("/export/organigramm?form=csv").await.text();
    let same = looked(&app, &json!({"scenario": scenario}), file.as_bytes()).await;
    assert_eq!((&same["kind"], &same["changes"]), (&json!("posts"), &json!([])), "{same}");
    let more = format!("{file}NEU-1;asyl;Sachbearbeitung;EG 9b;1,000;vakant;;;;;\r\n");
    let found = looked(&app, &json!({"scenario": scenario}), more.as_bytes()).await;
    let changes = found["changes"][0]["changes"].clone();
    assert_eq!(changes[0]["action"]["add_post"]["id"], "NEU-1");
    assert_eq!(found["sums"]["unchanged"], plan.posts.len());
    assert_eq!(app.append(&changes[0]).await.status, StatusCode::OK);
    let again = looked(&app, &json!({"scenario": scenario}), more.as_bytes()).await;
    assert_eq!(again["changes"], json!([]));
}

#[tokio::test]
async fn tables_to_fill_in_have_the_columns_that_are_read() {
    let app = App::start().await;
    let kinds = builtin().unwrap().case_types.len();
    let counts = app.get("/daten/fallzahlen.csv").await;
    assert_eq!(counts.header("content-disposition"), "attachment; filename=\"fallzahlen.csv\"");
    let filled = counts.text().replace(";;;", ";3;2;1");
    let found = looked(&app, &json!({}), filled.as_bytes()).await;
    assert_eq!((&found["kind"], &found["sums"]["added"]), (&json!("counts"), &json!(12 * kinds)), "{found}");
    let cases = app.get("/daten/fallliste.csv").await.text();
    let one = format!("{cases}1/24;a01;02.01.2024;in Bearbeitung;02.01.2024;\r\n");
    let found = looked(&app, &json!({}), one.as_bytes()).await;
    assert_eq!((&found["kind"], &found["wrong"]), (&json!("cases"), &json!([])), "{found}");
    let row = found["columns"].as_array().unwrap();
    assert!(row.iter().all(|column| column["field"] != ""), "{row:?}");
}

#[tokio::test]
async fn figures_of_the_assessment_go_out_as_a_table_and_come_in_as_changes_of_the_scenario() {
    let app = App::start().await;
    let kinds = builtin().unwrap().case_types.len();
    let scenario = app.scenario().await["id"].clone();
    let answer = app.get("/daten/bemessung.csv").await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"bemessung.csv\"");
    let file = answer.text();
    let same = looked(&app, &json!({"scenario": scenario}), file.as_bytes()).await;
    assert_eq!((&same["kind"], &same["changes"]), (&json!("workload"), &json!([])), "{same}");
    assert_eq!(same["sums"]["unchanged"], json!(kinds));

    let table = "Fallart;Jahr;Fallzahl;mBZ;Quelle\r\na01;2023;1.234;95,5;Erhebung 2023\r\n";
    // There is nothing to store: it becomes a step where somebody makes it one.
    let found = looked(&app, &json!({"scenario": scenario, "take": true}), table.as_bytes()).await;
    assert_eq!((&found["taken"], &found["sums"]["changed"]), (&json!(false), &json!(1)), "{found}");
    assert_eq!(app.store.verify_audit().await.unwrap(), 0);
    let change = found["changes"][0]["changes"][0].clone();
    let patch = &change["action"]["set_case_type"];
    assert_eq!(
        (&patch["counts"]["2023"], &patch["note"]),
        (&json!(1_234), &json!("Fallzahl 2023, mBZ: Erhebung 2023."))
    );
    assert_eq!(app.append(&change).await.status, StatusCode::OK);
    let again = looked(&app, &json!({"scenario": scenario}), table.as_bytes()).await;
    assert_eq!((&again["changes"], &again["sums"]["unchanged"]), (&json!([]), &json!(1)));
    assert!(app.get("/daten/bemessung.csv").await.text().contains(";2023;1.234;95,50;"));

    let wrong = looked(&app, &json!({}), "Fallart;Jahr;Fallzahl\na01;23;1\n".as_bytes()).await;
    assert_eq!((&wrong["wrong"][0]["row"], &wrong["wrong"][0]["column"]), (&json!(2), &json!("B („Jahr“)")));
}

#[tokio::test]
async fn hostile_tables_leave_nothing_and_the_server_alive() {
    let app = App::start().await;
    let wide = "x;".repeat(1_000);
    let mixed = [b"Monat;Fallart;Eing\xc3\xa4nge\n01.2023;a01;1\n02.2023;a01\xe4;2\n".as_slice()].concat();
    for (file, said) in [
        (b"PK\x03\x04half".as_slice(), "beschädigt"),
        (wide.as_bytes(), "1001 Spalten"),
        (&mixed, "anders kodiert"),
        (b"\xff\xfeM\0o\0", "UTF-16"),
        ("Monat;Fallart;Eingänge\n01.2023;a01;=cmd|' /C calc'!A0\n".as_bytes(), "Formel"),
        ("Az;Fallart;Eingang\n1;a01;31.06.2023\n".as_bytes(), "gibt es im Kalender nicht"),
        ("Az;Fallart;Eingang\n1;a01;01.01.2023\n2;\"a0".as_bytes(), "unvollständig"),
        ("Az;Fallart;Eingang\n1;a01;01.01.2023\n1;a01;02.01.2023\n".as_bytes(), "steht schon in Zeile 2"),
    ] {
        let refused = looked(&app, &json!({"take": true}), file).await;
        let reason = refused["wrong"][0]["reason"].as_str().unwrap_or_default();
        assert!(reason.contains(said) && refused["taken"] == false, "{refused}");
    }
    assert_eq!(app.store.verify_audit().await.unwrap(), 0);
    let stored = app.call("imports/provenance", &json!({})).await.json();
    assert_eq!(stored["imports"], json!([]));
}

#[tokio::test]
async fn what_is_too_large_foreign_or_no_question_is_refused() {
    let app = App::with(&builtin().unwrap(), &["--upload", "1"]).await;
    let send = async |site: &str, body: Vec<u8>| {
        let request = Request::post("/daten/datei").header("host", HOST).header("sec-fetch-site", site);
        app.send(request.body(Body::from(body)).unwrap()).await.status
    };
    let question = format!("{}\n", ask(&json!({})));
    let large = [question.as_bytes(), &vec![b'x'; 1024 * 1024 + 1]].concat();
    assert_eq!(send("same-origin", large).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send("cross-site", question.clone().into_bytes()).await, StatusCode::FORBIDDEN);
    for wrong in ["", "{}\nMonat", "no line end", "{\"name\":\"../x\"}\n"] {
        assert_eq!(
            send("same-origin", wrong.as_bytes().to_vec()).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn the_sheet_is_stored_cell_by_cell_and_cleared_again() {
    let app = App::start().await;
    let entry = |figure: &str, value: Value| json!({"case_type": "a01", "month": 3, "figure": figure, "value": value});
    let save = async |entries: Value| {
        app.call("imports/save", &json!({"command": {"year": 2024, "entries": entries}})).await
    };
    let saved = save(json!([entry("received", json!(12)), entry("open", json!(40))])).await;
    assert_eq!(saved.json(), json!({"added": 1, "changed": 0, "unchanged": 0, "absent": 0, "withheld": 0}));
    assert_eq!(save(json!([entry("received", json!(12))])).await.json()["unchanged"], 1);
    let sheet = app.call("imports/sheet", &json!({"year": 2024})).await.json();
    let row = sheet["rows"].as_array().unwrap().iter().find(|row| row["case_type"] == "a01").unwrap();
    assert_eq!(row["months"].as_array().unwrap().len(), 12);
    if row["withheld"] == false {
        assert_eq!(row["months"][2], json!({"received": 12, "completed": null, "open": 40}));
    }
    assert_eq!(save(json!([entry("received", Value::Null)])).await.json()["changed"], 1);
    let counts = app.call("imports/provenance", &json!({})).await.json();
    assert_eq!(
        (&counts["imports"][0]["kind"], &counts["imports"][0]["source"]),
        (&json!("sheet"), &json!("Monatsblatt 2024"))
    );
    for wrong in [
        json!([{"case_type": "zz9", "month": 3, "figure": "open", "value": 1}]),
        json!([{"case_type": "a01", "month": 13, "figure": "open", "value": 1}]),
        json!([{"case_type": "a01", "month": 3, "figure": "open", "value": 10_000_001}]),
        json!([{"case_type": "a01", "month": 3, "figure": "all", "value": 1}]),
    ] {
        assert_eq!(save(wrong.clone()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(
        app.call("imports/sheet", &json!({"year": 1889})).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn the_plan_goes_out_as_a_file() {
    let app = App::start().await;
    let answer = app.get("/daten/plan.json").await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"plan.json\"");
    assert_eq!(stellwerk::plan::Plan::from_json(&answer.body), Ok(builtin().unwrap()));
}
