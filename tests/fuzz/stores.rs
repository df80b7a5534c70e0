//! Files that are read as a whole: an instance, and results that are computed again.

use crate::{PARSED, REQUESTED, feed};
use serde_json::json;
use stellwerk::forecasting::{Engine, Inputs, RESULT_FORMAT, differences};
use stellwerk::plan::{Digest, Plan, changes_from_json};
use stellwerk::store::Store;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const PLAN: &[u8] = br#"{"format":"stellwerk-plan/1","name":"x","as_of":"2024-01-01","units":[{"id":"a","name":"A"}],"posts":[]}"#;

const FULL_PLAN: &[u8] = include_bytes!("../fixtures/full_plan.json");
const FULL_CHANGES: &[u8] = include_bytes!("../fixtures/full_changes.json");

/// A new database with a plan of one unit.
fn opened(runtime: &Runtime) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::from_json(PLAN).unwrap();
    let store = runtime.block_on(Store::open(&folder.path().join("stellwerk.db"), &plan)).unwrap();
    (folder, store)
}

#[test]
fn instances() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_folder, first) = opened(&runtime);
    let mut written = Vec::new();
    runtime.block_on(first.write_instance(&mut written)).unwrap();
    let mut other = opened(&runtime);
    feed("instance", REQUESTED * 2, &[written], |input| {
        let read = runtime.block_on(other.1.read_instance(input));
        // What was taken leaves a database that is no new one; what was refused leaves it as it was.
        if read.is_ok() || !runtime.block_on(other.1.audit_trail()).unwrap().is_empty() {
            other = opened(&runtime);
        }
    });
}

#[test]
fn result_files() {
    let inputs = |plan: &[u8], changes: &[u8]| Inputs {
        plan: Plan::from_json(plan).unwrap(),
        changes: changes_from_json(changes).unwrap(),
        horizon_days: 365,
        replications: 10,
        seed: 1,
        warmup_days: 0,
    };
    let seeds: Vec<Vec<u8>> = [inputs(PLAN, b"[]"), inputs(FULL_PLAN, FULL_CHANGES)]
        .iter()
        .map(|inputs| {
            let file = json!({
                "format": RESULT_FORMAT, "engine": Engine::this(), "inputs": inputs, "units": [], "hash": Digest::of(b""),
            });
            file.to_string().into_bytes()
        })
        .collect();
    seeds.iter().for_each(|seed| drop(Inputs::of_file(seed).unwrap()));
    let whole = String::from_utf8(seeds[0].clone()).unwrap();
    feed("result", PARSED, &seeds, |input| {
        let _ = Inputs::of_file(input);
        let _ = differences(&String::from_utf8_lossy(input), &whole);
    });
}
