//! What was said about the item of the open dialog, folded until it is asked for.

use super::state::Chart;
use super::walk::Item;
use crate::api::About;
use crate::ui::components::{CommentDesk, Threads, Writing};
use crate::ui::dynamic::part;
use crate::ui::i18n::t;
use crate::ui::state::Together;
use leptos::prelude::*;

/// Reads the comments when it is drawn, and again whenever somebody has written one.
#[component]
pub fn ItemComments(item: Item) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let desk = CommentDesk::new(Vec::new());
    Effect::new(move |_| desk.read());
    Together::expect().on_beside(move || desk.read());
    let about = match item {
        Item::Post(id) => About::Post(id),
        Item::Unit(id) => About::Unit(id),
        Item::Task(id) => About::CaseType(id),
    };
    let spoken = about.clone();
    part(view! {
        <details class="item-comments" data-testid="item-comments">
            <summary>{t!(i18n, record.comments)}</summary>
            <Threads desk about=Some(about)/>
            <Writing desk about=Signal::stored(spoken)/>
        </details>
    })
}
