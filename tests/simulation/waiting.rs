//! Work that waiting creates, and dormant cases that cost recurring work.

use crate::plans::{WINDOW, WORKING_DAYS, answer, counter, options, plan, run};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Plan};
use stellwerk::simulation::{Forecast, forecast};

/// Grants that lead to renewals, and one type for each thing that waiting creates; nobody works.
fn backlog() -> Value {
    let caused = |id: &str, kind: &str| {
        json!({"id": id, "unit": "u", "name": id, "caused_by_waiting": kind,
               "steps": [{"name": "erledigen", "minutes": 6}]})
    };
    json!({
        "format": "stellwerk-plan/1", "name": "Rückstand", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "U"}, {"id": "v", "name": "V"}], "posts": [],
        "case_types": [
            {"id": "grant", "unit": "u", "name": "Erteilung", "target_days": 30,
             "demand": {"per_year": 3660}, "steps": [{"name": "prüfen", "minutes": 60}],
             "follow_ups": [{"case_type": "renewal", "after_days": {"mean": 365, "cv": 0.1}}]},
            {"id": "renewal", "unit": "u", "name": "Verlängerung", "target_days": 60,
             "demand": {"per_year": 1830}, "steps": [{"name": "prüfen", "minutes": 60}]},
            {"id": "elsewhere", "unit": "v", "name": "Anderes", "demand": {"per_year": 9000},
             "steps": [{"name": "prüfen", "minutes": 60}]},
            caused("enquiry", "enquiry"), caused("certificate", "certificate"), caused("suit", "suit")],
        "assumptions": {"failure_demand": {"enabled": true, "enquiries_per_waiting_case_month": 0.0,
            "certificate_share": 0.0, "suit_share": 0.0}}
    })
}

fn arrivals(found: &Forecast, id: &str) -> f64 {
    found.case_types[&CaseTypeId::parse(id).unwrap()].total.arrivals.mean
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() < tolerance, "{found}, expected {expected}");
}

/// Fifteen new cases a day that nobody handles: 15 × d wait on day d, each asks 0.3 times in a month.
#[test]
fn waiting_cases_ask_in_their_own_unit_and_enquiries_do_not_ask() {
    let mut value = backlog();
    value["assumptions"]["failure_demand"]["enquiries_per_waiting_case_month"] = json!(0.3);
    let found = answer(&plan(value), &[], &options(200, 0, 20));
    near(arrivals(&found, "enquiry"), 15.0 * 0.3 / 30.4375 * 199.0 * 200.0 / 2.0, 0.02);
    assert_eq!(arrivals(&found, "suit") + arrivals(&found, "certificate"), 0.0);
}

/// Who arrived on one of the first 110 of 201 days is older than three months at the end, ten in a hundred sue.
#[test]
fn cases_older_than_three_months_lead_to_suits() {
    let mut value = backlog();
    value["assumptions"]["failure_demand"]["suit_share"] = json!(0.1);
    let found = answer(&plan(value.clone()), &[], &options(201, 0, 20));
    near(arrivals(&found, "suit"), 15.0 * 110.0 * 0.1, 0.04);
    value["case_types"][0]["opening"] = json!({"waiting": 1000, "oldest_days": 90});
    let found = answer(&plan(value), &[], &options(201, 0, 20));
    near(arrivals(&found, "suit"), (15.0 * 110.0 + 1000.0) * 0.1, 0.04);
}

/// Only renewals need one: five a day, sixty days of target, half of them.
#[test]
fn late_renewals_need_certificates() {
    let mut value = backlog();
    value["assumptions"]["failure_demand"]["certificate_share"] = json!(0.5);
    let found = answer(&plan(value), &[], &options(200, 0, 20));
    near(arrivals(&found, "certificate"), 5.0 * 139.0 * 0.5, 0.05);
}

