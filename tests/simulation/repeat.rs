//! Same in, same out; and what is not touched does not move.

use crate::plans::{change, options, plan, post, run, unit};
use serde_json::json;
use stellwerk::plan::Plan;
use stellwerk::simulation::{Forecast, Model, Progress, Summary, compare, forecast};

/// Two units without influence on one another, with all effects.
fn two_units() -> Plan {
    let case_type = |id: &str, unit: &str, per_year: f64| {
        json!({"id": id, "unit": unit, "name": id, "demand": {"per_year": per_year, "dispersion": 1.4},
            "steps": [{"name": "prüfen", "minutes": 60, "then_days": {"mean": 20, "cv": 0.5}},
                      {"name": "ausgeben", "minutes": 12, "share": 0.8}],
            "follow_ups": [{"case_type": id, "share": 0.6, "after_days": {"mean": 300, "cv": 0.2}}],
            "opening": {"waiting": 50, "oldest_days": 60, "circulating": 200}, "target_days": 40})
    };
    plan(json!({
        "format": "stellwerk-plan/1", "name": "Zwei Einheiten", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "U"}, {"id": "v", "name": "V"}],
        "posts": [post("U-1", "u"), post("U-2", "u"), post("V-1", "v"), post("V-2", "v")],
        "case_types": [case_type("a", "u", 2200.0), case_type("b", "v", 2000.0)],
        "populations": [{"id": "p", "unit": "v", "name": "P", "opening": 500, "inflow_per_year": 200,
                         "mean_stay_days": 700, "places": 600}],
        "assumptions": {"allowance": 0.09, "absence_days_per_year": 46, "turnover_per_year": 0.2,
            "onboarding": {"curve": [[0, 0.2], [6, 0.5], [12, 0.75], [24, 1.0]],
                           "mentor": [[0, 0.2], [6, 0.1], [12, 0.05], [24, 0.0]], "transfer": 0.5}}
    }))
}

fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The same number on every machine; it changes only with a deliberate change of the model, never by chance.
#[test]
fn gives_the_same_bytes_twice_and_everywhere() {
    let settings = options(900, 30, 3);
    let texts: Vec<String> = (0..2)
        .map(|_| {
            let (model, runs) = run(&two_units(), &[], &settings);
            // Words may change without the model.
            let forecast = Forecast { warnings: Vec::new(), ..forecast(&model, &runs) };
            serde_json::to_string(&(forecast, runs)).unwrap()
        })
        .collect();
    assert_eq!(texts[0], texts[1]);
    assert_eq!(hash(&texts[0]), GOLDEN, "the model has changed: {:#x}", hash(&texts[0]));
}

const GOLDEN: u64 = 0xac7f_6c5b_7991_0879;

/// However small the pieces are; and no piece is much larger than it was asked to be.
#[test]
fn in_pieces_a_replication_is_the_same() {
    let model = Model::new(&two_units(), &[], &options(200, 0, 1)).unwrap();
    let whole = model.run(3).unwrap();
    for (visits, least) in [(1, 200), (40, 20), (u64::MAX, 1)] {
        let (mut pieces, mut run) = (1, model.start(3).unwrap());
        let found = loop {
            match run.advance(visits).unwrap() {
                Progress::Done(found) => break found,
                Progress::Running(more) => (run, pieces) = (more, pieces + 1),
            }
        };
        assert_eq!(*found, whole);
        assert!(pieces >= least, "{pieces} pieces of {visits}");
    }
}

#[test]
fn the_order_of_replications_does_not_matter() {
    let (model, mut runs) = run(&two_units(), &[], &options(200, 0, 5));
    let forward = forecast(&model, &runs);
    runs.reverse();
    runs.push(runs[0].clone());
    assert_eq!(forecast(&model, &runs), forward);
    assert_eq!(forward.replications, 5);
}

#[test]
fn replications_survive_being_sent() {
    let (_, runs) = run(&two_units(), &[], &options(200, 0, 2));
    let sent: Vec<stellwerk::simulation::Replication> =
        serde_json::from_str(&serde_json::to_string(&runs).unwrap()).unwrap();
    assert_eq!(sent, runs);
}

/// A change of one unit leaves the other as it was, exactly.
#[test]
fn what_is_not_touched_does_not_move() {
    let baseline = two_units();
    let settings = options(900, 0, 4);
    let (model, runs) = run(&baseline, &[], &settings);
    let changes = [
        change("2024-06-01", json!({"add_post": post("U-0", "u")})),
        change("2025-01-01", json!({"set_case_type": {"case_type": "a", "priority": 1}})),
    ];
    let (changed, after) = run(&baseline, &changes, &settings);
    let comparison = compare((&model, &runs), (&changed, &after));
    let still = |summary: &Summary| summary.mean == 0.0 && summary.half_width == 0.0;
    let other = &comparison.difference.units[&unit("v")];
    assert!(other.total.each().into_iter().all(still), "{other:?}");
    assert!(other.months.each().into_iter().flatten().all(still));
    let touched = &comparison.difference.units[&unit("u")];
    assert!(touched.total.open.mean + touched.total.open.half_width < 0.0, "{:?}", touched.total.open);
    assert!(still(&touched.months.open[4]), "nothing before the change");
    assert!(comparison.scenario.warnings.iter().all(|warning| !warning.contains("wirkt nicht")));
}
