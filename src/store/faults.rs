//! The surroundings fail: no room, no right to write, somebody else's lock. The error says which, and nothing is lost.

use super::*;
use crate::permission::{Role, permit};
use crate::plan::{Action, Change, Plan, builtin};
use tempfile::TempDir;
use uuid::Uuid;

/// A database with a scenario in which its owner works.
struct Desk {
    folder: TempDir,
    store: Store,
    editor: Editor,
    change: Change,
    version: i64,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan = builtin().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &plan).await.unwrap();
        let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
        let view = permit(Role::Manager).unwrap();
        let scenario = store.working_scenario(view, &actor, None).await.unwrap();
        let editor = Editor::new(permit(Role::Manager).unwrap(), &actor, scenario);
        Self { folder, store, editor, change: a_change(&plan), version: 1 }
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        let command = Uuid::now_v7();
        let written = if self.version % 2 == 1 {
            let changes = std::slice::from_ref(&self.change);
            let fits =
                |plan: &Plan, active: &[Change], changes: &[Change]| plan.accepts_step(active, changes);
            self.store.append_step(&self.editor, self.version, command, (changes, None), fits).await?
        } else {
            self.store.undo_step(&self.editor, self.version, command).await?
        };
        self.version = written.version;
        Ok(())
    }

    /// Sets something about the one connection that writes.
    async fn set(&self, pragma: &'static str) {
        sqlx::query(pragma).fetch_all(&self.store.writer).await.unwrap();
    }

    /// What stands in the database is what was confirmed.
    async fn is_as_confirmed(&self) {
        let viewer = Viewer {
            tenant: self.editor.tenant.clone(),
            scenario: self.editor.scenario.clone(),
            actor: self.editor.actor.clone(),
            role: self.editor.role,
        };
        assert_eq!(self.store.scenario_version(&viewer).await.unwrap(), self.version);
        assert_eq!(self.store.verify_audit().await.unwrap(), self.version as u64 - 1);
        let verdict: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&self.store.readers).await.unwrap();
        assert_eq!(verdict, ["ok"]);
    }
}

fn a_change(plan: &Plan) -> Change {
    let post = &plan.posts[0];
    let to = plan.posts.iter().filter_map(|other| other.home()).find(|unit| Some(*unit) != post.home());
    let action = Action::MovePost { post: post.id.clone(), to: to.unwrap().clone(), before: None };
    Change { effective: plan.as_of, action }
}

#[tokio::test]
async fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let mut desk = Desk::new().await;
    desk.write().await.unwrap();
    desk.store.ping().await.unwrap();
    // Not a page more than there are.
    desk.set("PRAGMA max_page_count = 1").await;
    let full = loop {
        if let Err(error) = desk.write().await {
            break error;
        }
    };
    assert!(matches!(full, StoreError::NoSpace), "{full}");
    desk.is_as_confirmed().await;
    desk.set("PRAGMA max_page_count = 100000").await;
    desk.write().await.unwrap();
    desk.is_as_confirmed().await;
}

#[tokio::test]
async fn the_proof_that_the_disk_takes_writes_reaches_the_disk() {
    let desk = Desk::new().await;
    desk.set("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let log = desk.folder.path().join("stellwerk.db-wal");
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    desk.store.ping().await.unwrap();
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    desk.is_as_confirmed().await;
}

/// The file itself and the whole program: `tests/cli/failing.rs`.
#[tokio::test]
async fn a_connection_that_only_reads_refuses_and_is_given_up_for_another_one() {
    let mut desk = Desk::new().await;
    desk.write().await.unwrap();
    desk.set("PRAGMA query_only = ON").await;
    let refused = desk.write().await.unwrap_err();
    assert!(matches!(refused, StoreError::Unwritable(_)), "{refused}");
    desk.is_as_confirmed().await;
    desk.write().await.unwrap();
    desk.store.ping().await.unwrap();
    desk.is_as_confirmed().await;
}

#[tokio::test]
async fn a_lock_of_another_program_is_told_and_waited_out() {
    let mut desk = Desk::new().await;
    desk.write().await.unwrap();
    desk.set("PRAGMA busy_timeout = 50").await;
    // A reading connection of the pool that takes the lock stands for the other program.
    let other = desk.store.readers.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let refused = desk.write().await.unwrap_err();
    assert!(matches!(refused, StoreError::InUse), "{refused}");
    desk.is_as_confirmed().await;
    other.rollback().await.unwrap();
    desk.write().await.unwrap();
    desk.is_as_confirmed().await;
}
