//! How the database answers what dashboards, lists of cases and their files ask.
//!
//! Nobody lists the questions by hand: a recorder hears every statement while the pages, files and imports are used, and each is
//! explained on the database file that it was given to. A statement of the store about cases that was not heard fails the test, so that
//! a new one has to be asked here. Whatever goes along a whole table, or sorts what it has found, stands in [`LISTED`] with its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../api/app.rs"]
#[allow(dead_code, reason = "the server of the tests, of which not all is needed here")]
mod app;
mod recorder;
mod walk;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};
use std::collections::BTreeSet;
use std::path::Path;

/// When a statement was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// While a dashboard, a list or a file was asked for: it may take as long as a page.
    Asked,
    /// While a table was taken in: it goes over the table, and over what is stored, once.
    TakenIn,
}

/// Files of the store that speak of cases.
const ABOUT_CASES: [&str; 7] = [
    "src/store/cases.rs",
    "src/store/outlooks.rs",
    "src/store/case_list.rs",
    "src/store/case_list/queries.rs",
    "src/store/case_list/retention.rs",
    "src/store/case_list/staging.rs",
    "src/store/case_list/sums.rs",
];

/// Statements that go along a whole table or sort what they find: when, how the statement begins, why it may. All of them take a
/// list in, which goes over each of its cases, and over those that are stored, once, or delete what was kept long enough; one is asked
/// when the program starts.
const LISTED: &[(When, &str, &str)] = &[
    (When::TakenIn, "SELECT count(*) FROM staged", "counts the list itself"),
    (When::TakenIn, "INSERT OR IGNORE INTO sorted", "sorts the list itself"),
    (
        When::TakenIn,
        "INSERT OR IGNORE INTO left_out (line, past)",
        "finds what the list has of cases no longer kept",
    ),
    (When::TakenIn, "SELECT min(line), max(line) FROM staged", "finds what stands in the list twice"),
    (When::TakenIn, "SELECT one.case_type, sum(", "compares every case of the list"),
    (When::TakenIn, "SELECT one.line, one.case_type", "tells the changes in the order of the list"),
    (When::TakenIn, "SELECT stored.case_type, count(*)", "finds stored cases that the list does not have"),
    (When::TakenIn, "UPDATE listed_case SET", "takes over every changed case of the list"),
    (When::TakenIn, "INSERT INTO listed_case (", "takes over every new case of the list"),
    (When::TakenIn, "SELECT 1 FROM listed_case", "finds out every hour whether a case was kept long enough"),
    (When::TakenIn, "INSERT INTO listed_past", "sums up the cases that are deleted"),
    (When::TakenIn, "DELETE FROM listed_case", "deletes cases, once a year"),
    (When::TakenIn, "INSERT INTO listed_open", "sums up the stored cases anew"),
    (When::TakenIn, "INSERT INTO listed_flow", "sums up the stored cases anew"),
    (When::TakenIn, "INSERT INTO listed_year", "sums up the stored cases anew"),
    (When::TakenIn, "INSERT INTO listed_age", "sums up the open cases by age"),
    (When::TakenIn, "INSERT INTO listed_crossing", "sums up the open cases by age"),
    (When::TakenIn, "INSERT INTO listed_wait", "sums up how long the open cases lie where they lie"),
    (
        When::TakenIn,
        "SELECT tenant_id, as_of FROM case_list",
        "finds the one list of each organisation that an earlier program took in, once at the start",
    ),
    (When::TakenIn, "SELECT min(received), max(", "finds the days that occur in the list"),
];

/// The steps of a statement's plan.
async fn steps(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let rows = sqlx::query(text).fetch_all(connection).await;
    let rows = rows.unwrap_or_else(|error| panic!("{error}: {statement}"));
    rows.iter().map(|row| row.get("detail")).collect()
}

/// Whether a step costs more the more cases there are: a table from end to end, all cases of an organisation, or a sort.
fn is_costly(statement: &str, step: &str) -> bool {
    // Rows of the statement itself are no table.
    let scans =
        step.starts_with("SCAN") && !step.starts_with("SCAN CONSTANT") && !step.contains("-ROW VALUES");
    let every_case = statement.contains("listed_case")
        && ["SEARCH listed_case ", "SEARCH stored "].iter().any(|begin| step.starts_with(begin))
        && step.ends_with("(tenant_id=?)");
    scans || every_case || step.contains("USE TEMP B-TREE") || step.contains("AUTOMATIC")
}

/// A connection that knows the tables that an import makes for itself.
async fn open(file: &Path, heard: &BTreeSet<(When, String)>) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for (_, statement) in heard.iter().filter(|(_, statement)| statement.starts_with("CREATE TEMP TABLE")) {
        sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut connection).await.unwrap();
    }
    connection
}

/// No statement goes along a table of cases or sorts it, but for those that say why.
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_about_cases_goes_by_an_index() {
    let app = walk::through().await;
    let heard = recorder::heard();
    let mut connection = open(&app.database(), &heard).await;
    let mut costly = Vec::new();
    // What begins or ends something, or sets how the engine works, has no plan.
    let planned = heard.iter().filter(|(_, one)| recorder::BEGINS.iter().any(|word| one.starts_with(word)));
    let about = |one: &str| walk::CASES.iter().chain(&["staged", "sorted"]).any(|table| one.contains(table));
    let mut explained = 0;
    for (when, statement) in planned.filter(|(_, statement)| about(statement)) {
        explained += 1;
        if LISTED.iter().any(|(at, begin, _)| at == when && statement.starts_with(begin)) {
            continue;
        }
        let steps = steps(&mut connection, statement).await;
        for step in steps.iter().filter(|step| is_costly(statement, step)) {
            costly.push(format!("{when:?}: {step}\n    {statement}"));
        }
    }
    assert!(explained > 25, "only {explained} statements were heard");
    assert!(costly.is_empty(), "not by an index:\n{}", costly.join("\n"));
    assert_eq!(unheard(&heard), Vec::<String>::new(), "statements of the store that nothing here asks");
    app.store.close().await.unwrap();
}

/// The statements in the sources about cases that were not heard.
fn unheard(heard: &BTreeSet<(When, String)>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ABOUT_CASES.iter().map(|file| std::fs::read_to_string(root.join(file)).unwrap());
    let written: Vec<String> = files.flat_map(|text| recorder::statements(&text)).collect();
    assert!(written.len() > 25, "{written:?}");
    let said = |one: &String| heard.iter().any(|(_, statement)| statement.contains(one.as_str()));
    written.into_iter().filter(|one| !said(one)).collect()
}

/// No file of the store beside these speaks of the tables of cases; another one belongs on the list.
#[test]
fn the_files_about_cases_are_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src/store")];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") && !entry.ends_with("tests.rs") {
                let statements = recorder::statements(&std::fs::read_to_string(&entry).unwrap());
                if statements.iter().any(|one| walk::CASES.iter().any(|table| one.contains(table))) {
                    found.insert(entry.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
    }
    // The exchange of a plan asks once which case types have figures, when somebody replaces the plan.
    found.remove("src/store/plan_file.rs");
    let known: BTreeSet<String> = ABOUT_CASES.iter().map(|file| (*file).to_owned()).collect();
    assert_eq!(found.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
}
