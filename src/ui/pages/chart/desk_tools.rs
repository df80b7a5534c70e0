//! Buttons for search, commands and spans, and the choice of levels and colours.

use super::address;
use super::desk::{Desk, Sheet};
use super::goto::Way;
use super::looks::LookSwitch;
use super::state::Chart;
use crate::diagram::chart::measure::Measure;
use crate::ui::dynamic::{Kept, live, part, text, when};
use crate::ui::i18n::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Buttons for search, commands and spans, and the choice of levels and colours.
#[component]
pub fn Tools() -> impl IntoView {
    let chart = Chart::expect();
    let (i18n, desk) = (chart.i18n, chart.desk);
    let way = Way::new(chart);
    let query = use_query_map();
    // The address says what is coloured; back and forward lead to other colours.
    let given = Kept::new(move || query.with(|query| address::measure(query.get_str("farbe"))));
    Effect::new(move |_| {
        let given = given.get();
        if desk.measure.get_untracked() != given {
            desk.measure.set(given);
        }
    });
    let lines = Kept::new(move || query.with(|query| address::share_lines(query.get_str("nebenlinien"))));
    Effect::watch(move || lines.get(), move |shown, _, _| desk.share_lines.set(*shown), false);
    let has_shares = move || chart.facts.with(|facts| facts.has_shares());
    let share_lines = when(has_shares, move || {
        part(view! {
            <button type="button" class="button" data-variant="quiet" data-testid="share-lines"
                aria-pressed=move || desk.share_lines.get().to_string() on:click=move |_| way.toggle_share_lines()>
                {t!(i18n, workbench.share_lines)}
            </button>
        })
    });
    let option = |measure: Measure| {
        part(view! {
            <option value=measure.key() selected=move || desk.measure.get() == Some(measure)>
                {text(move || measure.name(chart.language()).to_owned())}
            </option>
        })
    };
    let options: Vec<AnyView> = Measure::ALL.into_iter().map(option).collect();
    let deepest = Kept::new(move || {
        chart.facts.with(|facts| facts.units.values().map(|unit| unit.level).max().unwrap_or_default())
    });
    let folded = Kept::new(move || {
        chart.facts.with(|facts| chart.closed.with(|closed| address::Folded::of(closed, facts)))
    });
    let level = move |level: usize| {
        let is_shown = move || folded.with(|folded| *folded == address::Folded::From(level));
        part(view! { <option value=level.to_string() selected=is_shown>{level.to_string()}</option> })
    };
    let levels = live(move || Some((1..=deepest.get()).map(level).collect_view().into_any()));
    let singly = move || {
        let is_so = folded.with(|folded| matches!(folded, address::Folded::Units(_)));
        is_so.then(|| {
            part(view! { <option value="zu" selected=true>{t!(i18n, workbench.levels_singly)}</option> })
        })
    };
    let show = move |event| {
        let chosen = event_target_value(&event);
        // What was folded one by one is no choice, only what is.
        if chosen != "zu" {
            way.levels(chosen.parse().ok());
        }
    };
    let button = move |id: &'static str, keys: &'static str, open: fn(Desk), name: AnyView| {
        part(view! {
            <button type="button" class="button" data-variant="quiet" data-testid=id aria-keyshortcuts=keys
                on:click=move |_| open(desk)>{name}</button>
        })
    };
    part(view! {
        <LookSwitch way/>
        {share_lines}
        {button("find", "/", Desk::find, t!(i18n, workbench.find).into_any())}
        {button("commands", "Control+K", |desk| desk.sheet.set(Some(Sheet::Palette)), t!(i18n, workbench.commands).into_any())}
        {button("spans", "", |desk| desk.sheet.set(Some(Sheet::Spans)), t!(i18n, workbench.spans).into_any())}
        <label class="field">
            <span>{t!(i18n, workbench.levels)}</span>
            <select class="select" data-testid="levels" on:change=show>
                <option value="" selected=move || folded.with(|folded| *folded == address::Folded::None)>{t!(i18n, workbench.levels_all)}</option>
                {levels}
                {live(singly)}
            </select>
        </label>
        <label class="field">
            <span>{t!(i18n, workbench.colour)}</span>
            <select class="select" data-testid="colour"
                on:change=move |event| way.colour(Measure::of_key(&event_target_value(&event)))>
                <option value="" selected=move || desk.measure.get().is_none()>{t!(i18n, workbench.colour_none)}</option>
                {options}
            </select>
        </label>
    })
}
