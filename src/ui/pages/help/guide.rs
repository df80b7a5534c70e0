//! `/hilfe`: how it computes, what the words mean, where to begin.

use super::glossary::Glossary;
use crate::ui::components::{PageHeading, PageTitle};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;

/// Method and words.
#[component]
pub fn Guide() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let to = move |path: &str| scenario.address(path);
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, help.title).to_owned())/>
        <PageHeading>{t!(i18n, help.title)}</PageHeading>
        <p class="lead">{t!(i18n, help.lead)}</p>
        <p><a class="button" href=to("/hilfe/uebung")>{t!(i18n, help.begin)}</a></p>
        <section class="section help-method" aria-labelledby="methode">
            <h2 id="methode">{t!(i18n, help.method)}</h2>
            <dl class="help-list">
                <dt>{t!(i18n, help.origin)}</dt><dd>{t!(i18n, help.origin_text)}</dd>
                <dt>{t!(i18n, help.assessment)}</dt><dd>{t!(i18n, help.assessment_text)}</dd>
                <dt>{t!(i18n, help.simulation)}</dt><dd>{t!(i18n, help.simulation_text)}</dd>
                <dt>{t!(i18n, help.outlook)}</dt><dd>{t!(i18n, help.outlook_text)}</dd>
                <dt>{t!(i18n, help.calibration)}</dt><dd>{t!(i18n, help.calibration_text)}</dd>
                <dt>{t!(i18n, help.relief)}</dt><dd>{t!(i18n, help.relief_text)}</dd>
                <dt>{t!(i18n, help.offline)}</dt><dd>{t!(i18n, help.offline_text)}</dd>
                <dt>{t!(i18n, help.small)}</dt><dd>{t!(i18n, help.small_text)}</dd>
            </dl>
        </section>
        <Glossary/>
    })
}
