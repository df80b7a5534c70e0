//! What a worker does: takes a plan, builds models once, runs replications piece by piece.

use super::{FromWorker, Task, ToWorker, UnitRun, VariantKey};
use crate::plan::read::form;
use crate::plan::{Action, Change, Plan, Unit, UnitId};
use crate::simulation::{Model, Options, Progress, Replication, SimulationError};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Models kept, those used last: both sides of a comparison of all units of a department in turn, or the targets that a drag tries. To be
/// built a model takes a tenth of what a task takes.
const MODELS_KEPT: usize = 32;
/// Fewer where they take more than so many bytes together; those of the built-in department take eight millions.
const BYTES_KEPT: usize = 24_000_000;
/// Visits of a piece of work: a millisecond or less, after which the worker looks at the clock, and later for messages.
const PIECE: u64 = 4096;

thread_local! {
    /// Each worker is a thread of its own and keeps what it has built.
    static RUNNER: RefCell<Runner> = RefCell::new(Runner::default());
}

/// Takes a message in this thread: answers it, or begins the work that it asks for. One that cannot be read is answered as
/// such.
#[must_use]
pub fn take(message: &str) -> Option<String> {
    let answer = match form(message.as_bytes()) {
        Ok(message) => RUNNER.with_borrow_mut(|runner| runner.take(message)),
        Err(error) => Some(FromWorker::Broken { reason: error.to_string() }),
    };
    answer.as_ref().map(text)
}

/// Goes on with the work of this thread for a piece; gives the answer when it is done.
#[must_use]
pub fn go_on() -> Option<String> {
    RUNNER.with_borrow_mut(Runner::go_on).as_ref().map(text)
}

/// Whether there is work under way in this thread.
#[must_use]
pub fn is_busy() -> bool {
    RUNNER.with_borrow(Runner::is_busy)
}

fn text(answer: &FromWorker) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

/// Work under way. A run borrows its model; the compiler keeps both together across the ends of the pieces.
type Work = Pin<Box<dyn Future<Output = FromWorker>>>;

/// Answers messages; keeps the plan and the models built from it.
#[derive(Default)]
pub struct Runner {
    plan: Option<Plan>,
    models: Vec<((VariantKey, UnitId), Rc<Model>)>,
    work: Option<Work>,
    /// What comes after it, in this order.
    waiting: VecDeque<Task>,
}

impl Runner {
    /// Takes a message: answers it at once, or has work by now, see [`Runner::go_on`].
    pub fn take(&mut self, message: ToWorker) -> Option<FromWorker> {
        match message {
            ToWorker::Plan(plan) => {
                *self = Self { plan: Some(*plan), ..Self::default() };
                Some(FromWorker::Ready)
            }
            ToWorker::Run(task) => {
                self.waiting.push_back(task);
                None
            }
            ToWorker::Cancel => {
                let was_busy = self.is_busy();
                self.work = None;
                self.waiting.clear();
                was_busy.then_some(FromWorker::Cancelled)
            }
        }
    }

    /// Whether there is work under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.work.is_some() || !self.waiting.is_empty()
    }

    /// Goes on with the work for a piece of about a millisecond; gives the answer when it is done. Where a task begins, its plan is
    /// compiled, which is the longest that this takes, and it may be told what that is.
    pub fn go_on(&mut self) -> Option<FromWorker> {
        let Some(work) = self.work.as_mut() else { return self.begin() };
        match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => {
                self.work = None;
                Some(answer)
            }
            Poll::Pending => None,
        }
    }

    /// Begins with the next task.
    fn begin(&mut self) -> Option<FromWorker> {
        let task = self.waiting.pop_front()?;
        match self.model(&task) {
            Ok((model, is_new)) => {
                let fingerprint = is_new.then(|| FromWorker::Model(model.fingerprint()));
                self.work = Some(Box::pin(run(model, task)));
                fingerprint
            }
            Err(reason) => Some(FromWorker::Failed { reason }),
        }
    }

    /// The model of a task, and whether it was built just now.
    fn model(&mut self, task: &Task) -> Result<(Rc<Model>, bool), String> {
        let key = (task.variant, task.unit.clone());
        if let Some(place) = self.models.iter().position(|(known, _)| *known == key) {
            let kept = self.models.remove(place);
            let model = Rc::clone(&kept.1);
            self.models.push(kept);
            return Ok((model, false));
        }
        let plan = self.plan.as_ref().ok_or("Der Simulation fehlt der Plan; laden Sie die Seite neu.")?;
        let options = Options {
            horizon_days: task.horizon_days,
            seed: task.seed,
            units: vec![task.unit.clone()],
            ..Options::default()
        };
        let model = match Model::new(plan, &task.changes, &options) {
            // It is there with the changes only, or without them: on the other side it has nothing.
            Err(SimulationError::UnknownUnit { .. }) => {
                let empty =
                    Change { effective: plan.as_of, action: Action::AddUnit(Unit::empty(&task.unit)) };
                let changes: Vec<Change> = task.changes.iter().cloned().chain([empty]).collect();
                Model::new(plan, &changes, &options)
            }
            built => built,
        };
        let model = model.map_err(|error| error.to_string())?;
        self.make_room(model.bytes());
        let model = Rc::new(model);
        self.models.push((key, Rc::clone(&model)));
        Ok((model, true))
    }

    /// Gives up models until there is room for one more of so many bytes.
    fn make_room(&mut self, bytes: usize) {
        let mut left = BYTES_KEPT.saturating_sub(bytes);
        let newest = self.models.iter().rev().take(MODELS_KEPT - 1);
        let kept = newest.take_while(|(_, model)| {
            let fits = model.bytes() <= left;
            left = left.saturating_sub(model.bytes());
            fits
        });
        let kept = kept.count();
        self.models.drain(..self.models.len() - kept);
    }
}

/// Runs the replications of a task.
async fn run(model: Rc<Model>, task: Task) -> FromWorker {
    let mut runs = Vec::new();
    for number in task.first..task.first.saturating_add(task.count) {
        match replication(&model, number).await {
            Ok(replication) => runs.push(UnitRun::of(&model, &replication, &task.unit)),
            Err(error) => return FromWorker::Failed { reason: error.to_string() },
        }
    }
    FromWorker::Done(runs)
}

/// Runs a replication; each piece ends with a pause.
async fn replication(model: &Model, number: u32) -> Result<Replication, SimulationError> {
    let mut run = model.start(number)?;
    loop {
        match run.advance(PIECE)? {
            Progress::Done(replication) => return Ok(*replication),
            Progress::Running(rest) => run = rest,
        }
        pause().await;
    }
}

/// Not ready the first time it is asked, ready the second time.
fn pause() -> impl Future<Output = ()> {
    let mut asked = false;
    poll_fn(move |_| if std::mem::replace(&mut asked, true) { Poll::Ready(()) } else { Poll::Pending })
}
