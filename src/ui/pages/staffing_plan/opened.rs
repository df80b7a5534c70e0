//! A frozen staffing plan as it was: its table and its list of changes, to be read and printed.

use super::changes::head as change_head;
use super::table::{head as table_head, provenance};
use crate::api::FrozenStaffingPlan;
use crate::format::{Language, date, day_of};
use crate::plan::Fte;
use crate::staffing_plan::{FrozenEntry, FrozenRow, euro, extent, more, more_euro};
use crate::ui::browser::document;
use crate::ui::components::{DataTable, Downloads, ProvenanceMark};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// Says on the root element that the frozen plan alone is printed.
const PRINTED: &str = "data-print";

/// Table and list; the focus is on its heading.
#[component]
pub fn Opened(
    /// Which one.
    plan: Arc<FrozenStaffingPlan>,
    /// Which one is open.
    opened: Held<Option<Uuid>>,
) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(|_| request_animation_frame(|| document::focus("#festgehalten-stand")));
    let id = plan.id;
    let close = move |_| {
        opened.set(None);
        document::focus(&format!("[data-frozen=\"{id}\"]"));
    };
    let print = |_| {
        document::set_root_attribute(PRINTED, Some("festgehalten"));
        document::print();
        document::set_root_attribute(PRINTED, None);
    };
    let (year, label, of_heading) = (plan.frozen.year, plan.label.clone(), plan.clone());
    let heading = move || t_string!(i18n, staffing.opened, year, label = &label);
    let basis = move || basis(i18n, &of_heading);
    let files = files(i18n, &plan);
    let tables = live(move || Some(part(view! { {table(i18n, &plan)} {changes(i18n, &plan)} })));
    part(view! {
        <section class="staffing-opened" data-testid="opened-plan" aria-labelledby="festgehalten-stand">
            <h3 id="festgehalten-stand" tabindex="-1">{text(heading)}</h3>
            <p class="staffing-basis">{text(basis)}</p>
            <div class="staffing-controls">
                <button type="button" class="button" data-testid="print-opened" on:click=print>{t!(i18n, staffing.print_opened)}</button>
                <button type="button" class="button" data-variant="quiet" on:click=close>{t!(i18n, staffing.close)}</button>
            </div>
            {files}
            {tables}
        </section>
    })
}

/// Table and list of changes as files.
fn files(i18n: I18n, plan: &FrozenStaffingPlan) -> AnyView {
    let (id, year, label) = (plan.id.to_string(), plan.frozen.year, plan.label.clone());
    let fields = vec![("festgehalten", Signal::derive(move || id.clone()))];
    let papers = super::papers(i18n);
    let of = Signal::derive(move || t_string!(i18n, staffing.opened, year, label = &label));
    view! { <Downloads fields papers of/> }.into_any()
}

/// Out of what and when it was frozen, and its checksum; tracks the language.
fn basis(i18n: I18n, plan: &FrozenStaffingPlan) -> String {
    let language = i18n.language();
    let on = day_of(plan.recorded_at, language);
    let day = date(plan.frozen.day, language);
    t_string!(i18n, staffing.opened_basis, name = &plan.frozen.name, on, day, hash = &plan.hash)
}

/// The table as it was; tracks the language.
fn table(i18n: I18n, plan: &FrozenStaffingPlan) -> AnyView {
    let language = i18n.language();
    let year = plan.frozen.year;
    let head = table_head(i18n, year);
    let rows: Vec<AnyView> = plan.frozen.rows.iter().map(|row| table_row(i18n, row)).collect();
    let sum = |of: fn(&FrozenRow) -> i64| plan.frozen.rows.iter().map(of).sum::<i64>();
    let (posts, previous) = (sum(|row| row.posts), sum(|row| row.previous));
    let filled: Option<i64> = plan.frozen.rows.iter().map(|row| row.filled).sum();
    let caption = plan.label.clone();
    let caption = Signal::derive(move || t_string!(i18n, staffing.opened_table, year, label = &caption));
    let cents = sum(|row| row.cents);
    let sources = plan.frozen.named.map(|named| stated(i18n, posts, named));
    view! {
        <DataTable id="festgehalten-stellen" head caption>
            {rows}
            <tr class="is-sum">
                <th scope="row">{t!(i18n, staffing.sum_all)}</th>
                <td></td>
                <td class="is-number">{fte(posts, language)}</td>
                <td class="is-number">{fte(previous, language)}</td>
                <td class="is-number">{filled.map_or_else(none, |filled| fte(filled, language))}</td>
                <td data-sensitive=""></td>
                <td></td>
                <td class="is-number" data-sensitive="">{euro(cents, language)}</td>
                <td>{sources}</td>
            </tr>
        </DataTable>
    }
    .into_any()
}

