//! Which column is what: headings as offices write them, and what somebody decided about others. Columns that look like
//! persons are never read.

use super::mapping::Mapping;
use crate::format::folded;

/// What a column of a kind of table can be.
pub(super) trait Heading: Copy + Ord + std::fmt::Debug + 'static {
    /// Headings by field, folded; a heading matches when it is one of these. Every field stands here.
    const WORDS: &'static [(Self, &'static [&'static str])];

    /// Names of the fields in a mapping.
    const NAMES: &'static [(&'static str, Self)];

    /// Whether these columns make a table of this kind.
    fn is_head(has: impl Fn(Self) -> bool) -> bool;

    /// What is said where there is no such table.
    const MISSING: &'static str;
}

/// What a column of monthly counts can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Month,
    CaseType,
    Received,
    Completed,
    Open,
}

/// What a column of a list of cases can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CaseField {
    Reference,
    CaseType,
    Received,
    State,
    Since,
    Closed,
}

/// What a column of a table of posts can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PostField {
    Post,
    Unit,
    Title,
    Grade,
    Fte,
    State,
    Since,
    Kw,
    TaskForce,
    Note,
}

const COUNT_WORDS: &[(Field, &[&str])] = &[
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

const CASE_WORDS: &[(CaseField, &[&str])] = &[
    (
        CaseField::Reference,
        &[
            "aktenzeichen",
            "az",
            "az.",
            "geschaeftszeichen",
            "vorgangsnummer",
            "vorgang",
            "vorgangs-nr.",
            "fallnummer",
            "fall-nr.",
            "fallnr.",
            "referenz",
            "pseudonym",
            "reference",
        ],
    ),
    (
        CaseField::CaseType,
        &[
            "fallart",
            "kennung",
            "fallart-kennung",
            "leistung",
            "vorgangsart",
            "verfahren",
            "verfahrensart",
            "case type",
        ],
    ),
    (
        CaseField::Received,
        &[
            "eingang",
            "eingangsdatum",
            "eingang am",
            "eingegangen",
            "eingegangen am",
            "antragsdatum",
            "antrag vom",
            "received",
        ],
    ),
    (
        CaseField::State,
        &["status", "stand", "zustand", "sachstand", "bearbeitungsstand", "verfahrensstand", "state"],
    ),
    (CaseField::Since, &["seit", "status seit", "stand seit", "zustand seit", "statusdatum", "state since"]),
    (
        CaseField::Closed,
        &[
            "erledigt",
            "erledigt am",
            "erledigungsdatum",
            "abschluss",
            "abschlussdatum",
            "abgeschlossen",
            "abgeschlossen am",
            "geschlossen am",
            "closed",
        ],
    ),
];

impl Heading for Field {
    const WORDS: &'static [(Self, &'static [&'static str])] = COUNT_WORDS;
    const NAMES: &'static [(&'static str, Self)] = &[
        ("month", Self::Month),
        ("case_type", Self::CaseType),
        ("received", Self::Received),
        ("completed", Self::Completed),
        ("open", Self::Open),
    ];
    const MISSING: &'static str = "Es gibt keine Kopfzeile mit „Monat“, „Fallart“ und mindestens einer der Spalten „Eingänge“, „Erledigungen“ und „Bestand“. Bitte ergänzen Sie sie über der ersten Zeile mit Zahlen.";

    fn is_head(has: impl Fn(Self) -> bool) -> bool {
        has(Self::Month)
            && has(Self::CaseType)
            && (has(Self::Received) || has(Self::Completed) || has(Self::Open))
    }
}

impl Heading for CaseField {
    const WORDS: &'static [(Self, &'static [&'static str])] = CASE_WORDS;
    const NAMES: &'static [(&'static str, Self)] = &[
        ("reference", Self::Reference),
        ("case_type", Self::CaseType),
        ("received", Self::Received),
        ("state", Self::State),
        ("since", Self::Since),
        ("closed", Self::Closed),
    ];
    const MISSING: &'static str = "Es gibt keine Kopfzeile mit „Aktenzeichen“, „Fallart“ und „Eingangsdatum“. Bitte ergänzen Sie sie über dem ersten Fall.";

    fn is_head(has: impl Fn(Self) -> bool) -> bool {
        has(Self::Reference) && has(Self::CaseType) && has(Self::Received)
    }
}

