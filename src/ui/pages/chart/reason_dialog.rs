//! Asks why, where a soft rule wants a change to be justified; the reason is kept with the step.

use super::state::Chart;
use crate::ui::components::AskReason;
use crate::ui::dynamic::part;
use leptos::prelude::*;

/// Opens with [`Chart::asking`].
#[component]
pub fn ReasonDialog() -> impl IntoView {
    let chart = Chart::expect();
    let sentences = Signal::derive(move || {
        let asking = chart.asking.get()?;
        Some(asking.findings.into_iter().map(|finding| finding.sentence).collect())
    });
    let give = Callback::new(move |words: String| {
        let Some(asking) = chart.asking.get_untracked() else { return };
        chart.asking.set(None);
        chart.carry_out(asking, Some(words));
    });
    // Closed without a reason: nothing moves.
    let cancel = Callback::new(move |()| chart.asking.set(None));
    part(view! { <AskReason sentences give cancel/> })
}
