//! Goals of the built-in plan.

use super::*;
use crate::format::Language;
use crate::plan::read::form;
use crate::plan::{Action, builtin};
use crate::simulation::{Model, Options};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn share(at_most: f64) -> Goal {
    let unit = UnitId::parse("einbuergerung").unwrap();
    Goal::Service { unit, measure: TargetMeasure::ShareOverThreeMonths, at_most, on: day("2025-12-31") }
}

fn fte(at_most: f64) -> Goal {
    Goal::Fte { at_most, on: day("2024-03-01") }
}

fn cost(at_most: f64) -> Goal {
    Goal::Cost { at_most, on: day("2024-03-01") }
}

#[test]
fn goals_come_back_as_they_went_and_no_others_are_read() {
    let all = vec![share(0.05), fte(41.5), cost(3_000_000.0)];
    assert_eq!(form::<Vec<Goal>>(&serde_json::to_vec(&all).unwrap()), Ok(all));
    for wrong in [
        r#"{"service":{"unit":"asyl","measure":"open","at_most":-1,"on":"2025-12-31"}}"#,
        r#"{"service":{"unit":"asyl","measure":"mood","at_most":1,"on":"2025-12-31"}}"#,
        r#"{"fte":{"at_most":"viele","on":"2025-12-31"}}"#,
        r#"{"joy":{"at_most":1,"on":"2025-12-31"}}"#,
        "7",
    ] {
        assert!(form::<Goal>(wrong.as_bytes()).is_err(), "{wrong}");
    }
    let many = serde_json::to_vec(&vec![fte(1.0); MAX_GOALS + 1]).unwrap();
    assert!(form::<Vec<Goal>>(&many).is_err());
}

#[test]
fn posts_and_cost_are_certain_and_follow_the_changes() {
    let plan = builtin().unwrap();
    let first = plan.posts[0].clone();
    let removed =
        Change { effective: day("2024-02-15"), action: Action::RemovePost { post: first.id.clone() } };
    let all: f64 = plan.on(day("2024-03-01"), &[]).plan.posts.iter().map(|post| post.fte().as_f64()).sum();
    let reading = fte(all).certain(&plan, &[]).unwrap();
    assert_eq!((reading.verdict, reading.half_width), (Verdict::Met, None));
    assert!((reading.value - all).abs() < 1e-9);
    let tight = fte(all - 0.25);
    assert_eq!(tight.certain(&plan, &[]).unwrap().verdict, Verdict::Missed);
    assert_eq!(tight.certain(&plan, std::slice::from_ref(&removed)).unwrap().verdict, Verdict::Met);
    let before = cost(1.0).certain(&plan, &[]).unwrap();
    let after = cost(1.0).certain(&plan, &[removed]).unwrap();
    assert!(before.value > after.value, "a post less costs less");
    assert_eq!(share(0.05).certain(&plan, &[]), None);
}

#[test]
fn what_lacks_a_cost_leaves_the_answer_open() {
    let mut plan = builtin().unwrap();
    let grade = plan.posts[0].grade.clone();
    plan.assumptions.cost_per_grade.remove(&grade);
    let reading = cost(100_000_000.0).certain(&plan, &[]).unwrap();
    assert_eq!(reading.verdict, Verdict::Unclear);
    assert!(reading.without > Fte::default());
    assert!(cost(100_000_000.0).verdict(&reading, Language::German).contains("keine Kosten nennt"));
    assert_eq!(cost(1.0).certain(&plan, &[]).unwrap().verdict, Verdict::Missed);
}

#[test]
fn service_is_judged_by_its_whole_interval() {
    let as_of = day("2024-02-01");
    let outcome = |old: f64| UnitOutcome {
        open: vec![100.0; 23],
        over_three_months: vec![old; 23],
        ..UnitOutcome::default()
    };
    let read = |at_most: f64, olds: &[f64]| {
        let outcomes: Vec<UnitOutcome> = olds.iter().map(|old| outcome(*old)).collect();
        share(at_most).simulated(as_of, &outcomes, &mut Summariser::new(8)).unwrap()
    };
    let olds = [6.0, 8.0, 7.0, 7.0];
    let missed = read(0.05, &olds);
    assert_eq!(missed.verdict, Verdict::Missed);
    let sentence = share(0.05).verdict(&missed, Language::German);
    assert!(
        sentence.starts_with("7,0\u{202f}% (± ")
            && sentence.ends_with("verfehlt, um 2,0 Prozentpunkte darüber"),
        "{sentence}"
    );
    assert_eq!(read(0.07, &olds).verdict, Verdict::Unclear);
    assert_eq!(read(0.09, &olds).verdict, Verdict::Met);
    // A horizon that ends before the day says nothing.
    let short = UnitOutcome { open: vec![1.0], over_three_months: vec![1.0], ..UnitOutcome::default() };
    assert_eq!(share(0.05).simulated(as_of, &[short.clone(), short], &mut Summariser::new(2)), None);
    assert_eq!(count_verdicts(&[missed, missed, read(0.09, &olds)]), [1, 0, 2]);
}

