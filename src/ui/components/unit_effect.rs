//! The forecast of one unit: sentences, open cases as lines with bands, the same figures as a table.

use super::line_picture::LinePicture;
use crate::diagram::{BandPoint, EventMark, Line, LineChart};
use crate::format::{self, Language};
use crate::plan::{Plan, UnitId};
use crate::simulation::Summary;
use crate::ui::dynamic::{Kept, following, live, part, text};
use crate::ui::forecasting::{UnitForecast, words};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, horizon};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Width and height of a chart in user units; the page scales it.
const CHART_SIZE: (f64, f64) = (340.0, 200.0);

/// One unit: sentences, picture, table.
#[component]
pub fn UnitEffect(
    /// Which unit.
    unit: UnitId,
    /// The plan of the question.
    plan: Kept<Option<Arc<Plan>>>,
    /// Picture and table alone, where the figures stand elsewhere.
    #[prop(optional)]
    without_sentences: bool,
) -> impl IntoView {
    let panel = Forecasts::expect().panel();
    let i18n = use_i18n();
    let name = {
        let unit = unit.clone();
        Kept::new(move || {
            plan.with(|plan| plan.as_ref().and_then(|plan| plan.unit(&unit)).map(|unit| unit.name.clone()))
                .unwrap_or_default()
        })
    };
    let id = unit.to_string();
    let forecast = Kept::new(move || {
        panel.with(|view| {
            let view = view.as_ref()?;
            Some((view.month_ends.clone(), view.unit(&unit)?.clone()))
        })
    });
    let last = move || plan.with(|plan| plan.as_ref().map(|plan| horizon(plan.as_of).1)).unwrap_or_default();
    part(view! {
        <article class="forecast-unit" data-forecast-unit=id>
            <h3>{text(move || name.get())}</h3>
            {live(move || {
                forecast.with(|forecast| {
                    let (_, forecast) = forecast.as_ref().filter(|_| !without_sentences)?;
                    let language = i18n.language();
                    Some(part(view! {
                        <ul class="forecast-sentences">
                            <li data-testid="forecast-open">{words::open_cases(forecast, last(), language)}</li>
                            <li>{words::over_three_months(forecast, language)}</li>
                            <li>{words::lead_days(forecast, language)}</li>
                        </ul>
                    }))
                })
            })}
            <EffectChart name forecast plan alone=without_sentences/>
            <EffectTable forecast/>
        </article>
    })
}

type UnitMemo = Kept<Option<(Vec<NaiveDate>, UnitForecast)>>;

/// Open cases month by month as lines with bands.
#[component]
fn EffectChart(
    name: Kept<String>,
    forecast: UnitMemo,
    plan: Kept<Option<Arc<Plan>>>,
    alone: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || t_string!(i18n, forecast.chart_label, unit = name.get());
    let picture = live(move || {
        let plan = plan.get()?;
        let (dates, forecast) = forecast.get()?;
        let words = (
            t_string!(i18n, forecast.baseline),
            t_string!(i18n, forecast.scenario),
            if alone { t_string!(i18n, forecast.plan) } else { t_string!(i18n, forecast.both) },
        );
        Some(
            view! { <LinePicture chart=line_chart(&plan, dates, &forecast, words, i18n.language())/> }
                .into_any(),
        )
    });
    let legend = live(move || {
        let plan = plan.get()?;
        let unit = forecast.with(|forecast| forecast.as_ref().map(|(_, forecast)| forecast.unit.clone()))?;
        let (_, last) = horizon(plan.as_of);
        let language = i18n.language();
        let within = |event: &EventMark| event.date >= plan.as_of && event.date <= last;
        let rows = events(&plan, &unit).into_iter().filter(within).map(|event| {
            part(view! { <li>{format!("{}: {}", format::date(event.date, language), event.label)}</li> })
        });
        Some(part(view! { <ol class="forecast-events">{rows.collect::<Vec<_>>()}</ol> }))
    });
    part(view! {
        <figure class="forecast-figure">
            <svg
                class="line-chart"
                role="img"
                aria-label=following(label)
                viewBox=format!("0 0 {} {}", CHART_SIZE.0, CHART_SIZE.1)
                preserveAspectRatio="xMidYMid meet"
            >
                {picture}
            </svg>
            <figcaption>{t!(i18n, forecast.axis)} " · " {t!(i18n, forecast.band)}</figcaption>
            {legend}
        </figure>
    })
}

fn line_chart(
    plan: &Plan,
    dates: Vec<NaiveDate>,
    forecast: &UnitForecast,
    (without, with, both): (&str, &str, &str),
    language: Language,
) -> LineChart {
    let line = |class, label: &str, months: &[Summary]| Line {
        class,
        label: label.to_owned(),
        points: months
            .iter()
            .map(|month| BandPoint { value: month.mean, low: month.p10, high: month.p90 })
            .collect(),
    };
    let same = forecast.open_baseline == forecast.open_scenario;
    let mut lines = Vec::new();
    if !same {
        lines.push(line("baseline", without, &forecast.open_baseline.months));
    }
    lines.push(line("scenario", if same { both } else { with }, &forecast.open_scenario.months));
    LineChart {
        start: plan.as_of,
        dates,
        lines,
        events: events(plan, &forecast.unit),
        size: CHART_SIZE,
        language,
    }
}

/// Dated marks of a unit: kw dates of its posts and changes of its demand.
fn events(plan: &Plan, unit: &UnitId) -> Vec<EventMark> {
    let kw = plan
        .posts
        .iter()
        .filter(|post| post.shares.iter().any(|share| share.unit == *unit))
        .filter_map(|post| post.kw)
        .map(|date| EventMark { date, label: "kw".to_owned() });
    let laws = plan
        .case_types
        .iter()
        .filter(|case_type| case_type.unit == *unit)
        .flat_map(|case_type| &case_type.demand.events)
        .filter(|event| event.enabled)
        .map(|event| EventMark { date: event.from, label: event.label.clone() });
    let mut by_date: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for mark in kw.chain(laws) {
        let labels = by_date.entry(mark.date).or_default();
        if let Err(place) = labels.binary_search(&mark.label) {
            labels.insert(place, mark.label);
        }
    }
    by_date.into_iter().map(|(date, labels)| EventMark { date, label: labels.join("; ") }).collect()
}

/// The same figures as a table.
#[component]
fn EffectTable(forecast: UnitMemo) -> impl IntoView {
    let i18n = use_i18n();
    let rows = live(move || {
        let (dates, forecast) = forecast.get()?;
        let language = i18n.language();
        let figure = |summary: &Summary| format::number(summary.mean, 0, language);
        let range = |summary: &Summary| {
            format!(
                "{}–{}",
                format::number(summary.p10, 0, language),
                format::number(summary.p90, 0, language)
            )
        };
        let months = forecast.open_baseline.months.iter().zip(&forecast.open_scenario.months);
        let rows: Vec<AnyView> = dates
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
    part(view! {
        <details class="forecast-table">
            <summary>{t!(i18n, forecast.table)}</summary>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, forecast.month_end)}</th>
                        <th scope="col">{t!(i18n, forecast.without)}</th>
                        <th scope="col">{t!(i18n, forecast.range)}</th>
                        <th scope="col">{t!(i18n, forecast.with)}</th>
                        <th scope="col">{t!(i18n, forecast.range)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    })
}
