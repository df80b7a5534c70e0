//! Every address that is no page and no file, with its method and what answers: the one list that the router is made of. What
//! each asks of its callers stands in `access::ROUTES`.

use super::router::AppState;
use super::{
    dashboards, door, export, functions, headers, health, live, offline, plan_file, plan_upload,
    security_txt, shared_view, staffing_plans, trail, upload, v1,
};
use crate::api::{KEEPING_SCRIPT, MANIFEST_PATH, PLAN_PATH, STREAM_PATH, UPLOAD_PATH};
use axum::handler::Handler;
use axum::routing::{MethodRouter, any, get, post};
use http::Method;

/// An address with what answers it.
pub(super) struct Address {
    /// How it is called; what takes other methods as well is called by this one.
    pub(super) method: Method,
    /// As the router writes it.
    pub(super) path: String,
    pub(super) answers: MethodRouter<AppState>,
}

impl Address {
    fn read<H, T>(path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self { method: Method::GET, path: path.to_owned(), answers: get(handler) }
    }

    fn posted<H, T>(path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self { method: Method::POST, path: path.to_owned(), answers: post(handler) }
    }

    /// The handler itself tells of a wrong method.
    fn asked<H, T>(path: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        Self { method: Method::POST, path: path.to_owned(), answers: any(handler) }
    }
}

/// All of them.
pub(super) fn addresses() -> Vec<Address> {
    vec![
        Address::read("/healthz", health::healthz),
        Address::read("/readyz", health::readyz),
        Address::read(security_txt::PATH, security_txt::show),
        Address::read(KEEPING_SCRIPT, offline::script),
        Address::read(MANIFEST_PATH, offline::manifest),
        Address::posted(headers::REPORT_PATH, health::violation),
        Address::read(&format!("{STREAM_PATH}{{scenario}}"), live::open),
        Address::read(export::PATH, export::chart),
        Address::read(trail::PATH, trail::export),
        Address::read(shared_view::PATH, shared_view::show),
        Address::read(dashboards::file::PATH, dashboards::file::cases),
        Address::posted(door::SIGN_IN, door::sign_in),
        Address::posted(door::DEMONSTRATE, door::demonstrate),
        Address::posted(door::SIGN_OUT, door::sign_out),
        Address::read(door::BEGIN, door::begin),
        Address::read(door::COME_BACK, door::come_back),
        Address::read(door::LEAVE, door::leave),
        Address::read(plan_file::PATH, plan_file::plan),
        Address::read(plan_file::WORKLOAD, plan_file::workload),
        Address::read(plan_file::COUNTS, plan_file::counts),
        Address::read(plan_file::CASES, plan_file::cases),
        Address::posted(UPLOAD_PATH, upload::table),
        Address::posted(PLAN_PATH, plan_upload::plan),
        Address::read("/api/v1/openapi.json", v1::description),
        Address::read("/api/v1/plan", v1::plan),
        Address::read("/api/v1/scenarios", v1::list),
        Address::read("/api/v1/scenarios/{scenario}", v1::one),
        Address::read("/api/v1/assessment", v1::assessment),
        Address::asked("/api/v1/simulate", v1::simulate),
        Address::read(staffing_plans::DATES_PATH, staffing_plans::dates),
        Address::read(export::papers::STAFFING_PLAN, export::papers::staffing_plan),
        Address::read(export::papers::CHANGE_LIST, export::papers::change_list),
        Address::read(export::papers::ASSESSMENT, export::papers::assessment),
        Address::read(export::papers::STATEMENT, export::papers::statement),
        Address::read(export::papers::PRIVACY, export::papers::privacy),
        Address::posted(export::computed::PATH, export::computed::table),
        Address::asked("/api/{*function}", functions::run),
    ]
}
