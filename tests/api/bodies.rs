//! One valid body for each server function, for the walks over all of them: somebody's scenario with all that hangs on it.

use crate::app::{App, command};
use crate::revising::revise;
use serde_json::{Value, json};
use uuid::Uuid;

/// What somebody has made, each part with this name in it.
pub struct Made {
    /// The scenario as its maker sees it.
    pub scenario: Value,
    pub step: Value,
    pub package: Uuid,
    pub snapshot: Value,
    pub thread: Value,
    pub statement: Value,
    pub link: Value,
    /// An account with its version; its maker's own or another one.
    pub account: Value,
    /// A session of that account.
    pub session: Value,
    /// The unit that it is about, and one of its case types.
    pub unit: &'static str,
    pub case_type: &'static str,
}

impl Made {
    /// By the head of the department or of a unit.
    pub async fn by(maker: &App, name: &str, visibility: &str, account: Value) -> Self {
        let asked = json!({"command": {
            "command": Uuid::new_v4(), "name": name, "description": name, "visibility": visibility,
        }});
        let entry = maker.done("scenarios/create", &asked).await;
        let load = async || maker.done("scenarios/current", &json!({"scenario": entry["id"]})).await;
        // Another name on each version of the plan, so that it fits what was decided before.
        let unit = format!("{name} {}", load().await["baseline_version"]);
        let mut append = command(&entry);
        append["command"]["reason"] = json!(name);
        append["command"]["changes"] =
            json!([{"effective": "2024-03-01", "action": {"rename_unit": {"unit": "asyl", "name": unit}}}]);
        let step = maker.done("scenarios/append", &append).await["step"]["id"].clone();
        let package = Uuid::new_v4();
        let packed = revise(&load().await, &json!({"make_package": {"package": package, "name": name}}));
        maker.done("scenarios/revise", &packed).await;
        let scenario = load().await;
        let mut take = command(&scenario);
        take["command"]["name"] = json!(name);
        let snapshot = maker.done("snapshots/take", &take).await;
        let said = json!({"command": {
            "scenario": scenario["id"], "comment": Uuid::new_v4(), "about": "scenario", "text": name,
        }});
        let thread = maker.done("comments/add", &said).await["id"].clone();
        let link = json!({"command": {"snapshot": snapshot["id"], "days": 30, "command": Uuid::new_v4()}});
        let link = maker.done("snapshot-links/make", &link).await["link"]["id"].clone();
        let statement = Self::statement(maker, &scenario, name).await;
        let session = maker.done("account/sessions", &json!({})).await[0]["id"].clone();
        let (unit, case_type) = ("asyl", "s01");
        Self { scenario, step, package, snapshot, thread, statement, link, account, session, unit, case_type }
    }

    async fn statement(maker: &App, scenario: &Value, name: &str) -> Value {
        let (id, command) = (&scenario["id"], Uuid::new_v4());
        let create = json!({"command": {"command": command, "scenario": id, "template": "statement"}});
        let made = maker.done("statements/create", &create).await;
        let mut draft = made["draft"].clone();
        draft["title"] = json!(name);
        draft["sections"] = json!([{"heading": name, "text": "{quelle.gesamt}"}]);
        let save = json!({"command": {
            "command": Uuid::new_v4(), "scenario": id, "statement": made["id"], "version": made["version"],
            "draft": draft,
        }});
        maker.done("statements/save", &save).await
    }
}

/// Functions whose body names something inside of a scenario, or something that hangs on one.
pub const INSIDE: &[&str] = &[
    "comments/add",
    "comments/settle",
    "comments/withdraw",
    "decisions/record",
    "plan/adopt",
    "scenarios/create",
    "scenarios/follow",
    "scenarios/revise",
    "snapshot-links/make",
    "snapshot-links/revoke",
    "snapshots/restore",
    "statements/create",
    "statements/freeze",
    "statements/remove",
    "statements/save",
];

