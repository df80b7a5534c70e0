//! Which case is next: by the day on which it is due, and with a lead that makes up for a rank.

use crate::plans::{answer, change, counter, options, plan, run, unit};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Change, Plan};
use stellwerk::simulation::{CaseTypeBalance, Model, Replication};

/// One post, a case takes an hour, seven a day are done. Of „a“ ten wait that are up to fifty days old and due after a hundred; of „b“ five
/// that have come today, due after `target` days.
fn office(target: Option<u32>, assumptions: Value) -> Value {
    let mut value = counter(1, 0.0, 60.0, 0.0, "constant");
    value["as_of"] = json!("2024-01-02");
    value["assumptions"] = assumptions;
    let mut other = value["case_types"][0].clone();
    other["id"] = json!("b");
    value["case_types"].as_array_mut().unwrap().push(other);
    value["case_types"][0]["opening"] = json!({"waiting": 10, "oldest_days": 50});
    value["case_types"][1]["opening"] = json!({"waiting": 5, "oldest_days": 0});
    for place in 0..2 {
        value["case_types"][place]["walk_in"] = json!(false);
    }
    value["case_types"][0]["target_days"] = json!(100);
    if let Some(target) = target {
        value["case_types"][1]["target_days"] = json!(target);
    }
    value
}

fn due() -> Value {
    json!({"due_first": true})
}

fn of(balances: &std::collections::BTreeMap<CaseTypeId, CaseTypeBalance>, id: &str) -> CaseTypeBalance {
    balances[&CaseTypeId::parse(id).unwrap()]
}

/// Completed cases of „a“ and „b“ after so many days.
fn after(value: &Value, changes: &[Change], days: u32) -> (u64, u64) {
    let (_, runs) = run(&plan(value.clone()), changes, &options(days, 0, 1));
    let balance = runs[0].balance();
    (of(&balance.case_types, "a").completed, of(&balance.case_types, "b").completed)
}

#[test]
fn of_one_rank_goes_first_what_is_due_first() {
    // In the order of arrival: seven of „a“ on the first day, and all within the 936 minutes of two.
    assert_eq!(after(&office(Some(10), json!({})), &[], 1), (7, 0));
    assert_eq!(after(&office(Some(10), json!({})), &[], 2), (10, 5));
    // Due on day 10, before the earliest of the others, which is due on day 50.
    assert_eq!(after(&office(Some(10), due()), &[], 1), (2, 5));
    // Due on day 101, after the last of them.
    assert_eq!(after(&office(Some(101), due()), &[], 1), (7, 0));
    // Without a target within 90 days: after those of „a“ that are older than ten days, before the younger ones.
    let older = office(None, json!({"due_first": true, "ageing_days": 0}));
    assert_eq!(after(&older, &[], 1), after(&office(Some(90), due()), &[], 1));
    assert_ne!(after(&older, &[], 1), after(&office(Some(89 - 50), due()), &[], 1));
    // Who waits in person is due at once.
    let mut person = office(None, due());
    person["case_types"][1]["walk_in"] = json!(true);
    assert_eq!(after(&person, &[], 1), (2, 5));
    // The rank goes before the day.
    let mut ranked = office(Some(10), due());
    ranked["case_types"][1]["priority"] = json!(3);
    assert_eq!(after(&ranked, &[], 1), (7, 0));
}

#[test]
fn a_lead_makes_up_for_a_rank() {
    let ranked = |ageing: f64, due: bool| {
        let mut value = office(Some(10), json!({"ageing_days": ageing, "due_first": due}));
        value["case_types"][0]["priority"] = json!(2);
        value["case_types"][1]["priority"] = json!(1);
        after(&value, &[], 1)
    };
    // The rank alone.
    assert_eq!(ranked(0.0, false), (2, 5));
    // Nobody is ahead by more than fifty days, and everybody by more than a moment.
    assert_eq!(ranked(50.0, false), (2, 5));
    assert_eq!(ranked(1e-9, false), (7, 0));
    // The longer the lead that is asked for, the more cases of the first rank go before.
    let firsts: Vec<u64> =
        [1e-9, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0].map(|days| ranked(days, false).1).to_vec();
    assert!(firsts.is_sorted(), "{firsts:?}");
    // By the day on which they are due those of „b“ are ahead anyway, by forty days at least.
    assert_eq!(ranked(1e-9, true), (2, 5));
    // Two ranks are made up for by two leads.
    let mut far = office(Some(10), json!({"ageing_days": 25.1}));
    far["case_types"][0]["priority"] = json!(3);
    far["case_types"][1]["priority"] = json!(1);
    assert_eq!(after(&far, &[], 1), (2, 5));
}

