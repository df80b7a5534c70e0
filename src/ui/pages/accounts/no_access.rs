//! `/kein-zugriff`: what a role does not open.

use crate::ui::components::{PageHeading, PageTitle};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// Says so, with status 403, and leads to where the role has something to do.
#[component]
pub fn NoAccess() -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::FORBIDDEN);
    }
    let home = Visitor::expect().role.map_or("/anmelden", crate::permission::Role::home);
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, accounts.no_access).to_owned())/>
        <PageHeading>{t!(i18n, accounts.no_access)}</PageHeading>
        <p class="lead">{t!(i18n, accounts.no_access_text)}</p>
        <p><a class="button" href=home rel="external">{t!(i18n, accounts.home)}</a></p>
    })
}
