//! A row of a list among the assumptions: what it says, where it comes from, whether it counts, and what can be done with it.

use crate::ui::dynamic::{Kept, part};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// What stands in a row, and what its elements do.
pub struct ListRow {
    /// Its name, which tells its switch and its buttons from those of other rows.
    pub label: String,
    /// What it says.
    pub words: AnyView,
    /// Where it comes from.
    pub source: AnyView,
    /// Whether it counts.
    pub is_on: Kept<bool>,
    /// Makes it count, or not.
    pub switch: Callback<bool>,
    /// Changes it, and removes it; none where it can only be switched.
    pub at_hand: Option<[Callback<()>; 2]>,
}

impl ListRow {
    /// The row.
    pub fn drawn(self, i18n: I18n) -> AnyView {
        let Self { label, words, source, is_on, switch, at_hand } = self;
        let for_switch = label.clone();
        let buttons = at_hand.map(|[change, remove]| buttons(i18n, label, change, remove));
        part(view! {
            <li class="assumption-row">
                <span class="assumption-words">{words}</span>
                <span class="assumption-source">{source}</span>
                <span class="assumption-actions">
                    <label class="field">
                        <input type="checkbox" class="assumption-switch" checked=is_on.get_untracked() prop:checked=move || is_on.get()
                            aria-label=move || t_string!(i18n, simulation.row_enabled_long, label = for_switch.clone())
                            on:change=move |event| switch.run(event_target_checked(&event))/>
                        <span>{t!(i18n, simulation.row_enabled)}</span>
                    </label>
                    {buttons}
                </span>
            </li>
        })
    }
}

fn buttons(i18n: I18n, label: String, change: Callback<()>, remove: Callback<()>) -> AnyView {
    let for_removal = label.clone();
    part(view! {
        <button type="button" class="button" data-variant="quiet" on:click=move |_| change.run(())
            aria-label=move || t_string!(i18n, simulation.row_change_long, label = label.clone())>
            {t!(i18n, simulation.row_change)}
        </button>
        <button type="button" class="button" data-variant="quiet" on:click=move |_| remove.run(())
            aria-label=move || t_string!(i18n, simulation.row_remove_long, label = for_removal.clone())>
            {t!(i18n, simulation.row_remove)}
        </button>
    })
}