/// Functions whose body names nothing that somebody else has made.
pub const NAMELESS: &[&str] = &[
    "about",
    "account/begin_second_factor",
    "account/confirm_second_factor",
    "account/password",
    "account/redeem",
    "account/remove_second_factor",
    "account/renew_recovery_codes",
    "account/second_factor",
    "account/sessions",
    "accounts/agreement",
    "accounts/approval",
    "accounts/create",
    "accounts/list",
    "dashboards/calibration",
    "dashboards/counted",
    "dashboards/department",
    "dashboards/exercise",
    "glossary",
    "imports/provenance",
    "imports/sheet",
    "plan/newest",
    "plan/restore",
    "plan/versions",
    "programs/make",
    "programs/revoke",
    "scenarios/list",
    "staffing-plans/list",
    "trail/check",
    "trail/load",
];

/// A valid body for a function: on this scenario, and with what that one has made inside of it.
pub fn body(function: &str, scenario: &Value, inner: &Made) -> Value {
    let (id, version) = (&scenario["id"], &scenario["version"]);
    let mut on = json!({"scenario": id, "version": version, "command": Uuid::new_v4()});
    let mut with = |fields: Value| {
        for (name, value) in fields.as_object().unwrap() {
            on[name] = value.clone();
        }
        json!({ "command": on })
    };
    let place = json!([{"step": inner.step, "index": 0}]);
    let account = json!({"account": inner.account["id"], "version": inner.account["version"]});
    let changed = |name: &str, value: Value| {
        let mut asked = account.clone();
        asked[name] = value;
        asked["reason"] = json!("Probe");
        json!({ "command": asked })
    };
    let statement = json!({"statement": inner.statement["id"], "version": inner.statement["version"]});
    match function {
        "about" | "dashboards/counted" | "dashboards/department" | "dashboards/exercise" | "glossary" => {
            json!({"english": false})
        }
        "accounts/list"
        | "account/second_factor"
        | "account/sessions"
        | "plan/newest"
        | "scenarios/list"
        | "staffing-plans/list"
        | "imports/provenance"
        | "dashboards/calibration"
        | "trail/check" => json!({}),
        "trail/load" => json!({"query": {"text": "", "before": null}}),
        "imports/sheet" => json!({"year": 2024}),
        "accounts/create" => {
            let name = format!("konto-{}", Uuid::new_v4().simple());
            json!({"command": {"name": name, "role": "staff", "unit": null}})
        }
        "accounts/change" => {
            let mut asked = changed("role", json!("staff"));
            asked["command"]["unit"] = Value::Null;
            asked
        }
        "accounts/close" => changed("closed", json!(true)),
        "accounts/provider" => changed("by_provider", json!(false)),
        "accounts/link" | "accounts/end_sessions" | "accounts/remove_second_factor" => {
            json!({"account": inner.account["id"], "reason": "Probe"})
        }
        "accounts/agreement" => {
            let agreement = json!({"heads": 7, "title": "Vereinbarung", "agreed_on": "2024-01-01", "demonstration": false});
            json!({"command": {"agreement": agreement, "reason": "Probe"}})
        }
        "programs/make" => {
            let name = format!("programm-{}", Uuid::new_v4().simple());
            json!({"command": {
                "name": name, "simulates": false, "role": "staff", "unit": inner.unit, "days": 30, "reason": "Probe",
            }})
        }
        "programs/revoke" => json!({"name": "berichtswesen", "reason": "Probe"}),
        "accounts/approval" => json!({"command": {"alone": true, "reason": "Probe"}}),
        "account/end_session" => json!({"session": inner.session}),
        // Who can send these has an account of its own: the walk fills them in.
        "account/password" => json!({"command": {"old": "", "new": ""}}),
        "account/redeem" => json!({"command": {"key": "", "password": ""}}),
        "account/begin_second_factor" => json!({"password": ""}),
        "account/confirm_second_factor" => json!({"code": ""}),
        "account/renew_recovery_codes" | "account/remove_second_factor" => {
            json!({"proof": {"password": "", "code": ""}})
        }
        "comments/list"
        | "scenarios/current"
        | "scenarios/version"
        | "snapshots/list"
        | "snapshot-links/list"
        | "decisions/load"
        | "statements/load" => json!({"scenario": id}),
        "scenarios/several" => json!({"scenarios": [id]}),
        "comments/add" => json!({"command": {
            "scenario": id, "comment": Uuid::new_v4(), "about": "scenario", "thread": inner.thread, "text": "Ja.",
        }}),
        "comments/settle" => {
            json!({"command": {"scenario": id, "thread": inner.thread, "settled": true}})
        }
        "cross-checks" => json!({"ask": {"scenario": id, "english": false}}),
        "staffing-plans/coming" => json!({"scenario": id, "english": false}),
        "comments/withdraw" => json!({"command": {"scenario": id, "comment": inner.thread}}),
        "dashboards/unit" | "dashboards/relief" => json!({"ask": {
            "unit": inner.unit, "case_type": null, "until": null, "target": null, "english": false,
        }}),
        "decisions/endorse" => {
            json!({"command": {"scenario": id, "version": version, "agrees": true, "note": "z"}})
        }
        "plan/versions" => json!({"before": null, "english": false}),
        "plan/restore" => json!({"command": {"version": 1, "command": Uuid::new_v4(), "name": "Zurück"}}),
        "decisions/record" => with(json!({
            "resolution": "BV/0123/2024", "decided_on": "2024-06-27", "reasons": "z",
            "rejected": [{"scenario": inner.scenario["id"], "reason": "zu teuer"}],
        })),
        "imports/save" => json!({"command": {"year": 2024, "entries": [
            {"case_type": inner.case_type, "month": 3, "figure": "received", "value": 12},
        ]}}),
        "live/hold" => json!({"hold": {"scenario": id, "workplace": Uuid::new_v4(), "holding": null}}),
        "plan/adopt" => {
            with(json!({"seen": scenario["newest_baseline"], "changes": place, "note": "Beschluss"}))
        }
        "scenarios/append" => with(json!({"reason": "x", "changes": [
            {"effective": "2024-05-01", "action": {"rename_unit": {"unit": "eu", "name": "Europa"}}},
        ]})),
        "scenarios/create" => json!({"command": {
            "command": Uuid::new_v4(), "name": "Zweig", "description": "", "visibility": "private",
            "origin": inner.scenario["id"],
        }}),
        "scenarios/describe" => with(json!({"name": "Anders", "description": "", "visibility": "private"})),
        "scenarios/follow" => with(json!({"onto": scenario["newest_baseline"], "leave": place})),
        "scenarios/goals" => with(json!({"goals": [{"fte": {"at_most": 41.5, "on": "2025-12-31"}}]})),
        "scenarios/remove" | "scenarios/undo" | "scenarios/redo" => with(json!({})),
        "scenarios/restore" => json!({"command": {"scenario": id, "command": Uuid::new_v4()}}),
        "scenarios/revise" => {
            with(json!({"revision": {"assign": {"step": inner.step, "package": inner.package}}}))
        }
        "scenarios/status" => with(json!({"status": "proposed", "note": "z"})),
        "snapshots/take" => with(json!({"name": "Stand"})),
        "snapshots/restore" => json!({"command": {
            "snapshot": inner.snapshot["id"], "command": Uuid::new_v4(), "name": "Zurück",
        }}),
        "snapshot-links/make" => json!({"command": {
            "snapshot": inner.snapshot["id"], "days": 30, "command": Uuid::new_v4(),
        }}),
        "snapshot-links/revoke" => json!({"link": inner.link}),
        "staffing-plans/freeze" => with(json!({"year": 2025, "with_changes": true, "label": "Entwurf"})),
        "statements/create" => json!({"command": {
            "command": Uuid::new_v4(), "scenario": id, "template": "statement", "origin": inner.statement["id"],
        }}),
        "statements/save" => {
            let mut draft = inner.statement["draft"].clone();
            draft["title"] = json!("Neu");
            let mut asked = with(statement);
            asked["command"]["draft"] = draft;
            asked
        }
        "statements/freeze" | "statements/remove" => with(statement),
        other => panic!("{other} is new: give it a valid body here, so that the walks know it"),
    }
}
