//! `/szenarien/vergleich?mit=…`: which variant helps those who wait, and what does it cost?

mod asking;
mod figures;
mod file;
mod results;
mod unlike;

use crate::api::{ApiError, ScenarioId, ScenarioState, load_scenario};
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use asking::Asking;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use std::sync::Arc;
use uuid::Uuid;

/// Most scenarios that are compared at once.
const MOST: usize = 6;

/// The address of the page.
const PATH: &str = "/szenarien/vergleich";

/// The name in the address; a list with commas, or several times.
const WITH: &str = "mit";

type States = Resource<Result<Vec<ScenarioState>, ApiError>, JsonText>;

/// Up to six scenarios against the plan as it is.
#[component]
pub fn Comparison() -> impl IntoView {
    let i18n = use_i18n();
    let map = use_query_map();
    // Made here and not below `WithPlan`, which the server runs through more than once: the page would not find the answer.
    let states: States = Resource::new_with_options(move || asked(&map.get()), load, false);
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, scenarios.comparison).to_owned())/>
        <PageHeading>{t!(i18n, scenarios.comparison_question)}</PageHeading>
        <WithPlan>
            <Compared states/>
        </WithPlan>
    })
}

/// The scenarios that an address asks for, each once, at most [`MOST`].
fn asked(map: &ParamsMap) -> Vec<ScenarioId> {
    let mut ids: Vec<ScenarioId> = Vec::new();
    for word in map.get_all(WITH).unwrap_or_default().iter().flat_map(|list| list.split(',')) {
        if let Ok(id) = Uuid::try_parse(word)
            && !ids.contains(&ScenarioId(id))
            && ids.len() < MOST
        {
            ids.push(ScenarioId(id));
        }
    }
    ids
}

async fn load(ids: Vec<ScenarioId>) -> Result<Vec<ScenarioState>, ApiError> {
    let mut states = Vec::new();
    for id in ids {
        states.push(load_scenario(Some(id)).await?);
    }
    Ok(states)
}

#[component]
fn Compared(states: States) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        Suspend::new(async move {
            match states.await {
                Ok(states) if states.is_empty() => part(view! {
                    <p class="lead">{t!(i18n, scenarios.nothing_to_compare)}</p>
                    <p><a class="button" href="/szenarien">{t!(i18n, scenarios.all)}</a></p>
                }),
                Ok(states) => {
                    let ids: Vec<String> = states.iter().map(|state| state.id.to_string()).collect();
                    part(view! { <Asking states=Arc::new(states) named=ids.join(",")/> })
                }
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || states.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <Suspense fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Suspense>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_each_scenario_once_and_not_too_many() {
        let id = |number: u128| Uuid::from_u128(number).to_string();
        let mut map = ParamsMap::new();
        assert_eq!(asked(&map), []);
        map.insert(WITH, format!("{},{},x", id(1), id(2)));
        map.insert(WITH, id(1));
        assert_eq!(asked(&map), [1, 2].map(|number| ScenarioId(Uuid::from_u128(number))));
        map.insert(WITH, (1..20).map(id).collect::<Vec<_>>().join(","));
        assert_eq!(asked(&map).len(), MOST);
    }
}
