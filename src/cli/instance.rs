//! `stellwerk export` and `stellwerk import-instance`: the whole instance as one open file, and back into a new database.

use super::database::{Database, Opened};
use super::files;
use crate::plan::builtin;
use crate::store::Store;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{BufReader, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk export DATEI [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Export {
    /// Neue Datei: eine Zeile JSON je Zeile jeder Tabelle, ohne Konten und Sitzungen
    #[arg(value_name = "DATEI")]
    target: PathBuf,
    #[command(flatten)]
    database: Database,
}

impl Export {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let opened = OpenOptions::new().write(true).create_new(true).open(&self.target).map_err(|error| {
            format!(
                "Die Datei „{}“ kann nicht angelegt werden ({error}); bitte wählen Sie einen anderen Namen.",
                self.target.display()
            )
        })?;
        let written = self.database.run(async |desk: &Opened| {
            let mut file = BufWriter::new(opened);
            let written = desk.store.write_instance(&mut file).await.map_err(|error| error.to_string())?;
            file.into_inner()
                .map_err(|error| error.to_string())?
                .sync_all()
                .map_err(|error| error.to_string())?;
            Ok(written)
        });
        if written.is_err() {
            // A half file is worse than none.
            let _ = std::fs::remove_file(&self.target);
        }
        let written = written?;
        files::print(&format!("Ausgegeben: {written} Zeilen in „{}“.\n", self.target.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk import-instance DATEI --database NEUE-DATEI", next_help_heading = super::usage::HEADING)]
pub(super) struct ImportInstance {
    /// Datei, die „stellwerk export“ geschrieben hat
    #[arg(value_name = "DATEI")]
    file: PathBuf,
    /// Datei der neuen Datenbank; es darf sie noch nicht geben
    #[arg(long, value_name = "DATEI")]
    database: PathBuf,
}

impl ImportInstance {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        if self.database.exists() {
            return Err(format!(
                "Die Datenbank „{}“ gibt es schon; eingelesen wird nur in eine neue. Bitte geben Sie einen anderen Namen an.",
                self.database.display()
            ));
        }
        let source = BufReader::new(files::source(&self.file)?);
        let plan = builtin().map_err(|error| error.to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("Das System gibt dem Programm keine Threads ({error})."))?;
        let read = runtime.block_on(async {
            let store = Store::open(&self.database, &plan).await.map_err(|error| error.to_string())?;
            let read = store.read_instance(source).await.map_err(|error| error.to_string());
            store.close().await.map_err(|error| error.to_string())?;
            read
        });
        if read.is_err() {
            // It was made for this; what it began with is of no use.
            let _ = std::fs::remove_file(&self.database);
        }
        let read = read?;
        files::print(&format!("Eingelesen: {read} Zeilen in „{}“.\n", self.database.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
