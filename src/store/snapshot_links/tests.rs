//! Links in a real file: opened while they count, by their key alone, and the key is nowhere.

use super::*;
use crate::permission::{EditScenario, Permit, Role, permit};
use crate::plan::builtin;
use crate::store::{Actor, Secret};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
    store: Store,
    actor: Actor,
    scenario: Uuid,
    snapshot: Uuid,
}

impl Desk {
    /// A database with one snapshot of its one scenario.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let actor =
            Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: "r".to_owned() };
        let view = permit(Role::Manager).unwrap();
        let scenario = store.working_scenario(view, &actor, None).await.unwrap();
        let editor = Editor::new(edit(), &actor, scenario);
        let snapshot = store.take_snapshot(&editor, 1, Uuid::now_v7(), "Vorlage").await.unwrap().id;
        Self { folder, store, actor, scenario, snapshot }
    }

    fn sharer(&self) -> Sharer {
        Sharer::new(permit(Role::Manager).unwrap(), &self.actor)
    }

    async fn make(&self, days: u32) -> (Secret, StoredLink) {
        let key = Secret::new();
        let (sharer, print, asked) = (self.sharer(), key.fingerprint(), (self.snapshot, days));
        let made = self.store.make_snapshot_link(&sharer, Uuid::now_v7(), asked, &print).await.unwrap();
        (key, made)
    }

    async fn opened(&self, key: &Secret) -> Option<OpenedSnapshot> {
        self.store.open_snapshot_link(&Tenant::embedded(), &key.fingerprint()).await.unwrap()
    }

    async fn actions(&self) -> Vec<String> {
        self.store.audit_trail().await.unwrap().into_iter().map(|entry| entry.action).collect()
    }
}

fn edit() -> Permit<EditScenario> {
    permit(Role::Manager).unwrap()
}

