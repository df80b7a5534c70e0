//! Accounts that are limited to a unit: what another unit works on is not there for them, and nothing tells of it.

use crate::app::{Answer, App, HOST, append, command, move_post};
use crate::catalogue::status;
use crate::disclosure::Watch;
use crate::imports::looked;
use crate::pdf_text::pdf_words;
use crate::walk::filled;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stellwerk::api::GUARDS;
use stellwerk::caseload::case_types_of;
use stellwerk::plan::{CaseTypeId, Plan, UnitId, builtin};
use stellwerk::server::ROUTES;
use uuid::Uuid;

const PASSWORD: &str = "korrekt pferd batterie";

/// What must not be told.
const NAME: &str = "Vorhaben der Asylstelle";

/// Makes an account and signs in with it.
pub async fn member(app: &App, name: &str, role: &str, unit: Option<&str>) -> App {
    let administration = app.known_by(&app.enter("administrator").await);
    let asked = json!({"command": {"name": name, "role": role, "unit": unit}});
    let made = administration.call("accounts/create", &asked).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let address = made.json()["address"].as_str().unwrap().to_owned();
    let key = address.strip_prefix("/einrichten#").unwrap();
    let redeemed = app
        .known_by("")
        .call("account/redeem", &json!({"command": {"key": key, "password": PASSWORD}}))
        .await;
    assert_eq!(redeemed.status, StatusCode::OK, "{}", redeemed.text());
    app.known_by(&redeemed.cookie())
}

async fn create(app: &App, visibility: &str) -> Value {
    let asked = json!({"command": {
        "command": Uuid::new_v4(), "name": NAME, "description": NAME, "visibility": visibility,
    }});
    let made = app.call("scenarios/create", &asked).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    made.json()
}

async fn sees(app: &App, scenario: &Value) -> bool {
    let answer = app.call("scenarios/current", &json!({"scenario": scenario["id"]})).await;
    assert!([StatusCode::OK, StatusCode::NOT_FOUND].contains(&answer.status), "{}", answer.text());
    answer.status == StatusCode::OK
}

async fn changes(app: &App, scenario: &Value) -> Answer {
    app.call("scenarios/append", &append(scenario, &move_post("AA-05", "einbuergerung"))).await
}

#[tokio::test]
async fn a_scenario_is_seen_above_and_below_its_unit_and_not_beside_it() {
    let app = App::start().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl")).await;
    let section = member(&app, "asyl-eu", "manager", Some("asyl-eu")).await;
    let naturalisation = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let scenario = create(&asylum, "unit").await;
    for (who, expected) in [(&asylum, true), (&section, true), (&app, true), (&naturalisation, false)] {
        assert_eq!(sees(who, &scenario).await, expected);
    }
    let listed = naturalisation.call("scenarios/list", &json!({})).await.text();
    assert!(!listed.contains(NAME), "{listed}");
    // Its head and those above may change it; below it can only be read.
    let above = create(&section, "unit").await;
    assert!(sees(&asylum, &above).await);
    let refused = changes(&asylum, &above).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("not_yours")));
    assert_eq!(changes(&section, &scenario).await.status, StatusCode::OK);
    assert_eq!(changes(&app, &above).await.status, StatusCode::OK);
    // What is public is seen by everybody, and changed by those only who could before.
    let public = create(&asylum, "public").await;
    assert!(sees(&naturalisation, &public).await);
    assert_eq!(changes(&naturalisation, &public).await.status, StatusCode::FORBIDDEN);
    let private = create(&asylum, "private").await;
    assert!(!sees(&app, &private).await);
}

