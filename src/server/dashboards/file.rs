//! `/export/faelle`: dashboards as files. What is withheld is withheld here too: a file is made of the same panels.

use super::{Failure, Figures, language};
use crate::api::{ApiError, AskUnitCases};
use crate::dashboard::PICTURE_STYLE;
use crate::export::{About, ExportError, document_pdf, picture_png, picture_svg, workbook};
use crate::plan::{CaseTypeId, PathError, UnitId};
use crate::server::context;
use crate::server::refusal::answer;
use crate::server::router::AppState;
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Where the files are given out.
pub const PATH: &str = "/export/faelle";

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Files that are made at the same time.
static MAKING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
    Pdf,
    /// Of one panel's picture.
    Svg,
    /// The same, as pixels.
    Png,
}

impl Form {
    fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png)
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    form: Form,
    /// The unit; all of them where none.
    ask: Option<AskUnitCases>,
    /// One panel.
    panel: Option<String>,
    english: bool,
}

/// Makes and sends the file.
pub async fn cases(State(state): State<AppState>, RawQuery(query): RawQuery, request: Request) -> Response {
    let wanted = match read(query.as_deref().unwrap_or_default()) {
        Ok(wanted) => wanted,
        Err(error) => return answer(&error),
    };
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    match make(&context, wanted).await {
        Ok((name, media_type, bytes)) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
                .into_response()
        }
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "a file of a dashboard could not be made");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

async fn make(
    context: &context::Context,
    wanted: Wanted,
) -> Result<(String, &'static str, Vec<u8>), Failure> {
    let figures = Figures::load(context).await?;
    let language = language(wanted.english);
    let as_of = figures.counted.span().and_then(|(_, until)| until.last_day()).unwrap_or(figures.plan.as_of);
    let _place = MAKING.acquire().await.map_err(|_| ApiError::Busy)?;
    let (what, sheets, document, picture) = match &wanted.ask {
        Some(ask) => {
            let dashboard = figures.dashboard(context, &figures.view(ask)?, language).await?;
            let panel = wanted.panel.as_deref();
            if panel.is_some_and(|panel| dashboard.panel(panel).is_none()) {
                return Err(ApiError::NotFound { what: "Die Tabelle".to_owned() }.into());
            }
            let name = panel.map_or_else(|| ask.unit.to_string(), |panel| format!("{}-{panel}", ask.unit));
            let picture = panel.and_then(|panel| dashboard.picture(panel, as_of, language));
            if picture.is_none() && wanted.form.is_picture() {
                return Err(ApiError::NotFound { what: "Das Bild".to_owned() }.into());
            }
            (name, dashboard.sheets(panel), Some(dashboard.document(as_of, language)), picture)
        }
        None => {
            let department = figures.department(context, language).await?;
            let panel = wanted.panel.as_deref();
            if panel.is_some_and(|panel| department.panels().all(|one| one.key != panel)) {
                return Err(ApiError::NotFound { what: "Die Tabelle".to_owned() }.into());
            }
            let name = panel.map_or_else(|| "einheiten".to_owned(), |panel| format!("einheiten-{panel}"));
            (name, department.sheets(panel), Some(department.document(as_of, language)), None)
        }
    };
    let write = move || -> Result<_, ExportError> {
        let about = About { title: format!("Fälle: {what}"), as_of };
        let (ending, media_type, bytes) = match (wanted.form, document, picture) {
            (Form::Pdf, Some(document), _) => ("pdf", "application/pdf", document_pdf(&document)?),
            (Form::Svg, _, Some(picture)) => ("svg", "image/svg+xml", picture_svg(&picture, PICTURE_STYLE)),
            (Form::Png, _, Some(picture)) => ("png", "image/png", picture_png(&picture, PICTURE_STYLE)?),
            (Form::Xlsx, ..) => ("xlsx", XLSX, workbook(&sheets, &about)?),
            _ => {
                let csv = sheets.first().map(crate::document::Sheet::to_csv).unwrap_or_default();
                ("csv", "text/csv; charset=utf-8", csv.into_bytes())
            }
        };
        Ok((format!("faelle-{what}-{as_of}.{ending}"), media_type, bytes))
    };
    let made = tokio::task::spawn_blocking(write).await;
    made.map_err(|error| Failure::Fault(Box::new(error)))?.map_err(|error| Failure::Fault(Box::new(error)))
}

/// Reads the query; unknown fields are left alone, so that links of later versions work.
fn read(query: &str) -> Result<Wanted, ApiError> {
    let refuse = |path: &str, reason: &str| {
        Err(ApiError::Invalid {
            errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }],
        })
    };
    let (mut form, mut unit, mut case_type, mut panel) = (Form::Csv, None, None, None);
    let (mut until, mut target, mut english) = (None, None, false);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "form" => match value {
                "csv" => form = Form::Csv,
                "xlsx" => form = Form::Xlsx,
                "pdf" => form = Form::Pdf,
                "svg" => form = Form::Svg,
                "png" => form = Form::Png,
                _ => return refuse(name, "erlaubt sind: csv, xlsx, pdf, svg, png"),
            },
            "einheit" => match UnitId::parse(value) {
                Ok(id) => unit = Some(id),
                Err(_) => return refuse(name, "erwartet wird die Kennung einer Einheit"),
            },
            "fallart" => match CaseTypeId::parse(value) {
                Ok(id) => case_type = Some(id),
                Err(_) => return refuse(name, "erwartet wird die Kennung einer Fallart"),
            },
            "ziel" => match value.parse::<u32>() {
                Ok(cases) => target = Some(f64::from(cases)),
                Err(_) => return refuse(name, "erwartet wird eine ganze Zahl von Fällen"),
            },
            "bis" => until = Some(value.to_owned()),
            "tabelle" => panel = Some(value.to_owned()),
            "sprache" => english = value == "en",
            _ => {}
        }
    }
    if form.is_picture() && (unit.is_none() || panel.is_none()) {
        return refuse("tabelle", "fehlt; ein Bild gibt es zu einer Tabelle einer Einheit");
    }
    let ask = unit.map(|unit| AskUnitCases { unit, case_type, until, target, english });
    Ok(Wanted { form, ask, panel, english })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_is_wanted_and_mistakes_are_named() {
        let wanted = read("einheit=eu&form=xlsx&tabelle=alter&sprache=en&neu=1").unwrap();
        assert_eq!((wanted.form, wanted.panel.as_deref(), wanted.english), (Form::Xlsx, Some("alter"), true));
        assert_eq!(wanted.ask.unwrap().unit.as_str(), "eu");
        assert!(read("form=csv").unwrap().ask.is_none());
        assert!(read("form=pdf").unwrap().ask.is_none(), "the report of all units");
        assert_eq!(read("einheit=eu&form=png&tabelle=alter").unwrap().form, Form::Png);
        for wrong in ["form=exe", "einheit=<b>", "fallart=%20", "ziel=-1", "form=svg&einheit=eu"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
