//! What a replication costs: `cargo bench --no-default-features --bench engine`.

#[path = "support/goals.rs"]
mod goals;
#[path = "support/workloads.rs"]
mod workloads;

use criterion::{Criterion, Throughput, criterion_group};
use stellwerk::plan::builtin;
use stellwerk::simulation::{Model, Options};
use workloads::arrivals;

/// Five years of the department of the source document, and of each of two of its units.
fn department(criterion: &mut Criterion) {
    let Ok(plan) = builtin() else { return };
    let mut group = criterion.benchmark_group("builtin, five years");
    let all = Options::default();
    group.bench_function("compile", |bencher| bencher.iter(|| Model::new(&plan, &[], &all)));
    let mut selections = vec![("all".to_owned(), Vec::new())];
    for unit in plan.units.iter().filter(|unit| plan.case_types.iter().any(|one| one.unit == unit.id)) {
        selections.push((unit.id.to_string(), vec![unit.id.clone()]));
    }
    for (name, units) in selections {
        let Ok(model) = Model::new(&plan, &[], &Options { units, ..all.clone() }) else { continue };
        group.throughput(Throughput::Elements(arrivals(&model)));
        let mut number = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                number += 1;
                model.run(number)
            });
        });
    }
    group.finish();
}

/// The usual workloads.
fn workload(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("workloads");
    group.sample_size(20);
    for (name, model) in [
        ("W1: M/M/11", workloads::w1()),
        ("W2: eight units", workloads::w2()),
        ("W2 by events", workloads::w2_by_events()),
        ("W3: 45 posts", workloads::w3(false)),
        ("W3, posts shared", workloads::w3(true)),
    ] {
        let Some(model) = model else { continue };
        group.throughput(Throughput::Elements(arrivals(&model)));
        group.bench_function(name, |bencher| bencher.iter(|| model.run(0)));
    }
    group.finish();
}

/// 10,000 posts in 500 units for a year, at two numbers of cases: the cost grows with the cases. And one unit of them.
fn large(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10,000 posts in 500 units, a year");
    group.sample_size(10);
    for per_unit in [2_000.0, 20_000.0] {
        let Some(plan) = workloads::large(500, per_unit) else { continue };
        let options = Options { horizon_days: 366, ..Options::default() };
        let one = Options {
            units: plan.units.iter().take(1).map(|unit| unit.id.clone()).collect(),
            ..options.clone()
        };
        for (name, options) in [("all", options), ("one unit", one)] {
            group.bench_function(format!("compile {name}, {per_unit} cases a unit"), |bencher| {
                bencher.iter(|| Model::new(&plan, &[], &options));
            });
            let Ok(model) = Model::new(&plan, &[], &options) else { continue };
            group.throughput(Throughput::Elements(arrivals(&model)));
            group.bench_function(format!("{name}, {per_unit} cases a unit"), |bencher| {
                bencher.iter(|| model.run(0))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, department, workload, large);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    // Where a name is given, one thing is looked at.
    if std::env::args().skip(1).all(|argument| argument.starts_with("--")) {
        goals::print();
    }
}
