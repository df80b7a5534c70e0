//! How long figures take on their way in, and dashboards on them: `make bench-data`.
//!
//! A list of a million cases from a CSV file into a database, compared, taken over and summed up; the questions of the dashboards over
//! it; two years of counts; five thousand posts. Timings only: that the results are right, tests say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

use chrono::{Days, NaiveDate};
use std::fmt::Write as _;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use stellwerk::caseload::{Disclosure, Ledger, Month};
use stellwerk::exchange::{Mapping, Rows, post_differences, read_posts};
use stellwerk::permission::{Role, permit};
use stellwerk::plan::{Plan, builtin};
use stellwerk::server::imports::{Importer, Order, Outcome};
use stellwerk::store::{Actor, Store, Tenant};

/// Cases of the list.
const CASES: u32 = 1_000_000;

/// How often a question is asked; the slowest counts.
const ROUNDS: u32 = 5;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir().unwrap();
    let plan = builtin().unwrap();
    let store = Store::open(&folder.path().join("stellwerk.db"), &plan).await.unwrap();
    let actor =
        Actor { tenant: Tenant::embedded(), name: "messung".to_owned(), request_id: "messung".to_owned() };
    let desk = Desk { store, actor, plan };
    posts();
    counts(&desk, folder.path()).await;
    let list = folder.path().join("liste.csv");
    cases(&desk.plan, &list);
    let before = peak();
    desk.import("1.000.000 Fälle, erste Übernahme", &list).await;
    println!(
        "{:<48}{:>8} MB mehr als davor",
        "  größter Speicherbedarf",
        peak().saturating_sub(before) / 1024
    );
    desk.import("1.000.000 Fälle, dieselbe Liste noch einmal", &list).await;
    questions(&desk).await;
    desk.store.close().await.unwrap();
}

fn say(what: &str, time: Duration) {
    println!("{what:<48}{:>8} ms", time.as_millis());
}

/// Largest memory of the process so far, in kB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}

struct Desk {
    store: Store,
    actor: Actor,
    plan: Plan,
}

impl Desk {
    async fn import(&self, what: &str, file: &Path) {
        let importer = Importer {
            store: &self.store,
            actor: &self.actor,
            edit: permit(Role::Manager).unwrap(),
            view: permit(Role::Manager).unwrap(),
            plan: &self.plan,
            scope: None,
        };
        let order = Order { take: true, source: "messung.csv".to_owned(), ..Order::default() };
        let begin = Instant::now();
        let source = BufReader::with_capacity(64 * 1024, std::fs::File::open(file).unwrap());
        let looked = importer.look(source, &order, &mut |_| {}).await.unwrap();
        say(what, begin.elapsed());
        assert!(
            matches!(looked.outcome, Outcome::Counts { .. } | Outcome::Cases { .. }),
            "{:?}",
            looked.outcome
        );
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
    desk.import("24 Monate × 58 Fallarten", &file).await;
}

/// Five thousand posts, read and compared with the plan.
fn posts() {
    let plan = builtin().unwrap();
    let mut text = "Stelle;Einheit;Funktion;Bewertung;VZÄ;Besetzung;seit\r\n".to_owned();
    for at in 0..5_000 {
        let unit = &plan.units[at % plan.units.len()].id;
        let _ = write!(text, "S-{at:04};{unit};Sachbearbeitung;EG 9b;1,000;besetzt;01.03.2020\r\n");
    }
    let begin = Instant::now();
    let file = read_posts(&plan, &Mapping::default(), Rows::new(text.as_bytes())).unwrap();
    let found = post_differences(&plan.on(plan.as_of, &[]), plan.as_of, &file.posts);
    say("5.000 Stellen, gelesen und verglichen", begin.elapsed());
    assert_eq!(found.counts().0, 5_000);
}

/// Cases of all kinds over three years; four of five are completed.
fn cases(plan: &Plan, file: &Path) {
    let mut out = BufWriter::new(std::fs::File::create(file).unwrap());
    writeln!(out, "Aktenzeichen;Fallart;Eingangsdatum;Status;Status seit;Erledigt am").unwrap();
    let first = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
    let words = ["offen", "in Bearbeitung", "Beteiligung", "Unterlagen angefordert", "ruht"];
    for at in 0..CASES {
        let mixed = (u64::from(at) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        let received = first + Days::new(mixed % 1_095);
        let german = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
        let closed =
            if at % 5 == 0 { String::new() } else { german(received + Days::new(mixed / 1_095 % 300)) };
        let case_type = &plan.case_types[(mixed / 7 % plan.case_types.len() as u64) as usize].id;
        let word = words[at as usize % words.len()];
        writeln!(out, "33-{at}/2021;{case_type};{};{word};{};{closed}", german(received), german(received))
            .unwrap();
    }
    out.flush().unwrap();
}

/// What the dashboard of the whole department asks.
async fn questions(desk: &Desk) {
    let view = || permit(Role::Manager).unwrap();
    let disclosure = Disclosure::of(&desk.plan, &Ledger::default(), desk.plan.as_of, 0);
    let top = desk.plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
    let all = disclosure.measured(&desk.plan, &top.id).unwrap();
    let on = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    let year = Month::new(2023, 1).unwrap()..=Month::new(2023, 12).unwrap();
    let mut slowest = [Duration::ZERO; 4];
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        desk.store.open_ages(view(), &desk.actor, all.case_types(), on).await.unwrap();
        slowest[0] = slowest[0].max(begin.elapsed());
        let begin = Instant::now();
        desk.store.cycle_times(view(), &desk.actor, &all, year.clone()).await.unwrap();
        slowest[1] = slowest[1].max(begin.elapsed());
        let begin = Instant::now();
        desk.store.scatter(view(), &desk.actor, &all, year.clone(), 2_000).await.unwrap();
        slowest[2] = slowest[2].max(begin.elapsed());
        let begin = Instant::now();
        desk.store.listed_ledger(view(), &desk.actor).await.unwrap();
        slowest[3] = slowest[3].max(begin.elapsed());
    }
    let names = [
        "Alter und Überschreiten",
        "Durchlaufzeiten eines Jahres",
        "Streubild eines Jahres",
        "Zu- und Abgänge",
    ];
    for (name, time) in names.iter().zip(slowest) {
        say(&format!("  {name}, ganze Abteilung"), time);
    }
}
