//! Whether the 95 % intervals hold the truth as often as they say.

use crate::plans::{counter, options, plan, unit};
use serde_json::json;
use stellwerk::simulation::{Model, Options, Summariser, forecast};

const TRUTHS: u32 = 1_000;
const RUNS: u32 = 20;

#[track_caller]
fn holds(covered: u32) {
    assert!((930..=970).contains(&covered), "{covered} of {TRUTHS} intervals hold the truth");
}

/// A thousand plans with arrivals of their own, more dispersed than Poisson, each with twenty replications.
#[test]
fn of_arrivals_over_a_thousand_plans() {
    let mut covered = 0;
    for number in 0..TRUTHS {
        let per_year = 500.0 + 7.0 * f64::from(number);
        let mut value = counter(1, 0.0, 30.0, 1.0, "exponential");
        value["case_types"][0]["walk_in"] = json!(false);
        value["case_types"][0]["demand"] =
            json!({"per_year": per_year, "dispersion": 1.0 + f64::from(number % 5)});
        let settings = Options { seed: u64::from(number), ..options(61, 0, RUNS) };
        let model = Model::new(&plan(value), &[], &settings).unwrap();
        let runs: Vec<_> = (0..RUNS).map(|run| model.run(run).unwrap()).collect();
        let arrivals = forecast(&model, &runs).department.total.arrivals;
        covered += u32::from((arrivals.mean - per_year * 61.0 / 366.0).abs() <= arrivals.half_width);
    }
    holds(covered);
}

/// A thousand intervals of the mean wait, which is skewed, and of the days to completion, against their common mean.
#[test]
fn of_waits_over_a_thousand_seeds() {
    let value = plan(counter(3, 0.75, 60.0, 0.8, "lognormal"));
    let mut summariser = Summariser::new(RUNS as usize);
    let (mut waits, mut leads) = (Vec::new(), Vec::new());
    for seed in 0..TRUTHS {
        let model = Model::new(&value, &[], &Options { seed: seed.into(), ..options(91, 20, RUNS) }).unwrap();
        let runs: Vec<_> = (0..RUNS).map(|run| model.run(run).unwrap()).collect();
        let totals: Vec<_> = runs.iter().map(|one| &one.unit(&model, &unit("u")).unwrap().total).collect();
        waits.push(summariser.of(totals.iter().filter_map(|total| total.wait_minutes)));
        leads.push(summariser.of(totals.iter().filter_map(|total| total.lead_days)));
    }
    for summaries in [waits, leads] {
        let truth = summaries.iter().map(|one| one.mean).sum::<f64>() / f64::from(TRUTHS);
        let covered = summaries.iter().filter(|one| (one.mean - truth).abs() <= one.half_width).count();
        holds(covered as u32);
    }
}
