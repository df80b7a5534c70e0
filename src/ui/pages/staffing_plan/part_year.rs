//! What stands for a part of the budget year only, or in another extent than on the day that the table counts.

use super::Desk;
use crate::format::date;
use crate::staffing_plan::{PartYear, euro, extent};
use crate::ui::components::{DataTable, unit_name};
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// The lines whose extent is not the same throughout the year; nothing where there are none.
#[component]
pub fn PartYears(desk: Desk) -> impl IntoView {
    live(move || {
        let draft = desk.draft.get();
        let days = draft.part_year.first()?.days;
        let i18n = desk.i18n;
        let (year, day) = (draft.year, draft.day);
        let caption = Signal::derive(move || t_string!(i18n, staffing.part_year_hint, days));
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, staffing.column_unit)}</th>
                <th scope="col">{t!(i18n, staffing.column_grade)}</th>
                <th scope="col" class="is-number">
                    {text(move || t_string!(i18n, staffing.column_on_day, date = date(day, i18n.language())))}
                </th>
                <th scope="col" class="is-number">{t!(i18n, staffing.column_mean)}</th>
                <th scope="col" class="is-number" data-sensitive="">{t!(i18n, staffing.column_cost_days)}</th>
            </tr>
        });
        let rows: Vec<AnyView> = draft.part_year.iter().map(|line| row(i18n, line)).collect();
        Some(part(view! {
            <section class="section staffing-part-year" aria-labelledby="jahreslauf-teil">
                <h2 id="jahreslauf-teil">{text(move || t_string!(i18n, staffing.part_year, year))}</h2>
                <DataTable id="jahreslauf-tabelle" head caption>{rows}</DataTable>
            </section>
        }))
    })
}

fn row(i18n: I18n, line: &PartYear) -> AnyView {
    let language = i18n.language();
    part(view! {
        <tr>
            <th scope="row">{unit_name(&line.name)}</th>
            <td>{line.grade.clone()}</td>
            <td class="is-number">{extent(line.on_day, language)}</td>
            <td class="is-number">{extent(line.mean(), language)}</td>
            <td class="is-number" data-sensitive="">{euro(line.cost.cents(), language)}</td>
        </tr>
    })
}
