use super::*;
use crate::format::Language;
use crate::plan::{Action, Distribution, Outage, Share, Step, builtin, changes_from_json};
use crate::simulation::TimeTaken;

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn kind<'a>(levers: &'a [Lever], wanted: &LeverKind) -> &'a Lever {
    levers.iter().find(|lever| lever.kind == *wanted).unwrap()
}

fn n01() -> CaseTypeId {
    CaseTypeId::parse("n01").unwrap()
}

#[test]
fn every_lever_of_the_builtin_plan_fits_it_and_has_words() {
    let plan = builtin().unwrap();
    for unit in plan.units.iter().map(|unit| &unit.id) {
        let levers = levers(&plan, &[], unit);
        for lever in &levers {
            for side in Side::BOTH {
                let changed = plan.with_changes(lever.changes(side));
                assert_eq!(changed.conflicts, [], "{unit}: {:?}", lever.kind);
                assert!(lever.changes(side).iter().all(|change| change.effective == plan.as_of));
            }
            assert!(
                lever.low <= lever.base && lever.base <= lever.high && lever.low < lever.high,
                "{lever:?}"
            );
            for language in [Language::German, Language::English] {
                let words =
                    [lever.name(&plan, language), lever.reason(language), lever.figure(lever.base, language)];
                assert!(words.iter().all(|text| !text.is_empty()), "{:?}", lever.kind);
            }
        }
        let mut kinds: Vec<&LeverKind> = levers.iter().map(|lever| &lever.kind).collect();
        kinds.sort();
        kinds.dedup();
        assert_eq!(kinds.len(), levers.len());
    }
}

#[test]
fn only_what_reaches_the_unit_is_varied() {
    let plan = builtin().unwrap();
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    let foreign = |kind: &LeverKind| match kind {
        LeverKind::Demand(id) | LeverKind::Minutes(id) => !id.as_str().starts_with('n'),
        _ => false,
    };
    assert!(levers.iter().all(|lever| !foreign(&lever.kind)));
    let demand = kind(&levers, &LeverKind::Demand(n01()));
    assert_eq!((demand.low, demand.base, demand.high), (448.0, 560.0, 672.0));
    assert_eq!(demand.name(&plan, Language::German), "Eingang im Jahr: Anspruchseinbürgerung");
    // Nobody moves, so what a move costs cannot matter.
    assert!(levers.iter().all(|lever| lever.kind != LeverKind::Transfer));
    let waiting = kind(&levers, &LeverKind::OpeningWaiting);
    assert_eq!(waiting.base, 520.0);
}

#[test]
fn the_share_of_the_decision_is_varied_where_some_only_prepare() {
    let plan = builtin().unwrap();
    let decides = |levers: &[Lever]| levers.iter().any(|lever| lever.kind == LeverKind::Decision);
    assert!(!decides(&levers(&plan, &[], &unit("einbuergerung"))));
    let set = r#"[{"effective": "2024-05-01", "action": {"set_post":
        {"post": "EB-02", "terms": {"qualifications": {"n01": "prepare"}, "deputies": ["EU-01"]}}}}]"#;
    let changes = changes_from_json(set.as_bytes()).unwrap();
    let all = levers(&plan, &changes, &unit("einbuergerung"));
    let lever = kind(&all, &LeverKind::Decision);
    for (value, expected) in [(lever.low, 0.05), (lever.base, 0.1), (lever.high, 0.15)] {
        assert!((value - expected).abs() < 1e-12, "{lever:?}");
    }
    // The unit of the deputy is within reach, others are not.
    let demand = |id: &str| {
        let wanted = LeverKind::Demand(CaseTypeId::parse(id).unwrap());
        all.iter().any(|lever| lever.kind == wanted)
    };
    let of = |unit: &str| plan.case_types.iter().find(|one| one.unit.as_str() == unit).unwrap().id.clone();
    assert!(demand(of("eu").as_str()) && !demand(of("asyl").as_str()));
    assert!(!decides(&levers(&plan, &changes, &unit("asyl"))));
}

