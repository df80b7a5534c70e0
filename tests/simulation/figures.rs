//! Figures that can be worked out by hand, to the day.
//!
//! Nothing is closed in Rheinland-Pfalz between 03.06.2024, a Monday, and the end of September but weekends.

use crate::plans::{WINDOW, answer, change, counter, options, plan, post, run, two_counters, unit};
use serde_json::{Value, json};
use stellwerk::assessment::staircases;
use stellwerk::plan::CaseTypeId;
use stellwerk::simulation::{Figures, Summary};

const MONDAY: &str = "2024-06-03";

/// Cases that nobody has to wait for or to work on, and that are outside for just two weeks.
fn two_weeks(target: u32) -> Value {
    let mut value = counter(1, 0.5, 60.0, 0.0, "constant");
    value["as_of"] = json!(MONDAY);
    value["case_types"][0]["target_days"] = json!(target);
    value["case_types"][0]["steps"] = json!([
        {"name": "anfordern", "minutes": 0, "distribution": "constant", "then_days": {"mean": 14.0, "cv": 0.0}},
        {"name": "erledigen", "minutes": 0, "distribution": "constant"}]);
    value
}

fn total(value: Value, days: u32) -> Figures<Summary> {
    let found = answer(&plan(value), &[], &options(days, 0, 3));
    found.case_types[&CaseTypeId::parse("a").unwrap()].total.clone()
}

#[test]
fn a_target_counts_whole_days_and_the_last_one_is_within_it() {
    for (target, within) in [(13, 0.0), (14, 1.0), (15, 1.0)] {
        let found = total(two_weeks(target), 90);
        assert!(found.completions.mean > 100.0);
        assert_eq!(found.within_target.mean, within, "{target} days");
    }
}

#[test]
fn the_days_to_completion_are_those_outside() {
    let found = total(two_weeks(14), 90);
    assert!((found.lead_days.mean - 14.0).abs() < 1e-9, "{:?}", found.lead_days);
    // Within a bin: there are sixteen between 8 and 16.
    for quantile in [found.lead_days_p50, found.lead_days_p90] {
        assert!((14.0..=14.5).contains(&quantile.mean), "{quantile:?}");
    }
}

/// One case of ten days of work; one post ends after five of them, and a slower one goes on with the other five.
fn handed_back() -> Value {
    let mut value = counter(2, 0.0, 60.0, 0.0, "constant");
    value["as_of"] = json!(MONDAY);
    value["posts"][0]["kw"] = json!("2024-06-07");
    value["posts"][1]["fte"] = json!(0.5);
    value["case_types"][0]["opening"] = json!({"waiting": 1});
    value["case_types"][0]["steps"][0]["minutes"] = json!(10.0 * WINDOW);
    value
}

#[test]
fn a_post_that_ends_hands_back_what_is_left() {
    // Five days at full speed until 07.06., ten at half speed from the 10th on: the evening of 21.06., the nineteenth day.
    for (days, completed) in [(18, 0.0), (19, 1.0)] {
        assert_eq!(total(handed_back(), days).completions.mean, completed, "{days} days");
    }
    // With one day more before it ends, two days at half speed fewer are left.
    let mut value = handed_back();
    value["posts"][0]["kw"] = json!("2024-06-10");
    for (days, completed) in [(17, 0.0), (18, 1.0)] {
        assert_eq!(total(value.clone(), days).completions.mean, completed, "{days} days");
    }
}

#[test]
fn of_several_posts_that_end_together_the_older_case_goes_first() {
    // Older than the other: the quicker post has it. Both end, and a third post goes on.
    let mut value = handed_back();
    let mut third = post("P-2", "u");
    third["fte"] = json!(0.25);
    value["posts"][1]["kw"] = json!("2024-06-07");
    value["posts"].as_array_mut().unwrap().push(third);
    value["case_types"][0]["opening"] = json!({"waiting": 3, "oldest_days": 60});
    let plan = plan(value);
    // The third has a case of its own, of which nothing is done before the others are handed back.
    let (model, runs) = run(&plan, &[], &options(400, 0, 1));
    let lead = |days: u32| {
        let (model, runs) = run(&plan, &[], &options(days, 0, 1));
        runs[0].unit(&model, &unit("u")).unwrap().total.clone()
    };
    let all = runs[0].unit(&model, &unit("u")).unwrap().total.clone();
    assert_eq!(all.completions, Some(3.0));
    let first_day = (1..400).find(|days| lead(*days).completions == Some(1.0)).unwrap();
    let second_day = (first_day..400).find(|days| lead(*days).completions == Some(2.0)).unwrap();
    // Its own case takes 40 days; then the older one with 5 left takes 20, the other with 7.5 left 30.
    let working = |days: u32| (0..days).filter(|day| day % 7 < 5).count();
    assert_eq!((working(first_day), working(second_day)), (40, 60));
}

