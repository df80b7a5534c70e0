//! Sections of long pages: their answer in one line, the rest behind it; and the list of them at the top of the page.

use crate::ui::browser::document;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use leptos::prelude::*;

/// How a section stands at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With its answer alone.
    Closed,
    /// Open where the window has room for it (`held.js` closes the others before the page is awake).
    OpenWhereWide,
}

/// A section that opens at its heading. What is in it is there from the start: the browser finds it, paper shows it, and an address
/// that ends in `#id` opens it.
pub fn folded(
    (id, class): (&'static str, &'static str),
    start: Start,
    title: AnyView,
    answer: AnyView,
    body: AnyView,
) -> AnyView {
    Effect::new(|_| document::unfold_asked());
    let wide = start == Start::OpenWhereWide;
    part(view! {
        <section class=format!("section {class}") aria-labelledby=id>
            <details class="study" open=wide && document::is_wide() data-wide=wide.then_some("")>
                <summary><h2 id=id>{title}</h2> <span class="study-answer">{answer}</span></summary>
                {body}
            </details>
        </section>
    })
}

/// Links to the sections of the page; each opens the one that it leads to.
pub fn jumps(list: Vec<(&'static str, AnyView)>) -> AnyView {
    let i18n = use_i18n();
    let link = |(id, name): (&'static str, AnyView)| {
        part(view! { <li><a href=format!("#{id}") on:click=move |_| document::unfold(id)>{name}</a></li> })
    };
    let links: Vec<AnyView> = list.into_iter().map(link).collect();
    part(view! { <nav class="jumps" aria-label=t!(i18n, shell.jumps)><ul>{links}</ul></nav> })
}
