//! A server for one test: its own folder, its own database, no network.

use axum::Router;
use axum::body::{Body, to_bytes};
use clap::Parser;
use http::header::COOKIE;
use http::{HeaderMap, Request, Response, StatusCode};
use serde_json::{Value, json};
use std::path::PathBuf;
use stellwerk::permission::{Role, Why, permit};
use stellwerk::plan::{Plan, builtin};
use stellwerk::server::{Ending, Settings, router};
use stellwerk::store::{Actor, Store, Tenant};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

/// The host under which the tests call.
pub const HOST: &str = "127.0.0.1:3000";

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
}

/// The settings that these flags give. Tests ask faster than people, and faster still on a faster machine: where none of them is
/// about the limit of requests, it is out of reach.
pub fn settings(flags: &[&str]) -> Settings {
    let limit: &[&str] = if flags.contains(&"--requests") { &[] } else { &["--requests", "1000000"] };
    Line::parse_from(std::iter::once(&"stellwerk").chain(limit).chain(flags)).settings
}

/// The same for a demonstration, in which every role can be taken.
fn demonstration(flags: &[&str]) -> Settings {
    settings(&[flags, &["--demo"]].concat())
}

/// A server with its database, and a browser that is signed in as the head of the department.
pub struct App {
    pub folder: TempDir,
    pub store: Store,
    router: Router,
    /// What the browser is known by; nothing when it is not signed in.
    pub cookie: String,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What a browser sends back of the cookie that came with the answer.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl App {
    /// With the built-in plan.
    pub async fn start() -> Self {
        Self::with(&builtin().unwrap(), &[]).await
    }

    /// With this plan and these flags.
    pub async fn with(plan: &Plan, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), plan).await.unwrap();
        let router = router(store.clone(), demonstration(flags), Ending::default());
        Self::of(folder, store, router).await
    }

    /// With the built-in plan, without the demonstration, and nobody signed in.
    pub async fn in_earnest(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let router = router(store.clone(), settings(flags), Ending::default());
        Self { folder, store, router, cookie: String::new() }
    }

    /// With the built-in plan, and an end that the test can ask for.
    pub async fn ending_with(ending: &Ending) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let router = router(store.clone(), demonstration(&[]), ending.clone());
        Self::of(folder, store, router).await
    }

    async fn of(folder: TempDir, store: Store, router: Router) -> Self {
        let mut app = Self { folder, store, router, cookie: String::new() };
        app.cookie = app.enter("manager").await;
        app
    }

    /// Another server on a store of its own, as a second process would be.
    pub fn beside(&self, store: Store) -> Self {
        let router = router(store.clone(), demonstration(&[]), Ending::default());
        Self { folder: tempfile::tempdir().unwrap(), store, router, cookie: self.cookie.clone() }
    }

    /// Ends the server and starts it again on the same file.
    pub async fn restart(self) -> Self {
        self.store.close().await.unwrap();
        let store = Store::open(&self.folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let router = router(store.clone(), demonstration(&[]), Ending::default());
        Self { folder: self.folder, store, router, cookie: self.cookie }
    }

    /// Takes a role of the demonstration; gives what the browser is then known by.
    pub async fn enter(&self, role: &str) -> String {
        let answer = self.submit("", "/anmelden/demonstration", &format!("rolle={role}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.cookie()
    }

    /// The same server and a browser that is known by this cookie, or not at all.
    pub fn known_by(&self, cookie: &str) -> Self {
        let (store, router) = (self.store.clone(), self.router.clone());
        Self { folder: tempfile::tempdir().unwrap(), store, router, cookie: cookie.to_owned() }
    }

    /// Sends a form, as a browser that is known by this cookie.
    pub async fn submit(&self, cookie: &str, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("host", HOST)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.known_by(cookie).send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// One person may approve alone from here on; that leaves an entry in the trail.
    pub async fn alone(&self) {
        let actor = Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: String::new() };
        let (permit, why) = (permit(Role::Administrator).unwrap(), Why::parse("Probe").unwrap());
        self.store.set_single_approval(permit, &actor, true, &why).await.unwrap();
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("stellwerk.db")
    }

    /// Sends any request; its answer may go on for ever.
    pub async fn begin(&self, mut request: Request<Body>) -> Response<Body> {
        if !self.cookie.is_empty() {
            let others = request.headers().get(COOKIE).map(|value| value.to_str().unwrap().to_owned());
            let all = others.into_iter().chain([self.cookie.clone()]).collect::<Vec<_>>().join("; ");
            request.headers_mut().insert(COOKIE, all.parse().unwrap());
        }
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.begin(request).await.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Visits an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("host", HOST).body(Body::empty()).unwrap()).await
    }

    /// Calls a server function with these headers.
    pub async fn post(&self, function: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::post(format!("/api/{function}")).header("host", HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Calls a server function as the page does.
    pub async fn call(&self, function: &str, body: &Value) -> Answer {
        self.post(function, PAGE, body.to_string()).await
    }

    /// The working scenario.
    pub async fn scenario(&self) -> Value {
        let answer = self.call("scenarios/current", &json!({})).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// Adds a change on the current version.
    pub async fn append(&self, change: &Value) -> Answer {
        let scenario = self.scenario().await;
        self.call("scenarios/append", &append(&scenario, change)).await
    }

    /// Takes back or makes again on the current version.
    pub async fn switch(&self, verb: &str) -> Answer {
        let scenario = self.scenario().await;
        self.call(&format!("scenarios/{verb}"), &command(&scenario)).await
    }
}

/// The headers of the page's own requests.
pub const PAGE: &[(&str, &str)] = &[
    ("content-type", "application/json"),
    ("accept", "application/json"),
    ("sec-fetch-site", "same-origin"),
];

/// The request that adds a change to the scenario as it was seen.
pub fn append(scenario: &Value, change: &Value) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(), "changes": [change],
    }})
}

/// The request that takes back or makes again.
pub fn command(scenario: &Value) -> Value {
    json!({"command": {
        "scenario": scenario["id"], "version": scenario["version"], "command": Uuid::new_v4(),
    }})
}

/// Moves a post of the built-in plan.
pub fn move_post(post: &str, to: &str) -> Value {
    json!({"effective": "2024-03-01", "action": {"move_post": {"post": post, "to": to}}})
}
