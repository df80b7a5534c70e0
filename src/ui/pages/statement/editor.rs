//! The text that is written: title, sections, what it refers to, and how it will look.

use super::Page;
use super::asking::{Loss, question};
use super::figures::Figures;
use super::list::file;
use super::preview::Preview;
use crate::api::{
    CreateStatement, SaveStatement, StatementCommand, StatementEntry, StatementFreeze, create_statement,
    freeze_statement, remove_statement, save_statement,
};
use crate::format::day_of;
use crate::statement::{Draft, Section, Template};
use crate::ui::browser::{address, document};
use crate::ui::components::{TextArea, jumps};
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// A section in its fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Keeps its place when others come and go.
    pub(super) key: usize,
    pub(super) heading: Held<String>,
    pub(super) text: Held<String>,
}

impl Part {
    /// The identifier of its text field.
    pub(super) fn id(self) -> String {
        format!("abschnitt-{}", self.key)
    }
}

/// The fields of a draft.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    template: Template,
    title: Held<String>,
    reference: Held<String>,
    pub(super) parts: Held<Vec<Part>>,
    /// The section whose text had the focus last.
    pub(super) last: Held<usize>,
}

impl Fields {
    fn of(draft: &Draft) -> Self {
        let part = |(key, section): (usize, &Section)| Part {
            key,
            heading: Held::new(section.heading.clone()),
            text: Held::new(section.text.clone()),
        };
        Self {
            template: draft.template,
            title: Held::new(draft.title.clone()),
            reference: Held::new(draft.reference.clone()),
            parts: Held::new(draft.sections.iter().enumerate().map(part).collect()),
            last: Held::new(0),
        }
    }

    /// The draft as it stands in the fields; tracks.
    fn draft(self) -> Draft {
        let section = |part: &Part| Section { heading: part.heading.get(), text: part.text.get() };
        Draft {
            template: self.template,
            title: self.title.get(),
            reference: self.reference.get(),
            sections: self.parts.with(|parts| parts.iter().map(section).collect()),
        }
    }

    fn add(self) {
        self.parts.update(|parts| {
            let key = parts.iter().map(|part| part.key + 1).max().unwrap_or(0);
            parts.push(Part { key, heading: Held::new(String::new()), text: Held::new(String::new()) });
        });
    }

    fn remove(self, key: usize) {
        self.parts.update(|parts| parts.retain(|part| part.key != key));
    }
}

/// The statement that is open: fields as long as it is a draft, then what was frozen.
#[component]
pub fn Editor(page: Page, entry: StatementEntry) -> impl IntoView {
    let i18n = use_i18n();
    let fields = Fields::of(&entry.draft);
    let stored = entry.draft.clone();
    let draft = Kept::new(move || fields.draft());
    let frozen = entry.frozen.clone();
    let entry = StoredValue::new(entry);
    let changed = move || draft.with(|draft| *draft != stored);
    let changed = Kept::new(changed);
    Effect::new(|_| document::focus("#stellungnahme-offen"));
    Effect::new(move |_| page.unsaved.set(changed.get()));
    on_cleanup(move || page.unsaved.set(false));
    let inputs = frozen.is_none().then(|| {
        part(view! {
            <div class="statement-desk">
                <Inputs fields/>
                <Figures page fields/>
            </div>
        })
    });
    // A long text lies between what is put in and how it looks.
    let mut places = vec![("vorschau", t!(i18n, statement.preview).into_any())];
    if inputs.is_some() {
        places.insert(0, ("zahlen", t!(i18n, statement.figures).into_any()));
    }
    part(view! {
        <section class="section statement" aria-labelledby="stellungnahme-offen">
            <h2 id="stellungnahme-offen" tabindex="-1">{text(move || fields.title.get())}</h2>
            {frozen.map(|frozen| view! { <Frozen page frozen/> }.into_any())}
            {jumps(places)}
            <Actions page entry draft changed/>
            {inputs}
            <Preview page draft/>
        </section>
    })
}

