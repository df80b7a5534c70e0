//! Signing in and out, passwords, links, limits.

use crate::app::{Answer, App, HOST, PAGE, move_post};
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use stellwerk::permission::Role;
use stellwerk::store::{Actor, Secret, Tenant};

pub const PASSWORD: &str = "korrekt pferd batterie";

fn actor() -> Actor {
    let (name, request_id) = ("befehlszeile".to_owned(), String::new());
    Actor { tenant: Tenant::embedded(), name, request_id }
}

async fn redeem(app: &App, key: &str, password: &str) -> Answer {
    app.known_by("").call("account/redeem", &json!({"command": {"key": key, "password": password}})).await
}

/// An installation whose administrator has come in by the link of the first start.
pub async fn installation(flags: &[&str]) -> App {
    let mut app = App::in_earnest(flags).await;
    let secret = Secret::new();
    let name = app.store.first_administrator(&actor(), &secret.fingerprint()).await.unwrap();
    assert_eq!(name.as_deref(), Some("administration"));
    let redeemed = redeem(&app, secret.reveal(), PASSWORD).await;
    assert_eq!((redeemed.status, redeemed.json()), (StatusCode::OK, json!("administration")));
    app.cookie = redeemed.cookie();
    app
}

pub async fn sign_in(app: &App, name: &str, password: &str, way: &str) -> Answer {
    let word = |text: &str| text.replace('%', "%25").replace(' ', "+").replace('/', "%2F");
    let form = format!("name={name}&kennwort={}&weiter={}", word(password), word(way));
    app.submit("", "/anmelden", &form).await
}

pub fn problem(word: &str) -> Value {
    json!({"account": {"problem": word}})
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_link_that_works_once() {
    let app = App::in_earnest(&[]).await;
    let (old, new) = (Secret::new(), Secret::new());
    assert!(app.store.first_administrator(&actor(), &old.fingerprint()).await.unwrap().is_some());
    assert!(app.store.first_administrator(&actor(), &new.fingerprint()).await.unwrap().is_some());
    assert_eq!(redeem(&app, old.reveal(), PASSWORD).await.json(), problem("link_used"));
    assert_eq!(redeem(&app, new.reveal(), "kurz").await.json(), problem("password_length"));
    assert_eq!(redeem(&app, new.reveal(), "administration").await.json(), problem("password_guessable"));
    let redeemed = redeem(&app, new.reveal(), PASSWORD).await;
    assert_eq!(redeemed.status, StatusCode::OK);
    let administration = app.known_by(&redeemed.cookie());
    assert_eq!(administration.call("accounts/list", &json!({})).await.status, StatusCode::OK);
    assert_eq!(redeem(&app, new.reveal(), PASSWORD).await.json(), problem("link_used"));
    assert_eq!(app.store.first_administrator(&actor(), &old.fingerprint()).await.unwrap(), None);
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_leads_to_a_page_of_ours_only() {
    let app = installation(&[]).await;
    for (way, leads_to) in [
        ("", "/verwaltung"),
        ("/", "/verwaltung"),
        ("/konto", "/konto"),
        ("//evil.example", "/verwaltung"),
        ("https://evil.example/", "/verwaltung"),
    ] {
        let answer = sign_in(&app, "Administration", PASSWORD, way).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, leads_to), "{way}");
        let cookie = answer.header("set-cookie");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    }
    // The session that the browser had ends with it.
    let form = format!("name=administration&kennwort={}", PASSWORD.replace(' ', "+"));
    let answer = app.submit(&app.cookie, "/anmelden", &form).await;
    assert_ne!(answer.cookie(), app.cookie);
    assert_eq!(app.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    let after = app.known_by(&answer.cookie());
    assert_eq!(after.call("account/sessions", &json!({})).await.status, StatusCode::OK);
    // Signing out ends it on the server, too.
    let out = app.submit(&answer.cookie(), "/abmelden", "").await;
    assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/anmelden"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"storage\"");
    assert_eq!(after.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn over_an_encrypted_connection_the_cookie_is_bound_to_the_host() {
    let app = installation(&["--origin", "https://stellwerk.example.de"]).await;
    let cookie = sign_in(&app, "administration", PASSWORD, "").await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-stellwerk="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
}

#[tokio::test]
async fn an_unknown_account_gets_the_same_answer_as_a_wrong_password() {
    let app = installation(&[]).await;
    let wrong = sign_in(&app, "administration", "falsch falsch falsch", "/konto").await;
    let unknown = sign_in(&app, "gibtesnicht", "falsch falsch falsch", "/konto").await;
    assert_eq!(wrong.header("location"), "/anmelden?weiter=/konto&grund=falsch");
    for answer in [&wrong, &unknown] {
        assert_eq!(answer.status, wrong.status);
        assert_eq!(answer.header("location"), wrong.header("location"));
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(answer.body, wrong.body);
    }
}

#[tokio::test]
async fn guessing_has_to_wait_and_nobody_is_locked_out_for_good() {
    let app = installation(&[]).await;
    let mut reasons = Vec::new();
    for _ in 0..6 {
        let answer = sign_in(&app, "administration", "falsch falsch falsch", "").await;
        reasons.push(answer.header("location").rsplit('=').next().unwrap().to_owned());
    }
    assert_eq!(reasons[..4], ["falsch"; 4].map(str::to_owned));
    assert_eq!(reasons[5], "warten");
    // The right one has to wait, too; otherwise it would show itself.
    assert_eq!(
        sign_in(&app, "administration", PASSWORD, "").await.header("location"),
        "/anmelden?grund=warten"
    );
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    sqlx::query("UPDATE sign_in_attempt SET last_at = last_at - 300000000")
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(sign_in(&app, "administration", PASSWORD, "").await.header("location"), "/verwaltung");
    // Names stand there as hashes only.
    let subjects: Vec<String> =
        sqlx::query_scalar("SELECT subject FROM sign_in_attempt").fetch_all(&mut connection).await.unwrap();
    assert!(subjects.iter().all(|subject| subject.len() == 64), "{subjects:?}");
}

#[tokio::test]
async fn many_attempts_at_once_gain_nothing() {
    let app = std::sync::Arc::new(installation(&[]).await);
    let attempts: Vec<_> = (0..12)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move {
                let answer = sign_in(&app, "administration", "falsch falsch falsch", "").await;
                answer.header("location").ends_with("warten")
            })
        })
        .collect();
    let mut waited = 0;
    for attempt in attempts {
        waited += usize::from(attempt.await.unwrap());
    }
    assert!(waited >= 8, "{waited} of 12 had to wait");
}

