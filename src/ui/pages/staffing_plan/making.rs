//! One change of the scenario out of a form: refused, to be justified, or made.

use crate::plan::rules::{self, Finding, Severity};
use crate::plan::{Change, PostId, UnitId, new_unit_id, next_post_id};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{I18n, t_string};
use crate::ui::state::PlanInHand;
use leptos::prelude::*;

/// What a form says after it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Whether nothing was done.
    refused: bool,
    /// Why, or what soft rules have to say of what was done.
    sentences: Vec<String>,
}

impl Said {
    /// Nothing was done, for a reason.
    pub fn refused(reason: String) -> Self {
        Self { refused: true, sentences: vec![reason] }
    }

    /// Whether the change was made.
    pub const fn is_done(&self) -> bool {
        !self.refused
    }
}

/// Makes a change where it fits; where a soft rule wants it justified, only with a reason.
pub fn make(in_hand: PlanInHand, i18n: I18n, change: Change, reason: Option<String>) -> Said {
    make_step(in_hand, i18n, vec![change], reason)
}

/// The same of several changes that are one step.
pub fn make_step(in_hand: PlanInHand, i18n: I18n, step: Vec<Change>, reason: Option<String>) -> Said {
    untrack(|| {
        let findings = findings(in_hand, &step, i18n);
        let unjustified = findings.iter().any(|finding| finding.severity == Severity::NeedsReason);
        let mut sentences: Vec<String> = findings.into_iter().map(|finding| finding.sentence).collect();
        if unjustified && reason.is_none() {
            sentences.push(t_string!(i18n, chart.reason_missing).to_owned());
            return Said { refused: true, sentences };
        }
        match in_hand.apply_step(step, reason) {
            Ok(()) => Said { refused: false, sentences },
            Err(error) => Said::refused(i18n.refusal(&error)),
        }
    })
}

/// What soft rules have to say; nothing of a step that does not fit, which is refused with its reason.
fn findings(in_hand: PlanInHand, step: &[Change], i18n: I18n) -> Vec<Finding> {
    if in_hand.check_step(step).is_err() {
        return Vec::new();
    }
    rules::check_step(&in_hand.baseline(), &in_hand.changes(), step, i18n.language())
}

/// The identifier that a new post of a unit gets: no step has used it, whether it counts or not; tracks.
pub fn free_id(in_hand: PlanInHand, unit: &UnitId) -> PostId {
    next_post_id(&in_hand.baseline(), &ever_made(in_hand), unit)
}

/// The same of a new unit.
pub fn free_unit_id(in_hand: PlanInHand, name: &str) -> UnitId {
    new_unit_id(&in_hand.baseline(), &ever_made(in_hand), name)
}

/// The changes of all steps, also of those that do not count and that were taken back.
fn ever_made(in_hand: PlanInHand) -> Vec<Change> {
    let known = in_hand.confirmed_steps().into_iter().flat_map(|step| step.changes);
    let made = in_hand.steps().into_iter().chain(in_hand.undone()).flat_map(|made| made.changes);
    known.chain(made).collect()
}

/// What a form says, below its inputs.
pub fn said(said: Held<Said>) -> AnyView {
    live(move || {
        let Said { refused, sentences } = said.get();
        let lines: Vec<AnyView> =
            sentences.into_iter().map(|sentence| part(view! { <p>{sentence}</p> })).collect();
        let (role, class) =
            if refused { ("alert", "assumption-problem") } else { ("status", "staffing-said") };
        (!lines.is_empty()).then(|| part(view! { <div class=class role=role>{lines}</div> }))
    })
}
