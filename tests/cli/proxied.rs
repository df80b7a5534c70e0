//! Sign-in by a proxy that names the account in a header: a server in earnest on its own file, called over the network from the address
//! of the proxy (127.0.0.2) and from others.

use crate::program::{errors, stellwerk};
use crate::server::{end, free_port};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpSocket;

const HOST: &str = "stellwerk.example.de";
const PASSWORD: &str = "korrekt pferd batterie";
const PROXY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const ELSEWHERE: Ipv4Addr = Ipv4Addr::LOCALHOST;
const BEGIN: &str = "/anmelden/verwaltungskonto";

/// Flags of a server behind a proxy that signs people in.
const BEHIND: [&str; 6] = [
    "--origin",
    "https://stellwerk.example.de",
    "--proxy-account-header",
    "X-Remote-User",
    "--proxy-address",
    "127.0.0.2,2001:db8::5",
];

/// A call of the server that ends by itself or is running.
fn started(database: &Path, port: u16, flags: &[&str]) -> Child {
    let mut command = stellwerk();
    command.args(["serve", "--requests", "1000000", "--port", &port.to_string()]).args(flags);
    command.arg("--database").arg(database).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// An answer: status, headers, body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    /// A header; empty where it is not there.
    fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// What a browser sends back of the cookie that came with it.
    fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A request, as a proxy or somebody else hands it on.
struct Request<'a> {
    from: Ipv4Addr,
    /// What stands in the header, as often as it stands there.
    named: &'a [&'a str],
    cookie: &'a str,
}

impl Request<'_> {
    fn by(from: Ipv4Addr) -> Self {
        Request { from, named: &[], cookie: "" }
    }
}

/// A server with its administrator, who has a password.
struct Proxied {
    port: u16,
    child: Child,
    administration: String,
    folder: TempDir,
}

impl Proxied {
    fn start(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut child = started(&folder.path().join("stellwerk.db"), port, flags);
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
        let said = lines.find(|line| line.contains("/einrichten#")).unwrap();
        let key: String =
            said.split('#').nth(1).unwrap().chars().take_while(char::is_ascii_hexdigit).collect();
        let mut server = Self { port, child, administration: String::new(), folder };
        let redeem = json!({"command": {"key": key, "password": PASSWORD}});
        let redeemed = server.call(&Request::by(ELSEWHERE), "account/redeem", &redeem);
        server.administration = redeemed.cookie();
        server
    }

    /// The same file behind other settings.
    fn restart(self, flags: &[&str]) -> Self {
        let Self { child, administration, folder, .. } = self;
        end(child, "-TERM");
        let port = free_port();
        let mut child = started(&folder.path().join("stellwerk.db"), port, flags);
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("Bitte öffnen Sie im Browser")));
        Self { port, child, administration, folder }
    }

    /// Ends the server; gives what it logged.
    fn end(self) -> String {
        errors(&end(self.child, "-TERM"))
    }

    fn send(&self, as_by: &Request<'_>, method: &str, path: &str, more: &str, body: &str) -> Answer {
        let Request { from, named, cookie } = as_by;
        let named: String = named.iter().map(|name| format!("X-Remote-User: {name}\r\n")).collect();
        let text = format!(
            "{method} {path} HTTP/1.0\r\nHost: {HOST}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookie}\r\n{named}{more}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = asked(*from, self.port, &text);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, as_by: &Request<'_>, path: &str) -> Answer {
        self.send(as_by, "GET", path, "Accept: text/html\r\n", "")
    }

    fn call(&self, as_by: &Request<'_>, function: &str, body: &Value) -> Answer {
        let more = "Content-Type: application/json\r\nAccept: application/json\r\n";
        self.send(as_by, "POST", &format!("/api/{function}"), more, &body.to_string())
    }

    /// Calls as the administrator, who comes by password.
    fn administer(&self, function: &str, body: &Value) -> Value {
        let administrator = Request { cookie: &self.administration, ..Request::by(ELSEWHERE) };
        self.call(&administrator, function, body).json()
    }

    /// Makes an account that the proxy may open.
    fn account(&self, name: &str) -> Value {
        let make = json!({"command": {"name": name, "role": "manager"}});
        let made = self.administer("accounts/create", &make)["account"].clone();
        let set = json!({"command": {
            "account": made["id"], "version": made["version"], "by_provider": true, "reason": "Umstellung",
        }});
        self.administer("accounts/provider", &set)
    }

    /// Comes in by the proxy, which has to work; gives what the browser is then known by.
    fn enter(&self, name: &str) -> String {
        let entered = self.get(&Request { named: &[name], ..Request::by(PROXY) }, BEGIN);
        assert_eq!((entered.status, entered.header("location")), (303, "/"), "{}", entered.head);
        entered.cookie()
    }

    /// Whether a request is signed in.
    fn is_in(&self, as_by: &Request<'_>) -> bool {
        let answer = self.call(as_by, "account/sessions", &json!({}));
        assert!(matches!(answer.status, 200 | 401), "{}", answer.head);
        answer.status == 200
    }
}

