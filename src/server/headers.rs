//! The headers of every answer: what the browser may do with it and how long it may keep it.

use super::settings::Settings;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::sync::Arc;

/// Where browsers report violations of the content policy.
pub(super) const REPORT_PATH: &str = "/csp-report";

/// For everything that is no page and no script: it may load nothing.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// For scripts: a worker lives under the policy of its own file, and ours loads the page's WebAssembly.
const SCRIPT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// For a page without scripts and forms: the style sheet, its fonts and the icon. Violations are not reported: a report names
/// the whole address, and with it the key of a link.
pub(super) const STILL: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
                                frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The same on every answer; only the referrer may be withheld more strictly.
const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// The policy of a page: only scripts that carry this answer's nonce run, and what they load.
///
/// Trusted types are left out: `new Worker(address)` and Leptos' templates would each need a policy that lets
/// everything pass. `reload` adds the socket of the development server.
pub(super) fn page_policy(nonce: &str, reload: Option<u32>) -> String {
    let socket =
        reload.map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{socket}; manifest-src 'self'; worker-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; report-uri {REPORT_PATH}"
    )
}

/// Adds what an answer lacks.
pub(super) async fn add(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let not_modified = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        if name != REFERRER_POLICY || !headers.contains_key(REFERRER_POLICY) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    // "Not modified" lets the browser's copy stand. A header sent now would replace the copy's own, and as such an answer
    // names no type, a worker's script would get the policy of something that may load nothing.
    if !not_modified && !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let policy = if is_script(headers) { SCRIPT } else { INERT };
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    if !not_modified && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // Over plain HTTP browsers ignore it, and on loopback it would lock out other programs of this machine.
    if settings.origin.as_ref().is_some_and(|origin| origin.secure) {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}

fn is_script(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/javascript") || kind.starts_with("application/javascript")
}
