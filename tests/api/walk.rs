//! Every server function and every address by its method, with every role and with nobody, against the policy table.

use crate::app::{Answer, App, HOST, PAGE};
use crate::tables::content;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use stellwerk::api::GUARDS;
use stellwerk::permission::{Access, Role};
use stellwerk::server::{ROUTES, answered};
use uuid::Uuid;

/// A body that no function takes: who is let in is told so, and nothing happens.
const NOTHING: &str = "[]";

/// Everybody: each role with its cookie, and nobody.
async fn everybody(app: &App) -> Vec<(Option<Role>, String)> {
    let mut found = vec![(None, String::new())];
    for (word, role) in Role::WORDS {
        found.push((Some(role), app.enter(word).await));
    }
    found
}

async fn call(app: &App, cookie: &str, path: &str, headers: &[(&str, &str)]) -> StatusCode {
    let function = path.strip_prefix("/api/").unwrap();
    app.known_by(cookie).post(function, headers, NOTHING).await.status
}

/// An address as somebody would call it: with an identifier that nothing has.
fn concrete(path: &str) -> String {
    let missing = Uuid::from_u128(1);
    format!("{}?arbeitsplatz={missing}", filled(path, &missing.to_string()))
}

/// An address with this in the place of everything that varies.
pub fn filled(path: &str, with: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |address, part| {
        let (name, rest) = part.split_once('}').unwrap();
        let value = if name.starts_with('*') { "nix" } else { with };
        address + value + rest
    })
}