/// Whether this cookie is a session of the account that the proxy names.
fn as_planung(server: &Proxied, cookie: &str) -> bool {
    server.is_in(&Request { named: &["planung"], cookie, ..Request::by(PROXY) })
}

/// The answer to a request that is sent from one of this machine's own addresses.
fn asked(from: Ipv4Addr, port: u16, text: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let connection = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        socket.connect((Ipv4Addr::LOCALHOST, port).into()).await.unwrap().into_std().unwrap()
    });
    connection.set_nonblocking(false).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    (&connection).write_all(text.as_bytes()).unwrap();
    let mut answer = Vec::new();
    (&connection).read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_proxy_lets_in_whom_it_names_and_nobody_else_does() {
    let server = Proxied::start(&BEHIND);
    server.account("planung");
    // Whoever asks for a page is led in without being asked, and on to that page.
    let planung = Request { named: &["Planung"], ..Request::by(PROXY) };
    let led = server.get(&planung, "/organigramm");
    assert_eq!((led.status, led.header("location")), (303, "/anmelden/verwaltungskonto?weiter=/organigramm"));
    let entered = server.get(&planung, led.header("location"));
    assert_eq!((entered.status, entered.header("location")), (303, "/organigramm"));
    assert!(entered.header("set-cookie").starts_with("__Host-stellwerk="), "{}", entered.head);
    assert!(server.is_in(&Request { cookie: &entered.cookie(), ..planung }));
    // No second factor is asked for, no password opens it.
    let typed = format!("name=planung&kennwort={}", PASSWORD.replace(' ', "+"));
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let typed = server.send(&Request::by(PROXY), "POST", "/anmelden", form, &typed);
    assert_eq!(typed.header("location"), "/anmelden?grund=falsch");

    // Spoofed directly, doubled, empty, several in one, no account's name, nothing at all.
    let spoofed = Request { named: &["planung"], ..Request::by(ELSEWHERE) };
    let refused: [(Ipv4Addr, &[&str]); 7] = [
        (ELSEWHERE, &["planung"]),
        (PROXY, &["planung", "planung"]),
        (PROXY, &["planung", "administration"]),
        (PROXY, &[""]),
        (PROXY, &["planung, administration"]),
        (PROXY, &["AMT\\planung"]),
        (PROXY, &[]),
    ];
    for (from, named) in refused {
        let answer = server.get(&Request { named, ..Request::by(from) }, BEGIN);
        assert_eq!(answer.header("location"), "/anmelden?grund=dienstfehler", "{from} {named:?}");
        assert_eq!(answer.header("set-cookie"), "", "{from} {named:?}");
    }
    let led = server.get(&spoofed, "/organigramm");
    assert_eq!(led.header("location"), "/anmelden?weiter=/organigramm", "a stranger is asked as ever");
    // Another site cannot post in its name.
    let foreign = "POST /api/account/sessions HTTP/1.1\r\nHost: stellwerk.example.de\r\nConnection: close\r\n\
                   Sec-Fetch-Site: cross-site\r\nX-Remote-User: planung\r\nContent-Length: 2\r\n\r\n{}";
    assert!(asked(PROXY, server.port, foreign).starts_with("HTTP/1.1 403"));
    let log = server.end();
    assert!(log.contains("came from elsewhere and does not count"), "{log}");
    assert!(!log.to_lowercase().contains("planung"), "the log names nobody: {log}");
}

