//! Asks why, before anything of what others may do is changed; the reason stands in the trail.

use super::administration::Page;
use super::agreement::verb;
use crate::api::{
    AccountEntry, AgreementEntry, ChangeAccount, CloseAccount, MakeProgram, SetAgreement, SetApproval,
    SetProvider, change_account, close_account, end_sessions, make_program, renew_link, revoke_program,
    set_agreement, set_approval, set_provider, take_second_factor,
};
use crate::permission::{Role, Why};
use crate::ui::components::AskReason;
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t_string, use_i18n};
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

/// What waits for its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asking {
    /// An act on an account.
    Account(AccountEntry, Act),
    /// Another agreement on small groups; none ends the one in force.
    Agreement(Option<AgreementEntry>),
    /// One person may approve alone, or not any more.
    Approval(bool),
    /// An access for another program; its own reason is empty so far.
    Program(MakeProgram),
    /// The access of this name is taken no more.
    Revoke(String),
}

impl Asking {
    /// What is to be done, in words.
    fn sentence(&self, i18n: I18n) -> String {
        match self {
            Self::Account(account, act) => format!("{}: {}", account.name, act.verb(i18n)),
            Self::Agreement(Some(agreement)) => {
                format!("{}: {}", t_string!(i18n, accounts.record_agreement), agreement.title)
            }
            Self::Agreement(None) => t_string!(i18n, accounts.end_agreement).to_owned(),
            Self::Approval(alone) => verb(i18n, *alone).to_owned(),
            Self::Program(asked) => format!("{}: {}", t_string!(i18n, accounts.program_new), asked.name),
            Self::Revoke(name) => format!("{name}: {}", t_string!(i18n, accounts.program_revoke)),
        }
    }

    /// The words for what was done.
    fn done(&self, i18n: I18n) -> &'static str {
        match self {
            Self::Account(_, act) => act.done(i18n),
            Self::Agreement(Some(_)) => t_string!(i18n, accounts.agreement_recorded),
            Self::Agreement(None) => t_string!(i18n, accounts.agreement_ended),
            Self::Approval(_) => t_string!(i18n, accounts.single_changed),
            Self::Program(_) => t_string!(i18n, accounts.program_made),
            Self::Revoke(_) => t_string!(i18n, accounts.program_revoked),
        }
    }

    /// Sends it, and says what became of it.
    async fn carry_out(self, page: Page, reason: Why, done: &str) {
        let (account, act) = match self {
            Self::Account(account, act) => (account, act),
            Self::Agreement(agreement) => {
                page.take(set_agreement(SetAgreement { agreement, reason }).await, done);
                return;
            }
            Self::Approval(alone) => {
                page.take(set_approval(SetApproval { alone, reason }).await, done);
                return;
            }
            Self::Program(asked) => {
                page.program.set(page.take(make_program(MakeProgram { reason, ..asked }).await, done));
                return;
            }
            Self::Revoke(name) => {
                page.take(revoke_program(name, reason).await, done);
                return;
            }
        };
        let AccountEntry { id: account, version, .. } = account;
        match act {
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
    let sentences = Signal::derive(move || Some(vec![page.asking.get()?.sentence(i18n)]));
    let give = Callback::new(move |words: String| {
        let (Some(why), Some(asking)) = (Why::parse(&words), page.asking.get_untracked()) else { return };
        page.asking.set(None);
        let done = untrack(|| asking.done(i18n));
        spawn_local(asking.carry_out(page, why, done));
    });
    let cancel = Callback::new(move |()| page.asking.set(None));
    part(view! { <AskReason sentences give cancel length=(Why::LEAST, Why::MOST)/> })
}
