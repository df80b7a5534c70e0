//! The effect panel: baseline against scenario for the touched units, refined as replications arrive.

use crate::diagram::{BandPoint, EventMark, Line, LineChart};
use crate::format::{self, Language};
use crate::plan::{Plan, Provenance, UnitId};
use crate::simulation::Summary;
use crate::ui::components::ProvenanceMark;
use crate::ui::dynamic::{Held, Kept, Row, following, live, part, rows, text, when};
use crate::ui::forecasting::{UnitForecast, words};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, Progress, Question, horizon};
use chrono::NaiveDate;
use leptos::ev;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Width and height of a chart in user units; the page scales it.
const CHART_SIZE: (f64, f64) = (340.0, 200.0);

/// Shows what the last change means for the units that it touches; needs the plan in hand in context.
#[component]
pub fn ForecastPanel() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let plan_in_hand = PlanInHand::expect();
    let question =
        Kept::new(move || Question::of_last_change(plan_in_hand.baseline(), plan_in_hand.changes()));
    let in_use = first_use();
    Effect::new(move |_| {
        forecasts.ask(question.get());
        // Not before: the engine would be a part of every first load, and most visits only read.
        if in_use.get() {
            forecasts.prepare(Question::ahead_of_trials(plan_in_hand.baseline(), plan_in_hand.changes()));
        }
    });
    let units = Kept::new(move || {
        question.with(|question| question.as_ref().map(|q| q.units.clone()).unwrap_or_default())
    });
    let plan = Kept::new(move || question.with(|question| question.as_ref().map(|q| Arc::clone(&q.plan))));
    let asked = Kept::new(move || question.with(Option::is_some));
    let effects = move || {
        let effect =
            |unit: UnitId| Row::new(unit.to_string(), move || view! { <UnitEffect unit plan/> }.into_any());
        units.get().into_iter().map(effect).collect()
    };
    part(view! {
        <section class="forecast" aria-labelledby="forecast-title" data-testid="forecast-panel">
            <h2 id="forecast-title">{t!(i18n, forecast.title)}</h2>
            {live(move || Some(if !asked.get() {
                part(view! { <p class="forecast-hint">{t!(i18n, forecast.nothing_yet)}</p> })
            } else {
                part(view! {
                <p class="forecast-hint">
                    <ProvenanceMark provenance=Provenance::Assumption/>
                    " "
                    {t!(i18n, forecast.intro)}
                </p>
                <ForecastProgress/>
                <Problem/>
                <div class="forecast-units" class:is-outdated=move || forecasts.outdated().get()>
                    {rows(effects)}
                </div>
                })
            }))}
        </section>
    })
}

/// Becomes true with the first sign of a hand: a pointer that moves or touches, a key.
fn first_use() -> Held<bool> {
    let in_use = Held::new(false);
    Effect::new(move |_| {
        let note = move || {
            if in_use.try_with_untracked(|in_use| !in_use).unwrap_or_default() {
                in_use.set(true);
            }
        };
        let handles = [
            window_event_listener(ev::pointermove, move |_| note()),
            window_event_listener(ev::pointerdown, move |_| note()),
            window_event_listener(ev::keydown, move |_| note()),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    });
    in_use
}

#[component]
fn Problem() -> impl IntoView {
    let problem = Forecasts::expect().problem();
    live(move || {
        problem.get().map(|reason| part(view! { <p class="forecast-problem" role="alert">{reason}</p> }))
    })
}

/// How far the work is, with a button that stops it and one that goes on.
#[component]
fn ForecastProgress() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let progress = forecasts.progress();
    let finished = move || progress.with(|progress| progress.wanted > 0 && progress.done == progress.wanted);
    let toggle = move |_| if progress.get_untracked().running { forecasts.stop() } else { forecasts.go_on() };
    part(view! {
        <div class="forecast-progress" data-testid="forecast-progress" data-done=move || progress.get().done.to_string()>
            <progress
                max=move || progress.get().wanted.to_string()
                value=move || progress.get().done.to_string()
                aria-label=t!(i18n, forecast.title)
            ></progress>
            <span>
                {move || {
                    let Progress { done, wanted, .. } = progress.get();
                    match done {
                        0 => t_string!(i18n, forecast.working).to_owned(),
                        _ if finished() => t_string!(i18n, forecast.runs_done, done = done),
                        _ => t_string!(i18n, forecast.runs, done = done, wanted = wanted),
                    }
                }}
            </span>
            {when(move || !finished(), move || part(view! {
                <button type="button" class="button" data-variant="quiet" on:click=toggle>
                    {move || {
                        if progress.get().running {
                            t_string!(i18n, forecast.stop)
                        } else {
                            t_string!(i18n, forecast.go_on)
                        }
                    }}
                </button>
            }))}
            {when(
                move || forecasts.outdated().get() && progress.get().done == 0,
                move || part(view! { <span class="forecast-outdated">{t!(i18n, forecast.outdated)}</span> }),
            )}
        </div>
    })
}

