//! A document on pages: headings stay with what follows, no line of a paragraph stands alone, notes come at the end.

use super::lines::{Line, Placed, Run, Style, lines};
use super::page::Sheet;
use super::{Child, Faces, Ink, Kind, Page, Piece, Role, Structure, Weight};
use crate::document::{Block, Document, Figure, Notes, Span, Text};
use crate::export::ExportError;
use crate::format::Language;

/// A document, set.
pub(in crate::export) struct Set {
    pub(in crate::export) width: f32,
    pub(in crate::export) height: f32,
    pub(in crate::export) pages: Vec<Page>,
    pub(in crate::export) structure: Structure,
    pub(in crate::export) headings: Vec<Heading>,
    pub(in crate::export) faces: Faces,
}

/// Where a heading stands.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) struct Heading {
    pub(in crate::export) level: u16,
    pub(in crate::export) text: String,
    pub(in crate::export) page: usize,
    pub(in crate::export) y: f32,
}

/// Sets a document.
pub(in crate::export) fn set(document: &Document) -> Result<Set, ExportError> {
    let mut composer = Composer::new(document)?;
    composer.heading(1, &document.title);
    for (number, block) in document.blocks.iter().enumerate() {
        composer.block(number, block);
    }
    composer.notes();
    composer.feet();
    let Composer { sheet, pages, structure, headings, faces, .. } = composer;
    Ok(Set { width: sheet.width, height: sheet.height, pages, structure, headings, faces })
}

/// Size of running text, and the height of its lines in parts of a size.
const BODY: f32 = 10.5;
pub(super) const LINE: f32 = 1.38;
const INK: u8 = 23;
const FAINT: u8 = 90;
const GAP: f32 = 7.0;
const INDENT: f32 = 16.0;

/// How lines of a paragraph are put down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

pub(super) struct Composer<'a> {
    pub(super) faces: Faces,
    pub(super) sheet: Sheet,
    pub(super) structure: Structure,
    pub(super) y: f32,
    document: &'a Document,
    numbers: Notes,
    pages: Vec<Page>,
    headings: Vec<Heading>,
}

impl<'a> Composer<'a> {
    fn new(document: &'a Document) -> Result<Self, ExportError> {
        let sheet = Sheet::of(document.orientation);
        Ok(Self {
            faces: Faces::load()?,
            sheet,
            structure: Structure::default(),
            y: sheet.top(),
            document,
            numbers: document.notes(),
            pages: vec![Page::default()],
            headings: Vec::new(),
        })
    }

    fn block(&mut self, number: usize, block: &Block) {
        match block {
            Block::Heading(level, text) => self.heading(level.number(), text),
            Block::Paragraph(text) => {
                let node = self.structure.add(Structure::ROOT, Kind::Paragraph);
                let runs = self.runs(text, BODY, Weight::Regular);
                self.paragraph(node, &runs, self.column(BODY), None);
                self.y += GAP;
            }
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(number, figure),
            Block::PageBreak => self.break_page(),
        }
    }

    /// The whole width, for text of this size.
    fn column(&self, size: f32) -> Column {
        Column { x: self.sheet.left(), width: self.sheet.text_width(), height: size * LINE }
    }

    pub(super) fn language(&self) -> Language {
        self.document.language
    }

    /// A text as runs: figures with the mark of an assumption and the number of their source.
    pub(super) fn runs(&self, text: &Text, size: f32, weight: Weight) -> Vec<Run> {
        let style = |weight| Style { weight, size, rise: 0.0, refers: false };
        let small = Style { weight, size: size * 0.66, rise: size * 0.34, refers: true };
        let mut runs: Vec<Run> = Vec::new();
        for span in &text.0 {
            let (words, weight) = match span {
                Span::Plain(words) => (words.clone(), weight),
                Span::Strong(words) => (words.clone(), Weight::SemiBold),
                Span::Figure(figure) => (figure.marked(self.language()), weight),
                Span::Note(_) => (String::new(), weight),
            };
            if !words.is_empty() {
                runs.push(Run { style: style(weight), text: self.faces.writable(&words) });
            }
            if let Some(number) = self.numbers.number(span) {
                // In brackets: „11“ with a raised „1“ is read out, copied and found as 111.
                runs.push(Run { style: small, text: format!("\u{a0}[{number}]") });
            }
        }
        runs
    }

