//! The server is killed at any moment: what it confirmed is there, what it was about to do is done once or not at all.

use crate::program::succeed;
use crate::server::{Server, a_move, command};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// How often the server is killed.
const KILLS: u32 = 100;

/// How many write at the same time.
const CLIENTS: usize = 4;

/// Somebody who works in a scenario of their own and knows what was confirmed.
struct Client {
    scenario: Value,
    /// The last version that was confirmed.
    version: i64,
    /// What was sent and not answered.
    pending: Option<(&'static str, Value)>,
}

impl Client {
    fn new(server: &Server, number: usize) -> Self {
        let made = server.new_scenario(&format!("Nummer {number}"));
        Self { scenario: made["id"].clone(), version: made["version"].as_i64().unwrap(), pending: None }
    }

    /// After a restart: nothing that was confirmed is missing, and what was pending is carried out once.
    fn find_again(&mut self, server: &Server) {
        let state = server.scenario(&self.scenario);
        let found = state["version"].as_i64().unwrap();
        let may_be = self.version..=self.version + i64::from(self.pending.is_some());
        assert!(may_be.contains(&found), "confirmed was {}, found is {found}", self.version);
        if let Some((function, body)) = self.pending.take() {
            let answer = server.call(function, &body);
            self.version += 1;
            assert_eq!(answer["version"], self.version, "sent twice, carried out once");
        }
        let state = server.scenario(&self.scenario);
        assert_eq!(state["version"], self.version);
        // Each version adds a step or takes it back, and never half of that.
        let undone: Vec<&Value> =
            state["steps"].as_array().unwrap().iter().map(|step| &step["undone"]).collect();
        let expected = if self.version == 1 { vec![] } else { vec![self.version % 2 == 1] };
        assert_eq!(json!(undone), json!(expected));
    }

    /// Writes until the server is gone; the number of commands that were confirmed.
    fn write(&mut self, server: &Server, change: &Value) -> u32 {
        let mut confirmed = 0;
        loop {
            let change = (self.version % 2 == 1).then_some(change);
            let (function, body) = command(&self.scenario, self.version, change);
            match server.try_call(function, &body) {
                Ok((200, answer)) => {
                    self.version += 1;
                    assert_eq!(answer["version"], self.version);
                    confirmed += 1;
                }
                Ok((status, answer)) => panic!("{status}: {answer}"),
                Err(_) => {
                    self.pending = Some((function, body));
                    return confirmed;
                }
            }
        }
    }
}

/// Pauses of any length between 5 and 200 milliseconds, the same in every run.
fn pauses() -> impl FnMut() -> Duration {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Duration::from_millis(5 + state % 196)
    }
}

fn killed_again_and_again(database: &Path) -> (Vec<Client>, u32) {
    let server = Server::start(database);
    let mut clients: Vec<Client> = (0..CLIENTS).map(|number| Client::new(&server, number)).collect();
    server.kill();
    let (mut pause, change, mut confirmed) = (pauses(), a_move(), 0);
    for _ in 0..KILLS {
        let server = Server::start(database);
        clients.iter_mut().for_each(|client| client.find_again(&server));
        let (change, server_seen) = (&change, &server);
        std::thread::scope(|scope| {
            let writers: Vec<_> = clients
                .iter_mut()
                .map(|client| scope.spawn(move || client.write(server_seen, change)))
                .collect();
            std::thread::sleep(pause());
            server_seen.kill_now();
            confirmed += writers.into_iter().map(|writer| writer.join().unwrap()).sum::<u32>();
        });
        server.kill();
    }
    (clients, confirmed)
}

#[test]
fn killed_a_hundred_times_while_others_write_nothing_confirmed_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("stellwerk.db");
    let (mut clients, confirmed) = killed_again_and_again(&database);
    let server = Server::start(&database);
    clients.iter_mut().for_each(|client| client.find_again(&server));
    server.end();
    assert!(confirmed >= KILLS, "the server was hardly at work: {confirmed} commands");

    let report = succeed(&["verify", "--format", "json", "--database", database.to_str().unwrap()], b"");
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["faults"], json!([]));
    // Each command leaves one entry in the trail: the making of the scenario, and every version after the first.
    let commands: i64 = clients.iter().map(|client| client.version).sum();
    let trail = succeed(&["audit", "--format", "json", "--database", database.to_str().unwrap()], b"");
    let trail: Vec<Value> = serde_json::from_str(&trail).unwrap();
    let of_scenarios =
        trail.iter().filter(|entry| entry["action"].as_str().unwrap().starts_with("scenario."));
    assert_eq!(of_scenarios.count() as i64, commands);
}
