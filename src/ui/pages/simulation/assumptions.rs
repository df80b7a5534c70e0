//! The assumptions behind the forecast: to be read with their source, and to be edited with immediate effect.

mod figures;

use crate::format::{self, Language};
use crate::plan::{Change, Plan, PopulationId};
use crate::ui::components::ProvenanceMark;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use figures::{Assumption, Entry, Group};
use leptos::prelude::*;
use std::sync::Arc;

/// What an input shows of the plan.
#[derive(Clone, Copy)]
struct Sources {
    /// The plan of the first day with the changes that count then.
    now: Kept<Arc<Plan>>,
    /// The plan without any change.
    before: Kept<Arc<Plan>>,
}

/// All assumptions, group by group.
#[component]
pub fn Assumptions() -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let before = Kept::new(move || in_hand.baseline());
    let now = Kept::new(move || {
        let first = before.with(|plan| plan.as_of);
        Arc::new(in_hand.organisation(first).plan)
    });
    let sources = Sources { now, before };
    let groups = Kept::new(move || now.with(|plan| Assumption::of(plan)));
    let parts = live(move || {
        let groups = groups.get().into_iter().map(|(group, members)| {
            let open = group == Group::General;
            let name = {
                let group = group.clone();
                text(move || group_name(i18n, &group, now))
            };
            let fields: Vec<AnyView> = members
                .into_iter()
                .map(|assumption| view! { <Field assumption sources/> }.into_any())
                .collect();
            part(view! {
                <details class="assumption-group" open=open>
                    <summary>{name}</summary>
                    <div class="assumption-fields">{fields}</div>
                </details>
            })
        });
        Some(groups.collect::<Vec<_>>().into_any())
    });
    part(view! {
        <section class="section simulation-assumptions" aria-labelledby="simulation-annahmen">
            <h2 id="simulation-annahmen">{t!(i18n, simulation.assumptions)}</h2>
            <p class="forecast-hint">{t!(i18n, simulation.assumptions_hint)}</p>
            {parts}
        </section>
    })
}

fn group_name(i18n: I18n, group: &Group, plan: Kept<Arc<Plan>>) -> String {
    match group {
        Group::General => t_string!(i18n, simulation.group_general).to_owned(),
        Group::Events => t_string!(i18n, simulation.group_events).to_owned(),
        Group::Unit(id) => plan.with(|plan| plan.unit(id).map(|unit| unit.name.clone())).unwrap_or_default(),
    }
}

/// Name and unit of an assumption.
fn name(i18n: I18n, assumption: &Assumption, plan: &Plan) -> String {
    let case = |id| plan.case_type(id).map(|of| of.name.clone()).unwrap_or_default();
    let people = |id: &PopulationId| {
        plan.populations.iter().find(|of| of.id == *id).map(|of| of.name.clone()).unwrap_or_default()
    };
    match assumption {
        Assumption::Absence => t_string!(i18n, simulation.absence).to_owned(),
        Assumption::Turnover => t_string!(i18n, simulation.turnover).to_owned(),
        Assumption::Recruitment => t_string!(i18n, simulation.recruitment).to_owned(),
        Assumption::Allowance => t_string!(i18n, simulation.allowance).to_owned(),
        Assumption::OnboardingForm => t_string!(i18n, simulation.onboarding_form).to_owned(),
        Assumption::OnboardingMonths => t_string!(i18n, simulation.onboarding_months).to_owned(),
        Assumption::Transfer => t_string!(i18n, simulation.transfer).to_owned(),
        Assumption::FailureDemand => t_string!(i18n, simulation.failure_demand).to_owned(),
        Assumption::Demand(id) => t_string!(i18n, simulation.demand, name = case(id)),
        Assumption::MinutesPerCase(id) => t_string!(i18n, simulation.minutes, name = case(id)),
        Assumption::Event(id, place) => {
            let event = plan.case_type(id).and_then(|of| of.demand.events.get(*place));
            event.map_or_else(String::new, |event| {
                let date = format::date(event.from, i18n.language());
                let factor = format::number(event.factor, 2, i18n.language());
                t_string!(i18n, simulation.event, date, label = &event.label, name = case(id), factor)
            })
        }
        Assumption::Inflow(id) => t_string!(i18n, simulation.inflow, name = people(id)),
        Assumption::Stay(id) => t_string!(i18n, simulation.stay, name = people(id)),
        Assumption::Places(id) => t_string!(i18n, simulation.places, name = people(id)),
    }
}

