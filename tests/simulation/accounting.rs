//! Little's law as an account: the cases that are there, summed over time, are the times for which they stay, summed over the cases.

use crate::plans::{counter, options, plan, post, run, unit};
use proptest::prelude::*;
use serde_json::{Value, json};
use stellwerk::plan::CaseTypeId;
use stellwerk::simulation::{Model, Replication, Standing};

const TYPES: [&str; 3] = ["a", "b", "c"];

/// Two units with a post that both share, ranks, absences, resignations and waits with others; what arrives arrives until the end of June.
fn any_plan() -> impl Strategy<Value = Value> {
    let wait =
        || (1.0..60.0_f64, 0.0..1.0_f64, prop::sample::select(vec!["authority", "applicant", "dormant"]));
    let kind =
        || (0.1..0.5_f64, 10.0..200.0_f64, 0.0..1.5_f64, prop::option::of(wait()), 0..6_u8, any::<bool>());
    ([kind(), kind(), kind()], 1..4_usize, 0.0..60.0_f64, 0.0..0.4_f64, 0.0..0.6_f64).prop_map(
        |(kinds, posts, absent, turnover, again)| {
            let mut value = counter(posts, 0.5, 60.0, 0.5, "lognormal");
            value["units"].as_array_mut().unwrap().push(json!({"id": "v", "name": "V"}));
            let shared = json!({"id": "S-1", "title": "Geteilt", "grade": "EG 9b", "holder": {"since": "2010-01-01"},
                "shares": [{"unit": "u", "fte": 0.4}, {"unit": "v", "fte": 0.6}]});
            value["posts"].as_array_mut().unwrap().extend([post("V-1", "v"), shared]);
            let types = kinds.into_iter().zip(TYPES).map(|((load, minutes, cv, wait, priority, walk_in), id)| {
                let mut case_type = counter(1, load, minutes, cv, "lognormal")["case_types"][0].clone();
                (case_type["id"], case_type["priority"]) = (json!(id), json!(priority));
                (case_type["unit"], case_type["walk_in"]) = (json!(if id == "a" { "u" } else { "v" }), json!(walk_in));
                case_type["demand"]["events"] = json!([{"from": "2024-07-01", "factor": 0.0, "label": "Ende"}]);
                if let Some((mean, cv, owner)) = wait {
                    case_type["steps"][0]["then_days"] = json!({"mean": mean, "cv": cv});
                    case_type["steps"][0]["then_owner"] = json!(owner);
                    case_type["steps"].as_array_mut().unwrap().push(json!({"name": "ausgeben", "minutes": 5}));
                }
                case_type
            });
            value["case_types"] = types.collect();
            value["case_types"][0]["follow_ups"] =
                json!([{"case_type": "c", "share": again, "after_days": {"mean": 30, "cv": 0.3}}]);
            value["assumptions"] = json!({"absence_days_per_year": absent, "turnover_per_year": turnover,
                "recruitment_days": {"mean": 60, "cv": 0.4}});
            value
        },
    )
}

/// Days that all cases of a place of the account have been there.
fn stayed(standing: Standing<f64>, days: u32) -> f64 {
    standing.each().into_iter().sum::<f64>() * f64::from(days)
}

fn open(run: &Replication) -> u64 {
    run.balance().case_types.values().map(|of| of.waiting + of.in_handling + of.external).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is there at first and nothing at the end: no end is cut, and the account is exact.
    #[test]
    fn what_was_there_is_what_everybody_stayed(value in any_plan()) {
        let days = 1_500;
        let (model, runs) = run(&plan(value), &[], &options(days, 0, 2));
        for one in &runs {
            prop_assert_eq!(open(one), 0);
            for id in ["u", "v"] {
                let id = unit(id);
                let total = &one.unit(&model, &id).unwrap().total;
                let times = total.completions.unwrap() * total.lead_days.unwrap();
                let there = stayed(one.standing(&model, &id).unwrap(), days);
                prop_assert!((there / times - 1.0).abs() < 1e-9, "{}: {} {}", id, there, times);
            }
        }
    }

    /// In the middle of the work: the days on which each case arrived and was completed tell its stay to less than a day.
    #[test]
    fn what_is_cut_off_counts_up_to_the_cut(value in any_plan(), days in 20..250_u32, waiting in 0..60_u64) {
        let mut value = value;
        value["case_types"][1]["opening"] = json!({"waiting": waiting, "oldest_days": 80});
        let plan = plan(value);
        let (model, runs) = run(&plan, &[], &options(days, 0, 1));
        // The horizon of a census goes on beyond what it counts.
        let census = Model::new(&plan, &[], &options(days + 600, 0, 1)).unwrap().census(0, days).unwrap();
        for (unit_of, types) in [("u", &TYPES[..1]), ("v", &TYPES[1..])] {
            let ids: Vec<CaseTypeId> = types.iter().map(|id| CaseTypeId::parse(id).unwrap()).collect();
            let cases: Vec<f64> = census.cases.iter()
                .filter(|case| ids.contains(&census.case_types[case.case_type as usize]))
                .map(|case| (case.closed.unwrap_or(i64::from(days)) - case.received.max(0)) as f64)
                .collect();
            let there = stayed(runs[0].standing(&model, &unit(unit_of)).unwrap(), days);
            let times = cases.iter().sum::<f64>();
            prop_assert!((there - times).abs() <= cases.len() as f64 + 1e-6, "{}: {} {} {}", unit_of, there, times, cases.len());
        }
    }
}
