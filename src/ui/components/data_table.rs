//! A table of figures that can scroll sideways on its own, is named by its caption and can be copied.

use super::CopyButton;
use crate::ui::dynamic::part;
use leptos::prelude::*;

/// A table with a caption; head and body rows are given as they are.
#[component]
pub fn DataTable(
    /// What it shows; the table's name.
    #[prop(into)]
    caption: Signal<String>,
    /// Identifies the caption; unique on the page.
    #[prop(into)]
    id: String,
    /// `<tr>` rows of the head.
    head: AnyView,
    /// What else can be done with the table, beside copying it.
    #[prop(optional)]
    files: Option<AnyView>,
    /// `<tr>` rows of the body.
    children: Children,
) -> impl IntoView {
    part(view! {
        <div class="table-scroll" role="region" aria-labelledby=id.clone() tabindex="0">
            <table class="table">
                <caption id=id.clone()>{move || caption.get()}</caption>
                <thead>{head}</thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
        <div class="table-tools"><CopyButton table=id/>{files}</div>
    })
}