/// What its post gives back goes before all that nobody has begun, however late it is due.
#[test]
fn what_is_begun_goes_first() {
    let mut value = office(Some(10), due());
    // The cases of „a“ take two days; the only post ends after the first one, and another one begins on the third.
    value["case_types"][0]["steps"][0]["minutes"] = json!(900);
    value["case_types"][1]["opening"]["waiting"] = json!(0);
    value["case_types"][1]["demand"]["per_year"] = json!(20_000);
    let mut second = value["posts"][0].clone();
    value["posts"][0]["kw"] = json!("2024-01-02");
    second["id"] = json!("P-1");
    second["holder"] = Value::Null;
    second["recruiting_until"] = json!("2024-01-04");
    value["posts"].as_array_mut().unwrap().push(second);
    value["case_types"][1]["demand"]["events"] =
        json!([{"from": "2024-01-01", "until": "2024-01-02", "factor": 0, "ramp_days": 0, "label": "Ruhe"}]);
    let begun = |value: &Value| after(value, &[], 3).0;
    // 432 minutes are left of the first one, which is done on the third day though hundreds are due before it.
    assert_eq!(begun(&value), 1);
}

/// What only one post decides: the older one is decided first, also if it was prepared later.
#[test]
fn prepared_cases_go_by_the_rule_as_well() {
    let mut value = office(Some(10), json!({"decision_share": 0.5}));
    let mut second = value["posts"][0].clone();
    second["id"] = json!("P-1");
    second["terms"] = json!({"qualifications": {"a": "prepare", "b": "prepare"}});
    value["posts"].as_array_mut().unwrap().push(second);
    let settings = options(60, 0, 2);
    for rule in [json!({}), due(), json!({"ageing_days": 20}), json!({"ageing_days": 20, "due_first": true})]
    {
        let mut value = value.clone();
        value["assumptions"].as_object_mut().unwrap().extend(rule.as_object().unwrap().clone());
        let (_, runs) = run(&plan(value.clone()), &[], &settings);
        let balance = runs[0].balance();
        assert_eq!((of(&balance.case_types, "a").completed, of(&balance.case_types, "b").completed), (10, 5));
        // 936 minutes are 15 cases; what is prepared at the end of the day and not decided is half of an hour each.
        let (a, b) = after(&value, &[], 1);
        assert!((13..=15).contains(&(a + b)), "{rule}: {a} {b}");
    }
}

/// Two case types of different targets and ranks, an external wait, and posts that come and go.
fn lively(assumptions: &Value) -> Value {
    let mut value = counter(4, 0.45, 45.0, 1.0, "lognormal");
    value["case_types"][0]["walk_in"] = json!(false);
    let mut other = value["case_types"][0].clone();
    other["id"] = json!("b");
    value["case_types"].as_array_mut().unwrap().push(other);
    value["case_types"][0]["target_days"] = json!(40);
    value["case_types"][1]["target_days"] = json!(120);
    value["case_types"][1]["steps"] = json!([
        {"name": "anhören", "minutes": 20, "cv": 0.8, "then_days": {"mean": 20, "cv": 0.5}},
        {"name": "bescheiden", "minutes": 30, "cv": 1}]);
    for place in 0..2 {
        value["case_types"][place]["opening"] = json!({"waiting": 300, "oldest_days": 100});
    }
    value["assumptions"] = json!({"absence_days_per_year": 46, "turnover_per_year": 0.2,
        "recruitment_days": {"mean": 40, "cv": 0.4}});
    value["assumptions"].as_object_mut().unwrap().extend(assumptions.as_object().unwrap().clone());
    value
}

#[test]
fn more_cases_are_in_time_when_those_that_are_due_go_first() {
    let in_time = |assumptions: &Value| -> f64 {
        let found = answer(&plan(lively(assumptions)), &[], &options(400, 0, 6));
        let types = found.case_types.values();
        types.map(|one| one.total.within_target.mean).sum()
    };
    let (by_arrival, by_day) = (in_time(&json!({})), in_time(&due()));
    assert!(by_day > by_arrival + 0.02, "{by_day} {by_arrival}");
}

