//! Requests through the whole server: bodies of every function, tables, forms, queries, cookies, tokens. No answer is a fault of ours.

use crate::{REQUESTED, feed};
use axum::Router;
use axum::body::{Body, to_bytes};
use clap::Parser;
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};
use stellwerk::api::GUARDS;
use stellwerk::permission::{Role, permit};
use stellwerk::plan::builtin;
use stellwerk::server::{Ending, Settings, router};
use stellwerk::store::{Actor, Store, Tenant, TokenScope};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use uuid::Uuid;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
}

/// A server that requests are thrown at.
pub struct Server {
    _folder: TempDir,
    pub runtime: Runtime,
    router: Router,
    token: String,
    scenario: String,
    /// What the server knows its visitor by: the head of the department of the demonstration.
    cookie: String,
}

impl Server {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self::with(runtime, &[])
    }

    /// With these flags beside those of a demonstration.
    pub fn with(runtime: Runtime, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (router, token) = runtime.block_on(async {
            let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
            let name = "verwaltung".to_owned();
            let actor = Actor { tenant: Tenant::embedded(), name, request_id: String::new() };
            let manage = permit(Role::Administrator).unwrap();
            let token = store.make_token(manage, &actor, "probe", TokenScope::Simulate, 1).await.unwrap();
            // Otherwise most requests would only learn that they are too many.
            let line = ["stellwerk", "--demo", "--requests", "1000000"];
            let line = Line::parse_from(line.iter().chain(flags));
            (router(store, line.settings, Ending::default()), token)
        });
        let mut server =
            Self { _folder: folder, runtime, router, token, scenario: String::new(), cookie: String::new() };
        server.enter();
        let current = server.post("/api/scenarios/current", b"{}");
        let current: Value = serde_json::from_slice(&current).unwrap();
        server.scenario = current["id"].as_str().unwrap().to_owned();
        server
    }

    /// Signs in.
    fn enter(&mut self) {
        let request = Request::post("/anmelden/demonstration")
            .header("host", "127.0.0.1:3000")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("rolle=manager"))
            .unwrap();
        let answer = self.runtime.block_on(async { self.router.clone().oneshot(request).await.unwrap() });
        let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    /// Sends a request; a fault of the server's own is the end.
    fn send(&self, request: Request<Body>) -> Vec<u8> {
        self.answer(request).into_body()
    }

    /// The same, with the head of the answer.
    pub fn answer(&self, request: Request<Body>) -> Response<Vec<u8>> {
        let what = format!("{} {}", request.method(), request.uri());
        let answer = self.runtime.block_on(async {
            let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
            Response::from_parts(head, to_bytes(body, usize::MAX).await.unwrap().to_vec())
        });
        let status = answer.status();
        let fault = status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE;
        assert!(!fault, "{what}: {status} {}", String::from_utf8_lossy(answer.body()));
        answer
    }

    /// Sends a form, as a browser that nobody knows.
    fn submit(&self, path: &str, form: &[u8]) {
        let request = Request::post(path)
            .header("host", "127.0.0.1:3000")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_vec())).unwrap());
    }

    /// Posts a table as the page does. What goes wrong while it is read is told in the answer itself.
    fn table(&self, posted: &[u8]) {
        let told = self.post("/daten/datei", posted);
        let told = String::from_utf8_lossy(&told);
        let last = told.lines().last().unwrap_or_default();
        assert!(!last.contains("\"internal\""), "{last}");
    }

    fn post(&self, path: &str, body: &[u8]) -> Vec<u8> {
        let request = Request::post(path)
            .header("host", "127.0.0.1:3000")
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &self.cookie)
            .header("authorization", format!("Bearer {}", self.token));
        self.send(request.body(Body::from(body.to_vec())).unwrap())
    }

    /// Visits an address, if what was made is one.
    fn get(&self, path: &[u8], header: Option<(&str, &[u8])>) {
        let mut request = Request::get("/").header("host", "127.0.0.1:3000").header("cookie", &self.cookie);
        let Ok(uri) = http::Uri::try_from(path) else { return };
        request = request.uri(uri);
        if let Some((name, value)) = header {
            let Ok(value) = HeaderValue::from_bytes(value) else { return };
            request = request.header(name, value);
        }
        if let Ok(request) = request.body(Body::empty()) {
            self.send(request);
        }
    }

    /// What the functions are asked in earnest.
    fn bodies(&self) -> Vec<Vec<u8>> {
        let plan = builtin().unwrap();
        let (post, unit) = (&plan.posts[0].id, &plan.units[1].id);
        let (id, command) = (&self.scenario, Uuid::nil());
        let change = json!({"effective": "2024-03-01", "action": {"move_post": {"post": post, "to": unit}}});
        let of = json!({"scenario": id, "version": 1, "command": command});
        let bodies = [
            json!({}),
            json!({"scenario": id}),
            json!({"english": true}),
            json!({"command": of}),
            json!({"command": {"scenario": id, "version": 1, "command": command, "changes": [change], "reason": "x"}}),
            json!({"command": {"command": command, "name": "Neu", "description": "", "visibility": "private", "origin": id}}),
            json!({"command": {"scenario": id, "version": 1, "command": command, "name": "x", "description": "y",
                               "visibility": "unit"}}),
            json!({"command": {"scenario": id, "version": 1, "command": command, "status": "proposed", "note": "z"}}),
            json!({"hold": {"scenario": id, "workplace": command, "holding": {"subject": {"post": post}, "grip": "drag"}}}),
            json!({"scenario": id, "years": 1, "replications": 1, "seed": 1, "units": [unit]}),
        ];
        bodies.iter().map(|body| body.to_string().into_bytes()).collect()
    }
}