#[tokio::test]
async fn nothing_tells_of_another_units_scenario() {
    let app = App::start().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl")).await;
    let scenario = create(&asylum, "unit").await;
    assert_eq!(changes(&asylum, &scenario).await.status, StatusCode::OK);
    let other = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let id = scenario["id"].as_str().unwrap();
    let shapes = [
        json!({"scenario": id}),
        json!({"scenarios": [id]}),
        json!({"command": {"scenario": id, "version": 2, "command": Uuid::new_v4()}}),
        json!({"command": {"scenario": id, "command": Uuid::new_v4()}}),
        json!({"command": {"command": Uuid::new_v4(), "name": "Kopie", "origin": id}}),
        json!({"command": {"scenario": id, "version": 2, "command": Uuid::new_v4(), "status": "decided", "note": ""}}),
        json!({"hold": {"scenario": id, "workplace": Uuid::new_v4(), "holding": null}}),
    ];
    for (path, _) in GUARDS {
        for shape in &shapes {
            let answer = other.call(path.strip_prefix("/api/").unwrap(), shape).await;
            assert!(!answer.text().contains(NAME), "{path} {shape}: {}", answer.text());
        }
    }
    for (path, _) in ROUTES {
        let workplace = Uuid::new_v4();
        let address = filled(path, id);
        let request = Request::get(format!("{address}?arbeitsplatz={workplace}&szenario={id}&form=svg"))
            .header("host", HOST)
            .header("sec-fetch-site", "same-origin");
        let answer = other.send(request.body(Body::empty()).unwrap()).await;
        assert!(!answer.text().contains(NAME), "{path}");
    }
    assert_eq!(
        asylum.call("scenarios/version", &json!({"scenario": id})).await.json(),
        2,
        "and it is as it was"
    );
}

