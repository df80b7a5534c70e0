//! What must hold for any plan, not for examples alone.

use proptest::prelude::*;
use stellwerk::assessment::{Parameters, Request, assess, loads};
use stellwerk::plan::{Action, Change, Plan, builtin};

/// The built-in plan with other counts and whole minutes, so that sums are exact.
fn with_counts(counts: &[u64], minutes: &[u32]) -> Plan {
    let mut plan = builtin().unwrap();
    for (index, case_type) in plan.case_types.iter_mut().enumerate() {
        case_type.counts = [(2023, counts[index % counts.len()])].into();
        case_type.steps.truncate(1);
        let value = f64::from(minutes[index % minutes.len()]);
        case_type.steps[0].minutes = stellwerk::plan::Minutes::parse(value).unwrap();
    }
    plan
}

fn inputs() -> impl Strategy<Value = (Vec<u64>, Vec<u32>)> {
    (prop::collection::vec(0..20_000_u64, 7..60), prop::collection::vec(0..2_500_u32, 5..60))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn need_is_the_sum_over_case_types((counts, minutes) in inputs()) {
        let plan = with_counts(&counts, &minutes);
        let whole = assess(&plan, &Request::year(2023)).unwrap();
        for (index, case_type) in plan.case_types.iter().enumerate().step_by(9) {
            let mut rest = plan.clone();
            rest.case_types.remove(index);
            let rest = assess(&rest, &Request::year(2023)).unwrap();
            let alone = case_type.counts[&2023] as f64 * case_type.minutes_per_case();
            prop_assert_eq!(rest.total.case_minutes + alone, whole.total.case_minutes);
        }
    }

    #[test]
    fn need_grows_in_proportion_to_the_counts((counts, minutes) in inputs(), factor in 1..50_u64) {
        let one = assess(&with_counts(&counts, &minutes), &Request::year(2023)).unwrap();
        let many: Vec<u64> = counts.iter().map(|count| count * factor).collect();
        let many = assess(&with_counts(&many, &minutes), &Request::year(2023)).unwrap();
        for (one, many) in one.units.iter().zip(&many.units) {
            prop_assert_eq!(one.own.case_minutes * factor as f64, many.own.case_minutes);
            let difference = one.own.case_need * factor as f64 - many.own.case_need;
            prop_assert!(difference.abs() <= 1e-12 * many.own.case_need.max(1.0));
        }
    }

    #[test]
    fn a_unit_with_those_below_is_the_sum_of_its_parts((counts, minutes) in inputs()) {
        let plan = with_counts(&counts, &minutes);
        let assessment = assess(&plan, &Request::year(2023)).unwrap();
        for unit in &assessment.units {
            let below = || plan.children(Some(&unit.unit)).filter_map(|child| assessment.unit(&child.id));
            let minutes = below().fold(unit.own.case_minutes, |sum, child| sum + child.total.case_minutes);
            prop_assert_eq!(minutes, unit.total.case_minutes);
            let posts = below().fold(unit.own.posts.total(), |sum, child| sum + child.total.posts.total());
            prop_assert_eq!(posts, unit.total.posts.total());
        }
        let minutes: f64 = assessment.units.iter().map(|unit| unit.own.case_minutes).sum();
        prop_assert_eq!(minutes, assessment.total.case_minutes);
    }

    #[test]
    fn both_methods_agree_without_allowance(minutes in 0.0..1e9_f64, yearly in 1.0..200_000.0_f64) {
        let a = Parameters::kgst(yearly, 0.0);
        let b = Parameters::bmi(yearly, 0.0, 0.0, 0.0);
        prop_assert_eq!(a.need(minutes), b.need(minutes));
        prop_assert_eq!(a.net_minutes(), b.net_minutes());
    }

    #[test]
    fn moving_a_post_changes_no_need(post in 0..50_usize, to in 0..13_usize, ahead in any::<bool>()) {
        let before = builtin().unwrap();
        let action = Action::MovePost { post: before.posts[post].id.clone(), to: before.units[to].id.clone(), before: None };
        let Ok(after) = before.apply(&Change { effective: before.as_of, action }) else { return Ok(()) };
        let request = if ahead { Request::on(before.as_of) } else { Request::year(2023) };
        let (old, new) = (loads(&before, &request).unwrap(), loads(&after, &request).unwrap());
        let mut changed = 0;
        for ((id, old), (_, new)) in old.iter().zip(&new) {
            prop_assert_eq!(old.need, new.need, "{}", id);
            changed += usize::from(old.posts != new.posts);
        }
        prop_assert!(changed > 0);
        let all = |list: &[(stellwerk::plan::UnitId, stellwerk::assessment::Load)]| list[0].1.posts.total();
        prop_assert_eq!(all(&old), all(&new));
    }
}
