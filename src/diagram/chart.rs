//! The Organigramm: where every unit, post and line lies, and the picture made of it for export and print.
//!
//! Drawn as German administrations do: the department on top, staff offices in rounded boxes on a side line above the
//! row of sections, up to five units side by side below, everything further down stacked under a spine.

mod draw;
mod facts;
mod layout;
#[cfg(test)]
mod tests;
mod text;

pub use draw::{Caption, STYLE_SHEET};
pub use facts::{Facts, Figures, PostFacts, Sums, UnitFacts};
pub use layout::{ChartBox, ChartLayout, Edge, MAX_SIDE_BY_SIDE, Tile};
