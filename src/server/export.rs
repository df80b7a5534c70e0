//! `/export/organigramm`: the chart of the scenario in hand as a file; tables and texts stand in [`papers`], tables of the page in
//! [`computed`].

mod colours;
pub(super) mod computed;
pub(super) mod papers;
mod shown;

use super::context::{self, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::scenarios;
use crate::api::{ApiError, ScenarioId, ScenarioState};
use crate::diagram::chart::measure::{Colours, Measure};
use crate::diagram::chart::{Caption, Facts, Folded, Look, View};
use crate::diagram::{Fit, Paper};
use crate::exchange::{UnitColumn, posts_csv};
use crate::export::{self, ExportError, Form, Order};
use crate::format::Language;
use crate::plan::{Digest, PathError, UnitId};
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
    measure: Option<Measure>,
    folded: Folded,
    language: Language,
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
    let loaded = scenarios::with_digest(&context, wanted.scenario.map(ScenarioId)).await;
    let (scenario, digest) = match loaded {
        Ok(loaded) => loaded,
        Err(Failure::Answer(error)) => return answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "the scenario of a picture could not be read");
            return answer(&ApiError::Internal { request_id: id });
        }
    };
    let form = wanted.form;
    let day = wanted.day.unwrap_or(scenario.baseline.as_of);
    let coloured = match wanted.measure {
        Some(measure) => Some((measure, colours::known(&scenario, measure, day).await)),
        None => None,
    };
    let Ok(_place) = DRAWING.acquire().await else { return answer(&ApiError::Busy) };
    match tokio::task::spawn_blocking(move || file(&scenario, &wanted, coloured, (day, digest))).await {
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

fn file(
    scenario: &ScenarioState,
    wanted: &Wanted,
    coloured: Option<(Measure, colours::Answer)>,
    (day, digest): (NaiveDate, Digest),
) -> Result<Vec<u8>, ExportError> {
    let baseline = scenario.baseline.on(day, &[]);
    let organisation = scenario.baseline.on(day, &scenario.active_changes());
    let Wanted { tasks, share_lines, look, language, .. } = *wanted;
    let facts = Facts::seen(look, &organisation, &baseline, day, language);
    let colours = coloured.map(|(measure, answer)| colours::of(measure, &facts, &answer, language));
    if wanted.form == Form::Csv {
        // Every post stands in a table, whatever is folded in the picture: it is there to compute with.
        let column = values(colours.as_ref(), &facts, language);
        let shown = if look == Look::Before { &baseline } else { &organisation };
        return Ok(posts_csv(shown, day, language, column.as_ref()).into_bytes());
    }
    let closed = wanted.folded.units(&facts);
    let view = View { closed, tasks, share_lines, look, colours, ..View::new(language) };
    let caption = Caption { date: day, scenario: scenario.name.clone(), digest, language };
    match wanted.form {
        Form::Pdf => {
            let (scene, _) = export::on_paper(&facts, &view, &caption, wanted.order);
            export::pdf(&scene, &caption, wanted.order)
        }
        Form::Png => export::png(&export::scene(&facts, &view, &caption)),
        Form::Svg | Form::Csv => Ok(export::svg(&export::scene(&facts, &view, &caption))),
    }
}

/// The value of each post's unit as a column, or why there is none.
fn values(colours: Option<&Colours>, facts: &Facts, language: Language) -> Option<UnitColumn> {
    let colours = colours?;
    let word = |unit: &UnitId| colours.shade(unit).map(|shade| shade.words.clone());
    let missing = || colours.missing(language).map(str::to_owned);
    let value = |unit: &UnitId| Some((unit.clone(), word(unit).or_else(missing)?));
    Some((colours.title(language), facts.units.keys().filter_map(value).collect()))
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
        measure: None,
        folded: Folded::None,
        language: Language::German,
    };
    let (mut levels, mut units) = (None, None);
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
            // A form sends its empty fields as well.
            "farbe" | "ebenen" | "zu" if value.is_empty() => {}
            "farbe" => match Measure::of_key(value) {
                Some(measure) => wanted.measure = Some(measure),
                None => {
                    return refuse(
                        name,
                        &format!("erlaubt sind: {}", Measure::ALL.map(Measure::key).join(", ")),
                    );
                }
            },
            "ebenen" => match value.parse::<usize>() {
                Ok(1..) => levels = Some(value),
                _ => return refuse(name, "erwartet wird eine Zahl von Ebenen ab 1"),
            },
            // A form writes its commas so.
            "zu" => units = Some(value.replace("%2C", ",")),
            "sprache" => match value {
                "de" => wanted.language = Language::German,
                "en" => wanted.language = Language::English,
                _ => return refuse(name, "erlaubt sind: de, en"),
            },
            _ => {}
        }
    }
    if let Some(id) = units.iter().flat_map(|units| units.split(',')).find(|id| UnitId::parse(id).is_err()) {
        return refuse("zu", &format!("„{id}“ ist keine Kennung einer Einheit"));
    }
    wanted.folded = Folded::read(levels, units.as_deref());
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
        let seen = read("farbe=vakanz&zu=asyl%2Crueckkehr&ebenen=&sprache=en").unwrap();
        assert_eq!((seen.measure, seen.language), (Some(Measure::Vacancy), Language::English));
        assert_eq!(seen.folded, Folded::read(None, Some("asyl,rueckkehr")));
        assert_eq!(read("ebenen=2&zu=&farbe=").unwrap().folded, Folded::From(2));
        for wrong in ["farbe=rot", "ebenen=0", "ebenen=viele", "zu=asyl,%3Cb%3E", "sprache=fr"] {
            let error = read(wrong).unwrap_err();
            assert!(error.to_string().contains(wrong.split('=').next().unwrap()), "{error}");
        }
        for wrong in
            ["stand=gestern", "form=exe", "papier=a5", "blaetter=viele", "tag=2024-02-30", "szenario=x"]
        {
            let error = read(wrong).unwrap_err();
            let field = wrong.split('=').next().unwrap();
            assert!(error.to_string().contains(field), "{error}");
        }
    }
}