/// The unit behind the input.
fn unit(i18n: I18n, assumption: &Assumption) -> &'static str {
    match assumption {
        Assumption::Absence => t_string!(i18n, simulation.unit_days_per_year),
        Assumption::Recruitment | Assumption::Stay(_) => t_string!(i18n, simulation.unit_days),
        Assumption::OnboardingMonths => t_string!(i18n, simulation.unit_months),
        Assumption::Demand(_) | Assumption::Inflow(_) => t_string!(i18n, simulation.unit_per_year),
        Assumption::MinutesPerCase(_) => t_string!(i18n, simulation.unit_minutes),
        Assumption::Turnover => t_string!(i18n, simulation.unit_percent_per_year),
        Assumption::Allowance | Assumption::Transfer => "%",
        _ => "",
    }
}

/// One assumption: name, input, unit and range, where its value comes from, what it was.
#[component]
fn Field(assumption: Assumption, sources: Sources) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let Sources { now, before } = sources;
    let assumption = StoredValue::new(assumption);
    let entry = assumption.with_value(Assumption::entry);
    let id = format!("annahme-{}", assumption.with_value(identifier));
    let value = Kept::new(move || now.with(|plan| assumption.with_value(|of| of.value(plan))));
    let original = Kept::new(move || before.with(|plan| assumption.with_value(|of| of.value(plan))));
    let problem = Held::new(None::<String>);
    let shown = move |value: Option<f64>| words(i18n, entry, value);
    let set = move |value: f64| {
        let plan = now.get_untracked();
        let action = assumption.with_value(|of| of.action(&plan, value));
        let done = action.map(|action| in_hand.apply(Change { effective: plan.as_of, action }));
        problem.set(match done {
            Some(Ok(())) => None,
            Some(Err(reason)) => Some(reason.to_string()),
            None => Some(untrack(|| t_string!(i18n, simulation.impossible).to_owned())),
        });
    };
    let typed = move |event: leptos::ev::Event| {
        let Entry::Number(least, most, decimals) = entry else { return };
        let number =
            format::parse_number(&event_target_value(&event)).filter(|value| (least..=most).contains(value));
        let Some(number) = number else {
            let language = untrack(|| i18n.language());
            let bound = |value: f64| format::number(value, if value < 1.0 { decimals } else { 0 }, language);
            let (least, most) = (bound(least), bound(most));
            return problem.set(Some(untrack(|| t_string!(i18n, simulation.not_in_range, least, most))));
        };
        problem.set(None);
        // What was not changed in its shown form is not changed.
        if untrack(|| shown(Some(number)) != shown(value.get())) {
            set(number);
        }
    };
    let input = match entry {
        Entry::Number(..) => part(view! {
            <input id=id.clone() class="input assumption-number" inputmode="decimal" autocomplete="off"
                value=untrack(|| shown(value.get())) prop:value=move || shown(value.get())
                aria-describedby=format!("{id}-hinweis") aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change=typed/>
        }),
        Entry::Switch => part(view! {
            <input id=id.clone() type="checkbox" class="assumption-switch" prop:checked=move || value.get() == Some(1.0)
                checked=untrack(|| value.get() == Some(1.0))
                on:change=move |event| set(f64::from(u8::from(event_target_checked(&event))))/>
        }),
        Entry::Form => {
            let option = move |place: u8| {
                let place = f64::from(place);
                part(view! {
                    <option value=place.to_string() selected=move || value.get() == Some(place)>
                        {text(move || words(i18n, entry, Some(place)))}
                    </option>
                })
            };
            part(view! {
                <select id=id.clone() class="select"
                    on:change=move |event| if let Ok(place) = event_target_value(&event).parse() { set(place) }>
                    {[0, 1, 2].map(option).into_iter().collect::<Vec<_>>()}
                </select>
            })
        }
    };
    let mark = live(move || {
        let was = original.get();
        if was == value.get() || was.is_none() {
            let (provenance, note) = before.with(|plan| assumption.with_value(|of| of.source(plan)));
            let note = note.unwrap_or_default();
            return Some(view! { <ProvenanceMark provenance note/> }.into_any());
        }
        let words = t_string!(i18n, simulation.edited, value = shown(was));
        Some(part(view! { <span class="assumption-edited">{words}</span> }))
    });
    let label = text(move || now.with(|plan| assumption.with_value(|of| name(i18n, of, plan))));
    let unit = text(move || assumption.with_value(|of| unit(i18n, of).to_owned()));
    part(view! {
        <div class="assumption" data-assumption=id.clone()>
            <label class="assumption-name" for=id.clone()>{label}</label>
            <span class="assumption-entry">{input} " " {unit}</span>
            <span class="assumption-source" id=format!("{id}-hinweis")>{mark} " " {range(i18n, entry)}</span>
            {live(move || problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> })))}
        </div>
    })
}

