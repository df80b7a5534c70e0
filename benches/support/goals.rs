//! The goals beside what is measured: medians of a few runs, on one core.
//!
//! Goals in nanoseconds follow from ratios to desque 0.4.0, the fastest peer known, on the machine on which that took 94 ns for a
//! customer of W1 and 221 ns for a visit of W2: a third and a fifth. They are strict where a machine is slower.

use crate::workloads;
use std::time::Instant;
use stellwerk::plan::{UnitId, builtin};
use stellwerk::simulation::{Model, Options};

/// Seconds of a replication: median of 15.
fn seconds(model: &Model) -> f64 {
    let mut each: Vec<f64> = (0..15)
        .map(|number| {
            let start = Instant::now();
            let run = model.run(number);
            let elapsed = start.elapsed().as_secs_f64();
            drop(run);
            elapsed
        })
        .collect();
    each.sort_by(f64::total_cmp);
    each[each.len() / 2]
}

fn line(what: &str, found: f64, unit: &str, goal: f64) {
    let verdict = if found <= goal { "met" } else { "NOT met" };
    println!("{what:64} {found:9.1} {unit:12} goal {goal:7.1}  {verdict}");
}

/// Prints a line for each goal; the ratios to other simulators are those of `scripts/bench-peers.sh`.
pub fn print() {
    println!("\nGoals (one core, median of 15 replications)");
    department();
    if let Some(model) = workloads::w1() {
        let each = seconds(&model) / workloads::arrivals(&model) as f64;
        line("W1: M/M/11, load 0.9, a million customers", each * 1e9, "ns/customer", 31.0);
    }
    if let Some(model) = workloads::w2() {
        let each = seconds(&model) / (1.2 * workloads::arrivals(&model) as f64);
        line("W2: 8 units, 150,000 cases, 20 % come back, 1.2 visits a case", each * 1e9, "ns/visit", 44.0);
    }
}

/// The built-in department over five years: all of it, and the two units that a move of a post touches.
fn department() {
    let Ok(plan) = builtin() else { return };
    let of = |units: Vec<UnitId>| Model::new(&plan, &[], &Options { units, ..Options::default() });
    let Ok(all) = of(Vec::new()) else { return };
    let whole = seconds(&all);
    println!("Built-in department: {} cases in five years", workloads::arrivals(&all));
    line("the whole department, one replication", whole * 1e3, "ms", 60.0);
    line("the whole department, 200 pairs on 4 cores", whole * 400.0 / 4.0, "s", 2.0);
    let touched: f64 = ["aufenthalt", "einbuergerung"]
        .into_iter()
        .filter_map(|unit| UnitId::parse(unit).ok())
        .filter_map(|unit| of(vec![unit]).ok())
        .map(|model| seconds(&model))
        .sum();
    line("what a move Aufenthalt -> Einbürgerung touches, 200 pairs on 4", touched * 400.0 / 4.0, "s", 2.0);
}
