//! The table in the shape of section 5 (1) GemHVO Rheinland-Pfalz.

use super::Desk;
use crate::plan::Fte;
use crate::staffing_plan::{Draft, Figures, Row, StaffingTable, UnitRows, UnitSum, euro, extent};
use crate::ui::components::{DataTable, meaning, unit_name};
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// Unit by grade, this year and the year before, with notes and explanations.
#[component]
pub fn Table(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let caption = Signal::derive(move || {
        let year = desk.draft.with(|draft| draft.year);
        t_string!(i18n, staffing.table_caption, year, name = desk.name())
    });
    let table = live(move || {
        let draft = desk.draft.get();
        let head = head(i18n, draft.year);
        let units = draft.table.units.iter().enumerate();
        let body: Vec<AnyView> = units.flat_map(|(place, unit)| rows(i18n, &draft, (place, unit))).collect();
        let sums = sums(i18n, &draft);
        Some(view! { <DataTable id="stellenplan-tabelle" head caption>{body}{sums}</DataTable> }.into_any())
    });
    part(view! {
        <section class="section" aria-labelledby="stellenplan-teil">
            <h2 id="stellenplan-teil">{t!(i18n, staffing.table)}</h2>
            {table}
        </section>
    })
}

/// The head row of the table of a budget year, living or frozen. Notes, a Leerstelle among them, and cost are not presented.
pub fn head(i18n: I18n, year: i32) -> AnyView {
    let before = year - 1;
    part(view! {
        <tr>
            <th scope="col">{t!(i18n, staffing.column_unit)}</th>
            <th scope="col">{meaning("gruppe", text(move || t_string!(i18n, staffing.column_grade).to_owned()))}</th>
            <th scope="col" class="is-number">{meaning("stelle", text(move || t_string!(i18n, staffing.column_posts, year)))}</th>
            <th scope="col" class="is-number">{t_string!(i18n, staffing.column_posts, year = before)}</th>
            <th scope="col" class="is-number">{meaning("besetzt", text(move || t_string!(i18n, staffing.column_filled, year = before)))}</th>
            <th scope="col" data-sensitive="">{meaning("kw", text(move || t_string!(i18n, staffing.column_notes).to_owned()))}</th>
            <th scope="col">{t!(i18n, staffing.column_explanation)}</th>
            <th scope="col" class="is-number" data-sensitive="">
                {meaning("personalkosten", text(move || t_string!(i18n, staffing.column_cost).to_owned()))}
            </th>
            <th scope="col">{t!(i18n, staffing.column_provenance)}</th>
        </tr>
    })
}

/// The rows of a unit; the name stands in each, so that a copied row says where it belongs.
fn rows(i18n: I18n, draft: &Draft, (place, unit): (usize, &UnitRows)) -> Vec<AnyView> {
    let several = unit.rows.len() > 1;
    let rows = unit.rows.iter().enumerate();
    let mut all: Vec<AnyView> = rows.map(|(place, row)| grade_row(i18n, draft, unit, (place, row))).collect();
    let sums = &draft.table.sums;
    if several {
        // Of a unit with others below it this is not all.
        let name = if sums.iter().any(|sum| sum.unit == unit.unit) {
            t_string!(i18n, staffing.unit_sum_own, name = &unit.name)
        } else {
            t_string!(i18n, staffing.unit_sum, name = &unit.name)
        };
        all.push(sum_row(i18n, name, unit.sum, false));
    }
    all.extend(sums.iter().filter(|sum| sum.parts.last() == Some(&place)).map(|sum| below_row(i18n, sum)));
    all
}

/// A unit with those below it: extents, and how many of them the source document states.
fn below_row(i18n: I18n, sum: &UnitSum) -> AnyView {
    part(view! {
        <tr class="is-unit-sum" data-below=sum.unit.to_string()>
            <th scope="row">{t_string!(i18n, staffing.unit_sum_below, name = &sum.name)}</th>
            <td></td>
            {figures(i18n, sum.figures)}
            <td data-sensitive=""></td>
            <td></td>
            <td data-sensitive=""></td>
            <td>{provenance(i18n, sum.figures.posts, sum.stated)}</td>
        </tr>
    })
}

