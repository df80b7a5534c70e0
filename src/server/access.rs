//! Who calls, and whether they may come in: every address with what it asks, refused where it is in no table.

use super::context::request_id;
use super::door::{Client, NO_ACCESS, OWN_ACCOUNT, Vouching, forget, names_somebody, see_other, vouching};
use super::refusal::answer;
use super::router::AppState;
use super::{offline, v1};
use crate::api::{ApiError, STREAM_PATH, ScenarioVersion, provider_address, sign_in_address};
use crate::permission::{Access, Right};
use crate::store::{Identity, Secret, StoreError, Tenant};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::ACCEPT;
use http::{Extensions, Method};
use leptos::server_fn::ServerFn;
use std::sync::Arc;
use uuid::Uuid;

/// Every address that the router knows, as it is written there, with what it asks. Files of the site hold no data and are
/// served past this table; server functions have a table of their own (`api::GUARDS`).
pub const ROUTES: &[(&str, Access)] = &[
    ("/", Access::Needs(Right::ViewScenario)),
    ("/organigramm", Access::Needs(Right::ViewScenario)),
    ("/szenarien", Access::Needs(Right::ViewScenario)),
    ("/szenarien/vergleich", Access::Needs(Right::ViewScenario)),
    ("/szenarien/akte", Access::Needs(Right::ViewScenario)),
    ("/szenarien/{szenario}", Access::Needs(Right::ViewScenario)),
    ("/bemessung", Access::Needs(Right::ViewScenario)),
    ("/stellenplan", Access::Needs(Right::ViewStaffingPlan)),
    ("/simulation", Access::Needs(Right::ViewScenario)),
    ("/daten", Access::Needs(Right::ViewCases)),
    ("/daten/plan.json", Access::Needs(Right::ViewScenario)),
    ("/daten/bemessung.csv", Access::Needs(Right::ViewScenario)),
    ("/daten/fallzahlen.csv", Access::Needs(Right::ViewScenario)),
    ("/daten/fallliste.csv", Access::Needs(Right::ViewScenario)),
    ("/daten/datei", Access::Needs(Right::EditCases)),
    // In the place of the newest version it needs the right to decide, too.
    ("/daten/plan", Access::Needs(Right::EditScenario)),
    ("/datenschutz", Access::Public),
    ("/barrierefreiheit", Access::Public),
    // For other programs, which a token lets in (`v1`).
    ("/api/v1/openapi.json", Access::Public),
    ("/api/v1/plan", Access::Needs(Right::ViewScenario)),
    ("/api/v1/scenarios", Access::Needs(Right::ViewScenario)),
    ("/api/v1/scenarios/{scenario}", Access::Needs(Right::ViewScenario)),
    ("/api/v1/assessment", Access::Needs(Right::ViewScenario)),
    ("/api/v1/simulate", Access::Needs(Right::ViewScenario)),
    ("/hilfe", Access::Public),
    ("/hilfe/uebung", Access::Needs(Right::ViewCases)),
    ("/faelle", Access::Needs(Right::ViewCases)),
    ("/faelle/{unit}", Access::Needs(Right::ViewCases)),
    ("/export/faelle", Access::Needs(Right::ViewCases)),
    ("/export/organigramm", Access::Needs(Right::ViewScenario)),
    ("/export/fristen", Access::Needs(Right::ViewStaffingPlan)),
    ("/export/bemessung", Access::Needs(Right::ViewScenario)),
    ("/export/stellenplan", Access::Needs(Right::ViewStaffingPlan)),
    ("/export/veraenderungen", Access::Needs(Right::ViewStaffingPlan)),
    // What is posted there is computed by the page, from scenarios that whoever posts it sees.
    ("/export/tabelle", Access::Needs(Right::ViewScenario)),
    ("/export/stellungnahme", Access::Needs(Right::ViewStaffingPlan)),
    // For everybody who is signed in: it tells what was agreed upon within the house.
    ("/export/datenschutz", Access::Needs(Right::OwnAccount)),
    ("/stellungnahme", Access::Needs(Right::ViewStaffingPlan)),
    ("/ereignisse/{scenario}", Access::Needs(Right::ViewScenario)),
    ("/anmelden", Access::Public),
    ("/anmelden/demonstration", Access::Public),
    ("/anmelden/verwaltungskonto", Access::Public),
    // Whoever comes back proves by the cookie of the departure that they left from here.
    ("/anmelden/verwaltungskonto/rueckkehr", Access::Public),
    ("/abmelden", Access::Public),
    ("/abmelden/verwaltungskonto", Access::Public),
    ("/einrichten", Access::Public),
    ("/kein-zugriff", Access::Public),
    ("/konto", Access::Needs(Right::OwnAccount)),
    ("/verwaltung", Access::Needs(Right::ManageAccounts)),
    ("/protokoll", Access::Needs(Right::ViewAudit)),
    ("/export/protokoll", Access::Needs(Right::ViewAudit)),
    ("/api/{*function}", Access::Public),
    ("/healthz", Access::Public),
    ("/readyz", Access::Public),
    ("/.well-known/security.txt", Access::Public),
    ("/csp-report", Access::Public),
    ("/vorhalten.js", Access::Public),
    ("/stellwerk.webmanifest", Access::Public),
    // The key of the link is the proof.
    ("/freigabe", Access::Public),
];

/// Who sent a request; nobody where nobody is signed in.
#[derive(Debug, Clone, Default)]
pub(super) struct Caller {
    identity: Option<Arc<Identity>>,
    client: Arc<Client>,
    /// Whether the account still owes a second factor; programs, which come with a token, never do.
    owes: bool,
}

