//! What a large plan costs, counted in work of the engine and not in time.

use crate::plans::{options, plan};
use serde_json::json;
use stellwerk::simulation::{Model, Progress};

/// Work of a replication of four weeks, and the cases that it completes: units of twenty posts each.
fn work(units: usize, per_unit: f64) -> (f64, f64) {
    let all: Vec<_> = (0..units).map(|n| json!({"id": format!("u-{n}"), "name": "Einheit"})).collect();
    let post = |n: usize| {
        json!({"id": format!("P-{n}"), "unit": format!("u-{}", n % units), "title": "Sachbearbeitung", "grade": "EG 9b",
            "holder": {"since": "2020-01-01"}})
    };
    let case_type = |n: usize| {
        json!({"id": format!("c-{n}"), "unit": format!("u-{n}"), "name": "Antrag", "demand": {"per_year": per_unit},
            "steps": [{"name": "prüfen", "minutes": 1_200_000.0 / per_unit, "then_days": {"mean": 7}},
                      {"name": "ausgeben", "minutes": 120_000.0 / per_unit}]})
    };
    let plan = plan(
        json!({"format": "stellwerk-plan/1", "name": "Groß", "as_of": "2024-01-01", "units": all,
        "posts": (0..20 * units).map(post).collect::<Vec<_>>(), "case_types": (0..units).map(case_type).collect::<Vec<_>>(),
        "assumptions": {"absence_days_per_year": 46, "turnover_per_year": 0.15}}),
    );
    let model = Model::new(&plan, &[], &options(28, 0, 1)).unwrap();
    let (mut run, mut done) = (model.start(0).unwrap(), 0);
    loop {
        // A piece of no work is a day.
        match run.advance(0).unwrap() {
            Progress::Running(more) => run = more,
            Progress::Done(replication) => {
                let balance = replication.balance();
                assert!(balance.holds());
                let cases: u64 = balance.case_types.values().map(|of| of.arrivals).sum();
                return (done as f64, cases as f64);
            }
        }
        done = run.work();
    }
}

/// 10,000 posts in 500 units: as many cases for each of them, and the work grows as the cases do.
#[test]
fn the_cost_grows_linearly_with_posts_and_cases() {
    let sizes = [125, 250, 500].map(|units| work(units, 4_000.0));
    for pair in sizes.windows(2) {
        let [(less, few), (more, many)] = [pair[0], pair[1]];
        let growth = (more / less) / (many / few);
        assert!((growth - 1.0).abs() < 0.01, "{pair:?}: {growth}");
    }
    // Of the same posts: what a day costs without any case is the same, and each further case costs as much as the one before.
    let [(one, few), (two, more), (four, most)] =
        [2_000.0, 4_000.0, 8_000.0].map(|per_unit| work(500, per_unit));
    let (first, second) = ((two - one) / (more - few), (four - two) / (most - more));
    assert!((second / first - 1.0).abs() < 0.05, "{first} {second}");
    // A case has two visits, of which some are yet to come, and counts when it arrives.
    assert!((1.0..=3.0).contains(&first), "{first}");
}
