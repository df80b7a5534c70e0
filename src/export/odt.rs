//! A document as ODT (OpenDocument 1.3): the same headings, lists, tables and notes as the DOCX, for LibreOffice and its kin.

mod body;
mod parts;

use super::office::{Package, pictures};
use super::{ExportError, ODT};
use crate::document::Document;

/// Writes the document.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let pictures = pictures(document)?;
    let mut package = Package::new();
    // First and as it is: programs look for it there before they unpack anything.
    package.stored("mimetype", ODT.as_bytes())?;
    package.part("META-INF/manifest.xml", parts::manifest(&pictures).as_bytes())?;
    package.part("content.xml", body::content(document).as_bytes())?;
    package.part("styles.xml", parts::styles(document).as_bytes())?;
    package.part("meta.xml", parts::meta(document).as_bytes())?;
    for picture in &pictures {
        package.part(&parts::picture_path(&picture.name()), &picture.png)?;
    }
    package.finish()
}
