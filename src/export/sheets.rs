//! The tables that are given out as workbook, CSV, PDF, DOCX and ODT: staffing plan, list of changes, assessment.

mod assessment;
mod frozen;
mod staffing_plan;
mod sums;

pub use assessment::assessment_sheets;
pub use frozen::{frozen_change_sheet, frozen_plan_sheet};
pub use staffing_plan::{change_list_sheet, staffing_plan_sheets};

use super::{About, ExportError};
use crate::document::{Block, Document, Orientation, Sheet};
use crate::format::Language;

/// In which form tables are given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// A workbook with formulas.
    Xlsx,
    /// The first table, for any program.
    Csv,
    /// For print and for being read out.
    Pdf,
    /// For word processors.
    Docx,
    /// For word processors that keep to the open standard, such as LibreOffice.
    Odt,
}

impl TableForm {
    /// The form of a file name's ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv, Self::Pdf, Self::Docx, Self::Odt]
            .into_iter()
            .find(|form| form.ending().eq_ignore_ascii_case(ending))
    }

    /// The ending of a file name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => super::XLSX,
            Self::Csv => "text/csv; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Docx => super::DOCX,
            Self::Odt => super::ODT,
        }
    }
}

/// Writes sheets in a form. As CSV only the first one is written: a file holds one table.
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn tables(sheets: &[Sheet], about: &About, form: TableForm) -> Result<Vec<u8>, ExportError> {
    match form {
        TableForm::Xlsx => super::workbook(sheets, about),
        TableForm::Csv => Ok(sheets.first().map(Sheet::to_csv).unwrap_or_default().into_bytes()),
        TableForm::Pdf => super::document_pdf(&document(sheets, about)),
        TableForm::Docx => super::document_docx(&document(sheets, about)),
        TableForm::Odt => super::document_odt(&document(sheets, about)),
    }
}

/// The sheets as a document, one table behind the other.
fn document(sheets: &[Sheet], about: &About) -> Document {
    let mut blocks = Vec::new();
    for sheet in sheets {
        blocks.push(Block::Table(sheet.to_table(&sheet.name, Language::German)));
        blocks.extend(sheet.remarks().map(|note| Block::Paragraph(note.into())));
    }
    Document {
        title: about.title.clone(),
        description: about.title.clone(),
        language: Language::German,
        as_of: about.as_of,
        orientation: Orientation::Landscape,
        blocks,
    }
}

#[cfg(test)]
mod tests;
