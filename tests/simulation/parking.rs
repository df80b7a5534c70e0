//! Parked posts, split posts and decided changes in the engine.

use crate::plans::{answer, change, options, plan, two_counters, unit};
use serde_json::json;
use stellwerk::simulation::Forecast;

fn monthly(forecast: &Forecast, id: &str) -> Vec<f64> {
    forecast.units[&unit(id)].months.effective_fte.iter().map(|month| month.mean).collect()
}

#[test]
fn a_parked_post_works_nowhere_and_knows_its_work_when_it_comes_back() {
    let park = change("2024-03-01", json!({"park_post": {"post": "P-1"}}));
    let back = change("2024-07-01", json!({"move_post": {"post": "P-1", "to": "u"}}));
    let found = answer(&plan(two_counters()), &[park, back], &options(244, 0, 1));
    assert_eq!(monthly(&found, "u"), [2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0]);
    assert_eq!(monthly(&found, "v"), [1.0; 8]);
}

#[test]
fn the_way_over_the_tray_spares_nobody_learning_new_work() {
    let straight = change("2024-07-01", json!({"move_post": {"post": "P-1", "to": "v"}}));
    let park = change("2024-03-01", json!({"park_post": {"post": "P-1"}}));
    let settings = options(480, 0, 1);
    let moved = monthly(&answer(&plan(two_counters()), std::slice::from_ref(&straight), &settings), "v");
    let parked = monthly(&answer(&plan(two_counters()), &[park, straight], &settings), "v");
    assert_eq!(parked, moved);
    assert!((parked[6] - (1.0 + 0.52 - 0.1)).abs() < 0.01, "{parked:?}");
}

#[test]
fn a_post_that_lies_in_the_tray_of_the_file_is_filled_when_it_comes_back() {
    let mut value = two_counters();
    let parked = value["posts"].as_array_mut().unwrap().remove(1);
    value["tray"] = json!([parked]);
    let back = change("2024-04-01", json!({"move_post": {"post": "P-1", "to": "u"}}));
    let found = answer(&plan(value), &[back], &options(121, 0, 1));
    assert_eq!(monthly(&found, "u"), [1.0, 1.0, 1.0, 2.0]);
}

#[test]
fn a_post_can_be_split_over_two_units() {
    let mut value = two_counters();
    value["assumptions"] = json!({});
    let shares = json!([{"unit": "u", "fte": 0.5}, {"unit": "v", "fte": 0.5}]);
    let split = change("2024-02-01", json!({"set_post": {"post": "P-1", "shares": shares}}));
    let found = answer(&plan(value), &[split], &options(60, 0, 1));
    assert_eq!((monthly(&found, "u"), monthly(&found, "v")), (vec![2.0, 1.5], vec![1.0, 1.5]));
}

/// What is decided weighs as much as the same changes of a scenario, to the last bit.
#[test]
fn decided_changes_are_computed_like_those_of_a_scenario() {
    let changes = json!([
        {"effective": "2024-07-01", "action": {"move_post": {"post": "P-1", "to": "v"}}},
        {"effective": "2024-03-01", "action": {"set_post": {"post": "V-0", "fte": 0.5}}}
    ]);
    let mut value = two_counters();
    value["assumptions"]["turnover_per_year"] = json!(0.2);
    let open = plan(value.clone());
    value["decided"] = json!([changes[0]]);
    let part = plan(value.clone());
    value["decided"] = changes.clone();
    let all = plan(value);
    let list: Vec<_> = serde_json::from_value(changes).unwrap();
    let settings = options(400, 0, 3);
    let figures = |plan, changes: &[_]| {
        let found = answer(plan, changes, &settings);
        (found.units, found.case_types, found.standing)
    };
    let expected = figures(&open, &list);
    assert_eq!(figures(&part, &list[1..]), expected);
    assert_eq!(figures(&all, &[]), expected);
    assert_ne!(figures(&open, &[]), expected);
}