#[test]
fn only_an_open_account_that_was_given_to_the_proxy_is_opened_by_it() {
    let server = Proxied::start(&BEHIND);
    let refused = |name: &str| {
        let answer = server.get(&Request { named: &[name], ..Request::by(PROXY) }, BEGIN);
        assert_eq!(answer.header("set-cookie"), "", "{name}");
        assert_eq!(answer.header("location"), "/anmelden?grund=unbekannt", "{name}");
    };
    refused("unbekannt");
    // The administrator has a password and stays with it.
    refused("administration");
    let listed = server.administer("accounts/list", &json!({}));
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 1, "no account is made by a header");
    let account = server.account("planung");
    let cookie = server.enter("planung");
    let close = json!({"command": {
        "account": account["id"], "version": account["version"], "closed": true, "reason": "Umzug",
    }});
    server.administer("accounts/close", &close);
    assert!(!server.is_in(&Request { named: &["planung"], cookie: &cookie, ..Request::by(PROXY) }));
    refused("planung");
    // How somebody came to their account stands in the trail.
    let trail = Request { cookie: &server.administration, ..Request::by(ELSEWHERE) };
    let trail = server.get(&trail, "/export/protokoll").body;
    assert!(trail.contains("vorgelagerter Proxy"), "{trail}");
    server.end();
}

#[test]
fn a_session_counts_only_while_the_proxy_names_its_account() {
    let server = Proxied::start(&BEHIND);
    server.account("planung");
    server.account("vertretung");
    let cookie = server.enter("planung");
    let as_by = |from: Ipv4Addr, named: &[&str]| server.is_in(&Request { from, named, cookie: &cookie });
    assert!(as_by(PROXY, &["planung"]) && as_by(PROXY, &["PLANUNG"]));
    // Past the proxy, without a name or with two the cookie opens nothing, and the session goes on.
    for (from, named) in
        [(ELSEWHERE, &["planung"][..]), (ELSEWHERE, &[]), (PROXY, &[]), (PROXY, &["planung", "planung"])]
    {
        assert!(!as_by(from, named), "{from} {named:?}");
    }
    assert!(as_by(PROXY, &["planung"]));
    // Another name ends it for good, and what the browser kept goes.
    let other = Request { named: &["vertretung"], cookie: &cookie, ..Request::by(PROXY) };
    let led = server.get(&other, "/organigramm");
    assert_eq!(led.header("location"), "/anmelden/verwaltungskonto?weiter=/organigramm");
    assert_eq!(led.header("clear-site-data"), "\"storage\"");
    assert!(!as_planung(&server, &cookie), "it does not come back");
    // A session by password has nothing to do with the header, and no link from elsewhere puts another in its place; the button does.
    let administration =
        Request { named: &["planung"], cookie: &server.administration, ..Request::by(PROXY) };
    assert!(server.is_in(&administration));
    let link = format!(
        "GET {BEGIN} HTTP/1.0\r\nHost: {HOST}\r\nSec-Fetch-Site: cross-site\r\nCookie: {}\r\nX-Remote-User: planung\r\n\r\n",
        server.administration
    );
    let stays = asked(PROXY, server.port, &link).to_lowercase();
    assert!(stays.contains("location: /verwaltung\r\n") && !stays.contains("set-cookie"), "{stays}");
    assert!(server.is_in(&administration));
    let pressed = server.get(&administration, BEGIN);
    assert_eq!((pressed.status, pressed.header("location")), (303, "/"));
    assert!(!server.is_in(&administration) && as_planung(&server, &pressed.cookie()));
    server.end();
}

