//! The drawing rules, on the built-in plan and on random trees.

pub(super) mod geometry;

use super::*;
use crate::diagram::scene::{Area, Mark};
use crate::format::Language;
use crate::plan::{
    self, Digest, Fte, Plan, Post, PostId, PostShare, Provenance, Share, Unit, UnitId, UnitKind,
};
use chrono::NaiveDate;
use geometry::{check_layout, lies_straight_between_its_cards, tags_stand_apart};
use proptest::prelude::*;

pub(super) fn caption() -> Caption {
    Caption {
        date: NaiveDate::from_ymd_opt(2024, 2, 1).unwrap(),
        scenario: "Arbeitsstand".to_owned(),
        digest: Digest::of(b"abc"),
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
        filled: Vec::new(),
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
        terms: None,
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
            .map(|(index, (home, size))| {
                let home = home.index(nodes.len());
                let mut post = post(index, home, *size);
                post.kw = (index % 3 != 1).then(|| NaiveDate::from_ymd_opt(2024, 6, 30)).flatten();
                // Some of them have a part in another unit.
                if index % 5 == 0 && nodes.len() > 1 {
                    let unit = UnitId::parse(&format!("u{}", (home + 1 + index) % nodes.len())).unwrap();
                    let part = PostShare { unit, fte: Fte::from_thousandths(500) };
                    post.shares.extend((part.unit != post.shares[0].unit).then_some(part));
                }
                post
            })
            .collect();
        plan
    })
}

fn facts(plan: &Plan) -> Facts {
    let date = plan.as_of;
    let day = plan.on(date, &[]);
    Facts::of(&day, &day, date)
}

fn wide(plan: &Plan) -> ChartLayout {
    ChartLayout::of(&facts(plan), &View::new(Language::German))
}

fn svg(plan: &Plan) -> String {
    svg_of(&facts(plan), &View::new(Language::German))
}

fn svg_of(facts: &Facts, view: &View) -> String {
    ChartLayout::of(facts, view).scene(facts, view, &caption()).to_svg(STYLE_SHEET)
}

fn check(plan: &Plan) {
    let usual = View::new(Language::German);
    check_view(plan, &usual);
    let facts = facts(plan);
    for flat in [0.5, 3.0] {
        let asked = std::cell::RefCell::new(Vec::new());
        let arranged = ChartLayout::arranged(&facts, &usual, |width, height| {
            asked.borrow_mut().push((width, height));
            -width.max(flat * height)
        });
        check_layout(plan, &facts, &usual, &arranged);
        let is = |(width, height): &(f64, f64)| {
            (width - arranged.width).abs() < 1e-6 && (height - arranged.height).abs() < 1e-6
        };
        assert!(asked.borrow().iter().any(is), "another size than was computed");
    }
    let narrow = View { shape: Shape::Narrow(360.0), pointing: Pointing::Coarse, tasks: true, ..usual };
    check_view(plan, &narrow);
}

fn check_view(plan: &Plan, view: &View) {
    let facts = facts(plan);
    check_layout(plan, &facts, view, &ChartLayout::of(&facts, view));
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
    let layout = wide(&plan);
    let place = |id: &str| layout.unit(&UnitId::parse(id).unwrap()).unwrap().area;
    let sections = ["aufenthalt", "asyl-eu", "service-point", "einbuergerung", "integration"].map(place);
    assert!(sections.iter().all(|area| (area.y - sections[0].y).abs() < 1e-9), "sections stand in one row");
    assert!(sections.windows(2).all(|pair| pair[0].right() < pair[1].x));
    let (beirat, head) = (place("beirat"), place("abteilung"));
    assert!(beirat.x > head.right() && beirat.y < head.bottom() && beirat.bottom() < sections[0].y);
    assert!(place("eu").y > place("asyl-eu").bottom() && place("eu").x > place("asyl-eu").x);
    assert!(layout.width < 1000.0 && layout.height < 780.0, "{} × {}", layout.width, layout.height);
    let edge = layout.edges.iter().find(|edge| edge.staff).unwrap();
    assert_eq!(edge.to.to_string(), "beirat");
}

