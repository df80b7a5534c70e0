//! Where every unit and line lies. Pure and deterministic: the same facts and view give the same places.

mod columns;

use super::card::{Card, card};
use super::facts::{Facts, UnitFacts};
use super::view::{Shape, View};
use crate::diagram::scene::Area;
use crate::plan::{UnitId, UnitKind};
use std::collections::BTreeMap;

/// Units that stand side by side below a department; more are stacked in as many columns.
pub const MAX_SIDE_BY_SIDE: usize = 5;

const BOX_WIDTH: f64 = 184.0;
const HEAD_WIDTH: f64 = 288.0;
const STAFF_WIDTH: f64 = 216.0;
const LEAST_BOX_WIDTH: f64 = 150.0;
const GAP: f64 = 10.0;
const LEVEL_GAP: f64 = 24.0;
const STACK_GAP: f64 = 9.0;
/// How far a card is moved to the right of the one above which it hangs on.
pub(super) const INDENT: f64 = 14.0;
const MARGIN: f64 = 8.0;
/// Height at which the line from a spine enters a box, at most.
const ENTRY: f64 = 16.0;

/// The place of a unit and what its card holds.
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
    /// What it holds, from its upper left corner.
    pub card: Card,
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
    /// The units that are not folded away, parents before children.
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
    fn single(head: ChartBox) -> Self {
        Self { width: head.area.width, height: head.area.height, boxes: vec![head], edges: Vec::new() }
    }

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

/// Units of a row that stand below each other.
struct Column {
    block: Block,
    /// The boxes of its units, in the column.
    heads: Vec<(UnitId, Area)>,
    /// Whether they hang on a spine at their left, and not on the line from above.
    has_spine: bool,
}

/// What is being drawn.
struct Drawing<'a> {
    facts: &'a Facts,
    view: &'a View,
    /// Units below each unit, at every level.
    below: BTreeMap<&'a UnitId, usize>,
}

impl ChartLayout {
    /// Lays out the units and posts of a day. O(n · depth).
    #[must_use]
    pub fn of(facts: &Facts, view: &View) -> Self {
        let drawing = Drawing::new(facts, view);
        let mut all = Block::default();
        let (mut x, mut y) = (MARGIN, MARGIN);
        for root in drawing.units(&facts.roots) {
            match view.shape {
                Shape::Wide => {
                    let block = drawing.block(root, 0, HEAD_WIDTH);
                    let width = block.width;
                    all.take(block, x, y);
                    x += width + GAP * 2.0;
                }
                Shape::Narrow(width) => {
                    let block = drawing.stacked(root, 0, (width - 2.0 * MARGIN).max(LEAST_BOX_WIDTH));
                    let height = block.height;
                    all.take(block, x, y);
                    y += height + GAP * 2.0;
                }
            }
        }
        Self::framed(all)
    }

    /// What lies right of and below a margin, with the same margin on the other sides.
    fn framed(all: Block) -> Self {
        Self { width: all.width + MARGIN, height: all.height + MARGIN, boxes: all.boxes, edges: all.edges }
    }

    /// The box of a unit. Linear in the number of units.
    #[must_use]
    pub fn unit(&self, unit: &UnitId) -> Option<&ChartBox> {
        self.boxes.iter().find(|place| place.unit == *unit)
    }
}

impl<'a> Drawing<'a> {
    fn new(facts: &'a Facts, view: &'a View) -> Self {
        let mut below = BTreeMap::new();
        for unit in facts.in_order().into_iter().rev() {
            let count = unit.children.iter().map(|child| 1 + below.get(child).copied().unwrap_or(0)).sum();
            below.insert(&unit.id, count);
        }
        Self { facts, view, below }
    }