impl Caller {
    /// Of a request that came through [`recognise`].
    pub(super) fn of(request: &Request) -> Self {
        Self::among(request.extensions())
    }

    /// The same from what a request carries.
    pub(super) fn among(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Somebody who was recognised.
    pub(super) fn of_identity(identity: Identity) -> Self {
        Self { identity: Some(Arc::new(identity)), ..Self::default() }
    }

    /// The account.
    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }

    /// From where, and with which browser.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether the account still owes a second factor.
    pub(super) fn owes(&self) -> bool {
        self.owes
    }

    /// Whether the caller may do what asks for this.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`], [`ApiError::Forbidden`], [`ApiError::SecondFactorMissing`].
    pub(super) fn asks(&self, access: Access) -> Result<(), ApiError> {
        if self.owes && !access.is_open_while_owing() {
            return Err(ApiError::SecondFactorMissing);
        }
        let role = self.identity().map(|identity| identity.role);
        match (access.admits(role), role) {
            (true, _) => Ok(()),
            (false, None) => Err(ApiError::SignedOut),
            (false, Some(_)) => Err(ApiError::Forbidden),
        }
    }
}

/// Finds out who calls, and writes down that the session is used.
pub(super) async fn recognise(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if v1::is_for(request.uri().path()) {
        let caller = v1::recognise(&state, &mut request).await;
        request.extensions_mut().insert(caller);
        return next.run(request).await;
    }
    let secret = state.door.jar().read(request.headers());
    let by_a_person = is_of_a_person(request.uri().path()) && !request.headers().contains_key(offline::MARK);
    let found = identity(&state, secret, request.extensions(), by_a_person).await;
    let (identity, over) = match found {
        Ok(found) => found,
        Err(StoreError::InUse) => return answer(&ApiError::Busy),
        Err(error) => {
            let request_id = request_id(request.extensions());
            tracing::error!(%request_id, %error, "a session could not be read");
            return answer(&ApiError::Internal { request_id });
        }
    };
    let client = Arc::new(state.door.client(request.headers(), request.extensions()));
    let owes = identity
        .as_ref()
        .is_some_and(|identity| state.door.demands_second_factor(identity) && !identity.second_factor);
    request.extensions_mut().insert(Caller { identity: identity.map(Arc::new), client, owes });
    let mut response = next.run(request).await;
    if over {
        forget(&mut response);
    }
    response
}

/// Whose session it is, and whether the browser had one that is over now because a proxy speaks for somebody else.
async fn identity(
    state: &AppState,
    secret: Option<Secret>,
    extensions: &Extensions,
    by_a_person: bool,
) -> Result<(Option<Identity>, bool), StoreError> {
    let Some(secret) = secret else { return Ok((None, false)) };
    let (tenant, proof) = (Tenant::embedded(), secret.fingerprint());
    let found = state.store.session(&tenant, &proof, state.door.demonstration()).await?;
    let Some(signed) = found else { return Ok((None, false)) };
    match vouching(&signed.identity, extensions) {
        Vouching::Counts => {}
        Vouching::Unvouched => return Ok((None, false)),
        Vouching::Over => {
            tracing::info!("a session ended, as the proxy speaks for another account");
            state.store.sign_out(&tenant, &proof).await?;
            return Ok((None, true));
        }
    }
    if signed.touch_due && by_a_person {
        touch(state, tenant, signed.identity.session);
    }
    Ok((Some(signed.identity), false))
}

/// Writes down that a session is used, beside the request: where nothing can be written, everything can still be read. One at a time:
/// while the database is locked, requests would queue up for it.
fn touch(state: &AppState, tenant: Tenant, session: Uuid) {
    let Ok(turn) = Arc::clone(&state.touching).try_acquire_owned() else { return };
    let store = state.store.clone();
    tokio::spawn(async move {
        let _turn = turn;
        if let Err(error) = store.touch_session(&tenant, session).await {
            tracing::warn!(%error, "that a session is used could not be written down");
        }
    });
}

/// Whether somebody did something: what an open page asks by itself does not keep its session alive.
fn is_of_a_person(path: &str) -> bool {
    !path.starts_with(STREAM_PATH) && path != ScenarioVersion::PATH
}

/// Lets in who may come in; an address without a row is closed.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let row = path.and_then(|path| ROUTES.iter().find(|(address, _)| *address == path));
    let Some((_, access)) = row else {
        tracing::error!(path = request.uri().path(), "an address has no row in the table of rights");
        return answer(&ApiError::Forbidden);
    };
    match Caller::of(&request).asks(*access) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            if error == ApiError::Forbidden {
                tracing::warn!(path = request.uri().path(), "an address was refused to its caller");
            }
            led_on(&request, &error).unwrap_or_else(|| answer(&error))
        }
    }
}

/// A browser that asks for a page is led to the page that helps; a program gets its answer.
fn led_on(request: &Request, error: &ApiError) -> Option<Response> {
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let program = v1::is_for(request.uri().path());
    if request.method() != Method::GET || !accepts.contains("text/html") || program {
        return None;
    }
    match error {
        ApiError::SignedOut => {
            let way = request.uri().path_and_query().map_or("/", |way| way.as_str());
            let by_proxy = names_somebody(request.extensions());
            Some(see_other(&if by_proxy { provider_address(way) } else { sign_in_address(way) }))
        }
        ApiError::SecondFactorMissing => Some(see_other(OWN_ACCOUNT)),
        // Whoever opens the site without more is led to where they have something to do.
        ApiError::Forbidden => {
            let home = Caller::of(request).identity().map_or("/", |identity| identity.role.home());
            Some(see_other(if request.uri().path() == "/" && home != "/" { home } else { NO_ACCESS }))
        }
        _ => None,
    }
}
