//! The choices of the calculation; they stand in the address, so a link shows a colleague the same figures.

use super::query::{self, EXPECTED, METHOD, PARAMETERS, PERIOD, Query};
use crate::assessment::ParameterSetId;
use crate::ui::dynamic::{Kept, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Three lists in a form; without JavaScript the button sends it.
#[component]
pub fn Controls(
    /// What is chosen.
    query: Kept<Query>,
    /// The years with counts.
    years: Vec<u16>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let go = move |change: fn(&mut Query, String), value: String| {
        let mut wanted = query.get_untracked();
        change(&mut wanted, value);
        let address = format!(
            "/bemessung?{METHOD}={}&{PARAMETERS}={}&{PERIOD}={}",
            wanted.method, wanted.parameters, wanted.period
        );
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&address), options));
    };
    let set_name = move |id: ParameterSetId| match id {
        ParameterSetId::Kgst2022 => t_string!(i18n, assessment.parameters_2022),
        ParameterSetId::Kgst2025 => t_string!(i18n, assessment.parameters_2025),
    };
    part(view! {
        <form class="need-controls" method="get" action="/bemessung" aria-label=t!(i18n, assessment.controls)>
            <label class="need-field">
                <span class="need-field-label">{t!(i18n, assessment.method)}</span>
                <select class="select" name=METHOD
                    on:change=move |event| go(|query, value| query.method = value, event_target_value(&event))>
                    <option value="a" selected=move || query.get().method == "a">{t!(i18n, assessment.method_kgst)}</option>
                    <option value="b" selected=move || query.get().method == "b">{t!(i18n, assessment.method_bmi)}</option>
                </select>
            </label>
            <label class="need-field">
                <span class="need-field-label">{t!(i18n, assessment.parameters)}</span>
                <select class="select" name=PARAMETERS
                    on:change=move |event| go(|query, value| query.parameters = value, event_target_value(&event))>
                    <option value="" selected=move || query.get().parameters.is_empty()>
                        {t!(i18n, assessment.parameters_plan)}
                    </option>
                    {ParameterSetId::ALL
                        .into_iter()
                        .map(|id| part(view! {
                            <option value=query::word(id) selected=move || query.get().parameters == query::word(id)>
                                {move || set_name(id)}
                            </option>
                        }))
                        .collect::<Vec<_>>()}
                </select>
            </label>
            <label class="need-field">
                <span class="need-field-label">{t!(i18n, assessment.period)}</span>
                <select class="select" name=PERIOD
                    on:change=move |event| go(|query, value| query.period = value, event_target_value(&event))>
                    {years
                        .into_iter()
                        .map(|year| {
                            let word = year.to_string();
                            part(view! {
                                <option value=word.clone() selected=move || query.get().period == word>
                                    {year.to_string()}
                                </option>
                            })
                        })
                        .collect::<Vec<_>>()}
                    <option value=EXPECTED selected=move || query.get().period == EXPECTED>
                        {t!(i18n, assessment.period_expected)}
                    </option>
                </select>
            </label>
            <button type="submit" class="button">{t!(i18n, assessment.show)}</button>
        </form>
    })
}
