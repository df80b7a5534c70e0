//! The messages between the page and its workers.

mod read;

use crate::plan::{Change, Plan, PopulationId, UnitId};
use crate::simulation::{Model, Replication, Spread, Standing, UnitOutcome};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Tells two lists of changes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct VariantKey(u64);

impl VariantKey {
    /// The key of a list of changes and a horizon: FNV-1a over their file form.
    #[must_use]
    pub fn of(changes: &[Change], horizon_days: u32) -> Self {
        let text = serde_json::to_string(changes).unwrap_or_default();
        let hash =
            text.bytes().chain(horizon_days.to_le_bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        Self(hash)
    }
}

/// A piece of work: some replications of one unit under one list of changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// Which list of changes.
    pub variant: VariantKey,
    /// The changes themselves.
    pub changes: Vec<Change>,
    /// The unit that is asked for.
    pub unit: UnitId,
    /// Days from the plan's first day on.
    pub horizon_days: u32,
    /// Seed of all streams.
    pub seed: u64,
    /// First replication.
    pub first: u32,
    /// Number of replications.
    pub count: u32,
}

/// From the page to a worker.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// The plan that all later tasks build on; forgets what was built before.
    Plan(Box<Plan>),
    /// A piece of work, for after those that it was given before.
    Run(Task),
    /// Give up all work; answered, once, only if there is some.
    Cancel,
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// The module is loaded, or a plan taken over.
    Ready,
    /// What the engine reads for the task that begins, as a number, see [`Model::fingerprint`](crate::simulation::Model::fingerprint). Not
    /// with every task: a worker that knows the model says nothing.
    Model(u64),
    /// The replications of the task, in order.
    Done(Vec<UnitRun>),
    /// All tasks were given up, as the page wanted.
    Cancelled,
    /// The task cannot be computed; the reason is a sentence for the user.
    Failed {
        /// German sentence.
        reason: String,
    },
    /// The worker itself is of no use.
    Broken {
        /// Text of the error.
        reason: String,
    },
}

/// What the picture needs of one replication of one unit. Travels as a list without names: there are thousands of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitRun {
    /// Open cases at the end of each month.
    pub open: Vec<f64>,
    /// Of these, older than three months.
    pub over_three_months: Vec<f64>,
    /// Mean calendar days from arrival to completion over the horizon; none without a completion.
    pub lead_days: Option<f64>,
    /// Median of the same.
    pub lead_days_p50: Option<f64>,
    /// The value that nine completions in ten stay under.
    pub lead_days_p90: Option<f64>,
    /// The same of every completion.
    pub lead: Spread,
    /// Calendar days in the queue for each arrival; none without arrivals.
    pub waiting_days: Option<f64>,
    /// Working minutes from being ready to the start of handling, mean over the horizon.
    pub wait_minutes: Option<f64>,
    /// Busy over available time over the horizon.
    pub utilisation: f64,
    /// Mean effective full-time equivalents over the horizon.
    pub effective_fte: f64,
    /// Open cases in the mean of the horizon, by whose turn it is.
    pub standing: Standing<f64>,
    /// The people that the unit cares for.
    pub populations: Vec<PopulationRun>,
    /// What the user has to know about the plan, with the first replication only: it is the same for all.
    pub warnings: Vec<String>,
    /// Week by week, with the first replication only; see [`Replication::weeks`].
    pub weeks: Arc<Vec<f64>>,
}

/// One population in one replication; travels as a list without names.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationRun {
    /// Which population.
    pub population: PopulationId,
    /// Persons at the end of each month.
    pub persons: Vec<f64>,
    /// Persons over places at the end of each month; 0 without places.
    pub occupancy: Vec<f64>,
    /// Persons at the end of each month for one full-time equivalent that was effective in it; 0 without any.
    pub persons_per_fte: Vec<f64>,
}

impl UnitRun {
    /// What the pictures need of a replication; nothing where the model does not report the unit.
    #[must_use]
    pub fn of(model: &Model, replication: &Replication, unit: &UnitId) -> Self {
        let Some(figures) = replication.unit(model, unit) else { return Self::default() };
        let months =
            |values: &[Option<f32>]| values.iter().map(|value| f64::from(value.unwrap_or(0.0))).collect();
        let people = replication.populations(model).map(|(population, figures)| PopulationRun {
            population: population.clone(),
            persons: months(&figures.months.persons),
            occupancy: months(&figures.months.occupancy),
            persons_per_fte: months(&figures.months.persons_per_fte),
        });
        Self {
            open: months(&figures.months.open),
            over_three_months: months(&figures.months.over_three_months),
            lead_days: figures.total.lead_days,
            lead_days_p50: figures.total.lead_days_p50,
            lead_days_p90: figures.total.lead_days_p90,
            lead: replication.spread(model, unit).cloned().unwrap_or_default(),
            waiting_days: replication.waiting_days(model, unit),
            wait_minutes: figures.total.wait_minutes,
            utilisation: figures.total.utilisation.unwrap_or(0.0),
            effective_fte: figures.total.effective_fte.unwrap_or(0.0),
            standing: replication.standing(model, unit).unwrap_or_default(),
            populations: people.collect(),
            warnings: if replication.number() == 0 { model.warnings().to_vec() } else { Vec::new() },
            weeks: Arc::new(replication.weeks(model, unit).to_vec()),
        }
    }

    /// What targets look at.
    #[must_use]
    pub fn outcome(&self) -> UnitOutcome {
        UnitOutcome {
            open: self.open.clone(),
            over_three_months: self.over_three_months.clone(),
            lead_days: self.lead_days,
            lead_days_p50: self.lead_days_p50,
            lead_days_p90: self.lead_days_p90,
            lead: self.lead.clone(),
            waiting_days: self.waiting_days,
            utilisation: self.utilisation,
            effective_fte: self.effective_fte,
        }
    }
}

impl Serialize for UnitRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { open, over_three_months, utilisation, effective_fte, .. } = self;
        let lead = (self.lead_days, self.lead_days_p50, self.lead_days_p90);
        let (waits, spread) = ((self.wait_minutes, self.waiting_days), self.lead.parts());
        let places = self.standing.each();
        let (people, words) = (&self.populations, &self.warnings);
        // Those without weeks are most by far, and are sent without a place for them.
        let weeks = Some(self.weeks.as_ref()).filter(|weeks| !weeks.is_empty());
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element(open)?;
        list.serialize_element(over_three_months)?;
        list.serialize_element(&lead)?;
        list.serialize_element(&waits)?;
        list.serialize_element(utilisation)?;
        list.serialize_element(effective_fte)?;
        list.serialize_element(&places)?;
        list.serialize_element(people)?;
        list.serialize_element(words)?;
        list.serialize_element(&spread)?;
        if let Some(weeks) = weeks {
            list.serialize_element(weeks)?;
        }
        list.end()
    }
}

impl Serialize for PopulationRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.population, &self.persons, &self.occupancy, &self.persons_per_fte).serialize(serializer)
    }
}
