//! What the page does not need to be read: the reading of a plan, one part of the module that comes when the page is awake.

use super::plan_in::PlanIn;
use crate::ui::later;
use leptos::prelude::*;

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(plan_reading, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> fn(()) -> AnyView {
    |()| view! { <PlanIn/> }.into_any()
}

/// The reading of a plan; until it is there, what the server has drawn.
#[component]
pub fn PlanInPart() -> impl IntoView {
    later::view_of(later::there(parts), (), parts, |draw| draw)
}
