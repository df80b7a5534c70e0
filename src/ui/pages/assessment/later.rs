//! What the page does not need to be read, behind pointers: the capacity staircase, the rounding, the formulas beside the simulation,
//! the estimate, the worked examples, one part of the module that comes when the page is awake.

use super::capacity::Capacity;
use super::checking::Checking;
use super::cross_checking::CrossChecking;
use super::estimating::Estimating;
use super::proposing::Proposing;
use crate::assessment::{Assessment, AssessmentError};
use crate::plan::Plan;
use crate::ui::dynamic::{Held, Kept};
use crate::ui::later;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What the views of the part look at; copies are the same.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The organisation of the plan's first day.
    pub plan: Kept<Plan>,
    /// The assessment.
    pub result: Kept<Result<Assessment, AssessmentError>>,
    /// The day whose posts count.
    pub day: Kept<NaiveDate>,
    /// The part, once it is there.
    pub later: Held<Option<Later>>,
}

/// What the part holds.
#[derive(Clone, Copy)]
pub struct Later {
    /// The capacity staircase.
    pub capacity: fn(Shared) -> AnyView,
    /// The need rounded.
    pub proposing: fn(Shared) -> AnyView,
    /// The formulas beside the simulation.
    pub cross_checking: fn(Shared) -> AnyView,
    /// A handling time by three estimates.
    pub estimating: fn(Shared) -> AnyView,
    /// The published examples.
    pub checking: fn(Shared) -> AnyView,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(estimates, wasm_split_path = ::leptos::wasm_split)
)]
fn parts() -> Later {
    Later {
        capacity: |shared| view! { <Capacity shared/> }.into_any(),
        proposing: |shared| view! { <Proposing result=shared.result/> }.into_any(),
        cross_checking: |_| view! { <CrossChecking/> }.into_any(),
        estimating: |shared| view! { <Estimating plan=shared.plan/> }.into_any(),
        checking: |_| view! { <Checking/> }.into_any(),
    }
}

/// The part, once the page is awake.
pub fn there() -> Held<Option<Later>> {
    later::there(parts)
}

/// A view of the part; until it is there, what the server has drawn.
pub fn awake(shared: Shared, pick: fn(Later) -> fn(Shared) -> AnyView) -> AnyView {
    later::view_of(shared.later, shared, parts, pick)
}
