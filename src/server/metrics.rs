//! Figures about the server for a monitoring system, in the text form of Prometheus.
//!
//! They have a listener of their own, on this machine only, and hold no user data: addresses as the router writes them,
//! counts and times.

mod process;
mod text;

use super::access::ROUTES;
use super::router::AppState;
use super::same_origin::is_loopback_host;
use crate::api::GUARDS;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use text::Text;

/// Upper ends of the classes of times, in seconds.
const CLASSES: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// What was counted since the start. Copies count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    requests: Mutex<Requests>,
    running: AtomicI64,
}

#[derive(Debug, Default)]
struct Requests {
    answers: BTreeMap<(&'static str, &'static str, u16), u64>,
    times: BTreeMap<&'static str, Times>,
}

/// How long the answers of an address took until their first byte.
#[derive(Debug, Default)]
struct Times {
    classes: [u64; CLASSES.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    fn requests(&self) -> MutexGuard<'_, Requests> {
        // A count that was being written when a thread ended is still a count.
        self.0.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, route: &'static str, method: &'static str, status: StatusCode, seconds: f64) {
        let mut requests = self.requests();
        *requests.answers.entry((route, method, status.as_u16())).or_default() += 1;
        let times = requests.times.entry(route).or_default();
        times.count += 1;
        times.seconds += seconds;
        for (class, end) in times.classes.iter_mut().zip(CLASSES) {
            *class += u64::from(seconds <= end);
        }
    }
}

/// One request that is being worked on; counted down also where the client goes away meanwhile.
struct Running<'a>(&'a AtomicI64);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Counts a request and its time.
pub(super) async fn measure(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let (route, method) = (route(&request), method(request.method()));
    metrics.0.running.fetch_add(1, Ordering::Relaxed);
    let running = Running(&metrics.0.running);
    let begun = Instant::now();
    let response = next.run(request).await;
    drop(running);
    metrics.note(route, method, response.status(), begun.elapsed().as_secs_f64());
    response
}

/// The address as the tables have it, so that nobody can make up names without end; everything else is a file.
fn route(request: &Request) -> &'static str {
    let function = GUARDS.iter().map(|(path, _)| *path).find(|path| *path == request.uri().path());
    function.unwrap_or_else(|| {
        let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let row = matched.and_then(|matched| ROUTES.iter().find(|(path, _)| *path == matched));
        row.map_or("file", |(path, _)| path)
    })
}

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// What the figures are about.
#[derive(Clone)]
struct Source {
    metrics: Metrics,
    store: crate::store::Store,
    live: super::live::Live,
    database: PathBuf,
}

/// The listener's only address.
pub(super) fn router(metrics: Metrics, state: &AppState, database: PathBuf) -> Router {
    let (store, live) = (state.store.clone(), state.live.clone());
    Router::new().route("/metrics", get(show)).with_state(Source { metrics, store, live, database })
}

async fn show(State(source): State<Source>, request: Request) -> Response {
    // A foreign page that gives its own name this machine's address must not read along.
    if !is_loopback_host(&request) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let mut text = Text::default();
    requests(&source.metrics, &mut text);
    database(&source, &mut text).await;
    process::figures(&mut text);
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text.finish()).into_response()
}

fn requests(metrics: &Metrics, text: &mut Text) {
    let requests = metrics.requests();
    text.family("stellwerk_requests_total", "counter", "Answers by address, method and status.");
    for ((route, method, status), count) in &requests.answers {
        let status = status.to_string();
        let labels = [("route", *route), ("method", *method), ("status", status.as_str())];
        text.value("stellwerk_requests_total", &labels, *count as f64);
    }
    text.family("stellwerk_request_seconds", "histogram", "Time to the first byte of an answer, by address.");
    for (route, times) in &requests.times {
        for (class, end) in times.classes.iter().zip(CLASSES) {
            let end = end.to_string();
            let labels = [("route", *route), ("le", end.as_str())];
            text.value("stellwerk_request_seconds_bucket", &labels, *class as f64);
        }
        text.value(
            "stellwerk_request_seconds_bucket",
            &[("route", route), ("le", "+Inf")],
            times.count as f64,
        );
        text.value("stellwerk_request_seconds_sum", &[("route", route)], times.seconds);
        text.value("stellwerk_request_seconds_count", &[("route", route)], times.count as f64);
    }
    let running = metrics.0.running.load(Ordering::Relaxed);
    text.gauge("stellwerk_requests_running", "Requests that are being worked on.", running as f64);
}

async fn database(source: &Source, text: &mut Text) {
    let ready = source.store.ping().await.is_ok();
    text.gauge(
        "stellwerk_database_ready",
        "1 where the database answers and takes a write.",
        f64::from(u8::from(ready)),
    );
    let size = |ending: &str| {
        let mut file = source.database.as_os_str().to_owned();
        file.push(ending);
        std::fs::metadata(PathBuf::from(file)).map_or(0.0, |found| found.len() as f64)
    };
    text.gauge("stellwerk_database_bytes", "Size of the database file.", size(""));
    text.gauge("stellwerk_database_log_bytes", "Size of the write-ahead log.", size("-wal"));
    let (open, idle) = source.store.readers();
    text.gauge("stellwerk_database_readers", "Open connections that read.", open as f64);
    text.gauge("stellwerk_database_readers_idle", "Those of them that wait.", idle as f64);
    text.gauge(
        "stellwerk_pages_listening",
        "Open pages that are told of changes.",
        source.live.listening() as f64,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_class_and_status() {
        let metrics = Metrics::default();
        metrics.note("/", "GET", StatusCode::OK, 0.004);
        metrics.note("/", "GET", StatusCode::OK, 0.2);
        metrics.note("/", "GET", StatusCode::SERVICE_UNAVAILABLE, 60.0);
        let mut text = Text::default();
        requests(&metrics, &mut text);
        let text = text.finish();
        for line in [
            r#"stellwerk_requests_total{route="/",method="GET",status="200"} 2"#,
            r#"stellwerk_requests_total{route="/",method="GET",status="503"} 1"#,
            r#"stellwerk_request_seconds_bucket{route="/",le="0.005"} 1"#,
            r#"stellwerk_request_seconds_bucket{route="/",le="0.25"} 2"#,
            r#"stellwerk_request_seconds_bucket{route="/",le="30"} 2"#,
            r#"stellwerk_request_seconds_bucket{route="/",le="+Inf"} 3"#,
            "# TYPE stellwerk_requests_running gauge",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
