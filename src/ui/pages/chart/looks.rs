//! Before, after, changes: which of the two organisations is shown, and what its marks mean.

use super::address;
use super::desk::Look;
use super::goto::Way;
use super::state::Chart;
use crate::diagram::chart::Facts;
use crate::diagram::chart::changes::{KINDS, badge};
use crate::format::{self, Language};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the chart shows of a day; tracks.
pub fn facts(look: Look, plan: PlanInHand, date: NaiveDate, language: Language) -> Facts {
    Facts::seen(look, &plan.organisation(date), &plan.baseline().on(date, &[]), date, language)
}

/// The switch with its three positions.
#[component]
pub fn LookSwitch(way: Way) -> impl IntoView {
    let chart = Chart::expect();
    let (i18n, desk) = (chart.i18n, chart.desk);
    let query = use_query_map();
    // The address says what is shown; back and forward lead to another look.
    let given = Kept::new(move || query.with(|query| address::look(query.get_str("stand"))));
    Effect::watch(move || given.get(), move |look, _, _| desk.look.set(*look), false);
    // Who begins to change something sees what is being changed.
    Effect::new(move |_| {
        let begins = chart.opened.with(Option::is_some) || chart.lift.with(Option::is_some);
        if begins && desk.look.get_untracked() == Look::Before {
            way.look(Look::After);
        }
    });
    let choice = move |look: Look, id: &'static str, name: AnyView| {
        part(view! {
            <button type="button" class="button" data-variant="quiet" data-testid=id
                aria-pressed=move || (desk.look.get() == look).to_string() on:click=move |_| way.look(look)>{name}</button>
        })
    };
    part(view! {
        <div class="switch" role="group" aria-label=t!(i18n, changes.look)>
            {choice(Look::Before, "look-before", t!(i18n, changes.look_before).into_any())}
            {choice(Look::After, "look-after", t!(i18n, changes.look_after).into_any())}
            {choice(Look::Changes, "look-changes", t!(i18n, changes.look_changes).into_any())}
        </div>
    })
}

/// What is marked, counted, with the outlines and words of the marks; nothing while the chart simply shows the day.
#[component]
pub fn MarkLegend() -> impl IntoView {
    let chart = Chart::expect();
    let (i18n, desk) = (chart.i18n, chart.desk);
    let sentence = move |look: Look| {
        let date = format::date(chart.date.get(), chart.language());
        if look == Look::Before {
            return t_string!(i18n, changes.looks_before, date);
        }
        let counts = chart.facts.with(|facts| facts.marked());
        if counts.is_empty() {
            return t_string!(i18n, changes.looks_same, date);
        }
        let language = chart.language();
        let count = |(kind, count): (&str, usize)| {
            format!("{} {}", format::number(count as f64, 0, language), badge(kind, language))
        };
        let counts: Vec<String> = counts.into_iter().map(count).collect();
        t_string!(i18n, changes.looks_changes, date, counts = counts.join(", "))
    };
    let sample = move |kind: &'static str| {
        part(view! {
            <li>
                <svg class="legend-tile" data-state="filled" data-mark=kind width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                    <rect class="tile-body" x="1.5" y="1.5" width="19" height="13" rx="2"></rect>
                </svg>
                {badge(kind, chart.language())}
            </li>
        })
    };
    live(move || {
        let look = desk.look.get();
        let samples = (look == Look::Changes).then(|| {
            let samples: Vec<AnyView> = KINDS.iter().map(|(kind, _)| sample(kind)).collect();
            part(view! { <ul class="chart-legend" aria-label=t!(i18n, changes.look_legend)>{samples}</ul> })
        });
        (look != Look::After).then(|| {
            part(view! {
                <p class="chart-look" data-testid="look-said">{text(move || sentence(look))}</p>
                {samples}
            })
        })
    })
}