#[test]
fn outages_that_reach_the_unit_are_varied_in_size_and_length() {
    let mut plan = builtin().unwrap();
    let outage = |label: &str, units: &[&str], lost: f64, enabled: bool| Outage {
        from: "2024-03-01".parse().unwrap(),
        until: "2024-03-10".parse().unwrap(),
        lost: Share::parse(lost).unwrap(),
        label: label.to_owned(),
        units: units.iter().map(|id| unit(id)).collect(),
        enabled,
    };
    plan.assumptions.outages = vec![
        outage("Fachverfahren", &[], 0.8, true),
        outage("Umzug", &["integration"], 0.5, true),
        outage("Streik", &[], 0.5, false),
    ];
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    let lost = kind(&levers, &LeverKind::OutageLost("Fachverfahren".to_owned()));
    assert_eq!((lost.low, lost.base, lost.high), (0.4, 0.8, 1.0));
    assert_eq!(lost.name(&plan, Language::German), "Anteil, der ausfällt: Fachverfahren");
    assert_eq!(
        lost.reason(Language::German),
        "±50\u{202f}%: Spanne angenommen, höchstens die ganze Kapazität"
    );
    let days = kind(&levers, &LeverKind::OutageDays("Fachverfahren".to_owned()));
    assert_eq!((days.low, days.base, days.high), (5.0, 10.0, 15.0));
    let longer = plan.with_changes(days.changes(Side::High));
    assert_eq!(longer.conflicts, []);
    let until: Vec<String> =
        longer.plan.assumptions.outages.iter().map(|outage| outage.until.to_string()).collect();
    assert_eq!(until, ["2024-03-15", "2024-03-10", "2024-03-10"], "the others stay");
    // What is switched off, or hits others only, cannot matter.
    let of_outages = |kind: &&LeverKind| matches!(kind, LeverKind::OutageLost(_) | LeverKind::OutageDays(_));
    assert_eq!(levers.iter().map(|lever| &lever.kind).filter(of_outages).count(), 2);

    // And it does matter: a longer outage leaves more cases open on its last day.
    let options =
        super::super::Options { horizon_days: 60, units: vec![unit("einbuergerung")], ..Default::default() };
    let open = |changes: &[Change]| -> f64 {
        let model = super::super::Model::new(&plan, changes, &options).unwrap();
        let open = |number| {
            let run = model.run(number).unwrap();
            let outcome = super::super::UnitOutcome::from(run.unit(&model, &options.units[0]).unwrap());
            outcome.open.last().copied().unwrap()
        };
        (0..4).map(open).sum()
    };
    assert!(open(days.changes(Side::Low)) < open(days.changes(Side::High)));
}

#[test]
fn what_the_document_states_is_no_lever() {
    let mut plan = builtin().unwrap();
    let place = plan.case_types.iter().position(|case_type| case_type.id == n01()).unwrap();
    plan.case_types[place].provenance = crate::plan::Provenance::Document;
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    assert!(levers.iter().all(|lever| lever.kind != LeverKind::Demand(n01())));
}

#[test]
fn later_changes_of_the_scenario_are_varied_too() {
    let plan = builtin().unwrap();
    let scenario = changes_from_json(
        br#"[{"effective": "2023-12-01", "action": {"set_case_type": {"case_type": "n01", "demand": {"per_year": 600}}}},
             {"effective": "2025-07-01", "action": {"set_case_type": {"case_type": "n01", "demand": {"per_year": 1000}}}},
             {"effective": "2025-08-01", "action": {"set_assumptions": {"allowance": 0.1}}}]"#,
    )
    .unwrap();
    let levers = levers(&plan, &scenario, &unit("einbuergerung"));
    let demand = kind(&levers, &LeverKind::Demand(n01()));
    assert_eq!(demand.base, 600.0);
    let after = |date: &str| {
        let plan = plan.on(date.parse().unwrap(), &demand.with(&scenario, Side::High)).plan;
        plan.case_type(&n01()).unwrap().demand.per_year
    };
    assert_eq!([after("2024-02-01"), after("2025-06-30"), after("2025-07-01")], [720.0, 720.0, 1200.0]);
    let dates: Vec<String> =
        demand.changes(Side::High).iter().map(|change| change.effective.to_string()).collect();
    assert_eq!(dates, ["2024-02-01", "2025-07-01"]);
    let allowance = kind(&levers, &LeverKind::Allowance);
    assert_eq!(allowance.changes(Side::Low).len(), 2);
    assert!(matches!(allowance.changes(Side::Low)[1].action, Action::SetAssumptions(_)));
}

