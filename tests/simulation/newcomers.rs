//! How many newcomers a unit takes in at one time, and from when on they decide.

use crate::plans::{answer, change, counter, options, plan, post, run, unit};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Change, Plan};
use stellwerk::simulation::{Model, Options, Replication};

/// Four posts of which the last three are vacant; whoever starts is proficient at once but counts as learning for six months: 183 days.
fn office(at_once: u32) -> Value {
    let mut value = counter(4, 0.2, 60.0, 0.5, "lognormal");
    value["assumptions"] = json!({
        "onboarding": {"curve": [[0, 1.0], [6, 1.0]], "at_once": at_once},
        "recruitment_days": {"mean": 30, "cv": 0}});
    for (place, day) in [(1, "2024-02-01"), (2, "2024-02-01"), (3, "2024-01-15")] {
        value["posts"][place]["holder"] = Value::Null;
        value["posts"][place]["recruiting_until"] = json!(day);
    }
    value
}

fn monthly(value: &Value, changes: &[Change], days: u32) -> Vec<f64> {
    let found = answer(&plan(value.clone()), changes, &options(days, 0, 1));
    found.units[&unit("u")].months.effective_fte.iter().map(|month| month.mean).collect()
}

fn close(months: &[f64], expected: &[f64]) {
    assert_eq!(months.len(), expected.len());
    let near = months.iter().zip(expected).all(|(month, expected)| (month - expected).abs() < 1e-6);
    assert!(near, "{months:?}, expected {expected:?}");
}

/// The third newcomer is the first one to come, on 15 January, as planned. 183 days later, on 16 July, the place is free for the first
/// of the other two, and 183 days after that, on 15 January 2025, for the second one.
#[test]
fn who_finds_no_place_starts_when_one_is_free_in_the_order_of_coming() {
    // 13 of the 22 working days of January, 12 of the 23 of July, 13 of the 22 of January.
    let expected = [
        1.0 + 13.0 / 22.0,
        2.0,
        2.0,
        2.0,
        2.0,
        2.0,
        2.0 + 12.0 / 23.0,
        3.0,
        3.0,
        3.0,
        3.0,
        3.0,
        3.0 + 13.0 / 22.0,
        4.0,
    ];
    close(&monthly(&office(1), &[], 425), &expected);
    // Two places: the first one of the others starts as planned, the second one with the end of the first training.
    let expected = [1.0 + 13.0 / 22.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0 + 12.0 / 23.0, 4.0];
    close(&monthly(&office(2), &[], 244), &expected);
    // Enough for all is as good as no limit.
    let free = monthly(&office(0), &[], 244);
    close(&free, &[1.0 + 13.0 / 22.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0]);
    assert_eq!(monthly(&office(3), &[], 244), free);
}

#[test]
fn a_limit_that_is_lifted_lets_in_whoever_waits() {
    let set =
        |onboarding: Value| change("2024-04-01", json!({"set_assumptions": {"onboarding": onboarding}}));
    // 1 April is Easter Monday: all of the working days of the month are there.
    let lifted = set(json!({"at_once": 0}));
    close(&monthly(&office(1), &[lifted], 121), &[1.0 + 13.0 / 22.0, 2.0, 2.0, 4.0]);
    // Another curve says nothing of the limit.
    let curve = set(json!({"curve": [[0, 1.0], [6, 1.0]]}));
    close(&monthly(&office(1), &[curve], 121), &[1.0 + 13.0 / 22.0, 2.0, 2.0, 2.0]);
}

#[test]
fn the_limit_is_of_each_unit_and_counts_only_who_works_there() {
    let mut value = office(1);
    value["units"] = json!([{"id": "u", "name": "Schalter"}, {"id": "v", "name": "Nebenan"}]);
    // One newcomer elsewhere, one whose post ends before: only the third one is left to begin here.
    value["posts"][1]["unit"] = json!("v");
    value["posts"][2]["kw"] = json!("2024-01-10");
    close(&monthly(&value, &[], 60), &[1.0 + 13.0 / 22.0, 2.0]);
    // Whoever leaves makes room: the successor of a newcomer starts thirty days later.
    let mut value = office(1);
    value["posts"][1]["kw"] = json!("2024-01-31");
    value["posts"][3]["kw"] = json!("2024-03-31");
    close(&monthly(&value, &[], 121), &[1.0 + 13.0 / 22.0, 2.0, 2.0, 2.0]);
}

/// Eight posts whose holders come and go.
fn lively(at_once: u32, decides_after: f64) -> Value {
    let mut value = counter(8, 0.7, 45.0, 1.0, "lognormal");
    value["case_types"][0]["walk_in"] = json!(false);
    value["case_types"][0]["opening"] = json!({"waiting": 200, "oldest_days": 60});
    value["assumptions"] = json!({"absence_days_per_year": 46, "turnover_per_year": 0.5, "allowance": 0.09,
        "recruitment_days": {"mean": 40, "cv": 0.4},
        "onboarding": {"curve": [[0, 0.2], [12, 1.0]], "mentor": [[0, 0.2], [12, 0.0]],
            "at_once": at_once, "decides_after": decides_after}});
    value
}

fn with_us(plan: &Plan, changes: &[Change], settings: &Options) -> Vec<f64> {
    let (model, runs) = run(plan, changes, settings);
    let waits = |run: &Replication| {
        let standing = run.standing(&model, &unit("u")).unwrap();
        standing.with_us + standing.in_work
    };
    runs.iter().map(waits).collect()
}

fn mean(list: &[f64]) -> f64 {
    list.iter().sum::<f64>() / list.len() as f64
}

