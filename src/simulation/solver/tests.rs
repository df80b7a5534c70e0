use super::*;
use crate::format::Language;
use crate::plan::{Action, EuroPerYear, builtin, changes_from_json};
use crate::simulation::{TargetMeasure, Verdict};

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn target(unit_id: &str, at_most: f64, on: &str) -> Target {
    let plan = builtin().unwrap();
    Target::new(unit(unit_id), TargetMeasure::OverThreeMonths, at_most, on.parse().unwrap(), plan.as_of)
        .unwrap()
}

/// Outcomes with so many old cases on every day, a little different in each replication.
fn outcomes(old: f64) -> Vec<UnitOutcome> {
    let one = |n: i32| UnitOutcome {
        open: vec![200.0; 60],
        over_three_months: vec![(old + f64::from(n % 3 - 1)).max(0.0); 60],
        ..UnitOutcome::default()
    };
    (0..9).map(one).collect()
}

/// Drives a search with old cases given by unit and changes; the questions of a round are answered backwards.
fn drive(search: &mut Search, old: impl Fn(&UnitId, &[Change]) -> f64) -> Vec<Question> {
    let mut all = Vec::new();
    while search.finding().is_none() {
        let mut questions: Vec<Question> = search.questions().cloned().collect();
        assert!(!questions.is_empty(), "neither a question nor a finding");
        questions.reverse();
        for question in questions {
            let answer = question.units.iter().map(|unit| outcomes(old(unit, &question.changes))).collect();
            search.answer(question.number, answer);
            all.push(question);
        }
    }
    assert!(search.questions().next().is_none());
    assert!(all.len() <= search.at_most() && all.len() == search.asked());
    all
}

fn added(changes: &[Change]) -> f64 {
    let size = |change: &Change| match &change.action {
        Action::AddPost(post) => post.fte().as_f64(),
        _ => 0.0,
    };
    changes.iter().map(size).sum()
}

fn posts(at_most: f64, on: &str) -> Search {
    let plan = builtin().unwrap();
    Search::posts(&plan, &[], target("einbuergerung", at_most, on), plan.as_of).unwrap()
}

/// How many posts have been moved to a unit, and from which.
fn moved(changes: &[Change]) -> Vec<String> {
    let post = |change: &Change| match &change.action {
        Action::MovePost { post, .. } => Some(post.to_string()),
        _ => None,
    };
    changes.iter().filter_map(post).collect()
}

#[test]
fn finds_the_least_posts_whatever_they_are() {
    let plan = builtin().unwrap();
    // Four posts with casework, so up to four more are proposed.
    for halves in 1..=8 {
        let needed = f64::from(halves) * 0.5;
        let mut search = posts(10.0, "2026-12-31");
        drive(&mut search, |_, changes| if added(changes) >= needed { 5.0 } else { 50.0 });
        let Some(Finding::Found(found)) = search.finding() else { panic!("{:?}", search.finding()) };
        assert_eq!(found.step.size.as_f64(), needed);
        assert_eq!(added(&found.step.changes), needed);
        assert_eq!((found.step.reading.verdict, found.one_less.verdict), (Verdict::Met, Verdict::Missed));
        let changed = plan.with_changes(&found.step.changes);
        assert_eq!(changed.conflicts, []);
        changed.plan.validate().unwrap();
        for language in [Language::German, Language::English] {
            let text = search.sentence(&plan, language).unwrap();
            assert!(text.contains(&crate::format::number(needed, 1, language)), "{text}");
        }
    }
}

#[test]
fn new_posts_are_vacant_until_the_newcomer_comes_and_alike_to_the_others() {
    let mut search = posts(10.0, "2026-12-31");
    drive(&mut search, |_, changes| if added(changes) >= 1.5 { 5.0 } else { 50.0 });
    let Some(Finding::Found(found)) = search.finding() else { panic!() };
    let posts = found.step.changes.iter().map(|change| match &change.action {
        Action::AddPost(post) => post,
        other => panic!("{other:?}"),
    });
    let posts: Vec<_> = posts.collect();
    let ids: Vec<&str> = posts.iter().map(|post| post.id.as_str()).collect();
    assert_eq!(ids, ["neu-1", "neu-2"]);
    assert!(posts.iter().all(|post| post.grade == "A 10" && post.holder.is_none()));
    // 150 days after 01.02.2024.
    assert!(posts.iter().all(|post| post.recruiting_until == "2024-06-30".parse().ok()));
    assert_eq!(posts[1].fte().as_f64(), 0.5);
}

