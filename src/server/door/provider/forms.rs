//! Leaving for the sign-in service, coming back from it, and signing out of it: each answers with a way on.

use super::departure::Departure;
use super::{BEGIN, COME_BACK, LEAVE, Provider, ProviderError, seconds_now};
use crate::api::ApiError;
use crate::server::access::Caller;
use crate::server::context::request_id;
use crate::server::door::forms::{back, enter, failed, see_other};
use crate::server::door::{SIGN_IN, proxy};
use crate::server::refusal::answer;
use crate::server::router::AppState;
use crate::store::{Person, Secret, StoreError, Tenant};
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use serde::Deserialize;

/// Where somebody wants to go on to.
#[derive(Deserialize)]
pub(in crate::server) struct Way {
    #[serde(default)]
    weiter: String,
}

/// What the service sends back.
#[derive(Deserialize)]
pub(in crate::server) struct Returned {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    /// Who answers, where the service says so (RFC 9207).
    iss: Option<String>,
}

/// Leads to the service; whom a proxy has let in already need not go anywhere.
pub(in crate::server) async fn begin(
    State(state): State<AppState>,
    Query(way): Query<Way>,
    parts: Parts,
) -> Response {
    if state.door.proxy().is_some() {
        return proxy::enter(&state, &way.weiter, &parts).await;
    }
    let Some(provider) = state.door.provider() else { return none(BEGIN) };
    let departure = Departure::new(&way.weiter, seconds_now());
    match provider.address(&departure).await {
        Ok(address) => with(see_other(&address), departure.cookie(state.door.jar())),
        Err(error) => refused(&error, departure.way()),
    }
}

/// Lets in whom the service has let in. Whatever comes of it, the departure is over.
pub(in crate::server) async fn come_back(
    State(state): State<AppState>,
    Query(returned): Query<Returned>,
    parts: Parts,
) -> Response {
    let Some(provider) = state.door.provider() else { return none(COME_BACK) };
    let departure = Departure::read(state.door.jar(), &parts.headers);
    let departure = departure.filter(|departure| departure.answers(&returned.state, seconds_now()));
    let response = match departure {
        Some(departure) => arrive(&state, provider, &departure, returned, &parts).await,
        None => {
            tracing::warn!("an answer of the sign-in service belongs to nobody who left from this browser");
            back("begonnen", "")
        }
    };
    with(response, Departure::end(state.door.jar()))
}

async fn arrive(
    state: &AppState,
    provider: &Provider,
    departure: &Departure,
    returned: Returned,
    parts: &Parts,
) -> Response {
    let way = departure.way();
    if returned.iss.is_some_and(|issuer| issuer != provider.issuer.as_str()) {
        return refused(&ProviderError::Broken("another issuer answers".to_owned()), way);
    }
    if let Some(error) = returned.error {
        tracing::warn!(error = error.escape_debug().to_string(), "the sign-in service let nobody in");
        return back(if error == "access_denied" { "abgelehnt" } else { "dienstfehler" }, way);
    }
    let person = match provider.person(departure, &returned.code.unwrap_or_default()).await {
        Ok(person) => person,
        Err(error) => return refused(&error, way),
    };
    let_in(state, &person, way, parts).await
}

/// Begins a session for somebody whom the service, or a proxy, has let in.
pub(in crate::server::door) async fn let_in(
    state: &AppState,
    person: &Person,
    way: &str,
    parts: &Parts,
) -> Response {
    let before = state.door.jar().read(&parts.headers).map(|secret| secret.fingerprint());
    let secret = Secret::new();
    let (proofs, tenant) = ((&secret.fingerprint(), before.as_ref()), Tenant::embedded());
    let (request_id, caller) = (request_id(&parts.extensions), Caller::among(&parts.extensions));
    let browser = &caller.client().browser;
    match state.store.enter_by_provider((&tenant, &request_id), person, proofs, browser).await {
        Ok(entered) => enter(state, &secret, way, Some(entered.role)),
        Err(StoreError::NoAccount | StoreError::NameTaken) => {
            tracing::warn!("somebody was let in elsewhere who has no account here");
            back("unbekannt", way)
        }
        Err(error) => failed(parts, error.into()),
    }
}

/// Leads to where the service ends its own session.
pub(in crate::server) async fn leave(State(state): State<AppState>) -> Response {
    let Some(provider) = state.door.provider() else { return none(LEAVE) };
    see_other(&provider.end_address().await.unwrap_or_else(|| SIGN_IN.to_owned()))
}

/// Back to the form with a word for the reason; the log has the rest.
fn refused(error: &ProviderError, way: &str) -> Response {
    tracing::warn!(%error, "nobody was let in by the sign-in service");
    let reason = match error {
        ProviderError::Unreachable(_) => "dienst",
        ProviderError::Refused(_) | ProviderError::Broken(_) => "dienstfehler",
        ProviderError::Clock(_) => "uhr",
        ProviderError::Claim(_) => "unbekannt",
    };
    back(reason, way)
}

fn none(address: &str) -> Response {
    answer(&ApiError::NotFound { what: format!("Die Adresse {address}") })
}

fn with(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
