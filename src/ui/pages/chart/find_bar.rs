//! Searching in the chart: a bar that stays open, whose Enter goes from hit to hit and unfolds the way there.

use super::goto::Way;
use super::state::Chart;
use crate::diagram::chart::search::{Entry, Index};
use crate::ui::browser::{document, found};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// Entries that are listed around the present one.
const LISTED: usize = 8;

/// The bar.
#[component]
pub fn FindBar() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let way = Way::new(chart);
    let typed = Held::new(String::new());
    let place = Held::new(None::<usize>);
    let index = Kept::new(move || Arc::new(chart.facts.with(|facts| Index::of(facts, i18n.language()))));
    let hits = Kept::new(move || {
        let index = index.get();
        typed.with(|text| index.find(text).into_iter().cloned().collect::<Vec<Entry>>())
    });
    let show = move |at: usize| {
        let Some(hit) = hits.with_untracked(|hits| hits.get(at).cloned()) else { return };
        place.set(Some(at));
        chart.desk.way.set(Vec::new());
        way.to(&hit.subject, false);
        let count = hits.with_untracked(Vec::len);
        let (name, detail) = (hit.name, way_in_words(chart).unwrap_or(hit.detail));
        chart.say(untrack(|| t_string!(i18n, workbench.find_said, place = at + 1, count, name, detail)));
    };
    let step = move |forwards: bool| {
        let count = hits.with_untracked(Vec::len);
        if count == 0 {
            let words = untrack(|| t_string!(i18n, workbench.find_none, text = typed.get()));
            chart.say(words);
            return;
        }
        show(match (place.get_untracked(), forwards) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        });
    };
    let close = move || {
        found::mark(None);
        chart.desk.way.set(Vec::new());
        chart.desk.finds.set(false);
        match chart.focused.get_untracked().filter(|_| place.get_untracked().is_some()) {
            Some(item) => chart.focus(item),
            None => document::focus("[data-testid=\"find\"]"),
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => step(!event.shift_key()),
            "ArrowDown" => step(true),
            "ArrowUp" => step(false),
            "Escape" => close(),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| document::focus("#suche"));
    let status = move || {
        let count = hits.with(Vec::len);
        match (place.get(), typed.with(|typed| typed.trim().is_empty())) {
            (_, true) => String::new(),
            (_, false) if count == 0 => t_string!(i18n, workbench.find_none, text = typed.get()),
            (at, _) => t_string!(i18n, workbench.find_place, place = at.map_or(0, |at| at + 1), count),
        }
    };
    part(view! {
        <search class="find-bar" data-testid="find-bar">
            <label class="field">
                <span>{t!(i18n, workbench.find_label)}</span>
                <input type="search" class="input" id="suche" autocomplete="off" role="combobox" aria-autocomplete="list"
                    aria-controls="suche-treffer" aria-describedby="suche-hinweis"
                    aria-expanded=move || hits.with(|hits| !hits.is_empty()).to_string()
                    aria-activedescendant=move || place.get().map(|at| format!("treffer-{at}"))
                    prop:value=move || typed.get()
                    on:keydown=pressed
                    on:input=move |event| {
                        place.set(None);
                        found::mark(None);
                        chart.desk.way.set(Vec::new());
                        typed.set(event_target_value(&event));
                    }/>
            </label>
            <button type="button" class="button" data-variant="quiet" aria-label=t!(i18n, workbench.find_previous)
                on:click=move |_| step(false)><span aria-hidden="true">"▲"</span></button>
            <button type="button" class="button" data-variant="quiet" aria-label=t!(i18n, workbench.find_next)
                on:click=move |_| step(true)><span aria-hidden="true">"▼"</span></button>
            <span class="find-status" role="status">{text(status)}</span>
            <button type="button" class="button" data-variant="quiet" aria-label=t!(i18n, workbench.find_close)
                on:click=move |_| close()><span aria-hidden="true">"✕"</span></button>
            <p class="find-hint" id="suche-hinweis">{t!(i18n, workbench.find_hint)}</p>
            // Always in the document: the chart below must not move when it is filled.
            <p class="find-way" data-testid="find-way">
                {text(move || {
                    let there = chart.desk.way.with(|way| !way.is_empty());
                    let words = there.then(|| way_in_words(chart)).flatten();
                    words.map(|way| t_string!(i18n, workbench.find_way, way)).unwrap_or_default()
                })}
            </p>
            <ul class="hits" id="suche-treffer" role="listbox" aria-label=t!(i18n, workbench.find_hits)
                hidden=move || hits.with(Vec::is_empty)>
                {live(move || {
                    let at = place.get();
                    let first = at.unwrap_or(0).saturating_sub(LISTED / 2);
                    let hit = |(index, hit): (usize, &Entry)| {
                        let (name, detail) = (hit.name.clone(), hit.detail.clone());
                        part(view! {
                            <li class="hit" role="option" id=format!("treffer-{index}") aria-selected=(at == Some(index)).to_string()
                                on:click=move |_| show(index)>
                                <span class="hit-name">{name}</span>
                                <span class="hit-detail">{detail}</span>
                            </li>
                        })
                    };
                    let listed = hits.with(|hits| {
                        hits.iter().enumerate().skip(first).take(LISTED).map(hit).collect::<Vec<_>>()
                    });
                    Some(listed.into_any())
                })}
            </ul>
        </search>
    })
}

/// The names of the units from the top down to what was found; tracks nothing but what the caller does.
fn way_in_words(chart: Chart) -> Option<String> {
    let units = chart.desk.way.get_untracked();
    let names: Vec<String> = chart.facts.with_untracked(|facts| {
        units.iter().filter_map(|unit| facts.units.get(unit)).map(|unit| unit.name.clone()).collect()
    });
    (!names.is_empty()).then(|| names.join(" › "))
}
