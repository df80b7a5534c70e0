//! A plan and its changes, compiled into tables: what a replication reads and never writes.

mod build;
mod epoch;
mod fingerprint;
mod kept;
mod opening;
mod universe;
mod warnings;

use super::clock::Clock;
use super::demand::{Rate, Rates};
use super::engine::{Progress, Run};
use super::failure::Caused;
use super::standing::Place;
use super::tables::Table;
use super::{Options, Replication, SimulationError};
use crate::plan::{CaseTypeId, Change, Plan, PopulationId, UnitId, WaitOwner};
use chrono::NaiveDate;

pub use opening::OpenCases;

/// Most visits (arrivals, and starts of handling) of one replication; plans beyond are refused or cut off.
pub const MAX_VISITS: u64 = 50_000_000;
/// Most cases that may exist at one time, the ones to come back included.
pub const MAX_CASES: usize = 4_000_000;
/// Most entries of a table over days or over changes.
const MAX_ENTRIES: f64 = 20_000_000.0;

/// A plan with changes, compiled: immutable, and shared by any number of threads.
///
/// Compiling costs one copy of the plan, and for each date of change a pass over its posts and case types; a
/// replication then depends on nothing but this value and its number.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) options: Options,
    pub(super) plan_name: String,
    pub(super) start: NaiveDate,
    pub(super) clock: Clock,
    pub(super) types: Vec<CaseTypeInfo>,
    pub(super) units: Vec<UnitInfo>,
    pub(super) posts: Vec<PostInfo>,
    pub(super) servers: Vec<ServerInfo>,
    pub(super) groups: Vec<GroupInfo>,
    pub(super) populations: Vec<PopulationInfo>,
    pub(super) tables: Vec<Table>,
    pub(super) epochs: Vec<Epoch>,
    pub(super) warnings: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct CaseTypeInfo {
    pub(super) id: CaseTypeId,
    pub(super) hash: u64,
    pub(super) group: u32,
    pub(super) reported: bool,
    pub(super) opening: Opening,
    /// Open cases of which more is known, beside those of `opening`.
    pub(super) open: Vec<OpenGroup>,
    /// One per day; empty where nothing ever arrives.
    pub(super) rates: Rates,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opening {
    pub(super) waiting: u64,
    pub(super) oldest_days: u32,
    pub(super) circulating: u64,
}

/// Cases that stand alike on the first day, their ages even between two, in days.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenGroup {
    pub(super) place: Place,
    pub(super) youngest: u32,
    pub(super) oldest: u32,
    pub(super) cases: u64,
}

#[derive(Debug, Clone)]
pub(super) struct UnitInfo {
    pub(super) id: UnitId,
    pub(super) reported: bool,
}

#[derive(Debug, Clone)]
pub(super) struct PostInfo {
    pub(super) hash: u64,
    /// Its servers, one for each unit in which it ever works.
    pub(super) servers: Vec<u32>,
}

/// The part of a post that works in one unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct ServerInfo {
    pub(super) post: u32,
    /// [`NOWHERE`] where the unit is not simulated and only the holder's experience counts.
    pub(super) unit: u32,
}

/// No unit, no group.
pub(super) const NOWHERE: u32 = u32::MAX;

#[derive(Debug, Clone, Default)]
pub(super) struct GroupInfo {
    pub(super) types: Vec<u32>,
    pub(super) servers: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct PopulationInfo {
    pub(super) id: PopulationId,
    pub(super) hash: u64,
    pub(super) opening: u64,
    pub(super) reported: bool,
}

/// A stretch of days between two changes.
#[derive(Debug, Clone)]
pub(super) struct Epoch {
    pub(super) first_day: u32,
    pub(super) conditions: Conditions,
    pub(super) types: Vec<TypeEpoch>,
    pub(super) posts: Vec<PostEpoch>,
    pub(super) servers: Vec<ServerEpoch>,
    pub(super) groups: Vec<GroupEpoch>,
    pub(super) populations: Vec<PopulationEpoch>,
    /// What outages leave of the speed of each unit's servers, from 0 to 1; empty where none of them is hit.
    pub(super) left: Vec<f64>,
    pub(super) deciding: Deciding,
    pub(super) order: Order,
}

/// Which of the waiting cases goes first, where that is not the rank and then the time at which it became ready.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Order {
    /// Whether the time of arrival counts: a case type adds the days until its cases are due.
    pub(super) due: bool,
    /// Whether ranks count as days, and not by themselves.
    pub(super) ageing: bool,
    /// By case type the days that are added to the time that counts; empty where there is no such rule.
    pub(super) days: Vec<f64>,
}

