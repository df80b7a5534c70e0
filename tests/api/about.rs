//! What an installation says about itself: every table of its database, and who runs it.

use crate::app::App;
use crate::pdf_text::pdf_words;
use http::StatusCode;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use stellwerk::plan::builtin;

async fn about(app: &App, english: bool) -> Value {
    let answer = app.call("about", &json!({"english": english})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

/// Where a weakness is reported stands there only where somebody has said it (RFC 9116).
#[tokio::test]
async fn where_a_weakness_is_reported_is_told_where_it_was_set() {
    const PATH: &str = "/.well-known/security.txt";
    let app = App::start().await.known_by("");
    assert_eq!(app.get(PATH).await.status, StatusCode::NOT_FOUND);
    let flags =
        ["--security-contact", "mailto:sicherheit@example.de", "--origin", "https://stellwerk.example.de"];
    let app = App::in_earnest(&flags).await;
    let answer = app.get(PATH).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    let text = answer.text();
    let fields: Vec<&str> = text.lines().map(|line| line.split_once(": ").unwrap().0).collect();
    assert_eq!(fields, ["Contact", "Expires", "Preferred-Languages", "Canonical"]);
    assert!(text.contains("https://stellwerk.example.de/.well-known/security.txt"), "{text}");
}

#[tokio::test]
async fn names_every_table_of_the_database_with_its_columns() {
    let app = App::start().await;
    let said = about(&app, false).await;
    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(app.database())).await.unwrap();
    let there: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    let named = said["tables"].as_array().unwrap().iter().map(|table| table["name"].as_str().unwrap());
    assert_eq!(named.collect::<BTreeSet<_>>(), there.iter().map(String::as_str).collect());
    let audit = said["tables"].as_array().unwrap().iter().find(|table| table["name"] == "audit").unwrap();
    assert!(audit["columns"].as_array().unwrap().contains(&json!("prev_hash")));
    assert_eq!(audit["people"], "accounts");
    let cases =
        said["tables"].as_array().unwrap().iter().find(|table| table["name"] == "listed_case").unwrap();
    assert_eq!(cases["people"], "pseudonyms", "they are personal data");
    assert_ne!(about(&app, true).await["tables"][0]["what"], said["tables"][0]["what"]);
}

/// How long completed cases are kept is a setting.
#[tokio::test]
async fn says_how_long_cases_are_kept() {
    for (flags, years) in
        [(&[][..], "3 Jahre nach dem Ende"), (&["--retention", "5"][..], "5 Jahre nach dem Ende")]
    {
        let app = App::with(&builtin().unwrap(), flags).await;
        let said = about(&app, false).await;
        let cases = said["tables"].as_array().unwrap().iter().find(|table| table["name"] == "listed_case");
        assert!(cases.unwrap()["kept"].as_str().unwrap().contains(years), "{cases:?}");
        assert!(!app.get("/datenschutz").await.text().contains("{years}"));
    }
}

#[tokio::test]
async fn says_who_runs_it_where_the_settings_say_so() {
    let app = App::start().await;
    assert_eq!(about(&app, false).await["operator"], Value::Null);
    let flags = ["--operator", "Stadt <b>Musterstadt</b>", "--contact", "it@example.org"];
    let app = App::with(&builtin().unwrap(), &flags).await;
    let said = about(&app, false).await;
    assert_eq!((&said["operator"], &said["contact"]), (&json!(flags[1]), &json!(flags[3])));
    for path in ["/datenschutz", "/barrierefreiheit"] {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(text.contains("it@example.org") && text.contains("Stadt &lt;b&gt;Musterstadt"), "{path}");
    }
    assert!(app.get("/datenschutz").await.text().contains("scenario_change"));
}

/// The text of a DOCX or an ODT, which is in this part of it.
fn office_text(bytes: &[u8], part: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn the_paper_is_given_to_whoever_is_signed_in_and_holds_every_table() {
    let app = App::start().await;
    let said = about(&app, false).await;
    let council = app.known_by(&app.enter("staff_council").await);
    let pdf = council.get("/export/datenschutz").await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    let (words, docx) = (pdf_words(&pdf.body), council.get("/export/datenschutz?form=docx").await);
    assert!(docx.header("content-disposition").contains("stellwerk-datenschutz.docx"), "{:?}", docx.headers);
    let text = office_text(&docx.body, "word/document.xml");
    let odt = council.get("/export/datenschutz?form=odt").await;
    assert!(odt.header("content-disposition").contains("stellwerk-datenschutz.odt"), "{:?}", odt.headers);
    let open = office_text(&odt.body, "content.xml");
    for table in said["tables"].as_array().unwrap() {
        let name = table["name"].as_str().unwrap();
        let cell = format!(">{name}<");
        assert!(text.contains(&cell) && open.contains(&cell), "{name}");
    }
    for part in ["Art. 30 DSGVO", "[einzutragen: Name der verantwortlichen Stelle]", "Prüfprotokoll"] {
        assert!(words.contains(part) && text.contains(part), "{part}: {words}");
    }
    // No agreement is in force.
    assert!(text.contains("ab 5 besetzten Stellen ausgewiesen"), "{text}");

    assert_eq!(app.get("/export/datenschutz?form=csv").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stranger = app.known_by("");
    assert_eq!(stranger.get("/export/datenschutz").await.status, StatusCode::UNAUTHORIZED);
    let (page, theirs) =
        (council.get("/datenschutz").await.text(), stranger.get("/datenschutz").await.text());
    assert!(page.contains("/export/datenschutz?form=pdf") && !theirs.contains("/export/datenschutz"));
}

#[tokio::test]
async fn every_page_leads_there() {
    let app = App::start().await;
    for path in ["/", "/organigramm", "/bemessung", "/gibt-es-nicht"] {
        let page = app.get(path).await.text();
        for link in ["/datenschutz", "/barrierefreiheit"] {
            assert!(page.contains(&format!("href=\"{link}\"")), "{path} has no link to {link}");
        }
    }
}
