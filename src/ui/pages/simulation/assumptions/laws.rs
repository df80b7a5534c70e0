//! Laws and events among the assumptions: a list of all dated factors on the demand, and one form in which a new one is added and one
//! that was added is changed.

mod form;
mod law;
mod typed;
mod words;

use super::Sources;
use super::field::of_scenario;
use super::list_row::ListRow;
use crate::plan::{Action, Change, DemandEvent};
use crate::ui::browser::document;
use crate::ui::components::{ProvenanceMark, on_language};
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::pages::staffing_plan::Values;
use crate::ui::state::PlanInHand;
use law::Law;
use leptos::prelude::*;
use typed::Input;

/// What is wrong, and with which input; with none where the whole does not fit.
#[derive(Debug, Clone, PartialEq)]
struct Problem {
    at: Option<Input>,
    words: String,
}

/// What list and form share; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    in_hand: PlanInHand,
    sources: Sources,
    /// The laws with the changes of the first day.
    laws: Kept<Vec<Law>>,
    /// The one that is being changed in the form, as it was.
    changing: Held<Option<Law>>,
    values: Held<Values>,
    problem: Held<Option<Problem>>,
}

/// The list and the form: many elements, drawn when they are opened.
#[component]
pub fn Laws(sources: Sources) -> impl IntoView {
    let i18n = use_i18n();
    let laws = move || sources.now.with(|now| sources.before.with(|before| Law::all(now, before)));
    let desk = Desk {
        i18n,
        in_hand: PlanInHand::expect(),
        sources,
        laws: Kept::new(laws),
        changing: Held::new(None),
        values: Held::new(typed::blank(untrack(|| i18n.language()))),
        problem: Held::new(None),
    };
    on_language(i18n, move |_, to| desk.values.update(|values| values.speak(to)));
    let opened = Held::new(false);
    let body = when(move || opened.get(), move || desk.drawn());
    part(view! {
        <details class="assumption-group" data-testid="laws" on:toggle=move |_| opened.set(true)>
            <summary>{t!(i18n, simulation.laws)}</summary>
            {body}
        </details>
    })
}

/// Not whether it counts: a row whose switch was pressed keeps its elements, and with them the focus.
fn key(place: usize, law: &Law) -> String {
    let DemandEvent { from, until, factor, ramp_days, label, enabled: _ } = &law.event;
    let until = until.map(|day| day.to_string()).unwrap_or_default();
    let hit: Vec<&str> = law.case_types.iter().map(|id| id.as_str()).collect();
    format!(
        "{place} {from} {until} {} {ramp_days} {label} {} {}",
        factor.to_bits(),
        hit.join(" "),
        law.is_added
    )
}

impl Desk {
    fn drawn(self) -> AnyView {
        let i18n = self.i18n;
        let list = rows(move || {
            let row = |(place, law): (usize, Law)| Row::new(key(place, &law), move || self.row(place, law));
            self.laws.get().into_iter().enumerate().map(row).collect()
        });
        let none = live(move || {
            let words = t!(i18n, simulation.laws_none);
            self.laws.with(Vec::is_empty).then(|| part(view! { <p class="assumption-range">{words}</p> }))
        });
        part(view! {
            <p class="forecast-hint">{t!(i18n, simulation.laws_hint)}</p>
            {none}
            <ul class="assumption-list">{list}</ul>
            {form::drawn(self)}
        })
    }

    /// Puts a law in the place of another, in one step that counts from the first day on; says why where it cannot be.
    fn set(self, old: Option<&Law>, new: Option<&Law>) -> bool {
        let plan = self.sources.now.get_untracked();
        let Some(actions) = Law::actions(&plan, old, new) else {
            self.refuse(None, untrack(|| t_string!(self.i18n, simulation.law_gone).to_owned()));
            return false;
        };
        if actions.is_empty() {
            return true;
        }
        let change = |action: Action| Change { effective: plan.as_of, action };
        match self.in_hand.apply_all(actions.into_iter().map(change).collect(), None) {
            Ok(()) => {
                self.problem.set(None);
                true
            }
            Err(reason) => {
                self.refuse(None, self.i18n.refusal(&reason));
                false
            }
        }
    }

    fn refuse(self, at: Option<Input>, words: String) {
        self.problem.set(Some(Problem { at, words }));
    }

    /// What is wrong with an input, or with the whole; tracks.
    fn problem_of(self, at: Option<Input>) -> Option<String> {
        self.problem
            .with(|problem| problem.as_ref().filter(|problem| problem.at == at).map(|one| one.words.clone()))
    }

    /// A law as it is now, which may have been switched meanwhile, here or by others.
    fn now(self, law: &Law) -> Option<Law> {
        self.laws.with_untracked(|laws| laws.iter().find(|one| one.is(law)).cloned())
    }

    fn switch(self, law: &Law, enabled: bool) {
        if let Some(law) = self.now(law) {
            self.set(Some(&law), Some(&law.switched(enabled)));
        }
    }

    fn change(self, law: &Law) {
        self.values.set(typed::of(law, untrack(|| self.i18n.language())));
        self.changing.set(Some(law.clone()));
        self.problem.set(None);
        document::focus(&Input::FIRST.selector());
    }

    fn remove(self, law: &Law) {
        if let Some(law) = self.now(law) {
            self.set(Some(&law), None);
            // The button is gone with its row.
            document::focus(&Input::FIRST.selector());
        }
    }

    /// Where it comes from: the figures of its case types in the plan, or this scenario.
    fn source(self, law: &Law) -> AnyView {
        if law.is_added {
            return of_scenario(self.i18n);
        }
        let of = law.case_types.first();
        let source = self.sources.before.with(|plan| {
            let of = of.and_then(|id| plan.case_type(id));
            of.map(|of| (of.provenance, of.note.clone().unwrap_or_default()))
        });
        source.map(|(provenance, note)| view! { <ProvenanceMark provenance note/> }.into_any()).into_any()
    }

    fn row(self, place: usize, law: Law) -> AnyView {
        let is_on =
            Kept::new(move || self.laws.with(|all| all.get(place).is_some_and(|law| law.event.enabled)));
        let law = StoredValue::new(law);
        let words =
            text(move || law.with_value(|law| self.sources.now.with(|plan| words::of(self.i18n, law, plan))));
        let source = live(move || Some(law.with_value(|law| self.source(law))));
        let change = Callback::new(move |()| law.with_value(|law| self.change(law)));
        let remove = Callback::new(move |()| self.remove(&law.get_value()));
        let switch = Callback::new(move |enabled| self.switch(&law.get_value(), enabled));
        let (label, is_added) = law.with_value(|law| (law.event.label.clone(), law.is_added));
        let at_hand = is_added.then_some([change, remove]);
        ListRow { label, words, source, is_on, switch, at_hand }.drawn(self.i18n)
    }
}
