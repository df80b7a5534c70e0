//! What is withheld of small units is withheld everywhere: no answer, page or file of the server holds it, none confirms a guess.

use crate::app::App;
use crate::imports::looked;
use crate::pdf_text::{pdf_text, pdf_words};
use calamine::{Data, Reader, Xlsx};
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::time::Duration;
use stellwerk::caseload::{Counted, Counts, DEFAULT_HEADS, Ledger, Month, Visible, case_types_of};
use stellwerk::permission::{Role, Why, permit};
use stellwerk::plan::{Occupancy, Plan, Post, UnitId, builtin};
use stellwerk::store::{Actor, ImportKind, Tenant};

mod earlier;
mod lists;

const SMALL: [&str; 5] = ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"];

fn actor() -> Actor {
    Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() }
}

/// A reason that says something.
pub fn why() -> Why {
    Why::parse("Vereinbart mit dem Personalrat").unwrap()
}

/// Two years of every kind of cases; what a kind completes tells it from all others.
fn ledger(plan: &Plan) -> Ledger {
    let mut ledger = Ledger::default();
    for (at, case_type) in plan.case_types.iter().enumerate() {
        for month in 0..24 {
            // So far from each other that no sum of what comes in, begun with an opening stock, meets another kind's.
            let completed = Some(2_003 + 1_009 * at as u64);
            let counts = Counts { received: Some(21), completed, open: Some(103) };
            ledger.enter(case_type.id.clone(), Month::new(2022, 1).unwrap().plus(month), counts);
        }
    }
    ledger
}

/// The demonstration shows everything by an agreement of its own; one with the program's own size takes that away.
async fn agreed_on_the_default() -> App {
    let app = App::start().await;
    let agreed = (DEFAULT_HEADS, "Dienstvereinbarung", "2024-01-01".parse().unwrap());
    app.store.record_agreement(permit(Role::Administrator).unwrap(), &actor(), agreed, &why()).await.unwrap();
    app
}

/// The same with counts of every month.
async fn at_the_default_threshold(ledger: &Ledger) -> App {
    let app = agreed_on_the_default().await;
    let from = (ImportKind::Counts, "zahlen.csv", &[][..]);
    app.store.import_counts(permit(Role::Manager).unwrap(), &actor(), from, ledger).await.unwrap();
    app
}

/// A number as it could stand anywhere: plain, and with the separators of both languages.
fn written(number: u64) -> Vec<String> {
    let plain = number.to_string();
    let first = plain.len() % 3;
    let mut groups: Vec<&str> = if first > 0 { vec![&plain[..first]] } else { Vec::new() };
    groups.extend((first..plain.len()).step_by(3).map(|at| &plain[at..at + 3]));
    vec![groups.join("."), groups.join(","), plain.clone()]
}

/// Completions of a month, a quarter, a year and all time, of every unit and kind that is withheld; not what a unit that is shown
/// has as well.
fn forbidden(plan: &Plan, ledger: &Ledger) -> BTreeSet<u64> {
    let counted = Counted::of(plan, ledger.clone(), DEFAULT_HEADS);
    let disclosure = counted.disclosure();
    let first = Month::new(2022, 1).unwrap();
    let monthly = |unit: &UnitId| -> u64 {
        let types = case_types_of(plan, unit);
        types.iter().filter_map(|id| ledger.get(id, first)?.completed).sum()
    };
    let spans = |monthly: u64| [1, 3, 12, 24].map(|months| monthly * months);
    let (mut hidden, mut shown) = (BTreeSet::new(), BTreeSet::new());
    for unit in &plan.units {
        let into = if disclosure.of_unit(&unit.id) == Visible::All { &mut shown } else { &mut hidden };
        into.extend(spans(monthly(&unit.id)));
    }
    for case_type in &plan.case_types {
        let alone = disclosure.of_case_type(&case_type.id) == Visible::All;
        let monthly = ledger.get(&case_type.id, first).and_then(|counts| counts.completed).unwrap();
        if alone { &mut shown } else { &mut hidden }.extend(spans(monthly));
    }
    // Round numbers also stand at the axes of pictures.
    hidden.retain(|number| *number >= 1_000 && *number % 50 != 0 && !shown.contains(number));
    assert!(hidden.len() > 40, "{hidden:?}");
    hidden
}

