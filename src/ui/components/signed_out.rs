//! Says that the session has ended, and leads back: what is not stored yet stays in the browser meanwhile.

use crate::api::sign_in_address;
use crate::ui::browser::address;
use crate::ui::dynamic::{part, when};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::Together;
use leptos::prelude::*;

/// Shown from the moment on at which the server has said so.
#[component]
pub fn SignedOutNotice() -> impl IntoView {
    let i18n = use_i18n();
    let together = Together::expect();
    let notice = move || {
        part(view! {
            <div class="notice" data-tone="refused" data-testid="signed-out">
                <p>{t!(i18n, accounts.signed_out)}</p>
                <a class="button" href=sign_in_address(&address::current()) rel="external">
                    {t!(i18n, accounts.sign_in_again)}
                </a>
            </div>
        })
    };
    part(view! { <div role="alert">{when(move || together.signed_out(), notice)}</div> })
}
