//! What a step brings about: on the days from which its changes count, and on those on which it lets posts end.

use super::{Finding, Findings, Severity, check};
use crate::format::Language;
use crate::plan::gather::gathered;
use crate::plan::{Action, Change, ChangeError, Plan};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// So many days are looked at, the earliest; a step made by hand has two at most, and a request must not cost minutes.
const MOST_DAYS: usize = 60;

/// So many rules are told with a refusal; the others are asked for with the same reason.
const MOST_TOLD: usize = 5;

/// What soft rules say of a step on the plan with the changes in force: everything that is not so without it, each once.
/// What asks for a reason comes first. Cost: two organisations of a day for each day of the step.
#[must_use]
pub fn check_step(plan: &Plan, active: &[Change], step: &[Change], language: Language) -> Vec<Finding> {
    check_between(plan, active, &[active, step].concat(), language)
}

/// The same where one list of changes takes the place of another: dates that move, packages that are switched.
#[must_use]
pub fn check_between(plan: &Plan, before: &[Change], after: &[Change], language: Language) -> Vec<Finding> {
    let (gone, made) = (without(before, after), without(after, before));
    let mut findings = Findings::new(language);
    for day in days(gone.iter().chain(&made)).into_iter().take(MOST_DAYS) {
        let (was, is) = (plan.on(day, before).plan, plan.on(day, after).plan);
        for finding in check(&was, &is, &made, day, language) {
            let is_told = |told: &Finding| (told.rule, &told.subject) == (finding.rule, &finding.subject);
            if !findings.list.iter().any(is_told) {
                findings.list.push(finding);
            }
        }
    }
    findings.finish()
}

/// Whether a step may be made with this reason or without one: the rule of the server, which page and programs share.
///
/// # Errors
/// [`ChangeError::ReasonMissing`] with what the rules say, where they ask for a reason and none is given.
pub fn justified(
    plan: &Plan,
    active: &[Change],
    step: &[Change],
    reason: Option<&str>,
) -> Result<(), ChangeError> {
    justified_between(plan, active, &[active, step].concat(), reason)
}

/// The same where one list of changes takes the place of another.
///
/// # Errors
/// As [`justified`].
pub fn justified_between(
    plan: &Plan,
    before: &[Change],
    after: &[Change],
    reason: Option<&str>,
) -> Result<(), ChangeError> {
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let asks = |finding: &Finding| finding.severity == Severity::NeedsReason;
    let findings = check_between(plan, before, after, Language::German);
    let sentences: Vec<String> =
        findings.into_iter().filter(asks).take(MOST_TOLD).map(|finding| finding.sentence).collect();
    if sentences.is_empty() { Ok(()) } else { Err(ChangeError::ReasonMissing { sentences }) }
}

/// What of a list the other one does not have, each as often as it is missing; what both begin with is not looked at.
fn without(list: &[Change], other: &[Change]) -> Vec<Change> {
    let common = list.iter().zip(other).take_while(|(one, other)| one == other).count();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let key = |change: &Change| serde_json::to_string(change).unwrap_or_default();
    for change in &other[common..] {
        *counts.entry(key(change)).or_default() += 1;
    }
    let is_missing = |change: &&Change| match counts.get_mut(&key(change)) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list[common..].iter().filter(is_missing).cloned().collect()
}

