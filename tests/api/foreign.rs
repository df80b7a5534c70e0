//! What somebody else has made: every server function and every address, asked with its identifiers by each role and by accounts
//! that are limited to another unit. It is not there for them, nothing tells of it, and nothing of it changes.

use crate::app::{App, HOST};
use crate::bodies::{INSIDE, Made, NAMELESS, body};
use crate::scopes::member;
use crate::tables::content;
use crate::walk::filled;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use stellwerk::api::GUARDS;
use stellwerk::permission::Role;
use stellwerk::plan::builtin;
use stellwerk::server::ROUTES;
use uuid::Uuid;

/// What must not be told.
const NAME: &str = "Vorhaben der Asylstelle";

/// What its maker alone sees; that of the unit is also seen by those who are limited to none.
const PRIVATE: &str = "Eigener Entwurf der Asylstelle";

/// What only a limit to units keeps away: who is limited to none may ask it.
const OF_A_UNIT: &[&str] = &["dashboards/unit", "dashboards/relief", "imports/save"];

/// Addresses that answer nothing without a scenario or a statement that the caller sees.
const OF_A_SCENARIO: &[&str] = &[
    "/ereignisse/{scenario}",
    "/export/bemessung",
    "/export/fristen",
    "/export/organigramm",
    "/export/stellenplan",
    "/export/stellungnahme",
    "/export/veraenderungen",
];

/// Addresses that name no scenario: the door and one's own account (signing out would be the end of the walk), what everybody may
/// know, the trail, dashboards, and the interface for programs.
const WITHOUT_SCENARIO: &[&str] = &[
    "/.well-known/",
    "/abmelden",
    "/anmelden",
    "/api/",
    "/barrierefreiheit",
    "/csp-report",
    "/datenschutz",
    "/einrichten",
    "/export/faelle",
    "/export/protokoll",
    "/export/tabelle",
    "/faelle",
    "/healthz",
    "/hilfe",
    "/kein-zugriff",
    "/konto",
    "/protokoll",
    "/readyz",
    "/verwaltung",
];

/// Everything that is kept, but for what is no content: when a session was used, and figures that follow from plan and counts and
/// are kept so that they need not be computed again.
async fn kept(app: &App) -> BTreeMap<String, Vec<String>> {
    content(&app.database(), &["session", "case_outlook"]).await
}

/// Somebody who asks for what is not theirs.
struct Stranger {
    name: String,
    app: App,
    /// None where the account is limited to a unit.
    role: Option<Role>,
    /// A scenario that they see, their own where they may make one.
    scenario: Value,
}

impl Stranger {
    async fn new(name: &str, app: App, role: Option<Role>) -> Self {
        let create = json!({"command": {"command": Uuid::new_v4(), "name": "Eigenes", "description": ""}});
        let made = app.call("scenarios/create", &create).await;
        let asked = match made.status {
            StatusCode::OK => json!({"scenario": made.json()["id"]}),
            _ => json!({"scenario": null}),
        };
        let scenario = app.call("scenarios/current", &asked).await.json();
        Self { name: name.to_owned(), app, role, scenario }
    }

    /// Whether the administration may do this with everybody's accounts.
    fn administers(&self, function: &str) -> bool {
        self.role == Some(Role::Administrator) && function.starts_with("accounts/")
    }

