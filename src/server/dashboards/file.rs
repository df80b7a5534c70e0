//! `/export/faelle`: dashboards as files. What is withheld is withheld here too: a file is made of the same panels.

use super::{Failure, Figures, language};
use crate::api::{ApiError, AskUnitCases};
use crate::plan::{CaseTypeId, PathError, UnitId};
use crate::server::context;
use crate::server::refusal::answer;
use crate::server::router::AppState;
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// Where the files are given out.
pub const PATH: &str = "/export/faelle";

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
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
        Ok((name, csv)) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let media_type = "text/csv; charset=utf-8".to_owned();
            ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, disposition)], csv).into_response()
        }
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "a file of a dashboard could not be made");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

async fn make(context: &context::Context, wanted: Wanted) -> Result<(String, String), Failure> {
    let figures = Figures::load(context).await?;
    let language = language(wanted.english);
    let as_of = figures.ledger.span().and_then(|(_, until)| until.last_day()).unwrap_or(figures.plan.as_of);
    let Some(ask) = &wanted.ask else {
        let department = figures.department(context, language).await?;
        return Ok((format!("faelle-einheiten-{as_of}.csv"), department.table.to_csv()));
    };
    let dashboard = figures.dashboard(context, &figures.view(ask)?, language).await?;
    let panel = wanted.panel.as_deref().and_then(|panel| dashboard.panel(panel));
    let panel = panel.ok_or_else(|| ApiError::NotFound { what: "Die Tabelle".to_owned() })?;
    Ok((format!("faelle-{}-{}-{as_of}.csv", ask.unit, panel.key), panel.table.to_csv()))
}

/// Reads the query; unknown fields are left alone, so that links of later versions work.
fn read(query: &str) -> Result<Wanted, ApiError> {
    let refuse = |path: &str, reason: &str| {
        Err(ApiError::Invalid {
            errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }],
        })
    };
    let (mut unit, mut case_type, mut panel) = (None, None, None);
    let (mut until, mut target, mut english) = (None, None, false);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "form" if value != "csv" => return refuse(name, "erlaubt ist: csv"),
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
    let ask = unit.map(|unit| AskUnitCases { unit, case_type, until, target, english });
    Ok(Wanted { ask, panel, english })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_is_wanted_and_mistakes_are_named() {
        let wanted = read("einheit=eu&form=csv&tabelle=alter&sprache=en&neu=1").unwrap();
        assert_eq!((wanted.panel.as_deref(), wanted.english), (Some("alter"), true));
        assert_eq!(wanted.ask.unwrap().unit.as_str(), "eu");
        assert!(read("form=csv").unwrap().ask.is_none());
        for wrong in ["form=exe", "einheit=<b>", "fallart=%20", "ziel=-1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
