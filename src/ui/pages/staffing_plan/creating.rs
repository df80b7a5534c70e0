//! The form of a new post behind its heading.

use super::Desk;
use super::assumptions::first_day;
use super::new_post::NewPost;
use crate::ui::dynamic::part;
use crate::ui::i18n::t;
use leptos::prelude::*;

/// Counts from the budget year on, unless another day is chosen.
#[component]
pub fn Creating(desk: Desk) -> impl IntoView {
    let day = untrack(|| first_day(desk));
    // The list of changes above says what has been made.
    let done = Callback::new(|_| ());
    part(view! {
        <section class="section staffing-posts" aria-labelledby="neue-stelle-teil">
            <details class="study">
                <summary><h2 id="neue-stelle-teil">{t!(desk.i18n, staffing.new_post)}</h2></summary>
                <NewPost unit=None day done/>
            </details>
        </section>
    })
}
