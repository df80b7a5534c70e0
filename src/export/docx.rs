//! A document as DOCX: real headings, lists and tables with rows of headings, in the language of the document.
//!
//! The parts of the package (ECMA-376) are written as text: what the library for it cannot say (headings of tables that
//! are repeated, rows that are not cut, words for a picture) is what matters here.

mod body;
mod parts;

use super::ExportError;
use super::office::{Package, pictures};
use crate::document::Document;

/// Writes the document.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let pictures = pictures(document)?;
    let mut package = Package::new();
    package.part("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    package.part("_rels/.rels", parts::PACKAGE_RELATIONS.as_bytes())?;
    package.part("docProps/core.xml", parts::properties(document).as_bytes())?;
    package.part("docProps/app.xml", parts::APPLICATION.as_bytes())?;
    package.part("word/document.xml", body::document(document).as_bytes())?;
    package.part("word/styles.xml", parts::styles(document).as_bytes())?;
    package.part("word/numbering.xml", parts::numbering(body::numbered_lists(document)).as_bytes())?;
    package.part("word/settings.xml", parts::settings(document).as_bytes())?;
    package.part("word/footer1.xml", parts::footer(document).as_bytes())?;
    package.part("word/_rels/document.xml.rels", parts::relations(&pictures).as_bytes())?;
    for picture in &pictures {
        package.part(&format!("word/media/{}", picture.name()), &picture.png)?;
    }
    package.finish()
}
