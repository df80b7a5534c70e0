//! `/einrichten#…`: sets the password of an account by its link. The key stands behind the cross, which browsers do not send.

use super::forms::{AccountForm, Asks, Field, PasswordRule};
use crate::api::{RedeemLink, redeem_link};
use crate::ui::browser::{address, document};
use crate::ui::components::{PageHeading, PageTitle, typed};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn SetUp() -> impl IntoView {
    let i18n = use_i18n();
    let password = typed("neues-kennwort");
    let shown = Held::new(false);
    let problem = Held::new(None::<String>);
    let under_way = Held::new(false);
    let set = Callback::new(move |()| {
        let asked = RedeemLink { key: address::fragment(), password: password.get_untracked() };
        spawn_local(async move {
            match redeem_link(asked).await {
                Ok(_) => address::load("/"),
                Err(error) => {
                    problem.set(Some(error.to_string()));
                    document::focus("#neues-kennwort");
                }
            }
            under_way.set(false);
        });
    });
    // The key stands where only the script reads it: before the page is alive there is nothing to send.
    let alive = Held::new(false);
    Effect::new(move |_| alive.set(true));
    let refused = move || {
        problem.get().map(|reason| part(view! { <p class="notice" data-tone="refused">{reason}</p> }))
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, accounts.set_up).to_owned())/>
        <PageHeading>{t!(i18n, accounts.set_up)}</PageHeading>
        <p class="lead">{t!(i18n, accounts.set_up_text)}</p>
        <AccountForm send=set busy=under_way>
            <Field label=t!(i18n, accounts.new_password) asks=Asks::NewPassword id="neues-kennwort" value=password shown/>
            <label class="check">
                <input type="checkbox" on:change=move |event| shown.set(event_target_checked(&event))/>
                <span>{t!(i18n, accounts.show_password)}</span>
            </label>
            <PasswordRule/>
            <div role="alert">{live(refused)}</div>
            <button type="submit" class="button" data-variant="primary" disabled=move || !alive.get()>{t!(i18n, accounts.set_password)}</button>
        </AccountForm>
    })
}
