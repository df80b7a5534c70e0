//! The page's side of the workers: hands out tasks, takes answers, publishes pictures.
//!
//! Where the browser forbids workers, the page itself takes their place (see [`Workers::in_page`]).

use super::{
    Forecasts, MOST_REPLICATIONS, PANEL_REPLICATIONS, PREVIEW_REPLICATIONS, Progress, Question, Study,
    StudyState,
};
use crate::forecasting::{
    ForecastView, FromWorker, Job, Part, Queue, Slot, Task, ToWorker, Variant, first_view_at,
};
use crate::plan::read::form;
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{Precision, Summary};
use crate::ui::browser::clock;
use crate::ui::browser::workers::Workers;
use std::cell::RefCell;
use std::sync::Arc;

/// Workers beyond this number bring less than they cost in memory.
const MOST_WORKERS: usize = 8;
/// What is told where neither a worker nor the page can compute.
const NO_ENGINE: &str = "Die Simulation lässt sich nicht laden. Bitte laden Sie die Seite neu.";
/// A task should take about so many milliseconds: the page may be busy meanwhile.
const TASK_MS: f64 = 30.0;
/// Results are drawn at most this often, in milliseconds: what is due waits for the task that is under way, so that a gap is
/// this and [`TASK_MS`], and below the 100 ms within which results are to stream.
const PUBLISH_EVERY_MS: f64 = 60.0;

struct Engine {
    forecasts: Forecasts,
    plan: Arc<Plan>,
    /// Counts the plans, so that a worker with an old one is told the new one first.
    generation: u32,
    queue: Queue,
    workers: Workers,
    state: Vec<WorkerState>,
    paused: Option<Job>,
    published: [Published; 2],
    /// When the progress of a study was told last.
    study_published: f64,
    /// Milliseconds that a replication took last; infinite as long as none is known.
    pace: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum WorkerState {
    Loading,
    Idle { plan_of: u32 },
    TakingPlan { plan_of: u32 },
    Busy { plan_of: u32, task: Task, cancelled: bool, sent: f64 },
    Broken,
}

#[derive(Debug, Clone, Copy, Default)]
struct Published {
    done: u32,
    at: f64,
}

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Runs with the engine; starts it with the first question.
fn with_engine(forecasts: Forecasts, plan: &Arc<Plan>, body: impl FnOnce(&mut Engine)) {
    ENGINE.with_borrow_mut(|slot| {
        let engine = slot.get_or_insert_with(|| Engine::start(forecasts, Arc::clone(plan)));
        engine.take_plan(plan);
        body(engine);
        engine.pump();
    });
}

pub(super) fn ask(forecasts: Forecasts, question: Option<Question>) {
    let Some(question) = question else { return give_up(Slot::Panel) };
    with_engine(forecasts, &question.plan, |engine| {
        engine.paused = None;
        engine.begin(Slot::Panel, job(&question, PANEL_REPLICATIONS));
    });
}

pub(super) fn try_out(forecasts: Forecasts, question: Option<Question>) {
    let Some(question) = question else { return give_up(Slot::Preview) };
    with_engine(forecasts, &question.plan, |engine| {
        engine.begin(Slot::Preview, job(&question, PREVIEW_REPLICATIONS));
    });
}

fn give_up(slot: Slot) {
    ENGINE.with_borrow_mut(|engine| {
        if let Some(engine) = engine {
            engine.queue.clear(slot);
            engine.pump();
        }
    });
}

pub(super) fn prepare(forecasts: Forecasts, question: Question) {
    with_engine(forecasts, &question.plan, |engine| {
        engine.queue.put(Slot::Ahead, job(&question, PREVIEW_REPLICATIONS));
    });
}

pub(super) fn stop() {
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot {
            engine.paused = engine.queue.job(Slot::Panel).cloned();
            engine.queue.clear(Slot::Panel);
            engine.pump();
        }
    });
}

pub(super) fn go_on(forecasts: Forecasts) {
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot
            && let Some(job) = engine.paused.take()
        {
            forecasts.progress.update(|progress| progress.running = true);
            engine.queue.put(Slot::Panel, job);
            engine.pump();
        }
    });
}

pub(super) fn study(forecasts: Forecasts, study: Option<Study>) {
    let Some(study) = study else { return give_up(Slot::Study) };
    let part = |(changes, units): (Vec<Change>, Vec<UnitId>)| Part {
        variant: Variant::new(changes, study.horizon_days),
        units,
    };
    let job = Job { parts: study.parts.into_iter().map(part).collect(), replications: study.replications };
    with_engine(forecasts, &study.plan, |engine| {
        engine.queue.put(Slot::Study, job);
        engine.publish_study();
    });
}

