//! Dashboards as the page takes them: figures in the form of the language, pictures as SVG.

use crate::api::{
    CasesAlert, CasesColumn, CasesInBrief, CasesKind, CasesPanel, CasesPicture, CasesRelief, CasesTable,
    CasesUnit, CountedCases, DepartmentCases, Exercise, ExerciseTask, UnitCases,
};
use crate::caseload::Month;
use crate::dashboard::{Alert, Cell, Dashboard, Department, ExerciseStep, OriginWords, Panel, Table};
use crate::diagram::marks_to_svg;
use crate::format::{Language, date};
use crate::plan::UnitId;
use crate::server::glossary::term_of;

/// Alerts that the start page has room for.
const ALERTS: usize = 5;

/// Months ahead that can be chosen for relief.
const MONTHS: i32 = 36;

pub(super) fn unit(dashboard: Dashboard, pending: bool, language: Language) -> UnitCases {
    let relief = dashboard.relief.zip(dashboard.until).map(|(wish, until)| CasesRelief {
        until: word(wish.until),
        months: (1..=MONTHS / 3)
            .map(|quarter| until.plus(3 * quarter))
            .chain([wish.until])
            .collect::<std::collections::BTreeSet<Month>>()
            .into_iter()
            .map(|month| (word(month), month.label(language)))
            .collect(),
        target: wish.target,
    });
    UnitCases {
        name: dashboard.name,
        sentence: dashboard.sentence,
        until: dashboard.until.map(|month| month.in_full(language)),
        origin: origin(dashboard.origin, dashboard.generated),
        generated: dashboard.generated,
        withheld: dashboard.withheld,
        stale: dashboard.stale,
        badge: dashboard.badge,
        pending,
        case_types: dashboard
            .case_types
            .into_iter()
            .map(|choice| CasesKind { case_type: choice.case_type, name: choice.name })
            .collect(),
        relief,
        panels: dashboard.panels.into_iter().map(|one| panel(one, language)).collect(),
    }
}

pub(super) fn department(department: Department, year: Option<i32>, language: Language) -> DepartmentCases {
    DepartmentCases {
        sentence: department.sentence,
        until: department.until.map(|month| month.in_full(language)),
        origin: origin(department.origin, department.generated),
        generated: department.generated,
        withheld: department.withheld,
        stale: department.stale,
        alerts: department.alerts.into_iter().map(alert).collect(),
        units: department.units.into_iter().map(|(unit, depth)| CasesUnit { unit, depth }).collect(),
        table: table(&department.table, language),
        accuracy: department.accuracy.map(|one| panel(one, language)),
        adoptable: department.handling.as_ref().is_some_and(|(_, adoptable)| *adoptable),
        handling: department.handling.map(|(one, _)| panel(one, language)),
        calibration: year.map(i64::from),
    }
}

fn alert(Alert { unit, words }: Alert) -> CasesAlert {
    CasesAlert { unit, words }
}

/// The same rows and alerts, as far as the start page has them; none without a row.
pub(super) fn counted(department: Department, language: Language) -> Option<CountedCases> {
    let in_brief = |(unit, [open, old]): (&UnitId, [&Cell; 2])| CasesInBrief {
        unit: unit.clone(),
        open: open.shown(language),
        old: old.shown(language),
    };
    let units: Vec<CasesInBrief> = department.stocks().map(in_brief).collect();
    let until = department.until.filter(|_| !units.is_empty())?;
    Some(CountedCases {
        until: until.in_full(language),
        listed: department.listed.map(|day| date(day, language)),
        origin: department.origin.to_string(),
        withheld: department.withheld,
        stale: department.stale,
        of: department.of,
        units,
        more: u32::try_from(department.alerts.len().saturating_sub(ALERTS)).unwrap_or(u32::MAX),
        alerts: department.alerts.into_iter().take(ALERTS).map(alert).collect(),
    })
}

pub(super) fn exercise(steps: Vec<ExerciseStep>, pending: bool, own_figures: bool) -> Exercise {
    let task = |step: ExerciseStep| ExerciseTask {
        title: step.title,
        text: step.text,
        address: step.address,
        link: step.link,
        question: step.question,
        options: step.options,
        right: step.right,
        reason: step.reason,
    };
    Exercise { tasks: steps.into_iter().map(task).collect(), pending, own_figures }
}

/// Where the figures come from. What is generated stands beside the mark of assumptions on the page, which says the same as its own.
fn origin(words: OriginWords, generated: bool) -> String {
    if generated { words.figures.to_owned() } else { words.to_string() }
}

/// „2024-12“.
fn word(month: Month) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

/// A panel in the form of the language.
pub(in crate::server) fn panel(panel: Panel, language: Language) -> CasesPanel {
    CasesPanel {
        key: panel.key.to_owned(),
        picture: panel.picture.map(|scene| CasesPicture {
            width: scene.width,
            height: scene.height,
            marks: marks_to_svg(&scene.marks),
        }),
        table: table(&panel.table, language),
        term: term_of(&panel.title),
        title: panel.title,
        sentence: panel.sentence,
        caption: panel.caption,
        notes: panel.notes,
    }
}

/// What the first column of a table is called whose rows are figures.
const OF_FIGURES: [&str; 4] = ["Größe", "Figure", "Maß", "Measure"];

fn table(table: &Table, language: Language) -> CasesTable {
    let of_figures = table.columns.first().is_some_and(|first| OF_FIGURES.contains(&first.name.as_str()));
    let term = |row: &Vec<Cell>| match row.first() {
        Some(Cell::Text(name)) => term_of(name).unwrap_or_default(),
        _ => String::new(),
    };
    CasesTable {
        terms: if of_figures { table.rows.iter().map(term).collect() } else { Vec::new() },
        caption: table.caption.clone(),
        columns: table
            .columns
            .iter()
            .map(|column| CasesColumn {
                name: column.name.clone(),
                is_number: column.is_number,
                term: term_of(&column.name),
            })
            .collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| cell.shown(language)).collect()).collect(),
    }
}
