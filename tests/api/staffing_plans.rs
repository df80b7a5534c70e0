//! The staffing plan over HTTP: frozen, listed, never changed; the register of dates as a calendar.

use crate::app::{App, move_post};
use crate::scopes::member;
use http::StatusCode;
use serde_json::{Value, json};
use stellwerk::api::ApiError;
use stellwerk::plan::read::form;
use uuid::Uuid;

fn freeze(scenario: &Value, year: i32, label: &str) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
        "year": year, "with_changes": true, "label": label,
    }})
}

impl App {
    async fn frozen(&self) -> Vec<Value> {
        let answer = self.call("staffing-plans/list", &json!({})).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json().as_array().unwrap().clone()
    }
}

fn posts(frozen: &Value, unit: &str) -> i64 {
    let rows = frozen["frozen"]["rows"].as_array().unwrap();
    rows.iter().filter(|row| row["unit"] == unit).map(|row| row["posts"].as_i64().unwrap()).sum()
}

#[tokio::test]
async fn a_frozen_plan_stays_as_it_was_whatever_is_changed_later() {
    let app = App::start().await;
    assert_eq!(app.frozen().await, Vec::<Value>::new());
    let asked = freeze(&app.scenario().await, 2025, "  Vorlage 12/2024  ");
    let made = app.call("staffing-plans/freeze", &asked).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["label"], &made["frozen"]["year"]), (&json!("Vorlage 12/2024"), &json!(2025)));
    assert_eq!(made["hash"].as_str().unwrap().len(), 64);
    // Sent again, it is the same one, also after the scenario has moved on.
    app.append(&move_post("AA-05", "einbuergerung")).await;
    assert_eq!(app.call("staffing-plans/freeze", &asked).await.json(), made);
    assert_eq!(app.frozen().await, std::slice::from_ref(&made));

    let later =
        app.call("staffing-plans/freeze", &freeze(&app.scenario().await, 2025, "Nachtrag")).await.json();
    assert_eq!(posts(&later, "einbuergerung") - posts(&made, "einbuergerung"), 1000);
    assert_ne!(later["hash"], made["hash"]);
    let entry = &later["frozen"]["entries"];
    let moved = entry.as_array().unwrap().iter().find(|entry| entry["post"] == "AA-05").unwrap();
    assert_eq!(moved["what"], "umgesetzt");
    let app = app.restart().await;
    assert_eq!(app.frozen().await.len(), 2);
    // The file is made of what was frozen.
    let id = made["id"].as_str().unwrap();
    for (address, name, told) in [
        (
            "stellenplan",
            "stellenplan-2025-festgehalten.csv",
            "Summe Sachgebiet Einbürgerung/Staatsangehörigkeit",
        ),
        ("veraenderungen", "veraenderungen-2025-festgehalten.csv", "Zusammen"),
    ] {
        let answer = app.get(&format!("/export/{address}?festgehalten={id}&form=csv")).await;
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert!(answer.text().contains(told), "{}", answer.text());
        assert!(!answer.text().contains("umgesetzt"), "the move came later: {}", answer.text());
        let workbook = app.get(&format!("/export/{address}?festgehalten={id}")).await;
        assert!(workbook.body.starts_with(b"PK"));
    }
    let later_id = later["id"].as_str().unwrap();
    let list = app.get(&format!("/export/veraenderungen?festgehalten={later_id}&form=csv")).await.text();
    assert!(list.contains("umgesetzt") && list.contains("AA-05"), "{list}");
    // The year after it begins with what was frozen last, and tells where the plan has something else.
    let next = app.get("/export/stellenplan?jahr=2026&stand=plan&form=csv").await.text();
    assert!(next.contains("2025 nach dem festgehaltenen Stellenplan, in der Ausgangslage"), "{next}");
    let none = app.get("/export/stellenplan?festgehalten=01890000-0000-7000-8000-000000000000").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text().contains("festgehaltene Stellenplan"), "{}", none.text());
    // Out of the plan as it is, the move is not in it.
    let mut plain = freeze(&app.scenario().await, 2025, "Ausgangslage");
    plain["command"]["with_changes"] = json!(false);
    let plain = app.call("staffing-plans/freeze", &plain).await.json();
    assert_eq!(posts(&plain, "einbuergerung"), posts(&made, "einbuergerung"));
}

