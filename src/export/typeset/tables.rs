//! Tables on pages: headings are repeated, a row is never cut unless it is higher than a page.

use super::columns::{Wish, squeezed, widths};
use super::lines::{Line, Run, longest_word, whole};
use super::pages::{Column, Composer, LINE};
use super::{Ink, Kind, Structure, Weight, lines};
use crate::document::{Align, Row, RowKind, Table, Text};

/// Sizes that are tried, the first at which every word fits.
const SIZES: [f32; 5] = [9.0, 8.5, 8.0, 7.5, 7.0];
/// So many lines make a cell a strip down the page: smaller letters are tried, which leave its column more room.
const STRIP: f32 = 12.0;
const PAD_X: f32 = 4.0;
const PAD_Y: f32 = 3.0;
const LINE_GREY: u8 = 190;
const HEAD_GREY: u8 = 232;
const GROUP_GREY: u8 = 244;

/// The columns of a table, placed.
struct Grid {
    size: f32,
    left: f32,
    widths: Vec<f32>,
    aligns: Vec<Align>,
}

/// A row with its lines.
struct SetRow {
    kind: RowKind,
    cells: Vec<Vec<Line>>,
    height: f32,
}

impl Grid {
    fn x(&self, column: usize) -> f32 {
        self.left + self.widths[..column].iter().sum::<f32>()
    }

    fn width(&self) -> f32 {
        self.widths.iter().sum()
    }
}

