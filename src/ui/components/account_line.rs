//! Who is signed in, and the way out.

use crate::api::sign_in_address;
use crate::permission::Role;
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{SaveState, Scenario, ShelfOfToasts, Together, Tone};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// The account, its page, signing out; in the demonstration the word that it is one.
#[component]
pub fn AccountLine() -> impl IntoView {
    let i18n = use_i18n();
    let Visitor { name, role, demonstration, .. } = Visitor::expect();
    let banner = demonstration.then(|| {
        part(view! { <p class="demonstration" data-testid="demonstration">{t!(i18n, accounts.banner)}</p> })
    });
    let who = match name.zip(role) {
        Some((name, role)) => part(view! { <SignedIn name role demonstration/> }),
        None => part(view! { <a href=sign_in_address("") rel="external">{t!(i18n, accounts.sign_in)}</a> }),
    };
    part(view! { <div class="account-line">{banner}{who}</div> })
}

#[component]
fn SignedIn(name: String, role: Role, demonstration: bool) -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let shelf = ShelfOfToasts::expect();
    let together = Together::expect();
    let warned = StoredValue::new(false);
    // Signing out takes away what the browser keeps: what is not stored yet would be lost.
    let leave = move |event: leptos::ev::SubmitEvent| {
        let state = scenario.shown_untracked().map(|plan| untrack(|| plan.save_state()));
        let unsafe_to_go = state.is_some_and(|state| !matches!(state, SaveState::Saved(_)));
        if unsafe_to_go && !warned.get_value() {
            event.prevent_default();
            warned.set_value(true);
            let words = untrack(|| t_string!(i18n, accounts.unsaved));
            shelf.show(Tone::Refused, words.to_owned(), false);
        } else {
            together.leave();
        }
    };
    let another = demonstration.then(|| {
        part(view! { <a href=sign_in_address("") rel="external">{t!(i18n, accounts.another_role)}</a> })
    });
    part(view! {
        <p class="account-name">
            <span class="visually-hidden">{t!(i18n, accounts.signed_in_as)} " "</span>
            <strong>{name}</strong> " (" {move || role_name(i18n, role)} ")"
        </p>
        {another}
        <a href="/konto">{t!(i18n, accounts.own)}</a>
        <form method="post" action="/abmelden" on:submit=leave>
            <button type="submit" class="link-button">{t!(i18n, accounts.sign_out)}</button>
        </form>
    })
}

/// A role in words; tracks the language.
pub fn role_name(i18n: I18n, role: Role) -> &'static str {
    match role {
        Role::Staff => t_string!(i18n, accounts.staff),
        Role::TeamLead => t_string!(i18n, accounts.team_lead),
        Role::Manager => t_string!(i18n, accounts.manager),
        Role::StaffCouncil => t_string!(i18n, accounts.staff_council),
        Role::Administrator => t_string!(i18n, accounts.administrator),
    }
}
