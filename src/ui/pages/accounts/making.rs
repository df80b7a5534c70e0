//! A new account.

use super::administration::Page;
use super::forms::AccountForm;
use super::table::Standing;
use crate::api::{CreateAccount, UnitChoice, create_account};
use crate::permission::Role;
use crate::ui::browser::document;
use crate::ui::components::typed;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Name, role, units; the answer is a link for its holder.
#[component]
pub fn Making(page: Page, units: Vec<UnitChoice>) -> impl IntoView {
    let i18n = use_i18n();
    let units = StoredValue::new(units);
    // Chosen before the page came to life, these count too.
    let chosen = |id: &str| document::value_of(id).filter(|word| !word.is_empty());
    let first = chosen("konto-neu-rolle").and_then(|word| Role::parse(&word)).unwrap_or(Role::Staff);
    let (name, role, unit) =
        (typed("konto-neu-name"), Held::new(first), Held::new(chosen("konto-neu-bereich")));
    let under_way = Held::new(false);
    let make = Callback::new(move |()| {
        let asked = CreateAccount {
            name: name.get_untracked(),
            role: role.get_untracked(),
            unit: unit.get_untracked(),
        };
        spawn_local(async move {
            let answer = create_account(asked).await;
            if let Some(link) = page.take(answer, untrack(|| t_string!(i18n, accounts.made))) {
                name.set(String::new());
                page.link.set(Some(link));
            }
            under_way.set(false);
        });
    });
    part(view! {
        <h2 class="account-heading">{t!(i18n, accounts.new_account)}</h2>
        <p class="muted">{t!(i18n, accounts.new_account_text)}</p>
        <AccountForm send=make busy=under_way>
            <label class="field">
                <span>{t!(i18n, accounts.name)}</span>
                <input type="text" id="konto-neu-name" class="input" required autocomplete="off" autocapitalize="none" spellcheck="false"
                    maxlength="40" prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <Standing role unit units place="konto-neu"/>
            <button type="submit" class="button">{t!(i18n, accounts.make)}</button>
        </AccountForm>
    })
}
