//! What a worker does: takes a plan, builds models once, runs replications.

use super::{FromWorker, Task, ToWorker, UnitRun, VariantKey};
use crate::plan::{Plan, UnitId};
use crate::simulation::{Model, Options, Replication};

/// Models kept; a drag tries a handful of targets.
const MODELS_KEPT: usize = 12;

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
                Ok(unit_run(&replication, &task.unit))
            })
            .collect()
    }

    fn model(&mut self, task: &Task) -> Result<&Model, String> {
        let key = (task.variant, task.unit.clone());
        let known = self.models.iter().position(|(known, _)| *known == key);
        let index = match known {
            Some(index) => index,
            None => {
                let plan = self.plan.as_ref().ok_or("Der Simulation fehlt der Plan; laden Sie die Seite neu.")?;
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
