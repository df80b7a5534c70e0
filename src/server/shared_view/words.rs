//! The words of the page of a link, in German and English.

use super::content::Totals;
use crate::diagram::chart::words::fte_with_unit;
use crate::format::{Language, date, number};
use chrono::NaiveDate;

/// A page that says only why there is nothing else.
pub(super) struct Notice {
    /// Heading, in German.
    pub(super) heading: &'static str,
    /// What to do, in German.
    pub(super) german: &'static str,
    /// The same in English.
    pub(super) english: &'static str,
}

/// The same for every key that opens nothing.
pub(super) const GONE: Notice = Notice {
    heading: "Dieser Leselink gilt nicht",
    german: "Er ist abgelaufen, widerrufen oder unvollständig. Bitte lassen Sie sich von der Stelle, die ihn ausgegeben hat, einen neuen geben.",
    english: "This link has expired, was revoked or is incomplete. Please ask whoever gave it to you for a new one.",
};

/// More is asked for than can be drawn.
pub(super) const BUSY: Notice = Notice {
    heading: "Der Server ist gerade ausgelastet",
    german: "Bitte laden Sie die Seite in einigen Sekunden neu.",
    english: "The server is busy. Please load the page again in a few seconds.",
};

/// A fault of ours.
pub(super) const FAULT: Notice = Notice {
    heading: "Die Seite konnte nicht erzeugt werden",
    german: "Im Server ist ein Fehler aufgetreten. Bitte versuchen Sie es später noch einmal und sagen Sie sonst der Stelle Bescheid, die den Leselink ausgegeben hat.",
    english: "A fault occurred in the server. Please try again later, and otherwise tell whoever gave you the link.",
};

/// The words that stand by themselves.
pub(super) struct Words {
    pub(super) lang: &'static str,
    pub(super) taken: &'static str,
    pub(super) digest: &'static str,
    pub(super) until: &'static str,
    pub(super) reading: &'static str,
    pub(super) days: &'static str,
    pub(super) other_language: &'static str,
    pub(super) other_lang: &'static str,
    pub(super) chart: &'static str,
    pub(super) units: &'static str,
    pub(super) unit: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) difference: &'static str,
    pub(super) changes: &'static str,
    pub(super) no_changes: &'static str,
    pub(super) from: &'static str,
    pub(super) not_yet: &'static str,
    pub(super) misfit: &'static str,
    pub(super) provenance: &'static str,
    pub(super) again: &'static str,
    pub(super) again_hint: &'static str,
    pub(super) code: &'static str,
}

const GERMAN: Words = Words {
    lang: "de",
    taken: "Stand festgehalten am",
    digest: "Prüfsumme",
    until: "Leselink gültig bis",
    reading: "Nur zum Lesen: Diese Seite zeigt einen festgehaltenen Stand, der sich nicht mehr ändert. Kosten, Begründungen und Vermerke zu Stellen sind nicht enthalten.",
    days: "Stichtage",
    other_language: "English",
    other_lang: "en",
    chart: "Organigramm am",
    units: "Einheiten",
    unit: "Einheit",
    before: "vorher",
    after: "nachher",
    difference: "Unterschied",
    changes: "Änderungen",
    no_changes: "Dieser Stand enthält keine Änderungen.",
    from: "ab",
    not_yet: "gilt am Stichtag noch nicht",
    misfit: "passt nicht zu den Änderungen davor",
    provenance: "Herkunft: Im Organigramm trägt ein Quadrat, was das Quelldokument nennt, und eine Raute, was angenommen ist. Auslastungen sind aus Annahmen berechnet.",
    again: "Diesen Stand wieder aufrufen",
    again_hint: "Wer diese Adresse hat, sieht die Seite, solange der Leselink gilt. Bitte geben Sie sie nur an Personen weiter, für die sie bestimmt ist.",
    code: "QR-Code mit der Adresse dieser Seite",
};

const ENGLISH: Words = Words {
    lang: "en",
    taken: "Snapshot taken on",
    digest: "checksum",
    until: "link valid until",
    reading: "To be read only: this page shows a snapshot that no longer changes. Cost, reasons and notes about posts are left out.",
    days: "Days",
    other_language: "Deutsch",
    other_lang: "de",
    chart: "Organisation chart on",
    units: "Units",
    unit: "Unit",
    before: "before",
    after: "after",
    difference: "difference",
    changes: "Changes",
    no_changes: "This snapshot holds no changes.",
    from: "from",
    not_yet: "does not count on this day yet",
    misfit: "does not fit the changes before it",
    provenance: "Provenance: in the chart a square marks what the source document states, a diamond what is assumed. Loads are computed from assumptions.",
    again: "Come back to this snapshot",
    again_hint: "Whoever has this address sees the page as long as the link is valid. Please pass it on only to those it is meant for.",
    code: "QR code with the address of this page",
};

/// The words of a language.
pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::German => &GERMAN,
        Language::English => &ENGLISH,
    }
}

/// The answer in a sentence: posts and VZÄ of the day, without and with the changes.
pub(super) fn sums(day: NaiveDate, (before, after): (Totals, Totals), language: Language) -> String {
    let told = |totals: Totals| {
        let posts = number(totals.posts as f64, 0, language);
        let word = match (language, totals.posts) {
            (Language::German, 1) => "Stelle",
            (Language::German, _) => "Stellen",
            (Language::English, 1) => "post",
            (Language::English, _) => "posts",
        };
        (format!("{posts} {word}"), fte_with_unit(totals.fte, language))
    };
    let ((old, old_fte), (new, new_fte), day) = (told(before), told(after), date(day, language));
    match language {
        Language::German => {
            format!("Am {day}: {old} mit {old_fte} vorher, {new} mit {new_fte} nachher.")
        }
        Language::English => format!("On {day}: {old} with {old_fte} before, {new} with {new_fte} after."),
    }
}

/// What the table of units is called.
pub(super) fn caption(day: NaiveDate, language: Language) -> String {
    let day = date(day, language);
    match language {
        Language::German => {
            format!(
                "Stellen in VZÄ laut Plan am {day}, jede Einheit mit denen darunter; vorher: ohne die Änderungen."
            )
        }
        Language::English => {
            format!(
                "Planned posts in FTE on {day}, each unit with those below it; before: without the changes."
            )
        }
    }
}
