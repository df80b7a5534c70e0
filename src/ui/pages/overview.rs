//! `/`: how are we doing?

use crate::ui::components::{PageHeading, PageTitle, WithPlan};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The overview.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, shell.nav_overview).to_owned())/>
        <PageHeading>{t!(i18n, shell.nav_overview)}</PageHeading>
        <WithPlan>
            <p></p>
        </WithPlan>
    }
}
