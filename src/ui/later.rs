//! Parts of a page that come when it has woken up: until then, what the server has drawn of them stays in its place.

use super::dynamic::{Held, live, part};
use leptos::prelude::*;

/// A view of a part that is still on its way; `drawn` is what the server has drawn of it, nothing in the browser, which keeps what
/// was sent.
pub fn awake<P: Clone + Send + Sync + 'static>(
    there: Held<Option<P>>,
    drawn: impl Fn() -> String + Send + Sync + 'static,
    draw: impl Fn(P) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    live(move || Some(there.get().map_or_else(|| still(drawn()), &draw)))
}

/// What the server has drawn of a view, without life.
pub fn still(drawn: String) -> AnyView {
    part(view! { <div class="still" inert inner_html=drawn></div> })
}
