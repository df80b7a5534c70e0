//! The columns of a table and what each is read as; and words for states that nobody knows yet.

use super::{Desk, decide};
use crate::api::{TableColumn, TableLooked};
use crate::caseload::Holder;
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

/// Names of states that a word can be given.
const STATES: [&str; 6] = ["with_us", "in_work", "authority", "applicant", "dormant", "closed"];

/// Columns first, open when one of them has to be decided about.
#[component]
pub fn Columns(desk: Desk, looked: TableLooked) -> impl IntoView {
    let i18n = use_i18n();
    let unsure = looked.kind.is_none() || looked.wrong.first().is_some_and(|wrong| wrong.row == 1);
    // Whoever decides about columns is not shut out after the last one that had to be decided.
    let open = unsure || desk.ask.with_untracked(|ask| !ask.columns.is_empty());
    let first = example(&looked);
    let fields = StoredValue::new(looked.fields.clone());
    let row = move |(at, column): (usize, TableColumn)| {
        let shown = first.get(at).cloned().unwrap_or_default();
        let choice = if column.person {
            part(view! { <span class="muted">{t!(i18n, data.person)}</span> })
        } else {
            choices(desk, at, &column, fields.get_value())
        };
        part(view! {
            <tr>
                <td>{column.letter.clone()}</td>
                <th scope="row">{column.heading.clone()}</th>
                <td class="wizard-example">{if column.person { String::new() } else { shown }}</td>
                <td>{choice}</td>
            </tr>
        })
    };
    let rows: Vec<AnyView> = looked.columns.clone().into_iter().enumerate().map(row).collect();
    let states: Vec<AnyView> =
        looked.unknown_states.into_iter().enumerate().map(|(at, word)| state(desk, at, word)).collect();
    let states = (!states.is_empty()).then(|| {
        part(view! {
            <fieldset class="wizard-states">
                <legend>{t!(i18n, data.states)}</legend>
                {states}
            </fieldset>
        })
    });
    part(view! {
        <details class="wizard-columns" open=open>
            <summary>{t!(i18n, data.columns)}</summary>
            <div class="table-scroll" role="region" aria-labelledby="tabelle-spalten" tabindex="0">
                <table class="table">
                    <caption id="tabelle-spalten">{t!(i18n, data.columns_caption)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, data.column)}</th>
                            <th scope="col">{t!(i18n, data.heading)}</th>
                            <th scope="col">{t!(i18n, data.example)}</th>
                            <th scope="col">{t!(i18n, data.read_as)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
        {states}
    })
}

/// Under each heading the cell of the row below the head, by place among the headings.
fn example(looked: &TableLooked) -> Vec<String> {
    let headings: Vec<&str> = looked.columns.iter().map(|column| column.heading.as_str()).collect();
    let is_head =
        |row: &&Vec<String>| headings.iter().all(|heading| row.iter().skip(1).any(|cell| cell == heading));
    let Some(head) = looked.rows.iter().find(is_head) else { return Vec::new() };
    let below = looked.rows.iter().skip_while(|row| row.first() != head.first()).nth(1);
    let at = |heading: &&str| {
        let place = head.iter().skip(1).position(|cell| cell == heading);
        place.and_then(|place| below?.get(place + 1)).cloned().unwrap_or_default()
    };
    headings.iter().map(at).collect()
}

fn choices(desk: Desk, at: usize, column: &TableColumn, fields: Vec<String>) -> AnyView {
    let i18n = desk.i18n;
    let (heading, name) = (column.heading.clone(), column.heading.clone());
    let option = |field: String| {
        let (selected, word) = (field == column.field, field.clone());
        part(
            view! { <option value=word selected=selected>{text(move || field_name(i18n, &field).to_owned())}</option> },
        )
    };
    let options: Vec<AnyView> = std::iter::once(String::new()).chain(fields).map(option).collect();
    let change = move |means: String| {
        let word = heading.clone();
        desk.decide(move |ask| decide(&mut ask.columns, word, means));
    };
    part(view! {
        <select class="select" id=format!("tabelle-spalte-{at}")
            aria-label=move || t_string!(i18n, data.read_as_named, name = name.clone())
            on:change=move |event| change(event_target_value(&event))>{options}</select>
    })
}

fn state(desk: Desk, at: usize, word: String) -> AnyView {
    let i18n = desk.i18n;
    let shown = word.clone();
    let option = |name: &'static str| {
        part(view! { <option value=name>{text(move || state_name(i18n, name).to_owned())}</option> })
    };
    let options: Vec<AnyView> = STATES.into_iter().map(option).collect();
    let change = move |means: String| {
        let word = word.clone();
        if !means.is_empty() {
            desk.decide(move |ask| decide(&mut ask.states, word, means));
        }
    };
    part(view! {
        <label class="field">
            <span>{format!("„{shown}“")}</span>
            <select class="select" id=format!("tabelle-zustand-{at}")
                on:change=move |event| change(event_target_value(&event))>
                <option value="" selected=true>{t!(i18n, data.please_choose)}</option>
                {options}
            </select>
        </label>
    })
}

/// Whose turn it is, in words; tracks the language.
fn state_name(i18n: I18n, name: &str) -> &'static str {
    match Holder::parse(name) {
        Some(Holder::WithUs) => t_string!(i18n, data.with_us),
        Some(Holder::InWork) => t_string!(i18n, data.in_work),
        Some(Holder::Authority) => t_string!(i18n, data.authority),
        Some(Holder::Applicant) => t_string!(i18n, data.applicant),
        Some(Holder::Dormant) => t_string!(i18n, data.dormant),
        None => t_string!(i18n, data.closed_state),
    }
}

/// What a column is read as, in words; tracks the language.
fn field_name(i18n: I18n, field: &str) -> &'static str {
    match field {
        "month" => t_string!(i18n, data.field_month),
        "case_type" => t_string!(i18n, data.field_case_type),
        "received" => t_string!(i18n, data.field_received),
        "completed" => t_string!(i18n, data.field_completed),
        "open" => t_string!(i18n, data.field_open),
        "reference" => t_string!(i18n, data.field_reference),
        "state" => t_string!(i18n, data.field_state),
        "since" => t_string!(i18n, data.field_since),
        "closed" => t_string!(i18n, data.field_closed),
        "post" => t_string!(i18n, data.field_post),
        "unit" => t_string!(i18n, data.field_unit),
        "title" => t_string!(i18n, data.field_title),
        "grade" => t_string!(i18n, data.field_grade),
        "fte" => t_string!(i18n, data.field_fte),
        "kw" => t_string!(i18n, data.field_kw),
        "task_force" => t_string!(i18n, data.field_task_force),
        "note" => t_string!(i18n, data.field_note),
        "year" => t_string!(i18n, data.year),
        "count" => t_string!(i18n, data.field_count),
        "minutes" => t_string!(i18n, data.field_minutes),
        "gross_minutes" => t_string!(i18n, data.field_gross_minutes),
        "source" => t_string!(i18n, data.source),
        _ => t_string!(i18n, data.field_none),
    }
}
