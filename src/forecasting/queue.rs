//! What is still to be computed, in which order, and what is known already.
//!
//! Results are kept by what the engine reads for a unit (its model's fingerprint) and replication: streams are keyed by entity, so
//! that a replication is the same whoever asks for it. The baseline is computed once for all moves tried, and a unit that the
//! changes leave alone not a second time. Until a worker has told the fingerprint, the list of changes stands for it.

#[cfg(test)]
mod any_order;
#[cfg(test)]
mod tests;

use super::results::first_view_at;
use super::{Task, UnitRun, VariantKey};
use crate::plan::{Change, UnitId};
use crate::simulation::{UnitOutcome, Work};

/// A list of changes and a horizon, with their key.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Tells it from others.
    pub key: VariantKey,
    /// The changes.
    pub changes: Vec<Change>,
    /// Days from the plan's first day on.
    pub horizon_days: u32,
}

impl Variant {
    /// Takes a list of changes and a number of days.
    #[must_use]
    pub fn new(changes: Vec<Change>, horizon_days: u32) -> Self {
        Self { key: VariantKey::of(&changes, horizon_days), changes, horizon_days }
    }
}

/// Who asks; the first goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The sentence while a post is being dragged.
    Preview,
    /// The effect panel.
    Panel,
    /// What takes many lists of changes: which assumption matters most, how many posts a target needs.
    Study,
    /// The baseline, ahead of need.
    Ahead,
}

impl Slot {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Preview, Self::Panel, Self::Study, Self::Ahead];
}

/// A list of changes and the units that are asked for under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The changes.
    pub variant: Variant,
    /// The units.
    pub units: Vec<UnitId>,
}

/// What one slot wants: some replications of some units under one list of changes or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The lists of changes; a comparison has the baseline first and the scenario second, with the same units.
    pub parts: Vec<Part>,
    /// Replications wanted.
    pub replications: u32,
}

impl Job {
    /// A scenario against its baseline.
    #[must_use]
    pub fn pair(pair: [Vec<Change>; 2], horizon_days: u32, units: &[UnitId], replications: u32) -> Self {
        let part = |changes| Part { variant: Variant::new(changes, horizon_days), units: units.to_vec() };
        Self { parts: pair.map(part).into(), replications }
    }

    /// The units of the first list of changes.
    #[must_use]
    pub fn units(&self) -> &[UnitId] {
        self.parts.first().map_or(&[], |part| &part.units)
    }

    /// More than a pair: then the lists of changes are computed one after the other, because a worker keeps few models.
    const fn is_study(&self) -> bool {
        self.parts.len() > 2
    }
}

/// The work to be done and the results so far, of one plan.
#[derive(Debug, Default)]
pub struct Queue {
    /// One place for each slot, in their order.
    jobs: [Option<Job>; Slot::ALL.len()],
    /// A list and no map: a few hundred entries, and a map of each kind costs the page more than the search.
    results: Vec<Known>,
    /// What the workers have told: the fingerprint of a unit under a list of changes.
    inputs: Vec<(VariantKey, UnitId, Input)>,
    under_way: Vec<UnderWay>,
    /// Milliseconds that a replication of a unit took last.
    paces: Vec<(UnitId, f64)>,
}

/// A task that somebody works on.
#[derive(Debug)]
struct UnderWay {
    variant: VariantKey,
    unit: UnitId,
    first: u32,
    count: u32,
}

impl UnderWay {
    fn is(&self, task: &Task) -> bool {
        self.variant == task.variant && self.unit == task.unit && self.first == task.first
    }
}

/// What a unit's replications follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    /// Not told yet: the list of changes.
    Changes(VariantKey),
    /// The fingerprint of the model.
    Model(u64),
}

/// What is known of a unit, by replication.
#[derive(Debug)]
struct Known {
    input: Input,
    unit: UnitId,
    runs: Vec<Option<UnitRun>>,
}

/// One seed for the page: the same plan shows the same figures to everybody.
pub const SEED: u64 = 1;

/// Lists of changes whose results are kept; the oldest keys go when there are more.
const VARIANTS_KEPT: usize = 24;

/// A task should take about so many milliseconds. A worker has its next one by then, so that it goes on while the page is busy; who asks
/// for something else waits for two.
const TASK_MS: f64 = 20.0;

/// A clock of a browser is coarse and may stand still: a pace is never believed to be more than so many times quicker than the one before,
/// and the first not quicker than so many milliseconds a replication.
const QUICKER: f64 = 4.0;
const LEAST_PACE_MS: f64 = 0.25;

/// A worker's task is at most this part of its share of a job: none is waited for long at the end.
const EVEN: u32 = 4;

/// What is computed ahead of need is this part of a task: whoever needs something then waits no longer for a worker.
const AHEAD: u32 = 4;

impl Queue {
    /// Puts a job into a slot; what the slot wanted before is given up.
    pub fn put(&mut self, slot: Slot, job: Job) {
        self.jobs[slot as usize] = Some(job);
        self.forget_unused();
    }

