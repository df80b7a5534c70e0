//! Whether a picture is in the window: what nobody sees need not be drawn many times a second.

use crate::ui::dynamic::Held;
use leptos::html::Figure;
use leptos::prelude::*;

/// Follows whether any of a figure is in the window. It counts as seen until the browser has told; on the server always.
#[must_use]
pub fn is_seen(node: NodeRef<Figure>) -> Held<bool> {
    let seen = Held::new(true);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            watch(&element, seen);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
    seen
}

/// The browser keeps the closure for as long as it has the element.
#[cfg(feature = "hydrate")]
fn watch(element: &web_sys::Element, seen: Held<bool>) {
    use wasm_bindgen::prelude::*;
    use web_sys::{IntersectionObserver, IntersectionObserverEntry};
    let told = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_in = |entry: JsValue| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting();
        // It tells of an element that is taken away as well, when the page that held the value is gone.
        let known = seen.try_with_untracked(|seen| *seen);
        let now = is_in(entries.get(entries.length().saturating_sub(1)));
        if known.is_some_and(|known| known != now) {
            seen.set(now);
        }
    });
    // Without an observer it counts as seen.
    if let Ok(observer) = IntersectionObserver::new(told.into_js_value().unchecked_ref()) {
        observer.observe(element);
    }
}
