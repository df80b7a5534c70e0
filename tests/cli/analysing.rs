//! `tornado`, `solve` and `simulate --precision`: what they find holds when it is fed back.

use crate::program::{errors, example, run, succeed};
use serde_json::{Value, json};

const SMALL: [&str; 6] = ["--unit", "eu", "--until", "2024-12-31", "--replications", "8"];

fn call(command: &str, more: &[&str]) -> String {
    let arguments: Vec<&str> = [command, "-"].iter().chain(&SMALL).chain(more).copied().collect();
    succeed(&arguments, example().as_bytes())
}

fn refused(more: &[&str]) -> (Option<i32>, String) {
    let arguments: Vec<&str> = ["solve", "-"].iter().chain(&SMALL).chain(more).copied().collect();
    let output = run(&arguments, example().as_bytes());
    assert_eq!(output.stdout, b"");
    (output.status.code(), errors(&output))
}

#[test]
fn the_tornado_is_the_same_on_any_number_of_threads_and_sorted() {
    let alone = call("tornado", &["--format", "json", "--workers", "1"]);
    assert_eq!(alone, call("tornado", &["--format", "json", "--workers", "3"]));
    let answer: Value = serde_json::from_str(&alone).unwrap();
    assert_eq!((&answer["unit"], &answer["on"]), (&json!("eu"), &json!("2024-12-31")));
    let bars = answer["bars"].as_array().unwrap();
    let swings: Vec<f64> = bars.iter().map(|bar| bar["effect"]["swing"].as_f64().unwrap()).collect();
    assert!(swings.windows(2).all(|pair| pair[0] >= pair[1]) && swings[0] > 0.0, "{swings:?}");
    assert!(bars.iter().all(|bar| bar["low"].as_f64() <= bar["high"].as_f64()));
    assert!(bars.iter().all(|bar| !bar["reason"].as_str().unwrap().is_empty()));
    assert!(bars.iter().any(|bar| bar["clear"] == true) && bars.iter().any(|bar| bar["clear"] == false));
}

#[test]
fn the_tornado_names_its_levers_in_tables_and_lists() {
    let table = call("tornado", &["--top", "3"]);
    assert!(table.starts_with("EU-Angelegenheiten: Welche Annahme bewegt die offenen Fälle am 31.12.2024"));
    assert!(table.contains("Weitere Annahmen mit kleinerer Wirkung"));
    let csv = call("tornado", &["--format", "csv", "--measure", "utilisation"]);
    assert!(csv.starts_with("Annahme;von;Plan;bis;"));
    assert!(csv.lines().all(|line| line.matches(';').count() == 14), "{csv}");
    // What each brings into the answer adds up to all, and the way to each number stands behind it.
    let column = |line: &str, place: usize| line.split(';').nth(place).unwrap().to_owned();
    assert_eq!(column(csv.lines().next().unwrap(), 13), "Anteil an der Unsicherheit");
    let shares = csv.lines().skip(1).map(|line| column(line, 13).replace(',', ".").parse::<f64>().unwrap());
    assert!((shares.sum::<f64>() - 1.0).abs() < 0.02, "{csv}");
    assert!(csv.contains(";Summen der Personalstelle"), "{csv}");
    assert!(csv.contains("Abwesenheit;") && !csv.contains("Anspruchseinbürgerung"));
}

#[test]
fn what_solve_finds_meets_the_target_when_it_is_fed_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.json");
    // Until the end of 2025, so that there is time to fill a post.
    let until = ["--until", "2025-12-31", "--max-open", "400"];
    let solve = |more: &[&str]| {
        let small = ["solve", "-", "--unit", "eu", "--replications", "8"];
        let arguments: Vec<&str> = small.iter().chain(&until).chain(more).copied().collect();
        succeed(&arguments, example().as_bytes())
    };
    let changes = solve(&["--format", "json"]);
    assert_eq!(changes, solve(&["--format", "json", "--workers", "1"]));
    let list: Value = serde_json::from_str(&changes).unwrap();
    assert_eq!(list[0]["action"]["add_post"]["unit"], "eu");
    std::fs::write(&file, &changes).unwrap();
    let file = file.to_str().unwrap();
    assert!(solve(&["--changes", file]).contains("schon erreicht"));
    let csv = solve(&["--format", "csv"]);
    assert!(csv.contains("mit Vorschlag;EU-Angelegenheiten;") && csv.contains(";erreicht\r\n"), "{csv}");
    let text = solve(&[]);
    assert!(text.contains("Stelle neu-1") && text.contains("Euro im Jahr"), "{text}");
    assert_eq!(solve(&["--budget", "9.000.000"]), text);
    let simulate =
        ["simulate", "-", "--changes", file, "--years", "2", "--replications", "4", "--format", "json"];
    let answer: Value = serde_json::from_str(&succeed(&simulate, example().as_bytes())).unwrap();
    let less = answer["difference"]["units"]["eu"]["total"]["open"]["mean"].as_f64().unwrap();
    assert!(less < 0.0, "{less}");
}

#[test]
fn solve_refuses_in_words() {
    // A post would be filled on 30.06.2024.
    let arguments =
        ["solve", "-", "--unit", "eu", "--until", "2024-05-31", "--replications", "4", "--max-open", "1"];
    let output = run(&arguments, example().as_bytes());
    let text = errors(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("erst am 30.06.2024 besetzt") && text.contains("späteres Ziel"), "{text}");
    let (code, text) = refused(&["--move", "--max-old-cases", "0", "--from", "2024-12-01"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("keinen Vorschlag"), "{text}");
    let cheap =
        ["solve", "-", "--unit", "eu", "--until", "2025-12-31", "--replications", "8", "--max-open", "400"];
    let output = run(&[&cheap[..], &["--budget", "1000"]].concat(), example().as_bytes());
    let text = errors(&output);
    assert!(text.contains("mehr als der Betrag von 1.000\u{202f}€"), "{text}");
    let (code, text) = refused(&["--max-open", "10", "--budget", "viel"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("erwartet wird ein Betrag"), "{text}");
    let (code, text) = refused(&["--max-open", "10", "--from", "2026-01-01"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("früheren Beginn"), "{text}");
}

#[test]
fn a_call_without_a_target_or_with_two_is_not_understood() {
    assert_eq!(refused(&[]).0, Some(2));
    assert_eq!(refused(&["--max-open", "10", "--max-days", "20"]).0, Some(2));
    let (code, text) = refused(&["--max-old", "5"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("Prozentwert wie 5%"), "{text}");
}

#[test]
fn precision_decides_the_number_of_replications() {
    let replications = |precision: &str| {
        let arguments = ["simulate", "-", "--years", "1", "--replications", "40", "--format", "json"];
        let arguments: Vec<&str> = arguments.into_iter().chain(["--precision", precision]).collect();
        let answer: Value = serde_json::from_str(&succeed(&arguments, example().as_bytes())).unwrap();
        answer["replications"].as_u64().unwrap()
    };
    assert_eq!(replications("90%"), 32);
    assert_eq!(replications("0,01 %"), 40);
}
