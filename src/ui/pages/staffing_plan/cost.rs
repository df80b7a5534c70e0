//! What the posts cost in each budget year, without and with the scenario.

use super::Desk;
use crate::format::{date, percent};
use crate::staffing_plan::{Cost, YearCost, cost_by_year, euro, more_euro, workplace_sources};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::Datelike;
use leptos::prelude::*;

/// Budget years that are shown, from the one before the chosen on.
const YEARS: i32 = 5;

/// A table of years.
#[component]
pub fn Costs(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let assumed = Kept::new(move || {
        let day = desk.draft.with(|draft| draft.day);
        desk.plan.with(|plan| desk.changes.with(|changes| plan.on(day, changes).plan.assumptions))
    });
    let years = Kept::new(move || {
        let first = desk.query.with(|query| query.year) - 1;
        desk.plan.with(|plan| {
            desk.changes.with(|changes| {
                desk.limit.with_value(|limit| cost_by_year(plan, changes, first, YEARS, limit.as_ref()))
            })
        })
    });
    let caption = Signal::derive(move || {
        let language = i18n.language();
        let workplace = assumed.with(|assumed| assumed.workplace);
        let sources = desk.plan.with(|plan| {
            assumed.with(|assumed| desk.reasons.with(|reasons| workplace_sources(plan, assumed, reasons)))
        });
        let material = euro((workplace.material * 100.0).round() as i64, language);
        let overhead = percent(workplace.overhead, 0, language);
        let (source, overhead_source) = (sources.material.words(language), sources.overhead.words(language));
        t_string!(i18n, staffing.cost_caption, material, source, overhead, overhead_source)
    });
    let table = live(move || {
        let years = years.get();
        let funded =
            years.iter().any(|year| year.plan.funded.cents() > 0 || year.scenario.funded.cents() > 0);
        let rows: Vec<AnyView> = years.iter().map(|year| row(i18n, year, funded)).collect();
        let head = head(i18n, funded);
        Some(view! { <DataTable id="kosten-tabelle" head caption>{rows}</DataTable> }.into_any())
    });
    part(view! {
        <section class="section staffing-cost" aria-labelledby="kosten-teil" data-sensitive="">
            <h2 id="kosten-teil">{t!(i18n, staffing.cost)}</h2>
            <p data-testid="cost-answer">{text(move || sentence(desk, &years.get()))}</p>
            {table}
        </section>
    })
}

/// What the scenario costs more in the chosen year; tracks.
fn sentence(desk: Desk, years: &[YearCost]) -> String {
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let year = desk.query.with(|query| query.year);
    let Some(cost) = years.iter().find(|one| one.year == year) else { return String::new() };
    let (personnel, workplaces) = cost.more();
    if (personnel, workplaces) == (0, 0) {
        return t_string!(i18n, staffing.cost_same, year, cost = euro(cost.plan.personnel.cents(), language));
    }
    let (personnel, workplaces) = (more_euro(personnel, language), more_euro(workplaces, language));
    t_string!(i18n, staffing.cost_answer, year, personnel, workplaces)
}

fn head(i18n: I18n, funded: bool) -> AnyView {
    let funded = funded
        .then(|| part(view! { <th scope="col" class="is-number">{t!(i18n, staffing.column_funded)}</th> }));
    part(view! {
        <tr>
            <th scope="col">{t!(i18n, staffing.year)}</th>
            <th scope="col" class="is-number">{t!(i18n, staffing.column_cost_plan)}</th>
            <th scope="col" class="is-number">{t!(i18n, staffing.column_cost_scenario)}</th>
            <th scope="col" class="is-number">{t!(i18n, staffing.column_cost_more)}</th>
            <th scope="col" class="is-number">{t!(i18n, staffing.column_workplaces_more)}</th>
            {funded}
        </tr>
    })
}

fn row(i18n: I18n, year: &YearCost, funded: bool) -> AnyView {
    let language = i18n.language();
    let (personnel, workplaces) = year.more();
    let name = if year.from.ordinal() == 1 {
        year.year.to_string()
    } else {
        t_string!(i18n, staffing.year_from, year = year.year, date = date(year.from, language))
    };
    let funded = funded
        .then(|| part(view! { <td class="is-number">{euro(year.scenario.funded.cents(), language)}</td> }));
    part(view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="is-number">{cost(i18n, year.plan)}</td>
            <td class="is-number">{cost(i18n, year.scenario)}</td>
            <td class="is-number">{more_euro(personnel, language)}</td>
            <td class="is-number">{more_euro(workplaces, language)}</td>
            {funded}
        </tr>
    })
}

/// The personnel cost; „mindestens“ before it where posts are missing.
fn cost(i18n: I18n, cost: Cost) -> String {
    let amount = euro(cost.personnel.cents(), i18n.language());
    if cost.incomplete { t_string!(i18n, staffing.at_least, amount) } else { amount }
}
