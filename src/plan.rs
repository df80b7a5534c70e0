//! What an organisation is: units, posts, case types, the changes that make a scenario, the working calendar.
//!
//! One value, [`Plan`], is read by the page, the server, the command line and the tests alike. It is parsed and
//! validated once ([`Plan::from_json`]); everything behind that trusts it.

mod apply;
mod assumptions;
mod builtin;
pub mod calendar;
mod case_type;
mod change;
mod change_error;
mod describe;
pub mod difference;
mod digest;
mod error;
pub(crate) mod gather;
mod grade;
mod ids;
mod numbering;
mod onboarding;
mod outage;
mod post;
mod practice;
mod quantity;
pub mod read;
mod rebase;
mod revision;
pub mod rules;
mod snapshot;
mod terms;
mod timeline;
mod unit;
mod validate;

pub use assumptions::{
    Assumptions, FailureDemand, FixedTask, Method, Onboarding, Population, StaffGroup, YearlyMinutes,
    day_minutes,
};
pub use builtin::{BUILTIN_JSON, builtin};
pub use calendar::{Calendar, Holiday};
pub use case_type::{
    CaseType, CausedByWaiting, Delay, Demand, DemandEvent, Distribution, FollowUp, OTHER_EVIDENCE, Opening,
    Step, WaitOwner,
};
pub use change::{
    Action, AssumptionsPatch, CaseTypePatch, Change, FixedTaskPatch, PopulationPatch, PostPatch, UnitPatch,
};
pub use change_error::{ChangeError, Contents};
pub use difference::{
    Difference, Mark, MarkKind, Towards, Whence, difference, in_words, post_patch, towards,
};
pub use digest::Digest;
pub use error::{InvalidPlan, PathError};
pub use grade::{cost_of_grade, grade_distance, plain_grade, same_grade};
pub use ids::{CaseTypeId, FixedTaskId, InvalidId, MAX_ID_LENGTH, PopulationId, PostId, UnitId};
pub use numbering::{new_unit_id, next_post_id};
pub use onboarding::{DAYS_PER_MONTH, OnboardingPatch};
pub use outage::Outage;
pub use post::{Holder, Occupancy, Post, PostShare};
pub use practice::Practice;
pub use quantity::{
    EuroPerYear, Fte, InvalidFte, InvalidMinutes, InvalidMoney, InvalidShare, Minutes, Share,
};
pub use read::{MAX_FILE_BYTES, changes_from_json};
pub use rebase::{Meeting, MeetingKind, rebase};
pub use revision::Misfit;
pub use snapshot::{Snapshot, SnapshotFormat, SnapshotStep};
pub use terms::{
    Conversion, Evaluation, Funding, KwEvent, Leave, PartHolder, Qualification, RecruitmentStage, Terms,
    Workplace,
};
pub use timeline::{Conflict, Organisation, Placed};
pub use unit::{CountedFilling, Provenance, Stated, Unit, UnitKind};
pub use validate::{
    MAX_CASE_TYPES, MAX_CHANGES, MAX_DEPTH, MAX_FIXED_TASKS, MAX_POPULATIONS, MAX_POSTS, MAX_SHARES,
    MAX_UNITS,
};

use chrono::NaiveDate;
use serde::Serialize;

/// The version of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Format {
    /// The first version.
    #[default]
    #[serde(rename = "stellwerk-plan/1")]
    V1,
}

/// Whose public holidays count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Region {
    /// Rheinland-Pfalz.
    #[default]
    #[serde(rename = "DE-RP")]
    RheinlandPfalz,
    /// No public holidays.
    #[serde(rename = "none")]
    None,
}

/// All that is needed to draw the chart, compute the assessment and run the simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Version of the file format.
    pub format: Format,
    /// Name of the organisation.
    pub name: String,
    /// First day of the simulation; the day on which the plan is true.
    pub as_of: NaiveDate,
    /// Whose public holidays count.
    pub region: Region,
    /// The boxes.
    pub units: Vec<Unit>,
    /// The posts.
    pub posts: Vec<Post>,
    /// Parked posts: kept, but in no sum; in the order of their identifiers. Their shares say where each came from, and
    /// may name a unit that is gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tray: Vec<Post>,
    /// What is handled.
    pub case_types: Vec<CaseType>,
    /// Who is housed or cared for.
    pub populations: Vec<Population>,
    /// Work that does not depend on a number of cases.
    pub fixed_tasks: Vec<FixedTask>,
    /// Everything else.
    pub assumptions: Assumptions,
    /// Changes that are decided: part of the organisation of every day from theirs on, before those of a scenario.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<Change>,
    /// What the holders have learnt anew on the way to this plan.
    #[serde(skip)]
    pub practice: Practice,
}

impl Plan {
    /// The unit with this identifier. Linear in the number of units.
    #[must_use]
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// What a unit is called; its identifier where there is no such unit. Linear in the number of units.
    #[must_use]
    pub fn unit_name<'a>(&'a self, id: &'a UnitId) -> &'a str {
        self.unit(id).map_or(id.as_str(), |unit| unit.name.as_str())
    }

    /// The post with this identifier. Linear in the number of posts.
    #[must_use]
    pub fn post(&self, id: &PostId) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == *id)
    }

    /// The parked post with this identifier. Linear in the number of parked posts.
    #[must_use]
    pub fn parked(&self, id: &PostId) -> Option<&Post> {
        self.tray.iter().find(|post| post.id == *id)
    }

    /// The case type with this identifier. Linear in the number of case types.
    #[must_use]
    pub fn case_type(&self, id: &CaseTypeId) -> Option<&CaseType> {
        self.case_types.iter().find(|case_type| case_type.id == *id)
    }

    /// The way to a unit from the top of the tree, `/abteilung/asyl-eu/`: it begins with the path of every unit above.
    /// Of a unit that the plan does not have, the unit alone.
    #[must_use]
    pub fn path_of(&self, id: &UnitId) -> String {
        let mut path = format!("/{id}/");
        let mut above = self.unit(id).and_then(|unit| unit.parent.as_ref());
        // Bounded: a plan that was not validated might lead in a circle.
        for _ in 0..self.units.len() {
            let Some(parent) = above else { break };
            path.insert_str(0, &format!("/{parent}"));
            above = self.unit(parent).and_then(|unit| unit.parent.as_ref());
        }
        path
    }

    /// The units directly below, in the order of the plan.
    pub fn children<'a>(&'a self, parent: Option<&'a UnitId>) -> impl Iterator<Item = &'a Unit> + 'a {
        self.units.iter().filter(move |unit| unit.parent.as_ref() == parent)
    }
}