fn grade_row(i18n: I18n, draft: &Draft, unit: &UnitRows, (place, row): (usize, &Row)) -> AnyView {
    let language = i18n.language();
    let notes: Vec<String> = row.notes.iter().map(|note| note.words(language)).collect();
    let under = (place == 0).then(|| {
        let gone = unit.gone.then(|| t_string!(i18n, staffing.unit_gone).to_owned());
        let words = [unit.budget.clone(), gone].into_iter().flatten().collect::<Vec<_>>().join("; ");
        part(view! { <span class="staffing-budget">{words}</span> })
    });
    let repeated = (place > 0).then_some("");
    part(view! {
        <tr data-unit=unit.unit.to_string() data-grade=row.grade.clone()>
            <th scope="row" data-repeated=repeated><span>{unit_name(&unit.name)}</span>{under}</th>
            <td>{row.grade.clone()}</td>
            {figures(i18n, row.figures)}
            <td data-sensitive="">{notes.join("; ")}</td>
            <td>{draft.explanation(&unit.unit, row, language)}</td>
            <td class="is-number" data-sensitive="">{cost(i18n, row.figures)}</td>
            <td>{provenance(i18n, row.figures.posts, row.stated)}</td>
        </tr>
    })
}

fn figures(i18n: I18n, figures: Figures) -> AnyView {
    let language = i18n.language();
    let filled = figures.filled.map_or_else(|| "–".to_owned(), |filled| extent(filled, language));
    // Without a count it is a forecast as the text above the table says; next to counts each says what it is.
    let mark = figures.filled.and(match (figures.counted, figures.forecast) {
        (true, false) => Some(t_string!(i18n, staffing.counted_mark)),
        (true, true) => Some(t_string!(i18n, staffing.mixed_mark)),
        (false, true) => Some(t_string!(i18n, staffing.forecast_mark)),
        (false, false) => None,
    });
    let mark = mark.map(|mark| part(view! { " " <span class="muted">{mark}</span> }));
    part(view! {
        <td class="is-number">{extent(figures.posts, language)}</td>
        <td class="is-number">{extent(figures.previous, language)}</td>
        <td class="is-number">{filled}{mark}</td>
    })
}

/// What the posts cost in a full year; a dash where no cost of the grade is known.
fn cost(i18n: I18n, figures: Figures) -> String {
    if figures.without_cost > Fte::ZERO {
        "–".to_owned()
    } else {
        euro(figures.cost.cents(), i18n.language())
    }
}

/// How many of the posts the source document states, and how many are assumed.
pub(super) fn provenance(i18n: I18n, posts: Fte, stated: Fte) -> String {
    let language = i18n.language();
    let assumed = posts - stated;
    let part = |word: &str, fte: Fte| (fte > Fte::ZERO).then(|| format!("{word} {}", extent(fte, language)));
    let parts = [
        part(t_string!(i18n, shell.provenance_document), stated),
        part(t_string!(i18n, shell.provenance_assumption), assumed),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Civil servants, employees, all together.
fn sums(i18n: I18n, draft: &Draft) -> Vec<AnyView> {
    let table = &draft.table;
    vec![
        sum_row(i18n, t_string!(i18n, staffing.sum_civil_servants).to_owned(), table.civil_servants, true),
        sum_row(i18n, t_string!(i18n, staffing.sum_employees).to_owned(), table.employees, true),
        total_row(i18n, table),
    ]
}

fn total_row(i18n: I18n, table: &StaffingTable) -> AnyView {
    let total = table.total;
    part(view! {
        <tr class="is-sum">
            <th scope="row">{t_string!(i18n, staffing.sum_all)}</th>
            <td></td>
            {figures(i18n, total)}
            <td data-sensitive=""></td>
            <td></td>
            <td class="is-number" data-sensitive="">{euro(total.cost.cents(), i18n.language())}</td>
            <td>{provenance(i18n, total.posts, table.named)}</td>
        </tr>
    })
}

fn sum_row(i18n: I18n, name: String, sum: Figures, of_all: bool) -> AnyView {
    let class = if of_all { "is-sum" } else { "is-unit-sum" };
    part(view! {
        <tr class=class>
            <th scope="row">{name}</th>
            <td></td>
            {figures(i18n, sum)}
            <td data-sensitive=""></td>
            <td></td>
            <td class="is-number" data-sensitive="">{euro(sum.cost.cents(), i18n.language())}</td>
            <td></td>
        </tr>
    })
}
