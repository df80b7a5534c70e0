//! Where every unit, post and line lies. Pure and deterministic: the same plan gives the same places.

use super::text;
use crate::diagram::scene::Area;
use crate::plan::{Plan, Post, PostId, Unit, UnitId, UnitKind};
use std::collections::BTreeMap;

/// Units that stand side by side below a department; more are stacked under a spine.
pub const MAX_SIDE_BY_SIDE: usize = 5;

const BOX_WIDTH: f64 = 216.0;
const LEAST_BOX_WIDTH: f64 = 150.0;
const PADDING: f64 = 8.0;
const GAP: f64 = 16.0;
const LEVEL_GAP: f64 = 28.0;
const STACK_GAP: f64 = 10.0;
const INDENT: f64 = 18.0;
const MARGIN: f64 = 24.0;
const TILE_HEIGHT: f64 = 26.0;
const TILE_GAP: f64 = 4.0;
const TILE_PER_FTE: f64 = 44.0;
const LEAST_TILE: f64 = 16.0;
/// Font size of a unit's name.
pub(super) const NAME_SIZE: f64 = 12.0;
/// Distance between two lines of text.
pub(super) const LINE_HEIGHT: f64 = 15.0;
const NAME_LINES: usize = 3;

/// The place of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Which post.
    pub post: PostId,
    /// Its place, inside the box of its unit; its width grows with the full-time equivalents.
    pub area: Area,
}

/// The place of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBox {
    /// Which unit.
    pub unit: UnitId,
    /// Levels above it.
    pub level: u32,
    /// Whether it stands on a side line, in a rounded box.
    pub staff: bool,
    /// Its place.
    pub area: Area,
    /// Its name, broken into lines.
    pub name: Vec<String>,
    /// Its posts, in the order of the plan.
    pub tiles: Vec<Tile>,
}

/// A line from a unit to one below it, made of level and upright pieces.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The unit above.
    pub from: UnitId,
    /// The unit below or at the side.
    pub to: UnitId,
    /// Whether it is a side line to a staff office.
    pub staff: bool,
    /// Its corners.
    pub points: Vec<(f64, f64)>,
}

/// Where everything of a chart lies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartLayout {
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// The units, parents before children.
    pub boxes: Vec<ChartBox>,
    /// The lines.
    pub edges: Vec<Edge>,
}

/// A unit with everything below it, its upper left corner at the origin.
#[derive(Default)]
struct Block {
    width: f64,
    height: f64,
    boxes: Vec<ChartBox>,
    edges: Vec<Edge>,
}

impl Block {
    /// The box of the block's own unit.
    fn head(&self) -> Area {
        self.boxes.first().map(|head| head.area).unwrap_or_default()
    }

    /// Takes another block in, moved to a place.
    fn take(&mut self, other: Self, x: f64, y: f64) {
        self.width = self.width.max(x + other.width);
        self.height = self.height.max(y + other.height);
        self.boxes.extend(other.boxes.into_iter().map(|mut unit| {
            unit.area = unit.area.moved(x, y);
            for tile in &mut unit.tiles {
                tile.area = tile.area.moved(x, y);
            }
            unit
        }));
        self.edges.extend(other.edges.into_iter().map(|mut edge| {
            for point in &mut edge.points {
                *point = (point.0 + x, point.1 + y);
            }
            edge
        }));
    }

    fn line(&mut self, to: &UnitId, staff: bool, points: Vec<(f64, f64)>) {
        if let Some(from) = self.boxes.first().map(|head| head.unit.clone()) {
            self.edges.push(Edge { from, to: to.clone(), staff, points });
        }
    }
}

/// The plan sorted for drawing.
struct Drawing<'a> {
    children: BTreeMap<Option<&'a UnitId>, Vec<&'a Unit>>,
    posts: BTreeMap<&'a UnitId, Vec<&'a Post>>,
}

impl ChartLayout {
    /// Lays out the units and posts of a plan (of a day: see [`Plan::on`]). O(n · depth).
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut drawing = Drawing { children: BTreeMap::new(), posts: BTreeMap::new() };
        for unit in &plan.units {
            drawing.children.entry(unit.parent.as_ref()).or_default().push(unit);
        }
        for post in &plan.posts {
            if let Some(home) = post.home() {
                drawing.posts.entry(home).or_default().push(post);
            }
        }
        let mut all = Block::default();
        let mut x = MARGIN;
        for root in drawing.below(None) {
            let block = drawing.block(root, 0, BOX_WIDTH);
            let width = block.width;
            all.take(block, x, MARGIN);
            x += width + GAP * 2.0;
        }
        Self { width: all.width + MARGIN, height: all.height + MARGIN, boxes: all.boxes, edges: all.edges }
    }

    /// The box of a unit. Linear in the number of units.
    #[must_use]
    pub fn unit(&self, unit: &UnitId) -> Option<&ChartBox> {
        self.boxes.iter().find(|place| place.unit == *unit)
    }
}

