//! `stellwerk verify`: whether a database or a backup is whole, without changing it.

use super::database::{Database, block_on};
use super::table::{Cell, OutputFormat, Table};
use super::{FAILED, anchors, files};
use crate::format::{Language, number};
use crate::store::{Anchor, Findings, Inspection};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk verify [DATEI] [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Verify {
    /// Sicherung, die geprüft wird; ohne Angabe die Datenbank selbst
    #[arg(value_name = "DATEI")]
    backup: Option<PathBuf>,
    /// Form der Ausgabe: table (für Menschen, die Vorgabe), json (für Programme), csv (Semikolon, Dezimalkomma)
    #[arg(
        long,
        value_name = "FORM",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: OutputFormat,
    /// Prüfwert, der früher notiert wurde (1234:4f1c… oder ohne Nummer): Fehlt sein Eintrag, wurde das Protokoll abgeschnitten; mehrfach möglich
    #[arg(long = "head", value_name = "PRÜFWERT")]
    heads: Vec<Anchor>,
    /// Datei mit Prüfwerten, wie „stellwerk backup“ sie neben die Sicherungen schreibt; alle müssen im Protokoll stehen
    #[arg(long = "heads", value_name = "DATEI")]
    noted: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
}

impl Verify {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let file = match &self.backup {
            Some(backup) => backup,
            None => self.database.existing()?,
        };
        let mut anchors = self.heads.clone();
        if let Some(noted) = &self.noted {
            anchors.extend(anchors::read(noted)?);
        }
        let findings = block_on(async {
            let inspection = Inspection::open(file).await.map_err(|error| error.to_string())?;
            let found = async {
                let mut findings = inspection.verify().await.map_err(|error| error.to_string())?;
                // What a chain that is broken holds proves nothing.
                if findings.is_whole() {
                    let lacking = inspection.lacks(&anchors).await.map_err(|error| error.to_string())?;
                    findings.faults.extend(anchors::faults(&lacking));
                }
                Ok(findings)
            };
            let found = found.await;
            inspection.close().await;
            found
        })?;
        files::print(&match self.format {
            OutputFormat::Json => {
                serde_json::to_string_pretty(&findings).map_err(|error| error.to_string())? + "\n"
            }
            OutputFormat::Csv => tables(&findings).to_csv(false),
            OutputFormat::Table => tables(&findings).to_text() + "\n" + &summary(&findings),
        })?;
        if findings.is_whole() {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!("Die Datei „{}“ ist nicht unversehrt:", file.display());
        findings.faults.iter().for_each(|fault| eprintln!("- {fault}"));
        Ok(ExitCode::from(FAILED))
    }
}

fn tables(findings: &Findings) -> Table {
    let mut table = Table::new(&["Tabelle", "Zeilen"]);
    for (name, rows) in &findings.tables {
        table.row(vec![name.as_str().into(), Cell::Number(*rows as f64, 0)]);
    }
    table
}

/// What was found, in a few lines.
pub(super) fn summary(findings: &Findings) -> String {
    let size = number(findings.bytes as f64 / 1_000_000.0, 2, Language::German);
    let rows: i64 = findings.tables.iter().map(|(_, rows)| rows).sum();
    let mut text = format!(
        "Aufbau Nr. {} (dieses Programm kennt bis {}), {size} MB, {} Tabellen mit {} Zeilen\n",
        findings.state,
        findings.newest,
        findings.tables.len(),
        number(rows as f64, 0, Language::German),
    );
    text.push_str(&format!(
        "Prüfprotokoll: {} Einträge{}\n",
        number(findings.audit_entries as f64, 0, Language::German),
        if findings.is_whole() { ", die Kette ist lückenlos" } else { "" },
    ));
    for head in &findings.audit_heads {
        text.push_str(&format!("Letzter Prüfwert: {head}\n"));
    }
    text.push_str(if findings.is_whole() { "Unversehrt.\n" } else { "Nicht unversehrt.\n" });
    text
}
