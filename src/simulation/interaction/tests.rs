use super::*;
use crate::plan::{Action, Change, Plan, Post, PostId, PostShare, UnitId, builtin};
use crate::simulation::{Model, Options, UnitOutcome, VariantMeasure};

/// The same figures in so many replications, with the same scatter in each combination.
fn table(packages: usize, figures: &[f64]) -> SwitchTable {
    let runs = |figure: &f64| (0..9).map(|number| Some(figure + f64::from(number % 3))).collect();
    SwitchTable::new(packages, figures.iter().map(runs).collect())
}

fn interaction(table: &SwitchTable, combination: Combination) -> Interaction {
    table.interaction(combination, &mut Summariser::new(9)).unwrap()
}

#[test]
fn what_two_packages_do_beyond_their_sum_is_computed_by_hand() {
    // Without 100, with A 90, with B 80: 30 fewer in sum. Together 25 fewer: 5 are lost.
    let weaker = table(2, &[100.0, 90.0, 80.0, 75.0]);
    let found = interaction(&weaker, 3);
    assert_eq!((found.sum.mean, found.beyond.mean, found.beyond.half_width), (-30.0, 5.0, 0.0));
    assert_eq!(found.interplay, Interplay::Weaker);
    let effect = weaker.effect(3, &mut Summariser::new(9)).unwrap();
    assert!((effect.value.mean - 76.0).abs() < 1e-9 && effect.value.half_width > 0.5);
    assert_eq!((effect.difference.mean, effect.difference.half_width), (-25.0, 0.0));
    let of = |last: f64| interaction(&table(2, &[100.0, 90.0, 80.0, last]), 3).interplay;
    assert_eq!(of(70.0), Interplay::Independent);
    assert_eq!(of(60.0), Interplay::Stronger);
    assert_eq!(of(110.0), Interplay::Different, "the sum is turned round");
    let against = interaction(&table(2, &[100.0, 90.0, 105.0, 97.0]), 3);
    assert_eq!((against.sum.mean, against.beyond.mean), (-5.0, 2.0));
    assert_eq!(against.interplay, Interplay::Different, "one helps, the other harms");
    let needed = interaction(&table(2, &[100.0, 90.0, 100.0, 85.0]), 3);
    assert_eq!(needed.interplay, Interplay::Stronger, "the second helps only beside the first");
}

#[test]
fn three_packages_have_their_pairs_and_the_last_one_its_share_of_the_whole() {
    // y = 100 − 10 a − 20 b − 5 c + 4 ab − 2 abc
    let figure = |set: usize| {
        let on = |place: usize| f64::from(u8::from(holds(set, place)));
        let (a, b, c) = (on(0), on(1), on(2));
        100.0 - 10.0 * a - 20.0 * b - 5.0 * c + 4.0 * a * b - 2.0 * a * b * c
    };
    let figures: Vec<f64> = (0..8).map(figure).collect();
    let table = table(3, &figures);
    let beyond = |set: Combination| interaction(&table, set).beyond.mean;
    assert_eq!([beyond(3), beyond(5), beyond(6), beyond(7)], [4.0, 0.0, 0.0, 2.0]);
    let summariser = &mut Summariser::new(9);
    let marginal = table.marginal(2, summariser);
    let mean = |summary: Option<Summary>| summary.unwrap().mean;
    assert_eq!((mean(marginal.alone), mean(marginal.with_others), mean(marginal.shift)), (-5.0, -7.0, -2.0));
    assert_eq!(table.interaction(4, summariser), None, "one package alone");
    assert_eq!((table.all(), table.replications()), (7, 9));
}

#[test]
fn an_interaction_has_the_interval_of_its_replications_and_not_of_four_means() {
    let noise = |number: usize| ((number * 37) % 20) as f64;
    let runs = |figure: f64, own: f64| -> Vec<Option<f64>> {
        (0..20).map(|number| Some(figure + noise(number) + own * (number % 2) as f64)).collect()
    };
    let shared =
        SwitchTable::new(2, vec![runs(100.0, 0.0), runs(90.0, 0.0), runs(80.0, 0.0), runs(75.0, 2.0)]);
    let found = shared.interaction(3, &mut Summariser::new(20)).unwrap();
    assert!((found.beyond.mean - 6.0).abs() < 1e-9, "{found:?}");
    // Ten times 0 and ten times 2 beside 5: standard deviation √(20/19), t(19) = 2.093.
    let half = 2.093_024 * (20.0_f64 / 19.0).sqrt() / 20.0_f64.sqrt();
    assert!((found.beyond.half_width - half).abs() < 1e-4, "{found:?}");
    let unclear =
        SwitchTable::new(2, vec![runs(100.0, 0.0), runs(90.0, 0.0), runs(80.0, 0.0), runs(69.0, 2.0)]);
    assert_eq!(unclear.interaction(3, &mut Summariser::new(20)).unwrap().interplay, Interplay::Unclear);
}

