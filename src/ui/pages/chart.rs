//! `/organigramm`: who does what, and what if?

mod address;
mod anchor;
mod camera;
mod canvas;
mod change_list;
mod choosing;
mod colours;
mod commands;
mod desk;
mod desk_tools;
mod effect;
mod events;
mod export_dialog;
mod find_bar;
mod form_sheets;
mod gesture;
mod goto;
mod hand_keys;
mod held;
mod hints;
mod item_comments;
mod item_dialog;
mod keys;
mod legend;
mod looks;
mod minimap;
mod moving;
mod palette;
mod picture;
mod placing;
mod press;
mod reason_dialog;
mod remembering;
mod ribbon;
mod sheets;
mod state;
mod time_slider;
mod touched;
mod tray;
mod tree_grid;
mod trial;
mod unit_group;
mod walk;
mod workbench;

use crate::diagram::chart::UnitFacts;
use crate::format;
use crate::ui::components::{PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use canvas::ChartCanvas;
use desk::{DeskColours, DeskSearch, DeskSheets, DeskTools, Look};
use leptos::prelude::*;
use leptos_router::LazyRoute;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use state::Chart;
use std::collections::BTreeSet;
use time_slider::Today;

/// The organisational chart.
pub struct ChartPage;

// What `#[lazy_route]` would write, but for one thing: where the table is asked for, its part is there before the page is
// drawn, so that the page wakes up on what the server has sent.
impl LazyRoute for ChartPage {
    fn data() -> Self {
        Self
    }

    async fn view(page: Self) -> AnyView {
        let query = use_query_map();
        let is_table = query.with_untracked(|query| address::is_table(query.get_str("ansicht")));
        let looks = query.with_untracked(|query| address::look(query.get_str("stand"))) != Look::After;
        // Who comes from another page gets all of it at once: there is no drawing of the server to show meanwhile.
        if is_table || looks || Scenario::expect().shown_untracked().is_some() {
            workbench::load().await;
        }
        __ChartPage_View(page).await
    }

    async fn preload() {
        #[cfg(target_arch = "wasm32")]
        __preload___ChartPage_View().await;
    }
}

#[lazy]
#[allow(
    non_snake_case,
    reason = "the name that `#[lazy_route]` gives, by which the server finds the part's files"
)]
fn __ChartPage_View(_page: ChartPage) -> AnyView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, shell.nav_chart).to_owned())/>
        <PageHeading>{t!(i18n, chart.heading)}</PageHeading>
        <WithPlan>
            <Workbench/>
        </WithPlan>
    }
    .into_any()
}

/// Everything below the heading, once the plan is there.
#[component]
fn Workbench() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let first = untrack(|| PlanInHand::expect().baseline().as_of);
    let given = Kept::new(move || query.with(|query| address::day(query.get_str("tag"), first)));
    let is_table = Kept::new(move || query.with(|query| address::is_table(query.get_str("ansicht"))));
    let chart = Chart::provide(Held::new(given.get_untracked()), BTreeSet::new(), false);
    query.with_untracked(|query| chart.desk.read(query.get_str("stand"), query.get_str("nebenlinien")));
    let folded =
        query.with_untracked(|query| address::Folded::read(query.get_str("ebenen"), query.get_str("zu")));
    chart.closed.set(chart.facts.with_untracked(|facts| folded.units(facts)));
    query.with_untracked(|query| chart.recall(query));
    held::tell(chart);
    // Back and forward lead to another day.
    Effect::watch(move || given.get(), move |day, _, _| chart.date.set(*day), false);
    let navigate = use_navigate();
    let scenario = Scenario::expect();
    let here =
        move |table| scenario.address(&address::of(chart.date.get_untracked(), first, table, &chart.sight()));
    let go = move |table: bool, replace: bool| {
        let to = here(table);
        navigate(&to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    };
    let settled = go.clone();
    let settle = Callback::new(move |()| settled(is_table.get_untracked(), true));
    provide_context(workbench::Settle(settle));
    Effect::watch(move || chart.closed.get(), move |_, _, _| settle.run(()), false);
    chart.remember(move || here(is_table.get_untracked()));
    part(view! {
        <p class="chart-summary">{text(move || summary(chart))}</p>
        <div class="chart-desk">
        <div class="chart-tools" role="group" aria-label=t!(i18n, chart.tools)>
            <ViewSwitch is_table choose=Callback::new(move |table| go(table, false))/>
            // On a telephone the first screen is for the chart.
            <details class="chart-more">
                <summary class="button" data-testid="chart-more">{t!(i18n, chart.more)}</summary>
            </details>
            <Zoom/>
            <button type="button" class="button" data-variant="quiet" data-testid="tasks" aria-pressed=move || chart.tasks.get().to_string()
                on:click=move |_| chart.tasks.update(|tasks| *tasks = !*tasks)>{t!(i18n, chart.tasks)}</button>
            <button type="button" class="button" data-variant="quiet" data-testid="export" on:click=move |_| chart.exporting.set(true)>
                {t!(i18n, chart.export)}
            </button>
            <DeskTools/>
            <Today/>
        </div>
        {workbench::awake(|bench| bench.time)}
        </div>
        <DeskSearch/>
        {live(move || {
            let problem = chart.facts.with(|facts| facts.problem.clone())?;
            Some(part(view! { <p class="notice" data-tone="refused" role="alert">{problem}</p> }))
        })}
        <div class="chart-page">
            <div class="chart-main">
                <DeskColours/>
                {live(move || Some(if is_table.get() {
                    workbench::later(|bench| bench.table)
                } else {
                    part(view! {
                        <ChartCanvas/>
                        {workbench::awake(|bench| bench.legend)}
                        <p class="chart-keys" id="organigramm-tasten">{t!(i18n, chart.keys)}</p>
                    })
                }))}
            </div>
            <div class="chart-side">
                {workbench::awake(|bench| bench.side)}
            </div>
        </div>
        {when(move || chart.was_opened.get(), || workbench::awake(|bench| bench.dialog))}
        {workbench::awake(|bench| bench.reason)}
        {workbench::awake(|bench| bench.export)}
        <DeskSheets/>
    })
}