#[test]
fn six_units_stand_in_five_columns() {
    let mut plan = plan::builtin().unwrap();
    plan.posts.clear();
    plan.units = vec![unit(0, None, UnitKind::Department)];
    plan.units.extend((1..=6).map(|index| unit(index, Some(0), UnitKind::Section)));
    let layout = wide(&plan);
    let columns: std::collections::BTreeSet<i64> =
        layout.boxes.iter().skip(1).map(|place| place.area.x as i64).collect();
    assert!(columns.len() <= MAX_SIDE_BY_SIDE && columns.len() > 2, "{columns:?}");
    plan.units.pop();
    let layout = wide(&plan);
    assert!(layout.boxes.windows(2).skip(1).all(|pair| pair[0].area.right() < pair[1].area.x));
}

#[test]
fn a_closed_unit_folds_away_what_lies_below_and_says_so() {
    let plan = plan::builtin().unwrap();
    let mut view = View::new(Language::German);
    view.closed.insert(UnitId::parse("asyl-eu").unwrap());
    let layout = ChartLayout::of(&facts(&plan), &view);
    assert_eq!(layout.boxes.len(), plan.units.len() - 3);
    let card = &layout.unit(&UnitId::parse("asyl-eu").unwrap()).unwrap().card;
    assert!(card.tiles.is_empty());
    let words: Vec<&str> = card
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Hidden)
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(words.join(" "), "verborgen: 6 Stellen, 6,0 VZÄ, 3 Einheiten");
}

#[test]
fn no_post_loses_a_letter_of_its_name() {
    let mut plan = plan::builtin().unwrap();
    plan.units = vec![unit(0, None, UnitKind::Section)];
    let names = ["AA-05", "33-1-0012", "STELLE-2024-117"];
    plan.posts =
        names.iter().map(|name| Post { id: PostId::parse(name).unwrap(), ..post(0, 0, 500) }).collect();
    let picture = svg(&plan);
    for name in names {
        assert!(picture.contains(&format!(">{name}</text>")), "{name}");
    }
}

#[test]
fn the_tags_of_half_posts_hold_their_words_and_do_not_touch() {
    let mut plan = plan::builtin().unwrap();
    plan.units = vec![unit(0, None, UnitKind::Section)];
    plan.posts = (0..6).map(|index| post(index, 0, 500)).collect();
    for post in &mut plan.posts {
        post.kw = NaiveDate::from_ymd_opt(2024, 6, 30);
    }
    for day in [NaiveDate::from_ymd_opt(2024, 2, 1).unwrap(), NaiveDate::from_ymd_opt(2024, 7, 1).unwrap()] {
        let organisation = plan.on(day, &[]);
        let facts = Facts::of(&organisation, &organisation, day);
        let layout = ChartLayout::of(&facts, &View::new(Language::German));
        let place = layout.boxes.first().unwrap();
        tags_stand_apart(place);
        let words = words::tag(&facts.units[&place.unit].posts[0], Language::German).unwrap();
        assert_eq!(words, if day < plan.posts[0].kw.unwrap() { "kw 06.24" } else { "entfallen" });
        for tile in &place.card.tiles {
            let tag = tile.tag.unwrap();
            assert!(tag.width >= text::closely(&words) * 8.0 && tag.x >= tile.area.x, "{words}");
        }
        // A whole post's tag takes no more than its tile.
        assert!(card::tag_width(&words) <= 39.0, "{words}");
    }
}

#[test]
fn tasks_are_listed_where_they_are_asked_for() {
    let plan = plan::builtin().unwrap();
    let mut view = View::new(Language::German);
    view.tasks = true;
    let layout = ChartLayout::of(&facts(&plan), &view);
    let rows: usize = layout.boxes.iter().map(|place| place.card.tasks.len()).sum();
    assert_eq!(rows, plan.case_types.len());
}

