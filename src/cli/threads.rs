//! Work on threads, for all commands that simulate: what `simulation::on_threads` does, in the words of a terminal. Each piece
//! depends on its number only, so neither the number of threads nor their order matters.

use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{
    Model, Numbered, Options, Replication, SimulationError, Target, Telling, UnitOutcome, on_threads,
};
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::time::Instant;

/// Most threads that are of use.
const MAX_WORKERS: usize = 256;
/// How often it is told how far it is, at most, in milliseconds.
const TOLD_EVERY_MS: f64 = 100.0;

/// Does numbered pieces of work and keeps their order.
pub(super) trait Workers {
    /// What each number from 0 on gives, in their order; the first error where there is one. `what` is what the
    /// pieces are called in the plural.
    fn map<T: Send>(
        &self,
        count: usize,
        what: &str,
        work: impl Fn(usize) -> Result<T, SimulationError> + Sync,
    ) -> Result<Vec<T>, String>;

    /// Some replications of a model, in their order.
    fn replications(&self, model: &Model, numbers: Range<u32>) -> Result<Vec<Replication>, String> {
        self.map(numbers.len(), "Wiederholungen", |place| model.run(numbers.start + place as u32))
    }

    /// What becomes of one unit under a list of changes, in each replication.
    fn outcomes(&self, of: &Unit<'_>, changes: &[Change]) -> Result<Vec<UnitOutcome>, String> {
        let model = of.model(changes).map_err(|error| error.to_string())?;
        self.map(of.options.replications as usize, "Wiederholungen", |place| of.outcome(&model, place as u32))
    }
}

/// A unit whose outcomes are wanted: all that a run needs but the changes.
pub(super) struct Unit<'a> {
    plan: &'a Plan,
    unit: &'a UnitId,
    options: Options,
}

impl<'a> Unit<'a> {
    /// Up to the day of the target.
    pub(super) fn new(
        plan: &'a Plan,
        unit: &'a UnitId,
        target: &Target,
        replications: u32,
        seed: u64,
    ) -> Self {
        let horizon_days = target.horizon_days(plan.as_of);
        let options = Options { horizon_days, replications, seed, warmup_days: 0, units: vec![unit.clone()] };
        Self { plan, unit, options }
    }

    /// All replications in this thread.
    pub(super) fn alone(&self, changes: &[Change]) -> Result<Vec<UnitOutcome>, SimulationError> {
        let model = self.model(changes)?;
        (0..self.options.replications).map(|number| self.outcome(&model, number)).collect()
    }

    fn model(&self, changes: &[Change]) -> Result<Model, SimulationError> {
        Model::new(self.plan, changes, &self.options)
    }

    fn outcome(&self, model: &Model, number: u32) -> Result<UnitOutcome, SimulationError> {
        let replication = model.run(number)?;
        Ok(replication.unit(model, self.unit).map(UnitOutcome::from).unwrap_or_default())
    }
}

/// Threads of this process.
pub(super) struct Threads {
    workers: usize,
}

impl Threads {
    /// So many threads; without a number as many as the machine has.
    pub(super) fn new(workers: Option<NonZeroUsize>) -> Self {
        let available = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { workers: workers.unwrap_or_else(available).get().min(MAX_WORKERS) }
    }
}

impl Workers for Threads {
    fn map<T: Send>(
        &self,
        count: usize,
        what: &str,
        work: impl Fn(usize) -> Result<T, SimulationError> + Sync,
    ) -> Result<Vec<T>, String> {
        let answer = |number: &usize| work(*number).map_err(|error| error.to_string());
        let mut progress = Progress::of(count, what);
        let pieces = Numbered::new(count);
        let done = on_threads(pieces, self.workers.min(count), answer, |pieces| progress.show(pieces.done()));
        progress.clear();
        done.into_answers()
    }
}

/// How far it is, on a terminal only.
struct Progress<'a> {
    count: usize,
    what: &'a str,
    shown: bool,
    began: Instant,
    telling: Telling,
}

impl<'a> Progress<'a> {
    fn of(count: usize, what: &'a str) -> Self {
        let (began, telling) = (Instant::now(), Telling::every(TOLD_EVERY_MS));
        Self { count, what, shown: std::io::stderr().is_terminal(), began, telling }
    }

    fn show(&mut self, done: usize) {
        let now = self.began.elapsed().as_secs_f64() * 1_000.0;
        if self.shown && self.telling.is_due(now, done == self.count) {
            eprint!("\rSimulation: {done} von {} {}", self.count, self.what);
            let _ = std::io::stderr().flush();
        }
    }

    fn clear(&self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
        }
    }
}