#[test]
fn what_cannot_be_applied_has_no_figure_and_takes_none_from_the_others() {
    let mut values: Vec<Vec<Option<f64>>> = [100.0, 90.0, 0.0, 75.0].map(|one| vec![Some(one); 4]).to_vec();
    values[2].clear();
    let table = SwitchTable::new(2, values);
    let summariser = &mut Summariser::new(4);
    assert_eq!(table.effect(2, summariser), None);
    assert_eq!(table.effect(3, summariser).unwrap().difference.mean, -25.0);
    assert_eq!(table.interaction(3, summariser), None);
    let marginal = table.marginal(1, summariser);
    assert_eq!((marginal.alone, marginal.shift), (None, None));
    assert_eq!(marginal.with_others.unwrap().mean, -15.0);
    assert_eq!(table.marginal(0, summariser).with_others, None);
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

/// So many posts like the first one of the unit, filled by experienced people from the first day on.
fn posts(plan: &Plan, to: &str, name: &str, count: usize) -> Vec<Change> {
    let like = plan.posts.iter().find(|post| post.shares.iter().any(|share| share.unit == unit(to))).unwrap();
    let add = |number: usize| {
        let share = PostShare { unit: unit(to), fte: like.fte() };
        let id = PostId::parse(&format!("{name}-{number}")).unwrap();
        let post = Post { id, shares: vec![share], ..like.clone() };
        Change { effective: plan.as_of, action: Action::AddPost(post) }
    };
    (0..count).map(add).collect()
}

/// Open cases of the units in every combination of two packages.
fn played(plan: &Plan, packages: [Vec<Change>; 2], units: &[UnitId], days: u32) -> SwitchTable {
    let steps: Vec<(Option<usize>, Vec<Change>)> =
        packages.into_iter().enumerate().map(|(place, changes)| (Some(place), changes)).collect();
    let of = |combination: Combination| -> Vec<Option<f64>> {
        let changes = switched(&steps, combination);
        let of_unit = |unit: &UnitId| -> Vec<UnitOutcome> {
            let options = Options { horizon_days: days, units: vec![unit.clone()], ..Options::default() };
            let model = Model::new(plan, &changes, &options).unwrap();
            (0..6).map(|run| model.run(run).unwrap().unit(&model, unit).unwrap().into()).collect()
        };
        let runs: Vec<Vec<UnitOutcome>> = units.iter().map(of_unit).collect();
        VariantMeasure::Open.values(&runs.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    SwitchTable::new(2, (0..4).map(of).collect())
}

#[test]
fn packages_in_different_units_are_exactly_additive() {
    let plan = builtin().unwrap();
    let units = [unit("eu"), unit("einbuergerung")];
    let packages = [posts(&plan, "eu", "X", 1), posts(&plan, "einbuergerung", "Y", 1)];
    let table = played(&plan, packages, &units, 400);
    let found = table.interaction(3, &mut Summariser::new(6)).unwrap();
    assert!(found.sum.mean < 0.0, "{found:?}");
    assert_eq!((found.beyond.mean, found.beyond.half_width), (0.0, 0.0));
    assert_eq!(found.interplay, Interplay::Independent);
}

#[test]
fn packages_for_one_queue_take_the_same_cases_twice() {
    let plan = builtin().unwrap();
    let packages = [posts(&plan, "einbuergerung", "X", 6), posts(&plan, "einbuergerung", "Y", 6)];
    let table = played(&plan, packages, &[unit("einbuergerung")], 700);
    let found = table.interaction(3, &mut Summariser::new(6)).unwrap();
    assert!(found.sum.mean < 0.0 && found.beyond.direction() == Direction::Higher, "{found:?}");
    assert_eq!(found.interplay, Interplay::Weaker);
}

#[test]
fn changes_without_a_package_count_in_every_combination() {
    let plan = builtin().unwrap();
    let step = |name: &str| posts(&plan, "eu", name, 1);
    let steps = [(Some(1), step("B")), (None, step("N")), (Some(0), step("A"))];
    let names = |set: Combination| -> Vec<String> {
        let name = |change: Change| match change.action {
            Action::AddPost(post) => post.id.to_string(),
            other => panic!("{other:?}"),
        };
        switched(&steps, set).into_iter().map(name).collect()
    };
    assert_eq!(names(0), ["N-0"]);
    assert_eq!(names(1), ["N-0", "A-0"]);
    assert_eq!(names(2), ["B-0", "N-0"]);
    assert_eq!(names(3), ["B-0", "N-0", "A-0"], "in the order of the steps");
}
