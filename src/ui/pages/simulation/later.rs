//! What the page does not need to be read: the forms of the assumptions, one part of the module that comes when the page is awake.

use super::assumptions::Assumptions;
use crate::ui::later;
use leptos::prelude::*;

/// What the part holds, behind a pointer.
#[derive(Debug, Clone, Copy)]
struct Later {
    /// The assumptions with their forms.
    assumptions: fn(()) -> AnyView,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(assumption_forms, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> Later {
    Later { assumptions: |()| view! { <Assumptions/> }.into_any() }
}

/// The assumptions; until their part is there, what the server has drawn of them.
pub fn assumptions() -> AnyView {
    later::view_of(later::there(parts), (), parts, |later| later.assumptions)
}
