//! The questions themselves, with what they compute with: a part of the module of its own, loaded when the first of them is opened.

use super::Desk;
use super::influence::Influence;
use super::packages::Packages;
use super::posts_needed::PostsNeeded;
use super::replay::WeekByWeek;
use crate::forecasting::{ForecastView, Inputs, ResultFile};
use leptos::prelude::*;

/// What the page calls, behind pointers.
#[derive(Debug, Clone, Copy)]
pub struct Core {
    /// Which assumption matters most.
    pub influence: fn(Desk) -> AnyView,
    /// How the packages of the scenario work together.
    pub packages: fn(Desk) -> AnyView,
    /// How many posts a target needs.
    pub posts: fn(Desk) -> AnyView,
    /// What happens week by week.
    pub replay: fn(Desk) -> AnyView,
    /// The file of a result.
    pub result: fn(Inputs, &ForecastView) -> ResultFile,
    /// The text of that file.
    pub text: fn(&ResultFile) -> String,
}

#[cfg_attr(
    feature = "hydrate",
    leptos::wasm_split::wasm_split(studies, wasm_split_path = ::leptos::wasm_split)
)]
pub fn core() -> Core {
    Core {
        influence: |desk| view! { <Influence desk/> }.into_any(),
        packages: |desk| view! { <Packages desk/> }.into_any(),
        posts: |desk| view! { <PostsNeeded desk/> }.into_any(),
        replay: |desk| view! { <WeekByWeek desk/> }.into_any(),
        result: ResultFile::of_view,
        text: ResultFile::to_json,
    }
}
