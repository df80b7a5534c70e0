//! Working without a connection: the script that lets a page start again which was open before, which pages may be kept in a browser, and
//! the mark that they carry. Switched off, the same address has a script that forgets everything and takes itself away.

use super::router::AppState;
use super::settings::Settings;
use super::site::Site;
use crate::store::{ABSOLUTE_HOURS, Identity};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Says of a page that it may be kept, and by which session it was loaded; of a request, that the script has made it by itself.
pub(super) const MARK: HeaderName = HeaderName::from_static("stellwerk-vorhalten");

const WORKER: &str = include_str!("offline/worker.js");

/// Pages that may be kept: those on which somebody plans. What accounts, the trail or single cases are about is not kept.
const PAGES: [&str; 8] = [
    "/",
    "/organigramm",
    "/bemessung",
    "/stellenplan",
    "/simulation",
    "/szenarien",
    "/szenarien/vergleich",
    // The one in hand, whichever it is.
    "/szenarien/aktuell",
];

/// Before the identifier of a scenario that has a page of its own.
const SCENARIO: &str = "/szenarien/";

/// Whether a page may be kept.
fn may_be_kept(path: &str) -> bool {
    let of_scenario = path.strip_prefix(SCENARIO).is_some_and(|id| Uuid::try_parse(id).is_ok());
    of_scenario || PAGES.contains(&path)
}

/// What the script is told.
#[derive(Debug, Serialize)]
struct Told<'a> {
    /// Different for every build; none where nothing is kept.
    build: Option<&'a str>,
    /// Addresses of the build's files.
    files: &'a [String],
    pages: &'a [&'a str],
    /// How long a page is shown without a connection, counted from when it was loaded: no longer than a session lasts.
    hours: i64,
}

/// What a browser may keep.
#[derive(Debug)]
pub(super) struct Offline {
    build: Option<String>,
    script: String,
}

impl Offline {
    /// By the settings; nothing is kept of a build without a name of its own, as the development server has it.
    pub(super) fn new(settings: &Settings, site: &Site) -> Self {
        let build = site.build().filter(|_| settings.offline).map(str::to_owned);
        let files = if build.is_some() { site.files() } else { Vec::new() };
        let told = Told { build: build.as_deref(), files: &files, pages: &PAGES, hours: ABSOLUTE_HOURS };
        // Texts and numbers can always be written.
        let told = serde_json::to_string(&told).unwrap_or_default();
        Self { script: format!("const KEPT = {told};\n{WORKER}"), build }
    }

    /// Whether anything is kept.
    pub(super) fn is_on(&self) -> bool {
        self.build.is_some()
    }

    /// The header of a page that somebody asks for, if it may be kept.
    pub(super) fn mark(&self, path: &str, identity: Option<&Identity>) -> Option<(HeaderName, HeaderValue)> {
        let (build, identity) = (self.build.as_ref()?, identity.filter(|_| may_be_kept(path))?);
        // Of the session, so that nobody gets to see the pages of another one; hashed, as no script needs its identifier.
        let hash = Sha256::digest(format!("{MARK}/{}/{}", identity.account, identity.session));
        let session: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Some((MARK, HeaderValue::from_str(&format!("{build}.{session}")).ok()?))
    }
}

/// The script.
pub(super) async fn script(State(state): State<AppState>) -> Response {
    // Always asked for anew: only so a new build, or that it was switched off, reaches every browser.
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, state.offline.script.clone()).into_response()
}

/// What the page is as a program of its own.
pub(super) async fn manifest() -> Response {
    let manifest = serde_json::json!({
        "name": "Stellwerk",
        "short_name": "Stellwerk",
        "lang": "de",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "icons": [{ "src": "/favicon.svg", "type": "image/svg+xml", "sizes": "any" }],
    });
    let headers = [(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "no-cache")];
    (headers, manifest.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_on_which_somebody_plans_are_kept() {
        let scenario = "/szenarien/018f3e5a-0000-7000-8000-000000000001";
        for kept in ["/", "/organigramm", "/szenarien", "/szenarien/aktuell", scenario] {
            assert!(may_be_kept(kept), "{kept}");
        }
        for other in [
            "/anmelden",
            "/konto",
            "/verwaltung",
            "/protokoll",
            "/faelle",
            "/faelle/asyl",
            "/szenarien/akte",
            "/stellungnahme",
            "/daten",
            "/api/scenarios/current",
            "/gibt-es-nicht",
            "",
        ] {
            assert!(!may_be_kept(other), "{other}");
        }
    }
}
