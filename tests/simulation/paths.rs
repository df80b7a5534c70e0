//! The engine has two ways through a day: events, and for a unit whose posts all serve all of its queues a pass over its
//! cases. From the same keys both give the same figures.

use crate::plans::{change, options, plan, post, run};
use serde_json::{Value, json};
use stellwerk::plan::CaseTypeId;
use stellwerk::simulation::forecast;

/// Posts of different speeds, five or as many times more, with all that happens to cases and posts.
fn one_unit(priority: u8, times: u32) -> Value {
    let mut posts: Vec<Value> = (0..5 * times).map(|n| post(&format!("P-{n}"), "u")).collect();
    posts[1]["fte"] = json!(0.5);
    posts[2]["holder"] = json!({"since": "2023-11-01"});
    posts[3]["kw"] = json!("2024-09-30");
    json!({"format": "stellwerk-plan/1", "name": "Eine Einheit", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "Einheit"}], "posts": posts,
        "case_types": [
            {"id": "a", "unit": "u", "name": "Antrag", "demand": {"per_year": 3600 * times, "dispersion": 1.4},
             "steps": [{"name": "prüfen", "minutes": 70, "cv": 1.0, "then_days": {"mean": 0.4, "cv": 1.5}, "then_repeat": 0.2},
                       {"name": "ausgeben", "minutes": 12, "share": 0.7}],
             "follow_ups": [{"case_type": "b", "share": 0.3, "after_days": {"mean": 0.5, "cv": 1.0}}],
             "opening": {"waiting": 60, "oldest_days": 50, "circulating": 30}, "target_days": 20},
            {"id": "b", "unit": "u", "name": "Vorsprache", "walk_in": true, "demand": {"per_year": 6000 * times}, "priority": priority,
             "steps": [{"name": "Auskunft", "minutes": 15, "distribution": "exponential"}]}],
        "assumptions": {"allowance": 0.09, "absence_days_per_year": 46, "turnover_per_year": 0.3,
            "recruitment_days": {"mean": 60, "cv": 0.4},
            "onboarding": {"curve": [[0, 0.2], [12, 1.0]], "mentor": [[0, 0.2], [12, 0.0]], "transfer": 0.5}}})
}

/// A post that ended before the start and served a case type of its own, which never comes, takes nothing away from
/// anybody. Its unit is computed by events, though, because it does not serve all that the others serve.
fn by_events(mut value: Value) -> Value {
    let mut ended = post("P-ended", "u");
    (ended["case_types"], ended["kw"]) = (json!(["never"]), json!("2023-12-31"));
    value["posts"].as_array_mut().unwrap().push(ended);
    value["case_types"].as_array_mut().unwrap().push(json!({"id": "never", "unit": "u", "name": "Nie",
        "demand": {"per_year": 0}, "steps": [{"name": "nichts", "minutes": 1}]}));
    value
}

#[test]
fn the_events_and_the_lines_of_one_queue_give_the_same_figures() {
    agree(3, 1, 6);
}

#[test]
fn the_events_and_the_lines_of_two_priorities_give_the_same_figures() {
    agree(1, 1, 6);
}

/// Seventy posts do not fit into one number of bits: those that are free are looked at in another way.
#[test]
fn the_events_and_the_lines_of_many_posts_give_the_same_figures() {
    agree(1, 14, 2);
}

fn agree(priority: u8, times: u32, replications: u32) {
    let changes = [
        change("2024-05-01", json!({"add_post": post("P-new", "u")})),
        change("2024-11-01", json!({"set_assumptions": {"weekly_hours": 41.0}})),
    ];
    let settings = options(800, 30, replications);
    let (lines, by_lines) = run(&plan(one_unit(priority, times)), &changes, &settings);
    let (events, by_events) = run(&plan(by_events(one_unit(priority, times))), &changes, &settings);
    for (one, other) in by_lines.iter().zip(&by_events) {
        let (one, other) = (one.balance().case_types, other.balance().case_types);
        one.iter().for_each(|(id, balance)| assert_eq!(balance, &other[id], "{id}"));
    }
    let (one, other) = (forecast(&lines, &by_lines), forecast(&events, &by_events));
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
    for id in ["a", "b"].map(|id| CaseTypeId::parse(id).unwrap()) {
        let (a, b) = (&one.case_types[&id], &other.case_types[&id]);
        for (a, b) in a.total.each().into_iter().zip(b.total.each()) {
            assert!(near(a.mean, b.mean) && near(a.half_width, b.half_width), "{id}: {a:?} {b:?}");
        }
        for (a, b) in a.months.each().into_iter().flatten().zip(b.months.each().into_iter().flatten()) {
            assert!((a.mean - b.mean).abs() <= 1e-5 * (1.0 + a.mean.abs()), "{id}: {a:?} {b:?}");
        }
        for (a, b) in
            one.standing.case_types[&id].each().into_iter().zip(other.standing.case_types[&id].each())
        {
            assert!((a.mean - b.mean).abs() < 1e-6, "{id}: {a:?} {b:?}");
        }
    }
    assert!(one.department.total.utilisation.mean > 0.6, "{:?}", one.department.total.utilisation);
}
