//! The formulas beside the simulation of a scenario: every unit with cases, both figures, the difference in words.

use crate::app::{App, move_post};
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::assessment::{Request, assess};
use stellwerk::format::{Language, number};
use stellwerk::plan::{UnitId, builtin};
use uuid::Uuid;

async fn checked(app: &App, english: bool) -> Value {
    let asked = json!({"ask": {"scenario": app.scenario().await["id"], "english": english}});
    let answer = app.call("cross-checks", &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

fn of<'a>(answer: &'a Value, unit: &str) -> &'a Value {
    answer["units"].as_array().unwrap().iter().find(|one| one["unit"] == unit).unwrap()
}

#[tokio::test]
async fn every_unit_with_cases_stands_with_both_figures_and_reasons() {
    let app = App::start().await;
    let german = checked(&app, false).await;
    assert_eq!(german["problem"], Value::Null);
    let plan = builtin().unwrap();
    for unit in german["units"].as_array().unwrap() {
        let handles = plan.case_types.iter().any(|of| unit["unit"] == of.unit.as_str());
        assert!(handles, "{unit}");
        let panel = &unit["panel"];
        let rows = panel["table"]["rows"].as_array().unwrap();
        assert!(rows.len() == 8 && !panel["notes"].as_array().unwrap().is_empty(), "{unit}");
        assert!(rows.iter().all(|row| row[2] != "–" && row[4].as_str().unwrap().ends_with('.')), "{unit}");
    }
    // The need is the one of the assessment.
    let assessment = assess(&plan.on(plan.as_of, &[]).plan, &Request::on(plan.as_of)).unwrap();
    let need = assessment.unit(&UnitId::parse("einbuergerung").unwrap()).unwrap().own.need;
    let first = &of(&german, "einbuergerung")["panel"]["table"]["rows"][0];
    assert_eq!(first[1], number(need, 2, Language::German));
    let english = checked(&app, true).await;
    assert_eq!(of(&english, "einbuergerung")["panel"]["title"], "Cross-check by formula");
    // Another post there is another capacity by formula.
    let effective = |answer: &Value| of(answer, "einbuergerung")["panel"]["table"]["rows"][1][1].clone();
    let mut change = move_post("AA-01", "einbuergerung");
    change["effective"] = json!(plan.as_of);
    let moved = app.append(&change).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    assert_ne!(effective(&checked(&app, false).await), effective(&german));
}

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_read_is_refused() {
    let app = App::start().await;
    let missing = app.call("cross-checks", &json!({"ask": {"scenario": Uuid::new_v4()}})).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let strange = app.call("cross-checks", &json!({"ask": {"scenario": "x", "unit": "eu"}})).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
}
