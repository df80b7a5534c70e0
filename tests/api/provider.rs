//! The administration's own sign-in service, as far as it needs no answer of one: `oidc.spec.ts` signs in at a real one.

use crate::app::{Answer, App, HOST};
use crate::door::{PASSWORD, installation, problem, sign_in};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

/// Settings of a service that does not answer: nothing listens on this port of the machine.
fn silent(secret: &NamedTempFile) -> Vec<&str> {
    let path = secret.path().to_str().unwrap();
    vec!["--oidc-issuer", "http://127.0.0.1:9/", "--oidc-client", "stellwerk", "--oidc-secret-file", path]
}

fn secret() -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "geheim\n").unwrap();
    file
}

/// Comes back from the service, as a browser with this cookie.
async fn come_back(app: &App, cookie: &str, query: &str) -> Answer {
    let request = Request::get(format!("/anmelden/verwaltungskonto/rueckkehr?{query}"))
        .header("host", HOST)
        .header("sec-fetch-site", "cross-site");
    app.known_by(cookie).send(request.body(Body::empty()).unwrap()).await
}

fn change(account: &Value, by_provider: bool) -> Value {
    json!({"command": {
        "account": account["id"], "version": account["version"], "by_provider": by_provider, "reason": "Umstellung",
    }})
}

#[tokio::test]
async fn without_a_service_its_addresses_are_none() {
    let app = installation(&[]).await;
    for path in ["/anmelden/verwaltungskonto", "/abmelden/verwaltungskonto"] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(come_back(&app, "", "code=a&state=b").await.status, StatusCode::NOT_FOUND);
    assert!(!app.get("/anmelden").await.text().contains("verwaltungskonto"));
    let make = json!({"command": {"name": "planung", "role": "manager"}});
    let account = app.call("accounts/create", &make).await.json()["account"].clone();
    assert_eq!(app.call("accounts/provider", &change(&account, true)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_told_and_passwords_go_on() {
    let secret = secret();
    let app = installation(&silent(&secret)).await;
    let page = app.known_by("").get("/anmelden?weiter=/konto").await.text();
    assert!(page.contains("href=\"/anmelden/verwaltungskonto?weiter=/konto\""), "{page}");
    let begun = app.known_by("").get("/anmelden/verwaltungskonto?weiter=/konto").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    assert_eq!(begun.header("location"), "/anmelden?weiter=/konto&grund=dienst");
    assert!(app.get("/anmelden?grund=dienst").await.text().contains("antwortet nicht"));
    assert_eq!(sign_in(&app, "administration", PASSWORD, "").await.header("location"), "/verwaltung");
}

#[tokio::test]
async fn an_answer_that_nobody_waits_for_lets_nobody_in_and_leaves_the_session_alone() {
    let secret = secret();
    let app = installation(&silent(&secret)).await;
    let other = format!("stellwerk_unterwegs={}.{}.", "a".repeat(64), i64::MAX);
    let cookies =
        ["", "stellwerk_unterwegs=x", other.as_str(), "stellwerk_unterwegs=..", app.cookie.as_str()];
    for cookie in cookies {
        for query in ["", "code=a&state=b", "state=&code=", "error=access_denied", "state=b&error=%22%3Cb%3E"]
        {
            let answer = come_back(&app, cookie, query).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{cookie} {query}");
            assert_eq!(answer.header("location"), "/anmelden?grund=begonnen", "{cookie} {query}");
            let set = answer.header("set-cookie");
            assert!(set.starts_with("stellwerk_unterwegs=;") && set.contains("Max-Age=0"), "{set}");
        }
    }
    assert_eq!(app.call("account/sessions", &json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_of_the_service_has_no_password_and_no_link_any_more() {
    let secret = secret();
    let app = installation(&silent(&secret)).await;
    let make = json!({"command": {"name": "Planung@Amt.example", "role": "manager"}});
    let made = app.call("accounts/create", &make).await.json();
    let key = made["address"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    let account = app.call("accounts/provider", &change(&made["account"], true)).await.json();
    assert_eq!(
        (account["by_provider"].as_bool(), account["name"].as_str()),
        (Some(true), Some("planung@amt.example"))
    );
    let redeem = json!({"command": {"key": key, "password": PASSWORD}});
    assert_eq!(app.known_by("").call("account/redeem", &redeem).await.json(), problem("link_used"));
    let link = app.call("accounts/link", &json!({"account": account["id"], "reason": "Umzug"})).await;
    assert_eq!(link.status, StatusCode::NOT_FOUND);
    let stale = app.call("accounts/provider", &change(&made["account"], false)).await;
    assert_eq!(stale.json(), problem("changed"));

    let back = app.call("accounts/provider", &change(&account, false)).await.json();
    assert_eq!(back["by_provider"], false);
    assert_eq!(
        app.call("accounts/link", &json!({"account": back["id"], "reason": "Umzug"})).await.status,
        StatusCode::OK
    );

    let listed = app.call("accounts/list", &json!({})).await.json();
    let accounts = listed["accounts"].as_array().unwrap().clone();
    let first = accounts.iter().find(|one| one["role"] == "administrator").unwrap();
    assert_eq!(
        app.call("accounts/provider", &change(first, true)).await.json(),
        problem("last_administrator")
    );
}
