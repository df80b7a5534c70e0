//! Files: the chart as SVG, PNG and as PDF on paper of any size; documents as tagged PDF, DOCX and ODT; tables as workbooks.

mod accessible;
mod docx;
mod fonts;
mod odt;
mod office;
mod pdf;
mod png;
mod sheets;
mod typeset;
mod workbook;

pub use sheets::{
    TableForm, assessment_sheets, change_list_sheet, frozen_change_sheet, frozen_plan_sheet,
    staffing_plan_sheets, tables,
};
pub use workbook::About;

use crate::diagram::chart::{Caption, ChartLayout, Facts, OnPaper, STYLE_SHEET, View};
use crate::diagram::scene::Scene;
use crate::diagram::{Fit, Paper};
use crate::document::{Document, Sheet};
use std::fmt;

/// The media type of a DOCX.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of an ODT; it is also the first thing in the file.
pub const ODT: &str = "application/vnd.oasis.opendocument.text";
/// The media type of an XLSX.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Scalable, for the web and for drawing programs.
    Svg,
    /// For print.
    Pdf,
    /// For slides.
    Png,
    /// For spreadsheets.
    Csv,
}

impl Form {
    /// The form of a file name's ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        [Self::Svg, Self::Pdf, Self::Png, Self::Csv]
            .into_iter()
            .find(|form| form.ending().eq_ignore_ascii_case(ending))
    }

    /// The ending of a file name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}

/// How the picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Order {
    /// Paper of the PDF.
    pub paper: Paper,
    /// On one sheet or on as many as it takes to be read.
    pub fit: Fit,
}

/// Why a picture cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A fault of ours or of a library.
    #[error("Die Datei lässt sich nicht erzeugen: {0}")]
    Drawing(String),
    /// More pixels than are given out.
    #[error("Das Bild wäre mit {width} × {height} Bildpunkten zu groß; bitte als PDF oder SVG ausgeben.")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}

/// The picture of a day.
#[must_use]
pub fn scene(facts: &Facts, view: &View, caption: &Caption) -> Scene {
    ChartLayout::of(facts, view).scene(facts, view, caption)
}

/// The picture of a day in the arrangement that suits the paper, and how that was chosen.
#[must_use]
pub fn on_paper(facts: &Facts, view: &View, caption: &Caption, order: Order) -> (Scene, OnPaper) {
    let on_paper = OnPaper::of(facts, view, order.paper, order.fit);
    (on_paper.layout.scene(facts, &on_paper.view, caption), on_paper)
}

/// The scene as SVG with the fonts inside.
#[must_use]
pub fn svg(scene: &Scene) -> Vec<u8> {
    picture_svg(scene, STYLE_SHEET)
}

/// A picture with rules of its own as SVG with the fonts inside.
#[must_use]
pub fn picture_svg(scene: &Scene, style_sheet: &str) -> Vec<u8> {
    fonts::written(&scene.to_svg(&format!("{}{style_sheet}", fonts::faces()))).into_bytes()
}

/// The same as PNG.
///
/// # Errors
/// [`ExportError`].
pub fn picture_png(scene: &Scene, style_sheet: &str) -> Result<Vec<u8>, ExportError> {
    png::styled(scene, style_sheet)
}

/// The scene as PDF: tagged, the drawing as a figure with its description.
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn pdf(scene: &Scene, caption: &Caption, order: Order) -> Result<Vec<u8>, ExportError> {
    pdf::write(scene, caption, order)
}

/// The scene as PNG, two pixels for each unit.
///
/// # Errors
/// [`ExportError`].
pub fn png(scene: &Scene) -> Result<Vec<u8>, ExportError> {
    png::write(scene)
}

/// A document as PDF that can be read out: tagged, with bookmarks, checked against PDF/UA-1 while it is written.
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn document_pdf(document: &Document) -> Result<Vec<u8>, ExportError> {
    accessible::write(document)
}

/// A document as DOCX.
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn document_docx(document: &Document) -> Result<Vec<u8>, ExportError> {
    docx::write(document)
}

/// A document as ODT (OpenDocument 1.3).
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn document_odt(document: &Document) -> Result<Vec<u8>, ExportError> {
    odt::write(document)
}

/// Sheets as a workbook (XLSX).
///
/// # Errors
/// [`ExportError::Drawing`].
pub fn workbook(sheets: &[Sheet], about: &About) -> Result<Vec<u8>, ExportError> {
    workbook::write(sheets, about)
}

#[cfg(test)]
mod tests;
