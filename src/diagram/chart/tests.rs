//! The drawing rules, on the built-in plan and on random trees.

use super::*;
use crate::diagram::scene::{Area, Mark};
use crate::format::Language;
use crate::plan::{self, Fte, Plan, Post, PostId, PostShare, Provenance, Share, Unit, UnitId, UnitKind};
use chrono::NaiveDate;
use proptest::prelude::*;

fn caption() -> Caption {
    Caption {
        date: NaiveDate::from_ymd_opt(2024, 2, 1).unwrap(),
        scenario: "Arbeitsstand".to_owned(),
        language: Language::German,
    }
}

fn unit(index: usize, parent: Option<usize>, kind: UnitKind) -> Unit {
    Unit {
        id: UnitId::parse(&format!("u{index}")).unwrap(),
        parent: parent.map(|parent| UnitId::parse(&format!("u{parent}")).unwrap()),
        name: "Sachgebiet mit einem Namen, der über mehrere Zeilen geht ".repeat(1 + index % 3),
        kind,
        provenance: Provenance::Assumption,
        stated: None,
        budget: None,
        minimum_fte: None,
        note: None,
    }
}

fn post(index: usize, home: usize, thousandths: i64) -> Post {
    Post {
        id: PostId::parse(&format!("P-{index}")).unwrap(),
        shares: vec![PostShare {
            unit: UnitId::parse(&format!("u{home}")).unwrap(),
            fte: Fte::from_thousandths(thousandths),
        }],
        title: "Sachbearbeitung".to_owned(),
        grade: "E 9c".to_owned(),
        casework: Share::ONE,
        holder: None,
        recruiting_until: None,
        kw: None,
        task_force: false,
        case_types: Vec::new(),
        provenance: Provenance::Assumption,
        note: None,
    }
}

/// A tree: each unit's parent is one before it, or none.
fn trees() -> impl Strategy<Value = Plan> {
    let nodes = proptest::collection::vec((any::<proptest::sample::Index>(), 0..8_u8), 1..60);
    let posts = proptest::collection::vec((any::<proptest::sample::Index>(), 50..3000_i64), 0..80);
    (nodes, posts).prop_map(|(nodes, posts)| {
        let mut plan = plan::builtin().unwrap();
        plan.units = nodes
            .iter()
            .enumerate()
            .map(|(index, (parent, kind))| {
                let kind = match kind {
                    0 => UnitKind::StaffUnit,
                    1 | 2 => UnitKind::Department,
                    3..=5 => UnitKind::Section,
                    _ => UnitKind::Team,
                };
                unit(index, (index > 0).then(|| parent.index(index)), kind)
            })
            .collect();
        plan.posts = posts
            .iter()
            .enumerate()
            .map(|(index, (home, size))| post(index, home.index(nodes.len()), *size))
            .collect();
        plan
    })
}

fn check(plan: &Plan) {
    let layout = ChartLayout::of(plan);
    assert_eq!(layout.boxes.len(), plan.units.len());
    assert_eq!(layout.boxes.iter().map(|place| place.tiles.len()).sum::<usize>(), plan.posts.len());
    let page = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
    for (index, place) in layout.boxes.iter().enumerate() {
        assert!(page.contains(&place.area), "{} lies outside", place.unit);
        for other in layout.boxes.iter().skip(index + 1) {
            assert!(!place.area.overlaps(&other.area), "{} lies on {}", place.unit, other.unit);
        }
        for (number, tile) in place.tiles.iter().enumerate() {
            assert!(place.area.contains(&tile.area), "{} leaves its unit", tile.post);
            assert!(place.tiles.iter().skip(number + 1).all(|other| !tile.area.overlaps(&other.area)));
        }
        for line in &place.name {
            assert!(text::width(line) * layout::NAME_SIZE <= place.area.width - 15.9, "{line} is too wide");
        }
    }
    for edge in &layout.edges {
        for pair in edge.points.windows(2) {
            let [(ax, ay), (bx, by)] = pair else { continue };
            assert!((ax - bx).abs() < 1e-9 || (ay - by).abs() < 1e-9, "slanted line");
            let piece =
                Area { x: ax.min(*bx), y: ay.min(*by), width: (ax - bx).abs(), height: (ay - by).abs() };
            for place in &layout.boxes {
                let inner = Area {
                    x: place.area.x + 0.1,
                    y: place.area.y + 0.1,
                    width: place.area.width - 0.2,
                    height: place.area.height - 0.2,
                };
                let crosses = piece.x < inner.right()
                    && inner.x < piece.right().max(piece.x + 1e-6)
                    && piece.y < inner.bottom()
                    && inner.y < piece.bottom().max(piece.y + 1e-6);
                assert!(!crosses, "the line {} – {} crosses {}", edge.from, edge.to, place.unit);
            }
        }
    }
    staff_stands_above_the_row(plan, &layout);
}

