//! One assumption: name, input, unit and range, where its value comes from, what it was.

use super::Sources;
use super::figures::{Assumption, Entry, day_of, number_of};
use super::words;
use crate::format;
use crate::plan::{Change, Provenance};
use crate::ui::components::ProvenanceMark;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What a field knows; copies are the same field.
#[derive(Clone, Copy)]
struct Known {
    i18n: I18n,
    in_hand: PlanInHand,
    assumption: StoredValue<Assumption>,
    entry: Entry,
    sources: Sources,
    /// The value with the changes of the first day.
    value: Kept<Option<f64>>,
    problem: Held<Option<String>>,
}

impl Known {
    /// The value as it stands in the input; tracks.
    fn shown(self, value: Option<f64>) -> String {
        words::value(self.i18n, self.entry, value)
    }

    /// Makes the change; says why where it cannot be.
    fn set(self, value: f64) {
        let plan = self.sources.now.get_untracked();
        let action = self.assumption.with_value(|of| of.action(&plan, value));
        let done = action.map(|action| self.in_hand.apply(Change { effective: plan.as_of, action }));
        self.problem.set(match done {
            Some(Ok(())) => None,
            Some(Err(reason)) => Some(self.i18n.refusal(&reason)),
            None => Some(untrack(|| t_string!(self.i18n, simulation.impossible).to_owned())),
        });
    }

    /// Takes what was typed: a number within the bounds is a change, anything else stays and is told.
    fn take(self, typed: &str) {
        let Entry::Number(least, most, _) = self.entry else { return };
        let is_whole = self.assumption.with_value(Assumption::is_whole);
        let number = untrack(|| format::parse_number(typed, self.i18n.language()))
            .filter(|value| (least..=most).contains(value));
        let Some(number) = number.filter(|value| !is_whole || value.fract() == 0.0) else {
            return self.problem.set(Some(untrack(|| self.not_in_range(is_whole))));
        };
        self.problem.set(None);
        // What was not changed in its shown form is not changed.
        if untrack(|| self.shown(Some(number)) != self.shown(self.value.get())) {
            self.set(number);
        }
    }

    fn not_in_range(self, is_whole: bool) -> String {
        let [least, most] = words::bounds(self.entry, self.i18n.language()).unwrap_or_default();
        match is_whole {
            true => t_string!(self.i18n, simulation.not_whole, least, most),
            false => t_string!(self.i18n, simulation.not_in_range, least, most),
        }
    }

    /// Takes a day that was chosen.
    fn take_day(self, chosen: &str) {
        let day = chosen.parse::<NaiveDate>().ok().filter(|day| Entry::has(*day));
        match day {
            Some(day) if self.value.get_untracked() == Some(number_of(day)) => self.problem.set(None),
            Some(day) => self.set(number_of(day)),
            None => self.problem.set(Some(untrack(|| t_string!(self.i18n, simulation.no_day).to_owned()))),
        }
    }

    fn input(self, id: &str) -> AnyView {
        let id = id.to_owned();
        match self.entry {
            Entry::Number(..) => part(view! {
                <input id=id.clone() class="input assumption-number" inputmode="decimal" autocomplete="off"
                    value=untrack(|| self.shown(self.value.get())) prop:value=move || self.shown(self.value.get())
                    aria-describedby=format!("{id}-hinweis")
                    aria-invalid=move || self.problem.with(Option::is_some).to_string()
                    on:change=move |event| self.take(&event_target_value(&event))/>
            }),
            Entry::Switch => part(view! {
                <input id=id type="checkbox" class="assumption-switch"
                    prop:checked=move || self.value.get() == Some(1.0)
                    checked=untrack(|| self.value.get() == Some(1.0))
                    on:change=move |event| self.set(f64::from(u8::from(event_target_checked(&event))))/>
            }),
            Entry::Date => {
                let iso =
                    move || self.value.get().and_then(day_of).map(|day| day.to_string()).unwrap_or_default();
                let [least, most] = Entry::DATES.map(|day| day.map(|day| day.to_string()));
                part(view! {
                    <input id=id.clone() type="date" class="input" min=least max=most value=untrack(iso) prop:value=iso
                        aria-describedby=format!("{id}-hinweis")
                        aria-invalid=move || self.problem.with(Option::is_some).to_string()
                        on:change=move |event| self.take_day(&event_target_value(&event))/>
                })
            }
            Entry::Form => {
                let option = move |place: u8| {
                    let value = Some(f64::from(place));
                    part(view! {
                        <option value=place.to_string() selected=move || self.value.get() == value>
                            {text(move || self.shown(value))}
                        </option>
                    })
                };
                part(view! {
                    <select id=id class="select" on:change=move |event| {
                        if let Ok(place) = event_target_value(&event).parse::<u8>() {
                            self.set(f64::from(place));
                        }
                    }>
                        {[0, 1, 2].map(option).into_iter().collect::<Vec<_>>()}
                    </select>
                })
            }
        }
    }

    /// Where the value comes from, or what it was in the plan; tracks.
    fn source(self) -> AnyView {
        let before = self.sources.before;
        let was = before.with(|plan| self.assumption.with_value(|of| of.value(plan)));
        if was.is_none() && self.value.with(Option::is_some) {
            return of_scenario(self.i18n);
        }
        if was == self.value.get() {
            let (provenance, note) = before.with(|plan| self.assumption.with_value(|of| of.source(plan)));
            let note = note.unwrap_or_default();
            return view! { <ProvenanceMark provenance note/> }.into_any();
        }
        let words = t_string!(self.i18n, simulation.edited, value = self.shown(was));
        part(view! { <span class="assumption-edited">{words}</span> })
    }
}

/// What stands in the scenario only: an assumption, whatever the plan says beside it.
pub fn of_scenario(i18n: I18n) -> AnyView {
    part(view! {
        <ProvenanceMark provenance=Provenance::Assumption/>
        " "
        <span class="assumption-edited">{t!(i18n, simulation.row_in_scenario)}</span>
    })
}

/// One assumption.
#[component]
pub fn Field(assumption: Assumption, sources: Sources) -> impl IntoView {
    let i18n = use_i18n();
    let entry = assumption.entry();
    let id = format!("annahme-{}", words::identifier(&assumption));
    let assumption = StoredValue::new(assumption);
    let value = Kept::new(move || sources.now.with(|plan| assumption.with_value(|of| of.value(plan))));
    let problem = Held::new(None::<String>);
    let known = Known { i18n, in_hand: PlanInHand::expect(), assumption, entry, sources, value, problem };
    let label =
        text(move || sources.now.with(|plan| assumption.with_value(|of| words::name(i18n, of, plan))));
    let unit = text(move || assumption.with_value(|of| words::unit(i18n, of).to_owned()));
    let range = text(move || {
        words::bounds(entry, i18n.language()).map(|bounds| bounds.join("–")).unwrap_or_default()
    });
    let meaning = text(move || assumption.with_value(|of| words::meaning(i18n, of).to_owned()));
    let problem = live(move || {
        let reason = problem.get()?;
        Some(part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    part(view! {
        <div class="assumption" data-assumption=id.clone()>
            <label class="assumption-name" for=id.clone()>{label}</label>
            <span class="assumption-entry">{known.input(&id)} " " {unit}</span>
            <span class="assumption-source" id=format!("{id}-hinweis")>
                {live(move || Some(known.source()))} " " <span class="assumption-range">{range} " " {meaning}</span>
            </span>
            {problem}
        </div>
    })
}