/// Cases that were open on the first day need theirs as well, however long they may take: each of them once, as nobody works.
#[test]
fn renewals_of_the_first_day_need_certificates_whatever_the_target() {
    for target in [60, 119, 120, 180, 365, 900] {
        let mut value = backlog();
        value["assumptions"]["failure_demand"]["certificate_share"] = json!(1.0);
        for of in value["case_types"].as_array_mut().unwrap() {
            of.as_object_mut().unwrap().remove("demand");
        }
        value["case_types"][1]["target_days"] = json!(target);
        value["case_types"][1]["opening"] = json!({"waiting": 1000, "oldest_days": target});
        let found = answer(&plan(value), &[], &options(target + 2, 0, 2));
        assert_eq!(arrivals(&found, "certificate"), 1000.0, "{target} days");
        assert_eq!(found.department.total.over_three_months.mean.round() >= 1000.0, target >= 90);
    }
}

/// What is switched off changes nothing, to the last bit; nor do shares of nothing.
#[test]
fn switched_off_it_changes_nothing() {
    let text = |value: Value| {
        let plan: Plan = plan(value);
        let (model, runs) = run(&plan, &[], &options(150, 0, 2));
        serde_json::to_string(&forecast(&model, &runs)).unwrap()
    };
    let mut off = backlog();
    off["assumptions"]["failure_demand"] = json!({"enabled": false, "enquiries_per_waiting_case_month": 9, "certificate_share": 1, "suit_share": 1});
    let mut without = backlog();
    without["assumptions"] = json!({});
    assert_eq!(text(off), text(without.clone()));
    assert_eq!(text(backlog()), text(without));
}

/// More staff means fewer enquiries: the effect that a plan without it hides.
#[test]
fn less_waiting_creates_less() {
    let asked = |posts: usize| {
        let mut value = counter(posts, 1.0, 60.0, 0.5, "lognormal");
        value["case_types"][0]["demand"]["per_year"] = json!(5000);
        let unit = json!({"id": "e", "unit": "u", "name": "Anfrage", "caused_by_waiting": "enquiry", "priority": 3,
            "steps": [{"name": "beantworten", "minutes": 6}]});
        value["case_types"].as_array_mut().unwrap().push(unit);
        value["assumptions"]["failure_demand"] =
            json!({"enabled": true, "enquiries_per_waiting_case_month": 0.3});
        arrivals(&answer(&plan(value), &[], &options(366, 0, 4)), "e")
    };
    let (two, three) = (asked(2), asked(3));
    assert!(two > 10.0 * three && two > 500.0, "{two} {three}");
}

/// Looked at again with probability 3/4 after each month of rest: four times in the mean.
#[test]
fn dormant_cases_cost_recurring_work() {
    let mut value = counter(5, 0.2, 30.0, 0.5, "lognormal");
    value["case_types"][0]["steps"] = json!([{"name": "Identität klären", "minutes": 30, "then_days": {"mean": 10},
        "then_owner": "dormant", "then_repeat": 0.75}]);
    let plan = plan(value);
    assert_eq!(plan.case_types[0].minutes_per_case(), 120.0);
    let found = answer(&plan, &[], &options(731, 365, 20));
    let (minutes, cases) = (WORKING_DAYS * WINDOW, found.department.total.arrivals.mean);
    near(found.department.total.utilisation.mean * 5.0 * minutes, cases * 30.0 * 4.0, 0.04);
    assert!(found.department.total.external.mean > cases / 366.0 * 10.0 * 3.5);
}

/// A case that is looked at again for ever stays open and costs its turn.
#[test]
fn a_dormant_case_may_never_end() {
    let mut value = counter(1, 0.0, 30.0, 0.5, "constant");
    value["case_types"][0]["opening"] = json!({"waiting": 10, "oldest_days": 10});
    value["case_types"][0]["steps"] = json!([{"name": "Wiedervorlage", "minutes": 30, "distribution": "constant",
        "then_days": {"mean": 30, "cv": 0}, "then_repeat": 1}]);
    let found = answer(&plan(value), &[], &options(366, 0, 2));
    assert_eq!((found.department.total.completions.mean, found.department.total.open.mean), (0.0, 10.0));
    // Twelve to thirteen turns of ten cases of half an hour.
    let hours = found.department.total.utilisation.mean * WORKING_DAYS * WINDOW / 60.0;
    assert!((55.0..=65.0).contains(&hours), "{hours}");
}
