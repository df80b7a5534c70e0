//! Why a simulation cannot be run or is cut off.

use crate::format::{Language, number};

/// Why a simulation cannot be run or is cut off.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SimulationError {
    /// The horizon is out of range.
    #[error("Der Zeitraum umfasst {days} Tage; erlaubt sind 1 bis {most} Tage.")]
    Horizon {
        /// Days asked for.
        days: u32,
        /// Longest horizon.
        most: u32,
    },
    /// Nothing is left after the warm-up.
    #[error(
        "Der Vorlauf von {warmup} Tagen lässt vom Zeitraum ({days} Tage) nichts übrig; bitte kürzer wählen."
    )]
    WarmUp {
        /// First days to be left out.
        warmup: u32,
        /// Days simulated.
        days: u32,
    },
    /// A unit to be reported does not exist in the plan or its changes.
    #[error(
        "Die Einheit „{unit}“ gibt es weder im Plan noch in den Änderungen; bitte eine vorhandene angeben."
    )]
    UnknownUnit {
        /// Its identifier.
        unit: String,
    },
    /// More work than one replication may cause.
    #[error(
        "Der Plan verursacht etwa {} Vorgänge in einem Durchlauf; gerechnet werden höchstens {}. Bitte Fallzahlen, Anfangsbestände oder den Zeitraum verkleinern.",
        rounded(*.expected), rounded(*.most))]
    TooMuchWork {
        /// Visits expected.
        expected: f64,
        /// Most visits of a replication.
        most: f64,
    },
    /// The work bound was met while running.
    #[error(
        "Der Durchlauf wurde nach {} Vorgängen abgebrochen; vermutlich erzeugen Folgefälle einander ohne Ende. Bitte Anteile und Fristen der Folgefälle prüfen.",
        rounded(*.most))]
    CutOff {
        /// Most visits of a replication.
        most: f64,
    },
    /// More cases at one time than fit.
    #[error(
        "Es liegen mehr als {} Fälle gleichzeitig vor; bitte Anfangsbestände, Fallzahlen oder Folgefälle verkleinern.",
        rounded(*.most))]
    TooManyCases {
        /// Most cases at one time.
        most: f64,
    },
    /// Tables of the plan times the horizon would not fit.
    #[error(
        "Der Plan ist für diesen Zeitraum zu groß ({what}: {} Einträge, höchstens {}); bitte den Zeitraum verkürzen oder nur einzelne Einheiten rechnen.",
        rounded(*.size), rounded(*.most))]
    TooLarge {
        /// Which table.
        what: &'static str,
        /// Entries needed.
        size: f64,
        /// Most entries.
        most: f64,
    },
    /// A figure of the plan makes no sense (only for plans that were never validated).
    #[error("Die Angabe {what} ist keine brauchbare Zahl; bitte den Plan prüfen.")]
    Invalid {
        /// Where.
        what: String,
    },
}

fn rounded(value: f64) -> String {
    if value.is_finite() { number(value, 0, Language::German) } else { "unendlich viele".to_owned() }
}
