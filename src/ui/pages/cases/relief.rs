//! What relief is asked for, and the answer of the simulation beside that of the formula.

use super::query::{Query, TARGET, UNTIL};
use crate::api::{CasesRelief, relief_of_cases};
use crate::format::decimal::fixed;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::state::{Announcer, Scenario};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// How far the search is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Searching,
    Said(String),
}

/// What was asked of the simulation, and how far it is. The page keeps it, as its panels are drawn anew while forecasts are coming.
pub type Asked = Held<Option<Search>>;

/// A search and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    of: Query,
    state: State,
}

/// Month and target; a button that asks the simulation.
#[component]
pub fn Relief(wish: CasesRelief, query: Query, asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let announcer = Announcer::expect();
    let (until, target) = (wish.until.clone(), wish.target);
    let shown = Query { until: Some(until.clone()), target: Some(target as u32), ..query };
    // The answer to another question is none to this one.
    if asked.with_untracked(|search| search.as_ref().is_some_and(|search| search.of != shown)) {
        asked.set(None);
    }
    let kept = StoredValue::new(shown.clone());
    let go = move |change: &dyn Fn(&mut Query)| {
        let mut wanted = kept.get_value();
        change(&mut wanted);
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&wanted.address()), options));
    };
    let search = move |_| {
        let of = kept.get_value();
        let Some(ask) = of.ask(i18n.get_locale_untracked() == Locale::en) else { return };
        let search = Search { of, state: State::Searching };
        asked.set(Some(search.clone()));
        spawn_local(async move {
            let said = relief_of_cases(ask).await.unwrap_or_else(|error| error.to_string());
            if asked.try_with_untracked(|now| now.as_ref() == Some(&search)) == Some(true) {
                announcer.say(said.clone());
                asked.set(Some(Search { state: State::Said(said), ..search }));
            }
        });
    };
    let searching =
        move || asked.with(|search| matches!(search, Some(Search { state: State::Searching, .. })));
    let months: Vec<AnyView> = wish
        .months
        .into_iter()
        .map(|(word, label)| {
            let selected = word == until;
            part(view! { <option value=word selected=selected>{label}</option> })
        })
        .collect();
    let action = Query { until: None, target: None, ..shown }.address();
    let answer = live(move || {
        let words = match asked.get()?.state {
            State::Searching => t_string!(i18n, cases.searching).to_owned(),
            State::Said(said) => said,
        };
        Some(part(
            view! { <p class="cases-simulated"><strong>{t!(i18n, cases.simulated)}</strong> " " {words}</p> },
        ))
    });
    part(view! {
        <form class="cases-relief" method="get" action=action>
            <label class="field">
                <span>{t!(i18n, cases.relief_until)}</span>
                <select class="select" name=UNTIL
                    on:change=move |event| go(&|query| query.until = Some(event_target_value(&event)))>
                    {months}
                </select>
            </label>
            <label class="field">
                <span>{t!(i18n, cases.relief_target)}</span>
                <input class="input" type="number" name=TARGET min="0" step="1" inputmode="numeric" value=fixed(target, 0)
                    on:change=move |event| go(&|query| query.target = event_target_value(&event).trim().parse().ok())/>
            </label>
            <button type="button" class="button" on:click=search
                disabled=searching>{t!(i18n, cases.simulate)}</button>
            <noscript><button type="submit" class="button">{t!(i18n, assessment.show)}</button></noscript>
        </form>
        {answer}
    })
}
