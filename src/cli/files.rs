//! Reading plans and changes from a file or standard input, writing to standard output.

use crate::plan::{Change, Conflict, MAX_FILE_BYTES, Plan, changes_from_json};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// The name that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// Reads and checks a plan; „-“ is standard input.
pub(super) fn plan(file: &Path) -> Result<Plan, String> {
    let bytes = read(file)?;
    Plan::from_json(&bytes).map_err(|errors| refusal(file, "Der Plan", &errors))
}

/// Reads and checks a list of changes; none without a file.
pub(super) fn changes(file: Option<&Path>) -> Result<Vec<Change>, String> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let bytes = read(file)?;
    changes_from_json(&bytes).map_err(|errors| refusal(file, "Die Änderungsliste", &errors))
}

/// Opens a table to be read as a stream; „-“ is standard input.
pub(super) fn source(file: &Path) -> Result<Box<dyn Read + Send>, String> {
    if file.as_os_str() == STANDARD_INPUT {
        return Ok(Box::new(std::io::stdin()));
    }
    match std::fs::File::open(file) {
        // A folder can be opened, but not read.
        Ok(_) if file.is_dir() => Err(unreadable(file, &ErrorKind::IsADirectory.into())),
        Ok(opened) => Ok(Box::new(opened)),
        Err(error) => Err(unreadable(file, &error)),
    }
}

/// What is said of a file whose content is refused.
pub(super) fn refusal(file: &Path, what: &str, errors: &dyn std::fmt::Display) -> String {
    format!("{what} in {} ist ungültig:\n{errors}", name(file))
}

/// Says on standard error which changes do not fit; the rest applies all the same.
pub(super) fn warn_of(conflicts: &[Conflict]) {
    for conflict in conflicts {
        let which = if conflict.decided { "beschlossene Änderung" } else { "Änderung" };
        eprintln!(
            "Achtung: {which} [{}] passt nicht und wird ausgelassen: {}",
            conflict.index, conflict.reason
        );
    }
}

/// How a file is called in messages.
pub(super) fn name(file: &Path) -> String {
    if file.as_os_str() == STANDARD_INPUT {
        "der Standardeingabe".to_owned()
    } else {
        format!("„{}“", file.display())
    }
}

/// Reads no more than a plan may have; one byte beyond lets the reader of the format see that it is too much.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, String> {
    let limit = MAX_FILE_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == STANDARD_INPUT {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(limit).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable(file, &error)),
    }
}

/// Writes a file, whatever stood in it.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(file, bytes)
        .map_err(|error| format!("Die Datei {} kann nicht geschrieben werden: {error}.", name(file)))
}

fn unreadable(file: &Path, error: &std::io::Error) -> String {
    let reason = match error.kind() {
        ErrorKind::NotFound => "es gibt sie nicht".to_owned(),
        ErrorKind::PermissionDenied => "der Zugriff wurde verweigert".to_owned(),
        ErrorKind::IsADirectory => "es ist ein Ordner".to_owned(),
        _ => error.to_string(),
    };
    format!("Die Datei {} kann nicht gelesen werden: {reason}.", name(file))
}

/// Writes to standard output. A reader that went away (`stellwerk … | head`) has all that it wanted.
pub(super) fn print(text: &str) -> Result<(), String> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("Das Ergebnis kann nicht ausgegeben werden: {error}."))
        }
        _ => Ok(()),
    }
}

/// The ending of a file's name; empty without one.
pub(super) fn ending(file: &Path) -> &str {
    file.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}
