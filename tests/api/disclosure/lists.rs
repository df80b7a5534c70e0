//! The same where a list of single cases was imported: ages, the three months and how long cases took rest on it, and so does all
//! that is counted.

use super::{Watch, actor, agreed_on_the_default, cells, searched, words_of};
use crate::app::App;
use crate::pdf_text::pdf_text;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stellwerk::caseload::{CaseLine, Holder};
use stellwerk::exchange::Accept;
use stellwerk::permission::{Role, permit};
use stellwerk::plan::CaseTypeId;

/// Each small unit with one of its kinds and its cases: completed, open for long, open for a short time. They are primes: no figure
/// that is rounded to five is one of them.
const KINDS: [(&str, &str, [u32; 3]); 5] = [
    ("eu", "e01", [1_013, 1_511, 1_123]),
    ("asyl", "s01", [1_103, 1_609, 1_231]),
    ("rueckkehr", "r01", [1_213, 1_709, 1_327]),
    ("service-point", "p01", [1_303, 1_811, 1_429]),
    ("einbuergerung", "n01", [1_409, 1_907, 1_531]),
];

/// The same of a kind whose unit is shown; fewer, so that none of its forecasts is as large as what is watched.
const LARGE: (&str, [u32; 3]) = ("a08", [307, 101, 113]);

/// The list, as of the end of 2023.
fn lines() -> Vec<CaseLine> {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let mut lines = Vec::new();
    for (kind, sizes) in KINDS.map(|(_, kind, sizes)| (kind, sizes)).into_iter().chain([LARGE]) {
        let states = [
            (day("2023-11-02"), Holder::WithUs, Some(day("2023-11-20"))),
            (day("2023-02-10"), Holder::WithUs, None),
            // These become older than three months within eight weeks.
            (day("2023-11-20"), Holder::Applicant, None),
        ];
        for ((received, holder, closed), size) in states.into_iter().zip(sizes) {
            for _ in 0..size {
                let row = u32::try_from(lines.len()).unwrap() + 2;
                lines.push(CaseLine {
                    row,
                    reference: format!("{kind}-{row}/23"),
                    case_type: CaseTypeId::parse(kind).unwrap(),
                    received,
                    holder,
                    since: None,
                    closed,
                });
            }
        }
    }
    lines
}

/// A server that has nothing but the list.
async fn listed() -> App {
    let app = agreed_on_the_default().await;
    let mut staged = app.store.stage_cases(permit(Role::Manager).unwrap(), &actor()).await.unwrap();
    staged.add(&lines()).await.unwrap();
    assert_eq!(staged.settle().await.unwrap(), []);
    let last: NaiveDate = "2023-12-31".parse().unwrap();
    app.store.import_cases(staged, ("liste.csv", &[]), last, Accept::default()).await.unwrap();
    app
}

/// What was completed, what is open by age and together, and what came in, of a month, a quarter and the year.
fn forbidden() -> BTreeSet<u64> {
    let mut hidden = BTreeSet::new();
    for (_, _, [closed, old, young]) in KINDS {
        let told = [closed, old, young, old + young, closed + young, closed + old + young];
        hidden.extend(told.map(u64::from));
    }
    // Such a number may be the rounded figure of another unit.
    hidden.retain(|number| number % 5 != 0);
    assert!(hidden.len() > 20, "{hidden:?}");
    hidden
}

fn panel<'a>(dashboard: &'a Value, key: &str) -> Option<&'a Value> {
    dashboard["panels"].as_array().unwrap().iter().find(|panel| panel["key"] == key)
}

/// Looks at all that is told of a unit, or of a kind in it: both languages, the page and every file. Gives the answer.
async fn look_at(app: &App, watch: &Watch, unit: &str, kind: Option<&str>) -> Value {
    let ask = |english: bool| json!({"ask": {"unit": unit, "case_type": kind, "english": english}});
    let place = kind.map_or_else(|| unit.to_owned(), |kind| format!("{unit}&fallart={kind}"));
    watch.look(&place, &app.said("dashboards/unit", &ask(true)).await.to_string());
    let dashboard = app.said("dashboards/unit", &ask(false)).await;
    watch.look(&place, &dashboard.to_string());
    let page =
        kind.map_or_else(|| format!("/faelle/{unit}"), |kind| format!("/faelle/{unit}?fallart={kind}"));
    watch.look(&page, &app.get(&page).await.text());
    let file = async |form: &str| app.file(&format!("einheit={place}&form={form}")).await;
    watch.look(&format!("{place}, xlsx"), &cells(&file("xlsx").await));
    watch.look(&format!("{place}, pdf"), &pdf_text(&file("pdf").await));
    for panel in dashboard["panels"].as_array().unwrap() {
        let key = panel["key"].as_str().unwrap();
        let csv = String::from_utf8(file(&format!("csv&tabelle={key}")).await).unwrap();
        watch.look(&format!("{place}, {key}, csv"), &csv);
        if !panel["picture"].is_null() {
            let picture = String::from_utf8(file(&format!("svg&tabelle={key}")).await).unwrap();
            watch.look(&format!("{place}, {key}, svg"), &words_of(&picture));
        }
    }
    dashboard
}

#[tokio::test]
async fn a_list_tells_of_small_units_open_cases_in_fives_and_of_completed_ones_nothing() {
    let (app, watch) = (listed().await, Watch::over(&forbidden()));
    for english in [false, true] {
        let all = app.said("dashboards/department", &json!({"english": english})).await;
        watch.look("department", &all.to_string());
        let brief = app.said("dashboards/counted", &json!({"english": english})).await;
        watch.look("counted", &brief.to_string());
    }
    watch.look("/faelle", &app.get("/faelle").await.text());
    watch.look("department, csv", &String::from_utf8(app.file("form=csv").await).unwrap());
    watch.look("department, xlsx", &cells(&app.file("form=xlsx").await));
    for (unit, kind, _) in KINDS {
        let dashboard = look_at(&app, &watch, unit, None).await;
        let reason = dashboard["withheld"].as_str().unwrap();
        // The panels that a list makes are among what was looked at.
        for key in ["alter", "frist", "dauer"] {
            assert!(panel(&dashboard, key).is_some(), "{unit}: {key}");
        }
        let times = panel(&dashboard, "dauer").unwrap();
        assert_eq!((times["sentence"].as_str(), &times["picture"]), (Some(reason), &Value::Null), "{unit}");
        let narrowed = look_at(&app, &watch, "abteilung", Some(kind)).await;
        assert!(narrowed["withheld"].is_string(), "{kind}");
    }
    for unit in ["abteilung", "asyl-eu"] {
        look_at(&app, &watch, unit, None).await;
    }
    watch.look("provenance", &app.said("imports/provenance", &json!({})).await.to_string());
    watch.look("sheet", &app.said("imports/sheet", &json!({"year": 2023})).await.to_string());
    let ask =
        json!({"ask": {"unit": "einbuergerung", "until": "2024-03", "target": 100_003, "english": false}});
    watch.look("relief", &searched(&app, &ask).await.to_string());
    // That the list is there and is read: what may be shown stands where it would.
    let large = look_at(&app, &watch, "aufenthalt", None).await;
    assert!(large["withheld"].is_null(), "{}", large["withheld"]);
    for key in ["alter", "frist", "dauer"] {
        assert!(panel(&large, key).is_some(), "{key}");
    }
    assert!(panel(&large, "bewegung").unwrap()["table"].to_string().contains("\"307\""), "{large}");
    assert!(panel(&large, "alter").unwrap()["table"].to_string().contains("\"101\""), "{large}");
}
