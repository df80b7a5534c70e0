//! What is taken out is out, what a forecast needs is there to the last bit, and nothing comes back that was taken out.

use super::*;
use crate::plan::read::form;
use crate::plan::{
    AssumptionsPatch, Conversion, EuroPerYear, Evaluation, Funding, KwEvent, PostPatch, Share, SnapshotStep,
    Terms, Workplace, builtin,
};
use crate::simulation::{Model, Options, forecast};

const SECRET: &str = "Geheimnis";

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn post(id: &str) -> PostId {
    PostId::parse(id).unwrap()
}

/// Everything that may be noted about a post, with a word in every text that must not get out.
fn noted(kw_on: KwEvent) -> Option<Box<Terms>> {
    Terms {
        kw_on: Some(kw_on),
        ku: Some(Conversion { grade: format!("{SECRET} E 8"), on: Some(day("2026-01-01")) }),
        block: Some(format!("{SECRET} Rat")),
        contract_until: Some(day("2024-12-31")),
        departure: Some(day("2025-03-31")),
        evaluation: Some(Evaluation { on: day("2023-03-01"), reason: format!("{SECRET} Leitung") }),
        funding: Some(Funding {
            share: Share::parse(0.4711).unwrap(),
            until: None,
            source: format!("{SECRET} Land"),
        }),
        ..Terms::default()
    }
    .noted()
}

fn event() -> KwEvent {
    KwEvent::Event(format!("{SECRET} Ende"))
}

fn change(action: Action) -> Change {
    Change { effective: day("2024-06-01"), action }
}

fn set_terms(id: &str, terms: Option<Box<Terms>>) -> Change {
    change(Action::SetPost(PostPatch { terms: Some(terms), ..PostPatch::new(post(id)) }))
}

fn set_cost() -> Change {
    let costs = [("E 9c".to_owned(), EuroPerYear::from_cents(7_432_100))].into();
    let sources = [("cost_per_grade.E 9c".to_owned(), SECRET.to_owned()), ("cv".to_owned(), "x".to_owned())];
    change(Action::SetAssumptions(Box::new(AssumptionsPatch {
        cost_per_grade: Some(costs),
        workplace: Some(Workplace { material: 74_321.0, overhead: 0.74321 }),
        sources: Some(sources.into()),
        ..AssumptionsPatch::default()
    })))
}

/// The built-in plan with notes on every post, a cost that tells itself, a decided change and a parked post.
fn plan() -> Plan {
    let mut plan = builtin().unwrap();
    for (place, post) in plan.posts.iter_mut().enumerate() {
        post.terms = noted(if place % 2 == 0 { event() } else { KwEvent::NextVacancy });
    }
    let mut parked = plan.posts.pop().unwrap();
    parked.terms = noted(event());
    plan.tray.push(parked);
    for cost in plan.assumptions.cost_per_grade.values_mut() {
        *cost = EuroPerYear::from_cents(7_432_100);
    }
    plan.assumptions.workplace = Workplace { material: 74_321.0, overhead: 0.74321 };
    plan.assumptions.sources.insert("workplace.material".to_owned(), SECRET.to_owned());
    plan.assumptions.sources.insert("cost_per_grade".to_owned(), SECRET.to_owned());
    plan.decided = vec![set_terms("AA-05", noted(event())), set_cost()];
    plan
}

fn changes() -> Vec<Change> {
    let mut new = plan().posts[3].clone();
    new.id = post("NEU-01");
    vec![change(Action::AddPost(new)), set_terms("AA-06", noted(event())), set_cost()]
}

fn below(unit: &str) -> Sight {
    Sight { pay: true, notes: Notes::Below(UnitId::parse(unit).unwrap()) }
}

fn everything() -> Snapshot {
    let step = SnapshotStep { changes: changes(), reason: None };
    Snapshot::new(plan(), vec![step])
}

