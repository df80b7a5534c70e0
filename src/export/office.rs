//! What the writers of office files (DOCX, ODT) have in common: the package, the measures of the paper, the words at its foot.

use super::{ExportError, png};
use crate::document::{Block, Document, Figure, Orientation, RowKind, Table};
use crate::format::{self, Language};
use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What every part begins with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Twentieths of a point: A4, and what stands beside the text.
pub(super) const LONG: u32 = 16_838;
pub(super) const SHORT: u32 = 11_906;
const MARGINS: u32 = 1_418 + 1_134;

/// A file of files. Its times are fixed: the same document gives the same bytes.
pub(super) struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a part.
    pub(super) fn part(&mut self, name: &str, content: &[u8]) -> Result<(), ExportError> {
        self.add(name, content, CompressionMethod::Deflated)
    }

    /// Adds a part as it is, so that it can be read in the package itself.
    pub(super) fn stored(&mut self, name: &str, content: &[u8]) -> Result<(), ExportError> {
        self.add(name, content, CompressionMethod::Stored)
    }

    fn add(&mut self, name: &str, content: &[u8], method: CompressionMethod) -> Result<(), ExportError> {
        let options =
            SimpleFileOptions::default().last_modified_time(DateTime::default()).compression_method(method);
        self.0.start_file(name, options).map_err(failed)?;
        self.0.write_all(content).map_err(|error| failed(error.into()))
    }

    /// The bytes of the whole.
    pub(super) fn finish(self) -> Result<Vec<u8>, ExportError> {
        self.0.finish().map(Cursor::into_inner).map_err(failed)
    }
}

fn failed(error: ZipError) -> ExportError {
    ExportError::Drawing(error.to_string())
}

/// A picture of a document.
pub(super) struct Picture {
    /// The number of its block.
    pub(super) block: usize,
    pub(super) png: Vec<u8>,
}

impl Picture {
    /// Its file.
    pub(super) fn name(&self) -> String {
        picture_name(self.block)
    }
}

/// The file of the picture in a block.
pub(super) fn picture_name(block: usize) -> String {
    format!("bild{block}.png")
}

/// The pictures of a document.
pub(super) fn pictures(document: &Document) -> Result<Vec<Picture>, ExportError> {
    let mut pictures = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        if let Block::Figure(figure) = content {
            pictures.push(Picture { block, png: png::styled(&figure.scene, &figure.style_sheet)? });
        }
    }
    Ok(pictures)
}

/// Width of the text, in twentieths of a point.
pub(super) const fn text_width(orientation: Orientation) -> u32 {
    match orientation {
        Orientation::Portrait => SHORT - MARGINS,
        Orientation::Landscape => LONG - MARGINS,
    }
}

/// From how many letters on a word may be broken after a slash: word processors do not do so by themselves, and cut the last
/// letters off where a column is narrow.
const LONG_WORD: usize = 20;

/// Lets long words such as „Einbürgerung/Staatsangehörigkeit“ go on in the next line. Addresses stay whole, so that they can be copied.
pub(super) fn breakable(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for word in words.split_inclusive(' ') {
        if word.chars().count() <= LONG_WORD || word.contains("://") {
            text.push_str(word);
            continue;
        }
        let mut before = ' ';
        let mut signs = word.chars().peekable();
        while let Some(sign) = signs.next() {
            text.push(sign);
            let between = before.is_alphabetic() && signs.peek().is_some_and(|next| next.is_alphabetic());
            if sign == '/' && between {
                text.push('\u{200b}');
            }
            before = sign;
        }
    }
    text
}

/// Widths by what the columns hold, in the unit of `width`: the longest word must fit, long texts get more.
pub(super) fn widths(table: &Table, language: Language, width: u32) -> Vec<u32> {
    let weight = |column: usize| {
        let cells = table.rows.iter().filter(|row| row.kind != RowKind::Group);
        let cells = cells.filter_map(|row| row.cells.get(column)).map(|cell| cell.words(language));
        let texts = cells.chain([table.columns[column].heading.clone()]);
        texts.fold(4.0_f64, |most, text| {
            let word = text.split([' ', '/']).map(|word| word.chars().count()).max().unwrap_or(0) as f64;
            most.max(word + 1.0).max((text.chars().count() as f64).sqrt() * 3.0)
        })
    };
    let weights: Vec<f64> = (0..table.columns.len()).map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| (f64::from(width) * weight / sum) as u32).collect()
}

/// Width and height of a picture in points, so that it fits a text of this width (in twentieths of a point) and a page.
pub(super) fn size(figure: &Figure, width: u32) -> (f64, f64) {
    let (wide, high) = (figure.scene.width.max(1.0), figure.scene.height.max(1.0));
    let scale = (f64::from(width) / 20.0 / wide).min(540.0 / high).min(1.0);
    (wide * scale, high * scale)
}

/// What is read out in place of a picture.
pub(super) fn description(figure: &Figure) -> &str {
    if figure.scene.description.is_empty() { &figure.caption } else { &figure.scene.description }
}

/// What stands at the foot before the number of the page, and what between it and how many there are.
pub(super) fn foot(document: &Document) -> (String, &'static str) {
    let (as_of, page, of) = match document.language {
        Language::German => ("Stand", "Seite", " von "),
        Language::English => ("As of", "Page", " of "),
    };
    let day = format::date(document.as_of, document.language);
    (format!("{} · {as_of} {day} · {page} ", document.title), of)
}

/// When the file was made: the day of its figures, so that the same document gives the same bytes.
pub(super) fn time(document: &Document) -> String {
    format!("{}T00:00:00", document.as_of.format("%Y-%m-%d"))
}

#[cfg(test)]
mod tests {
    use super::breakable;

    #[test]
    fn long_words_may_be_broken_after_a_slash_and_nothing_else() {
        let broken = "Einbürgerung/\u{200b}Staatsangehörigkeit, Antrag AT/0019/2024";
        assert_eq!(breakable("Einbürgerung/Staatsangehörigkeit, Antrag AT/0019/2024"), broken);
        for whole in ["Asyl/EU", "https://example.org/eine/lange/Adresse", "0123456789/0123456789/01"] {
            assert_eq!(breakable(whole), whole);
        }
    }
}