/// Which cases are prepared by one post and decided by another; nothing where whoever serves a case type may decide it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Deciding {
    /// By case type the class in which prepared cases wait: the class of the type itself where everybody decides. Empty where that is
    /// so of all types.
    pub(super) classes: Vec<u32>,
    /// Share of the last visit that the decision takes; 0 where there is none.
    pub(super) share: f64,
}

impl Epoch {
    /// Whether all goes on as in the epoch before: a change elsewhere then leaves no trace here, not even in the order of sums.
    pub(super) fn repeats(&self, before: &Self) -> bool {
        let mut posts = self.posts.iter().zip(&before.posts);
        let mut servers = self.servers.iter().zip(&before.servers);
        let mut groups = self.groups.iter().zip(&before.groups);
        self.conditions == before.conditions
            && self.types == before.types
            && self.populations == before.populations
            && self.left == before.left
            && self.deciding == before.deciding
            && self.order == before.order
            && posts.all(|(now, before)| {
                now.occupancy.is_none()
                    && (now.exists, now.last_day) == (before.exists, before.last_day)
                    && (now.contract_end, now.refill, now.successor)
                        == (before.contract_end, before.refill, before.successor)
            })
            && servers.all(|(now, before)| {
                now.experience == Experience::Same && now.size == before.size && now.classes == before.classes
            })
            && groups.all(|(now, before)| {
                !now.requeue
                    && (&now.classes, now.hands_over, &now.stand_ins)
                        == (&before.classes, before.hands_over, &before.stand_ins)
            })
    }
}

