//! A table of figures that can scroll sideways on its own and is named by its caption.

use crate::ui::dynamic::part;
use leptos::prelude::*;

/// A table with a caption; head and body rows are given as they are.
#[component]
pub fn DataTable(
    /// What it shows; the table's name.
    #[prop(into)]
    caption: Signal<String>,
    /// Identifies the caption; unique on the page.
    id: &'static str,
    /// `<tr>` rows of the head.
    head: AnyView,
    /// `<tr>` rows of the body.
    children: Children,
) -> impl IntoView {
    part(view! {
        <div class="table-scroll" role="region" aria-labelledby=id tabindex="0">
            <table class="table">
                <caption id=id>{move || caption.get()}</caption>
                <thead>{head}</thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    })
}
