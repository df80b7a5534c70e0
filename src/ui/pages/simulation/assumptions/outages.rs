//! Outages among the assumptions: a list of them, and one form in which a new one is added and a present one is changed.

mod form;

use super::Sources;
use super::field::of_scenario;
use super::list_row::ListRow;
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
    desk.fields.follow(i18n);
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
            <ul class="assumption-list">{list}</ul>
            {form::drawn(desk)}
        </details>
    })
}

/// Not whether it counts: a row whose switch was pressed keeps its elements, and with them the focus.
fn key(place: usize, outage: &Outage) -> String {
    let Outage { from, until, lost, label, units, enabled: _ } = outage;
    format!("{place} {from} {until} {} {label} {units:?}", lost.as_f64().to_bits())
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
        if !self.sources.before.with(|plan| plan.assumptions.outages.contains(outage)) {
            return of_scenario(self.i18n);
        }
        let note = self.sources.now.with(|plan| plan.assumptions.sources.get("outages").cloned());
        let note = note.unwrap_or_default();
        view! { <ProvenanceMark provenance=Provenance::Assumption note/> }.into_any()
    }

    fn row(self, place: usize, outage: Outage) -> AnyView {
        let is_on =
            Kept::new(move || self.outages.with(|all| all.get(place).is_some_and(|outage| outage.enabled)));
        let label = outage.label.clone();
        let (told, sourced, changed) = (outage.clone(), outage.clone(), outage);
        let source = live(move || {
            let enabled = is_on.get();
            Some(self.source(&Outage { enabled, ..sourced.clone() }))
        });
        let change = Callback::new(move |()| self.change(&changed));
        let remove = Callback::new(move |()| self.remove(place));
        let words = text(move || self.words(&told));
        let switch = Callback::new(move |enabled| self.switch(place, enabled));
        ListRow { label, words, source, is_on, switch, at_hand: Some([change, remove]) }.drawn(self.i18n)
    }
}