/// The finding in a sentence: posts, filled, load, and the unit with the highest load.
fn summary(chart: Chart) -> String {
    let i18n = chart.i18n;
    let language = chart.language();
    chart.facts.with(|facts| {
        let sums = facts.roots.iter().filter_map(|root| facts.units.get(root)).map(|root| root.now.total);
        let (posts, planned, filled) = sums.fold((0, 0.0, 0.0), |(posts, planned, filled), sums| {
            (posts + sums.posts, planned + sums.planned.as_f64(), filled + sums.filled.as_f64())
        });
        let below = |unit: &&UnitFacts| unit.level == 2;
        let highest = facts
            .in_order()
            .into_iter()
            .filter(below)
            .filter_map(|unit| unit.now.load.map(|load| (unit, load)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let mut text = t_string!(
            i18n,
            chart.summary,
            date = format::date(facts.date, language),
            posts = posts,
            planned = format::number(planned, 1, language),
            vacant = format::number(planned - filled, 1, language)
        );
        if let Some((unit, load)) = highest {
            let share = format::percent(load, 0, language);
            text.push(' ');
            text.push_str(&t_string!(i18n, chart.summary_highest, unit = unit.name.clone(), share));
        }
        text
    })
}

/// Larger, smaller, the whole chart; shifting is done by scrolling.
#[component]
fn Zoom() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let percent = move || {
        let zoom = chart.camera.sight.with(|sight| sight.zoom).unwrap_or(1.0);
        format::percent(zoom, 0, chart.language())
    };
    let fit = move |_| chart.layout.with_untracked(|layout| chart.camera.fit(layout, true));
    part(view! {
        <div class="switch" role="group" aria-label=t!(i18n, chart.zoom)>
            <button type="button" class="button" data-variant="quiet" data-testid="zoom-out" aria-label=t!(i18n, chart.zoom_out)
                on:click=move |_| chart.camera.zoom_by(0.8, None)>"−"</button>
            <button type="button" class="button" data-variant="quiet" data-testid="zoom-reset" title=t!(i18n, chart.zoom_full)
                on:click=move |_| chart.camera.zoom_by(1.0 / chart.camera.zoom(), None)>{text(percent)}</button>
            <button type="button" class="button" data-variant="quiet" data-testid="zoom-in" aria-label=t!(i18n, chart.zoom_in)
                on:click=move |_| chart.camera.zoom_by(1.25, None)>"+"</button>
            <button type="button" class="button" data-variant="quiet" data-testid="zoom-fit" on:click=fit>{t!(i18n, chart.zoom_fit)}</button>
        </div>
    })
}

/// Picture or table of the same.
#[component]
fn ViewSwitch(is_table: Kept<bool>, choose: Callback<bool>) -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <div class="switch chart-view" role="group" aria-label=t!(i18n, chart.view)>
            <button type="button" class="button" data-variant="quiet" data-testid="view-chart" aria-pressed=move || (!is_table.get()).to_string()
                on:click=move |_| choose.run(false)>{t!(i18n, chart.view_chart)}</button>
            <button type="button" class="button" data-variant="quiet" data-testid="view-table" aria-pressed=move || is_table.get().to_string()
                on:click=move |_| choose.run(true)>{t!(i18n, chart.view_table)}</button>
        </div>
    })
}
