//! A table on its way in: a file, what its columns are, what is wrong or what it would change, and then it is taken over.
//! Everything stands one below the other, so that the keyboard needs nothing but Tab, space and Enter.

mod changes;
mod columns;
mod outcome;

use super::Page;
use super::asking::{Asking, Heard};
use crate::api::{Decision, TableAsk, TableChange, TableLooked, TableNews, UPLOAD_PATH};
use crate::exchange::TableKind;
use crate::format::number;
use crate::plan::read::form;
use crate::ui::browser::upload::{self, Chosen, Slot};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::pages::data::history::kind_name;
use crate::ui::state::{Announcer, PlanInHand};
use columns::Columns;
use leptos::prelude::*;
use outcome::Outcome;
use std::collections::BTreeSet;

/// What is known of the table in hand; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    page: Page,
    in_hand: PlanInHand,
    announcer: Announcer,
    file: Held<Option<Chosen>>,
    ask: Held<TableAsk>,
    looked: Held<Option<TableLooked>>,
    /// What the table would change, all of it; not in `looked`.
    changes: Held<Vec<TableChange>>,
    /// Place of the first change on the page that is shown.
    first: Held<usize>,
    /// Keys of the changes that are taken over.
    accepted: Held<BTreeSet<String>>,
    asking: Asking,
}

impl Desk {
    /// A file was chosen: everything begins anew.
    fn choose(self, chosen: Option<Chosen>) {
        let Some(chosen) = chosen else { return };
        let ask = TableAsk { name: chosen.name.clone(), added: true, changed: true, ..TableAsk::default() };
        self.ask.set(ask);
        self.looked.set(None);
        self.file.set(Some(chosen));
        self.look(false);
    }

    /// Decides about a column, a state or the kind, and looks again.
    fn decide(self, change: impl FnOnce(&mut TableAsk)) {
        self.ask.update(change);
        self.look(false);
    }

    /// Asks the server what the table would change, or has it taken over.
    fn look(self, take: bool) {
        if !self.asking.begin(take) {
            return;
        }
        let mut ask = self.ask.get_untracked();
        ask.take = take;
        ask.scenario = Some(self.in_hand.scenario_untracked());
        if take {
            let accepted = self.accepted.get_untracked();
            ask.leave = self.changes.with_untracked(|changes| {
                let keys = changes.iter().map(|one| &one.key);
                keys.filter(|key| !accepted.contains(*key)).cloned().collect()
            });
        }
        let question = serde_json::to_string(&ask).unwrap_or_default();
        let hear = move |line: &str| self.hear(line, take);
        self.asking.send(question, Box::new(hear), Box::new(move || self.look(false)));
    }

    fn hear(self, line: &str, take: bool) -> Heard {
        match form::<TableNews>(line.as_bytes()) {
            Ok(TableNews::Read(cases)) => Heard::Read(cases),
            Ok(TableNews::Looked(looked)) => {
                if take || !self.asking.is_outdated() {
                    self.show(*looked, take);
                }
                Heard::Answer
            }
            Ok(TableNews::Failed(error)) => Heard::Failed(error.to_string()),
            Err(_) => Heard::Nothing,
        }
    }

    fn show(self, mut looked: TableLooked, take: bool) {
        let changes = std::mem::take(&mut looked.changes);
        let usual = changes.iter().filter(|one| one.usual).map(|one| one.key.clone());
        self.accepted.set(usual.collect());
        self.changes.set(changes);
        self.first.set(0);
        self.announcer.say(untrack(|| outcome::sentence(self.i18n, &looked)));
        self.asking.keep_focus(take);
        self.looked.set(Some(looked));
        if take {
            self.page.stored.refetch();
        }
    }
}

/// The wizard.
#[component]
pub fn Wizard(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        i18n,
        page,
        in_hand: PlanInHand::expect(),
        announcer: Announcer::expect(),
        file: Held::new(None),
        ask: Held::new(TableAsk::default()),
        looked: Held::new(None),
        changes: Held::new(Vec::new()),
        first: Held::new(0),
        accepted: Held::new(BTreeSet::new()),
        asking: Asking::new(i18n, Slot::Table, UPLOAD_PATH, "tabelle-"),
    };
    part(view! {
        <section class="wizard" aria-labelledby="tabelle-titel">
            <h2 id="tabelle-titel">{t!(i18n, data.in_title)}</h2>
            <Choosing desk/>
            {desk.asking.progress()}
            {live(move || desk.looked.get().map(|looked| part(view! {
                <Kind desk looked=looked.clone()/>
                <Columns desk looked=looked.clone()/>
                <Outcome desk looked/>
            })))}
        </section>
    })
}

/// The file: by button or dropped.
#[component]
fn Choosing(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let over = Held::new(false);
    let name = move || {
        let file = desk.file.get();
        file.map_or_else(String::new, |file| {
            let size = number((file.size / 1_000.0).max(1.0), 0, i18n.language());
            t_string!(i18n, data.chosen, name = file.name, size)
        })
    };
    part(view! {
        <div class="wizard-drop" data-over=move || over.get().to_string()
            on:dragover=move |event| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| { over.set(false); desk.choose(upload::from_drop(Slot::Table, &event)); }>
            <label class="wizard-file">
                <span>{t!(i18n, data.file)}</span>
                <input type="file" id="tabelle-datei" accept=".csv,.txt,.xlsx"
                    aria-describedby="tabelle-hinweis"
                    on:change=move |event| desk.choose(upload::from_input(Slot::Table, &event))/>
            </label>
            <p id="tabelle-hinweis" class="muted small">{t!(i18n, data.file_hint)}</p>
            <p class="small">{text(name)}</p>
        </div>
    })
}

/// What the table holds: as it was recognised, or as somebody says.
#[component]
fn Kind(desk: Desk, looked: TableLooked) -> impl IntoView {
    let i18n = desk.i18n;
    let option = move |kind: TableKind| {
        let selected = looked.kind == Some(kind);
        part(view! {
            <option value=kind.word() selected=selected>{text(move || kind_name(i18n, kind.word()).to_owned())}</option>
        })
    };
    let options: Vec<AnyView> = TableKind::WORDS.into_iter().map(|(_, kind)| option(kind)).collect();
    let unknown = looked.kind.is_none();
    part(view! {
        <label class="field">
            <span>{t!(i18n, data.holds)}</span>
            <select class="select" id="tabelle-art"
                on:change=move |event| desk.decide(|ask| ask.kind = TableKind::parse(&event_target_value(&event)))>
                {unknown.then(|| part(view! { <option value="" selected=true>{t!(i18n, data.unknown_kind)}</option> }))}
                {options}
            </select>
        </label>
    })
}

/// A decision takes the place of an earlier one about the same word.
fn decide(list: &mut Vec<Decision>, word: String, means: String) {
    list.retain(|one| one.word != word);
    list.push(Decision { word, means });
}
