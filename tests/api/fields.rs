//! What a role does not see is in none of its answers: a plan whose costs and notes tell themselves is asked for by every way that there
//! is. A function or an address that is new fails here until it is walked, too.

mod programs;
mod trail;

use crate::app::{Answer, App, HOST, append, command, move_post};
use crate::baselines::adopt;
use crate::catalogue::{create, status};
use crate::pdf_text::pdf_text;
use crate::scopes::member;
use crate::walk::filled;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::time::Duration;
use stellwerk::api::{GUARDS, PlanWay};
use stellwerk::permission::{Access, Role};
use stellwerk::plan::{EuroPerYear, Plan, builtin};
use stellwerk::server::{ROUTES, answered};
use uuid::Uuid;
use zip::ZipArchive;

/// Stands in every text about cost.
const COST: &str = "Kostengeheimnis";
/// Cost of every grade, of one grade in the scenario, and the bound of a goal; in no other figure of a plan.
const AMOUNTS: [&str; 3] = ["73391", "91373", "3131317"];
/// Stands in every note of posts of the section for asylum, and of all others.
const NOTES: [&str; 2] = ["Asylvermerk", "Fremdvermerk"];

/// Every note that has a text, with this word in it.
fn terms(word: &str) -> Value {
    json!({
        "kw_on": {"event": format!("{word} Ende")}, "ku": {"grade": format!("{word} E 8")},
        "block": format!("{word} Rat"), "evaluation": {"on": "2023-03-01", "reason": format!("{word} Leitung")},
        "funding": {"share": 0.5, "source": format!("{word} Land")}, "contract_until": "2026-12-31",
    })
}

fn set_terms(post: &str, word: &str) -> Value {
    json!({"effective": "2024-05-01", "action": {"set_post": {"post": post, "terms": terms(word)}}})
}

fn set_cost() -> Value {
    json!({"effective": "2024-05-01", "action": {"set_assumptions": {
        "cost_per_grade": {"E 9c": 91_373}, "sources": {"cost_per_grade.E 9c": COST},
    }}})
}

/// The built-in plan with notes on every post, in the tray and among what is decided.
fn plan() -> Plan {
    let mut plan = builtin().unwrap();
    let amount = EuroPerYear::parse(73_391.0).unwrap();
    plan.assumptions.cost_per_grade.values_mut().for_each(|cost| *cost = amount);
    plan.assumptions.sources.insert("cost_per_grade".to_owned(), COST.to_owned());
    let mut written = serde_json::to_value(&plan).unwrap();
    for post in written["posts"].as_array_mut().unwrap() {
        let own = plan.posts.iter().find(|one| post["id"] == one.id.as_str()).unwrap();
        let asylum = own.shares.iter().any(|share| plan.path_of(&share.unit).contains("/asyl-eu/"));
        post["terms"] = terms(NOTES[usize::from(!asylum)]);
    }
    let parked = written["posts"].as_array_mut().unwrap().pop().unwrap();
    written["tray"] = json!([parked]);
    written["decided"] = json!([set_terms("AA-06", NOTES[1]), set_cost()]);
    serde_json::from_value(written).unwrap()
}

