//! The answer to an address that does not exist.

use crate::ui::components::{PageHeading, PageTitle};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// Says that there is no such page, with status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, shell.not_found_title).to_owned())/>
        <PageHeading>{t!(i18n, shell.not_found_title)}</PageHeading>
        <p class="lead">{t!(i18n, shell.not_found_text)}</p>
        <p><a class="button" href="/">{t!(i18n, shell.not_found_back)}</a></p>
    })
}
