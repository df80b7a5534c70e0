//! What stands on a page, piece by piece, in points from its upper left corner.

use super::Weight;
use crate::document::Orientation;

/// A mark on the paper.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) enum Ink {
    /// A text on one line.
    Text { x: f32, baseline: f32, size: f32, weight: Weight, grey: u8, text: String },
    /// A filled area.
    Fill { x: f32, y: f32, width: f32, height: f32, grey: u8 },
    /// A line from left to right.
    Rule { x: f32, y: f32, width: f32, thickness: f32, grey: u8 },
    /// A picture of the document, by the number of its block.
    Picture { block: usize, x: f32, y: f32, width: f32, height: f32 },
}

/// Marks that belong together: a line of a paragraph, a picture, what only decorates.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) struct Piece {
    pub(in crate::export) ink: Vec<Ink>,
    pub(in crate::export) role: Role,
}

/// What a piece is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Role {
    /// It says something, and stands in the tree.
    Means,
    /// It only decorates or repeats; a reader passes it over.
    Decorates,
    /// The foot of the page.
    Foot,
}

/// The pieces of a page, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::export) struct Page {
    pub(in crate::export) pieces: Vec<Piece>,
}

/// Size of the paper and its margins; the left one is wider, for a folder (DIN 5008).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
}

const LONG: f32 = 841.89;
const SHORT: f32 = 595.28;
const LEFT: f32 = 71.0;
const RIGHT: f32 = 57.0;
const TOP: f32 = 62.0;
const BOTTOM: f32 = 68.0;

impl Sheet {
    pub(super) const fn of(orientation: Orientation) -> Self {
        match orientation {
            Orientation::Portrait => Self { width: SHORT, height: LONG },
            Orientation::Landscape => Self { width: LONG, height: SHORT },
        }
    }

    pub(super) const fn left(self) -> f32 {
        LEFT
    }

    pub(super) const fn top(self) -> f32 {
        TOP
    }

    /// Width of the text.
    pub(super) fn text_width(self) -> f32 {
        self.width - LEFT - RIGHT
    }

    /// Where the text ends.
    pub(super) fn bottom(self) -> f32 {
        self.height - BOTTOM
    }

    /// Where the foot stands.
    pub(super) fn foot(self) -> f32 {
        self.height - 36.0
    }
}
