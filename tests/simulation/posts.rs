//! Capacity: kw, onboarding, moves, absence, turnover, more staff.

use crate::plans::{answer, change, counter, options, plan, post, run, two_counters, unit};
use proptest::prelude::*;
use serde_json::{Value, json};
use stellwerk::simulation::{Forecast, compare};

fn onboarding() -> Value {
    json!({"curve": [[0, 0.2], [6, 0.5], [12, 0.75], [24, 1.0]],
           "mentor": [[0, 0.2], [6, 0.1], [12, 0.05], [24, 0.0]], "transfer": 0.5})
}

fn fte(forecast: &Forecast, id: &str) -> f64 {
    forecast.units[&unit(id)].total.effective_fte.mean
}

fn monthly(forecast: &Forecast, id: &str) -> Vec<f64> {
    forecast.units[&unit(id)].months.effective_fte.iter().map(|month| month.mean).collect()
}

/// A newcomer gives 0.4875 and costs the experienced 0.15 in the first year.
#[test]
fn a_newcomer_gives_a_third_of_a_post_in_the_first_year() {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["posts"][1]["holder"] = json!({"since": "2024-01-01"});
    value["assumptions"] = json!({"onboarding": onboarding()});
    let year = options(366, 0, 1);
    let both = fte(&answer(&plan(value.clone()), &[], &year), "u");
    assert!((both - 1.0 - 0.3375).abs() < 0.005, "{both}");
    // Nobody can mentor: nobody loses time, and the warning says so.
    value["posts"].as_array_mut().unwrap().remove(0);
    let alone = answer(&plan(value), &[], &year);
    assert!((fte(&alone, "u") - 0.4875).abs() < 0.005);
    assert!(alone.warnings.iter().any(|warning| warning.contains("Einarbeitung")), "{:?}", alone.warnings);
}

#[test]
fn kw_ends_a_post_after_its_day_and_extending_it_undoes_that() {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["posts"][1]["kw"] = json!("2024-03-31");
    let ended = answer(&plan(value.clone()), &[], &options(182, 0, 1));
    assert_eq!(monthly(&ended, "u"), [2.0, 2.0, 2.0, 1.0, 1.0, 1.0]);
    // 28 March is the last working day of the month: one day less costs that day.
    value["posts"][1]["kw"] = json!("2024-03-27");
    let sooner = monthly(&answer(&plan(value.clone()), &[], &options(182, 0, 1)), "u");
    assert!((sooner[2] - (2.0 - 1.0 / 20.0)).abs() < 1e-6, "{sooner:?}");
    let longer = change("2024-02-01", json!({"set_post": {"post": "P-1", "kw": "2024-12-31"}}));
    assert_eq!(monthly(&answer(&plan(value), &[longer], &options(182, 0, 1)), "u"), [2.0; 6]);
}

/// Extending a kw date leaves nothing of it, to the last bit, in a department with illness and resignations.
#[test]
fn extending_a_kw_date_undoes_it_exactly() {
    let mut value = counter(4, 0.9, 60.0, 0.5, "lognormal");
    value["assumptions"] =
        json!({"absence_days_per_year": 46, "turnover_per_year": 0.3, "onboarding": onboarding()});
    let without = plan(value.clone());
    value["posts"][2]["kw"] = json!("2024-05-15");
    let with = plan(value);
    let settings = options(500, 0, 3);
    let figures = |plan, changes: &[_]| {
        let found = answer(plan, changes, &settings);
        (found.units, found.case_types, found.standing)
    };
    let longer = change("2024-05-15", json!({"set_post": {"post": "P-2", "kw": "2029-12-31"}}));
    assert_eq!(figures(&with, &[longer]), figures(&without, &[]));
    let lifted = change("2024-02-01", json!({"set_post": {"post": "P-2", "kw": null}}));
    assert_eq!(figures(&with, &[lifted]), figures(&without, &[]));
    assert_ne!(figures(&with, &[]), figures(&without, &[]));
}

#[test]
fn an_experienced_holder_who_moves_to_unknown_work_learns_again() {
    let moved = change("2024-07-01", json!({"move_post": {"post": "P-1", "to": "v"}}));
    let back = change("2025-01-01", json!({"move_post": {"post": "P-1", "to": "u"}}));
    let found = answer(&plan(two_counters()), &[moved, back], &options(480, 0, 1));
    let (u, v) = (monthly(&found, "u"), monthly(&found, "v"));
    assert_eq!((u[5], u[6], v[5]), (2.0, 1.0, 1.0));
    // Half of the proficiency is that of month 6; the colleague mentors a tenth.
    assert!((v[6] - (1.0 + 0.52 - 0.1)).abs() < 0.01, "{v:?}");
    assert!(v[11] > v[6] + 0.1, "{v:?}");
    assert!((v[12] - 1.0).abs() < 1e-6 && u[12] > 1.5, "{u:?} {v:?}");
}

