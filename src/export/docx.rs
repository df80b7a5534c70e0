//! A document as DOCX: real headings, lists and tables with rows of headings, in the language of the document.
//!
//! The parts of the package (ECMA-376) are written as text: what the library for it cannot say (headings of tables that
//! are repeated, rows that are not cut, words for a picture) is what matters here.

mod body;
mod parts;

use super::{ExportError, png};
use crate::document::{Block, Document};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// Writes the document.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::Drawing(error.to_string());
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &[u8]| {
        zip.start_file(name, options).map_err(|error| failed(&error))?;
        zip.write_all(content).map_err(|error| failed(&error))
    };
    let pictures = pictures(document)?;
    part("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    part("_rels/.rels", parts::PACKAGE_RELATIONS.as_bytes())?;
    part("docProps/core.xml", parts::properties(document).as_bytes())?;
    part("docProps/app.xml", parts::APPLICATION.as_bytes())?;
    part("word/document.xml", body::document(document).as_bytes())?;
    part("word/styles.xml", parts::styles(document).as_bytes())?;
    part("word/numbering.xml", parts::numbering(body::numbered_lists(document)).as_bytes())?;
    part("word/settings.xml", parts::settings(document).as_bytes())?;
    part("word/footer1.xml", parts::footer(document).as_bytes())?;
    part("word/_rels/document.xml.rels", parts::relations(&pictures).as_bytes())?;
    for (block, bytes) in &pictures {
        part(&format!("word/media/{}", parts::picture_name(*block)), bytes)?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| failed(&error))
}

/// The pictures as PNG, by the number of their block.
fn pictures(document: &Document) -> Result<Vec<(usize, Vec<u8>)>, ExportError> {
    let mut pictures = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        if let Block::Figure(figure) = block {
            pictures.push((number, png::styled(&figure.scene, &figure.style_sheet)?));
        }
    }
    Ok(pictures)
}