pub(super) fn aim(forecasts: Forecasts) {
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot
            && let Some(done) = engine.queue.job(Slot::Panel).map(|job| engine.queue.complete(job))
            && let Some(view) = forecasts.panel.get_untracked()
            && done == view.wanted
        {
            engine.go_on_to_precision(&view, done);
            engine.pump();
        }
    });
}

fn job(question: &Question, replications: u32) -> Job {
    let Question { baseline, scenario, units, .. } = question;
    let pair = [baseline.clone(), scenario.clone()];
    Job::pair(pair, question.horizon_days(), units, replications)
}

impl Engine {
    fn start(forecasts: Forecasts, plan: Arc<Plan>) -> Self {
        let workers = Workers::start(MOST_WORKERS, on_message);
        Self {
            forecasts,
            plan,
            generation: 1,
            queue: Queue::default(),
            state: vec![WorkerState::Loading; workers.len()],
            workers,
            paused: None,
            published: <[Published; 2]>::default(),
            study_published: 0.0,
            pace: f64::INFINITY,
        }
    }

    fn take_plan(&mut self, plan: &Arc<Plan>) {
        if Arc::ptr_eq(plan, &self.plan) || **plan == *self.plan {
            return;
        }
        self.plan = Arc::clone(plan);
        self.generation += 1;
        self.queue = Queue::default();
    }

    fn begin(&mut self, slot: Slot, job: Job) {
        if let Some(published) = self.published.get_mut(slot as usize) {
            *published = Published::default();
        }
        if slot == Slot::Panel {
            self.forecasts.progress.set(Progress { done: 0, wanted: job.replications, running: true });
        }
        self.queue.put(slot, job);
        self.publish(slot);
    }

    /// Gives every idle worker something to do, and calls those back who do what nobody wants any more.
    fn pump(&mut self) {
        if self.state.iter().all(|state| *state == WorkerState::Broken) && !self.workers.are_in_page() {
            self.workers = Workers::in_page(on_message);
            self.state = vec![WorkerState::Loading; self.workers.len()];
        }
        let now = clock::now_ms();
        // The cast saturates.
        let most = (TASK_MS / self.pace) as u32;
        for (index, state) in self.state.iter_mut().enumerate() {
            if let WorkerState::Busy { plan_of, task, cancelled, .. } = state
                && !*cancelled
                && (*plan_of != self.generation || !self.queue.wants(task))
            {
                send(&self.workers, index, &ToWorker::Cancel);
                *cancelled = true;
            }
            let WorkerState::Idle { plan_of } = *state else { continue };
            if plan_of != self.generation {
                send(&self.workers, index, &ToWorker::Plan(Box::new((*self.plan).clone())));
                *state = WorkerState::TakingPlan { plan_of: self.generation };
            } else if let Some(task) = self.queue.next_task(most, self.workers.len()) {
                send(&self.workers, index, &ToWorker::Run(task.clone()));
                *state = WorkerState::Busy { plan_of, task, cancelled: false, sent: now };
            }
        }
    }

    fn answer(&mut self, task: Option<(Task, bool)>, message: FromWorker) {
        match (message, task) {
            (FromWorker::Done(runs), Some((task, current))) if current => {
                self.queue.take(&task, runs);
                self.publish(Slot::Preview);
                self.publish(Slot::Panel);
                self.publish_study();
            }
            // What is the same without the changes may be known already.
            (FromWorker::Model(_), _) => {
                self.publish(Slot::Preview);
                self.publish(Slot::Panel);
                self.publish_study();
            }
            (FromWorker::Failed { reason }, Some((task, current))) if current => {
                self.queue.fail(&task);
                if self.queue.job(Slot::Study).is_none() {
                    self.forecasts.study.set(StudyState::Idle);
                }
                self.forecasts.problem.set(Some(reason));
                self.forecasts.progress.update(|progress| progress.running = false);
            }
            _ => {}
        }
    }

