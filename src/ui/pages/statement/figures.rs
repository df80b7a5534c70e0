//! The figures and tables that a text can refer to, each with its value and source, and a button that puts it in.

use super::Page;
use super::editor::Fields;
use crate::plan::Provenance;
use crate::statement::{Entry, NamedTable};
use crate::ui::browser::caret;
use crate::ui::components::{DataTable, ProvenanceMark};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// Characters of a value that stays in one line.
const LONGEST_NUMBER: usize = 16;

/// What can be put into the text.
#[component]
pub fn Figures(page: Page, fields: Fields) -> impl IntoView {
    let i18n = use_i18n();
    let looked_for = Held::new(String::new());
    let head = move || {
        part(view! {
            <tr>
                <th scope="col">{t!(i18n, statement.figure)}</th>
                <th scope="col" class="is-number">{t!(i18n, statement.value)}</th>
                <th scope="col">{t!(i18n, statement.insert)}</th>
            </tr>
        })
    };
    let caption = Signal::derive(move || t_string!(i18n, statement.figures_caption).to_owned());
    let list = move || {
        let word = looked_for.with(|word| crate::format::folded(word));
        let fits = |label: &str| word.is_empty() || crate::format::folded(label).contains(&word);
        let rows: Vec<AnyView> = page.basis.with(|(basis, _)| {
            let figures =
                basis.figures.iter().filter(|entry| fits(&entry.label)).map(|entry| figure(fields, entry));
            let tables =
                basis.tables.iter().filter(|table| fits(&table.caption)).map(|entry| table(fields, entry));
            figures.chain(tables).collect()
        });
        Some(part(view! {
            <DataTable id="zahlen-tabelle" head=head() caption>{rows}</DataTable>
        }))
    };
    let missing = move || {
        let why = page.basis.with(|(basis, _)| basis.no_forecast)?;
        Some(part(
            view! { <p class="notice" data-tone="notice" role="status">{why.sentence(i18n.language())}</p> },
        ))
    };
    part(view! {
        <section class="statement-figures" aria-labelledby="zahlen">
            <h3 id="zahlen">{t!(i18n, statement.figures)}</h3>
            {live(missing)}
            <label class="field">
                <span>{t!(i18n, statement.find)}</span>
                <input type="search" class="input" autocomplete="off"
                    on:input=move |event| looked_for.set(event_target_value(&event))/>
            </label>
            {live(list)}
        </section>
    })
}

fn figure(fields: Fields, entry: &Entry) -> AnyView {
    let Entry { key, label, value, source, assumed } = entry.clone();
    row(fields, key, label, value, (assumed, source))
}

fn table(fields: Fields, table: &NamedTable) -> AnyView {
    row(fields, table.key.clone(), table.caption.clone(), String::new(), (table.assumed, String::new()))
}

fn row(
    fields: Fields,
    key: String,
    label: String,
    value: String,
    (assumed, source): (bool, String),
) -> AnyView {
    let i18n = use_i18n();
    let provenance = if assumed { Provenance::Assumption } else { Provenance::Document };
    // What the plan or the scenario says is neither stated nor assumed by anybody: only an assumption gets its mark.
    let mark = assumed.then(|| view! { <ProvenanceMark provenance/> }.into_any());
    // A sentence in the place of a figure may take several lines.
    let is_number = value.chars().count() <= LONGEST_NUMBER;
    let named = label.clone();
    let name = move || t_string!(i18n, statement.insert_named, name = &named);
    let put = move |_| insert(fields, &format!("{{{key}}}"));
    part(view! {
        <tr>
            <th scope="row">{label} <span class="statement-note small">{mark} " " {source}</span></th>
            <td class:is-number=is_number>{value}</td>
            <td>
                <button type="button" class="button" data-variant="small" aria-label=name on:click=put>
                    {t!(i18n, statement.insert)}</button>
            </td>
        </tr>
    })
}

/// Puts a place where the writing stopped last; at the end of the section where the browser does not tell.
fn insert(fields: Fields, place: &str) {
    let last = fields.last.get_untracked();
    let part = fields.parts.with_untracked(|parts| {
        parts.iter().find(|part| part.key == last).or_else(|| parts.first()).copied()
    });
    let Some(part) = part else { return };
    let text = caret::insert(&part.id(), place)
        .unwrap_or_else(|| format!("{} {place}", part.text.get_untracked()).trim_start().to_owned());
    part.text.set(text);
}
