//! `stellwerk cases --handling`: what a year of completions says of the handling times of the plan.

use crate::caseload::{Counted, Handling};
use crate::cli::table::{Cell, Table};
use crate::plan::Plan;
use serde::Serialize;

/// What the factors rest on, and what they are worth.
const MEANING: &str = "Faktor: verfügbare Minuten ÷ Minuten der Erledigungen nach den Zeiten des Plans. Verfügbar ist, was Besetzung, \
                       Einarbeitung, Verteilzeit und Grundlast des Plans übrig lassen (Annahmen). Gerechnet wird nur, wo an jedem \
                       Monatsende mindestens ein halber Monat Arbeit bei uns lag; ein Rücktest prüft ihn nicht.";

/// The handling times with their year, as they are written for programs.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    year: i32,
    pub(super) meaning: &'static str,
    units: Vec<Handling>,
}

impl Report {
    /// Of the last year that was counted to its end.
    pub(super) fn of(plan: &Plan, counted: &Counted) -> Result<Self, String> {
        let nothing = || {
            "Für Bearbeitungszeiten braucht es ein Kalenderjahr mit Erledigungen und Beständen einer Einheit, deren Erledigungen gezeigt \
             werden; bitte importieren Sie es."
                .to_owned()
        };
        let (_, until) = counted.span().ok_or_else(nothing)?;
        let year = if until.month() == 12 { until.year() } else { until.year() - 1 };
        let units = counted.handlings(plan, year);
        if units.is_empty() { Err(nothing()) } else { Ok(Self { year, meaning: MEANING, units }) }
    }

    /// One row for each unit.
    pub(super) fn table(&self, plan: &Plan) -> Table {
        let mut table = Table::new(&[
            "Einheit",
            "Jahr",
            "verfügbare Minuten",
            "Minuten der Erledigungen",
            "Faktor",
            "verlässlich",
        ]);
        for one in &self.units {
            let name = plan.unit_name(&one.unit);
            let reliable = if one.believable_factor().is_some() { "ja" } else { "nein" };
            table.row(vec![
                name.into(),
                Cell::Number(f64::from(self.year), 0),
                Cell::Number(one.available, 0),
                Cell::Number(one.done, 0),
                one.factor.map_or(Cell::Empty, |factor| Cell::Number(factor, 2)),
                reliable.into(),
            ]);
        }
        table
    }
}
