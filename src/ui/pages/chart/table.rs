//! The same as the chart, as two tables: units with their figures, posts with all that is known about them.

use super::item_dialog::MoveButton;
use super::state::Chart;
use super::walk::Item;
use crate::diagram::chart::words;
use crate::format;
use crate::plan::Stated;
use crate::ui::components::{DataTable, ProvenanceMark};
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Both tables.
#[component]
pub fn ChartTable() -> impl IntoView {
    part(view! {
        <UnitTable/>
        <PostTable/>
    })
}

#[component]
fn UnitTable() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let caption = Signal::derive(move || {
        t_string!(i18n, chart.table_units, date = format::date(chart.date.get(), chart.language()))
    });
    let head = view! {
        <tr>
            <th scope="col">{t!(i18n, chart.column_unit)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_posts)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_planned)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_filled)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_vacant)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_effective)}</th>
            <th scope="col">{t!(i18n, chart.column_load)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_open)}</th>
            <th scope="col">{t!(i18n, chart.column_change)}</th>
            <th scope="col">{t!(i18n, chart.column_provenance)}</th>
        </tr>
    };
    let rows = live(move || {
        let language = chart.language();
        let rows: Vec<AnyView> = chart.facts.with(|facts| {
            facts
                .in_order()
                .into_iter()
                .map(|unit| {
                    let sums = unit.now.total;
                    let stated = unit.stated.as_ref().map(|Stated { words, .. }| format!("„{words}“"));
                    part(view! {
                        <tr data-unit=unit.id.to_string()>
                            <th scope="row" data-level=unit.level.min(4).to_string()>{unit.name.clone()}</th>
                            <td class="is-number">{sums.posts.to_string()}</td>
                            <td class="is-number">{words::fte(sums.planned, language)}</td>
                            <td class="is-number">{words::fte(sums.filled, language)}</td>
                            <td class="is-number">{words::fte(sums.vacant(), language)}</td>
                            <td class="is-number">{format::number(sums.effective, 1, language)}</td>
                            <td>
                                {words::load_short(unit.now.load, language)}
                                {words::load_with_task_force(unit.now, language).map(|words| format!(", {words}").into_any())}
                            </td>
                            <td class="is-number">{format::number(unit.open_cases as f64, 0, language)}</td>
                            <td>{words::difference(unit, language).unwrap_or_else(|| "–".to_owned())}</td>
                            <td>
                                <ProvenanceMark provenance=unit.provenance/>
                                {stated.map(|stated| format!(" {stated}").into_any())}
                            </td>
                        </tr>
                    })
                })
                .collect()
        });
        Some(rows.into_any())
    });
    part(view! {
        <DataTable caption id="tabelle-einheiten" head=part(head)>{rows}</DataTable>
        <p class="table-note">{t!(i18n, chart.table_note)}</p>
    })
}

#[component]
fn PostTable() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let caption = Signal::derive(move || {
        t_string!(i18n, chart.table_posts, date = format::date(chart.date.get(), chart.language()))
    });
    let head = view! {
        <tr>
            <th scope="col">{t!(i18n, chart.column_post)}</th>
            <th scope="col">{t!(i18n, chart.column_unit)}</th>
            <th scope="col">{t!(i18n, chart.column_title)}</th>
            <th scope="col">{t!(i18n, chart.column_grade)}</th>
            <th scope="col" class="is-number">{t!(i18n, chart.column_fte)}</th>
            <th scope="col">{t!(i18n, chart.column_state)}</th>
            <th scope="col">{t!(i18n, chart.column_marks)}</th>
            <th scope="col">{t!(i18n, chart.column_provenance)}</th>
            <th scope="col">{t!(i18n, chart.column_action)}</th>
        </tr>
    };
    let posts = Kept::new(move || {
        chart.facts.with(|facts| {
            facts
                .in_order()
                .into_iter()
                .flat_map(|unit| unit.posts.iter().map(|post| (unit.name.clone(), post.clone())))
                .collect::<Vec<_>>()
        })
    });
    let rows = live(move || {
        let language = chart.language();
        let rows: Vec<AnyView> = posts.with(|posts| {
            posts
                .iter()
                .map(|(unit, post)| {
                    let marks = words::marks(post, language);
                    let action = (!post.has_ended()).then(|| view! { <MoveButton post=post.id.clone()/> }.into_any());
                    part(view! {
                        <tr data-post=post.id.to_string() id=Item::Post(post.id.clone()).element_id() tabindex="-1"
                            data-ended=post.has_ended().then_some("true")>
                            <th scope="row" class="post-id">{post.id.to_string()}</th>
                            <td>{unit.clone()}</td>
                            <td>{post.title.clone()}</td>
                            <td>{post.grade.clone()}</td>
                            <td class="is-number">{words::fte(post.fte, language)}</td>
                            <td>{words::occupancy(post.occupancy, language)}</td>
                            <td>{if marks.is_empty() { "–".to_owned() } else { marks.join(", ") }}</td>
                            <td><ProvenanceMark provenance=post.provenance/></td>
                            <td>{action}</td>
                        </tr>
                    })
                })
                .collect()
        });
        Some(rows.into_any())
    });
    part(view! { <DataTable caption id="tabelle-stellen" head=part(head)>{rows}</DataTable> })
}
