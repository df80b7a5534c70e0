//! Statements and tables over HTTP: written, frozen, given out, out of date; refusals.

use crate::app::{App, move_post};
use crate::pdf_text::{head_cells, pdf_words, plain};
use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::io::{Cursor, Read};
use uuid::Uuid;

async fn desk(app: &App) -> Value {
    let answer = app.call("statements/load", &json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn create(app: &App) -> Value {
    let scenario = app.scenario().await;
    let asked = json!({"command": Uuid::new_v4(), "scenario": scenario["id"], "template": "statement"});
    let answer = app.call("statements/create", &json!({ "command": asked })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn command(app: &App, verb: &str, statement: &Value) -> crate::app::Answer {
    let scenario = app.scenario().await;
    let asked = json!({
        "command": Uuid::new_v4(), "scenario": scenario["id"], "statement": statement["id"], "version": statement["version"],
    });
    app.call(&format!("statements/{verb}"), &json!({ "command": asked })).await
}

async fn save(app: &App, statement: &Value, draft: &Value) -> crate::app::Answer {
    let scenario = app.scenario().await;
    let asked = json!({
        "command": Uuid::new_v4(), "scenario": scenario["id"], "statement": statement["id"], "version": statement["version"],
        "draft": draft,
    });
    app.call("statements/save", &json!({ "command": asked })).await
}

fn address(statement: &Value, form: &str) -> String {
    format!("/export/stellungnahme?nr={}&form={form}", statement["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_text_is_written_given_out_and_survives_a_restart() {
    let app = App::start().await;
    assert_eq!(desk(&app).await["statements"], json!([]));
    let made = create(&app).await;
    assert_eq!((&made["version"], &made["frozen"]), (&json!(1), &Value::Null));
    let mut draft = made["draft"].clone();
    draft["title"] = json!("Eigener Titel");
    let saved = save(&app, &made, &draft).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    assert_eq!(saved.json()["version"], json!(2));
    for (form, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-1.7"[..]),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("odt", "application/vnd.oasis.opendocument.text", b"PK"),
    ] {
        let file = app.get(&address(&made, form)).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind), "{}", file.text());
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"stellungnahme-statement.{form}\"")
        );
        assert!(file.body.starts_with(start));
    }
    let app = app.restart().await;
    let there = desk(&app).await;
    assert_eq!(there["statements"][0]["draft"]["title"], "Eigener Titel");
    let figure =
        there["basis"]["figures"].as_array().unwrap().iter().find(|figure| figure["key"] == "quelle.gesamt");
    assert_eq!(figure.unwrap()["value"], "41");
}

/// The text of a DOCX.
fn docx_words(docx: &[u8]) -> String {
    let (mut body, mut text) = (String::new(), String::new());
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
    let body = body.replace("</w:p>", "\n");
    let mut rest = body.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, behind)| behind);
    }
    plain(&text)
}

#[tokio::test]
async fn the_files_that_are_given_out_hold_every_figure_of_the_source() {
    let app = App::start().await;
    let made = create(&app).await;
    let pdf = app.get(&address(&made, "pdf")).await.body;
    let docx = app.get(&address(&made, "docx")).await.body;
    for (form, text) in [("PDF", pdf_words(&pdf)), ("DOCX", docx_words(&docx))] {
        for sentence in [
            "zurzeit 11 Vollzeitstellen",
            "zurzeit 5 Stellen entfallen",
            "2 auf EU-Angelegenheiten",
            "1 auf das laufende Asylverfahren",
            "2 auf das Rückkehr-",
            "3 Vollzeitkräfte",
            "4 Vollzeitkräfte",
            "18 Stellen",
            "zusammen 41 Stellen",
            "kw-Vermerk zum 30.06.2024",
        ] {
            assert!(text.contains(sentence), "{form}: „{sentence}“ fehlt in: {text}");
        }
    }
    let tags: String = String::from_utf8_lossy(&pdf).split_whitespace().collect();
    let title: String = made["draft"]["title"].as_str().unwrap().split_whitespace().collect();
    assert!(tags.contains("/Lang(de-DE)") && tags.contains("<dc:title>") && tags.contains(&title));
    assert!(head_cells(&pdf) > 3, "columns and rows have heads");
}