    fn units(&self, ids: &[UnitId]) -> Vec<&'a UnitFacts> {
        ids.iter().filter_map(|id| self.facts.units.get(id)).collect()
    }

    fn children(&self, unit: &UnitFacts) -> (Vec<&'a UnitFacts>, Vec<&'a UnitFacts>) {
        if self.view.closed.contains(&unit.id) {
            return (Vec::new(), Vec::new());
        }
        self.units(&unit.children).into_iter().partition(|child| child.kind == UnitKind::StaffUnit)
    }

    /// A unit with everything below it.
    fn block(&self, unit: &'a UnitFacts, level: u32, width: f64) -> Block {
        // Whatever it is called, what stands on top has its units side by side.
        if level > 0 && unit.kind != UnitKind::Department {
            return self.stacked(unit, level, width.min(BOX_WIDTH));
        }
        let (staff, line) = self.children(unit);
        let columns = if line.len() <= MAX_SIDE_BY_SIDE {
            line.into_iter().map(|child| self.hanging(child, level + 1)).collect()
        } else {
            self.columns(&line, level + 1)
        };
        self.side_by_side(self.head(unit, level, width), level, &staff, columns)
    }

    /// A column of one unit, which hangs on the line from above by the middle of its box.
    fn hanging(&self, unit: &'a UnitFacts, level: u32) -> Column {
        let block = self.block(unit, level, BOX_WIDTH);
        Column { heads: vec![(unit.id.clone(), block.head())], block, has_spine: false }
    }

    /// More units than stand side by side: columns of about the same height, in the order of the plan.
    fn columns(&self, line: &[&'a UnitFacts], level: u32) -> Vec<Column> {
        let blocks: Vec<Block> = line.iter().map(|child| self.block(child, level, BOX_WIDTH)).collect();
        let total: f64 = blocks.iter().map(|block| block.height + STACK_GAP).sum();
        let each = total / MAX_SIDE_BY_SIDE as f64;
        let mut columns: Vec<Column> = Vec::new();
        let (mut passed, mut y) = (0.0, 0.0);
        for (block, child) in blocks.into_iter().zip(line) {
            let height = block.height + STACK_GAP;
            // A block belongs to the column in which its middle lies.
            let wanted = ((passed + height / 2.0) / each) as usize;
            if columns.is_empty() || (wanted >= columns.len() && columns.len() < MAX_SIDE_BY_SIDE) {
                columns.push(Column { block: Block::default(), heads: Vec::new(), has_spine: true });
                y = 0.0;
            }
            passed += height;
            if let Some(column) = columns.last_mut() {
                column.heads.push((child.id.clone(), block.head().moved(INDENT, y)));
                column.block.take(block, INDENT, y);
            }
            y += height;
        }
        columns
    }

    /// Children in a row below, staff offices on side lines at the right of the head.
    fn side_by_side(
        &self,
        head: ChartBox,
        level: u32,
        staff: &[&'a UnitFacts],
        columns: Vec<Column>,
    ) -> Block {
        let gaps = columns.len().saturating_sub(1) as f64 * GAP;
        let row_width = columns.iter().map(|column| column.block.width).sum::<f64>() + gaps;
        let area = head.area;
        let trunk = (row_width / 2.0).max(area.width / 2.0);
        let mut all = Block::single(head);
        for place in &mut all.boxes {
            place.area = place.area.moved(trunk - area.width / 2.0, 0.0);
        }
        all.width = trunk + area.width / 2.0;
        let side_bottom = self.beside(&mut all, level, staff);
        let top = area.height.max(side_bottom) + LEVEL_GAP;
        let bus = top - LEVEL_GAP / 2.0;
        let mut x = trunk - row_width / 2.0;
        for column in columns {
            for (id, head) in &column.heads {
                let drop = if column.has_spine { x + INDENT / 2.0 } else { x + head.middle() };
                let mut points = vec![(trunk, area.height), (trunk, bus), (drop, bus)];
                if column.has_spine {
                    let entry = top + head.y + head.height.min(2.0 * ENTRY) / 2.0;
                    points.extend([(drop, entry), (x + head.x, entry)]);
                } else {
                    points.push((drop, top + head.y));
                }
                all.line(id, false, points);
            }
            let width = column.block.width;
            all.take(column.block, x, top);
            x += width + GAP;
        }
        all
    }

    /// Puts staff offices at the right of the block's head; returns how far down they reach.
    fn beside(&self, all: &mut Block, level: u32, staff: &[&'a UnitFacts]) -> f64 {
        let head = all.head();
        let (start, mut y, mut reach) = (head.right(), 0.0, 0.0);
        for child in staff {
            let block = self.stacked(child, level + 1, STAFF_WIDTH);
            let (height, middle) = (block.height, y + block.head().height / 2.0);
            // The line leaves the head at the height of the office, or at the head's foot when that lies deeper.
            let (exit, bend) = (middle.min(head.height - 4.0), start + INDENT);
            let x = start + INDENT * 2.0;
            all.line(&child.id, true, vec![(start, exit), (bend, exit), (bend, middle), (x, middle)]);
            all.take(block, x, y);
            reach = y + height;
            y = reach + STACK_GAP;
        }
        reach
    }

    /// Children below each other, indented, held by a spine at the left; staff offices first.
    fn stacked(&self, unit: &'a UnitFacts, level: u32, width: f64) -> Block {
        let (staff, line) = self.children(unit);
        let below_width = (width - INDENT).max(LEAST_BOX_WIDTH);
        let below =
            staff.into_iter().chain(line).map(|child| (child, self.stacked(child, level + 1, below_width)));
        Self::stack(self.head(unit, level, width), below)
    }

    /// Blocks below a head, held by its spine.
    fn stack(head: ChartBox, below: impl Iterator<Item = (&'a UnitFacts, Block)>) -> Block {
        let foot = head.area.height;
        let mut all = Block::single(head);
        let spine = INDENT / 2.0;
        let mut y = foot + STACK_GAP;
        for (child, block) in below {
            let entry = y + block.head().height.min(2.0 * ENTRY) / 2.0;
            // A head in the middle of a row of its own stands further right than its block begins.
            let points = vec![(spine, foot), (spine, entry), (INDENT + block.head().x, entry)];
            all.line(&child.id, child.kind == UnitKind::StaffUnit, points);
            let height = block.height;
            all.take(block, INDENT, y);
            y += height + STACK_GAP;
        }
        all
    }

    /// The unit's own box with its card.
    fn head(&self, unit: &UnitFacts, level: u32, width: f64) -> ChartBox {
        let below = self.below.get(&unit.id).copied().unwrap_or(0);
        let card = card(unit, below, self.view, width);
        let area = Area { x: 0.0, y: 0.0, width, height: card.height };
        ChartBox { unit: unit.id.clone(), level, staff: unit.kind == UnitKind::StaffUnit, area, card }
    }
}
