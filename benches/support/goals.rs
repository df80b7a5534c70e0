//! The goals beside what is measured: medians of a few runs, on one core.
//!
//! Goals in nanoseconds follow from ratios to desque 0.4.0, the fastest peer known, on the machine on which that took 94 ns for a
//! customer of W1 and 221 ns for a visit of W2: a third and a fifth. They are strict where a machine is slower.

use crate::workloads;
use std::time::Instant;
use stellwerk::plan::{UnitId, builtin};
use stellwerk::simulation::{Model, Options, Progress};

/// Visits of a piece of work, after which a worker of the page looks for messages, as in `forecasting::runner`.
const PIECE: u64 = 4096;

/// Seconds of a replication: median of 15.
fn seconds(model: &Model) -> f64 {
    median_of(model, 15)
}

/// Seconds of a replication: median of some runs.
fn median_of(model: &Model, runs: u32) -> f64 {
    let mut each: Vec<f64> = (0..runs)
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
    println!("Largest memory so far: {} MB", peak() / 1024);
    large();
}

/// Largest memory of the process so far (VmHWM), in kB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}

/// 10,000 posts in 500 units for a year, with few cases and with ten times as many: whether the cost grows with the cases.
fn large() {
    let of = |units: usize, per_unit: f64| {
        let options = Options { horizon_days: 366, ..Options::default() };
        let model = Model::new(&workloads::large(units, per_unit)?, &[], &options).ok()?;
        Some((workloads::arrivals(&model) as f64, median_of(&model, 5)))
    };
    // That the work grows with the posts is a test; here is the time that it takes.
    for units in [125, 250, 500] {
        if let Some((cases, time)) = of(units, 2_000.0) {
            println!(
                "{} posts in {units} units, a year: {cases:.0} cases in {:.0} ms, {:.0} ns a case",
                20 * units,
                time * 1e3,
                time / cases * 1e9
            );
        }
    }
    let (Some((few, short)), Some((many, long))) = (of(500, 2_000.0), of(500, 20_000.0)) else { return };
    println!(
        "10,000 posts in 500 units, a year: {few:.0} cases in {:.0} ms, {many:.0} in {:.0} ms: {:.0} ns for each further case, {:.0} ms without any",
        short * 1e3,
        long * 1e3,
        (long - short) / (many - few) * 1e9,
        (short - few * (long - short) / (many - few)).max(0.0) * 1e3,
    );
    // A machine is never quiet: a tenth above a straight line through nothing still counts as linear.
    line("10,000 posts: growth of the cost over growth of the cases", long / short / (many / few), "", 1.1);
    println!("Largest memory, those 10,000 posts included: {} MB", peak() / 1024);
    deaf();
}

/// How long a worker of the page is deaf with 10,000 posts: while it compiles the plan for one unit and for all, and for a piece
/// of a replication of all. WebAssembly takes up to twice as long as what is measured here.
fn deaf() {
    let Some(plan) = workloads::large(500, 2_000.0) else { return };
    let one: Vec<UnitId> = plan.units.iter().take(1).map(|unit| unit.id.clone()).collect();
    for (what, units) in [("one unit", one), ("all units", Vec::new())] {
        let options = Options { horizon_days: 1826, units, ..Options::default() };
        let begin = Instant::now();
        let Ok(model) = Model::new(&plan, &[], &options) else { continue };
        let compiled = begin.elapsed().as_secs_f64();
        line(&format!("10,000 posts, five years: compiling {what}"), compiled * 1e3, "ms", 50.0);
        line(
            &format!("10,000 posts, five years: longest piece of {what}"),
            longest_piece(&model) * 1e3,
            "ms",
            50.0,
        );
    }
}

/// Seconds of the longest of the first two hundred pieces of a replication, its opening counted as one.
fn longest_piece(model: &Model) -> f64 {
    let begin = Instant::now();
    let Ok(mut run) = model.start(0) else { return 0.0 };
    let mut longest = begin.elapsed().as_secs_f64();
    for _ in 0..200 {
        let begin = Instant::now();
        let progress = run.advance(PIECE);
        longest = longest.max(begin.elapsed().as_secs_f64());
        match progress {
            Ok(Progress::Running(more)) => run = more,
            _ => break,
        }
    }
    longest
}

/// The built-in department over five years: all of it, and the two units that a move of a post touches.
fn department() {
    let Ok(plan) = builtin() else { return };
    let of = |units: Vec<UnitId>| Model::new(&plan, &[], &Options { units, ..Options::default() });
    let Some(all) = workloads::department() else { return };
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
