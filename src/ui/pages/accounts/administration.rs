//! `/verwaltung`: the accounts, and from how many heads on measured output is shown.

use super::agreement::{AgreementSection, ApprovalSection};
use super::forms::told;
use super::making::Making;
use super::programs::ProgramSection;
use super::reason::{Asking, ReasonDialog};
use super::table::AccountTable;
use crate::api::{AccountEntry, Administration, ApiError, NewLink, NewProgram, administration};
use crate::format::{moment, number};
use crate::permission::Role;
use crate::ui::browser::address;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::ShelfOfToasts;
use leptos::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) list: Resource<Result<Administration, ApiError>, JsonText>,
    /// The link that was made last: it is told once.
    pub(super) link: Held<Option<NewLink>>,
    /// The access of a program that was made last: its token is told once.
    pub(super) program: Held<Option<NewProgram>>,
    /// What waits for its reason.
    pub(super) asking: Held<Option<Asking>>,
    pub(super) shelf: ShelfOfToasts,
}

impl Page {
    /// The answer to a command: the list is read again, and what happened is said.
    pub(super) fn take<T>(self, answer: Result<T, ApiError>, done: &str) -> Option<T> {
        let made = told(self.shelf, answer, done);
        self.list.refetch();
        made
    }
}

/// All accounts, a new one, the agreement.
#[component]
pub fn Accounts() -> impl IntoView {
    let i18n = use_i18n();
    let page = Page {
        list: Resource::new_with_options(|| (), |()| administration(), false),
        link: Held::new(None),
        program: Held::new(None),
        asking: Held::new(None),
        shelf: ShelfOfToasts::expect(),
    };
    let content = move || {
        Suspend::new(async move {
            match page.list.await {
                Ok(Administration { accounts, units, agreement, alone, programs }) => part(view! {
                    <Sentence accounts=accounts.clone()/>
                    <AccountTable page accounts units=units.clone()/>
                    <Making page units=units.clone()/>
                    <ProgramSection page programs units/>
                    <AgreementSection page agreement/>
                    <ApprovalSection page alone/>
                }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || page.list.refetch()/>
                }),
            }
        })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, accounts.title).to_owned())/>
        <PageHeading>{t!(i18n, accounts.title)}</PageHeading>
        <div role="status">
            {live(move || page.link.get().map(|link| part(view! { <Told link/> })))}
            {live(move || page.program.get().map(program_told))}
        </div>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
        <ReasonDialog page/>
    })
}

/// The answer first: how many accounts there are.
#[component]
fn Sentence(accounts: Vec<AccountEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let open = accounts.iter().filter(|account| !account.closed).count();
    let closed = accounts.len() - open;
    let administrators =
        accounts.iter().filter(|account| !account.closed && account.role == Role::Administrator).count();
    let words = move || {
        let count = |count: usize| number(count as f64, 0, i18n.language());
        t_string!(
            i18n,
            accounts.answer,
            open = count(open),
            closed = count(closed),
            administrators = count(administrators)
        )
    };
    part(view! { <p class="lead">{text(words)}</p> })
}

/// The token of a new access: shown once, with what to do with it.
fn program_told(NewProgram { name, token }: NewProgram) -> AnyView {
    let i18n = use_i18n();
    let words = text(move || t_string!(i18n, accounts.program_told, name = &name));
    part(view! {
        <div class="notice" data-testid="new-program">
            <p>{words}</p>
            <p><code class="one-time-link">{token}</code></p>
        </div>
    })
}

/// A new link: shown once, with what to do with it.
#[component]
fn Told(link: NewLink) -> impl IntoView {
    let i18n = use_i18n();
    let NewLink { account, address: way, until } = link;
    let whole = format!("{}{way}", address::site());
    let words = move || {
        let until = moment(until, i18n.language());
        t_string!(i18n, accounts.link_told, name = account.name.clone(), until)
    };
    part(view! {
        <div class="notice" data-testid="new-link">
            <p>{text(words)}</p>
            <p><code class="one-time-link">{whole}</code></p>
        </div>
    })
}
