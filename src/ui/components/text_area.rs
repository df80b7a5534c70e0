//! A field of several lines, the only one: what stands between the tags of a text area would not be escaped, so it is set as a
//! property.

use crate::ui::dynamic::{Held, part};
use leptos::prelude::*;

/// A field of several lines; its label is the element around it.
#[component]
pub fn TextArea(
    /// What stands in it, followed in both directions.
    value: Held<String>,
    /// Lines that are shown.
    rows: u16,
    /// The most characters that it takes.
    most: u32,
    /// Identifies the field, where something has to find it; unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether the browser asks for it before the form is sent.
    #[prop(optional)]
    required: bool,
    /// Called when it gets the focus.
    #[prop(optional, into)]
    focused: Option<Callback<()>>,
) -> impl IntoView {
    let focus = move |_| {
        if let Some(focused) = focused {
            focused.run(());
        }
    };
    part(view! {
        <textarea class="input" id=id rows=rows maxlength=most required=required prop:value=move || value.get() on:focus=focus
            on:input=move |event| value.set(event_target_value(&event))/>
    })
}
