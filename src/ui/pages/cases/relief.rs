//! What relief is asked for, and the answer of the simulation beside that of the formula.

use super::query::{Query, TARGET, UNTIL};
use crate::api::{CasesRelief, relief_of_cases};
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
    Idle,
    Searching,
    Said(String),
}

/// Month and target; a button that asks the simulation.
#[component]
pub fn Relief(wish: CasesRelief, query: Query) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let announcer = Announcer::expect();
    let state = Held::new(State::Idle);
    let (until, target) = (wish.until.clone(), wish.target);
    let shown = Query { until: Some(until.clone()), target: Some(target as u32), ..query };
    let kept = StoredValue::new(shown.clone());
    let go = move |change: &dyn Fn(&mut Query)| {
        let mut wanted = kept.get_value();
        change(&mut wanted);
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&wanted.address()), options));
    };
    let search = move |_| {
        let Some(ask) = kept.get_value().ask(i18n.get_locale_untracked() == Locale::en) else { return };
        state.set(State::Searching);
        spawn_local(async move {
            let said = relief_of_cases(ask).await.unwrap_or_else(|error| error.to_string());
            if state.try_with_untracked(|_| ()).is_some() {
                announcer.say(said.clone());
                state.set(State::Said(said));
            }
        });
    };
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
        let words = match state.get() {
            State::Idle => return None,
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
                <input class="input" type="number" name=TARGET min="0" step="1" inputmode="numeric" value=format!("{target:.0}")
                    on:change=move |event| go(&|query| query.target = event_target_value(&event).trim().parse().ok())/>
            </label>
            <button type="button" class="button" on:click=search
                disabled=move || state.with(|state| *state == State::Searching)>{t!(i18n, cases.simulate)}</button>
            <noscript><button type="submit" class="button">{t!(i18n, assessment.show)}</button></noscript>
        </form>
        {answer}
    })
}