#[test]
fn identifiers_are_free_on_every_day() {
    let plan = builtin().unwrap();
    let taken = changes_from_json(
        br#"[{"effective": "2025-01-01", "action": {"add_post": {"id": "neu-1", "unit": "eu", "title": "T", "grade": "E 8"}}},
             {"effective": "2026-01-01", "action": {"remove_post": {"post": "neu-1"}}}]"#,
    )
    .unwrap();
    let mut search =
        Search::posts(&plan, &taken, target("einbuergerung", 10.0, "2026-12-31"), plan.as_of).unwrap();
    // The post that the scenario adds elsewhere counts as one here too.
    let questions = drive(&mut search, |_, changes| if added(changes) >= 2.5 { 5.0 } else { 50.0 });
    assert!(questions.iter().all(|question| question.changes.starts_with(&taken)));
    let Some(Finding::Found(found)) = search.finding() else { panic!() };
    let all = [&taken[..], &found.step.changes].concat();
    assert_eq!(plan.with_changes(&all).conflicts, []);
}

#[test]
fn says_when_nothing_has_to_be_done_or_can_be() {
    let plan = builtin().unwrap();
    let mut search = posts(10.0, "2026-12-31");
    assert_eq!(drive(&mut search, |_, _| 5.0).len(), 1);
    assert!(matches!(search.finding(), Some(Finding::AlreadyMet { .. })));
    assert!(search.sentence(&plan, Language::German).unwrap().contains("schon erreicht"));
    let coarse = search.coarse_sentence(&plan, Language::German, 5.0).unwrap();
    assert!(coarse.contains("5 Fälle (± 5 Fälle)") && coarse.contains("schon erreicht"), "{coarse}");

    let mut search = posts(10.0, "2026-12-31");
    drive(&mut search, |_, changes| if added(changes) > 5.0 { 5.0 } else { 50.0 });
    let why = match search.finding() {
        Some(Finding::Implausible { why, best: Some(_), .. }) => *why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why, Refusal::TooMany { most: Fte::from_thousandths(4000) });

    let mut search = posts(10.0, "2026-12-31");
    drive(&mut search, |_, _| 52.0);
    assert!(matches!(search.finding(), Some(Finding::NotReachable { why: Refusal::OutOfReach { .. }, .. })));
    let [exact, coarse] = [
        search.sentence(&plan, Language::English).unwrap(),
        search.coarse_sentence(&plan, Language::English, 5.0).unwrap(),
    ];
    assert!(exact.contains("52 cases") && !coarse.contains("52 cases"), "{coarse}");
    assert!(coarse.contains("50 cases (± 5 cases)"), "{coarse}");

    let mut search = posts(10.0, "2024-05-31");
    assert_eq!(drive(&mut search, |_, _| 50.0).len(), 1);
    assert!(matches!(search.finding(), Some(Finding::Implausible { why: Refusal::TooSoon { .. }, .. })));
    let text = search.sentence(&plan, Language::German).unwrap();
    assert!(text.contains("30.06.2024") && text.contains("Bitte ein späteres Ziel"), "{text}");
}

#[test]
fn an_interval_that_holds_the_bound_is_not_enough() {
    let mut search = posts(10.0, "2026-12-31");
    drive(&mut search, |_, changes| if added(changes) >= 2.0 { 5.0 } else { 9.9 });
    let Some(Finding::Found(found)) = search.finding() else { panic!() };
    assert_eq!(found.step.size, Fte::from_thousandths(2000));
    assert_eq!((found.now.verdict, found.one_less.verdict), (Verdict::Unclear, Verdict::Unclear));
}

#[test]
fn refuses_what_does_not_go_together() {
    let plan = builtin().unwrap();
    let error = |unit: &str, from: &str| {
        let target = target(unit, 1.0, "2026-12-31");
        Search::posts(&plan, &[], target, from.parse().unwrap()).unwrap_err()
    };
    assert!(matches!(error("gibt-es-nicht", "2024-02-01"), SolverError::UnknownUnit { .. }));
    assert!(matches!(error("int-sozial", "2024-02-01"), SolverError::NoCases { .. }));
    assert!(matches!(error("eu", "2027-01-01"), SolverError::FromAfterTarget { .. }));
    for language in [Language::German, Language::English] {
        assert!(error("int-sozial", "2024-02-01").sentence(language).contains("Sozialarbeit"));
    }
}

