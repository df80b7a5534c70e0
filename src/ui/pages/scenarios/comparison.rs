//! `/szenarien/vergleich?mit=…`: which variant helps those who wait, and what does it cost?

mod asking;
mod figures;
mod file;
mod results;
mod unlike;

use crate::api::{ApiError, MAX_COMPARED, ScenarioId, ScenarioState, load_scenarios};
use crate::format::number;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{Kept, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use asking::Asking;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use std::sync::Arc;
use uuid::Uuid;

/// The address of the page.
const PATH: &str = "/szenarien/vergleich";

/// The name in the address; a list with commas, or several times.
const WITH: &str = "mit";

/// The scenarios, in the order of the address; nothing in the place of one that cannot be seen.
type States = Resource<Result<Vec<Option<ScenarioState>>, ApiError>, JsonText>;

/// Up to six scenarios against the plan as it is.
#[component]
pub fn Comparison() -> impl IntoView {
    let i18n = use_i18n();
    let map = use_query_map();
    let chosen = Kept::new(move || asked(&map.get()));
    // Made here and not below `WithPlan`, which the server runs through more than once: the page would not find the answer.
    let states: States = Resource::new_with_options(move || chosen.get(), load, false);
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, scenarios.comparison).to_owned())/>
        <PageHeading>{t!(i18n, scenarios.comparison)}</PageHeading>
        <WithPlan>
            <Compared chosen states/>
        </WithPlan>
    })
}

/// The scenarios that an address asks for, each once.
fn asked(map: &ParamsMap) -> Vec<ScenarioId> {
    let mut ids: Vec<ScenarioId> = Vec::new();
    for word in map.get_all(WITH).unwrap_or_default().iter().flat_map(|list| list.split(',')) {
        if let Ok(id) = Uuid::try_parse(word)
            && !ids.contains(&ScenarioId(id))
        {
            ids.push(ScenarioId(id));
        }
    }
    ids
}

/// The first [`MAX_COMPARED`] of them.
async fn load(mut ids: Vec<ScenarioId>) -> Result<Vec<Option<ScenarioState>>, ApiError> {
    ids.truncate(MAX_COMPARED);
    if ids.is_empty() { Ok(Vec::new()) } else { load_scenarios(ids).await }
}

#[component]
fn Compared(chosen: Kept<Vec<ScenarioId>>, states: States) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        let ids = chosen.get();
        Suspend::new(async move {
            match states.await {
                Ok(states) if states.is_empty() => part(view! {
                    <p class="lead">{t!(i18n, scenarios.nothing_to_compare)}</p>
                    <p><a class="button" href="/szenarien">{t!(i18n, scenarios.all)}</a></p>
                }),
                Ok(states) => {
                    let unseen = states.iter().filter(|state| state.is_none()).count();
                    let states: Vec<ScenarioState> = states.into_iter().flatten().collect();
                    let named: Vec<String> = ids.iter().map(ScenarioId::to_string).collect();
                    part(view! {
                        {left_out(i18n, ids.len(), unseen)}
                        <Asking states=Arc::new(states) named=named.join(",")/>
                    })
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

/// What was chosen and is not shown: scenarios beyond the most, and those that cannot be seen.
fn left_out(i18n: I18n, chosen: usize, unseen: usize) -> Option<AnyView> {
    let figure = move |count: usize| number(count as f64, 0, i18n.language());
    let beyond = (chosen > MAX_COMPARED).then(|| {
        let words = move || {
            t_string!(i18n, scenarios.too_many_chosen, chosen = figure(chosen), most = figure(MAX_COMPARED))
        };
        part(view! { <p>{text(words)}</p> })
    });
    let hidden = (unseen > 0).then(|| {
        let words = move || match unseen {
            1 => t_string!(i18n, scenarios.unseen_one).to_owned(),
            count => t_string!(i18n, scenarios.unseen, count = figure(count)),
        };
        part(view! { <p>{text(words)}</p> })
    });
    (beyond.is_some() || hidden.is_some()).then(|| {
        part(view! { <div class="notice" data-tone="notice" data-testid="comparison-left-out">{beyond}{hidden}</div> })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_each_scenario_once() {
        let id = |number: u128| Uuid::from_u128(number).to_string();
        let mut map = ParamsMap::new();
        assert_eq!(asked(&map), []);
        map.insert(WITH, format!("{},{},x", id(1), id(2)));
        map.insert(WITH, id(1));
        assert_eq!(asked(&map), [1, 2].map(|number| ScenarioId(Uuid::from_u128(number))));
        map.insert(WITH, (1..20).map(id).collect::<Vec<_>>().join(","));
        assert_eq!(asked(&map).len(), 19, "what is too many is said where it is shown");
    }
}