/// Calls a function that must succeed.
async fn done(app: &App, function: &str, body: &Value) -> Value {
    let answer = app.call(function, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{function} {body}: {}", answer.text());
    answer.json()
}

fn with(scenario: &Value, more: &Value) -> Value {
    let mut asked = command(scenario);
    asked["command"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

/// A server on that plan, with a scenario, a goal and a snapshot that the head of the department has made.
async fn start() -> App {
    let app = App::with(&plan(), &[]).await;
    let mut asked = append(&app.scenario().await, &set_cost());
    asked["command"]["changes"] = json!([
        set_cost(),
        set_terms("AA-05", NOTES[1]),
        {"effective": "2024-05-01", "action": {"add_post": {
            "id": "NEU-01", "title": "Neu", "grade": "E 9c", "unit": "aufenthalt", "terms": terms(NOTES[1]),
        }}},
        move_post("AA-07", "asyl"),
    ]);
    asked["command"]["reason"] = json!("Weil es so beschlossen ist.");
    done(&app, "scenarios/append", &asked).await;
    let goals = json!({"goals": [{"cost": {"at_most": 3_131_317, "on": "2025-12-31"}}]});
    done(&app, "scenarios/goals", &with(&app.scenario().await, &goals)).await;
    done(&app, "snapshots/take", &with(&app.scenario().await, &json!({"name": "Stand"}))).await;
    second_version(&app).await;
    done(&app, "scenarios/status", &status(&app.scenario().await, "proposed", "")).await;
    app
}

/// A version of the plan that a scenario with a cost and a note has brought.
async fn second_version(app: &App) {
    app.alone().await;
    let made = done(app, "scenarios/create", &create("Fassung", &Value::Null)).await;
    let which = json!({"scenario": made["id"]});
    let mut asked = append(&done(app, "scenarios/current", &which).await, &set_cost());
    asked["command"]["changes"] = json!([set_cost(), set_terms("AA-04", &format!("{} neu", NOTES[1]))]);
    asked["command"]["reason"] = json!("Weil es so beschlossen ist.");
    done(app, "scenarios/append", &asked).await;
    let decided = app.decided(&done(app, "scenarios/current", &which).await).await;
    let step = &decided["steps"][0];
    done(app, "plan/adopt", &adopt(&decided, &[(step, 0), (step, 1)])).await;
}

/// Everything that a role was answered, in words: where, and what.
#[derive(Default)]
struct Told(Vec<(String, String)>);

impl Told {
    fn add(&mut self, place: &str, answer: &Answer) {
        self.0.push((place.to_owned(), words(answer)));
    }

    /// Where one of these words stands.
    fn places(&self, secrets: &[&str]) -> BTreeSet<&str> {
        let tells = |text: &str| {
            let plain: String = text.replace(['.', ',', '\u{a0}', '\u{202f}'], "");
            secrets.iter().any(|secret| text.contains(secret) || plain.contains(secret))
        };
        self.0.iter().filter(|(_, text)| tells(text)).map(|(place, _)| place.as_str()).collect()
    }
}

/// What an answer says, also where it is packed.
fn words(answer: &Answer) -> String {
    if answer.body.starts_with(b"%PDF") {
        return pdf_text(&answer.body);
    }
    if !answer.body.starts_with(b"PK") {
        return answer.text();
    }
    let mut book = ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let mut text = String::new();
    for at in 0..book.len() {
        let mut part = Vec::new();
        book.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        text.push_str(&String::from_utf8_lossy(&part));
    }
    text
}

/// Calls a function and notes what it says; whether it did what was asked.
async fn ask(
    app: &App,
    told: &mut Told,
    answered: &mut BTreeSet<String>,
    (function, body): (&str, &Value),
) -> Value {
    let answer = app.call(function, body).await;
    told.add(&format!("{function} {}", answer.status), &answer);
    if answer.status == StatusCode::OK {
        answered.insert(format!("/api/{function}"));
    }
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// Every function that only reads.
async fn read_all(app: &App, told: &mut Told, answered: &mut BTreeSet<String>) {
    let scenario = app.scenario().await["id"].clone();
    let (one, ours) = (json!({"scenario": scenario}), json!({}));
    for english in [false, true] {
        for (function, body) in [
            ("scenarios/current", &one),
            ("scenarios/several", &json!({"scenarios": [scenario]})),
            ("scenarios/version", &one),
            ("scenarios/list", &ours),
            ("snapshots/list", &one),
            ("comments/list", &one),
            ("plan/newest", &ours),
            ("plan/versions", &json!({"before": null, "english": english})),
            ("decisions/load", &one),
            ("cross-checks", &json!({"ask": {"scenario": scenario, "english": english}})),
            ("about", &json!({"english": english})),
            ("glossary", &json!({"english": english})),
            ("account/sessions", &ours),
            ("account/second_factor", &ours),
            ("staffing-plans/list", &ours),
            ("statements/load", &one),
        ] {
            ask(app, told, answered, (function, body)).await;
        }
    }
}

/// Every command, on a scenario of one's own that was branched from the first one and another one that is restored from its snapshot.
async fn command_all(app: &App, told: &mut Told, answered: &mut BTreeSet<String>) {
    let first = app.scenario().await;
    let taken = done(app, "snapshots/list", &json!({"scenario": first["id"]})).await;
    let restore = json!({"command": {
        "command": Uuid::new_v4(), "name": "Wieder", "snapshot": taken["snapshots"][0]["id"],
    }});
    let restored = ask(app, told, answered, ("snapshots/restore", &restore)).await;
    ask(app, told, answered, ("scenarios/current", &json!({"scenario": restored["id"]}))).await;
    let back = json!({"command": {"version": 1, "command": Uuid::new_v4(), "name": "Zurück"}});
    let back = ask(app, told, answered, ("plan/restore", &back)).await;
    ask(app, told, answered, ("scenarios/current", &json!({"scenario": back["scenario"]}))).await;
    let create = json!({"command": {
        "command": Uuid::new_v4(), "name": "Eigenes", "description": "", "visibility": "private", "origin": first["id"],
    }});
    let own = ask(app, told, answered, ("scenarios/create", &create)).await;
    let which = json!({"scenario": own["id"]});
    let add = move_post("AA-08", "einbuergerung");
    let package = json!({"revision": {"make_package": {"package": Uuid::new_v4(), "name": "Paket"}}});
    let described = json!({"name": "Anders", "description": "", "visibility": "private"});
    for (function, more) in [
        ("scenarios/append", json!({"changes": [add]})),
        ("scenarios/undo", json!({})),
        ("scenarios/redo", json!({})),
        ("scenarios/revise", package),
        ("scenarios/goals", json!({"goals": []})),
        ("scenarios/describe", described),
        ("snapshots/take", json!({"name": "Eigener Stand"})),
        ("scenarios/follow", json!({"onto": 2, "leave": []})),
        ("scenarios/status", json!({"status": "proposed", "note": ""})),
        ("scenarios/remove", json!({})),
    ] {
        let current = ask(app, told, answered, ("scenarios/current", &which)).await;
        ask(app, told, answered, (function, &with(&current, &more))).await;
        // Made once more on a version that is past it tells of the present one.
        ask(app, told, answered, (function, &with(&json!({"id": own["id"], "version": 1}), &more))).await;
    }
    let back = json!({"command": {"scenario": own["id"], "command": Uuid::new_v4()}});
    ask(app, told, answered, ("scenarios/restore", &back)).await;
}

/// What is said about a scenario.
async fn comment_all(app: &App, told: &mut Told, answered: &mut BTreeSet<String>) {
    let scenario = app.scenario().await["id"].clone();
    let version = app.scenario().await["version"].clone();
    let endorse = json!({"command": {"scenario": scenario, "version": version, "agrees": true, "note": ""}});
    ask(app, told, answered, ("decisions/endorse", &endorse)).await;
    let comment = Uuid::new_v4();
    let add = json!({"command": {"scenario": scenario, "comment": comment, "about": "scenario", "thread": null, "text": "Ja."}});
    ask(app, told, answered, ("comments/add", &add)).await;
    let settle = json!({"command": {"scenario": scenario, "thread": comment, "settled": true}});
    ask(app, told, answered, ("comments/settle", &settle)).await;
    let withdraw = json!({"command": {"scenario": scenario, "comment": comment}});
    ask(app, told, answered, ("comments/withdraw", &withdraw)).await;
}

/// Every address that is not posted to, in every form that a file may have.
async fn visit_all(app: &App, told: &mut Told) {
    let scenario = app.scenario().await["id"].as_str().unwrap().to_owned();
    for (path, _) in
        ROUTES.iter().filter(|(path, _)| !path.starts_with("/ereignisse") && !path.starts_with("/abmelden"))
    {
        for more in [
            "",
            "&form=svg",
            "&form=csv",
            "&form=xlsx",
            "&form=docx",
            "&form=pdf",
            "&form=svg&stand=aenderungen",
        ] {
            let address = filled(path, &scenario);
            let address = format!("{address}?szenario={scenario}&mit={scenario}{more}");
            let request = Request::get(&address).header("host", HOST).header("sec-fetch-site", "same-origin");
            let answer = app.send(request.body(Body::empty()).unwrap()).await;
            told.add(&format!("{path} {more} {}", answer.status), &answer);
        }
    }
    let address = format!("/ereignisse/{scenario}?arbeitsplatz={}", Uuid::new_v4());
    let request = Request::get(address).header("host", HOST).header("sec-fetch-site", "same-origin");
    let mut body = app.begin(request.body(Body::empty()).unwrap()).await.into_body();
    while let Ok(Some(frame)) = tokio::time::timeout(Duration::from_millis(500), body.frame()).await {
        let data = frame.unwrap().into_data().unwrap_or_default();
        told.0.push(("/ereignisse".to_owned(), String::from_utf8_lossy(&data).into_owned()));
    }
}

/// The plan as a file that comes back, whole and as it was given out.
async fn upload_all(app: &App, told: &mut Told) {
    let own = app.get("/daten/plan.json").await.body;
    for (word, _) in PlanWay::WORDS {
        for file in [own.clone(), builtin().unwrap().to_json().into_bytes(), plan().to_json().into_bytes()] {
            let ask = json!({
                "name": "plan.json", "way": word, "scenario": null, "replaces": null, "note": "", "english": false,
            });
            let body = [format!("{ask}\n").as_bytes(), &file[..]].concat();
            let request = Request::post("/daten/plan").header("host", HOST);
            let request = request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap();
            let answer = app.send(request).await;
            told.add("/daten/plan", &answer);
        }
    }
}

async fn everything(app: &App) -> (Told, BTreeSet<String>) {
    let (mut told, mut answered) = (Told::default(), BTreeSet::new());
    read_all(app, &mut told, &mut answered).await;
    command_all(app, &mut told, &mut answered).await;
    comment_all(app, &mut told, &mut answered).await;
    visit_all(app, &mut told).await;
    upload_all(app, &mut told).await;
    (told, answered)
}

#[tokio::test]
async fn no_answer_to_whoever_works_in_a_section_tells_a_cost_or_a_note() {
    let app = start().await;
    let staff = app.known_by(&app.enter("staff").await);
    let (told, answered) = everything(&staff).await;
    assert_eq!(told.places(&[COST]), BTreeSet::new());
    assert_eq!(told.places(&AMOUNTS), BTreeSet::new());
    assert_eq!(told.places(&NOTES), BTreeSet::new());
    // Every function that it may call has done what was asked, or is one of these.
    let beside = |path: &str| {
        // Their answers are about the account, or nothing at all; statements ask for the staffing plan as well.
        path.starts_with("/api/account/") || path.starts_with("/api/statements/") || path == "/api/live/hold"
    };
    for (path, access) in GUARDS.iter().filter(|(path, _)| !beside(path)) {
        assert!(!access.admits(Some(Role::Staff)) || answered.contains(*path), "{path} is not walked here");
    }
    let posted = answered_by_posts();
    assert_eq!(posted, BTreeSet::from(["/daten/plan".to_owned(), "/export/tabelle".to_owned()]));
}

/// What it may post to beside functions and doors; a table that comes back as a workbook is the caller's own.
fn answered_by_posts() -> BTreeSet<String> {
    let posted = answered().into_iter().filter(|(method, _)| *method == Method::POST).map(|(_, path)| path);
    let access = |path: &str| ROUTES.iter().find(|(known, _)| *known == path).unwrap().1;
    let open = |path: &String| access(path) != Access::Public && access(path).admits(Some(Role::Staff));
    posted.filter(|path| !path.starts_with("/api/")).filter(open).collect()
}

#[tokio::test]
async fn whoever_sees_them_finds_them_where_they_belong_so_that_the_walk_is_none_past_them() {
    let app = start().await;
    for role in ["manager", "staff_council"] {
        let who = app.known_by(&app.enter(role).await);
        let (told, _) = everything(&who).await;
        for place in [
            "scenarios/current 200 OK",
            "scenarios/several 200 OK",
            "plan/newest 200 OK",
            "/daten/plan.json  200 OK",
        ] {
            for secrets in [&[COST][..], &AMOUNTS[..1], &NOTES[..1], &NOTES[1..]] {
                assert!(told.places(secrets).contains(place), "{role} {place} {secrets:?}");
            }
        }
        // On the page itself, too, which brings the plan along.
        assert!(told.places(&[COST]).contains("/organigramm  200 OK"), "{role}");
        assert!(told.places(&AMOUNTS[1..2]).iter().any(|place| place.starts_with("scenarios/current")));
        assert!(told.places(&NOTES).iter().any(|place| place.starts_with("/export/stellenplan &form=csv")));
        assert!(told.places(&AMOUNTS[2..]).contains("scenarios/current 200 OK"), "{role}");
        for secrets in [&AMOUNTS[1..2], &NOTES[1..]] {
            assert!(told.places(secrets).contains("plan/versions 200 OK"), "{role} {secrets:?}");
        }
    }
}

#[tokio::test]
async fn the_head_of_a_section_sees_cost_and_the_notes_of_the_own_posts_and_no_others() {
    let app = start().await;
    for role in ["team_lead", "manager", "staff_council"] {
        let lead = member(&app, &format!("asyl-{role}"), role, Some("asyl-eu")).await;
        let (told, _) = everything(&lead).await;
        assert_eq!(told.places(&NOTES[1..]), BTreeSet::new(), "{role}");
        for secrets in [&[COST][..], &NOTES[..1]] {
            assert!(told.places(secrets).contains("scenarios/current 200 OK"), "{role} {secrets:?}");
        }
        let all: Vec<&str> = told
            .0
            .iter()
            .filter(|(place, _)| place.contains("/export/stellenplan &form=csv"))
            .map(|(_, text)| text.as_str())
            .collect();
        assert!(all[0].contains(NOTES[0]), "{role}: {all:?}");
    }
}

#[tokio::test]
async fn what_was_not_shown_cannot_be_written_and_stays_as_it_was() {
    let app = start().await;
    let staff = app.known_by(&app.enter("staff").await);
    let first = staff.scenario().await;
    let create = json!({"command": {
        "command": Uuid::new_v4(), "name": "Eigenes", "description": "", "visibility": "unit", "origin": first["id"],
    }});
    let which = json!({"scenario": done(&staff, "scenarios/create", &create).await["id"]});
    let seen = done(&staff, "scenarios/current", &which).await;
    for refused in [set_cost(), set_terms("AA-09", "Eigener")] {
        let answer = staff.call("scenarios/append", &append(&seen, &refused)).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!("forbidden")));
    }
    let goal = json!({"goals": [{"cost": {"at_most": 1, "on": "2025-12-31"}}]});
    assert_ne!(staff.call("scenarios/goals", &with(&seen, &goal)).await.status, StatusCode::OK);
    // The post as it was shown, with another day.
    let posts = seen["baseline"]["posts"].as_array().unwrap();
    let mut shown = posts.iter().find(|post| post["id"] == "AA-09").unwrap()["terms"].clone();
    assert_eq!(shown, json!({"block": "–", "contract_until": "2026-12-31", "withheld": true}));
    shown["contract_until"] = json!("2027-03-31");
    let change =
        json!({"effective": "2024-06-01", "action": {"set_post": {"post": "AA-09", "terms": shown}}});
    let asked = append(&seen, &change);
    let recorded = done(&staff, "scenarios/append", &asked).await;
    assert_eq!(recorded["step"]["changes"][0]["action"]["set_post"]["terms"], shown);
    assert_eq!(done(&staff, "scenarios/append", &asked).await, recorded, "sent twice, answered alike");
    let set = done(
        &staff,
        "scenarios/goals",
        &with(&done(&staff, "scenarios/current", &which).await, &json!({"goals": []})),
    )
    .await;
    assert_eq!(set["goals"], json!([]));
    let whole = done(&app, "scenarios/current", &which).await;
    let step = whole["steps"].as_array().unwrap().last().unwrap();
    let mut kept = terms(NOTES[1]);
    kept["contract_until"] = json!("2027-03-31");
    assert_eq!(step["changes"][0]["action"]["set_post"]["terms"], kept);
    assert_eq!(whole["goals"][0]["cost"]["at_most"], 3_131_317.0, "the goal that was not shown is there");
}

#[tokio::test]
async fn the_fingerprint_on_a_picture_is_that_of_the_snapshot_whoever_draws_it() {
    let app = start().await;
    let taken = done(&app, "snapshots/list", &json!({})).await;
    let short = taken["snapshots"][0]["hash"].as_str().unwrap()[..12].to_owned();
    for role in ["manager", "staff"] {
        let who = app.known_by(&app.enter(role).await);
        let drawn = who.get("/export/organigramm?form=svg").await.text();
        assert!(drawn.contains(&short), "{role}");
    }
}

#[tokio::test]
async fn a_file_that_was_given_out_without_notes_does_not_take_them_away() {
    let app = start().await;
    let staff = app.known_by(&app.enter("staff").await);
    let short = staff.get("/daten/plan.json").await.body;
    for (who, way, errors) in [(&staff, "step", false), (&app, "step", true), (&app, "baseline", true)] {
        let ask = json!({
            "name": "plan.json", "way": way, "scenario": null, "replaces": null, "note": "", "english": false,
        });
        let body = [format!("{ask}\n").as_bytes(), &short[..]].concat();
        let request =
            Request::post("/daten/plan").header("host", HOST).header("sec-fetch-site", "same-origin");
        let answer = who.send(request.body(Body::from(body)).unwrap()).await.text();
        let looked: Value = serde_json::from_str(answer.trim_end()).unwrap();
        let found = looked["looked"]["errors"].as_array().unwrap();
        assert_eq!(!found.is_empty(), errors, "{way}: {looked}");
        assert!(
            found.iter().all(|error| error["reason"].as_str().unwrap().contains("fehlen Vermerke")),
            "{looked}"
        );
    }
}
