//! Secondary lines: from the unit in which a post is drawn to its parts in other units, dashed, in the gaps between the cards.
//!
//! They are laid over a finished chart, so that nothing moves when they come or go. What is folded away is met at the card that
//! hides it; where both ends lie in one card there is no line. Cards lie above lines: where no gap leads through, a line passes
//! behind a card and never through its text.

use super::facts::Facts;
use super::layout::{ChartBox, ChartLayout, INDENT};
use crate::diagram::scene::Area;
use crate::plan::gather::{gathered, in_order};
use crate::plan::{PostId, UnitId};
use std::collections::BTreeMap;

/// How far beside a card a line runs: in the middle of the gap between two columns.
const BESIDE: f64 = 5.0;
/// How far above or below a card: in the middle of the gap between two cards of a column.
const ABOVE: f64 = 4.5;
/// Lines in the same gap run beside each other.
const LANES: [f64; 3] = [0.0, 2.0, -2.0];
/// A bend counts as so much way, a card as a way that any other is shorter than, a piece along another line in between.
const BEND: f64 = 12.0;
const CARD: f64 = 10_000.0;
const ALONG: f64 = 60.0;

type Point = (f64, f64);

/// A line to a part of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareLine {
    /// Which post.
    pub post: PostId,
    /// The unit at whose card it begins: the post's own, or the one that hides it.
    pub from: UnitId,
    /// The unit at whose card it ends: that of the part, or the one that hides it.
    pub to: UnitId,
    /// Its corners.
    pub points: Vec<Point>,
}

impl Facts {
    /// Whether a post has a part in another unit.
    #[must_use]
    pub fn has_shares(&self) -> bool {
        self.units.values().any(|unit| !unit.shares.is_empty())
    }
}

/// The lines of a chart; `facts` must be those that were laid out. For each part some hundred ways at most are tried against all
/// cards, as a rule the first few.
#[must_use]
pub fn share_lines(facts: &Facts, layout: &ChartLayout) -> Vec<ShareLine> {
    if !facts.has_shares() {
        return Vec::new();
    }
    let posts = facts.units.values().flat_map(|unit| unit.posts.iter().map(|post| (&post.id, &unit.id)));
    let homes: BTreeMap<&PostId, &UnitId> = gathered(posts);
    let map = Map::of(facts, layout);
    let mut lines = Vec::new();
    for unit in facts.in_order() {
        for share in &unit.shares {
            let home = homes.get(&share.id).and_then(|home| map.shown(home));
            let (Some(from), Some(to)) = (home, map.shown(&unit.id)) else { continue };
            if from.unit == to.unit {
                continue;
            }
            let lane = LANES[lines.len() % LANES.len()];
            let ends = [from, to].map(|place| (place, height(place, &share.id) + lane));
            let (from, to, post) = (from.unit.clone(), to.unit.clone(), share.id.clone());
            lines.push(ShareLine { post, from, to, points: map.way(ends, lane) });
        }
    }
    lines
}

/// The height at which a post is drawn; the middle of a card that hides it.
fn height(place: &ChartBox, post: &PostId) -> f64 {
    let tile = place.card.tiles.iter().find(|tile| tile.post == *post);
    tile.map_or(place.area.y + place.area.height / 2.0, |tile| {
        place.area.y + tile.area.y + tile.area.height / 2.0
    })
}

/// What lies where.
struct Map<'a> {
    facts: &'a Facts,
    layout: &'a ChartLayout,
    boxes: BTreeMap<&'a UnitId, &'a ChartBox>,
}

/// An end of a line: the card and the height in the chart.
type End<'a> = (&'a ChartBox, f64);

impl<'a> Map<'a> {
    fn of(facts: &'a Facts, layout: &'a ChartLayout) -> Self {
        Self { facts, layout, boxes: layout.boxes.iter().map(|place| (&place.unit, place)).collect() }
    }