#[test]
fn whoever_sees_no_field_gets_none_of_it_wherever_it_stands() {
    let whole = everything();
    assert!(whole.canonical().matches(SECRET).count() > 100);
    let seen = Sight::NOTHING.snapshot(whole.clone());
    for hidden in [SECRET, "74321", "4711"] {
        assert!(whole.canonical().contains(hidden) && !seen.canonical().contains(hidden), "{hidden}");
    }
    assert_eq!(seen.changes().len(), whole.changes().len(), "changes are named by their places");
    assert_eq!(seen.plan.assumptions.sources["cv"], whole.plan.assumptions.sources["cv"]);
    let noted = seen.plan.posts[0].noted();
    assert!(noted.withheld && noted.block.is_some() && noted.contract_until.is_some());
    // What is taken out twice is taken out once.
    assert_eq!(Sight::NOTHING.snapshot(seen.clone()), seen);
    let all = Sight { pay: true, notes: Notes::All };
    assert_eq!(all.snapshot(whole.clone()), whole);
    assert!(Sight::NOTHING.plan(whole.plan.clone()).validate().is_ok());
}

#[test]
fn a_forecast_is_the_same_to_the_last_bit_with_and_without_them() {
    let (whole, seen) = (everything(), Sight::NOTHING.snapshot(everything()));
    let options = Options { horizon_days: 500, replications: 3, seed: 7, warmup_days: 0, units: Vec::new() };
    let text = |snapshot: &Snapshot, changes: &[Change]| {
        let model = Model::new(&snapshot.plan, changes, &options).unwrap();
        let runs: Vec<_> = (0..3).map(|number| model.run(number).unwrap()).collect();
        serde_json::to_string(&forecast(&model, &runs)).unwrap()
    };
    assert_eq!(text(&whole, &[]), text(&seen, &[]));
    assert_eq!(text(&whole, &whole.changes()), text(&seen, &seen.changes()));
    assert_ne!(text(&whole, &[]), text(&whole, &whole.changes()), "the changes change something");
}

#[test]
fn whoever_is_limited_to_a_unit_sees_the_notes_of_its_posts_and_of_no_others() {
    let seen = below("asyl-eu").snapshot(everything());
    let scope = |unit: &UnitId| plan().path_of(unit).contains("/asyl-eu/");
    let mut counts = [0, 0];
    for post in &seen.plan.posts {
        let own = post.shares.iter().any(|share| scope(&share.unit));
        let tells = post.noted().ku.is_some();
        assert_eq!(tells, own, "{}", post.id);
        counts[usize::from(own)] += 1;
    }
    assert!(counts.iter().all(|count| *count > 3), "{counts:?}");
    assert_eq!(seen.plan.assumptions, plan().assumptions, "cost is of no unit");
}

