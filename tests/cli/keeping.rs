//! `backup`, `restore`, `verify`, `audit`: copies that are whole, the way back, and the proof.

use crate::program::{errors, run, succeed};
use crate::server::{Server, a_move, command};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// A database with one scenario that was worked in.
fn used(folder: &Path) -> PathBuf {
    let database = folder.join("stellwerk.db");
    let server = Server::start(&database);
    work(&server, 3);
    server.end();
    database
}

/// So many commands in a scenario of their own.
fn work(server: &Server, commands: i64) {
    let (made, change) = (server.new_scenario("Probe"), a_move());
    for version in 1..=commands {
        let (function, body) = command(&made["id"], version, (version % 2 == 1).then_some(&change));
        server.call(function, &body);
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every command's trail as it is given out.
fn trail(database: &Path) -> String {
    succeed(&["audit", "--format", "csv", "--database", text(database)], b"")
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a scenario gives out as it is: itself, and its chart as two kinds of file.
fn exports(server: &Server, scenario: &Value) -> Vec<String> {
    let mut given = vec![server.scenario(scenario).to_string()];
    for form in ["svg", "csv"] {
        let id = scenario.as_str().unwrap();
        let answer = server.get(&format!("/export/organigramm?szenario={id}&form={form}"));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 OK"), "{head}");
        given.push(body.to_owned());
    }
    given
}

/// A scenario that somebody works in until the end, with what it gave out at each of its versions.
fn worked_in(
    server: &Server,
    (ended, done): (&AtomicBool, &AtomicU32),
) -> (Value, BTreeMap<i64, Vec<String>>) {
    let (made, change, mut version) = (server.new_scenario("Last"), a_move(), 1);
    let mut given = BTreeMap::from([(version, exports(server, &made["id"]))]);
    while !ended.load(Ordering::Relaxed) {
        let (function, body) = command(&made["id"], version, (version % 2 == 1).then_some(&change));
        server.call(function, &body);
        version += 1;
        given.insert(version, exports(server, &made["id"]));
        done.fetch_add(1, Ordering::Relaxed);
    }
    (made["id"].clone(), given)
}

/// What a restored database gives out of these scenarios is, byte for byte, what the running one gave out of them at the same
/// versions; the sum of those versions.
fn gives_out_the_same(database: &Path, scenarios: &[(Value, BTreeMap<i64, Vec<String>>)]) -> i64 {
    let server = Server::start(database);
    let listed = server.call("scenarios/list", &json!({}));
    let mut sum = 0;
    for (scenario, given) in scenarios {
        // A backup may be older than the scenario.
        let Some(entry) = listed.as_array().unwrap().iter().find(|entry| entry["id"] == *scenario) else {
            continue;
        };
        let version = entry["version"].as_i64().unwrap();
        assert_eq!(exports(&server, scenario), given[&version], "version {version}");
        sum += version;
    }
    server.end();
    sum
}

/// All that a server gives out of a database: the trail, every scenario, and the chart of each as two kinds of file.
fn given_out(database: &Path) -> Vec<String> {
    // First of all: the server's own start may be a part of the trail.
    let mut given = vec![trail(database)];
    let server = Server::start(database);
    let scenarios = server.call("scenarios/list", &json!({}));
    for scenario in scenarios.as_array().unwrap() {
        given.extend(exports(&server, &scenario["id"]));
    }
    given.push(scenarios.to_string());
    server.end();
    given
}

/// Waits until so much was done; gives up after a minute, so that a test that fails elsewhere ends.
fn wait_for(done: &AtomicU32, least: u32) {
    for _ in 0..6_000 {
        if done.load(Ordering::Relaxed) >= least {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_backup_made_while_people_work_is_whole_and_a_part_of_what_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    let backups = folder.path().join("fort");
    std::fs::create_dir(&backups).unwrap();
    let server = Server::start(&database);
    let (ended, done) = (AtomicBool::new(false), AtomicU32::new(0));
    let scenarios: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| worked_in(&server, (&ended, &done)))).collect();
        for number in 0..4 {
            wait_for(&done, 3 * (number + 1));
            let target = backups.join(format!("{number}.db"));
            let said = succeed(&["backup", text(&target), "--database", text(&database)], b"");
            assert!(said.contains("Unversehrt."), "{said}");
        }
        ended.store(true, Ordering::Relaxed);
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    // Restored at another place, its trail is how that of the original begins.
    let other = folder.path().join("anderswo/stellwerk.db");
    std::fs::create_dir(other.parent().unwrap()).unwrap();
    let whole = trail(&database);
    let (mut lines, mut versions) = (0, 0);
    for number in 0..4 {
        let backup = backups.join(format!("{number}.db"));
        succeed(&["restore", text(&backup), "--replace", "--database", text(&other)], b"");
        let part = trail(&other);
        assert!(whole.starts_with(&part), "a backup holds what never was");
        assert!(part.lines().count() >= lines, "a later backup holds less");
        lines = part.lines().count();
        let seen = gives_out_the_same(&other, &scenarios);
        assert!(seen >= versions, "a later backup holds less");
        versions = seen;
    }
    assert!(versions > 3, "hardly anything was done meanwhile");
    server.end();
    // What lies still is given out byte for byte as the original.
    let still = backups.join("still.db");
    succeed(&["backup", text(&still), "--database", text(&database)], b"");
    succeed(&["restore", text(&still), "--replace", "--database", text(&other)], b"");
    assert_eq!(given_out(&other), given_out(&database));
}

#[test]
fn backups_get_a_name_with_the_time_and_the_oldest_go() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let backups = folder.path().join("sicherungen");
    std::fs::create_dir(&backups).unwrap();
    let before =
        ["stellwerk-20200101-000000.db", "stellwerk-20210101-000000.db", "andere-20200101-000000.db"];
    for name in before {
        std::fs::write(backups.join(name), "alt").unwrap();
    }
    let said = succeed(&["backup", "--keep", "2", "--database", text(&database)], b"");
    assert!(said.contains("Gelöscht") && said.contains("stellwerk-20200101"), "{said}");
    let left = files(&backups);
    assert_eq!(left.len(), 4, "{left:?}");
    assert_eq!(left[..2], ["andere-20200101-000000.db", "stellwerk-20210101-000000.db"]);
    assert_eq!(left[3], "stellwerk-pruefwerte.txt");
}

#[test]
fn nothing_is_overwritten_and_what_is_replaced_is_laid_aside() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let backup = folder.path().join("b.db");
    let arguments = ["backup", text(&backup), "--database", text(&database)];
    succeed(&arguments, b"");
    let again = run(&arguments, b"");
    assert!(!again.status.success() && errors(&again).contains("gibt es schon"), "{}", errors(&again));

    let server = Server::start(&database);
    work(&server, 1);
    server.end();
    let newer = trail(&database);
    let restore = ["restore", text(&backup), "--database", text(&database), "--replace"];
    let refused = run(&restore[..4], b"");
    assert!(!refused.status.success() && errors(&refused).contains("--replace"), "{}", errors(&refused));
    assert_eq!(trail(&database), newer);

    succeed(&restore, b"");
    assert!(newer.starts_with(&trail(&database)) && newer != trail(&database));
    let names = files(folder.path());
    let aside = names.iter().find(|name| name.contains("-vor-wiederherstellung-")).unwrap();
    assert_eq!(trail(&folder.path().join(aside)), newer, "the replaced database is whole");
    assert!(!names.iter().any(|name| name.ends_with(".teil")), "{names:?}");
}

#[test]
fn a_database_in_use_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let backup = folder.path().join("b.db");
    succeed(&["backup", text(&backup), "--database", text(&database)], b"");
    let server = Server::start(&database);
    work(&server, 2);
    let refused = run(&["restore", text(&backup), "--replace", "--database", text(&database)], b"");
    assert!(!refused.status.success() && errors(&refused).contains("in Gebrauch"), "{}", errors(&refused));
    work(&server, 2);
    server.end();
    succeed(&["verify", "--database", text(&database)], b"");
}

