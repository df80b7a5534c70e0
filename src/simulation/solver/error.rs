//! Why a search cannot begin.

use super::super::target::Target;
use crate::format::{Language, date};
use crate::plan::{Change, Plan};
use chrono::NaiveDate;

/// Why a search cannot begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SolverError {
    /// No such unit on the day of the target.
    #[error("Die Einheit „{unit}“ gibt es am Zieltag nicht; bitte eine vorhandene angeben.")]
    UnknownUnit {
        /// Its identifier.
        unit: String,
    },
    /// The unit has nothing to handle.
    #[error(
        "Die Einheit „{name}“ bearbeitet am Zieltag keine Fallart; ein Ziel für ihre Fälle ist nicht möglich."
    )]
    NoCases {
        /// What it is called.
        name: String,
    },
    /// The changes would come after the target.
    #[error("Die Stellen sollen ab {} wirken, das Ziel gilt aber schon am {}; bitte einen früheren Beginn oder ein späteres Ziel wählen.",
        date(*.from, Language::German), date(*.on, Language::German))]
    FromAfterTarget {
        /// First day of the changes.
        from: NaiveDate,
        /// Day of the target.
        on: NaiveDate,
    },
    /// There is no post after whose pattern another could be made.
    #[error(
        "Der Plan enthält keine Stelle mit Fallbearbeitung, nach deren Muster weitere entstehen könnten; bitte zuerst eine anlegen."
    )]
    NoPattern,
    /// There is an amount that may be spent, and no cost to hold it against.
    #[error(
        "Für die Gruppe {grade} der zusätzlichen Stellen nennt der Plan keine Kosten, ein Betrag lässt sich nicht prüfen; bitte die Kosten in den Annahmen des Stellenplans ergänzen oder ohne Betrag suchen."
    )]
    NoCost {
        /// Grade of the posts that would be added.
        grade: String,
    },
}

impl SolverError {
    /// The sentence in one of the languages.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        if language == Language::German {
            return self.to_string();
        }
        match self {
            Self::UnknownUnit { unit } => {
                format!("There is no unit “{unit}” on the day of the target; please name one that exists.")
            }
            Self::NoCases { name } => format!(
                "The unit “{name}” handles no case type on the day of the target; no target for its cases is possible."
            ),
            Self::FromAfterTarget { from, on } => format!(
                "The posts are to count from {}, but the target is for {}; please choose an earlier start or a later target.",
                date(*from, language),
                date(*on, language)
            ),
            Self::NoCost { grade } => format!(
                "The plan names no cost of grade {grade}, which the additional posts have, so an amount cannot be checked; please add the cost to the assumptions of the staffing plan, or search without an amount."
            ),
            Self::NoPattern => {
                "The plan has no post with casework after whose pattern more could be made; please add one first."
                    .to_owned()
            }
        }
    }
}

/// Whether unit, target and date go together; the first day on which changes can count.
pub(super) fn check(
    plan: &Plan,
    changes: &[Change],
    target: &Target,
    from: NaiveDate,
) -> Result<NaiveDate, SolverError> {
    let from = from.max(plan.as_of);
    if from > target.on {
        return Err(SolverError::FromAfterTarget { from, on: target.on });
    }
    let then = plan.on(target.on, changes).plan;
    let unit = then.unit(&target.unit);
    let unit = unit.ok_or_else(|| SolverError::UnknownUnit { unit: target.unit.to_string() })?;
    if then.case_types.iter().all(|case_type| case_type.unit != target.unit) {
        return Err(SolverError::NoCases { name: unit.name.clone() });
    }
    Ok(from)
}
