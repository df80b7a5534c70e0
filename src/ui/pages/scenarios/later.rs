//! What the record of a scenario does not need to be read at first: what was decided, and the versions of the plan; one part of the
//! module that comes when the page is awake.

use super::decision::Decision;
use super::versions::Versions;
use crate::ui::later;
use leptos::prelude::*;

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(decisions, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> fn(()) -> AnyView {
    |()| view! { <Decision/><Versions/> }.into_any()
}

/// What was decided and adopted; until the part is there, what the server has drawn of it.
#[component]
pub fn DecisionPart() -> impl IntoView {
    later::view_of(later::there(parts), (), parts, |draw| draw)
}