#[tokio::test]
async fn what_is_frozen_stays_and_tells_when_it_is_out_of_date() {
    let app = App::start().await;
    let made = create(&app).await;
    let mut draft = made["draft"].clone();
    draft["sections"] =
        json!([{"heading": "Änderungen", "text": "Es sind {szenario.anzahl}, {quelle.gesamt} laut Quelle."}]);
    let saved = save(&app, &made, &draft).await.json();
    let frozen = command(&app, "freeze", &saved).await;
    assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.text());
    let frozen = frozen.json();
    assert_eq!(frozen["frozen"]["outdated"], json!([]));
    let before = app.get(&address(&made, "pdf")).await.body;
    let hash: String = Sha256::digest(&before).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(frozen["frozen"]["pdf_sha256"], hash);

    app.append(&move_post("AA-05", "einbuergerung")).await;
    let outdated = &desk(&app).await["statements"][0]["frozen"]["outdated"];
    assert_eq!(outdated.as_array().unwrap().len(), 1);
    assert_eq!((&outdated[0]["then"], &outdated[0]["now"]), (&json!("0"), &json!("1")));
    assert_eq!(app.get(&address(&made, "pdf")).await.body, before, "the file stays as it was");
    let odt = app.get(&address(&made, "odt")).await;
    assert_eq!(odt.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is added to what was frozen");
    assert!(odt.text().contains("als neuen Entwurf kopieren"), "{}", odt.text());

    // Neither written nor removed any more; a copy is a draft again.
    assert_eq!(save(&app, &frozen, &draft).await.status, StatusCode::CONFLICT);
    assert_eq!(command(&app, "remove", &frozen).await.status, StatusCode::CONFLICT);
    let scenario = app.scenario().await;
    let copy = json!({"command": Uuid::new_v4(), "scenario": scenario["id"], "template": "statement", "origin": made["id"]});
    let copy = app.call("statements/create", &json!({ "command": copy })).await.json();
    assert_eq!((&copy["draft"], &copy["frozen"]), (&draft, &Value::Null));
    assert!(app.store.verify_audit().await.unwrap() > 3);
}

#[tokio::test]
async fn forecast_figures_are_bound_and_out_of_date_when_the_scenario_changes() {
    let app = App::start().await;
    let made = create(&app).await;
    let text = made["draft"].to_string();
    assert!(text.contains("{prognose.offen.gesamt}") && text.contains("{tabelle.prognose}"), "{text}");
    let there = desk(&app).await;
    let figures = there["basis"]["figures"].as_array().unwrap();
    let figure = figures.iter().find(|figure| figure["key"] == "prognose.offen.aufenthalt").unwrap();
    assert_eq!(figure["assumed"], json!(true));
    let source = figure["source"].as_str().unwrap();
    assert!(source.contains("Startwert 1") && source.contains("40 Wiederholungen"), "{source}");
    let mut draft = made["draft"].clone();
    draft["sections"] =
        json!([{"heading": "Ausblick", "text": "Am {prognose.tag}: {prognose.offen.gesamt}."}]);
    let saved = save(&app, &made, &draft).await.json();
    let frozen = command(&app, "freeze", &saved).await;
    assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.text());
    assert_eq!(frozen.json()["frozen"]["outdated"], json!([]));
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let outdated = desk(&app).await["statements"][0]["frozen"]["outdated"].to_string();
    assert!(outdated.contains("Grundlage der Prognose"), "{outdated}");
}

#[tokio::test]
async fn what_is_frozen_rests_on_a_snapshot_that_stays() {
    let app = App::start().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let scenario = app.scenario().await;
    let freeze = async |title: &str| {
        let made = create(&app).await;
        let mut draft = made["draft"].clone();
        draft["title"] = json!(title);
        draft["sections"] = json!([{"heading": "", "text": "{quelle.gesamt}"}]);
        let saved = save(&app, &made, &draft).await.json();
        let frozen = command(&app, "freeze", &saved).await;
        assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.text());
        frozen.json()
    };
    let (first, second) = (freeze("Eins").await, freeze("Zwei").await);
    let snapshot = &first["frozen"]["snapshot"];
    assert_eq!(snapshot["hash"].as_str().unwrap().len(), 64);
    assert_eq!(&second["frozen"]["snapshot"], snapshot, "the same state is kept once");
    let list = app.call("snapshots/list", &json!({"scenario": scenario["id"]})).await.json();
    assert_eq!(list["snapshots"].as_array().unwrap().len(), 1);
    assert_eq!(list["snapshots"][0]["hash"], snapshot["hash"]);
    assert_eq!(list["snapshots"][0]["name"], json!("Stellungnahme: Eins"));
    // Another state is another snapshot.
    app.switch("undo").await;
    let third = freeze("Drei").await;
    assert_ne!(third["frozen"]["snapshot"]["hash"], snapshot["hash"]);

    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(app.database())).await.unwrap();
    let deleted = sqlx::query("DELETE FROM snapshot WHERE id = $1")
        .bind(snapshot["id"].as_str().unwrap())
        .execute(&mut connection)
        .await
        .unwrap_err();
    assert!(deleted.to_string().contains("beruht eine festgeschriebene Stellungnahme"), "{deleted}");
}