/// Fails where one of the numbers stands in a text.
pub struct Watch(Vec<String>);

impl Watch {
    /// Over numbers of four digits and more.
    pub fn over(numbers: &BTreeSet<u64>) -> Self {
        Self(numbers.iter().flat_map(|number| written(*number)).collect())
    }

    /// Looks at what was told in some place.
    pub fn look(&self, place: &str, text: &str) {
        let text = &without_identifiers(text);
        for number in &self.0 {
            for (at, _) in text.match_indices(number) {
                let before = text[..at].chars().next_back();
                let mut after = text[at + number.len()..].chars();
                let (next, second) = (after.next(), after.next());
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                let mark = |c: Option<char>| matches!(c, Some('.' | ','));
                let is_part = digit(before) || digit(next) || mark(before) || (mark(next) && digit(second));
                let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
                assert!(is_part, "{place} tells {number}: …{}", &text[from..at + number.len()]);
            }
        }
    }
}

/// The text without identifiers, in whose hexadecimal digits any number can stand by chance.
fn without_identifiers(text: &str) -> String {
    let is_identifier = |word: &str| word.len() == 36 && word.parse::<uuid::Uuid>().is_ok();
    let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
    let words = text.split_inclusive(|c| !is_part(c));
    words
        .map(|word| match word.strip_suffix(|c| !is_part(c)).unwrap_or(word) {
            whole if is_identifier(whole) => &word[whole.len()..],
            _ => word,
        })
        .collect()
}

