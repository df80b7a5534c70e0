//! `/szenarien` and what stands below it: one part of the module, because these pages are mostly visited together.

mod comments;
mod comparison;
mod goals;
mod list;
mod one;
mod record;
mod snapshots;

use crate::ui::dynamic::part;
use comparison::Comparison;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use list::Scenarios;
use one::OneScenario;
use record::Record;

/// All scenarios of the organisation.
pub struct ScenariosPage;

/// Scenarios against the plan as it is.
pub struct ComparisonPage;

/// What has been kept of a scenario, what it is to reach, what was said about it.
pub struct RecordPage;

/// What one scenario changes.
pub struct OneScenarioPage;

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    List,
    Comparison,
    Record,
    One,
}

#[lazy]
fn scenario_pages(page: Page) -> AnyView {
    match page {
        Page::List => part(view! { <Scenarios/> }),
        Page::Comparison => part(view! { <Comparison/> }),
        Page::Record => part(view! { <Record/> }),
        Page::One => part(view! { <OneScenario/> }),
    }
}

async fn load() {
    #[cfg(target_arch = "wasm32")]
    __preload_scenario_pages().await;
}

impl LazyRoute for ScenariosPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        scenario_pages(Page::List).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for ComparisonPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        scenario_pages(Page::Comparison).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for RecordPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        scenario_pages(Page::Record).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for OneScenarioPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        scenario_pages(Page::One).await
    }

    async fn preload() {
        load().await;
    }
}
