//! Who calls, and whether they may come in: every address with what it asks, refused where it is in no table.

use super::refusal::answer;
use super::router::AppState;
use crate::api::ApiError;
use crate::permission::{Access, Right, Role};
use crate::store::Identity;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Every address that the router knows, as it is written there, with what it asks. Files of the site hold no data and are
/// served past this table; server functions have a table of their own (`api::GUARDS`).
pub const ROUTES: &[(&str, Access)] = &[
    ("/", Access::Needs(Right::ViewScenario)),
    ("/organigramm", Access::Needs(Right::ViewScenario)),
    ("/szenarien", Access::Needs(Right::ViewScenario)),
    ("/szenarien/vergleich", Access::Needs(Right::ViewScenario)),
    ("/bemessung", Access::Needs(Right::ViewScenario)),
    ("/simulation", Access::Needs(Right::ViewScenario)),
    ("/export/organigramm", Access::Needs(Right::ViewScenario)),
    ("/export/bemessung", Access::Needs(Right::ViewScenario)),
    ("/export/stellenplan", Access::Needs(Right::ViewStaffingPlan)),
    ("/export/veraenderungen", Access::Needs(Right::ViewStaffingPlan)),
    ("/export/stellungnahme", Access::Needs(Right::ViewStaffingPlan)),
    ("/stellungnahme", Access::Needs(Right::ViewStaffingPlan)),
    ("/ereignisse/{scenario}", Access::Needs(Right::ViewScenario)),
    ("/api/{*function}", Access::Public),
    ("/healthz", Access::Public),
    ("/readyz", Access::Public),
    ("/csp-report", Access::Public),
];

/// Who sent a request; nobody where nobody is signed in.
#[derive(Debug, Clone, Default)]
pub(super) struct Caller(Option<Arc<Identity>>);

impl Caller {
    /// Of a request that came through [`recognise`].
    pub(super) fn of(request: &Request) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// The account.
    pub(super) fn identity(&self) -> Option<&Identity> {
        self.0.as_deref()
    }

    /// Whether the caller may do what asks for this.
    ///
    /// # Errors
    /// [`ApiError::SignedOut`], [`ApiError::Forbidden`].
    pub(super) fn asks(&self, access: Access) -> Result<(), ApiError> {
        let role = self.identity().map(|identity| identity.role);
        match (access.admits(role), role) {
            (true, _) => Ok(()),
            (false, None) => Err(ApiError::SignedOut),
            (false, Some(_)) => Err(ApiError::Forbidden),
        }
    }
}

/// Finds out who calls.
pub(super) async fn recognise(State(_state): State<AppState>, mut request: Request, next: Next) -> Response {
    let identity =
        Identity { account: String::new(), name: "lokal".to_owned(), role: Role::Manager, unit: None };
    request.extensions_mut().insert(Caller(Some(Arc::new(identity))));
    next.run(request).await
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
        Err(error) => answer(&error),
    }
}