#[test]
fn moves_the_posts_that_help_most_and_spares_who_would_miss_the_target() {
    let plan = builtin().unwrap();
    let mut search =
        Search::moves(&plan, &[], target("einbuergerung", 10.0, "2026-12-31"), plan.as_of).unwrap();
    let home = |post: &str| {
        let post = plan.posts.iter().find(|one| one.id.as_str() == post).unwrap();
        post.home().unwrap().as_str().to_owned()
    };
    let questions = drive(&mut search, |unit, changes| {
        let moved = moved(changes);
        let lost = moved.iter().filter(|post| home(post) == unit.as_str()).count() as f64;
        match unit.as_str() {
            "einbuergerung" => 50.0 - 21.0 * moved.len() as f64,
            // Meets the target, and would not any more.
            "eu" => 3.0 + 20.0 * lost,
            "aufenthalt" => 80.0 + 5.0 * lost,
            _ => 80.0 + 15.0 * lost,
        }
    });
    let Some(Finding::Found(found)) = search.finding() else { panic!("{:?}", search.finding()) };
    let moved = moved(&found.step.changes);
    assert_eq!(moved.len(), 2);
    assert!(moved.iter().all(|post| home(post) == "aufenthalt"), "{moved:?}");
    assert_eq!(found.step.size, Fte::from_thousandths(2000));
    assert_eq!(found.donors.len(), 1);
    assert!((found.old_cases - -32.0).abs() < 1e-9, "{}", found.old_cases);
    assert_eq!(plan.with_changes(&found.step.changes).conflicts, []);
    // Heads without casework, social workers and the last post of a unit stay where they are.
    let tried = questions.iter().flat_map(|question| self::moved(&question.changes));
    for post in tried {
        let post = plan.posts.iter().find(|one| one.id.as_str() == post).unwrap();
        assert!(post.casework > crate::plan::Share::ZERO);
        assert!(!["asyl", "int-sozial", "beirat"].contains(&post.home().unwrap().as_str()), "{}", post.id);
    }
    let text = search.sentence(&plan, Language::German).unwrap();
    assert!(text.contains(&moved[0]) && text.contains("Aufenthalt"), "{text}");
}

#[test]
fn gives_up_moving_with_a_reason() {
    let plan = builtin().unwrap();
    let finding = |old: &dyn Fn(&UnitId, usize) -> f64| {
        let target = target("einbuergerung", 10.0, "2026-12-31");
        let mut search = Search::moves(&plan, &[], target, plan.as_of).unwrap();
        drive(&mut search, |unit, changes| old(unit, moved(changes).len()));
        assert!(search.sentence(&plan, Language::English).unwrap().contains("no proposal"));
        match search.finding() {
            Some(Finding::NotReachable { why, .. }) => *why,
            other => panic!("{other:?}"),
        }
    };
    let here = |unit: &UnitId| unit.as_str() == "einbuergerung";
    // Everybody else meets it, and nobody would after a move.
    let why = finding(&|unit, moved| if here(unit) { 50.0 } else { 5.0 + 20.0 * moved as f64 });
    assert_eq!(why, Refusal::DonorsWouldMiss);
    let why = finding(&|unit, moved| if here(unit) { 50.0 } else { 50.0 + moved as f64 });
    assert_eq!(why, Refusal::NoMoveHelps);
    let why = finding(&|unit, moved| if here(unit) { 500.0 - moved as f64 } else { 50.0 });
    assert_eq!(why, Refusal::ManyMoves { moved: 8 });
}

#[test]
fn posts_with_later_plans_are_left_alone() {
    let plan = builtin().unwrap();
    let later = changes_from_json(
        br#"[{"effective": "2025-01-01", "action": {"move_post": {"post": "AA-01", "to": "eu"}}}]"#,
    )
    .unwrap();
    let mut search =
        Search::moves(&plan, &later, target("einbuergerung", 10.0, "2026-12-31"), plan.as_of).unwrap();
    let questions = drive(&mut search, |unit, changes| {
        if unit.as_str() == "einbuergerung" { 500.0 - moved(changes).len() as f64 } else { 50.0 }
    });
    let moves = questions.iter().map(|question| &question.changes[later.len()..]);
    assert!(moves.flat_map(moved).all(|post| post != "AA-01"));
}

/// A budget in euro a year for the search of [`posts`].
fn posts_within(at_most: f64, euro: i64) -> Search {
    let plan = builtin().unwrap();
    let budget = Some(EuroPerYear::from_cents(euro * 100));
    let target = target("einbuergerung", at_most, "2026-12-31");
    Search::posts_within(&plan, &[], target, plan.as_of, budget).unwrap()
}

/// What a post of the pattern costs, in euro a year.
fn cost_of_one() -> f64 {
    builtin().unwrap().assumptions.cost_of("A 10").unwrap().as_f64()
}