    /// Gives up what a slot wants.
    pub fn clear(&mut self, slot: Slot) {
        self.jobs[slot as usize] = None;
    }

    /// What a slot wants.
    #[must_use]
    pub fn job(&self, slot: Slot) -> Option<&Job> {
        self.jobs[slot as usize].as_ref()
    }

    /// Whether a replication is neither known nor worked on.
    fn is_open(&self, variant: &Variant, unit: &UnitId, replication: u32) -> bool {
        let input = self.input(variant.key, unit);
        let known = self.known(input, unit).get(replication as usize).is_some_and(Option::is_some);
        let same = |task: &UnderWay| {
            (task.first..task.first + task.count).contains(&replication)
                && task.unit == *unit
                && self.input(task.variant, unit) == input
        };
        !known && !self.under_way.iter().any(same)
    }

    fn missing(&self, job: &Job) -> Option<(Variant, UnitId, u32)> {
        let open = |variant: &Variant, unit: &UnitId, replication: u32| {
            self.is_open(variant, unit, replication).then(|| (variant.clone(), unit.clone(), replication))
        };
        if job.is_study() {
            return job.parts.iter().find_map(|part| {
                part.units.iter().find_map(|unit| {
                    let first = self.contiguous(part.variant.key, unit);
                    (first..job.replications).find_map(|replication| open(&part.variant, unit, replication))
                })
            });
        }
        let most = job.parts.iter().map(|part| part.units.len()).max().unwrap_or(0);
        (self.complete(job)..job.replications).find_map(|replication| {
            (0..most).find_map(|place| {
                job.parts.iter().find_map(|part| open(&part.variant, part.units.get(place)?, replication))
            })
        })
    }

    fn input(&self, variant: VariantKey, unit: &UnitId) -> Input {
        let told = self.inputs.iter().find(|(key, other, _)| *key == variant && other == unit);
        told.map_or(Input::Changes(variant), |(_, _, input)| *input)
    }

    /// A worker tells what it works with on a task.
    pub fn learn(&mut self, task: &Task, fingerprint: u64) {
        if self.input(task.variant, &task.unit) == Input::Changes(task.variant) {
            self.inputs.push((task.variant, task.unit.clone(), Input::Model(fingerprint)));
        }
    }

    /// How long a worker took for a task, in milliseconds: later ones of the unit are as large as [`TASK_MS`] allows. Units differ by a
    /// factor of fifty; were all tasks as large as the last unit suggests, pictures would come once a second.
    pub fn took(&mut self, task: &Task, milliseconds: f64) {
        let pace = milliseconds / f64::from(task.count.max(1));
        if !pace.is_finite() {
            return;
        }
        match self.paces.iter_mut().find(|(unit, _)| *unit == task.unit) {
            Some(known) => known.1 = pace.max(known.1 / QUICKER),
            None => self.paces.push((task.unit.clone(), pace.max(LEAST_PACE_MS))),
        }
    }

    /// Replications of a unit that make a task; none where it is not known how long they take.
    fn fitting(&self, unit: &UnitId) -> Option<u32> {
        let (_, pace) = self.paces.iter().find(|(known, _)| known == unit)?;
        // The cast saturates.
        Some((TASK_MS / pace) as u32)
    }

    /// Whether the answer to a task is known, or an earlier task under way gives it.
    fn is_double(&self, task: &Task) -> bool {
        let input = self.input(task.variant, &task.unit);
        let known = self.known(input, &task.unit).get(task.first as usize).is_some_and(Option::is_some);
        let mut same = self.under_way.iter().filter(|other| {
            other.first == task.first
                && other.count >= task.count
                && other.unit == task.unit
                && self.input(other.variant, &task.unit) == input
        });
        known || same.next().is_some_and(|other| other.variant != task.variant)
    }

    /// The replications that a job has complete for all its units and lists of changes, counted from the first.
    #[must_use]
    pub fn complete(&self, job: &Job) -> u32 {
        let done = self.pairs(job).map(|(key, unit)| self.contiguous(key, unit)).min();
        done.unwrap_or(0).min(job.replications)
    }

    /// The part of a job that is known, from 0 to 1.
    #[must_use]
    pub fn share_done(&self, job: &Job) -> f64 {
        let done: u32 =
            self.pairs(job).map(|(key, unit)| self.contiguous(key, unit).min(job.replications)).sum();
        let all = self.pairs(job).count() * job.replications as usize;
        if all == 0 { 1.0 } else { f64::from(done) / all as f64 }
    }

