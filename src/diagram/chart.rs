//! The Organigramm: where every unit, post and line lies, and the picture made of it for export and print.
//!
//! Drawn as German administrations do: the department on top, staff offices in rounded boxes on a side line above the
//! row of sections, up to five units side by side below, everything further down stacked under a spine. On one sheet of paper
//! as many units stand side by side as show the whole chart largest.

mod card;
pub mod changes;
pub mod deadlines;
mod draw;
mod facts;
mod folded;
mod layout;
pub mod measure;
mod paper;
pub mod search;
mod share_lines;
pub mod span;
#[cfg(test)]
mod tests;
mod text;
mod view;
pub mod words;

pub use card::{Card, CardLine, LineKind, TaskRow, Tile, fold_sign};
pub use draw::{far_marks, task_marks, tile_marks, unit_marks};
pub use facts::{Facts, Figures, PostFacts, Sums, TaskFacts, UnitFacts};
pub use folded::Folded;
pub use layout::{ChartBox, ChartLayout, Edge, MAX_SIDE_BY_SIDE};
pub use paper::{Caption, OnPaper, STYLE_SHEET};
pub use share_lines::{ShareLine, share_lines};
pub use view::{Detail, Look, Pointing, Shape, View};
