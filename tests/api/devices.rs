//! Nobody keeps somebody else out by guessing at their account, and guessing stays bounded all the same.

use crate::app::{Answer, App, HOST};
use crate::door::{PASSWORD, installation};
use axum::body::Body;
use http::header::SET_COOKIE;
use http::{Request, StatusCode};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

/// Behind a proxy, which says for whom it asks.
const PROXIED: &[&str] = &["--origin", "https://stellwerk.example"];

const WRONG: &str = "falsch falsch falsch";

/// The name of the cookie by which a browser is known.
const DEVICE: &str = "__Host-stellwerk-geraet";

async fn from(app: &App, address: &str, cookie: &str, password: &str) -> Answer {
    let form = format!("name=administration&kennwort={}&weiter=", password.replace(' ', "+"));
    let request = Request::post("/anmelden")
        .header("host", HOST)
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", address)
        .header("content-type", "application/x-www-form-urlencoded");
    app.known_by(cookie).send(request.body(Body::from(form)).unwrap()).await
}

fn reason(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.header("location").split_once("grund=").map_or("herein", |(_, reason)| reason)
}

/// What the browser is known by from now on.
fn device(answer: &Answer) -> String {
    let mut cookies = answer.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    let line = cookies.find(|line| line.starts_with(DEVICE)).expect("no device");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=15552000"] {
        assert!(line.contains(part), "{line}");
    }
    line.split(';').next().unwrap().to_owned()
}

async fn change(app: &App, statement: &'static str) -> u64 {
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    let done = sqlx::query(statement).execute(&mut connection).await.unwrap().rows_affected();
    connection.close().await.unwrap();
    done
}

#[tokio::test]
async fn who_guesses_at_one_address_makes_nobody_wait_at_another() {
    let app = installation(PROXIED).await;
    let reasons = [from(&app, "203.0.113.66", "", WRONG).await, from(&app, "203.0.113.66", "", WRONG).await];
    assert_eq!(reasons.each_ref().map(reason), ["falsch"; 2]);
    // As if there had been more of them: the address itself is still free.
    change(&app, "UPDATE sign_in_attempt SET failures = failures + 20").await;
    assert_eq!(reason(&from(&app, "203.0.113.66", "", PASSWORD).await), "warten");
    // A browser that was never seen, at an address that was never seen.
    assert_eq!(reason(&from(&app, "198.51.100.7", "", PASSWORD).await), "herein");
    // The guesses are not forgotten by that at the address from which they came.
    assert_eq!(reason(&from(&app, "203.0.113.66", "", PASSWORD).await), "warten");
}

#[tokio::test]
async fn a_known_browser_comes_in_while_strangers_guess_from_everywhere_also_at_its_own_address() {
    let app = installation(PROXIED).await;
    let known = device(&from(&app, "198.51.100.7", "", PASSWORD).await);
    for number in 0..51 {
        let guessed = from(&app, &format!("203.0.113.{number}"), "", WRONG).await;
        assert_eq!(reason(&guessed), "falsch", "{number}");
        assert_eq!(guessed.header("set-cookie"), "");
    }
    // All of them together are bounded, for every browser that is not known, with whatever it says that it is.
    change(&app, "UPDATE sign_in_attempt SET last_at = last_at + 60000000").await;
    assert_eq!(reason(&from(&app, "203.0.113.200", "", WRONG).await), "warten");
    let invented = format!("{DEVICE}={}", "a".repeat(64));
    assert_eq!(reason(&from(&app, "203.0.113.201", &invented, PASSWORD).await), "warten");
    // Nor does an address count against it from which others guess.
    assert!(change(&app, "UPDATE sign_in_attempt SET failures = failures + 40").await > 50);
    let came = from(&app, "203.0.113.1", &known, PASSWORD).await;
    assert_eq!((reason(&came), device(&came)), ("herein", known.clone()));
    // It has not freed the way for strangers.
    assert_eq!(reason(&from(&app, "203.0.113.202", "", PASSWORD).await), "warten");
}

#[tokio::test]
async fn a_known_browser_that_guesses_has_to_wait_itself_and_nobody_else() {
    let app = installation(PROXIED).await;
    let known = device(&from(&app, "198.51.100.7", "", PASSWORD).await);
    let mut reasons = Vec::new();
    for number in 0..6 {
        // At another address each time: what counts is the browser.
        let guessed = from(&app, &format!("203.0.113.{number}"), &known, WRONG).await;
        reasons.push(reason(&guessed).to_owned());
    }
    assert_eq!(reasons[..4], ["falsch"; 4].map(str::to_owned));
    assert_eq!(reasons[5], "warten");
    assert_eq!(reason(&from(&app, "198.51.100.7", "", PASSWORD).await), "herein");
    // What one account has signed in with is not known for another.
    let form = format!("name=gibtesnicht&kennwort={}&weiter=", WRONG.replace(' ', "+"));
    assert_eq!(reason(&app.submit(&known, "/anmelden", &form).await), "falsch");
}

#[tokio::test]
async fn a_browser_is_forgotten_with_the_password_and_with_time() {
    let app = installation(PROXIED).await;
    let entered = from(&app, "198.51.100.7", "", PASSWORD).await;
    let (session, known) = (entered.cookie(), device(&entered));
    // Strangers have guessed as much as they may.
    from(&app, "203.0.113.1", "", WRONG).await;
    change(&app, "UPDATE sign_in_attempt SET failures = failures + 80").await;
    assert_eq!(reason(&from(&app, "198.51.100.7", &known, PASSWORD).await), "herein");
    assert_eq!(reason(&from(&app, "198.51.100.7", "", PASSWORD).await), "warten");
    let asked = json!({"command": {"old": PASSWORD, "new": "ein ganz neuer Satz"}});
    let changed = app.known_by(&format!("{session}; {known}")).call("account/password", &asked).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    let renewed = device(&changed);
    assert_ne!(renewed, known);
    assert_eq!(reason(&from(&app, "198.51.100.7", &known, "ein ganz neuer Satz").await), "warten");
    assert_eq!(reason(&from(&app, "198.51.100.7", &renewed, "ein ganz neuer Satz").await), "herein");
    assert!(change(&app, "UPDATE account_device SET seen_at = seen_at - 180 * 86400000000").await > 0);
    assert_eq!(reason(&from(&app, "198.51.100.7", &renewed, "ein ganz neuer Satz").await), "warten");
}
