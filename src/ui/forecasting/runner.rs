//! What a worker does: takes a plan, builds models once, runs replications.

use super::protocol::PopulationRun;
use super::{FromWorker, Task, ToWorker, UnitRun, VariantKey};
use crate::plan::read::form;
use crate::plan::{Plan, UnitId};
use std::cell::RefCell;

use crate::simulation::{Model, Options, Replication};

/// Models kept; a drag tries a handful of targets.
const MODELS_KEPT: usize = 12;

thread_local! {
    /// Each worker is a thread of its own and keeps what it has built.
    static RUNNER: RefCell<Runner> = RefCell::new(Runner::default());
}

/// Answers one message in this thread; a message that cannot be read is answered as such.
#[must_use]
pub fn answer(message: &str) -> String {
    let answer = match form(message.as_bytes()) {
        Ok(message) => RUNNER.with_borrow_mut(|runner| runner.answer(message)),
        Err(error) => FromWorker::Broken { reason: error.to_string() },
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// [`answer`], with the engine loaded where it is first asked: it is a file of its own beside the page's module, because most
/// visits read and do not ask.
///
/// Its part of the module has a name, so that what else is asked of the engine can be in it too: a part of its own for each
/// would be cut into many small ones by what they share.
#[cfg(feature = "hydrate")]
#[leptos::wasm_split::wasm_split(engine, wasm_split_path = ::leptos::wasm_split)]
pub fn answer_with_engine(message: String) -> String {
    answer(&message)
}

/// Answers messages; keeps the plan and the models built from it.
#[derive(Default)]
pub struct Runner {
    plan: Option<Plan>,
    models: Vec<((VariantKey, UnitId), Model)>,
}

impl Runner {
    /// Answers one message. A replication of one unit is the longest piece of work.
    pub fn answer(&mut self, message: ToWorker) -> FromWorker {
        match message {
            ToWorker::Plan(plan) => {
                self.plan = Some(*plan);
                self.models.clear();
                FromWorker::Ready
            }
            ToWorker::Run(task) => match self.run(&task) {
                Ok(runs) => FromWorker::Done(runs),
                Err(reason) => FromWorker::Failed { reason },
            },
        }
    }

    fn run(&mut self, task: &Task) -> Result<Vec<UnitRun>, String> {
        let model = self.model(task)?;
        (task.first..task.first.saturating_add(task.count))
            .map(|number| {
                let replication = model.run(number).map_err(|error| error.to_string())?;
                Ok(unit_run(model, &replication, &task.unit))
            })
            .collect()
    }

    fn model(&mut self, task: &Task) -> Result<&Model, String> {
        let key = (task.variant, task.unit.clone());
        let known = self.models.iter().position(|(known, _)| *known == key);
        let index = match known {
            Some(index) => index,
            None => {
                let plan =
                    self.plan.as_ref().ok_or("Der Simulation fehlt der Plan; laden Sie die Seite neu.")?;
                let options = Options {
                    horizon_days: task.horizon_days,
                    seed: task.seed,
                    units: vec![task.unit.clone()],
                    ..Options::default()
                };
                let model = Model::new(plan, &task.changes, &options).map_err(|error| error.to_string())?;
                if self.models.len() >= MODELS_KEPT {
                    self.models.remove(0);
                }
                self.models.push((key, model));
                self.models.len() - 1
            }
        };
        self.models.get(index).map(|(_, model)| model).ok_or_else(String::new)
    }
}

/// What the pictures need of a replication.
fn unit_run(model: &Model, replication: &Replication, unit: &UnitId) -> UnitRun {
    let Some(figures) = replication.unit(model, unit) else { return UnitRun::default() };
    let months =
        |values: &[Option<f32>]| values.iter().map(|value| f64::from(value.unwrap_or(0.0))).collect();
    let people = replication.populations(model).map(|(population, figures)| PopulationRun {
        population: population.clone(),
        persons: months(&figures.months.persons),
        occupancy: months(&figures.months.occupancy),
    });
    UnitRun {
        open: months(&figures.months.open),
        over_three_months: months(&figures.months.over_three_months),
        lead_days: figures.total.lead_days,
        wait_minutes: figures.total.wait_minutes,
        utilisation: figures.total.utilisation.unwrap_or(0.0),
        effective_fte: figures.total.effective_fte.unwrap_or(0.0),
        standing: replication.standing(model, unit).unwrap_or_default(),
        populations: people.collect(),
        warnings: if replication.number() == 0 { model.warnings().to_vec() } else { Vec::new() },
    }
}
