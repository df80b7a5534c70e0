//! How long a step or a wait takes, in the words of those who know it: half of the cases at most so long, nine of ten at most so long;
//! or out of times that were measured.

mod draft;
mod form;
mod measuring;
mod pasted;
mod picture;
mod subject;
mod words;

use super::Sources;
use crate::plan::Change;
use crate::simulation::TimeTaken;
use crate::ui::browser::document;
use crate::ui::dynamic::{Held, Kept, part, when};
use crate::ui::i18n::{I18n, t, use_i18n};
use crate::ui::state::PlanInHand;
use draft::{Draft, Problem};
use leptos::prelude::*;
use subject::{Evidence, Subject};

/// What the parts of the form share; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    in_hand: PlanInHand,
    sources: Sources,
    /// What was chosen.
    chosen: Held<Option<Subject>>,
    /// How long it takes with the changes of the first day.
    planned: Kept<Option<TimeTaken>>,
    draft: Held<Draft>,
    /// Where the user has it from.
    source: Held<String>,
    /// Measured times as they were pasted.
    pasted: Held<String>,
    /// What the inputs say.
    time: Kept<Result<TimeTaken, Problem>>,
    /// What was told to be wrong with them.
    problem: Held<Option<Problem>>,
    /// Why the plan refuses it.
    refusal: Held<Option<String>>,
}

/// The form: drawn when it is opened.
#[component]
pub fn Durations(sources: Sources) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = Held::new(None::<Subject>);
    let draft = Held::new(Draft::default());
    let planned = Kept::new(move || {
        chosen.with(|chosen| sources.now.with(|plan| chosen.as_ref().and_then(|of| of.time(plan))))
    });
    let time = Kept::new(move || {
        let most = chosen.with(|chosen| chosen.as_ref().map_or(0.0, Subject::most));
        let planned = planned.get().ok_or(Problem::Gone)?;
        draft.with(|draft| draft.time(&planned, most, i18n.language()))
    });
    let desk = Desk {
        i18n,
        in_hand: PlanInHand::expect(),
        sources,
        chosen,
        planned,
        draft,
        source: Held::new(String::new()),
        pasted: Held::new(String::new()),
        time,
        problem: Held::new(None),
        refusal: Held::new(None),
    };
    let opened = Held::new(false);
    let body = when(move || opened.get(), move || form::drawn(desk));
    part(view! {
        <details class="assumption-group" data-testid="durations" on:toggle=move |_| opened.set(true)>
            <summary>{t!(i18n, simulation.duration)}</summary>
            {body}
        </details>
    })
}

impl Desk {
    fn choose(self, key: &str) {
        let chosen = self.sources.now.with_untracked(|plan| Subject::with_key(plan, key));
        self.empty();
        self.problem.set(None);
        self.refusal.set(None);
        self.chosen.set(chosen);
    }

    /// Forgets what was typed and measured.
    fn empty(self) {
        self.draft.set(Draft::default());
        self.pasted.set(String::new());
        self.source.set(String::new());
    }

    fn is_wait(self) -> bool {
        self.chosen.with(|chosen| chosen.as_ref().is_some_and(|of| of.is_wait))
    }

    /// Says what is wrong with the inputs, if anything is.
    fn check(self) -> Option<TimeTaken> {
        let time = untrack(|| self.time.get());
        self.problem.set(time.as_ref().err().copied());
        time.ok()
    }

    /// Gives what was chosen the duration of the form: a change of the scenario from the first day on.
    fn take(self) {
        self.refusal.set(None);
        let Some(time) = self.check() else {
            let at = self.problem.get_untracked().map_or(form::MEDIAN, form::input_of);
            return document::focus(&format!("#{at}"));
        };
        let evidence = Evidence {
            measured: self.draft.with_untracked(Draft::measured_cases),
            source: self.source.get_untracked().trim().to_owned(),
        };
        if self.planned.get_untracked().as_ref() == Some(&time) && evidence.source.is_empty() {
            return;
        }
        let plan = self.sources.now.get_untracked();
        let made = self.chosen.get_untracked().and_then(|of| of.action(&plan, &time, &evidence));
        let Some((action, reason)) = made else { return self.problem.set(Some(Problem::Gone)) };
        let change = Change { effective: plan.as_of, action };
        match self.in_hand.apply_step(vec![change], Some(reason)) {
            // What was measured is in the plan now, and its single values are no longer needed.
            Ok(()) => self.empty(),
            Err(reason) => self.refusal.set(Some(self.i18n.refusal(&reason))),
        }
    }
}

#[cfg(test)]
mod tests;