    fn heading(&mut self, level: u16, text: &str) {
        let (size, before, after) = match level {
            1 => (18.0, 0.0, 10.0),
            2 => (13.5, 12.0, 5.0),
            3 => (11.5, 8.0, 4.0),
            _ => (BODY, 6.0, 3.0),
        };
        let text = self.faces.writable(text);
        let style = Style { weight: Weight::SemiBold, size, rise: 0.0, refers: false };
        let column = Column { height: size * 1.25, ..self.column(size) };
        let runs = [Run { style, text: text.clone() }];
        let count = lines(&self.faces, &runs, column.width).len();
        if !self.is_fresh() {
            self.y += before;
        }
        self.room_for(count as f32 * column.height + after + 3.0 * BODY * LINE);
        self.headings.push(Heading { level, text: text.clone(), page: self.pages.len() - 1, y: self.y });
        let node = self.structure.add(Structure::ROOT, Kind::Heading(level, text));
        self.paragraph(node, &runs, column, None);
        self.y += after;
    }

    fn list(&mut self, numbered: bool, items: &[Text]) {
        let list = self.structure.add(Structure::ROOT, Kind::List(numbered));
        for (index, item) in items.iter().enumerate() {
            let label = if numbered { format!("{}.", index + 1) } else { "•".to_owned() };
            let runs = self.runs(item, BODY, Weight::Regular);
            let node = self.structure.add(list, Kind::Item);
            self.item(node, Kind::ItemBody, &label, &runs, BODY);
            self.y += 2.0;
        }
        self.y += GAP - 2.0;
    }

    /// A label with its text to the right.
    fn item(&mut self, parent: usize, body: Kind, label: &str, runs: &[Run], size: f32) {
        let node = self.structure.add(parent, Kind::Label);
        let body = self.structure.add(parent, body);
        let whole = self.column(size);
        let style = Style { weight: Weight::Regular, size, rise: 0.0, refers: false };
        let label = Placed { style, text: format!("{label} "), x: -INDENT };
        let column = Column { x: whole.x + INDENT, width: whole.width - INDENT, ..whole };
        self.paragraph(body, runs, column, Some((node, label)));
    }

    fn notes(&mut self) {
        let notes = self.numbers.all().to_vec();
        if notes.is_empty() {
            return;
        }
        self.heading(2, self.document.notes_heading());
        let size = BODY - 1.5;
        for (index, note) in notes.iter().enumerate() {
            let node = self.structure.add(Structure::ROOT, Kind::Note);
            let runs = self.runs(&Text::from(note.as_str()), size, Weight::Regular);
            self.item(node, Kind::Paragraph, &(index + 1).to_string(), &runs, size);
            self.y += 2.0;
        }
    }

    fn figure(&mut self, number: usize, figure: &Figure) {
        let (wide, high) = (figure.scene.width.max(1.0) as f32, figure.scene.height.max(1.0) as f32);
        let full = self.sheet.bottom() - self.sheet.top();
        let scale = (self.sheet.text_width() / wide).min(full * 0.75 / high).min(1.0);
        let (width, height) = (wide * scale, high * scale);
        self.room_for(height + 2.0 * BODY * LINE);
        let (x, y) = (self.sheet.left(), self.y);
        let words =
            if figure.scene.description.is_empty() { &figure.caption } else { &figure.scene.description };
        let words = self.faces.writable(words);
        let kind = Kind::Picture { words, page: self.pages.len() - 1, area: [x, y, x + width, y + height] };
        let node = self.structure.add(Structure::ROOT, kind);
        self.put(node, vec![Ink::Picture { block: number, x, y, width, height }]);
        self.y += height + 4.0;
        let node = self.structure.add(Structure::ROOT, Kind::Caption);
        let runs = self.runs(&Text::from(figure.caption.as_str()), BODY - 1.5, Weight::Regular);
        self.paragraph(node, &runs, self.column(BODY - 1.5), None);
        self.y += GAP;
    }

