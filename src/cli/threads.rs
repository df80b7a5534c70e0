//! Replications on threads. Each depends on its number only, so neither their count nor their order matters.

use crate::simulation::{Model, Replication, SimulationError};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Most threads that are of use.
const MAX_WORKERS: usize = 256;

/// All replications of a model, in their order.
pub(super) fn all(model: &Model, workers: usize) -> Result<Vec<Replication>, String> {
    let count = model.options().replications;
    let (next, failed) = (AtomicU32::new(0), AtomicBool::new(false));
    let done: Mutex<Vec<(u32, Result<Replication, SimulationError>)>> = Mutex::default();
    let progress = Progress::of(count);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(MAX_WORKERS).min(count as usize) {
            scope.spawn(|| {
                while !failed.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let result = model.run(number);
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

/// How far it is, on a terminal only.
struct Progress {
    count: u32,
    shown: bool,
}

impl Progress {
    fn of(count: u32) -> Self {
        Self { count, shown: std::io::stderr().is_terminal() }
    }

    fn show(&self, done: usize) {
        if self.shown {
            eprint!("\rSimulation: {done} von {} Wiederholungen", self.count);
            let _ = std::io::stderr().flush();
        }
    }

    fn clear(&self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
        }
    }
}
