//! Who may only prepare a case leaves its decision to others: the minutes stay, the case waits in between.

use crate::plans::{answer, change, counter, options, plan, post, run, unit};
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Change};
use stellwerk::simulation::{CaseTypeBalance, Model, Options, Progress, Replication, forecast};

/// A hundred cases of an hour each and two posts, of which the second may only prepare; a decision takes half of the hour.
fn office() -> Value {
    let mut value = counter(2, 0.0, 60.0, 0.0, "constant");
    value["as_of"] = json!("2024-01-02");
    value["case_types"][0]["opening"] = json!({"waiting": 100, "oldest_days": 50});
    value["assumptions"] = json!({"decision_share": 0.5});
    value["posts"][1]["terms"] = prepares();
    value
}

fn prepares() -> Value {
    json!({"qualifications": {"a": "prepare"}})
}

fn id(id: &str) -> CaseTypeId {
    CaseTypeId::parse(id).unwrap()
}

/// What has become of the cases after so many days.
fn after(value: &Value, changes: &[Change], days: u32) -> CaseTypeBalance {
    let (_, runs) = run(&plan(value.clone()), changes, &options(days, 0, 1));
    runs[0].balance().case_types[&id("a")]
}

fn counts(balance: CaseTypeBalance) -> (u64, u64, u64) {
    (balance.completed, balance.waiting, balance.in_handling)
}

/// The first post does its first case alone, until 60. Meanwhile two are prepared, at 30 and at 60, and one more every half hour:
/// just as many as the first post decides from then on, at 90, 120, … and 450. Both have one in hand at 468.
#[test]
fn one_decides_what_another_one_prepares() {
    assert_eq!(counts(after(&office(), &[], 1)), (14, 84, 2));
    // Who may all does 468 ÷ 60 a day: both together seven each, and the eighth is begun.
    let mut free = office();
    free["posts"][1]["terms"] = Value::Null;
    assert_eq!(counts(after(&free, &[], 1)), (14, 84, 2));
    // A decision that takes all leaves nothing to be prepared, one that takes nothing is made in passing.
    let mut all = office();
    all["assumptions"]["decision_share"] = json!(1.0);
    assert_eq!(counts(after(&all, &[], 1)), (7, 92, 1));
    let mut nothing = office();
    nothing["assumptions"]["decision_share"] = json!(0.0);
    // Both end every hour; what is prepared by then is signed after the next case.
    assert_eq!(counts(after(&nothing, &[], 1)), (7 + 6, 85, 2));
}

#[test]
fn without_whoever_decides_prepared_cases_pile_up() {
    let mut value = office();
    value["posts"][0]["terms"] = json!({"leave": {"until": "2024-01-02"}});
    // 468 ÷ 30 are prepared on the first day, and one more is begun.
    assert_eq!(counts(after(&value, &[], 1)), (0, 99, 1));
    // On the second one they are decided one after the other, before anything that nobody has begun.
    assert_eq!(counts(after(&value, &[], 2)), (15, 83, 2));
    // Where nobody comes, all are prepared in the end, and none is completed.
    value["posts"][0]["terms"] = json!({"leave": {}});
    assert_eq!(counts(after(&value, &[], 60)), (0, 100, 0));
    let found = answer(&plan(value.clone()), &[], &options(60, 0, 1));
    let busy = found.case_types[&id("a")].months.effective_fte.iter().map(|month| month.mean);
    let busy: Vec<f64> = busy.collect();
    assert!((busy[0] * 22.0 * 468.0 - 100.0 * 30.0).abs() < 0.01 && busy[1] == 0.0, "{busy:?}");
    assert!(found.standing.units[&unit("u")].with_us.mean > 95.0);
}

