//! `/anmelden`: by name and password, or in the demonstration by one press. Plain forms: they work without any script.

use crate::api::{REASON, WAY_BACK, own_path};
use crate::permission::Role;
use crate::ui::components::{PageHeading, PageTitle, role_name};
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    let i18n = use_i18n();
    let asked = use_query_map().get_untracked();
    let way = asked.get(WAY_BACK).filter(|way| own_path(way).is_some()).unwrap_or_default();
    let reason = asked.get(REASON);
    let Visitor { name, demonstration, .. } = Visitor::expect();
    let already = name.map(|name| {
        part(view! { <p class="muted">{move || t_string!(i18n, accounts.already, name = name.clone())}</p> })
    });
    let forms = if demonstration {
        part(view! {
            <Roles way=way.clone()/>
            <details class="by-password">
                <summary>{t!(i18n, accounts.by_password)}</summary>
                <ByPassword way/>
            </details>
        })
    } else {
        part(view! { <ByPassword way/> })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, accounts.sign_in).to_owned())/>
        <PageHeading>{t!(i18n, accounts.sign_in)}</PageHeading>
        {reason.map(|reason| part(view! {
            <p class="notice" data-tone="refused" role="alert">{move || why(i18n, &reason)}</p>
        }))}
        {already}
        {forms}
    })
}

/// Why somebody is led here again; tracks the language.
fn why(i18n: I18n, reason: &str) -> &'static str {
    match reason {
        "falsch" => t_string!(i18n, accounts.wrong),
        "warten" => t_string!(i18n, accounts.wait),
        _ => t_string!(i18n, accounts.incomplete),
    }
}

/// One button for each role.
#[component]
fn Roles(way: String) -> impl IntoView {
    let i18n = use_i18n();
    let way = StoredValue::new(way);
    let card = |role: Role| {
        let what = move || match role {
            Role::Staff => t_string!(i18n, accounts.staff_does),
            Role::TeamLead => t_string!(i18n, accounts.team_lead_does),
            Role::Manager => t_string!(i18n, accounts.manager_does),
            Role::StaffCouncil => t_string!(i18n, accounts.staff_council_does),
            Role::Administrator => t_string!(i18n, accounts.administrator_does),
        };
        part(view! {
            <form class="role-card" method="post" action="/anmelden/demonstration">
                <input type="hidden" name="rolle" value=role.word()/>
                <input type="hidden" name="weiter" value=way.get_value()/>
                <button type="submit" class="button" data-role-choice=role.word()>{move || role_name(i18n, role)}</button>
                <p>{what}</p>
            </form>
        })
    };
    // The one that may do most comes first: it is what most want to see.
    let order = [Role::Manager, Role::TeamLead, Role::Staff, Role::StaffCouncil, Role::Administrator];
    let cards: Vec<AnyView> = order.into_iter().map(card).collect();
    part(view! {
        <p class="lead">{t!(i18n, accounts.demonstration)}</p>
        <div class="role-cards">{cards}</div>
    })
}

#[component]
fn ByPassword(way: String) -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <form class="account-form" method="post" action="/anmelden">
            <input type="hidden" name="weiter" value=way/>
            <label class="field">
                <span>{t!(i18n, accounts.name)}</span>
                <input type="text" class="input" name="name" required autocomplete="username"
                    autocapitalize="none" spellcheck="false" maxlength="200"/>
            </label>
            <label class="field">
                <span>{t!(i18n, accounts.password)}</span>
                <input type="password" class="input" name="kennwort" required autocomplete="current-password"
                    maxlength="1000"/>
            </label>
            <button type="submit" class="button" data-variant="primary">{t!(i18n, accounts.sign_in)}</button>
            <p class="muted small">{t!(i18n, accounts.forgotten)}</p>
        </form>
    })
}