#[component]
fn Inputs(fields: Fields) -> impl IntoView {
    let i18n = use_i18n();
    let list = move || {
        fields.parts.with(|parts| {
            let row = |part: &Part| {
                let part = *part;
                Row::new(part.key, move || view! { <PartFields fields part/> }.into_any())
            };
            parts.iter().map(row).collect()
        })
    };
    part(view! {
        <div class="statement-fields">
            <label class="field">
                <span>{t!(i18n, statement.heading)}</span>
                <input type="text" class="input" maxlength="240" required autocomplete="off"
                    prop:value=move || fields.title.get() on:input=move |event| fields.title.set(event_target_value(&event))/>
            </label>
            <label class="field">
                <span>{t!(i18n, statement.reference)}</span>
                <input type="text" class="input" maxlength="240" autocomplete="off"
                    prop:value=move || fields.reference.get()
                    on:input=move |event| fields.reference.set(event_target_value(&event))/>
            </label>
            <p class="muted small">{t!(i18n, statement.markup)}</p>
            {rows(list)}
            <button type="button" class="button" on:click=move |_| fields.add()>{t!(i18n, statement.add_section)}</button>
        </div>
    })
}

#[component]
fn PartFields(fields: Fields, part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let named = move || t_string!(i18n, statement.remove_section_named, name = part.heading.get());
    crate::ui::dynamic::part(view! {
        <fieldset class="statement-part">
            <legend>{text(move || part.heading.get())}</legend>
            <label class="field">
                <span>{t!(i18n, statement.section_heading)}</span>
                <input type="text" class="input" maxlength="240" autocomplete="off"
                    prop:value=move || part.heading.get() on:input=move |event| part.heading.set(event_target_value(&event))/>
            </label>
            <label class="text-area">
                <span>{t!(i18n, statement.section_text)}</span>
                <TextArea value=part.text rows=8 most=20_000 id=part.id() focused=move || fields.last.set(part.key)/>
            </label>
            <button type="button" class="button" data-variant="small" aria-label=named
                on:click=move |_| fields.remove(part.key)>{t!(i18n, statement.remove_section)}</button>
        </fieldset>
    })
}

/// What the buttons do.
#[derive(Clone, Copy)]
struct Doing {
    page: Page,
    i18n: I18n,
    entry: StoredValue<StatementEntry>,
    draft: Kept<Draft>,
}

impl Doing {
    /// A command on the version that is shown; none before the scenario is known.
    fn command(self) -> Option<StatementCommand> {
        let scenario = self.page.scenario.get_untracked()?;
        let (statement, version) = self.entry.with_value(|entry| (entry.id, entry.version));
        Some(StatementCommand { command: Uuid::new_v4(), scenario, statement, version })
    }

    fn save(self) {
        let Some(StatementCommand { command, scenario, statement, version }) = self.command() else { return };
        let asked =
            SaveStatement { command, scenario, statement, version, draft: self.draft.get_untracked() };
        spawn_local(async move {
            let answer = save_statement(asked).await;
            self.page.take(answer, untrack(|| t_string!(self.i18n, statement.saved)));
        });
    }

    fn freeze(self) {
        let Some(asked) = self.command() else { return };
        spawn_local(async move {
            let answer = freeze_statement(asked).await;
            self.page.take(answer, untrack(|| t_string!(self.i18n, statement.was_frozen)));
        });
    }

    fn copy(self) {
        let Some(StatementCommand { command, scenario, statement, .. }) = self.command() else { return };
        let template = self.entry.with_value(|entry| entry.draft.template);
        let asked = CreateStatement { command, scenario, template, origin: Some(statement) };
        spawn_local(async move {
            let answer = create_statement(asked).await;
            self.page.take(answer, untrack(|| t_string!(self.i18n, statement.copied)));
        });
    }

    fn remove(self) {
        let Some(asked) = self.command() else { return };
        let page = self.page;
        spawn_local(async move {
            match remove_statement(asked).await {
                Ok(_) => {
                    page.close();
                    page.shelf.show(Tone::Done, untrack(|| t_string!(self.i18n, statement.removed)), false);
                }
                Err(error) => page.shelf.show(Tone::Refused, error.to_string(), false),
            }
            page.desk.refetch();
        });
    }
}