fn table_row(i18n: I18n, row: &FrozenRow) -> AnyView {
    let language = i18n.language();
    let budget =
        row.budget.clone().map(|budget| part(view! { <span class="staffing-budget">{budget}</span> }));
    part(view! {
        <tr>
            <th scope="row"><span>{row.name.clone()}</span>{budget}</th>
            <td>{row.grade.clone()}</td>
            <td class="is-number">{fte(row.posts, language)}</td>
            <td class="is-number">{fte(row.previous, language)}</td>
            <td class="is-number">{row.filled.map_or_else(none, |filled| fte(filled, language))}</td>
            <td lang="de" data-sensitive="">{row.notes.clone()}</td>
            <td lang="de">{row.explanation.clone()}</td>
            <td class="is-number" data-sensitive="">{euro(row.cents, language)}</td>
            <td>{stated(i18n, row.posts, row.stated)}</td>
        </tr>
    })
}

/// The list of changes as it was; tracks the language.
fn changes(i18n: I18n, plan: &FrozenStaffingPlan) -> AnyView {
    let year = plan.frozen.year;
    if plan.frozen.entries.is_empty() {
        let words = t_string!(i18n, staffing.no_changes, year, before = year - 1);
        return part(view! { <p>{words}</p> });
    }
    // In what was frozen before the rules were kept, there is no column for them.
    let has_rules = plan.frozen.has_rules();
    let law = has_rules.then(|| part(view! { <th scope="col">{t!(i18n, staffing.column_law)}</th> }));
    let head = change_head(i18n, law);
    let rows: Vec<AnyView> =
        plan.frozen.entries.iter().map(|entry| change_row(i18n, entry, has_rules)).collect();
    let label = plan.label.clone();
    let caption = Signal::derive(move || {
        t_string!(i18n, staffing.opened_changes, year, before = year - 1, label = &label)
    });
    view! { <DataTable id="festgehalten-veraenderungen" head caption>{rows}</DataTable> }.into_any()
}

fn change_row(i18n: I18n, entry: &FrozenEntry, has_rules: bool) -> AnyView {
    let language = i18n.language();
    let reason = [&entry.reason, &entry.evaluation].into_iter().flatten();
    let reason = reason.cloned().collect::<Vec<_>>().join("; ");
    let law = has_rules.then(|| part(view! { <td lang="de">{entry.law.clone()}</td> }));
    let cause = (entry.by_scenario == Some(false)).then(|| {
        let words = t_string!(i18n, staffing.without_scenario).to_owned();
        part(view! { <span>{words}</span> " " })
    });
    part(view! {
        <tr data-post=entry.post.clone()>
            <td class="is-number">{entry.number.to_string()}</td>
            <th scope="row"><span class="staffing-post">{entry.post.clone()}</span> " " {entry.title.clone()}</th>
            <td>{entry.provenance.map(|provenance| view! { <ProvenanceMark provenance/> })}</td>
            <td lang="de">{entry.what.clone()}</td>
            <td lang="de">{entry.from.clone()}</td>
            <td lang="de">{entry.to.clone()}</td>
            <td class="is-number">{more(Fte::from_thousandths(entry.more), language)}</td>
            <td lang="de" data-sensitive="">{entry.marks.clone()}</td>
            <td class="is-number" data-sensitive="">{entry.cents.map_or_else(none, |cents| more_euro(cents, language))}</td>
            <td data-sensitive="">{cause}<span lang="de">{reason}</span></td>
            {law}
        </tr>
    })
}

/// How many of the posts the source document states; in thousandths.
fn stated(i18n: I18n, posts: i64, stated: i64) -> String {
    provenance(i18n, Fte::from_thousandths(posts), Fte::from_thousandths(stated))
}

fn fte(thousandths: i64, language: Language) -> String {
    extent(Fte::from_thousandths(thousandths), language)
}

fn none() -> String {
    "–".to_owned()
}
