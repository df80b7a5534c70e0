//! `/datenschutz` and `/barrierefreiheit`: what an installation says about itself. One part of the module for both.

mod accessibility;
mod privacy;

use crate::api::{AboutInstallation, ApiError, load_about};
use crate::ui::codec::JsonText;
use crate::ui::components::Failure;
use crate::ui::dynamic::part;
use crate::ui::i18n::{Locale, t, use_i18n};
use accessibility::Accessibility;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use privacy::Privacy;

/// What this tool stores.
pub struct PrivacyPage;

/// How far everybody can use it.
pub struct AccessibilityPage;

/// Which of the pages is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Privacy,
    Accessibility,
}

#[lazy]
fn about_pages(page: Page) -> AnyView {
    match page {
        Page::Privacy => part(view! { <Privacy/> }),
        Page::Accessibility => part(view! { <Accessibility/> }),
    }
}

async fn load() {
    #[cfg(target_arch = "wasm32")]
    __preload_about_pages().await;
}

impl LazyRoute for PrivacyPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        about_pages(Page::Privacy).await
    }

    async fn preload() {
        load().await;
    }
}

impl LazyRoute for AccessibilityPage {
    fn data() -> Self {
        Self
    }

    async fn view(_page: Self) -> AnyView {
        about_pages(Page::Accessibility).await
    }

    async fn preload() {
        load().await;
    }
}

/// Draws something with what the installation says about itself.
fn with_about(draw: fn(AboutInstallation) -> AnyView) -> AnyView {
    let i18n = use_i18n();
    let about: Resource<Result<AboutInstallation, ApiError>, JsonText> =
        Resource::new_with_options(move || i18n.get_locale() == Locale::en, load_about, false);
    let content = move || {
        Suspend::new(async move {
            match about.await {
                Ok(about) => draw(about),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || about.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

/// Who runs the installation and where to turn.
fn responsible(about: &AboutInstallation) -> AnyView {
    let i18n = use_i18n();
    let operator = match &about.operator {
        Some(name) => name.clone().into_any(),
        None => t!(i18n, about.operator_unnamed).into_any(),
    };
    let contact = match &about.contact {
        Some(contact) => contact.clone().into_any(),
        None => t!(i18n, about.contact_unnamed).into_any(),
    };
    part(view! {
        <dl class="about-facts">
            <dt>{t!(i18n, about.operator)}</dt>
            <dd>{operator}</dd>
            <dt>{t!(i18n, about.contact)}</dt>
            <dd>{contact}</dd>
        </dl>
    })
}

/// The page in short sentences, for whoever finds the others hard to read.
fn plain(sentences: [AnyView; 5]) -> AnyView {
    let i18n = use_i18n();
    let sentences = sentences.map(|text| part(view! { <p>{text}</p> })).into_iter().collect::<Vec<_>>();
    part(view! {
        <section class="about about-plain" aria-labelledby="einfach">
            <h2 id="einfach">{t!(i18n, about.plain)}</h2>
            {sentences}
        </section>
    })
}