/// What can be done with the text: stored, given out, frozen, copied, removed.
#[component]
fn Actions(
    page: Page,
    entry: StoredValue<StatementEntry>,
    draft: Kept<Draft>,
    changed: Kept<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing { page, i18n, entry, draft };
    let (id, frozen) = entry.with_value(|entry| (entry.id, entry.frozen.is_some()));
    let asked = Held::new(None::<Loss>);
    let lose = move |loss| match loss {
        Loss::Draft => doing.remove(),
        Loss::Unsaved => page.close(),
    };
    let close = move |_| {
        if changed.get_untracked() {
            asked.set(Some(Loss::Unsaved));
        } else {
            page.close();
        }
    };
    let writing = (!frozen).then(|| {
        part(view! {
            <button type="button" class="button" data-variant="primary" on:click=move |_| doing.save()
                disabled=move || !changed.get()>{t!(i18n, statement.save)}</button>
            <button type="button" class="button" on:click=move |_| doing.freeze()
                disabled=move || changed.get()>{t!(i18n, statement.freeze)}</button>
            <button type="button" class="button" id="stellungnahme-entfernen"
                on:click=move |_| asked.set(Some(Loss::Draft))>{t!(i18n, statement.remove)}</button>
        })
    });
    // What is frozen keeps the files of its day, and these are PDF and DOCX.
    let odt = (!frozen).then(|| {
        part(view! { <a class="button" href=file(id, "odt") rel="external" download="">{t!(i18n, statement.as_odt)}</a> })
    });
    part(view! {
        <div class="statement-actions">
            {writing}
            <button type="button" class="button" on:click=move |_| doing.copy()
                disabled=move || changed.get()>{t!(i18n, statement.copy)}</button>
            <a class="button" href=file(id, "pdf") rel="external" download="">{t!(i18n, statement.as_pdf)}</a>
            <a class="button" href=file(id, "docx") rel="external" download="">{t!(i18n, statement.as_docx)}</a>
            {odt}
            <button type="button" class="button" on:click=|_| document::print()>{t!(i18n, statement.print)}</button>
            <button type="button" class="button" data-variant="quiet" id="stellungnahme-schliessen" on:click=close>
                {t!(i18n, statement.close)}</button>
        </div>
        {question(i18n, asked, lose)}
        {live(move || changed.get().then(|| part(view! {
            <p class="small statement-note" role="status">{t!(i18n, statement.unsaved)}</p>
        })))}
    })
}

/// When it was frozen, by which hash its file is known, and what has changed since.
#[component]
fn Frozen(page: Page, frozen: StatementFreeze) -> impl IntoView {
    let i18n = use_i18n();
    let StatementFreeze { at, by, pdf_sha256, snapshot, outdated } = frozen;
    let words = move || t_string!(i18n, statement.frozen_by, date = day_of(at, i18n.language()), by = &by);
    let item = |figure: crate::api::OutdatedFigure| {
        let words = move || match (&figure.then, &figure.now) {
            (Some(then), Some(now)) => t_string!(i18n, statement.differs, label = &figure.label, then, now),
            (Some(then), None) => t_string!(i18n, statement.gone, label = &figure.label, then),
            _ => t_string!(i18n, statement.table_differs, label = &figure.label),
        };
        part(view! { <li>{text(words)}</li> })
    };
    let outdated = (!outdated.is_empty()).then(|| {
        part(view! {
            <div class="notice" data-tone="notice" data-testid="outdated">
                <p><strong>{t!(i18n, statement.outdated)}</strong></p>
                <ul>{outdated.into_iter().map(item).collect::<Vec<_>>()}</ul>
            </div>
        })
    });
    let snapshot = snapshot.zip(page.scenario.get_untracked()).map(|(snapshot, scenario)| {
        let to = format!("{}#staende", address::with_scenario("/szenarien/akte", scenario.0));
        part(view! {
            <p class="forecast-hint">
                <a href=to rel="external">{t!(i18n, statement.snapshot)}</a>
                " " <span class="statement-hash">"SHA-256: " {snapshot.hash.to_string()}</span>
            </p>
        })
    });
    part(view! {
        <p class="forecast-hint">{text(words)} " " <span class="statement-hash">"SHA-256: " {pdf_sha256}</span></p>
        {snapshot}
        {outdated}
    })
}
