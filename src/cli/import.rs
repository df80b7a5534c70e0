//! `stellwerk import`: monthly counts of cases from a table into the database.

use super::database::{Database, Opened};
use super::files;
use super::table::{Cell, Table};
use crate::caseload::{Counts, Ledger};
use crate::exchange::{
    CountsFile, Difference, MAX_WORKBOOK_BYTES, RowDifference, Rows, Wrong, difference, is_workbook,
    read_counts, workbook_rows,
};
use crate::format::Language;
use crate::plan::Plan;
use clap::Args;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Changed counts that are listed one by one.
const LISTED: usize = 40;

/// Room for the first lines, from which the separator is told.
const BUFFER: usize = 64 * 1024;

/// One figure of the counts.
type Figure = fn(&Counts) -> Option<u64>;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk import TABELLE [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Import {
    /// CSV oder Excel-Arbeitsmappe (.xlsx) mit den Spalten Monat, Fallart und Eingänge, Erledigungen oder Bestand; „-“ liest die Standardeingabe
    #[arg(value_name = "TABELLE")]
    table: PathBuf,
    /// Nur prüfen und zeigen, was sich ändern würde; nichts speichern
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: Database,
}

impl Import {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let source = files::source(&self.table)?;
        let text = self.database.run(async |opened| self.import(opened, source).await)?;
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn import(&self, opened: &Opened, source: Box<dyn std::io::Read>) -> Result<String, String> {
        let said = |error: crate::store::StoreError| error.to_string();
        let plan = opened.store.first_plan(opened.permit()?, &opened.actor).await.map_err(said)?;
        let file = read(&plan, BufReader::with_capacity(BUFFER, source))
            .map_err(|wrong| refusal(&self.table, &wrong))?;
        for notice in &file.notices {
            eprintln!("Hinweis: {notice}");
        }
        let stored = opened.store.case_counts(opened.permit()?, &opened.actor).await.map_err(said)?;
        let found = if self.dry_run {
            difference(&stored, &file.ledger)
        } else {
            let name = self.table.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            let done = opened.store.import_counts(opened.permit()?, &opened.actor, &name, &file.ledger);
            done.await.map_err(said)?
        };
        warn_of_contradictions(stored, &found);
        Ok(summary(&found, self.dry_run))
    }
}

/// Reads a workbook or, row by row, a CSV file: the first bytes tell, not the name.
fn read(plan: &Plan, mut source: impl BufRead) -> Result<CountsFile, Vec<Wrong>> {
    let unreadable =
        |error: std::io::Error| vec![Wrong::row(1, &format!("Die Datei lässt sich nicht lesen ({error})."))];
    if !is_workbook(source.fill_buf().map_err(unreadable)?) {
        return read_counts(plan, Rows::new(source));
    }
    let mut bytes = Vec::new();
    source.take(MAX_WORKBOOK_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let rows = workbook_rows(&bytes).map_err(|wrong| vec![wrong])?;
    read_counts(plan, rows.into_iter().map(Ok))
}

fn refusal(file: &Path, wrong: &[Wrong]) -> String {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    format!("Aus {} wurde nichts übernommen:\n{}", files::name(file), lines.join("\n"))
}

/// Says where counted stocks do not follow from one another; they are stored as they were counted.
fn warn_of_contradictions(mut ledger: Ledger, found: &Difference) {
    for row in &found.rows {
        ledger.enter(row.case_type.clone(), row.month, row.after);
    }
    let touched = |id: &crate::plan::CaseTypeId| found.rows.iter().any(|row| row.case_type == *id);
    for one in ledger.contradictions().iter().filter(|one| touched(&one.case_type)).take(LISTED) {
        eprintln!(
            "Achtung: {}, {}: gezählter Bestand {}, nach Bestand davor + Eingänge − Erledigungen wären es {}.",
            one.case_type,
            one.month.label(Language::German),
            one.counted,
            one.expected
        );
    }
}

fn summary(found: &Difference, dry_run: bool) -> String {
    let changed = found.rows.iter().filter(|row| row.before.is_some()).count();
    let added = found.rows.len() - changed;
    let mut text = format!(
        "{}: {added} neu, {changed} geändert, {} unverändert",
        if dry_run { "Probe, nichts gespeichert" } else { "Übernommen" },
        found.unchanged
    );
    if found.absent > 0 {
        text.push_str(&format!(
            "; {} gespeicherte Angaben desselben Zeitraums fehlen in der Tabelle und bleiben stehen",
            found.absent
        ));
    }
    text.push_str(".\n");
    let mut table = Table::new(&["Fallart", "Monat", "Angabe", "bisher", "neu"]);
    let changes = found.rows.iter().filter(|row| row.before.is_some());
    changes.clone().take(LISTED).for_each(|row| rows(&mut table, row));
    if changed > 0 {
        text.push('\n');
        text.push_str(&table.to_text());
    }
    if changed > LISTED {
        text.push_str(&format!("… und {} weitere\n", changed - LISTED));
    }
    text
}

fn rows(table: &mut Table, row: &RowDifference) {
    let before = row.before.unwrap_or_default();
    let figures: [(&str, Figure); 3] = [
        ("Eingänge", |counts| counts.received),
        ("Erledigungen", |counts| counts.completed),
        ("Bestand", |counts| counts.open),
    ];
    let cell = |value: Option<u64>| value.map_or(Cell::Empty, |value| Cell::Number(value as f64, 0));
    for (name, figure) in figures.into_iter().filter(|(_, figure)| figure(&before) != figure(&row.after)) {
        table.row(vec![
            row.case_type.as_str().into(),
            row.month.label(Language::German).as_str().into(),
            name.into(),
            cell(figure(&before)),
            cell(figure(&row.after)),
        ]);
    }
}
