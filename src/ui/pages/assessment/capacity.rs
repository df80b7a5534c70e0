//! The staircase from the need to the capacity that reaches the cases, of a unit and a day; each step opens to its posts and to the
//! assumption behind it.

mod steps;

use super::later::Shared;
use crate::assessment::{Staircase, StepPosts, staircases, step_posts};
use crate::format::{date, number};
use crate::plan::{Plan, UnitId};
use crate::ui::components::{DataTable, STAIRS, Start, folded, meaning, stair_name, unit_name};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;
use steps::Stairs;

/// Unit by unit: Soll, Plan, besetzt, anwesend, eingearbeitet, fallwirksam.
#[component]
pub fn Capacity(shared: Shared) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let (unit, chosen) = (Held::new(None::<UnitId>), Held::new(None::<NaiveDate>));
    let day = Kept::new(move || chosen.get().unwrap_or_else(|| shared.day.get()));
    let plan = Kept::new(move || in_hand.organisation(day.get()).plan);
    let steps = Kept::new(move || plan.with(|plan| staircases(plan, day.get()).unwrap_or_default()));
    let stairs = live(move || {
        let steps = steps.get();
        let here = unit.get().filter(|unit| steps.iter().any(|step| step.unit == *unit));
        let sum = sum(&steps, here.as_ref());
        let posts: StepPosts = plan.with(|plan| step_posts(plan, here.as_ref(), day.get()));
        let chart = plan.with(|plan| chart_address(plan, here.as_ref(), day.get()));
        Some(view! { <Stairs sum posts chart unit=here/> }.into_any())
    });
    let body = part(view! {
            <p data-testid="capacity-answer">{text(move || sentence(i18n, day.get(), &steps.get()))}</p>
            <div class="need-controls">
                {which(i18n, unit, steps, plan)}
                <label class="field">
                    <span>{t!(i18n, simulation.staircase_date)}</span>
                    <input type="date" class="input" min=untrack(|| in_hand.baseline()).as_of.to_string()
                        prop:value=move || day.get().to_string() value=untrack(|| day.get()).to_string()
                        on:change=move |event| {
                            let first = untrack(|| in_hand.baseline()).as_of;
                            let typed = event_target_value(&event).parse::<NaiveDate>().ok();
                            chosen.set(typed.map(|day| day.max(first)));
                        }/>
                </label>
            </div>
            {stairs}
            {table(i18n, day, plan, steps)}
    });
    let brief = move || {
        let [need, plan, .., effective] =
            sum(&steps.get(), None).map(|value| number(value, 1, i18n.language()));
        let day = date(day.get(), i18n.language());
        t_string!(i18n, need.capacity_brief, day, need, plan, effective)
    };
    folded(("treppe", "need-capacity"), Start::Closed, t!(i18n, need.capacity).into_any(), text(brief), body)
}

/// All units, or one of those that have a staircase.
fn which(i18n: I18n, unit: Held<Option<UnitId>>, steps: Kept<Vec<Staircase>>, plan: Kept<Plan>) -> AnyView {
    let options = live(move || {
        let option = |step: Staircase| {
            let name = name(plan, &step.unit);
            let selected = untrack(|| unit.with(|unit| unit.as_ref() == Some(&step.unit)));
            part(view! { <option value=step.unit.to_string() selected=selected>{name}</option> })
        };
        Some(steps.get().into_iter().map(option).collect::<Vec<_>>().into_any())
    });
    part(view! {
        <label class="field">
            <span>{t!(i18n, overview.column_unit)}</span>
            <select class="select" on:change=move |event| unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                <option value="">{t!(i18n, need.stairs_all)}</option>
                {options}
            </select>
        </label>
    })
}

fn name(plan: Kept<Plan>, unit: &UnitId) -> String {
    plan.with(|plan| plan.unit(unit).map(|unit| unit.name.clone())).unwrap_or_default()
}

