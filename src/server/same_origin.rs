//! Only our own page may make the server do something.
//!
//! Server functions have no protection of their own. A request that may change something has to say that it comes
//! from our page: by `Sec-Fetch-Site: same-origin`, which no page can forge, or, from a browser that does not send it,
//! by an `Origin` that is ours. One that says neither is refused. `tower_http::csrf` lets such requests pass and
//! `none` as well, which is why it is not used here.

use super::refusal::answer;
use super::settings::{Origin, Settings};
use super::v1;
use crate::api::{ApiError, STREAM_PATH};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, ORIGIN, REFERER};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use std::sync::Arc;

/// Refuses what does not come from our page and takes foreign addresses out of `Referer`.
pub(super) async fn only(
    State(settings): State<Arc<Settings>>,
    mut request: Request,
    next: Next,
) -> Response {
    let host = host(&request);
    if !is_our_host(&settings, host.as_deref()) {
        tracing::warn!(host = host.as_deref().unwrap_or_default(), "request for another host refused");
        let mut response = answer(&ApiError::Forbidden);
        *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
        return response;
    }
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // A violation report has no page behind it; it changes nothing.
    let report = request.uri().path() == super::headers::REPORT_PATH;
    // A token is sent on purpose, never by the browser of its own accord, and these addresses know nothing else.
    let program = v1::is_for(request.uri().path()) && v1::token(request.headers()).is_some();
    if unsafe_method && !report && !program && !is_same_origin(request.headers(), &settings, host.as_deref())
    {
        tracing::warn!(path = request.uri().path(), "request of another site refused");
        return answer(&ApiError::Forbidden);
    }
    let own_path = own_path(request.headers(), &settings, host.as_deref());
    let stream = request.uri().path().starts_with(STREAM_PATH);
    if stream && !is_own_stream(request.headers(), own_path.is_some()) {
        tracing::warn!("stream for another site refused");
        return answer(&ApiError::Forbidden);
    }
    match own_path {
        Some(path) => request.headers_mut().insert(REFERER, path),
        None => request.headers_mut().remove(REFERER),
    };
    next.run(request).await
}

fn host(request: &Request) -> Option<String> {
    let named = request.headers().get(HOST).and_then(|value| value.to_str().ok());
    request.uri().authority().map(Authority::as_str).or(named).map(str::to_ascii_lowercase)
}

/// A server for this machine answers only under its names: otherwise a foreign page could give its own name our
/// address (DNS rebinding) and pass for us.
fn is_our_host(settings: &Settings, host: Option<&str>) -> bool {
    if !settings.address.is_loopback() {
        return host.is_some();
    }
    let Some(authority) = host.and_then(|host| host.parse::<Authority>().ok()) else { return false };
    let named = settings.origin.as_ref().is_some_and(|origin| origin.authority == authority.as_str());
    named || is_loopback(&authority)
}

fn is_loopback(authority: &Authority) -> bool {
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    let loopback = name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    loopback || name == "localhost"
}

/// Whether a request calls this machine by a name that only it has.
pub(super) fn is_loopback_host(request: &Request) -> bool {
    host(request).and_then(|host| host.parse().ok()).is_some_and(|authority| is_loopback(&authority))
}

fn is_same_origin(headers: &HeaderMap, settings: &Settings, host: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    origin.and_then(|origin| origin.parse().ok()).is_some_and(|origin| is_ours(&origin, settings, host))
}

/// A stream takes a place in a scenario, so it is for our page only. Over plain HTTP a browser sends no
/// `Sec-Fetch-Site`, and with a request to its own site no `Origin`; then it must name one of our pages as `Referer`.
fn is_own_stream(headers: &HeaderMap, from_own_page: bool) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => from_own_page,
    }
}

fn is_ours(origin: &Origin, settings: &Settings, host: Option<&str>) -> bool {
    match &settings.origin {
        Some(own) => origin == own,
        None => !origin.secure && host == Some(origin.authority.as_str()),
    }
}

/// The path of a `Referer` that is ours: all that a redirect may ever use of it.
fn own_path(headers: &HeaderMap, settings: &Settings, host: Option<&str>) -> Option<HeaderValue> {
    let referer: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let origin: Origin = format!("{}://{}", referer.scheme_str()?, referer.authority()?).parse().ok()?;
    if !is_ours(&origin, settings, host) {
        return None;
    }
    let path = referer.path_and_query()?.as_str();
    // „//host“ and „/\host“ would lead away again.
    let leads_away = path[1..].starts_with(['/', '\\']);
    if leads_away { None } else { HeaderValue::from_str(path).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
    }

    fn settings(flags: &[&str]) -> Settings {
        Line::parse_from(std::iter::once(&"stellwerk").chain(flags)).settings
    }

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn believes_the_fetch_header_first_and_the_origin_else() {
        let own = settings(&[]);
        let host = Some("127.0.0.1:3000");
        let same = |list: &[(&'static str, &'static str)]| is_same_origin(&headers(list), &own, host);
        assert!(same(&[("sec-fetch-site", "same-origin")]));
        assert!(same(&[("origin", "http://127.0.0.1:3000")]));
        assert!(!same(&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")]));
        assert!(!same(&[("sec-fetch-site", "none")]));
        assert!(!same(&[("origin", "https://127.0.0.1:3000")]));
        assert!(!same(&[("origin", "http://127.0.0.1:3001")]));
        assert!(!same(&[("origin", "null")]));
        assert!(!same(&[]));
    }

    #[test]
    fn behind_a_proxy_only_the_configured_origin_counts() {
        let own = settings(&["--origin", "https://stellwerk.example.de"]);
        let same =
            |origin: &'static str| is_same_origin(&headers(&[("origin", origin)]), &own, Some("intern:3000"));
        assert!(same("https://stellwerk.example.de"));
        assert!(!same("http://stellwerk.example.de"));
        assert!(!same("http://intern:3000"));
    }

    #[test]
    fn answers_on_loopback_only_under_its_own_names() {
        let own = settings(&["--origin", "https://stellwerk.example.de"]);
        for ours in ["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "stellwerk.example.de"] {
            assert!(is_our_host(&own, Some(ours)), "{ours}");
        }
        for foreign in [Some("evil.example:3000"), Some("127.0.0.1.evil.example"), Some(""), None] {
            assert!(!is_our_host(&own, foreign), "{foreign:?}");
        }
    }

    #[test]
    fn keeps_of_the_referer_only_a_path_of_ours() {
        let own = settings(&[]);
        let kept =
            |referer: &'static str| own_path(&headers(&[("referer", referer)]), &own, Some("127.0.0.1:3000"));
        assert_eq!(kept("http://127.0.0.1:3000/organigramm?tag=1").unwrap(), "/organigramm?tag=1");
        for foreign in [
            "https://evil.example/x",
            "http://127.0.0.1:3000//evil.example/x",
            "http://127.0.0.1:3000/\\evil.example",
            "http://127.0.0.1:3000@evil.example/",
            "/only/a/path",
            "javascript:alert(1)",
        ] {
            assert_eq!(kept(foreign), None, "{foreign}");
        }
    }
}
