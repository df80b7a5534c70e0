//! The content is never changed without a copy, and the copy is whole.

use super::*;
use crate::permission::{Role, Status, Visibility, permit};
use crate::plan::builtin;
use crate::store::{Actor, Editor, Tenant};
use tempfile::TempDir;

#[test]
fn compares_versions_as_numbers() {
    assert!(number("3.46.0") < number(OLDEST_ENGINE));
    assert!(number("3.51.2") < number(OLDEST_ENGINE));
    assert!(number("3.51.10") > number(OLDEST_ENGINE));
    assert!(number("4.0") > number(OLDEST_ENGINE));
}

/// The migrations of a program of the future: those of this one and `statements`; with its number.
async fn future(statements: &str) -> (Migrator, i64) {
    let number = newest() + 1;
    (later(&[(number, statements)]).await, number)
}

/// The migrations of this program and more of them, each with its number.
async fn later(more: &[(i64, &str)]) -> Migrator {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    for (number, statements) in more {
        std::fs::write(folder.path().join(format!("{number:04}_future.sql")), statements).unwrap();
    }
    Migrator::new(folder.path()).await.unwrap()
}

fn newest() -> i64 {
    super::newest(&MIGRATIONS)
}

/// A database as this program leaves it.
async fn used() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stellwerk.db");
    Store::open(&file, &builtin().unwrap()).await.unwrap().close().await.unwrap();
    (folder, file)
}

async fn connect(file: &Path) -> SqlitePool {
    SqlitePoolOptions::new().max_connections(1).connect_with(options(file)).await.unwrap()
}

/// The copies in the folder of the database.
fn copies(folder: &TempDir) -> Vec<PathBuf> {
    copies_of(folder, newest())
}

/// Those of a file with this newest migration.
fn copies_of(folder: &TempDir, state: i64) -> Vec<PathBuf> {
    let prefix = format!("stellwerk-vor-umstellung-{state}-");
    let paths = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    // By its end, too: a copy that is opened gets files of its own beside it.
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(&prefix) && name.ends_with(".db")
    };
    paths.filter(is_copy).collect()
}

/// The plans in a file, and whether it has what the program of the future adds.
async fn content(pool: &SqlitePool) -> (Vec<String>, bool) {
    let plans = sqlx::query_scalar("SELECT document FROM plan").fetch_all(pool).await.unwrap();
    let added: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = 'novelty'")
        .fetch_one(pool)
        .await
        .unwrap();
    (plans, added == 1)
}

#[tokio::test]
async fn an_older_file_is_copied_and_then_migrated() {
    let (folder, file) = used().await;
    let (migrations, number) = future("CREATE TABLE novelty (id TEXT NOT NULL PRIMARY KEY) STRICT;").await;
    let pool = connect(&file).await;
    let before = content(&pool).await;
    assert_eq!((before.0.len(), before.1), (1, false));

    migrate(&file, &pool, true, &migrations).await.unwrap();
    assert_eq!(content(&pool).await, (before.0.clone(), true));
    assert_eq!(applied(&pool).await.unwrap(), Some(number));

    let [copy] = copies(&folder).try_into().unwrap();
    // The copy is a database of its own, which this program opens as it is.
    let store = Store::open(&copy, &builtin().unwrap()).await.unwrap();
    assert_eq!(content(&store.readers).await, before);
    assert_eq!(applied(&store.readers).await.unwrap(), Some(newest()));

    // Nothing is left to migrate: no second copy.
    migrate(&file, &pool, true, &migrations).await.unwrap();
    assert_eq!(copies(&folder).len(), 1);
}

/// Two lines of work met: a file has the later migration already and lacks the one before it.
#[tokio::test]
async fn a_file_that_lacks_a_migration_below_its_newest_is_copied_too() {
    let (folder, file) = used().await;
    let (first, second) = (newest() + 1, newest() + 2);
    let novelty = (first, "CREATE TABLE novelty (id TEXT NOT NULL PRIMARY KEY) STRICT;");
    let other = (second, "CREATE TABLE other (id TEXT NOT NULL PRIMARY KEY) STRICT;");
    let pool = connect(&file).await;
    later(&[other]).await.run(&pool).await.unwrap();
    assert_eq!(applied(&pool).await.unwrap(), Some(second));
    let before = content(&pool).await;

    migrate(&file, &pool, true, &later(&[novelty, other]).await).await.unwrap();
    assert_eq!(content(&pool).await, (before.0.clone(), true));
    let [copy] = copies_of(&folder, second).try_into().unwrap();
    assert_eq!(content(&connect(&copy).await).await, before);

    // The other way round: a migration below the newest that this program does not know.
    let refused = migrate(&file, &pool, true, &later(&[other]).await).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found, .. } if found == first), "{refused}");
}

#[tokio::test]
async fn a_first_start_that_was_killed_is_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stellwerk.db");
    let pool = connect(&file).await;
    pool.acquire().await.unwrap().ensure_migrations_table(&MIGRATIONS.table_name).await.unwrap();
    assert_eq!(applied(&pool).await.unwrap(), None);
    pool.close().await;
    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    assert_eq!(applied(&store.readers).await.unwrap(), Some(newest()));
    assert_eq!(copies_of(&folder, 0), Vec::<PathBuf>::new());
}

