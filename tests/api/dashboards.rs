//! Dashboards through the server: built-in figures first, counted ones as soon as there are any, output of small units nowhere.

use crate::app::App;
use crate::disclosure::{Watch, why};
use crate::pdf_text::pdf_words;
use crate::scopes::member;
use chrono::NaiveDate;
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use stellwerk::caseload::{CaseLine, Counts, Holder, Ledger, Month};
use stellwerk::exchange::Accept;
use stellwerk::permission::{EditCases, Permit, Role, permit};
use stellwerk::plan::builtin;
use stellwerk::store::{Actor, ImportKind, Tenant};

impl App {
    async fn answer(&self, function: &str, body: &Value) -> Value {
        let answer = self.call(function, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text());
        answer.json()
    }

    async fn dashboard(&self, unit: &str) -> Value {
        self.answer("dashboards/unit", &json!({"ask": {"unit": unit, "english": false}})).await
    }

    /// The dashboard with its forecast; computing it takes some seconds in a test build.
    async fn dashboard_with_forecast(&self, unit: &str) -> Value {
        for _ in 0..300 {
            let found = self.dashboard(unit).await;
            if found["pending"] == json!(false) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        panic!("the forecast never came");
    }

    async fn count(&self, ledger: &Ledger) {
        let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
        self.store
            .import_counts(
                permit(Role::Manager).unwrap(),
                &actor,
                (ImportKind::Counts, "zahlen.csv", &[]),
                ledger,
            )
            .await
            .unwrap();
    }
}

/// Two years of every kind of cases, the same each month.
fn counted(completed: u64) -> Ledger {
    let mut ledger = Ledger::default();
    for case_type in &builtin().unwrap().case_types {
        for month in 0..24 {
            let counts = Counts { received: Some(21), completed: Some(completed), open: Some(103) };
            ledger.enter(case_type.id.clone(), Month::new(2022, 1).unwrap().plus(month), counts);
        }
    }
    ledger
}

fn panel<'a>(dashboard: &'a Value, key: &str) -> Option<&'a Value> {
    dashboard["panels"].as_array().unwrap().iter().find(|panel| panel["key"] == key)
}