impl<'a> Drawing<'a> {
    fn below(&self, unit: Option<&'a UnitId>) -> &[&'a Unit] {
        self.children.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// A unit with everything below it.
    fn block(&self, unit: &'a Unit, level: u32, width: f64) -> Block {
        let (staff, line): (Vec<&Unit>, Vec<&Unit>) =
            self.below(Some(&unit.id)).iter().partition(|child| child.kind == UnitKind::StaffUnit);
        let head = self.head(unit, level, width);
        let wide = unit.kind == UnitKind::Department && line.len() <= MAX_SIDE_BY_SIDE;
        if wide {
            self.side_by_side(head, level, &staff, &line)
        } else {
            self.stacked(head, level, &staff, &line)
        }
    }

    /// Children in a row below, staff offices on side lines between.
    fn side_by_side(&self, head: ChartBox, level: u32, staff: &[&'a Unit], line: &[&'a Unit]) -> Block {
        let row: Vec<Block> = line.iter().map(|child| self.block(child, level + 1, BOX_WIDTH)).collect();
        let sides: Vec<Block> = staff.iter().map(|child| self.block(child, level + 1, BOX_WIDTH)).collect();
        let gaps = row.len().saturating_sub(1) as f64 * GAP;
        let row_width = row.iter().map(|block| block.width).sum::<f64>() + gaps;
        let head_area = head.area;
        let trunk = (row_width / 2.0).max(head_area.width / 2.0);
        let mut all = Block::default();
        let place = (trunk - head_area.width / 2.0, 0.0);
        all.take(single(head), place.0, place.1);
        let bottom = head_area.height;
        let mut y = bottom + LEVEL_GAP;
        for (block, child) in sides.into_iter().zip(staff) {
            let side = block.head();
            let middle = y + side.height / 2.0;
            let x = trunk + INDENT * 2.0;
            all.line(&child.id, true, vec![(trunk, bottom), (trunk, middle), (x + side.x, middle)]);
            let height = block.height;
            all.take(block, x, y);
            y += height + STACK_GAP;
        }
        let mut x = trunk - row_width / 2.0;
        let top = if staff.is_empty() { y } else { y + LEVEL_GAP - STACK_GAP };
        let bus = top - LEVEL_GAP / 2.0;
        for (block, child) in row.into_iter().zip(line) {
            let middle = x + block.head().middle();
            all.line(&child.id, false, vec![(trunk, bottom), (trunk, bus), (middle, bus), (middle, top)]);
            let width = block.width;
            all.take(block, x, top);
            x += width + GAP;
        }
        all
    }

    /// Children below each other, indented, held by a spine at the left; staff offices first.
    fn stacked(&self, head: ChartBox, level: u32, staff: &[&'a Unit], line: &[&'a Unit]) -> Block {
        let area = head.area;
        let width = (area.width - INDENT).max(LEAST_BOX_WIDTH);
        let mut all = single(head);
        let spine = INDENT / 2.0;
        let mut y = area.height + STACK_GAP;
        for child in staff.iter().chain(line) {
            let block = self.block(child, level + 1, width);
            let below = block.head();
            let middle = y + below.height.min(36.0) / 2.0;
            let points = vec![(spine, area.height), (spine, middle), (INDENT + below.x, middle)];
            all.line(&child.id, child.kind == UnitKind::StaffUnit, points);
            let height = block.height;
            all.take(block, INDENT, y);
            y += height + STACK_GAP;
        }
        all
    }

    /// The unit's own box with its tiles.
    fn head(&self, unit: &'a Unit, level: u32, width: f64) -> ChartBox {
        let room = width - 2.0 * PADDING;
        let name = text::wrap(&unit.name, NAME_SIZE, room, NAME_LINES);
        // Name, and one line of figures.
        let mut y = PADDING + (name.len() as f64 + 1.0) * LINE_HEIGHT + TILE_GAP;
        let mut x = PADDING;
        let posts = self.posts.get(&unit.id).map_or(&[][..], Vec::as_slice);
        let mut tiles = Vec::with_capacity(posts.len());
        for post in posts {
            let wide = (post.fte_in(&unit.id).as_f64() * TILE_PER_FTE).clamp(LEAST_TILE, room);
            if x > PADDING && x + wide > PADDING + room {
                x = PADDING;
                y += TILE_HEIGHT + TILE_GAP;
            }
            tiles.push(Tile { post: post.id.clone(), area: Area { x, y, width: wide, height: TILE_HEIGHT } });
            x += wide + TILE_GAP;
        }
        let height = if tiles.is_empty() { y } else { y + TILE_HEIGHT } + PADDING;
        let area = Area { x: 0.0, y: 0.0, width, height };
        ChartBox { unit: unit.id.clone(), level, staff: unit.kind == UnitKind::StaffUnit, area, name, tiles }
    }
}

fn single(head: ChartBox) -> Block {
    Block { width: head.area.width, height: head.area.height, boxes: vec![head], edges: Vec::new() }
}
