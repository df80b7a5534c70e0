//! What the page does not need at first, behind pointers: one part of the module, loaded when it is first asked for.
//!
//! Everything here may be large; what stands elsewhere on the page counts for the first load.

use super::colours::Colours;
use super::find_bar::FindBar;
use super::item_dialog::ItemDialog;
use super::ribbon::KwRibbon;
use super::sheets::Sheets;
use super::tree_grid::TreeGrid;
use crate::diagram::chart::{Caption, ChartLayout, Facts, STYLE_SHEET, View};
use crate::format::Language;
use crate::ui::dynamic::{Held, live};
use leptos::prelude::*;
use std::sync::Arc;

/// What the part holds.
#[derive(Debug, Clone, Copy)]
pub struct Workbench {
    /// The dialog of a post, a task or a unit.
    pub dialog: fn() -> AnyView,
    /// The chart as a tree table.
    pub table: fn() -> AnyView,
    /// The search.
    pub find: fn() -> AnyView,
    /// Commands, shortcuts, spans of control.
    pub sheets: fn() -> AnyView,
    /// The colours by measure.
    pub colours: fn() -> AnyView,
    /// What stands under the time slider.
    pub ribbon: fn() -> AnyView,
    /// The chart as an SVG document, with the name of the scenario.
    pub svg: fn(&Arc<Facts>, String, Language) -> String,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(workbench, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> Workbench {
    Workbench {
        dialog: || view! { <ItemDialog/> }.into_any(),
        table: || view! { <TreeGrid/> }.into_any(),
        find: || view! { <FindBar/> }.into_any(),
        sheets: || view! { <Sheets/> }.into_any(),
        colours: || view! { <Colours/> }.into_any(),
        ribbon: || view! { <KwRibbon/> }.into_any(),
        svg,
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
fn now() -> Option<Workbench> {
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

fn svg(facts: &Arc<Facts>, scenario: String, language: Language) -> String {
    let caption = Caption { date: facts.date, scenario, language };
    ChartLayout::of(facts, &View::new(language)).scene(facts, &caption).to_svg(STYLE_SHEET)
}
