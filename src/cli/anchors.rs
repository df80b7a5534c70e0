//! Anchors of the audit trail in a file: what a backup notes, and what `verify` and the next backup look for.

use crate::store::{Anchor, Findings, Inspection};
use chrono::Utc;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Missing anchors that are told one by one.
const TOLD: usize = 20;

/// The file beside the backups of this database.
pub(super) fn beside(database: &Path, folder: &Path) -> PathBuf {
    let stem = database.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    folder.join(format!("{stem}-pruefwerte.txt"))
}

/// The anchors of a file: a line has time, anchor and name of the backup.
pub(super) fn read(file: &Path) -> Result<Vec<Anchor>, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("Die Datei „{}“ kann nicht gelesen werden: {error}.", file.display()))?;
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(place, line)| {
            let word = line.split_whitespace().nth(1).unwrap_or_default();
            word.parse::<Anchor>()
                .map_err(|error| format!("Datei „{}“, Zeile {}: {error}.", file.display(), place + 1))
        })
        .collect()
}

/// What it means that anchors are missing, sentence by sentence.
pub(super) fn faults(lacking: &[Anchor]) -> Vec<String> {
    let mut faults: Vec<String> = lacking
        .iter()
        .take(TOLD)
        .map(|anchor| {
            format!(
                "Prüfprotokoll: Der Eintrag zum Prüfwert {anchor} fehlt. Neuere Einträge wurden abgeschnitten, oder es ist ein anderes oder älteres Protokoll."
            )
        })
        .collect();
    if lacking.len() > TOLD {
        faults.push(format!("Prüfprotokoll: Es fehlen {} weitere Prüfwerte.", lacking.len() - TOLD));
    }
    faults
}

/// Notes the newest entries that a backup holds, and gives the sentences for those noted before that it lacks.
pub(super) async fn note(database: &Path, backup: &Path, findings: &Findings) -> Result<Vec<String>, String> {
    let folder = backup.parent().unwrap_or(Path::new("."));
    let file = beside(database, folder);
    let lacking = if file.exists() {
        let anchors = read(&file)?;
        let inspection = Inspection::open(backup).await.map_err(|error| error.to_string())?;
        let lacking = inspection.lacks(&anchors).await.map_err(|error| error.to_string());
        inspection.close().await;
        lacking?
    } else {
        Vec::new()
    };
    let name = backup.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let time = Utc::now().format("%Y-%m-%dT%H:%M:%SZ");
    let lines: String = findings.audit_heads.iter().map(|head| format!("{time} {head} {name}\n")).collect();
    let written = open(&file).and_then(|mut opened| {
        opened.write_all(lines.as_bytes())?;
        opened.sync_all()
    });
    written.map_err(|error| {
        format!("Die Prüfwerte können nicht in „{}“ geschrieben werden: {error}.", file.display())
    })?;
    Ok(faults(&lacking))
}

/// For its owner only, like the backups.
fn open(file: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
