//! The surroundings fail, as real files and a real process: a disk without room, files that cannot be written, a database that
//! another program keeps. Clear errors, nothing confirmed lost, and all is well when they are in order again.

use crate::program::{errors, succeed};
use crate::server::{Server, a_move, behind, command, free_port};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Commands after which a disk of a megabyte must be full.
const MANY: i64 = 2_000;

/// Works until nothing can be stored any more; the last version that was confirmed and the command that was not.
fn until_full(server: &Server, scenario: &Value) -> (i64, &'static str, Value) {
    let change = a_move();
    for version in 1..MANY {
        let (function, body) = command(scenario, version, (version % 2 == 1).then_some(&change));
        let (status, answer) = server.try_call(function, &body).unwrap();
        if status != 200 {
            assert_eq!((status, &answer), (507, &json!("not_stored")));
            return (version, function, body);
        }
    }
    panic!("the disk never was full");
}

#[test]
fn on_a_full_disk_nothing_is_lost_and_the_server_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    // A database to begin with, and its scenario.
    let server = Server::start(&database);
    let scenario = server.new_scenario("Voll")["id"].clone();
    server.end();
    let size = u32::try_from(std::fs::metadata(&database).unwrap().len() / 1024).unwrap();

    let server = Server::with_little_room(&database, size + 512);
    let (version, function, body) = until_full(&server, &scenario);
    assert!(version > 1, "there was room for a few");
    // It still reads, and still refuses without losing anything.
    assert_eq!(server.scenario(&scenario)["version"], version);
    assert_eq!(server.try_call(function, &body).unwrap().0, 507);
    assert!(server.get("/").contains(" 200 OK"));
    server.kill();

    // There is room again: the same command, sent once more, is carried out.
    let server = Server::start(&database);
    assert_eq!(server.scenario(&scenario)["version"], version);
    assert_eq!(server.call(function, &body)["version"], version + 1);
    server.end();
    let said = succeed(&["verify", "--database", database.to_str().unwrap()], b"");
    assert!(said.contains("Unversehrt."), "{said}");
}

/// A database with a scenario, in a folder that everybody may enter; no server works on it.
fn used(folder: &Path) -> (PathBuf, Value) {
    set_mode(folder, 0o755);
    let database = folder.join("stellwerk.db");
    let server = Server::start(&database);
    let scenario = server.new_scenario("Da")["id"].clone();
    server.end();
    (database, scenario)
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Somebody whom the rights of files concern: the superuser's program runs as another user, who has none.
struct Somebody {
    /// The program where that user may run it.
    program: PathBuf,
    user: Option<u32>,
    _copy: Option<TempDir>,
}

impl Somebody {
    fn without_rights() -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_stellwerk"));
        if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
            return Self { program, user: None, _copy: None };
        }
        let mut somebody = Self { program, user: Some(65_534), _copy: None };
        if !somebody.runs() {
            // The program lies where nobody else may look.
            let folder = tempfile::tempdir().unwrap();
            set_mode(folder.path(), 0o755);
            let copy = folder.path().join("stellwerk");
            std::fs::copy(&somebody.program, &copy).unwrap();
            set_mode(&copy, 0o755);
            somebody = Self { program: copy, user: Some(65_534), _copy: Some(folder) };
        }
        assert!(
            somebody.runs(),
            "as root, this test needs to run the program as another user, and cannot here"
        );
        somebody
    }

    fn runs(&self) -> bool {
        let mut command = Command::new(&self.program);
        self.become_user(&mut command);
        command.arg("--version").output().is_ok_and(|tried| tried.status.success())
    }

    fn become_user(&self, command: &mut Command) {
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
    }

    /// The call that starts the server.
    fn serving(&self, database: &Path, port: u16) -> Command {
        let plain = behind(&[], database, port);
        let mut command = Command::new(&self.program);
        command.args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        self.become_user(&mut command);
        command
    }
}

/// A start that must fail: exit code 1 and one German sentence.
fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = errors(&output);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{said}");
    let sentences: Vec<&str> = said.lines().filter(|line| !line.starts_with('{')).collect();
    assert_eq!(sentences.len(), 1, "{said}");
    assert!(sentences[0].starts_with("D") && sentences[0].ends_with('.'), "{said}");
    said
}

#[test]
fn what_cannot_be_written_is_told_at_the_start_and_left_as_it_is() {
    let somebody = Somebody::without_rights();
    let folder = tempfile::tempdir().unwrap();
    let (database, scenario) = used(folder.path());
    let before = std::fs::read(&database).unwrap();
    for (in_folder, on_file, words) in [
        (0o777, 0o444, "sie ist schreibgeschützt"),
        (0o555, 0o444, "sie ist schreibgeschützt"),
        (0o555, 0o666, "sie ist schreibgeschützt"),
        (0o777, 0o000, "Zugriff verweigert"),
    ] {
        set_mode(&database, on_file);
        set_mode(folder.path(), in_folder);
        let said = refused(somebody.serving(&database, free_port()));
        assert!(
            said.contains(words) && said.contains("prüfen Sie die Zugriffsrechte"),
            "{in_folder:o} {on_file:o}: {said}"
        );
        if in_folder == 0o555 {
            let said = refused(somebody.serving(&folder.path().join("neu.db"), free_port()));
            assert!(said.contains("kann nicht angelegt oder beschrieben werden"), "{said}");
        }
        set_mode(folder.path(), 0o777);
        set_mode(&database, 0o666);
        assert_eq!(std::fs::read(&database).unwrap(), before, "{in_folder:o} {on_file:o}");
        // What an attempt that could only read leaves beside the file; with it there, the next one would need no right on the folder.
        for beside in ["db-wal", "db-shm"] {
            let _ = std::fs::remove_file(database.with_extension(beside));
        }
    }
    let port = free_port();
    let server = Server::of(somebody.serving(&database, port), port);
    assert_eq!(server.scenario(&scenario)["name"], "Da");
    server.end();
}

