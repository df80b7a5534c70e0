//! Requests through the whole server: bodies of every function, tables, forms, queries, cookies, tokens. No answer is a fault of ours.

use crate::{REQUESTED, feed};
use axum::Router;
use axum::body::{Body, to_bytes};
use clap::Parser;
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};
use stellwerk::api::GUARDS;
use stellwerk::permission::{Role, Why, permit};
use stellwerk::plan::builtin;
use stellwerk::server::{Ending, Settings, router};
use stellwerk::store::{Actor, Store, Tenant, TokenScope, TokenTerms};
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
    store: Store,
    /// What it was started with.
    flags: Vec<String>,
    token: String,
    pub scenario: String,
    /// What the server knows its visitor by: the head of the department of the demonstration.
    cookie: String,
}

fn started(runtime: &Runtime, store: &Store, flags: &[String]) -> Router {
    let settings = Line::parse_from(flags).settings;
    runtime.block_on(async { router(store.clone(), settings, Ending::default()) })
}

impl Server {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self::with(runtime, &[])
    }

    /// With these flags beside those of a demonstration.
    pub fn with(runtime: Runtime, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, token) = runtime.block_on(async {
            let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
            let name = "verwaltung".to_owned();
            let actor = Actor { tenant: Tenant::embedded(), name, request_id: String::new() };
            let manage = permit(Role::Administrator).unwrap();
            let (terms, why) = (TokenTerms::new(TokenScope::Simulate, 1), Why::parse("Probe").unwrap());
            let token = store.make_token(manage, &actor, "probe", &terms, &why).await.unwrap();
            (store, token)
        });
        // Otherwise most requests would only learn that they are too many.
        let line = ["stellwerk", "--demo", "--requests", "1000000"];
        let flags: Vec<String> = line.iter().chain(flags).map(|word| (*word).to_owned()).collect();
        let router = started(&runtime, &store, &flags);
        let (scenario, cookie) = (String::new(), String::new());
        let mut server = Self { _folder: folder, runtime, router, store, flags, token, scenario, cookie };
        server.enter();
        let current = server.post("/api/scenarios/current", b"{}");
        let current: Value = serde_json::from_slice(&current).unwrap();
        server.scenario = current["id"].as_str().unwrap().to_owned();
        server
    }

    /// Starts it again on the same database: what a process keeps in mind is gone.
    pub fn restart(&mut self) {
        self.router = started(&self.runtime, &self.store, &self.flags);
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

    pub fn post(&self, path: &str, body: &[u8]) -> Vec<u8> {
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

    /// Path and query of a link to a snapshot.
    fn link(&self) -> String {
        let asked = |function: &str, body: Value| -> Value {
            let answer = self.post(&format!("/api/{function}"), body.to_string().as_bytes());
            serde_json::from_slice(&answer).unwrap()
        };
        let current = asked("scenarios/current", json!({}));
        let snapshot = json!({"command": {
            "scenario": current["id"], "version": current["version"], "command": Uuid::new_v4(), "name": "Vorlage",
        }});
        let snapshot = asked("snapshots/take", snapshot);
        let link = json!({"command": {"snapshot": snapshot["id"], "days": 30, "command": Uuid::new_v4()}});
        let address = asked("snapshot-links/make", link)["address"].as_str().unwrap().to_owned();
        address[address.find("/freigabe").unwrap()..].to_owned()
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
        format!("/api/v1/scenarios/{}", server.scenario),
        "/export/stellenplan?form=csv&jahr=2025&tag=2024-07-01&stand=plan".to_owned(),
        format!("/export/veraenderungen?form=csv&festgehalten={}", Uuid::nil()),
        "/export/bemessung?form=csv&methode=b&minuten=kgst-2025-08&faelle=2023&rueckstand=3".to_owned(),
        format!("/export/stellungnahme?form=docx&nr={}", Uuid::nil()),
        "/export/faelle?form=csv&einheit=einbuergerung&fallart=a01&bis=2023-12&ziel=100&sprache=en"
            .to_owned(),
        format!("/export/fristen?szenario={}", server.scenario),
        "/anmelden/verwaltungskonto?weiter=%2Fkonto".to_owned(),
        "/anmelden/verwaltungskonto/rueckkehr?code=c&state=s&iss=x".to_owned(),
        "/pkg/../../etc/passwd".to_owned(),
        "/%2e%2e/%2e%2e/etc/passwd".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec();
    feed("address", REQUESTED * 2, &seeds, |input| server.get(input, None));
}

/// What a page keeps of its state in its address.
#[test]
fn states_of_pages() {
    let server = Server::new();
    let seeds: Vec<Vec<u8>> = [
        "/organigramm?tag=2024-06-30&ansicht=tabelle&nebenlinien=0&ebenen=2".to_owned(),
        "/organigramm?stand=aenderungen&zu=asyl-eu,eu&farbe=auslastung".to_owned(),
        "/stellenplan?jahr=2025&stand=plan&stelle=AA-05".to_owned(),
        "/simulation?bis=2026-12-31".to_owned(),
        "/faelle/einbuergerung?fallart=a01&bis=2023-12&ziel=100".to_owned(),
        format!("/szenarien/vergleich?mit={}&bis=2027", server.scenario),
        format!("/szenarien/{}", server.scenario),
        "/hilfe/uebung?schritt=2".to_owned(),
        "/anmelden?weiter=%2Fkonto&grund=falsch".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec();
    feed("page", REQUESTED, &seeds, |input| server.get(input, None));
}

#[test]
fn links_to_snapshots() {
    let server = Server::new();
    let link = server.link();
    let seeds = [format!("{link}&tag=2024-07-01&sprache=en"), link].map(String::into_bytes);
    feed("link", REQUESTED, &seeds, |input| server.get(input, None));
}

#[test]
fn reports_of_the_content_policy() {
    let server = Server::new();
    let report = json!({"csp-report": {
        "effective-directive": "script-src-elem", "violated-directive": "script-src-elem 'nonce-x'",
        "document-uri": "http://127.0.0.1:3000/bemessung?a=b", "blocked-uri": "https://elsewhere.example/x?y=z",
    }});
    feed("report", REQUESTED, &[report.to_string().into_bytes(), b"[]".to_vec()], |input| {
        server.post("/csp-report", input);
    });
}

#[test]
fn cookies_and_tokens() {
    let server = Server::new();
    let cookie =
        format!("stellwerk_language=en; stellwerk_theme=dark; stellwerk_scenario={}; a=b", server.scenario);
    let session = format!("__Host-stellwerk={0}; stellwerk_sitzung={0}", "0123456789abcdef".repeat(4));
    let seeds = vec![cookie.into_bytes(), session.into_bytes()];
    // Every page reads all of them; one with the plan on it takes a hundred times as long.
    let mut turn = 0;
    feed("cookie", REQUESTED, &seeds, |input| {
        turn += 1;
        let page = if turn % 100 == 1 { "/bemessung" } else { "/barrierefreiheit" };
        server.get(page.as_bytes(), Some(("cookie", input)));
    });
    let seeds = vec![format!("Bearer {}", server.token).into_bytes()];
    feed("token", REQUESTED, &seeds, |input| {
        server.get(b"/api/v1/scenarios", Some(("authorization", input)))
    });
    for (header, more) in [
        ("host", "127.0.0.1:3000"),
        ("origin", "http://[::1]:3000"),
        ("referer", "http://127.0.0.1:3000/konto?a=b"),
        ("accept-language", "de,en;q=0.8"),
        ("sec-fetch-site", "same-origin"),
        ("x-forwarded-for", "203.0.113.7, 2001:db8:1:2::3"),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/121.0"),
        ("x-request-id", "00000000-0000-0000-0000-000000000000"),
        ("accept-encoding", "br;q=1.0, gzip;q=0.5, *;q=0"),
    ] {
        let seeds = vec![b"http://127.0.0.1:3000/bemessung".to_vec(), more.as_bytes().to_vec()];
        feed(header, REQUESTED / 3, &seeds, |input| server.get(b"/barrierefreiheit", Some((header, input))));
    }
}
