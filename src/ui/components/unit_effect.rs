//! The forecast of one unit: sentences, open cases as lines with bands, the same figures as a table.

use super::course::{Course, CourseFigures};
use crate::dashboard::ending_posts;
use crate::diagram::EventMark;
use crate::forecasting::{PopulationForecast, UnitForecast, words};
use crate::format::{self, Language};
use crate::plan::{Plan, UnitId};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, horizon};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    let figures = Kept::new(move || {
        let plan = plan.get()?;
        forecast.with(|forecast| {
            let (dates, forecast) = forecast.as_ref()?;
            Some(CourseFigures {
                start: plan.as_of,
                dates: dates.clone(),
                baseline: forecast.open_baseline.clone(),
                scenario: forecast.open_scenario.clone(),
                events: events(&plan, &forecast.unit, i18n.language()),
                limit: None,
            })
        })
    });
    let unit_id = id.clone();
    let label = Signal::derive(move || t_string!(i18n, forecast.chart_label, unit = name.get()));
    let axis = Signal::derive(move || t_string!(i18n, forecast.axis).to_owned());
    let last = move || plan.with(|plan| plan.as_ref().map(|plan| horizon(plan.as_of).1)).unwrap_or_default();
    part(view! {
        <article class="forecast-unit" data-forecast-unit=id>
            <h3>{text(move || name.get())}</h3>
            {live(move || {
                if without_sentences {
                    return None;
                }
                forecast.with(|forecast| {
                    let (_, forecast) = forecast.as_ref()?;
                    let language = i18n.language();
                    Some(part(view! {
                        <ul class="forecast-sentences">
                            <li data-testid="forecast-open">{words::open_cases(forecast, last(), language)}</li>
                            <li>{words::over_three_months(forecast, language)}</li>
                            <li>{words::lead_days(forecast, language)}</li>
                            {people(plan, forecast, last(), language)}
                        </ul>
                    }))
                })
            })}
            <Course id=format!("verlauf-{unit_id}") label axis figures alone=without_sentences/>
        </article>
    })
}

/// What becomes of the people that the unit cares for.
fn people(
    plan: Kept<Option<Arc<Plan>>>,
    forecast: &UnitForecast,
    last: NaiveDate,
    language: Language,
) -> Vec<AnyView> {
    let told = |of: &PopulationForecast| {
        let name = plan.with(|plan| {
            let all = plan.as_ref().map(|plan| plan.populations.as_slice()).unwrap_or_default();
            all.iter().find(|one| one.id == of.population).map(|one| one.name.clone())
        })?;
        let words = words::persons(&name, of, last, language);
        Some(part(view! { <li data-testid="forecast-persons">{words}</li> }))
    };
    forecast.populations.iter().filter_map(told).collect()
}

/// Dated marks of a unit: kw dates of its posts and changes of its demand.
fn events(plan: &Plan, unit: &UnitId, language: Language) -> Vec<EventMark> {
    let posts = plan.posts.iter().filter(|post| post.shares.iter().any(|share| share.unit == *unit));
    let posts = posts.map(|post| (post, post.fte_in(unit)));
    let kw = ending_posts(posts, language).into_iter().map(|(date, label)| EventMark { date, label });
    let laws = plan
        .case_types
        .iter()
        .filter(|case_type| case_type.unit == *unit)
        .flat_map(|case_type| &case_type.demand.events)
        .filter(|event| event.enabled)
        .map(|event| EventMark { date: event.from, label: event.label.clone() });
    let hit = BTreeSet::from([unit]);
    let outages = plan.assumptions.outages.iter().filter(|outage| outage.enabled && outage.hits(plan, &hit));
    let outages = outages.map(|outage| {
        let (until, label) = (format::date(outage.until, language), &outage.label);
        let label = match language {
            Language::German => format!("Ausfall bis {until}: {label}"),
            Language::English => format!("Outage until {until}: {label}"),
        };
        EventMark { date: outage.from, label }
    });
    let mut by_date: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for mark in kw.chain(laws).chain(outages) {
        let labels = by_date.entry(mark.date).or_default();
        if let Err(place) = labels.binary_search(&mark.label) {
            labels.insert(place, mark.label);
        }
    }
    by_date.into_iter().map(|(date, labels)| EventMark { date, label: labels.join("; ") }).collect()
}