    /// Asks a function for what another one has made: by the scenario, and by what hangs on it.
    async fn tries(&self, function: &str, made: &Made) {
        let mut bodies = vec![body(function, &made.scenario, made)];
        let has_own = self.scenario["id"].is_string();
        if INSIDE.contains(&function) && has_own {
            bodies.push(body(function, &self.scenario, made));
        }
        if function == "scenarios/revise" && has_own {
            bodies.extend(revisions(made).into_iter().map(|revision| {
                let mut asked = body(function, &self.scenario, made);
                asked["command"]["revision"] = revision;
                asked
            }));
        }
        // A case type of another unit is told like one that there is not.
        let also =
            if function == "imports/save" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::NOT_FOUND };
        for asked in bodies {
            self.is_refused(function, &asked, also).await;
        }
    }

    /// Gives something of its own the identifier of what another one has made.
    async fn takes(&self, made: &Made) {
        if self.scenario["id"].is_null() {
            return;
        }
        let mut package = body("scenarios/revise", &self.scenario, made);
        package["command"]["revision"] = json!({"make_package": {"package": made.package, "name": "Meines"}});
        let mut comment = body("comments/add", &self.scenario, made);
        comment["command"]["comment"] = made.thread.clone();
        comment["command"]["thread"] = Value::Null;
        for (function, asked) in [("scenarios/revise", package), ("comments/add", comment)] {
            self.is_refused(function, &asked, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    }

    /// Whether a text tells the name of something that is not theirs to see.
    fn is_told(&self, text: &str) -> bool {
        text.contains(PRIVATE) || (self.role.is_none() && text.contains(NAME))
    }

    async fn is_refused(&self, function: &str, asked: &Value, with: StatusCode) {
        let answer = self.app.call(function, asked).await;
        let what = format!("{} {function} {asked}: {} {}", self.name, answer.status, answer.text());
        assert!([StatusCode::FORBIDDEN, with].contains(&answer.status), "{what}");
        assert!(!self.is_told(&answer.text()), "{what}");
    }

    /// Asks for what needs no identifier, where it is only read.
    async fn reads(&self, function: &str) {
        let changes = [
            "account/begin_second_factor",
            "account/confirm_second_factor",
            "account/password",
            "account/redeem",
            "account/remove_second_factor",
            "account/renew_recovery_codes",
            "accounts/agreement",
            "accounts/create",
        ];
        // Whoever reads the trail reads what was done, with its names.
        if changes.contains(&function) || (self.role == Some(Role::Administrator) && function == "trail/load")
        {
            return;
        }
        let asked = match function {
            "trail/load" => json!({"query": {"text": NAME, "before": null}}),
            "imports/sheet" => json!({"year": 2024}),
            "about" | "dashboards/counted" | "dashboards/department" | "dashboards/exercise" | "glossary" => {
                json!({"english": false})
            }
            _ => json!({}),
        };
        let answer = self.app.call(function, &asked).await;
        assert!(!self.is_told(&answer.text()), "{} {function}: {}", self.name, answer.text());
    }

    /// Visits every address with these identifiers.
    async fn visits(&self, made: &Made) {
        let [scenario, statement, snapshot] =
            [&made.scenario, &made.statement, &made.snapshot].map(|part| part["id"].as_str().unwrap());
        let of_scenarios = |path: &str| !WITHOUT_SCENARIO.iter().any(|begin| path.starts_with(begin));
        for (path, _) in ROUTES.iter().filter(|(path, _)| of_scenarios(path)) {
            for id in [scenario, snapshot] {
                let form = if *path == "/export/stellungnahme" { "pdf" } else { "csv" };
                let address = format!(
                    "{}?arbeitsplatz={}&szenario={id}&nr={statement}&a={id}&b={id}&form={form}&jahr=2025",
                    filled(path, id),
                    Uuid::new_v4()
                );
                let request =
                    Request::get(&address).header("host", HOST).header("sec-fetch-site", "same-origin");
                let answer = self.app.begin(request.body(Body::empty()).unwrap()).await;
                let status = answer.status();
                if OF_A_SCENARIO.contains(path) {
                    let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status);
                    assert!(refused, "{} {address}: {status}", self.name);
                }
                let text = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                assert!(!self.is_told(&String::from_utf8_lossy(&text)), "{} {address}", self.name);
            }
        }
        self.lays_a_table_beside(scenario).await;
        self.lays_a_plan_beside(scenario).await;
    }

    /// Compares a plan with the scenario.
    async fn lays_a_plan_beside(&self, scenario: &str) {
        let ask = json!({"name": "plan.json", "way": "step", "scenario": scenario, "english": false});
        let plan = builtin().unwrap().to_json();
        let request =
            Request::post("/daten/plan").header("host", HOST).header("sec-fetch-site", "same-origin");
        let answer = self.app.send(request.body(Body::from(format!("{ask}\n{plan}"))).unwrap()).await;
        let text = answer.text();
        assert!(!text.contains("\"looked\"") && !self.is_told(&text), "{} {text}", self.name);
    }

    /// Compares a table of posts with the scenario.
    async fn lays_a_table_beside(&self, scenario: &str) {
        let ask = json!({
            "name": "tabelle.csv", "kind": null, "columns": [], "states": [], "take": true, "added": true,
            "changed": true, "complete": false, "leave": [], "scenario": scenario,
        });
        let posts = "Stelle;Einheit;Bezeichnung;Bewertung;VZÄ\nNEU-1;asyl;Sachbearbeitung;EG 9b;1\n";
        let request =
            Request::post("/daten/datei").header("host", HOST).header("sec-fetch-site", "same-origin");
        let answer = self.app.send(request.body(Body::from(format!("{ask}\n{posts}"))).unwrap()).await;
        let text = answer.text();
        assert!(!text.contains("\"looked\"") && !self.is_told(&text), "{} {text}", self.name);
    }
}