/// The texts of a picture, one in a line; its fonts are letters, too.
fn words_of(svg: &str) -> String {
    let (_, drawn) = svg.split_once("</style>").unwrap();
    let words = drawn.split('<').filter_map(|part| Some(part.split_once('>')?.1.trim()));
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Every cell of every sheet of a workbook, one in a line.
fn cells(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for name in book.sheet_names() {
        for (_, _, cell) in book.worksheet_range(&name).unwrap().cells() {
            let told = match cell {
                // As the number that it is, whatever form the cell has.
                Data::Float(number) => format!("{number}"),
                Data::Int(number) => number.to_string(),
                other => other.to_string(),
            };
            text.push_str(&told);
            text.push('\n');
        }
    }
    assert!(!text.is_empty());
    text
}

impl App {
    async fn said(&self, function: &str, body: &Value) -> Value {
        let answer = self.call(function, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
        answer.json()
    }

    async fn file(&self, query: &str) -> Vec<u8> {
        let file = self.get(&format!("/export/faelle?{query}")).await;
        assert_eq!(file.status, StatusCode::OK, "{query}: {}", file.text());
        file.body
    }
}

/// What a unit completes in a month, in German form.
fn monthly(plan: &Plan, ledger: &Ledger, unit: &str) -> String {
    let types = case_types_of(plan, &UnitId::parse(unit).unwrap());
    let completed = types.iter().filter_map(|id| ledger.get(id, Month::new(2022, 1).unwrap())?.completed);
    written(completed.sum())[0].clone()
}

/// Units of which cases are counted.
fn units(plan: &Plan) -> Vec<String> {
    let handles = |unit: &UnitId| !case_types_of(plan, unit).is_empty();
    plan.units.iter().filter(|unit| handles(&unit.id)).map(|unit| unit.id.to_string()).collect()
}

#[tokio::test]
async fn no_dashboard_answers_with_what_is_withheld() {
    let plan = builtin().unwrap();
    let ledger = ledger(&plan);
    let (app, watch) = (at_the_default_threshold(&ledger).await, Watch::over(&forbidden(&plan, &ledger)));
    for english in [false, true] {
        let all = app.said("dashboards/department", &json!({"english": english})).await;
        watch.look("department", &all.to_string());
        let brief = app.said("dashboards/counted", &json!({"english": english})).await;
        watch.look("counted", &brief.to_string());
        for unit in units(&plan) {
            let ask = json!({"ask": {"unit": unit, "english": english}});
            let dashboard = app.said("dashboards/unit", &ask).await;
            watch.look(&unit, &dashboard.to_string());
            if SMALL.contains(&unit.as_str()) {
                let reason = dashboard["withheld"].as_str().unwrap();
                for key in ["dauer", "fluss"] {
                    let panels = dashboard["panels"].as_array().unwrap();
                    let Some(panel) = panels.iter().find(|panel| panel["key"] == key) else {
                        // Without a list of cases nobody knows how long any of them took.
                        assert_eq!(key, "dauer", "{unit}");
                        continue;
                    };
                    assert_eq!((panel["sentence"].as_str(), &panel["picture"]), (Some(reason), &Value::Null));
                }
            }
        }
    }
    for case_type in &plan.case_types {
        for unit in ["abteilung", case_type.unit.as_str()] {
            let ask = json!({"ask": {"unit": unit, "case_type": case_type.id, "english": false}});
            watch.look(case_type.id.as_str(), &app.said("dashboards/unit", &ask).await.to_string());
        }
    }
    for kind in ["demand", "handling", "opening"] {
        let step = app.call("dashboards/calibration", &json!({"kind": kind})).await;
        watch.look("calibration", &step.text());
    }
    // That the watch sees what is there: a sum that may be shown stands where it would.
    let large = app.said("dashboards/unit", &json!({"ask": {"unit": "aufenthalt", "english": false}})).await;
    assert!(large.to_string().contains(&monthly(&plan, &ledger, "aufenthalt")));
}

#[tokio::test]
async fn no_file_and_no_page_holds_what_is_withheld() {
    let plan = builtin().unwrap();
    let ledger = ledger(&plan);
    let (app, watch) = (at_the_default_threshold(&ledger).await, Watch::over(&forbidden(&plan, &ledger)));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let all = text(app.file("form=csv").await);
    assert!(all.contains("nicht ausgewiesen"), "{all}");
    watch.look("department.csv", &all);
    watch.look("department.xlsx", &cells(&app.file("form=xlsx").await));
    let report = app.file("form=pdf").await;
    assert!(pdf_words(&report).contains("nicht ausgewiesen"));
    watch.look("department.pdf", &pdf_text(&report));
    watch.look("/faelle", &app.get("/faelle").await.text());
    watch.look("/", &app.get("/").await.text());
    for unit in units(&plan) {
        let book = cells(&app.file(&format!("einheit={unit}&form=xlsx")).await);
        watch.look(&format!("{unit}.xlsx"), &book);
        let page = app.get(&format!("/faelle/{unit}")).await;
        assert_eq!(page.status, StatusCode::OK, "{unit}");
        watch.look(&format!("/faelle/{unit}"), &page.text());
        let dashboard = app.said("dashboards/unit", &json!({"ask": {"unit": unit, "english": false}})).await;
        for panel in dashboard["panels"].as_array().unwrap() {
            let key = panel["key"].as_str().unwrap();
            let csv = app.file(&format!("einheit={unit}&form=csv&tabelle={key}")).await;
            watch.look(&format!("{unit}, {key}"), &text(csv));
            if SMALL.contains(&unit.as_str()) && !panel["picture"].is_null() {
                let picture = text(app.file(&format!("einheit={unit}&form=svg&tabelle={key}")).await);
                watch.look(&format!("{unit}, {key}.svg"), &words_of(&picture));
            }
        }
    }
    for unit in ["abteilung", "aufenthalt"].iter().chain(&SMALL) {
        let report = pdf_text(&app.file(&format!("einheit={unit}&form=pdf")).await);
        watch.look(&format!("{unit}.pdf"), &report);
        // That the text is read: the report of a small unit says what is missing, that of a large one has its sum.
        let expected =
            if SMALL.contains(unit) { "nicht ausgewiesen".to_owned() } else { monthly(&plan, &ledger, unit) };
        assert!(report.contains(&expected), "{unit}: {expected}");
    }
    for kind in ["e01", "n01", "r02"] {
        let query = format!("einheit=abteilung&fallart={kind}");
        watch.look(kind, &cells(&app.file(&format!("{query}&form=xlsx")).await));
        watch.look(kind, &app.get(&format!("/faelle/abteilung?fallart={kind}")).await.text());
    }
}

/// What a search says; one at a time is made, also of the other tests.
async fn searched(app: &App, ask: &Value) -> Value {
    for _ in 0..240 {
        let answer = app.call("dashboards/relief", ask).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            return answer.json();
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("there never was a turn");
}

#[tokio::test]
async fn the_relief_of_a_small_unit_is_told_in_fives() {
    let plan = builtin().unwrap();
    let ledger = ledger(&plan);
    let (app, watch) = (at_the_default_threshold(&ledger).await, Watch::over(&forbidden(&plan, &ledger)));
    for english in [false, true] {
        // A target that is met at once: what is expected stands in the sentence, close to the stock of today.
        let ask = json!({"ask": {
            "unit": "einbuergerung", "until": "2024-01", "target": 100_003, "english": english,
        }});
        let sentence = searched(&app, &ask).await;
        let sentence = sentence.as_str().unwrap();
        watch.look("relief", sentence);
        let reading = sentence.split(" (±").next().unwrap();
        let figures = reading.rsplit(": ").next().unwrap();
        let cases: String = figures.chars().filter(char::is_ascii_digit).collect();
        let cases: u64 = cases.parse().unwrap_or_else(|_| panic!("{sentence}"));
        assert!(cases > 0 && cases.is_multiple_of(5), "{sentence}");
        // Whoever asks with targets that come closer and closer learns no more.
        assert!(sentence.contains(if english { "100,005" } else { "100.005" }), "{sentence}");
    }
}

/// A guess at a stored figure of a small unit, as a table.
fn guess(figure: &str, value: u64) -> String {
    format!("Monat;Fallart;{figure}\r\n03.2023;n01;{value}\r\n03.2023;a08;{value}\r\n")
}

#[tokio::test]
async fn the_trial_run_of_an_import_neither_shows_nor_confirms_what_is_withheld() {
    let plan = builtin().unwrap();
    let ledger = ledger(&plan);
    let (app, watch) = (at_the_default_threshold(&ledger).await, Watch::over(&forbidden(&plan, &ledger)));
    let march = Month::new(2023, 3).unwrap();
    let kind = plan.case_types.iter().find(|one| one.id.as_str() == "n01").unwrap();
    let stored = ledger.get(&kind.id, march).unwrap();
    let trial =
        async |figure: &str, value: u64| looked(&app, &json!({}), guess(figure, value).as_bytes()).await;
    for (figure, right) in
        [("Erledigungen", stored.completed), ("Bestand", stored.open), ("Eingänge", stored.received)]
    {
        let right = right.unwrap();
        let (hit, miss) = (trial(figure, right).await, trial(figure, right + 1).await);
        // The kind of a large unit is compared in the open, so that only the one that is withheld is left.
        for found in [&hit, &miss] {
            assert_eq!(found["sums"]["withheld"], 1, "{found}");
            let own = found["changes"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["title"].as_str().unwrap().starts_with("n01 "));
            let own = own.unwrap_or_else(|| panic!("{figure}: {found}"));
            assert_eq!(own["before"], "wird nicht gezeigt (kleine Einheit)");
            assert!(!found["notices"].to_string().contains("n01, "), "{found}");
        }
        let own = |found: &Value, value: u64| {
            let changes = found["changes"].as_array().unwrap().iter();
            let own = changes.filter(|one| one["title"].as_str().unwrap().starts_with("n01 "));
            let told: Vec<String> = own.map(Value::to_string).collect();
            told.join("").replace(&written(value)[0], "?").replace(&value.to_string(), "?")
        };
        assert_eq!(own(&hit, right), own(&miss, right + 1), "{figure}");
        let notices = |found: &Value| {
            let notices = found["notices"].as_array().unwrap().iter();
            notices.filter(|one| !one.to_string().contains("a08")).cloned().collect::<Vec<_>>()
        };
        assert_eq!(notices(&hit), notices(&miss), "{figure}");
    }
    // What follows from the stock before and the stored flow is not told either; a table that contradicts itself is.
    let stock = trial("Bestand", 500).await;
    watch.look("trial", &stock.to_string());
    let own = "Monat;Fallart;Eingänge;Erledigungen;Bestand\r\n01.2024;n01;9;8;50\r\n02.2024;n01;9;8;70\r\n";
    let found = looked(&app, &json!({}), own.as_bytes()).await;
    let notices = found["notices"].to_string();
    assert!(
        notices.contains("n01, Feb 2024: gezählter Bestand 70") && notices.contains("wären es 51"),
        "{notices}"
    );
    assert!(!notices.contains("n01, Jan 2024"), "{notices}");
    let sheet = app.said("imports/sheet", &json!({"year": 2023})).await;
    watch.look("sheet", &sheet.to_string());
    let row = |id: &str| sheet["rows"].as_array().unwrap().iter().find(|row| row["case_type"] == id).unwrap();
    assert_eq!((&row("n01")["withheld"], &row("a08")["withheld"]), (&json!(true), &json!(false)));
    assert!(row("n01")["months"].as_array().unwrap().iter().all(|cell| cell["open"].is_null()));
    watch.look("provenance", &app.said("imports/provenance", &json!({})).await.to_string());
}

#[tokio::test]
async fn a_kind_on_which_one_post_works_is_withheld_inside_of_a_large_unit_too() {
    let mut plan = builtin().unwrap();
    let home = UnitId::parse("aufenthalt").unwrap();
    let types = case_types_of(&plan, &home);
    let (special, others) = types.split_first().unwrap();
    let (mut first, day) = (true, plan.as_of);
    let filled = |post: &Post| matches!(post.occupancy(day), Occupancy::Filled { .. });
    for post in plan.posts.iter_mut().filter(|post| post.home() == Some(&home) && filled(post)) {
        post.case_types = if first { vec![special.clone()] } else { others.to_vec() };
        first = false;
    }
    let app = App::with(&plan, &[]).await;
    let agreed = (DEFAULT_HEADS, "Dienstvereinbarung", "2024-01-01".parse().unwrap());
    app.store.record_agreement(permit(Role::Administrator).unwrap(), &actor(), agreed, &why()).await.unwrap();
    let from = (ImportKind::Counts, "zahlen.csv", &[][..]);
    app.store.import_counts(permit(Role::Manager).unwrap(), &actor(), from, &ledger(&plan)).await.unwrap();
    let sheet = app.said("imports/sheet", &json!({"year": 2023})).await;
    let rows = sheet["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["case_type"] == special.as_str()).unwrap();
    assert_eq!(row["withheld"], true, "{row}");
    let table = format!("Monat;Fallart;Erledigungen\r\n03.2023;{special};1\r\n");
    let found = looked(&app, &json!({}), table.as_bytes()).await;
    assert_eq!((&found["sums"]["withheld"], &found["sums"]["changed"]), (&json!(1), &json!(0)), "{found}");
}

#[tokio::test]
async fn a_list_does_not_tell_what_a_small_unit_completed() {
    let plan = builtin().unwrap();
    let app = at_the_default_threshold(&ledger(&plan)).await;
    let head = "Aktenzeichen;Fallart;Eingangsdatum;Erledigt am\r\n";
    let line = |number: u32, closed: &str| format!("N-{number};n01;02.01.2023;{closed}\r\n");
    let open: String = (0..18).map(|number| line(number, "")).collect();
    let taken = looked(&app, &json!({"take": true}), format!("{head}{open}").as_bytes()).await;
    assert_eq!(taken["sums"]["added"], 18, "{taken}");
    // Right or wrong: whether a case was completed on that day is not said.
    let [same, other] = ["", "03.03.2023"].map(|closed| format!("{head}{}", line(3, closed)));
    let (same, other) =
        (looked(&app, &json!({}), same.as_bytes()).await, looked(&app, &json!({}), other.as_bytes()).await);
    assert_eq!((&same["sums"], &same["notices"]), (&other["sums"], &other["notices"]));
    // Seventeen are missing in it.
    let sums = json!({"added": 0, "changed": 0, "unchanged": 0, "absent": 15, "withheld": 1});
    assert_eq!(same["sums"], sums);
    let complete = json!({"take": true, "complete": true});
    let taken = looked(&app, &complete, format!("{head}{}", line(3, "")).as_bytes()).await;
    assert_eq!(taken["sums"], sums);
    let told = app.said("imports/provenance", &json!({})).await;
    assert_eq!(told["imports"][0]["sums"]["changed"], 15, "{told}");
    let trail = app.store.audit_trail().await.unwrap();
    let entry = trail.iter().rfind(|entry| entry.action == "cases.list").unwrap();
    assert!(
        !entry.detail.contains("17") && entry.detail.contains("\"closed_rounded\":15"),
        "{}",
        entry.detail
    );
}
