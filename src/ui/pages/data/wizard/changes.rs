//! What a table would change, row by row: as many at a time as a browser draws in a moment, and every one to decide about.

use super::Desk;
use crate::api::TableChange;
use crate::format::number;
use crate::ui::browser::document;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Changes on a page.
const PAGE: usize = 500;

impl Desk {
    /// The page of changes from this one on.
    fn turn(self, first: usize) {
        self.first.set(first);
        self.announcer.say(untrack(|| self.place()));
    }

    /// Accepts all changes of the page, or leaves them.
    fn decide_page(self, accept: bool) {
        self.changes.with_untracked(|changes| {
            let page = changes.iter().skip(self.first.get_untracked()).take(PAGE);
            self.accepted.update(|keys| {
                for one in page {
                    if accept {
                        keys.insert(one.key.clone());
                    } else {
                        keys.remove(&one.key);
                    }
                }
            });
        });
        self.first.notify();
        self.announcer.say(untrack(|| self.place()));
    }

    /// Which of the changes are shown and how many are accepted, in a sentence; tracks the language.
    fn place(self) -> String {
        let count = |value: usize| number(value as f64, 0, self.i18n.language());
        let (first, all) = (self.first.get(), self.changes.with(Vec::len));
        let (from, to) = (count(first + 1), count((first + PAGE).min(all)));
        let accepted = count(self.accepted.with(BTreeSet::len));
        t_string!(self.i18n, data.changes_place, from, to, all = count(all), accepted)
    }
}

/// The changes with the boxes that accept them; nothing where there are none.
pub fn changes(desk: Desk) -> Option<AnyView> {
    let all = desk.changes.with_untracked(Vec::len);
    if all == 0 {
        return None;
    }
    let more = (all > PAGE).then(|| pager(desk, all));
    // Whoever has gone through a page by keyboard goes on from its end.
    let next = (all > PAGE).then(|| {
        live(move || {
            let next = desk.first.get() + PAGE;
            (next < all).then(|| go_on(desk, next))
        })
    });
    Some(part(view! {
        {more}
        {live(move || Some(table(desk, desk.first.get())))}
        {next}
    }))
}

/// Leafs through the pages, and decides about all of the one that is shown.
fn pager(desk: Desk, all: usize) -> AnyView {
    let i18n = desk.i18n;
    let last = (all - 1) / PAGE * PAGE;
    let back = move |_| {
        let first = desk.first.get_untracked();
        if first > 0 {
            desk.turn(first.saturating_sub(PAGE));
        }
    };
    let on = move |_| {
        let first = desk.first.get_untracked();
        if first < last {
            desk.turn(first + PAGE);
        }
    };
    part(view! {
        <div class="wizard-pages" role="group" aria-labelledby="tabelle-seite">
            <p id="tabelle-seite">{text(move || desk.place())}</p>
            <button type="button" class="button" id="tabelle-zurueck"
                aria-disabled=move || (desk.first.get() == 0).to_string() on:click=back>
                {t!(i18n, data.page_back)}
            </button>
            <button type="button" class="button" id="tabelle-weiter"
                aria-disabled=move || (desk.first.get() >= last).to_string() on:click=on>
                {t!(i18n, data.page_on)}
            </button>
            <button type="button" class="button" id="tabelle-alle" on:click=move |_| desk.decide_page(true)>
                {t!(i18n, data.page_accept)}
            </button>
            <button type="button" class="button" id="tabelle-keine" on:click=move |_| desk.decide_page(false)>
                {t!(i18n, data.page_leave)}
            </button>
        </div>
    })
}

fn go_on(desk: Desk, next: usize) -> AnyView {
    let on = move |_| {
        desk.turn(next);
        request_animation_frame(|| document::focus(".wizard-check"));
    };
    part(view! {
        <p>
            <button type="button" class="button" id="tabelle-weiter-unten" on:click=on>
                {t!(desk.i18n, data.page_on)}
            </button>
        </p>
    })
}

fn table(desk: Desk, first: usize) -> AnyView {
    let i18n = desk.i18n;
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, data.accept)}</th>
            <th scope="col">{t!(i18n, data.what)}</th>
            <th scope="col">{t!(i18n, data.before)}</th>
            <th scope="col">{t!(i18n, data.after)}</th>
        </tr>
    });
    let several = desk.changes.with_untracked(Vec::len) > PAGE;
    let caption = move || {
        if several {
            t_string!(i18n, data.changes_paged).to_owned()
        } else {
            t_string!(i18n, data.changes).to_owned()
        }
    };
    let rows: Vec<AnyView> = desk.changes.with_untracked(|changes| {
        desk.accepted.with_untracked(|keys| {
            let shown = changes.iter().skip(first).take(PAGE);
            shown.map(|one| change(desk, one, keys.contains(&one.key))).collect()
        })
    });
    part(view! {
        <DataTable caption=Signal::derive(caption) id="tabelle-aenderungen" head=head>{rows}</DataTable>
    })
}

fn change(desk: Desk, one: &TableChange, accepted: bool) -> AnyView {
    let i18n = desk.i18n;
    let (key, title) = (one.key.clone(), one.title.clone());
    let set = move |accept: bool| {
        desk.accepted.update(|keys| {
            if accept {
                keys.insert(key.clone());
            } else {
                keys.remove(&key);
            }
        });
    };
    let shown = |value: &str| if value.is_empty() { "–".to_owned() } else { value.to_owned() };
    part(view! {
        <tr>
            <td>
                <input type="checkbox" class="wizard-check" checked=accepted
                    aria-label=move || t_string!(i18n, data.accept_named, name = title.clone())
                    on:change=move |event| set(event_target_checked(&event))/>
            </td>
            <th scope="row">{one.title.clone()}</th>
            <td>{shown(&one.before)}</td>
            <td>{shown(&one.after)}</td>
        </tr>
    })
}
