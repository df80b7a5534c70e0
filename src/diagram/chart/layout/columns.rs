//! The chart in at most so many columns of cards, for paper: below every unit as many columns as make what lies below it lowest.
//!
//! Sizes are computed first and cards are placed for the one arrangement that is chosen: trying them all costs O(n · c²) steps for n
//! units and c columns, some milliseconds for 500 units.

use super::{
    BOX_WIDTH, Block, ChartLayout, Column, Drawing, GAP, HEAD_WIDTH, INDENT, LEAST_BOX_WIDTH, LEVEL_GAP,
    MARGIN, STACK_GAP, STAFF_WIDTH,
};
use crate::diagram::chart::facts::{Facts, UnitFacts};
use crate::diagram::chart::view::View;
use crate::plan::UnitId;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Most columns that are tried: more cards side by side than any sheet shows readably.
const MOST_COLUMNS: usize = 48;
/// Halvings of the height that the columns of a row may have: to a few units of a chart that is as high as a tower.
const HALVINGS: usize = 16;

/// How a unit lies with everything below it, and how large that is.
struct Planned<'a> {
    unit: &'a UnitFacts,
    /// Width of its own card.
    card: f64,
    width: f64,
    height: f64,
    way: Way<'a>,
}

type Known<'a> = Rc<Planned<'a>>;

