//! Outages among the assumptions: a list of them, and one form in which a new one is added and a present one is changed.

mod form;

use super::Sources;
use crate::format;
use crate::plan::{Action, AssumptionsPatch, Change, Outage, Plan, Provenance, UnitId};
use crate::ui::browser::document;
use crate::ui::components::ProvenanceMark;
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use form::Fields;
use leptos::prelude::*;

/// What list and form share; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    in_hand: PlanInHand,
    sources: Sources,
    /// The outages with the changes of the first day.
    outages: Kept<Vec<Outage>>,
    /// The one that is being changed in the form, as it was.
    changing: Held<Option<Outage>>,
    fields: Fields,
    problem: Held<Option<String>>,
}

/// The list and the form.
#[component]
pub fn Outages(sources: Sources) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk {
        i18n,
        in_hand: PlanInHand::expect(),
        sources,
        outages: Kept::new(move || sources.now.with(|plan| plan.assumptions.outages.clone())),
        changing: Held::new(None),
        fields: Fields::new(),
        problem: Held::new(None),
    };
    let list = rows(move || {
        let row =
            |(place, outage): (usize, Outage)| Row::new(key(place, &outage), move || desk.row(place, outage));
        desk.outages.get().into_iter().enumerate().map(row).collect()
    });
    let none = live(move || {
        let words = t!(i18n, simulation.outages_none);
        desk.outages.with(Vec::is_empty).then(|| part(view! { <p class="assumption-range">{words}</p> }))
    });
    part(view! {
        <details class="assumption-group" data-testid="outages">
            <summary>{t!(i18n, simulation.group_outages)}</summary>
            <p class="forecast-hint">{t!(i18n, simulation.outages_hint)}</p>
            {none}
            <ul class="outages">{list}</ul>
            {form::drawn(desk)}
        </details>
    })
}

/// Not whether it counts: a row whose switch was pressed keeps its elements, and with them the focus.
fn key(place: usize, outage: &Outage) -> String {
    let Outage { from, until, lost, label, units, enabled: _ } = outage;
    format!("{place} {from} {until} {} {label} {units:?}", lost.as_f64())
}

/// Whom an outage hits, by name.
fn whom(i18n: I18n, plan: &Plan, units: &[UnitId]) -> String {
    let names: Vec<&str> = units.iter().map(|unit| plan.unit_name(unit)).collect();
    if names.is_empty() { t_string!(i18n, simulation.outage_all).to_owned() } else { names.join(", ") }
}

impl Desk {
    /// Makes the list another one, which is a change of the scenario from the first day on; says why where it cannot be.
    fn set(self, outages: Vec<Outage>) -> bool {
        let effective = self.sources.now.with_untracked(|plan| plan.as_of);
        let patch = AssumptionsPatch { outages: Some(outages), ..AssumptionsPatch::default() };
        let action = Action::SetAssumptions(Box::new(patch));
        let done = self.in_hand.apply(Change { effective, action });
        self.problem.set(done.err().map(|reason| self.i18n.refusal(&reason)));
        self.problem.with_untracked(Option::is_none)
    }

    fn switch(self, place: usize, enabled: bool) {
        let mut outages = self.outages.get_untracked();
        if let Some(outage) = outages.get_mut(place) {
            outage.enabled = enabled;
            self.set(outages);
        }
    }

    fn change(self, outage: &Outage) {
        self.fields.fill(outage, untrack(|| self.i18n.language()));
        self.changing.set(Some(outage.clone()));
        self.problem.set(None);
        document::focus(form::FIRST);
    }

    fn remove(self, place: usize) {
        let mut outages = self.outages.get_untracked();
        if place < outages.len() {
            outages.remove(place);
            self.set(outages);
            // The button is gone with its row.
            document::focus(form::FIRST);
        }
    }

    fn words(self, outage: &Outage) -> String {
        let (i18n, language) = (self.i18n, self.i18n.language());
        let (from, until) = (format::date(outage.from, language), format::date(outage.until, language));
        let lost = outage.lost_in_words(language);
        let units = self.sources.now.with(|plan| whom(i18n, plan, &outage.units));
        t_string!(i18n, simulation.outage, label = outage.label.clone(), from, until, lost, units)
    }

    /// Where it comes from: all of them are assumptions, and some stand in the scenario only.
    fn source(self, outage: &Outage) -> AnyView {
        let note = self.sources.now.with(|plan| plan.assumptions.sources.get("outages").cloned());
        let in_plan = self.sources.before.with(|plan| plan.assumptions.outages.contains(outage));
        let note = note.filter(|_| in_plan).unwrap_or_default();
        let words = t!(self.i18n, simulation.outage_in_scenario);
        let set = (!in_plan).then(|| part(view! { <span class="assumption-edited">{words}</span> }));
        part(view! { <ProvenanceMark provenance=Provenance::Assumption note/> " " {set} })
    }

    fn row(self, place: usize, outage: Outage) -> AnyView {
        let i18n = self.i18n;
        let is_on = move || self.outages.with(|all| all.get(place).is_some_and(|outage| outage.enabled));
        let named = outage.label.clone();
        let [for_switch, for_change, for_removal] = [named.clone(), named.clone(), named];
        let (told, sourced, changed) = (outage.clone(), outage.clone(), outage);
        let source = live(move || {
            let enabled = is_on();
            Some(self.source(&Outage { enabled, ..sourced.clone() }))
        });
        part(view! {
            <li class="outage">
                <span class="outage-words">{text(move || self.words(&told))}</span>
                <span class="assumption-source">{source}</span>
                <span class="outage-actions">
                    <label class="field">
                        <input type="checkbox" class="assumption-switch" checked=untrack(is_on) prop:checked=is_on
                            aria-label=move || t_string!(i18n, simulation.outage_enabled_long, label = for_switch.clone())
                            on:change=move |event| self.switch(place, event_target_checked(&event))/>
                        <span>{t!(i18n, simulation.outage_enabled)}</span>
                    </label>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| self.change(&changed)
                        aria-label=move || t_string!(i18n, simulation.outage_change_long, label = for_change.clone())>
                        {t!(i18n, simulation.outage_change)}
                    </button>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| self.remove(place)
                        aria-label=move || t_string!(i18n, simulation.outage_remove_long, label = for_removal.clone())>
                        {t!(i18n, simulation.outage_remove)}
                    </button>
                </span>
            </li>
        })
    }
}
