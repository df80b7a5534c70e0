//! Presentation: the page as it is shown to others on a wall, larger, without cost and notes.
//!
//! The address says so (`?praesentation=1`), so that a link opens what was shown; the tab keeps it over every change of page until
//! it is ended. It hides what is on the screen, no more: who may not see something does not get it from the server in the first
//! place.

use super::browser::{address, document, kept};
use crate::ui::dynamic::Held;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t_string, use_i18n};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The attribute of the root element that the style sheet reads.
const ATTRIBUTE: &str = "data-presentation";
/// What the tab keeps it under.
const KEPT: &str = "praesentation";
/// What stands for yes, in the attribute and in the tab.
const YES: &str = "true";

/// The value of the attribute; none while nothing is presented.
#[must_use]
pub fn attribute() -> Option<&'static str> {
    address::is_presented().then_some(YES)
}

/// Sets the attribute before anything is drawn where only the tab knows of it: what is hidden must not flash up on the wall.
#[component]
pub fn KeptPresentation() -> impl IntoView {
    let script = format!(
        "try {{ if (sessionStorage.getItem({KEPT:?}) === {YES:?}) document.documentElement.setAttribute({ATTRIBUTE:?}, {YES:?}); }} catch {{}}"
    );
    view! { <script nonce=use_nonce()>{script}</script> }
}

/// Notes it in the address of a page that has been gone to: the router writes that address once the page is there.
pub fn follow() {
    if document::root_attribute(ATTRIBUTE).is_some() {
        address::present(true);
    }
}

/// The switch in the head of the page. It keeps to the address on every page that is gone to.
#[component]
pub fn PresentationSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let on = Held::new(address::is_presented());
    let show = move |is_on: bool| {
        document::set_root_attribute(ATTRIBUTE, is_on.then_some(YES));
        address::present(is_on);
        kept::note_in_tab(KEPT, is_on.then_some(YES));
    };
    // A page that was gone to has an address of its own, and so has one that was loaded anew.
    Effect::new(move |ran: Option<()>| {
        location.pathname.track();
        location.search.track();
        if ran.is_none() && kept::read_in_tab(KEPT).is_some() {
            on.set(true);
        }
        let is_on = on.get();
        request_animation_frame(move || show(is_on));
    });
    let label = move || {
        if on.get() { t_string!(i18n, shell.presentation_end) } else { t_string!(i18n, shell.presentation) }
    };
    part(view! {
        <button type="button" class="button presentation-switch" data-variant="quiet" data-testid="presentation"
            aria-pressed=move || on.get().to_string() title=label aria-label=t_string!(i18n, shell.presentation)
            on:click=move |_| on.update(|on| *on = !*on)>
            // A screen on its stand.
            <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <path d="M3 4h18v12H3zM12 16v4M8 20h8" fill="none" stroke="currentColor" stroke-width="2"></path>
            </svg>
        </button>
    })
}
