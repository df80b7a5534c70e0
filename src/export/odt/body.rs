//! The text: headings, paragraphs, lists, tables, pictures, notes.

use super::parts::{NAMESPACES, picture_path};
use crate::diagram::escaped;
use crate::document::{Align, Block, Document, Figure, Notes, RowKind, Span, Table, Text};
use crate::export::office::{self, HEAD, breakable, picture_name};
use crate::format::Language;
use std::fmt::Write;

/// How cells, rows and words look that differ from their style; the widths of each table come after these.
const LOOKS: &str = "<style:style style:name=\"Strong\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
     <style:style style:name=\"Reference\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
     <style:style style:name=\"Break\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">\
     <style:paragraph-properties fo:break-after=\"page\"/></style:style>\
     <style:style style:name=\"Numbers_20_right\" style:family=\"paragraph\" style:parent-style-name=\"Table_20_Contents\">\
     <style:paragraph-properties fo:text-align=\"end\"/></style:style>\
     <style:style style:name=\"Row\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\"/></style:style>\
     <style:style style:name=\"Drawing\" style:family=\"graphic\"><style:graphic-properties style:vertical-pos=\"top\" \
     style:vertical-rel=\"baseline\"/></style:style>";

/// The styles of the cells, with their grounds.
const CELLS: [(&str, &str); 3] = [
    ("Cell", ""),
    ("Head", " fo:background-color=\"#e8e8e8\""),
    ("Group", " fo:background-color=\"#f4f4f4\""),
];

/// The main part.
pub(super) fn content(document: &Document) -> String {
    let mut body = Body {
        xml: String::new(),
        styles: LOOKS.to_owned(),
        notes: document.notes(),
        language: document.language,
        width: office::text_width(document.orientation),
        tables: 0,
    };
    for (name, ground) in CELLS {
        let _ = write!(
            body.styles,
            "<style:style style:name=\"{name}\" style:family=\"table-cell\"><style:table-cell-properties fo:padding-left=\"4pt\" \
             fo:padding-right=\"4pt\" fo:border-top=\"0.5pt solid #a6a6a6\" fo:border-bottom=\"0.5pt solid #a6a6a6\"{ground}/></style:style>"
        );
    }
    body.heading(1, &document.title);
    for (number, block) in document.blocks.iter().enumerate() {
        body.block(number, block);
    }
    body.notes(document.notes_heading());
    format!(
        "{HEAD}<office:document-content {NAMESPACES}><office:automatic-styles>{}</office:automatic-styles>\
         <office:body><office:text>{}</office:text></office:body></office:document-content>",
        body.styles, body.xml
    )
}

struct Body {
    xml: String,
    /// The styles that only this text has.
    styles: String,
    notes: Notes,
    language: Language,
    /// Of the text, in twentieths of a point.
    width: u32,
    tables: usize,
}

impl Body {
    fn block(&mut self, number: usize, block: &Block) {
        match block {
            Block::Heading(level, text) => self.heading(level.number(), text),
            Block::Paragraph(text) => self.paragraph("Standard", text, false),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(number, figure),
            Block::PageBreak => self.xml.push_str("<text:p text:style-name=\"Break\"/>"),
        }
    }

    fn heading(&mut self, level: u16, text: &str) {
        let _ = write!(
            self.xml,
            "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">"
        );
        self.words(&Text::from(text), false);
        self.xml.push_str("</text:h>");
    }

    /// A paragraph; `strong` makes all of it bold.
    fn paragraph(&mut self, style: &str, text: &Text, strong: bool) {
        let _ = write!(self.xml, "<text:p text:style-name=\"{style}\">");
        self.words(text, strong);
        self.xml.push_str("</text:p>");
    }

    fn words(&mut self, text: &Text, strong: bool) {
        // A paragraph begins as after a space: one that comes first would be lost as well.
        let mut spaced = true;
        for span in &text.0 {
            let (words, bold) = match span {
                Span::Plain(words) => (words.clone(), strong),
                Span::Strong(words) => (words.clone(), true),
                Span::Figure(figure) => (figure.marked(self.language), strong),
                Span::Note(_) => (String::new(), strong),
            };
            if !words.is_empty() {
                self.run(&words, bold.then_some("Strong"), &mut spaced);
            }
            if let Some(number) = self.notes.number(span) {
                self.run(&format!("\u{a0}[{number}]"), Some("Reference"), &mut spaced);
            }
        }
    }

    /// Words in a style. Of spaces in a row OpenDocument keeps one, so that the others are written as elements; `spaced` tells
    /// whether a space came before.
    fn run(&mut self, words: &str, style: Option<&str>, spaced: &mut bool) {
        if let Some(style) = style {
            let _ = write!(self.xml, "<text:span text:style-name=\"{style}\">");
        }
        for sign in escaped(&breakable(words)).chars() {
            if sign == ' ' && *spaced {
                self.xml.push_str("<text:s/>");
            } else {
                self.xml.push(sign);
            }
            *spaced = sign == ' ';
        }
        if style.is_some() {
            self.xml.push_str("</text:span>");
        }
    }