/// One unit: sentences, picture, table.
#[component]
fn UnitEffect(unit: UnitId, plan: Kept<Option<Arc<Plan>>>) -> impl IntoView {
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
                    let (_, forecast) = forecast.as_ref()?;
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
            <EffectChart name forecast plan/>
            <EffectTable forecast/>
        </article>
    })
}

type UnitMemo = Kept<Option<(Vec<NaiveDate>, UnitForecast)>>;

/// Open cases month by month as lines with bands.
#[component]
fn EffectChart(name: Kept<String>, forecast: UnitMemo, plan: Kept<Option<Arc<Plan>>>) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || t_string!(i18n, forecast.chart_label, unit = name.get());
    let picture = live(move || {
        let plan = plan.get()?;
        let (dates, forecast) = forecast.get()?;
        let words = (
            t_string!(i18n, forecast.baseline),
            t_string!(i18n, forecast.scenario),
            t_string!(i18n, forecast.both),
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

/// The chart as SVG; geometry in attributes, colours in the style sheet.
#[component]
fn LinePicture(chart: LineChart) -> impl IntoView {
    let at = |place: f64| place.to_string();
    let drawing = chart.draw();
    let (left, top, right, bottom) = drawing.area;
    let value_ticks = drawing.value_ticks.into_iter().map(|tick| {
        part(view! {
            <line class="grid" x1=at(left) x2=at(right) y1=at(tick.place) y2=at(tick.place)></line>
            <text class="tick" x=at(left - 6.0) y=at(tick.place + 4.0) text-anchor="end">{tick.label}</text>
        })
    });
    let date_ticks = drawing.date_ticks.into_iter().map(|tick| {
        part(view! {
            <line class="axis" x1=at(tick.place) x2=at(tick.place) y1=at(bottom) y2=at(bottom + 4.0)></line>
            <text class="tick" x=at(tick.place) y=at(bottom + 17.0) text-anchor="middle">{tick.label}</text>
        })
    });
    let events = drawing.events.into_iter().enumerate().map(|(index, event)| {
        let number = (index + 1).to_string();
        part(view! {
            <line class="event" x1=at(event.place) x2=at(event.place) y1=at(top) y2=at(bottom)></line>
            <text class="event" x=at(event.place) y=at(top - 6.0) text-anchor="middle">{number}<title>{event.label}</title></text>
        })
    });
    let lines = drawing.lines.into_iter().map(|line| {
        part(view! {
            <g class=format!("series {}", line.class)>
                <path class="band" d=line.band></path>
                <path class="line" d=line.line></path>
                <text x=at(line.label_at.0) y=at(line.label_at.1)>{line.label}</text>
            </g>
        })
    });
    part(view! {
        {value_ticks.collect::<Vec<_>>()}
        <line class="axis" x1=at(left) x2=at(right) y1=at(bottom) y2=at(bottom)></line>
        {date_ticks.collect::<Vec<_>>()}
        {events.collect::<Vec<_>>()}
        {lines.collect::<Vec<_>>()}
    })
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
