//! Working without a connection: which pages a browser may keep, under whose mark, and how it is switched off.

use crate::app::{App, HOST};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::time::Duration;
use stellwerk::plan::builtin;
use tempfile::TempDir;

const MARK: &str = "stellwerk-vorhalten";

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    for (folder, file) in [("pkg", "stellwerk.wasm"), ("pkg", "parts.json"), ("engine", "worker.js")] {
        std::fs::create_dir_all(site.path().join(folder)).unwrap();
        std::fs::write(site.path().join(folder).join(file), "1").unwrap();
        std::fs::write(site.path().join(folder).join(format!("{file}.br")), "1").unwrap();
    }
    std::fs::write(site.path().join("favicon.svg"), "1").unwrap();
    site
}

async fn app(site: &TempDir, flags: &[&str]) -> App {
    App::with(&builtin().unwrap(), &[&["--site", site.path().to_str().unwrap()], flags].concat()).await
}

/// What the script is told by the server.
fn told(script: &str) -> Value {
    let line = script.lines().next().unwrap();
    let told = line.strip_prefix("const KEPT = ").and_then(|rest| rest.strip_suffix(';'));
    serde_json::from_str(told.unwrap()).unwrap()
}

#[tokio::test]
async fn the_script_names_the_files_of_this_build_and_is_never_out_of_date() {
    let site = site();
    let app = app(&site, &[]).await;
    let script = app.get("/vorhalten.js").await;
    assert_eq!(script.status, StatusCode::OK);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("cache-control"), "no-cache");
    let policy = script.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; ") && policy.contains("connect-src 'self'"), "{policy}");
    let told = told(&script.text());
    let build = told["build"].as_str().unwrap();
    assert_eq!(
        told["files"],
        serde_json::json!([
            format!("/pkg/{build}/stellwerk.wasm"),
            format!("/pkg/{build}/engine/worker.js"),
            "/favicon.svg"
        ])
    );
    for file in told["files"].as_array().unwrap() {
        assert_eq!(app.get(file.as_str().unwrap()).await.status, StatusCode::OK, "{file}");
    }
    // No longer than a session lasts.
    assert_eq!(told["hours"], 8);
}

#[tokio::test]
async fn only_planning_pages_of_somebody_who_is_signed_in_carry_a_mark() {
    let site = site();
    let app = app(&site, &[]).await;
    let page = app.get("/organigramm").await;
    let mark = page.header(MARK).to_owned();
    let script = app.get("/vorhalten.js").await;
    let build = told(&script.text())["build"].as_str().unwrap().to_owned();
    assert!(mark.starts_with(&format!("{build}.")) && mark.len() > build.len() + 10, "{mark}");
    assert!(page.text().contains(r#"<link rel="manifest" href="/stellwerk.webmanifest""#));
    assert_eq!(app.get("/bemessung?einheit=asyl").await.header(MARK), mark);
    for other in
        ["/konto", "/szenarien/akte", "/faelle", "/daten", "/stellungnahme", "/hilfe", "/gibt-es-nicht"]
    {
        assert_eq!(app.get(other).await.header(MARK), "", "{other}");
    }
    // Another session has another mark, also of the same account; nobody has none.
    let again = app.known_by(&app.enter("manager").await);
    assert_ne!(again.get("/organigramm").await.header(MARK), mark);
    assert_ne!(again.get("/organigramm").await.header(MARK), "");
    assert_eq!(app.known_by("").get("/anmelden").await.header(MARK), "");
    assert_eq!(app.known_by("").get("/organigramm").await.header(MARK), "");
}

#[tokio::test]
async fn switched_off_nothing_is_kept_and_what_was_kept_goes() {
    let site = site();
    let app = app(&site, &["--offline", "off"]).await;
    let page = app.get("/organigramm").await;
    assert_eq!(page.header(MARK), "");
    assert!(!page.text().contains("rel=\"manifest\""));
    // The script stays where browsers look for the next one: it forgets everything and takes itself away.
    let script = app.get("/vorhalten.js").await;
    assert_eq!(script.status, StatusCode::OK);
    let told = told(&script.text());
    assert_eq!((&told["build"], &told["files"]), (&Value::Null, &serde_json::json!([])));
}

#[tokio::test]
async fn the_manifest_describes_the_page_as_a_program() {
    let site = site();
    let manifest = app(&site, &[]).await.get("/stellwerk.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    assert_eq!(manifest.json()["start_url"], "/");
}

#[tokio::test]
async fn what_the_script_loads_by_itself_does_not_keep_a_session_alive() {
    let site = site();
    let app = app(&site, &[]).await;
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    sqlx::query("UPDATE session SET seen_at = seen_at - 120000000").execute(&mut connection).await.unwrap();
    let mut seen = async || -> i64 {
        sqlx::query_scalar("SELECT max(seen_at) FROM session").fetch_one(&mut connection).await.unwrap()
    };
    let before = seen().await;
    let by_itself = Request::get("/organigramm").header("host", HOST).header(MARK, "1");
    assert_ne!(app.send(by_itself.body(Body::empty()).unwrap()).await.header(MARK), "");
    // It would be written down beside the request.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(seen().await, before);
    app.get("/organigramm").await;
    for _ in 0..100 {
        if seen().await > before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("a page that somebody opens keeps the session alive");
}
