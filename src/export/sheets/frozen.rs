//! A frozen staffing plan and its list of changes as sheets: what stood there on the day it was frozen, in the columns of the living
//! ones. What was not kept then, such as the cost of each grade, is in no column.

use super::staffing_plan::{
    MORE, RULES_NOTE, cause_word, change_columns, change_sums, computed, euro, fte, plan_columns,
    provenance_notes, provenance_word,
};
use super::sums::{Places, STATED_NOTE, own_name, sums, with_below};
use crate::document::{Cell, Sheet};
use crate::format::{Language, date};
use crate::plan::{EuroPerYear, Fte, StaffGroup};
use crate::staffing_plan::{Figures, Frozen, FrozenEntry, FrozenRow, FrozenSum, staff_group};
use std::collections::BTreeMap;

const GERMAN: Language = Language::German;

/// The table. `note` says when it was frozen and what for.
#[must_use]
pub fn frozen_plan_sheet(frozen: &Frozen, note: &str) -> Sheet {
    let year = frozen.year;
    let mut sheet = Sheet::new(format!("Stellenplan {year}"), plan_columns(year));
    let units: Vec<&[FrozenRow]> = frozen.rows.chunk_by(|one, next| one.unit == next.unit).collect();
    let places_of: BTreeMap<&str, usize> = units
        .iter()
        .enumerate()
        .filter_map(|(place, rows)| Some((rows.first()?.unit.as_str(), place)))
        .collect();
    let parts = |sum: &FrozenSum| -> Vec<usize> {
        sum.units.iter().filter_map(|unit| places_of.get(unit.0.as_str()).copied()).collect()
    };
    let above: Vec<(&FrozenSum, Vec<usize>)> = frozen.sums.iter().map(|sum| (sum, parts(sum))).collect();
    let (mut total, mut places) = (Figures::default(), Places::default());
    for (place, rows) in units.iter().enumerate() {
        for row in *rows {
            sheet.row(line(row));
        }
        places.add(&sheet, rows.len());
        let (name, unit) = rows.first().map_or(("", ""), |row| (row.name.as_str(), row.unit.as_str()));
        let name = own_name(name, frozen.sums.iter().any(|sum| sum.unit == unit));
        let sum = sum_of(rows.iter());
        sheet.sum(sums(&name, &sum, (&format!("{{r-{}}}", rows.len()), "{r-1}")));
        total += sum;
        for (sum, parts) in above.iter().filter(|(_, parts)| parts.last() == Some(&place)) {
            let rows = parts.iter().filter_map(|&part| units.get(part)).copied().flatten();
            let (figures, stated) = (sum_of(rows), Fte::from_thousandths(sum.stated));
            sheet.sum(with_below(&places, (&sum.name, parts), &figures, stated));
        }
    }
    let mut total = sums("Zusammen", &total, ("{first}", "{r-1}"));
    total.extend(frozen.named.map(|named| fte(Fte::from_thousandths(named))));
    sheet.sum(total);
    sheet.notes = vec![
        note.to_owned(),
        format!("Stellen {year}: am {}; Stellen {}: im Jahr davor.", date(frozen.day, GERMAN), year - 1),
        "Personalkosten: wie sie beim Festhalten gerechnet wurden (durchschnittliche Kosten der Bewertung, Annahme)."
            .to_owned(),
        STATED_NOTE.to_owned(),
    ];
    if frozen.rows.iter().any(|row| row.filled.is_some()) {
        let filled = format!("Besetzt am 30.06.{}: nach dem Plan, wie er festgehalten wurde.", year - 1);
        sheet.notes.push(format!("{filled} Liegt der Tag nach dessen Stichtag, ist das eine Annahme."));
    }
    sheet
}

fn sum_of<'a>(rows: impl Iterator<Item = &'a FrozenRow>) -> Figures {
    let mut sum = Figures::default();
    for row in rows {
        sum += figures(row);
    }
    sum
}

fn figures(row: &FrozenRow) -> Figures {
    Figures {
        posts: Fte::from_thousandths(row.posts),
        previous: Fte::from_thousandths(row.previous),
        filled: row.filled.map(Fte::from_thousandths),
        cost: EuroPerYear::from_cents(row.cents),
        ..Figures::default()
    }
}

fn line(row: &FrozenRow) -> Vec<Cell> {
    let figures = figures(row);
    let group = match staff_group(&row.grade) {
        StaffGroup::CivilServant => "Planstelle",
        StaffGroup::Employee => "Stelle",
    };
    vec![
        row.name.as_str().into(),
        row.budget.clone().unwrap_or_default().into(),
        row.grade.as_str().into(),
        group.into(),
        fte(figures.posts),
        fte(figures.previous),
        computed("=E{r}-F{r}", figures.posts - figures.previous),
        figures.filled.map(fte).unwrap_or_default(),
        euro(row.cents).into(),
        fte(Fte::from_thousandths(row.stated)),
        row.notes.as_str().into(),
        row.explanation.clone().unwrap_or_default().into(),
    ]
}

/// The list of changes.
#[must_use]
pub fn frozen_change_sheet(frozen: &Frozen, note: &str) -> Sheet {
    let has_rules = frozen.has_rules();
    let mut sheet = Sheet::new(format!("Veränderungen {}", frozen.year), change_columns(has_rules));
    let (mut more, mut cents) = (0_i64, 0_i64);
    for entry in &frozen.entries {
        more += entry.more;
        cents = cents.saturating_add(entry.cents.unwrap_or(0));
        sheet.row(change(entry, has_rules));
    }
    let more = Fte::from_thousandths(more);
    let sums = change_sums(&sheet.columns, (!frozen.entries.is_empty()).then_some((more, cents)));
    sheet.sum(sums);
    sheet.notes = vec![note.to_owned(), format!("Stand der Liste: {}.", date(frozen.day, GERMAN))];
    sheet.notes.extend(has_rules.then(|| RULES_NOTE.to_owned()));
    sheet.notes.extend(provenance_notes(frozen.entries.iter().filter_map(|entry| entry.provenance)));
    sheet
}

/// A line of the list, in the columns of [`change_columns`].
fn change(entry: &FrozenEntry, has_rules: bool) -> Vec<Cell> {
    let extent =
        |thousandths: Option<i64>| thousandths.map(Fte::from_thousandths).map(fte).unwrap_or_default();
    let more = Fte::from_thousandths(entry.more);
    let mut cells: Vec<Cell> = vec![
        (entry.number as f64).into(),
        entry.post.as_str().into(),
        entry.title.as_str().into(),
        entry.provenance.map(provenance_word).unwrap_or_default().into(),
        entry.what.as_str().into(),
        entry.from.as_str().into(),
        entry.to.as_str().into(),
    ];
    if has_rules {
        cells.extend([extent(entry.before), extent(entry.after), computed(MORE, more)]);
    } else {
        cells.push(fte(more));
    }
    cells.extend([
        Cell::maybe(entry.cents.map(euro)),
        entry.marks.as_str().into(),
        entry.reason.clone().unwrap_or_default().into(),
    ]);
    if has_rules {
        cells.push(entry.law.clone().unwrap_or_default().into());
        cells.push(entry.by_scenario.map(cause_word).unwrap_or_default().into());
    }
    cells.push(entry.evaluation.clone().unwrap_or_default().into());
    cells
}
