//! The web application as a process of its own, called over the network.

use crate::program::stellwerk;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use stellwerk::plan::builtin;
use uuid::Uuid;

pub fn start(database: &Path, port: u16) -> Child {
    serve(database, port).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The call that starts the server.
fn serve(database: &Path, port: u16) -> Command {
    let mut command = stellwerk();
    command.args(["serve", "--demo", "--port", &port.to_string(), "--database"]).arg(database);
    // Tests write faster than people.
    command.args(["--requests", "1000000"]);
    command
}

/// The call that starts the server behind another program: its arguments first, those of the server at their end.
#[cfg(unix)]
pub fn behind(wrapper: &[String], database: &Path, port: u16) -> Command {
    let plain = serve(database, port);
    let Some((first, rest)) = wrapper.split_first() else { return plain };
    let mut command = Command::new(first);
    command.args(rest).arg(plain.get_program()).args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until the server says where it is.
pub fn url(child: &mut Child) -> String {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.contains("http://")).expect("no address");
    line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned()
}

/// Sends this and reads to the end; fails where the server goes away meanwhile.
fn ask(port: u16, text: &str) -> Result<String> {
    let mut connection = TcpStream::connect(("127.0.0.1", port))?;
    connection.set_read_timeout(Some(Duration::from_secs(20)))?;
    connection.write_all(text.as_bytes())?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The answer to a request that is written out.
pub fn request(port: u16, text: &str) -> String {
    ask(port, text).unwrap()
}

pub fn get(port: u16, path: &str) -> String {
    let host = format!("Host: 127.0.0.1:{port}\r\nConnection: close");
    ask(port, &format!("GET {path} HTTP/1.1\r\n{host}\r\n\r\n")).unwrap()
}

#[cfg(unix)]
pub fn end(child: Child, signal: &str) -> Output {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    child.wait_with_output().unwrap()
}

/// A server that answers.
pub struct Server {
    pub port: u16,
    /// What the server knows its visitor by: the head of the department.
    cookie: String,
    child: Child,
}

/// The status of an answer and what it says.
pub type Answer = (u16, Value);

impl Server {
    /// Starts it on a database and waits until it is there.
    pub fn start(database: &Path) -> Self {
        let port = free_port();
        Self::of(serve(database, port), port)
    }

    /// The same behind another program, which takes something away from it.
    #[cfg(unix)]
    pub fn start_behind(wrapper: &[String], database: &Path) -> Self {
        let port = free_port();
        Self::of(behind(wrapper, database, port), port)
    }

    /// The same without room for files of more than so many kilobytes: a disk that is full, to this process alone.
    #[cfg(unix)]
    pub fn with_little_room(database: &Path, kilobytes: u32) -> Self {
        let port = free_port();
        // The signal that comes with it would kill; ignored, the write fails as it does on a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
        Self::of(behind(&["sh".to_owned(), "-c".to_owned(), script], database, port), port)
    }

    /// The same by a call of one's own, on this port.
    pub fn of(mut command: Command, port: u16) -> Self {
        // The log goes nowhere: a pipe that nobody reads would stop the server when it is full.
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        url(&mut child);
        let mut server = Self { port, cookie: String::new(), child };
        let entered = server
            .post("/anmelden/demonstration", "application/x-www-form-urlencoded", "rolle=manager")
            .unwrap();
        let cookie = entered.split("\r\n").find_map(|line| line.strip_prefix("set-cookie: "));
        server.cookie = cookie.expect("a cookie").split(';').next().unwrap().to_owned();
        server
    }

    /// Calls a server function; an error where no whole answer came. In the old form of HTTP an answer comes in one piece.
    pub fn try_call(&self, function: &str, body: &Value) -> Result<Answer> {
        let answer = self.post(&format!("/api/{function}"), "application/json", &body.to_string())?;
        let cut = || Error::other(format!("cut off: {answer}"));
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
        Ok((status, serde_json::from_str(body).map_err(|_| cut())?))
    }

    fn post(&self, path: &str, kind: &str, body: &str) -> Result<String> {
        let (port, cookie, length) = (self.port, &self.cookie, body.len());
        let text = format!(
            "POST {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\nCookie: {cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        ask(port, &text)
    }

    /// Visits an address.
    pub fn get(&self, path: &str) -> String {
        let (port, cookie) = (self.port, &self.cookie);
        ask(port, &format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"))
            .unwrap()
    }

    /// Calls a server function, which has to work.
    pub fn call(&self, function: &str, body: &Value) -> Value {
        let (status, answer) = self.try_call(function, body).unwrap();
        assert_eq!(status, 200, "{function}: {answer}");
        answer
    }

    /// Makes a scenario.
    pub fn new_scenario(&self, name: &str) -> Value {
        let command = json!({"command": {"command": Uuid::new_v4(), "name": name}});
        self.call("scenarios/create", &command)
    }

    /// A scenario as it is.
    pub fn scenario(&self, id: &Value) -> Value {
        self.call("scenarios/current", &json!({"scenario": id}))
    }

    /// The number of its process.
    #[cfg(unix)]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a system does.
    #[cfg(unix)]
    pub fn end(self) {
        let output = end(self.child, "-TERM");
        assert_eq!(output.status.code(), Some(0));
    }

    /// Kills it without a word, while others still use it.
    #[cfg(unix)]
    pub fn kill_now(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    }

    /// Kills it without a word and waits for its end.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Moves a post of the built-in plan to another unit.
pub fn a_move() -> Value {
    let plan = builtin().unwrap();
    let post = &plan.posts[0];
    let other = plan.posts.iter().find(|other| other.home() != post.home()).unwrap();
    let to = other.home().unwrap().to_string();
    json!({"effective": "2024-03-01", "action": {"move_post": {"post": post.id.to_string(), "to": to}}})
}

/// Adds this change, or takes the last step back: two commands that can follow each other for ever.
pub fn command(scenario: &Value, version: i64, change: Option<&Value>) -> (&'static str, Value) {
    let mut command = json!({"scenario": scenario, "version": version, "command": Uuid::new_v4()});
    match change {
        Some(change) => {
            command["changes"] = json!([change]);
            ("scenarios/append", json!({"command": command}))
        }
        None => ("scenarios/undo", json!({"command": command})),
    }
}
