//! How many requests an account and a network address may send: enough for everybody who works, too few to occupy the server.
//!
//! Both may save up what half a minute allows, because a page that is opened asks for many things at once. Files of the page do
//! not count: a first visit loads hundreds of them, and they cost nothing but the line. Counted in the memory of the
//! process: a second one would allow as much again, which is still bounded.

use super::access::Caller;
use super::refusal::{answer, wait};
use super::router::AppState;
use crate::api::ApiError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

/// Seconds for which what is not used is saved up.
const SAVED: u32 = 30;

/// How many times as much an address may send as an account: a whole office may sit behind one.
const OF_ADDRESS: u32 = 10;

/// After so many requests those are forgotten that have everything saved up again.
const TIDIED: u32 = 1_000;

/// What is asked again and again by whoever watches the server.
const WATCHED: [&str; 2] = ["/healthz", "/readyz"];

/// Where the files of the page lie: module and its parts, scripts, style sheet.
const FILES: [&str; 2] = ["/pkg/", "/engine/"];

/// Whether a request at this path counts.
fn counts(path: &str) -> bool {
    !WATCHED.contains(&path) && !FILES.iter().any(|folder| path.starts_with(folder))
}

/// The page for a browser: without the application, as it has to cost nothing.
const PAGE: &str = "<!DOCTYPE html>
<html lang=\"de\">
<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Zu viele Anfragen – Stellwerk</title></head>
<body><main>
<h1>Zu viele Anfragen</h1>
<p>Von diesem Konto oder dieser Netzadresse kamen sehr viele Anfragen in kurzer Zeit. Bitte warten Sie einige Sekunden und laden Sie die Seite dann neu. Gespeichertes ist unversehrt.</p>
<p lang=\"en\">This account or this network address has sent very many requests in a short time. Please wait some seconds and then load the page again. What is stored is safe.</p>
</main></body>
</html>
";

/// The limits of a server.
#[derive(Debug)]
pub(super) struct Limits {
    accounts: Limit,
    addresses: Limit,
}

impl Limits {
    /// So many requests a second for an account.
    pub(super) fn new(requests: NonZeroU32) -> Self {
        let of_address = requests.saturating_mul(NonZeroU32::MIN.saturating_add(OF_ADDRESS - 1));
        Self { accounts: Limit::new(requests), addresses: Limit::new(of_address) }
    }
}

#[derive(Debug)]
struct Limit {
    limiter: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
    counted: AtomicU32,
}

impl Limit {
    fn new(requests: NonZeroU32) -> Self {
        let saved = requests.saturating_mul(NonZeroU32::MIN.saturating_add(SAVED - 1));
        Self {
            limiter: RateLimiter::keyed(Quota::per_second(requests).allow_burst(saved)),
            clock: DefaultClock::default(),
            counted: AtomicU32::new(0),
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Seconds after which the next one is allowed.
    fn count(&self, of: &str) -> Result<(), u64> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDIED == TIDIED - 1 {
            self.limiter.retain_recent();
        }
        let counted = self.limiter.check_key(&of.to_owned());
        counted.map_err(|full| full.wait_time_from(self.clock.now()).as_secs().saturating_add(1))
    }
}

/// Counts requests by the address that they come from; before anything is looked up for them.
pub(super) async fn of_address(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let client = state.door.client(request.headers(), request.extensions());
    // Where no connection is behind a request, nobody can be told apart.
    if counts(request.uri().path())
        && !client.address.is_empty()
        && let Err(seconds) = state.limits.addresses.count(&client.address)
    {
        tracing::warn!(path = request.uri().path(), "too many requests of an address");
        return refuse(request.headers(), seconds);
    }
    next.run(request).await
}

/// Counts requests by the account, or the program, that sends them.
pub(super) async fn of_account(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let caller = Caller::of(&request);
    if counts(request.uri().path())
        && let Some(identity) = caller.identity()
        && let Err(seconds) = state.limits.accounts.count(&identity.name)
    {
        tracing::warn!(path = request.uri().path(), "too many requests of an account");
        return refuse(request.headers(), seconds);
    }
    next.run(request).await
}

fn refuse(headers: &HeaderMap, seconds: u64) -> Response {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if accepts.contains("text/html") {
        (StatusCode::TOO_MANY_REQUESTS, Html(PAGE)).into_response()
    } else {
        answer(&ApiError::TooManyRequests)
    };
    wait(&mut response, seconds);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_up_is_spent_by_each_for_themselves() {
        let limit = Limit::new(NonZeroU32::MIN);
        for _ in 0..SAVED {
            assert_eq!(limit.count("a"), Ok(()));
        }
        assert!(limit.count("a").is_err_and(|seconds| (1..=2).contains(&seconds)));
        assert_eq!(limit.count("b"), Ok(()));
    }

    #[test]
    fn whoever_sends_nothing_is_forgotten() {
        let limit = Limit::new(NonZeroU32::new(1_000_000).unwrap());
        for number in 0..10 * TIDIED {
            assert_eq!(limit.count(&number.to_string()), Ok(()));
        }
        assert!(limit.limiter.len() <= TIDIED as usize + 1, "{}", limit.limiter.len());
    }
}