#[test]
fn what_was_tried_is_a_front_with_what_each_step_brings() {
    let mut search = posts(10.0, "2026-12-31");
    // 30 cases fewer with each of the first two posts, then none.
    drive(&mut search, |_, changes| (68.0 - 30.0 * added(changes)).max(8.0));
    let front = search.front();
    let sizes: Vec<f64> = front.iter().map(|point| point.size.as_f64()).collect();
    // Four posts were tried as well: they reach what two do.
    assert_eq!(sizes, [0.0, 1.0, 1.5, 2.0]);
    let means: Vec<f64> = front.iter().map(|point| point.reading.summary.mean).collect();
    assert_eq!(means, [68.0, 38.0, 23.0, 8.0]);
    let gains: Vec<Option<f64>> =
        front.iter().map(|point| point.gain.as_ref().map(|gain| gain.mean)).collect();
    assert_eq!(gains, [None, Some(-30.0), Some(-15.0), Some(-15.0)]);
    assert!(front[1].gain.as_ref().unwrap().half_width < 1e-9, "each run against itself");
    assert!(front[1].reading.summary.half_width > 0.1);
    let costs: Vec<f64> = front.iter().map(|point| point.cost.unwrap().as_f64()).collect();
    assert!((costs[3] - 2.0 * cost_of_one()).abs() < 0.02 && costs[0] == 0.0, "{costs:?}");
    assert_eq!(search.grade(), Some(("A 10", builtin().unwrap().assumptions.cost_of("A 10"))));
    for point in &front {
        assert_eq!(added(&point.changes), point.size.as_f64(), "it can be adopted as it was tried");
    }
}

#[test]
fn what_costs_more_than_may_be_spent_is_told_and_not_proposed() {
    let plan = builtin().unwrap();
    let old = |_: &UnitId, changes: &[Change]| (68.0 - 30.0 * added(changes)).max(8.0);
    let one = cost_of_one();
    for (euro, halves) in [(one * 1.9, 3), (one * 1.2, 2), (one * 0.4, 0)] {
        let mut search = posts_within(10.0, euro as i64);
        drive(&mut search, old);
        let Some(Finding::NotReachable { best, why: Refusal::OverBudget { needed, cost, .. }, .. }) =
            search.finding()
        else {
            panic!("{:?}", search.finding())
        };
        assert_eq!(needed.as_f64(), 2.0);
        assert!((cost.as_f64() - 2.0 * one).abs() < 0.02);
        let affordable = best.as_ref().map_or(0.0, |step| step.size.as_f64());
        assert_eq!(affordable, f64::from(halves) * 0.5);
        assert!(search.front().iter().any(|point| point.size.as_f64() == affordable));
        let text = search.sentence(&plan, Language::German).unwrap();
        assert!(text.contains("Erst 2,0 VZÄ zusätzlich") && text.contains("€ im Jahr"), "{text}");
        assert!(search.sentence(&plan, Language::English).unwrap().contains("more than the amount of €"));
    }
    let mut enough = posts_within(10.0, (one * 2.0) as i64 + 1);
    drive(&mut enough, old);
    assert!(matches!(enough.finding(), Some(Finding::Found(_))), "{:?}", enough.finding());
}

#[test]
fn an_amount_needs_a_cost_to_be_held_against() {
    let mut plan = builtin().unwrap();
    plan.assumptions.cost_per_grade.clear();
    let target = || target("einbuergerung", 10.0, "2026-12-31");
    let budget = Some(EuroPerYear::from_cents(10_000_000));
    let error = Search::posts_within(&plan, &[], target(), plan.as_of, budget).unwrap_err();
    assert_eq!(error, SolverError::NoCost { grade: "A 10".to_owned() });
    assert!(
        error.sentence(Language::German).contains("A 10")
            && error.sentence(Language::English).contains("A 10")
    );
    let mut without = Search::posts(&plan, &[], target(), plan.as_of).unwrap();
    drive(&mut without, |_, changes| (68.0 - 30.0 * added(changes)).max(8.0));
    assert!(without.front().iter().all(|point| point.cost.is_none()));
    assert_eq!(without.grade(), Some(("A 10", None)));
}

#[test]
fn the_front_of_moves_tells_what_each_brings() {
    let plan = builtin().unwrap();
    let mut search =
        Search::moves(&plan, &[], target("einbuergerung", 10.0, "2026-12-31"), plan.as_of).unwrap();
    drive(&mut search, |unit, changes| match unit.as_str() {
        "einbuergerung" => 50.0 - 21.0 * moved(changes).len() as f64,
        _ => 80.0,
    });
    let front = search.front();
    let told: Vec<(f64, f64)> =
        front.iter().map(|point| (point.size.as_f64(), point.reading.summary.mean)).collect();
    assert_eq!(told, [(0.0, 50.0), (1.0, 29.0), (2.0, 8.0)]);
    assert!(front.iter().all(|point| point.cost.is_none()), "they are there anyway");
    assert_eq!(search.grade(), None);
}
