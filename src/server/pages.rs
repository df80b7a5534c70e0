//! The pages: rendered by Leptos with the context of the request and a content policy with a nonce of their own.

use super::context;
use super::headers::page_policy;
use super::router::AppState;
use super::site::reloads;
use crate::ui::{Visitor, shell};
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// What is provided to everything that is rendered: the context of the request, and the policy with the nonce that
/// Leptos stamps onto its scripts.
pub(super) fn provide(state: &AppState) {
    let context = context::of_this_request(state);
    let caller = context.caller();
    provide_context(Visitor {
        name: caller.map(|identity| identity.name.clone()),
        role: caller.map(|identity| identity.role),
        unit: caller.and_then(|identity| identity.unit.clone()),
        demonstration: context.door.demonstration(),
        provider: context.door.has_provider(),
        by_provider: caller.is_some_and(|identity| identity.by_provider),
        owes_second_factor: context.owes_second_factor(),
    });
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return provide_context(context);
    };
    let path = crate::ui::browser::request::path().unwrap_or_default();
    if let Some((name, mark)) = state.offline.mark(&path, context.caller()) {
        response.insert_header(name, mark);
    }
    provide_context(context);
    let reload = reloads().then_some(state.options.reload_port);
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce, reload)) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The page for an address that is none.
pub(super) async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let assets = Arc::clone(&state.assets);
    let render = leptos_axum::render_app_async_with_context(
        {
            let state = state.clone();
            move || provide(&state)
        },
        move || shell(Arc::clone(&assets)),
    );
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
