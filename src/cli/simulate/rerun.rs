//! `stellwerk simulate --rerun FILE`: computes a result file again and says whether the same bytes come out.

use crate::cli::files;
use crate::cli::threads::{Threads, Workers};
use crate::forecasting::{Engine, Inputs, ResultFile, differences};
use crate::plan::Digest;
use std::path::Path;
use std::process::ExitCode;

/// Succeeds where the bytes are the same; else the reason names what differs.
pub(super) fn run(file: &Path, threads: &Threads) -> Result<ExitCode, String> {
    let bytes = files::read(file)?;
    let (engine, inputs) =
        Inputs::of_file(&bytes).map_err(|errors| files::refusal(file, "Das Ergebnis", &errors))?;
    let result = computed(inputs, threads)?;
    let again = result.to_json();
    if again.as_bytes() == bytes {
        files::print(&format!(
            "Das Ergebnis in {} ist bestätigt: Nachgerechnet entstehen dieselben Bytes, Prüfsumme {}.\n",
            files::name(file),
            result.hash()
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    Err(explain(file, &engine, &String::from_utf8_lossy(&bytes), (&again, result.hash())))
}

fn computed(inputs: Inputs, threads: &Threads) -> Result<ResultFile, String> {
    let models = inputs.models().map_err(|error| error.to_string())?;
    let baseline = threads.replications(&models[0], 0..inputs.replications)?;
    let scenario = threads.replications(&models[1], 0..inputs.replications)?;
    Ok(ResultFile::of_runs(inputs, [&models[0], &models[1]], [&baseline, &scenario]))
}

/// Who wrote it, whether it was touched since, and where it differs.
fn explain(file: &Path, engine: &Engine, text: &str, (again, hash): (&str, &Digest)) -> String {
    let places = differences(text, again);
    let mut lines = vec![format!("Das Ergebnis in {} entsteht so nicht noch einmal.", files::name(file))];
    let this = Engine::this();
    if *engine != this {
        lines.push(format!(
            "Es stammt von {} {}, nachgerechnet hat {} {}; bitte mit der Version von damals nachrechnen.",
            engine.name, engine.version, this.name, this.version
        ));
    } else if text.contains(hash.to_string().as_str()) && !places.is_empty() {
        lines.push("Die Prüfsumme in der Datei gehört zu den nachgerechneten Werten: Die Datei wurde nachträglich geändert.".to_owned());
    }
    if places.is_empty() {
        lines.push(
            "Alle Werte sind gleich, nur die Form der Datei (Leerzeichen, Reihenfolge) ist eine andere."
                .to_owned(),
        );
    } else {
        lines.push("Unterschiede, links die Datei, rechts nachgerechnet:".to_owned());
        lines.extend(places.into_iter().map(|place| format!("  {place}")));
    }
    lines.join("\n")
}
