//! A modal dialog: the browser's own, with its focus handling and Escape.

use crate::ui::browser::dialog;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, use_i18n};
use leptos::html;
use leptos::prelude::*;

/// A modal dialog that follows `open`; Escape, the button and the backdrop close it, and the focus returns to where
/// it was.
#[component]
pub fn Dialog(
    /// Whether it is shown; the dialog sets it to false when it closes.
    open: Held<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Identifies the heading; unique on the page.
    id: &'static str,
    /// The content.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let node: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(element) = node.get() {
            dialog::show(&element, open);
        }
    });
    part(view! {
        <dialog class="dialog" node_ref=node aria-labelledby=id
            // Escape tells of itself at once; that the dialog is closed comes later, and a key after it would find it open still.
            on:cancel=move |event| if dialog::is_its_own(&event) { open.set(false) }
            on:close=move |event| if dialog::is_closed(&event) { open.set(false) }
            on:click=move |event| if dialog::is_its_own(&event) { open.set(false) }>
            <div class="dialog-box">
                <header class="dialog-header">
                    <h2 id=id>{move || title.get()}</h2>
                    <button type="button" class="button" data-variant="quiet"
                        aria-label=t!(i18n, shell.close)
                        on:click=move |_| open.set(false)>
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    })
}
