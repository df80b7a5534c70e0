//! The forms: signing in by name and password, coming into the demonstration, signing out. Each answers with a way on.

use super::{Claim, Client, DEMONSTRATE, Judged, SIGN_IN};
use crate::api::{ApiError, REASON, WAY_BACK, own_path, sign_in_address};
use crate::permission::Role;
use crate::server::access::Caller;
use crate::server::context::{Failure, request_id};
use crate::server::refusal::answer;
use crate::server::router::AppState;
use crate::store::{Secret, StoreError, Tenant};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

/// Why somebody is led back whose password nobody has looked at, as too many others wait.
const BUSY: &str = "ausgelastet";

/// Longest name and longest password that are looked at, in characters.
const LONGEST: usize = 1_000;

/// What the form for signing in sends.
#[derive(Deserialize)]
pub(in crate::server) struct SignIn {
    name: String,
    kennwort: String,
    /// Of the second factor; empty where there is none.
    #[serde(default)]
    einmalcode: String,
    #[serde(default)]
    weiter: String,
}

/// What the buttons of the demonstration send.
#[derive(Deserialize)]
pub(in crate::server) struct Demonstrate {
    rolle: String,
    #[serde(default)]
    weiter: String,
}

/// Signs in by name and password, and a code where the account has a second factor.
pub(in crate::server) async fn sign_in(
    State(state): State<AppState>,
    parts: Parts,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    let Ok(Form(SignIn { name, kennwort, einmalcode, weiter })) = form else {
        return back("unvollstaendig", "");
    };
    let name = name.trim().to_lowercase();
    let too_long = |text: &String| text.chars().count() > LONGEST;
    let long = [&name, &kennwort, &einmalcode].into_iter().any(too_long);
    if name.is_empty() || kennwort.is_empty() || long {
        return back("unvollstaendig", &weiter);
    }
    let caller = Caller::among(&parts.extensions);
    let claim = Claim { password: kennwort, code: Some(einmalcode) };
    match attempt(&state, &name, claim, caller.client()).await {
        Ok(Judged::Wait(_)) => back("warten", &weiter),
        Ok(Judged::Wrong) => back("falsch", &weiter),
        Ok(Judged::Right(account)) => {
            let before = state.door.jar().read(&parts.headers).map(|secret| secret.fingerprint());
            let secret = Secret::new();
            let (proof, tenant) = (secret.fingerprint(), Tenant::embedded());
            let browser = &caller.client().browser;
            let begun = state.store.begin_session(&tenant, account, (&proof, before.as_ref()), browser).await;
            match begun {
                Ok(()) => {
                    let way = enter(&state, &secret, &weiter, role_of(&state, &secret).await);
                    known_again(&state, account, caller.client(), way).await
                }
                Err(StoreError::NoAccount) => back("falsch", &weiter),
                Err(error) => failed(&parts, error.into()),
            }
        }
        Err(Failure::Answer(ApiError::Busy)) => back(BUSY, &weiter),
        Err(failure) => failed(&parts, failure),
    }
}

/// Lets the browser be known again at the next attempt. Who could not be noted down came in all the same.
async fn known_again(state: &AppState, account: Uuid, client: &Client, mut answer: Response) -> Response {
    let sent = client.device.as_ref();
    match state.store.remember_device(&Tenant::embedded(), account, sent).await {
        Ok(device) => {
            // After the session's, which is the first.
            if let Some(cookie) = state.door.jar().put_device(&device) {
                answer.headers_mut().append(SET_COOKIE, cookie);
            }
        }
        Err(error) => tracing::warn!(%error, "a browser could not be noted down"),
    }
    answer
}

/// Looks at name, password and code; the log has what became of it, without the name.
async fn attempt(state: &AppState, name: &str, claim: Claim, client: &Client) -> Result<Judged, Failure> {
    let tenant = Tenant::embedded();
    let judged = state.door.judge(&state.store, (&tenant, name, client), claim).await?;
    match judged {
        Judged::Wait(seconds) => tracing::warn!(seconds, "an attempt to sign in has to wait"),
        Judged::Wrong => tracing::warn!("an attempt to sign in failed"),
        Judged::Right(_) => {}
    }
    Ok(judged)
}

