//! The changes of the scenario in words, with the day from which each counts; those taken back are greyed.

use super::state::Chart;
use crate::format;
use crate::ui::browser::address;
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Made;
use leptos::prelude::*;

/// Changes of a step that are told one by one.
const MOST_TOLD: usize = 20;

/// A step in words.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    date: String,
    words: String,
    reason: Option<String>,
    undone: bool,
}

/// The list of changes.
#[component]
pub fn ChangeList() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let entries = Kept::new(move || {
        let language = chart.language();
        let said = |made: Made, undone: bool| {
            let words = chart.plan.describe_up_to(&made.changes, MOST_TOLD);
            let date = made.changes.first().map(|change| format::date(change.effective, language));
            Entry { date: date.unwrap_or_default(), words, reason: made.reason, undone }
        };
        let active = chart.plan.steps().into_iter().map(|made| said(made, false));
        active.chain(chart.plan.undone().into_iter().map(|made| said(made, true))).collect::<Vec<_>>()
    });
    part(view! {
        <section class="changes" aria-labelledby="aenderungen" data-testid="change-list">
            <h2 id="aenderungen">{t!(i18n, chart.changes)}</h2>
            {live(move || {
                let entries = entries.get();
                if entries.is_empty() {
                    return Some(part(view! { <p class="changes-none">{t!(i18n, chart.changes_none)}</p> }));
                }
                Some(part(view! {
                    <ol class="change-entries">
                        {entries
                            .into_iter()
                            .map(|Entry { date, words, reason, undone }| part(view! {
                                <li data-undone=undone.then_some("true")>
                                    <span>{words}</span>
                                    {reason.map(|reason| part(view! { <q class="change-reason">{reason}</q> }))}
                                    <span class="change-date">{t_string!(i18n, chart.change_from, date)}</span>
                                    {undone.then(|| part(view! { <span class="change-undone">{t!(i18n, chart.change_undone)}</span> }))}
                                </li>
                            }))
                            .collect::<Vec<_>>()}
                    </ol>
                }))
            })}
            <p><a class="small" rel="external" href=move || address::of_scenario(chart.plan.scenario().0)>{t!(i18n, changes.edit_all)}</a></p>
        </section>
    })
}