#[tokio::test]
async fn what_cannot_be_frozen_is_refused_with_its_reason() {
    let app = App::start().await;
    let scenario = app.scenario().await;
    for (year, label, words) in
        [(1999, "x", "Haushaltsjahr"), (2025, " ", "label"), (2025, &"x".repeat(201), "200 Zeichen")]
    {
        let answer = app.call("staffing-plans/freeze", &freeze(&scenario, year, label)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{year} {label}");
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    app.append(&move_post("AA-05", "einbuergerung")).await;
    let old = app.call("staffing-plans/freeze", &freeze(&scenario, 2025, "alt")).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    let mut nowhere = freeze(&app.scenario().await, 2025, "x");
    nowhere["command"]["scenario"] = json!("01890000-0000-7000-8000-000000000000");
    assert_eq!(app.call("staffing-plans/freeze", &nowhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.frozen().await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_register_of_dates_is_a_calendar_file() {
    let app = App::start().await;
    let answer = app.get("/export/fristen").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"fristen.ics\"");
    let text = answer.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("UID:TF-01-kw-kw-2024-06-30@stellwerk"));
    let longer =
        json!({"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}});
    app.append(&longer).await;
    let text = app.get("/export/fristen").await.text();
    assert!(text.contains("UID:TF-01-kw-kw-2025-12-31@stellwerk") && !text.contains("TF-01-kw-kw-2024"));
    assert_eq!(app.get("/export/fristen?szenario=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = app.get("/export/fristen?szenario=01890000-0000-7000-8000-000000000000").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_start_page_tells_the_next_dates_of_posts() {
    let app = App::start().await;
    let ask = json!({"scenario": null, "english": false});
    let coming = app.call("staffing-plans/coming", &ask).await;
    assert_eq!(coming.status, StatusCode::OK, "{}", coming.text());
    let dates = coming.json();
    let ends = dates["dates"].as_array().unwrap();
    let council = ends.iter().find(|one| one["words"] == "Rat spätestens befassen (kw 30.06.2024)");
    assert!(council.is_some(), "{dates}");
    let page = app.get("/").await.text();
    for told in
        ["Fristen der Stellen bis zum 01.08.2024", "Rat spätestens befassen", "/stellenplan#fristen-teil"]
    {
        assert!(page.contains(told), "{told}");
    }
    // A contract that ends is told as well, and marked as what is hidden where others look on.
    let contract = json!({"effective": "2024-02-01", "action": {"set_post": {"post": "AA-05", "terms": {"contract_until": "2024-03-31"}}}});
    let answer = app.append(&contract).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let dates = app.call("staffing-plans/coming", &ask).await.json();
    let told = dates["dates"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["words"].as_str().unwrap().contains("Befristung"));
    assert_eq!((&told.unwrap()["personal"], &told.unwrap()["posts"]), (&json!(true), &json!("AA-05")));
    // The Stellenplan is not for everybody, and what follows from it neither.
    let staff = app.known_by(&app.enter("staff").await);
    assert_eq!(staff.call("staffing-plans/coming", &ask).await.status, StatusCode::FORBIDDEN);
    let page = staff.get("/").await.text();
    assert!(!page.contains("Fristen der Stellen") && !page.contains("spätestens befassen"));
}

#[tokio::test]
async fn whoever_is_limited_to_a_unit_is_told_the_dates_of_its_posts_alone() {
    let app = App::start().await;
    let ask = json!({"scenario": null, "english": false});
    for (post, until) in [("AA-05", "2024-03-31"), ("AS-01", "2024-04-30")] {
        let contract = json!({"effective": "2024-02-01", "action": {"set_post": {"post": post, "terms": {"contract_until": until}}}});
        let answer = app.append(&contract).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    let told = async |who: &App| who.call("staffing-plans/coming", &ask).await.json()["dates"].to_string();
    let all = told(&app).await;
    assert!(all.contains("AA-05") && all.contains("AS-01"), "{all}");
    for role in ["team_lead", "manager", "staff_council"] {
        let limited = member(&app, &format!("asyl-{}", role.replace('_', "-")), role, Some("asyl-eu")).await;
        let own = told(&limited).await;
        assert!(own.contains("AS-01") && !own.contains("AA-05"), "{role}: {own}");
    }
}

#[tokio::test]
async fn the_plan_of_all_units_is_frozen_by_who_may_change_all_of_them() {
    let app = App::start().await;
    let limited = member(&app, "einbuergerung", "manager", Some("einbuergerung")).await;
    let refused =
        limited.call("staffing-plans/freeze", &freeze(&limited.scenario().await, 2025, "Teil")).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("not_all_units")));
    let error: ApiError = form(&refused.body).unwrap();
    let sentence = error.to_string();
    assert!(sentence.contains("ganze Organisation") && sentence.contains("Bitte lassen Sie"), "{sentence}");
    assert_eq!(app.frozen().await, Vec::<Value>::new());
    // It may be looked at all the same, and an account at the top of the tree reaches all of it.
    assert_eq!(limited.frozen().await, Vec::<Value>::new());
    let whole = member(&app, "abteilung", "manager", Some("abteilung")).await;
    let made = whole.call("staffing-plans/freeze", &freeze(&whole.scenario().await, 2025, "Ganz")).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    assert_eq!(limited.frozen().await.len(), 1);
    let none = member(&app, "sachgebiet", "team_lead", None).await;
    let refused = none.call("staffing-plans/freeze", &freeze(&none.scenario().await, 2025, "x")).await;
    assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, json!("forbidden")));
}
