//! The text: paragraphs, lists, tables, pictures, notes.

use super::parts::{MAIN, RELATIONS, picture_relation};
use crate::diagram::escaped;
use crate::document::{Align, Block, Document, Figure, Notes, Orientation, RowKind, Span, Table, Text};
use crate::export::office::{self, HEAD, LONG, SHORT, breakable};
use crate::format::Language;
use std::fmt::Write;

/// English metric units in a point.
const EMU: f64 = 12_700.0;

/// How many lists are numbered.
pub(super) fn numbered_lists(document: &Document) -> usize {
    document.blocks.iter().filter(|block| matches!(block, Block::List { numbered: true, .. })).count()
}

/// The main part.
pub(super) fn document(document: &Document) -> String {
    let mut body = Body {
        xml: format!(
            "{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONS}\" \
             xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
             xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>"
        ),
        notes: document.notes(),
        language: document.language,
        width: office::text_width(document.orientation),
    };
    body.paragraph("<w:pStyle w:val=\"Heading1\"/>", &Text::from(document.title.as_str()), false);
    let mut list = 1;
    for (number, block) in document.blocks.iter().enumerate() {
        body.block(number, block, &mut list);
    }
    body.notes(document.notes_heading());
    body.end(document.orientation);
    body.xml
}

struct Body {
    xml: String,
    notes: Notes,
    language: Language,
    /// Of the text, in twentieths of a point.
    width: u32,
}

impl Body {
    fn block(&mut self, number: usize, block: &Block, list: &mut usize) {
        match block {
            Block::Heading(level, text) => {
                let style = format!("<w:pStyle w:val=\"Heading{}\"/>", level.number());
                self.paragraph(&style, &Text::from(text.as_str()), false);
            }
            Block::Paragraph(text) => self.paragraph("", text, false),
            Block::List { numbered, items } => {
                *list += usize::from(*numbered);
                let id = if *numbered { *list } else { 1 };
                let style = format!(
                    "<w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{id}\"/></w:numPr>"
                );
                items.iter().for_each(|item| self.paragraph(&style, item, false));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(number, figure),
            Block::PageBreak => self.xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"),
        }
    }

    /// A paragraph; `strong` makes all of it bold.
    fn paragraph(&mut self, properties: &str, text: &Text, strong: bool) {
        self.xml.push_str("<w:p>");
        if !properties.is_empty() {
            let _ = write!(self.xml, "<w:pPr>{properties}</w:pPr>");
        }
        for span in &text.0 {
            let (words, bold) = match span {
                Span::Plain(words) => (words.clone(), strong),
                Span::Strong(words) => (words.clone(), true),
                Span::Figure(figure) => (figure.marked(self.language), strong),
                Span::Note(_) => (String::new(), strong),
            };
            if !words.is_empty() {
                self.run(&words, if bold { "<w:b/><w:bCs/>" } else { "" });
            }
            if let Some(number) = self.notes.number(span) {
                self.run(&format!("\u{a0}[{number}]"), "<w:vertAlign w:val=\"superscript\"/>");
            }
        }
        self.xml.push_str("</w:p>");
    }

    fn run(&mut self, words: &str, properties: &str) {
        self.xml.push_str("<w:r>");
        if !properties.is_empty() {
            let _ = write!(self.xml, "<w:rPr>{properties}</w:rPr>");
        }
        let _ = write!(self.xml, "<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&breakable(words)));
    }

    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        if !table.caption.is_empty() {
            self.paragraph("<w:pStyle w:val=\"Caption\"/>", &Text::from(table.caption.as_str()), false);
        }
        let widths = office::widths(table, self.language, self.width);
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar>\
             <w:tblLook w:firstRow=\"1\" w:firstColumn=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
            widths.iter().sum::<u32>(),
            ["top", "bottom", "insideH"]
                .map(|side| format!(
                    "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>"
                ))
                .concat(),
            escaped(&table.caption)
        );
        for width in &widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            self.cell(
                &Text::from(column.heading.as_str()),
                (*width, 1),
                column.align,
                (true, Some("E8E8E8")),
            );
        }
        self.xml.push_str("</w:tr>");
        for row in &table.rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let text = |column: usize| row.cells.get(column).cloned().unwrap_or_default();
            if row.kind == RowKind::Group {
                let span = widths.len();
                self.cell(&text(0), (widths.iter().sum(), span), Align::Start, (true, Some("F4F4F4")));
            } else {
                let strong = row.kind == RowKind::Sum;
                for (index, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
                    self.cell(&text(index), (*width, 1), column.align, (strong, None));
                }
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl><w:p><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:p>");
    }

    fn cell(&mut self, text: &Text, (width, span): (u32, usize), align: Align, look: (bool, Option<&str>)) {
        let (strong, shade) = look;
        let _ = write!(self.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if span > 1 {
            let _ = write!(self.xml, "<w:gridSpan w:val=\"{span}\"/>");
        }
        if let Some(shade) = shade {
            let _ = write!(self.xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{shade}\"/>");
        }
        self.xml.push_str("</w:tcPr>");
        let side = match align {
            Align::Start => "left",
            Align::End => "right",
        };
        let properties = format!("<w:pStyle w:val=\"TableText\"/><w:jc w:val=\"{side}\"/>");
        self.paragraph(&properties, text, strong);
        self.xml.push_str("</w:tc>");
    }

    fn figure(&mut self, number: usize, figure: &Figure) {
        let (width, height) = office::size(figure, self.width);
        let (width, height) = ((width * EMU) as u64, (height * EMU) as u64);
        let words = escaped(office::description(figure));
        let (title, id) = (escaped(&figure.scene.title), number + 1);
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{id}\" name=\"Bild {id}\" descr=\"{words}\" title=\"{title}\"/>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"Bild {id}\" descr=\"{words}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
            picture_relation(number)
        );
        self.paragraph("<w:pStyle w:val=\"PictureCaption\"/>", &Text::from(figure.caption.as_str()), false);
    }

    fn notes(&mut self, heading: &str) {
        let notes = self.notes.all().to_vec();
        if notes.is_empty() {
            return;
        }
        self.paragraph("<w:pStyle w:val=\"Heading2\"/>", &Text::from(heading), false);
        for (index, note) in notes.iter().enumerate() {
            let words = format!("{}  {note}", index + 1);
            self.paragraph("<w:pStyle w:val=\"Note\"/>", &Text::from(words), false);
        }
    }

    fn end(&mut self, orientation: Orientation) {
        let (width, height, lies) = match orientation {
            Orientation::Portrait => (SHORT, LONG, ""),
            Orientation::Landscape => (LONG, SHORT, " w:orient=\"landscape\""),
        };
        let _ = write!(
            self.xml,
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{lies}/>\
             <w:pgMar w:top=\"1247\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1418\" w:header=\"709\" w:footer=\"567\" w:gutter=\"0\"/>\
             </w:sectPr></w:body></w:document>"
        );
    }
}