/// Somebody else's connection that keeps the right to write.
struct Keeper {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Keeper {
    fn of(database: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let options = SqliteConnectOptions::new().filename(database);
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
            connection
        });
        Self { runtime, connection }
    }

    fn let_go(self) {
        let Self { runtime, mut connection } = self;
        runtime.block_on(async {
            sqlx::query("ROLLBACK").execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
    }
}

#[test]
fn a_database_that_another_program_keeps_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (database, scenario) = used(folder.path());
    let keeper = Keeper::of(&database);
    let said = refused(behind(&[], &database, free_port()));
    assert!(said.contains("weil ein anderes Programm sie festhält; bitte beenden Sie es"), "{said}");
    keeper.let_go();
    let server = Server::start(&database);
    assert_eq!(server.scenario(&scenario)["name"], "Da");
    server.end();
}

/// Makes the sessions two minutes older: with the next request it is due to write down that they are used, which must hinder nobody.
fn age(database: &Path) {
    let options = SqliteConnectOptions::new().filename(database);
    let aged = async {
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let aged =
            sqlx::query("UPDATE session SET seen_at = seen_at - 120000000").execute(&mut connection).await;
        assert!(aged.unwrap().rows_affected() > 0);
        connection.close().await.unwrap();
    };
    Runtime::new().unwrap().block_on(aged);
}

/// A write that is refused with this answer, while reading goes on, and that is carried out once the surroundings are in order.
fn writes_again_after(
    server: &Server,
    scenario: &Value,
    (status, word): (u16, &str),
    in_order: impl FnOnce(),
) {
    let change = a_move();
    let (function, body) = command(scenario, 1, Some(&change));
    assert_eq!(server.try_call(function, &body).unwrap(), (status, json!(word)));
    assert_eq!(server.scenario(scenario)["version"], 1, "reading goes on");
    // That it takes writes is proven once a second at most.
    let told = (0..30).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.get("/readyz").contains(" 503 ")
    });
    assert!(told, "it says that it is not ready");
    assert!(server.get("/healthz").contains(" 200 OK"));
    in_order();
    assert_eq!(server.call(function, &body)["version"], 2, "the same command, sent once more");
    assert!(server.get("/readyz").contains(" 200 OK"));
}

/// The one command that was carried out is there, once.
fn ends_whole(server: Server, database: &Path) {
    server.end();
    let said = succeed(&["verify", "--database", database.to_str().unwrap()], b"");
    assert!(said.contains("Unversehrt."), "{said}");
    let trail = succeed(&["audit", "--format", "json", "--database", database.to_str().unwrap()], b"");
    let trail: Vec<Value> = serde_json::from_str(&trail).unwrap();
    let appended = trail.iter().filter(|entry| entry["action"] == "scenario.append");
    assert_eq!(appended.count(), 1, "once");
}

#[test]
fn while_another_program_keeps_the_database_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (database, scenario) = used(folder.path());
    let server = Server::start(&database);
    age(&database);
    let keeper = Keeper::of(&database);
    writes_again_after(&server, &scenario, (503, "busy"), || keeper.let_go());
    ends_whole(server, &database);
}

/// A process whose files take no writes, not even through handles that are open: as on a disk that the system has set to
/// read-only after a fault. `prlimit` is a part of util-linux; it asks for no rights.
struct Unwritable<'a>(&'a Server);

impl<'a> Unwritable<'a> {
    /// Of a server that does not die of the signal.
    fn make(server: &'a Server) -> Self {
        Self::limit(server, "0");
        Self(server)
    }

    fn limit(server: &Server, bytes: &str) {
        let limited = Command::new("prlimit")
            .args(["--pid", &server.process().to_string(), &format!("--fsize={bytes}:")])
            .output()
            .expect("this test needs the program „prlimit“ (package util-linux)");
        assert!(limited.status.success(), "{}", String::from_utf8_lossy(&limited.stderr));
    }
}

impl Drop for Unwritable<'_> {
    fn drop(&mut self) {
        Self::limit(self.0, "unlimited");
    }
}

#[test]
fn while_the_disk_takes_no_writes_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (database, scenario) = used(folder.path());
    // The signal that comes with a write beyond the limit would kill it.
    let script = "trap '' XFSZ; exec \"$0\" \"$@\"".to_owned();
    let server = Server::start_behind(&["sh".to_owned(), "-c".to_owned(), script], &database);
    age(&database);
    let unwritable = Unwritable::make(&server);
    writes_again_after(&server, &scenario, (507, "not_stored"), || drop(unwritable));
    ends_whole(server, &database);
}
