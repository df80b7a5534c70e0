//! A panel: sentence, picture, table behind it, files.

use crate::api::{CasesPanel, CasesPicture, CasesTable};
use crate::diagram::coordinate;
use crate::ui::components::{DataTable, meaning};
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use leptos::prelude::*;

/// Draws the first cell of a row from its place and text, where it is more than that text.
pub type Names = Box<dyn Fn(usize, String) -> AnyView + Send>;

/// A panel with the addresses of its files.
#[component]
pub fn PanelView(
    /// What it shows.
    panel: CasesPanel,
    /// Addresses of its table: CSV, Excel.
    files: Option<[String; 2]>,
    /// Addresses of its picture: SVG, PNG.
    #[prop(optional)]
    drawn: Option<[String; 2]>,
    /// The first cell of a row of its table, where it is more than its text.
    #[prop(optional_no_strip)]
    names: Option<Names>,
    /// Stands below the sentence.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let CasesPanel { key, title, term, sentence, picture, caption, table, notes } = panel;
    let has_picture = picture.is_some();
    let (heading, said) = (format!("{key}-titel"), format!("{key}-satz"));
    let title = named(title, term);
    let drawn = drawn.map(|[svg, png]| {
        part(view! {
            <p class="cases-files">
                <a class="button" data-variant="small" rel="external" download="" href=svg>"SVG"</a>
                <a class="button" data-variant="small" rel="external" download="" href=png>"PNG"</a>
            </p>
        })
    });
    let picture = picture.map(|picture| {
        part(view! {
            <Picture picture title=heading.clone() description=said.clone() caption/>
            {drawn}
        })
    });
    let id = format!("{key}-tabelle");
    let notes: Vec<AnyView> = notes.into_iter().map(|note| part(view! { <li>{note}</li> })).collect();
    let notes = (!notes.is_empty()).then(|| part(view! { <ul class="cases-notes">{notes}</ul> }));
    let files = files.map(|[csv, xlsx]| {
        part(view! {
            <a class="button" data-variant="small" rel="external" download="" href=csv>"CSV"</a>
            <a class="button" data-variant="small" rel="external" download="" href=xlsx>"Excel"</a>
        })
    });
    let table = view! { <CasesTableView id table names/> }.into_any();
    let table = if has_picture {
        part(view! {
            <details class="forecast-table cases-table">
                <summary>{t!(i18n, cases.table)}</summary>
                {table}
                <p class="cases-files">{files}</p>
            </details>
        })
    } else {
        part(view! { <div class="cases-table">{table} <p class="cases-files">{files}</p></div> })
    };
    part(view! {
        // A group: the tables in it are landmarks of the same name already.
        <div class="section cases-panel" role="group" id=key.clone() data-panel=key aria-labelledby=heading>
            <h2 id=heading.clone()>{title}</h2>
            <p class="cases-sentence" id=said>{sentence}</p>
            {children.map(|children| children())}
            {picture}
            {notes}
            {table}
        </div>
    })
}

/// The picture; its marks come from the server, every text in them escaped. Title and sentence of its panel name and describe it.
#[component]
fn Picture(picture: CasesPicture, title: String, description: String, caption: String) -> impl IntoView {
    let view_box = format!("0 0 {} {}", coordinate(picture.width), coordinate(picture.height));
    part(view! {
        <figure class="cases-figure">
            <div class="cases-scroll" role="group" aria-label=caption.clone() tabindex="0">
                <svg class="cases-picture" role="img" aria-labelledby=title aria-describedby=description viewBox=view_box
                    preserveAspectRatio="xMidYMid meet" inner_html=picture.marks></svg>
            </div>
            <figcaption>{caption}</figcaption>
        </figure>
    })
}

/// A table as the server gives it.
#[component]
pub fn CasesTableView(
    /// Identifies its caption; unique on the page.
    #[prop(into)]
    id: String,
    /// Its cells.
    table: CasesTable,
    /// The first cell of a row, where it is more than its text.
    #[prop(optional_no_strip)]
    names: Option<Names>,
) -> impl IntoView {
    let class = |is_number: bool| if is_number { "is-number" } else { "" };
    let numbers: Vec<bool> = table.columns.iter().map(|column| column.is_number).collect();
    let head: Vec<AnyView> = table
        .columns
        .into_iter()
        .map(|column| {
            let name = named(column.name, column.term);
            part(view! { <th scope="col" class=class(column.is_number)>{name}</th> })
        })
        .collect();
    let head = part(view! { <tr>{head}</tr> });
    let row = |(place, cells): (usize, Vec<String>)| {
        let mut cells = cells.into_iter().zip(&numbers);
        let first = cells.next().map(|(name, _)| name).unwrap_or_default();
        let first = match &names {
            Some(names) => names(place, first),
            None => {
                let term = table.terms.get(place).filter(|term| !term.is_empty());
                let first = named(first, term.cloned());
                part(view! { <th scope="row">{first}</th> })
            }
        };
        let rest: Vec<AnyView> =
            cells.map(|(cell, is_number)| part(view! { <td class=class(*is_number)>{cell}</td> })).collect();
        part(view! { <tr>{first}{rest}</tr> })
    };
    let rows: Vec<AnyView> = table.rows.into_iter().enumerate().map(row).collect();
    part(view! { <DataTable id caption=table.caption head>{rows}</DataTable> })
}

/// A name, as the way to its term where it is one.
fn named(name: String, term: Option<String>) -> AnyView {
    match term {
        Some(term) => meaning(&term, name.into_any()),
        None => name.into_any(),
    }
}
