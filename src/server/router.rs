//! Every address of the server and every layer around them.

use super::addresses::addresses;
use super::context::{House, request_id};
use super::door::Door;
use super::limits::{self, Limits};
use super::live::Live;
use super::metrics::{self, Metrics};
use super::offline::Offline;
use super::refusal::answer;
use super::settings::Settings;
use super::site::Site;
use super::{Ending, access, door, headers, pages, same_origin};
use crate::api::ApiError;
use crate::store::Store;
use crate::ui::{App, Assets, shell};
use axum::error_handling::HandleErrorLayer;
use axum::extract::{DefaultBodyLimit, FromRef, Request};
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Router};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, Method, StatusCode};
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use std::any::Any;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::trace::TraceLayer;

/// Largest body of a request, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Under which name a request brings its identifier, and how long one may be, in bytes.
const REQUEST_ID: &str = "x-request-id";
const MAX_REQUEST_ID: usize = 64;

/// Requests that are worked on at the same time.
const MAX_CONCURRENT: usize = 512;

/// Longest name of a file, in bytes, as it is written in an address.
const MAX_FILE_NAME: usize = 255;

/// Longest path of a file, likewise.
const MAX_PATH: usize = 2_000;

/// Longest time for one request.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// What every handler can reach.
#[derive(Clone)]
pub(super) struct AppState {
    pub(super) store: Store,
    pub(super) options: LeptosOptions,
    pub(super) assets: Arc<Assets>,
    pub(super) ending: Ending,
    pub(super) live: Live,
    pub(super) door: Door,
    pub(super) limits: Arc<Limits>,
    /// Largest table that is taken, in bytes.
    pub(super) upload: u64,
    pub(super) house: Arc<House>,
    pub(super) offline: Arc<Offline>,
    /// Who simulates for another program.
    pub(super) simulating: Arc<Semaphore>,
    /// Who writes down that a session is used.
    pub(super) touching: Arc<Semaphore>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

/// The whole server; `ending` is set as soon as it is asked to end.
pub fn router(store: Store, settings: Settings, ending: Ending) -> Router {
    routers(store, settings, ending).0
}

/// The whole server, and the figures about it.
pub(super) fn routers(store: Store, settings: Settings, ending: Ending) -> (Router, Router) {
    let site = Site::find(&settings);
    let options = site.options(&settings);
    let offline = Arc::new(Offline::new(&settings, &site));
    let assets = Arc::new(Assets::of(&options, offline.is_on()));
    let live = Live::new(store.clone());
    let door = Door::new(&settings);
    let limits = Arc::new(Limits::new(settings.requests));
    let upload = u64::from(settings.upload) * 1024 * 1024;
    let house = Arc::new(House {
        operator: settings.operator.clone(),
        contact: settings.contact.clone(),
        security_contact: settings.security_contact.clone(),
        retention: settings.retention,
        url: settings.url(),
    });
    let (simulating, touching) = (Arc::new(Semaphore::new(1)), Arc::new(Semaphore::new(1)));
    let state = AppState {
        store,
        live,
        options,
        assets: Arc::clone(&assets),
        ending,
        door,
        limits,
        upload,
        house,
        offline,
        simulating,
        touching,
    };
    let metrics = Metrics::default();
    let figures = metrics::router(metrics.clone(), &state, settings.database.clone());
    let provide = {
        let state = state.clone();
        move || pages::provide(&state)
    };
    let cached =
        |keep: HeaderValue| middleware::from_fn(move |request, next| cache(keep.clone(), request, next));
    // Parts of the page count for no limit: one that is not there must cost nothing either.
    let files = |folder: &Path, keep: HeaderValue| {
        ServiceBuilder::new()
            .layer(cached(keep))
            .service(served(folder).fallback(no_such_part.with_state(())))
    };
    let addresses = addresses().into_iter();
    let router = addresses
        .fold(Router::new(), |router, address| router.route(&address.path, address.answers))
        .leptos_routes_with_context(&state, routes(), provide, move || shell(Arc::clone(&assets)))
        // What stands above asks for rights, what stands below are files without data.
        .route_layer(middleware::from_fn(access::guard));
    let mut keep = HeaderValue::from_static("no-cache");
    let router = match site.kept_pkg() {
        Some(pkg) => {
            keep = HeaderValue::from_static("public, max-age=31536000, immutable");
            router.nest_service(&format!("/{pkg}"), files(&site.pkg_folder(), keep.clone()))
        }
        None => router,
    };
    let (engine, folder) = site.engine();
    let router = router
        .nest_service(&format!("/{engine}"), files(&folder, keep))
        .fallback_service(
            ServiceBuilder::new()
                .layer(cached(HeaderValue::from_static("no-cache")))
                .service(served(&site.folder).fallback(pages::not_found.with_state(state.clone()))),
        )
        .layer(middleware::from_fn_with_state(state.clone(), limits::of_account))
        .layer(middleware::from_fn_with_state(state.clone(), access::recognise))
        .layer(middleware::from_fn_with_state(state.clone(), door::hear))
        .layer(middleware::from_fn_with_state(state.clone(), limits::of_address))
        .with_state(state);
    (layers(router, Arc::new(settings), metrics), figures)
}

/// The files of a folder, in the form that is the smallest for the browser.
fn served(folder: &Path) -> ServeDir {
    ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
}

/// A part of the page that is not there: of a build that has been replaced, or of none.
async fn no_such_part() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "Diesen Teil der Seite gibt es nicht (mehr). Bitte laden Sie die Seite neu.\n")
}

