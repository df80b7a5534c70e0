//! From the text of a draft to a document: paragraphs, lists, headings, and what stands in braces.

use super::{Basis, Draft, Entry, NamedTable, forecast};
use crate::document::{Block, Bound, Column, Document, Level, Orientation, Row, RowKind, Span, Table, Text};
use crate::format::{self, Language};
use crate::plan::Digest;
use chrono::NaiveDate;

/// A draft as a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The document.
    pub document: Document,
    /// What stands in braces and is not known, each once.
    pub unknown: Vec<String>,
    /// The keys that are used, each once, in the order of the text.
    pub used: Vec<String>,
}

/// Puts the figures into the text. What is not known stays as it was typed, and is told.
#[must_use]
pub fn render(draft: &Draft, basis: &Basis, as_of: NaiveDate) -> Rendered {
    let mut writer =
        Writer { basis, blocks: Vec::new(), unknown: Vec::new(), used: Vec::new(), assumed: false };
    let day = format::date(as_of, Language::German);
    let reference = draft.reference.trim();
    let head = if reference.is_empty() {
        format!("{} · Stand {day}", draft.template.german())
    } else {
        format!("{} · {reference} · Stand {day}", draft.template.german())
    };
    writer.blocks.push(Block::Paragraph(Text::strong(head)));
    for section in &draft.sections {
        if !section.heading.trim().is_empty() {
            writer.blocks.push(Block::Heading(Level::Section, section.heading.trim().to_owned()));
        }
        writer.section(&section.text);
    }
    let foretells = writer.used.iter().any(|key| forecast::is_forecast(key));
    if writer.assumed || foretells {
        // Of the whole text, and not of what its last section tells.
        writer.blocks.push(Block::Heading(Level::Section, "Erläuterung".to_owned()));
    }
    if writer.assumed {
        writer.blocks.push(Block::Paragraph(Text::from(ASSUMED)));
    }
    if foretells {
        writer.blocks.push(Block::Paragraph(Text::from(FORECAST)));
    }
    let title = draft.title.trim();
    Rendered {
        document: Document {
            title: if title.is_empty() { draft.template.german().to_owned() } else { title.to_owned() },
            description: format!("{} {reference}, Stand {day}", draft.template.german()),
            language: Language::German,
            as_of,
            orientation: Orientation::Portrait,
            blocks: writer.blocks,
        },
        unknown: writer.unknown,
        used: writer.used,
    }
}

const ASSUMED: &str = "Mit „(Annahme)“ bezeichnete Zahlen und Tabellen beruhen auf Annahmen des Planungswerkzeugs und \
                       nicht auf einer amtlichen Angabe.";

const FORECAST: &str = "Prognosen sind Ergebnisse einer Simulation. Sie beruhen auf Annahmen, sind keine gezählten Werte und stammen aus \
                        keiner amtlichen Quelle; der tatsächliche Verlauf kann auch außerhalb der angegebenen Bereiche liegen.";

impl Rendered {
    /// The document with the print of the snapshot that its figures rest on, as its last words.
    #[must_use]
    pub fn resting_on(mut self, snapshot: &Digest) -> Self {
        let words = format!(
            "Die Zahlen beruhen auf dem festgehaltenen Stand von Plan und Szenario mit der Prüfsumme (SHA-256) {snapshot}."
        );
        self.document.blocks.push(Block::Paragraph(Text::from(words)));
        self
    }
}

struct Writer<'a> {
    basis: &'a Basis,
    blocks: Vec<Block>,
    unknown: Vec<String>,
    used: Vec<String>,
    assumed: bool,
}

impl Writer<'_> {
    fn section(&mut self, text: &str) {
        let mut paragraph: Vec<&str> = Vec::new();
        let mut items: Vec<Text> = Vec::new();
        for line in text.lines().map(str::trim).chain([""]) {
            let item = line.strip_prefix("- ");
            let heading = line.strip_prefix("## ");
            let table = place(line).and_then(|key| self.basis.table(key));
            if item.is_none() && !items.is_empty() {
                let items = std::mem::take(&mut items);
                self.blocks.push(Block::List { numbered: false, items });
            }
            if !paragraph.is_empty()
                && (line.is_empty() || item.is_some() || heading.is_some() || table.is_some())
            {
                let text = self.text(&paragraph.join(" "));
                paragraph.clear();
                self.blocks.push(Block::Paragraph(text));
            }
            match (item, heading, table) {
                (Some(item), _, _) => {
                    let item = self.text(item);
                    items.push(item);
                }
                (_, Some(heading), _) => {
                    self.blocks.push(Block::Heading(Level::Part, heading.trim().to_owned()))
                }
                (_, _, Some(table)) => self.table(table),
                _ if line.is_empty() => {}
                _ => paragraph.push(line),
            }
        }
    }

    /// A text with its places filled.
    fn text(&mut self, text: &str) -> Text {
        let mut spans = Text::empty();
        let mut words = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let Some((key, later)) = after.split_once('}') else {
                words.push('{');
                rest = after;
                continue;
            };
            match self.basis.figure(key.trim()) {
                Some(entry) => {
                    if !words.is_empty() {
                        spans.0.push(Span::Plain(std::mem::take(&mut words)));
                    }
                    spans.0.push(Span::Figure(self.bound(entry)));
                }
                None => {
                    note(&mut self.unknown, key.trim());
                    words.push_str(&format!("{{{key}}}"));
                }
            }
            rest = later;
        }
        words.push_str(rest);
        if !words.is_empty() {
            spans.0.push(Span::Plain(words));
        }
        spans
    }

    fn bound(&mut self, entry: &Entry) -> Bound {
        note(&mut self.used, &entry.key);
        self.assumed |= entry.assumed;
        Bound { value: entry.value.clone(), source: entry.source.clone(), assumed: entry.assumed }
    }

    fn table(&mut self, table: &NamedTable) {
        note(&mut self.used, &table.key);
        self.assumed |= table.assumed;
        self.blocks.push(Block::Table(table.as_table()));
    }
}

impl NamedTable {
    fn as_table(&self) -> Table {
        let column = |(index, heading): (usize, &String)| {
            if index < self.words { Column::words(heading) } else { Column::figures(heading) }
        };
        // A range is one figure: its end does not stand in the next line.
        let cell = |(index, cell): (usize, &String)| {
            if index < self.words {
                Text::from(cell.as_str())
            } else {
                Text::from(cell.replace(" bis ", "\u{a0}bis\u{a0}"))
            }
        };
        Table {
            caption: if self.assumed { format!("{} (Annahme)", self.caption) } else { self.caption.clone() },
            columns: self.columns.iter().enumerate().map(column).collect(),
            rows: self
                .rows
                .iter()
                .map(|line| Row {
                    cells: line.cells.iter().enumerate().map(cell).collect(),
                    kind: if line.sum { RowKind::Sum } else { RowKind::Plain },
                })
                .collect(),
        }
    }
}

/// The key, where a line is nothing but a place.
fn place(line: &str) -> Option<&str> {
    Some(line.strip_prefix('{')?.strip_suffix('}')?.trim())
}

fn note(list: &mut Vec<String>, key: &str) {
    if !list.iter().any(|known| known == key) {
        list.push(key.to_owned());
    }
}