/// Taking a move over into the plan leaves its forecast as it was, from the first day on; one of days before is history then, and the
/// holder as experienced as the plan says.
#[test]
fn a_move_that_is_adopted_has_to_be_learnt_as_before() {
    let settings = options(300, 0, 2);
    let capacity = |day: &str, decided: bool| {
        let mut plan = plan(two_counters());
        let moved = change(day, json!({"move_post": {"post": "P-1", "to": "v"}}));
        let changes = if decided {
            plan.decided.push(moved);
            Vec::new()
        } else {
            vec![moved]
        };
        let found = answer(&plan, &changes, &settings);
        (monthly(&found, "u"), monthly(&found, "v"))
    };
    for day in ["2024-01-01", "2024-03-01"] {
        assert_eq!(capacity(day, true), capacity(day, false), "{day}");
    }
    let (scenario, history) = (capacity("2023-12-31", false).1[0], capacity("2023-12-31", true).1[0]);
    // Half of the proficiency is that of month 6; the colleague mentors a tenth.
    assert!((scenario - (1.0 + 0.51 - 0.1)).abs() < 0.02, "{scenario}");
    assert_eq!(history, 2.0);
    // With the day in the job from which the holder counts there, the plan says what the scenario said.
    let mut stated = two_counters();
    stated["posts"][1]["unit"] = json!("v");
    stated["posts"][1]["holder"]["since"] = json!("2023-07-02");
    let stated = monthly(&answer(&plan(stated), &[], &settings), "v");
    let days = capacity("2024-01-01", false).1;
    assert!(stated.iter().zip(&days).all(|(one, other)| (one - other).abs() < 0.01), "{stated:?} {days:?}");
    // Who knows the work from before the plan begins: the day is said with the move.
    let known = [
        change("2024-03-01", json!({"move_post": {"post": "P-1", "to": "v"}})),
        change("2024-03-01", json!({"set_post": {"post": "P-1", "holder": {"since": "2010-01-01"}}})),
    ];
    assert_eq!(monthly(&answer(&plan(two_counters()), &known, &settings), "v")[2], 2.0);
}

#[test]
fn absence_and_turnover_have_the_size_asked_for() {
    let mut value = counter(20, 0.5, 60.0, 0.5, "lognormal");
    value["assumptions"] = json!({"absence_days_per_year": 50.2});
    let found = answer(&plan(value.clone()), &[], &options(1096, 0, 10));
    let share = fte(&found, "u") / 20.0;
    assert!((share - 0.8).abs() < 0.01, "{share}");
    // Vacant for 146.1 days after 1 / 0.2877 years: 0.4 of 3.876 years.
    value["assumptions"] = json!({"turnover_per_year": 0.25, "recruitment_days": {"mean": 146.1, "cv": 0.4}});
    let found = answer(&plan(value), &[], &options(3653, 1461, 10));
    let share = fte(&found, "u") / 20.0;
    let expected = (1.0 / 0.28768) / (1.0 / 0.28768 + 0.4);
    assert!((share - expected).abs() < 0.015, "{share} {expected}");
}

#[test]
fn a_vacancy_is_filled_on_its_day() {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["posts"][1]["holder"] = json!(null);
    value["posts"][1]["recruiting_until"] = json!("2024-03-01");
    assert_eq!(monthly(&answer(&plan(value.clone()), &[], &options(120, 0, 1)), "u"), [1.0, 1.0, 2.0, 2.0]);
    value["posts"][1]["recruiting_until"] = json!(null);
    let vacant = change("2024-02-01", json!({"set_post": {"post": "P-0", "holder": null}}));
    assert_eq!(monthly(&answer(&plan(value), &[vacant], &options(120, 0, 1)), "u"), [1.0, 0.0, 0.0, 0.0]);
}

