//! `/konto`: the own password, the second factor, and where the account is signed in.

use super::forms::{AccountForm, Asks, Field, PasswordRule, told};
use super::second_factor::OwnSecondFactor;
use crate::api::{ApiError, ChangePassword, SessionEntry, change_password, end_own_session, own_sessions};
use crate::format::moment;
use crate::ui::codec::JsonText;
use crate::ui::components::{DataTable, Failure, PageHeading, PageTitle, role_name, typed};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::ShelfOfToasts;
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The sessions as they were read last.
#[derive(Clone, Copy)]
struct Sessions {
    list: Resource<Result<Vec<SessionEntry>, ApiError>, JsonText>,
    shelf: ShelfOfToasts,
}

impl Sessions {
    /// The answer to a command.
    fn take(self, answer: Result<Vec<SessionEntry>, ApiError>, done: &str) {
        told(self.shelf, answer, done);
        self.list.refetch();
    }
}

/// The page.
#[component]
pub fn OwnAccount() -> impl IntoView {
    let i18n = use_i18n();
    let Visitor { name, role, demonstration, by_provider, .. } = Visitor::expect();
    let sessions = Sessions {
        list: Resource::new_with_options(|| (), |()| own_sessions(), false),
        shelf: ShelfOfToasts::expect(),
    };
    let content = move || {
        Suspend::new(async move {
            match sessions.list.await {
                Ok(entries) => part(view! { <SessionTable sessions entries/> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || sessions.list.refetch()/>
                }),
            }
        })
    };
    let who = move || {
        let role = role.map(|role| role_name(i18n, role)).unwrap_or_default();
        t_string!(i18n, accounts.you_are, name = name.clone().unwrap_or_default(), role)
    };
    let password = if demonstration {
        part(view! { <p class="muted">{t!(i18n, accounts.no_password_here)}</p> })
    } else if by_provider {
        part(view! { <p class="muted">{t!(i18n, accounts.password_elsewhere)}</p> })
    } else {
        part(view! { <Password sessions/> })
    };
    let ended = Callback::new(move |()| sessions.list.refetch());
    let second_factor = (!by_provider).then(|| part(view! { <OwnSecondFactor ended/> }));
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, accounts.own).to_owned())/>
        <PageHeading>{t!(i18n, accounts.own_title)}</PageHeading>
        <p class="lead">{text(who)}</p>
        <h2 class="account-heading">{t!(i18n, accounts.password)}</h2>
        {password}
        {second_factor}
        <h2 class="account-heading">{t!(i18n, accounts.sessions)}</h2>
        <p class="muted">{t!(i18n, accounts.sessions_text)}</p>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

#[component]
fn SessionTable(sessions: Sessions, entries: Vec<SessionEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let others = entries.iter().any(|entry| !entry.this);
    let end = move |session: Option<Uuid>| {
        spawn_local(async move {
            let answer = end_own_session(session).await;
            sessions.take(answer, untrack(|| t_string!(i18n, accounts.session_ended)));
        });
    };
    let row = move |entry: SessionEntry| {
        let SessionEntry { id, browser, started_at, seen_at, this } = entry;
        let name = StoredValue::new(browser);
        let browser = move || {
            let name = name.get_value();
            if name.is_empty() { t_string!(i18n, accounts.unknown_browser).to_owned() } else { name }
        };
        let last = if this {
            part(view! { <span>{t!(i18n, accounts.this_session)}</span> })
        } else {
            part(view! {
                <button type="button" class="button" on:click=move |_| end(Some(id))>{t!(i18n, accounts.end)}</button>
            })
        };
        part(view! {
            <tr>
                <th scope="row">{text(browser)}</th>
                <td>{move || moment(started_at, i18n.language())}</td>
                <td>{move || moment(seen_at, i18n.language())}</td>
                <td>{last}</td>
            </tr>
        })
    };
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, accounts.browser)}</th>
            <th scope="col">{t!(i18n, accounts.since)}</th>
            <th scope="col">{t!(i18n, accounts.seen)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let rows: Vec<AnyView> = entries.into_iter().map(row).collect();
    let caption = Signal::derive(move || t_string!(i18n, accounts.sessions).to_owned());
    let all = others.then(|| {
        part(view! {
            <p><button type="button" class="button" on:click=move |_| end(None)>{t!(i18n, accounts.end_others)}</button></p>
        })
    });
    part(view! {
        <DataTable caption id="sitzungen" head>{rows}</DataTable>
        {all}
    })
}

#[component]
fn Password(sessions: Sessions) -> impl IntoView {
    let i18n = use_i18n();
    let (old, new) = (typed("kennwort-alt"), typed("kennwort-neu"));
    let under_way = Held::new(false);
    let change = Callback::new(move |()| {
        let asked = ChangePassword { old: old.get_untracked(), new: new.get_untracked() };
        spawn_local(async move {
            let answer = change_password(asked).await;
            if answer.is_ok() {
                old.set(String::new());
                new.set(String::new());
            }
            sessions.take(answer, untrack(|| t_string!(i18n, accounts.password_changed)));
            under_way.set(false);
        });
    });
    part(view! {
        <AccountForm send=change busy=under_way>
            <Field label=t!(i18n, accounts.old_password) asks=Asks::Password id="kennwort-alt" value=old/>
            <Field label=t!(i18n, accounts.new_password) asks=Asks::NewPassword id="kennwort-neu" value=new/>
            <PasswordRule/>
            <button type="submit" class="button">{t!(i18n, accounts.change_password)}</button>
        </AccountForm>
    })
}
