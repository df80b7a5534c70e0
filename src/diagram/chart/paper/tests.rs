//! The chart on a sheet: how much of it is used, that nothing is missing, and what is left out where letters get too small.

use super::*;
use crate::diagram::chart::tests::{caption, geometry::check_layout};
use crate::diagram::{Fit, LEAST_POINTS, Paper, READABLE_POINTS, Sheets};
use crate::plan::{self, Plan};
use serde_json::{Value, json};

/// Units by their distance from the top: an authority with a staff office, departments, sections, teams.
fn generated(shape: [usize; 3], posts: usize) -> Plan {
    let mut units = vec![
        json!({"id": "amt", "name": "Amt für Migration und Integration", "kind": "department"}),
        json!({"id": "stab", "parent": "amt", "name": "Stabsstelle Steuerung", "kind": "staff_unit"}),
    ];
    let mut above = vec!["amt".to_owned()];
    for (kind, (name, most)) in ["department", "section", "team"].into_iter().zip(
        ["Fachbereich Aufenthalt und Einbürgerung", "Sachgebiet Asyl und Aufenthalt", "Team"]
            .into_iter()
            .zip(shape),
    ) {
        let mut level = Vec::new();
        for (index, parent) in above.iter().enumerate() {
            // Not all have equally many below them.
            let count = if most > 2 { most - index % 3 } else { most };
            for _ in 0..count {
                let id = format!("u{}", units.len());
                let name = format!("{name} {}", units.len());
                units.push(json!({"id": id, "parent": parent, "name": name, "kind": kind}));
                level.push(id);
            }
        }
        if !level.is_empty() {
            above = level;
        }
    }
    plan_of(units, posts)
}

fn plan_of(units: Vec<Value>, posts: usize) -> Plan {
    let homes: Vec<String> = units.iter().filter_map(|unit| Some(unit["id"].as_str()?.to_owned())).collect();
    // The first hundred posts stand in seven units, so that cards are not all alike.
    let home = |number: usize| &homes[if number < 100 { number % 7 } else { number * 37 % homes.len() }];
    let posts: Vec<Value> = (0..posts)
        .map(|number| {
            json!({"id": format!("P-{number}"), "unit": home(number),
                "title": "Sachbearbeitung", "grade": "EG 9c", "holder": {"since": "2010-01-01"}})
        })
        .collect();
    let plan = json!({"format": "stellwerk-plan/1", "name": "Erzeugt", "as_of": "2024-02-01", "units": units,
        "posts": posts, "case_types": []});
    Plan::from_json(plan.to_string().as_bytes()).unwrap()
}

fn plans() -> Vec<(&'static str, Plan)> {
    let flat = (0..60).map(|number| json!({"id": format!("u{number}"), "name": "Einheit"})).collect();
    vec![
        ("built in", plan::builtin().unwrap()),
        ("four levels", generated([6, 5, 2], 500)),
        ("many sections", generated([1, 40, 0], 500)),
        ("deep", generated([2, 3, 10], 500)),
        ("flat", plan_of(flat, 500)),
    ]
}

fn facts(plan: &Plan) -> Facts {
    let day = plan.on(plan.as_of, &[]);
    Facts::of(&day, &day, plan.as_of)
}

fn drawn(plan: &Plan, paper: Paper, fit: Fit) -> (OnPaper, Scene) {
    let facts = facts(plan);
    let on_paper = OnPaper::of(&facts, &View::new(Language::German), paper, fit);
    check_layout(plan, &facts, &on_paper.view, &on_paper.layout);
    let scene = on_paper.layout.scene(&facts, &on_paper.view, &caption());
    (on_paper, scene)
}

fn count(scene: &Scene, text: &str) -> usize {
    scene.to_svg(STYLE_SHEET).matches(text).count()
}

#[test]
fn a_large_sheet_is_filled_and_holds_every_unit_and_post() {
    for (name, plan) in plans() {
        let (on_paper, scene) = drawn(&plan, Paper::A0, Fit::OneSheet);
        let sheets = Sheets::of(&scene, Paper::A0, Fit::OneSheet);
        let (wide, high) = sheets.filled();
        println!("{name}: {} pt, {wide:.2} × {high:.2}", sheets.points_of_figures());
        assert!(wide.max(high) > 0.999 && wide.min(high) > 0.75, "{name}: {wide} × {high}");
        assert!(on_paper.view.posts && sheets.points_of_figures() > READABLE_POINTS, "{name}");
        assert_eq!(count(&scene, "<g class=\"unit\">"), plan.units.len(), "{name}");
        assert_eq!(count(&scene, "<g class=\"post "), plan.posts.len(), "{name}");
        let before = ChartLayout::of(&facts(&plan), &on_paper.view);
        let before = before.scene(&facts(&plan), &on_paper.view, &caption());
        let before = Sheets::of(&before, Paper::A0, Fit::OneSheet).scale;
        assert!(sheets.scale >= before, "{name}: smaller than the usual arrangement");
    }
}

