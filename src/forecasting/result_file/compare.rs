//! In what two texts of a result differ: by path, as a reader of the files would name the places.

use serde_json::Value;

/// Most places that are named.
const MOST: usize = 10;

/// Longest value that is written out, in characters.
const LONGEST: usize = 60;

/// The places at which two JSON texts differ, with both values: „units[2].open.scenario.mean: 812,4 → 813“; at most ten,
/// then how many more there are. Empty where they hold the same and differ in their form alone.
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<String> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let mut found = Found::default();
    found.look("", &parse(before), &parse(after));
    if found.more > 0 {
        found.places.push(format!("und {} weitere Stellen", found.more));
    }
    found.places
}

#[derive(Default)]
struct Found {
    places: Vec<String>,
    more: usize,
}

impl Found {
    fn look(&mut self, path: &str, before: &Value, after: &Value) {
        match (before, after) {
            (Value::Object(old), Value::Object(new)) => {
                let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
                for name in names {
                    let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    let of = |object: &serde_json::Map<String, Value>| {
                        object.get(name).cloned().unwrap_or_default()
                    };
                    self.look(&inner, &of(old), &of(new));
                }
            }
            (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
                for (index, (old, new)) in old.iter().zip(new).enumerate() {
                    self.look(&format!("{path}[{index}]"), old, new);
                }
            }
            _ if before == after => {}
            _ if self.places.len() >= MOST => self.more += 1,
            _ => self.places.push(format!("{path}: {} → {}", short(before), short(after))),
        }
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => "nichts".to_owned(),
        Value::Array(list) => format!("Liste mit {} Einträgen", list.len()),
        Value::Object(_) => "ein Objekt".to_owned(),
        other => other.to_string(),
    };
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_each_place_with_both_values() {
        let before = r#"{"a":{"b":[1,2]},"c":"x","d":[1]}"#;
        let after = r#"{"a":{"b":[1,3]},"e":true,"d":[1,2]}"#;
        assert_eq!(
            differences(before, after),
            [
                "a.b[1]: 2 → 3",
                "c: \"x\" → nichts",
                "d: Liste mit 1 Einträgen → Liste mit 2 Einträgen",
                "e: nichts → true"
            ]
        );
        assert!(differences(r#"{"a": 1}"#, r#"{"a":1}"#).is_empty());
    }

    #[test]
    fn does_not_name_hundreds() {
        let list = |first: u32| serde_json::to_string(&(first..first + 500).collect::<Vec<_>>()).unwrap();
        let found = differences(&list(0), &list(1));
        assert_eq!(found.len(), MOST + 1);
        assert_eq!(found[MOST], "und 490 weitere Stellen");
    }
}
