//! Why a change cannot be made: a sentence that names the object and the remedy, for the page, the server and the log.

use super::{CaseTypeId, FixedTaskId, PathError, PopulationId, PostId, UnitId};
use crate::format::{self, Language};
use chrono::NaiveDate;
use serde::Serialize;

/// What a unit still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Contents {
    /// Units directly below.
    pub units: usize,
    /// Posts that work in it, in whole or in part.
    pub posts: usize,
    /// Case types.
    pub case_types: usize,
    /// Populations.
    pub populations: usize,
    /// Fixed tasks.
    pub fixed_tasks: usize,
}

/// Why a change cannot be made. The plan is left as it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ChangeError {
    /// The day does not lie in the range of the format.
    #[error("Das Wirkungsdatum {} liegt außerhalb der Jahre 1900 bis 2200; bitte ein anderes wählen.", day(*.effective))]
    DateOutOfRange {
        /// From when the change was to count.
        effective: NaiveDate,
    },
    /// No such unit.
    #[error("Die Einheit „{unit}“ gibt es nicht; bitte eine vorhandene Einheit wählen.")]
    UnknownUnit {
        /// Which unit.
        unit: UnitId,
    },
    /// No such post.
    #[error("Die Stelle „{post}“ gibt es nicht; bitte eine vorhandene Stelle wählen.")]
    UnknownPost {
        /// Which post.
        post: PostId,
    },
    /// No such case type.
    #[error("Die Fallart „{case_type}“ gibt es nicht; bitte eine vorhandene Fallart wählen.")]
    UnknownCaseType {
        /// Which case type.
        case_type: CaseTypeId,
    },
    /// No such population.
    #[error("Den Personenbestand „{population}“ gibt es nicht; bitte einen vorhandenen wählen.")]
    UnknownPopulation {
        /// Which population.
        population: PopulationId,
    },
    /// No such fixed task.
    #[error("Die Grundlast „{fixed_task}“ gibt es nicht; bitte eine vorhandene wählen.")]
    UnknownFixedTask {
        /// Which fixed task.
        fixed_task: FixedTaskId,
    },
    /// Another unit has this identifier.
    #[error("Die Kennung „{unit}“ trägt schon eine andere Einheit; bitte eine freie Kennung wählen.")]
    UnitIdTaken {
        /// The identifier.
        unit: UnitId,
    },
    /// Another post has this identifier.
    #[error("Die Kennung „{post}“ trägt schon eine andere Stelle; bitte eine freie Kennung wählen.")]
    PostIdTaken {
        /// The identifier.
        post: PostId,
    },
    /// The post already works wholly in the target.
    #[error("Die Stelle „{post}“ gehört schon zur Einheit „{name}“; bitte eine andere Einheit wählen.")]
    PostAlreadyThere {
        /// Which post.
        post: PostId,
        /// Where it is.
        unit: UnitId,
        /// Name of that unit.
        name: String,
    },
    /// The post already lies in the tray.
    #[error("Die Stelle „{post}“ liegt schon auf dem Parkplatz; bitte eine Einheit als Ziel wählen.")]
    PostAlreadyParked {
        /// Which post.
        post: PostId,
    },
    /// Unit and place in the list are those that it has.
    #[error("{object} steht schon an diesem Platz; bitte einen anderen Platz wählen.")]
    OrderUnchanged {
        /// What was to be moved, in words, at the beginning of a sentence.
        object: String,
    },
    /// The case type already belongs to the target.
    #[error(
        "Die Fallart „{case_type_name}“ gehört schon zur Einheit „{name}“; bitte eine andere Einheit wählen."
    )]
    CaseTypeAlreadyThere {
        /// Which case type.
        case_type: CaseTypeId,
        /// Its name.
        case_type_name: String,
        /// Where it is.
        unit: UnitId,
        /// Name of that unit.
        name: String,
    },
    /// The unit already stands there.
    #[error(
        "Die Einheit „{name}“ steht schon an dieser Stelle; bitte eine andere übergeordnete Einheit wählen."
    )]
    UnitAlreadyThere {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
    },
    /// The unit would stand below itself.
    #[error(
        "Die Einheit „{name}“ kann nicht unter „{target}“ stehen, weil sie sich damit selbst untergeordnet wäre; bitte eine Einheit außerhalb von „{name}“ wählen."
    )]
    Cycle {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
        /// Name of the target.
        target: String,
    },
    /// The tree of units would become too deep.
    #[error(
        "Mit „{name}“ an dieser Stelle hätte der Plan mehr als {limit} Ebenen; bitte weiter oben einordnen."
    )]
    TooDeep {
        /// Name of the unit.
        name: String,
        /// Levels allowed.
        limit: usize,
    },
    /// The unit still holds something.
    #[error("Die Einheit „{name}“ ist nicht leer ({}); bitte den Inhalt zuerst verschieben oder entfernen.", contents_in_words(.contents))]
    UnitNotEmpty {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
        /// What it holds.
        contents: Contents,
    },
    /// The post ended before the change counts.
    #[error("Die Stelle „{post}“ fällt mit Ablauf des {} weg (kw); bitte ein früheres Wirkungsdatum oder eine andere Stelle wählen.", day(*.kw))]
    PostEnded {
        /// Which post.
        post: PostId,
        /// Last day on which it existed.
        kw: NaiveDate,
    },
    /// The post would end before the change counts.
    #[error("Das kw-Datum {} der Stelle „{post}“ liegt vor dem Wirkungsdatum {}; bitte ein späteres kw-Datum angeben oder die Stelle entfernen.", day(*.kw), day(*.effective))]
    EndsBeforeEffective {
        /// Which post.
        post: PostId,
        /// Last day on which it would exist.
        kw: NaiveDate,
        /// From when the change was to count.
        effective: NaiveDate,
    },
    /// A change without a change.
    #[error("Die Änderung an {object} nennt keinen neuen Wert; bitte mindestens ein Feld angeben.")]
    NothingToSet {
        /// What was to change, in words.
        object: String,
    },
    /// The plan holds as many of these as it may.
    #[error(
        "Der Plan enthält schon {limit} {objects}, mehr sind nicht möglich; bitte zuerst etwas entfernen."
    )]
    TooMany {
        /// What there are too many of, in words.
        objects: String,
        /// The bound.
        limit: usize,
    },
    /// A value breaks a rule of the format.
    #[error("Die Änderung an {object} ist nicht zulässig: {}.", in_words(.errors))]
    Invalid {
        /// What was to change, in words.
        object: String,
        /// What is wrong where, the path counted from the object.
        errors: Vec<PathError>,
    },
    /// Soft rules ask for a reason, and none is given.
    #[error("Dieser Schritt wird nur mit Begründung gespeichert: {}", .sentences.join(" "))]
    ReasonMissing {
        /// What the rules say, each with its remedy.
        sentences: Vec<String>,
    },
}