    /// Draws what is known of a slot, at most every [`PUBLISH_EVERY_MS`] but for its first and last picture.
    fn publish(&mut self, slot: Slot) {
        let Some(job) = self.queue.job(slot) else { return };
        let done = self.queue.complete(job);
        let Some(published) = self.published.get_mut(slot as usize) else { return };
        let now = clock::now_ms();
        let finished = done == job.replications;
        let due = published.done == 0 || finished || now - published.at >= PUBLISH_EVERY_MS;
        if done < first_view_at(job.replications) || done == published.done || !due {
            return;
        }
        let first = published.done == 0;
        *published = Published { done, at: now };
        let view = Arc::new(ForecastView::of(&self.queue, job, done, self.plan.as_of));
        if slot == Slot::Preview {
            self.forecasts.preview.set(Some(view));
        } else {
            self.forecasts.outdated.set(false);
            self.forecasts.panel.set(Some(Arc::clone(&view)));
            self.forecasts.progress.set(Progress { done, wanted: job.replications, running: !finished });
            if first {
                clock::mark_after_frame("stellwerk:first-forecast");
            }
            if finished {
                self.go_on_to_precision(&view, done);
                clock::mark_after_frame("stellwerk:final-forecast");
            }
        }
    }

    /// Adds the replications that the wanted precision still needs, see [`Precision`].
    fn go_on_to_precision(&mut self, view: &ForecastView, done: u32) {
        let Some(relative) = self.forecasts.precision.get_untracked() else { return };
        let open = view.units.iter().flat_map(|unit| [unit.open.baseline, unit.open.scenario]);
        let figures: Vec<Summary> = open.filter(|open| open.mean > 0.0).collect();
        let more = Precision { relative, most: MOST_REPLICATIONS }.next(done, &figures);
        if let (Some(wanted), Some(mut job)) = (more, self.queue.job(Slot::Panel).cloned()) {
            job.replications = wanted;
            self.queue.put(Slot::Panel, job);
            self.forecasts.progress.set(Progress { done, wanted, running: true });
        }
    }
}

impl Engine {
    /// Tells how far a study is, at most every [`PUBLISH_EVERY_MS`], and hands its runs over at the end.
    fn publish_study(&mut self) {
        let Some(job) = self.queue.job(Slot::Study) else { return };
        if self.queue.complete(job) == job.replications {
            let runs = self.queue.outcomes(job);
            self.queue.clear(Slot::Study);
            self.forecasts.study.set(StudyState::Done(Arc::new(runs)));
            return;
        }
        let now = clock::now_ms();
        if now - self.study_published >= PUBLISH_EVERY_MS {
            self.study_published = now;
            let share = self.queue.share_done(job);
            self.forecasts.study.set(StudyState::Running(share));
        }
    }
}

fn send(workers: &Workers, index: usize, message: &ToWorker) {
    if let Ok(text) = serde_json::to_string(message) {
        workers.send(index, &text);
    }
}

/// A worker has answered.
fn on_message(index: usize, text: String) {
    let Ok(message) = form::<FromWorker>(text.as_bytes()) else { return };
    ENGINE.with_borrow_mut(|slot| {
        let Some(engine) = slot else { return };
        let generation = engine.generation;
        let Some(state) = engine.state.get_mut(index) else { return };
        let (next, task) = match (&message, state.clone()) {
            (FromWorker::Model(_), busy) => (busy, None),
            (FromWorker::Broken { .. }, WorkerState::Busy { plan_of, task, .. }) => {
                (WorkerState::Broken, Some((task, plan_of == generation)))
            }
            (FromWorker::Broken { .. }, _) => (WorkerState::Broken, None),
            (_, WorkerState::Busy { plan_of, task, .. }) => {
                (WorkerState::Idle { plan_of }, Some((task, plan_of == generation)))
            }
            (_, WorkerState::TakingPlan { plan_of }) => (WorkerState::Idle { plan_of }, None),
            (_, WorkerState::Loading) => (WorkerState::Idle { plan_of: 0 }, None),
            (_, other) => (other, None),
        };
        if let (FromWorker::Model(fingerprint), WorkerState::Busy { plan_of, task, .. }) = (&message, &next)
            && *plan_of == generation
        {
            engine.queue.learn(task, *fingerprint);
        }
        if let (FromWorker::Done(runs), WorkerState::Busy { sent, .. }) = (&message, &*state) {
            engine.pace = (clock::now_ms() - sent) / runs.len().max(1) as f64;
        }
        *state = next;
        if matches!(message, FromWorker::Broken { .. }) && engine.workers.are_in_page() {
            engine.forecasts.problem.set(Some(NO_ENGINE.to_owned()));
            engine.forecasts.progress.update(|progress| progress.running = false);
        }
        let undone = matches!(message, FromWorker::Broken { .. } | FromWorker::Cancelled);
        if let (true, Some((task, true))) = (undone, &task) {
            engine.queue.put_back(task);
        }
        engine.answer(task, message);
        engine.pump();
    });
}
