//! What somebody does on a page that is not awake yet: held, and done when it is.
//!
//! The server's page can be read and pressed at once, but its buttons, choices and fields mean something only when the module and
//! the page's part of it are there. A small script, the first of the page, holds every press, choice and input until then, by
//! hand as by keyboard, in their order and with what was typed or chosen, and makes them again on the living page. A file
//! stays in its field. Keys that walk, open and choose are held on the items of chart and tree table as well; a drag cannot be, and the
//! pointer says so (`style/pages/_chart.scss`). What the browser does alone it goes on doing: links, and forms that lead to an address with the names of
//! their fields; a form without any such name waits for its listener. A button that waits says so (`aria-busy`).

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The attribute of the root element that says that the page is awake; the script waits for it, and so do tests.
#[cfg(feature = "hydrate")]
pub const AWAKE: &str = "data-awake";

/// The script; before everything else that listens.
#[component]
pub fn HeldUntilAwake() -> impl IntoView {
    view! { <script nonce=use_nonce()>{include_str!("held.js")}</script> }
}
