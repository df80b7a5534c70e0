//! A plan that comes as a file: what it would change, as a step of a scenario or as the newest version of the plan.
//!
//! As with tables (`imports`), the file is posted to [`PLAN_PATH`] behind a line of JSON ([`PlanAsk`]), and the server keeps nothing
//! between looking and taking over; the answer is one line ([`PlanNews`]).

use super::{ApiError, ScenarioId};
use crate::plan::{Change, PathError};
use serde::Serialize;

/// Where plans are posted.
pub const PLAN_PATH: &str = "/daten/plan";

/// What becomes of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum PlanWay {
    /// A step of a scenario, by which it becomes what the file holds; the page adds it as it adds any other.
    #[default]
    Step,
    /// The newest version of the plan that scenarios stand on, for whoever may decide.
    Baseline,
}

impl PlanWay {
    /// Both, with their names.
    pub const WORDS: [(&'static str, Self); 2] = [("step", Self::Step), ("baseline", Self::Baseline)];
}

/// What is asked about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PlanAsk {
    /// Name of the file, without its folder.
    pub name: String,
    /// What becomes of it.
    pub way: PlanWay,
    /// The scenario that it is compared with.
    pub scenario: Option<ScenarioId>,
    /// The version of the plan that it takes the place of; none to compare only.
    pub replaces: Option<i64>,
    /// By whom it was decided, or the number of the resolution; may be empty.
    pub note: String,
    /// Changes are told in English.
    pub english: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanNews {
    /// What became of it.
    Looked(Box<PlanLooked>),
    /// It was not done.
    Failed(ApiError),
}

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct PlanLooked {
    /// Every wrong place; then nothing was taken over.
    pub errors: Vec<PathError>,
    /// By which changes the organisation becomes that of the file.
    pub changes: Vec<PlanChange>,
    /// What no change expresses; German sentences.
    pub beyond: Vec<String>,
    /// The version of the plan that it was compared with.
    pub version: i64,
    /// Whether it has taken the place of that version.
    pub taken: bool,
}

/// A change with what it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanChange {
    /// The change.
    pub change: Change,
    /// In words, without its day.
    pub words: String,
}
