//! `/hilfe` and `/hilfe/uebung`: method, words, and the guided exercise; one part of the module.

mod exercise;
mod glossary;
mod guide;

use crate::ui::dynamic::part;
use exercise::ExerciseView;
use guide::Guide;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Method and words.
pub struct HelpPage;

/// The guided exercise.
pub struct ExercisePage;

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Guide,
    Exercise,
}

#[lazy]
fn help_pages(page: Page) -> AnyView {
    match page {
        Page::Guide => part(view! { <Guide/> }),
        Page::Exercise => part(view! { <ExerciseView/> }),
    }
}

async fn load() {
    #[cfg(target_arch = "wasm32")]
    __preload_help_pages().await;
}

impl LazyRoute for HelpPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        help_pages(Page::Guide).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for ExercisePage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        help_pages(Page::Exercise).await
    }

    async fn preload() {
        load().await;
    }
}
