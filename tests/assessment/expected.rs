//! The twelve months ahead against sums worked out by hand, and plans that try to break them.

use stellwerk::assessment::{AssessmentError, Request, assess};
use stellwerk::plan::Plan;

/// One unit, one case type of a minute a case, so that the minutes are the cases.
fn plan(demand: &str, rest: &str) -> Plan {
    let text = format!(
        r#"{{"format": "stellwerk-plan/1", "name": "Probe", "as_of": "2023-01-01",
            "units": [{{"id": "u", "name": "U", "note": "Probe"}}],
            "case_types": [{{"id": "c", "unit": "u", "name": "C", "demand": {demand}, "steps": [{{"name": "S", "minutes": 1}}]
            {rest}}}]}}"#
    );
    Plan::from_json(text.as_bytes()).unwrap()
}

fn cases(plan: &Plan, from: &str) -> f64 {
    assess(plan, &Request::on(from.parse().unwrap())).unwrap().total.case_minutes
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

#[test]
fn a_constant_demand_gives_its_yearly_number_in_any_year() {
    let plan = plan(r#"{"per_year": 366}"#, "");
    near(cases(&plan, "2023-01-01"), 366.0, 1e-9);
    near(cases(&plan, "2024-01-01"), 366.0, 1e-9);
}

#[test]
fn growth_compounds_from_the_first_day() {
    let plan = plan(r#"{"per_year": 1000, "growth": 0.1}"#, "");
    // Mean of 1,1^t over the first year is 0,1 / ln 1,1; days are steps, hence the tolerance.
    let first = 1000.0 * 0.1 / 1.1_f64.ln();
    near(cases(&plan, "2023-01-01"), first, 0.2);
    near(cases(&plan, "2024-01-01") / cases(&plan, "2023-01-01"), 1.1, 1e-3);
}

#[test]
fn events_count_from_their_day_to_their_last_day() {
    let event = r#"{"from": "2023-07-01", "until": "2023-07-31", "factor": 3, "label": "E"}"#;
    let with = plan(&format!(r#"{{"per_year": 365, "events": [{event}]}}"#), "");
    near(cases(&with, "2023-01-01"), 365.0 + 2.0 * 31.0, 1e-9);
    let ramp = r#"{"from": "2023-07-01", "factor": 3, "ramp_days": 10, "label": "E"}"#;
    let with = plan(&format!(r#"{{"per_year": 365, "events": [{ramp}]}}"#), "");
    // 184 days to the end of the year; the ten days of the ramp reach 0 % to 90 % of the extra two.
    near(cases(&with, "2023-01-01"), 365.0 + 2.0 * (174.0 + 4.5), 1e-9);
    let off = plan(
        r#"{"per_year": 365, "events": [{"from": "2023-07-01", "factor": 3, "label": "E", "enabled": false}]}"#,
        "",
    );
    near(cases(&off, "2023-01-01"), 365.0, 1e-9);
}

#[test]
fn renewals_come_from_those_who_hold_a_title_and_then_from_those_who_got_one() {
    let renewal = r#", "follow_ups": [{"case_type": "c", "share": 0.5, "after_days": {"mean": 365}}],
        "opening": {"circulating": 400}"#;
    let plan = plan(r#"{"per_year": 365}"#, renewal);
    near(cases(&plan, "2023-01-01"), 365.0 + 400.0 * 0.5, 1e-9);
    // In 2024 half of those of 2023 return; the leap day brings half of the first day of 2024.
    let (first, daily_2024) = (565.0, 365.0 / 366.0);
    let second = cases(&plan, "2024-01-01");
    near(second, 365.0 + first * 0.5 + 0.5 * (daily_2024 + first / 365.0 * 0.5), 1e-6);
}

#[test]
fn a_population_in_balance_stays_and_another_moves_towards_it() {
    let persons = |opening: u32, from: &str| {
        let text = format!(
            r#"{{"format": "stellwerk-plan/1", "name": "Probe", "as_of": "2023-01-01",
                "units": [{{"id": "u", "name": "U", "note": "Probe"}}],
                "populations": [{{"id": "p", "unit": "u", "name": "P", "opening": {opening}, "inflow_per_year": 365,
                "mean_stay_days": 500, "persons_per_fte": 1}}]}}"#
        );
        let plan = Plan::from_json(text.as_bytes()).unwrap();
        assess(&plan, &Request::on(from.parse().unwrap())).unwrap().total.key_need
    };
    near(persons(500, "2023-01-01"), 500.0, 1e-9);
    near(persons(500, "2030-01-01"), 500.0, 1e-9);
    let (soon, late) = (persons(900, "2023-01-01"), persons(900, "2026-01-01"));
    assert!(soon < 900.0 && late < soon && late > 500.0, "{soon} {late}");
}

#[test]
fn an_explosion_of_follow_ups_is_refused_in_words() {
    let explosion = r#", "follow_ups": [{"case_type": "c", "share": 1, "after_days": {"mean": 1}},
        {"case_type": "c", "share": 1, "after_days": {"mean": 1}}, {"case_type": "c", "share": 1, "after_days": {"mean": 1}}],
        "opening": {"circulating": 1000000}"#;
    let plan = plan(r#"{"per_year": 1000}"#, explosion);
    let error = assess(&plan, &Request::on("2029-01-01".parse().unwrap())).unwrap_err();
    assert_eq!(error, AssessmentError::TooLarge);
}

#[test]
fn an_empty_plan_needs_nothing() {
    let text = r#"{"format": "stellwerk-plan/1", "name": "Leer", "as_of": "2023-01-01"}"#;
    let plan = Plan::from_json(text.as_bytes()).unwrap();
    for request in [Request::year(2023), Request::on(plan.as_of)] {
        let assessment = assess(&plan, &request).unwrap();
        assert_eq!((assessment.total.need, assessment.total.load), (0.0, None));
    }
}