/// The steps and their draws are the same: so are the minutes, however they are shared out.
#[test]
fn the_minutes_of_a_case_stay_the_same() {
    let minutes = |value: &Value| {
        let days = 900;
        let (model, runs) = run(&plan(value.clone()), &[], &options(days, 0, 1));
        assert_eq!(runs[0].balance().case_types[&id("a")].completed, 100);
        forecast(&model, &runs).case_types[&id("a")].total.effective_fte.mean
    };
    for share in [0.0, 0.07, 0.5, 1.0] {
        let mut value = office();
        value["assumptions"]["decision_share"] = json!(share);
        value["case_types"][0]["steps"] = json!([
            {"name": "anhören", "minutes": 40, "cv": 0.8, "then_days": {"mean": 5, "cv": 0.5}},
            {"name": "prüfen", "minutes": 900, "cv": 1.2}, {"name": "bescheiden", "minutes": 20, "cv": 0.3, "share": 0.9}]);
        let shared = minutes(&value);
        value["posts"][1]["terms"] = Value::Null;
        assert!((shared / minutes(&value) - 1.0).abs() < 1e-6, "{share}");
    }
}

#[test]
fn a_visit_that_ends_outside_needs_no_decision() {
    let mut value = office();
    value["posts"][0]["terms"] = prepares();
    value["case_types"][0]["steps"] = json!([{"name": "bestellen", "minutes": 60, "distribution": "constant",
        "then_days": {"mean": 3, "cv": 0}}]);
    let prepared = after(&value, &[], 30);
    assert_eq!(prepared.completed, 100);
    value["posts"][0]["terms"] = Value::Null;
    assert_eq!(after(&value, &[], 30), prepared);
}

#[test]
fn rights_change_with_their_day() {
    let set = |day: &str, post: &str, terms: Value| {
        change(day, json!({"set_post": {"post": post, "terms": terms}}))
    };
    let mut value = office();
    value["posts"][0]["terms"] = prepares();
    assert_eq!(counts(after(&value, &[], 30)), (0, 100, 0));
    // From the third day on the first post may decide: 32 are prepared or being so, and what it has in hand it completes itself.
    let may = set("2024-01-04", "P-0", Value::Null);
    let early = after(&value, std::slice::from_ref(&may), 2);
    assert_eq!(counts(early), (0, 98, 2));
    let third = after(&value, std::slice::from_ref(&may), 3);
    assert!((14..=16).contains(&third.completed), "{third:?}");
    assert_eq!(after(&value, std::slice::from_ref(&may), 60).completed, 100);
    // Back to preparing: what waits for a decision stays, nothing gets lost.
    let back = set("2024-01-08", "P-0", prepares());
    let stopped = after(&value, &[may.clone(), back], 60);
    assert!(stopped.completed > 20 && stopped.completed < 60 && stopped.in_handling == 0, "{stopped:?}");
    // All may decide: no queue for decisions any more, and what waited in it is done by whoever is free.
    let both = set("2024-01-04", "P-1", Value::Null);
    assert_eq!(after(&value, &[may, both], 60).completed, 100);
    // Who prepares ends: the case goes back as a whole.
    let mut ends = office();
    ends["posts"][1]["kw"] = json!("2024-01-02");
    assert_eq!(after(&ends, &[], 60).completed, 100);
}

/// A lively unit in which the first posts may decide.
fn lively(deciding: usize, load: f64) -> Value {
    let mut value = counter(4, load, 45.0, 1.0, "lognormal");
    value["case_types"][0]["walk_in"] = json!(false);
    value["assumptions"] = json!({"absence_days_per_year": 46, "turnover_per_year": 0.2, "allowance": 0.09,
        "recruitment_days": {"mean": 40, "cv": 0.4},
        "onboarding": {"curve": [[0, 0.2], [12, 1.0]], "mentor": [[0, 0.2], [12, 0.0]]}});
    for post in value["posts"].as_array_mut().unwrap().iter_mut().skip(deciding) {
        post["terms"] = prepares();
    }
    value
}

