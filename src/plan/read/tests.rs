mod rules;

use super::*;
use serde_json::{Value, json};

const PLAN: &str = include_str!("../../../tests/fixtures/full_plan.json");
const CHANGES: &str = include_str!("../../../tests/fixtures/full_changes.json");

/// All values that differ from this one in one place: a field less, a field more, another kind of value.
fn variants(value: &Value) -> Vec<Value> {
    let strange = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0.5),
        json!(7.0),
        json!("x"),
        json!("Äx"),
        json!([]),
        json!({}),
    ];
    let mut found: Vec<Value> = strange.into_iter().filter(|other| other != value).collect();
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let mut without = fields.clone();
                without.remove(key);
                found.push(Value::Object(without));
                for variant in variants(inner) {
                    let mut changed = fields.clone();
                    changed.insert(key.clone(), variant);
                    found.push(Value::Object(changed));
                }
            }
            let mut more = fields.clone();
            more.insert("fremd".to_owned(), json!(1));
            found.push(Value::Object(more));
        }
        Value::Array(entries) => {
            for (index, inner) in entries.iter().enumerate() {
                for variant in variants(inner) {
                    let mut changed = entries.clone();
                    changed[index] = variant;
                    found.push(Value::Array(changed));
                }
            }
        }
        _ => {}
    }
    found
}

/// Reads every variant; gives how many were read and how many refused.
fn read_all<T>(text: &str) -> [usize; 2]
where
    T: Read + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let whole: Value = serde_json::from_str(text).unwrap();
    let mut count = [0; 2];
    for variant in variants(&whole) {
        let text = variant.to_string();
        let read = form::<T>(text.as_bytes());
        // With serde the same comes out, whatever it reads from.
        assert_eq!(serde_json::from_value::<T>(variant).ok().as_ref(), read.as_ref().ok(), "{text}");
        match read {
            // What is read is all that is there: nothing of it is lost when it is written.
            Ok(value) => {
                let written = serde_json::to_string(&value).unwrap();
                assert_eq!(form::<T>(written.as_bytes()).as_ref(), Ok(&value), "{text}");
                count[0] += 1;
            }
            Err(refused) => {
                assert!(!refused.errors.is_empty(), "{text}");
                count[1] += 1;
            }
        }
    }
    count
}

#[test]
fn reads_or_refuses_what_differs_in_one_place() {
    let [read, refused] = read_all::<Plan>(PLAN);
    assert!(read > 100 && refused > 1_000, "{read} {refused}");
    let [read, refused] = read_all::<Vec<Change>>(CHANGES);
    assert!(read > 100 && refused > 1_000, "{read} {refused}");
}

/// The keys of every object of a value, with the way to it without indices.
fn keys(value: &Value, way: &str, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let way = format!("{way}.{key}");
                keys(inner, &way, found);
                found.insert(way);
            }
        }
        Value::Array(entries) => entries.iter().for_each(|inner| keys(inner, way, found)),
        _ => {}
    }
}

/// A field that the reader forgot would be refused as unknown, one that it takes for another would change its place.
#[test]
fn every_field_of_the_fixtures_is_written_where_it_was_read() {
    let came = |text: &str, back: &Value| {
        let (mut before, mut after) = Default::default();
        keys(&serde_json::from_str(text).unwrap(), "", &mut before);
        keys(back, "", &mut after);
        assert!(before.len() > 60);
        assert_eq!(before.difference(&after).collect::<Vec<_>>(), Vec::<&String>::new());
    };
    came(PLAN, &serde_json::to_value(form::<Plan>(PLAN.as_bytes()).unwrap()).unwrap());
    came(CHANGES, &serde_json::to_value(form::<Vec<Change>>(CHANGES.as_bytes()).unwrap()).unwrap());
}

#[test]
fn writes_what_it_reads() {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap();
    assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
    assert!(plan.to_json().ends_with("}\n"));
    let changes = changes_from_json(CHANGES.as_bytes()).unwrap();
    let text = serde_json::to_string(&changes).unwrap();
    assert_eq!(changes_from_json(text.as_bytes()).unwrap(), changes);
}

