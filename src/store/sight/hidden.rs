//! Taking fields out, and putting them back: what is left says that something was taken, and never what.

use crate::plan::{Assumptions, AssumptionsPatch, KwEvent, Terms, Workplace};
use crate::store::StoreError;
use std::collections::BTreeMap;

/// What stands in the place of why a post is blocked: that it is blocked is a matter of capacity.
const BLOCKED: &str = "–";

/// Whether the source under this name is one of cost.
fn is_of_pay(name: &str) -> bool {
    matches!(name.split('.').next(), Some("cost_per_grade" | "workplace"))
}

/// Takes cost out. What a workplace costs is then the published figure.
pub(super) fn pay(assumptions: &mut Assumptions) {
    assumptions.cost_per_grade.clear();
    assumptions.workplace = Workplace::default();
    assumptions.sources.retain(|name, _| !is_of_pay(name));
}

/// The same in a change; costs without a grade say that there were some.
pub(super) fn pay_of_patch(patch: &mut AssumptionsPatch) {
    if patch.cost_per_grade.is_some() || patch.workplace.is_some() {
        patch.cost_per_grade = Some(BTreeMap::new());
        patch.workplace = None;
    }
    if let Some(sources) = &mut patch.sources {
        sources.retain(|name, _| !is_of_pay(name));
    }
}

/// Leaves cost and its sources as they are, whatever a change of somebody who does not see them says about the rest.
///
/// # Errors
/// [`StoreError::NotTheirsToSee`] where it names a cost.
pub(super) fn keep_pay(
    patch: &mut AssumptionsPatch,
    old: impl FnOnce() -> BTreeMap<String, String>,
) -> Result<(), StoreError> {
    let named = patch.cost_per_grade.take().is_some_and(|costs| !costs.is_empty());
    let sources = patch.sources.as_ref().is_some_and(|sources| sources.keys().any(|name| is_of_pay(name)));
    if named || sources || patch.workplace.is_some() {
        return Err(StoreError::NotTheirsToSee);
    }
    if let Some(sources) = &mut patch.sources {
        sources.extend(old().into_iter().filter(|(name, _)| is_of_pay(name)));
    }
    Ok(())
}

/// Takes out what no forecast needs.
pub(super) fn notes(terms: &mut Option<Box<Terms>>) {
    let Some(noted) = terms.take() else { return };
    let Terms { kw_on, ku, block, evaluation, funding, withheld, .. } = *noted.clone();
    // A post without a successor is a matter of capacity; on what event it ends is none.
    let without_day = kw_on.filter(|kw| *kw == KwEvent::NextVacancy);
    let event = without_day != noted.kw_on;
    let withheld = withheld
        || event
        || [ku.is_some(), block.is_some(), evaluation.is_some(), funding.is_some()].contains(&true);
    let block = block.map(|_| BLOCKED.to_owned());
    let seen =
        Terms { kw_on: without_day, ku: None, block, evaluation: None, funding: None, withheld, ..*noted };
    *terms = seen.noted();
}

/// Leaves notes as they are where their writer does not see them.
///
/// # Errors
/// [`StoreError::NotTheirsToSee`] where the writer says what they do not see.
pub(super) fn keep_notes(
    terms: &mut Option<Box<Terms>>,
    sees: bool,
    old: impl FnOnce() -> Option<Box<Terms>>,
) -> Result<(), StoreError> {
    let new = terms.take().map(|terms| *terms).unwrap_or_default();
    let new = Terms { withheld: false, ..new };
    if sees {
        *terms = new.noted();
        return Ok(());
    }
    let event = |kw: &KwEvent| matches!(kw, KwEvent::Event(_));
    let says = new.kw_on.as_ref().is_some_and(event)
        || new.block.as_ref().is_some_and(|block| block != BLOCKED)
        || [new.ku.is_some(), new.evaluation.is_some(), new.funding.is_some()].contains(&true);
    if says {
        return Err(StoreError::NotTheirsToSee);
    }
    let old = old().map(|old| *old).unwrap_or_default();
    let Terms { kw_on, ku, block, evaluation, funding, .. } = old;
    let kept = Terms {
        kw_on: new.kw_on.or(kw_on.filter(event)),
        ku,
        block: new.block.map(|blocked| block.unwrap_or(blocked)),
        evaluation,
        funding,
        ..new
    };
    *terms = kept.noted();
    Ok(())
}
