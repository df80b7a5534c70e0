//! `/barrierefreiheit`: how far can everybody use this? The statement that the law asks for (BITV 2.0, (EU) 2018/1523).

use super::{plain, responsible, with_about};
use crate::ui::components::{PageHeading, PageTitle};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

#[component]
pub(super) fn Accessibility() -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, about.access_title).to_owned())/>
        <PageHeading>{t!(i18n, about.access_title)}</PageHeading>
        <p class="lead">{t!(i18n, about.access_answer)}</p>
        {with_about(|about| responsible(&about))}
        {plain([
            t!(i18n, about.plain_what).into_any(),
            t!(i18n, about.plain_try).into_any(),
            t!(i18n, about.plain_figures).into_any(),
            t!(i18n, about.plain_use).into_any(),
            t!(i18n, about.plain_trouble).into_any(),
        ])}
        <section class="about">
            <h2>{t!(i18n, about.access_how)}</h2>
            <p>{t!(i18n, about.access_how_text)}</p>
            <ul>
                <li>{t!(i18n, about.access_keyboard)}</li>
                <li>{t!(i18n, about.access_tables)}</li>
                <li>{t!(i18n, about.access_colour)}</li>
                <li>{t!(i18n, about.access_zoom)}</li>
                <li>{t!(i18n, about.access_motion)}</li>
            </ul>
            <h2>{t!(i18n, about.access_limits)}</h2>
            <ul>
                <li>{t!(i18n, about.access_limit_review)}</li>
                <li>{t!(i18n, about.access_limit_language)}</li>
                <li>{t!(i18n, about.access_limit_messages)}</li>
                <li>{t!(i18n, about.access_limit_export)}</li>
            </ul>
            <h2>{t!(i18n, about.access_feedback)}</h2>
            <p>{t!(i18n, about.access_feedback_text)}</p>
            <h2>{t!(i18n, about.access_dates)}</h2>
            <p>{t!(i18n, about.access_dates_text)}</p>
        </section>
    })
}