#[test]
fn what_a_scenario_brings_into_a_unit_shows_nothing_that_was_noted_elsewhere() {
    let sight = below("asyl-eu");
    let asylum = UnitId::parse("asyl").unwrap();
    let moved = change(Action::MovePost { post: post("AA-06"), to: asylum.clone(), before: None });
    let mut again = plan().post(&post("AA-06")).unwrap().clone();
    (again.terms, again.shares[0].unit) = (None, asylum);
    let copied = [change(Action::RemovePost { post: post("AA-06") }), change(Action::AddPost(again))];
    for steps in [&[moved][..], &copied[..]] {
        let seen = sight.snapshot(Snapshot::of_changes(plan(), steps.to_vec()));
        assert!(seen.plan.post(&post("AA-06")).unwrap().noted().withheld);
    }
    // A new post in a new unit below is theirs.
    let unit = form(br#"{"id": "neu", "parent": "asyl", "name": "Neu"}"#).unwrap();
    let mut new = plan().posts[3].clone();
    (new.id, new.shares[0].unit) = (post("NEU-01"), UnitId::parse("neu").unwrap());
    let steps = vec![change(Action::AddUnit(unit)), change(Action::AddPost(new))];
    let seen = sight.snapshot(Snapshot::of_changes(plan(), steps.clone()));
    assert_eq!(seen.changes(), steps);
}

#[test]
fn who_does_not_see_a_field_leaves_it_as_it_is() {
    let sight = Sight::NOTHING;
    let mut seen = *sight.plan(plan()).posts[0].terms.clone().unwrap();
    let id = plan().posts[0].id.clone();
    seen.contract_until = Some(day("2025-06-30"));
    let done = |terms: Option<Box<Terms>>| {
        let made = sight.completed(&plan(), &[], &[set_terms(id.as_str(), terms)])?;
        let Action::SetPost(patch) = &made[0].action else { panic!("{made:?}") };
        Ok::<_, StoreError>(patch.terms.clone().unwrap())
    };
    let kept = Terms { contract_until: seen.contract_until, ..*noted(event()).unwrap() };
    assert_eq!(done(Some(Box::new(seen.clone()))).unwrap(), kept.clone().noted());
    // Unblocked it is, and all the rest stays.
    let freed = Terms { block: None, ..seen };
    assert_eq!(done(Some(Box::new(freed))).unwrap(), Terms { block: None, ..kept.clone() }.noted());
    let nothing = Terms { block: None, contract_until: None, departure: None, ..kept };
    assert_eq!(done(None).unwrap(), nothing.noted());
    for said in [
        Terms { kw_on: Some(event()), ..Terms::default() },
        Terms { block: Some("Rat".to_owned()), ..Terms::default() },
        Terms { ku: Some(Conversion { grade: "E 8".to_owned(), on: None }), ..Terms::default() },
    ] {
        assert!(matches!(done(said.noted()), Err(StoreError::NotTheirsToSee)));
    }
}

#[test]
fn what_the_same_step_notes_before_counts_and_a_mark_is_never_stored() {
    let whole = Sight { pay: true, notes: Notes::All };
    let marked = Terms { withheld: true, ..Terms::default() };
    let made = whole.completed(&plan(), &[], &[set_terms("AA-06", Some(Box::new(marked)))]).unwrap();
    assert_eq!(made, [set_terms("AA-06", None)]);
    let mut own = plan().posts[3].clone();
    (own.id, own.terms) = (post("NEU-01"), None);
    let until = Terms { contract_until: Some(day("2025-06-30")), ..Terms::default() };
    let step = [change(Action::AddPost(own)), set_terms("NEU-01", until.noted())];
    assert_eq!(Sight::NOTHING.completed(&plan(), &[], &step).unwrap(), step);
}

#[test]
fn cost_and_its_sources_are_left_alone_too() {
    let patch = |patch: AssumptionsPatch| change(Action::SetAssumptions(Box::new(patch)));
    let mut sources = Sight::NOTHING.plan(plan()).assumptions.sources;
    sources.insert("cv".to_owned(), "neu".to_owned());
    let asked = patch(AssumptionsPatch {
        weekly_hours: Some(40.0),
        sources: Some(sources),
        ..AssumptionsPatch::default()
    });
    let made = Sight::NOTHING.completed(&plan(), &[], &[asked]).unwrap();
    let Action::SetAssumptions(made) = &made[0].action else { panic!("{made:?}") };
    let made = made.sources.clone().unwrap();
    // The decided change of that day has set them before.
    assert_eq!(made["cv"], "neu");
    assert_eq!(made["cost_per_grade.E 9c"], SECRET);
    let refused = Sight::NOTHING.completed(&plan(), &[], &[set_cost()]);
    assert!(matches!(refused, Err(StoreError::NotTheirsToSee)));
    // As it was shown it says nothing.
    let mut shown = Sight::NOTHING.snapshot(everything()).changes().pop().unwrap();
    if let Action::SetAssumptions(patch) = &mut shown.action {
        patch.sources = None;
    }
    let made = Sight::NOTHING.completed(&plan(), &[], &[shown]).unwrap();
    assert_eq!(made, [patch(AssumptionsPatch::default())]);
}

#[test]
fn goals_in_euro_are_kept_and_not_shown() {
    let goal = |text: &str| form::<Goal>(text.as_bytes()).unwrap();
    let (cost, fte) = (
        goal(r#"{"cost": {"at_most": 3131313.0, "on": "2025-12-31"}}"#),
        goal(r#"{"fte": {"at_most": 40.0, "on": "2025-12-31"}}"#),
    );
    let mut shown = vec![cost.clone(), fte.clone()];
    Sight::NOTHING.keep_goals(&mut shown);
    assert_eq!(shown, std::slice::from_ref(&fte));
    let old = || vec![cost.clone()];
    let set = Sight::NOTHING.completed_goals(old(), &shown).unwrap();
    assert_eq!(set, [fte, cost.clone()]);
    assert!(matches!(Sight::NOTHING.completed_goals(old(), &old()), Err(StoreError::NotTheirsToSee)));
    let whole = Sight { pay: true, notes: Notes::None };
    assert_eq!(whole.completed_goals(old(), &[]).unwrap(), []);
}
