//! The marks of a card, of a post and of a task, from the upper left corner of the card: for the page and for paper.

use super::card::{ID_SIZE, LineKind, PADDING, SMALL_ID_SIZE, TaskRow, Tile};
use super::changes::ChangeMark;
use super::facts::{PostFacts, TaskFacts, UnitFacts};
use super::layout::ChartBox;
use super::{text, words};
use crate::assessment::Level;
use crate::diagram::scene::{Anchor, Area, Mark};
use crate::format::Language;
use crate::plan::{Occupancy, Provenance, UnitKind};

/// Full scale of the load's bar: 150 %.
const METER_FULL: f64 = 1.5;
const HATCH_STEP: f64 = 7.0;
/// Height of the bar that shows onboarding, and of the gap below it.
const TRAINING: f64 = 3.0;
/// The square of a post that the source document names, and its distance from the border.
const SQUARE: f64 = 5.0;
const SQUARE_INSET: f64 = 3.0;
const FAR_SIZE: f64 = 22.0;
const FAR_LINE: f64 = 25.0;

/// The box of a unit with its lines, without posts and tasks.
#[must_use]
pub fn unit_marks(place: &ChartBox, unit: &UnitFacts) -> Vec<Mark> {
    let mut marks = vec![outline(place, unit), provenance(place, unit)];
    for line in &place.card.lines {
        let class = match line.kind {
            LineKind::Name => "name",
            LineKind::Sums | LineKind::Cases => "figures",
            LineKind::Load => "load",
            LineKind::Change => "change",
            LineKind::Hidden => "hidden",
        };
        marks.push(label(class, line.at, Anchor::Start, line.text.clone()));
    }
    let changes = place.card.lines.iter().filter(|line| line.kind == LineKind::Change);
    let tops: Vec<f64> = changes.map(|line| line.at.1).collect();
    if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
        let area = Area { x: PADDING, y: first - 9.0, width: 3.0, height: last - first + 11.0 };
        marks.push(Mark::Rect { class: "change-bar".to_owned(), area, radius: 0.0 });
    }
    marks.extend(place.card.meter.zip(unit.now.load).into_iter().flat_map(|(area, load)| meter(area, load)));
    marks.extend(unit.mark.iter().flat_map(|mark| badge((6.0, -6.0), mark)));
    marks
}

/// The same for somebody who looks from far away: name and load in large letters, posts as plain shapes.
#[must_use]
pub fn far_marks(place: &ChartBox, unit: &UnitFacts) -> Vec<Mark> {
    let mut marks = vec![outline(place, unit)];
    let room = place.area.width - 2.0 * PADDING;
    let fits = ((place.area.height - PADDING) / FAR_LINE).floor().max(1.0) as usize;
    let mut y = PADDING - 4.0;
    for line in text::wrap_bold(&unit.name, FAR_SIZE, [room; 2], fits.min(4)) {
        y += FAR_LINE;
        marks.push(label("name far", (PADDING, y), Anchor::Start, line));
    }
    if let Some(load) = unit.now.load.filter(|_| y + 16.0 < place.area.height) {
        marks.extend(meter(Area { x: PADDING, y: y + 6.0, width: room, height: 10.0 }, load));
    }
    for tile in place.card.tiles.iter().filter(|tile| tile.area.y > y + 18.0) {
        marks.push(Mark::Rect { class: "tile-far".to_owned(), area: tile.area, radius: 2.0 });
    }
    marks
}

/// A post: body by its state, hatching, onboarding, task force, source, number and kw date.
#[must_use]
pub fn tile_marks(tile: &Tile, post: &PostFacts, language: Language) -> Vec<Mark> {
    let area = tile.area;
    let mut marks = vec![Mark::Rect {
        class: if tile.is_share { "tile-body share" } else { "tile-body" }.to_owned(),
        area: Area { x: area.x + 0.7, y: area.y + 0.7, width: area.width - 1.4, height: area.height - 1.4 },
        radius: 3.0,
    }];
    if post.occupancy == Occupancy::Vacant {
        marks.push(hatch(area));
    }
    if post.task_force {
        let (x, y) = (area.x + 1.5, area.y + 1.5);
        marks.push(path("tile-force", vec![(x, y), (x + 7.5, y), (x, y + 7.5)], true));
    }
    // A post is named by the document whether or not its holder is trained: the bar leaves the square its corner.
    let named = post.provenance == Provenance::Document;
    let beside = if named { SQUARE + 2.0 } else { 0.0 };
    marks.extend(post.proficiency.into_iter().flat_map(|share| training(area, beside, share)));
    if named {
        let (x, y) = (area.right() - SQUARE_INSET - SQUARE, area.bottom() - SQUARE_INSET - SQUARE);
        marks.push(Mark::Rect {
            class: "tile-document".to_owned(),
            area: Area { x, y, width: SQUARE, height: SQUARE },
            radius: 0.0,
        });
    }
    let (class, id) = tile_id(post.id.as_str(), area.width - 2.0);
    let baseline = area.y + area.height / 2.0 + if area.height > 30.0 { 3.0 } else { 0.5 };
    marks.push(label(class, (area.middle(), baseline), Anchor::Middle, id));
    marks.extend(tag(tile, post, language));
    marks.extend(post.mark.iter().flat_map(|mark| badge((area.x - 1.0, area.bottom() - 5.0), mark)));
    marks
}

/// What a post is called, in letters that its tile has room for; only what is longer than a row of tiles is cut.
fn tile_id(id: &str, room: f64) -> (&'static str, String) {
    if text::width(id) * ID_SIZE <= room {
        return ("tile-id", id.to_owned());
    }
    ("tile-id small", text::wrap(id, SMALL_ID_SIZE, room, 1).concat())
}

