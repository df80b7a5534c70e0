//! A button that copies a table, to be pasted into a spreadsheet.

use crate::ui::browser::clipboard;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{ShelfOfToasts, Tone};
use leptos::prelude::*;

/// Copies the table that an element stands in.
#[component]
pub fn CopyButton(
    /// Identifies the table's caption.
    #[prop(into)]
    table: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = ShelfOfToasts::expect();
    let caption = table.clone();
    let copy = move |_| {
        clipboard::copy_table(&table, move |copied| {
            let (tone, words) = if copied {
                (Tone::Done, untrack(|| t_string!(i18n, shell.copied)))
            } else {
                (Tone::Refused, untrack(|| t_string!(i18n, shell.not_copied)))
            };
            toasts.show(tone, words, false);
        });
    };
    part(view! {
        <button type="button" class="button copy-button" data-variant="small" aria-describedby=caption on:click=copy>
            {t!(i18n, shell.copy)}
        </button>
    })
}
