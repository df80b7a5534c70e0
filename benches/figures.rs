//! How long figures take on their way in, and dashboards on them: `make bench-data`.
//!
//! A list of a million cases from a CSV file into a database, compared, taken over and summed up; the questions of the dashboards over
//! it, and whole dashboards as a page gets them; two years of counts of sixty case types; five thousand posts. Each beside its goal.
//! Timings only: that the results are right, tests say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/api/app.rs"]
#[allow(dead_code, missing_docs, reason = "the server of the tests, of which little is needed here")]
mod app;

use app::App;
use axum::body::Body;
use chrono::{Days, NaiveDate};
use http::Request;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use stellwerk::caseload::{Disclosure, Ledger};
use stellwerk::permission::{Role, permit};
use stellwerk::plan::{CaseTypeId, Plan, builtin};
use stellwerk::server::imports::{Eyes, Importer, Order, Outcome};
use stellwerk::store::{Actor, Tenant};

/// Cases of the list.
const CASES: u32 = 1_000_000;

/// Case types of the plan.
const CASE_TYPES: usize = 60;

/// Posts of the table, and changes of a step as which they are taken over.
const POSTS: usize = 5_000;
const STEP: usize = 2_500;

/// How often a question is asked; the slowest counts.
const ROUNDS: u32 = 5;

/// Goals: two years of counts and five thousand posts, a million cases, a dashboard.
const SMALL: Duration = Duration::from_secs(1);
const LIST: Duration = Duration::from_secs(20);
const DASHBOARD: Duration = Duration::from_millis(100);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan();
    let app = App::with(&plan, &[]).await;
    let actor =
        Actor { tenant: Tenant::embedded(), name: "messung".to_owned(), request_id: "messung".to_owned() };
    let desk = Desk { app, actor, plan };
    posts(&desk).await;
    counts(&desk, folder.path()).await;
    let list = folder.path().join("liste.csv");
    cases(&desk.plan, &list);
    let before = peak();
    let told = desk.import("1.000.000 Fälle, erste Übernahme", &list, LIST).await;
    println!("{:<60}{told:>8} Meldungen des Fortschritts", "  dabei");
    println!(
        "{:<60}{:>8} MB mehr als davor",
        "  größter Speicherbedarf",
        peak().saturating_sub(before) / 1024
    );
    desk.import("1.000.000 Fälle, dieselbe Liste noch einmal", &list, LIST).await;
    questions(&desk).await;
    dashboards(&desk).await;
    desk.app.store.close().await.unwrap();
}

/// The built-in plan with as many case types as the goal speaks of.
fn plan() -> Plan {
    let mut plan = builtin().unwrap();
    let pattern = plan.case_types[0].clone();
    for number in plan.case_types.len()..CASE_TYPES {
        let id = CaseTypeId::parse(&format!("m{number}")).unwrap();
        plan.case_types.push(stellwerk::plan::CaseType {
            id,
            name: format!("Messung {number}"),
            ..pattern.clone()
        });
    }
    assert_eq!(plan.case_types.len(), CASE_TYPES);
    plan
}

fn say(what: &str, time: Duration) {
    println!("{what:<60}{:>8} ms", time.as_millis());
}

/// The same beside its goal.
fn judge(what: &str, time: Duration, goal: Duration) {
    let verdict = if time <= goal { "erreicht" } else { "NICHT erreicht" };
    println!("{what:<60}{:>8} ms   Ziel {:>6} ms   {verdict}", time.as_millis(), goal.as_millis());
}

/// Largest memory of the process so far, in kB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}

struct Desk {
    app: App,
    actor: Actor,
    plan: Plan,
}

impl Desk {
    /// Takes a file over; gives how often it was told how far the reading is.
    async fn import(&self, what: &str, file: &Path, goal: Duration) -> usize {
        let importer = Importer {
            store: &self.app.store,
            actor: &self.actor,
            edit: permit(Role::Manager).unwrap(),
            view: permit(Role::Manager).unwrap(),
            plan: &self.plan,
            scope: None,
            eyes: Eyes::Holder,
        };
        let order = Order { take: true, source: "messung.csv".to_owned(), ..Order::default() };
        let begin = Instant::now();
        let source = BufReader::with_capacity(64 * 1024, std::fs::File::open(file).unwrap());
        let mut told = 0;
        let looked = importer.look(source, &order, &mut |_| told += 1).await.unwrap();
        judge(what, begin.elapsed(), goal);
        assert!(
            matches!(looked.outcome, Outcome::Counts { .. } | Outcome::Cases { .. }),
            "{:?}",
            looked.outcome
        );
        told
    }
}

/// Two years of counts of sixty case types.
async fn counts(desk: &Desk, folder: &Path) {
    let mut text = "Monat;Fallart;Eingänge;Erledigungen;Bestand\r\n".to_owned();
    for case_type in &desk.plan.case_types {
        for month in 0..24 {
            let _ = write!(
                text,
                "{:02}.{};{};120;100;{}\r\n",
                month % 12 + 1,
                2022 + month / 12,
                case_type.id,
                500 + month * 20
            );
        }
    }
    let file = folder.join("zahlen.csv");
    std::fs::write(&file, text).unwrap();
    desk.import(&format!("24 Monate × {CASE_TYPES} Fallarten"), &file, SMALL).await;
}

