//! What the page does not need to be read, behind pointers: forms and frozen plans, one part of the module that comes when the page
//! is awake.

use super::Desk;
use super::assumptions::Assumptions;
use super::counting::Counting;
use super::creating::Creating;
use super::opened::Opened;
use super::part_year::PartYears;
use super::post_form::Posts;
use crate::api::FrozenStaffingPlan;
use crate::ui::dynamic::Held;
use crate::ui::later;
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// What the part holds.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    /// What stands for a part of the year only.
    pub part_year: fn(Desk) -> AnyView,
    /// The form of a count.
    pub counting: fn(Desk) -> AnyView,
    /// The form of a new post.
    pub creating: fn(Desk) -> AnyView,
    /// The form of a post, and what hangs on one.
    pub posts: fn(Desk) -> AnyView,
    /// The figures that can be replaced.
    pub assumptions: fn(Desk) -> AnyView,
    /// A frozen plan as it was.
    pub opened: fn(Arc<FrozenStaffingPlan>, Held<Option<Uuid>>) -> AnyView,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(post_forms, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> Later {
    Later {
        part_year: |desk| view! { <PartYears desk/> }.into_any(),
        counting: |desk| view! { <Counting desk/> }.into_any(),
        creating: |desk| view! { <Creating desk/> }.into_any(),
        posts: |desk| view! { <Posts desk/> }.into_any(),
        assumptions: |desk| view! { <Assumptions desk/> }.into_any(),
        opened: |plan, opened| view! { <Opened plan opened/> }.into_any(),
    }
}

/// The part, once the page is awake.
pub fn there() -> Held<Option<Later>> {
    later::there(parts)
}

/// A view of the part; until it is there, what the server has drawn.
pub fn awake(desk: Desk, pick: fn(Later) -> fn(Desk) -> AnyView) -> AnyView {
    later::view_of(desk.later, desk, parts, pick)
}
