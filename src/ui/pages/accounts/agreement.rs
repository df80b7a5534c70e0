//! From how many heads on measured output is shown, and on which agreement a smaller number rests.

use super::administration::Page;
use super::forms::AccountForm;
use crate::api::{AgreementEntry, SetAgreement, set_agreement};
use crate::caseload::DEFAULT_HEADS;
use crate::format::{date, number};
use crate::ui::components::typed;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What counts now, and the form for another agreement.
#[component]
pub fn AgreementSection(page: Page, agreement: Option<AgreementEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let real = agreement.as_ref().is_some_and(|agreement| !agreement.demonstration);
    let now = move || {
        let count = |count: u32| number(f64::from(count), 0, i18n.language());
        match &agreement {
            None => t_string!(i18n, accounts.no_agreement, heads = count(DEFAULT_HEADS)),
            Some(AgreementEntry { heads, title, agreed_on, demonstration: false }) => t_string!(
                i18n,
                accounts.agreement_now,
                heads = count(*heads),
                title = title.clone(),
                day = date(*agreed_on, i18n.language())
            ),
            Some(AgreementEntry { heads, .. }) => {
                t_string!(i18n, accounts.agreement_demonstration, heads = count(*heads))
            }
        }
    };
    let end = move |_| {
        spawn_local(async move {
            let answer = set_agreement(SetAgreement { agreement: None }).await;
            page.take(answer, untrack(|| t_string!(i18n, accounts.agreement_ended)));
        });
    };
    let ending = real.then(|| {
        part(view! { <p><button type="button" class="button" on:click=end>{t!(i18n, accounts.end_agreement)}</button></p> })
    });
    part(view! {
        <h2 class="account-heading">{t!(i18n, accounts.small_groups)}</h2>
        <p>{text(now)}</p>
        {ending}
        <Recording page/>
    })
}

#[component]
fn Recording(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let (heads, title, day) =
        (typed("vereinbarung-koepfe"), typed("vereinbarung-titel"), typed("vereinbarung-tag"));
    if heads.with_untracked(String::is_empty) {
        heads.set(DEFAULT_HEADS.to_string());
    }
    let record = Callback::new(move |()| {
        // The browser lets nothing else pass: number and day have fields of their own.
        let entered =
            (heads.get_untracked().parse::<u32>().ok()).zip(day.get_untracked().parse::<NaiveDate>().ok());
        let Some((heads, agreed_on)) = entered else { return };
        let title = title.get_untracked();
        let agreement = Some(AgreementEntry { heads, title, agreed_on, demonstration: false });
        spawn_local(async move {
            let answer = set_agreement(SetAgreement { agreement }).await;
            page.take(answer, untrack(|| t_string!(i18n, accounts.agreement_recorded)));
        });
    });
    part(view! {
        <details>
            <summary>{t!(i18n, accounts.record_agreement)}</summary>
            <AccountForm send=record>
                <label class="field">
                    <span>{t!(i18n, accounts.heads)}</span>
                    <input type="number" id="vereinbarung-koepfe" class="input" min="1" max="100" step="1" required value=heads.get_untracked()
                        on:input=move |event| heads.set(event_target_value(&event))/>
                </label>
                <label class="field">
                    <span>{t!(i18n, accounts.agreement_title)}</span>
                    <input type="text" id="vereinbarung-titel" class="input" maxlength="200" required autocomplete="off"
                        on:input=move |event| title.set(event_target_value(&event))/>
                </label>
                <label class="field">
                    <span>{t!(i18n, accounts.agreed_on)}</span>
                    <input type="date" id="vereinbarung-tag" class="input" required on:input=move |event| day.set(event_target_value(&event))/>
                </label>
                <button type="submit" class="button">{t!(i18n, accounts.record)}</button>
            </AccountForm>
        </details>
    })
}
