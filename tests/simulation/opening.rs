//! Open cases of which more is known than their number: no case is lost, and what lies with others is no work of today.

use crate::plans::{options, plan, post, run};
use proptest::prelude::*;
use serde_json::{Value, json};
use stellwerk::plan::{CaseTypeId, Plan};
use stellwerk::simulation::{Model, OpenCases, Place, Replication};

/// Two steps of an hour with an external wait between them; nothing new arrives.
fn office(posts: usize, mean: f64, cv: f64) -> Plan {
    let posts: Vec<Value> = (0..posts).map(|number| post(&format!("P-{number}"), "u")).collect();
    plan(json!({
        "format": "stellwerk-plan/1", "name": "Amt", "as_of": "2024-01-01", "units": [{"id": "u", "name": "Amt"}], "posts": posts,
        "case_types": [
            {"id": "a", "unit": "u", "name": "Antrag", "demand": {"per_year": 0}, "opening": {"waiting": 7, "oldest_days": 50},
             "steps": [{"name": "prüfen", "minutes": 60, "then_days": {"mean": mean, "cv": cv}, "then_owner": "applicant"},
                       {"name": "entscheiden", "minutes": 60}]},
            {"id": "b", "unit": "u", "name": "Auskunft", "demand": {"per_year": 0}, "steps": [{"name": "s", "minutes": 10}]},
        ],
    }))
}

fn cases(case_type: &str, place: Place, cases: u64) -> OpenCases {
    OpenCases { case_type: CaseTypeId::parse(case_type).unwrap(), place, ages: (0, 200), cases }
}

fn opened(plan: &Plan, days: u32, open: &[OpenCases]) -> (Model, Replication) {
    let model = Model::new(plan, &[], &options(days, 0, 1)).unwrap().with_open_cases(open).unwrap();
    let run = model.run(0).unwrap();
    assert!(run.balance().holds(), "{:?}", run.balance());
    (model, run)
}

fn balance(run: &Replication, case_type: &str) -> stellwerk::simulation::CaseTypeBalance {
    run.balance().case_types[&CaseTypeId::parse(case_type).unwrap()]
}

#[test]
fn a_model_of_which_no_more_is_known_is_the_same() {
    let plan = office(1, 30.0, 0.5);
    let (model, runs) = run(&plan, &[], &options(60, 0, 1));
    let (same, run) = opened(&plan, 60, &[]);
    assert_eq!((model.fingerprint(), &runs[0]), (same.fingerprint(), &run));
    // The same cases, said otherwise: same streams, same figures, another number as more was said.
    let stated = OpenCases { ages: (0, 50), ..cases("a", Place::Queue, 7) };
    let (other, run) = opened(&plan, 60, &[stated]);
    assert_ne!(model.fingerprint(), other.fingerprint());
    assert_eq!(runs[0], run);
}

#[test]
fn what_lies_with_others_comes_back_after_the_rest_of_its_wait() {
    // Nobody works: what has come back lies in the queue. Of a wait of always 60 days an even part is ahead.
    let (_, run) = opened(&office(0, 60.0, 0.0), 30, &[cases("a", Place::Applicant, 10_000)]);
    let found = balance(&run, "a");
    assert_eq!((found.opening, found.completed, found.in_handling), (10_000, 0, 0));
    assert!((4_800..5_200).contains(&found.waiting), "{found:?}");
    assert_eq!(found.waiting + found.external, 10_000);
    // Uneven waits: the rest of one that is met under way is mean × (1 + cv²) ÷ 2 long.
    let rest: f64 = (1..400)
        .step_by(4)
        .map(|days| {
            let (_, run) = opened(&office(0, 20.0, 1.0), days, &[cases("a", Place::Applicant, 2_000)]);
            4.0 * balance(&run, "a").external as f64 / 2_000.0
        })
        .sum();
    assert!((17.0..23.0).contains(&rest), "{rest}");
}