impl Composer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        let grid = self.grid(table);
        let head = self.head(table, &grid);
        let rows: Vec<SetRow> = table.rows.iter().map(|row| self.row(row, &grid)).collect();
        let node = self.structure.add(Structure::ROOT, Kind::Table(self.faces.writable(&table.caption)));
        self.caption(node, &table.caption, &head, rows.first());
        let head_node = self.structure.add(node, Kind::Head);
        self.put_head(&head, &grid, Some(head_node));
        let body = self.structure.add(node, Kind::Body);
        let mut rest = rows.into_iter().peekable();
        while let Some(row) = rest.next() {
            // The name of a group stays with its first row, a sum with the last row above it.
            let stays = |next: &&SetRow| row.kind == RowKind::Group || next.kind == RowKind::Sum;
            let follower = rest.peek().filter(stays).map_or(0.0, |next| next.height);
            if self.y + row.height + follower > self.sheet.bottom() {
                self.break_page();
                self.put_head(&head, &grid, None);
            }
            self.put_row(row, &head, &grid, body);
        }
        self.y += 12.0;
    }

    fn caption(&mut self, table: usize, caption: &str, head: &SetRow, first: Option<&SetRow>) {
        let size = 9.5;
        let column = Column { x: self.sheet.left(), width: self.sheet.text_width(), height: size * LINE };
        let runs = self.runs(&Text::from(caption), size, Weight::SemiBold);
        let count = lines::lines(&self.faces, &runs, column.width).len();
        let first = first.map_or(0.0, |row| row.height);
        self.y += 3.0;
        self.room_for(count as f32 * column.height + 4.0 + head.height + first);
        if !runs.is_empty() {
            let node = self.structure.add(table, Kind::Caption);
            self.paragraph(node, &runs, column, None);
            self.y += 4.0;
        }
    }

    /// Finds the widths, and the size at which every word fits and no long text stands in a narrow strip.
    fn grid(&self, table: &Table) -> Grid {
        let width = self.sheet.text_width();
        let aligns = table.columns.iter().map(|column| column.align).collect();
        let grid = |size, widths| Grid { size, left: self.sheet.left(), widths, aligns };
        let last = SIZES[SIZES.len() - 1];
        let mut fitting = None;
        for size in SIZES {
            let wishes = self.wishes(table, size);
            let Some(found) = widths(&wishes, width) else { continue };
            let has_strip = wishes.iter().zip(&found).any(|(wish, width)| wish.most > STRIP * width);
            if !has_strip {
                return grid(size, found);
            }
            fitting = Some((size, found));
        }
        let (size, found) = fitting.unwrap_or_else(|| (last, squeezed(&self.wishes(table, last), width)));
        grid(size, found)
    }

    fn wishes(&self, table: &Table, size: f32) -> Vec<Wish> {
        let wish = |column: usize| {
            let heading = Text::from(table.columns[column].heading.as_str());
            let head = self.runs(&heading, size, Weight::SemiBold);
            // A heading is broken rather than make its column wide.
            let word = longest_word(&self.faces, &head);
            let mut wish = Wish { least: word, most: word.max(whole(&self.faces, &head) / 2.0) };
            for row in table.rows.iter().filter(|row| row.kind != RowKind::Group) {
                let Some(cell) = row.cells.get(column) else { continue };
                let runs = self.runs(cell, size, weight(row.kind));
                wish.least = wish.least.max(longest_word(&self.faces, &runs));
                wish.most = wish.most.max(whole(&self.faces, &runs));
            }
            Wish {
                least: wish.least + 2.0 * PAD_X + 0.5,
                most: wish.most.max(wish.least) + 2.0 * PAD_X + 0.5,
            }
        };
        (0..table.columns.len()).map(wish).collect()
    }

    fn head(&self, table: &Table, grid: &Grid) -> SetRow {
        let text = |column: &crate::document::Column| Text::from(column.heading.as_str());
        let cells: Vec<Text> = table.columns.iter().map(text).collect();
        self.set_row(&cells, RowKind::Plain, Weight::SemiBold, grid)
    }

    fn row(&self, row: &Row, grid: &Grid) -> SetRow {
        if row.kind == RowKind::Group {
            let name = row.cells.first().cloned().unwrap_or_default();
            let runs = self.runs(&name, grid.size, Weight::SemiBold);
            let cell = self.cell(&runs, grid.width());
            return SetRow { kind: row.kind, height: height(grid.size, [&cell]), cells: vec![cell] };
        }
        self.set_row(&row.cells, row.kind, weight(row.kind), grid)
    }

    fn set_row(&self, texts: &[Text], kind: RowKind, weight: Weight, grid: &Grid) -> SetRow {
        let cell = |(column, width): (usize, &f32)| {
            let runs = texts.get(column).map(|text| self.runs(text, grid.size, weight)).unwrap_or_default();
            self.cell(&runs, *width)
        };
        let cells: Vec<Vec<Line>> = grid.widths.iter().enumerate().map(cell).collect();
        SetRow { kind, height: height(grid.size, &cells), cells }
    }

    fn cell(&self, runs: &[Run], width: f32) -> Vec<Line> {
        lines::lines(&self.faces, runs, width - 2.0 * PAD_X)
    }

    /// The row of headings; without a node where it is repeated.
    fn put_head(&mut self, head: &SetRow, grid: &Grid, node: Option<usize>) {
        let (x, y, width) = (grid.left, self.y, grid.width());
        self.decorate(vec![Ink::Fill { x, y, width, height: head.height, grey: HEAD_GREY }]);
        let row = node.map(|node| self.structure.add(node, Kind::Row));
        for column in 0..head.cells.len() {
            let cell = row.map(|row| self.structure.add(row, Kind::ColumnHead));
            self.put_cell(&head.cells[column], (grid, column), cell);
        }
        self.y += head.height;
        self.decorate(vec![Ink::Rule { x, y: self.y, width, thickness: 0.8, grey: 90 }]);
    }

    fn put_row(&mut self, row: SetRow, head: &SetRow, grid: &Grid, body: usize) {
        let node = self.structure.add(body, Kind::Row);
        let spans = row.kind == RowKind::Group;
        let count = row.cells.len();
        let kind = |column: usize| match column {
            0 if spans => Kind::RowHead(u32::try_from(grid.widths.len()).unwrap_or(1)),
            0 => Kind::RowHead(1),
            _ => Kind::Cell,
        };
        let nodes: Vec<usize> = (0..count).map(|column| self.structure.add(node, kind(column))).collect();
        let mut rest = row;
        loop {
            let room = self.sheet.bottom() - self.y;
            let later = (rest.height > room + 0.01).then(|| cut(&mut rest, room, grid.size));
            self.put_cells(&rest, grid, &nodes);
            let Some(later) = later else { return };
            rest = later;
            self.break_page();
            self.put_head(head, grid, None);
        }
    }

    fn put_cells(&mut self, row: &SetRow, grid: &Grid, nodes: &[usize]) {
        let (x, y, width) = (grid.left, self.y, grid.width());
        match row.kind {
            RowKind::Group => {
                self.decorate(vec![Ink::Fill { x, y, width, height: row.height, grey: GROUP_GREY }])
            }
            RowKind::Sum => self.decorate(vec![Ink::Rule { x, y, width, thickness: 0.8, grey: 90 }]),
            RowKind::Plain => {}
        }
        for (column, node) in nodes.iter().enumerate() {
            self.put_cell(&row.cells[column], (grid, column), Some(*node));
        }
        self.y += row.height;
        self.decorate(vec![Ink::Rule { x, y: self.y, width, thickness: 0.5, grey: LINE_GREY }]);
    }

    /// The lines of a cell, from the present height on. An empty one holds a space, so that it keeps its place in the tree.
    fn put_cell(&mut self, cell: &[Line], (grid, column): (&Grid, usize), node: Option<usize>) {
        let (start, size) = (self.y, grid.size);
        let (left, width) = (grid.x(column), grid.widths[column]);
        let empty = [Line::space(size)];
        let cell = if cell.is_empty() { &empty } else { cell };
        self.y += PAD_Y;
        for line in cell {
            let x = match grid.aligns[column] {
                Align::Start => left + PAD_X,
                Align::End => left + width - PAD_X - line.width,
            };
            let place = Column { x, width, height: size * LINE };
            match node {
                Some(node) => self.put_line(node, line, place),
                None => {
                    let ink = self.inked(&line.parts, place);
                    self.decorate(ink);
                }
            }
            self.y += place.height;
        }
        self.y = start;
    }
}

const fn weight(kind: RowKind) -> Weight {
    match kind {
        RowKind::Plain => Weight::Regular,
        RowKind::Group | RowKind::Sum => Weight::SemiBold,
    }
}

fn height<'a>(size: f32, cells: impl IntoIterator<Item = &'a Vec<Line>>) -> f32 {
    let most = cells.into_iter().map(Vec::len).max().unwrap_or(1).max(1);
    most as f32 * size * LINE + 2.0 * PAD_Y
}

/// Leaves of a row what fits, at least a line, and gives the rest.
fn cut(row: &mut SetRow, room: f32, size: f32) -> SetRow {
    let count = (((room - 2.0 * PAD_Y) / (size * LINE)).max(1.0)) as usize;
    let later = |cell: &mut Vec<Line>| cell.split_off(count.min(cell.len()));
    let cells: Vec<Vec<Line>> = row.cells.iter_mut().map(later).collect();
    row.height = height(size, &row.cells);
    SetRow { kind: row.kind, height: height(size, &cells), cells }
}