#[tokio::test]
async fn accounts_and_scenarios_follow_a_unit_that_a_decision_moves() {
    let app = App::start().await;
    app.alone().await;
    let asylum = member(&app, "asyl", "manager", Some("asyl")).await;
    let old = member(&app, "asyl-eu", "manager", Some("asyl-eu")).await;
    let new = member(&app, "integration", "manager", Some("integration")).await;
    let scenario = create(&asylum, "unit").await;
    assert!(sees(&old, &scenario).await && !sees(&new, &scenario).await);
    let moved =
        json!({"effective": "2024-03-01", "action": {"move_unit": {"unit": "asyl", "to": "integration"}}});
    let renamed =
        json!({"effective": "2024-03-01", "action": {"rename_unit": {"unit": "asyl", "name": "Neues Asyl"}}});
    for change in [&moved, &renamed] {
        assert_eq!(app.append(change).await.status, StatusCode::OK);
    }
    app.done("scenarios/status", &status(&app.scenario().await, "decided", "")).await;
    let first = app.scenario().await;
    assert!(sees(&old, &scenario).await, "what is only planned moves nobody");
    let places: Vec<Value> = first["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| json!({"step": step["id"], "index": 0}))
        .collect();
    let mut asked = command(&first);
    asked["command"]["seen"] = first["newest_baseline"].clone();
    asked["command"]["changes"] = json!(places);
    asked["command"]["note"] = json!("Beschluss");
    let adopted = app.call("plan/adopt", &asked).await;
    assert_eq!(adopted.status, StatusCode::OK, "{}", adopted.text());

    assert!(!sees(&old, &scenario).await && sees(&new, &scenario).await && sees(&asylum, &scenario).await);
    assert_eq!(changes(&new, &scenario).await.status, StatusCode::OK, "its head may change it");
    let later = create(&asylum, "unit").await;
    assert!(!sees(&old, &later).await && sees(&new, &later).await);
    let trail = app.store.audit_trail().await.unwrap();
    let entry = trail.iter().find(|entry| entry.action == "plan.adopt").unwrap();
    let detail: Value = serde_json::from_str(&entry.detail).unwrap();
    assert_eq!(detail["accounts_moved"].as_array().unwrap().len(), 1, "{detail}");
    // The administration chooses among the units as they are now.
    let administration = app.known_by(&app.enter("administrator").await);
    let listed = administration.call("accounts/list", &json!({})).await.json();
    let unit = listed["units"].as_array().unwrap().iter().find(|unit| unit["id"] == "asyl").unwrap().clone();
    assert!(unit["name"].as_str().unwrap().ends_with("› Neues Asyl"), "{unit}");
}

#[tokio::test]
async fn who_works_in_a_section_changes_own_scenarios_only_and_decides_nothing() {
    let app = App::start().await;
    let staff = app.known_by(&app.enter("staff").await);
    let given = staff.scenario().await;
    assert_eq!(changes(&staff, &given).await.json(), json!("not_yours"));
    let own = create(&staff, "unit").await;
    assert_eq!(changes(&staff, &own).await.status, StatusCode::OK);
    let mut asked = command(&own);
    asked["command"]["version"] = json!(2);
    asked["command"]["status"] = json!("decided");
    asked["command"]["note"] = json!("");
    assert_eq!(staff.call("scenarios/status", &asked).await.status, StatusCode::FORBIDDEN);
    let mut proposed = asked.clone();
    proposed["command"]["status"] = json!("proposed");
    proposed["command"]["command"] = json!(Uuid::new_v4());
    assert_eq!(staff.call("scenarios/status", &proposed).await.status, StatusCode::OK);
    asked["command"]["version"] = json!(3);
    assert_eq!(app.call("scenarios/status", &asked).await.status, StatusCode::OK);
    // Decided, it stays as it is; whoever may not decide does not take that back either.
    asked["command"]["version"] = json!(4);
    asked["command"]["command"] = json!(Uuid::new_v4());
    asked["command"]["status"] = json!("draft");
    assert_eq!(staff.call("scenarios/status", &asked).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_role_takes_away_at_once_what_the_old_one_allowed() {
    let app = App::start().await;
    let administration = app.known_by(&app.enter("administrator").await);
    let member = member(&app, "planung", "manager", None).await;
    assert_eq!(member.call("scenarios/list", &json!({})).await.status, StatusCode::OK);
    let listed = administration.call("accounts/list", &json!({})).await.json();
    let account = listed["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "planung").unwrap();
    assert_eq!(account["sessions"], 1);
    let asked = json!({"command": {
        "account": account["id"], "version": account["version"], "role": "staff_council", "unit": null,
        "reason": "Wahl in den Personalrat",
    }});
    assert_eq!(administration.call("accounts/change", &asked).await.status, StatusCode::OK);
    assert_eq!(member.call("scenarios/list", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    // Made on a version that is no longer the current one.
    let again = administration.call("accounts/change", &asked).await;
    assert_eq!(
        (again.status, again.json()),
        (StatusCode::CONFLICT, json!({"account": {"problem": "changed"}}))
    );
}

/// Two years of every kind of cases, as a table; what a kind completes tells it from the others.
fn counts(plan: &Plan, keep: impl Fn(&CaseTypeId) -> bool) -> String {
    let mut text = "Monat;Fallart;Eingänge;Erledigungen;Bestand\r\n".to_owned();
    for (at, case_type) in plan.case_types.iter().enumerate().filter(|(_, one)| keep(&one.id)) {
        for month in 0..24 {
            let (year, number) = (2022 + month / 12, month % 12 + 1);
            let line = format!("{number:02}.{year};{};21;{};103\r\n", case_type.id, 7_001 + 37 * at);
            text.push_str(&line);
        }
    }
    text
}

/// A department with counts, and the head of a section who may see those of the own units: (department, section, own kinds).
async fn section() -> (App, App, BTreeSet<CaseTypeId>) {
    let plan = builtin().unwrap();
    let app = App::start().await;
    let all = counts(&plan, |_| true);
    let taken = looked(&app, &json!({"name": "gesamt.csv", "take": true}), all.as_bytes()).await;
    assert_eq!(taken["taken"], true, "{taken}");
    let lead = member(&app, "asyl-eu", "team_lead", Some("asyl-eu")).await;
    let own = case_types_of(&plan, &UnitId::parse("asyl-eu").unwrap()).into_iter().collect();
    (app, lead, own)
}

#[tokio::test]
async fn case_figures_of_other_units_are_not_there_for_the_head_of_a_section() {
    let (app, lead, own) = section().await;
    let plan = builtin().unwrap();
    let foreign = plan.case_types.iter().enumerate().filter(|(_, one)| !own.contains(&one.id));
    let watch = Watch::over(&foreign.map(|(at, _)| 7_001 + 37 * at as u64).collect());
    let department = lead.call("dashboards/department", &json!({"english": false})).await;
    assert_eq!(department.status, StatusCode::OK);
    let units: Vec<String> = department.json()["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["unit"].as_str().unwrap().to_owned())
        .collect();
    let within = |unit: &str| plan.path_of(&UnitId::parse(unit).unwrap()).contains("/asyl-eu/");
    assert!(!units.is_empty() && units.iter().all(|unit| within(unit)), "{units:?}");
    watch.look("department", &department.text());
    watch.look("/faelle", &lead.get("/faelle").await.text());
    // The start page is the same for everybody, but for what was counted.
    let brief = lead.call("dashboards/counted", &json!({"english": false})).await;
    let unit = UnitId::parse("asyl-eu").unwrap();
    let name = plan.unit_name(&unit);
    assert_eq!(
        (brief.json()["of"].as_str(), &brief.json()["units"][0]["unit"]),
        (Some(name), &json!("asyl-eu"))
    );
    assert!(
        brief.json()["units"].as_array().unwrap().iter().all(|one| within(one["unit"].as_str().unwrap()))
    );
    watch.look("counted", &brief.text());
    let start = lead.get("/").await.text();
    watch.look("/", &start);
    assert!(start.contains(&format!("offene Fälle Ende Dezember 2023: {name}")), "{name}");
    let staff = member(&app, "sachbearbeitung", "staff", None).await;
    let refused = staff.call("dashboards/counted", &json!({"english": false})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(staff.get("/").await.text().contains("offene Fälle laut Plan am 01.02.2024"));
    assert!(lead.get("/faelle/asyl").await.text().contains("Eingang und Erledigung"));
    for unit in ["aufenthalt", "abteilung", "einbuergerung"] {
        let ask = json!({"ask": {"unit": unit, "until": "2024-12", "target": 10, "english": false}});
        for function in ["dashboards/unit", "dashboards/relief"] {
            assert_eq!(lead.call(function, &ask).await.status, StatusCode::FORBIDDEN, "{function} {unit}");
        }
        let page = lead.get(&format!("/faelle/{unit}")).await;
        assert!(!page.text().contains("Eingang und Erledigung"), "{unit}");
        for form in ["csv", "xlsx", "pdf"] {
            let file = lead.get(&format!("/export/faelle?einheit={unit}&form={form}")).await;
            assert_eq!(file.status, StatusCode::FORBIDDEN, "{unit} {form}");
        }
    }
    let all = lead.get("/export/faelle?form=csv").await;
    assert_eq!(all.status, StatusCode::OK);
    watch.look("export", &all.text());
    assert!(all.text().contains("Asyl") && !all.text().contains("Aufenthalt/Anerkennung"), "{}", all.text());
    let report = lead.get("/export/faelle?form=pdf").await;
    assert_eq!(report.status, StatusCode::OK);
    let words = pdf_words(&report.body);
    watch.look("report", &words);
    assert!(words.contains("Asyl") && !words.contains("Aufenthalt/Anerkennung"), "{words}");
    // What is fitted is of the own kinds.
    let step = lead.call("dashboards/calibration", &json!({"kind": "demand"})).await.json();
    let changes = step["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    for change in changes {
        let kind = change["action"]["set_case_type"]["case_type"].as_str().unwrap();
        assert!(own.contains(&CaseTypeId::parse(kind).unwrap()), "{kind}");
    }
    let whole = app.call("dashboards/calibration", &json!({"kind": "demand"})).await.json();
    assert!(whole["changes"].as_array().unwrap().len() > changes.len());
}

/// A staff council of a part of the administration sees what that part works on, and without a limit everything.
#[tokio::test]
async fn case_figures_of_other_units_are_not_there_for_a_limited_staff_council() {
    let (app, _, own) = section().await;
    let plan = builtin().unwrap();
    let council = member(&app, "personalrat-asyl", "staff_council", Some("asyl-eu")).await;
    let whole = member(&app, "personalrat-gesamt", "staff_council", None).await;
    let foreign = plan.case_types.iter().enumerate().filter(|(_, one)| !own.contains(&one.id));
    let watch = Watch::over(&foreign.map(|(at, _)| 7_001 + 37 * at as u64).collect());
    let department = council.call("dashboards/department", &json!({"english": false})).await;
    assert_eq!(department.status, StatusCode::OK, "{}", department.text());
    watch.look("department", &department.text());
    watch.look("/faelle", &council.get("/faelle").await.text());
    let units = |answer: &Answer| answer.json()["units"].as_array().unwrap().len();
    let all = whole.call("dashboards/department", &json!({"english": false})).await;
    assert!(units(&all) > units(&department) && units(&department) > 0);
    for unit in ["aufenthalt", "abteilung", "einbuergerung"] {
        let ask = json!({"ask": {"unit": unit, "until": "2024-12", "target": 10, "english": false}});
        let refused = council.call("dashboards/unit", &ask).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{unit}");
        assert_eq!(whole.call("dashboards/unit", &ask).await.status, StatusCode::OK, "{unit}");
        let file = council.get(&format!("/export/faelle?einheit={unit}&form=csv")).await;
        assert_eq!(file.status, StatusCode::FORBIDDEN, "{unit}");
    }
    let told = council.call("imports/provenance", &json!({})).await;
    assert!(!told.text().contains("Aufenthalt/Anerkennung"), "{}", told.text());
}

#[tokio::test]
async fn the_head_of_a_section_keeps_the_figures_of_the_own_units_only() {
    let (app, lead, own) = section().await;
    let plan = builtin().unwrap();
    let sheet = lead.call("imports/sheet", &json!({"year": 2023})).await.json();
    let rows: BTreeSet<CaseTypeId> = sheet["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| CaseTypeId::parse(row["case_type"].as_str().unwrap()).unwrap())
        .collect();
    assert_eq!(rows, own);
    let entry = |case_type: &str| {
        json!({"command": {"year": 2024, "entries": [
            {"case_type": case_type, "month": 1, "figure": "received", "value": 5},
        ]}})
    };
    let foreign = plan.case_types.iter().find(|one| !own.contains(&one.id)).unwrap().id.to_string();
    let mine = own.first().unwrap().to_string();
    assert_eq!(lead.call("imports/save", &entry(&foreign)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lead.call("imports/save", &entry(&mine)).await.status, StatusCode::OK);

    let before = app.store.verify_audit().await.unwrap();
    let table = counts(&plan, |id| id.as_str() == foreign || id.as_str() == mine);
    for take in [false, true] {
        let refused = looked(&lead, &json!({"name": "fremd.csv", "take": take}), table.as_bytes()).await;
        let reason = refused["wrong"][0]["reason"].as_str().unwrap_or_default();
        assert!(reason.contains("gehört nicht zu Ihrem Bereich"), "{refused}");
        // Told where it stands, not of the table as a whole.
        let row = table.lines().position(|line| line.split(';').any(|cell| cell == foreign)).unwrap() + 1;
        assert_eq!(refused["wrong"][0]["row"], row, "{refused}");
        assert!(refused["wrong"][0]["column"].as_str().unwrap().contains("Fallart"), "{refused}");
    }
    assert_eq!(app.store.verify_audit().await.unwrap(), before);
    // Nothing of other units is counted as missing in the own table.
    let table = format!("Monat;Fallart;Eingänge\r\n03.2023;{mine};22\r\n");
    let shown = looked(&lead, &json!({}), table.as_bytes()).await;
    assert_eq!(shown["sums"]["absent"], own.len() - 1, "{shown}");

    // A list of all own open cases completes nobody else's.
    let head = "Aktenzeichen;Fallart;Eingangsdatum\r\n";
    let line = |number: u32, kind: &str| format!("F-{number};{kind};02.01.2023\r\n");
    let list = |kind: &str, numbers: std::ops::Range<u32>| {
        numbers.map(|number| line(number, kind)).collect::<String>()
    };
    let all = format!("{head}{}{}", list(&foreign, 0..5), list(&mine, 5..8));
    assert_eq!(
        looked(&app, &json!({"name": "liste.csv", "take": true}), all.as_bytes()).await["sums"]["added"],
        8
    );
    let told = lead.call("imports/provenance", &json!({})).await.json();
    assert!(told["sentence"].as_str().unwrap().contains("mit rund 5 offenen Fällen"), "{told}");
    let complete = json!({"name": "eigene.csv", "take": true, "complete": true});
    let own_list = format!("{head}{}", list(&mine, 5..7));
    let taken = looked(&lead, &complete, own_list.as_bytes()).await;
    // One is missing, which is told in fives: it was completed.
    assert_eq!((&taken["taken"], &taken["sums"]["absent"]), (&json!(true), &json!(0)), "{taken}");
    let told = app.call("imports/provenance", &json!({})).await.json();
    assert!(told["sentence"].as_str().unwrap().contains("mit rund 5 offenen Fällen"), "{told}");
}

#[tokio::test]
async fn where_figures_came_from_is_told_as_far_as_it_is_about_the_own_units() {
    let (app, lead, own) = section().await;
    let foreign = "Monat;Fallart;Eingänge;Nachname\r\n01.2024;a01;22;Maier\r\n";
    assert!(!own.contains(&CaseTypeId::parse("a01").unwrap()));
    looked(&app, &json!({"name": "aufenthalt.csv", "take": true}), foreign.as_bytes()).await;
    let told = lead.call("imports/provenance", &json!({})).await;
    assert!(!told.text().contains("aufenthalt.csv"), "{}", told.text());
    let told = told.json();
    let sentence = told["sentence"].as_str().unwrap();
    let expected = format!(
        "Fallzahlen liegen von Januar 2022 bis Dezember 2023 für {} Fallarten vor. Gezeigt wird, was Ihre Einheiten betrifft.",
        own.len()
    );
    assert_eq!(sentence, expected);
    assert!(told["sentence_english"].as_str().unwrap().ends_with("What is shown is about your units."));
    // The table of the whole department brought the own figures: it is named, without what it did to others.
    let imports = told["imports"].as_array().unwrap();
    assert_eq!(imports.len(), 1, "{told}");
    assert_eq!((&imports[0]["source"], &imports[0]["sums"]), (&json!("gesamt.csv"), &Value::Null));
    let mine = format!("Monat;Fallart;Eingänge\r\n01.2024;{};22\r\n", own.first().unwrap());
    looked(&lead, &json!({"name": "eigene.csv", "take": true}), mine.as_bytes()).await;
    let told = lead.call("imports/provenance", &json!({})).await.json();
    assert_eq!(
        (&told["imports"][0]["source"], &told["imports"][0]["sums"]["added"]),
        (&json!("eigene.csv"), &json!(1))
    );
    // Who may see all units sees all imports.
    let all = app.call("imports/provenance", &json!({})).await.json();
    let sources: Vec<&str> =
        all["imports"].as_array().unwrap().iter().map(|one| one["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["eigene.csv", "aufenthalt.csv", "gesamt.csv"]);
    assert!(!all["sentence"].as_str().unwrap().contains("Ihre Einheiten"));
}

/// The staffing plan of the own units: its files, its dates, what was frozen of all of them.
#[tokio::test]
async fn the_staffing_plan_of_other_units_is_not_there_for_limited_accounts() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    // A post goes from one foreign unit to another, and one of the own comes from outside.
    let moved = app.append(&move_post("AA-05", "einbuergerung")).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    let mut asked = command(&app.scenario().await);
    for (name, value) in [("year", json!(2025)), ("with_changes", json!(true)), ("label", json!("Rat"))] {
        asked["command"][name] = value;
    }
    let frozen = app.call("staffing-plans/freeze", &asked).await;
    assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.text());
    let id = frozen.json()["id"].as_str().unwrap().to_owned();
    let plan = builtin().unwrap();
    let names: Vec<(String, bool)> = plan
        .units
        .iter()
        // The department's own name stands in the title.
        .filter(|unit| !plan.name.contains(&unit.name) && !plan.units[0].name.contains(&unit.name))
        .map(|unit| (unit.name.clone(), plan.path_of(&unit.id).contains("/asyl-eu/")))
        .collect();
    let scenario = scenario["id"].as_str().unwrap();
    for role in ["team_lead", "manager", "staff_council"] {
        let limited =
            member(&app, &format!("bereich-{}", role.replace('_', "-")), role, Some("asyl-eu")).await;
        for address in [
            format!("/export/stellenplan?szenario={scenario}&jahr=2025&form=csv"),
            format!("/export/stellenplan?festgehalten={id}&form=csv"),
        ] {
            let (whole, part) = (app.get(&address).await.text(), limited.get(&address).await);
            assert_eq!(part.status, StatusCode::OK, "{address}");
            let part = part.text();
            for (name, own) in names.iter().filter(|(name, _)| whole.contains(name.as_str())) {
                assert_eq!(part.contains(name.as_str()), *own, "{role} {address} {name}: {part}");
            }
        }
        for address in [
            format!("/export/veraenderungen?szenario={scenario}&jahr=2025&form=csv"),
            format!("/export/veraenderungen?festgehalten={id}&form=csv"),
            format!("/export/fristen?szenario={scenario}"),
        ] {
            let (whole, part) = (app.get(&address).await.text(), limited.get(&address).await);
            assert_eq!(part.status, StatusCode::OK, "{address}");
            assert!(whole.lines().count() > part.text().lines().count(), "{role} {address}");
            assert!(!part.text().contains("AA-05"), "{role} {address}: {}", part.text());
        }
        let listed = limited.call("staffing-plans/list", &json!({})).await.json();
        let rows = listed[0]["frozen"]["rows"].as_array().unwrap();
        let own = |row: &Value| {
            let unit = UnitId::parse(row["unit"].as_str().unwrap()).unwrap();
            plan.path_of(&unit).contains("/asyl-eu/")
        };
        assert!(!rows.is_empty() && rows.iter().all(own), "{role} {rows:?}");
        // The same without a limit is whole.
        let whole = app.call("staffing-plans/list", &json!({})).await.json();
        assert!(whole[0]["frozen"]["rows"].as_array().unwrap().len() > rows.len());
    }
}
