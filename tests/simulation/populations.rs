//! Populations against theory: a system with as many servers as there are persons (M/M/∞), counted once a day.
//!
//! Persons come as a Poisson stream and stay for an exponential time. Counted at the end of each day, with a of them a day and s the
//! share that stays another day, N(t) = N₀ sᵗ + a (1 − sᵗ) ÷ (1 − s); from nobody on the number is Poisson distributed.

use crate::plans::{options, plan, post, run};
use serde_json::{Value, json};
use stellwerk::plan::PopulationId;
use stellwerk::simulation::{Forecast, PopulationSeries, Summary, forecast};

/// Student's t for 99 % over that for 95 %, at 79 degrees of freedom.
const WIDER: f64 = 2.640 / 1.990;
const RUNS: u32 = 80;
/// Days at the ends of the months of two years from 2025-01-01 on.
const MONTH_ENDS: [i32; 24] = [
    31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 396, 424, 455, 485, 516, 546, 577, 608, 638,
    669, 699, 730,
];

/// A shelter whose five posts have no cases.
fn shelter(opening: u32, per_year: f64, stay: f64) -> Value {
    json!({"format": "stellwerk-plan/1", "name": "Unterkunft", "as_of": "2025-01-01",
        "units": [{"id": "u", "name": "Unterkunft"}],
        "posts": (0..5).map(|number| post(&format!("P-{number}"), "u")).collect::<Vec<_>>(),
        "populations": [{"id": "p", "unit": "u", "name": "Untergebrachte", "opening": opening,
            "inflow_per_year": per_year, "mean_stay_days": stay, "places": 400, "persons_per_fte": 80}]})
}

fn answer(value: Value) -> Forecast {
    let (model, runs) = run(&plan(value), &[], &options(730, 0, RUNS));
    forecast(&model, &runs)
}

fn persons(found: &Forecast) -> &PopulationSeries {
    &found.populations[&PopulationId::parse("p").unwrap()]
}

#[track_caller]
fn agrees(what: &str, found: &Summary, expected: f64) {
    let half = found.half_width * WIDER;
    eprintln!("{what}: {:.3} ± {half:.3}, theory {expected:.3}", found.mean);
    assert!((found.mean - expected).abs() <= half, "{what}: {} ± {half}, theory {expected}", found.mean);
    assert!(half < 0.1 * expected, "{what}: too few persons to say anything ({} ± {half})", found.mean);
}

/// Nobody comes: the share that is still there falls by the same factor each day, however long somebody has stayed.
#[test]
fn the_stay_is_exponential() {
    let stay = 300.0;
    let found = answer(shelter(2_000, 0.0, stay));
    for at in [0, 5, 11, 23] {
        let expected = 2_000.0 * libm::exp(-f64::from(MONTH_ENDS[at]) / stay);
        agrees(&format!("month {at}"), &persons(&found).months.persons[at], expected);
    }
}

/// From nobody, and from three times as many: both come to the same level on their way.
#[test]
fn the_level_is_that_of_as_many_servers_as_persons() {
    let (per_year, stay) = (900.0, 90.0);
    let stays = libm::exp(-1.0 / stay);
    let level = per_year / 365.25 / (1.0 - stays);
    assert!(
        (level / (per_year / 365.25 * stay) - 1.0).abs() < 0.006,
        "inflow times stay, but for half a day"
    );
    for opening in [0_u32, 660] {
        let found = answer(shelter(opening, per_year, stay));
        for at in [0, 2, 6, 23] {
            let left = libm::pow(stays, f64::from(MONTH_ENDS[at]));
            let expected = f64::from(opening) * left + level * (1.0 - left);
            agrees(&format!("{opening}, month {at}"), &persons(&found).months.persons[at], expected);
        }
        let occupancy = &persons(&found).total.occupancy;
        assert!((occupancy.mean - persons(&found).total.persons.mean / 400.0).abs() < 1e-9);
    }
}

/// In the long run the number is Poisson distributed: its variance is its mean.
#[test]
fn the_number_varies_as_chance_does() {
    let (model, runs) = run(&plan(shelter(0, 900.0, 60.0)), &[], &options(730, 0, 400));
    let last = |one: &stellwerk::simulation::Replication| {
        one.populations(&model).next().and_then(|(_, line)| line.total.persons).unwrap()
    };
    let values: Vec<f64> = runs.iter().map(last).collect();
    let mean = values.iter().sum::<f64>() / 400.0;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 399.0;
    // Chi square of 399 degrees of freedom over them: 99 in 100 lie between 0.826 and 1.191.
    assert!((0.826..1.191).contains(&(variance / mean)), "variance {variance}, mean {mean}");
}

/// Persons for one effective full-time equivalent: over the posts that are there, month by month, also where they have no cases.
#[test]
fn persons_are_held_against_the_posts_that_are_effective() {
    let found = answer(shelter(400, 0.0, 30_000.0));
    let figures = persons(&found);
    assert!((figures.total.persons_per_fte.mean - figures.total.persons.mean / 5.0).abs() < 1e-9);
    let mut value = shelter(400, 0.0, 30_000.0);
    value["posts"][0]["kw"] = json!("2025-06-30");
    value["posts"][1]["fte"] = json!(0.5);
    value["posts"][2].as_object_mut().unwrap().remove("holder");
    value["posts"][2]["recruiting_until"] = json!("2026-01-01");
    let found = answer(value);
    let figures = persons(&found);
    for (at, effective) in [(5, 3.5), (6, 2.5), (12, 3.5)] {
        let (persons, ratio) = (&figures.months.persons[at], &figures.months.persons_per_fte[at]);
        // Months are kept in single precision.
        assert!(
            (ratio.mean / (persons.mean / effective) - 1.0).abs() < 1e-5,
            "month {at}: {ratio:?}, {persons:?}"
        );
    }
    let mut nobody = shelter(400, 0.0, 30_000.0);
    nobody["posts"] = json!([]);
    assert_eq!(persons(&answer(nobody)).total.persons_per_fte.mean, 0.0, "no ratio without anybody");
}