/// How the units below a unit lie.
enum Way<'a> {
    /// Below each other, staff offices first.
    Stacked(Vec<Known<'a>>),
    /// In columns below the row of staff offices.
    Row(Vec<Vec<Known<'a>>>),
}

/// Arranges the units of a chart.
pub(super) struct Planner<'d, 'a> {
    drawing: &'d Drawing<'a>,
    known: BTreeMap<(&'a UnitId, usize, u64), Known<'a>>,
    heights: BTreeMap<(&'a UnitId, u64), f64>,
    staff: BTreeMap<&'a UnitId, (f64, f64)>,
}

impl ChartLayout {
    /// The arrangement that is worth most: the usual one of [`ChartLayout::of`], or one in 1 to 48 columns. `worth` is asked
    /// with width and height.
    #[must_use]
    pub fn arranged(facts: &Facts, view: &View, worth: impl Fn(f64, f64) -> f64) -> Self {
        let usual = Self::of(facts, view);
        let drawing = Drawing::new(facts, view);
        let mut planner = Planner {
            drawing: &drawing,
            known: BTreeMap::new(),
            heights: BTreeMap::new(),
            staff: BTreeMap::new(),
        };
        let most = MOST_COLUMNS.min(facts.units.len());
        let mut best = (worth(usual.width, usual.height), None);
        for columns in 1..=most {
            let roots = planner.roots(columns);
            let (width, height) = extent(&roots);
            let value = worth(width + 2.0 * MARGIN, height + 2.0 * MARGIN);
            if value > best.0 {
                best = (value, Some(roots));
            }
        }
        best.1.map_or(usual, |roots| planner.layout(&roots))
    }
}

/// Columns of charts that stand beside each other: their width and height.
fn extent(columns: &[Vec<Known<'_>>]) -> (f64, f64) {
    let gap = GAP * 2.0;
    let gaps = columns.len().saturating_sub(1) as f64 * gap;
    let width = columns.iter().map(|column| widest(column)).sum::<f64>() + gaps;
    (width, columns.iter().map(|column| stack(column, gap)).fold(0.0, f64::max))
}

fn widest(column: &[Known<'_>]) -> f64 {
    column.iter().map(|unit| unit.width).fold(0.0, f64::max)
}

/// Height of units below each other.
fn stack(column: &[Known<'_>], gap: f64) -> f64 {
    column.iter().map(|unit| unit.height).sum::<f64>() + column.len().saturating_sub(1) as f64 * gap
}

impl<'a> Planner<'_, 'a> {
    /// The units on top, in columns.
    fn roots(&mut self, columns: usize) -> Vec<Vec<Known<'a>>> {
        let roots = self.drawing.units(&self.drawing.facts.roots);
        self.in_columns(&roots, columns, HEAD_WIDTH, GAP * 2.0)
    }

    /// Units in the order of the plan, in the columns that make the highest of them lowest; a column may itself be several wide.
    fn in_columns(
        &mut self,
        units: &[&'a UnitFacts],
        columns: usize,
        card: f64,
        gap: f64,
    ) -> Vec<Vec<Known<'a>>> {
        let heights: Vec<Vec<f64>> = (1..=columns)
            .map(|wide| units.iter().map(|unit| self.plan(unit, wide, card).height + gap).collect())
            .collect();
        let mut rest = units.iter();
        split(&heights)
            .into_iter()
            .map(|(count, wide)| rest.by_ref().take(count).map(|unit| self.plan(unit, wide, card)).collect())
            .collect()
    }

    /// A unit in at most so many columns, the lower of what lies stacked and what lies in a row.
    fn plan(&mut self, unit: &'a UnitFacts, columns: usize, card: f64) -> Known<'a> {
        let below = self.drawing.below.get(&unit.id).copied().unwrap_or(0);
        let columns = columns.min(below.max(1));
        let key = (&unit.id, columns, card.to_bits());
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let (staff, line) = self.drawing.children(unit);
        // What stands on top has its units in a row, whatever it is called.
        let on_top = unit.parent.is_none();
        let row = (on_top || (columns > 1 && !line.is_empty()))
            .then(|| self.row(unit, card, (&staff, &line), columns));
        let planned = match row {
            Some(row) if on_top => row,
            row => {
                let stacked = self.stacked(unit, card, staff.into_iter().chain(line), columns);
                row.filter(|row| row.height < stacked.height - 0.5).unwrap_or(stacked)
            }
        };
        let planned = Rc::new(planned);
        self.known.insert(key, Rc::clone(&planned));
        planned
    }

    fn stacked(
        &mut self,
        unit: &'a UnitFacts,
        card: f64,
        children: impl Iterator<Item = &'a UnitFacts>,
        columns: usize,
    ) -> Planned<'a> {
        let narrower = (card - INDENT).max(LEAST_BOX_WIDTH);
        let below: Vec<Known<'a>> = children.map(|child| self.plan(child, columns, narrower)).collect();
        let width = below.iter().map(|child| INDENT + child.width).fold(card, f64::max);
        let height =
            below.iter().map(|child| STACK_GAP + child.height).sum::<f64>() + self.height(unit, card);
        Planned { unit, card, width, height, way: Way::Stacked(below) }
    }

    fn row(
        &mut self,
        unit: &'a UnitFacts,
        card: f64,
        (staff, line): (&[&'a UnitFacts], &[&'a UnitFacts]),
        columns: usize,
    ) -> Planned<'a> {
        let columns = self.in_columns(line, columns, BOX_WIDTH, STACK_GAP);
        let indent = if has_spine(&columns) { INDENT } else { 0.0 };
        let gaps = columns.len().saturating_sub(1) as f64 * GAP;
        let row = columns.iter().map(|column| widest(column) + indent).sum::<f64>() + gaps;
        let trunk = (row / 2.0).max(card / 2.0);
        let beside: Vec<(f64, f64)> = staff.iter().map(|unit| self.beside(unit)).collect();
        let staff_width = beside.iter().map(|(width, _)| 2.0 * INDENT + width).fold(0.0, f64::max);
        let staff_height = beside.iter().map(|(_, height)| height + STACK_GAP).sum::<f64>() - STACK_GAP;
        let top = self.height(unit, card).max(staff_height);
        let highest = columns.iter().map(|column| stack(column, STACK_GAP)).fold(0.0, f64::max);
        Planned {
            unit,
            card,
            width: (trunk + card / 2.0 + staff_width).max(trunk + row / 2.0),
            height: if columns.is_empty() { top } else { top + LEVEL_GAP + highest },
            way: Way::Row(columns),
        }
    }

    /// Size of a staff office at the side of a head.
    fn beside(&mut self, unit: &'a UnitFacts) -> (f64, f64) {
        let drawing = self.drawing;
        *self.staff.entry(&unit.id).or_insert_with(|| {
            let block = drawing.stacked(unit, 0, STAFF_WIDTH);
            (block.width, block.height)
        })
    }

    /// Height of a unit's own card.
    fn height(&mut self, unit: &'a UnitFacts, card: f64) -> f64 {
        let drawing = self.drawing;
        *self
            .heights
            .entry((&unit.id, card.to_bits()))
            .or_insert_with(|| drawing.head(unit, 0, card).area.height)
    }

    fn layout(&self, roots: &[Vec<Known<'a>>]) -> ChartLayout {
        let mut all = Block::default();
        let mut x = MARGIN;
        for column in roots {
            let mut y = MARGIN;
            for root in column {
                all.take(self.drawn(root, 0), x, y);
                y += root.height + GAP * 2.0;
            }
            x += widest(column) + GAP * 2.0;
        }
        ChartLayout::framed(all)
    }

    fn drawn(&self, planned: &Planned<'a>, level: u32) -> Block {
        let head = self.drawing.head(planned.unit, level, planned.card);
        match &planned.way {
            Way::Stacked(below) => {
                let blocks = below.iter().map(|child| (child.unit, self.drawn(child, level + 1)));
                Drawing::stack(head, blocks)
            }
            Way::Row(columns) => {
                let (staff, _) = self.drawing.children(planned.unit);
                let has_spine = has_spine(columns);
                let columns =
                    columns.iter().map(|column| self.column(column, level + 1, has_spine)).collect();
                self.drawing.side_by_side(head, level, &staff, columns)
            }
        }
    }

    fn column(&self, units: &[Known<'a>], level: u32, has_spine: bool) -> Column {
        let indent = if has_spine { INDENT } else { 0.0 };
        let mut column = Column { block: Block::default(), heads: Vec::new(), has_spine };
        let mut y = 0.0;
        for unit in units {
            let block = self.drawn(unit, level);
            column.heads.push((unit.unit.id.clone(), block.head().moved(indent, y)));
            column.block.take(block, indent, y);
            y += unit.height + STACK_GAP;
        }
        column
    }
}

/// Where every column holds one unit, each hangs by its middle; otherwise all hang on spines.
fn has_spine(columns: &[Vec<Known<'_>>]) -> bool {
    columns.iter().any(|column| column.len() > 1)
}

/// Splits units into columns, so that the highest column is as low as can be: how many units each holds, and how wide it is.
/// `heights[w]` are the heights of the units in `w + 1` columns.
fn split(heights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let sums: Vec<Vec<f64>> = heights
        .iter()
        .map(|row| {
            let mut sum = 0.0;
            let rest = row.iter().map(|height| {
                sum += height;
                sum
            });
            std::iter::once(0.0).chain(rest).collect()
        })
        .collect();
    let whole = sums.first().and_then(|sums| sums.last()).copied().unwrap_or(0.0);
    let (mut low, mut high) = (0.0, whole);
    let mut best = within(&sums, high).unwrap_or_default();
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        match within(&sums, middle) {
            Some(columns) => (best, high) = (columns, middle),
            None => low = middle,
        }
    }
    best
}

/// The narrowest columns of at most this height; none where more are needed than there are. O(units · columns).
fn within(sums: &[Vec<f64>], height: f64) -> Option<Vec<(usize, usize)>> {
    let count = sums.first()?.len() - 1;
    // For the first units: how wide they are at least, where their last column begins, and how wide that is.
    let mut least: Vec<Option<(usize, usize, usize)>> = vec![Some((0, 0, 0))];
    let mut begins = vec![0; sums.len()];
    for end in 1..=count {
        let mut best: Option<(usize, usize, usize)> = None;
        for (place, sums) in sums.iter().enumerate() {
            // Rounding must not part what fits exactly.
            while sums[end] - sums[begins[place]] > height + 1e-6 {
                begins[place] += 1;
            }
            let (begin, wide) = (begins[place], place + 1);
            if let Some((passed, ..)) = least.get(begin).copied().flatten()
                && best.is_none_or(|(least, ..)| passed + wide < least)
            {
                best = Some((passed + wide, begin, wide));
            }
        }
        least.push(best);
    }
    least[count].filter(|(wide, ..)| *wide <= sums.len())?;
    let (mut columns, mut end) = (Vec::new(), count);
    while let Some((_, begin, wide)) = least[end].filter(|_| end > 0) {
        columns.push((end - begin, wide));
        end = begin;
    }
    columns.reverse();
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_low_as_can_be_and_no_wider_than_that_needs() {
        let equal = vec![vec![10.0; 6]; 3];
        assert_eq!(split(&equal), [(2, 1), (2, 1), (2, 1)]);
        assert_eq!(split(&equal[..1]), [(6, 1)]);
        // The first is low in two columns only.
        let uneven = vec![vec![40.0, 10.0, 10.0], vec![20.0, 10.0, 10.0], vec![20.0, 10.0, 10.0]];
        assert_eq!(split(&uneven), [(1, 2), (2, 1)]);
        assert!(split(&[Vec::new()]).is_empty() && split(&[]).is_empty());
    }
}