#[test]
fn what_is_damaged_is_found_and_never_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let backup = folder.path().join("b.db");
    succeed(&["backup", text(&backup), "--database", text(&database)], b"");
    let mut content = std::fs::read(&backup).unwrap();
    let page = content.len() / 2 / 4096 * 4096;
    content[page..page + 4096].fill(0xa5);
    std::fs::write(&backup, content).unwrap();
    let found = run(&["verify", text(&backup)], b"");
    assert_eq!(found.status.code(), Some(1));
    assert!(errors(&found).contains("beschädigt"), "{}", errors(&found));
    let before = trail(&database);
    let refused = run(&["restore", text(&backup), "--replace", "--database", text(&database)], b"");
    assert!(errors(&refused).contains("unversehrt"), "{}", errors(&refused));
    assert_eq!(trail(&database), before);
}

#[test]
fn one_altered_letter_of_the_trail_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let mut content = std::fs::read(&database).unwrap();
    // The action of an entry, in the file itself: no trigger hinders who writes past the engine.
    let word = b"scenario.append";
    let at = content.windows(word.len()).position(|bytes| bytes == word).unwrap();
    content[at + word.len() - 1] = b'x';
    std::fs::write(&database, content).unwrap();
    for command in ["verify", "audit"] {
        let found = run(&[command, "--database", text(&database)], b"");
        assert_eq!(found.status.code(), Some(1), "{command}");
        assert!(errors(&found).contains("Prüfprotokoll, Eintrag"), "{command}: {}", errors(&found));
    }
}

