//! Every server function that changes something leaves exactly one entry in the audit trail; what only reads leaves none.

use crate::app::{App, command};
use crate::bodies::{Made, body};
use crate::catalogue::status;
use crate::door::PASSWORD;
use crate::second_factor::code;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::api::GUARDS;
use stellwerk::permission::{Access, Right};
use uuid::Uuid;

/// What reads; and what changes nothing that is kept (a place in a scenario), nothing of the organisation (an own session: when
/// somebody works is in no trail), or nothing that counts (a secret that no code has confirmed).
const LEAVE_NONE: &[&str] = &[
    "about",
    "account/begin_second_factor",
    "account/end_session",
    "account/second_factor",
    "account/sessions",
    "accounts/list",
    "comments/list",
    "cross-checks",
    "dashboards/calibration",
    "dashboards/counted",
    "dashboards/department",
    "dashboards/exercise",
    "dashboards/relief",
    "dashboards/unit",
    "decisions/load",
    "glossary",
    "imports/provenance",
    "imports/sheet",
    "live/hold",
    "plan/newest",
    "plan/versions",
    "scenarios/current",
    "scenarios/list",
    "scenarios/several",
    "scenarios/version",
    "snapshot-links/list",
    "snapshots/list",
    "staffing-plans/coming",
    "staffing-plans/list",
    "statements/load",
    "trail/check",
    "trail/load",
];

/// Whoever the table lets in: the administration, or the head of the department.
async fn caller(app: &App, access: Access) -> App {
    let role = match access {
        Access::Needs(Right::ManageAccounts | Right::ViewAudit) => "administrator",
        _ => "manager",
    };
    app.known_by(&app.enter(role).await)
}

/// A new account with the key of its link.
async fn account(app: &App) -> (Value, String) {
    let administration = app.known_by(&app.enter("administrator").await);
    let name = format!("konto-{}", Uuid::new_v4().simple());
    let asked = json!({"command": {"name": name, "role": "manager", "unit": null}});
    let made = administration.done("accounts/create", &asked).await;
    let key = made["address"].as_str().unwrap().strip_prefix("/einrichten#").unwrap().to_owned();
    (made["account"].clone(), key)
}

/// The holder of a link's account, and the secret of a second factor that waits for its code.
async fn with_secret(app: &App, key: &str) -> (App, String) {
    let redeem = json!({"command": {"key": key, "password": PASSWORD}});
    let redeemed = app.known_by("").call("account/redeem", &redeem).await;
    let holder = app.known_by(&redeemed.cookie());
    let begun = holder.done("account/begin_second_factor", &json!({"password": PASSWORD})).await;
    (holder, begun["secret"].as_str().unwrap().replace(' ', ""))
}

/// A valid call of a function, prepared as far as it needs; the audit trail is as long as before the call then.
async fn prepared(app: &App, function: &str, access: Access) -> (App, Value) {
    let (account, key) = account(app).await;
    let made = Made::by(app, "Probe", "unit", account).await;
    let mut asked = body(function, &made.scenario, &made);
    let mut who = caller(app, access).await;
    match function {
        "scenarios/redo" | "scenarios/restore" => {
            let before = if function == "scenarios/redo" { "scenarios/undo" } else { "scenarios/remove" };
            app.done(before, &command(&made.scenario)).await;
            if function == "scenarios/redo" {
                asked["command"]["version"] = json!(made.scenario["version"].as_i64().unwrap() + 1);
            }
        }
        "account/redeem" => {
            asked["command"] = json!({"key": key, "password": PASSWORD});
            who = app.known_by("");
        }
        "account/password" => {
            let redeem = json!({"command": {"key": key, "password": PASSWORD}});
            let redeemed = app.known_by("").call("account/redeem", &redeem).await;
            who = app.known_by(&redeemed.cookie());
            asked["command"] = json!({"old": PASSWORD, "new": "noch ein langes Kennwort"});
        }
        "account/end_session" => asked["session"] = Value::Null,
        "programs/revoke" => {
            let mut make = body("programs/make", &made.scenario, &made);
            make["command"]["name"] = asked["name"].clone();
            who.done("programs/make", &make).await;
        }
        "account/confirm_second_factor" => {
            let (holder, secret) = with_secret(app, &key).await;
            who = holder;
            asked = json!({"code": code(&secret, 0)});
        }
        "account/renew_recovery_codes" | "account/remove_second_factor" | "accounts/remove_second_factor" => {
            let (holder, secret) = with_secret(app, &key).await;
            let confirm = json!({"code": code(&secret, 0)});
            let confirmed = holder.call("account/confirm_second_factor", &confirm).await;
            if function.starts_with("account/") {
                who = app.known_by(&confirmed.cookie());
                asked = json!({"proof": {"password": PASSWORD, "code": code(&secret, 1)}});
            }
        }
        // Only what is decided is adopted, only what is adopted can be brought back; only what is proposed is endorsed.
        "plan/adopt" | "plan/restore" | "decisions/endorse" => {
            let step = if function == "decisions/endorse" { "proposed" } else { "decided" };
            app.done("scenarios/status", &status(&made.scenario, step, "")).await;
            let now = made.scenario["version"].as_i64().unwrap() + 1;
            let scenario = app.done("scenarios/current", &json!({"scenario": made.scenario["id"]})).await;
            if function == "plan/restore" {
                app.done("plan/adopt", &body("plan/adopt", &scenario, &made)).await;
            } else {
                asked["command"]["version"] = json!(now);
            }
        }
        // Nothing is rejected by itself.
        "decisions/record" => asked["command"]["rejected"] = json!([]),
        _ => {}
    }
    (who, asked)
}

#[tokio::test]
async fn what_changes_something_leaves_one_entry_and_what_reads_leaves_none() {
    let app = App::start().await;
    app.alone().await;
    for (path, access) in GUARDS {
        let function = path.strip_prefix("/api/").unwrap();
        // A session of its own: what was called before may have ended the others of the account.
        let app = app.known_by(&app.enter("manager").await);
        let (who, asked) = prepared(&app, function, *access).await;
        let before = app.store.audit_trail().await.unwrap();
        let answer = who.call(function, &asked).await;
        let entries = app.store.audit_trail().await.unwrap()[before.len()..].to_vec();
        let left: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
        if LEAVE_NONE.contains(&function) {
            assert_eq!(left, Vec::<&str>::new(), "{function}: {}", answer.text());
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
        assert_eq!(left.len(), 1, "{function} left {left:?}");
        assert!(
            !entries[0].actor.is_empty() && !entries[0].subject.is_empty(),
            "{function}: {:?}",
            entries[0]
        );
        assert!(!entries[0].request_id.is_empty(), "{function}: of which request?");
        // Sent once more it is the same command, where it has an identifier; nothing is written down twice.
        if asked["command"]["command"].is_string() {
            who.call(function, &asked).await;
            let again = app.store.audit_trail().await.unwrap().len();
            assert_eq!(again, before.len() + 1, "{function}, sent twice");
        }
    }
    let functions: Vec<&str> = GUARDS.iter().map(|(path, _)| path.strip_prefix("/api/").unwrap()).collect();
    let gone: Vec<&&str> = LEAVE_NONE.iter().filter(|function| !functions.contains(function)).collect();
    assert!(gone.is_empty(), "no functions any more: {gone:?}");
    app.store.verify_audit().await.unwrap();
}
