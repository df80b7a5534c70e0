//! `/szenarien` and what stands below it. Each page is a part of the module of its own; what they share is shared by the build.

mod comments;
mod comparison;
mod decision;
mod goals;
mod later;
mod list;
mod one;
mod record;
mod snapshots;
mod versions;

use crate::ui::dynamic::part;
use comparison::Comparison;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use list::Scenarios;
use one::OneScenario;
use record::Record;

/// All scenarios of the organisation.
pub struct ScenariosPage;

#[lazy_route]
impl LazyRoute for ScenariosPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        part(view! { <Scenarios/> })
    }
}

/// Scenarios against the plan as it is.
pub struct ComparisonPage;

#[lazy_route]
impl LazyRoute for ComparisonPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        part(view! { <Comparison/> })
    }
}

/// What has been kept of a scenario, what it is to reach, what was said about it.
pub struct RecordPage;

#[lazy_route]
impl LazyRoute for RecordPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        part(view! { <Record/> })
    }
}

/// What one scenario changes.
pub struct OneScenarioPage;

#[lazy_route]
impl LazyRoute for OneScenarioPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        part(view! { <OneScenario/> })
    }
}
