//! A scenario that is read while somebody changes it.

use super::*;
use crate::permission::{Role, permit};
use crate::plan::builtin;
use std::collections::BTreeMap;

/// What the writer does, and what it leaves each time.
async fn write(store: &Store, actor: &Actor, scenario: Uuid, steps: i64) -> BTreeMap<i64, Digest> {
    let editor = Editor::new(permit(Role::Manager).unwrap(), actor, scenario);
    let viewer = Viewer::new(permit(Role::Staff).unwrap(), actor, scenario);
    let mut left = BTreeMap::new();
    for step in 1..=steps {
        let change = format!(
            r#"[{{"effective": "2024-06-01", "action": {{"set_post": {{"post": "AA-06", "title": "Sachbearbeitung {step}"}}}}}}]"#
        );
        let changes = crate::plan::changes_from_json(change.as_bytes()).unwrap();
        let content = (changes.as_slice(), None);
        store.append_step(&editor, step, Uuid::now_v7(), content, |_, _, _| Ok(())).await.unwrap();
        // Nobody else writes: what is read here is what was left.
        let (read, digest) = store.scenario_with_digest(&viewer).await.unwrap();
        left.insert(read.version, digest);
    }
    left
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_seen_and_the_fingerprint_of_the_whole_are_of_one_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
    let actor = Actor {
        tenant: super::super::Tenant::embedded(),
        name: "lokal".to_owned(),
        request_id: "r".to_owned(),
    };
    let scenario = store.working_scenario(permit(Role::Manager).unwrap(), &actor, None).await.unwrap();
    let viewer = Viewer::new(permit(Role::Staff).unwrap(), &actor, scenario);
    let (of_writer, by) = (store.clone(), actor.clone());
    let writer = tokio::spawn(async move { write(&of_writer, &by, scenario, 20).await });
    let (first, digest) = store.scenario_with_digest(&viewer).await.unwrap();
    let mut read = vec![(first.version, digest)];
    while !writer.is_finished() {
        let (found, digest) = store.scenario_with_digest(&viewer).await.unwrap();
        read.push((found.version, digest));
    }
    let left = writer.await.unwrap();
    assert_eq!(left.len(), 20);
    assert_eq!(left.values().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>().len(), 20);
    let told = read.iter().filter(|(version, _)| left.contains_key(version));
    assert!(told.clone().count() > 0, "{read:?}");
    for (version, digest) in told {
        assert_eq!(Some(digest), left.get(version), "version {version}");
    }
}
