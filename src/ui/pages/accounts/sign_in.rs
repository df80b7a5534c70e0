//! `/anmelden`: by the administration's sign-in service where there is one, by name and password, or in the demonstration by
//! one press. Plain links and forms: they work without any script.

use crate::api::{REASON, WAY_BACK, own_path, provider_address};
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
    let Visitor { name, demonstration, provider, .. } = Visitor::expect();
    let already = name.map(|name| {
        part(view! { <p class="muted">{move || t_string!(i18n, accounts.already, name = name.clone())}</p> })
    });
    let by_provider = provider.then(|| part(view! { <ByProvider way=way.clone()/> }));
    let forms = if demonstration || provider {
        // Whoever comes back because of the password finds its form.
        let open = reason.as_deref().is_some_and(is_of_the_form);
        let roles = demonstration.then(|| part(view! { <Roles way=way.clone()/> }));
        part(view! {
            {by_provider}
            {roles}
            <details class="by-password" open=open>
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
        {reason.map(|reason| part(view! { <Reason reason/> }))}
        {already}
        {forms}
    })
}

/// Whether somebody is led here again because of what they typed.
fn is_of_the_form(reason: &str) -> bool {
    matches!(reason, "falsch" | "warten" | "ausgelastet" | "unvollstaendig")
}

/// Why somebody is led here again; after signing out the way to sign out of the service, too.
#[component]
fn Reason(reason: String) -> impl IntoView {
    let i18n = use_i18n();
    if reason == "abgemeldet" {
        return part(view! {
            <div class="notice" role="status">
                <p>{t!(i18n, accounts.still_signed_in)}</p>
                <p><a class="button" href="/abmelden/verwaltungskonto" rel="external">{t!(i18n, accounts.sign_out_there)}</a></p>
            </div>
        });
    }
    if reason == "proxy" {
        return part(view! { <p class="notice" role="status">{t!(i18n, accounts.proxy_signs_in)}</p> });
    }
    part(view! { <p class="notice" data-tone="refused" role="alert">{move || why(i18n, &reason)}</p> })
}

/// The way to the sign-in service. A link: browsers let no form lead to another site here.
#[component]
fn ByProvider(way: String) -> impl IntoView {
    let i18n = use_i18n();
    part(view! {
        <p>
            <a class="button" data-variant="primary" href=provider_address(&way) rel="external">
                {t!(i18n, accounts.by_provider)}
            </a>
        </p>
    })
}

/// The reason in words; tracks the language.
fn why(i18n: I18n, reason: &str) -> &'static str {
    match reason {
        "dienst" => t_string!(i18n, accounts.provider_unreachable),
        "dienstfehler" => t_string!(i18n, accounts.provider_broken),
        "abgelehnt" => t_string!(i18n, accounts.provider_denied),
        "unbekannt" => t_string!(i18n, accounts.provider_unknown),
        "begonnen" => t_string!(i18n, accounts.provider_begun),
        "uhr" => t_string!(i18n, accounts.provider_clock),
        "falsch" => t_string!(i18n, accounts.wrong),
        "warten" => t_string!(i18n, accounts.wait),
        "ausgelastet" => t_string!(i18n, accounts.busy),
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
            <label class="field">
                <span>{t!(i18n, accounts.code)}</span>
                <input type="text" class="input" name="einmalcode" inputmode="numeric" autocomplete="one-time-code"
                    autocapitalize="none" spellcheck="false" maxlength="40" aria-describedby="einmalcode-hilfe"/>
            </label>
            <p class="muted small" id="einmalcode-hilfe">{t!(i18n, accounts.code_help)}</p>
            <button type="submit" class="button" data-variant="primary">{t!(i18n, accounts.sign_in)}</button>
            <p class="muted small">{t!(i18n, accounts.forgotten)}</p>
        </form>
    })
}
