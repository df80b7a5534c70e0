//! People housed or cared for: how many there will be, and whether the places are enough.

use crate::forecasting::{ForecastView, PopulationForecast};
use crate::format::{self, number, percent};
use crate::plan::{Plan, Population, PopulationId};
use crate::ui::components::{Course, CourseFigures, ProvenanceMark, Start, folded};
use crate::ui::dynamic::{Kept, Row, live, part, rows, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::forecasts::Forecasts;
use leptos::prelude::*;
use std::sync::Arc;

/// One article for each population; nothing where the plan has none.
#[component]
pub fn People(plan: Kept<Option<Arc<Plan>>>) -> impl IntoView {
    let i18n = use_i18n();
    let known = Kept::new(move || {
        let ids = |plan: &Arc<Plan>| -> Vec<PopulationId> {
            plan.populations.iter().map(|one| one.id.clone()).collect()
        };
        plan.with(|plan| plan.as_ref().map(ids)).unwrap_or_default()
    });
    let articles = move || {
        let article = |id: PopulationId| {
            Row::new(id.to_string(), move || view! { <OnePopulation id plan/> }.into_any())
        };
        known.get().into_iter().map(article).collect()
    };
    let articles = StoredValue::new(articles);
    live(move || {
        known.with(|known| !known.is_empty()).then(|| {
            folded(
                ("simulation-personen", "forecast simulation-people"),
                Start::OpenWhereWide,
                t!(i18n, simulation.people).into_any(),
                t!(i18n, simulation.people_brief).into_any(),
                part(view! {
                    <div class="forecast-units">{rows(move || articles.with_value(|articles| articles()))}</div>
                }),
            )
        })
    })
}

#[component]
fn OnePopulation(id: PopulationId, plan: Kept<Option<Arc<Plan>>>) -> impl IntoView {
    let i18n = use_i18n();
    let panel = Forecasts::expect().panel();
    let table = format!("verlauf-{id}");
    let population = {
        let id = id.clone();
        Kept::new(move || {
            plan.with(|plan| plan.as_ref()?.populations.iter().find(|one| one.id == id).cloned())
        })
    };
    let forecast = Kept::new(move || {
        panel.with(|view| {
            let view = view.as_ref()?;
            Some((view.month_ends.clone(), of(view, &id)?.clone()))
        })
    });
    let figures = Kept::new(move || {
        let start = plan.with(|plan| plan.as_ref().map(|plan| plan.as_of))?;
        let places = population.with(|population| population.as_ref()?.places);
        forecast.with(|forecast| {
            let (dates, forecast) = forecast.as_ref()?;
            Some(CourseFigures {
                start,
                dates: dates.clone(),
                baseline: forecast.persons_baseline.clone(),
                scenario: forecast.persons_scenario.clone(),
                events: Vec::new(),
                limit: places
                    .map(|places| (places as f64, t_string!(i18n, simulation.people_limit).to_owned())),
            })
        })
    });
    let name = move || population.with(|one| one.as_ref().map(|one| one.name.clone())).unwrap_or_default();
    let sentence = text(move || {
        let start = plan.with(|plan| plan.as_ref().map(|plan| format::date(plan.as_of, i18n.language())));
        population.with(|population| {
            forecast.with(|forecast| match (population, forecast) {
                (Some(population), Some((dates, forecast))) => {
                    let date = dates.last().map(|date| format::date(*date, i18n.language()));
                    sentence(i18n, population, forecast, start.unwrap_or_default(), date.unwrap_or_default())
                }
                _ => t_string!(i18n, forecast.working).to_owned(),
            })
        })
    });
    let mark = live(move || {
        population.with(|one| {
            let one = one.as_ref()?;
            let note = one.note.clone().unwrap_or_default();
            Some(view! { <ProvenanceMark provenance=one.provenance note/> }.into_any())
        })
    });
    let label = Signal::derive(name);
    let axis = Signal::derive(move || t_string!(i18n, simulation.people_axis).to_owned());
    part(view! {
        <article class="forecast-unit" data-population=table.clone()>
            <h3>{text(name)} " " {mark}</h3>
            <p class="small">{sentence}</p>
            <Course id=table.clone() label axis figures alone=true/>
        </article>
    })
}

fn of<'a>(view: &'a ForecastView, id: &PopulationId) -> Option<&'a PopulationForecast> {
    view.units.iter().flat_map(|unit| &unit.populations).find(|forecast| forecast.population == *id)
}

/// How many there are and will be, what that is of the places, and what the care ratio asks for.
fn sentence(
    i18n: I18n,
    population: &Population,
    forecast: &PopulationForecast,
    start: String,
    date: String,
) -> String {
    let language = i18n.language();
    let persons = forecast.persons_scenario.months.last().map_or(0.0, |month| month.mean);
    let mut words = t_string!(
        i18n,
        simulation.people_answer,
        name = &population.name,
        before = number(population.opening as f64, 0, language),
        start,
        persons = number(persons, 0, language),
        date
    );
    if let Some(places) = population.places {
        let occupancy = forecast.occupancy.scenario;
        let share = percent(occupancy.mean, 0, language);
        let half = percent(occupancy.half_width, 1, language);
        let places = number(places as f64, 0, language);
        words.push(' ');
        words.push_str(&t_string!(i18n, simulation.people_places, share, half, places));
    }
    if let Some(ratio) = population.persons_per_fte.filter(|ratio| *ratio > 0.0) {
        let fte = number(persons / ratio, 1, language);
        words.push(' ');
        let ratio = number(ratio, 0, language);
        words.push_str(&t_string!(i18n, simulation.people_ratio, ratio = &ratio, fte));
        words.push(' ');
        let held = forecast.persons_per_fte.scenario;
        let [persons, half] = [held.mean, held.half_width].map(|value| number(value, 0, language));
        words.push_str(&if held.mean > 0.0 {
            t_string!(i18n, simulation.people_held, persons, half, ratio)
        } else {
            t_string!(i18n, simulation.people_alone).to_owned()
        });
    }
    words
}