/// The chart's table on a day, with everything folded that is neither the unit nor above or below it.
fn chart_address(plan: &Plan, unit: Option<&UnitId>, day: NaiveDate) -> String {
    let mut closed = Vec::new();
    let mut at = unit.and_then(|unit| plan.unit(unit));
    while let Some(unit) = at {
        let beside = plan.children(unit.parent.as_ref()).filter(|one| one.id != unit.id);
        closed.extend(beside.map(|one| one.id.as_str()));
        at = unit.parent.as_ref().and_then(|above| plan.unit(above));
    }
    let closed = if closed.is_empty() { String::new() } else { format!("&zu={}", closed.join(",")) };
    format!("/organigramm?tag={day}&ansicht=tabelle{closed}")
}

const fn values(step: &Staircase) -> [f64; 6] {
    [step.need, step.plan, step.filled, step.present, step.proficient, step.effective]
}

/// The steps of a unit, or of all together.
fn sum(steps: &[Staircase], unit: Option<&UnitId>) -> [f64; 6] {
    let mut sum = [0.0; 6];
    for step in steps.iter().filter(|step| unit.is_none_or(|unit| step.unit == *unit)) {
        sum.iter_mut().zip(values(step)).for_each(|(sum, value)| *sum += value);
    }
    sum
}

fn sentence(i18n: I18n, day: NaiveDate, steps: &[Staircase]) -> String {
    let [need, plan, filled, _, _, effective] =
        sum(steps, None).map(|value| number(value, 1, i18n.language()));
    let day = date(day, i18n.language());
    t_string!(i18n, need.capacity_answer, day, need, plan, filled, effective)
}

fn table(i18n: I18n, day: Kept<NaiveDate>, plan: Kept<Plan>, steps: Kept<Vec<Staircase>>) -> AnyView {
    let caption = Signal::derive(move || {
        let day = date(day.get(), i18n.language());
        t_string!(i18n, need.capacity_caption, day)
    });
    live(move || {
        let rows: Vec<AnyView> =
            steps.get().iter().map(|step| row(i18n, &name(plan, &step.unit), step)).collect();
        let heads = (0..6).map(|place| {
            let head = meaning(STAIRS[place], text(move || stair_name(i18n, place).to_owned()));
            part(view! { <th scope="col" class="is-number">{head}</th> })
        });
        let head = part(view! {
            <tr><th scope="col">{t!(i18n, overview.column_unit)}</th>{heads.collect::<Vec<_>>()}</tr>
        });
        Some(view! { <DataTable id="treppe-tabelle" head caption>{rows}</DataTable> }.into_any())
    })
}

fn row(i18n: I18n, name: &str, step: &Staircase) -> AnyView {
    let cell = |value: f64| part(view! { <td class="is-number">{number(value, 2, i18n.language())}</td> });
    let cells: Vec<AnyView> = values(step).into_iter().map(cell).collect();
    part(view! { <tr><th scope="row">{unit_name(name)}</th>{cells}</tr> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn the_chart_opens_on_the_day_with_the_unit_alone() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("eu").unwrap();
        let address = chart_address(&plan, Some(&unit), plan.as_of);
        let (start, folded) = address.split_once("&zu=").unwrap();
        assert_eq!(start, format!("/organigramm?tag={}&ansicht=tabelle", plan.as_of));
        let folded: Vec<&str> = folded.split(',').collect();
        let above = plan.unit(&unit).unwrap().parent.clone().unwrap();
        assert!(!folded.contains(&"eu") && !folded.contains(&above.as_str()), "{folded:?}");
        assert!(folded.contains(&"asyl") || folded.contains(&"einbuergerung"), "{folded:?}");
        assert!(!chart_address(&plan, None, plan.as_of).contains("zu="));
    }

    #[test]
    fn the_steps_of_all_units_are_the_sum_of_each() {
        let plan = builtin().unwrap();
        let steps = staircases(&plan, plan.as_of).unwrap();
        let mut added = [0.0; 6];
        for step in &steps {
            added.iter_mut().zip(sum(&steps, Some(&step.unit))).for_each(|(sum, value)| *sum += value);
        }
        for (one, other) in added.into_iter().zip(sum(&steps, None)) {
            assert!((one - other).abs() < 1e-9);
        }
    }
}
