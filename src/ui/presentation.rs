//! Presentation: the page as it is shown to others on a wall, larger, without cost and notes.
//!
//! The address says so (`?praesentation=1`), so that a link opens what was shown. It hides what is on the screen, no more: who
//! may not see something does not get it from the server in the first place.

use super::browser::{address, document};
use crate::ui::dynamic::Held;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t_string, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The attribute of the root element that the style sheet reads.
const ATTRIBUTE: &str = "data-presentation";

/// The value of the attribute; none while nothing is presented.
#[must_use]
pub fn attribute() -> Option<&'static str> {
    address::is_presented().then_some("true")
}

/// The switch in the head of the page. It keeps to the address on every page that is gone to.
#[component]
pub fn PresentationSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let on = Held::new(address::is_presented());
    let show = move |is_on: bool| {
        document::set_root_attribute(ATTRIBUTE, is_on.then_some("true"));
        address::present(is_on);
    };
    // A page that was gone to has an address of its own.
    Effect::new(move |_| {
        location.pathname.track();
        location.search.track();
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
