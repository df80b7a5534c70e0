//! What the assumptions read and write.

use super::*;
use crate::plan::{Change, builtin};

#[test]
fn every_assumption_can_be_edited_and_put_back() {
    let plan = builtin().unwrap();
    let all: Vec<Assumption> = Assumption::of(&plan).into_iter().flat_map(|(_, all)| all).collect();
    assert!(all.len() > 250, "{}", all.len());
    for kind in [
        "Mentor",
        "Enquiries",
        "Growth",
        "Dispersion",
        "Priority",
        "Wait(",
        "FollowUp",
        "Waiting",
        "OldestWaiting",
        "EventFactor",
        "EventDate",
    ] {
        assert!(all.iter().any(|one| format!("{one:?}").starts_with(kind)), "{kind}");
    }
    for assumption in all {
        let before = assumption.value(&plan).unwrap();
        let wanted = match assumption.entry() {
            Entry::Number(least, most, _) => (before * 1.25 + 1.0).clamp(least, most).floor(),
            Entry::Switch => 1.0 - before,
            Entry::Form => 2.0,
            Entry::Date => before + 45.0,
        };
        let edit = |plan: &Plan, value: f64| {
            let action = assumption.action(plan, value).unwrap();
            plan.apply(&Change { effective: plan.as_of, action }).unwrap()
        };
        let changed = edit(&plan, wanted);
        let now = assumption.value(&changed).unwrap();
        assert!((now - wanted).abs() < 1e-9 * wanted.max(1.0), "{assumption:?}: {now}, not {wanted}");
        let back = edit(&changed, before);
        let again = assumption.value(&back).unwrap();
        assert!((again - before).abs() < 1e-9 * before.max(1.0), "{assumption:?}: {again}, not {before}");
    }
}

#[test]
fn an_edit_changes_nothing_else() {
    let plan = builtin().unwrap();
    let action = Assumption::Transfer.action(&plan, 40.0).unwrap();
    let changed = plan.apply(&Change { effective: plan.as_of, action }).unwrap();
    assert_eq!(changed.assumptions.onboarding.curve, plan.assumptions.onboarding.curve);
    assert_eq!(changed.case_types, plan.case_types);
    let action = Assumption::OnboardingMonths.action(&plan, 12.0).unwrap();
    let changed = plan.apply(&Change { effective: plan.as_of, action }).unwrap();
    let months: Vec<f64> = changed.assumptions.onboarding.curve.iter().map(|point| point.0).collect();
    assert_eq!(months, [0.0, 3.0, 6.0, 12.0]);
}
#[test]
fn a_rank_is_set_alone() {
    let plan = builtin().unwrap();
    let id = plan.case_types[0].id.clone();
    let action = Assumption::Priority(id.clone()).action(&plan, 3.0).unwrap();
    assert_eq!(action, Action::SetCaseType(CaseTypePatch { priority: Some(3), ..CaseTypePatch::new(id) }));
}
