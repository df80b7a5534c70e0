//! No case is lost or made up, whatever the plan.

use crate::plans::{change, options, plan, run};
use proptest::prelude::*;
use serde_json::{Value, json};
use stellwerk::plan::CaseTypeId;
use stellwerk::simulation::forecast;

fn case_type(number: usize) -> impl Strategy<Value = Value> {
    let wait = (
        0.0..60.0_f64,
        0.0..1.0_f64,
        0.0..0.9_f64,
        prop::sample::select(vec!["authority", "applicant", "dormant"]),
    );
    let step = (0.0..300.0_f64, 0.0..2.0_f64, 0.0..=1.0_f64, prop::option::of(wait));
    let follow_up = (0..4_usize, 0.0..0.7_f64, 0.0..200.0_f64);
    (0..3_usize, 0.0..800.0_f64, prop::collection::vec(step, 1..4), prop::collection::vec(follow_up, 0..2), 0..30_u64, 0..3_u8, any::<bool>())
        .prop_map(move |(unit, per_year, steps, follow_ups, opening, priority, walk_in)| {
            let steps: Vec<Value> = steps
                .into_iter()
                .map(|(minutes, cv, share, wait)| {
                    let mut step = json!({"name": "s", "minutes": minutes, "cv": cv, "share": share});
                    if let Some((mean, cv, repeat, owner)) = wait {
                        step["then_days"] = json!({"mean": mean, "cv": cv});
                        (step["then_repeat"], step["then_owner"]) = (json!(repeat), json!(owner));
                    }
                    step
                })
                .collect();
            let follow_ups: Vec<Value> = follow_ups
                .into_iter()
                .map(|(to, share, mean)| {
                    json!({"case_type": format!("t{to}"), "share": share, "after_days": {"mean": mean, "cv": 0.4}})
                })
                .collect();
            json!({"id": format!("t{number}"), "unit": format!("u{unit}"), "name": "Fallart", "priority": priority,
                "walk_in": walk_in, "demand": {"per_year": per_year, "dispersion": 1.3}, "steps": steps,
                "follow_ups": follow_ups, "target_days": 20,
                "opening": {"waiting": opening, "oldest_days": 100, "circulating": opening * 3}})
        })
}

fn post(number: usize) -> impl Strategy<Value = Value> {
    (0..3_usize, 1..1500_u32, 0..4_usize, any::<bool>(), any::<bool>(), any::<[bool; 2]>()).prop_map(
        move |(unit, fte, served, listed, kw, [prepares, stands_in])| {
            let mut post = json!({"id": format!("P-{number}"), "unit": format!("u{unit}"), "title": "S", "grade": "A 10",
                "fte": f64::from(fte) / 1000.0, "holder": {"since": "2023-06-01"}});
            if listed {
                post["case_types"] = json!([format!("t{served}")]);
            }
            if kw {
                post["kw"] = json!("2024-05-17");
            }
            if prepares {
                post["terms"]["qualifications"] = json!({format!("t{served}"): "prepare"});
            }
            if stands_in {
                post["terms"]["deputies"] = json!([format!("P-{}", (number + 1) % 4)]);
            }
            post
        },
    )
}

/// What waiting makes arise in the first unit.
fn caused(kind: &str) -> Value {
    json!({"id": kind, "unit": "u0", "name": kind, "caused_by_waiting": kind,
        "steps": [{"name": "erledigen", "minutes": 6}]})
}

