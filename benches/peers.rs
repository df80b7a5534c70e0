//! Our side of the comparison with other simulators (`scripts/bench-peers.sh`): runs the models of
//! `benches/peers/models.json` and prints one line of JSON for each.
//!
//! `cargo bench --no-default-features --bench peers -- benches/peers/models.json`
//!
//! With a seed instead of a file it runs one round of W1 and W2, for `scripts/bench-fast-peer.sh`; with the name of a workload and
//! a number so many replications of it, for `scripts/bench-goals.sh`.
//!
//! The models are queues in front of servers. Here they are plans in the ordinary format, with walk-in cases
//! and the calendar of Rheinland-Pfalz. Horizons stay within 2024 and 2025, which have 251 working days each: the load is
//! then the same throughout. Measured is wall time, which is never less than the CPU time that is taken for the others.

#[path = "support/workloads.rs"]
#[allow(dead_code, reason = "shared with the other benchmark")]
mod workloads;

use serde_json::{Value, json};
use std::error::Error;
use std::time::Instant;
use stellwerk::plan::{Plan, Unit, UnitId, builtin};
use stellwerk::simulation::{Model, Options, Replication};

/// Minutes of a working day at 39 hours a week.
const WINDOW: f64 = 468.0;
/// Working days of a year, on which the engine spreads the cases of a year.
const WORKING_DAYS: f64 = 251.0;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds `--bench`.
    let named = std::env::args().skip(1).find(|one| !one.starts_with("--"));
    if let Some(seed) = named.as_deref().and_then(|word| word.parse().ok()) {
        return round(seed);
    }
    if let Some(model) = named.as_deref().filter(|word| word.starts_with('W')) {
        let runs = std::env::args().next_back().and_then(|word| word.parse().ok()).unwrap_or(1);
        return repeat(model, runs);
    }
    let path = named.unwrap_or_else(|| "benches/peers/models.json".to_owned());
    let models: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    for model in models["models"].as_array().ok_or("no models")? {
        println!("{}", measure(model, models["runs"].as_u64().unwrap_or(5))?);
    }
    Ok(())
}

/// Visits that a case of W2 makes: a fifth comes back once.
const VISITS_OF_W2: f64 = 1.2;
/// The unit of W2 whose waits are compared: the largest.
const UNIT_OF_W2: &str = "u18";

/// One replication of W1 and one of W2, with the mean wait of their largest unit in minutes.
fn round(seed: u32) -> Result<(), Box<dyn Error>> {
    for (name, model, visits, unit) in [
        ("W1", workloads::w1(), 1.0, "u"),
        ("W2", workloads::w2(), VISITS_OF_W2, UNIT_OF_W2),
        ("W2 by events", workloads::w2_by_events(), VISITS_OF_W2, UNIT_OF_W2),
    ] {
        let model = model.ok_or("no model")?;
        // The first one makes room that later ones use again, as in the product; WebAssembly is compiled for speed while the first ones run.
        for _ in 0..if cfg!(target_arch = "wasm32") { 10 } else { 1 } {
            model.run(seed)?;
        }
        let start = Instant::now();
        let run = model.run(seed)?;
        let seconds = start.elapsed().as_secs_f64();
        let cases = run.balance().case_types.values().map(|line| line.arrivals).sum::<u64>();
        let visits = cases as f64 * visits;
        let wait = wait(&model, &run, unit)?;
        println!(
            "{}",
            json!({"tool": "stellwerk", "model": name, "visits": visits, "seconds": seconds, "wait": wait})
        );
    }
    Ok(())
}

/// Replications of a workload and nothing else: what is counted in a run with many less that in a run with few is theirs.
fn repeat(name: &str, runs: u32) -> Result<(), Box<dyn Error>> {
    match name {
        "W-units" => return unit_by_unit(runs),
        "W3-draws" => return draws(false, runs),
        "W3-shared-draws" => return draws(true, runs),
        _ => {}
    }
    let (model, visits) = match name {
        "W1" => (workloads::w1(), 1.0),
        "W2" => (workloads::w2(), VISITS_OF_W2),
        "W2-events" => (workloads::w2_by_events(), VISITS_OF_W2),
        "W3" => (workloads::w3(false), VISITS_OF_W2),
        "W3-shared" => (workloads::w3(true), VISITS_OF_W2),
        // Of the department the cases are told: most of them are visited once.
        "W-department" => (workloads::department(), 1.0),
        _ => return Err(format!("no workload {name}").into()),
    };
    let model = model.ok_or("no model")?;
    let (mut seconds, mut cases) = (Vec::new(), 0);
    for number in 0..runs {
        let start = Instant::now();
        let run = model.run(number)?;
        seconds.push(start.elapsed().as_secs_f64());
        cases = run.balance().case_types.values().map(|line| line.arrivals).sum::<u64>();
    }
    tell(name, cases as f64 * visits, seconds);
    Ok(())
}

