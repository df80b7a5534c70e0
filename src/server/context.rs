//! What a use case may touch, and the one way from a server function to it.

use super::access::Caller;
use super::live::Live;
use super::refusal;
use super::router::AppState;
use crate::api::{ApiError, LAST_SCENARIO, ScenarioId};
use crate::permission::{EditScenario, Grantable, Permit, ViewScenario, permit};
use crate::store::{Actor, Creator, Editor, Identity, Store, StoreError, Tenant, Viewer};
use axum::http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use tower_http::request_id::RequestId;
use uuid::Uuid;

/// What a use case may touch: made once for each request.
#[derive(Debug, Clone)]
pub struct Context {
    /// The database.
    pub store: Store,
    /// Who is in which scenario.
    pub live: Live,
    /// The scenario that the browser used last, as it says.
    pub last: Option<Uuid>,
    caller: Option<Identity>,
    actor: Actor,
}

impl Context {
    /// The context of a request of this caller.
    fn of(state: &AppState, caller: &Caller, request_id: String, last: Option<Uuid>) -> Self {
        let caller = caller.identity().cloned();
        let name = caller.as_ref().map(|identity| identity.name.clone()).unwrap_or_default();
        let actor = Actor { tenant: Tenant::embedded(), name, request_id };
        Self { store: state.store.clone(), live: state.live.clone(), last, caller, actor }
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The account that acts; none when nobody is signed in.
    #[must_use]
    pub fn caller(&self) -> Option<&Identity> {
        self.caller.as_ref()
    }

    /// Asks the policy for a right.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`] when nobody is signed in, [`ApiError::Forbidden`] when the policy does not grant it.
    pub fn permit<R: Grantable>(&self) -> Result<Permit<R>, ApiError> {
        let caller = self.caller.as_ref().ok_or(ApiError::SignedOut)?;
        permit(caller.role).map_err(|_| ApiError::Forbidden)
    }

    /// The right to change a scenario.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn editor(&self, scenario: ScenarioId) -> Result<Editor, ApiError> {
        Ok(Editor::new(self.permit::<EditScenario>()?, &self.actor, scenario.0))
    }

    /// The right to make scenarios.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn creator(&self) -> Result<Creator, ApiError> {
        Ok(Creator::new(self.permit::<EditScenario>()?, &self.actor))
    }

    /// The right to see a scenario.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn viewer(&self, scenario: ScenarioId) -> Result<Viewer, ApiError> {
        Ok(Viewer::new(self.permit::<ViewScenario>()?, &self.actor, scenario.0))
    }
}

/// How a use case ends when it does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An answer for the user.
    #[error(transparent)]
    Answer(#[from] ApiError),
    /// A fault that the user is only told about; the log has it in full.
    #[error(transparent)]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => ApiError::NotFound { what: "Das Szenario".to_owned() }.into(),
            StoreError::Refused(reason) => ApiError::Refused { reason }.into(),
            StoreError::NothingToUndo => ApiError::NothingToUndo.into(),
            StoreError::NothingToRedo => ApiError::NothingToRedo.into(),
            StoreError::Locked => ApiError::Locked.into(),
            StoreError::LastScenario => ApiError::LastScenario.into(),
            StoreError::TooManyScenarios(most) => {
                ApiError::TooManyScenarios { most: u32::try_from(most).unwrap_or(u32::MAX) }.into()
            }
            StoreError::NotTheCreator | StoreError::NotOwn | StoreError::NotTheirsToDecide => {
                ApiError::Forbidden.into()
            }
            StoreError::CommandReused | StoreError::Full(_) | StoreError::TooManyStatements(_) => {
                ApiError::unreadable(error.to_string()).into()
            }
            // The use case answers a conflict itself, with the current state.
            StoreError::Conflict | StoreError::Corrupt(_) | StoreError::Database(_) => {
                Self::Fault(Box::new(error))
            }
        }
    }
}

/// Runs a use case for a server function: the only place that reads the request's context, turns errors into status
/// codes and logs what the user is not told.
///
/// # Errors
/// Those of the use case; a fault as [`ApiError::Internal`] with the identifier under which the log has it.
pub async fn handle<T>(body: impl AsyncFnOnce(Context) -> Result<T, Failure>) -> Result<T, ApiError> {
    // Before the first await: afterwards the reactive owner of the request may be gone.
    let response = use_context::<ResponseOptions>();
    let context = use_context::<Context>();
    let Some(context) = context else {
        tracing::error!("a server function was called without a context");
        return Err(ApiError::Internal { request_id: String::new() });
    };
    let request_id = context.actor.request_id.clone();
    let result = body(context).await.map_err(|failure| match failure {
        Failure::Answer(error) => error,
        Failure::Fault(error) => {
            tracing::error!(%request_id, %error, "a use case failed");
            ApiError::Internal { request_id }
        }
    });
    if let (Err(error), Some(response)) = (&result, response) {
        response.set_status(refusal::status(error));
    }
    result
}

/// The identifier that the outermost layer gave the request.
pub(super) fn request_id(parts: &http::Extensions) -> String {
    let id = parts.get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    id.unwrap_or_default().to_owned()
}

/// The context for what is rendered or run now; asks Leptos for the request.
pub(super) fn of_this_request(state: &AppState) -> Context {
    match use_context::<Parts>() {
        Some(parts) => of(state, &parts.extensions, last_scenario(&parts.headers)),
        None => of(state, &http::Extensions::new(), None),
    }
}

/// The scenario that the browser used last, from its cookie.
fn last_scenario(headers: &http::HeaderMap) -> Option<Uuid> {
    let cookies = headers.get(http::header::COOKIE)?.to_str().ok()?;
    let named = |pair: &str| pair.trim().strip_prefix(LAST_SCENARIO)?.strip_prefix('=').map(str::to_owned);
    cookies.split(';').find_map(named)?.parse().ok()
}

/// The context of a request with these extensions, whose browser used this scenario last.
pub(super) fn of(state: &AppState, extensions: &http::Extensions, last: Option<Uuid>) -> Context {
    let caller = extensions.get::<Caller>().cloned().unwrap_or_default();
    Context::of(state, &caller, request_id(extensions), last)
}