#[test]
fn signing_out_says_that_the_proxy_signs_in_again() {
    let server = Proxied::start(&BEHIND);
    server.account("planung");
    let cookie = server.enter("planung");
    let planung = Request { named: &["planung"], cookie: &cookie, ..Request::by(PROXY) };
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let out = server.send(&planung, "POST", "/abmelden", form, "");
    assert_eq!(out.header("location"), "/anmelden?grund=proxy");
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.head);
    assert!(!server.is_in(&planung));
    let page = server.get(&planung, "/anmelden?grund=proxy").body;
    assert!(page.contains("sind Sie wieder angemeldet"), "{page}");
    assert!(page.contains("href=\"/anmelden/verwaltungskonto\""), "{page}");
    server.end();
}

#[test]
fn where_somebody_is_is_believed_of_the_proxy_alone() {
    let server = Proxied::start(&BEHIND);
    // Each attempt says that it comes from somewhere else; several from one place have to wait.
    let last = |from: Ipv4Addr| {
        let attempts = (1..=6).map(|number| {
            let more = format!(
                "Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-For: 203.0.113.{number}\r\n"
            );
            let guess = "name=administration&kennwort=geraten+und+falsch";
            let answer = server.send(&Request::by(from), "POST", "/anmelden", &more, guess);
            answer.header("location").to_owned()
        });
        attempts.fold(String::new(), |_, answer| answer)
    };
    assert_eq!(last(PROXY), "/anmelden?grund=falsch", "the proxy speaks for many");
    assert_eq!(last(ELSEWHERE), "/anmelden?grund=warten", "whoever is near is no proxy by that");
    server.end();
}

#[test]
fn without_the_settings_the_header_is_nothing_and_what_the_proxy_opened_is_closed() {
    let server = Proxied::start(&BEHIND);
    server.account("planung");
    let cookie = server.enter("planung");
    let server = server.restart(&["--origin", "https://stellwerk.example.de"]);
    let planung = Request { named: &["planung"], cookie: &cookie, ..Request::by(PROXY) };
    assert!(!server.is_in(&planung));
    assert_eq!(server.get(&planung, BEGIN).status, 404);
    assert_eq!(server.get(&planung, "/organigramm").header("location"), "/anmelden?weiter=/organigramm");
    server.end();
}

#[test]
fn settings_that_contradict_each_other_or_let_others_in_keep_the_server_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("geheim");
    std::fs::write(&secret, "geheim\n").unwrap();
    let said = |flags: &[&str]| {
        let database = folder.path().join("stellwerk.db");
        let output: Output = started(&database, free_port(), flags).wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{flags:?}: {}", errors(&output));
        assert!(!database.exists(), "{flags:?}");
        errors(&output)
    };
    let header = ["--proxy-account-header", "X-Remote-User"];
    let address = ["--proxy-address", "127.0.0.2"];
    let origin = ["--origin", "https://stellwerk.example.de"];
    let service =
        ["--oidc-issuer", "http://127.0.0.1:9/", "--oidc-client", "stellwerk", "--oidc-secret-file"];
    let service = [&service[..], &[secret.to_str().unwrap()]].concat();
    for (flags, remedy) in [
        ([&header[..], &origin].concat(), "--proxy-address zusammen"),
        ([&address[..], &origin].concat(), "--proxy-account-header und"),
        ([&header[..], &address].concat(), "--origin https://"),
        ([&header[..], &address, &origin, &service].concat(), "eines der beiden weg"),
        ([&BEHIND[..], &["--demo"]].concat(), "ohne --demo"),
        ([&header[..], &origin, &["--proxy-address", "0.0.0.0/0"]].concat(), "höchstens 256 Adressen"),
        ([&header[..], &origin, &["--proxy-address", "127.0.0.2,::/0"]].concat(), "höchstens 256 Adressen"),
        ([&address[..], &origin, &["--proxy-account-header", "Authorization"]].concat(), "wie X-Remote-User"),
        ([&address[..], &origin, &["--proxy-account-header", "Cookie"]].concat(), "wie X-Remote-User"),
        ([&address[..], &origin, &["--proxy-account-header", "X_Remote_User"]].concat(), "Bindestriche"),
    ] {
        let said = said(&flags);
        assert!(said.contains(remedy), "{flags:?}: {said}");
    }
}
