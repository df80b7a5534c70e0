//! `stellwerk cases`: what the stored counts say of the units, or of one of them month by month, and how right a forecast is.

mod backtest;
mod handling;

use super::database::{Database, Opened};
use super::files;
use super::table::{Cell, OutputFormat, Table};
use crate::caseload::{Counted, Ledger, Report};
use crate::format::Language;
use crate::plan::{Plan, UnitId};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk cases [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Cases {
    /// Kennung einer Einheit; ohne Angabe alle Einheiten mit ihrem letzten Monat
    #[arg(long, value_name = "KENNUNG", value_parser = UnitId::parse)]
    unit: Option<UnitId>,
    /// Rücktest: an einem Jahr kalibriert, am nächsten geprüft; ohne erfasste Zahlen an den erzeugten des Beispiels. Er nennt Eingänge auch kleiner Einheiten genau: Nachfrage ist keine Leistung
    #[arg(long, conflicts_with = "unit")]
    backtest: bool,
    /// Bearbeitungszeiten: welcher Faktor sie mit den Erledigungen des letzten gezählten Jahres in Einklang bringt, nur für Einheiten, deren Erledigungen gezeigt werden
    #[arg(long, conflicts_with_all = ["unit", "backtest"])]
    handling: bool,
    /// Form der Ausgabe: table (für Menschen, die Vorgabe), json (für Programme), csv (Semikolon, Dezimalkomma)
    #[arg(
        long,
        value_name = "FORM",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: OutputFormat,
    /// CSV mit der Kennung am Anfang, die Excel für Umlaute braucht
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    database: Database,
}

impl Cases {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let (plan, ledger, least) = self.database.run(async |opened| read(opened).await)?;
        if self.backtest {
            return self.print_backtest(&plan, ledger);
        }
        let counted = Counted::of(&plan, ledger, least);
        if self.handling {
            return self.print_handling(&plan, &counted);
        }
        let reports: Vec<Report> = match &self.unit {
            Some(unit) if plan.unit(unit).is_none() => {
                return Err(format!(
                    "Die Einheit „{unit}“ gibt es im Plan nicht; bitte prüfen Sie die Kennung."
                ));
            }
            Some(unit) => vec![counted.report(&plan, unit)],
            None => counted.reports(&plan),
        };
        let table = if self.unit.is_some() { months(&reports) } else { overview(&reports) };
        let text = match self.format {
            OutputFormat::Json => {
                serde_json::to_string_pretty(&reports).map_err(|error| error.to_string())? + "\n"
            }
            OutputFormat::Csv => table.to_csv(self.bom),
            OutputFormat::Table => {
                let said: Vec<&str> = match &self.unit {
                    Some(_) => reports.iter().map(|report| report.sentence.as_str()).collect(),
                    None => Vec::new(),
                };
                let withheld = reports
                    .iter()
                    .filter_map(|report| Some(format!("{}: {}", report.name, report.withheld.as_ref()?)));
                let withheld: Vec<String> = withheld.collect();
                [said.join("\n"), table.to_text(), withheld.join("\n")]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .map(|part| part.trim_end().to_owned() + "\n")
                    .collect::<Vec<_>>()
                    .join("\n")
            }
        };
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Cases {
    fn print_backtest(&self, plan: &Plan, ledger: Ledger) -> Result<ExitCode, String> {
        let report = backtest::Report::of(plan, ledger)?;
        let text = match self.format {
            OutputFormat::Json => {
                serde_json::to_string_pretty(&report).map_err(|error| error.to_string())? + "\n"
            }
            OutputFormat::Csv => report.table(plan).to_csv(self.bom),
            OutputFormat::Table => format!("{}\n\n{}", report.sentence(), report.table(plan).to_text()),
        };
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Cases {
    fn print_handling(&self, plan: &Plan, counted: &Counted) -> Result<ExitCode, String> {
        let report = handling::Report::of(plan, counted)?;
        let text = match self.format {
            OutputFormat::Json => {
                serde_json::to_string_pretty(&report).map_err(|error| error.to_string())? + "\n"
            }
            OutputFormat::Csv => report.table(plan).to_csv(self.bom),
            OutputFormat::Table => format!("{}\n\n{}", report.meaning, report.table(plan).to_text()),
        };
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Plan and counts, and heads from which on output is told.
async fn read(opened: &Opened) -> Result<(Plan, Ledger, u32), String> {
    let said = |error: crate::store::StoreError| error.to_string();
    let plan = opened.store.first_plan(opened.permit()?, &opened.actor).await.map_err(said)?;
    let mut counts = opened.store.case_counts(opened.permit()?, &opened.actor).await.map_err(said)?;
    if counts.is_empty() {
        counts = opened.store.listed_ledger(opened.permit()?, &opened.actor).await.map_err(said)?;
    }
    let ledger = counts.laid_open();
    Ok((plan, ledger, opened.least_heads().await?))
}

fn count(value: Option<u64>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Number(value as f64, 0))
}

fn months(reports: &[Report]) -> Table {
    let mut table = Table::new(&[
        "Monat",
        "Monate",
        "Eingänge",
        "Erledigungen",
        "Saldo",
        "Bestand",
        "Bestand ist",
        "ohne Angabe",
    ]);
    for line in reports.iter().flat_map(|report| &report.lines) {
        let how = line.stock.map_or("", |stock| if stock.carried { "fortgeschrieben" } else { "gezählt" });
        table.row(vec![
            line.month.label(Language::German).as_str().into(),
            Cell::Number(f64::from(line.months), 0),
            count(line.received),
            count(line.completed),
            line.net().map_or(Cell::Empty, |net| Cell::Number(net as f64, 0)),
            count(line.stock.map(|stock| stock.cases)),
            how.into(),
            Cell::Number(line.missing as f64, 0),
        ]);
    }
    table
}

fn overview(reports: &[Report]) -> Table {
    let mut table = Table::new(&[
        "Einheit",
        "bis",
        "Bestand",
        "Eingänge 12 Monate",
        "Erledigungen 12 Monate",
        "Monate Arbeit",
    ]);
    for report in reports {
        let Some(last) = report.lines.last() else {
            let mut row = vec![report.name.as_str().into()];
            row.resize(6, Cell::Empty);
            table.row(row);
            continue;
        };
        table.row(vec![
            report.name.as_str().into(),
            last.month.label(Language::German).as_str().into(),
            count(last.stock.map(|stock| stock.cases)),
            count(report.received_in_a_year()),
            count(report.completed_in_a_year()),
            report.months_of_work.map_or(Cell::Empty, |months| Cell::Number(months, 1)),
        ]);
    }
    table
}
