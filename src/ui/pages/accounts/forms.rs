//! What the forms of these pages share: how they are sent, their fields, and how the answer is told.

use crate::api::{ApiError, MIN_PASSWORD};
use crate::ui::dynamic::{Held, Live, following, part};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::{ShelfOfToasts, Tone};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// Identifies the rule that new passwords follow.
const RULE: &str = "kennwort-regel";

/// A form that is sent by script. Where the page is not alive yet it is posted, so that no password gets into an address.
#[component]
pub(super) fn AccountForm(
    /// Called when it is sent.
    send: Callback<()>,
    /// Whether something is on its way, and no more is sent; it is set here, and taken back by whoever has the answer.
    #[prop(optional)]
    busy: Option<Held<bool>>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(busy) = busy {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
        }
        send.run(());
    };
    part(
        view! { <form class="account-form" method="post" action="/anmelden" on:submit=submit>{children()}</form> },
    )
}

/// What a field asks for; it tells browsers what they may fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// The password that counts.
    Password,
    /// Another password; a [`PasswordRule`] stands near it.
    NewPassword,
    /// A code of at most so many characters.
    Code(u32),
}

/// A field that has to be filled in, with its label.
#[component]
pub(super) fn Field(
    /// The words of the label.
    label: Live<&'static str>,
    /// What it asks for.
    asks: Asks,
    /// Identifies the field; unique on the page.
    id: &'static str,
    /// What stands in it, followed in both directions.
    value: Held<String>,
    /// Whether a password is shown as it is typed.
    #[prop(optional)]
    shown: Option<Held<bool>>,
) -> impl IntoView {
    let (kind, keys, fills, most) = match asks {
        Asks::Password => ("password", None, "current-password", 1_000),
        Asks::NewPassword => ("password", None, "new-password", 256),
        Asks::Code(most) => ("text", Some("numeric"), "one-time-code", most),
    };
    let chosen = asks == Asks::NewPassword;
    let (rule, least) = (chosen.then_some(RULE), chosen.then(|| MIN_PASSWORD.to_string()));
    let kind = following(move || if shown.is_some_and(Held::get) { "text" } else { kind });
    part(view! {
        <label class="field">
            <span>{label}</span>
            <input type=kind id=id class="input" required inputmode=keys autocomplete=fills aria-describedby=rule minlength=least
                maxlength=most prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </label>
    })
}

/// What a new password has to be like.
#[component]
pub(super) fn PasswordRule() -> impl IntoView {
    let i18n = use_i18n();
    part(view! { <p id=RULE class="muted small">{t!(i18n, accounts.password_rule)}</p> })
}

/// Says what became of a command, and gives what it made.
pub(super) fn told<T>(shelf: ShelfOfToasts, answer: Result<T, ApiError>, done: &str) -> Option<T> {
    let (tone, words) = match &answer {
        Ok(_) => (Tone::Done, done.to_owned()),
        Err(error) => (Tone::Refused, error.to_string()),
    };
    shelf.show(tone, words, false);
    answer.ok()
}
