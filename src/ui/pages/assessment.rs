//! `/bemessung`: how many posts does the work need?

use crate::ui::components::{PageHeading, PageTitle, WithPlan};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// The staffing assessment.
#[component]
pub fn AssessmentPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, shell.nav_assessment).to_owned())/>
        <PageHeading>{t!(i18n, shell.nav_assessment)}</PageHeading>
        <WithPlan>
            <p></p>
        </WithPlan>
    }
}
