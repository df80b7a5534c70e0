//! `serve`: starts, says where it is, ends when told; what keeps it from starting is one sentence.

use crate::program::{errors, stellwerk};
use crate::server::{end, free_port, get, request, start, url};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

/// A start that must fail: exit code 1 and one sentence, nothing on standard output.
fn refused(database: &Path, port: u16) -> String {
    let output: Output = start(database, port).wait_with_output().unwrap();
    let said = errors(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(output.stdout, b"");
    assert_eq!(said.trim_end().lines().count(), 1, "one sentence: {said}");
    assert!(said.trim_end().ends_with('.'), "{said}");
    said
}

#[cfg(unix)]
#[test]
fn starts_serves_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new/folder/stellwerk.db");
    for signal in ["-TERM", "-INT"] {
        let port = free_port();
        let begun = Instant::now();
        let mut child = start(&database, port);
        assert_eq!(url(&mut child), format!("http://127.0.0.1:{port}"));
        let page = get(port, "/anmelden");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(get(port, "/readyz").ends_with("ok"));
        let output = end(child, signal);
        assert_eq!(output.status.code(), Some(0), "{signal}: {}", errors(&output));
        // Written back: the file alone holds everything.
        assert!(!database.with_extension("db-wal").exists(), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_database_begins_with_a_plan_of_ones_own_and_an_old_one_keeps_its_plan() {
    let folder = tempfile::tempdir().unwrap();
    let (database, plan) = (folder.path().join("own.db"), folder.path().join("plan.json"));
    let unit = r#"{"id": "amt", "name": "Amt für Probleme"}"#;
    let text = format!(
        r#"{{"format": "stellwerk-plan/1", "name": "Eigener", "as_of": "2024-01-01", "units": [{unit}], "posts": []}}"#
    );
    std::fs::write(&plan, text).unwrap();
    let begin = |port: u16| {
        let mut command = stellwerk();
        command.args(["serve", "--demo", "--port", &port.to_string(), "--plan"]).arg(&plan).arg("--database");
        command.arg(&database).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let port = free_port();
    let mut child = begin(port);
    url(&mut child);
    let form = "POST /anmelden/demonstration HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\nConnection: close\r\n\r\nrolle=manager";
    let entered = request(port, form);
    let cookie = entered.split("stellwerk_sitzung=").nth(1).unwrap().split(';').next().unwrap();
    let page = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: stellwerk_sitzung={cookie}\r\nConnection: close\r\n\r\n"
    );
    assert!(request(port, &page).contains("Amt für Probleme"));
    end(child, "-TERM");

    let output = begin(free_port()).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("enthält schon einen Plan"), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn ends_in_time_although_a_client_does_not_finish() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = start(&folder.path().join("stellwerk.db"), port);
    url(&mut child);
    let mut slow = TcpStream::connect(("127.0.0.1", port)).unwrap();
    slow.write_all(b"POST /api/scenarios/current HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n")
        .unwrap();
    let begun = Instant::now();
    let output = end(child, "-TERM");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn figures_are_given_out_on_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (port, figures) = (free_port(), free_port());
    let database = folder.path().join("stellwerk.db");
    let mut child = stellwerk()
        .args([
            "serve",
            "--port",
            &port.to_string(),
            "--metrics",
            &format!("127.0.0.1:{figures}"),
            "--database",
        ])
        .arg(&database)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    url(&mut child);
    assert!(get(port, "/anmelden").starts_with("HTTP/1.1 200"));
    assert!(get(port, "/geheim-4711").starts_with("HTTP/1.1 404"));
    let text = get(figures, "/metrics");
    for line in [
        r#"stellwerk_requests_total{route="/anmelden",method="GET",status="200"} 1"#,
        r#"stellwerk_requests_total{route="file",method="GET",status="404"} 1"#,
        "stellwerk_database_ready 1",
        "# TYPE stellwerk_request_seconds histogram",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("4711"), "what somebody typed is in the figures");
    // Not where everybody else is, and not under a foreign name.
    assert!(get(port, "/metrics").starts_with("HTTP/1.1 404"));
    let output = end(child, "-TERM");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));

    let open = stellwerk().args(["serve", "--metrics", "0.0.0.0:9464"]).output().unwrap();
    assert_eq!(open.status.code(), Some(2));
    assert!(errors(&open).contains("nur Adressen dieses Rechners"), "{}", errors(&open));
}

#[test]
fn a_taken_port_is_told_and_touches_nothing() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    let port = taken.local_addr().unwrap().port();
    let said = refused(&database, port);
    assert!(said.contains(&format!("Der Port {port} ist schon belegt")), "{said}");
    assert!(!database.exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    // A path through a file: no right of the superuser helps.
    let said = refused(&file.join("stellwerk.db"), free_port());
    assert!(said.contains("kann nicht angelegt oder beschrieben werden"), "{said}");
}

#[test]
fn something_else_than_a_database_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stellwerk.db");
    for content in [&b"Liebes Tagebuch, heute war ein schoener Tag im Amt."[..], b"x"] {
        std::fs::write(&file, content).unwrap();
        let said = refused(&file, free_port());
        assert!(said.contains("keine unversehrte Stellwerk-Datenbank"), "{said}");
        assert_eq!(std::fs::read(&file).unwrap(), content);
    }
}