#[tokio::test]
async fn another_password_ends_all_other_sessions_and_gives_this_one_another_cookie() {
    let app = installation(&[]).await;
    let other = app.known_by(&sign_in(&app, "administration", PASSWORD, "").await.cookie());
    let change = |old: &str, new: &str| json!({"command": {"old": old, "new": new}});
    let refused = app.call("account/password", &change("falsch falsch falsch", "ein ganz neuer Satz")).await;
    assert_eq!(
        (refused.status, refused.json()),
        (StatusCode::UNPROCESSABLE_ENTITY, problem("wrong_password"))
    );
    assert_eq!(other.call("account/sessions", &json!({})).await.status, StatusCode::OK);
    let changed = app.call("account/password", &change(PASSWORD, "ein ganz neuer Satz")).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    assert_eq!(changed.json().as_array().unwrap().len(), 1);
    for ended in [&app, &other] {
        assert_eq!(ended.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    }
    let after = app.known_by(&changed.cookie());
    assert_eq!(after.call("account/sessions", &json!({})).await.status, StatusCode::OK);
    assert!(sign_in(&app, "administration", PASSWORD, "").await.header("location").contains("falsch"));
    let renewed = sign_in(&app, "administration", "ein ganz neuer Satz", "").await;
    assert_eq!(renewed.header("location"), "/verwaltung");
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_and_those_of_others_are_not_there() {
    let app = installation(&[]).await;
    let other = app.known_by(&sign_in(&app, "administration", PASSWORD, "").await.cookie());
    let listed = app.call("account/sessions", &json!({})).await.json();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2);
    let there = listed.iter().find(|session| session["this"] == false).unwrap();
    let foreign = json!({"session": uuid::Uuid::new_v4()});
    assert_eq!(app.call("account/end_session", &foreign).await.status, StatusCode::NOT_FOUND);
    let ended = app.call("account/end_session", &json!({"session": there["id"]})).await.json();
    assert_eq!(ended.as_array().unwrap().len(), 1);
    assert_eq!(other.call("account/sessions", &json!({})).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accounts_are_made_closed_and_opened_and_somebody_can_always_administer() {
    let app = installation(&[]).await;
    let make = json!({"command": {"name": " Planung ", "role": "manager", "unit": "asyl"}});
    let made = app.call("accounts/create", &make).await;
    let account = made.json()["account"].clone();
    assert_eq!((account["name"].as_str(), account["unit"].as_str()), (Some("planung"), Some("asyl")));
    assert_eq!(app.call("accounts/create", &make).await.json(), problem("name_taken"));
    let nowhere = json!({"command": {"name": "x", "role": "manager", "unit": "gibt-es-nicht"}});
    assert_eq!(app.call("accounts/create", &nowhere).await.status, StatusCode::NOT_FOUND);
    let close = |account: &Value, closed: bool| json!({"command": {"account": account["id"], "version": account["version"], "closed": closed, "reason": "Umzug"}});
    // Before its password was set, the link of a closed account does not count any more.
    let key = made.json()["address"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    let closed = app.call("accounts/close", &close(&account, true)).await.json();
    assert_eq!(closed["closed"], true);
    assert_eq!(redeem(&app, &key, PASSWORD).await.json(), problem("link_used"));
    let refused = app.call("accounts/link", &json!({"account": account["id"], "reason": "Umzug"})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let open = app.call("accounts/close", &close(&closed, false)).await.json();
    let link = app.call("accounts/link", &json!({"account": open["id"], "reason": "Umzug"})).await.json();
    let key = link["address"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    assert_eq!(redeem(&app, &key, PASSWORD).await.status, StatusCode::OK);

    let listed = app.call("accounts/list", &json!({})).await.json();
    let first =
        listed["accounts"].as_array().unwrap().iter().find(|one| one["role"] == "administrator").unwrap();
    assert_eq!(app.call("accounts/close", &close(first, true)).await.json(), problem("last_administrator"));
    let actions: Vec<String> =
        app.store.audit_trail().await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(
        actions,
        [
            "account.create",
            "account.password",
            "account.create",
            "account.close",
            "account.reopen",
            "account.link",
            "account.password"
        ]
    );
    app.store.verify_audit().await.unwrap();
}

#[tokio::test]
async fn a_smaller_group_needs_an_agreement_that_stands_in_the_trail() {
    let app = installation(&[]).await;
    let tenant = Tenant::embedded();
    assert_eq!(app.store.agreement(&tenant, false).await.unwrap(), None);
    let agreement =
        json!({"heads": 3, "title": "DV Kennzahlen", "agreed_on": "2024-06-30", "demonstration": false});
    let set = |agreement: &Value| json!({"command": {"agreement": agreement, "reason": "Vereinbart"}});
    for reason in [Value::Null, json!(""), json!("ja"), json!("eine\nzweite")] {
        let unreasoned = json!({"command": {"agreement": agreement, "reason": reason}});
        let refused = app.call("accounts/agreement", &unreasoned).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
        assert!(refused.text().contains("command.reason"), "{}", refused.text());
    }
    for (heads, title) in [(0, "DV"), (101, "DV"), (3, " ")] {
        let wrong =
            json!({"heads": heads, "title": title, "agreed_on": "2024-06-30", "demonstration": false});
        assert_eq!(
            app.call("accounts/agreement", &set(&wrong)).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let answer = app.call("accounts/agreement", &set(&agreement)).await.json();
    assert_eq!(answer["agreement"], agreement);
    assert_eq!(app.store.agreement(&tenant, false).await.unwrap().unwrap().heads, 3);
    // Everybody who is signed in sees what counts, whoever is not does not.
    let about = json!({"english": false});
    assert_eq!(
        app.call("about", &about).await.json()["small_groups"],
        json!({"agreement": agreement, "alone": null})
    );
    assert_eq!(app.known_by("").call("about", &about).await.json()["small_groups"], Value::Null);
    let page = app.get("/datenschutz").await.text();
    assert!(page.contains("DV Kennzahlen") && page.contains("30.06.2024"), "{page}");
    let ended = app.call("accounts/agreement", &set(&Value::Null)).await.json();
    assert_eq!(ended["agreement"], Value::Null);
    let trail = app.store.audit_trail().await.unwrap();
    let told: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).rev().take(2).collect();
    assert_eq!(told, ["agreement.end", "agreement.record"]);
    // With the reason, and what was before and is now: without an agreement the program's own five.
    let details =
        trail.iter().rev().take(2).map(|entry| serde_json::from_str::<Value>(&entry.detail).unwrap());
    let [last, first]: [Value; 2] = details.collect::<Vec<_>>().try_into().unwrap();
    let recorded = json!({
        "heads": {"old": 5, "new": 3}, "title": {"old": null, "new": "DV Kennzahlen"},
        "agreed_on": {"old": null, "new": "2024-06-30"}, "reason": "Vereinbart",
    });
    assert_eq!(first, recorded);
    assert_eq!((&last["heads"], &last["reason"]), (&json!({"old": 3, "new": 5}), &json!("Vereinbart")));
    assert_eq!(last["title"], json!({"old": "DV Kennzahlen", "new": null}));
}

#[tokio::test]
async fn a_demonstration_leaves_nothing_that_lets_anybody_in() {
    let app = App::start().await;
    app.store.begin_demonstration(&actor()).await.unwrap();
    assert_eq!(app.store.agreement(&Tenant::embedded(), true).await.unwrap().unwrap().heads, 1);
    assert_eq!(app.store.agreement(&Tenant::embedded(), false).await.unwrap(), None);
    let manager = app.cookie.clone();
    // The same file, in earnest.
    let earnest = App::in_earnest(&[]).await;
    drop(earnest);
    app.store.end_demonstration(&actor()).await.unwrap();
    assert_eq!(
        app.known_by(&manager).call("scenarios/current", &json!({})).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(app.store.agreement(&Tenant::embedded(), true).await.unwrap(), None);

    let earnest = App::in_earnest(&[]).await;
    let refused = earnest.submit("", "/anmelden/demonstration", "rolle=manager").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    for (word, _) in Role::WORDS {
        assert!(!earnest.get("/anmelden").await.text().contains(&format!("value=\"{word}\"")));
    }
}

#[tokio::test]
async fn no_secret_stands_in_the_database() {
    let app = installation(&[]).await;
    let cookie = app.cookie.split('=').nth(1).unwrap().to_owned();
    let link =
        app.call("accounts/create", &json!({"command": {"name": "neu", "role": "staff"}})).await.json();
    let key = link["address"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    assert!(app.known_by(&app.cookie).post("account/sessions", PAGE, "{}").await.status == StatusCode::OK);
    let database = app.database();
    app.store.clone().close().await.unwrap();
    let bytes = std::fs::read(database).unwrap();
    for secret in [cookie.as_str(), key.as_str(), PASSWORD] {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} stands in the file");
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_tells_nothing_more() {
    let app = App::start().await;
    let other = app.known_by(&app.enter("staff_council").await);
    let scenario = app.scenario().await;
    let address =
        format!("/ereignisse/{}?arbeitsplatz={}", scenario["id"].as_str().unwrap(), uuid::Uuid::new_v4());
    let request = Request::get(address).header("host", HOST).header("sec-fetch-site", "same-origin");
    let mut body = other.begin(request.body(Body::empty()).unwrap()).await.into_body();
    // The state as it is, and who is there.
    for _ in 0..2 {
        body.frame().await.unwrap().unwrap();
    }
    app.submit(&other.cookie, "/abmelden", "").await;
    assert_eq!(app.append(&move_post("AA-05", "einbuergerung")).await.status, StatusCode::OK);
    let end = tokio::time::timeout(std::time::Duration::from_secs(10), body.frame()).await;
    assert!(end.expect("the stream goes on").is_none(), "a change is told to somebody who has signed out");
}
