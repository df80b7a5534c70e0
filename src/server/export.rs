//! `/export/organigramm`: the chart of the scenario in hand as a file; tables and texts stand in [`papers`].

pub(super) mod papers;

use super::context::{self, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::scenarios;
use crate::api::{ApiError, ScenarioId, ScenarioState};
use crate::diagram::chart::{Caption, Facts, Look, View};
use crate::diagram::{Fit, Paper};
use crate::exchange::posts_csv;
use crate::export::{self, ExportError, Form, Order};
use crate::format::Language;
use crate::plan::PathError;
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Where the chart is given out.
pub(super) const PATH: &str = "/export/organigramm";

/// Pictures that are drawn at the same time: each takes a processor and, as PNG, up to 240 MB.
pub(super) static DRAWING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    scenario: Option<Uuid>,
    form: Form,
    order: Order,
    day: Option<NaiveDate>,
    tasks: bool,
    share_lines: bool,
    look: Look,
}

/// Draws and sends the file.
pub(super) async fn chart(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let wanted = match read(query.as_deref().unwrap_or_default()) {
        Ok(wanted) => wanted,
        Err(error) => return answer(&error),
    };
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    let loaded = scenarios::load(&context, wanted.scenario.map(ScenarioId)).await;
    let scenario = match loaded {
        Ok(scenario) => scenario,
        Err(Failure::Answer(error)) => return answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "the scenario of a picture could not be read");
            return answer(&ApiError::Internal { request_id: id });
        }
    };
    let Ok(_place) = DRAWING.acquire().await else { return answer(&ApiError::Busy) };
    let form = wanted.form;
    let day = wanted.day.unwrap_or(scenario.baseline.as_of);
    match tokio::task::spawn_blocking(move || file(&scenario, &wanted, day)).await {
        Ok(Ok(bytes)) => {
            let name = format!("attachment; filename=\"organigramm-{day}.{form}\"");
            ([(CONTENT_TYPE, form.media_type().to_owned()), (CONTENT_DISPOSITION, name)], bytes)
                .into_response()
        }
        Ok(Err(error @ ExportError::TooLarge { .. })) => answer(&ApiError::unreadable(error.to_string())),
        failed => {
            tracing::error!(?failed, "a picture could not be drawn");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

fn file(scenario: &ScenarioState, wanted: &Wanted, day: NaiveDate) -> Result<Vec<u8>, ExportError> {
    let baseline = scenario.baseline.on(day, &[]);
    let organisation = scenario.baseline.on(day, &scenario.active_changes());
    if wanted.form == Form::Csv {
        let shown = if wanted.look == Look::Before { &baseline } else { &organisation };
        return Ok(posts_csv(shown, day).into_bytes());
    }
    let facts = Facts::seen(wanted.look, &organisation, &baseline, day, Language::German);
    let Wanted { tasks, share_lines, look, .. } = *wanted;
    let view = View { tasks, share_lines, look, ..View::new(Language::German) };
    let caption = Caption {
        date: day,
        scenario: scenario.name.clone(),
        digest: scenario.snapshot().digest(),
        language: Language::German,
    };
    match wanted.form {
        Form::Pdf => {
            let (scene, _) = export::on_paper(&facts, &view, &caption, wanted.order);
            export::pdf(&scene, &caption, wanted.order)
        }
        Form::Png => export::png(&export::scene(&facts, &view, &caption)),
        Form::Svg | Form::Csv => Ok(export::svg(&export::scene(&facts, &view, &caption))),
    }
}

/// Reads the query; unknown fields are left alone, so that links of later versions work.
fn read(query: &str) -> Result<Wanted, ApiError> {
    let mut wanted = Wanted {
        scenario: None,
        form: Form::Pdf,
        order: Order::default(),
        day: None,
        tasks: false,
        share_lines: true,
        look: Look::After,
    };
    let refuse = |path: &str, reason: &str| {
        Err(ApiError::Invalid {
            errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }],
        })
    };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "szenario" => match value.parse() {
                Ok(scenario) => wanted.scenario = Some(scenario),
                Err(_) => return refuse(name, "erwartet wird die Kennung eines Szenarios (UUID)"),
            },
            "form" => match Form::of_ending(value) {
                Some(form) => wanted.form = form,
                None => return refuse(name, "erlaubt sind: pdf, svg, png, csv"),
            },
            "papier" => match Paper::named(value) {
                Some(paper) => wanted.order.paper = paper,
                None => return refuse(name, "erlaubt sind: a4, a3, a2, a1, a0"),
            },
            "blaetter" => match value {
                "eins" => wanted.order.fit = Fit::OneSheet,
                "lesbar" => wanted.order.fit = Fit::Readable,
                _ => return refuse(name, "erlaubt sind: eins, lesbar"),
            },
            "tag" => match value.parse() {
                Ok(day) => wanted.day = Some(day),
                Err(_) => return refuse(name, "erwartet wird ein Datum wie 2024-06-30"),
            },
            "aufgaben" => wanted.tasks = value == "1",
            "nebenlinien" => wanted.share_lines = value != "0",
            "stand" => match Look::named(value) {
                Some(look) => wanted.look = look,
                None => return refuse(name, "erlaubt sind: vorher, nachher, aenderungen"),
            },
            _ => {}
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_is_wanted_and_mistakes_are_named() {
        let wanted = read("form=png&papier=A0&blaetter=lesbar&tag=2024-07-01&aufgaben=1&neu=1").unwrap();
        assert_eq!(wanted.form, Form::Png);
        assert_eq!(wanted.order, Order { paper: Paper::A0, fit: Fit::Readable });
        assert_eq!(wanted.day, NaiveDate::from_ymd_opt(2024, 7, 1));
        assert!(wanted.tasks && wanted.share_lines && wanted.look == Look::After);
        let wanted = read("stand=aenderungen&nebenlinien=0").unwrap();
        assert_eq!((wanted.look, wanted.share_lines), (Look::Changes, false));
        for wrong in
            ["stand=gestern", "form=exe", "papier=a5", "blaetter=viele", "tag=2024-02-30", "szenario=x"]
        {
            let error = read(wrong).unwrap_err();
            let field = wrong.split('=').next().unwrap();
            assert!(error.to_string().contains(field), "{error}");
        }
    }
}