fn staff_stands_above_the_row(plan: &Plan, layout: &ChartLayout) {
    for staff in layout.boxes.iter().filter(|place| place.staff) {
        let parent = plan.unit(&staff.unit).and_then(|unit| unit.parent.clone());
        let Some(parent) = parent else { continue };
        for line in plan.children(Some(&parent)).filter(|unit| unit.kind != UnitKind::StaffUnit) {
            let place = layout.unit(&line.id).unwrap();
            assert!(place.area.y >= staff.area.bottom(), "{} stands beside {}", staff.unit, place.unit);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_page(plan in trees()) {
        check(&plan);
    }
}

#[test]
fn the_built_in_plan_is_drawn_as_administrations_do() {
    let plan = plan::builtin().unwrap();
    check(&plan);
    let layout = ChartLayout::of(&plan);
    let place = |id: &str| layout.unit(&UnitId::parse(id).unwrap()).unwrap().area;
    let sections = ["aufenthalt", "asyl-eu", "service-point", "einbuergerung", "integration"].map(place);
    assert!(sections.iter().all(|area| (area.y - sections[0].y).abs() < 1e-9), "sections stand in one row");
    assert!(sections.windows(2).all(|pair| pair[0].right() < pair[1].x));
    let beirat = place("beirat");
    assert!(beirat.y > place("abteilung").bottom() && beirat.bottom() < sections[0].y);
    assert!(place("eu").y > place("asyl-eu").bottom() && place("eu").x > place("asyl-eu").x);
    assert!(layout.width < 1400.0 && layout.height < 800.0, "{} × {}", layout.width, layout.height);
    let edge = layout.edges.iter().find(|edge| edge.staff).unwrap();
    assert_eq!(edge.to.to_string(), "beirat");
}

#[test]
fn six_units_are_stacked_under_a_spine() {
    let mut plan = plan::builtin().unwrap();
    plan.posts.clear();
    plan.units = vec![unit(0, None, UnitKind::Department)];
    plan.units.extend((1..=6).map(|index| unit(index, Some(0), UnitKind::Section)));
    let layout = ChartLayout::of(&plan);
    assert!(layout.boxes.windows(2).skip(1).all(|pair| pair[0].area.bottom() < pair[1].area.y));
    plan.units.pop();
    let layout = ChartLayout::of(&plan);
    assert!(layout.boxes.windows(2).skip(1).all(|pair| pair[0].area.right() < pair[1].area.x));
}

#[test]
fn the_export_names_units_posts_and_states() {
    let plan = plan::builtin().unwrap();
    let layout = ChartLayout::of(&plan);
    let scene = layout.scene(&plan, &caption());
    let groups =
        scene.marks.iter().filter(|mark| matches!(mark, Mark::Group { class, .. } if class == "unit"));
    assert_eq!(groups.count(), plan.units.len());
    let svg = scene.to_svg(STYLE_SHEET);
    assert_eq!(svg.matches("<g class=\"post\">").count(), plan.posts.len());
    for text in [
        "<title>TF-01, Task Force, besetzt, kw 30.06.2024</title>",
        "<title>AA-07, Sachbearbeitung Aufenthalt/Anerkennung, im Besetzungsverfahren</title>",
        "Stand 01.02.2024",
        "Szenario Arbeitsstand",
        "Plan 4,0 · besetzt 4,0 VZÄ",
        "rx=\"16\"",
    ] {
        assert!(svg.contains(text), "{text} is missing");
    }
    assert_eq!(svg, ChartLayout::of(&plan).scene(&plan, &caption()).to_svg(STYLE_SHEET), "not deterministic");
}

#[test]
fn a_name_cannot_break_out_of_the_picture() {
    let mut plan = plan::builtin().unwrap();
    plan.units[0].name = "</title><script>alert(1)</script>".to_owned();
    let svg = ChartLayout::of(&plan).scene(&plan, &caption()).to_svg(STYLE_SHEET);
    assert!(!svg.contains("<script"));
}

#[test]
fn five_hundred_units_with_five_thousand_posts_have_their_places() {
    let mut plan = plan::builtin().unwrap();
    plan.units = (0..500)
        .map(|index| {
            let kind = if index < 60 { UnitKind::Department } else { UnitKind::Section };
            unit(index, (index > 0).then(|| (index - 1) / 4), kind)
        })
        .collect();
    plan.posts = (0..5000).map(|index| post(index, index % 500, 1000)).collect();
    check(&plan);
}