/// Cuts off the newest entries of a trail, past the triggers: what is left is a whole chain.
fn cut_off(database: &Path, entries: i64) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(database);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let triggers: Vec<(String, String)> = sqlx::query_as(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        assert!(!triggers.is_empty());
        for (name, _) in &triggers {
            sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {name}")))
                .execute(&mut connection)
                .await
                .unwrap();
        }
        let cut = sqlx::query("DELETE FROM audit WHERE position > (SELECT max(position) FROM audit) - $1")
            .bind(entries)
            .execute(&mut connection)
            .await
            .unwrap();
        assert_eq!(cut.rows_affected(), u64::try_from(entries).unwrap());
        for (_, statement) in triggers {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    });
}

#[test]
fn entries_that_were_cut_off_are_found_by_what_was_noted_before() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let verify = |more: &[&str]| {
        let mut arguments = vec!["verify", "--database", text(&database)];
        arguments.extend(more);
        run(&arguments, b"")
    };
    let said = succeed(&["verify", "--database", text(&database)], b"");
    let line = said.lines().find_map(|line| line.strip_prefix("Letzter Prüfwert: ")).unwrap();
    let (head, hash) = (line.to_owned(), line.split_once(':').unwrap().1.to_owned());
    let backups = folder.path().join("fort");
    std::fs::create_dir(&backups).unwrap();
    succeed(&["backup", text(&backups.join("1.db")), "--database", text(&database)], b"");
    let noted = backups.join("stellwerk-pruefwerte.txt");
    assert!(std::fs::read_to_string(&noted).unwrap().contains(&format!(" {head} 1.db")));

    // More was done since: what was noted before is still there.
    let server = Server::start(&database);
    work(&server, 2);
    server.end();
    for flags in [["--head", head.as_str()], ["--head", hash.as_str()], ["--heads", text(&noted)]] {
        assert!(verify(&flags).status.success(), "{flags:?}");
    }
    succeed(&["backup", text(&backups.join("2.db")), "--database", text(&database)], b"");

    cut_off(&database, 4);
    assert!(verify(&[]).status.success(), "the chain alone does not show it");
    let found = verify(&["--heads", text(&noted)]);
    assert_eq!(found.status.code(), Some(1));
    assert!(errors(&found).contains("abgeschnitten"), "{}", errors(&found));
    let others = std::fs::read_to_string(&noted).unwrap();
    let newest = others.lines().last().unwrap().split(' ').nth(1).unwrap();
    assert_eq!(verify(&["--head", newest]).status.code(), Some(1));
    assert_eq!(verify(&["--head", newest.split_once(':').unwrap().1]).status.code(), Some(1));

    // The next backup tells it by itself, and what is older stays.
    let arguments = ["backup", text(&backups), "--keep", "1", "--database", text(&database)];
    let told = run(&arguments, b"");
    assert_eq!(told.status.code(), Some(1));
    assert!(errors(&told).contains("abgeschnitten") && errors(&told).contains("Wiederherstellung"));
    assert!(files(&backups).len() >= 4, "{:?}", files(&backups));
    for wrong in ["x", "1:2", &hash[1..]] {
        assert_eq!(verify(&["--head", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn the_trail_is_given_out_with_its_chain() {
    let folder = tempfile::tempdir().unwrap();
    let database = used(folder.path());
    let json = succeed(&["audit", "--format", "json", "--database", text(&database)], b"");
    let entries: Vec<Value> = serde_json::from_str(&json).unwrap();
    let of_scenarios =
        entries.iter().filter(|entry| entry["action"].as_str().unwrap().starts_with("scenario."));
    assert_eq!(of_scenarios.count(), 4);
    for pair in entries.windows(2) {
        assert_eq!(pair[1]["prev_hash"], pair[0]["hash"]);
    }
    assert_eq!(trail(&database).lines().count(), entries.len() + 1);
    let none =
        succeed(&["audit", "--to", "2020-01-01", "--format", "json", "--database", text(&database)], b"");
    assert_eq!(none.trim(), "[]");
}

#[test]
fn a_database_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("keine.db");
    for arguments in [vec!["backup"], vec!["verify"], vec!["audit"], vec!["restore", text(&missing)]] {
        let output = run(&[arguments.clone(), vec!["--database", text(&missing)]].concat(), b"");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(errors(&output).contains("gibt es nicht"), "{}", errors(&output));
        assert_eq!(errors(&output).lines().count(), 1, "{}", errors(&output));
    }
    assert_eq!(files(folder.path()), Vec::<String>::new());
}
