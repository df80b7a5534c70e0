//! What holds for every chart, however it is arranged.

use super::super::*;
use crate::diagram::scene::Area;
use crate::plan::{Plan, UnitKind};

/// Every unit and post has its place, nothing overlaps, nothing leaves the page, and no line crosses a card.
pub(in crate::diagram::chart) fn check_layout(plan: &Plan, facts: &Facts, view: &View, layout: &ChartLayout) {
    assert_eq!(layout.boxes.len(), plan.units.len());
    let tiles = |place: &ChartBox| place.card.tiles.iter().filter(|tile| !tile.is_share).count();
    let posts = if view.posts { plan.posts.len() } else { 0 };
    assert_eq!(layout.boxes.iter().map(tiles).sum::<usize>(), posts);
    let page = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
    for (index, place) in layout.boxes.iter().enumerate() {
        assert!(page.contains(&place.area), "{} lies outside", place.unit);
        for other in layout.boxes.iter().skip(index + 1) {
            assert!(!place.area.overlaps(&other.area), "{} lies on {}", place.unit, other.unit);
        }
        let inside = Area { x: 0.0, y: 0.0, ..place.area };
        let tasks = place.card.tasks.iter().map(|task| task.area);
        let areas: Vec<Area> = place.card.tiles.iter().map(|tile| tile.area).chain(tasks).collect();
        for (number, area) in areas.iter().enumerate() {
            assert!(inside.contains(area), "something leaves {}", place.unit);
            assert!(areas.iter().skip(number + 1).all(|other| !area.overlaps(other)));
        }
        let sign = fold_sign(place.area.width);
        for line in &place.card.lines {
            let is_name = line.kind == LineKind::Name;
            let wide = match line.kind {
                LineKind::Name => text::bold(&line.text) * card::NAME_SIZE,
                LineKind::Change => text::bold(&line.text) * card::SMALL_SIZE,
                _ => text::width(&line.text) * card::SMALL_SIZE,
            };
            // Capitals reach so far above the baseline.
            let is_beside = is_name && line.at.1 - 0.75 * card::NAME_SIZE < sign.bottom();
            let end = if is_beside { sign.x } else { place.area.width };
            assert!(line.at.0 + wide <= end, "{} is too wide", line.text);
            assert!(line.at.1 <= place.area.height, "{} lies below its card", line.text);
        }
        tags_stand_apart(place);
    }
    no_line_crosses_a_card(layout);
    for line in share_lines(facts, layout) {
        lies_straight_between_its_cards(&line, layout, &page);
    }
    if view.shape == Shape::Wide {
        staff_stands_above_the_row(plan, layout);
    }
}

fn no_line_crosses_a_card(layout: &ChartLayout) {
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
}

/// The tags with kw dates are in the card, touch neither each other nor the tile of another post, and hold their words.
pub(super) fn tags_stand_apart(place: &ChartBox) {
    let inside = Area { x: 0.0, y: 0.0, ..place.area };
    let tagged = place.card.tiles.iter().filter_map(|tile| Some((tile, tile.tag?)));
    let tagged: Vec<(&Tile, Area)> = tagged.collect();
    for (number, (tile, tag)) in tagged.iter().enumerate() {
        assert!(inside.contains(tag), "a tag leaves {}", place.unit);
        let around = Area { x: tag.x - 1.0, width: tag.width + 2.0, ..*tag };
        let mut later = tagged.iter().skip(number + 1);
        assert!(later.all(|(_, other)| !around.overlaps(other)), "tags touch in {}", place.unit);
        let mut others = place.card.tiles.iter().filter(|other| other.area != tile.area);
        assert!(others.all(|other| !tag.overlaps(&other.area)), "a tag covers a post in {}", place.unit);
    }
}

pub(super) fn lies_straight_between_its_cards(line: &ShareLine, layout: &ChartLayout, page: &Area) {
    for pair in line.points.windows(2) {
        let [(ax, ay), (bx, by)] = pair else { continue };
        assert!((ax - bx).abs() < 1e-9 || (ay - by).abs() < 1e-9, "slanted line");
    }
    let inside = |(x, y): &(f64, f64)| page.contains(&Area { x: *x, y: *y, width: 0.0, height: 0.0 });
    assert!(line.points.iter().all(inside), "{line:?} leaves the page");
    for (unit, end) in [(&line.from, line.points.first()), (&line.to, line.points.last())] {
        let (area, (x, y)) = (layout.unit(unit).unwrap().area, end.unwrap());
        let at_a_side = (x - area.x).abs() < 1e-9 || (x - area.right()).abs() < 1e-9;
        assert!(at_a_side && *y > area.y && *y < area.bottom(), "{line:?} does not end at {unit}");
    }
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