#[test]
fn waiting_for_the_right_to_decide_never_makes_cases_wait_less() {
    let settings = options(900, 30, 6);
    let by_months =
        [0.0, 3.0, 6.0, 12.0, 24.0].map(|months| with_us(&plan(lively(0, months)), &[], &settings));
    for pair in by_months.windows(2) {
        assert!(mean(&pair[0]) <= mean(&pair[1]), "{by_months:?}");
    }
    assert!(mean(&by_months[0]) < mean(&by_months[4]), "{by_months:?}");
}

/// One experienced post and one newcomer, who prepares until 31 March and decides from 1 April on, which is day 91.
fn two(decides_after: f64) -> Value {
    let mut value = counter(2, 0.0, 60.0, 0.0, "constant");
    value["as_of"] = json!("2024-01-02");
    value["case_types"][0]["opening"] = json!({"waiting": 100, "oldest_days": 50});
    value["assumptions"] = json!({"decision_share": 0.5,
        "onboarding": {"curve": [[0, 1.0]], "decides_after": decides_after}});
    value["posts"][1]["holder"] = json!({"since": "2024-01-01"});
    value
}

/// The same hand-worked day as of a post that may only prepare (see `deciding`): fourteen are completed, 84 wait, two are in hand.
#[test]
fn a_newcomer_prepares_as_a_post_does_that_may_not_decide() {
    let counts = |value: &Value, days: u32| {
        let (_, runs) = run(&plan(value.clone()), &[], &options(days, 0, 1));
        let balance = runs[0].balance().case_types[&CaseTypeId::parse("a").unwrap()];
        (balance.completed, balance.waiting, balance.in_handling)
    };
    let mut prepares = two(0.0);
    prepares["posts"][1]["terms"] = json!({"qualifications": {"a": "prepare"}});
    for days in [1, 2, 3, 5, 8] {
        assert_eq!(counts(&two(3.0), days), counts(&prepares, days), "{days}");
    }
    assert_eq!(counts(&two(3.0), 1), (14, 84, 2));
    // Without anybody who has been there for long, all is prepared and nothing completed.
    let mut alone = two(3.0);
    alone["posts"][0]["holder"] = json!({"since": "2024-01-01"});
    assert_eq!(counts(&alone, 60), (0, 100, 0));
    // 3 × 30.4375 days after 1 January are over on 2 April: eight hours of decisions a day and post from then on.
    assert_eq!(counts(&alone, 91), (0, 100, 0));
    assert_eq!(counts(&alone, 92).0, 30);
}

#[test]
fn what_is_not_noted_changes_nothing() {
    let settings = options(400, 0, 2);
    let without = |value: &mut Value| {
        let onboarding = value["assumptions"]["onboarding"].as_object_mut().unwrap();
        onboarding.remove("at_once");
        onboarding.remove("decides_after");
    };
    let (noted, mut absent) = (lively(0, 0.0), lively(0, 0.0));
    without(&mut absent);
    let (model, runs) = run(&plan(noted), &[], &settings);
    let (other, others) = run(&plan(absent), &[], &settings);
    assert_eq!((model.fingerprint(), runs), (other.fingerprint(), others));
    // What is noted and never comes to bear has the same figures, though it is another question.
    let (wide, runs) = run(&plan(lively(1000, 0.0)), &[], &settings);
    let (free, others) = run(&plan(lively(0, 0.0)), &[], &settings);
    assert_ne!(wide.fingerprint(), free.fingerprint());
    assert_eq!(runs, others);
}

#[test]
fn whatever_is_noted_is_conserved_and_the_same_again() {
    let onboarding = |at_once: u32, months: f64| {
        let onboarding = json!({"curve": [[0, 0.3], [9, 1.0]], "at_once": at_once, "decides_after": months});
        json!({"set_assumptions": {"onboarding": onboarding}})
    };
    let changes = [
        change("2024-03-01", onboarding(1, 6.0)),
        change("2024-05-01", json!({"add_post": post("P-9", "u")})),
        change(
            "2024-06-01",
            json!({"set_post": {"post": "P-2", "terms": {"deputies": ["P-1"], "leave": {}}}}),
        ),
        change("2024-09-01", onboarding(2, 0.0)),
        change("2024-12-01", onboarding(1000, 600.0)),
        change("2025-01-07", json!({"remove_post": {"post": "P-1"}})),
    ];
    let settings = options(500, 30, 3);
    let (model, runs) = run(&plan(lively(2, 1.5)), &changes, &settings);
    let (again, others) = run(&plan(lively(2, 1.5)), &changes, &settings);
    assert_eq!((model.fingerprint(), runs), (again.fingerprint(), others));
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let refused = |onboarding: Value| {
        let mut value = lively(0, 0.0);
        value["assumptions"]["onboarding"] = onboarding;
        let found = Plan::from_json(value.to_string().as_bytes());
        found.err().map(|errors| errors.to_string()).unwrap_or_default()
    };
    let curve = json!([[0, 1.0]]);
    let most = refused(json!({"curve": curve, "at_once": 1001}));
    assert!(most.contains("onboarding.at_once") && most.contains("ist zu groß"), "{most}");
    let half = refused(json!({"curve": curve, "at_once": 0.5}));
    assert!(half.contains("muss eine ganze Zahl"), "{half}");
    let months = refused(json!({"curve": curve, "decides_after": -1}));
    assert!(months.contains("onboarding.decides_after") && months.contains("ist negativ"), "{months}");
    // The largest ones end all the same: nobody ever decides, or nobody starts while one learns.
    for (at_once, months) in [(1, 600.0), (1000, 600.0), (1, 0.1)] {
        let model = Model::new(&plan(lively(at_once, months)), &[], &options(700, 0, 1)).unwrap();
        assert!(model.run(0).unwrap().balance().holds());
    }
}
