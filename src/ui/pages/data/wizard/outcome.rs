//! What is wrong with a table, or what it would change, and the button that takes it over.

use super::Desk;
use super::changes::changes;
use crate::api::{TableLooked, WrongPlace};
use crate::exchange::TableKind;
use crate::format::number;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// What became of the table, in a sentence; tracks the language.
pub fn sentence(i18n: I18n, looked: &TableLooked) -> String {
    let count = |value: u64| number(value as f64, 0, i18n.language());
    let sums = looked.sums;
    if !looked.wrong.is_empty() {
        return t_string!(i18n, data.refused, count = count(looked.wrong.len() as u64));
    }
    let (added, changed, unchanged) = (count(sums.added), count(sums.changed), count(sums.unchanged));
    match looked.kind {
        None => t_string!(i18n, data.what_is_it).to_owned(),
        Some(_) if looked.taken => t_string!(i18n, data.taken, added, changed, unchanged),
        Some(_) if sums.added + sums.changed + sums.absent + sums.withheld == 0 => {
            t_string!(i18n, data.nothing_new, unchanged)
        }
        Some(_) => t_string!(i18n, data.would, added, changed, unchanged),
    }
}

/// The sentence first, then errors or changes.
#[component]
pub fn Outcome(desk: Desk, looked: TableLooked) -> impl IntoView {
    let i18n = desk.i18n;
    let told = looked.clone();
    let wrong = (!looked.wrong.is_empty()).then(|| errors(i18n, looked.wrong.clone()));
    let notices: Vec<AnyView> =
        looked.notices.iter().map(|one| part(view! { <li>{one.clone()}</li> })).collect();
    let notices = (!notices.is_empty()).then(|| part(view! { <ul class="data-notices">{notices}</ul> }));
    let open = wrong.is_none() && !looked.taken && looked.kind.is_some();
    let changes = open.then(|| changes(desk)).flatten();
    let lists = (open && looked.kind == Some(TableKind::Cases)).then(|| case_choices(desk, &looked));
    let take = open.then(|| take_button(desk, &looked));
    let tone = if wrong.is_some() { "refused" } else { "done" };
    part(view! {
        <div class="notice" data-tone=tone id="tabelle-ergebnis" tabindex="-1">
            <p>{text(move || sentence(i18n, &told))}</p>
            {notices}
        </div>
        {wrong}
        {changes}
        {lists}
        {take}
    })
}

fn errors(i18n: I18n, wrong: Vec<WrongPlace>) -> AnyView {
    let head = part(view! {
        <tr>
            <th scope="col" class="is-number">{t!(i18n, data.row)}</th>
            <th scope="col">{t!(i18n, data.column)}</th>
            <th scope="col">{t!(i18n, data.reason)}</th>
        </tr>
    });
    let row = |one: WrongPlace| {
        part(view! {
            <tr>
                <th scope="row" class="is-number">{one.row.to_string()}</th>
                <td>{one.column}</td>
                <td>{one.reason}</td>
            </tr>
        })
    };
    let rows: Vec<AnyView> = wrong.into_iter().map(row).collect();
    part(view! {
        <DataTable caption=Signal::derive(move || t_string!(i18n, data.errors).to_owned())
            id="tabelle-fehler" head=head>{rows}</DataTable>
    })
}

/// What of a list of cases is taken over: where it has too many rows to decide about each, new ones and changed ones; those that are
/// missing in any case.
fn case_choices(desk: Desk, looked: &TableLooked) -> AnyView {
    let i18n = desk.i18n;
    let sums = looked.sums;
    let count = move |value: u64| number(value as f64, 0, i18n.language());
    let ask = desk.ask.get_untracked();
    let as_a_whole = desk.changes.with_untracked(Vec::is_empty).then(|| {
        part(view! {
            <label class="field">
                <input type="checkbox" checked=ask.added
                    on:change=move |event| desk.ask.update(|ask| ask.added = event_target_checked(&event))/>
                <span>{text(move || t_string!(i18n, data.take_added, count = count(sums.added)))}</span>
            </label>
            <label class="field">
                <input type="checkbox" checked=ask.changed
                    on:change=move |event| desk.ask.update(|ask| ask.changed = event_target_checked(&event))/>
                <span>{text(move || t_string!(i18n, data.take_changed, count = count(sums.changed)))}</span>
            </label>
        })
    });
    part(view! {
        <fieldset class="wizard-lists">
            <legend>{t!(i18n, data.accept)}</legend>
            {as_a_whole}
            <label class="field">
                <input type="checkbox" checked=ask.complete
                    on:change=move |event| desk.ask.update(|ask| ask.complete = event_target_checked(&event))/>
                <span>{text(move || t_string!(i18n, data.take_absent, count = count(sums.absent)))}</span>
            </label>
        </fieldset>
    })
}

/// Counts and cases are stored; what is of the plan becomes a step of the scenario in hand, or several, which can be taken back.
fn take_button(desk: Desk, looked: &TableLooked) -> AnyView {
    let i18n = desk.i18n;
    let of_plan = looked.kind.is_some_and(TableKind::is_of_plan);
    let take = move || {
        if !of_plan {
            return desk.look(true);
        }
        let accepted = desk.accepted.get_untracked();
        let step = desk.changes.with_untracked(|changes| {
            let chosen = changes.iter().filter(|one| accepted.contains(&one.key));
            chosen.flat_map(|one| one.changes.iter().cloned()).collect::<Vec<_>>()
        });
        if step.is_empty() {
            return;
        }
        let reason = untrack(|| t_string!(i18n, data.step_reason, name = desk.ask.get_untracked().name));
        match desk.in_hand.apply_all(step, Some(reason.as_str())) {
            Ok(()) => desk.looked.update(|looked| {
                if let Some(looked) = looked {
                    looked.taken = true;
                }
            }),
            Err(reason) => desk.asking.refuse(i18n.refusal(&reason)),
        }
    };
    let label = move || if of_plan { t_string!(i18n, data.take_posts) } else { t_string!(i18n, data.take) };
    desk.asking.take_button(text(move || label().to_owned()), Box::new(take))
}
