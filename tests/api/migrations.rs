//! Databases of every earlier state of the program are brought to this one's, and keep what they hold.

use crate::tables::Tables;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordVerifier};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use stellwerk::caseload::{Disclosure, Ledger};
use stellwerk::permission::{Role, permit};
use stellwerk::plan::{CaseTypeId, builtin};
use stellwerk::store::{Actor, Editor, Inspection, OpenError, Secret, Store, Tenant, Viewer};
use uuid::Uuid;

const SCENARIO: &str = "01935000-0000-7000-8000-000000000002";

/// The states of which a database is kept, each with the entries of its trail. Those between them are made of the nearest one
/// below, by the migrations that lie between.
const STATES: &[(i64, u64)] = &[
    (1, 3),
    (2, 3),
    (4, 3),
    (11, 3),
    (12, 26),
    (15, 28),
    (16, 29),
    (17, 29),
    (18, 29),
    (19, 29),
    (20, 29),
    (21, 29),
    (22, 29),
    (23, 29),
    (24, 29),
    (25, 29),
    (26, 29),
];

/// The numbers of the migrations of this program.
fn migrations() -> BTreeSet<i64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.to_str().unwrap().split('_').next().unwrap().parse().unwrap()).collect()
}

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

/// Kept databases of programs that had not seen every migration below their newest: two lines of work had met in another order.
const WITHOUT_SOME: &[i64] = &[4];

/// Every state but the newest, each with the kept one that it comes from: itself, or the nearest below. Where the kept one lacks a
/// migration, the state with all of them is looked at, too.
fn every_earlier() -> Vec<(i64, i64)> {
    let all = migrations();
    let newest = *all.last().unwrap();
    let mut found = Vec::new();
    for state in all.into_iter().filter(|state| *state < newest) {
        let kept = STATES.iter().map(|(kept, _)| *kept);
        if kept.clone().any(|kept| kept == state) {
            found.push((state, state));
            if !WITHOUT_SOME.contains(&state) {
                continue;
            }
        }
        found.push((state, kept.filter(|kept| *kept < state).max().unwrap()));
    }
    found
}

/// Applies these migrations as they are delivered, without the program around them.
async fn apply(file: &Path, wanted: impl Fn(i64) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let all = Migrator::new(folder).await.unwrap();
    let some = all.iter().filter(|migration| wanted(migration.version)).cloned().collect();
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(true).create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    Migrator::with_migrations(some).run(&pool).await.unwrap();
    pool.close().await;
}

