//! The changes of the scenario in words, with the day from which each counts; those taken back are greyed.

use super::state::Chart;
use crate::format;
use crate::plan::Change;
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// The list of changes.
#[component]
pub fn ChangeList() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let entries = Kept::new(move || {
        let language = chart.language();
        let plan = chart.plan.changed_plan();
        let said = |undone: bool| {
            move |change: &Change| (format::date(change.effective, language), change.clone(), undone)
        };
        let (active, undone) = (chart.plan.changes(), chart.plan.undone());
        active
            .iter()
            .map(said(false))
            .chain(undone.iter().map(said(true)))
            .map(|(date, change, undone)| (date, change.describe(&plan, language), undone))
            .collect::<Vec<_>>()
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
                            .map(|(date, words, undone)| part(view! {
                                <li data-undone=undone.then_some("true")>
                                    <span>{words}</span>
                                    <span class="change-date">{t_string!(i18n, chart.change_from, date)}</span>
                                    {undone.then(|| part(view! { <span class="change-undone">{t!(i18n, chart.change_undone)}</span> }))}
                                </li>
                            }))
                            .collect::<Vec<_>>()}
                    </ol>
                }))
            })}
        </section>
    })
}
