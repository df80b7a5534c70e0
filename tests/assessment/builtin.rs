//! The built-in plan: its totals, loads, sentences and the twelve months ahead.

use chrono::NaiveDate;
use stellwerk::assessment::{
    AssessmentError, Load, Origin, ParameterSetId, Request, assess, effect_of, load_sentence, loads,
};
use stellwerk::format::Language;
use stellwerk::plan::{Action, Change, DemandEvent, Method, Plan, PostId, UnitId, builtin};

fn plan() -> Plan {
    builtin().unwrap()
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

#[test]
fn t9_naturalisation_2023_needs_4_1986_against_4_posts() {
    let assessment = assess(&plan(), &Request::year(2023)).unwrap();
    let unit = assessment.unit(&unit("einbuergerung")).unwrap();
    near(unit.own.case_minutes, 364_500.0, 0.0);
    near(unit.own.need, 4.1986, 5e-5);
    assert_eq!(unit.own.posts.regular.thousandths(), 4_000);
    near(unit.total.load.unwrap(), 1.0496, 1e-4);
}

#[test]
fn every_unit_total_of_both_years() {
    let plan = plan();
    let before = assess(&plan, &Request::year(2022)).unwrap();
    let after = assess(&plan, &Request::year(2023)).unwrap();
    for (id, posts, need_2022, need_2023, percent) in [
        ("aufenthalt", 11, 9.78, 10.13, 92.0),
        ("eu", 2, 1.60, 1.75, 88.0),
        ("asyl", 1, 0.88, 1.15, 115.0),
        ("rueckkehr", 2, 1.60, 2.15, 107.0),
        ("service-point", 3, 2.72, 3.05, 102.0),
        ("einbuergerung", 4, 3.21, 4.20, 105.0),
        ("int-wohnen", 7, 5.26, 6.31, 90.0),
        ("int-sozial", 8, 7.73, 9.09, 114.0),
    ] {
        near(before.unit(&unit(id)).unwrap().own.need, need_2022, 0.01);
        let own = after.unit(&unit(id)).unwrap().own;
        near(own.need, need_2023, 0.01);
        assert_eq!(own.posts.regular.thousandths(), posts * 1000, "{id}");
        near(own.load.unwrap() * 100.0, percent, 0.6);
    }
    assert_eq!(after.total.posts.total().thousandths(), 50_000);
    assert!(after.missing.is_empty());
}

#[test]
fn law_reform_scenario_of_2024_needs_6_89() {
    let mut plan = plan();
    plan.as_of = day("2024-01-01");
    for case_type in &mut plan.case_types {
        case_type.follow_ups.clear();
        case_type.demand.growth = 0.0;
        case_type.demand.per_year = case_type.counts[&2023] as f64;
        let event = |from: &str, factor| DemandEvent {
            from: day(from),
            until: None,
            factor,
            ramp_days: 0,
            label: "Szenario".to_owned(),
            enabled: true,
        };
        case_type.demand.events = match case_type.id.as_str() {
            "n01" | "n03" | "n08" => vec![event("2024-01-01", 1.8)],
            // Half of the year: 183 of 366 days.
            "n05" => vec![event("2024-07-02", 0.0)],
            _ => Vec::new(),
        };
    }
    let assessment = assess(&plan, &Request::on(day("2024-01-01"))).unwrap();
    let own = assessment.unit(&unit("einbuergerung")).unwrap().own;
    near(own.case_minutes, 598_410.0, 1e-3);
    near(own.need, 6.89, 5e-3);
    near(own.load.unwrap(), 1.72, 5e-3);
}

#[test]
fn the_year_ahead_starts_near_2023_and_grows_with_the_reform() {
    let plan = plan();
    let counted = assess(&plan, &Request::year(2023)).unwrap();
    let ahead = assess(&plan, &Request::on(plan.as_of)).unwrap();
    let need =
        |assessment: &stellwerk::assessment::Assessment, id| assessment.unit(&unit(id)).unwrap().own.need;
    for id in ["eu", "asyl", "service-point", "int-wohnen"] {
        near(need(&ahead, id) / need(&counted, id), 1.0, 0.03);
    }
    let reform = need(&ahead, "einbuergerung");
    assert!(reform > 5.0 && reform < 6.9, "{reform}: seven of the twelve months lie after the reform");
    let later = assess(&plan, &Request::on(day("2024-10-01"))).unwrap();
    assert!(need(&later, "einbuergerung") > reform);
}

#[test]
fn the_kw_date_takes_task_force_posts_away() {
    let plan = plan();
    let task_force = |date| {
        let list = loads(&plan, &Request::on(day(date))).unwrap();
        list.iter()
            .find(|(id, _)| id.as_str() == "aufenthalt")
            .map(|(_, load)| load.posts.task_force.thousandths())
    };
    assert_eq!(task_force("2024-06-30"), Some(4_000));
    assert_eq!(task_force("2024-07-01"), Some(2_000));
}

fn moved(plan: &Plan, post: &str, to: &str) -> Plan {
    let action = Action::MovePost { post: PostId::parse(post).unwrap(), to: unit(to), before: None };
    plan.apply(&Change { effective: plan.as_of, action }).unwrap()
}

#[test]
fn a_move_tells_both_ends() {
    let before = plan();
    let after = moved(&before, "AA-01", "einbuergerung");
    let effects = effect_of(&before, &after, &Request::year(2023)).unwrap();
    let say = |language| effects.iter().map(|effect| load_sentence(effect, language)).collect::<Vec<_>>();
    assert_eq!(
        say(Language::German),
        [
            "Sachgebiet Aufenthalt/Anerkennung: Auslastung 92\u{202f}% → 101\u{202f}%",
            "Sachgebiet Einbürgerung/Staatsangehörigkeit: Auslastung 105\u{202f}% → 84\u{202f}%",
        ]
    );
    assert!(say(Language::English)[1].ends_with(": load 105\u{202f}% → 84\u{202f}%"));
}

#[test]
fn a_move_of_a_task_force_post_names_the_load_that_it_changes() {
    let before = plan();
    let after = moved(&before, "TF-03", "einbuergerung");
    let effects = effect_of(&before, &after, &Request::year(2023)).unwrap();
    let target = load_sentence(&effects[1], Language::German);
    assert_eq!(
        target,
        "Sachgebiet Einbürgerung/Staatsangehörigkeit: Auslastung mit Task Force 105\u{202f}% → 84\u{202f}%"
    );
}

#[test]
fn a_unit_that_loses_its_only_post_tells_its_need() {
    let before = plan();
    let after = moved(&before, "AS-01", "eu");
    let effects = effect_of(&before, &after, &Request::year(2023)).unwrap();
    let source = effects.iter().find(|effect| effect.unit == unit("asyl")).unwrap();
    assert_eq!(source.after, Some(Load { load: None, load_with_task_force: None, ..source.after.unwrap() }));
    assert_eq!(
        load_sentence(source, Language::German),
        "Laufendes Asylverfahren: Auslastung 115\u{202f}% → ohne Stelle bei 1,15 VZÄ Bedarf"
    );
}

#[test]
fn every_figure_has_inputs_that_give_its_result() {
    let assessment = assess(&plan(), &Request::year(2023)).unwrap();
    for unit in &assessment.units {
        for item in &unit.items {
            let inputs: Vec<f64> = item.derivation.inputs.iter().map(|input| input.value).collect();
            let result = match inputs[..] {
                [cases, minutes, net] => cases * minutes / net,
                [persons, ratio] => persons / ratio,
                [fixed] => fixed,
                _ => panic!("{}: unknown formula", item.name),
            };
            near(item.derivation.result, result, 1e-9);
            near(item.need, result, 1e-9);
            assert!(!item.derivation.formula.is_empty() && !item.derivation.source.is_empty());
            assert_ne!(item.derivation.inputs[0].origin, Origin::Document, "{}", item.name);
        }
        near(unit.items.iter().map(|item| item.need).sum(), unit.own.need, 1e-9);
    }
}

#[test]
fn what_the_plan_sets_itself_is_no_published_figure() {
    let mut plan = plan();
    let origin = |plan: &Plan, index: usize| {
        assess(plan, &Request::year(2023)).unwrap().net_minutes.inputs[index].origin
    };
    assert_eq!(origin(&plan, 0), Origin::Published);
    assert_eq!(origin(&plan, 1), Origin::Assumption);
    plan.assumptions.yearly_minutes.employee = 96_000.0;
    assert_eq!(origin(&plan, 0), Origin::Assumption);
}

#[test]
fn the_request_chooses_method_and_parameters() {
    let plan = plan();
    let need =
        |request: Request| assess(&plan, &request).unwrap().unit(&unit("einbuergerung")).unwrap().own.need;
    let newer = Request { parameters: Some(ParameterSetId::Kgst2025), ..Request::year(2023) };
    near(need(newer), 364_500.0 / 85_230.6, 1e-9);
    let federal = Request { method: Some(Method::Bmi), ..Request::year(2023) };
    near(need(federal), 364_500.0 * 1.1 / 95_400.0, 1e-9);
}

#[test]
fn refuses_with_place_and_remedy() {
    let plan = plan();
    let error = assess(&plan, &Request::year(2019)).unwrap_err();
    assert_eq!(error, AssessmentError::NoCounts { year: 2019, available: vec![2022, 2023] });
    assert_eq!(
        error.to_string(),
        "Für das Jahr 2019 enthält der Plan keine Fallzahlen. Vorhanden sind: 2022, 2023."
    );
    let early = assess(&plan, &Request::on(day("2024-01-31"))).unwrap_err();
    assert!(early.to_string().contains("ab dem 01.02.2024"), "{early}");
    assert!(assess(&plan, &Request::on(day("2090-01-01"))).is_err());
    assert!(assess(&plan, &Request { backlog_years: 0.0, ..Request::year(2023) }).is_err());
}

#[test]
fn survives_the_way_through_a_file() {
    let assessment = assess(&plan(), &Request::year(2023)).unwrap();
    let text = serde_json::to_string(&assessment).unwrap();
    let back: stellwerk::assessment::Assessment = serde_json::from_str(&text).unwrap();
    // The last bit of a long number may differ; everything else is the same.
    assert_eq!(back.units.len(), assessment.units.len());
    assert_eq!((&back.parameters, &back.missing), (&assessment.parameters, &assessment.missing));
    near(back.total.need, assessment.total.need, 1e-12);
    for (back, unit) in back.units.iter().zip(&assessment.units) {
        assert_eq!(
            (&back.unit, back.own.posts, back.items.len()),
            (&unit.unit, unit.own.posts, unit.items.len())
        );
        near(back.own.need, unit.own.need, 1e-12);
    }
}

#[test]
fn leading_counts_the_heads_of_a_shared_post_at_the_share_of_the_plan() {
    let leading = |plan: &Plan| {
        let assessment = assess(plan, &Request::year(2023)).unwrap();
        let unit = assessment.unit(&unit("einbuergerung")).unwrap().clone();
        (unit.own.heads, unit.own.leadership_need, unit.leadership.inputs[1].origin)
    };
    let mut plan = plan();
    let (heads, need, origin) = leading(&plan);
    near(need, f64::from(heads) * 0.06, 1e-12);
    assert_eq!(origin, Origin::Published);
    let set = |plan: &Plan, action: &str| {
        let text = format!(r#"[{{"effective": "2024-02-01", "action": {action}}}]"#);
        plan.with_changes(&stellwerk::plan::changes_from_json(text.as_bytes()).unwrap()).plan
    };
    let here = |post: &&stellwerk::plan::Post| {
        post.home() == Some(&unit("einbuergerung")) && post.casework.as_f64() > 0.0 && post.holder.is_some()
    };
    let post = plan.posts.iter().find(here).unwrap().id.clone();
    let part = r#"{"fte": 0.5, "since": "2023-01-01"}"#;
    plan = set(&plan, &format!(r#"{{"set_post": {{"post": "{post}", "terms": {{"holders": [{part}]}}}}}}"#));
    assert_eq!(leading(&plan).0, heads + 1);
    let own = r#"{"set_assumptions": {"leadership_share": 0.08, "sources": {"leadership_share": "Dienstvereinbarung"}}}"#;
    plan = set(&plan, own);
    let (heads, need, origin) = leading(&plan);
    near(need, f64::from(heads) * 0.08, 1e-12);
    assert_eq!(origin, Origin::Assumption);
    let assessment = assess(&plan, &Request::year(2023)).unwrap();
    assert_eq!(
        (assessment.leadership_share, assessment.leadership_source.as_str()),
        (0.08, "Dienstvereinbarung")
    );
}