#[test]
fn the_export_names_units_posts_and_states() {
    let plan = plan::builtin().unwrap();
    let layout = wide(&plan);
    let scene = layout.scene(&facts(&plan), &View::new(Language::German), &caption());
    let groups =
        scene.marks.iter().filter(|mark| matches!(mark, Mark::Group { class, .. } if class == "unit"));
    assert_eq!(groups.count(), plan.units.len());
    let svg = scene.to_svg(STYLE_SHEET);
    assert_eq!(svg.matches("<g class=\"post ").count(), plan.posts.len());
    for text in [
        "<title>TF-01, ",
        ", kw 30.06.2024, Task Force, Annahme</title>",
        "im Besetzungsverfahren, Dienstantritt ",
        "Stand 01.02.2024",
        "Szenario Arbeitsstand",
        "Prüfsumme ba7816bf8f01",
        "Plan 4,0 · besetzt 4,0 ·",
        "rx=\"16\"",
    ] {
        assert!(svg.contains(text), "{text} is missing");
    }
    let named = plan.posts.iter().filter(|post| post.provenance == Provenance::Document).count();
    assert_eq!(svg.matches("class=\"tile-document\"").count(), named, "also of those in training");
    assert_eq!(svg, self::svg(&plan), "not deterministic");
}

#[test]
fn a_name_cannot_break_out_of_the_picture() {
    let mut plan = plan::builtin().unwrap();
    plan.units[0].name = "</title><script>alert(1)</script>".to_owned();
    assert!(!svg(&plan).contains("<script"));
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

/// The built-in plan with three posts that have parts elsewhere: in the next but three section, from a team, from the staff office.
fn with_parts() -> Plan {
    let mut plan = plan::builtin().unwrap();
    for (id, units) in [
        ("AA-05", ["aufenthalt", "integration"]),
        ("EU-01", ["eu", "einbuergerung"]),
        ("GB-01", ["beirat", "service-point"]),
    ] {
        let post = plan.posts.iter_mut().find(|post| post.id.as_str() == id).unwrap();
        let part =
            |unit: &str| PostShare { unit: UnitId::parse(unit).unwrap(), fte: Fte::from_thousandths(500) };
        post.shares = units.map(part).to_vec();
    }
    plan
}

#[test]
fn lines_lead_to_parts_in_other_units_and_cross_no_card() {
    let plan = with_parts();
    check(&plan);
    let (facts, layout) = (facts(&plan), wide(&plan));
    let lines = share_lines(&facts, &layout);
    let mut ends: Vec<String> =
        lines.iter().map(|line| format!("{} {} {}", line.post, line.from, line.to)).collect();
    ends.sort();
    assert_eq!(
        ends,
        ["AA-05 aufenthalt integration", "EU-01 eu einbuergerung", "GB-01 beirat service-point"]
    );
    for line in &lines {
        for pair in line.points.windows(2) {
            let (left, right) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
            let (top, bottom) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            for place in &layout.boxes {
                let crosses = left < place.area.right() - 0.1
                    && right > place.area.x + 0.1
                    && top < place.area.bottom() - 0.1
                    && bottom > place.area.y + 0.1;
                assert!(!crosses, "{line:?} crosses {}", place.unit);
            }
        }
    }
}

#[test]
fn lines_meet_the_card_that_hides_an_end_and_are_left_out_within_one() {
    let plan = with_parts();
    let facts = facts(&plan);
    let lines = |closed: &[&str]| {
        let closed = closed.iter().map(|unit| UnitId::parse(unit).unwrap()).collect();
        let layout = ChartLayout::of(&facts, &View { closed, ..View::new(Language::German) });
        let mut ends: Vec<String> = share_lines(&facts, &layout)
            .iter()
            .map(|line| {
                let page = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
                lies_straight_between_its_cards(line, &layout, &page);
                format!("{} {} {}", line.post, line.from, line.to)
            })
            .collect();
        ends.sort();
        ends
    };
    assert_eq!(
        lines(&["asyl-eu", "integration"]),
        ["AA-05 aufenthalt integration", "EU-01 asyl-eu einbuergerung", "GB-01 beirat service-point"]
    );
    assert!(lines(&["abteilung"]).is_empty());
}

#[test]
fn the_export_draws_lines_to_parts_dashed_with_a_legend_and_without_them_nothing_moves() {
    let plan = with_parts();
    let facts = facts(&plan);
    let with = View::new(Language::German);
    let without = View { share_lines: false, ..with.clone() };
    assert_eq!(ChartLayout::of(&facts, &with), ChartLayout::of(&facts, &without));
    let drawn = svg_of(&facts, &with);
    // Three lines and the sample of the legend.
    assert_eq!(drawn.matches("class=\"edge secondary\"").count(), 4);
    assert!(drawn.contains("<title>Anteil der Stelle AA-05</title>"));
    assert!(drawn.contains("Nebenlinie: Stellenanteil in einer anderen Einheit"));
    assert!(drawn.contains(".edge.secondary{stroke-dasharray:"));
    let first_card = drawn.find("<g class=\"unit\">").unwrap();
    let last_line = drawn.find("<title>Anteil der Stelle GB-01").unwrap();
    assert!(last_line < first_card, "the lines lie behind the cards");
    for bare in [svg_of(&facts, &without), svg(&plan::builtin().unwrap())] {
        assert!(!bare.contains("class=\"edge secondary\"") && !bare.contains("Nebenlinie"));
    }
}

#[test]
fn what_has_changed_stays_within_its_card() {
    let plan = plan::builtin().unwrap();
    let change =
        r#"[{"effective": "2024-02-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#;
    let after = plan.on(plan.as_of, &plan::changes_from_json(change.as_bytes()).unwrap());
    let facts = Facts::of(&after, &plan.on(plan.as_of, &[]), plan.as_of);
    let usual = View::new(Language::German);
    for view in [View { shape: Shape::Narrow(360.0), ..usual.clone() }, usual] {
        let layout = ChartLayout::of(&facts, &view);
        let told = layout.boxes.iter().flat_map(|place| &place.card.lines);
        assert!(
            told.filter(|line| line.kind == LineKind::Change).count() >= 4,
            "two units, several lines each"
        );
        check_layout(&after.plan, &facts, &view, &layout);
    }
}

#[test]
fn the_export_marks_changes_as_the_page_does() {
    let plan = plan::builtin().unwrap();
    let task = plan.case_types[0].id.clone();
    let to = if plan.case_types[0].unit.as_str() == "integration" { "aufenthalt" } else { "integration" };
    let changes = format!(
        r#"[{{"effective": "2024-03-01", "action": {{"move_post": {{"post": "AA-08", "to": "einbuergerung"}}}}}},
            {{"effective": "2024-03-01", "action": {{"remove_post": {{"post": "AA-01"}}}}}},
            {{"effective": "2024-03-01", "action": {{"move_case_type": {{"case_type": "{task}", "to": "{to}"}}}}}},
            {{"effective": "2024-03-01", "action": {{"add_unit": {{"id": "neu", "parent": "abteilung", "name": "Neu"}}}}}}]"#
    );
    let changes = plan::changes_from_json(changes.as_bytes()).unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    let (after, before) = (plan.on(day, &changes), plan.on(day, &[]));
    let drawn = |look: Look| {
        let facts = Facts::seen(look, &after, &before, day, Language::German);
        svg_of(&facts, &View { look, tasks: true, ..View::new(Language::German) })
    };
    let marked = drawn(Look::Changes);
    assert_eq!(marked.matches("<text class=\"mark-word\"").count(), 4);
    for text in [
        "<g class=\"post filled marked moved\">",
        "<g class=\"task marked moved\">",
        "<g class=\"card marked added\">",
        ">verschoben</text>",
        ">entfällt</text>",
        ">neu</text>",
        ">neu (1)</text>",
        ">entfällt (1)</text>",
        ">verschoben (2)</text>",
        "Stand 01.02.2024 · Änderungen markiert</text>",
    ] {
        assert!(marked.contains(text), "{text} is missing");
    }
    let gone = marked.split("<title>AA-01, ").next().unwrap();
    assert!(gone.ends_with(" marked removed\">\n"), "what is gone stands in its old place");
    for (look, said) in [(Look::After, false), (Look::Before, true)] {
        let plain = drawn(look);
        assert!(!plain.contains("mark-word\"") && !plain.contains(" marked "));
        assert_eq!(plain.contains("Stand 01.02.2024 · ohne die Änderungen</text>"), said);
        assert_eq!(plain.contains(">Neu</text>"), look == Look::After);
    }
}
