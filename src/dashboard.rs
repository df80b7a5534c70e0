//! Dashboards of cases: what was counted, how old it is, what lies ahead, as panels of a sentence, a picture and a table.
//!
//! A dashboard is a value: page, report and files show the same panels, and what is withheld of small units is missing in
//! the value already. Nothing here reads a clock or a file; the figures come in as [`Sources`].

mod department;
mod events;
mod exercise;
mod files;
mod panels;
mod plot;
mod sheet;
mod sources;
mod style;
mod table;
mod unit;
mod words;

pub use department::{Alert, Department};
pub use events::{Happening, ending_posts, happenings};
pub use exercise::{ExerciseStep, exercise};
pub use panels::cross_check::panel as cross_check;
pub use sources::{Cases, Origin, OriginWords, Sources, ages_of};
pub use style::PICTURE_STYLE;
pub use table::{Cell, Column, Table};
pub use unit::{CaseTypeChoice, Dashboard, PANELS, ReliefWish, View};

use crate::diagram::scene::Scene;

use crate::plan::{Plan, UnitId};
use std::collections::BTreeSet;

/// A unit and everything below it.
fn sources_units<'a>(plan: &'a Plan, unit: &'a UnitId) -> BTreeSet<&'a UnitId> {
    let mut found = BTreeSet::new();
    let mut next = vec![unit];
    while let Some(unit) = next.pop() {
        if found.insert(unit) {
            next.extend(plan.children(Some(unit)).map(|child| &child.id));
        }
    }
    found
}

/// One answer of a dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its name in addresses and style sheets.
    pub key: &'static str,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub sentence: String,
    /// The picture, where there is one.
    pub picture: Option<Scene>,
    /// What its axes count, and what its marks are.
    pub caption: String,
    /// The figures.
    pub table: Table,
    /// What has to be known: sources, what is withheld, numbered events.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests;