#[tokio::test]
async fn a_link_opens_its_snapshot_by_its_key_alone() {
    let desk = Desk::open().await;
    let (key, link) = desk.make(7).await;
    assert_eq!(
        (link.snapshot, link.name.as_str(), link.made_by.as_str()),
        (desk.snapshot, "Vorlage", "lokal")
    );
    assert_eq!(link.expires_at - link.recorded_at, 7 * DAY);
    let opened = desk.opened(&key).await.unwrap();
    assert_eq!((opened.scenario.as_str(), opened.snapshot.id), ("Arbeitsszenario", desk.snapshot));
    let seen = Sight::NOTHING.plan(builtin().unwrap());
    assert!(seen != builtin().unwrap(), "it has cost");
    assert_eq!((opened.expires_at, opened.content.plan), (link.expires_at, seen));
    assert_eq!(desk.opened(&Secret::new()).await, None, "another key");
    let listed = Fingerprint(link.id.to_string());
    let opened = desk.store.open_snapshot_link(&Tenant::embedded(), &listed).await.unwrap();
    assert_eq!(opened, None, "what is listed opens nothing");
    let other = Tenant("andere".to_owned());
    assert_eq!(desk.store.open_snapshot_link(&other, &key.fingerprint()).await.unwrap(), None);
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_when_it_is_revoked() {
    let desk = Desk::open().await;
    let (over, link) = desk.make(0).await;
    assert!(link.is_expired());
    assert_eq!(desk.opened(&over).await, None);
    let (key, link) = desk.make(90).await;
    let revoked = desk.store.revoke_snapshot_link(&desk.sharer(), link.id).await.unwrap();
    assert!(revoked.revoked_at.is_some());
    assert_eq!(desk.opened(&key).await, None);
    let again = desk.store.revoke_snapshot_link(&desk.sharer(), link.id).await.unwrap();
    assert_eq!(again, revoked, "a second time changes nothing");
    let revocations = desk.actions().await.into_iter().filter(|action| action == "snapshot_link.revoke");
    assert_eq!(revocations.count(), 1);
    let unknown = desk.store.revoke_snapshot_link(&desk.sharer(), Uuid::now_v7()).await.unwrap_err();
    assert!(matches!(unknown, StoreError::NoSnapshotLink), "{unknown}");
    let listed = desk.store.snapshot_links(&desk.sharer(), desk.scenario).await.unwrap();
    assert_eq!(listed.len(), 2, "what has ended is listed too");
    assert_eq!(listed[0], revoked, "the newest first");
}

#[tokio::test]
async fn while_its_scenario_is_removed_a_link_opens_nothing() {
    let desk = Desk::open().await;
    let (key, _) = desk.make(7).await;
    sqlx::query("UPDATE scenario SET removed_at = 1").execute(&desk.store.writer).await.unwrap();
    assert_eq!(desk.opened(&key).await, None);
    sqlx::query("UPDATE scenario SET removed_at = NULL").execute(&desk.store.writer).await.unwrap();
    assert!(desk.opened(&key).await.is_some());
}

#[tokio::test]
async fn a_snapshot_that_was_tampered_with_is_not_shown() {
    let desk = Desk::open().await;
    let (key, _) = desk.make(7).await;
    sqlx::query("DROP TRIGGER snapshot_is_not_changed").execute(&desk.store.writer).await.unwrap();
    sqlx::query("UPDATE snapshot SET content = replace(content, 'Migration', 'Integration')")
        .execute(&desk.store.writer)
        .await
        .unwrap();
    let opened = desk.store.open_snapshot_link(&Tenant::embedded(), &key.fingerprint()).await;
    assert!(matches!(opened, Err(StoreError::Corrupt(_))), "{opened:?}");
}

#[tokio::test]
async fn a_snapshot_has_so_many_links_and_room_again_when_one_is_revoked() {
    let desk = Desk::open().await;
    let mut last = None;
    for _ in 0..MAX_LINKS {
        last = Some(desk.make(1).await.1);
    }
    let key = Secret::new().fingerprint();
    let asked = (desk.snapshot, 1);
    let refused =
        desk.store.make_snapshot_link(&desk.sharer(), Uuid::now_v7(), asked, &key).await.unwrap_err();
    assert!(matches!(refused, StoreError::TooManyLinks(MAX_LINKS)), "{refused}");
    desk.store.revoke_snapshot_link(&desk.sharer(), last.unwrap().id).await.unwrap();
    desk.make(1).await;
}

#[tokio::test]
async fn the_same_command_again_gives_the_same_link_another_key() {
    let desk = Desk::open().await;
    let (command, asked) = (Uuid::now_v7(), (desk.snapshot, 7));
    let keys = [Secret::new(), Secret::new()];
    let mut made = Vec::new();
    for key in &keys {
        let print = key.fingerprint();
        let link = desk.store.make_snapshot_link(&desk.sharer(), command, asked, &print).await.unwrap();
        made.push(link);
    }
    assert_eq!(made[0], made[1]);
    assert_eq!(desk.opened(&keys[0]).await, None, "nobody got to know it");
    assert!(desk.opened(&keys[1]).await.is_some());
    assert_eq!(desk.actions().await, ["snapshot.take", "snapshot_link.make"]);
    let key = Secret::new().fingerprint();
    let other = desk.store.make_snapshot_link(&desk.sharer(), command, (desk.snapshot, 8), &key).await;
    assert!(matches!(other, Err(StoreError::CommandReused)), "{other:?}");
    let somebody = Actor { name: "andere".to_owned(), ..desk.actor.clone() };
    let sharer = Sharer::new(permit(Role::Manager).unwrap(), &somebody);
    let stolen = desk.store.make_snapshot_link(&sharer, command, asked, &key).await;
    assert!(matches!(stolen, Err(StoreError::CommandReused)), "{stolen:?}");
}

#[tokio::test]
async fn the_key_is_nowhere_in_the_trail_the_file_and_what_is_given_out() {
    let desk = Desk::open().await;
    let (key, link) = desk.make(30).await;
    let trail = desk.store.audit_trail().await.unwrap();
    let entry = trail.iter().find(|entry| entry.action == "snapshot_link.make").unwrap();
    assert_eq!(entry.subject, desk.scenario.to_string());
    assert!(entry.detail.contains(&link.id.to_string()), "{}", entry.detail);
    let mut instance = Vec::new();
    desk.store.write_instance(&mut instance).await.unwrap();
    let told = format!("{trail:?}{}", String::from_utf8(instance).unwrap());
    assert!(!told.contains(key.reveal()) && !told.contains(&key.fingerprint().0));
    assert_eq!(desk.store.verify_audit().await.unwrap(), 2);
    desk.store.close().await.unwrap();
    let file = std::fs::read(desk.folder.path().join("stellwerk.db")).unwrap();
    assert!(!file.windows(key.reveal().len()).any(|bytes| bytes == key.reveal().as_bytes()));
}

#[tokio::test]
async fn of_a_hidden_scenario_nobody_else_makes_or_sees_a_link() {
    let desk = Desk::open().await;
    let (_, link) = desk.make(7).await;
    sqlx::query("UPDATE scenario SET visibility = 'private'").execute(&desk.store.writer).await.unwrap();
    let somebody = Actor { name: "andere".to_owned(), ..desk.actor.clone() };
    let sharer = Sharer::new(permit(Role::Manager).unwrap(), &somebody);
    let key = Secret::new().fingerprint();
    let made = desk.store.make_snapshot_link(&sharer, Uuid::now_v7(), (desk.snapshot, 7), &key).await;
    assert!(matches!(made, Err(StoreError::NotFound)), "{made:?}");
    let listed = desk.store.snapshot_links(&sharer, desk.scenario).await;
    assert!(matches!(listed, Err(StoreError::NotFound)), "{listed:?}");
    let revoked = desk.store.revoke_snapshot_link(&sharer, link.id).await;
    assert!(matches!(revoked, Err(StoreError::NoSnapshotLink)), "{revoked:?}");
    assert_eq!(desk.store.snapshot_links(&desk.sharer(), desk.scenario).await.unwrap().len(), 1);
}