/// What is acknowledged survives a power cut: that is what these three say, on the connection that writes.
#[tokio::test]
async fn the_writer_writes_through() {
    let (_folder, file) = used().await;
    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    for pool in [&store.writer, &store.readers] {
        let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
        assert_eq!(journal, "wal");
        // 2 is FULL.
        for (pragma, expected) in
            [("PRAGMA synchronous", 2_i64), ("PRAGMA foreign_keys", 1), ("PRAGMA trusted_schema", 0)]
        {
            let found: i64 = sqlx::query_scalar(pragma).fetch_one(pool).await.unwrap();
            assert_eq!(found, expected, "{pragma}");
        }
    }
    assert_eq!(store.writer.options().get_max_connections(), 1);
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_file_and_its_copy() {
    let (folder, file) = used().await;
    let (migrations, _) = future("CREATE TABLE novelty (id TEXT) STRICT; DROP TABLE not_there;").await;
    let pool = connect(&file).await;
    let before = content(&pool).await;
    let refused = migrate(&file, &pool, true, &migrations).await.unwrap_err();
    assert!(matches!(refused, OpenError::Migration { .. }), "{refused}");
    assert_eq!(content(&pool).await, before);
    let [copy] = copies(&folder).try_into().unwrap();
    assert_eq!(content(&connect(&copy).await).await, before);
    pool.close().await;
    Store::open(&file, &builtin().unwrap()).await.expect("this program still opens it");
}

#[tokio::test]
async fn nothing_is_migrated_without_a_copy() {
    let (folder, file) = used().await;
    let (migrations, _) = future("CREATE TABLE novelty (id TEXT) STRICT;").await;
    let pool = connect(&file).await;
    // A file of the same name is in the way, in this second and in those to come.
    let seconds = super::super::now() / 1_000_000;
    for second in seconds..seconds + 60 {
        let name = format!("stellwerk-vor-umstellung-{}-{second}.db", newest());
        std::fs::write(folder.path().join(name), "in the way").unwrap();
    }
    let refused = migrate(&file, &pool, true, &migrations).await.unwrap_err();
    assert!(matches!(refused, OpenError::Backup { .. }), "{refused}");
    assert!(!content(&pool).await.1);
}

#[tokio::test]
async fn a_new_file_needs_no_copy() {
    let (folder, _) = used().await;
    assert_eq!(copies(&folder), Vec::<PathBuf>::new());
}

/// Written by the program whose newest migration was the first: one scenario with a change of the oldest form.
#[tokio::test]
async fn a_file_of_the_first_program_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let old = tempfile::tempdir().unwrap();
    let name = "0001_scenarios.sql";
    let first = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(name);
    std::fs::copy(first, old.path().join(name)).unwrap();
    let file = folder.path().join("stellwerk.db");
    let pool = connect(&file).await;
    Migrator::new(old.path()).await.unwrap().run(&pool).await.unwrap();
    let plan = builtin().unwrap();
    let (tenant, id) = ("00000000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002");
    let change = format!(
        r#"{{"effective":"2024-03-01","action":{{"remove_post":{{"post":"{}"}}}}}}"#,
        plan.posts[0].id
    );
    for (statement, values) in [
        ("INSERT INTO tenant (id, name, recorded_at) VALUES ($1, $2, 1)", vec![tenant, "Amt"]),
        (
            "INSERT INTO plan (id, tenant_id, name, document, recorded_at) VALUES ($1, $2, $3, $4, 1)",
            vec!["p", tenant, "Plan", &serde_json::to_string(&plan).unwrap()],
        ),
        (
            "INSERT INTO scenario (id, tenant_id, plan_id, name, version, recorded_at, changed_at)
             VALUES ($1, $2, 'p', $3, 2, 1, 1)",
            vec![id, tenant, "Arbeitsszenario"],
        ),
        (
            "INSERT INTO scenario_change (id, tenant_id, scenario_id, position, change, state, command_id, recorded_at)
             VALUES ($4, $1, $2, 1, $3, 'active', $4, 1)",
            vec![tenant, id, &change, "01900000-0000-7000-8000-000000000003"],
        ),
    ] {
        let query = values.iter().fold(sqlx::query(statement), |query, value| query.bind(*value));
        query.execute(&pool).await.unwrap();
    }
    pool.close().await;

    let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let view = permit(Role::StaffCouncil).unwrap();
    let (plans, entries) = store.scenarios(view, &actor).await.unwrap();
    assert_eq!((plans.len(), entries.len(), entries[0].baseline_version), (1, 1, 1));
    assert_eq!((entries[0].id.to_string().as_str(), entries[0].version), (id, 2));
    assert_eq!(entries[0].status, (Status::Draft, String::new()));
    assert_eq!(entries[0].described.visibility, Visibility::Unit);
    assert_eq!(entries[0].steps.len(), 1);
    let editor = Editor::new(permit(Role::Manager).unwrap(), &actor, entries[0].id);
    let undone = store.undo_step(&editor, 2, uuid::Uuid::now_v7()).await.unwrap();
    assert!(undone.step.undone);
    let copied = std::fs::read_dir(folder.path())
        .unwrap()
        .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with("stellwerk-vor-umstellung-1-"));
    assert!(copied, "the old file was saved before it was changed");
}
