//! What is said of a table that was read: on the terminal and in the protocols of the watched folder.

use super::{Looked, NamedFigure, Outcome};
use crate::caseload::Contradiction;
use crate::exchange::{CaseDifference, Difference, RowDifference};
use crate::format::{Language, number};

/// Changes that are listed one by one.
pub const LISTED: usize = 40;

/// The figures of counts.
pub const FIGURES: [NamedFigure; 3] = [
    ("Eingänge", |counts| counts.received),
    ("Erledigungen", |counts| counts.completed),
    ("Bestand", |counts| counts.open),
];

/// What is said where nobody knows what a table holds.
pub const UNKNOWN: &str = "Es gibt keine Kopfzeile mit „Monat“, „Fallart“ und mindestens einer der Spalten „Eingänge“, „Erledigungen“ und „Bestand“, keine mit „Aktenzeichen“, „Fallart“ und „Eingangsdatum“ und keine mit „Fallart“ und „Fallzahl“ oder „mBZ“. Bitte ergänzen Sie sie über der ersten Zeile mit Zahlen.";

/// What is said where posts or figures of the assessment come without a scenario that takes them.
pub const OF_PLAN: &str = "Stellen und Angaben zur Bemessung ändern den Plan und werden nicht von selbst übernommen. Bitte wählen Sie die Datei auf der Seite „Daten“: Dort wird jede Änderung gezeigt und als Schritt in ein Szenario übernommen. Auf der Befehlszeile nennt --scenario das Szenario.";

fn count(cases: u64) -> String {
    number(cases as f64, 0, Language::German)
}

/// Where a counted stock does not follow from the one before.
#[must_use]
pub fn contradiction(one: &Contradiction) -> String {
    format!(
        "{}, {}: gezählter Bestand {}, nach Bestand davor + Eingänge − Erledigungen wären es {}.",
        one.case_type,
        one.month.label(Language::German),
        one.counted,
        one.expected
    )
}

/// Why some counts are not compared in the open; nothing where none are.
#[must_use]
pub(super) fn withheld_counts(counts: usize) -> Option<String> {
    (counts > 0).then(|| {
        format!(
            "Ohne Vergleich: {counts} Angaben zu Fallarten, an denen nur wenige Stellen arbeiten. Sie werden übernommen wie die \
             anderen; ob sie sich vom Gespeicherten unterscheiden, wird nicht gesagt, weil das Erledigungen verriete."
        )
    })
}

/// The same of the cases of a list.
#[must_use]
pub(super) fn withheld_cases(cases: u64) -> Option<String> {
    (cases > 0).then(|| {
        format!(
            "Ohne Vergleich: {} Fälle von Arten, an denen nur wenige Stellen arbeiten. Sie werden übernommen wie die anderen; ob \
             sie sich geändert haben, wird nicht gesagt, und wie viele in der Liste fehlen, ist auf fünf gerundet, weil beides \
             Erledigungen verriete.",
            count(cases)
        )
    })
}

/// What a list has of cases that are no longer kept.
#[must_use]
pub(super) fn past_cases(cases: u64) -> Option<String> {
    (cases > 0).then(|| {
        format!(
            "Nicht übernommen: {} Fälle, die so lange abgeschlossen sind, dass sie nicht mehr aufbewahrt werden.",
            count(cases)
        )
    })
}

/// What a table of counts changed or would change.
#[must_use]
pub fn counts_sentence(found: &Difference, taken: bool) -> String {
    let changed = found.rows.iter().filter(|row| row.before.is_some()).count();
    let added = found.rows.len() - changed;
    let done = if taken { "Übernommen" } else { "Probe, nichts gespeichert" };
    let mut text = format!("{done}: {added} neu, {changed} geändert, {} unverändert", found.unchanged);
    if !found.withheld.is_empty() {
        text.push_str(&format!(", {} ohne Vergleich", found.withheld.len()));
    }
    if found.absent > 0 {
        text.push_str(&format!(
            "; {} gespeicherte Angaben desselben Zeitraums fehlen in der Tabelle und bleiben stehen",
            found.absent
        ));
    }
    text.push('.');
    text
}

/// What a list of cases changed or would change.
#[must_use]
pub fn cases_sentence(found: &CaseDifference, taken: bool, complete: bool) -> String {
    let sum = found.sum();
    let done = if taken { "Übernommen" } else { "Probe, nichts gespeichert" };
    let mut text = format!(
        "{done}: {} Fälle neu, {} geändert, {} unverändert",
        count(sum.added),
        count(sum.changed),
        count(sum.unchanged)
    );
    if sum.withheld > 0 {
        text.push_str(&format!(", {} ohne Vergleich", count(sum.withheld)));
    }
    if sum.absent > 0 {
        let what = if complete { "gelten als erledigt" } else { "bleiben offen" };
        text.push_str(&format!("; {} offene Fälle fehlen in der Liste und {what}", count(sum.absent)));
    }
    text.push('.');
    text
}

/// The figures of a changed count that differ: name, before, after.
pub fn changed_figures(
    row: &RowDifference,
) -> impl Iterator<Item = (&'static str, Option<u64>, Option<u64>)> {
    let (before, after) = (row.before.unwrap_or_default(), row.after);
    let figures = FIGURES.into_iter().map(move |(name, figure)| (name, figure(&before), figure(&after)));
    figures.filter(|(_, before, after)| before != after)
}

/// The whole protocol of a table that was taken over or refused.
#[must_use]
pub fn protocol(looked: &Looked) -> String {
    let mut lines = Vec::new();
    let mut hints =
        |notices: &[String]| lines.extend(notices.iter().map(|notice| format!("Hinweis: {notice}")));
    match &looked.outcome {
        Outcome::Unknown => lines.push(format!("Es wurde nichts übernommen.\n{UNKNOWN}")),
        Outcome::Refused { wrong, .. } => {
            lines.push("Es wurde nichts übernommen:".to_owned());
            lines.extend(wrong.iter().map(ToString::to_string));
        }
        Outcome::Counts { difference, contradictions, notices } => {
            hints(notices);
            lines.extend(
                contradictions.iter().take(LISTED).map(|one| format!("Achtung: {}", contradiction(one))),
            );
            lines.push(counts_sentence(difference, true));
        }
        Outcome::Posts { .. } | Outcome::Workload { .. } => {
            lines.push(format!("Es wurde nichts übernommen.\n{OF_PLAN}"));
        }
        Outcome::Cases { difference, found, .. } => {
            hints(&found.notices);
            lines.push(cases_sentence(difference, true, false));
        }
    }
    lines.join("\r\n") + "\r\n"
}
