//! The page's side of the workers: asks, hears answers, publishes pictures. Who does what is up to the [`Driver`].
//!
//! Where the browser forbids workers, the page itself takes their place (see [`Workers::in_page`]).

use super::crew::PageCrew;
use super::{
    Forecasts, MOST_REPLICATIONS, PANEL_REPLICATIONS, PREVIEW_REPLICATIONS, Progress, Question, Study,
    StudyPart, StudyState,
};
use crate::forecasting::{ForecastView, FromWorker, Job, Part, Queue, Slot, Variant, first_view_at};
use crate::plan::Plan;
use crate::plan::read::form;
use crate::simulation::{Driver, Event, Heard, Precision, Summariser, Summary, Telling};
use crate::ui::browser::clock;
use crate::ui::browser::workers::Workers;
use leptos::prelude::set_timeout;
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

/// Workers beyond this number bring less than they cost in memory.
const MOST_WORKERS: usize = 8;
/// What is told where neither a worker nor the page can compute.
const NO_ENGINE: &str = "Die Simulation lässt sich nicht laden. Bitte laden Sie die Seite neu.";
/// Results are drawn at most this often, in milliseconds: what is due waits for the tasks that are under way, of about twenty
/// milliseconds each, so that a gap is below the 100 ms within which results are to stream.
const PUBLISH_EVERY_MS: f64 = 55.0;
/// So many milliseconds the first picture of an answer has the processors for itself: on a machine with as many workers as processors it is
/// drawn in half the time.
const FIRST_PICTURE_MS: u64 = 40;

struct Engine {
    forecasts: Forecasts,
    driver: Driver<Queue>,
    crew: PageCrew,
    paused: Option<Job>,
    published: [Published; 2],
    /// When the progress of a study is told.
    study: Telling,
    /// Whether nobody is given anything new for a moment: a first picture is being drawn.
    resting: bool,
    /// Whether something is in the user's hand, or let go and not answered yet: one processor is left to the page, which draws all the
    /// while.
    in_hand: bool,
}

/// What a slot's picture shows, and when the next is drawn.
struct Published {
    done: u32,
    telling: Telling,
    /// What remembers the picture before.
    summariser: Option<Summariser>,
}

impl Published {
    const NOTHING: Self = Self { done: 0, telling: Telling::every(PUBLISH_EVERY_MS), summariser: None };
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
    let Some(question) = question else {
        // What was asked for and given up while this part was on its way has been told as running just now.
        forecasts.progress.set(Progress::default());
        return give_up(Slot::Panel);
    };
    with_engine(forecasts, &question.plan, |engine| {
        engine.paused = None;
        engine.begin(Slot::Panel, job(&question, PANEL_REPLICATIONS));
        // What was tried is done or given up: nobody reads its sentence any more, and what it has under way goes on for the panel.
        engine.driver.work_mut().clear(Slot::Preview);
    });
}

pub(super) fn try_out(forecasts: Forecasts, question: Option<Question>) {
    let Some(question) = question else { return give_up(Slot::Preview) };
    with_engine(forecasts, &question.plan, |engine| {
        engine.in_hand = true;
        engine.begin(Slot::Preview, job(&question, PREVIEW_REPLICATIONS));
    });
}

fn give_up(slot: Slot) {
    ENGINE.with_borrow_mut(|engine| {
        if let Some(engine) = engine {
            engine.driver.work_mut().clear(slot);
            engine.in_hand = false;
            engine.pump();
        }
    });
}

pub(super) fn prepare(forecasts: Forecasts, question: Question, replications: u32) {
    with_engine(forecasts, &question.plan, |engine| {
        engine.driver.work_mut().put(Slot::Ahead, job(&question, replications));
    });
}

pub(super) fn stop() {
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot {
            engine.paused = engine.driver.work().job(Slot::Panel).cloned();
            engine.driver.work_mut().clear(Slot::Panel);
            engine.forecasts.progress.update(|progress| progress.running = false);
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
            engine.driver.work_mut().put(Slot::Panel, job);
            engine.pump();
        }
    });
}

pub(super) fn study(forecasts: Forecasts, study: Option<Study>) {
    let Some(study) = study else {
        // As of a question.
        forecasts.study.set(StudyState::Idle);
        return give_up(Slot::Study);
    };
    forecasts.study.set(StudyState::Running(0.0));
    let part = |StudyPart { changes, units, horizon_days }: StudyPart| Part {
        variant: Variant::new(changes, horizon_days),
        units,
    };
    let job = Job { parts: study.parts.into_iter().map(part).collect(), replications: study.replications };
    with_engine(forecasts, &study.plan, |engine| {
        engine.driver.work_mut().put(Slot::Study, job);
        engine.publish_study();
    });
}