/// Where all are due after the same time and nothing waits outside, the day on which they are due is the order of arrival: the figures of
/// another way through the day.
#[test]
fn the_same_order_has_the_same_figures() {
    let office = |assumptions: Value| {
        let mut value = lively(&assumptions);
        value["case_types"].as_array_mut().unwrap().truncate(1);
        value["case_types"][0]["demand"]["per_year"] = json!(9_000);
        answer(&plan(value), &[], &options(400, 0, 3))
    };
    let usual = office(json!({}));
    for rule in [due(), json!({"ageing_days": 30}), json!({"ageing_days": 1, "due_first": true})] {
        let other = office(rule.clone());
        let (one, two) = (&usual.units[&unit("u")].total, &other.units[&unit("u")].total);
        for (one, two) in [
            (&one.utilisation, &two.utilisation),
            (&one.open, &two.open),
            (&one.effective_fte, &two.effective_fte),
        ] {
            assert!(
                (one.mean - two.mean).abs() <= 1e-6 * one.mean.abs(),
                "{rule}: {} {}",
                one.mean,
                two.mean
            );
        }
    }
}

#[test]
fn a_rule_that_comes_and_goes_loses_no_case_and_is_the_same_again() {
    let set = |day: &str, rule: Value| change(day, json!({"set_assumptions": rule}));
    let changes = [
        set("2024-02-10", due()),
        set("2024-04-01", json!({"ageing_days": 15})),
        change(
            "2024-05-01",
            json!({"set_post": {"post": "P-1", "terms": {"qualifications": {"a": "prepare"}}}}),
        ),
        set("2024-07-01", json!({"due_first": false})),
        change("2024-08-01", json!({"set_case_type": {"case_type": "b", "priority": 1}})),
        set("2024-10-01", json!({"ageing_days": 0})),
    ];
    let settings = options(400, 0, 3);
    let (model, runs) = run(&plan(lively(&json!({}))), &changes, &settings);
    let (again, others) = run(&plan(lively(&json!({}))), &changes, &settings);
    assert_eq!((model.fingerprint(), &runs), (again.fingerprint(), &others));
    // Another target is another order, where it counts.
    let target = change("2024-03-01", json!({"set_case_type": {"case_type": "b", "target_days": 5}}));
    let (_, moved) = run(&plan(lively(&due())), &[target], &settings);
    let (_, still) = run(&plan(lively(&due())), &[], &settings);
    assert_ne!(moved, still);
}

#[test]
fn a_rule_that_is_not_noted_changes_nothing() {
    let settings = options(300, 0, 2);
    let of = |assumptions: &Value| {
        let model = Model::new(&plan(lively(assumptions)), &[], &settings).unwrap();
        let runs: Vec<Replication> = (0..2).map(|number| model.run(number).unwrap()).collect();
        (model.fingerprint(), runs)
    };
    let usual = of(&json!({}));
    assert_eq!(of(&json!({"due_first": false, "ageing_days": 0})), usual);
    assert_ne!(of(&due()).0, usual.0);
    assert_ne!(of(&json!({"ageing_days": 7})).0, of(&json!({"ageing_days": 8})).0);
}

#[test]
fn what_cannot_be_is_refused_and_what_is_far_off_ends() {
    let refused = |assumptions: &Value| {
        let found = Plan::from_json(lively(assumptions).to_string().as_bytes());
        found.err().map(|errors| errors.to_string()).unwrap_or_default()
    };
    let days = refused(&json!({"ageing_days": -1}));
    assert!(days.contains("assumptions.ageing_days") && days.contains("ist negativ"), "{days}");
    assert!(refused(&json!({"ageing_days": 3651})).contains("ist zu groß"));
    assert!(refused(&json!({"due_first": 1})).contains("muss true oder false sein"));
    // Ranks of all sizes, targets of nothing, cases that come back at once and again.
    let mut value = lively(&json!({"ageing_days": 3650, "due_first": true}));
    value["case_types"][0]["priority"] = json!(255);
    value["case_types"][0]["target_days"] = json!(0);
    value["case_types"][1]["priority"] = json!(0);
    value["case_types"][1]["steps"][0]["then_days"] = json!({"mean": 0, "cv": 0});
    value["case_types"][1]["steps"][0]["then_repeat"] = json!(0.99);
    value["case_types"][1]["follow_ups"] =
        json!([{"case_type": "b", "share": 0.9, "after_days": {"mean": 0, "cv": 0}}]);
    let (_, runs) = run(&plan(value), &[], &options(120, 0, 1));
    assert!(runs[0].balance().holds());
}
