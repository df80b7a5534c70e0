//! Asks why, before anything of what others may do is changed; the reason stands in the trail.

use super::administration::Page;
use crate::api::{
    AccountEntry, ChangeAccount, CloseAccount, SetProvider, change_account, close_account, end_sessions,
    renew_link, set_provider, take_second_factor,
};
use crate::permission::{Role, Why};
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is to be done with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// Another role or other units.
    Change(Role, Option<String>),
    /// Closed, or opened again.
    Close(bool),
    /// By the sign-in service, or by password again.
    Provider(bool),
    /// All sessions end.
    EndSessions,
    /// A link for another password.
    Link,
    /// Without the second factor, which its holder has lost.
    TakeSecondFactor,
}

impl Act {
    /// The words on its button.
    pub(super) fn verb(&self, i18n: I18n) -> &'static str {
        match self {
            Self::Change(..) => t_string!(i18n, accounts.change),
            Self::Close(true) => t_string!(i18n, accounts.close),
            Self::Close(false) => t_string!(i18n, accounts.reopen),
            Self::Provider(true) => t_string!(i18n, accounts.to_provider),
            Self::Provider(false) => t_string!(i18n, accounts.to_password),
            Self::EndSessions => t_string!(i18n, accounts.end_sessions),
            Self::Link => t_string!(i18n, accounts.new_link),
            Self::TakeSecondFactor => t_string!(i18n, accounts.take_factor),
        }
    }

    /// The words for what was done.
    fn done(&self, i18n: I18n) -> &'static str {
        match self {
            Self::Change(..) => t_string!(i18n, accounts.changed),
            Self::Close(true) => t_string!(i18n, accounts.closed),
            Self::Close(false) => t_string!(i18n, accounts.reopened),
            Self::Provider(true) => t_string!(i18n, accounts.now_by_provider),
            Self::Provider(false) => t_string!(i18n, accounts.now_by_password),
            Self::EndSessions => t_string!(i18n, accounts.sessions_ended),
            Self::Link => t_string!(i18n, accounts.link_made),
            Self::TakeSecondFactor => t_string!(i18n, accounts.factor_taken),
        }
    }
}

/// An act that waits for its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) account: AccountEntry,
    pub(super) act: Act,
}

impl Asking {
    /// Sends it, and says what became of it.
    async fn carry_out(self, page: Page, reason: Why, done: &str) {
        let AccountEntry { id: account, version, .. } = self.account;
        match self.act {
            Act::Change(role, unit) => {
                let asked = ChangeAccount { account, version, role, unit, reason };
                page.take(change_account(asked).await, done);
            }
            Act::Close(closed) => {
                page.take(close_account(CloseAccount { account, version, closed, reason }).await, done);
            }
            Act::Provider(by_provider) => {
                page.take(set_provider(SetProvider { account, version, by_provider, reason }).await, done);
            }
            Act::EndSessions => {
                page.take(end_sessions(account, reason).await, done);
            }
            Act::Link => page.link.set(page.take(renew_link(account, reason).await, done)),
            Act::TakeSecondFactor => {
                page.take(take_second_factor(account, reason).await, done);
            }
        }
    }
}

/// Opens with [`Page::asking`]; closed without a reason, nothing is done.
#[component]
pub(super) fn ReasonDialog(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let (open, reason, missing) = (Held::new(false), Held::new(String::new()), Held::new(false));
    Effect::new(move |_| {
        let asks = page.asking.with(Option::is_some);
        if asks {
            reason.set(String::new());
            missing.set(false);
        }
        if open.get_untracked() != asks {
            open.set(asks);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open && page.asking.with_untracked(Option::is_some) {
            page.asking.set(None);
        }
        is_open
    });
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(why) = Why::parse(&reason.get_untracked()) else {
            missing.set(true);
            return;
        };
        let Some(asking) = page.asking.get_untracked() else { return };
        page.asking.set(None);
        let done = untrack(|| asking.act.done(i18n));
        spawn_local(asking.carry_out(page, why, done));
    };
    let what = move || {
        let asking = page.asking.get();
        asking
            .map(|Asking { account, act }| format!("{}: {}", account.name, act.verb(i18n)))
            .unwrap_or_default()
    };
    let title = Signal::derive(move || t_string!(i18n, accounts.reason_title).to_owned());
    part(view! {
        <Dialog open title id="konto-begruendung">
            <form class="account-form" method="post" action="/anmelden" on:submit=confirm>
                <p>{text(what)}</p>
                <label class="field">
                    <span>{t!(i18n, accounts.reason)}</span>
                    <input class="input" type="text" maxlength="500" data-testid="account-reason" autocomplete="off"
                        aria-invalid=move || missing.get().to_string() aria-describedby="konto-begruendung-fehlt"
                        prop:value=move || reason.get()
                        on:input=move |event| { missing.set(false); reason.set(event_target_value(&event)) }/>
                </label>
                <p id="konto-begruendung-fehlt" role="alert">
                    {live(move || missing.get().then(|| t!(i18n, accounts.reason_missing).into_any()))}
                </p>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, accounts.reason_confirm)}</button>
                <button type="button" class="button" data-variant="quiet" on:click=move |_| open.set(false)>{t!(i18n, chart.cancel)}</button>
            </form>
        </Dialog>
    })
}