#[test]
fn a_goal_that_makes_no_sense_is_refused() {
    let plan = builtin().unwrap();
    for good in [share(0.05), fte(41.0), cost(1.0)] {
        assert_eq!(good.check(&plan, &[]), Ok(()));
    }
    let nowhere = UnitId::parse("gibt-es-nicht").unwrap();
    let unknown =
        Goal::Service { unit: nowhere, measure: TargetMeasure::Open, at_most: 1.0, on: day("2025-12-31") };
    assert!(matches!(unknown.check(&plan, &[]), Err(GoalError::NoUnit(_))));
    let early = Goal::Fte { at_most: 0.0, on: day("2020-01-01") };
    assert_eq!(early.check(&plan, &[]), Err(GoalError::TooEarly));
    let unit = UnitId::parse("asyl").unwrap();
    let first = Goal::Service { unit, measure: TargetMeasure::Open, at_most: 1.0, on: plan.as_of };
    assert!(matches!(first.check(&plan, &[]), Err(GoalError::Target(_))));
    let mut free = plan;
    free.assumptions.cost_per_grade.clear();
    assert_eq!(cost(1.0).check(&free, &[]), Err(GoalError::NoCost));
}

#[test]
fn says_what_is_to_be_reached_and_by_how_much_it_is_missed() {
    let plan = builtin().unwrap();
    let name = &plan.unit(&UnitId::parse("einbuergerung").unwrap()).unwrap().name;
    assert_eq!(
        share(0.05).sentence(&plan, Language::German),
        format!("{name}: höchstens 5,0\u{202f}% der offenen Fälle älter als drei Monate am 31.12.2025")
    );
    assert_eq!(fte(41.5).sentence(&plan, Language::German), "Stellen: höchstens 41,50 VZÄ am 01.03.2024");
    assert_eq!(
        cost(3_000_000.0).sentence(&plan, Language::English),
        "Personnel cost: at most €3,000,000 a year as of 1 Mar 2024"
    );
    let reading =
        GoalReading { value: 43.0, half_width: None, without: Fte::default(), verdict: Verdict::Missed };
    assert_eq!(fte(41.5).verdict(&reading, Language::German), "43,00 VZÄ: verfehlt, um 1,50 VZÄ darüber");
    let reading = GoalReading { value: 41.0, verdict: Verdict::Met, ..reading };
    assert_eq!(fte(41.5).verdict(&reading, Language::English), "41.00 FTE: met, 0.50 FTE to spare");
}

fn mean(unit: &str, on: &str) -> Goal {
    let unit = UnitId::parse(unit).unwrap();
    Goal::Service { unit, measure: TargetMeasure::LeadDays, at_most: 60.0, on: day(on) }
}

#[test]
fn a_mean_is_judged_over_the_time_up_to_its_day_however_far_others_look() {
    let plan = builtin().unwrap();
    let goal = mean("eu", "2024-12-31");
    let target = goal.target(plan.as_of).unwrap().unwrap();
    let unit = &target.unit;
    let judged = |horizon_days: u32| {
        let options = Options { horizon_days, units: vec![unit.clone()], ..Options::default() };
        let model = Model::new(&plan, &[], &options).unwrap();
        let outcomes: Vec<UnitOutcome> =
            (0..4).map(|run| model.run(run).unwrap().unit(&model, unit).unwrap().into()).collect();
        (goal.simulated(plan.as_of, &outcomes, &mut Summariser::new(4)), outcomes)
    };
    let days = target.horizon_days(plan.as_of);
    let (own, outcomes) = judged(days);
    let all: f64 = outcomes.iter().filter_map(|outcome| outcome.lead_days).sum();
    assert!((own.unwrap().value - all / 4.0).abs() < 1e-9);
    // The latest goal of a record, or the horizon of a comparison: another figure, and no answer to this goal.
    let (longer, outcomes) = judged(days + 365);
    assert_eq!(longer, None);
    assert!(outcomes.iter().all(|outcome| outcome.lead_days.is_some()));
}

#[test]
fn goals_share_the_runs_that_tell_them_and_no_others() {
    let plan = builtin().unwrap();
    let days = |on: &str| u32::try_from((day(on) - plan.as_of).num_days() + 1).unwrap();
    let unit = |id: &str| UnitId::parse(id).unwrap();
    let open = |id: &str, on: &str| Goal::Service {
        unit: unit(id),
        measure: TargetMeasure::Open,
        at_most: 1.0,
        on: day(on),
    };
    let goals = [
        open("eu", "2025-06-30"),
        open("asyl", "2026-12-31"),
        mean("eu", "2025-06-30"),
        mean("asyl", "2026-12-31"),
        mean("gibt-es-nicht", "2026-12-31"),
        open("eu", "1999-12-31"),
        fte(41.5),
    ];
    let runs = runs_for_goals(&goals, &plan, |_| false);
    let (near, far) = (days("2025-06-30"), days("2026-12-31"));
    assert_eq!(runs, [(near, vec![unit("eu")]), (far, vec![unit("eu"), unit("asyl")])]);
    // What is simulated up to the end of 2025 anyway tells the day before it, and neither mean.
    let runs = runs_for_goals(&goals, &plan, |target| target.is_told_by(days("2025-12-31"), plan.as_of));
    assert_eq!(runs, [(near, vec![unit("eu")]), (far, vec![unit("asyl")])]);
}