async fn visit(app: &App, cookie: &str, path: &str, accept: &str) -> Answer {
    let request = Request::get(concrete(path))
        .header("host", HOST)
        .header("sec-fetch-site", "same-origin")
        .header("accept", accept);
    app.known_by(cookie).send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_function_lets_in_whom_the_table_lets_in_and_nobody_else() {
    let app = App::start().await;
    let mut tried = 0;
    for (role, cookie) in everybody(&app).await {
        for (path, access) in GUARDS {
            let status = call(&app, &cookie, path, PAGE).await;
            let refused = match role {
                None => StatusCode::UNAUTHORIZED,
                Some(_) => StatusCode::FORBIDDEN,
            };
            if access.admits(role) {
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{role:?} {path}");
            } else {
                assert_eq!(status, refused, "{role:?} {path}");
            }
            tried += 1;
        }
    }
    assert_eq!(tried, GUARDS.len() * (Role::WORDS.len() + 1));
}

#[tokio::test]
async fn every_address_lets_in_whom_the_table_lets_in_and_nobody_else() {
    let app = App::start().await;
    for (role, cookie) in everybody(&app).await {
        // For other programs a session is nothing: `programs` walks there.
        let pages =
            ROUTES.iter().filter(|(path, access)| *access == Access::Public || !path.starts_with("/api/v1/"));
        for (path, access) in pages {
            let plain = visit(&app, &cookie, path, "*/*").await.status;
            let page = visit(&app, &cookie, path, "text/html").await;
            let denied = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
            if access.admits(role) {
                let says_no_access = *path == "/kein-zugriff";
                assert_eq!(denied.contains(&plain), says_no_access, "{role:?} {path} {plain}");
                assert_ne!(page.status, StatusCode::SEE_OTHER, "{role:?} {path}");
            } else if role.is_none() {
                assert_eq!(plain, StatusCode::UNAUTHORIZED, "{path}");
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
                assert!(page.header("location").starts_with("/anmelden"), "{path}");
            } else {
                assert_eq!(plain, StatusCode::FORBIDDEN, "{role:?} {path}");
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{role:?} {path}");
                let leads_to = [role.unwrap().home(), "/kein-zugriff"];
                assert!(leads_to.contains(&page.header("location")), "{role:?} {path}");
            }
        }
    }
}

/// The addresses that are posted to, with what they ask; server functions are walked by themselves, programs come with a token.
fn posted() -> Vec<(String, Access)> {
    let posted = answered().into_iter().filter(|(method, _)| *method == Method::POST).map(|(_, path)| path);
    let posted = posted.filter(|path| !path.starts_with("/api/"));
    let access = |path: &str| ROUTES.iter().find(|(known, _)| *known == path).unwrap().1;
    posted.map(|path| (path.clone(), access(&path))).collect()
}

/// Posts what no address takes: a form without fields, a table without its question.
async fn send(app: &App, cookie: &str, path: &str, (name, value): (&str, &str)) -> Answer {
    let request = Request::post(path)
        .header("host", HOST)
        .header("content-type", "application/x-www-form-urlencoded")
        .header(name, value);
    app.known_by(cookie).send(request.body(Body::from("rolle=niemand&name=a&kennwort=")).unwrap()).await
}

#[tokio::test]
async fn every_address_that_is_posted_to_lets_in_whom_the_table_lets_in_and_nobody_else() {
    let app = App::start().await;
    let posted = posted();
    for path in
        ["/daten/datei", "/daten/plan", "/anmelden", "/anmelden/demonstration", "/abmelden", "/csp-report"]
    {
        assert!(posted.iter().any(|(known, _)| known == path), "{path} is not posted to any more");
    }
    for (path, access) in &posted {
        // Some of them end the session: each begins with new ones.
        for (role, cookie) in everybody(&app).await {
            let status = send(&app, &cookie, path, ("sec-fetch-site", "same-origin")).await.status;
            assert!(!status.is_server_error(), "{role:?} {path} {status}");
            match (access.admits(role), role) {
                (true, _) => assert_ne!(status, StatusCode::UNAUTHORIZED, "{role:?} {path}"),
                (false, None) => assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}"),
                (false, Some(_)) => assert_eq!(status, StatusCode::FORBIDDEN, "{role:?} {path}"),
            }
            if *access != Access::Public && access.admits(role) {
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{role:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_session_that_has_ended_opens_nothing() {
    const MINUTE: i64 = 60 * 1_000_000;
    let app = App::start().await;
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    for (column, minutes) in [("seen_at", 31), ("started_at", 8 * 60 + 1)] {
        let everybody = everybody(&app).await;
        // Written out twice: statements are not put together from words.
        let statement = match column {
            "seen_at" => "UPDATE session SET seen_at = seen_at - $1",
            _ => "UPDATE session SET started_at = started_at - $1",
        };
        sqlx::query(statement).bind(minutes * MINUTE).execute(&mut connection).await.unwrap();
        for (_, cookie) in everybody {
            for (path, access) in GUARDS.iter().filter(|(_, access)| *access != Access::Public) {
                let status = call(&app, &cookie, path, PAGE).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{column} {path} {access:?}");
            }
            for (path, _) in ROUTES.iter().filter(|(_, access)| *access != Access::Public) {
                let status = visit(&app, &cookie, path, "*/*").await.status;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{column} {path}");
            }
            for (path, _) in posted().iter().filter(|(_, access)| *access != Access::Public) {
                let status = send(&app, &cookie, path, ("sec-fetch-site", "same-origin")).await.status;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{column} {path}");
            }
        }
    }
}

#[tokio::test]
async fn no_function_and_no_form_serves_a_foreign_origin() {
    let app = App::start().await;
    let before = app.scenario().await;
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let headers = [("content-type", "application/json"), foreign];
        for (_, cookie) in everybody(&app).await {
            for (path, _) in GUARDS {
                assert_eq!(call(&app, &cookie, path, &headers).await, StatusCode::FORBIDDEN, "{path}");
            }
            // A report of the browser has no page behind it, and changes nothing.
            for (path, _) in posted().iter().filter(|(path, _)| path != "/csp-report") {
                let answer = send(&app, &cookie, path, foreign).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
                assert_eq!(answer.header("set-cookie"), "", "{path}");
            }
        }
    }
    assert_eq!(app.scenario().await, before, "nobody was signed out, and nothing has changed");
}

/// A link on another site leads here, as it may; it shows what its caller may see anyway, and does nothing.
#[tokio::test]
async fn no_address_that_is_called_from_a_foreign_origin_changes_anything() {
    let app = App::start().await;
    let everybody = everybody(&app).await;
    let before = content(&app.database(), &["case_outlook", "session"]).await;
    for (role, cookie) in &everybody {
        for (path, _) in ROUTES {
            for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
                let request = Request::get(concrete(path)).header("host", HOST).header(foreign.0, foreign.1);
                let answer = app.known_by(cookie).send(request.body(Body::empty()).unwrap()).await;
                assert!(!answer.status.is_server_error(), "{role:?} {path}: {}", answer.status);
                assert_eq!(answer.header("set-cookie"), "", "{role:?} {path}");
                assert_eq!(answer.header("access-control-allow-origin"), "", "{role:?} {path}");
            }
        }
    }
    assert_eq!(content(&app.database(), &["case_outlook", "session"]).await, before);
}
