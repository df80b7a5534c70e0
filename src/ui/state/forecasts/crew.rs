//! The workers of the page as a crew: each is told the plan before its first task on it.

use crate::forecasting::{Task, ToWorker};
use crate::plan::Plan;
use crate::simulation::Crew;
use crate::ui::browser::workers::Workers;
use std::sync::Arc;

pub(super) struct PageCrew {
    workers: Workers,
    plan: Arc<Plan>,
    /// What the workers are told of it, once it was told to one.
    told: Option<String>,
    /// Counts the plans, from 1 on.
    generation: u32,
    /// By worker the plan that it was told; 0 for none.
    knows: Vec<u32>,
}

impl PageCrew {
    pub(super) fn new(workers: Workers, plan: Arc<Plan>) -> Self {
        Self { knows: vec![0; workers.len()], workers, plan, told: None, generation: 1 }
    }

    /// Takes a plan for the tasks that are given from now on; says whether it is another one.
    pub(super) fn take_plan(&mut self, plan: &Arc<Plan>) -> bool {
        if Arc::ptr_eq(plan, &self.plan) || **plan == *self.plan {
            return false;
        }
        self.plan = Arc::clone(plan);
        self.told = None;
        self.generation += 1;
        true
    }

    /// The plan of the tasks.
    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Others in the place of all workers.
    pub(super) fn replace(&mut self, workers: Workers) {
        self.knows = vec![0; workers.len()];
        self.workers = workers;
    }

    pub(super) fn len(&self) -> usize {
        self.workers.len()
    }

    /// Whether the page does the work.
    pub(super) fn is_in_page(&self) -> bool {
        self.workers.are_in_page()
    }

    fn send(&self, worker: usize, message: &ToWorker) {
        if let Some(text) = text(message) {
            self.workers.send(worker, &text);
        }
    }

    /// Tells a worker the plan, which is put into words once for all of them.
    fn tell_plan(&mut self, worker: usize) {
        let Self { workers, plan, told, .. } = self;
        let words = || text(&ToWorker::Plan(Box::new((**plan).clone()))).unwrap_or_default();
        workers.send(worker, told.get_or_insert_with(words));
    }
}

/// None where a message cannot be put into words, which there is not.
fn text(message: &ToWorker) -> Option<String> {
    serde_json::to_string(message).ok()
}

impl Crew<Task> for PageCrew {
    fn run(&mut self, worker: usize, task: &Task) {
        let Some(known) = self.knows.get_mut(worker) else { return };
        if std::mem::replace(known, self.generation) != self.generation {
            self.tell_plan(worker);
        }
        self.send(worker, &ToWorker::Run(task.clone()));
    }

    fn cancel(&mut self, worker: usize) {
        self.send(worker, &ToWorker::Cancel);
    }
}
