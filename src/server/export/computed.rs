//! `/export/tabelle`: a file of a table that the page has computed or shows. The figures of a simulation are known to the browser only,
//! and a writer of workbooks would weigh more than the page.

use super::super::context;
use super::super::refusal::answer;
use super::{DRAWING, shown};
use crate::api::ApiError;
use crate::document::Sheet;
use crate::export::{About, XLSX, workbook};
use crate::format::Language;
use crate::plan::PathError;
use crate::plan::read::form;
use crate::store::today;
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
    /// The day on which its figures are true; today where it is not said.
    tag: Option<NaiveDate>,
    /// The table as JSON.
    tabelle: Option<String>,
    /// In its place the table as the page shows it: caption, headings and rows as lines, cells apart by tabs.
    text: Option<String>,
    /// The language of that text: `en`, else German.
    sprache: Option<String>,
    /// The form of the file.
    #[serde(default)]
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    #[default]
    Xlsx,
    Csv,
}

impl Posted {
    fn sheet(&self) -> Result<Sheet, Vec<PathError>> {
        let Some(text) = &self.text else {
            let table = self.tabelle.as_deref().unwrap_or_default();
            return form(table.as_bytes()).map_err(|invalid| invalid.errors);
        };
        let english = self.sprache.as_deref() == Some("en");
        let language = if english { Language::English } else { Language::German };
        shown::sheet(text, language)
            .map_err(|reason| vec![PathError { path: "text".to_owned(), reason: reason.to_owned() }])
    }
}

/// Makes the file and sends it back; nothing of it is kept.
pub(in crate::server) async fn table(
    parts: Parts,
    posted: Result<axum::Form<Posted>, FormRejection>,
) -> Response {
    let posted = match posted {
        Ok(axum::Form(posted)) => posted,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return answer(&ApiError::TooLarge);
        }
        Err(rejection) => return answer(&ApiError::unreadable(rejection.body_text())),
    };
    let name = &posted.datei;
    if !is_file_name(name) {
        let reason = "erlaubt sind Kleinbuchstaben, Ziffern und Striche".to_owned();
        return answer(&ApiError::Invalid { errors: vec![PathError { path: "datei".to_owned(), reason }] });
    }
    let sheet = match posted.sheet() {
        Ok(sheet) => sheet,
        Err(errors) => return answer(&ApiError::Invalid { errors }),
    };
    let file = |media_type: &str, ending: &str, bytes: Vec<u8>| {
        let disposition = format!("attachment; filename=\"{name}.{ending}\"");
        ([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
    };
    if posted.form == Form::Csv {
        return file("text/csv; charset=utf-8", "csv", sheet.to_csv().into_bytes());
    }
    let Ok(_place) = DRAWING.acquire().await else { return answer(&ApiError::Busy) };
    let about = About { title: sheet.name.clone(), as_of: posted.tag.unwrap_or_else(today) };
    match tokio::task::spawn_blocking(move || workbook(&[sheet], &about)).await {
        Ok(Ok(bytes)) => file(XLSX, "xlsx", bytes),
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
