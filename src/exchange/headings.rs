//! Which column is what: headings as offices write them. Columns that look like persons are never read.

use crate::format::folded;

/// What a column of monthly counts can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Month,
    CaseType,
    Received,
    Completed,
    Open,
}

/// Headings by field, folded; a heading matches when it is one of these.
const WORDS: [(Field, &[&str]); 5] = [
    (Field::Month, &["monat", "berichtsmonat", "zeitraum", "berichtszeitraum", "month"]),
    (
        Field::CaseType,
        &[
            "fallart",
            "kennung",
            "fallart-kennung",
            "fallartkennung",
            "leistung",
            "vorgangsart",
            "verfahren",
            "case type",
        ],
    ),
    (
        Field::Received,
        &[
            "eingang",
            "eingaenge",
            "zugang",
            "zugaenge",
            "neu",
            "neue faelle",
            "neuzugaenge",
            "antraege",
            "received",
        ],
    ),
    (
        Field::Completed,
        &[
            "erledigt",
            "erledigte",
            "erledigungen",
            "erledigte faelle",
            "abgang",
            "abgaenge",
            "abgeschlossen",
            "abschluesse",
            "completed",
        ],
    ),
    (
        Field::Open,
        &[
            "offen",
            "offene",
            "offene faelle",
            "bestand",
            "endbestand",
            "bestand am monatsende",
            "unerledigt",
            "open",
        ],
    ),
];

/// Parts of headings that stand for people: those who apply and those who work.
const PERSONS: [&str; 23] = [
    "name",
    "geburt",
    "geboren",
    "anschrift",
    "adresse",
    "strasse",
    "wohnort",
    "telefon",
    "mobil",
    "e-mail",
    "email",
    "sachbearbeit",
    "bearbeiter",
    "mitarbeit",
    "personal",
    "azr",
    "antragsteller",
    "person",
    "ausweis",
    "pass",
    "staatsang",
    "geschlecht",
    "familienstand",
];

/// What is done with a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Read(Field),
    /// Looks like persons.
    Dropped,
    /// Says nothing to us.
    Ignored,
    /// Has no heading.
    Nameless,
}

/// What a heading stands for.
pub(super) fn column(heading: &str) -> Column {
    let plain = folded(heading);
    let plain: Vec<&str> = plain.split_whitespace().collect();
    let plain = plain.join(" ");
    if plain.is_empty() {
        return Column::Nameless;
    }
    let named = WORDS.iter().find(|(_, words)| words.contains(&plain.as_str()));
    match named {
        Some((field, _)) => Column::Read(*field),
        None if PERSONS.iter().any(|part| plain.contains(part)) => Column::Dropped,
        None => Column::Ignored,
    }
}

/// Whether a row is the head: month, case type and at least one figure have their columns.
pub(super) fn is_head(columns: &[Column]) -> bool {
    let has = |field| columns.contains(&Column::Read(field));
    has(Field::Month)
        && has(Field::CaseType)
        && (has(Field::Received) || has(Field::Completed) || has(Field::Open))
}

/// Whether a row sums others up.
pub(super) fn is_sum(text: &str) -> bool {
    let plain = folded(text);
    let words = ["summe", "zwischensumme", "gesamt", "insgesamt", "total", "jahressumme", "∑", "σ"];
    let first = plain.split([' ', ':']).next().unwrap_or_default();
    words.contains(&first) || plain.ends_with("summe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_headings_and_drops_persons() {
        for (heading, field) in [
            ("Monat", Field::Month),
            (" FALLART ", Field::CaseType),
            ("Eingänge", Field::Received),
            ("Erledigte  Fälle", Field::Completed),
            ("Bestand am Monatsende", Field::Open),
        ] {
            assert_eq!(column(heading), Column::Read(field), "{heading}");
        }
        for heading in [
            "Nachname",
            "Name",
            "Geburtsdatum",
            "Sachbearbeiterin",
            "AZR-Nummer",
            "Straße und Hausnummer",
            "Antragsteller/in",
        ] {
            assert_eq!(column(heading), Column::Dropped, "{heading}");
        }
        assert_eq!(column("Bemerkung"), Column::Ignored);
        assert_eq!(column(" "), Column::Nameless);
        assert!(is_sum("Summe:") && is_sum("Gesamt 2023") && is_sum("Quartalssumme"));
        assert!(!is_sum("Gesamthilfe") && !is_sum("a01"));
    }
}
