//! Deputies work on the case types of a post while nobody else does: vacant, absent, or on leave.

use crate::plans::{answer, change, counter, options, plan, post, run, unit};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Change, UnitId};
use stellwerk::simulation::{Model, Options};

/// Two units with a post each, an hour for each case, and a hundred cases that wait in the first one.
fn two_units() -> Value {
    let case_type = |id: &str, unit: &str, waiting: u32| {
        json!({"id": id, "unit": unit, "name": id.to_uppercase(), "demand": {"per_year": 0},
            "steps": [{"name": "prüfen", "minutes": 60, "distribution": "constant"}],
            "opening": {"waiting": waiting, "oldest_days": 50}})
    };
    json!({"format": "stellwerk-plan/1", "name": "Zwei Einheiten", "as_of": "2024-01-02",
        "units": [{"id": "u", "name": "U"}, {"id": "v", "name": "V"}],
        "posts": [post("U-0", "u"), post("V-0", "v")],
        "case_types": [case_type("a", "u", 100), case_type("b", "v", 3)]})
}

fn completed(value: &Value, changes: &[Change], days: u32) -> [u64; 2] {
    let (_, runs) = run(&plan(value.clone()), changes, &options(days, 0, 1));
    let balance = runs[0].balance();
    ["a", "b"].map(|id| balance.case_types[&CaseTypeId::parse(id).unwrap()].completed)
}

#[test]
fn a_deputy_elsewhere_does_the_work_of_a_post_on_leave() {
    let mut value = two_units();
    value["posts"][0]["terms"] = json!({"leave": {"until": "2024-01-03"}});
    assert_eq!(completed(&value, &[], 2), [0, 3], "nobody");
    // 468 ÷ 60 a day, the oldest of both units first; one is carried over the night.
    value["posts"][0]["terms"]["deputies"] = json!(["V-0"]);
    let two_days = completed(&value, &[], 2);
    assert!(two_days[0] + two_days[1] == 15 && two_days[0] > 11, "{two_days:?}");
    // From the third day on the post works again, and the deputy does what it has in hand and what is its own.
    assert_eq!(completed(&value, &[], 4), [two_days[0] + 1 + 15, 3]);
    // A deputy that is gone is none.
    let gone = change("2024-01-02", json!({"remove_post": {"post": "V-0"}}));
    assert_eq!(completed(&value, &[gone], 2), [0, 0]);
}

#[test]
fn a_vacant_post_has_a_deputy_and_one_that_ended_has_none() {
    let mut value = two_units();
    value["posts"][0]["terms"] = json!({"deputies": ["V-0"]});
    value["posts"][0]["holder"] = Value::Null;
    assert!(completed(&value, &[], 30)[0] > 97);
    value["posts"][0]["kw"] = json!("2024-01-02");
    assert!(completed(&value, &[], 30)[0] <= 7 + 1, "a day's work and what is in hand");
    // Who is always there needs none.
    let there = json!({"since": "2010-01-01"});
    value["posts"][0] = post("U-0", "u");
    assert_eq!(value["posts"][0]["holder"], there);
    let alone = completed(&value, &[], 5);
    value["posts"][0]["terms"] = json!({"deputies": ["V-0"]});
    assert_eq!(completed(&value, &[], 5), alone);
    // From a day on, and up to one.
    let set = |day: &str, terms: Value| change(day, json!({"set_post": {"post": "U-0", "terms": terms}}));
    value["posts"][0]["terms"] = json!({"leave": {}});
    let named = set("2024-01-04", json!({"leave": {}, "deputies": ["V-0"]}));
    let ended = set("2024-01-05", json!({"leave": {}}));
    assert_eq!(completed(&value, &[named, ended], 30), [7 + 1, 3], "a day's work and what is in hand");
}

#[test]
fn a_deputy_signs_in_place_of_whoever_may_decide() {
    let mut value = two_units();
    value["posts"][1] = post("U-1", "u");
    value["posts"][1]["terms"] = json!({"qualifications": {"a": "prepare"}});
    value["posts"][0]["terms"] = json!({"leave": {}});
    value["assumptions"] = json!({"decision_share": 0.5});
    assert_eq!(completed(&value, &[], 2)[0], 0);
    value["posts"][0]["terms"]["deputies"] = json!(["U-1"]);
    assert_eq!(completed(&value, &[], 2)[0], 15);
    // Who stands in for one that may only prepare decides no more than that one.
    value["posts"][0]["terms"]["qualifications"] = json!({"a": "prepare"});
    assert_eq!(completed(&value, &[], 2)[0], 0);
}