/// A move on the day on which the plan begins and one on the day after differ by that day.
#[test]
fn a_move_on_the_first_day_is_not_free_either() {
    let value = |as_of: &str| {
        let mut value = two_counters();
        value["as_of"] = json!(as_of);
        plan(value)
    };
    let fte = |as_of: &str, changes: &[_]| -> Vec<f64> {
        let found = answer(&value(as_of), changes, &options(500, 0, 1));
        found.units[&unit("v")].months.effective_fte.iter().map(|month| month.mean).collect()
    };
    let to = |on: &str| change(on, json!({"move_post": {"post": "P-1", "to": "v"}}));
    let park = |on: &str| change(on, json!({"park_post": {"post": "P-1"}}));
    // A Saturday as the first day; and a holiday, the first working day after which is the 2nd.
    for (as_of, later) in
        [("2024-06-03", "2024-06-04"), ("2024-06-01", "2024-06-03"), ("2024-01-01", "2024-01-02")]
    {
        let (first, second) = (fte(as_of, &[to(as_of)]), fte(as_of, &[to(later)]));
        let near = first.iter().zip(&second).skip(1).all(|(one, other)| (one - other).abs() < 0.02);
        assert!(near, "{as_of}: {first:?} {second:?}");
        // Half of the proficiency is that of month 6; the colleague mentors a tenth.
        assert!((first[1] - (1.0 + 0.54 - 0.1)).abs() < 0.03 && first[0] < 1.46, "{as_of}: {first:?}");
        assert_eq!(fte(as_of, &[park(as_of), to(as_of)]), first, "over the tray, on the same day");
        let parked = fte(as_of, &[park(as_of), to("2024-07-01")]);
        assert_eq!(parked, fte(as_of, &[to("2024-07-01")]), "over the tray, later");
        // What was decided for days before is history, and what a scenario has from before begins on the first day.
        assert_eq!(fte(as_of, &[to("2023-01-01")]), first);
        let mut decided = value(as_of);
        decided.decided = vec![to("2023-01-01")];
        let found = answer(&decided, &[], &options(100, 0, 1));
        assert!(found.units[&unit("v")].months.effective_fte.iter().all(|month| month.mean == 2.0));
    }
}

/// What the staircase and the cards say of a day is what the simulation reckons with in its month.
#[test]
fn the_staircase_of_a_day_knows_who_has_to_learn_anew() {
    let plan = plan(two_counters());
    for on in ["2024-01-01", "2024-03-01"] {
        let changes = [change(on, json!({"move_post": {"post": "P-1", "to": "v"}}))];
        let found = answer(&plan, &changes, &options(366, 0, 1));
        let months: Vec<f64> =
            found.units[&unit("v")].months.effective_fte.iter().map(|month| month.mean).collect();
        for month in [4_usize, 7, 11] {
            let middle = format!("2024-{:02}-16", month + 1).parse().unwrap();
            let steps = staircases(&plan.on(middle, &changes).plan, middle).unwrap();
            let step = steps.iter().find(|step| step.unit == unit("v")).unwrap();
            assert!(
                (step.effective - months[month]).abs() < 0.02,
                "{on} {middle}: {step:?} {}",
                months[month]
            );
            assert!(step.present - step.proficient > 0.1, "{step:?}");
        }
    }
}

/// Whoever is named along with the move is as experienced as named.
#[test]
fn a_new_holder_of_the_first_day_is_as_experienced_as_the_change_says() {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
    let mut other = value["case_types"][0].clone();
    (other["id"], other["unit"]) = (json!("b"), json!("v"));
    value["case_types"].as_array_mut().unwrap().push(other);
    value["assumptions"] = json!({"onboarding": {"curve": [[0, 0.2], [24, 1.0]], "transfer": 0.5}});
    let on = "2024-01-01";
    let changes = [
        change(on, json!({"move_post": {"post": "P-1", "to": "v"}})),
        change(on, json!({"set_post": {"post": "P-1", "holder": {"since": "2015-01-01"}}})),
    ];
    let found = answer(&plan(value), &changes, &options(60, 0, 1));
    assert!(found.units[&unit("v")].months.effective_fte.iter().all(|month| month.mean == 1.0));
}
