//! A new goal: which figure, of which unit, at most how much, on which day.

use super::Section;
use crate::format::{number, parse_number};
use crate::permission::Field;
use crate::plan::{Unit, UnitId};
use crate::simulation::{Goal, MAX_GOALS, TargetMeasure};
use crate::ui::components::number_follows;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::forecasts::horizon;
use crate::ui::visitor::Visitor;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What a goal can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Service(TargetMeasure),
    Fte,
    Cost,
}

impl What {
    /// All, in the order in which they are offered.
    const ALL: [Self; 7] = [
        Self::Service(TargetMeasure::ShareOverThreeMonths),
        Self::Service(TargetMeasure::Open),
        Self::Service(TargetMeasure::OverThreeMonths),
        Self::Service(TargetMeasure::LeadDays),
        Self::Service(TargetMeasure::Utilisation),
        Self::Fte,
        Self::Cost,
    ];

    fn name(self, i18n: I18n) -> &'static str {
        match self {
            Self::Service(TargetMeasure::ShareOverThreeMonths) => t_string!(i18n, simulation.measure_share),
            Self::Service(TargetMeasure::Open) => t_string!(i18n, simulation.measure_open),
            Self::Service(TargetMeasure::OverThreeMonths) => t_string!(i18n, simulation.measure_old),
            Self::Service(TargetMeasure::LeadDays) => t_string!(i18n, simulation.measure_lead),
            Self::Service(TargetMeasure::Utilisation) => t_string!(i18n, simulation.measure_load),
            Self::Fte => t_string!(i18n, record.goal_fte),
            Self::Cost => t_string!(i18n, record.goal_cost),
        }
    }

    const fn is_share(self) -> bool {
        matches!(self, Self::Service(TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation))
    }
}

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Fields {
    what: Held<What>,
    unit: Held<Option<UnitId>>,
    bound: Held<String>,
    on: Held<Option<NaiveDate>>,
    problem: Held<Option<String>>,
}

/// The form.
#[component]
pub fn Making(section: Section) -> impl IntoView {
    let i18n = section.i18n;
    let fields = Fields {
        what: Held::new(What::ALL[0]),
        unit: Held::new(None),
        bound: Held::new("5".to_owned()),
        on: Held::new(Some(horizon(untrack(|| section.plan.baseline()).as_of).1)),
        problem: Held::new(None),
    };
    number_follows(i18n, fields.bound);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(|| goal(section, fields)) {
            Ok(goals) => {
                fields.problem.set(None);
                section.set(goals, untrack(|| t_string!(i18n, record.goal_set)));
            }
            Err(reason) => fields.problem.set(Some(reason)),
        }
    };
    part(view! {
        <form class="scenario-new goal-form" on:submit=make>
            <Inputs section fields/>
            <button type="submit" class="button">{t!(i18n, record.goal_add)}</button>
        </form>
        {live(move || fields.problem.get().map(|reason| part(view! {
            <p class="assumption-problem" role="alert">{reason}</p>
        })))}
    })
}

/// All goals with the new one, or why there is none.
fn goal(section: Section, fields: Fields) -> Result<Vec<Goal>, String> {
    let i18n = section.i18n;
    let mut goals = section.plan.goals();
    if goals.len() >= MAX_GOALS {
        let most = number(MAX_GOALS as f64, 0, i18n.language());
        return Err(t_string!(i18n, record.goal_too_many, most));
    }
    let typed = fields.bound.get();
    let no_number = || t_string!(i18n, record.goal_number, text = &typed);
    let bound = parse_number(&typed, i18n.language()).filter(|bound| *bound >= 0.0).ok_or_else(no_number)?;
    let on = fields.on.get().ok_or_else(|| t_string!(i18n, record.goal_day).to_owned())?;
    let what = fields.what.get();
    let goal = match what {
        What::Service(measure) => {
            let first = || section.plan.changed_plan().units.first().map(|unit| unit.id.clone());
            let unit = fields.unit.get().or_else(first).ok_or_else(no_number)?;
            let at_most = if what.is_share() { bound / 100.0 } else { bound };
            Goal::Service { unit, measure, at_most, on }
        }
        What::Fte => Goal::Fte { at_most: bound, on },
        What::Cost => Goal::Cost { at_most: bound, on },
    };
    goal.check(&section.plan.baseline(), &section.plan.changes())
        .map_err(|error| error.sentence(i18n.language()))?;
    goals.push(goal);
    Ok(goals)
}

#[component]
fn Inputs(section: Section, fields: Fields) -> impl IntoView {
    let i18n = section.i18n;
    let option = move |(place, what): (usize, What)| {
        part(view! { <option value=place.to_string()>{text(move || what.name(i18n).to_owned())}</option> })
    };
    let sees_cost = Visitor::expect().sees(Field::Pay);
    let offered = move |(_, what): &(usize, What)| sees_cost || *what != What::Cost;
    let choose = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some(what) = place.and_then(|place| What::ALL.get(place)) {
            fields.what.set(*what);
        }
    };
    let percent = move || fields.what.get().is_share().then(|| part(view! { <span>"%"</span> }));
    part(view! {
        <label class="field">
            <span>{t!(i18n, record.goal_what)}</span>
            <select class="select" on:change=choose>
                {What::ALL.into_iter().enumerate().filter(offered).map(option).collect::<Vec<_>>()}
            </select>
        </label>
        {live(move || matches!(fields.what.get(), What::Service(_)).then(|| units(section, fields)))}
        <label class="field">
            <span>{t!(i18n, record.goal_at_most)}</span>
            <input class="input assumption-number" inputmode="decimal" autocomplete="off" required value="5"
                prop:value=move || fields.bound.get() on:input=move |event| fields.bound.set(event_target_value(&event))/>
            {live(percent)}
        </label>
        <label class="field">
            <span>{t!(i18n, record.goal_on)}</span>
            <input type="date" class="input" required value=untrack(|| fields.on.get()).map(|on| on.to_string())
                on:change=move |event| fields.on.set(event_target_value(&event).parse().ok())/>
        </label>
    })
}

/// The units that have cases: only of these something can be simulated. The first one is chosen.
fn units(section: Section, fields: Fields) -> AnyView {
    let plan = section.plan.changed_plan();
    let has_cases = |unit: &&Unit| plan.case_types.iter().any(|of| of.unit == unit.id);
    let units: Vec<&Unit> = plan.units.iter().filter(has_cases).collect();
    let chosen = fields.unit.get_untracked().filter(|chosen| units.iter().any(|unit| unit.id == *chosen));
    let chosen = chosen.or_else(|| units.first().map(|unit| unit.id.clone()));
    fields.unit.set(chosen.clone());
    let option = |unit: &&Unit| {
        let selected = Some(&unit.id) == chosen.as_ref();
        part(view! { <option value=unit.id.to_string() selected=selected>{unit.name.clone()}</option> })
    };
    let options: Vec<AnyView> = units.iter().map(option).collect();
    part(view! {
        <label class="field">
            <span>{t!(section.i18n, record.goal_unit)}</span>
            <select class="select" on:change=move |event| fields.unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                {options}
            </select>
        </label>
    })
}