#[test]
fn reports_all_errors_of_a_file_at_once() {
    let text = r#"{"format": "stellwerk-plan/1", "as_of": "2024-06-31", "namen": "x",
        "units": [{"id": "a", "name": "A", "parent": "b"}, {"id": "b", "name": "B", "parent": "a", "colour": 1}, {}],
        "posts": [{"id": "P", "unit": "c", "title": "", "grade": "A 9", "fte": -1, "kw": "bald", "kw": null}]}"#;
    let refused = Plan::from_json(text.as_bytes()).unwrap_err();
    let paths: Vec<&str> = refused.errors.iter().map(|error| error.path.as_str()).collect();
    let expected = [
        "posts[0].kw",
        "namen",
        "name",
        "as_of",
        "units[1].colour",
        "units[2].id",
        "units[2].name",
        "posts[0].fte",
        "posts[0].kw",
        "units[0].parent",
        "posts[0].unit",
        "posts[0].title",
    ];
    assert_eq!(paths, expected, "{refused}");
}

#[test]
fn refuses_large_files_before_reading_them() {
    let refused = Plan::from_json(&vec![b' '; 50_000_000]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "die Datei ist größer als 16 MiB und wird nicht gelesen; bitte aufteilen oder kürzen"
    );
}

#[test]
fn bounds_the_lists_and_the_depth() {
    let chain: Vec<Value> = (0..60)
        .map(|level| match level {
            0 => json!({"id": "u0", "name": "U"}),
            _ => json!({"id": format!("u{level}"), "parent": format!("u{}", level - 1), "name": "U"}),
        })
        .collect();
    let base = json!({"format": "stellwerk-plan/1", "name": "P", "as_of": "2024-01-01"});
    let mut deep = base.clone();
    deep["units"] = Value::Array(chain.clone());
    let refused = Plan::from_json(deep.to_string().as_bytes()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "units[50].parent: liegt tiefer als 50 Ebenen; bitte weiter oben einordnen"
    );
    deep["units"] = Value::Array(chain.into_iter().take(50).rev().collect());
    Plan::from_json(deep.to_string().as_bytes()).unwrap();
    let mut many = base;
    many["units"] = Value::Array((0..10_001).map(|n| json!({"id": n.to_string(), "name": "U"})).collect());
    let refused = Plan::from_json(many.to_string().as_bytes()).unwrap_err();
    assert_eq!(refused.to_string(), "units: enthält 10001 Einträge; erlaubt sind höchstens 10000");
}

#[test]
fn names_a_long_cycle_once() {
    let units: Vec<Value> = (0..5_000)
        .map(|n| json!({"id": n.to_string(), "name": "U", "parent": ((n + 1) % 5_000).to_string()}))
        .collect();
    let plan = json!({"format": "stellwerk-plan/1", "name": "P", "as_of": "2024-01-01", "units": units});
    let refused = Plan::from_json(plan.to_string().as_bytes()).unwrap_err();
    assert_eq!(refused.errors.len(), 1);
    assert!(refused.errors[0].reason.ends_with("0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → 8 → 9 → … → 0"));
}

