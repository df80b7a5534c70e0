//! Whether the server lives and whether it can work; and reports of the browser's content policy.

use super::router::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri};
use serde_json::Value;

/// Longest part of a report that is logged, in characters.
const LONGEST: usize = 200;

/// The process answers.
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Requests can be served: the database answers and takes writes, and the server is not about to end.
pub(super) async fn readyz(State(state): State<AppState>) -> Response {
    if state.ending.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending").into_response();
    }
    match state.store.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database is not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database").into_response()
        }
    }
}

/// Logs a violation of the content policy: which rule, on which page, by what. A report names whole addresses, and their queries may
/// hold what somebody typed: of those only the path and the host are told.
pub(super) async fn violation(report: Bytes) -> StatusCode {
    let read: Value = serde_json::from_slice(&report).unwrap_or_default();
    let field = |name: &str| read["csp-report"][name].as_str().unwrap_or_default();
    let address = |name: &str| field(name).parse::<Uri>().unwrap_or_default();
    let directive = [field("effective-directive"), field("violated-directive")].map(word);
    let (page, blocked) = (address("document-uri"), address("blocked-uri"));
    // Escaped, so that a report cannot forge lines of the log.
    tracing::warn!(
        directive = directive.iter().find(|word| !word.is_empty()).map(String::as_str).unwrap_or_default(),
        page = ?page.path().chars().take(LONGEST).collect::<String>(),
        blocked = ?blocked.host().map_or_else(|| word(field("blocked-uri")), word),
        "the content policy was violated"
    );
    StatusCode::NO_CONTENT
}

/// The first word of a text, as far as it is one of a policy, a host or a port.
fn word(text: &str) -> String {
    let fits = |sign: &char| sign.is_ascii_alphanumeric() || ['-', '.', ':'].contains(sign);
    text.chars().take_while(fits).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_report_only_words_are_told() {
        assert_eq!(word("script-src-elem 'nonce-geheim'"), "script-src-elem");
        assert_eq!(word("evil.example/?q=geheim"), "evil.example");
        assert_eq!(word("\n{\"level\":\"ERROR\"}"), "");
        assert_eq!(word(&"a".repeat(5_000)).len(), LONGEST);
    }
}