    /// The card of a unit, or of the unit above that hides it.
    fn shown(&self, unit: &'a UnitId) -> Option<&'a ChartBox> {
        let mut unit = Some(unit);
        while let Some(id) = unit {
            if let Some(place) = self.boxes.get(id).copied() {
                return Some(place);
            }
            unit = self.facts.units.get(id)?.parent.as_ref();
        }
        None
    }

    /// The card at the top of the column in which a card is stacked.
    fn top(&self, place: &ChartBox) -> Area {
        let (mut area, mut unit) = (place.area, &place.unit);
        while let Some(above) = self.facts.units.get(unit).and_then(|facts| facts.parent.as_ref()) {
            let Some(above) = self.boxes.get(above).copied() else { break };
            if (area.x - above.area.x - INDENT).abs() > 0.5 {
                break;
            }
            (area, unit) = (above.area, &above.unit);
        }
        area
    }

    /// The cheapest way between two cards.
    fn way(&self, ends: [End<'_>; 2], lane: f64) -> Vec<Point> {
        let ways: Vec<(f64, Vec<Point>)> = self
            .ways(ends, lane)
            .into_iter()
            .map(|way| (length(&way) + BEND * way.len() as f64, way))
            .collect();
        let ways = in_order(ways, |one, other| one.0.total_cmp(&other.0));
        let mut best: Option<(f64, Vec<Point>)> = None;
        for (cost, way) in ways {
            let least = best.as_ref().map_or(f64::INFINITY, |(cost, _)| *cost);
            if cost >= least {
                break;
            }
            let cost = cost + self.trouble(&way);
            if cost < least {
                best = Some((cost, way));
            }
        }
        let [(from, begin), (to, end)] = ends;
        best.map_or_else(|| vec![(from.area.right(), begin), (to.area.x, end)], |(_, way)| way)
    }

    /// Ways with one upright piece, and with two and a level one between them.
    fn ways(&self, ends: [End<'_>; 2], lane: f64) -> Vec<Vec<Point>> {
        let [(from, begin), (to, end)] = ends;
        let tops = [self.top(from), self.top(to)];
        let inside = |place: f64, room: f64| place > 1.0 && place < room - 1.0;
        let uprights = |area: Area, top: Area| {
            let beside =
                [area, top].map(|area| [area.x - BESIDE, area.x - BESIDE - INDENT, area.right() + BESIDE]);
            let all = beside.into_iter().flatten().map(|x| x + lane);
            distinct(all.filter(|x| inside(*x, self.layout.width)))
        };
        let cards = [from.area, to.area, tops[0], tops[1]];
        let levels = cards.into_iter().flat_map(|area| [area.y - ABOVE, area.bottom() + ABOVE]);
        let levels = levels.chain([ABOVE, self.layout.height - ABOVE]).map(|y| y + lane);
        let levels = distinct(levels.filter(|y| inside(*y, self.layout.height)));
        let starts = uprights(from.area, tops[0]);
        let goals = uprights(to.area, tops[1]);
        let mut ways = Vec::new();
        for x in distinct(starts.iter().chain(&goals).copied()) {
            if let (Some(first), Some(last)) = (side(from.area, begin, x), side(to.area, end, x)) {
                ways.push(vec![first, (x, begin), (x, end), last]);
            }
        }
        for start in &starts {
            for goal in &goals {
                let (Some(first), Some(last)) = (side(from.area, begin, *start), side(to.area, end, *goal))
                else {
                    continue;
                };
                let between =
                    |y: &f64| vec![first, (*start, begin), (*start, *y), (*goal, *y), (*goal, end), last];
                ways.extend(levels.iter().map(between));
            }
        }
        ways
    }

    /// What a way costs beside its length: cards that it passes behind, and lines that it runs along.
    fn trouble(&self, way: &[Point]) -> f64 {
        let mut cost = 0.0;
        for piece in pieces(way) {
            let crossed = self.layout.boxes.iter().filter(|place| meets(&piece, &place.area)).count();
            let edges = self.layout.edges.iter().flat_map(|edge| pieces(&edge.points));
            let along = edges.filter(|other| runs_along(&piece, other)).count();
            cost += crossed as f64 * CARD + along as f64 * ALONG;
        }
        cost
    }
}

/// The end of a line at the side of a card that looks to an upright; none for an upright through the card.
fn side(area: Area, y: f64, upright: f64) -> Option<Point> {
    if upright < area.x {
        Some((area.x, y))
    } else if upright > area.right() {
        Some((area.right(), y))
    } else {
        None
    }
}

fn distinct(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = Vec::new();
    for place in places {
        if all.iter().all(|known| (known - place).abs() > 0.5) {
            all.push(place);
        }
    }
    all
}

fn length(way: &[Point]) -> f64 {
    pieces(way).map(|piece| piece.width + piece.height).sum()
}

/// The straight pieces of a line, as areas without width or without height.
fn pieces(points: &[Point]) -> impl Iterator<Item = Area> + '_ {
    points.windows(2).filter_map(|pair| match pair {
        [(ax, ay), (bx, by)] => {
            Some(Area { x: ax.min(*bx), y: ay.min(*by), width: (ax - bx).abs(), height: (ay - by).abs() })
        }
        _ => None,
    })
}

/// Whether a piece passes through the inside of a card.
fn meets(piece: &Area, card: &Area) -> bool {
    piece.x < card.right() - 0.5
        && piece.right() > card.x + 0.5
        && piece.y < card.bottom() - 0.5
        && piece.bottom() > card.y + 0.5
}

/// Whether two pieces lie upon each other for more than a crossing.
fn runs_along(one: &Area, other: &Area) -> bool {
    let shared = |a: f64, a_end: f64, b: f64, b_end: f64| a_end.min(b_end) - a.max(b);
    let across = shared(one.x, one.right(), other.x, other.right());
    let down = shared(one.y, one.bottom(), other.y, other.bottom());
    across.min(down) > -1.5 && across.max(down) > 4.0
}
