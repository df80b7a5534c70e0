//! What the page does not need at first, behind pointers: one part of the module, loaded when it is first asked for.
//!
//! Everything here may be large; what stands elsewhere on the page counts for the first load.

use super::change_list::ChangeList;
use super::choosing::ChoosingBar;
use super::colours::Colours;
use super::desk::Look;
use super::desk_tools::Tools;
use super::export_dialog::ExportDialog;
use super::find_bar::FindBar;
use super::item_dialog::ItemDialog;
use super::legend::Legend;
use super::looks::{self, MarkLegend};
use super::minimap::Minimap;
use super::reason_dialog::ReasonDialog;
use super::ribbon::KwRibbon;
use super::sheets::Sheets;
use super::time_slider::TimeSlider;
use super::tree_grid::TreeGrid;
use super::trial::Rules;
use crate::diagram::chart::{ChartLayout, Facts, share_lines};
use crate::diagram::path_data;
use crate::format::Language;
use crate::plan::rules::{self, Finding};
use crate::plan::{Change, Plan};
use crate::ui::components::ForecastPanel;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What is called when a day is chosen for good; in context below the page.
#[derive(Debug, Clone, Copy)]
pub struct Settle(pub Callback<()>);

/// What the part holds.
#[derive(Debug, Clone, Copy)]
pub struct Workbench {
    /// The dialog of a post, a task or a unit.
    pub dialog: fn() -> AnyView,
    /// The chart as a tree table.
    pub table: fn() -> AnyView,
    /// Buttons for search, commands and spans, and the choice of colours.
    pub tools: fn() -> AnyView,
    /// The search.
    pub find: fn() -> AnyView,
    /// Commands, shortcuts, spans of control.
    pub sheets: fn() -> AnyView,
    /// The colours by measure.
    pub colours: fn() -> AnyView,
    /// What stands under the time slider.
    pub ribbon: fn() -> AnyView,
    /// What stands beside the chart: what the changes mean, and which they are.
    pub side: fn() -> AnyView,
    /// The day that is shown, and what happens when.
    pub time: fn() -> AnyView,
    /// What the tiles mean.
    pub legend: fn() -> AnyView,
    /// The dialog that asks for a reason.
    pub reason: fn() -> AnyView,
    /// The dialog for print and files.
    pub export: fn() -> AnyView,
    /// What the chart shows where it is not simply the day with the changes; tracks.
    pub look: fn(Look, PlanInHand, NaiveDate, Language) -> Facts,
    /// The lines to the parts of posts in other units, as one path.
    pub share_lines: fn(&Facts, &ChartLayout) -> String,
    /// What soft rules have to say of a move that is only tried: quick, on the day shown.
    pub rules: Rules,
    /// What they have to say of a step on the plan with the changes in force.
    pub findings: fn(&Plan, &[Change], &[Change], Language) -> Vec<Finding>,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(workbench, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> Workbench {
    Workbench {
        dialog: || view! { <ItemDialog/> }.into_any(),
        table: || view! { <TreeGrid/> }.into_any(),
        tools: || view! { <Tools/> }.into_any(),
        find: || view! { <FindBar/> }.into_any(),
        sheets: || view! { <Sheets/> }.into_any(),
        colours: || view! { <Colours/> }.into_any(),
        ribbon: || view! { <KwRibbon/> }.into_any(),
        side: || part(view! { <Minimap/> <ForecastPanel/> <ChangeList/> }),
        time: || {
            let Settle(settle) = expect_context();
            view! { <TimeSlider settle/> }.into_any()
        },
        legend: || part(view! { <ChoosingBar/> <MarkLegend/> <Legend/> }),
        reason: || view! { <ReasonDialog/> }.into_any(),
        export: || view! { <ExportDialog/> }.into_any(),
        look: looks::facts,
        share_lines: secondary,
        rules: rules::check,
        findings: rules::check_step,
    }
}

/// Loads the part, once.
pub async fn load() -> Workbench {
    #[cfg(feature = "hydrate")]
    {
        let parts = parts().await;
        LOADED.set(Some(parts));
        parts
    }
    #[cfg(not(feature = "hydrate"))]
    {
        parts()
    }
}

#[cfg(feature = "hydrate")]
thread_local! {
    static LOADED: std::cell::Cell<Option<Workbench>> = const { std::cell::Cell::new(None) };
}

/// The part, if it is there already; on the server always.
pub fn now() -> Option<Workbench> {
    #[cfg(feature = "hydrate")]
    {
        LOADED.get()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        Some(parts())
    }
}

/// A view of the part, as soon as it is there.
///
/// What the server has drawn of it must be there when the page wakes up: see the page's own `view`.
pub fn later(pick: fn(Workbench) -> fn() -> AnyView) -> AnyView {
    let there = Held::new(now());
    if there.with_untracked(Option::is_none) {
        leptos::task::spawn_local(async move { there.set(Some(load().await)) });
    }
    live(move || there.get().map(|parts| pick(parts)()))
}

/// A view of the part that does not hold up the page's waking: until the part is there, what the server has drawn stays in
/// its place, still, so that nothing on the page jumps when it comes.
pub fn awake(pick: fn(Workbench) -> fn() -> AnyView) -> AnyView {
    let there = waking(None);
    live(move || Some(there.get().map_or_else(|| still(pick), |parts| pick(parts)())))
}

/// The part, once the page is awake; on the server at once.
pub fn there() -> Held<Option<Workbench>> {
    waking(now())
}

fn waking(now: Option<Workbench>) -> Held<Option<Workbench>> {
    let there = Held::new(now);
    Effect::new(move |_| {
        leptos::task::spawn_local(async move { there.set(Some(load().await)) });
    });
    there
}

/// What the server draws of a view, without life; nothing in the browser, which keeps what the server has sent.
fn still(pick: fn(Workbench) -> fn() -> AnyView) -> AnyView {
    #[cfg(feature = "ssr")]
    let drawn = pick(parts())().to_html();
    #[cfg(not(feature = "ssr"))]
    let drawn = {
        let _ = pick;
        String::new()
    };
    crate::ui::later::still(drawn)
}

fn secondary(facts: &Facts, layout: &ChartLayout) -> String {
    share_lines(facts, layout).iter().map(|line| path_data(&line.points, false)).collect()
}