fn day(date: NaiveDate) -> String {
    format::date(date, Language::German)
}

fn in_words(errors: &[PathError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn contents_in_words(contents: &Contents) -> String {
    let counted = [
        (contents.units, "untergeordnete Einheit", "untergeordnete Einheiten"),
        (contents.posts, "Stelle", "Stellen"),
        (contents.case_types, "Fallart", "Fallarten"),
        (contents.populations, "Personenbestand", "Personenbestände"),
        (contents.fixed_tasks, "Grundlast", "Grundlasten"),
    ];
    let parts: Vec<String> = counted
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_a_unit_still_holds() {
        let contents = Contents { posts: 1, case_types: 3, ..Contents::default() };
        assert_eq!(contents_in_words(&contents), "1 Stelle, 3 Fallarten");
    }

    #[test]
    fn goes_over_the_wire_and_back() {
        let error = ChangeError::PostEnded {
            post: PostId::parse("TF-01").unwrap(),
            kw: NaiveDate::from_ymd_opt(2024, 6, 30).unwrap(),
        };
        let text = serde_json::to_string(&error).unwrap();
        assert_eq!(text, r#"{"code":"post_ended","post":"TF-01","kw":"2024-06-30"}"#);
        assert_eq!(serde_json::from_str::<ChangeError>(&text).unwrap(), error);
        assert_eq!(
            error.to_string(),
            "Die Stelle „TF-01“ fällt mit Ablauf des 30.06.2024 weg (kw); bitte ein früheres Wirkungsdatum oder eine andere Stelle wählen."
        );
    }
}
