//! The solver and the tornado on the engine itself: what they say holds when it is simulated.

use crate::plans::{change, plan, post, unit};
use serde_json::json;
use stellwerk::format::Language;
use stellwerk::plan::{Change, Plan, UnitId, builtin};
use stellwerk::simulation::{
    Finding, LeverKind, LeverRuns, Model, Options, Refusal, Search, Side, Summariser, Target, TargetMeasure,
    Tornado, UnitOutcome, Verdict, levers,
};

fn department() -> Plan {
    builtin().unwrap_or_else(|errors| panic!("{errors}"))
}

fn target(plan: &Plan, id: &str, measure: TargetMeasure, at_most: f64, on: &str) -> Target {
    Target::new(unit(id), measure, at_most, on.parse().unwrap(), plan.as_of).unwrap()
}

/// Some replications of one unit up to the day of the target.
fn run(plan: &Plan, changes: &[Change], target: &Target, of: &UnitId, count: u32) -> Vec<UnitOutcome> {
    let options = Options {
        horizon_days: target.horizon_days(plan.as_of),
        units: vec![of.clone()],
        ..Options::default()
    };
    let model = Model::new(plan, changes, &options).unwrap();
    (0..count).map(|n| UnitOutcome::from(model.run(n).unwrap().unit(&model, of).unwrap())).collect()
}

fn solve(plan: &Plan, mut search: Search, count: u32) -> Search {
    while search.finding().is_none() {
        let questions: Vec<_> = search.questions().cloned().collect();
        for question in questions {
            let target = search.target().clone();
            let answer = question.units.iter().map(|of| run(plan, &question.changes, &target, of, count));
            let answer = answer.collect();
            search.answer(question.number, answer);
        }
    }
    search
}

#[test]
fn the_posts_found_meet_the_target_and_one_step_less_does_not() {
    let plan = department();
    let target = target(&plan, "aufenthalt", TargetMeasure::ShareOverThreeMonths, 0.05, "2026-12-31");
    let scenario = [change("2025-01-01", json!({"set_assumptions": {"allowance": 0.1}}))];
    let search = Search::posts(&plan, &scenario, target.clone(), plan.as_of).unwrap();
    let solved = solve(&plan, search.clone(), 12);
    let Some(Finding::Found(found)) = solved.finding() else { panic!("{:?}", solved.finding()) };
    assert!(found.step.size.as_f64() >= 0.5);
    let read = |added: &[Change]| {
        let all = [&scenario[..], added].concat();
        target.read(&run(&plan, &all, &target, &target.unit, 12), &mut Summariser::new(12))
    };
    assert_eq!(read(&found.step.changes), found.step.reading);
    assert_eq!(found.step.reading.verdict, Verdict::Met);
    assert_ne!(found.one_less.verdict, Verdict::Met);
    assert_eq!(read(&[]), found.now);
    // The same question, the same answer.
    assert_eq!(solve(&plan, search, 12).finding(), solved.finding());
}

/// Einbürgerung would have to be more than doubled for the target of the guided example: no need for posts.
#[test]
fn a_target_beyond_doubling_is_refused() {
    let plan = department();
    let target = target(&plan, "einbuergerung", TargetMeasure::ShareOverThreeMonths, 0.1, "2026-12-31");
    let solved = solve(&plan, Search::posts(&plan, &[], target, plan.as_of).unwrap(), 8);
    let finding = solved.finding().unwrap();
    assert!(matches!(finding, Finding::Implausible { why: Refusal::TooMany { .. }, .. }), "{finding:?}");
    let text = solved.sentence(&plan, Language::German).unwrap();
    assert!(text.contains("mehr als 4,0 VZÄ zusätzlich"), "{text}");
}

/// Two units with the same work, one short of posts, one with posts to spare, one in between.
fn three_units() -> Plan {
    let case_type = |id: &str, unit: &str, per_year: f64| {
        json!({"id": id, "unit": unit, "name": id, "demand": {"per_year": per_year},
               "steps": [{"name": "Bearbeiten", "minutes": 120.0}]})
    };
    let count = |unit: &str, posts: usize| {
        (0..posts).map(move |n| post(&format!("{}-{n}", unit.to_uppercase()), unit)).collect::<Vec<_>>()
    };
    let posts = [count("u", 3), count("v", 6), count("w", 3)].concat();
    plan(json!({
        "format": "stellwerk-plan/1", "name": "Drei Einheiten", "as_of": "2024-01-01",
        "units": [{"id": "u", "name": "Knapp"}, {"id": "v", "name": "Reichlich"}, {"id": "w", "name": "Ausgelastet"}],
        "posts": posts,
        "case_types": [case_type("a", "u", 4200.0), case_type("b", "v", 2500.0), case_type("c", "w", 2800.0)]
    }))
}

#[test]
fn the_moves_found_meet_the_target_and_harm_nobody_who_met_it() {
    let plan = three_units();
    let target = target(&plan, "u", TargetMeasure::OverThreeMonths, 5.0, "2025-12-31");
    let solved = solve(&plan, Search::moves(&plan, &[], target.clone(), plan.as_of).unwrap(), 10);
    let Some(Finding::Found(found)) = solved.finding() else { panic!("{:?}", solved.finding()) };
    assert!(!found.donors.is_empty() && found.old_cases < 0.0);
    for donor in &found.donors {
        assert_eq!(donor.unit, unit("v"));
        assert_eq!((donor.before.verdict, donor.after.verdict), (Verdict::Met, Verdict::Met));
        let mut there = target.clone();
        there.unit = donor.unit.clone();
        let after = run(&plan, &found.step.changes, &target, &donor.unit, 10);
        assert_eq!(there.read(&after, &mut Summariser::new(10)), donor.after);
    }
    let here = run(&plan, &found.step.changes, &target, &target.unit, 10);
    assert_eq!(target.read(&here, &mut Summariser::new(10)), found.step.reading);
    assert_eq!(found.step.reading.verdict, Verdict::Met);
    assert_ne!(found.one_less.verdict, Verdict::Met);
}

#[test]
fn a_lever_of_another_unit_moves_nothing_and_one_of_this_unit_does() {
    let plan = department();
    let target = target(&plan, "einbuergerung", TargetMeasure::Open, 0.0, "2025-06-30");
    let values = |changes: &[Change]| target.values(&run(&plan, changes, &target, &target.unit, 10));
    let base = values(&[]);
    let bar = |kind: &LeverKind, of: &str| {
        let levers = levers(&plan, &[], &unit(of));
        let lever = levers.iter().find(|lever| lever.kind == *kind).unwrap();
        let side = |side| values(&lever.with(&[], side));
        let runs = [LeverRuns { low: side(Side::Low), high: side(Side::High) }];
        Tornado::of(&base, &runs, &mut Summariser::new(10)).bars[0]
    };
    let case_type = |id: &str| stellwerk::plan::CaseTypeId::parse(id).unwrap();
    let foreign = bar(&LeverKind::Demand(case_type("a01")), "aufenthalt");
    assert_eq!((foreign.swing, foreign.between.half_width), (0.0, 0.0));
    assert!(!foreign.is_clear());
    let more = |kind: LeverKind| {
        let bar = bar(&kind, "einbuergerung");
        assert!(bar.is_clear() && bar.low.mean < 0.0 && bar.high.mean > 0.0, "{kind:?}: {bar:?}");
    };
    more(LeverKind::Demand(case_type("n01")));
    more(LeverKind::Minutes(case_type("n01")));
    more(LeverKind::OpeningWaiting);
    more(LeverKind::Absence);
}
