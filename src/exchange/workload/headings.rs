//! The columns of a table of figures for the assessment.

use crate::exchange::headings::Heading;

/// What a column of figures for the assessment can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::exchange) enum WorkField {
    CaseType,
    /// A table by month is one of counts.
    Month,
    Year,
    Count,
    Minutes,
    /// Minutes with allowance time in them.
    Gross,
    Grade,
    Source,
}

const WORK_WORDS: &[(WorkField, &[&str])] = &[
    (
        WorkField::CaseType,
        &[
            "fallart",
            "kennung",
            "fallart-kennung",
            "fallartkennung",
            "leistung",
            "vorgangsart",
            "verfahren",
            "aufgabe",
            "prozess",
            "case type",
        ],
    ),
    (WorkField::Month, &["monat", "berichtsmonat", "zeitraum", "berichtszeitraum", "month"]),
    (WorkField::Year, &["jahr", "kalenderjahr", "bezugsjahr", "erhebungsjahr", "year"]),
    (
        WorkField::Count,
        &[
            "fallzahl",
            "fallzahlen",
            "fallzahl im jahr",
            "fallzahl pro jahr",
            "jahresfallzahl",
            "faelle",
            "faelle im jahr",
            "faelle pro jahr",
            "faelle/jahr",
            "menge",
            "mengen",
            "jahresmenge",
            "arbeitsmenge",
            "anzahl",
            "cases per year",
        ],
    ),
    (
        WorkField::Minutes,
        &[
            "mbz",
            "mbz (minuten)",
            "mbz (min)",
            "mbz (min.)",
            "mbz min",
            "mbz in minuten",
            "mbz ohne verteilzeit",
            "minuten",
            "minuten je fall",
            "minuten pro fall",
            "bearbeitungszeit",
            "bearbeitungszeit (minuten)",
            "bearbeitungszeit in minuten",
            "mittlere bearbeitungszeit",
            "grundzeit",
            "minutes",
        ],
    ),
    (
        WorkField::Gross,
        &[
            "mbz mit verteilzeit",
            "mbz einschl. verteilzeit",
            "mbz einschliesslich verteilzeit",
            "mbz inkl. verteilzeit",
            "bearbeitungszeit mit verteilzeit",
            "bearbeitungszeit einschl. verteilzeit",
            "minutes with allowance",
        ],
    ),
    (
        WorkField::Grade,
        &[
            "laufbahngruppe",
            "laufbahn",
            "bewertung",
            "entgeltgruppe",
            "besoldungsgruppe",
            "eg",
            "egr",
            "wertigkeit",
            "grade",
        ],
    ),
    (WorkField::Source, &["quelle", "herkunft", "fundstelle", "nachweis", "erhebung", "source"]),
];

impl Heading for WorkField {
    const WORDS: &'static [(Self, &'static [&'static str])] = WORK_WORDS;
    // Nothing is read as a month.
    const NAMES: &'static [(&'static str, Self)] = &[
        ("case_type", Self::CaseType),
        ("year", Self::Year),
        ("count", Self::Count),
        ("minutes", Self::Minutes),
        ("gross_minutes", Self::Gross),
        ("grade", Self::Grade),
        ("source", Self::Source),
    ];
    const MISSING: &'static str = "Es gibt keine Kopfzeile mit „Fallart“ und mindestens einer der Spalten „Fallzahl“ und „mBZ“. Bitte ergänzen Sie sie über der ersten Fallart.";

    fn is_head(has: impl Fn(Self) -> bool) -> bool {
        let figures = [Self::Count, Self::Minutes, Self::Gross];
        has(Self::CaseType) && figures.into_iter().any(&has) && !has(Self::Month)
    }
}
