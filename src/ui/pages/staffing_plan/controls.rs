//! Budget year and what is drawn up; they stand in the address, so a link shows a colleague the same table.

use super::Desk;
use super::query::{Query, STANDING, Standing, YEAR, years};
use crate::ui::browser::document;
use crate::ui::components::Downloads;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Scenario;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Two lists in a form, print, and the papers as files; without JavaScript the button sends it.
#[component]
pub fn Controls(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let navigate = StoredValue::new(use_navigate());
    let scenario = Scenario::expect();
    let go = move |wanted: Query| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&scenario.address(&wanted.address()), options));
    };
    let year = move |event: leptos::ev::Event| {
        if let Ok(year) = event_target_value(&event).parse() {
            go(Query { year, ..desk.query.get_untracked() });
        }
    };
    let standing = move |event: leptos::ev::Event| {
        let plan = event_target_value(&event) == Standing::Plan.word();
        let standing = if plan { Standing::Plan } else { Standing::Scenario };
        go(Query { standing, ..desk.query.get_untracked() });
    };
    let year_option = move |year: i32| {
        part(view! {
            <option value=year.to_string() selected=move || desk.query.with(|query| query.year == year)>
                {year.to_string()}
            </option>
        })
    };
    let chosen = move |one: Standing| desk.query.with(|query| query.standing == one);
    let scenario_name =
        text(move || t_string!(i18n, staffing.standing_scenario, name = desk.in_hand.scenario_name()));
    part(view! {
        <form class="staffing-controls" method="get" action="/stellenplan" aria-label=t!(i18n, staffing.controls)>
            <label class="field">
                <span>{t!(i18n, staffing.year)}</span>
                <select class="select" name=YEAR on:change=year>
                    {desk.plan.with_untracked(|plan| years(plan)).map(year_option).collect::<Vec<_>>()}
                </select>
            </label>
            <label class="field">
                <span>{t!(i18n, staffing.standing)}</span>
                <select class="select" name=STANDING on:change=standing>
                    <option value=Standing::Scenario.word() selected=move || chosen(Standing::Scenario)>{scenario_name}</option>
                    <option value=Standing::Plan.word() selected=move || chosen(Standing::Plan)>
                        {t!(i18n, staffing.standing_plan)}
                    </option>
                </select>
            </label>
            <noscript><button type="submit" class="button">{t!(i18n, assessment.show)}</button></noscript>
            <button type="button" class="button" data-testid="print" on:click=|_| document::print()>
                {t!(i18n, staffing.print)}
            </button>
        </form>
        {files(desk)}
    })
}

/// The table and the list of changes as files.
fn files(desk: Desk) -> AnyView {
    let fields = vec![
        ("szenario", Signal::derive(move || desk.in_hand.scenario().to_string())),
        (YEAR, Signal::derive(move || desk.query.with(|query| query.year.to_string()))),
        (STANDING, Signal::derive(move || desk.query.with(|query| query.standing.word().to_owned()))),
    ];
    let papers = super::papers(desk.i18n);
    view! { <Downloads fields papers/> }.into_any()
}