#[tokio::test]
async fn a_new_database_shows_generated_figures_and_says_so() {
    let app = App::start().await;
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    assert_eq!(department["generated"], json!(true));
    assert!(department["origin"].as_str().unwrap().starts_with("erzeugte Fallzahlen"));
    assert!(department["units"].as_array().unwrap().len() >= 10);
    let english = app.answer("dashboards/department", &json!({"english": true})).await;
    assert!(english["sentence"].as_str().unwrap().contains("cases are open"));
    let tested = app.get("/export/faelle?form=csv&tabelle=ruecktest").await;
    assert_eq!(tested.status, StatusCode::OK, "{}", tested.text());
    assert!(tested.header("content-disposition").contains("einheiten-ruecktest"));
    assert!(tested.text().contains("Fehler (MAPE, %)"), "{}", tested.text());
    // Of generated figures no handling times follow, so that there is no such table.
    let missing = app.get("/export/faelle?form=xlsx&tabelle=bearbeitungszeiten").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let dashboard = app.dashboard_with_forecast("aufenthalt").await;
    // A backtest on what a generator made proves nothing about counts.
    assert!(dashboard["badge"].as_str().unwrap().ends_with("ist die Prognose nicht geprüft"));
    let forecast = panel(&dashboard, "bestand").unwrap();
    assert!(forecast["picture"]["marks"].as_str().unwrap().contains("course forecast"));
    // The formulas of the same plan stand beside it.
    let check = panel(&dashboard, "gegenprobe").unwrap();
    assert!(check["table"]["rows"][3][0].as_str().unwrap().contains("Erlang"), "{check}");
    assert!(!check["notes"].as_array().unwrap().is_empty());
    // Nothing of it is stored: what is generated must never be taken for counted.
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    assert!(app.store.case_counts(permit(Role::Manager).unwrap(), &actor).await.unwrap().is_empty());
    assert!(app.store.outlooks(permit(Role::Manager).unwrap(), &actor).await.unwrap().is_empty());
    let exercise = app.answer("dashboards/exercise", &json!({"english": false})).await;
    assert_eq!(exercise["tasks"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn counted_figures_take_the_place_of_generated_ones_and_forecasts_are_kept() {
    let app = App::start().await;
    app.count(&counted(20)).await;
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    assert_eq!(department["generated"], json!(false));
    let dashboard = app.dashboard_with_forecast("aufenthalt").await;
    assert_eq!(dashboard["until"], "Dezember 2023");
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let kept = app.store.outlooks(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    assert_eq!(kept.len(), 1);
    // A month later the forecast of before stands beside the count.
    let mut later = counted(20);
    for case_type in &builtin().unwrap().case_types {
        let counts = Counts { received: Some(21), completed: Some(20), open: Some(104) };
        later.enter(case_type.id.clone(), Month::new(2024, 1).unwrap(), counts);
    }
    app.count(&later).await;
    let dashboard = app.dashboard_with_forecast("aufenthalt").await;
    let rows = panel(&dashboard, "bestand").unwrap()["table"]["rows"].as_array().unwrap();
    let january = rows.iter().find(|row| row[0] == "Jan 2024").unwrap();
    assert_ne!((&january[1], &january[5]), (&json!("–"), &json!("–")), "{january}");
    assert_eq!(january[6], "Dez 2023");
}

#[tokio::test]
async fn completions_of_small_units_are_in_no_answer_and_no_file() {
    let app = App::start().await;
    // The demonstration shows everything by an agreement of its own; an agreement with the program's own size does not.
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let agreed = (5, "Dienstvereinbarung", "2024-01-01".parse().unwrap());
    app.store.record_agreement(permit(Role::Administrator).unwrap(), &actor, agreed, &why()).await.unwrap();
    // A number that nothing else can be.
    app.count(&counted(7_919)).await;
    let traces = ["7.919", "7919"];
    for unit in ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"] {
        let dashboard = app.dashboard(unit).await;
        let reason = dashboard["withheld"].as_str().unwrap();
        assert!(reason.contains("Schwelle"), "{unit}");
        // The place is there and says why it is empty; of cycle times nobody knows without a list of cases.
        assert_eq!(panel(&dashboard, "fluss").unwrap()["sentence"], dashboard["withheld"], "{unit}");
        assert!(panel(&dashboard, "dauer").is_none(), "{unit}");
        assert!(traces.iter().all(|trace| !dashboard.to_string().contains(trace)), "{unit}");
        for one in dashboard["panels"].as_array().unwrap() {
            let key = one["key"].as_str().unwrap();
            let file = app.get(&format!("/export/faelle?einheit={unit}&form=csv&tabelle={key}")).await;
            assert_eq!(file.status, StatusCode::OK, "{unit} {key}");
            assert!(traces.iter().all(|trace| !file.text().contains(trace)), "{unit} {key}");
            // A file that withholds says why.
            let told = file.text().contains(reason)
                || key == "fallarten" && file.text().contains("Dienstvereinbarung");
            assert_eq!(file.text().contains("nicht ausgewiesen"), told, "{unit} {key}");
        }
    }
    for kind in ["e01", "n01", "r02"] {
        let ask = json!({"ask": {"unit": "abteilung", "case_type": kind, "english": false}});
        let dashboard = app.answer("dashboards/unit", &ask).await;
        assert!(dashboard["withheld"].is_string(), "{kind}");
        assert!(traces.iter().all(|trace| !dashboard.to_string().contains(trace)), "{kind}");
    }
    for (form, begin) in [("pdf", &b"%PDF"[..]), ("xlsx", &b"PK"[..])] {
        let file = app.get(&format!("/export/faelle?einheit=einbuergerung&form={form}")).await;
        assert_eq!(file.status, StatusCode::OK, "{form}: {}", file.text());
        assert!(file.body.starts_with(begin), "{form}");
    }
    // A picture leaves the page with what it is of; where it is withheld there is none.
    let picture = |unit: &str, form: &str, key: &str| {
        format!("/export/faelle?einheit={unit}&form={form}&tabelle={key}")
    };
    let svg = app.get(&picture("aufenthalt", "svg", "fluss")).await;
    assert_eq!((svg.status, svg.header("content-type")), (StatusCode::OK, "image/svg+xml"), "{}", svg.text());
    assert!(svg.text().starts_with("<svg") && svg.text().contains("class=\"heading\""));
    let large = app.dashboard("aufenthalt").await;
    let words =
        panel(&large, "fluss").unwrap()["caption"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    assert!(svg.text().contains(&words), "{words}");
    let png = app.get(&picture("aufenthalt", "png", "fluss")).await;
    assert!(png.body.starts_with(b"\x89PNG"), "{}", png.status);
    assert_eq!(app.get(&picture("einbuergerung", "svg", "fluss")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&picture("aufenthalt", "png", "mond")).await.status, StatusCode::NOT_FOUND);
    let report = app.get("/export/faelle?form=pdf").await;
    assert_eq!((report.status, report.header("content-type")), (StatusCode::OK, "application/pdf"));
    let words = pdf_words(&report.body);
    // Withheld as on the page, and nothing that the page does not show.
    assert!(words.contains("nicht ausgewiesen") && words.contains("Aufenthalt/Anerkennung"), "{words}");
    assert!(traces.iter().all(|trace| !words.contains(trace)), "{words}");
    let all = app.get("/export/faelle?form=csv").await;
    assert!(all.body.starts_with(&[0xef, 0xbb, 0xbf]) && all.text().contains("nicht ausgewiesen"));
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    let reason = department["withheld"].as_str().unwrap();
    assert!(reason.contains("ab 5 besetzten Stellen") && all.text().contains(reason), "{reason}");
}

#[tokio::test]
async fn refuses_what_is_not_there() {
    let app = App::start().await;
    let ask = |unit: &str, until: &str| json!({"ask": {"unit": unit, "until": until, "target": 10, "english": false}});
    let missing = app.call("dashboards/unit", &ask("mond", "2024-12")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let unreadable = app.call("dashboards/unit", &ask("aufenthalt", "2024-13")).await;
    assert_eq!(unreadable.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unreadable.text());
    let strange = app.call("dashboards/unit", &json!({"ask": {"unit": "<b>"}})).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_calibration_is_a_step_of_the_scenario() {
    let app = App::start().await;
    let calibration = app.answer("dashboards/calibration", &json!({"kind": "demand"})).await;
    let changes = &calibration["changes"];
    assert!(changes.as_array().unwrap().len() > 50);
    let reason = calibration["reason"].as_str().unwrap();
    for part in ["Nachfrage kalibriert an erzeugten Fallzahlen 2023", "(MAE)", "(MAPE)", "90-%-Band"] {
        assert!(reason.contains(part), "{reason}");
    }
    // Of handling times generated figures say nothing: their completions follow from them.
    let refused = app.call("dashboards/calibration", &json!({"kind": "handling"})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let scenario = app.scenario().await;
    let step = json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": uuid::Uuid::new_v4(), "changes": changes,
        "reason": reason,
    }});
    let answer = app.call("scenarios/append", &step).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn handling_times_follow_from_counted_completions_and_can_be_taken_over() {
    let app = App::start().await;
    // Always a stock, and so many completions that the posts of the section are busy.
    app.count(&counted(60)).await;
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    let times = &department["handling"];
    assert_eq!(times["key"], "bearbeitungszeiten", "{department}");
    assert!(times["notes"][0].as_str().unwrap().contains("Annahmen"));
    let file = app.get("/export/faelle?form=csv&tabelle=bearbeitungszeiten").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    assert!(file.text().contains("verfügbare Minuten"), "{}", file.text());
    if department["adoptable"] == json!(true) {
        let step = app.answer("dashboards/calibration", &json!({"kind": "handling"})).await;
        assert!(
            step["reason"]
                .as_str()
                .unwrap()
                .starts_with("Bearbeitungszeiten kalibriert an erfassten Fallzahlen 2023")
        );
        assert!(
            step["changes"]
                .as_array()
                .unwrap()
                .iter()
                .all(|change| change["action"]["set_case_type"]["steps"].is_array())
        );
    }
    let english = app.answer("dashboards/department", &json!({"english": true})).await;
    assert!(english["handling"]["sentence"].as_str().unwrap().contains("2023"));
}

/// The counts of the two years and of one month more, which ends on the day before the plan begins; of every kind another stock.
fn counted_to_the_first_day() -> Ledger {
    let mut ledger = counted(60);
    for (at, case_type) in builtin().unwrap().case_types.iter().enumerate() {
        let counts = Counts { received: Some(21), completed: Some(60), open: Some(stock(at)) };
        ledger.enter(case_type.id.clone(), Month::new(2024, 1).unwrap(), counts);
    }
    ledger
}

/// A number that nothing else can be.
fn stock(at: usize) -> u64 {
    7_001 + 37 * at as u64
}

fn opening() -> Value {
    json!({"kind": "opening"})
}

fn step(scenario: &Value, answer: &Value) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": uuid::Uuid::new_v4(),
        "changes": answer["changes"], "reason": answer["reason"],
    }})
}

#[tokio::test]
async fn the_counted_stock_becomes_the_state_of_the_plans_first_day() {
    let app = App::start().await;
    app.count(&counted_to_the_first_day()).await;
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    assert_eq!(
        (&department["opening"]["key"], &department["opening_refused"]),
        (&json!("anfangsbestand"), &Value::Null)
    );
    let said = department["opening"]["sentence"].as_str().unwrap();
    assert!(said.starts_with("Ende Januar 2024 liegen ") && said.contains("(Annahme)"), "{said}");
    let file = app.get("/export/faelle?form=csv&tabelle=anfangsbestand").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    let answer = app.answer("dashboards/calibration", &opening()).await;
    let reason = answer["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("Anfangsbestand übernommen nach erfassten Fallzahlen, Ende Januar 2024: "),
        "{reason}"
    );
    assert!(reason.contains("Ohne Fallliste"), "{reason}");
    // Waiting is what was counted; what was not counted stays.
    let plan = builtin().unwrap();
    let changes = answer["changes"].as_array().unwrap();
    for (at, of) in plan.case_types.iter().enumerate().filter(|(_, one)| one.unit.as_str() == "aufenthalt") {
        let own = |change: &&Value| change["action"]["set_case_type"]["case_type"] == json!(of.id);
        let opening = &changes.iter().find(own).unwrap()["action"]["set_case_type"]["opening"];
        let expected = json!({
            "waiting": stock(at), "oldest_days": of.opening.oldest_days, "circulating": of.opening.circulating,
        });
        assert_eq!(*opening, expected, "{}", of.id);
    }
    assert!(changes.iter().all(|change| change["effective"] == json!(plan.as_of)));
    let made = app.call("scenarios/append", &step(&app.scenario().await, &answer)).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    assert_eq!(app.scenario().await["steps"][0]["reason"], json!(reason));
}

#[tokio::test]
async fn a_stock_of_another_time_and_a_generated_one_are_not_taken_over() {
    let app = App::start().await;
    // Nothing was counted: there is nothing to be offered.
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    assert_eq!((&department["opening"], &department["opening_refused"]), (&Value::Null, &Value::Null));
    assert_eq!(app.call("dashboards/calibration", &opening()).await.status, StatusCode::NOT_FOUND);
    // The counts end on 31.12.2023, the plan begins on 01.02.2024.
    app.count(&counted(60)).await;
    for (english, words) in [(false, "höchstens 31 Tage"), (true, "at most 31 days")] {
        let department = app.answer("dashboards/department", &json!({"english": english})).await;
        let why = department["opening_refused"].as_str().unwrap();
        assert!(department["opening"].is_object() && why.contains(words) && why.contains("32"), "{why}");
    }
    let refused = app.call("dashboards/calibration", &opening()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("höchstens 31 Tage"), "{}", refused.text());
}

#[tokio::test]
async fn the_stock_of_small_units_is_in_no_step_and_is_said_to_be_left_out() {
    let app = App::start().await;
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let agreed = (5, "Dienstvereinbarung", "2024-01-01".parse().unwrap());
    app.store.record_agreement(permit(Role::Administrator).unwrap(), &actor, agreed, &why()).await.unwrap();
    app.count(&counted_to_the_first_day()).await;
    let plan = builtin().unwrap();
    let small = ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"];
    let hidden = plan.case_types.iter().enumerate().filter(|(_, one)| small.contains(&one.unit.as_str()));
    let watch = Watch::over(&hidden.clone().map(|(at, _)| stock(at)).collect());
    let answer = app.answer("dashboards/calibration", &opening()).await;
    let changes = answer["changes"].as_array().unwrap();
    assert!(changes.len() >= 10, "{answer}");
    watch.look("step", &answer.to_string());
    for (_, of) in hidden {
        let own = |change: &Value| change["action"]["set_case_type"]["case_type"] == json!(of.id);
        assert!(!changes.iter().any(own), "{}", of.id);
    }
    assert!(
        answer["reason"]
            .as_str()
            .unwrap()
            .contains("Nicht ausgewiesene Fallarten, die wie im Plan bleiben: ")
    );
    let department = app.answer("dashboards/department", &json!({"english": false})).await;
    watch.look("department", &department.to_string());
    assert!(
        department["opening"]["notes"].to_string().contains("kleine Einheiten"),
        "{}",
        department["opening"]
    );
    watch.look("file", &app.get("/export/faelle?form=csv&tabelle=anfangsbestand").await.text());
    // Of units that the account does not look at there is nothing, not even their number.
    let lead = member(&app, "lead", "team_lead", Some("asyl-eu")).await;
    assert_eq!(
        lead.call("dashboards/calibration", &opening()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn the_counted_stock_is_refused_without_the_right() {
    let app = App::start().await;
    app.count(&counted_to_the_first_day()).await;
    let staff = member(&app, "sachbearbeitung", "staff", None).await;
    assert_eq!(staff.call("dashboards/calibration", &opening()).await.status, StatusCode::FORBIDDEN);
    // Who may look at cases alone gets the figures, and makes no step of them.
    let council = member(&app, "rat", "staff_council", None).await;
    let answer = council.answer("dashboards/calibration", &opening()).await;
    let refused = council.call("scenarios/append", &step(&app.scenario().await, &answer)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    assert_eq!(app.scenario().await["steps"], json!([]));
}

impl App {
    /// Takes a list of cases in: so many of every kind that are open, and so many that were completed, two each month of 2023.
    async fn import_list(&self, open: u32, closed: u32) {
        let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
        let mut lines = Vec::new();
        let last = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
        for case_type in &builtin().unwrap().case_types {
            for number in 0..open + closed {
                let received = NaiveDate::from_ymd_opt(2023, 1 + number % 12, 10).unwrap();
                lines.push(CaseLine {
                    row: u32::try_from(lines.len()).unwrap() + 2,
                    reference: format!("{}-{number}/23", case_type.id),
                    case_type: case_type.id.clone(),
                    received,
                    // Half of the open ones are with the applicants.
                    holder: if number % 2 == 0 { Holder::WithUs } else { Holder::Applicant },
                    since: (number % 4 != 3).then(|| received + chrono::Days::new(5)),
                    closed: (number >= open).then(|| received + chrono::Days::new(12)),
                });
            }
        }
        let mut staged = self.store.stage_cases(edit(), &actor).await.unwrap();
        staged.add(&lines).await.unwrap();
        assert_eq!(staged.settle().await.unwrap(), []);
        self.store.import_cases(staged, ("liste.csv", &[]), last, Accept::default()).await.unwrap();
    }
}

fn edit() -> Permit<EditCases> {
    permit(Role::Manager).unwrap()
}

#[tokio::test]
async fn a_list_that_says_since_when_tells_with_whom_the_time_passes() {
    let app = App::start().await;
    let generated = app.dashboard("aufenthalt").await;
    assert!(panel(&generated, "wartezeit").is_none(), "no list, no word of it");
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let agreed = (5, "Dienstvereinbarung", "2024-01-01".parse().unwrap());
    app.store.record_agreement(permit(Role::Administrator).unwrap(), &actor, agreed, &why()).await.unwrap();
    app.import_list(24, 0).await;
    let large = app.dashboard("aufenthalt").await;
    let found = panel(&large, "wartezeit").unwrap();
    let sentence = found["sentence"].as_str().unwrap();
    assert!(sentence.contains("liegt bei uns") && sentence.contains("bei Antragstellenden"), "{sentence}");
    assert!(sentence.contains("die 5 Tage davor"), "{sentence}");
    let notes = found["notes"].to_string();
    assert!(notes.contains("sagt die Liste nicht, seit wann"), "{notes}");
    let file = app.get("/export/faelle?einheit=aufenthalt&form=csv&tabelle=wartezeit").await;
    assert!(file.text().contains("davor, nicht zuzuordnen"), "{}", file.text());
    // Of a small unit neither picture nor figure.
    let small = app.dashboard("einbuergerung").await;
    let withheld = panel(&small, "wartezeit").unwrap();
    assert_eq!((&withheld["sentence"], &withheld["picture"]), (&small["withheld"], &Value::Null));
    // Another list is asked anew.
    app.import_list(36, 0).await;
    let later = app.dashboard("aufenthalt").await;
    assert_ne!(panel(&later, "wartezeit").unwrap()["table"], found["table"]);
}

#[tokio::test]
async fn a_list_of_open_cases_alone_gives_stock_and_forecast_and_calls_nothing_inflow() {
    let app = App::start().await;
    app.import_list(24, 0).await;
    let dashboard = app.dashboard_with_forecast("aufenthalt").await;
    assert_eq!((&dashboard["generated"], &dashboard["until"]), (&json!(false), &json!("Dezember 2023")));
    assert!(dashboard["origin"].as_str().unwrap().contains("Fallliste"), "{}", dashboard["origin"]);
    let kinds = builtin().unwrap().case_types.iter().filter(|one| one.unit.as_str() == "aufenthalt").count();
    let sentence = dashboard["sentence"].as_str().unwrap();
    assert!(sentence.contains(&format!("Ende Dezember 2023 sind {} Fälle offen", 24 * kinds)), "{sentence}");
    // What is missing is said, with what to import; no day of receipt is drawn as inflow.
    let flow = panel(&dashboard, "bewegung").unwrap();
    let said = flow["sentence"].as_str().unwrap();
    assert!(
        said.contains("nur offene Fälle") && said.contains("kein Eingang") && said.contains("„Erledigt am“"),
        "{said}"
    );
    assert!(flow["picture"].is_null() && flow["table"]["rows"].as_array().unwrap().len() == 1, "{flow}");
    assert!(panel(&dashboard, "fluss").is_none());
    let stock = panel(&dashboard, "bestand").unwrap();
    assert!(stock["picture"]["marks"].as_str().unwrap().contains("course forecast"));
    let notes = stock["notes"].to_string();
    assert!(notes.contains("kommt aus der Fallliste") && notes.contains("Nachfrage aus dem Plan"), "{notes}");
    let december = stock["table"]["rows"].as_array().unwrap()[0].as_array().unwrap();
    let half = (12 * kinds).to_string();
    assert_eq!(december[december.len() - 2..], [json!(half), json!(half)]);
    assert!(panel(&dashboard, "reichweite").is_some());
    assert!(
        panel(&dashboard, "entlastung").unwrap()["table"]
            .to_string()
            .contains("Eingang nach dem Plan (Annahme)")
    );
    // A small unit has its stock, rounded.
    assert!(app.dashboard("einbuergerung").await["sentence"].as_str().unwrap().contains("Fälle offen"));
    // Another list is another basis.
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let before = app.store.outlooks(permit(Role::Manager).unwrap(), &actor).await.unwrap()[0].basis.clone();
    app.import_list(26, 0).await;
    app.dashboard_with_forecast("aufenthalt").await;
    assert_ne!(app.store.outlooks(permit(Role::Manager).unwrap(), &actor).await.unwrap()[0].basis, before);
}

#[tokio::test]
async fn a_list_with_completed_cases_gives_flows_from_their_first_month_on() {
    let app = App::start().await;
    app.import_list(12, 24).await;
    let dashboard = app.dashboard("aufenthalt").await;
    let flow = panel(&dashboard, "bewegung").unwrap();
    assert!(!flow["sentence"].as_str().unwrap().contains("nur offene Fälle"), "{flow}");
    let kinds = builtin().unwrap().case_types.iter().filter(|one| one.unit.as_str() == "aufenthalt").count();
    let rows = flow["table"]["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0][0]), (12, &json!("Dez 2023")));
    // Each month three of a kind come and two are completed.
    let number = |cases: usize| json!(cases.to_string());
    assert_eq!(
        (&rows[0][1], &rows[0][3], &rows[0][6]),
        (&number(3 * kinds), &number(2 * kinds), &number(12 * kinds))
    );
    assert_eq!(rows[0][7], json!("aus der Fallliste"));
    assert!(panel(&dashboard, "fluss").is_some());
}

#[tokio::test]
async fn the_start_page_tells_what_was_counted_as_the_page_of_cases_does() {
    let app = App::start().await;
    let ask = json!({"english": false});
    // What is generated is no count: the plan's own figures stay, and are called so.
    assert!(app.answer("dashboards/counted", &ask).await.is_null());
    let before = app.get("/").await.text();
    assert!(before.contains("offene Fälle laut Plan am 01.02.2024") && !before.contains("offene Fälle Ende"));
    app.count(&counted(20)).await;
    let without_list = app.answer("dashboards/counted", &ask).await;
    assert_eq!((&without_list["until"], &without_list["listed"]), (&json!("Dezember 2023"), &Value::Null));
    app.import_list(24, 0).await;
    let brief = app.answer("dashboards/counted", &ask).await;
    assert_eq!((&brief["listed"], &brief["of"]), (&json!("31.12.2023"), &Value::Null));
    let department = app.answer("dashboards/department", &ask).await;
    assert_eq!(brief["withheld"], department["withheld"]);
    let (units, rows) = (brief["units"].as_array().unwrap(), department["table"]["rows"].as_array().unwrap());
    assert_eq!(units.len(), rows.len());
    for (place, (one, row)) in units.iter().zip(rows).enumerate() {
        assert_eq!(one["unit"], department["units"][place]["unit"]);
        assert_eq!((&one["open"], &one["old"]), (&row[1], &row[3]), "{}", one["unit"]);
    }
    let (told, all) = (brief["alerts"].as_array().unwrap(), department["alerts"].as_array().unwrap());
    assert!(!told.is_empty() && told.len() <= 5 && all.starts_with(told), "{told:?}");
    assert_eq!(brief["more"], json!(all.len() - told.len()));
    let page = app.get("/").await.text();
    assert!(page.contains("offene Fälle Ende Dezember 2023") && !page.contains("laut Plan am 01.02.2024"));
    assert!(
        page.contains("älter als drei Monate am 31.12.2023") && page.contains("Was Aufmerksamkeit verlangt")
    );
    assert!(page.contains(units[0]["open"].as_str().unwrap()));
    let unit = told[0]["unit"].as_str().unwrap();
    assert!(page.contains(&format!(r#"href="/faelle/{unit}""#)), "{unit}");
}

#[tokio::test]
async fn a_list_that_is_older_than_the_counts_is_called_so_wherever_it_is_shown() {
    let app = App::start().await;
    app.import_list(24, 0).await;
    let mut later = counted(20);
    for case_type in &builtin().unwrap().case_types {
        for month in 1..=3 {
            let counts = Counts { received: Some(21), completed: Some(20), open: Some(104) };
            later.enter(case_type.id.clone(), Month::new(2024, month).unwrap(), counts);
        }
    }
    let ask = json!({"english": false});
    app.count(&counted(20)).await;
    assert!(app.answer("dashboards/department", &ask).await["stale"].is_null());
    app.count(&later).await;
    let stale = app.answer("dashboards/department", &ask).await["stale"].as_str().unwrap().to_owned();
    assert!(stale.starts_with("Die Fallliste vom 31.12.2023 ist mehr als 31 Tage älter"), "{stale}");
    assert_eq!(app.answer("dashboards/counted", &ask).await["stale"], json!(stale));
    assert_eq!(app.dashboard("aufenthalt").await["stale"], json!(stale));
    for path in ["/", "/faelle", "/faelle/aufenthalt"] {
        assert!(app.get(path).await.text().contains(&stale), "{path}");
    }
}

#[tokio::test]
async fn relief_of_one_kind_is_searched_for_that_kind() {
    let app = App::start().await;
    let ask = |kind: Option<&str>| json!({"ask": {"unit": "aufenthalt", "case_type": kind, "until": "2024-12", "target": 100_000, "english": false}});
    let kind = app.answer("dashboards/relief", &ask(Some("a08"))).await;
    let kind = kind.as_str().unwrap();
    assert!(
        kind.starts_with("Gesucht für die Fallart „Familiennachzug") && kind.contains("alle Fallarten"),
        "{kind}"
    );
    let unit = app.answer("dashboards/relief", &ask(None)).await;
    assert!(!unit.as_str().unwrap().contains("Fallart „"), "{unit}");
}

#[tokio::test]
async fn pages_of_cases_are_drawn_by_the_server() {
    let app = App::start().await;
    for (path, words) in [
        ("/faelle", "Fälle je Einheit"),
        ("/faelle/aufenthalt", "Alter der offenen Fälle"),
        ("/faelle/einbuergerung", "Alter der offenen Fälle"),
        ("/hilfe", "geführte Übung"),
        ("/hilfe/uebung", "Task Force endet"),
    ] {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(words), "{path}");
    }
}