/// Under common random numbers a post more never lengthens the wait beyond the interval.
#[test]
fn more_staff_never_waits_longer() {
    for load in [0.7, 0.95, 1.1] {
        let value = plan(counter(4, load, 50.0, 0.8, "lognormal"));
        let settings = options(400, 60, 30);
        let (model, runs) = run(&value, &[], &settings);
        let more = change("2024-01-01", json!({"add_post": post("N-1", "u")}));
        let (bigger, after) = run(&value, &[more], &settings);
        let wait = compare((&model, &runs), (&bigger, &after)).difference.department.total.wait_minutes;
        assert!(wait.mean + wait.half_width < 0.0, "{load}: {wait:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_post_more_never_lengthens_the_wait(
        posts in 1..6_usize, load in 0.5..1.3_f64, minutes in 10.0..120.0_f64, cv in 0.0..2.0_f64,
        absent in 0.0..60.0_f64, turnover in 0.0..0.4_f64, wait in prop::option::of(1.0..40.0_f64),
    ) {
        let mut value = counter(posts, load, minutes, cv, "lognormal");
        value["assumptions"] = json!({"absence_days_per_year": absent, "turnover_per_year": turnover,
            "onboarding": onboarding()});
        if let Some(mean) = wait {
            value["case_types"][0]["steps"][0]["then_days"] = json!({"mean": mean, "cv": 0.5});
        }
        let (value, settings) = (plan(value), options(250, 30, 6));
        let (model, runs) = run(&value, &[], &settings);
        let more = change("2024-01-01", json!({"add_post": post("N-1", "u")}));
        let (bigger, after) = run(&value, &[more], &settings);
        let found = compare((&model, &runs), (&bigger, &after)).difference.department.total;
        for figure in [found.wait_minutes, found.open] {
            prop_assert!(figure.mean - figure.half_width <= 0.0, "{:?}", figure);
        }
    }
}

#[test]
fn a_post_may_serve_another_unit_and_two_units() {
    let mut value = counter(1, 0.5, 60.0, 0.5, "lognormal");
    value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
    let mut other = value["case_types"][0].clone();
    (other["id"], other["unit"]) = (json!("b"), json!("v"));
    value["case_types"].as_array_mut().unwrap().push(other);
    let nobody = answer(&plan(value.clone()), &[], &options(366, 0, 2));
    assert_eq!(nobody.units[&unit("v")].total.completions.mean, 0.0);
    assert!(nobody.warnings.iter().any(|warning| warning.contains("keine Stelle")), "{:?}", nobody.warnings);
    let mut listed = value.clone();
    listed["posts"][0]["case_types"] = json!(["a", "b"]);
    let listed = answer(&plan(listed), &[], &options(366, 0, 2));
    assert!(listed.units[&unit("v")].total.completions.mean > 500.0);
    assert!(listed.units[&unit("u")].total.utilisation.mean > 0.9);
    value["posts"][0] = json!({"id": "S-1", "title": "Geteilt", "grade": "EG 9b", "holder": {"since": "2010-01-01"},
        "shares": [{"unit": "u", "fte": 0.6}, {"unit": "v", "fte": 0.4}]});
    let split = answer(&plan(value), &[], &options(366, 0, 2));
    assert!((fte(&split, "u") - 0.6).abs() < 1e-9 && (fte(&split, "v") - 0.4).abs() < 1e-9);
}

#[test]
fn a_task_that_is_recut_takes_its_queue_along() {
    let mut value = counter(1, 0.01, 60.0, 0.5, "lognormal");
    value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
    value["posts"] = json!([post("V-1", "v")]);
    value["case_types"][0]["opening"] = json!({"waiting": 20, "oldest_days": 30});
    let recut = change("2024-02-01", json!({"move_case_type": {"case_type": "a", "to": "v"}}));
    let found = answer(&plan(value), &[recut], &options(91, 0, 1));
    assert!(found.units[&unit("u")].months.open[0].mean >= 20.0);
    assert!(found.units[&unit("v")].months.open[2].mean <= 1.0);
    assert!(found.units[&unit("v")].total.completions.mean >= 20.0);
    assert_eq!(found.units[&unit("u")].total.completions.mean, 0.0);
}

/// Friday to Sunday: what arrives at the weekend lies in the queue, and is with no post.
#[test]
fn nobody_works_on_days_off() {
    let mut value = counter(3, 0.3, 5.0, 0.5, "lognormal");
    value["as_of"] = json!("2024-01-05");
    value["case_types"][0]["walk_in"] = json!(false);
    let (_, runs) = run(&plan(value), &[], &options(3, 0, 5));
    let lines = runs.iter().flat_map(|one| one.balance().case_types.into_values());
    let (waiting, in_handling) =
        lines.fold((0, 0), |sum, line| (sum.0 + line.waiting, sum.1 + line.in_handling));
    // On Friday evening a third of the fifteen posts is in the middle of a case.
    assert!(waiting > 400 && in_handling < 10, "{waiting} {in_handling}");
}
