//! The staircase from the need to the capacity that reaches the cases.

use crate::assessment::{Staircase, staircases};
use crate::format::{date, number};
use crate::plan::{Plan, UnitId};
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Unit by unit: Soll, Plan, besetzt, anwesend, eingearbeitet, fallwirksam.
#[component]
pub fn Capacity(plan: Kept<Plan>, day: Kept<NaiveDate>) -> impl IntoView {
    let i18n = use_i18n();
    let steps = Kept::new(move || plan.with(|plan| staircases(plan, day.get()).unwrap_or_default()));
    let caption = Signal::derive(move || {
        let day = date(day.get(), i18n.language());
        t_string!(i18n, need.capacity_caption, day)
    });
    let table = live(move || {
        let name = |unit: &UnitId| {
            plan.with(|plan| plan.unit(unit).map(|unit| unit.name.clone())).unwrap_or_default()
        };
        let rows: Vec<AnyView> = steps.get().iter().map(|step| row(i18n, &name(&step.unit), step)).collect();
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, overview.column_unit)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_need)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_plan)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_filled)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_present)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_proficient)}</th>
                <th scope="col" class="is-number">{t!(i18n, simulation.step_effective)}</th>
            </tr>
        });
        Some(view! { <DataTable id="treppe-tabelle" head caption>{rows}</DataTable> }.into_any())
    });
    part(view! {
        <section class="section need-capacity" aria-labelledby="treppe">
            <h2 id="treppe">{t!(i18n, need.capacity)}</h2>
            <p data-testid="capacity-answer">{text(move || sentence(i18n, &steps.get()))}</p>
            {table}
        </section>
    })
}

fn sentence(i18n: I18n, steps: &[Staircase]) -> String {
    let sum = |of: fn(&Staircase) -> f64| number(steps.iter().map(of).sum(), 1, i18n.language());
    let (need, plan) = (sum(|step| step.need), sum(|step| step.plan));
    let (filled, effective) = (sum(|step| step.filled), sum(|step| step.effective));
    t_string!(i18n, need.capacity_answer, need, plan, filled, effective)
}

fn row(i18n: I18n, name: &str, step: &Staircase) -> AnyView {
    let values = [step.need, step.plan, step.filled, step.present, step.proficient, step.effective];
    let cell = |value: f64| part(view! { <td class="is-number">{number(value, 2, i18n.language())}</td> });
    let cells: Vec<AnyView> = values.into_iter().map(cell).collect();
    part(view! { <tr><th scope="row">{name.to_owned()}</th>{cells}</tr> })
}