#[test]
fn posts_are_counted_where_their_letters_would_be_too_small() {
    for (name, plan) in plans() {
        let (on_paper, scene) = drawn(&plan, Paper::A4, Fit::OneSheet);
        let points = Sheets::of(&scene, Paper::A4, Fit::OneSheet).points_of_figures();
        println!("{name}: {points} pt, with posts {}", on_paper.points_with_posts);
        assert_eq!(count(&scene, "<g class=\"unit\">"), plan.units.len(), "{name}");
        assert_eq!(on_paper.view.posts, on_paper.points_with_posts >= LEAST_POINTS, "{name}");
        let posts = if on_paper.view.posts { plan.posts.len() } else { 0 };
        assert_eq!(count(&scene, "<g class=\"post "), posts, "{name}");
        assert_eq!(count(&scene, "Stellen sind gezählt"), usize::from(!on_paper.view.posts), "{name}");
        assert!(points >= on_paper.points_with_posts, "{name}");
    }
    let (_, scene) = drawn(&generated([6, 5, 2], 500), Paper::A4, Fit::OneSheet);
    assert!(count(&scene, ">eigene Stellen: ") > 60);
    assert!(scene.description.contains("500 Stellen in 80 Einheiten"), "{}", scene.description);
}

#[test]
fn several_sheets_show_the_usual_arrangement_with_every_post() {
    let plan = generated([6, 5, 2], 500);
    let (on_paper, scene) = drawn(&plan, Paper::A4, Fit::Readable);
    assert_eq!(on_paper.layout, ChartLayout::of(&facts(&plan), &View::new(Language::German)));
    assert_eq!(count(&scene, "<g class=\"post "), plan.posts.len());
    let (built_in, _) = drawn(&plan::builtin().unwrap(), Paper::A4, Fit::Readable);
    assert!(built_in.points_with_posts >= READABLE_POINTS && built_in.view.posts);
}

#[test]
fn what_the_scenario_changes_is_drawn_in_an_overview_too() {
    let plan = generated([6, 5, 2], 500);
    let changes = br#"[{"effective": "2024-03-01", "action": {"move_post": {"post": "P-7", "to": "u3"}}}]"#;
    let changes = plan::changes_from_json(changes).unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    let (after, before) = (plan.on(day, &changes), plan.on(day, &[]));
    let facts = Facts::seen(Look::Changes, &after, &before, day, Language::German);
    let view = View { look: Look::Changes, ..View::new(Language::German) };
    let on_paper = OnPaper::of(&facts, &view, Paper::A4, Fit::OneSheet);
    let scene = on_paper.layout.scene(&facts, &on_paper.view, &caption());
    assert_eq!(count(&scene, "<g class=\"post filled marked moved\">"), 1);
    assert_eq!(count(&scene, "<g class=\"post "), 1);
}

#[test]
fn the_legend_and_the_title_block_lie_apart_on_a_narrow_sheet() {
    fn texts<'a>(marks: &'a [Mark], class: &str, found: &mut Vec<(f64, f64, &'a str)>) {
        for mark in marks {
            match mark {
                Mark::Group { class: group, marks, .. } if group == class => texts(marks, "", found),
                Mark::Text { at, text, .. } if class.is_empty() => found.push((at.0, at.1, text)),
                _ => {}
            }
        }
    }
    for (name, plan) in plans() {
        let (_, scene) = drawn(&plan, Paper::A4, Fit::OneSheet);
        let (mut legend, mut title) = (Vec::new(), Vec::new());
        texts(&scene.marks, "legend", &mut legend);
        texts(&scene.marks, "title-block", &mut title);
        assert!(!legend.is_empty() && title.len() == 4, "{name}");
        for (x, y, words) in legend {
            let end = x + text::width(words) * 10.5;
            let near = title.iter().filter(|(_, beside, _)| (beside - y).abs() < 10.0);
            for (right, _, beside) in near {
                assert!(end < right - text::width(beside) * 10.5, "{name}: „{words}“ and „{beside}“");
            }
            assert!(y < scene.height, "{name}: „{words}“ lies below the picture");
        }
    }
}
