//! The chart as a file: SVG, PDF on paper of any size, PNG, and its posts as CSV.

mod fonts;
mod pdf;
mod png;

use crate::diagram::chart::{Caption, ChartLayout, Facts, STYLE_SHEET, View};
use crate::diagram::scene::Scene;
use crate::diagram::{Fit, Paper};
use std::fmt;

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
    #[error("Das Bild lässt sich nicht erzeugen: {0}")]
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
    ChartLayout::of(facts, view).scene(facts, caption)
}

/// The scene as SVG with the fonts inside.
#[must_use]
pub fn svg(scene: &Scene) -> Vec<u8> {
    let style = format!("{}{STYLE_SHEET}", fonts::faces());
    fonts::written(&scene.to_svg(&style)).into_bytes()
}

/// The scene as PDF.
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