/// A word that tells assumptions apart in the document.
fn identifier(assumption: &Assumption) -> String {
    match assumption {
        Assumption::Absence => "abwesenheit".to_owned(),
        Assumption::Turnover => "fluktuation".to_owned(),
        Assumption::Recruitment => "besetzung".to_owned(),
        Assumption::Allowance => "verteilzeit".to_owned(),
        Assumption::OnboardingForm => "einarbeitung-form".to_owned(),
        Assumption::OnboardingMonths => "einarbeitung-monate".to_owned(),
        Assumption::Transfer => "uebertrag".to_owned(),
        Assumption::FailureDemand => "folgearbeit".to_owned(),
        Assumption::Demand(id) => format!("faelle-{id}"),
        Assumption::MinutesPerCase(id) => format!("minuten-{id}"),
        Assumption::Event(id, place) => format!("ereignis-{id}-{place}"),
        Assumption::Inflow(id) => format!("zugang-{id}"),
        Assumption::Stay(id) => format!("verweildauer-{id}"),
        Assumption::Places(id) => format!("plaetze-{id}"),
    }
}

/// A value in words, as it stands in the input.
fn words(i18n: I18n, entry: Entry, value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    match entry {
        Entry::Number(_, _, decimals) => number(value, decimals, i18n.language()),
        Entry::Switch if value > 0.0 => t_string!(i18n, simulation.yes).to_owned(),
        Entry::Switch => t_string!(i18n, simulation.no).to_owned(),
        Entry::Form if value == 1.0 => t_string!(i18n, simulation.form_linear).to_owned(),
        Entry::Form if value == 2.0 => t_string!(i18n, simulation.form_exponential).to_owned(),
        Entry::Form => t_string!(i18n, simulation.form_steps).to_owned(),
    }
}

/// With decimals only where there are some.
fn number(value: f64, decimals: usize, language: Language) -> String {
    let whole = (value - value.round()).abs() < 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(0));
    format::number(value, if whole { 0 } else { decimals }, language)
}

/// „0–200“, the bounds of an input.
fn range(i18n: I18n, entry: Entry) -> Option<AnyView> {
    let Entry::Number(least, most, decimals) = entry else { return None };
    let bounds = move || {
        let bound = |value: f64| number(value, decimals, i18n.language());
        format!("{}–{}", bound(least), bound(most))
    };
    Some(part(view! { <span class="assumption-range">{text(bounds)}</span> }))
}
