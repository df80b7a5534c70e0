//! From how many heads on measured output is shown, and on which agreement a smaller number rests; whether one person approves plans alone.

use super::administration::Page;
use super::forms::AccountForm;
use super::reason::Asking;
use crate::api::{AgreementEntry, Alone};
use crate::caseload::DEFAULT_HEADS;
use crate::ui::components::{agreement_words, approval_words, typed};
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use chrono::NaiveDate;
use leptos::prelude::*;

/// What counts now, and the form for another agreement. Recording and ending ask why first.
#[component]
pub fn AgreementSection(page: Page, agreement: Option<AgreementEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let real = agreement.as_ref().is_some_and(|agreement| !agreement.demonstration);
    let now = move || agreement_words(i18n, agreement.as_ref());
    let end = move |_| page.asking.set(Some(Asking::Agreement(None)));
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

/// Whether one person may approve plans alone, and the button that changes it.
#[component]
pub fn ApprovalSection(page: Page, alone: Option<Alone>) -> impl IntoView {
    let i18n = use_i18n();
    let real = alone.as_ref().is_some_and(|alone| !alone.demonstration);
    let now = move || approval_words(i18n, alone.as_ref());
    let ask = move |_| page.asking.set(Some(Asking::Approval(!real)));
    part(view! {
        <h2 class="account-heading">{t!(i18n, accounts.approval)}</h2>
        <p data-testid="approval-now">{text(now)}</p>
        <p><button type="button" class="button" on:click=ask>{text(move || verb(i18n, !real).to_owned())}</button></p>
    })
}

/// What a press does; tracks the language.
pub(super) fn verb(i18n: I18n, alone: bool) -> &'static str {
    if alone { t_string!(i18n, accounts.record_single) } else { t_string!(i18n, accounts.end_single) }
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
        let agreement = AgreementEntry { heads, title, agreed_on, demonstration: false };
        page.asking.set(Some(Asking::Agreement(Some(agreement))));
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
