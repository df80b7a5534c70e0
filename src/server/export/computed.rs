//! `/export/tabelle`: a workbook of a table that the page has computed. The figures of a simulation are known to the browser only, and
//! a writer of workbooks would weigh more than the page.

use super::super::context;
use super::super::refusal::answer;
use super::DRAWING;
use crate::api::ApiError;
use crate::document::Sheet;
use crate::export::{About, XLSX, workbook};
use crate::plan::PathError;
use crate::plan::read::form;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

/// Where such a table is posted to.
pub(in crate::server) const PATH: &str = "/export/tabelle";

/// Longest name of a file, without its ending.
const LONGEST_NAME: usize = 60;

/// What the form sends.
#[derive(Deserialize)]
pub(in crate::server) struct Posted {
    /// Name of the file, without its ending.
    datei: String,
    /// The day on which its figures are true.
    tag: NaiveDate,
    /// The table as JSON.
    tabelle: String,
}

/// Makes the workbook and sends it back; nothing of it is kept.
pub(in crate::server) async fn table(parts: Parts, posted: Result<Form<Posted>, FormRejection>) -> Response {
    let Posted { datei, tag, tabelle } = match posted {
        Ok(Form(posted)) => posted,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return answer(&ApiError::TooLarge);
        }
        Err(rejection) => return answer(&ApiError::unreadable(rejection.body_text())),
    };
    if !is_file_name(&datei) {
        let reason = "erlaubt sind Kleinbuchstaben, Ziffern und Striche".to_owned();
        return answer(&ApiError::Invalid { errors: vec![PathError { path: "datei".to_owned(), reason }] });
    }
    let sheet: Sheet = match form(tabelle.as_bytes()) {
        Ok(sheet) => sheet,
        Err(invalid) => return answer(&ApiError::Invalid { errors: invalid.errors }),
    };
    let Ok(_place) = DRAWING.acquire().await else { return answer(&ApiError::Busy) };
    let about = About { title: sheet.name.clone(), as_of: tag };
    match tokio::task::spawn_blocking(move || workbook(&[sheet], &about)).await {
        Ok(Ok(bytes)) => {
            let name = format!("attachment; filename=\"{datei}.xlsx\"");
            ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
        }
        failed => {
            let request_id = context::request_id(&parts.extensions);
            tracing::error!(%request_id, ?failed, "a workbook could not be made");
            answer(&ApiError::Internal { request_id })
        }
    }
}

fn is_file_name(name: &str) -> bool {
    let allowed = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(allowed)
}
