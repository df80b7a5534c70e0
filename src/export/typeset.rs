//! Setting text on paper: the widths of the fonts, lines, columns of tables, pages.

mod columns;
mod faces;
mod lines;
mod page;
mod pages;
mod structure;
mod tables;

pub(super) use faces::{Faces, Weight};
pub(super) use page::{Ink, Page, Piece, Role};
pub(super) use pages::{Heading, Set, set};
pub(super) use structure::{Child, Kind, Structure};