    fn list(&mut self, numbered: bool, items: &[Text]) {
        let style = if numbered { "Numbers" } else { "Marks" };
        let _ = write!(self.xml, "<text:list text:style-name=\"{style}\">");
        for item in items {
            self.xml.push_str("<text:list-item>");
            self.paragraph("List", item, false);
            self.xml.push_str("</text:list-item>");
        }
        self.xml.push_str("</text:list>");
    }

    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        if !table.caption.is_empty() {
            self.paragraph("Caption", &Text::from(table.caption.as_str()), false);
        }
        self.tables += 1;
        let name = format!("Tabelle{}", self.tables);
        self.columns(&name, table);
        self.xml.push_str("<table:table-header-rows><table:table-row table:style-name=\"Row\">");
        for column in &table.columns {
            self.cell("Head", &Text::from(column.heading.as_str()), column.align, (true, 1));
        }
        self.xml.push_str("</table:table-row></table:table-header-rows>");
        for row in &table.rows {
            self.xml.push_str("<table:table-row table:style-name=\"Row\">");
            let text = |column: usize| row.cells.get(column).cloned().unwrap_or_default();
            if row.kind == RowKind::Group {
                let span = table.columns.len();
                self.cell("Group", &text(0), Align::Start, (true, span));
                self.xml.push_str(&"<table:covered-table-cell/>".repeat(span - 1));
            } else {
                let strong = row.kind == RowKind::Sum;
                for (index, column) in table.columns.iter().enumerate() {
                    self.cell("Cell", &text(index), column.align, (strong, 1));
                }
            }
            self.xml.push_str("</table:table-row>");
        }
        self.xml.push_str("</table:table>");
    }

    /// Begins a table: its name, its width and its columns, of which the first names the rows.
    fn columns(&mut self, name: &str, table: &Table) {
        let widths = office::widths(table, self.language, self.width);
        let points = |twentieths: u32| f64::from(twentieths) / 20.0;
        let _ = write!(
            self.styles,
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties style:width=\"{:.2}pt\" \
             table:align=\"left\" fo:margin-bottom=\"10pt\" table:border-model=\"collapsing\"/></style:style>",
            points(widths.iter().sum())
        );
        let title = escaped(&table.caption);
        let _ = write!(self.xml, "<table:table table:name=\"{name}\" table:style-name=\"{name}\">");
        if !title.is_empty() {
            let _ = write!(self.xml, "<table:title>{title}</table:title>");
        }
        for (index, width) in widths.iter().enumerate() {
            let number = index + 1;
            let _ = write!(
                self.styles,
                "<style:style style:name=\"{name}.{number}\" style:family=\"table-column\">\
                 <style:table-column-properties style:column-width=\"{:.2}pt\"/></style:style>",
                points(*width)
            );
            let column = format!("<table:table-column table:style-name=\"{name}.{number}\"/>");
            if index == 0 {
                let _ = write!(self.xml, "<table:table-header-columns>{column}</table:table-header-columns>");
            } else {
                self.xml.push_str(&column);
            }
        }
    }

    fn cell(&mut self, style: &str, text: &Text, align: Align, (strong, span): (bool, usize)) {
        let _ =
            write!(self.xml, "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\"");
        if span > 1 {
            let _ = write!(self.xml, " table:number-columns-spanned=\"{span}\"");
        }
        self.xml.push('>');
        let style = match align {
            Align::Start => "Table_20_Contents",
            Align::End => "Numbers_20_right",
        };
        self.paragraph(style, text, strong);
        self.xml.push_str("</table:table-cell>");
    }

    fn figure(&mut self, number: usize, figure: &Figure) {
        let (width, height) = office::size(figure, self.width);
        let _ = write!(
            self.xml,
            "<text:p text:style-name=\"Picture\"><draw:frame draw:name=\"Bild {}\" draw:style-name=\"Drawing\" \
             text:anchor-type=\"as-char\" svg:width=\"{width:.2}pt\" svg:height=\"{height:.2}pt\"><draw:image xlink:href=\"{}\" \
             xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\" draw:mime-type=\"image/png\"/>\
             <svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame></text:p>",
            number + 1,
            picture_path(&picture_name(number)),
            escaped(&figure.scene.title),
            escaped(office::description(figure))
        );
        self.paragraph("PictureCaption", &Text::from(figure.caption.as_str()), false);
    }

    fn notes(&mut self, heading: &str) {
        let notes = self.notes.all().to_vec();
        if notes.is_empty() {
            return;
        }
        self.heading(2, heading);
        for (index, note) in notes.iter().enumerate() {
            let words = format!("{}  {note}", index + 1);
            self.paragraph("Note", &Text::from(words), false);
        }
    }
}