    fn pairs<'a>(&self, job: &'a Job) -> impl Iterator<Item = (VariantKey, &'a UnitId)> {
        job.parts.iter().flat_map(|part| part.units.iter().map(|unit| (part.variant.key, unit)))
    }

    fn contiguous(&self, variant: VariantKey, unit: &UnitId) -> u32 {
        let known =
            self.known(self.input(variant, unit), unit).iter().take_while(|run| run.is_some()).count();
        u32::try_from(known).unwrap_or(u32::MAX)
    }

    /// The first `count` replications of a unit under a variant.
    #[must_use]
    pub fn runs(&self, variant: &Variant, unit: &UnitId, count: u32) -> Vec<&UnitRun> {
        self.known(self.input(variant.key, unit), unit).iter().take(count as usize).flatten().collect()
    }

    /// What is known of a job, by list of changes, unit and replication.
    #[must_use]
    pub fn outcomes(&self, job: &Job) -> Vec<Vec<Vec<UnitOutcome>>> {
        let of_unit = |variant: &Variant, unit: &UnitId| {
            self.runs(variant, unit, job.replications).into_iter().map(UnitRun::outcome).collect()
        };
        let of_part = |part: &Part| part.units.iter().map(|unit| of_unit(&part.variant, unit)).collect();
        job.parts.iter().map(of_part).collect()
    }

    fn known(&self, input: Input, unit: &UnitId) -> &[Option<UnitRun>] {
        let same = |known: &&Known| known.input == input && known.unit == *unit;
        self.results.iter().find(same).map_or(&[], |known| &known.runs)
    }

    fn forget_unused(&mut self) {
        let mut kept: Vec<VariantKey> = Vec::new();
        for (variant, _, _) in &self.inputs {
            if !kept.contains(variant) {
                kept.push(*variant);
            }
        }
        if kept.len() > VARIANTS_KEPT {
            let wanted: Vec<(VariantKey, UnitId)> = self
                .jobs
                .iter()
                .flatten()
                .flat_map(|job| self.pairs(job))
                .map(|(key, unit)| (key, unit.clone()))
                .collect();
            self.inputs.retain(|(key, _, _)| wanted.iter().any(|(other, _)| other == key));
            let inputs: Vec<Input> = wanted.iter().map(|(key, unit)| self.input(*key, unit)).collect();
            self.results.retain(|known| inputs.contains(&known.input));
        }
    }
}

impl Work for Queue {
    type Task = Task;
    type Answer = Vec<UnitRun>;

    /// By slot, then by replication, so that pairs fill evenly; as many as fit into [`TASK_MS`] where it is known how long they take, else
    /// `most`; fewer where the workers would end at different times. Linear in the replications wanted.
    fn next_task(&mut self, most: u32, workers: usize) -> Option<Task> {
        let (slot, (variant, unit, first), wanted) =
            self.jobs.iter().enumerate().find_map(|(slot, job)| {
                let job = job.as_ref()?;
                Some((slot, self.missing(job)?, job.replications))
            })?;
        let workers = u32::try_from(workers).unwrap_or(u32::MAX).max(1);
        let even = wanted / workers.saturating_mul(EVEN);
        let most = self.fitting(&unit).unwrap_or(most);
        let most = if slot == Slot::Ahead as usize { most / AHEAD } else { most }.min(even).max(1);
        let part = first_view_at(wanted);
        // What somebody waits for is given out at once: the page listens to nobody while it draws what was just done.
        let awaited = first < part && slot < Slot::Study as usize;
        let most = if awaited { most.max(part.div_ceil(workers)) } else { most };
        // The first picture is not waited for while a worker is already at what comes after it.
        let end = if first < part { part } else { wanted }.min(first.saturating_add(most));
        let beyond = (first + 1..end).find(|&replication| !self.is_open(&variant, &unit, replication));
        let count = beyond.unwrap_or(end) - first;
        self.under_way.push(UnderWay { variant: variant.key, unit: unit.clone(), first, count });
        Some(Task {
            variant: variant.key,
            changes: variant.changes,
            unit,
            horizon_days: variant.horizon_days,
            seed: SEED,
            first,
            count,
        })
    }

    fn wants(&self, task: &Task) -> bool {
        let is_of = |part: &Part| part.variant.key == task.variant && part.units.contains(&task.unit);
        let asked = self
            .jobs
            .iter()
            .flatten()
            .any(|job| task.first < job.replications && job.parts.iter().any(is_of));
        asked && !self.is_double(task)
    }

    fn take(&mut self, task: &Task, runs: Vec<UnitRun>) {
        self.put_back(task);
        let input = self.input(task.variant, &task.unit);
        let same = |known: &Known| known.input == input && known.unit == task.unit;
        let place = self.results.iter().position(same).unwrap_or(self.results.len());
        if place == self.results.len() {
            self.results.push(Known { input, unit: task.unit.clone(), runs: Vec::new() });
        }
        if let Some(known) = self.results.get_mut(place) {
            for (replication, run) in (task.first as usize..).zip(runs) {
                if known.runs.len() <= replication {
                    known.runs.resize_with(replication + 1, || None);
                }
                known.runs[replication] = Some(run);
            }
        }
    }

    fn put_back(&mut self, task: &Task) {
        self.under_way.retain(|other| !other.is(task));
    }

    /// The slots that wanted it are given up.
    fn fail(&mut self, task: &Task, _reason: &str) {
        self.put_back(task);
        for slot in &mut self.jobs {
            let wanted = |job: &mut Job| {
                let is_of = |part: &Part| part.variant.key == task.variant && part.units.contains(&task.unit);
                job.parts.iter().any(is_of)
            };
            slot.take_if(wanted);
        }
    }
}