#[test]
fn a_cut_off_database_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stellwerk.db");
    std::fs::write(&file, [b"SQLite format 3\0", [7; 4000].as_slice()].concat()).unwrap();
    let said = refused(&file, free_port());
    assert!(said.contains("Datenbank"), "{said}");
}

#[test]
fn a_folder_in_place_of_the_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(folder.path(), free_port());
    assert!(said.contains("Ordner"), "{said}");
}

#[test]
fn a_log_level_that_is_none_is_told() {
    let output = stellwerk().args(["serve", "--log", "x=laut"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("keine Protokollstufe"), "{}", errors(&output));
}

/// A start with these flags that must fail; what it says.
fn refused_with(flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    let output = stellwerk().arg("serve").args(flags).arg("--database").arg(&database).output().unwrap();
    let said = errors(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!database.exists());
    said
}

#[test]
fn a_demonstration_is_for_this_machine_only() {
    for flags in [&["--demo", "--address", "0.0.0.0"][..], &["--demo", "--origin", "https://a.example"]] {
        assert!(refused_with(flags).contains("läuft deshalb nur auf diesem Rechner"), "{flags:?}");
    }
}

#[test]
fn passwords_do_not_travel_without_encryption() {
    for flags in [&["--address", "0.0.0.0"][..], &["--origin", "http://stellwerk.example.de"]] {
        assert!(refused_with(flags).contains("mitgelesen"), "{flags:?}");
    }
}

#[cfg(unix)]
#[test]
fn without_accounts_the_first_start_gives_a_link_and_no_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    let mut links = Vec::new();
    for _ in 0..2 {
        let port = free_port();
        let mut command = stellwerk();
        command.args(["serve", "--port", &port.to_string(), "--database"]).arg(&database);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let line = lines.map(Result::unwrap).find(|line| line.contains("/einrichten#")).expect("no link");
        assert!(line.contains("„administration“"), "{line}");
        let page = get(port, "/anmelden");
        assert!(page.contains("Kontoname") && !page.contains("rolle"), "{page}");
        assert!(get(port, "/api/x").starts_with("HTTP/1.1 404"));
        let output = end(child, "-TERM");
        let key = line.split("/einrichten#").nth(1).unwrap()[..64].to_owned();
        assert!(!errors(&output).contains(&key), "a secret stands in the log");
        links.push(key);
    }
    assert_ne!(links[0], links[1], "each start gives a new one");

    // Whoever may write the file may also give out a link, and sees who there is.
    let user = |flags: &[&str]| {
        stellwerk().arg("user").args(flags).arg("--database").arg(&database).output().unwrap()
    };
    let listed = String::from_utf8(user(&[]).stdout).unwrap();
    assert!(listed.contains("administration") && listed.contains("Link gilt bis"), "{listed}");
    let link =
        String::from_utf8(user(&["--link", "Administration", "--reason", "Kennwort vergessen"]).stdout)
            .unwrap();
    assert_eq!(link.split("/einrichten#").nth(1).unwrap().trim().len(), 64);
    let refused = user(&["--link", "niemand", "--reason", "Kennwort vergessen"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(errors(&refused).contains("gibt es nicht"), "{}", errors(&refused));

    // Nothing is changed without saying why; the trail has it, and neither more than one thing at a time is done.
    let silent = user(&["--end-sessions", "administration"]);
    assert_eq!(silent.status.code(), Some(2));
    assert!(errors(&silent).contains("--reason"), "{}", errors(&silent));
    assert_eq!(user(&["--close", "a", "--reopen", "a", "--reason", "Probe"]).status.code(), Some(2));
    assert_eq!(user(&["--end-sessions", "administration", "--reason", "?"]).status.code(), Some(2));
    let ended = user(&["--end-sessions", "administration", "--reason", "Rechner verloren"]);
    assert!(String::from_utf8(ended.stdout).unwrap().contains("sind beendet"));
    let none = user(&["--remove-second-factor", "administration", "--reason", "Gerät verloren"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(errors(&none).contains("kein zweiter Faktor"), "{}", errors(&none));
    let last = user(&["--close", "administration", "--reason", "Ausgeschieden"]);
    assert_eq!(last.status.code(), Some(1));
    assert!(errors(&last).contains("letzte Konto"), "{}", errors(&last));
    let trail = stellwerk().args(["audit", "--database"]).arg(&database).output().unwrap();
    let trail = String::from_utf8(trail.stdout).unwrap();
    assert!(trail.contains("Kennwort vergessen") && trail.contains("Rechner verloren"), "{trail}");
    assert!(!trail.contains("Ausgeschieden"), "{trail}");
}
