//! `example`, `check`, `assess`; and calls that make no sense.

use crate::program::{errors, example, run, stellwerk, succeed};
use serde_json::{Value, json};
use std::process::Stdio;

#[test]
fn the_example_is_valid() {
    let said = succeed(&["check", "-"], example().as_bytes());
    assert!(said.starts_with("gültig: Abteilung Migration und Integration – 13 Einheiten, "), "{said}");
}

#[test]
fn parked_posts_decided_changes_and_soft_rules_are_told() {
    let mut plan: Value = serde_json::from_str(&example()).unwrap();
    let posts = plan["posts"].as_array_mut().unwrap();
    let place = posts.iter().position(|post| post["unit"] == "einbuergerung").unwrap();
    let parked = posts.remove(place);
    let other = posts.iter().find(|post| post["unit"] == "einbuergerung").unwrap()["id"].clone();
    plan["tray"] = json!([parked]);
    plan["decided"] =
        json!([{"effective": "2025-01-01", "action": {"move_post": {"post": other, "to": "service-point"}}}]);
    for unit in plan["units"].as_array_mut().unwrap() {
        match unit["id"].as_str() {
            Some("einbuergerung") => {
                unit["minimum_fte"] = json!(3);
                unit["budget"] = json!("02 Ordnung");
            }
            Some("service-point") => unit["budget"] = json!("05 Soziales"),
            _ => {}
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.json");
    std::fs::write(&file, plan.to_string()).unwrap();
    let said = succeed(&["check", file.to_str().unwrap()], b"");
    assert!(
        said.contains(", 1 geparkte Stelle mit 1,000 VZÄ (in keiner Summe), 1 beschlossene Änderung\n"),
        "{said}"
    );
    assert!(said.contains("\nHinweis ab 01.02.2024: Auf dem Parkplatz: 1 Stelle (1,0 VZÄ)."), "{said}");
    // What is decided takes the section below its minimum, and that is told with the day on which it does.
    assert!(
        said.contains("\nBegründung nötig ab 01.01.2025: Die Einheit ")
            && said.contains("Mindestbesetzung von 3,0 VZÄ"),
        "{said}"
    );

    // The scenario takes one more.
    let next = plan["posts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|post| post["unit"] == "einbuergerung")
        .nth(1)
        .unwrap();
    let changes = json!([{"effective": "2025-02-01",
        "action": {"move_post": {"post": next["id"], "to": "service-point"}}}]);
    let list = folder.path().join("changes.json");
    std::fs::write(&list, changes.to_string()).unwrap();
    let said = succeed(&["check", file.to_str().unwrap(), "--changes", list.to_str().unwrap()], b"");
    assert!(
        said.contains("\nBegründung nötig ab 01.02.2025: Die Stelle ")
            && said.contains("§ 5 Abs. 1 und 2 GemHVO"),
        "{said}"
    );
    assert!(
        said.contains("\nBegründung nötig ab 01.02.2025: Die Einheit ")
            && said.contains("Mindestbesetzung von 3,0 VZÄ"),
        "{said}"
    );
}

/// A shortage between two days is told although the last step makes up for it, and a kw date tells on the day after it.
#[test]
fn every_day_on_which_something_changes_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let (file, list) = (folder.path().join("plan.json"), folder.path().join("changes.json"));
    std::fs::write(&file, example()).unwrap();
    let check = |changes: &Value| {
        std::fs::write(&list, changes.to_string()).unwrap();
        succeed(&["check", file.to_str().unwrap(), "--changes", list.to_str().unwrap()], b"")
    };
    let moved =
        |day: &str, to: &str| json!({"effective": day, "action": {"move_post": {"post": "AS-01", "to": to}}});
    let said = check(&json!([moved("2024-05-01", "einbuergerung"), moved("2024-08-01", "asyl")]));
    let shortage = said.lines().find(|line| line.contains("kann keine Stelle mehr bearbeiten"));
    assert!(shortage.unwrap().starts_with("Begründung nötig ab 01.05.2024: "), "{said}");
    let ends =
        json!([{"effective": "2024-05-01", "action": {"set_post": {"post": "AS-01", "kw": "2024-09-30"}}}]);
    let said = check(&ends);
    let shortage = said.lines().find(|line| line.contains("kann keine Stelle mehr bearbeiten"));
    assert!(shortage.unwrap().starts_with("Begründung nötig ab 01.10.2024: "), "{said}");
}

fn refuses(input: &[u8]) -> String {
    let output = run(&["check", "-"], input);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.stdout, b"");
    errors(&output)
}

#[test]
fn every_error_of_a_broken_plan_is_told_with_its_place() {
    let mut plan: Value = serde_json::from_str(&example()).unwrap();
    let first = plan["units"][0]["id"].clone();
    plan["units"][0]["parent"] = first.clone();
    plan["units"][1]["id"] = first;
    plan["posts"][0]["unit"] = json!("nirgendwo");
    plan["posts"][1]["fte"] = json!(-1);
    plan["posts"][2]["kw"] = json!("2024-02-30");
    plan["posts"][3]["salary"] = json!(1);
    plan["case_types"][0]["demand"]["per_year"] = json!(-5);
    let said = refuses(plan.to_string().as_bytes());
    for place in ["units[", "posts[0].", "posts[1].", "posts[2].", "posts[3].", "case_types[0].demand"] {
        assert!(said.lines().any(|line| line.starts_with(place)), "no line for {place} in:\n{said}");
    }
}

#[test]
fn what_is_no_plan_is_refused() {
    for nonsense in [&b""[..], b"{}", b"[]", b"null", b"\xff\xfe\x00", b"{\"format\":\"stellwerk-plan/2\"}"] {
        assert!(refuses(nonsense).starts_with("Der Plan in der Standardeingabe ist ungültig:"));
    }
    let mut broken = example().into_bytes();
    let place = broken.windows(4).position(|four| four == b"name").unwrap();
    broken[place + 8] = 0xff;
    refuses(&broken);
}

#[test]
fn a_file_of_fifty_megabytes_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.json");
    std::fs::write(&file, vec![b' '; 50 * 1024 * 1024]).unwrap();
    let output = run(&["check", file.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("large.json"), "{}", errors(&output));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = run(&["check", "gibt-es-nicht.json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        errors(&output),
        "Die Datei „gibt-es-nicht.json“ kann nicht gelesen werden: es gibt sie nicht.\n"
    );
}

#[test]
fn naturalisation_needs_what_the_reference_says() {
    let answer = succeed(&["assess", "-", "--year", "2023", "--format", "json"], example().as_bytes());
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let units = answer["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["unit"] == "einbuergerung").unwrap();
    let need = unit["own"]["need"].as_f64().unwrap();
    assert!((need - 4.1986).abs() < 5e-5, "{need}");
    assert_eq!(unit["own"]["posts"]["regular"], 4.0);

    let table = succeed(&["assess", "-", "--year", "2023"], example().as_bytes());
    let line = table.lines().find(|line| line.contains("Einbürgerung")).unwrap();
    assert!(line.contains("4,1986") && line.contains("4,000"), "{line}");
}

#[test]
fn csv_has_semicolons_commas_and_a_mark_when_asked() {
    let csv = succeed(&["assess", "-", "--format", "csv"], example().as_bytes());
    assert!(csv.starts_with("Einheit;Fälle;"));
    assert!(csv.lines().all(|line| line.matches(';').count() == 10));
    let marked = succeed(&["assess", "-", "--format", "csv", "--bom"], example().as_bytes());
    assert_eq!(marked.strip_prefix('\u{feff}'), Some(csv.as_str()));
}

#[test]
fn changes_count_in_an_assessment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.json");
    let plan: Value = serde_json::from_str(&example()).unwrap();
    let posts = plan["posts"].as_array().unwrap();
    let post = posts.iter().find(|post| post["unit"] == "einbuergerung").unwrap();
    let changes = json!([
        {"effective": "2025-01-01", "action": {"remove_post": {"post": post["id"]}}},
        {"effective": "2025-01-01", "action": {"remove_post": {"post": "WEG"}}},
    ]);
    std::fs::write(&file, changes.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let output = run(
        &["assess", "-", "--on", "2025-06-01", "--changes", file, "--format", "json"],
        example().as_bytes(),
    );
    assert!(output.status.success(), "{}", errors(&output));
    assert!(errors(&output).contains("Änderung [1] passt nicht"), "{}", errors(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let units = answer["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["unit"] == "einbuergerung").unwrap();
    assert_eq!(unit["own"]["posts"]["regular"], 3.0);

    let refused = run(&["check", "-", "--changes", file], example().as_bytes());
    assert_eq!(refused.status.code(), Some(1));
    assert!(errors(&refused).contains("[1]: "), "{}", errors(&refused));
}

#[test]
fn years_without_counts_are_refused() {
    let output = run(&["assess", "-", "--year", "1999"], example().as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("1999"), "{}", errors(&output));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = stellwerk().arg("example").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), errors(&output)), (Some(0), String::new()));
}

#[test]
fn wrong_calls_are_told_in_one_german_sentence() {
    for (arguments, words) in [
        (&["serve", "--prot", "3000"][..], "--prot"),
        (&["serve", "--port", "drei"], "ganze Zahl"),
        (&["serve", "--port", "70000"], "0 bis 65535"),
        (&["serve", "--address", "localhost"], "IP-Adresse"),
        (&["serve", "--origin", "stellwerk.de"], "https://"),
        (&["fly"], "fly"),
        (&["assess"], "PLAN"),
        (&["assess", "-", "--year", "2023", "--on", "2024-01-01"], "schließen einander aus"),
        (&["assess", "-", "--on", "2024-02-30"], "Datum"),
        (&["assess", "-", "--format", "xml"], "table, json, csv"),
        (&["simulate", "-", "--years", "0"], "1 bis 30"),
        (&["simulate", "-", "--workers", "0"], "--workers"),
    ] {
        let output = run(arguments, b"");
        let said = errors(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
}

#[test]
fn help_is_german() {
    for arguments in [&["--help"][..], &["serve", "--help"], &["simulate", "--help"], &["assess", "-h"]] {
        let help = succeed(arguments, b"");
        assert!(help.contains("Aufruf: "), "{help}");
        for english in
            ["Options:", "Usage", "Arguments:", "Commands:", "Possible values", "default:", "[OPTIONS]"]
        {
            assert!(!help.contains(english), "{english} in {help}");
        }
    }
    assert_eq!(run(&[], b"").status.code(), Some(2));
    assert!(succeed(&["--version"], b"").starts_with("stellwerk "));
}
