//! `/organigramm`: who does what, and what if?

use crate::ui::components::{PageHeading, PageTitle, WithPlan};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The organisational chart.
#[component]
pub fn ChartPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, shell.nav_chart).to_owned())/>
        <PageHeading>{t!(i18n, shell.nav_chart)}</PageHeading>
        <WithPlan>
            <p></p>
        </WithPlan>
    }
}
