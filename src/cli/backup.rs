//! `stellwerk backup`: a checked copy of the database, made while people work.

use super::database::{Database, block_on};
use super::{FAILED, anchors, files, verify};
use crate::store::{back_up, backup_name, is_backup_name};
use clap::Args;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Beside the database, where no other place is named.
const FOLDER: &str = "sicherungen";

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk backup [ZIEL] [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Backup {
    /// Ordner, in dem die Sicherung einen Namen mit der Zeit (UTC) bekommt, oder Name der neuen Datei; Vorgabe: Ordner „sicherungen“ neben der Datenbank
    #[arg(value_name = "ZIEL")]
    target: Option<PathBuf>,
    /// So viele Sicherungen mit Zeit im Namen bleiben im Ordner, die ältesten werden gelöscht; ohne Angabe bleiben alle
    #[arg(long, value_name = "ANZAHL")]
    keep: Option<NonZeroUsize>,
    #[command(flatten)]
    database: Database,
}

impl Backup {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let file = self.database.existing()?;
        let target = self.target(file)?;
        let (findings, lacking) = block_on(async {
            let findings = back_up(file, &target).await.map_err(|error| error.to_string())?;
            let lacking = anchors::note(file, &target, &findings).await?;
            Ok((findings, lacking))
        })?;
        let mut text = format!("Gesichert und geprüft: {}\n", target.display());
        text.push_str(&verify::summary(&findings));
        // Where entries were cut off, the older copies are the only ones that still have them.
        if let (Some(keep), Some(folder), true) = (self.keep, target.parent(), lacking.is_empty()) {
            for old in thin_out(file, folder, keep)? {
                text.push_str(&format!("Gelöscht: {}\n", old.display()));
            }
        }
        files::print(&text)?;
        if lacking.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let noted = anchors::beside(file, target.parent().unwrap_or(Path::new(".")));
        eprintln!("Achtung: Was „{}“ als Prüfwerte nennt, steht nicht mehr im Protokoll:", noted.display());
        lacking.iter().for_each(|fault| eprintln!("- {fault}"));
        eprintln!(
            "Gesichert wurde trotzdem, alte Sicherungen bleiben liegen. Nach einer Wiederherstellung ist das zu erwarten; benennen Sie die Datei dann um."
        );
        Ok(ExitCode::from(FAILED))
    }

    /// The file to be written; makes the folder of our own.
    fn target(&self, file: &Path) -> Result<PathBuf, String> {
        let folder = match &self.target {
            Some(target) if target.is_dir() => target.clone(),
            Some(target) => return Ok(target.clone()),
            None => file.with_file_name(FOLDER),
        };
        make_folder(&folder).map_err(|error| {
            format!("Der Ordner „{}“ kann nicht angelegt werden: {error}.", folder.display())
        })?;
        Ok(folder.join(backup_name(file)))
    }
}

/// For its owner only, like the database's.
#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Removes the oldest backups of this database, only those that carry a time in their name.
fn thin_out(file: &Path, folder: &Path, keep: NonZeroUsize) -> Result<Vec<PathBuf>, String> {
    let failed = |error: std::io::Error| {
        format!("Alte Sicherungen in „{}“ bleiben liegen: {error}.", folder.display())
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if is_backup_name(file, &name) {
            names.push(name);
        }
    }
    // The time in the name sorts them.
    names.sort_unstable();
    let many = names.len().saturating_sub(keep.get());
    let old: Vec<PathBuf> = names.into_iter().take(many).map(|name| folder.join(name)).collect();
    old.iter().try_for_each(std::fs::remove_file).map_err(failed)?;
    Ok(old)
}