#[test]
fn reports_every_error_of_a_list_of_changes() {
    let text = r#"[
        {"effective": "2024-02-30", "action": {"move_post": {"post": "A 1", "too": "b"}}},
        {"effective": "2024-01-01", "action": {"move_posts": {}}},
        {"effective": "2024-01-01", "action": {}},
        {"effective": "1800-01-01", "action": {"set_post": {"post": "A-1", "title": "", "fte": 0.0001}}},
        {"effective": "2024-01-01", "action": {"set_case_type": {"case_type": "c", "demand": {"growth": -5}, "steps": []}}},
        {"effective": "2024-01-01", "action": {"set_assumptions": {"weekly_hours": 99, "onboarding": {"curve": [[3, 1]]}}}},
        {"effective": "2024-01-01", "action": {"set_assumptions": {"onboarding": {}}}},
        7
    ]"#;
    let expected = "\
[0].effective: den 30.02.2024 gibt es im Kalender nicht
[0].action.move_post.too: dieses Feld gibt es nicht; gemeint ist wohl „to“
[0].action.move_post.post: „A 1“ ist keine gültige Kennung: erlaubt sind Kleinbuchstaben, Ziffern und Bindestrich (bei Stellen auch Großbuchstaben), 1 bis 64 Zeichen
[0].action.move_post.to: fehlt; bitte angeben
[1].action.move_posts: diese Aktion gibt es nicht; gemeint ist wohl „move_post“
[2].action: muss genau eine Aktion nennen, nennt aber 0; möglich sind: add_unit, rename_unit, move_unit, set_unit, remove_unit, add_post, move_post, park_post, remove_post, set_post, move_case_type, set_case_type, set_population, set_fixed_task, set_assumptions
[3].action.set_post.fte: hat mehr als drei Nachkommastellen
[6].action.set_assumptions.onboarding: ist leer; bitte etwas davon angeben: curve, mentor, transfer, at_once, decides_after
[7]: muss ein Objekt sein, ist aber eine Zahl
[3].effective: der Tag 01.01.1800 liegt außerhalb der Jahre 1900 bis 2200
[3].action.set_post.title: ist leer; bitte einen Text angeben
[4].action.set_case_type.demand.growth: ist zu klein; erlaubt sind Werte von −0,99 bis 10
[4].action.set_case_type.steps: ist leer; eine Fallart braucht mindestens einen Schritt
[5].action.set_assumptions.weekly_hours: ist zu groß; erlaubt sind Werte von 0,1 bis 60
[5].action.set_assumptions.onboarding.curve[0][0]: der erste Punkt muss bei Monat 0 liegen";
    assert_eq!(changes_from_json(text.as_bytes()).unwrap_err().to_string(), expected);
}

#[test]
fn lists_two_hundred_errors_and_counts_the_rest() {
    let posts: Vec<Value> = (0..5_000).map(|_| json!({})).collect();
    let plan = json!({"format": "stellwerk-plan/1", "name": "P", "as_of": "2024-01-01", "posts": posts});
    let refused = Plan::from_json(plan.to_string().as_bytes()).unwrap_err();
    assert_eq!(refused.errors.len(), 200);
    assert_eq!(refused.more, 5_000 * 4 - 200);
    assert!(refused.to_string().ends_with("… und 19800 weitere Fehler"));
}

#[test]
fn refuses_what_only_code_can_build() {
    use crate::plan::{EuroPerYear, Fte};
    let mut plan = Plan::from_json(PLAN.as_bytes()).unwrap();
    plan.validate().unwrap();
    plan.posts[0].shares[0].fte = Fte::from_thousandths(-5);
    plan.posts[1].shares.clear();
    plan.case_types[0].demand.per_year = f64::NAN;
    plan.case_types[0].steps[0].cv = f64::INFINITY;
    plan.assumptions.cost_per_grade.insert("A 9".to_owned(), EuroPerYear::from_cents(-1));
    let expected = "\
posts[0].fte: ist negativ; erlaubt sind Werte ab 0
posts[1].unit: die Stelle gehört zu keiner Einheit: entweder „unit“ und „fte“ oder „shares“ angeben
case_types[0].demand.per_year: ist keine endliche Zahl
case_types[0].steps[0].cv: ist keine endliche Zahl
assumptions.cost_per_grade.A 9: ist kein Betrag zwischen 0 und 10.000.000 Euro im Jahr mit höchstens zwei Nachkommastellen";
    assert_eq!(plan.validate().unwrap_err().to_string(), expected);
}

#[test]
fn a_misspelt_list_is_told_once_and_not_by_every_reference_to_it() {
    let told = |from: &str, to: &str| {
        let mut value: Value = serde_json::from_str(PLAN).unwrap();
        let list = value.as_object_mut().unwrap().remove(from).unwrap();
        value[to] = list;
        Plan::from_json(value.to_string().as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(told("units", "unitz"), "unitz: dieses Feld gibt es nicht; gemeint ist wohl „units“");
    assert_eq!(
        told("case_types", "casetypes"),
        "casetypes: dieses Feld gibt es nicht; gemeint ist wohl „case_types“"
    );
}
