//! The words of the paper: those of the page, read from its own texts, and those of rights, roles and measures.

use crate::api::MIN_PASSWORD;
use crate::document::Text;
use crate::permission::{Duty, Field, Reach, Right, Role};
use crate::server::door::Entrance;
use crate::store::{ABSOLUTE_HOURS, IDLE_MINUTES};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Sentences of pages by their keys.
type Sentences = LazyLock<serde_json::Result<BTreeMap<String, String>>>;

/// Those of `/datenschutz`.
pub(super) static ABOUT: Sentences =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../locales/de/about.json")));

/// Those of `/verwaltung`, where agreements are recorded and roles given.
pub(super) static ACCOUNTS: Sentences =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../locales/de/accounts.json")));

/// What a page says; the key itself where it says nothing, which a test rules out.
pub(super) fn said(sentences: &'static Sentences, key: &'static str) -> &'static str {
    let sentences = sentences.as_ref().ok();
    sentences.and_then(|sentences| sentences.get(key)).map_or(key, String::as_str)
}

/// Marks what the office has to fill in.
pub(super) fn blank(what: &str) -> Text {
    Text::strong(format!("[einzutragen: {what}]"))
}

pub(super) fn role_words(role: Role) -> &'static str {
    said(&ACCOUNTS, role.word())
}

pub(super) const fn reach_words(reach: Reach) -> &'static str {
    match reach {
        Reach::Own => "nur Eigenes",
        Reach::Subtree => "Einheiten des Kontos",
        Reach::Everything => "alles",
    }
}

pub(super) const fn right_words(right: Right) -> &'static str {
    match right {
        Right::ViewScenario => "Pläne, Szenarien und Prognosen sehen",
        Right::EditScenario => "Szenarien anlegen und ändern",
        Right::DecideScenario => "Szenarien beschließen, Stände mit Leselink weitergeben",
        Right::CommentScenario => "Anmerkungen schreiben",
        Right::ViewCases => "Fallzahlen sehen, gemessene Leistung ab der Mindestgröße",
        Right::EditCases => "Fallzahlen und Falllisten einlesen und berichtigen",
        Right::ViewStaffingPlan => "Stellenplan mit Bewertung und Kosten sehen",
        Right::EditStaffingPlan => "Stellenplan pflegen",
        Right::OwnAccount => "eigenes Konto verwalten",
        Right::ManageAccounts => "Konten verwalten, Dienstvereinbarung eintragen",
        Right::ViewAudit => "Prüfprotokoll lesen und ausgeben",
    }
}

pub(super) const fn field_words(field: Field) -> &'static str {
    match field {
        Field::Pay => "Kosten: je Bewertung und Arbeitsplatz, Ziele in Euro",
        Field::StaffingNotes => {
            "Vermerke einer Stelle: kw bei Ereignis, ku, Grund einer Sperre, Bewertungsgrund, Drittmittel"
        }
    }
}

/// What protects the data, as it is set up here.
pub(super) fn measures(entrance: Entrance, duty: Duty) -> Vec<String> {
    let factor = match duty {
        Duty::Free => "kann jedes Konto einrichten",
        Duty::Leading => "ist für Leitung und Administration Pflicht",
        Duty::All => "ist für alle Konten mit Kennwort Pflicht",
    };
    let mut measures = vec![
        format!(
            "Zugang: nur mit Konto. Kennwörter haben mindestens {MIN_PASSWORD} Zeichen und werden nur als Prüfwert (argon2id) gespeichert, leicht zu \
             erratende abgelehnt; nach Fehlversuchen wird gewartet. Ein zweiter Faktor {factor}."
        ),
        format!(
            "Sitzungen enden nach {IDLE_MINUTES} Minuten ohne Tätigkeit und spätestens nach {ABSOLUTE_HOURS} Stunden; gespeichert wird nur der Prüfwert \
             ihrer Kennung."
        ),
        "Übertragung: Anfragen anderer Rechner werden nur über eine verschlüsselte Verbindung angenommen.".to_owned(),
        "Berechtigung: eine Tabelle der Rechte und eine der Angaben, die nicht jede Rolle sieht (Teil 2); was nicht darin steht, ist verschlossen. Konten lassen sich auf Einheiten begrenzen. Wer \
         ändert, was andere dürfen, gibt einen Grund an."
            .to_owned(),
        "Pseudonyme: Aktenzeichen werden beim Einlesen mit einem zufälligen Schlüssel in Prüfwerte verwandelt und nicht gespeichert. Der Schlüssel \
         liegt in derselben Datenbank: Datei und Sicherungen sind entsprechend zu schützen."
            .to_owned(),
        "Kleine Gruppen: Gemessene Leistung wird dort zurückgehalten, wo die Daten gelesen werden (Teil 2).".to_owned(),
        "Nachvollziehbarkeit: ein Prüfprotokoll, dessen Einträge verkettet sind und weder geändert noch gelöscht werden können.".to_owned(),
        "Verfügbarkeit: geprüfte Sicherungen im laufenden Betrieb; was bestätigt ist, liegt auf der Platte.".to_owned(),
    ];
    let also = match entrance {
        Entrance::Passwords => None,
        Entrance::Service => {
            Some("Angemeldet wird auch über den Anmeldedienst der Verwaltung (OpenID Connect).")
        }
        Entrance::Proxy => Some(
            "Angemeldet wird auch über einen vorgelagerten Proxy der Verwaltung, der die Person selbst prüft und Stellwerk den Namen ihres \
             Kontos nennt; der Name gilt nur von den eingestellten Adressen dieses Proxys.",
        ),
    };
    if let Some(also) = also {
        measures.insert(1, also.to_owned());
    }
    measures
}