/// A task: its name in a rounded box, and how it differs from the baseline.
#[must_use]
pub fn task_marks(row: &TaskRow, task: &TaskFacts) -> Vec<Mark> {
    let mut marks = vec![Mark::Rect { class: "task-body".to_owned(), area: row.area, radius: 7.0 }];
    let first = row.area.y + (row.area.height - row.lines.len() as f64 * 13.5) / 2.0 + 10.5;
    for (index, line) in row.lines.iter().enumerate() {
        let at = (row.area.x + 7.0, first + index as f64 * 13.5);
        marks.push(label("task-name", at, Anchor::Start, line.clone()));
    }
    marks.extend(task.mark.iter().flat_map(|mark| badge((row.area.x + 4.0, row.area.bottom() - 5.0), mark)));
    marks
}

fn outline(place: &ChartBox, unit: &UnitFacts) -> Mark {
    let kind = match unit.kind {
        UnitKind::Department => "department",
        UnitKind::Section => "section",
        UnitKind::Team => "team",
        UnitKind::StaffUnit => "staff",
    };
    let mut class = format!("box {kind}");
    if unit.is_changed() {
        class.push_str(" changed");
    }
    let area = Area { x: 0.0, y: 0.0, ..place.area };
    Mark::Rect { class, area, radius: if place.staff { 16.0 } else { 4.0 } }
}

/// A filled square for a fact of the source document, an open diamond for an assumption.
fn provenance(place: &ChartBox, unit: &UnitFacts) -> Mark {
    let (x, y) = (place.area.width - PADDING - 8.0, PADDING + 2.0);
    match unit.provenance {
        Provenance::Document => Mark::Rect {
            class: "from-document".to_owned(),
            area: Area { x, y, width: 8.0, height: 8.0 },
            radius: 0.0,
        },
        Provenance::Assumption => {
            let points = vec![(x + 4.0, y - 0.5), (x + 8.5, y + 4.0), (x + 4.0, y + 8.5), (x - 0.5, y + 4.0)];
            path("from-assumption", points, true)
        }
    }
}

/// A bar to 150 % with a line at 100 %.
fn meter(area: Area, load: f64) -> Vec<Mark> {
    let share = (load / METER_FULL).clamp(0.0, 1.0);
    let full = area.x + area.width / METER_FULL;
    vec![
        Mark::Rect { class: "meter-track".to_owned(), area, radius: 0.0 },
        Mark::Rect {
            class: format!("meter-bar {}", Level::of(load).key()),
            area: Area { width: area.width * share, ..area },
            radius: 0.0,
        },
        Mark::Line {
            class: "meter-full".to_owned(),
            from: (full, area.y - 1.0),
            to: (full, area.bottom() + 1.0),
        },
    ]
}

/// The bar of onboarding along the lower border; it leaves so much free at its end.
fn training(area: Area, free: f64, share: f64) -> [Mark; 2] {
    let whole = Area {
        x: area.x + 3.0,
        y: area.bottom() - TRAINING - 3.0,
        width: area.width - 6.0 - free,
        height: TRAINING,
    };
    let done = Area { width: whole.width * share.clamp(0.0, 1.0), ..whole };
    [("tile-training", whole), ("tile-trained", done)].map(|(class, area)| Mark::Rect {
        class: class.to_owned(),
        area,
        radius: 0.0,
    })
}

/// Slanted lines across an area, as one path: drawn back and forth along the border, which hides the way between.
pub(super) fn hatch(area: Area) -> Mark {
    let (wide, high) = (area.width - 2.0, area.height - 2.0);
    let steps = ((wide + high) / HATCH_STEP) as u32;
    let mut points = Vec::with_capacity(2 * steps as usize);
    for step in 1..=steps {
        let along = f64::from(step) * HATCH_STEP;
        let low = (area.x + 1.0 + (along - high).max(0.0), area.y + 1.0 + along.min(high));
        let up = (area.x + 1.0 + along.min(wide), area.y + 1.0 + (along - wide).max(0.0));
        points.extend(if step % 2 == 0 { [low, up] } else { [up, low] });
    }
    path("tile-hatch", points, false)
}

/// How something differs from the baseline, in a word on its border.
fn badge((x, y): (f64, f64), mark: &ChangeMark) -> [Mark; 2] {
    let place = Area { x, y, width: text::width(mark.badge) * 8.0 + 5.0, height: 11.0 };
    let at = (place.middle(), place.bottom() - 2.5);
    [
        Mark::Rect { class: "mark-badge".to_owned(), area: place, radius: 2.0 },
        label("mark-word", at, Anchor::Middle, mark.badge.to_owned()),
    ]
}

/// The kw date above the post.
fn tag(tile: &Tile, post: &PostFacts, language: Language) -> Vec<Mark> {
    let Some((place, words)) = tile.tag.zip(words::tag(post, language)) else { return Vec::new() };
    vec![
        Mark::Rect { class: "tile-tag".to_owned(), area: place, radius: 2.0 },
        label("tile-tag-text", (place.middle(), place.bottom() - 2.5), Anchor::Middle, words),
    ]
}

fn path(class: &str, points: Vec<(f64, f64)>, closed: bool) -> Mark {
    Mark::Path { class: class.to_owned(), points, closed }
}

fn label(class: &str, at: (f64, f64), anchor: Anchor, text: String) -> Mark {
    Mark::Text { class: class.to_owned(), at, anchor, text }
}
