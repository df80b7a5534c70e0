//! The capacity staircase: what of the posts of a day reaches the cases.

use crate::assessment::{Staircase, staircases};
use crate::format::decimal::fixed;
use crate::format::{self, number};
use crate::ui::components::{STAIRS, SavedTable, Start, folded, meaning, stair_name};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

const STEPS: usize = 6;

/// A day to choose, a sentence, bars for the whole and a table by unit.
#[component]
pub fn CapacityStaircase(last: Kept<NaiveDate>) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let first = untrack(|| in_hand.baseline()).as_of;
    let date = Held::new(first);
    let choose = move |event: leptos::ev::Event| {
        if let Ok(day) = event_target_value(&event).parse::<NaiveDate>() {
            date.set(day.clamp(first, last.get_untracked().max(first)));
        }
    };
    let result = Kept::new(move || {
        let plan = in_hand.organisation(date.get()).plan;
        let steps = staircases(&plan, date.get()).map_err(|error| error.to_string())?;
        let names = steps.iter().map(|step| plan.unit(&step.unit).map(|unit| unit.name.clone()));
        let names: Vec<String> = names.map(Option::unwrap_or_default).collect();
        Ok::<_, String>((steps, names))
    });
    let sum = Kept::new(move || {
        result.with(|result| result.as_ref().map(|(steps, _)| sum(steps)).unwrap_or_default())
    });
    let sentence = text(move || {
        let [need, plan, .., effective] = sum.get().map(|value| number(value, 1, i18n.language()));
        let date = format::date(date.get(), i18n.language());
        result.with(|result| match result {
            Ok(_) => t_string!(i18n, simulation.staircase_answer, date, plan, effective, need),
            Err(reason) => reason.clone(),
        })
    });
    let body = part(view! {
            <label class="field">
                <span>{t!(i18n, simulation.staircase_date)}</span>
                <input type="date" class="input" min=first.to_string() max=move || last.get().to_string()
                    prop:value=move || date.get().to_string() value=first.to_string() on:change=choose/>
            </label>
            {live(move || Some(bars(i18n, sum.get())))}
            {live(move || result.with(|result| {
                let (steps, names) = result.as_ref().ok()?;
                Some(table(i18n, steps, names, sum.get()))
            }))}
    });
    folded(
        ("simulation-treppe", "simulation-staircase"),
        Start::OpenWhereWide,
        t!(i18n, simulation.staircase).into_any(),
        part(view! { <span data-testid="staircase-answer">{sentence}</span> }),
        body,
    )
}

const fn steps_of(step: &Staircase) -> [f64; STEPS] {
    [step.need, step.plan, step.filled, step.present, step.proficient, step.effective]
}

fn sum(steps: &[Staircase]) -> [f64; STEPS] {
    let mut sum = [0.0; STEPS];
    for step in steps {
        sum.iter_mut().zip(steps_of(step)).for_each(|(sum, value)| *sum += value);
    }
    sum
}

/// The steps as bars with their figures; the table below says the same by unit.
fn bars(i18n: I18n, sum: [f64; STEPS]) -> AnyView {
    let most = sum.iter().copied().fold(1e-9, f64::max);
    let bar = |(place, value): (usize, f64)| {
        let width = fixed(value / most * 100.0, 2);
        part(view! {
            <div class="step">
                <dt>{text(move || stair_name(i18n, place).to_owned())}</dt>
                <dd>
                    <svg class="step-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"
                        data-step=if place == 0 { "need" } else { "capacity" }>
                        <rect x="0" y="0" width=width height="8"></rect>
                    </svg>
                    <span class="number">{text(move || number(value, 1, i18n.language()))}</span>
                </dd>
            </div>
        })
    };
    part(view! { <dl class="steps">{sum.into_iter().enumerate().map(bar).collect::<Vec<_>>()}</dl> })
}

fn table(i18n: I18n, steps: &[Staircase], names: &[String], sum: [f64; STEPS]) -> AnyView {
    let caption = Signal::derive(move || t_string!(i18n, simulation.staircase_caption).to_owned());
    let cells = move |values: [f64; STEPS]| {
        let cell = |value: f64| {
            part(view! { <td class="is-number">{text(move || number(value, 2, i18n.language()))}</td> })
        };
        values.into_iter().map(cell).collect::<Vec<_>>()
    };
    let heads = (0..STEPS).map(|place| {
        let name = meaning(STAIRS[place], text(move || stair_name(i18n, place).to_owned()));
        part(view! { <th scope="col" class="is-number">{name}</th> })
    });
    let head = part(view! {
        <tr><th scope="col">{t!(i18n, overview.column_unit)}</th>{heads.collect::<Vec<_>>()}</tr>
    });
    let rows = steps.iter().zip(names).map(move |(step, name)| {
        part(view! {
            <tr data-step-unit=step.unit.to_string()>
                <th scope="row">{name.clone()}</th>{cells(steps_of(step))}
            </tr>
        })
    });
    let rows: Vec<AnyView> = rows.collect();
    part(view! {
        <SavedTable id="simulation-treppe-tabelle" head caption>
            {rows}
            <tr class="is-sum"><th scope="row">{t!(i18n, simulation.step_sum)}</th>{cells(sum)}</tr>
        </SavedTable>
    })
}