/// Comes into the demonstration in a role.
pub(in crate::server) async fn demonstrate(
    State(state): State<AppState>,
    parts: Parts,
    form: Result<Form<Demonstrate>, FormRejection>,
) -> Response {
    if !state.door.demonstration() {
        return answer(&ApiError::NotFound { what: format!("Die Adresse {DEMONSTRATE}") });
    }
    let Ok(Form(Demonstrate { rolle, weiter })) = form else { return back("unvollstaendig", "") };
    let Some(role) = Role::parse(&rolle) else { return back("unvollstaendig", &weiter) };
    let before = state.door.jar().read(&parts.headers).map(|secret| secret.fingerprint());
    let secret = Secret::new();
    let proofs = (&secret.fingerprint(), before.as_ref());
    let browser = &Caller::among(&parts.extensions).client().browser.clone();
    match state.store.demonstrate(&Tenant::embedded(), role, proofs, browser).await {
        Ok(()) => enter(&state, &secret, &weiter, Some(role)),
        Err(error) => failed(&parts, error.into()),
    }
}

/// Signs out; what the browser has kept of the organisation goes, too. Whoever came by the sign-in service is told that
/// they are still signed in there, and whoever came by a proxy, that it lets them in again.
pub(in crate::server) async fn sign_out(State(state): State<AppState>, request: Request) -> Response {
    let goes_on = going_on(&state, &Caller::of(&request)).await;
    if let Some(secret) = state.door.jar().read(request.headers())
        && let Err(error) = state.store.sign_out(&Tenant::embedded(), &secret.fingerprint()).await
    {
        return failed(&request.into_parts().0, error.into());
    }
    let mut response = goes_on.map_or_else(|| see_other(SIGN_IN), |reason| back(reason, ""));
    if let Some(cookie) = state.door.jar().clear() {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    forget(&mut response);
    response
}

/// Tells a browser to forget what it has kept for somebody.
pub(in crate::server) fn forget(response: &mut Response) {
    let storage = HeaderValue::from_static("\"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), storage);
}

/// The word for what goes on elsewhere after signing out: a session at the sign-in service that somebody can end there, or a proxy that
/// signs them in again.
async fn going_on(state: &AppState, caller: &Caller) -> Option<&'static str> {
    let identity = caller.identity().filter(|identity| identity.by_provider)?;
    if identity.by_proxy {
        return Some("proxy");
    }
    state.door.provider()?.end_address().await.map(|_| "abgemeldet")
}

/// The role of the session that has just begun.
async fn role_of(state: &AppState, secret: &Secret) -> Option<Role> {
    let (tenant, proof) = (Tenant::embedded(), secret.fingerprint());
    let found = state.store.session(&tenant, &proof, state.door.demonstration()).await;
    found.ok().flatten().map(|signed| signed.identity.role)
}

/// Hands out the cookie and leads on, to nowhere but a page of ours.
pub(super) fn enter(state: &AppState, secret: &Secret, way: &str, role: Option<Role>) -> Response {
    let home = role.map_or("/", Role::home);
    let mut response = see_other(own_path(way).filter(|way| *way != "/").unwrap_or(home));
    if let Some(cookie) = state.door.jar().put(secret) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// Back to the form, with the reason as a word.
pub(super) fn back(reason: &str, way: &str) -> Response {
    let address = sign_in_address(own_path(way).unwrap_or_default());
    let mark = if address.contains(WAY_BACK) { '&' } else { '?' };
    see_other(&format!("{address}{mark}{REASON}={reason}"))
}

pub(in crate::server) fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
        Err(_) => (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from_static("/"))]).into_response(),
    }
}

pub(super) fn failed(parts: &Parts, failure: Failure) -> Response {
    match failure {
        Failure::Answer(ApiError::Busy) => back(BUSY, ""),
        Failure::Answer(error) => answer(&error),
        Failure::Fault(error) => {
            let request_id = request_id(&parts.extensions);
            tracing::error!(%request_id, %error, "signing in or out failed");
            answer(&ApiError::Internal { request_id })
        }
    }
}