fn any_plan() -> impl Strategy<Value = Value> {
    let types = (case_type(0), case_type(1), case_type(2), case_type(3));
    (types, (post(0), post(1), post(2), post(3))).prop_map(|((a, b, c, d), (p, q, r, s))| {
        json!({"format": "stellwerk-plan/1", "name": "Zufall", "as_of": "2024-01-10",
            "units": [{"id": "u0", "name": "0"}, {"id": "u1", "name": "1"}, {"id": "u2", "name": "2"}],
            "posts": [p, q, r, s], "case_types": [a, b, c, d, caused("enquiry"), caused("certificate"), caused("suit")],
            "assumptions": {"allowance": 0.09, "absence_days_per_year": 46, "turnover_per_year": 0.5,
                "recruitment_days": {"mean": 40, "cv": 0.4},
                "failure_demand": {"enabled": true, "enquiries_per_waiting_case_month": 0.3,
                    "certificate_share": 0.5, "suit_share": 0.1},
                "outages": [{"from": "2024-02-05", "until": "2024-02-16", "lost": 0.7, "label": "Umzug",
                    "units": ["u1"]}],
                "onboarding": {"curve": [[0, 0.2], [12, 1.0]], "mentor": [[0, 0.2], [12, 0.0]], "transfer": 0.5}}})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn holds_in_every_replication(value in any_plan(), to in 0..3_usize, moved in 0..4_usize) {
        let plan = plan(value);
        let to = format!("u{to}");
        let changes = [
            change("2024-03-01", json!({"move_post": {"post": format!("P-{moved}"), "to": to}})),
            change("2024-04-01", json!({"move_case_type": {"case_type": format!("t{moved}"), "to": to}})),
            change("2024-06-01", json!({"set_case_type": {"case_type": "t1", "steps": [{"name": "neu", "minutes": 5}]}})),
            change("2024-07-01", json!({"remove_post": {"post": "P-0"}})),
            change("2024-08-01", json!({"set_assumptions": {"weekly_hours": 41.0}})),
        ];
        // `run` asserts the balance of each replication.
        let (model, runs) = run(&plan, &changes, &options(400, 40, 2));
        let found = forecast(&model, &runs);
        for line in found.units.values().chain(found.case_types.values()).chain([&found.department]) {
            for summary in line.total.each().into_iter().chain(line.months.each().into_iter().flatten()) {
                prop_assert!(summary.mean.is_finite() && summary.half_width.is_finite());
            }
            prop_assert!(line.total.utilisation.p90 <= 1.0);
        }
        for (id, one) in found.units.keys().flat_map(|id| runs.iter().map(move |one| (id, one))) {
            let unit = one.unit(&model, id).unwrap();
            let months = unit.months.utilisation.iter().flatten().map(|share| f64::from(*share));
            for share in unit.total.utilisation.into_iter().chain(months) {
                prop_assert!((0.0..=1.0 + 1e-6).contains(&share), "{id}: {share}");
            }
        }
        for (place, all) in found.standing.department.each().into_iter().enumerate() {
            let units: f64 = found.standing.units.values().map(|one| one.each()[place].mean).sum();
            prop_assert!(all.mean >= 0.0 && (units - all.mean).abs() < 1e-6);
        }
        let open: f64 = runs.iter().map(|one| {
            one.balance().case_types.values().map(|b| b.waiting + b.in_handling + b.external).sum::<u64>() as f64
        }).sum::<f64>() / 2.0;
        prop_assert!((found.department.total.open.mean - open).abs() < 1e-9);
    }
}

/// What a completed case brings about arrives, each as often as it is said and on its day; nothing is lost on the way.
#[test]
fn follow_ups_arrive() {
    let step = |minutes: u32| json!([{"name": "s", "minutes": minutes, "distribution": "constant"}]);
    let follow_up = json!([{"case_type": "b", "share": 1.0, "after_days": {"mean": 10, "cv": 0}}]);
    let value = json!({"format": "stellwerk-plan/1", "name": "Folgen", "as_of": "2024-06-03",
        "units": [{"id": "u", "name": "U"}],
        "posts": [{"id": "P-1", "unit": "u", "title": "S", "grade": "A 10", "fte": 1.0, "holder": {"since": "2010-01-01"}}],
        "case_types": [
            {"id": "a", "unit": "u", "name": "A", "steps": step(60), "follow_ups": follow_up,
             "opening": {"waiting": 21}},
            {"id": "b", "unit": "u", "name": "B", "steps": step(0)}]});
    // 39 hours a week: 7.8 cases of an hour a day, the last of 21 in the morning of the third day, and ten days on.
    for (days, expected) in [(10, 0), (11, 7), (12, 15), (13, 21), (40, 21)] {
        let (_, runs) = run(&plan(value.clone()), &[], &options(days, 0, 1));
        let balance = runs[0].balance();
        let of = |id: &str| balance.case_types[&CaseTypeId::parse(id).unwrap()];
        assert_eq!(of("b").arrivals, expected, "{days} days");
        assert_eq!(of("a").completed, 21);
    }
}
