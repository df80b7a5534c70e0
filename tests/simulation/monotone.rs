//! More staff, fewer cases and shorter work never make anybody wait longer, under common random numbers.
//!
//! Where all posts of a queue are alike and it is served in order, this holds for each replication by itself: every case begins no later
//! than before, so that at no moment more of them wait. Elsewhere (a slower post may take a case from a faster one, an absence may fall on
//! another case) it holds in the mean.

use crate::plans::{counter, options, plan, post, run, unit};
use proptest::prelude::*;
use serde_json::{Value, json};
use stellwerk::simulation::Replication;

/// What is made easier, and by how much.
#[derive(Debug, Clone, Copy)]
enum Relief {
    Posts(usize),
    Cases(f64),
    Minutes(f64),
}

fn relief() -> impl Strategy<Value = Relief> {
    prop_oneof![
        (1..4_usize).prop_map(Relief::Posts),
        (0.0..1.0_f64).prop_map(Relief::Cases),
        (0.0..1.0_f64).prop_map(Relief::Minutes),
    ]
}

impl Relief {
    /// The same plan, relieved: its first unit gets the posts, all of its case types are fewer or shorter.
    fn of(self, value: &Value) -> Value {
        let mut value = value.clone();
        if let Self::Posts(more) = self {
            let new = (0..more).map(|number| post(&format!("N-{number}"), "u"));
            value["posts"].as_array_mut().unwrap().extend(new);
        }
        for case_type in value["case_types"].as_array_mut().unwrap() {
            let scale = |field: &mut Value, factor: f64| *field = json!(field.as_f64().unwrap() * factor);
            match self {
                Self::Posts(_) => {}
                Self::Cases(factor) => scale(&mut case_type["demand"]["per_year"], factor),
                Self::Minutes(factor) => {
                    let steps = case_type["steps"].as_array_mut().unwrap();
                    steps.iter_mut().for_each(|step| scale(&mut step["minutes"], factor));
                }
            }
        }
        value
    }
}

/// Cases that wait in all units, in the mean of each replication.
fn waiting(value: &Value, units: &[&str], days: u32, replications: u32) -> Vec<f64> {
    let (model, runs) = run(&plan(value.clone()), &[], &options(days, 0, replications));
    let of = |one: &Replication, id: &str| one.standing(&model, &unit(id)).unwrap().with_us;
    runs.iter().map(|one| units.iter().map(|id| of(one, id)).sum()).collect()
}

/// Posts that are alike, and one kind of case.
fn office() -> impl Strategy<Value = Value> {
    let distribution = prop::sample::select(vec!["lognormal", "gamma", "exponential", "constant"]);
    let cases = (0.3..1.4_f64, 5.0..300.0_f64, 0.0..2.0_f64, distribution);
    (1..6_usize, cases, 1.0..3.0_f64, any::<bool>(), 0..40_u64, 0..200_u32).prop_map(
        |(posts, (load, minutes, cv, distribution), dispersion, walk_in, waiting, oldest)| {
            let mut value = counter(posts, load, minutes, cv, distribution);
            let case_type = &mut value["case_types"][0];
            case_type["walk_in"] = json!(walk_in);
            case_type["demand"]["dispersion"] = json!(dispersion);
            case_type["opening"] = json!({"waiting": waiting, "oldest_days": oldest});
            value
        },
    )
}

/// Two units that share a post, absences and resignations, two ranks, external waits and cases that come again.
fn department() -> impl Strategy<Value = Value> {
    let unit = || (1..4_usize, 0.4..1.2_f64, 20.0..200.0_f64, 0.0..1.5_f64);
    (unit(), unit(), 0.0..60.0_f64, 0.0..0.4_f64, 1.0..40.0_f64, 0.0..0.5_f64).prop_map(
        |(one, other, absent, turnover, wait, again)| {
            let made = |(posts, load, minutes, cv)| counter(posts, load, minutes, cv, "lognormal");
            let mut value = made(one);
            value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
            let mut posts = (0..other.0).map(|number| post(&format!("V-{number}"), "v")).collect::<Vec<_>>();
            posts.push(
                json!({"id": "S-1", "title": "Geteilt", "grade": "EG 9b", "holder": {"since": "2010-01-01"},
                "shares": [{"unit": "u", "fte": 0.5}, {"unit": "v", "fte": 0.5}]}),
            );
            value["posts"].as_array_mut().unwrap().extend(posts);
            let mut second = made(other)["case_types"][0].clone();
            (second["id"], second["unit"], second["priority"]) = (json!("b"), json!("v"), json!(2));
            second["walk_in"] = json!(false);
            second["follow_ups"] =
                json!([{"case_type": "c", "share": again, "after_days": {"mean": 20, "cv": 0.4}}]);
            let mut third = second.clone();
            (third["id"], third["priority"], third["follow_ups"]) = (json!("c"), json!(5), json!([]));
            third["demand"]["per_year"] = json!(50);
            second["steps"][0]["then_days"] = json!({"mean": wait, "cv": 0.5});
            value["case_types"].as_array_mut().unwrap().extend([second, third]);
            value["assumptions"] = json!({"absence_days_per_year": absent, "turnover_per_year": turnover});
            value
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn relief_shortens_the_queue_of_posts_that_are_alike_in_every_replication(
        value in office(), relief in relief(), days in 1..300_u32,
    ) {
        let before = waiting(&value, &["u"], days, 2);
        let after = waiting(&relief.of(&value), &["u"], days, 2);
        for (before, after) in before.into_iter().zip(after) {
            prop_assert!(after <= before + 1e-9 * (1.0 + before), "{relief:?}: {before} became {after}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn relief_lengthens_no_queue_in_the_mean(value in department(), relief in relief()) {
        let before = waiting(&value, &["u", "v"], 200, 20);
        let after = waiting(&relief.of(&value), &["u", "v"], 200, 20);
        let more: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
        let mean = more.iter().sum::<f64>() / 20.0;
        let error = (more.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / 380.0).sqrt();
        // Of twenty pairs: of plans without any effect five in a million would be beyond.
        prop_assert!(mean <= 6.0 * error + 1e-9, "{relief:?}: {mean} ± {error}");
    }
}