/// The draws of the new cases of W3 and nothing else, as a workload of its own: its visits are those cases.
fn draws(shared: bool, runs: u32) -> Result<(), Box<dyn Error>> {
    let model = workloads::w3(shared).ok_or("no model")?;
    let (mut seconds, mut cases) = (Vec::new(), 0);
    for number in 0..runs {
        let start = Instant::now();
        let (drawn, minutes) = std::hint::black_box(model.drawn(number)?);
        seconds.push(start.elapsed().as_secs_f64());
        assert!(minutes > 0.0);
        cases = drawn;
    }
    tell(if shared { "W3-shared-draws" } else { "W3-draws" }, cases as f64, seconds);
    Ok(())
}

/// A line of JSON: the visits of a replication, the median and the least of the seconds, and the memory.
fn tell(name: &str, visits: f64, mut seconds: Vec<f64>) {
    seconds.sort_by(f64::total_cmp);
    let (median, least) = (seconds.get(seconds.len() / 2), seconds.first());
    println!(
        "{}",
        json!({"model": name, "visits": visits, "seconds": median, "least": least, "memory_kb": peak()})
    );
}

/// Replications of the built-in department one unit at a time, as the page's workers compute them.
fn unit_by_unit(runs: u32) -> Result<(), Box<dyn Error>> {
    let plan = builtin().map_err(|errors| errors.to_string())?;
    let of =
        |unit: &Unit| Model::new(&plan, &[], &Options { units: vec![unit.id.clone()], ..Options::default() });
    let models: Vec<Model> = plan.units.iter().map(of).collect::<Result<_, _>>()?;
    let (mut seconds, mut cases) = (Vec::new(), 0);
    for number in 0..runs {
        let start = Instant::now();
        cases = 0;
        for model in &models {
            let balance = model.run(number)?.balance();
            cases += balance.case_types.values().map(|line| line.arrivals).sum::<u64>();
        }
        seconds.push(start.elapsed().as_secs_f64());
    }
    tell("W-units", cases as f64, seconds);
    Ok(())
}

/// Largest memory of the process so far (VmHWM), in kB; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Mean wait of a unit over a replication, in minutes.
fn wait(model: &Model, run: &Replication, unit: &str) -> Result<Option<f64>, Box<dyn Error>> {
    let unit = UnitId::parse(unit).map_err(|error| error.to_string())?;
    Ok(run.unit(model, &unit).and_then(|one| one.total.wait_minutes))
}

/// One unit whose posts take all steps of a case in one visit.
fn plan(model: &Value) -> Result<Plan, Box<dyn Error>> {
    let post = |number| {
        json!({"id": format!("P-{number}"), "unit": "u", "title": "Schalter", "grade": "EG 8",
            "holder": {"since": "2010-01-01"}})
    };
    let posts: Vec<_> = (0..model["servers"].as_u64().ok_or("no servers")?).map(post).collect();
    let step = |given: &Value| json!({"name": "Schritt", "distribution": "exponential", "minutes": given["minutes"], "share": given["share"]});
    let steps: Vec<_> = model["steps"].as_array().ok_or("no steps")?.iter().map(step).collect();
    let rate = 1.0 / model["mean_interarrival"].as_f64().ok_or("no arrivals")?;
    let value = json!({"format": "stellwerk-plan/1", "name": model["name"], "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "Schalter"}], "posts": posts,
        "case_types": [{"id": "a", "unit": "u", "name": "Vorsprache", "walk_in": true, "steps": steps,
            "demand": {"per_year": rate * WINDOW * WORKING_DAYS}}]});
    Plan::from_json(value.to_string().as_bytes()).map_err(|errors| errors.to_string().into())
}

fn measure(model: &Value, runs: u64) -> Result<Value, Box<dyn Error>> {
    let horizon_days = u32::try_from(model["horizon_days"].as_u64().ok_or("no horizon")?)?;
    let options = Options { horizon_days, seed: 1, ..Options::default() };
    let is_w2 = model["units"].is_array();
    let (compiled, unit, visits) = if is_w2 {
        (workloads::w2_over(horizon_days).ok_or("no model")?, UNIT_OF_W2, VISITS_OF_W2)
    } else {
        (Model::new(&plan(model)?, &[], &options)?, "u", 1.0)
    };
    let (mut seconds, mut customers, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..u32::try_from(runs)? {
        let start = Instant::now();
        let run = compiled.run(number)?;
        seconds.push(start.elapsed().as_secs_f64());
        let cases = run.balance().case_types.values().map(|line| line.completed).sum::<u64>();
        customers.push(cases as f64 * visits);
        waits.push(wait(&compiled, &run, unit)?);
    }
    Ok(json!({"tool": "stellwerk", "version": env!("CARGO_PKG_VERSION"), "model": model["name"],
        "customers": customers, "seconds": seconds, "waits": waits}))
}