#[test]
fn bars_are_sorted_and_say_when_nothing_is_clear() {
    let base = [Some(10.0), Some(12.0), None, Some(14.0)];
    let shifted = |by: f64| base.iter().map(|value| value.map(|value| value + by)).collect::<Vec<_>>();
    let runs = [
        LeverRuns { low: base.to_vec(), high: base.to_vec() },
        LeverRuns { low: shifted(-3.0), high: shifted(2.0) },
        LeverRuns { low: shifted(4.0), high: shifted(-4.0) },
        LeverRuns { low: base.to_vec(), high: vec![Some(30.0), Some(-8.0), Some(1.0), Some(14.0)] },
    ];
    let tornado = Tornado::of(&base, &runs, &mut Summariser::new(4));
    assert_eq!(tornado.base.mean, 12.0);
    let order: Vec<usize> = tornado.bars.iter().map(|bar| bar.lever).collect();
    assert_eq!(order, [2, 1, 0, 3]);
    assert_eq!(tornado.bars[0].direction(), Direction::Lower);
    assert_eq!((tornado.bars[1].direction(), tornado.bars[1].swing), (Direction::Higher, 5.0));
    assert!(!tornado.bars[2].is_clear() && !tornado.bars[3].is_clear());
    assert_eq!(tornado.bars[2].swing, 0.0);
}

#[test]
fn the_opening_state_is_that_of_the_changes_of_the_first_day() {
    let plan = builtin().unwrap();
    let unit = unit("einbuergerung");
    let levers = levers(&plan, &[], &unit);
    let options = super::super::Options { horizon_days: 29, units: vec![unit.clone()], ..Default::default() };
    let open = |changes: &[Change]| {
        let model = super::super::Model::new(&plan, changes, &options).unwrap();
        model.run(0).unwrap().balance().case_types[&n01()].opening
    };
    let waiting = kind(&levers, &LeverKind::OpeningWaiting);
    assert_eq!(open(&[]), 341);
    assert_eq!(open(waiting.changes(Side::High)), 409);
    assert_eq!(open(waiting.changes(Side::Low)), 273);
    // A day later it is too late for it.
    let late = waiting.changes(Side::High).iter().cloned();
    let late: Vec<Change> =
        late.map(|change| Change { effective: change.effective.succ_opt().unwrap(), ..change }).collect();
    assert_eq!(open(&late), 341);
}

/// One step of each distribution, in the case type that the unit does most of.
fn with_each_distribution() -> Plan {
    let mut plan = builtin().unwrap();
    let case_type = plan.case_types.iter_mut().find(|case_type| case_type.id == n01()).unwrap();
    let step = Step { cv: 0.4, ..case_type.steps[0].clone() };
    let shapes = [
        Distribution::Lognormal,
        Distribution::Gamma,
        Distribution::Exponential,
        Distribution::Empirical(vec![0.5, 0.75, 1.0, 1.25, 1.5]),
        Distribution::Empirical(vec![0.0, 0.2, 0.4, 1.0, 4.8]),
        Distribution::Constant,
    ];
    case_type.steps = shapes.into_iter().map(|distribution| Step { distribution, ..step.clone() }).collect();
    plan
}

#[test]
fn the_spread_of_every_distribution_that_has_one_is_varied_around_its_mean() {
    let plan = with_each_distribution();
    let all = levers(&plan, &[], &unit("einbuergerung"));
    let lever = kind(&all, &LeverKind::HandlingSpread);
    let of = |plan: &Plan| -> Vec<(f64, f64)> {
        let steps = &plan.case_type(&n01()).unwrap().steps;
        steps.iter().map(|step| (TimeTaken::of_step(step).spread(), step.minutes.as_f64())).collect()
    };
    let before = of(&plan);
    for (side, factor) in [(Side::Low, 0.5), (Side::High, 1.5)] {
        let changed = plan.with_changes(lever.changes(side));
        assert_eq!(
            changed.conflicts,
            [],
            "{side:?}: a shape has the mean 1, and its quantiles ascend from 0 on"
        );
        for (place, ((old, mean), (new, same))) in before.iter().zip(of(&changed.plan)).enumerate() {
            assert_eq!(*mean, same);
            // What would fall below 0 stays at 0: there the wide shape grows by less.
            if (place, side) == (4, Side::High) {
                assert!(new > 1.2 * old && new < 1.5 * old, "{old} {new}");
            } else {
                assert!((new - factor * old).abs() < 1e-12, "{place} {side:?}: {old} {new}");
            }
        }
    }
    let widest = before.iter().map(|(spread, _)| *spread).fold(0.0, f64::max);
    assert_eq!(lever.base, widest);
    assert!((lever.low - 0.5 * widest).abs() < 1e-12, "{}", lever.low);
    assert!(lever.high > widest && lever.high < 1.5 * widest, "{}", lever.high);
}

