//! One piece of work for each unit of the built-in plan and of one that has everything the engine knows, whose answers are pinned in
//! `tests/fixtures/worker_answers.json`.
//!
//! `end2end/specs/golden.spec.ts` asks a worker of the released page for the same: what is equal to the file here and
//! there is bit-identical natively and in WebAssembly, because numbers are written with all their digits. Replication 0 is left
//! out: sentences go with it.

use super::{go_on, is_busy, take};
use crate::plan::{BUILTIN_JSON, Plan};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The messages and the answers, as the specification in the browser reads them.
const PINNED: &str = include_str!("../../tests/fixtures/worker_answers.json");

/// The answer to a message.
fn answer(message: &str) -> String {
    let mut answer = take(message);
    while is_busy() {
        answer = go_on();
    }
    answer.unwrap_or_default()
}

/// The plans that it names, by their paths.
const PLANS: [(&str, &str); 2] = [
    ("src/plan/builtin.json", BUILTIN_JSON),
    ("tests/fixtures/engine_plan.json", include_str!("../../tests/fixtures/engine_plan.json")),
];

#[test]
fn a_worker_answers_natively_what_is_pinned() {
    let pinned: Value = serde_json::from_str(PINNED).unwrap();
    let mut found = Vec::new();
    for part in pinned.as_array().unwrap() {
        let (_, text) = PLANS.into_iter().find(|(path, _)| part["plan"] == *path).unwrap();
        assert_eq!(answer(&format!(r#"{{"plan":{text}}}"#)), r#""ready""#);
        let mut answers = Map::new();
        for unit in Plan::from_json(text.as_bytes()).unwrap().units {
            let mut task = part["task"].clone();
            task["unit"] = json!(unit.id);
            let text = answer(&json!({ "run": task }).to_string());
            assert!(text.starts_with(r#"{"done":["#), "{text}");
            let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
            answers.insert(unit.id.to_string(), json!(digest));
        }
        found.push(Value::Object(answers));
    }
    let pinned: Vec<&Value> = pinned.as_array().unwrap().iter().map(|part| &part["answers"]).collect();
    assert_eq!(
        found.iter().collect::<Vec<_>>(),
        pinned,
        "the figures have changed; if that was meant, this belongs into the file: {found:#?}"
    );
}
