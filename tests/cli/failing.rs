//! A disk without room: clear errors, nothing confirmed lost, and all is well when there is room again.

use crate::program::succeed;
use crate::server::{Server, a_move, command};
use serde_json::{Value, json};

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
