//! Work on threads behind one interface for all commands that simulate. Each piece depends on its number only, so
//! neither the number of threads nor their order matters.

use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{Model, Options, Replication, SimulationError, Target, UnitOutcome};
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Most threads that are of use.
const MAX_WORKERS: usize = 256;

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
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let done: Mutex<Vec<(usize, Result<T, SimulationError>)>> = Mutex::default();
        let progress = Progress::of(count, what);
        std::thread::scope(|scope| {
            for _ in 0..self.workers.min(count) {
                scope.spawn(|| {
                    while !failed.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            break;
                        }
                        let result = work(number);
                        failed.fetch_or(result.is_err(), Ordering::Relaxed);
                        if let Ok(mut done) = done.lock() {
                            done.push((number, result));
                            progress.show(done.len());
                        }
                    }
                });
            }
        });
        progress.clear();
        let mut done = done.into_inner().map_err(|_| "Ein Thread der Simulation brach ab.".to_owned())?;
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, result)| result.map_err(|error| error.to_string())).collect()
    }
}

/// How far it is, on a terminal only.
struct Progress<'a> {
    count: usize,
    what: &'a str,
    shown: bool,
}

impl<'a> Progress<'a> {
    fn of(count: usize, what: &'a str) -> Self {
        Self { count, what, shown: std::io::stderr().is_terminal() }
    }

    fn show(&self, done: usize) {
        if self.shown {
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
