//! Outages: capacity that is missing on some days, to the day, and nothing else.

use crate::plans::{answer, change, counter, options, plan, post, run, unit};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Plan};
use stellwerk::simulation::{Forecast, Model, Options};

fn outage(from: &str, until: &str, lost: f64, units: &[&str]) -> Value {
    json!({"from": from, "until": until, "lost": lost, "label": "Ausfall des Fachverfahrens", "units": units})
}

fn with(mut value: Value, outages: &[Value]) -> Plan {
    if value["assumptions"].is_null() {
        value["assumptions"] = json!({});
    }
    value["assumptions"]["outages"] = json!(outages);
    plan(value)
}

fn fte(forecast: &Forecast) -> Vec<f64> {
    forecast.units[&unit("u")].months.effective_fte.iter().map(|month| month.mean).collect()
}

fn completions(forecast: &Forecast) -> Vec<f64> {
    forecast.units[&unit("u")].months.completions.iter().map(|month| month.mean).collect()
}

/// 20 working days in March 2024, 21 in February; 28 March is the last one of the month, 29 February of its.
#[test]
fn capacity_is_gone_from_the_first_day_to_the_last() {
    let of = |from: &str, until: &str, lost: f64| {
        let plan = with(counter(2, 0.5, 60.0, 0.5, "lognormal"), &[outage(from, until, lost, &["u"])]);
        answer(&plan, &[], &options(182, 0, 2))
    };
    let all = of("2024-03-01", "2024-03-31", 1.0);
    assert_eq!(fte(&all), [2.0, 2.0, 0.0, 2.0, 2.0, 2.0]);
    let done = completions(&all);
    assert_eq!(done[2], 0.0, "nobody completes anything");
    assert!(done[1] > 0.0 && done[3] > done[1], "{done:?}");
    // One working day more or less on either side is one day of capacity.
    let near = |found: &[f64], wanted: [f64; 6]| {
        assert!(
            found.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-6),
            "{found:?} {wanted:?}"
        );
    };
    near(&fte(&of("2024-02-29", "2024-03-27", 1.0)), [2.0, 2.0 - 2.0 / 21.0, 2.0 / 20.0, 2.0, 2.0, 2.0]);
    near(&fte(&of("2024-03-28", "2024-03-28", 0.25)), [2.0, 2.0, 2.0 - 0.5 / 20.0, 2.0, 2.0, 2.0]);
    // A weekend costs nothing.
    assert_eq!(fte(&of("2024-03-02", "2024-03-03", 1.0)), [2.0; 6]);
}

#[test]
fn overlapping_outages_multiply_what_remains() {
    let outages =
        [outage("2024-03-01", "2024-04-30", 0.5, &[]), outage("2024-03-01", "2024-03-31", 0.5, &["u"])];
    let found = answer(&with(counter(2, 0.1, 60.0, 0.5, "lognormal"), &outages), &[], &options(182, 0, 1));
    assert_eq!(fte(&found), [2.0, 2.0, 0.5, 1.0, 2.0, 2.0]);
}

/// A case of ten working days, begun on 2 January; the first week after that is hit.
#[test]
fn a_case_in_work_waits_and_is_not_lost() {
    let mut value = counter(1, 0.0, 4670.0, 0.0, "constant");
    value["case_types"][0]["opening"] = json!({"waiting": 1, "oldest_days": 0, "circulating": 0});
    value["case_types"][0]["walk_in"] = json!(false);
    let is_done = |lost: Option<f64>, days: u32| {
        let outages: Vec<Value> =
            lost.iter().map(|lost| outage("2024-01-08", "2024-01-12", *lost, &["u"])).collect();
        let (_, runs) = run(&with(value.clone(), &outages), &[], &options(days, 0, 1));
        let id = CaseTypeId::parse("a").unwrap();
        runs[0].balance().case_types[&id].completed == 1
    };
    for (lost, last) in [(None, 15), (Some(1.0), 22), (Some(0.5), 18)] {
        assert!(!is_done(lost, last - 1) && is_done(lost, last), "{lost:?}");
    }
}

