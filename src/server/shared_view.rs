//! `/freigabe?schluessel=…`: a snapshot for whoever holds a link to it, without an account, without a script, only to be read.
//!
//! Whatever key opens nothing gets the same answer, so that it does not tell which links exist or have existed. The key stands
//! in the address: nothing of the page leads to another site, and no referrer is sent.

mod content;
mod html;
mod page;
mod words;

use super::context::{Failure, request_id};
use super::export::DRAWING;
use super::headers::STILL;
use super::router::AppState;
use super::snapshot_links::path_of;
use crate::api::{ApiError, SHARED_KEY, SHARED_PATH};
use crate::format::Language;
use crate::store::{Secret, Tenant};
use axum::extract::{RawQuery, Request, State};
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDate;
use content::Content;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use http::{HeaderName, StatusCode};
use page::Page;

/// Where it is.
pub(super) const PATH: &str = SHARED_PATH;

/// The parameter with the day that is shown.
const DAY: &str = "tag";
/// The parameter with the language, and the word of the one that is not the first.
const LANGUAGE: &str = "sprache";
const ENGLISH: &str = "en";

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    key: Secret,
    day: Option<NaiveDate>,
    language: Language,
}

impl Asked {
    /// Reads the query; none without something that could be a key. What else cannot be read is left alone: a day that is no
    /// day shows the last one.
    fn read(query: &str) -> Option<Self> {
        let (mut key, mut day, mut language) = (None, None, Language::German);
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                SHARED_KEY => key = Secret::parse(value),
                DAY => day = value.parse().ok(),
                LANGUAGE if value == ENGLISH => language = Language::English,
                _ => {}
            }
        }
        Some(Self { key: key?, day, language })
    }

    /// Path and query of the same page on another day or in another language.
    fn path(&self, day: Option<NaiveDate>, language: Language) -> String {
        let day = day.map_or_else(String::new, |day| format!("&{DAY}={day}"));
        let language = match language {
            Language::German => String::new(),
            Language::English => format!("&{LANGUAGE}={ENGLISH}"),
        };
        path_of(&self.key) + &day + &language
    }
}

/// The page of a link.
pub(super) async fn show(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let id = request_id(request.extensions());
    let style = state.assets.style.clone();
    let asked = Asked::read(query.as_deref().unwrap_or_default());
    let (status, html) = match drawn(&state, asked).await {
        Ok(Some(html)) => (StatusCode::OK, html),
        Ok(None) => (StatusCode::NOT_FOUND, page::notice(&style, &words::GONE)),
        Err(Failure::Answer(_)) => (StatusCode::SERVICE_UNAVAILABLE, page::notice(&style, &words::BUSY)),
        Err(Failure::Fault(error)) => {
            tracing::error!(request_id = %id, %error, "the page of a link could not be made");
            (StatusCode::INTERNAL_SERVER_ERROR, page::notice(&style, &words::FAULT))
        }
    };
    let headers = [
        (CONTENT_SECURITY_POLICY, STILL),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    (status, headers, Html(html)).into_response()
}

/// The page; none where the key opens nothing.
async fn drawn(state: &AppState, asked: Option<Asked>) -> Result<Option<String>, Failure> {
    let Some(asked) = asked else { return Ok(None) };
    let opened = state.store.open_snapshot_link(&Tenant::embedded(), &asked.key.fingerprint()).await?;
    let Some(opened) = opened else { return Ok(None) };
    let (style, site) = (state.assets.style.clone(), state.house.url.clone());
    let Ok(_place) = DRAWING.acquire().await else { return Err(ApiError::Busy.into()) };
    let draw = move || {
        let content = Content::of(&opened, asked.day, asked.language);
        Page { opened: &opened, content: &content, asked: &asked, style: &style, site: &site }.written()
    };
    match tokio::task::spawn_blocking(draw).await {
        Ok(html) => Ok(Some(html)),
        Err(error) => Err(Failure::Fault(Box::new(error))),
    }
}

#[cfg(test)]
mod tests;
