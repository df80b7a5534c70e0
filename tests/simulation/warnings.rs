//! What a forecast says about itself: overload for ever, and figures beyond what was counted.

use crate::plans::{change, counter, options, plan, post};
use serde_json::{Value, json};
use stellwerk::plan::Change;
use stellwerk::simulation::Model;

const ENDLESS: &str = "wächst ohne Ende";
const FIRST_YEAR: &str = "des ersten Jahres brauchen";

/// Warnings of a plan over so many days.
fn warnings(value: Value, changes: &[Change], days: u32) -> Vec<String> {
    Model::new(&plan(value), changes, &options(days, 0, 1)).unwrap().warnings().to_vec()
}

fn says(warnings: &[String], words: &str) -> bool {
    warnings.iter().any(|warning| warning.contains(words))
}

/// A counter whose cases were counted.
fn counted(load: f64) -> Value {
    let mut plan = counter(3, load, 20.0, 0.5, "lognormal");
    plan["case_types"][0]["counts"] = json!({"2021": 1000, "2022": 1000, "2023": 1000});
    plan
}

#[test]
fn a_sound_plan_is_left_in_peace() {
    assert_eq!(warnings(counted(0.8), &[], 1096), Vec::<String>::new());
}

#[test]
fn overload_is_told_with_its_size_and_whether_it_ends() {
    let found = warnings(counted(1.25), &[], 1096);
    assert!(says(&found, ENDLESS) && says(&found, "(im ersten Jahr: 125"), "{found:?}");
    assert!(!says(&found, FIRST_YEAR));
    // A single year knows nothing about the end.
    let found = warnings(counted(1.25), &[], 365);
    assert!(says(&found, FIRST_YEAR) && !says(&found, ENDLESS), "{found:?}");
    // A law that halves the cases.
    let mut plan = counted(1.25);
    let law = |factor: f64| json!([{"from": "2025-06-01", "factor": factor, "label": "Gesetz"}]);
    plan["case_types"][0]["demand"]["events"] = law(0.5);
    let found = warnings(plan, &[], 1096);
    assert!(says(&found, FIRST_YEAR) && !says(&found, ENDLESS), "{found:?}");
    // One that brings more.
    let mut plan = counted(0.8);
    plan["case_types"][0]["demand"]["events"] = law(1.5);
    let found = warnings(plan, &[], 1096);
    assert!(says(&found, ENDLESS) && !says(&found, "im ersten Jahr"), "{found:?}");
}

#[test]
fn a_post_that_ends_is_missing_at_the_end() {
    let mut value = counted(0.8);
    value["posts"][0]["kw"] = json!("2025-06-30");
    assert!(says(&warnings(value, &[], 1096), ENDLESS));
    let gone = change("2025-07-01", json!({"remove_post": {"post": "P-0"}}));
    assert!(says(&warnings(counted(0.8), &[gone], 1096), ENDLESS));
}

#[test]
fn follow_ups_count_as_work() {
    let mut value = counted(0.8);
    value["case_types"][0]["follow_ups"] =
        json!([{"case_type": "a", "share": 0.5, "after_days": {"mean": 100, "cv": 0.1}}]);
    let found = warnings(value, &[], 1096);
    // 0.8 / (1 − 0.5) in the long run, in steps of thirty days.
    assert!(says(&found, ENDLESS), "{found:?}");
    assert!((155..=165).any(|percent| says(&found, &format!(" {percent}\u{202f}% "))), "{found:?}");
}

#[test]
fn what_only_one_post_may_handle_can_be_too_much_for_it() {
    let kind = |id: &str, per_year: f64| {
        json!({"id": id, "unit": "u", "name": id.to_uppercase(), "demand": {"per_year": per_year},
               "counts": {"2021": 1, "2022": 1, "2023": 1},
               "steps": [{"name": "Bearbeiten", "minutes": 60.0}]})
    };
    let mut special = post("P-0", "u");
    special["case_types"] = json!(["b"]);
    let mut others: Vec<Value> = (1..4).map(|n| post(&format!("P-{n}"), "u")).collect();
    others.iter_mut().for_each(|post| post["case_types"] = json!(["a"]));
    let plan = |per_year: f64| {
        json!({"format": "stellwerk-plan/1", "name": "P", "as_of": "2024-01-01",
               "units": [{"id": "u", "name": "U"}], "posts": [special, others[0], others[1], others[2]],
               "case_types": [kind("a", 2000.0), kind("b", per_year)]})
    };
    let found = warnings(plan(3000.0), &[], 1096);
    assert!(found.iter().any(|warning| warning.starts_with("Fallarten „B“")), "{found:?}");
    assert_eq!(warnings(plan(1000.0), &[], 1096), Vec::<String>::new());
}

#[test]
fn figures_beyond_the_data_say_so() {
    let found = warnings(counter(3, 0.8, 20.0, 0.5, "lognormal"), &[], 365);
    assert!(says(&found, "Ohne gezählte Fälle") && says(&found, "Vorsprache"), "{found:?}");
    let far = warnings(counted(0.8), &[], 3653);
    assert!(says(&far, "2021 bis 2023") && says(&far, "bis 2033"), "{far:?}");
    let mut growing = counted(0.5);
    growing["case_types"][0]["demand"]["growth"] = json!(0.3);
    let found = warnings(growing, &[], 1096);
    assert!(says(&found, "2,2-Fache"), "{found:?}");
}
