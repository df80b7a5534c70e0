//! The one heading of a page.

use crate::ui::browser::document;
use crate::ui::dynamic::part;
use crate::ui::presentation;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;

/// The `h1`. It takes the focus where the page was reached from another one, as after a full load.
#[component]
pub fn PageHeading(
    /// The text.
    children: Children,
) -> impl IntoView {
    // What the server rendered is there already: only then is a page loaded, and not changed.
    let loaded = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
    Effect::new(move || {
        if !loaded {
            request_animation_frame(|| {
                document::focus("h1");
                presentation::follow();
            });
        }
    });
    part(view! { <h1 class="page-heading" tabindex="-1">{children()}</h1> })
}