    /// Puts the lines of a paragraph down. Two lines at least stay together at the end and at the beginning of a page.
    pub(super) fn paragraph(
        &mut self,
        node: usize,
        runs: &[Run],
        column: Column,
        mut label: Option<(usize, Placed)>,
    ) {
        let lines = lines(&self.faces, runs, column.width);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let room = ((self.sheet.bottom() - self.y) / column.height + 0.01).max(0.0) as usize;
            let mut count = room.min(rest.len());
            if count + 1 == rest.len() && count > 2 {
                count -= 1;
            }
            let too_few = count < rest.len() && count < 2;
            if too_few && !self.is_fresh() {
                self.break_page();
                continue;
            }
            let (now, later) = rest.split_at(count.max(1));
            for line in now {
                if let Some((label_node, label)) = label.take() {
                    self.put_parts(label_node, std::slice::from_ref(&label), column);
                }
                self.put_line(node, line, column);
                self.y += column.height;
            }
            rest = later;
        }
    }

    /// Puts a line down at the present height; references to notes get nodes of their own.
    pub(super) fn put_line(&mut self, node: usize, line: &Line, column: Column) {
        for parts in line.parts.chunk_by(|one, other| one.style.refers == other.style.refers) {
            let refers = parts.first().is_some_and(|part| part.style.refers);
            let node = if refers { self.structure.add(node, Kind::Reference) } else { node };
            self.put_parts(node, parts, column);
        }
    }

    fn put_parts(&mut self, node: usize, parts: &[Placed], column: Column) {
        let ink = self.inked(parts, column);
        self.put(node, ink);
    }

    pub(super) fn inked(&self, parts: &[Placed], column: Column) -> Vec<Ink> {
        let ink = |part: &Placed| Ink::Text {
            x: column.x + part.x,
            baseline: self.y + column.height / 2.0 + part.style.size * 0.35 - part.style.rise,
            size: part.style.size,
            weight: part.style.weight,
            grey: INK,
            text: part.text.clone(),
        };
        parts.iter().map(ink).collect()
    }

    /// Marks that mean something.
    pub(super) fn put(&mut self, node: usize, ink: Vec<Ink>) {
        let page = self.pages.len() - 1;
        let place = self.pages[page].pieces.len();
        self.pages[page].pieces.push(Piece { ink, role: Role::Means });
        self.structure.hang(node, Child::Piece(page, place));
    }

    /// Marks that only decorate.
    pub(super) fn decorate(&mut self, ink: Vec<Ink>) {
        let page = self.pages.len() - 1;
        self.pages[page].pieces.push(Piece { ink, role: Role::Decorates });
    }

    /// Whether nothing stands on the page yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.y <= self.sheet.top() + 0.01
    }

    pub(super) fn break_page(&mut self) {
        if !self.is_fresh() {
            self.pages.push(Page::default());
            self.y = self.sheet.top();
        }
    }

    /// Goes on to the next page where there is no room for this height.
    pub(super) fn room_for(&mut self, height: f32) {
        if self.y + height > self.sheet.bottom() {
            self.break_page();
        }
    }

    /// The foot of every page: title and day, number of the page.
    fn feet(&mut self) {
        let count = self.pages.len();
        let (left, right) = (self.sheet.left(), self.sheet.left() + self.sheet.text_width());
        let (size, weight) = (8.0, Weight::Regular);
        for index in 0..count {
            let (title, number) = self.document.foot(index + 1, count);
            let number_x = right - self.faces.width(&number, weight, size);
            let title = shortened(&self.faces, &self.faces.writable(&title), number_x - left - 12.0, size);
            let text =
                |x, text| Ink::Text { x, baseline: self.sheet.foot(), size, weight, grey: FAINT, text };
            let rule = Ink::Rule {
                x: left,
                y: self.sheet.foot() - 13.0,
                width: right - left,
                thickness: 0.5,
                grey: 170,
            };
            let ink = vec![rule, text(left, title), text(number_x, number)];
            self.pages[index].pieces.push(Piece { ink, role: Role::Foot });
        }
    }
}

/// The text, cut with an ellipsis where it is wider; its end with the day stays.
fn shortened(faces: &Faces, text: &str, width: f32, size: f32) -> String {
    let fits = |text: &str| faces.width(text, Weight::Regular, size) <= width;
    let Some((title, end)) = text.rsplit_once(" · ").filter(|_| !fits(text)) else { return text.to_owned() };
    let signs: Vec<char> = title.chars().collect();
    let cut = |length: usize| format!("{}… · {end}", signs[..length].iter().collect::<String>());
    (0..signs.len()).rev().map(cut).find(|text| fits(text)).unwrap_or_else(|| end.to_owned())
}
