//! The one heading of a page.

use leptos::prelude::*;

/// The `h1`; it can take the focus after a change of page.
#[component]
pub fn PageHeading(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <h1 class="page-heading" tabindex="-1">{children()}</h1> }
}