/// Every address that is no file, pages included, as the router has it, and the method by which it is called.
#[must_use]
pub fn answered() -> Vec<(Method, String)> {
    // The listing also names the server functions, although they are left out of the router.
    let pages = routes().into_iter().map(|route| route.path().to_owned());
    let pages = pages.filter(|path| !path.starts_with("/api/")).map(|path| (Method::GET, path));
    addresses().into_iter().map(|address| (address.method, address.path)).chain(pages).collect()
}

/// The routes of the pages, found once for the process.
///
/// While Leptos looks for them, a switch of the whole process keeps every resource from loading: a page that another router
/// renders at that moment would wait for its data for ever.
fn routes() -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    let find = || {
        // Leptos would give server functions routes of their own, past the checks of `functions`.
        let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        generate_route_list_with_exclusions(App, Some(functions))
    };
    ROUTES.get_or_init(find).clone()
}

/// The layers, in the order in which a request passes them.
fn layers(router: Router, settings: Arc<Settings>, metrics: Metrics) -> Router {
    router.layer(
        ServiceBuilder::new()
            // First the identifier: everything that is logged from here on carries it, and the trail keeps it.
            .layer(middleware::from_fn(only_a_fitting_id))
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(middleware::from_fn_with_state(metrics, metrics::measure))
            // Outside of everything that may refuse, so that refusals carry the headers too.
            .layer(middleware::from_fn_with_state(settings.clone(), headers::add))
            .layer(CatchPanicLayer::custom(panicked))
            // Cheap refusals before costly work.
            .layer(middleware::from_fn_with_state(settings, same_origin::only))
            .layer(HandleErrorLayer::new(busy))
            .load_shed()
            .layer(GlobalConcurrencyLimitLayer::new(MAX_CONCURRENT))
            .timeout(TIME_LIMIT)
            // Inside the time limit: it works while the answer is written.
            .layer(CompressionLayer::new())
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES)),
    )
}

/// Takes an identifier that came with a request, so that a proxy's log and this one can be laid side by side, only where it is one.
async fn only_a_fitting_id(mut request: Request, next: Next) -> Response {
    let fits = |id: &HeaderValue| {
        (1..=MAX_REQUEST_ID).contains(&id.len())
            && id.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    if !request.headers().get(REQUEST_ID).is_some_and(fits) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

/// What the log says about a request: the path without its query, which may hold what somebody typed.
fn span<B>(request: &http::Request<B>) -> tracing::Span {
    let (method, path) = (request.method(), request.uri().path());
    tracing::info_span!("request", id = request_id(request.extensions()), %method, path)
}

/// Says of a file how long a browser may keep it.
async fn cache(keep: HeaderValue, request: Request, next: Next) -> Response {
    // No file has such a name, and the system calls it a fault.
    let path = request.uri().path();
    if path.len() > MAX_PATH || path.split('/').any(|name| name.len() > MAX_FILE_NAME) {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let mut response = next.run(request).await;
    let file =
        matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED);
    if file {
        response.headers_mut().insert(CACHE_CONTROL, keep);
    }
    response
}

/// Too many requests at once, or one that took too long.
async fn busy(error: BoxError) -> Response {
    tracing::warn!(%error, "a request was given up");
    answer(&ApiError::Busy)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over")]
fn panicked(payload: Box<dyn Any + Send + 'static>) -> http::Response<axum::body::Body> {
    let reason = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or_default();
    let request_id = uuid::Uuid::new_v4().to_string();
    tracing::error!(%request_id, reason, "a handler panicked");
    answer(&ApiError::Internal { request_id }).into_response()
}
