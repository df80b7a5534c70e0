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

/// A result file of the built-in plan with one post less.
fn result_file(folder: &std::path::Path) -> std::path::PathBuf {
    let (changes, result) = (folder.join("changes.json"), folder.join("result.json"));
    let plan: Value = serde_json::from_str(&example()).unwrap();
    let change =
        json!([{"effective": "2024-03-01", "action": {"remove_post": {"post": plan["posts"][3]["id"]}}}]);
    std::fs::write(&changes, change.to_string()).unwrap();
    simulate(&["--changes", changes.to_str().unwrap(), "--result", result.to_str().unwrap()]);
    result
}

#[test]
fn a_result_file_is_computed_again_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = result_file(folder.path());
    let text = std::fs::read_to_string(&file).unwrap();
    let result: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&result["format"], &result["inputs"]["seed"]), (&json!("stellwerk-result/1"), &json!(1)));
    assert_eq!(result["engine"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(result["inputs"]["replications"], 6);
    assert!(result["units"].as_array().unwrap().len() > 3);
    let said = succeed(&["simulate", "--rerun", file.to_str().unwrap(), "--workers", "3"], b"");
    assert!(said.contains("dieselben Bytes") && said.contains(result["hash"].as_str().unwrap()), "{said}");
    assert_eq!(
        said,
        succeed(&["simulate", "--rerun", "-"], text.as_bytes())
            .replace("der Standardeingabe", &format!("„{}“", file.display()))
    );
}

#[test]
fn a_result_file_that_was_touched_is_told_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = result_file(folder.path());
    let text = std::fs::read_to_string(&file).unwrap();
    let rerun = |text: &str| {
        let output = run(&["simulate", "--rerun", "-"], text.as_bytes());
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let mut touched: Value = serde_json::from_str(&text).unwrap();
    let mean = &mut touched["units"][0]["open"]["scenario"]["mean"];
    *mean = json!(mean.as_f64().unwrap() + 1.0);
    let said = rerun(&touched.to_string());
    assert!(
        said.contains("nachträglich geändert") && said.contains("units[0].open.scenario.mean: "),
        "{said}"
    );
    let other = text.replacen(env!("CARGO_PKG_VERSION"), "99.0.0", 1);
    assert!(rerun(&other).contains("99.0.0"), "the version is named");
    let compact: Value = serde_json::from_str(&text).unwrap();
    assert!(rerun(&compact.to_string()).contains("nur die Form"));
    let seed = rerun(&text.replacen("\"seed\": 1", "\"seed\": 2", 1));
    assert!(seed.contains("hash: ") || seed.contains("weitere Stellen"), "{seed}");
    assert!(rerun("{}").contains("format"));
}
