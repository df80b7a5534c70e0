//! The sums of a staffing plan as formulas: of a unit, of a unit with those below it, of all.

use super::staffing_plan::{computed, euro, fte};
use crate::document::{Cell, Sheet};
use crate::plan::Fte;
use crate::staffing_plan::Figures;

/// What the column of the stated posts means.
pub(super) const STATED_NOTE: &str = "„davon aus der Quelle“: Stellen, deren Zahl das Quelldokument für die Einheit nennt, in Summen auch die, von denen es nur die Summe \
     nennt; alle anderen und alle Bewertungen sind Annahmen.";

/// First and last row of each unit, as the workbook numbers them.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(usize, usize)>);

impl Places {
    /// Takes note of the next unit, whose rows, so many, are the last ones of the sheet.
    pub(super) fn add(&mut self, sheet: &Sheet, count: usize) {
        let end = sheet.rows.len();
        self.0.push((Sheet::number(end.saturating_sub(count)), Sheet::number(end.saturating_sub(1))));
    }

    /// The sum of a column over units; those that follow each other are one range.
    fn formula(&self, column: char, parts: &[usize]) -> String {
        let range = |run: &[usize]| {
            let (first, _) = self.0.get(*run.first()?)?;
            let (_, last) = self.0.get(*run.last()?)?;
            Some(format!("SUBTOTAL(9,{column}{first}:{column}{last})"))
        };
        let ranges = parts.chunk_by(|one, next| one + 1 == *next).filter_map(range);
        format!("={}", ranges.collect::<Vec<_>>().join("+"))
    }
}

/// The name of the sum of a unit's own posts.
pub(super) fn own_name(name: &str, has_below: bool) -> String {
    if has_below { format!("Summe {name} ohne Untereinheiten") } else { format!("Summe {name}") }
}

/// A unit together with those below it: extents, and how many of them the document states.
pub(super) fn with_below(
    places: &Places,
    (name, parts): (&str, &[usize]),
    figures: &Figures,
    stated: Fte,
) -> Vec<Cell> {
    let name = format!("Summe {name} mit Untereinheiten");
    let mut cells = extents(&name, figures, |column| places.formula(column, parts));
    cells.extend([Cell::default(), fte(stated)]);
    cells
}

/// SUBTOTAL leaves out the sums within its range, so that the last row may span them all.
pub(super) fn sums(name: &str, figures: &Figures, (first, last): (&str, &str)) -> Vec<Cell> {
    let formula = |column: char| format!("=SUBTOTAL(9,{column}{first}:{column}{last})");
    let mut cells = extents(name, figures, formula);
    cells.push(Cell::formula(formula('I'), euro(figures.cost.cents())));
    cells
}

/// The cells that every sum begins with: its name and its extents, by the formula of each column.
fn extents(name: &str, figures: &Figures, formula: impl Fn(char) -> String) -> Vec<Cell> {
    let sum = |column: char, result: Fte| computed(&formula(column), result);
    vec![
        name.into(),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        sum('E', figures.posts),
        sum('F', figures.previous),
        sum('G', figures.posts - figures.previous),
        figures.filled.map(|filled| sum('H', filled)).unwrap_or_default(),
    ]
}
