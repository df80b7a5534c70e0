//! `stellwerk restore`: puts a backup in the place of the database; what was there is laid aside, never deleted.

use super::database::{Database, block_on};
use super::{files, verify};
use crate::store::restore;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk restore SICHERUNG [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Restore {
    /// Datei der Sicherung; sie wird zuerst geprüft und bleibt, wie sie ist
    #[arg(value_name = "SICHERUNG")]
    backup: PathBuf,
    /// Eine vorhandene Datenbank ersetzen; sie wird umbenannt und bleibt daneben liegen
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    database: Database,
}

impl Restore {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let file = self.database.file();
        let restored = block_on(async {
            restore(&self.backup, file, self.replace).await.map_err(|error| error.to_string())
        })?;
        let mut text = format!("Wiederhergestellt und geprüft: {}\n", file.display());
        if let Some(aside) = &restored.aside {
            text.push_str(&format!("Die bisherige Datenbank liegt jetzt hier: {}\n", aside.display()));
        }
        text.push_str(&verify::summary(&restored.findings));
        files::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}