/// What else can be done with a step or a package.
fn revisions(made: &Made) -> Vec<Value> {
    let (step, package) = (&made.step, made.package);
    vec![
        json!({"rename_package": {"package": package, "name": "Meines"}}),
        json!({"switch_package": {"package": package, "is_on": false}}),
        json!({"dissolve_package": {"package": package}}),
        json!({"redate": {"step": step, "from": "2024-03-01", "to": "2024-04-01"}}),
        json!({"explain": {"step": step, "reason": "Meiner"}}),
        json!({"remove": {"step": step}}),
        json!({"take_up": {"step": step}}),
    ]
}

/// The owner's account, with its version.
async fn account_of(app: &App, name: &str) -> Value {
    let administration = app.known_by(&app.enter("administrator").await);
    let listed = administration.done("accounts/list", &json!({})).await;
    listed["accounts"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
}

#[tokio::test]
async fn what_another_one_made_is_not_there_and_does_not_change() {
    let app = App::start().await;
    let owner = member(&app, "asyl", "manager", Some("asyl")).await;
    let account = account_of(&app, "asyl").await;
    let private = Made::by(&owner, PRIVATE, "private", account.clone()).await;
    let of_the_unit = Made::by(&owner, NAME, "unit", account).await;
    let mut strangers = Vec::new();
    for (word, role) in Role::WORDS {
        let stranger = app.known_by(&app.enter(word).await);
        strangers.push(Stranger::new(word, stranger, Some(role)).await);
    }
    for role in ["manager", "team_lead"] {
        let name = format!("einbuergerung-{role}");
        let stranger = member(&app, &name, role, Some("einbuergerung")).await;
        strangers.push(Stranger::new(&name, stranger, None).await);
    }
    for stranger in &strangers {
        let before = kept(&app).await;
        let targets = match stranger.role {
            // What a unit works on is seen by those who are limited to none.
            Some(_) => vec![&private],
            None => vec![&private, &of_the_unit],
        };
        for made in targets {
            for (path, _) in GUARDS {
                let function = path.strip_prefix("/api/").unwrap();
                let may_ask = stranger.role.is_some() && OF_A_UNIT.contains(&function);
                if !NAMELESS.contains(&function) && !may_ask && !stranger.administers(function) {
                    stranger.tries(function, made).await;
                }
            }
            stranger.takes(made).await;
            stranger.visits(made).await;
        }
        assert_eq!(kept(&app).await, before, "{} has changed something", stranger.name);
        if stranger.role.is_none() {
            for function in NAMELESS {
                stranger.reads(function).await;
            }
        }
    }
    let seen = owner.call("scenarios/version", &json!({"scenario": private.scenario["id"]})).await;
    assert_eq!(seen.json(), private.scenario["version"], "its maker still has it");
}
