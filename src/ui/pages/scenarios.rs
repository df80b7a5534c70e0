//! `/szenarien` and what stands below it: one part of the module, because these pages are mostly visited together.

mod comparison;
mod list;
mod one;

use crate::ui::dynamic::part;
use comparison::Comparison;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use list::Scenarios;
use one::OneScenario;

/// All scenarios of the organisation.
pub struct ScenariosPage;

/// Scenarios against the plan as it is.
pub struct ComparisonPage;

/// What one scenario changes.
pub struct OneScenarioPage;

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    List,
    Comparison,
    One,
}

#[lazy]
fn scenario_pages(page: Page) -> AnyView {
    match page {
        Page::List => part(view! { <Scenarios/> }),
        Page::Comparison => part(view! { <Comparison/> }),
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