#[test]
fn bodies_of_every_function() {
    let server = Server::new();
    let seeds = server.bodies();
    let functions: Vec<&str> = GUARDS.iter().map(|(path, _)| *path).collect();
    let mut turn = 0;
    feed("body", REQUESTED * 4, &seeds, |input| {
        turn += 1;
        server.post(functions[turn % functions.len()], input);
    });
}

/// What stands before a table: what is asked.
fn ask(take: bool, scenario: &str) -> Vec<u8> {
    let ask = json!({
        "name": "tabelle.csv", "kind": null, "columns": [{"word": "Nr.", "means": "reference"}], "states": [],
        "take": take, "added": true, "changed": true, "complete": false, "leave": [], "scenario": scenario,
    });
    format!("{ask}\n").into_bytes()
}

#[test]
fn tables_at_the_door() {
    let server = Server::new();
    let tables: [Vec<u8>; 4] = [
        "Monat;Fallart;Eingänge;Erledigungen\r\n01/2023;a01;120;100\r\n".into(),
        "Aktenzeichen;Fallart;Eingang;Status;Abschluss\r\nA-1/23;a01;01.02.2023;bei uns;\r\n".into(),
        "Stelle;Einheit;Bezeichnung;Bewertung;VZÄ\r\nAA-05;aufenthalt;Sachbearbeitung;EG 9b;0,5\r\n".into(),
        crate::workbooks::pack(None),
    ];
    let seeds: Vec<Vec<u8>> = tables
        .iter()
        .zip([true, false, false, true])
        .map(|(table, take)| [ask(take, &server.scenario), table.clone()].concat())
        .collect();
    feed("upload", REQUESTED, &seeds, |input| server.table(input));
    // What is asked is in order, and only the table is broken.
    let ask = ask(true, &server.scenario);
    feed("uploaded-table", REQUESTED, &tables, |input| server.table(&[ask.as_slice(), input].concat()));
}

#[test]
fn forms_of_the_door() {
    let server = Server::new();
    let seeds: Vec<Vec<u8>> = [
        "name=leitung&kennwort=falsch+geraten&weiter=%2Fkonto",
        "rolle=manager&weiter=%2Fszenarien%3Fa%3Db",
        "name=%C3%A4%00&kennwort=&weiter=https%3A%2F%2Fevil.example",
    ]
    .map(|form| form.as_bytes().to_vec())
    .to_vec();
    let paths = ["/anmelden", "/anmelden/demonstration", "/abmelden"];
    let mut turn = 0;
    feed("form", REQUESTED, &seeds, |input| {
        turn += 1;
        server.submit(paths[turn % paths.len()], input);
    });
}

#[test]
fn bodies_of_the_interface() {
    let server = Server::new();
    let body = json!({"scenario": server.scenario, "years": 1, "replications": 1, "seed": 1, "units": ["einbuergerung"]});
    feed("simulate", REQUESTED / 3, &[body.to_string().into_bytes()], |input| {
        server.post("/api/v1/simulate", input);
    });
}

#[test]
fn addresses() {
    let server = Server::new();
    let seeds: Vec<Vec<u8>> = [
        format!(
            "/export/organigramm?szenario={}&form=csv&papier=a3&blaetter=eins&tag=2024-07-01",
            server.scenario
        ),
        "/bemessung?methode=b&minuten=kgst-2025-08&faelle=erwartet".to_owned(),
        format!("/api/v1/assessment?scenario={}&year=2023", server.scenario),
        format!("/ereignisse/{}?arbeitsplatz={}", Uuid::nil(), Uuid::nil()),
        "/pkg/../../etc/passwd".to_owned(),
        "/%2e%2e/%2e%2e/etc/passwd".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec();
    feed("address", REQUESTED, &seeds, |input| server.get(input, None));
}

#[test]
fn cookies_and_tokens() {
    let server = Server::new();
    let cookie =
        format!("stellwerk_language=en; stellwerk_theme=dark; stellwerk_scenario={}; a=b", server.scenario);
    let session = format!("__Host-stellwerk={0}; stellwerk_sitzung={0}", "0123456789abcdef".repeat(4));
    let seeds = vec![cookie.into_bytes(), session.into_bytes()];
    feed("cookie", REQUESTED, &seeds, |input| server.get(b"/bemessung", Some(("cookie", input))));
    let seeds = vec![format!("Bearer {}", server.token).into_bytes()];
    feed("token", REQUESTED, &seeds, |input| {
        server.get(b"/api/v1/scenarios", Some(("authorization", input)))
    });
    for header in ["host", "origin", "referer", "accept-language", "sec-fetch-site"] {
        let seeds = vec![b"http://127.0.0.1:3000/bemessung".to_vec(), b"de,en;q=0.8".to_vec()];
        feed(header, REQUESTED / 3, &seeds, |input| server.get(b"/barrierefreiheit", Some((header, input))));
    }
}