/// The assumptions as the engine uses them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conditions {
    /// Factor of the allowance on the speed. Method A (KGSt) takes the allowance off the time: 1 − v. Method B (BMI)
    /// adds it to the basic time of each case: 1 / (1 + v).
    pub(super) allowance: f64,
    /// Long-run share of working days absent.
    pub(super) absence: f64,
    /// Probability that a spell of absence ends, and that one begins, from one working day to the next.
    pub(super) absence_ends: f64,
    pub(super) absence_begins: f64,
    /// Hazard of leaving, per calendar day.
    pub(super) leaving: f64,
    pub(super) recruitment_mean: f64,
    pub(super) recruitment_table: u32,
    /// Proficiency by days in the job; the last one lasts. At least one entry.
    pub(super) proficiency: Vec<f64>,
    /// Load on the experienced by days in the job of the newcomer; the last one lasts.
    pub(super) mentor: Vec<f64>,
    /// Days in the job from which a colleague is experienced.
    pub(super) experienced: usize,
    pub(super) transfer: f64,
    /// Most holders who learn in a unit at one time; 0 where there is no limit.
    pub(super) at_once: u32,
    /// Days in the job from which a holder decides what the post may decide.
    pub(super) decides_after: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct TypeEpoch {
    pub(super) unit: u32,
    /// Class within the group's queues.
    pub(super) class: u32,
    pub(super) dispersion: f64,
    pub(super) target_days: Option<u32>,
    pub(super) steps: Vec<StepEpoch>,
    /// Minutes and table where there is one step only, always done, and no wait after it.
    pub(super) plain: Option<(f64, u32)>,
    pub(super) follow_ups: Vec<FollowUpEpoch>,
    /// What waiting cases of the unit make arise here.
    pub(super) caused: Option<Caused>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StepEpoch {
    pub(super) share: f64,
    pub(super) minutes: f64,
    pub(super) table: u32,
    /// External wait after the step: mean in days and table.
    pub(super) then: Option<(f64, u32)>,
    /// Whose turn it is meanwhile.
    pub(super) owner: WaitOwner,
    /// Probability that the step is due again after the wait.
    pub(super) repeat: f64,
}

impl StepEpoch {
    /// As [`crate::plan::Step::expected_minutes`].
    pub(super) fn expected_minutes(&self) -> f64 {
        let repeat = if self.then.is_some() { self.repeat } else { 0.0 };
        self.share * self.minutes / (1.0 - self.share * repeat).max(1e-6)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FollowUpEpoch {
    /// [`NOWHERE`] where the target is not simulated.
    pub(super) case_type: u32,
    pub(super) stream: u64,
    pub(super) share: f64,
    pub(super) mean: f64,
    pub(super) table: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PostEpoch {
    pub(super) exists: bool,
    /// Last day on which the post exists.
    pub(super) last_day: i64,
    /// Occupancy to be taken over on the first day of the epoch.
    pub(super) occupancy: Option<Occupied>,
    /// Last day of the contract of the planned holder.
    pub(super) contract_end: i64,
    /// Whether a successor is looked for when the holder leaves.
    pub(super) refill: bool,
    /// First day of the successor of the planned holder, where the recruitment for it is planned as well.
    pub(super) successor: Option<i64>,
}

/// No contract ends, and a successor is looked for.
pub(super) const USUAL: (i64, bool) = (i64::MAX, true);

/// Occupancy in days counted from the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Occupied {
    Since(i64),
    Until(i64),
    Vacant,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ServerEpoch {
    /// Full-time equivalents times the fraction for casework; 0 where it does not work here.
    pub(super) size: f64,
    pub(super) experience: Experience,
    /// Classes that it serves, in the order of the group's classes.
    pub(super) classes: Vec<u32>,
}

/// What the holder of a post knows of the case types that this part serves from the epoch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Experience {
    /// Nothing new.
    Same,
    /// Begins here with case types known from elsewhere: as proficient as there.
    Known,
    /// Has worked on none of them: keeps `transfer` of the proficiency.
    New,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct GroupEpoch {
    /// Rank of each class: by priority, and of one priority what waits for a decision before what nobody has begun.
    pub(super) classes: Vec<u16>,
    /// Whether cases have to be queued anew.
    pub(super) requeue: bool,
    /// Whether some of its posts may only prepare what others decide.
    pub(super) hands_over: bool,
    /// Servers that take over the classes of another one while nobody works on that; places among those of the group.
    pub(super) stand_ins: Vec<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PopulationEpoch {
    pub(super) unit: u32,
    pub(super) inflow: Rate,
    pub(super) leaving: f64,
    pub(super) places: u64,
}

impl Model {
    /// Compiles a plan with its changes.
    ///
    /// Changes that do not fit are left out and told in the warnings of the forecast.
    ///
    /// # Errors
    /// [`SimulationError`] when the options are out of range, a unit does not exist, or the plan would cause more work
    /// than [`MAX_VISITS`] in a replication or tables beyond the bound.
    pub fn new(plan: &Plan, changes: &[Change], options: &Options) -> Result<Self, SimulationError> {
        build::build(plan, changes, options)
    }

    /// Computes one replication; the result depends on plan, changes, options and the number only, to the bit.
    ///
    /// Cost: about 0.07 µs for each visit of a case, and 0.1 µs for each post and case type on each day.
    ///
    /// # Errors
    /// [`SimulationError::CutOff`] or [`SimulationError::TooManyCases`] when follow-ups breed beyond the bound.
    pub fn run(&self, replication: u32) -> Result<Replication, SimulationError> {
        match self.start(replication)?.advance(u64::MAX)? {
            Progress::Done(replication) => Ok(*replication),
            // There are fewer visits than that.
            Progress::Running(_) => Err(SimulationError::CutOff { most: MAX_VISITS as f64 }),
        }
    }

    /// Draws the new cases of a replication under what holds on its first day, and does nothing with them: what of the time of a
    /// replication its random numbers take (`make bench`). Their number, and the standard minutes of their first visits.
    ///
    /// # Errors
    /// As [`Model::run`].
    pub fn drawn(&self, replication: u32) -> Result<(u64, f64), SimulationError> {
        Run::new(self, replication)?.drawn()
    }

    /// Begins a replication that is computed piece by piece: for a page that has to hear of a new question meanwhile.
    ///
    /// # Errors
    /// As [`Model::run`].
    pub fn start(&self, replication: u32) -> Result<Run<'_>, SimulationError> {
        Run::new(self, replication)
    }

    /// About how many bytes it takes, by what grows with the plan and the horizon: for whoever keeps several.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables: usize = self.tables.iter().map(Table::bytes).sum();
        let days = self.clock.length.len() * (24 + 4 * self.types.len());
        let of_epoch = self.types.len() * size_of::<TypeEpoch>()
            + self.posts.len() * size_of::<PostEpoch>()
            + self.servers.len() * size_of::<ServerEpoch>();
        tables + days + self.epochs.len() * of_epoch
    }

    /// The options it was compiled with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What the user has to know about plan and changes.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}