/// With common random numbers, in each replication by itself.
#[test]
fn a_longer_outage_never_shortens_waiting() {
    for lost in [0.4, 1.0] {
        let waits = |last: Option<u32>| -> Vec<f64> {
            let until = |day: u32| format!("2024-03-{day:02}");
            let outages: Vec<Value> =
                last.iter().map(|day| outage("2024-03-04", &until(*day), lost, &["u"])).collect();
            let plan = with(counter(3, 0.7, 40.0, 1.0, "lognormal"), &outages);
            let one = |replication: u32| {
                let model = Model::new(&plan, &[], &options(366, 0, 1)).unwrap();
                let runs = [model.run(replication).unwrap()];
                stellwerk::simulation::forecast(&model, &runs).department.total.wait_minutes.mean
            };
            (0..4).map(one).collect()
        };
        let mut before = waits(None);
        for last in [4, 5, 8, 11, 15, 22] {
            let now = waits(Some(last));
            assert!(
                before.iter().zip(&now).all(|(before, now)| *now > before - 1e-9),
                "{last}: {before:?} {now:?}"
            );
            assert!(last < 11 || before.iter().sum::<f64>() < now.iter().sum::<f64>());
            before = now;
        }
    }
}

/// Two units without influence on one another below a third.
fn two_units() -> Value {
    let case_type = |id: &str, unit: &str| {
        json!({"id": id, "unit": unit, "name": id, "demand": {"per_year": 2000},
            "steps": [{"name": "prüfen", "minutes": 60}]})
    };
    json!({
        "format": "stellwerk-plan/1", "name": "Zwei Einheiten", "as_of": "2024-01-01",
        "units": [{"id": "w", "name": "W"}, {"id": "u", "parent": "w", "name": "U"}, {"id": "v", "parent": "w", "name": "V"}],
        "posts": [post("U-1", "u"), post("U-2", "u"), post("V-1", "v"), post("V-2", "v")],
        "case_types": [case_type("a", "u"), case_type("b", "v")],
        "assumptions": {"absence_days_per_year": 46, "turnover_per_year": 0.2}
    })
}

#[test]
fn an_outage_elsewhere_leaves_no_trace() {
    let of = |id: &str, outages: &[Value]| {
        let settings = Options { units: vec![unit(id)], ..options(300, 0, 1) };
        let model = Model::new(&with(two_units(), outages), &[], &settings).unwrap();
        (model.fingerprint(), model.run(2).unwrap())
    };
    let days = ("2024-05-06", "2024-05-17");
    for (hits, named) in [("u", &["u"][..]), ("v", &["v"]), ("uv", &["w"]), ("uv", &[])] {
        for id in ["u", "v"] {
            let (without, now) = (of(id, &[]), of(id, &[outage(days.0, days.1, 0.8, named)]));
            assert_eq!(without.0 != now.0, hits.contains(id), "{id} {named:?}");
            assert_eq!(without.1 != now.1, hits.contains(id), "{id} {named:?}");
        }
    }
    // A share more is another model, and so is a day more.
    let own = |until: &str, lost: f64| of("u", &[outage(days.0, until, lost, &["u"])]).0;
    assert_ne!(own(days.1, 0.8), own(days.1, 0.81));
    assert_ne!(own(days.1, 0.8), own("2024-05-21", 0.8));
}

#[test]
fn what_is_removed_or_switched_off_leaves_no_trace() {
    let settings = options(300, 0, 3);
    let bytes = |plan: &Plan, changes: &[stellwerk::plan::Change]| {
        serde_json::to_string(&answer(plan, changes, &settings)).unwrap()
    };
    let without = bytes(&plan(two_units()), &[]);
    let mut off = outage("2024-05-06", "2024-05-17", 1.0, &["u"]);
    let hit = with(two_units(), &[off.clone()]);
    assert_ne!(bytes(&hit, &[]), without);
    let removed = change("2024-03-01", json!({"set_assumptions": {"outages": []}}));
    assert_eq!(bytes(&hit, std::slice::from_ref(&removed)), without);
    off["enabled"] = json!(false);
    assert_eq!(bytes(&with(two_units(), &[off]), &[]), without);
    // What is removed after its first days has taken these.
    let late = change("2024-05-13", json!({"set_assumptions": {"outages": []}}));
    let week = with(two_units(), &[outage("2024-05-06", "2024-05-12", 1.0, &["u"])]);
    assert_eq!(bytes(&hit, &[late]), bytes(&week, &[]));
}
