//! Files that are handed to a running server beside tables at its door: a plan as the page posts it, and what is laid into the watched
//! folder.

use crate::requests::Server;
use crate::{REQUESTED, feed};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use stellwerk::permission::{Role, permit};
use stellwerk::plan::builtin;
use stellwerk::server::{FolderDesk, ImportFolder};
use stellwerk::store::{Actor, Store, Tenant};
use tokio::runtime::Builder;

const FULL_PLAN: &[u8] = include_bytes!("../fixtures/full_plan.json");

/// What stands before a plan: what is asked.
fn ask(server: &Server, way: &str, replaces: Option<i64>) -> Vec<u8> {
    let ask = json!({
        "name": "plan.json", "way": way, "scenario": server.scenario, "replaces": replaces, "note": "BV/0001/2024",
        "english": replaces.is_some(),
    });
    format!("{ask}\n").into_bytes()
}

/// Posts a plan as the page does. What goes wrong while it is read is told in the answer itself.
fn posted(server: &Server, posted: &[u8]) {
    let told = server.post("/daten/plan", posted);
    let told: Value = serde_json::from_slice(&told).unwrap();
    assert!(told["failed"]["internal"].is_null(), "{told}");
}

#[test]
fn plans_at_the_door() {
    let server = Server::new();
    let plans = [builtin().unwrap().to_json().into_bytes(), FULL_PLAN.to_vec()];
    let step = ask(&server, "step", None);
    let baseline = ask(&server, "baseline", Some(1));
    let seeds: Vec<Vec<u8>> =
        [&step, &baseline].iter().zip(&plans).map(|(ask, plan)| [ask.as_slice(), plan].concat()).collect();
    feed("plan-upload", REQUESTED, &seeds, |input| posted(&server, input));
    // What is asked is in order, and only the plan is broken.
    for (target, ask) in [("uploaded-plan", step), ("uploaded-baseline", baseline)] {
        feed(target, REQUESTED, &plans, |input| posted(&server, &[ask.as_slice(), input].concat()));
    }
}

/// A name that a file can have in a folder, out of what was made.
fn file_name(made: &[u8]) -> OsString {
    // A name has 255 bytes at most, and what is no text counts threefold in it.
    let signs = made.iter().copied().take(60).map(|byte| if matches!(byte, 0 | b'/') { b'_' } else { byte });
    OsString::from_vec(signs.collect())
}

fn emptied(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::remove_file(path).unwrap();
        }
    }
}

/// The first line is the name of the file.
#[test]
fn tables_in_the_watched_folder() {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let database = tempfile::tempdir().unwrap();
    let opened = async { Store::open(&database.path().join("stellwerk.db"), &builtin().unwrap()).await };
    let store = runtime.block_on(opened).unwrap();
    let actor =
        Actor { tenant: Tenant::embedded(), name: "eingangsordner".to_owned(), request_id: String::new() };
    let desk = FolderDesk {
        store,
        actor,
        edit: permit(Role::Manager).unwrap(),
        view: permit(Role::Manager).unwrap(),
        plan: permit(Role::Manager).unwrap(),
    };
    let inbox = tempfile::tempdir().unwrap();
    let mut folder = ImportFolder::open(inbox.path(), desk).unwrap();
    let seeds = [
        "Fälle 2023.csv\nMonat;Fallart;Eingänge;Erledigungen\r\n01/2023;a01;120;100\r\n".as_bytes().to_vec(),
        "liste.txt\nAktenzeichen;Fallart;Eingang;Status;Abschluss\r\nA-1/23;a01;01.02.2023;bei uns;\r\n"
            .as_bytes()
            .to_vec(),
        [b"mappe.xlsx\n".as_slice(), &crate::workbooks::pack(None)].concat(),
    ];
    feed("folder", REQUESTED, &seeds, |input| {
        let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
        let (name, content) = (file_name(&input[..end]), input.get(end + 1..).unwrap_or_default());
        // Some names are those of folders.
        if std::fs::write(inbox.path().join(&name), content).is_err() {
            return;
        }
        // What is the same at two looks is taken; a fault would leave it there for the next one.
        let looks = [folder.look(runtime.handle()).unwrap(), folder.look(runtime.handle()).unwrap()];
        let is_table = name.len() > 4 && name.to_string_lossy().ends_with(".csv");
        assert!(!is_table || looks[1].len() == 1, "{name:?} was left where it was");
        for below in ["", "erledigt", "abgelehnt"] {
            emptied(&inbox.path().join(below));
        }
    });
}