const POST_WORDS: &[(PostField, &[&str])] = &[
    (
        PostField::Post,
        &["stelle", "stellennummer", "stellen-nr.", "stellennr.", "planstelle", "planstellennummer", "post"],
    ),
    (
        PostField::Unit,
        &["einheit", "organisationseinheit", "oe", "sachgebiet", "abteilung", "team", "teilhaushalt", "unit"],
    ),
    (
        PostField::Title,
        &["funktion", "bezeichnung", "stellenbezeichnung", "funktionsbezeichnung", "aufgabe", "title"],
    ),
    (
        PostField::Grade,
        &[
            "bewertung",
            "entgeltgruppe",
            "besoldungsgruppe",
            "eg",
            "egr",
            "wertigkeit",
            "stellenwert",
            "grade",
        ],
    ),
    (PostField::Fte, &["vzae", "umfang", "stellenanteil", "stellenumfang", "anteil", "soll", "vk", "fte"]),
    (PostField::State, &["besetzung", "besetzt", "status", "state"]),
    (PostField::Since, &["seit oder ab", "seit", "besetzt seit", "besetzt ab", "since"]),
    (PostField::Kw, &["kw", "kw-vermerk", "kw vermerk", "kw zum", "kw bis", "vermerk"]),
    (PostField::TaskForce, &["task force", "taskforce"]),
    (PostField::Note, &["bemerkung", "bemerkungen", "erlaeuterung", "note"]),
];

impl Heading for PostField {
    const WORDS: &'static [(Self, &'static [&'static str])] = POST_WORDS;
    const NAMES: &'static [(&'static str, Self)] = &[
        ("post", Self::Post),
        ("unit", Self::Unit),
        ("title", Self::Title),
        ("grade", Self::Grade),
        ("fte", Self::Fte),
        ("state", Self::State),
        ("since", Self::Since),
        ("kw", Self::Kw),
        ("task_force", Self::TaskForce),
        ("note", Self::Note),
    ];
    const MISSING: &'static str = "Es gibt keine Kopfzeile mit „Stelle“, „Einheit“ und „VZÄ“. Bitte ergänzen Sie sie über der ersten Stelle.";

    fn is_head(has: impl Fn(Self) -> bool) -> bool {
        has(Self::Post) && has(Self::Unit) && has(Self::Fte)
    }
}

/// Parts of headings that stand for people: those who apply and those who work.
const PERSONS: [&str; 24] = [
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
    "inhaber",
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
pub(super) enum Column<F> {
    Read(F),
    /// Looks like persons.
    Dropped,
    /// Says nothing to us.
    Ignored,
    /// Has no heading.
    Nameless,
}

/// A heading as it is compared: folded, with single spaces.
pub(super) fn plain(heading: &str) -> String {
    let text = folded(heading);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// What a heading stands for. No mapping reads a column that looks like persons.
pub(super) fn column<F: Heading>(heading: &str, mapping: &Mapping) -> Column<F> {
    let plain = plain(heading);
    if plain.is_empty() {
        return Column::Nameless;
    }
    let known = F::WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(field, _)| *field);
    if known.is_none() && PERSONS.iter().any(|part| plain.contains(part)) {
        return Column::Dropped;
    }
    let decided = mapping.column(&plain);
    let read = match decided {
        Some(name) => F::NAMES.iter().find(|(word, _)| *word == name).map(|(_, field)| *field),
        None => known,
    };
    read.map_or(Column::Ignored, Column::Read)
}

/// Whether a row is the head of a table of this kind.
pub(super) fn is_head<F: Heading>(columns: &[Column<F>]) -> bool {
    F::is_head(|field| columns.contains(&Column::Read(field)))
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

    fn read(heading: &str) -> Column<Field> {
        column(heading, &Mapping::default())
    }

    #[test]
    fn a_mapping_decides_but_never_over_persons() {
        let mapping = Mapping::of(&[
            ("Zahl der Neuen", "open"),
            ("Monat", ""),
            ("Nachname", "open"),
            ("x", "nonsense"),
        ]);
        assert_eq!(column("zahl der  NEUEN", &mapping), Column::Read(Field::Open));
        assert_eq!(column::<Field>("Monat", &mapping), Column::Ignored);
        assert_eq!(column::<Field>("Nachname", &mapping), Column::Dropped);
        assert_eq!(column::<Field>("X", &mapping), Column::Ignored);
        assert_eq!(column("Az.", &mapping), Column::Read(CaseField::Reference));
    }

    #[test]
    fn knows_headings_and_drops_persons() {
        for (heading, field) in [
            ("Monat", Field::Month),
            (" FALLART ", Field::CaseType),
            ("Eingänge", Field::Received),
            ("Erledigte  Fälle", Field::Completed),
            ("Bestand am Monatsende", Field::Open),
        ] {
            assert_eq!(column(heading, &Mapping::default()), Column::Read(field), "{heading}");
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
            assert_eq!(read(heading), Column::Dropped, "{heading}");
        }
        assert_eq!(read("Bemerkung"), Column::Ignored);
        assert_eq!(read(" "), Column::Nameless);
        assert!(is_sum("Summe:") && is_sum("Gesamt 2023") && is_sum("Quartalssumme"));
        assert!(!is_sum("Gesamthilfe") && !is_sum("a01"));
    }
}