/// Five thousand posts the whole way: read and compared behind the page's door, then taken over as steps of the scenario, as large as
/// a page sends them.
async fn posts(desk: &Desk) {
    let plan = &desk.plan;
    let mut text = "Stelle;Einheit;Funktion;Bewertung;VZÄ;Besetzung;seit\r\n".to_owned();
    for at in 0..POSTS {
        let unit = &plan.units[at % plan.units.len()].id;
        let _ = write!(text, "S-{at:04};{unit};Sachbearbeitung;EG 9b;1,000;besetzt;01.03.2020\r\n");
    }
    let scenario = desk.app.scenario().await;
    let (id, mut version) = (scenario["id"].clone(), scenario["version"].clone());
    let ask = json!({
        "name": "stellen.csv", "kind": null, "columns": [], "states": [], "take": false, "added": true, "changed": true,
        "complete": false, "leave": [], "scenario": id,
    });
    let begin = Instant::now();
    let request =
        Request::post("/daten/datei").header("host", app::HOST).header("sec-fetch-site", "same-origin");
    let answer = desk.app.send(request.body(Body::from(format!("{ask}\n{text}"))).unwrap()).await;
    let last = answer.text();
    let looked: Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
    let looked = &looked["looked"];
    assert_eq!(looked["sums"]["added"], json!(POSTS), "{last}");
    let compared = begin.elapsed();
    let usual = looked["changes"].as_array().unwrap().iter().filter(|one| one["usual"] == json!(true));
    let changes: Vec<Value> = usual.flat_map(|one| one["changes"].as_array().unwrap().clone()).collect();
    for step in changes.chunks(STEP) {
        let command = json!({
            "scenario": id, "version": version, "command": uuid::Uuid::new_v4(), "changes": step,
            "reason": "Aus der Tabelle stellen.csv übernommen",
        });
        let written = desk.app.call("scenarios/append", &json!({"command": command})).await;
        assert!(written.status.is_success(), "{}", written.text());
        version = written.json()["version"].clone();
    }
    judge("5.000 Stellen: gelesen, verglichen, übernommen", begin.elapsed(), SMALL);
    say("  davon gelesen und verglichen", compared);
}

/// Cases of all kinds over three years up to the end of 2023; four of five are completed, as far as they are by then.
fn cases(plan: &Plan, file: &Path) {
    let mut out = BufWriter::new(std::fs::File::create(file).unwrap());
    writeln!(out, "Aktenzeichen;Fallart;Eingangsdatum;Status;Status seit;Erledigt am").unwrap();
    let first = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    let words = ["offen", "in Bearbeitung", "Beteiligung", "Unterlagen angefordert", "ruht"];
    for at in 0..CASES {
        let mixed = (u64::from(at) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        let received = first + Days::new(mixed % 1_095);
        let german = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
        let closed = Some(received + Days::new(mixed / 1_095 % 300));
        let closed = closed.filter(|day| at % 5 != 0 && *day <= last).map(german).unwrap_or_default();
        let case_type = &plan.case_types[(mixed / 7 % plan.case_types.len() as u64) as usize].id;
        let word = words[at as usize % words.len()];
        writeln!(out, "33-{at}/2021;{case_type};{};{word};{};{closed}", german(received), german(received))
            .unwrap();
    }
    out.flush().unwrap();
}

/// What the dashboard of the whole department asks of the database.
async fn questions(desk: &Desk) {
    let view = || permit(Role::Manager).unwrap();
    let disclosure = Disclosure::of(&desk.plan, &Ledger::default(), desk.plan.as_of, 0);
    let top = desk.plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
    let all = disclosure.measured(&desk.plan, &top.id).unwrap();
    let on = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    let mut slowest = [Duration::ZERO; 3];
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        desk.app.store.open_ages(view(), &desk.actor, all.case_types(), on).await.unwrap();
        slowest[0] = slowest[0].max(begin.elapsed());
        let begin = Instant::now();
        desk.app.store.completed_cases(view(), &desk.actor, &all, 2_000).await.unwrap();
        slowest[1] = slowest[1].max(begin.elapsed());
        let begin = Instant::now();
        desk.app.store.listed_ledger(view(), &desk.actor).await.unwrap();
        slowest[2] = slowest[2].max(begin.elapsed());
    }
    let names = ["Alter und Überschreiten", "Durchlaufzeiten und Streubild eines Jahres", "Zu- und Abgänge"];
    for (name, time) in names.iter().zip(slowest) {
        say(&format!("  {name}, ganze Abteilung"), time);
    }
}

/// Whole dashboards as a page asks for them: what is stored, what may be seen of it, every panel, the answer as it is sent.
async fn dashboards(desk: &Desk) {
    let top = desk.plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
    let unit = |id: &str| ("dashboards/unit", json!({"ask": {"unit": id, "english": false}}));
    let kind = json!({"ask": {"unit": "aufenthalt", "case_type": "a01", "english": false}});
    let questions = [
        ("Alle Einheiten (/faelle)", ("dashboards/department", json!({"english": false}))),
        ("Dashboard der ganzen Abteilung", unit(top.id.as_str())),
        ("Dashboard Aufenthalt", unit("aufenthalt")),
        ("Dashboard Einbürgerung (klein)", unit("einbuergerung")),
        ("Dashboard einer Fallart", ("dashboards/unit", kind)),
    ];
    for (name, (function, body)) in questions {
        // The forecast is computed beside the first answer, once for all.
        while desk.app.call(function, &body).await.json()["pending"] == json!(true) {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let mut slowest = Duration::ZERO;
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            let answer = desk.app.call(function, &body).await;
            slowest = slowest.max(begin.elapsed());
            assert!(answer.status.is_success(), "{}", answer.text());
        }
        judge(&format!("  {name}, Serverzeit"), slowest, DASHBOARD);
    }
}
