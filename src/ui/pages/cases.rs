//! `/faelle` and what stands below it: one part of the module. The server makes the panels; the page shows them.

mod department;
pub(super) mod panel;
mod query;
mod relief;
mod unit;

use crate::ui::dynamic::part;
use department::DepartmentView;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use unit::UnitView;

/// All units in one table.
pub struct CasesPage;

/// The dashboard of a unit.
pub struct UnitCasesPage;

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Department,
    Unit,
}

#[lazy]
fn case_pages(page: Page) -> AnyView {
    match page {
        Page::Department => part(view! { <DepartmentView/> }),
        Page::Unit => part(view! { <UnitView/> }),
    }
}

async fn load() {
    #[cfg(target_arch = "wasm32")]
    __preload_case_pages().await;
}

impl LazyRoute for CasesPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        case_pages(Page::Department).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for UnitCasesPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        case_pages(Page::Unit).await
    }

    async fn preload() {
        load().await;
    }
}
