//! The shelf of toasts.

use crate::ui::dynamic::{Row, part, rows};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::{Scenario, ShelfOfToasts, Toast, Tone};
use leptos::prelude::*;

/// The messages at the edge of the page; they wait while the pointer or the focus is on them.
#[component]
pub fn ToastShelf() -> impl IntoView {
    let i18n = use_i18n();
    let shelf = ShelfOfToasts::expect();
    let cards = move || {
        let card = |toast: Toast| Row::new(toast.id, move || view! { <ToastCard toast/> }.into_any());
        shelf.toasts().into_iter().map(card).collect()
    };
    part(view! {
        <section class="toasts" aria-label=t!(i18n, shell.messages)
            on:pointerenter=move |_| shelf.hold(true)
            on:pointerleave=move |_| shelf.hold(false)
            on:focusin=move |_| shelf.hold(true)
            on:focusout=move |_| shelf.hold(false)>
            {rows(cards)}
        </section>
    })
}

#[component]
fn ToastCard(toast: Toast) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = ShelfOfToasts::expect();
    let scenario = Scenario::expect();
    let id = toast.id;
    let tone = match toast.tone {
        Tone::Done => "done",
        Tone::Notice => "notice",
        Tone::Refused => "refused",
    };
    let undo = toast.undo.then(|| {
        let take_back = move |_| {
            shelf.dismiss(id);
            if let Some(plan) = scenario.shown_untracked() {
                plan.undo();
            }
        };
        part(view! {
            <button type="button" class="button" data-variant="small" on:click=take_back>
                {t!(i18n, shell.undo)}
            </button>
        })
    });
    part(view! {
        <div class="toast" data-tone=tone>
            <p>{toast.text}</p>
            {undo}
            <button type="button" class="button" data-variant="quiet"
                aria-label=t!(i18n, shell.close) on:click=move |_| shelf.dismiss(id)>
                <span aria-hidden="true">"✕"</span>
            </button>
        </div>
    })
}
