//! Readers of the core: plans, changes, tables.

use crate::{PARSED, feed};
use chrono::NaiveDate;
use std::io::BufReader;
use stellwerk::exchange::{CaseRows, Mapping, Rows, read_counts, read_posts, read_workload};
use stellwerk::format::Language;
use stellwerk::plan::{Plan, Whence, builtin, changes_from_json, in_words, towards};

const PLAN: &[u8] = include_bytes!("../fixtures/full_plan.json");
const CHANGES: &[u8] = include_bytes!("../fixtures/full_changes.json");

#[test]
fn plans() {
    feed("plan", PARSED, &[PLAN.to_vec(), small_plan().to_vec()], |input| {
        // What is taken comes back as it went.
        if let Ok(plan) = Plan::from_json(input) {
            let text = serde_json::to_vec(&plan).unwrap();
            assert_eq!(Plan::from_json(&text).unwrap(), plan);
        }
    });
}

#[test]
fn changes() {
    let plan = builtin().unwrap();
    feed("changes", PARSED, &[CHANGES.to_vec(), b"[]".to_vec()], |input| {
        if let Ok(changes) = changes_from_json(input) {
            // Whatever they say, they apply or are told as conflicts.
            let organisation = plan.with_changes(&changes);
            assert!(organisation.conflicts.len() <= changes.len());
        }
    });
}

/// What a file would change.
#[test]
fn plans_beside_the_one_in_hand() {
    let (plan, changes) = (builtin().unwrap(), changes_from_json(CHANGES).unwrap());
    let seeds = [builtin().unwrap().to_json().into_bytes(), PLAN.to_vec(), small_plan().to_vec()];
    feed("towards", PARSED / 4, &seeds, |input| {
        let Ok(other) = Plan::from_json(input) else { return };
        let found = towards(&plan, &changes, &other, Whence { version: None, language: Language::German });
        let words = in_words(&plan, &changes, &found.changes, Language::German);
        assert_eq!(words.len(), found.changes.len());
    });
}

#[test]
fn tables() {
    let plan = builtin().unwrap();
    let kind = plan.case_types[0].id.to_string();
    let texts = [
        format!(
            "Monat;Fallart;Eingänge;Erledigungen;Bestand\r\n01/2023;{kind};120;100;1.234\r\n02/2023;{kind};1.1;-;\r\n"
        ),
        format!(
            "Fallzahlen 2023\n\nMonat,Fallart,Eingänge\n2023-01,{kind},12\n,,13\n\"Feb 2023\",\"{kind}\",\"1 200\"\n"
        ),
        format!("\u{feff}Fallart\tJan 2023\tFeb 2023\n{kind}\t1\t2\n"),
        "Monat;Sachbearbeiter;Eingänge\r\n".to_owned(),
    ];
    let seeds: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    let mapping = Mapping::default();
    feed("table", PARSED, &seeds, |input| {
        // A small buffer: lines and signs lie across its borders.
        let _ = read_counts(&plan, &mapping, Rows::new(BufReader::with_capacity(64, input)));
        let _ = read_counts(&plan, &mapping, Rows::new(input));
    });
}

#[test]
fn lists_of_cases_posts_and_handling_times() {
    let (plan, mapping) = (builtin().unwrap(), Mapping::default());
    let (kind, post) = (plan.case_types[0].id.to_string(), plan.posts[0].id.to_string());
    let texts = [
        format!(
            "Aktenzeichen;Fallart;Eingang;Status;seit;Abschluss\r\nA-1/23;{kind};01.02.2023;bei uns;;\r\nA-2/23;{kind};02.02.2023;;;31.03.2023\r\n"
        ),
        format!(
            "Stelle,Einheit,Bezeichnung,Bewertung,VZÄ\n{post},aufenthalt,Sachbearbeitung,EG 9b,\"0,5\"\n"
        ),
        format!(
            "Fallart;Jahr;Fallzahl;mBZ;Quelle\r\n{kind};2023;1.234;95,5;Erhebung 2023\r\nSumme;;1.234;;\r\n"
        ),
    ];
    let seeds: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    let today = NaiveDate::from_ymd_opt(2024, 1, 3).unwrap();
    feed("list", PARSED, &seeds, |input| {
        if let Ok(mut cases) = CaseRows::new(&plan, &mapping, today, Rows::new(input)) {
            while !cases.batch(16).is_empty() {}
            let _ = cases.finish();
        }
        let _ = read_posts(&plan, &mapping, Rows::new(input));
        let _ = read_workload(&plan, &mapping, Rows::new(input));
    });
}

fn small_plan() -> &'static [u8] {
    br#"{"format":"stellwerk-plan/1","name":"x","as_of":"2024-01-01","units":[{"id":"a","name":"A"}],"posts":[]}"#
}