/// The same chance events: with more who may decide, cases take no longer.
#[test]
fn more_who_decide_never_make_cases_wait_longer() {
    for load in [0.4, 0.6, 0.8] {
        let settings = options(500, 30, 8);
        let days = |deciding: usize| -> Vec<f64> {
            let (model, runs) = run(&plan(lively(deciding, load)), &[], &settings);
            let waits = |run: &Replication| {
                let standing = run.standing(&model, &unit("u")).unwrap();
                standing.with_us + standing.in_work
            };
            runs.iter().map(waits).collect()
        };
        let by_deciders: Vec<Vec<f64>> = (1..=4).map(days).collect();
        for pair in by_deciders.windows(2) {
            let (fewer, more) = (&pair[0], &pair[1]);
            let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
            assert!(mean(more) <= mean(fewer), "{load}: {by_deciders:?}");
        }
        let (one, four) = (&by_deciders[0], &by_deciders[3]);
        assert!(one.iter().zip(four).all(|(one, four)| four <= one), "{load}: {by_deciders:?}");
    }
}

#[test]
fn whatever_is_shared_comes_out_the_same_in_pieces_and_is_conserved() {
    let changes = [
        change("2024-04-01", json!({"set_post": {"post": "P-1", "terms": null}})),
        change("2024-08-01", json!({"set_post": {"post": "P-0", "terms": prepares()}})),
        change("2024-10-01", json!({"set_assumptions": {"decision_share": 0.4}})),
        change("2025-01-07", json!({"remove_post": {"post": "P-1"}})),
    ];
    let settings = options(500, 30, 4);
    let (model, runs) = run(&plan(lively(1, 0.9)), &changes, &settings);
    let (again, others) = run(&plan(lively(1, 0.9)), &changes, &settings);
    assert_eq!((model.fingerprint(), &runs), (again.fingerprint(), &others));
    let mut pieces = model.start(3).unwrap();
    let found = loop {
        match pieces.advance(50).unwrap() {
            Progress::Done(found) => break found,
            Progress::Running(more) => pieces = more,
        }
    };
    assert_eq!(*found, runs[3]);
    let model = &model;
    let threads: Vec<Replication> = std::thread::scope(|scope| {
        let one = |number| scope.spawn(move || model.run(number).unwrap());
        let all: Vec<_> = (0..4).map(one).collect();
        all.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(threads, runs);
}

#[test]
fn what_restricts_nobody_changes_nothing_and_what_is_undone_is_gone() {
    let settings = options(300, 0, 2);
    let number = |value: &Value, changes: &[Change]| {
        Model::new(&plan(value.clone()), changes, &settings).unwrap().fingerprint()
    };
    let free = lively(4, 0.8);
    let mut noted = free.clone();
    noted["posts"][0]["terms"] = json!({"qualifications": {"a": "decide"}, "deputies": ["P-1"]});
    noted["assumptions"]["decision_share"] = json!(0.3);
    assert_eq!(number(&noted, &[]), number(&free, &[]));
    let (_, with) = run(&plan(noted), &[], &settings);
    assert_eq!(with, run(&plan(free.clone()), &[], &settings).1);
    // A right that is taken and given back on the same day was never gone.
    let set = |terms: Value| change("2024-03-01", json!({"set_post": {"post": "P-3", "terms": terms}}));
    assert_ne!(number(&free, &[set(prepares())]), number(&free, &[]));
    assert_eq!(number(&free, &[set(prepares()), set(Value::Null)]), number(&free, &[]));
    // The share of the decision counts where there is one.
    let mut shared = lively(2, 0.8);
    let usual = number(&shared, &[]);
    shared["assumptions"]["decision_share"] = json!(0.3);
    assert_ne!(number(&shared, &[]), usual);
}

#[test]
fn a_decision_that_nobody_may_make_is_told() {
    let told = |value: Value, changes: &[Change]| {
        let options = Options { horizon_days: 90, ..Options::default() };
        let model = Model::new(&plan(value), changes, &options).unwrap();
        let found = model.warnings().iter().filter(|one| one.contains("nur vorbereiten")).cloned();
        found.collect::<Vec<String>>()
    };
    assert_eq!(told(office(), &[]), Vec::<String>::new());
    let mut nobody = office();
    nobody["posts"][0]["terms"] = prepares();
    let found = told(nobody, &[]);
    assert!(found.len() == 1 && found[0].starts_with("Fallart „Vorsprache“: Am Anfang darf"), "{found:?}");
    let later = change("2024-02-05", json!({"set_post": {"post": "P-0", "terms": prepares()}}));
    assert!(told(office(), &[later])[0].contains("Ab dem 05.02.2024 darf sie"));
    // Whoever may decide is on leave, and another one signs in their place.
    let mut leave = office();
    leave["posts"][0]["terms"] = json!({"leave": {}});
    assert_eq!(told(leave.clone(), &[]).len(), 1);
    leave["posts"][0]["terms"] = json!({"leave": {}, "deputies": ["P-1"]});
    assert_eq!(told(leave, &[]), Vec::<String>::new());
}

/// One post decides what nine prepare: a tenth of their work is as much as it can do, a fifth is twice as much.
#[test]
fn who_cannot_keep_up_with_deciding_is_told() {
    let told = |share: f64, deciding: usize, terms: &Value| {
        let mut value = counter(10, 0.9, 60.0, 0.5, "lognormal");
        value["assumptions"] = json!({"decision_share": share});
        for post in value["posts"].as_array_mut().unwrap().iter_mut().skip(deciding) {
            post["terms"] = terms.clone();
        }
        let model =
            Model::new(&plan(value), &[], &Options { horizon_days: 365, ..Options::default() }).unwrap();
        let found = model.warnings().iter().filter(|one| one.contains("Entscheidungen brauchen")).cloned();
        found.collect::<Vec<String>>()
    };
    // 0.9 × 10 posts × 0.2 = 1.8 posts of decisions.
    let found = told(0.2, 1, &prepares());
    assert!(found.len() == 1 && found[0].contains("„Vorsprache“"), "{found:?}");
    assert!(
        found[0].contains("180\u{202f}% dessen, was die eine Stelle leistet, die sie entscheiden darf"),
        "{found:?}"
    );
    assert_eq!(told(0.1, 1, &prepares()), Vec::<String>::new());
    assert_eq!(told(0.2, 2, &prepares()), Vec::<String>::new());
    assert!(told(0.5, 2, &prepares())[0].contains("225\u{202f}% dessen, was die 2 Stellen leisten"));
    assert_eq!(told(0.5, 1, &Value::Null), Vec::<String>::new(), "everybody decides");
}

#[test]
fn nothing_to_be_done_and_nobody_to_decide_ends_all_the_same() {
    for (minutes, share) in [(0, 0.5), (60, 0.0), (60, 1.0), (1_000_000, 0.1)] {
        let mut value = office();
        value["case_types"][0]["steps"][0]["minutes"] = json!(minutes);
        value["case_types"][0]["follow_ups"] =
            json!([{"case_type": "a", "share": 0.9, "after_days": {"mean": 0, "cv": 0}}]);
        value["assumptions"]["decision_share"] = json!(share);
        for nobody in [false, true] {
            if nobody {
                value["posts"][0]["terms"] = prepares();
            }
            let balance = after(&value, &[], 40);
            assert!(balance.holds() && (!nobody || balance.completed == 0), "{minutes} {share} {balance:?}");
        }
    }
}

/// Seventy posts do not fit into one number of bits.
#[test]
fn many_posts_share_their_work_as_few_do() {
    let mut value = counter(1, 0.0, 60.0, 0.5, "lognormal");
    let posts = (0..140).map(|n| {
        let mut post = post(&format!("P-{n}"), "u");
        post["terms"] = if n % 2 == 0 { Value::Null } else { prepares() };
        post
    });
    value["posts"] = posts.collect();
    value["case_types"][0]["demand"]["per_year"] = json!(140 * 1500);
    value["assumptions"] = json!({"absence_days_per_year": 46});
    let (model, runs) = run(&plan(value), &[], &options(200, 0, 1));
    let balance = runs[0].balance().case_types[&id("a")];
    assert!(balance.completed as f64 > 0.98 * balance.arrivals as f64, "{balance:?}");
    let posts = forecast(&model, &runs).units[&unit("u")].total.utilisation.mean;
    assert!((0.9..1.0).contains(&posts), "{posts}");
}