/// The days on which changes show: those from which they count, and the first ones without a post that they let end.
fn days<'a>(changes: impl Iterator<Item = &'a Change> + Clone) -> BTreeSet<NaiveDate> {
    let ends = changes.clone().filter_map(|change| match &change.action {
        Action::SetPost(patch) => patch.kw.flatten().and_then(|kw| kw.succ_opt()),
        _ => None,
    });
    gathered(changes.map(|change| change.effective).chain(ends))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plan, value};
    use super::*;
    use crate::plan::changes_from_json;
    use crate::plan::rules::Rule;
    use serde_json::{Value, json};

    fn changes(list: &Value) -> Vec<Change> {
        changes_from_json(list.to_string().as_bytes()).unwrap()
    }

    fn rules(findings: &[Finding]) -> Vec<Rule> {
        findings.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn an_earlier_end_tells_on_the_day_after_it() {
        let ends = |kw: &str| {
            changes(&json!([{"effective": "2024-06-01", "action": {"set_post": {"post": "R-1", "kw": kw}}}]))
        };
        let found = check_step(&plan(value()), &[], &ends("2025-03-31"), Language::German);
        assert_eq!(rules(&found), [Rule::Minimum, Rule::SinglePoint]);
        // The end that stands already is no news, and a later one takes nothing away.
        let active = ends("2025-03-31");
        assert_eq!(check_step(&plan(value()), &active, &ends("2026-03-31"), Language::German), []);
        let earlier = check_step(&plan(value()), &active, &ends("2024-12-31"), Language::German);
        assert_eq!(rules(&earlier), [Rule::Minimum, Rule::SinglePoint]);
    }

    #[test]
    fn a_step_of_several_days_tells_each_thing_once() {
        let step = changes(&json!([
            {"effective": "2024-06-01", "action": {"move_post": {"post": "T-1", "to": "hilfe"}}},
            {"effective": "2024-09-01", "action": {"remove_post": {"post": "R-1"}}},
        ]));
        let found = check_step(&plan(value()), &[], &step, Language::German);
        assert_eq!(rules(&found), [Rule::BudgetPost, Rule::Minimum, Rule::SinglePoint]);
    }

    #[test]
    fn a_date_that_moves_and_a_package_that_is_switched_are_looked_at_like_a_step() {
        let plan = plan(value());
        let of = |day: &str| {
            changes(&json!([
                {"effective": "2024-03-01", "action": {"set_post": {"post": "T-1", "title": "Springer"}}},
                {"effective": day, "action": {"move_post": {"post": "T-1", "to": "hilfe"}}},
            ]))
        };
        // Made with a reason, the budget's rule speaks again where the post would change earlier, not where later.
        let (june, april, august) = (of("2024-06-01"), of("2024-04-01"), of("2024-08-01"));
        let earlier = check_between(&plan, &june, &april, Language::German);
        assert_eq!(rules(&earlier), [Rule::BudgetPost]);
        assert_eq!(check_between(&plan, &june, &june, Language::German), []);
        let later = check_between(&plan, &june, &august, Language::German);
        assert!(
            later.iter().all(|finding| finding.rule == Rule::BudgetPost),
            "back for two months: {later:?}"
        );
        assert!(justified_between(&plan, &june, &april, None).is_err());
        assert_eq!(justified_between(&plan, &june, &april, Some("Vorgezogen")), Ok(()));
        // Switched on, a package brings about what its steps do; a list that is put in another order brings about nothing.
        let on = check_between(&plan, &june[..1], &june, Language::English);
        assert_eq!(rules(&on), [Rule::BudgetPost]);
        let turned: Vec<Change> = june.iter().rev().cloned().collect();
        assert_eq!(check_between(&plan, &june, &turned, Language::German), []);
    }

    #[test]
    fn without_a_reason_such_a_step_is_refused_in_words() {
        let plan = plan(value());
        let step = changes(
            &json!([{"effective": "2024-06-01", "action": {"set_post": {"post": "H-1", "casework": 0}}}]),
        );
        for reason in [None, Some(""), Some("  ")] {
            let refused = justified(&plan, &[], &step, reason).unwrap_err().to_string();
            assert_eq!(
                refused,
                "Dieser Schritt wird nur mit Begründung gespeichert: Die Fallart „B“ kann nur noch die Stelle H-2 bearbeiten und entscheiden; bei Urlaub, Krankheit oder Weggang bleibt sie liegen. Bitte eine Vertretung vorsehen oder begründen."
            );
        }
        assert_eq!(justified(&plan, &[], &step, Some("Bis zur Nachbesetzung")), Ok(()));
        // Once it is so, nobody is asked again; what is only a hint never asks.
        assert_eq!(justified(&plan, &step, &step, None), Ok(()));
        let hint = changes(&json!([{"effective": "2024-06-01", "action": {"park_post": {"post": "T-1"}}}]));
        assert_eq!(rules(&check_step(&plan, &[], &hint, Language::German)), [Rule::Tray]);
        assert_eq!(justified(&plan, &[], &hint, None), Ok(()));
    }
}