/// How the tables, indices and triggers of a file are built; spaces apart.
async fn built(file: &Path) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let found: Vec<String> = sqlx::query_scalar(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite%'
             AND tbl_name <> '_sqlx_migrations' ORDER BY type, name",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    found.iter().map(|sql| sql.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The migrations that a file has seen.
async fn seen(file: &Path) -> BTreeSet<i64> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let found: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations").fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    found.into_iter().collect()
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

/// Sums that later programs do without: they can be made anew from what is kept.
const GONE: &[&str] = &["listed_cycle"];

/// A table that has become part of another one.
struct Moved {
    table: &'static str,
    /// The other one, and as which kind.
    to: (&'static str, &'static str),
    /// A column that has another name there.
    renamed: (&'static str, &'static str),
}

const MOVED: &[Moved] = &[
    Moved { table: "service_agreement", to: ("agreement", "group_size"), renamed: ("", "") },
    Moved { table: "single_approval", to: ("agreement", "single_approval"), renamed: ("reason", "title") },
];

/// Every row of a table that has become part of another one is there, whole.
async fn moved_its_rows((before, after): (&mut Tables, &mut Tables), moved: &Moved, columns: &[String]) {
    let renamed = |column: &String| {
        let (old, new) = moved.renamed;
        if column == old { new.to_owned() } else { column.clone() }
    };
    let there: Vec<String> = columns.iter().map(renamed).collect();
    let was = before.rows(moved.table, columns).await;
    let is = after.rows_of_kind(moved.to.0, &there, moved.to.1).await;
    assert_eq!(is, was, "{}", moved.table);
}

/// Every row of every table is still there, in the columns that are still there.
async fn keeps_its_rows(before: &Path, after: &Path, state: i64) {
    let (mut before, mut after) = (Tables::open(before).await, Tables::open(after).await);
    let (old, new) = (before.columns().await, after.columns().await);
    assert!(!old.is_empty(), "state {state}");
    for (table, columns) in old.into_iter().filter(|(table, _)| !GONE.contains(&table.as_str())) {
        if let Some(moved) = MOVED.iter().find(|moved| moved.table == table) {
            assert!(!new.contains_key(&table), "{table}");
            moved_its_rows((&mut before, &mut after), moved, &columns).await;
            continue;
        }
        let there = new.get(&table).unwrap_or_else(|| panic!("state {state} lost the table {table}"));
        let common: Vec<String> = columns.into_iter().filter(|column| there.contains(column)).collect();
        let (was, is) = (before.rows(&table, &common).await, after.rows(&table, &common).await);
        assert_eq!(is, was, "state {state}, table {table}");
    }
    before.close().await;
    after.close().await;
}

/// What was added to the small office in state 12: accounts, what was kept of a second scenario, a list of cases.
async fn keeps_what_was_added(store: &Store, state: i64) {
    let actor = Actor { tenant: Tenant::embedded(), name: "leitung".to_owned(), request_id: String::new() };
    let (manage, view) = (permit(Role::Administrator).unwrap(), permit(Role::Manager).unwrap());
    let accounts = store.accounts(manage, &actor).await.unwrap();
    let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
    let expected = if state < 15 {
        vec!["administration", "leitung", "planung"]
    } else {
        vec!["administration", "amtskonto", "leitung", "planung"]
    };
    assert_eq!(names, expected, "state {state}");
    let planning = accounts.iter().find(|account| account.name == "planung").unwrap();
    assert_eq!(
        (planning.role, planning.unit.as_deref(), planning.has_password),
        (Role::Manager, Some("sg1"), true)
    );
    // Its holder still comes in.
    let credentials = store.credentials(&actor.tenant, "planung").await.unwrap().unwrap();
    let stored = PasswordHash::new(&credentials.password).unwrap();
    Argon2::default().verify_password("korrekt pferd batterie".as_bytes(), &stored).unwrap();
    let proof = Secret::new().fingerprint();
    store.begin_session(&actor.tenant, credentials.account, (&proof, None), "").await.unwrap();
    let signed = store.session(&actor.tenant, &proof, false).await.unwrap().unwrap();
    assert_eq!((signed.identity.name.as_str(), signed.identity.role), ("planung", Role::Manager));
    assert_eq!(accounts.iter().filter(|account| account.by_provider).count(), usize::from(state >= 15));
    assert_eq!(store.agreement(&actor.tenant, false).await.unwrap().unwrap().heads, 7);
    let token = &store.tokens(manage, &actor).await.unwrap()[0];
    assert_eq!(
        (token.name.as_str(), token.role.as_str(), token.unit.as_deref()),
        ("berichtswesen", "staff_council", None)
    );

    let (_, scenarios) = store.scenarios(view, &actor).await.unwrap();
    let second = scenarios.iter().find(|entry| entry.described.name == "Vorhaben").unwrap();
    let viewer = Viewer::new(view, &actor, second.id);
    let scenario = store.scenario(&viewer).await.unwrap();
    assert_eq!((scenario.packages.len(), scenario.goals.len(), scenario.steps.len()), (1, 1, 1));
    assert_eq!(scenario.steps[0].reason.as_deref(), Some("Weil es eilt."));
    let (_, snapshots) = store.descent(&viewer).await.unwrap();
    assert_eq!((snapshots.len(), snapshots[0].name.as_str()), (1, "Vorlage"));
    // Read as a whole and compared with its fingerprint.
    assert_eq!(store.snapshot(view, &actor, snapshots[0].id).await.unwrap().1.steps.len(), 1);
    let said = store.comments(&viewer).await.unwrap();
    let said: Vec<&str> = said.iter().map(|comment| comment.content.as_str()).collect();
    assert_eq!(said, ["Warum?", "Darum."]);
    let frozen = store.staffing_plans(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    assert_eq!((frozen.len(), frozen[0].label.as_str()), (1, "Entwurf"));

    let statements = store.statements(&viewer).await.unwrap();
    assert_eq!(statements.len(), 2);
    let answer = statements.iter().find(|statement| statement.draft.title == "Antwort").unwrap();
    let kept = answer.frozen.as_ref().unwrap();
    assert_eq!((kept.figures.len(), kept.snapshot.is_some()), (1, state >= 14));
    let file = store.frozen_file(&actor, answer.id, "pdf").await.unwrap();
    let hash: String = Sha256::digest(&file.content).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(file.content.starts_with(b"%PDF") && hash == file.sha256 && hash == kept.pdf_sha256);

    let list = store.case_list(permit(Role::Manager).unwrap(), &actor).await.unwrap().unwrap();
    assert_eq!((list.open, list.closed, list.source.as_str()), (1, 2, "liste.csv"));
    // Sums of a table that is gone were taken over into the one that has its place.
    let plan = store.first_plan(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    let everything = Disclosure::of(&plan, &Ledger::default(), plan.as_of, 0);
    let top = plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
    let measured = everything.measured(&plan, &top.id).unwrap();
    let completed =
        store.completed_cases(permit(Role::Manager).unwrap(), &actor, &measured, 10).await.unwrap();
    let all = completed.times.all().unwrap();
    let points = completed.scatter.points.len();
    assert_eq!((all.cases, all.p50, all.p95, points), (2, 22, 50, 2), "state {state}");
    // Kept from state 20 on; of a list from before there are no sums by age, and it is summed up by day of receipt then.
    let types: Vec<CaseTypeId> = plan.case_types.iter().map(|one| one.id.clone()).collect();
    let ages = store.open_ages(permit(Role::Manager).unwrap(), &actor, &types, list.as_of).await.unwrap();
    assert_eq!((ages.open(), ages.cells.len()), (1, 1), "state {state}");
    // Sums that no earlier program kept were made when the database was opened.
    let waited = store.waited(permit(Role::Manager).unwrap(), &actor, &types).await.unwrap().unwrap();
    let all = waited.days(None);
    assert_eq!((waited.day, all.cases + all.unknown), (list.as_of, 1), "state {state}");
}

/// Everything that the small office holds, as this program sees it.
async fn keeps_its_content(store: &Store, (state, entries): (i64, u64)) {
    let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
    let plan = store.first_plan(permit(Role::Manager).unwrap(), &actor).await.unwrap();
    assert_eq!((plan.name.as_str(), plan.units.len(), plan.posts.len()), ("Probeamt", 3, 2), "state {state}");
    let id: Uuid = SCENARIO.parse().unwrap();
    let viewer = Viewer::new(permit(Role::Manager).unwrap(), &actor, id);
    let scenario = store.scenario(&viewer).await.unwrap();
    assert_eq!((scenario.name.as_str(), scenario.version), ("Arbeitsszenario", 4), "state {state}");
    let undone: Vec<bool> = scenario.steps.iter().map(|step| step.undone).collect();
    assert_eq!(undone, [false, true], "state {state}");
    assert_eq!(store.verify_audit().await.unwrap(), entries, "state {state}");
    if state >= 4 {
        let ledger = store.case_counts(permit(Role::Manager).unwrap(), &actor).await.unwrap();
        assert!(!ledger.is_empty(), "state {state}");
    }
    if state >= 24 {
        let alone = store.single_approval(&actor.tenant, false).await.unwrap().unwrap();
        assert_eq!((alone.reason.as_str(), alone.recorded_by.as_str()), ("Kleines Amt", "administration"));
    }
    if state >= 17 {
        let decision = store.decision(&viewer).await.unwrap().unwrap();
        assert_eq!(
            (decision.record.reasons.as_str(), decision.recorded_by.as_str()),
            ("Weil es eilt.", "leitung")
        );
    }
    // It is not only there, it can be worked with.
    let editor = Editor::new(permit(Role::Manager).unwrap(), &actor, id);
    let redone = store.redo_step(&editor, 4, Uuid::now_v7()).await.unwrap();
    assert_eq!(redone.version, 5, "state {state}");
    assert_eq!(store.verify_audit().await.unwrap(), entries + 1, "state {state}");
}

/// Whoever adds a migration keeps a database of the state before, and adds it to the list.
#[test]
fn a_database_is_kept_of_the_state_before_the_newest() {
    let kept: Vec<i64> = earlier().iter().map(|(state, _)| *state).collect();
    let expected: Vec<i64> = STATES.iter().map(|(state, _)| *state).collect();
    assert_eq!(kept, expected, "the databases of tests/fixtures/databases are not those of the list");
    let before_the_newest = migrations().into_iter().rev().nth(1).unwrap();
    assert_eq!(kept.last(), Some(&before_the_newest), "there is no database of the state before the newest");
}

#[tokio::test]
async fn a_database_of_every_earlier_state_is_migrated_and_keeps_its_content() {
    let kept: BTreeMap<i64, String> = earlier().into_iter().collect();
    let states = every_earlier();
    let different: BTreeSet<i64> = states.iter().map(|(state, _)| *state).collect();
    assert_eq!(different.len() + 1, migrations().len(), "a state is left out");
    for (state, kept_in) in states {
        let folder = tempfile::tempdir().unwrap();
        let file = stored(folder.path(), &kept[&kept_in]).await;
        if state > kept_in {
            apply(&file, |version| version <= state).await;
        }
        let inspection = Inspection::open(&file).await.unwrap();
        let before = inspection.verify().await.unwrap();
        inspection.close().await;
        assert_eq!((before.state, &before.faults), (state, &Vec::new()));

        let untouched = folder.path().join("davor.db");
        std::fs::copy(&file, &untouched).unwrap();
        let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
        keeps_its_rows(&untouched, &file, state).await;
        if kept_in >= 12 {
            keeps_what_was_added(&store, kept_in).await;
        }
        let entries = STATES.iter().find(|(kept, _)| *kept == kept_in).unwrap().1;
        keeps_its_content(&store, (kept_in, entries)).await;
        store.close().await.unwrap();

        let inspection = Inspection::open(&file).await.unwrap();
        let after = inspection.verify().await.unwrap();
        inspection.close().await;
        assert_eq!((after.state, &after.faults), (after.newest, &Vec::new()), "state {state}");
        let copied = std::fs::read_dir(folder.path())
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_string_lossy().contains("-vor-umstellung-"));
        assert_eq!(copied, state < after.newest, "a copy is made before, and only then");
    }
}

/// A migration that was altered after a database had seen it would build something else than what is in use.
#[tokio::test]
async fn the_migrations_build_what_the_programs_of_those_states_have_built() {
    for (state, statements) in earlier() {
        let folder = tempfile::tempdir().unwrap();
        let kept = stored(folder.path(), &statements).await;
        let fresh = folder.path().join("neu.db");
        let seen = seen(&kept).await;
        let all = migrations().into_iter().all(|version| version > state || seen.contains(&version));
        assert_eq!(all, !WITHOUT_SOME.contains(&state), "state {state}");
        apply(&fresh, |version| seen.contains(&version)).await;
        let (was, is) = (built(&kept).await, built(&fresh).await);
        assert!(!was.is_empty());
        assert_eq!(is, was, "state {state}");
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
