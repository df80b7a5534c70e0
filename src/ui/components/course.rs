//! How a figure goes on month by month: lines with bands, without and with the changes, and the same as a table.

use super::saved_table::SavedTable;
use crate::diagram::coordinate;
use crate::diagram::{BandPoint, EventMark, Line, LineChart, marks_to_svg};
use crate::forecasting::Band;
use crate::format::{self, Language};
use crate::simulation::Summary;
use crate::ui::browser::in_view;
use crate::ui::dynamic::{Held, Kept, following, live, part, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::Forecasts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Width and height of a chart in user units; the page scales it.
const CHART_SIZE: (f64, f64) = (340.0, 200.0);

/// A figure month by month.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseFigures {
    /// First day of the axis.
    pub start: NaiveDate,
    /// The last day of each month.
    pub dates: Vec<NaiveDate>,
    /// Without the changes.
    pub baseline: Band,
    /// With the changes.
    pub scenario: Band,
    /// Dated marks.
    pub events: Vec<EventMark>,
    /// A line that should not be crossed, and what it is.
    pub limit: Option<(f64, String)>,
}

/// Picture and table of a figure.
#[component]
pub fn Course(
    /// Identifies the table; unique on the page.
    id: String,
    /// What is shown.
    #[prop(into)]
    label: Signal<String>,
    /// What the axis counts, with „(Monatsende)“.
    #[prop(into)]
    axis: Signal<String>,
    /// The figures, as soon as they are known.
    figures: Kept<Option<CourseFigures>>,
    /// Stands where no changes are spoken of: one line is „the plan“ then.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::new();
    let figures = while_seen(figures, in_view::is_seen(node));
    let picture = move || {
        let Some(figures) = figures.get() else { return String::new() };
        let words = (
            t_string!(i18n, forecast.baseline),
            t_string!(i18n, forecast.scenario),
            if alone { t_string!(i18n, forecast.plan) } else { t_string!(i18n, forecast.both) },
        );
        marks_to_svg(&line_chart(figures, words, i18n.language()).marks())
    };
    // The figures come many times a second, the events are the same each time.
    let events = Kept::new(move || {
        let language = i18n.language();
        figures.with(|figures| {
            let figures = figures.as_ref()?;
            let last = *figures.dates.last()?;
            let within = |event: &&EventMark| event.date >= figures.start && event.date <= last;
            let words =
                |event: &EventMark| format!("{}: {}", format::date(event.date, language), event.label);
            Some(figures.events.iter().filter(within).map(words).collect::<Vec<String>>())
        })
    });
    let legend = live(move || {
        let rows: Vec<AnyView> =
            events.get()?.into_iter().map(|words| part(view! { <li>{words}</li> })).collect();
        Some(part(view! { <ol class="forecast-events">{rows}</ol> }))
    });
    part(view! {
        <figure class="forecast-figure" node_ref=node>
            <svg
                class="line-chart"
                role="img"
                aria-label=following(move || label.get())
                viewBox=format!("0 0 {} {}", coordinate(CHART_SIZE.0), coordinate(CHART_SIZE.1))
                preserveAspectRatio="xMidYMid meet"
                inner_html=picture
            ></svg>
            <figcaption>{move || axis.get()} " · " {t!(i18n, forecast.band)}</figcaption>
            {legend}
        </figure>
        <CourseTable id label figures/>
    })
}

/// What nobody sees stays as it is while figures come in, and is brought up to date when somebody looks, or with the last ones.
fn while_seen(figures: Kept<Option<CourseFigures>>, seen: Held<bool>) -> Kept<Option<CourseFigures>> {
    let progress = Forecasts::expect().progress();
    let follows = Kept::new(move || seen.get() || !progress.with(|progress| progress.running));
    let shown = StoredValue::new(None);
    Kept::new(move || {
        if follows.get() {
            shown.set_value(figures.get());
        }
        shown.get_value()
    })
}

fn line_chart(
    figures: CourseFigures,
    (without, with, both): (&str, &str, &str),
    language: Language,
) -> LineChart {
    let line = |class, label: &str, band: &Band| Line {
        class,
        label: label.to_owned(),
        points: band
            .months
            .iter()
            .map(|month| BandPoint { value: month.mean, low: month.p10, high: month.p90 })
            .collect(),
    };
    let same = figures.baseline == figures.scenario;
    let mut lines = Vec::new();
    if let Some((limit, words)) = &figures.limit {
        let point = BandPoint { value: *limit, low: *limit, high: *limit };
        lines.push(Line { class: "limit", label: words.clone(), points: vec![point; figures.dates.len()] });
    }
    if !same {
        lines.push(line("baseline", without, &figures.baseline));
    }
    lines.push(line("scenario", if same { both } else { with }, &figures.scenario));
    LineChart {
        start: figures.start,
        dates: figures.dates,
        lines,
        events: figures.events,
        size: CHART_SIZE,
        language,
    }
}

/// The same figures as a table, drawn when it is opened for the first time: two hundred cells, anew with every picture.
#[component]
fn CourseTable(id: String, label: Signal<String>, figures: Kept<Option<CourseFigures>>) -> impl IntoView {
    let opened = Held::new(false);
    let i18n = use_i18n();
    part(view! {
        <details class="forecast-table" on:toggle=move |_| opened.set(true)>
            <summary>{t!(i18n, forecast.table)}</summary>
            {when(move || opened.get(), move || view! { <Months id=id.clone() label figures/> }.into_any())}
        </details>
    })
}

#[component]
fn Months(id: String, label: Signal<String>, figures: Kept<Option<CourseFigures>>) -> impl IntoView {
    let i18n = use_i18n();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, forecast.month_end)}</th>
            <th scope="col">{t!(i18n, forecast.without)}</th>
            <th scope="col">{t!(i18n, forecast.range)}</th>
            <th scope="col">{t!(i18n, forecast.with)}</th>
            <th scope="col">{t!(i18n, forecast.range)}</th>
        </tr>
    });
    let rows = live(move || {
        let figures = figures.get()?;
        let language = i18n.language();
        let figure = |summary: &Summary| format::number(summary.mean, 0, language);
        let range = |summary: &Summary| {
            format!(
                "{}–{}",
                format::number(summary.p10, 0, language),
                format::number(summary.p90, 0, language)
            )
        };
        let months = figures.baseline.months.iter().zip(&figures.scenario.months);
        let rows: Vec<AnyView> = figures
            .dates
            .iter()
            .zip(months)
            .map(|(date, (without, with))| {
                part(view! {
                    <tr>
                        <th scope="row">{format::date(*date, language)}</th>
                        <td>{figure(without)}</td>
                        <td>{range(without)}</td>
                        <td>{figure(with)}</td>
                        <td>{range(with)}</td>
                    </tr>
                })
            })
            .collect();
        Some(rows.into_any())
    });
    part(view! { <SavedTable id caption=label head>{rows}</SavedTable> })
}
