//! `stellwerk audit`: the audit trail, for reading and for keeping elsewhere.

use super::database::{Database, block_on};
use super::table::{Cell, OutputFormat, Table};
use super::{FAILED, files};
use crate::format::{Language, local_time};
use crate::store::trail::{Teller, action};
use crate::store::{AuditEntry, Inspection};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk audit [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Audit {
    /// Erster Tag, etwa 2024-06-30; ohne Angabe von Anfang an
    #[arg(long, value_name = "TAG", value_parser = super::usage::day)]
    from: Option<NaiveDate>,
    /// Letzter Tag; ohne Angabe bis heute
    #[arg(long, value_name = "TAG", value_parser = super::usage::day)]
    to: Option<NaiveDate>,
    /// Form der Ausgabe: table (für Menschen, die Vorgabe), json (alle Angaben, für Programme), csv (Semikolon)
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

impl Audit {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let file = self.database.existing()?;
        let (entries, findings) = block_on(async {
            let inspection = Inspection::open(file).await.map_err(|error| error.to_string())?;
            let entries = inspection.audit_trail().await.map_err(|error| error.to_string());
            let findings = inspection.verify().await.map_err(|error| error.to_string());
            inspection.close().await;
            Ok((entries?, findings?))
        })?;
        let wanted: Vec<&AuditEntry> = entries.iter().filter(|entry| self.is_wanted(entry)).collect();
        files::print(&match self.format {
            OutputFormat::Json => {
                serde_json::to_string_pretty(&wanted).map_err(|error| error.to_string())? + "\n"
            }
            OutputFormat::Csv => everything(&wanted).to_csv(self.bom),
            OutputFormat::Table => readable(&wanted).to_text(),
        })?;
        if findings.is_whole() {
            return Ok(ExitCode::SUCCESS);
        }
        findings.faults.iter().for_each(|fault| eprintln!("Achtung: {fault}"));
        Ok(ExitCode::from(FAILED))
    }

    fn is_wanted(&self, entry: &AuditEntry) -> bool {
        let day = local_time(entry.recorded_at).unwrap_or_default().date();
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }
}

fn time(entry: &AuditEntry) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(entry.recorded_at).unwrap_or_default()
}

fn readable(entries: &[&AuditEntry]) -> Table {
    let mut table = Table::new(&["Nr.", "Zeit", "Wer", "Was", "Woran", "Inhalt"]);
    let teller = Teller::new(None);
    for entry in entries {
        table.row(vec![
            Cell::Number(entry.position as f64, 0),
            Cell::Text(
                local_time(entry.recorded_at).unwrap_or_default().format("%d.%m.%Y %H:%M:%S").to_string(),
            ),
            entry.actor.as_str().into(),
            action(&entry.action, Language::German).into(),
            entry.subject.as_str().into(),
            Cell::Text(teller.content(&entry.detail, Language::German).join("; ")),
        ]);
    }
    table
}

/// All that the trail holds: with it the chain can be computed again elsewhere.
fn everything(entries: &[&AuditEntry]) -> Table {
    let mut table = Table::new(&[
        "Organisation",
        "Nr.",
        "Zeit (µs seit 1970, UTC)",
        "Zeit (UTC)",
        "Wer",
        "Was",
        "Woran",
        "Inhalt",
        "Anfrage",
        "Prüfwert davor",
        "Prüfwert",
    ]);
    for entry in entries {
        table.row(vec![
            entry.tenant_id.as_str().into(),
            Cell::Number(entry.position as f64, 0),
            Cell::Text(entry.recorded_at.to_string()),
            Cell::Text(time(entry).format("%d.%m.%Y %H:%M:%S%.6f").to_string()),
            entry.actor.as_str().into(),
            entry.action.as_str().into(),
            entry.subject.as_str().into(),
            entry.detail.as_str().into(),
            entry.request_id.as_str().into(),
            entry.prev_hash.as_str().into(),
            entry.hash.as_str().into(),
        ]);
    }
    table
}
