//! Changes: a scenario is a plan plus an ordered list of them.

use super::{
    CaseTypeId, CountedFilling, Delay, Demand, EuroPerYear, FailureDemand, FixedTaskId, FollowUp, Fte,
    Holder, Method, OnboardingPatch, Opening, Outage, PopulationId, Post, PostId, PostShare, Provenance,
    RecruitmentStage, Share, Stated, Step, Terms, Unit, UnitId, UnitKind, Workplace, YearlyMinutes,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// One change of a plan, counted from a date on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// First day on which it counts.
    pub effective: NaiveDate,
    /// What changes.
    pub action: Action,
}

/// What a change does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new unit.
    AddUnit(Unit),
    /// Another name for a unit.
    RenameUnit {
        /// Which unit.
        unit: UnitId,
        /// The new name.
        name: String,
    },
    /// A unit with everything below it moves under another unit, none makes it a root; or it takes another place among
    /// the units.
    MoveUnit {
        /// Which unit.
        unit: UnitId,
        /// The new parent.
        to: Option<UnitId>,
        /// The unit directly before which it then stands; `Some(None)`, in the file null, puts it at the end, as does a
        /// unit that is gone. `None`, in the file absent, leaves its place in the list.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<Option<UnitId>>,
    },
    /// Fields of a unit change.
    SetUnit(UnitPatch),
    /// A unit ends; it must be empty.
    RemoveUnit {
        /// Which unit.
        unit: UnitId,
    },
    /// A new post.
    AddPost(Post),
    /// A whole post moves to another unit, takes another place among the posts of its unit, or comes back from the tray.
    MovePost {
        /// Which post.
        post: PostId,
        /// The new unit.
        to: UnitId,
        /// The post directly before which it then stands; `Some(None)`, in the file null, puts it at the end, as does a
        /// post that is gone. `None`, in the file absent, leaves its place in the list. With a place, a split post that
        /// is drawn in `to` keeps its parts.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<Option<PostId>>,
    },
    /// A post is put into the tray: out of every sum until it is moved to a unit.
    ParkPost {
        /// Which post.
        post: PostId,
    },
    /// A post ends, also a parked one.
    RemovePost {
        /// Which post.
        post: PostId,
    },
    /// Fields of a post change, also of a parked one.
    SetPost(PostPatch),
    /// A task is re-cut to another unit.
    MoveCaseType {
        /// Which case type.
        case_type: CaseTypeId,
        /// The new unit.
        to: UnitId,
    },
    /// Fields of a case type change.
    SetCaseType(CaseTypePatch),
    /// Fields of a population change.
    SetPopulation(PopulationPatch),
    /// Fields of a fixed task change.
    SetFixedTask(FixedTaskPatch),
    /// Assumptions change.
    SetAssumptions(Box<AssumptionsPatch>),
}

/// New values for fields of a unit; what is absent stays. Where null takes a value away, absent is `None` and null is
/// `Some(None)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitPatch {
    /// Which unit.
    pub unit: UnitId,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<UnitKind>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<Option<Stated>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Option<String>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_fte: Option<Option<Fte>>,
    /// New value, all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filled: Option<Vec<CountedFilling>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Option<String>>,
}

impl UnitPatch {
    /// Nothing changes yet.
    #[must_use]
    pub const fn new(unit: UnitId) -> Self {
        Self {
            unit,
            kind: None,
            provenance: None,
            stated: None,
            budget: None,
            minimum_fte: None,
            filled: None,
            note: None,
        }
    }
}

/// New values for fields of a post; what is absent stays. Where null takes a value away, absent is `None` and null is
/// `Some(None)`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostPatch {
    /// Which post.
    pub post: PostId,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// New size of the whole post; a split one keeps its proportions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fte: Option<Fte>,
    /// New parts: the units in which the post works, the first is the one in which it is drawn. Set before `fte`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<Vec<PostShare>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub casework: Option<Share>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kw: Option<Option<NaiveDate>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Option<Holder>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruiting_until: Option<Option<NaiveDate>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_types: Option<Vec<CaseTypeId>>,
    /// New value, all of it; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Option<Box<Terms>>>,
}

impl PostPatch {
    /// Nothing changes yet.
    #[must_use]
    pub const fn new(post: PostId) -> Self {
        Self {
            post,
            title: None,
            grade: None,
            fte: None,
            shares: None,
            casework: None,
            kw: None,
            holder: None,
            recruiting_until: None,
            case_types: None,
            terms: None,
        }
    }
}

/// New values for fields of a case type; what is absent stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseTypePatch {
    /// Which case type.
    pub case_type: CaseTypeId,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Option<String>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<BTreeMap<u16, u64>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand: Option<Demand>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<Step>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Vec<FollowUp>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk_in: Option<bool>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_days: Option<Option<u32>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_basis: Option<Option<String>>,
    /// New value: figures that take the place of stated ones are no longer stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// New value, such as the source of new figures; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Option<String>>,
}

impl CaseTypePatch {
    /// Nothing changes yet.
    #[must_use]
    pub const fn new(case_type: CaseTypeId) -> Self {
        Self {
            case_type,
            name: None,
            legal_basis: None,
            counts: None,
            demand: None,
            steps: None,
            follow_ups: None,
            opening: None,
            priority: None,
            walk_in: None,
            target_days: None,
            target_basis: None,
            provenance: None,
            note: None,
        }
    }
}

/// New values for fields of a population; what is absent stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PopulationPatch {
    /// Which population.
    pub population: PopulationId,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<u64>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inflow_per_year: Option<f64>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_stay_days: Option<f64>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Option<u64>>,
    /// New value; null takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons_per_fte: Option<Option<f64>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<BTreeMap<u16, u64>>,
}

impl PopulationPatch {
    /// Nothing changes yet.
    #[must_use]
    pub const fn new(population: PopulationId) -> Self {
        Self {
            population,
            unit: None,
            name: None,
            opening: None,
            inflow_per_year: None,
            mean_stay_days: None,
            places: None,
            persons_per_fte: None,
            counts: None,
        }
    }
}

/// New values for fields of a fixed task; what is absent stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixedTaskPatch {
    /// Which fixed task.
    pub fixed_task: FixedTaskId,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fte: Option<Fte>,
}

/// New values for assumptions; what is absent stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AssumptionsPatch {
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yearly_minutes: Option<YearlyMinutes>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance: Option<Share>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence_days_per_year: Option<f64>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turnover_per_year: Option<Share>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruitment_days: Option<Delay>,
    /// New values; what is absent in it stays, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding: Option<OnboardingPatch>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_demand: Option<FailureDemand>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_per_grade: Option<BTreeMap<String, EuroPerYear>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workplace: Option<Workplace>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruitment_stages: Option<Vec<RecruitmentStage>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub council_weeks: Option<u32>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leadership_share: Option<Share>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_share: Option<Share>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_first: Option<bool>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ageing_days: Option<f64>,
    /// New value: the whole list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outages: Option<Vec<Outage>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<BTreeMap<String, String>>,
}
