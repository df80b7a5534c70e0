//! How the text will look: the same document that becomes PDF, DOCX and ODT.

use super::Page;
use crate::document::{Align, Block, Document, Level, Notes, RowKind, Span, Table, Text};
use crate::format::Language;
use crate::statement::{Draft, render};
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t, use_i18n};
use leptos::prelude::*;

/// The document as it is now, and what it refers to in vain.
#[component]
pub fn Preview(page: Page, draft: Kept<Draft>) -> impl IntoView {
    let i18n = use_i18n();
    let drawn = move || {
        let rendered = page.basis.with(|(basis, day)| draft.with(|draft| render(draft, basis, *day)));
        let unknown = (!rendered.unknown.is_empty()).then(|| {
            let names =
                rendered.unknown.iter().map(|key| format!("{{{key}}}")).collect::<Vec<_>>().join(", ");
            part(view! {
                <div class="notice" data-tone="refused" role="status">
                    <p>{t!(i18n, statement.unknown)} " " <strong>{names}</strong></p>
                </div>
            })
        });
        Some(part(view! {
            {unknown}
            <article class="paper" lang="de" aria-labelledby="papier">{document(&rendered.document)}</article>
        }))
    };
    part(view! {
        <h3 class="statement-preview" id="vorschau">{t!(i18n, statement.preview)}</h3>
        {live(drawn)}
    })
}

fn document(document: &Document) -> Vec<AnyView> {
    let notes = document.notes();
    let mut parts = vec![part(view! { <p class="paper-title" id="papier">{document.title.clone()}</p> })];
    parts.extend(document.blocks.iter().map(|block| drawn(block, &notes)));
    if !notes.all().is_empty() {
        let note = |text: &String| part(view! { <li>{text.clone()}</li> });
        let list: Vec<AnyView> = notes.all().iter().map(note).collect();
        parts.push(part(view! {
            <h4>{document.notes_heading()}</h4>
            <ol class="paper-notes">{list}</ol>
        }));
    }
    parts
}

fn drawn(block: &Block, notes: &Notes) -> AnyView {
    match block {
        Block::Heading(Level::Section, words) => part(view! { <h4>{words.clone()}</h4> }),
        Block::Heading(_, words) => part(view! { <h5>{words.clone()}</h5> }),
        Block::Paragraph(words) => part(view! { <p>{spans(words, notes)}</p> }),
        Block::List { numbered, items } => {
            let items: Vec<AnyView> =
                items.iter().map(|item| part(view! { <li>{spans(item, notes)}</li> })).collect();
            if *numbered { part(view! { <ol>{items}</ol> }) } else { part(view! { <ul>{items}</ul> }) }
        }
        Block::Table(table) => drawn_table(table, notes),
        // A text of ours holds neither; a picture would stand by its caption.
        Block::Figure(figure) => part(view! { <p>{figure.caption.clone()}</p> }),
        Block::PageBreak => part(view! { <hr/> }),
    }
}

fn spans(words: &Text, notes: &Notes) -> Vec<AnyView> {
    let span = |span: &Span| {
        let number =
            notes.number(span).map(|number| part(view! { <sup>{format!("\u{a0}[{number}]")}</sup> }));
        match span {
            Span::Plain(words) => part(view! { <span>{words.clone()}</span> }),
            Span::Strong(words) => part(view! { <strong>{words.clone()}</strong> }),
            Span::Figure(figure) => {
                let kind = if figure.assumed { "assumption" } else { "bound" };
                let (source, value) = (figure.source.clone(), figure.marked(Language::German));
                part(view! { <span class="paper-figure" data-kind=kind title=source>{value}</span> {number} })
            }
            Span::Note(_) => part(view! { <span>{number}</span> }),
        }
    };
    words.0.iter().map(span).collect()
}

fn drawn_table(table: &Table, notes: &Notes) -> AnyView {
    let class = |column: usize| match table.columns.get(column).map(|column| column.align) {
        Some(Align::End) => "is-number",
        _ => "",
    };
    let heads: Vec<AnyView> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            part(view! { <th scope="col" class=class(index)>{column.heading.clone()}</th> })
        })
        .collect();
    let cell = |(index, text): (usize, &Text)| {
        let words = spans(text, notes);
        if index == 0 {
            part(view! { <th scope="row">{words}</th> })
        } else {
            part(view! { <td class=class(index)>{words}</td> })
        }
    };
    let row = |row: &crate::document::Row| {
        let cells: Vec<AnyView> = row.cells.iter().enumerate().map(cell).collect();
        let kind = if row.kind == RowKind::Sum { "sum" } else { "plain" };
        part(view! { <tr data-row=kind>{cells}</tr> })
    };
    let rows: Vec<AnyView> = table.rows.iter().map(row).collect();
    part(view! {
        <div class="table-scroll" role="region" aria-label=table.caption.clone() tabindex="0">
            <table class="table">
                <caption>{table.caption.clone()}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}