pub(super) fn aim(forecasts: Forecasts) {
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot
            && let Some(done) = engine.complete(Slot::Panel)
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
            driver: Driver::new(Queue::default(), workers.len()).with_the_next_at_hand(),
            crew: PageCrew::new(workers, plan),
            paused: None,
            published: [Published::NOTHING; 2],
            study: Telling::every(PUBLISH_EVERY_MS),
            resting: false,
            in_hand: false,
        }
    }

    fn take_plan(&mut self, plan: &Arc<Plan>) {
        if self.crew.take_plan(plan) {
            self.driver.renew_work(Queue::default());
        }
    }

    fn begin(&mut self, slot: Slot, job: Job) {
        if let Some(published) = self.published.get_mut(slot as usize) {
            *published = Published::NOTHING;
        }
        if slot == Slot::Panel {
            self.forecasts.progress.set(Progress { done: 0, wanted: job.replications, running: true });
        }
        self.driver.work_mut().put(slot, job);
        self.publish(slot);
    }

    /// Leaves the processors to what is drawn now; what nobody wants any more is called back all the same.
    fn rest(&mut self) {
        self.resting = true;
        set_timeout(
            || {
                ENGINE.with_borrow_mut(|slot| {
                    if let Some(engine) = slot {
                        engine.resting = false;
                        engine.pump();
                    }
                });
            },
            Duration::from_millis(FIRST_PICTURE_MS),
        );
    }

    /// Keeps the workers busy; when all are broken, the page takes their place.
    fn pump(&mut self) {
        if self.resting {
            return self.driver.recall(&mut self.crew);
        }
        if self.driver.is_broken() {
            if self.crew.is_in_page() {
                return self.refuse();
            }
            self.crew.replace(Workers::in_page(on_message));
            self.driver.renew_crew(self.crew.len());
        }
        let hands = self.crew.len().saturating_sub(usize::from(self.in_hand)).max(1);
        // Of a unit of which nothing is known yet one replication at a time; of the others the queue knows better.
        self.driver.pump(&mut self.crew, 1, hands);
    }

    /// Nobody is left who computes: whoever asks is told, and waits for nothing.
    fn refuse(&mut self) {
        let queue = self.driver.work_mut();
        let asked = Slot::ALL.into_iter().filter(|slot| queue.job(*slot).is_some()).count();
        if asked > 0 {
            Slot::ALL.into_iter().for_each(|slot| queue.clear(slot));
            self.forecasts.study.set(StudyState::Idle);
            self.fail(NO_ENGINE.to_owned());
        }
    }

    /// A worker has said something, after some milliseconds of work.
    fn hear(&mut self, worker: usize, message: FromWorker, spent: f64) {
        let event = match message {
            FromWorker::Model(fingerprint) => {
                if let Some(task) = self.driver.task(worker).cloned() {
                    self.driver.work_mut().learn(&task, fingerprint);
                }
                // What is the same without the changes may be known already.
                return self.publish_all();
            }
            FromWorker::Done(runs) => {
                if let Some(task) = self.driver.task(worker).cloned() {
                    self.driver.work_mut().took(&task, spent);
                }
                Event::Done(runs)
            }
            FromWorker::Ready => Event::Ready,
            FromWorker::Failed { reason } => Event::Failed(reason),
            FromWorker::Cancelled => Event::Cancelled,
            FromWorker::Broken { .. } => Event::Broken,
        };
        match self.driver.hear(worker, event) {
            Heard::Answer => self.publish_all(),
            Heard::Failure(reason) => {
                if self.driver.work().job(Slot::Study).is_none() {
                    self.forecasts.study.set(StudyState::Idle);
                }
                self.fail(reason);
            }
            Heard::Nothing => {}
        }
    }

    /// Replications that a slot has complete; none where it wants nothing.
    fn complete(&self, slot: Slot) -> Option<u32> {
        let queue = self.driver.work();
        queue.job(slot).map(|job| queue.complete(job))
    }

    fn fail(&self, reason: String) {
        self.forecasts.problem.set(Some(reason));
        self.forecasts.progress.update(|progress| progress.running = false);
    }

    fn publish_all(&mut self) {
        self.publish(Slot::Preview);
        self.publish(Slot::Panel);
        self.publish_study();
    }

    /// Draws what is known of a slot, at most every [`PUBLISH_EVERY_MS`] but for its first and last picture.
    fn publish(&mut self, slot: Slot) {
        let queue = self.driver.work();
        let Some(job) = queue.job(slot) else { return };
        let done = queue.complete(job);
        let Some(published) = self.published.get_mut(slot as usize) else { return };
        let (first, finished) = (published.done == 0, done == job.replications);
        let nothing_new = done < first_view_at(job.replications) || done == published.done;
        if nothing_new || !published.telling.is_due(clock::now_ms(), finished) {
            return;
        }
        published.done = done;
        let wanted = job.replications as usize;
        let summariser = published.summariser.get_or_insert_with(|| Summariser::remembering(wanted));
        let view = Arc::new(ForecastView::again(queue, job, done, self.crew.plan().as_of, summariser));
        if slot == Slot::Preview {
            self.forecasts.preview.set(Some(view));
        } else {
            self.forecasts.outdated.set(false);
            self.forecasts.panel.set(Some(Arc::clone(&view)));
            self.forecasts.progress.set(Progress { done, wanted: job.replications, running: !finished });
            if first {
                clock::mark_after_frame("stellwerk:first-forecast");
                self.in_hand = false;
                self.rest();
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
        if let (Some(wanted), Some(mut job)) = (more, self.driver.work().job(Slot::Panel).cloned()) {
            job.replications = wanted;
            self.driver.work_mut().put(Slot::Panel, job);
            self.forecasts.progress.set(Progress { done, wanted, running: true });
        }
    }
}

impl Engine {
    /// Tells how far a study is, at most every [`PUBLISH_EVERY_MS`], and hands its runs over at the end.
    fn publish_study(&mut self) {
        let queue = self.driver.work();
        let Some(job) = queue.job(Slot::Study) else { return };
        if queue.complete(job) == job.replications {
            let runs = queue.outcomes(job);
            self.driver.work_mut().clear(Slot::Study);
            self.forecasts.study.set(StudyState::Done(Arc::new(runs)));
            return;
        }
        if self.study.is_due(clock::now_ms(), false) {
            self.forecasts.study.set(StudyState::Running(queue.share_done(job)));
        }
    }
}

/// A worker has answered.
fn on_message(worker: usize, text: String, spent: f64) {
    let Ok(message) = form::<FromWorker>(text.as_bytes()) else { return };
    ENGINE.with_borrow_mut(|slot| {
        if let Some(engine) = slot {
            engine.hear(worker, message, spent);
            engine.pump();
        }
    });
}
