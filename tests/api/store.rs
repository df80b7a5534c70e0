//! What stands in the file: trail, outbox, settings of the engine, copies before migrations.

use crate::app::App;
use crate::scenarios::{a_move, another_move};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{Connection, Row, SqliteConnection};
use stellwerk::plan::builtin;
use stellwerk::store::{OpenError, Store, StoreError};

async fn connect(app: &App) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(app.database())).await.unwrap()
}

#[tokio::test]
async fn every_command_leaves_one_entry_in_the_trail_and_one_in_the_outbox() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    app.switch("undo").await;
    app.switch("redo").await;
    let trail = app.store.audit_trail().await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["scenario.append", "scenario.append", "scenario.undo", "scenario.redo"]);
    assert!(trail.iter().all(|entry| entry.request_id.len() == 36));
    assert_eq!(app.store.verify_audit().await.unwrap(), 4);
    let mut connection = connect(&app).await;
    let posted: i64 =
        sqlx::query_scalar("SELECT count(*) FROM outbox").fetch_one(&mut connection).await.unwrap();
    assert_eq!(posted, 4);
}

#[tokio::test]
async fn the_trail_cannot_be_changed_and_shows_it_when_it_was() {
    let app = App::start().await;
    app.append(&a_move()).await;
    app.append(&another_move()).await;
    let mut connection = connect(&app).await;
    for statement in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    sqlx::query("DROP TRIGGER audit_is_not_changed").execute(&mut connection).await.unwrap();
    sqlx::query("UPDATE audit SET actor = 'x' WHERE position = 1").execute(&mut connection).await.unwrap();
    let found = app.store.verify_audit().await.unwrap_err();
    assert!(matches!(&found, StoreError::Corrupt(place) if place.contains("Eintrag 1")), "{found}");
}

#[tokio::test]
async fn a_removed_entry_of_the_trail_is_noticed() {
    let app = App::start().await;
    for _ in 0..2 {
        app.append(&a_move()).await;
        app.switch("undo").await;
    }
    let mut connection = connect(&app).await;
    sqlx::query("DROP TRIGGER audit_is_not_deleted").execute(&mut connection).await.unwrap();
    sqlx::query("DELETE FROM audit WHERE position = 2").execute(&mut connection).await.unwrap();
    assert!(app.store.verify_audit().await.is_err());
}

#[tokio::test]
async fn the_engine_is_new_enough_and_writes_ahead() {
    let app = App::start().await;
    let mut connection = connect(&app).await;
    let row =
        sqlx::query("SELECT sqlite_version() AS v, (SELECT journal_mode FROM pragma_journal_mode) AS j")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    let version: String = row.get("v");
    assert!(version.as_str() >= "3.51.3", "{version}");
    assert_eq!(row.get::<String, _>("j"), "wal");
    let loose: Vec<String> = sqlx::query_scalar(
        r"SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0
         AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(loose, Vec::<String>::new(), "every table is strict");
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_left_alone() {
    let app = App::start().await;
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(app.database())).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let refused = Store::open(&app.database(), &builtin().unwrap()).await.unwrap_err();
    let numbers = std::fs::read_dir("migrations").unwrap().map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.split('_').next().unwrap().parse::<i64>().unwrap()
    });
    let newest = numbers.max().unwrap();
    assert!(matches!(refused, OpenError::Newer { found: 9999, known, .. } if known == newest), "{refused}");
}

#[tokio::test]
async fn a_file_that_is_none_of_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("CREATE TABLE cats (name TEXT)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    let refused = Store::open(&file, &builtin().unwrap()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Broken { .. }), "{refused}");
    drop(before);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_master").fetch_one(&mut connection).await.unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn damaged_pages_are_found_at_the_start() {
    let app = App::start().await;
    let file = app.database();
    app.append(&a_move()).await;
    app.store.clone().close().await.unwrap();
    let mut content = std::fs::read(&file).unwrap();
    let page = content.len() / 2 / 4096 * 4096;
    content[page..page + 4096].fill(0xa5);
    std::fs::write(&file, content).unwrap();
    let refused = Store::open(&file, &builtin().unwrap()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Broken { .. }), "{refused}");
}
