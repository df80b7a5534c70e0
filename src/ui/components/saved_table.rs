//! A table whose figures only the page knows, with files of it: the server makes them of what stands in it.

use super::DataTable;
use crate::ui::browser::clipboard;
use crate::ui::dynamic::part;
use crate::ui::i18n::{Locale, use_i18n};
use leptos::html;
use leptos::prelude::*;

/// A table that can be saved as CSV and for Excel as well.
#[component]
pub fn SavedTable(
    /// What it shows; the table's name.
    #[prop(into)]
    caption: Signal<String>,
    /// Identifies the caption, unique on the page; the name of the file.
    #[prop(into)]
    id: String,
    /// `<tr>` rows of the head.
    head: AnyView,
    /// `<tr>` rows of the body.
    children: Children,
) -> impl IntoView {
    let files = files(id.clone());
    part(view! { <DataTable caption id head files>{children()}</DataTable> })
}

/// Buttons for CSV and Excel.
fn files(table: String) -> AnyView {
    let i18n = use_i18n();
    let text: NodeRef<html::Input> = NodeRef::new();
    let (caption, name) = (table.clone(), table.clone());
    // Before the browser sends the form: it needs the table only then.
    let fill = move |_| {
        if let Some(text) = text.get_untracked() {
            text.set_value(&clipboard::table_text(&table).unwrap_or_default());
        }
    };
    part(view! {
        <form class="table-files" method="post" action="/export/tabelle" on:submit=fill>
            <input type="hidden" name="datei" value=name/>
            <input type="hidden" name="sprache" value=move || if i18n.get_locale() == Locale::en { "en" } else { "de" }/>
            <input type="hidden" name="text" node_ref=text/>
            <button type="submit" class="button" data-variant="small" name="form" value="csv" aria-describedby=caption.clone()>"CSV"</button>
            <button type="submit" class="button" data-variant="small" name="form" value="xlsx" aria-describedby=caption>"Excel"</button>
        </form>
    })
}