#[test]
fn where_every_duration_is_fixed_there_is_no_spread_to_vary() {
    let mut plan = builtin().unwrap();
    for step in plan.case_types.iter_mut().flat_map(|case_type| &mut case_type.steps) {
        step.distribution = Distribution::Constant;
    }
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    assert!(levers.iter().all(|lever| lever.kind != LeverKind::HandlingSpread));
}

/// Two levers whose answers are given: one moves it from −100 to +300 around the middle, the other by a tenth of that.
#[test]
fn the_share_of_the_uncertainty_is_that_of_the_variances() {
    let plan = builtin().unwrap();
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    let place = |wanted: &LeverKind| levers.iter().position(|lever| lever.kind == *wanted).unwrap();
    let (minutes, absence) = (place(&LeverKind::Minutes(n01())), place(&LeverKind::Absence));
    // Both have the plan's value in the middle.
    assert!([minutes, absence].iter().all(|place| (levers[*place].place() - 0.5).abs() < 1e-9));
    let base: Vec<Option<f64>> = (0..8).map(|n| Some(1_000.0 + f64::from(n))).collect();
    let moved = |by: f64| base.iter().map(|value| value.map(|value| value + by)).collect::<Vec<_>>();
    let runs: Vec<LeverRuns> = (0..levers.len())
        .map(|lever| {
            let scale = f64::from(u8::from(lever == minutes)) + 0.1 * f64::from(u8::from(lever == absence));
            LeverRuns { low: moved(-100.0 * scale), high: moved(300.0 * scale) }
        })
        .collect();
    let tornado = Tornado::of(&base, &runs, &mut Summariser::new(8));
    let shares = tornado.shares(&levers);
    let of = |lever| shares[tornado.bars.iter().position(|bar| bar.lever == lever).unwrap()];
    // Mean (−50 + 150) / 2 = 50, mean square (10 000 + 90 000) / 6, less 50²: 14 166.7; a hundredth of it for the other.
    assert!((of(minutes) - 100.0 / 101.0).abs() < 1e-9 && (of(absence) - 1.0 / 101.0).abs() < 1e-9);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let told = tornado.to_find_out(&levers, &plan, Language::German).unwrap();
    assert!(
        told.contains("Bearbeitungszeit je Fall: Anspruchseinbürgerung“") && told.contains("99"),
        "{told}"
    );
}

#[test]
fn what_only_shows_later_is_named_beside_what_can_be_found_out() {
    let plan = builtin().unwrap();
    let levers = levers(&plan, &[], &unit("einbuergerung"));
    let event = levers.iter().position(|lever| matches!(lever.kind, LeverKind::DemandEvent(_))).unwrap();
    let absence = levers.iter().position(|lever| lever.kind == LeverKind::Absence).unwrap();
    let base = vec![Some(100.0); 4];
    let moved = |by: f64| vec![Some(100.0 + by); 4];
    let runs = |strong: usize, weak: Option<usize>| -> Vec<LeverRuns> {
        let scale = |lever| {
            if lever == strong {
                10.0
            } else if Some(lever) == weak {
                5.0
            } else {
                0.0
            }
        };
        (0..levers.len())
            .map(|lever| LeverRuns { low: moved(-scale(lever)), high: moved(scale(lever)) })
            .collect()
    };
    let mut summariser = Summariser::new(4);
    let both = Tornado::of(&base, &runs(event, Some(absence)), &mut summariser);
    let told = both.to_find_out(&levers, &plan, Language::German).unwrap();
    assert!(told.contains("„Abwesenheit“") && told.contains("Summen der Personalstelle"), "{told}");
    assert!(told.contains("zeigt sich erst"), "{told}");
    let only = Tornado::of(&base, &runs(event, None), &mut summariser);
    assert_eq!(only.to_find_out(&levers, &plan, Language::German), None);
    let nothing = Tornado::of(&base, &[], &mut summariser);
    assert_eq!(
        (nothing.shares(&levers), nothing.to_find_out(&levers, &plan, Language::English)),
        (vec![], None)
    );
}