#[test]
fn every_part_of_a_shared_post_has_the_deputies_of_the_post_and_stands_in() {
    let mut value = two_units();
    let halves = json!([{"fte": 0.5, "since": "2010-01-01"}]);
    value["posts"][1]["terms"] = json!({"holders": halves});
    value["posts"][0]["terms"] = json!({"leave": {}, "deputies": ["V-0"]});
    // Two halves that take twice as long: three each a day.
    let found = completed(&value, &[], 1);
    assert_eq!(found[0] + found[1], 6, "{found:?}");
    value["posts"][1]["terms"] = Value::Null;
    value["posts"][0]["terms"]["holders"] = halves.clone();
    assert!(completed(&value, &[], 2)[0] > 11);
    // What a post may only prepare, each of its holders may only prepare.
    value["posts"][0]["terms"] = json!({"holders": halves, "qualifications": {"a": "prepare"}});
    assert_eq!(completed(&value, &[], 5)[0], 0);
}

#[test]
fn units_are_tied_only_where_a_deputy_makes_a_difference() {
    let tied = |value: &Value| {
        let units = vec![UnitId::parse("u").unwrap()];
        let of = |value: &Value| {
            let options = Options { horizon_days: 60, units: units.clone(), ..Options::default() };
            Model::new(&plan(value.clone()), &[], &options).unwrap().fingerprint()
        };
        let mut other = value.clone();
        other["case_types"][1]["demand"]["per_year"] = json!(500);
        of(value) != of(&other)
    };
    let mut value = two_units();
    assert!(!tied(&value));
    value["posts"][0]["terms"] = json!({"deputies": ["V-0"]});
    assert!(tied(&value));
    // Nothing to stand in for: no work on cases, or none in the unit.
    let mut idle = value.clone();
    idle["posts"][0]["casework"] = json!(0);
    assert!(!tied(&idle));
    idle = value.clone();
    idle["posts"][1]["casework"] = json!(0);
    assert!(!tied(&idle));
}

#[test]
fn absences_of_the_one_are_days_of_the_other() {
    let mut value = counter(1, 0.9, 20.0, 0.5, "lognormal");
    value["units"] = json!([{"id": "u", "name": "U"}, {"id": "v", "name": "V"}]);
    value["posts"] = json!([post("U-0", "u"), post("V-0", "v")]);
    value["assumptions"] = json!({"absence_days_per_year": 60, "turnover_per_year": 0.3});
    let waits = |value: &Value| {
        answer(&plan(value.clone()), &[], &options(700, 30, 12)).standing.units[&unit("u")].with_us
    };
    let alone = waits(&value);
    value["posts"][0]["terms"] = json!({"deputies": ["V-0"]});
    let helped = waits(&value);
    assert!(helped.mean + helped.half_width < alone.mean - alone.half_width, "{helped:?} {alone:?}");
}

#[test]
fn circles_of_deputies_and_very_many_of_them_are_no_trouble() {
    let mut value = two_units();
    value["posts"][0]["terms"] = json!({"leave": {}, "deputies": ["V-0", "NIEMAND"]});
    value["posts"][1]["terms"] = json!({"leave": {}, "deputies": ["U-0"]});
    assert_eq!(completed(&value, &[], 30), [0, 0], "both are away");
    // Each of ten thousand has the next twenty as deputies, all around and over all units.
    let posts = (0..10_000).map(|n| {
        let mut post = post(&format!("P-{n}"), &format!("u-{}", n % 100));
        let deputies: Vec<String> = (1..=20).map(|k| format!("P-{}", (n + k) % 10_000)).collect();
        post["terms"] = json!({"deputies": deputies});
        post
    });
    let case_type = |n: usize| {
        json!({"id": format!("c-{n}"), "unit": format!("u-{n}"), "name": "Antrag", "demand": {"per_year": 2000},
            "steps": [{"name": "prüfen", "minutes": 600}]})
    };
    let value = json!({"format": "stellwerk-plan/1", "name": "Groß", "as_of": "2024-01-02",
        "units": (0..100).map(|n| json!({"id": format!("u-{n}"), "name": "Einheit"})).collect::<Vec<_>>(),
        "posts": posts.collect::<Vec<_>>(), "case_types": (0..100).map(case_type).collect::<Vec<_>>(),
        "assumptions": {"absence_days_per_year": 46}});
    let found = answer(&plan(value), &[], &options(5, 0, 1));
    assert!(found.department.total.completions.mean > 500.0, "{:?}", found.department.total.completions);
}
