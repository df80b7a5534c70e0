//! Whether the 95 % intervals hold the truth as often as they say.

use crate::plans::{change, counter, options, plan, post, unit};
use serde_json::json;
use stellwerk::plan::{Change, Plan};
use stellwerk::simulation::{Direction, Model, Options, Precision, Summariser, Summary, forecast};

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

/// The mean wait in minutes of some replications.
fn waits(model: &Model, from: u32, to: u32) -> Vec<f64> {
    let wait = |run| model.run(run).unwrap().unit(model, &unit("u")).unwrap().total.wait_minutes.unwrap();
    (from..to).map(wait).collect()
}

/// Replications of a year that are compared: waits are skewed, and their differences more so.
const PAIRS: u32 = 30;

/// A thousand paired differences of the mean wait under a change.
fn differences(plan: &Plan, changes: &[Change]) -> Vec<Summary> {
    let mut summariser = Summariser::new(PAIRS as usize);
    let of = |seed: u32| {
        let settings = Options { seed: seed.into(), ..options(366, 0, PAIRS) };
        let [without, with] =
            [&[][..], changes].map(|changes| waits(&Model::new(plan, changes, &settings).unwrap(), 0, PAIRS));
        summariser.of(with.iter().zip(&without).map(|(with, without)| with - without))
    };
    (0..TRUTHS).map(of).collect()
}

fn covering(summaries: &[Summary], truth: f64) -> u32 {
    summaries.iter().filter(|one| (one.mean - truth).abs() <= one.half_width).count() as u32
}

/// The intervals that decide whether a scenario is better: a thousand of the effect of a little less work.
#[test]
fn of_paired_differences_over_a_thousand_seeds() {
    let plan = plan(counter(3, 0.75, 120.0, 0.8, "lognormal"));
    let quicker = json!([{"name": "Vorsprache", "minutes": 114, "cv": 0.8}]);
    let less = change("2024-01-01", json!({"set_case_type": {"case_type": "a", "steps": quicker}}));
    let found = differences(&plan, &[less]);
    let truth = found.iter().map(|one| one.mean).sum::<f64>() / f64::from(TRUTHS);
    assert!(truth < 0.0);
    holds(covering(&found, truth));
}

/// Another post of the same kind, absent on other days, makes no difference in truth: at most about five in a hundred say that it does,
/// half of them in each direction.
#[test]
fn where_there_is_no_difference_few_claim_one() {
    let mut value = counter(3, 0.75, 120.0, 0.8, "lognormal");
    value["assumptions"] = json!({"absence_days_per_year": 40});
    let first = "2024-01-01";
    let changes = [
        change(first, json!({"remove_post": {"post": "P-2"}})),
        change(first, json!({"add_post": post("N-2", "u")})),
    ];
    let found = differences(&plan(value), &changes);
    holds(covering(&found, 0.0));
    let claims = |direction| found.iter().filter(|one| one.direction() == direction).count();
    let (up, down) = (claims(Direction::Higher), claims(Direction::Lower));
    assert!((10..=45).contains(&up) && (10..=45).contains(&down), "{up} higher, {down} lower");
}

/// Whoever goes on until the interval is narrow enough looks several times; what stands there then still holds the truth.
#[test]
fn where_the_precision_decides_how_many_replications_there_are() {
    let plan = plan(counter(3, 0.75, 120.0, 0.8, "lognormal"));
    let wanted = Precision { relative: 0.1, most: 400 };
    let mut summariser = Summariser::new(wanted.most as usize);
    let (mut found, mut runs) = (Vec::new(), 0);
    for seed in 0..TRUTHS {
        let settings = Options { seed: seed.into(), ..options(183, 20, wanted.most) };
        let model = Model::new(&plan, &[], &settings).unwrap();
        let (mut values, mut summary) = (Vec::new(), Summary::default());
        while let Some(to) = wanted.next(values.len() as u32, &[summary]) {
            values.extend(waits(&model, values.len() as u32, to));
            summary = summariser.of(values.iter().copied());
        }
        runs += values.len();
        found.push((summary, values.len() as f64));
    }
    // Each replication weighs the same: intervals that stopped early have few.
    let truth = found.iter().map(|(one, count)| one.mean * count).sum::<f64>() / runs as f64;
    let summaries: Vec<Summary> = found.into_iter().map(|(one, _)| one).collect();
    eprintln!(
        "{} replications in the mean, {} of {TRUTHS} hold",
        runs as f64 / f64::from(TRUTHS),
        covering(&summaries, truth)
    );
    holds(covering(&summaries, truth));
}