#[tokio::test]
async fn refusals_say_what_is_wrong() {
    let app = App::start().await;
    let made = create(&app).await;
    let mut draft = made["draft"].clone();
    draft["sections"] = json!([{"heading": "", "text": "{gibt.es.nicht}"}]);
    let saved = save(&app, &made, &draft).await.json();
    let frozen = command(&app, "freeze", &saved).await;
    assert_eq!(frozen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(frozen.text().contains("{gibt.es.nicht}"), "{}", frozen.text());
    // On the old version.
    assert_eq!(save(&app, &made, &draft).await.status, StatusCode::CONFLICT);
    draft["title"] = json!(" ");
    assert_eq!(save(&app, &saved, &draft).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (path, status) in [
        ("/export/stellungnahme".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (address(&made, "xlsx"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/export/stellungnahme?nr=01890000-0000-7000-8000-000000000000".to_owned(), StatusCode::NOT_FOUND),
        ("/export/stellenplan?jahr=1999".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/export/bemessung?jahr=1999".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/export/bemessung?methode=c".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/export/bemessung?minuten=kgst".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = app.get(&path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
    }
    assert_eq!(command(&app, "remove", &saved).await.status, StatusCode::OK);
    assert_eq!(desk(&app).await["statements"], json!([]));
}

#[tokio::test]
async fn the_same_command_is_carried_out_once() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    let asked =
        json!({"command": {"command": Uuid::new_v4(), "scenario": scenario["id"], "template": "answer"}});
    let first = app.call("statements/create", &asked).await.json();
    assert_eq!(app.call("statements/create", &asked).await.json(), first);
    assert_eq!(desk(&app).await["statements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn tables_are_given_out_in_every_form() {
    let app = App::start().await;
    app.append(&move_post("AA-05", "einbuergerung")).await;
    for (path, name) in [
        ("/export/stellenplan?jahr=2025", "stellenplan-2025"),
        ("/export/veraenderungen?jahr=2025", "veraenderungen-2025"),
        ("/export/bemessung?jahr=2023", "bemessung"),
    ] {
        for (form, start) in [
            ("xlsx", &b"PK"[..]),
            ("csv", b"\xef\xbb\xbf"),
            ("pdf", b"%PDF-"),
            ("docx", b"PK"),
            ("odt", b"PK"),
        ] {
            let answer = app.get(&format!("{path}&form={form}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} {form}: {}", answer.text());
            assert_eq!(
                answer.header("content-disposition"),
                format!("attachment; filename=\"{name}.{form}\"")
            );
            assert!(answer.body.starts_with(start), "{path} {form}");
        }
    }
    // Method and parameters are those of the address, as on the page.
    let need =
        async |query: &str| app.get(&format!("/export/bemessung?jahr=2023&form=csv{query}")).await.text();
    let own = need("").await;
    assert_eq!(need("&methode=a&minuten=kgst-2022-11").await, own, "the plan's own");
    for query in ["&methode=b", "&minuten=kgst-2025-08", "&methode=b&minuten=kgst-2025-08"] {
        assert_ne!(need(query).await, own, "{query}");
    }
    // 364.500 minutes over 95.400 × 0,91 and over 93.660 × 0,91.
    assert!(own.contains(";4,20;"), "{own}");
    assert!(need("&minuten=kgst-2025-08").await.contains(";4,28;"));
    // 364.500 minutes over 97.860 × 0,91: civil servants work 40 hours a week.
    assert!(need("&gruppe=beamte").await.contains(";4,09;"));
    let tasks = need("&tabelle=aufgaben").await;
    assert!(
        tasks.contains("Bedarf nach Verfahren A (VZÄ);Bedarf nach Verfahren B (VZÄ);Herleitung"),
        "{tasks}"
    );
    let list = app.get("/export/veraenderungen?jahr=2025&form=csv").await.text();
    assert!(list.contains(";AA-05;") && list.contains(";umgesetzt;"), "{list}");
}
