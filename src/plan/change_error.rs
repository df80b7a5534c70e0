//! Why a change cannot be made: a sentence that names the object and the remedy, for the page, the server and the log.

use super::{CaseTypeId, FixedTaskId, PathError, PopulationId, PostId, UnitId};
use crate::format::Language;
use chrono::NaiveDate;
use serde::Serialize;
use std::fmt;

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
    /// Outages that name it.
    #[serde(skip_serializing_if = "is_none")]
    pub outages: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// Why a change cannot be made. The plan is left as it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ChangeError {
    /// The day does not lie in the range of the format.
    DateOutOfRange {
        /// From when the change was to count.
        effective: NaiveDate,
    },
    /// No such unit.
    UnknownUnit {
        /// Which unit.
        unit: UnitId,
    },
    /// No such post.
    UnknownPost {
        /// Which post.
        post: PostId,
    },
    /// No such case type.
    UnknownCaseType {
        /// Which case type.
        case_type: CaseTypeId,
    },
    /// No such population.
    UnknownPopulation {
        /// Which population.
        population: PopulationId,
    },
    /// No such fixed task.
    UnknownFixedTask {
        /// Which fixed task.
        fixed_task: FixedTaskId,
    },
    /// Another unit has this identifier.
    UnitIdTaken {
        /// The identifier.
        unit: UnitId,
    },
    /// Another post has this identifier.
    PostIdTaken {
        /// The identifier.
        post: PostId,
    },
    /// The post already works wholly in the target.
    PostAlreadyThere {
        /// Which post.
        post: PostId,
        /// Where it is.
        unit: UnitId,
        /// Name of that unit.
        name: String,
    },
    /// The post already lies in the tray.
    PostAlreadyParked {
        /// Which post.
        post: PostId,
    },
    /// Unit and place in the list are those that it has.
    OrderUnchanged {
        /// What was to be moved, in words, at the beginning of a sentence.
        object: String,
    },
    /// The case type already belongs to the target.
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
    UnitAlreadyThere {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
    },
    /// The unit would stand below itself.
    Cycle {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
        /// Name of the target.
        target: String,
    },
    /// The tree of units would become too deep.
    TooDeep {
        /// Name of the unit.
        name: String,
        /// Levels allowed.
        limit: usize,
    },
    /// The unit still holds something.
    UnitNotEmpty {
        /// Which unit.
        unit: UnitId,
        /// Its name.
        name: String,
        /// What it holds.
        contents: Box<Contents>,
    },
    /// The post ended before the change counts.
    PostEnded {
        /// Which post.
        post: PostId,
        /// Last day on which it existed.
        kw: NaiveDate,
    },
    /// The post would end before the change counts.
    EndsBeforeEffective {
        /// Which post.
        post: PostId,
        /// Last day on which it would exist.
        kw: NaiveDate,
        /// From when the change was to count.
        effective: NaiveDate,
    },
    /// A change without a change.
    NothingToSet {
        /// What was to change, in words.
        object: String,
    },
    /// The plan holds as many of these as it may.
    TooMany {
        /// What there are too many of, in words.
        objects: String,
        /// The bound.
        limit: usize,
    },
    /// A value breaks a rule of the format.
    Invalid {
        /// What was to change, in words.
        object: String,
        /// What is wrong where, the path counted from the object.
        errors: Vec<PathError>,
    },
    /// Soft rules ask for a reason, and none is given.
    ReasonMissing {
        /// What the rules say, each with its remedy.
        sentences: Vec<String>,
    },
    /// A step is to be taken back or made again, and later ones would no longer fit.
    BuiltUpon {
        /// Why the first of them would not.
        reason: Box<ChangeError>,
    },
}

impl ChangeError {
    /// Why a step cannot be taken back or made again: what is wrong with itself, or with later ones that would no longer fit.
    #[must_use]
    pub fn of_switch(reason: Self, is_itself: Option<bool>) -> Self {
        if is_itself == Some(true) { reason } else { Self::BuiltUpon { reason: Box::new(reason) } }
    }

    /// What the user is told: the object, the rule, the remedy. The texts are data (`rules/hard/`).
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        super::rules::refusal(self, language)
    }
}

/// In German; pages that speak another language ask for [`ChangeError::sentence`].
impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::German))
    }
}

impl std::error::Error for ChangeError {}

#[cfg(test)]
mod tests {
    use super::*;

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
