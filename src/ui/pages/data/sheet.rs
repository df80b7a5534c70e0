//! The monthly sheet: case types down, months across, one figure at a time. Tab and Enter go on, the arrows go everywhere, and what
//! was typed is stored together.

mod grid;

use super::Page;
use crate::api::{ApiError, SaveSheet, Sheet, SheetEntry, SheetFigure, load_sheet, save_sheet};
use crate::format::number;
use crate::ui::browser::clock;
use crate::ui::components::Failure;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{ShelfOfToasts, Tone};
use grid::Grid;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// A cell: row, month from 0, figure.
type Place = (usize, usize, u8);

/// What is known of the sheet in hand; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    page: Page,
    shelf: ShelfOfToasts,
    year: Held<u32>,
    figure: Held<SheetFigure>,
    sheet: Held<Option<Result<Sheet, ApiError>>>,
    /// What was typed and is not stored yet.
    typed: Held<BTreeMap<Place, Option<u64>>>,
    saving: Held<bool>,
}

fn number_of(figure: SheetFigure) -> u8 {
    match figure {
        SheetFigure::Received => 0,
        SheetFigure::Completed => 1,
        SheetFigure::Open => 2,
    }
}

impl Desk {
    fn load(self) {
        let year = self.year.get_untracked();
        spawn_local(async move {
            let answer = load_sheet(year).await;
            if self.year.try_with_untracked(|now| *now == year) == Some(true) {
                self.typed.set(BTreeMap::new());
                self.sheet.set(Some(answer));
            }
        });
    }

    fn entries(self) -> Vec<SheetEntry> {
        let typed = self.typed.get_untracked();
        self.sheet.with_untracked(|sheet| {
            let Some(Ok(sheet)) = sheet else { return Vec::new() };
            let entry = |((row, month, figure), value): (Place, Option<u64>)| {
                let case_type = sheet.rows.get(row)?.case_type.clone();
                let (_, figure) = SheetFigure::WORDS[usize::from(figure)];
                Some(SheetEntry { case_type, month: month as u32 + 1, figure, value })
            };
            typed.into_iter().filter_map(entry).collect()
        })
    }

    fn save(self) {
        let entries = self.entries();
        if entries.is_empty() || self.saving.get_untracked() {
            return;
        }
        self.saving.set(true);
        let command = SaveSheet { year: self.year.get_untracked(), entries };
        spawn_local(async move {
            let answer = save_sheet(command).await;
            self.saving.set(false);
            match answer {
                Ok(sums) => {
                    let all = sums.added + sums.changed + sums.withheld;
                    let count = number(all as f64, 0, untrack(|| self.i18n.language()));
                    let words = untrack(|| t_string!(self.i18n, data.sheet_saved, count));
                    self.shelf.show(Tone::Done, words, false);
                    self.page.stored.refetch();
                    self.load();
                }
                Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    }
}

/// The sheet, loaded when it is opened.
#[component]
pub fn SheetPart(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        i18n,
        page,
        shelf: ShelfOfToasts::expect(),
        year: Held::new(0),
        figure: Held::new(SheetFigure::Received),
        sheet: Held::new(None),
        typed: Held::new(BTreeMap::new()),
        saving: Held::new(false),
    };
    let opened = Held::new(false);
    let open = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
            desk.year.set(clock::year());
            desk.load();
        }
    };
    part(view! {
        <section class="sheet" aria-labelledby="blatt-titel">
            <h2 id="blatt-titel">{t!(i18n, data.sheet_title)}</h2>
            <p>{t!(i18n, data.sheet_hint)}</p>
            {live(move || {
                (!opened.get()).then(|| part(view! {
                    <button type="button" class="button" id="blatt-oeffnen" on:click=open>{t!(i18n, data.sheet_open)}</button>
                }))
            })}
            {live(move || opened.get().then(|| part(view! { <Controls desk/> })))}
            {live(move || match desk.sheet.get() {
                None => None,
                Some(Ok(sheet)) => Some(part(view! { <Grid desk sheet/> })),
                Some(Err(error)) => Some(part(view! { <Failure sentence=error.to_string() retry=move || desk.load()/> })),
            })}
        </section>
    })
}

/// Year, figure, and the button that stores.
#[component]
fn Controls(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let year = move |text: String| {
        if let Some(year) = text.parse().ok().filter(|year| (1990..=2100).contains(year)) {
            desk.year.set(year);
            desk.load();
        }
    };
    let figure = move |word: String| {
        if let Some((_, figure)) = SheetFigure::WORDS.into_iter().find(|(name, _)| *name == word) {
            desk.figure.set(figure);
        }
    };
    let option = |(word, figure): (&'static str, SheetFigure)| {
        let name = move || match figure {
            SheetFigure::Received => t_string!(i18n, data.field_received_counts),
            SheetFigure::Completed => t_string!(i18n, data.field_completed),
            SheetFigure::Open => t_string!(i18n, data.field_open),
        };
        part(view! { <option value=word>{text(move || name().to_owned())}</option> })
    };
    let options: Vec<AnyView> = SheetFigure::WORDS.into_iter().map(option).collect();
    let words = move || {
        let count = desk.typed.with(BTreeMap::len);
        t_string!(i18n, data.sheet_typed, count = number(count as f64, 0, i18n.language()))
    };
    part(view! {
        <div class="sheet-controls">
            <label class="field">
                <span>{t!(i18n, data.year)}</span>
                <input type="number" class="input" id="blatt-jahr" min="1990" max="2100"
                    prop:value=move || desk.year.get().to_string()
                    on:change=move |event| year(event_target_value(&event))/>
            </label>
            <label class="field">
                <span>{t!(i18n, data.figure)}</span>
                <select class="select" id="blatt-angabe" on:change=move |event| figure(event_target_value(&event))>{options}</select>
            </label>
            <button type="button" class="button" data-variant="primary" id="blatt-speichern"
                disabled=move || desk.typed.with(BTreeMap::is_empty) || desk.saving.get()
                on:click=move |_| desk.save()>{t!(i18n, data.sheet_save)}</button>
            <span class="muted small">{text(words)}</span>
        </div>
    })
}
