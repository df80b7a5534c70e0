//! Databases of every earlier state of the program are brought to this one's, and keep what they hold.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use stellwerk::permission::{Role, permit};
use stellwerk::plan::builtin;
use stellwerk::store::{Actor, Editor, Inspection, OpenError, Store, Tenant, Viewer};
use uuid::Uuid;

const SCENARIO: &str = "01935000-0000-7000-8000-000000000002";

/// The states of which a database is kept, with its statements.
fn earlier() -> Vec<(i64, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/databases");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let dumps = paths.filter(|path| path.extension().is_some_and(|ending| ending == "sql"));
    let mut found: Vec<(i64, String)> = dumps
        .map(|path| {
            let state = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
            (state, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

async fn stored(folder: &Path, statements: &str) -> PathBuf {
    let file = folder.join("stellwerk.db");
    // Rows come before those that they refer to.
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    file
}

/// Everything that the small office holds, as this program sees it.
async fn keeps_its_content(store: &Store, state: i64) {
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let plan = store.first_plan(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    assert_eq!((plan.name.as_str(), plan.units.len(), plan.posts.len()), ("Probeamt", 3, 2), "state {state}");
    let id: Uuid = SCENARIO.parse().unwrap();
    let viewer = Viewer::new(permit(Role::Manager).unwrap(), &actor, id);
    let scenario = store.scenario(&viewer).await.unwrap();
    assert_eq!((scenario.name.as_str(), scenario.version), ("Arbeitsszenario", 4), "state {state}");
    let undone: Vec<bool> = scenario.steps.iter().map(|step| step.undone).collect();
    assert_eq!(undone, [false, true], "state {state}");
    assert_eq!(store.verify_audit().await.unwrap(), 3, "state {state}");
    if state >= 4 {
        let ledger = store.case_counts(permit(Role::Manager).unwrap(), &actor).await.unwrap();
        assert!(!ledger.is_empty(), "state {state}");
    }
    // It is not only there, it can be worked with.
    let editor = Editor::new(permit(Role::Manager).unwrap(), &actor, id);
    let redone = store.redo_step(&editor, 4, Uuid::now_v7()).await.unwrap();
    assert_eq!(redone.version, 5, "state {state}");
    assert_eq!(store.verify_audit().await.unwrap(), 4, "state {state}");
}

#[tokio::test]
async fn a_database_of_every_earlier_state_is_migrated_and_keeps_its_content() {
    let earlier = earlier();
    assert!(earlier.len() >= 3, "a stored database is missing");
    for (state, statements) in earlier {
        let folder = tempfile::tempdir().unwrap();
        let file = stored(folder.path(), &statements).await;
        let inspection = Inspection::open(&file).await.unwrap();
        let before = inspection.verify().await.unwrap();
        inspection.close().await;
        assert_eq!((before.state, &before.faults), (state, &Vec::new()));

        let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
        keeps_its_content(&store, state).await;
        store.close().await.unwrap();

        let inspection = Inspection::open(&file).await.unwrap();
        let after = inspection.verify().await.unwrap();
        inspection.close().await;
        assert_eq!((after.state, &after.faults), (after.newest, &Vec::new()), "state {state}");
        let has =
            |tables: &[(String, i64)]| tables.iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
        assert!(has(&after.tables).is_superset(&has(&before.tables)), "state {state} lost a table");
        let copied = std::fs::read_dir(folder.path())
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_string_lossy().contains("-vor-umstellung-"));
        assert_eq!(copied, state < after.newest, "a copy is made before, and only then");
    }
}

#[tokio::test]
async fn a_database_of_a_later_state_is_neither_opened_nor_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut statements) = earlier().pop().unwrap();
    statements.push_str(
        "\nINSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0);",
    );
    let file = stored(folder.path(), &statements).await;
    let before = std::fs::read(&file).unwrap();
    let looked = Inspection::open(&file).await.unwrap_err();
    assert!(matches!(looked, OpenError::Newer { found: 9999, .. }), "{looked}");
    let opened = Store::open(&file, &builtin().unwrap()).await.unwrap_err();
    assert!(matches!(opened, OpenError::Newer { found: 9999, .. }), "{opened}");
    // Its first bytes say how it is written; its content is as it was.
    assert_eq!(std::fs::read(&file).unwrap()[100..], before[100..]);
}
