//! The polite live region: one sentence at a time for screen readers.

use crate::ui::dynamic::part;
use crate::ui::state::Announcer;
use leptos::prelude::*;

/// Present and empty from the first answer on; speaks what [`Announcer::say`] is given.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let announcer = Announcer::expect();
    part(view! {
        <div class="visually-hidden" role="status" aria-live="polite" id="meldung">
            {move || announcer.sentence()}
        </div>
    })
}
