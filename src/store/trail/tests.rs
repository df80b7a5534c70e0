use super::told::actions_with;
use super::words::{ACTIONS, KEYS};
use super::{Teller, action};
use crate::format::Language;
use crate::plan::builtin;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The store's own source, without tests: what is recorded there is read as it is written.
fn sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"), &mut found);
    // The file of a whole instance has a form of its own.
    let others = ["tests.rs", "trail/words.rs", "store/instance.rs"];
    found.retain(|path| !others.iter().any(|other| path.ends_with(other)));
    let code = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    found.iter().map(|path| code(path).split("#[cfg(test)]").next().unwrap().to_owned()).collect()
}

/// What stands between quotation marks, with what follows the second one.
fn quoted(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts: Vec<&str> = source.split('"').collect();
    (1..parts.len().saturating_sub(1))
        .step_by(2)
        .map(move |place| (parts[place], parts[place + 1]))
        .collect::<Vec<_>>()
        .into_iter()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[test]
fn every_action_that_is_recorded_has_words_and_no_others_have() {
    let subjects: BTreeSet<&str> = ACTIONS.iter().map(|(name, ..)| name.split_once('.').unwrap().0).collect();
    let mut recorded = BTreeSet::new();
    for source in sources() {
        for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for (text, _) in quoted(line) {
                if let Some((subject, verb)) = text.split_once('.')
                    && subjects.contains(subject)
                    && is_name(verb)
                {
                    recorded.insert(text.to_owned());
                }
            }
        }
    }
    // Columns in statements are written in the same way.
    let named: BTreeSet<String> = ACTIONS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(recorded.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(named.difference(&recorded).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(ACTIONS.is_sorted() && KEYS.is_sorted());
}

#[test]
fn every_key_of_a_content_has_words() {
    let mut unknown = Vec::new();
    for source in sources() {
        for content in source.split("json!(").skip(1) {
            let end = content.find(';').unwrap_or(content.len());
            for (key, after) in quoted(&content[..end]) {
                if after.starts_with(':') && is_name(key) && !KEYS.iter().any(|(name, ..)| *name == key) {
                    unknown.push(key.to_owned());
                }
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new());
}

#[test]
fn a_step_is_told_by_its_changes_with_the_names_of_the_plan_or_without() {
    let plan = builtin().unwrap();
    let unit = plan.units.last().unwrap().clone();
    let step = serde_json::json!({
        "id": "0190", "undone": false, "reason": "Rückstand", "package": null, "recorded_at": 0,
        "changes": [{"effective": "2024-07-01", "action": {"rename_unit": {"unit": unit.id, "name": "Neu"}}}],
    })
    .to_string();
    let told = Teller::new(Some(plan)).content(&step, Language::German);
    assert!(told.contains(&format!("01.07.2024: Einheit {} in Neu umbenannt", unit.name)), "{told:?}");
    assert!(told.contains(&"Begründung: Rückstand".to_owned()), "{told:?}");
    assert!(told.contains(&"zurückgenommen: nein".to_owned()), "{told:?}");
    assert!(!told.iter().any(|line| line.starts_with("Paket")), "{told:?}");
    let told = Teller::new(None).content(&step, Language::English);
    assert!(told.contains(&format!("1 Jul 2024: Unit {} renamed to Neu", unit.id.as_str())), "{told:?}");
}

#[test]
fn values_are_told_as_they_are_read() {
    let told = |detail: serde_json::Value| Teller::new(None).content(&detail.to_string(), Language::German);
    let account = told(serde_json::json!({"name": "asyl-lesen", "role": "team_lead", "unit": null}));
    assert_eq!(account, ["Name: asyl-lesen", "Rolle: Sachgebietsleitung"]);
    let changed = told(serde_json::json!({
        "role": {"old": "staff", "new": "team_lead"}, "unit": {"old": null, "new": "asyl"},
        "closed": {"old": false, "new": false}, "reason": "Vertretung ab Mai",
    }));
    assert_eq!(
        changed,
        [
            "geschlossen: nein",
            "Begründung: Vertretung ab Mai",
            "Rolle: Mitarbeit → Sachgebietsleitung",
            "Einheit: alle Einheiten → asyl",
        ]
    );
    let import = told(serde_json::json!({"source": "fälle.csv", "added": 1200, "changed": 0}));
    assert_eq!(import, ["neu: 1.200", "geändert: 0", "Quelle: fälle.csv"]);
    let frozen = told(serde_json::json!({"year": 2026, "hash": "0123456789abcdef"}));
    assert_eq!(frozen, ["Prüfsumme: 0123456789ab…", "Haushaltsjahr: 2026"]);
    let goals = told(serde_json::json!([{"fte": {"at_most": 41.5, "on": "2026-12-31"}}]));
    assert_eq!(goals, ["VZÄ: höchstens: 41,50; am: 31.12.2026"]);
    assert_eq!(told(serde_json::json!({})), Vec::<String>::new());
    // What another version has written, or something altered.
    assert_eq!(Teller::new(None).content("kein JSON", Language::German), ["kein JSON"]);
    assert_eq!(told(serde_json::json!({"neues": 1})), ["neues: 1"]);
}

#[test]
fn actions_are_found_by_their_words() {
    assert_eq!(action("token.revoke", Language::German), "Zugriffsschlüssel widerrufen");
    assert_eq!(action("something.new", Language::German), "something.new");
    assert_eq!(actions_with("konto ANGELEGT"), ["account.create"]);
    assert_eq!(actions_with("read-only link"), ["snapshot_link.make", "snapshot_link.revoke"]);
    assert_eq!(actions_with("gibt es nicht"), Vec::<&str>::new());
}
