//! `simulate`: the same call gives the same bytes, however many threads.

use crate::program::{example, run, succeed};
use serde_json::{Value, json};

const SHORT: [&str; 6] = ["--years", "1", "--replications", "6", "--format", "json"];

fn simulate(more: &[&str]) -> String {
    let arguments: Vec<&str> = ["simulate", "-"].iter().chain(&SHORT).chain(more).copied().collect();
    succeed(&arguments, example().as_bytes())
}

#[test]
fn one_seed_one_result_on_any_number_of_threads() {
    let alone = simulate(&["--workers", "1"]);
    assert_eq!(alone, simulate(&["--workers", "1"]));
    assert_eq!(alone, simulate(&["--workers", "3"]));
    assert_ne!(alone, simulate(&["--seed", "2"]));
}

#[test]
fn the_object_is_the_one_of_the_format() {
    let answer: Value = serde_json::from_str(&simulate(&[])).unwrap();
    assert_eq!(answer["plan"], "Abteilung Migration und Integration");
    assert_eq!((&answer["seed"], &answer["replications"]), (&json!(1), &json!(6)));
    assert_eq!(answer["horizon_days"], 366);
    assert!(answer.get("baseline").is_none() && answer.get("difference").is_none());
    let unit = &answer["units"]["einbuergerung"];
    for figure in [
        "arrivals",
        "completions",
        "open",
        "external",
        "utilisation",
        "effective_fte",
        "wait_minutes",
        "lead_days",
        "within_target",
    ] {
        for part in ["mean", "half_width", "p10", "p50", "p90"] {
            assert!(unit["total"][figure][part].is_number(), "{figure}.{part}");
        }
        let months = answer["months"].as_array().unwrap().len();
        assert_eq!(unit["months"][figure].as_array().unwrap().len(), months, "{figure}");
    }
    assert!(unit["total"]["arrivals"]["mean"].as_f64().unwrap() > 0.0);
}

#[test]
fn changes_are_compared_with_the_plan_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.json");
    let plan: Value = serde_json::from_str(&example()).unwrap();
    let posts = plan["posts"].as_array().unwrap();
    let post =
        posts.iter().find(|post| post["unit"] == "einbuergerung" && !post["holder"].is_null()).unwrap();
    let change = json!([{"effective": "2024-02-01", "action": {"remove_post": {"post": post["id"]}}}]);
    std::fs::write(&file, change.to_string()).unwrap();
    let changes = ["--changes", file.to_str().unwrap()];
    let answer: Value = serde_json::from_str(&simulate(&changes)).unwrap();
    let open = |part: &Value| part["units"]["einbuergerung"]["total"]["open"]["mean"].as_f64().unwrap();
    let difference = open(&answer["difference"]);
    assert!(difference > 0.0, "one post less, more open cases: {difference}");
    assert!((open(&answer) - open(&answer["baseline"]) - difference).abs() < 1e-6);
    // The comparison does not disturb what it is compared with.
    let alone: Value = serde_json::from_str(&simulate(&[])).unwrap();
    assert_eq!(answer["baseline"], alone);
}

#[test]
fn tables_and_lists_name_every_unit() {
    let short = ["simulate", "-", "--years", "1", "--replications", "2"];
    let table = succeed(&short, example().as_bytes());
    let csv = succeed(&[&short[..], &["--format", "csv"]].concat(), example().as_bytes());
    let plan: Value = serde_json::from_str(&example()).unwrap();
    for unit in plan["units"].as_array().unwrap() {
        let name = unit["name"].as_str().unwrap();
        assert!(table.contains(name) && csv.contains(name), "{name}");
    }
    assert!(csv.starts_with("Variante;Art;Kennung;Name;Größe;Zeitraum;Mittel;"));
    assert!(csv.lines().all(|line| line.matches(';').count() == 10));
}

#[test]
fn nothing_goes_to_standard_error_but_on_a_terminal() {
    let arguments = ["simulate", "-", "--years", "1", "--replications", "2", "--format", "json"];
    assert_eq!(run(&arguments, example().as_bytes()).stderr, b"");
}

#[test]
fn a_warm_up_longer_than_the_horizon_is_refused() {
    let output = run(&["simulate", "-", "--years", "1", "--warmup-days", "400"], example().as_bytes());
    assert_eq!(output.status.code(), Some(1));
}
