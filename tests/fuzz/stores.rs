//! Files that are read as a whole: an instance, a database, and results that are computed again.

use crate::{PARSED, REQUESTED, feed};
use serde_json::json;
use stellwerk::forecasting::{Engine, Inputs, RESULT_FORMAT, differences};
use stellwerk::plan::{Digest, Plan, changes_from_json};
use stellwerk::store::{Inspection, Store};
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

/// Size of a page of a database file.
const PAGE: usize = 4096;

/// A database as it comes back from elsewhere: one of its pages is another one. The first two bytes of an input say which.
#[test]
fn databases() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (folder, store) = opened(&runtime);
    runtime.block_on(store.close()).unwrap();
    let whole = std::fs::read(folder.path().join("stellwerk.db")).unwrap();
    let count = whole.len() / PAGE;
    let seed = |(number, page): (usize, &[u8])| {
        [[(number / 256) as u8, (number % 256) as u8].as_slice(), page].concat()
    };
    let seeds: Vec<Vec<u8>> = whole.chunks(PAGE).enumerate().map(seed).collect();
    let file = folder.path().join("probe.db");
    feed("database", REQUESTED, &seeds, |input| {
        let (place, page) = input.split_at(input.len().min(2));
        let at = place.iter().fold(0, |number, byte| number * 256 + usize::from(*byte)) % count * PAGE;
        let mut broken = whole.clone();
        let length = page.len().min(PAGE);
        broken[at..at + length].copy_from_slice(&page[..length]);
        // What a run before left beside it would be read with it.
        for beside in ["probe.db-wal", "probe.db-shm", "probe.db-journal"] {
            let _ = std::fs::remove_file(folder.path().join(beside));
        }
        std::fs::write(&file, &broken).unwrap();
        let found = runtime.block_on(async {
            let inspection = Inspection::open(&file).await.ok()?;
            let found = inspection.verify().await.ok();
            inspection.close().await;
            found
        });
        assert!(broken != whole || found.is_some_and(|found| found.is_whole()), "a whole file is refused");
    });
}