#[test]
fn what_lies_with_others_is_only_what_comes_after_it() {
    let plan = office(1, 10.0, 0.0);
    let handled = |place: Place| {
        let (_, run) = opened(&plan, 365, &[cases("a", place, 40)]);
        assert_eq!(balance(&run, "a").completed, 40, "{place:?}");
        run.standing(&Model::new(&plan, &[], &options(365, 0, 1)).unwrap(), &crate::plans::unit("u")).unwrap()
    };
    let (here, there) = (handled(Place::Queue), handled(Place::Applicant));
    // One of two steps is left, so half of the work; and the cases are with the applicant at first.
    assert!(there.in_work < 0.6 * here.in_work, "{there:?} {here:?}");
    assert!(there.with_us < here.with_us && there.applicant > 0.0);
}

#[test]
fn of_what_is_in_work_an_even_part_is_left() {
    let mut plan = office(1, 30.0, 0.0);
    plan.case_types[1].steps[0].cv = 0.0;
    let completed = |case_type: &str, place: Place, count: u64, days: u32| {
        let (_, run) = opened(&plan, days, &[cases(case_type, place, count)]);
        balance(&run, case_type).completed
    };
    // One step of always ten minutes, more cases than can be handled: with half of it left twice as many are completed.
    let (anew, rest) = (completed("b", Place::Queue, 10_000, 60), completed("b", Place::Work, 10_000, 60));
    assert!(anew > 500 && rest < 10_000, "{anew} {rest}");
    let ratio = rest as f64 / anew as f64;
    assert!((1.9..2.1).contains(&ratio), "{ratio}");
    // Of two steps of an hour half of the cases are in the second: these need no wait any more, the others the one of 30 days.
    assert_eq!(completed("a", Place::Queue, 40, 25), 0);
    let done = completed("a", Place::Work, 40, 25);
    assert!((10..=30).contains(&done), "{done}");
    assert_eq!(completed("a", Place::Work, 40, 365), 40);
}

#[test]
fn a_kind_without_such_a_wait_has_the_nearest_there_is() {
    let plan = office(0, 60.0, 0.0);
    let (_, run) = opened(&plan, 1, &[cases("a", Place::Authority, 50), cases("b", Place::Authority, 20)]);
    let (a, b) = (balance(&run, "a"), balance(&run, "b"));
    // The plan knows a wait of „a“ with the applicant only, and none of „b“.
    assert!(a.external >= 45 && a.external + a.waiting == 50, "{a:?}");
    assert_eq!((b.external, b.waiting), (0, 20));
    // What is not simulated is passed over.
    opened(&plan, 1, &[cases("gone", Place::Queue, 5)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_case_is_lost_whoever_has_it(
        places in prop::collection::vec((0..5_usize, 0..60_u64, 0..400_u32, 0..400_u32, any::<bool>()), 0..6),
        posts in 0..3_usize,
        mean in 0.0..90.0_f64,
        cv in 0.0..2.0_f64,
    ) {
        let open: Vec<OpenCases> = places
            .iter()
            .map(|(place, cases, youngest, oldest, first)| OpenCases {
                case_type: CaseTypeId::parse(if *first { "a" } else { "b" }).unwrap(),
                place: Place::ALL[*place],
                ages: (*youngest, *oldest),
                cases: *cases,
            })
            .collect();
        let plan = office(posts, mean, cv);
        let (model, run) = opened(&plan, 120, &open);
        let said = |id: &str| open.iter().filter(|one| one.case_type.as_str() == id).map(|one| one.cases).sum::<u64>();
        let named = open.iter().any(|one| one.case_type.as_str() == "a");
        prop_assert_eq!(balance(&run, "a").opening, if named { said("a") } else { 7 });
        prop_assert_eq!(balance(&run, "b").opening, said("b"));
        prop_assert_eq!(model.run(0).unwrap(), run);
    }
}
