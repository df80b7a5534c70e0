//! Many attempts to sign in at once from one network address: an office on a Monday morning, and somebody who guesses.

use crate::app::App;
use crate::door::{PASSWORD, installation, sign_in};
use http::StatusCode;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Attempts of an address that are looked at one after another: those that are free, and the one with which the wait begins.
const LIMIT: usize = 31;

/// How many more may be under way at that moment: the places at which passwords are looked at, less one.
const UNDER_WAY: usize = 3;

async fn change(app: &App, statement: &'static str) {
    let file = SqliteConnectOptions::new().filename(app.database());
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// An installation with so many accounts, all with the password of the first.
async fn office(accounts: usize) -> Arc<App> {
    let app = installation(&[]).await;
    for number in 0..accounts {
        let make = json!({"command": {"name": format!("platz-{number}"), "role": "staff"}});
        let made = app.call("accounts/create", &make).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    }
    // To hash it for each of them would take the most of the test.
    change(
        &app,
        "UPDATE account SET password = (SELECT password FROM account WHERE name = 'administration')
         WHERE password IS NULL",
    )
    .await;
    Arc::new(app)
}

/// How many of so many attempts at once, each with the account of its number, end how: by the reason, or come in.
async fn at_once(app: &Arc<App>, many: usize, password: &'static str) -> BTreeMap<String, usize> {
    let attempts: Vec<_> = (0..many)
        .map(|number| {
            let app = app.clone();
            tokio::spawn(async move { sign_in(&app, &format!("platz-{number}"), password, "").await })
        })
        .collect();
    let mut ends = BTreeMap::new();
    for attempt in attempts {
        let answer = attempt.await.unwrap();
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let reason = answer.header("location").split_once("grund=").map(|(_, reason)| reason);
        assert_eq!(reason.is_none(), !answer.header("set-cookie").is_empty());
        *ends.entry(reason.unwrap_or("herein").to_owned()).or_default() += 1;
    }
    ends
}

fn only(ends: &BTreeMap<String, usize>, allowed: &[&str]) -> bool {
    ends.keys().all(|end| allowed.contains(&end.as_str()))
}

#[tokio::test]
async fn an_office_that_signs_in_at_once_is_never_told_to_wait() {
    let app = office(LIMIT + 9).await;
    let ends = at_once(&app, LIMIT + 9, PASSWORD).await;
    // On a machine that is slow enough some are told that it is busy.
    assert!(ends["herein"] >= LIMIT && only(&ends, &["herein", "ausgelastet"]), "{ends:?}");
}

#[tokio::test]
async fn right_ones_come_in_at_once_also_where_much_was_wrong_before() {
    let app = office(8).await;
    sign_in(&app, "unbekannt", "falsch falsch falsch", "").await;
    // As far as an address may go without a wait, and then beyond it, when the wait is over.
    for statement in [
        "UPDATE sign_in_attempt SET failures = 30",
        "UPDATE sign_in_attempt SET failures = 32, last_at = last_at - 300000000",
    ] {
        change(&app, statement).await;
        let ends = at_once(&app, 8, PASSWORD).await;
        assert!(ends["herein"] > 0 && only(&ends, &["herein", "ausgelastet"]), "{statement}: {ends:?}");
    }
}

#[tokio::test]
async fn guesses_at_once_gain_no_more_than_are_under_way_when_the_wait_begins() {
    let app = Arc::new(installation(&[]).await);
    let ends = at_once(&app, LIMIT + 17, "falsch falsch falsch").await;
    assert!(only(&ends, &["falsch", "warten", "ausgelastet"]), "{ends:?}");
    let mut looked_at = ends["falsch"];
    // Where some were told that it is busy, the wait may be yet to come.
    for number in 0..=LIMIT {
        let answer = sign_in(&app, &format!("noch-{number}"), "falsch falsch falsch", "").await;
        if answer.header("location").ends_with("warten") {
            assert!((LIMIT..=LIMIT + UNDER_WAY).contains(&looked_at), "{looked_at}");
            return;
        }
        looked_at += usize::from(answer.header("location").ends_with("falsch"));
    }
    panic!("nothing had to wait: {looked_at}");
}

#[tokio::test]
async fn where_an_address_had_to_wait_guesses_at_once_are_looked_at_one_after_another() {
    let app = Arc::new(installation(&[]).await);
    sign_in(&app, "unbekannt", "falsch falsch falsch", "").await;
    change(&app, "UPDATE sign_in_attempt SET failures = 32, last_at = last_at - 300000000").await;
    let ends = at_once(&app, 8, "falsch falsch falsch").await;
    assert_eq!((ends["falsch"], ends["warten"]), (1, 7), "{ends:?}");
}
