//! Who computes: the workers of the page, the threads of the command line, or somebody whom a test makes up, behind one
//! interface.
//!
//! [`Work`] plans tasks and puts answers in their place, a [`Crew`] does the tasks, and the [`Driver`] between both keeps
//! everybody busy, calls back what nobody wants any more, and gives the task of whoever breaks down to somebody else. It waits for
//! nobody and has no clock: the page tells it what it hears as messages come, [`on_threads`] what comes over a channel. As
//! answers have their places, neither the number of workers nor the order in which they finish matters.

mod numbered;
#[cfg(test)]
mod tests;
mod threads;

pub use numbered::Numbered;
pub use threads::on_threads;

/// What there is to do, and what is known already.
pub trait Work {
    /// A piece that one worker does at a time.
    type Task: Clone;
    /// What comes of it.
    type Answer;

    /// The next task for one of some workers, of at most so many replications; the caller has it done or puts it back.
    fn next_task(&mut self, most: u32, workers: usize) -> Option<Self::Task>;

    /// Whether somebody still wants the answer to a task.
    fn wants(&self, task: &Self::Task) -> bool;

    /// Takes the answer to a task.
    fn take(&mut self, task: &Self::Task, answer: Self::Answer);

    /// A task that somebody else has to do.
    fn put_back(&mut self, task: &Self::Task);

    /// A task that will not be answered: it is not tried again.
    fn fail(&mut self, task: &Self::Task, reason: &str);
}

/// Workers by number, from 0 on. None of both functions waits.
pub trait Crew<T> {
    /// Gives a worker that has nothing to do a task.
    fn run(&mut self, worker: usize, task: &T);

    /// Asks a worker to give its task up; it answers that it did, or with what it was just done with.
    fn cancel(&mut self, worker: usize);
}

/// What is heard of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<A> {
    /// It can be given something. Said while it works, it means nothing.
    Ready,
    /// Its task is done.
    Done(A),
    /// Its task cannot be done, whoever tries; in words for people.
    Failed(String),
    /// It has given its task up.
    Cancelled,
    /// It will not be heard of again.
    Broken,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// There is another answer.
    Answer,
    /// A task failed, with the reason.
    Failure(String),
    /// Nothing is known that was not known before.
    Nothing,
}

/// Between work and crew.
#[derive(Debug)]
pub struct Driver<W: Work> {
    work: W,
    workers: Vec<Worker<W::Task>>,
}

#[derive(Debug, Clone)]
enum Worker<T> {
    Loading,
    Idle,
    Busy {
        task: T,
        /// It was asked to give up.
        recalled: bool,
        /// The task is of work that is no more.
        stale: bool,
    },
    Broken,
}

impl<W: Work> Driver<W> {
    /// Some workers, none of which is ready yet.
    #[must_use]
    pub fn new(work: W, workers: usize) -> Self {
        let mut driver = Self { work, workers: Vec::new() };
        driver.renew_crew(workers);
        driver
    }

    /// The work.
    #[must_use]
    pub const fn work(&self) -> &W {
        &self.work
    }

    /// The work, to add to it or to give up; [`Self::pump`] afterwards.
    pub const fn work_mut(&mut self) -> &mut W {
        &mut self.work
    }

    /// The work at the end.
    #[must_use]
    pub fn into_work(self) -> W {
        self.work
    }

    /// Other work; what is under way is called back, and its answers are not taken.
    pub fn renew_work(&mut self, work: W) {
        self.work = work;
        for worker in &mut self.workers {
            if let Worker::Busy { stale, .. } = worker {
                *stale = true;
            }
        }
    }

    /// Other workers, none of which is ready yet.
    pub fn renew_crew(&mut self, workers: usize) {
        self.workers.clear();
        self.workers.resize_with(workers, || Worker::Loading);
    }

    /// What a worker does; none where nobody waits for it.
    #[must_use]
    pub fn task(&self, worker: usize) -> Option<&W::Task> {
        match self.workers.get(worker)? {
            Worker::Busy { task, stale: false, .. } => Some(task),
            _ => None,
        }
    }

    /// Whether somebody works.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.workers.iter().any(|worker| matches!(worker, Worker::Busy { .. }))
    }

    /// Whether nobody is left.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.workers.iter().all(|worker| matches!(worker, Worker::Broken))
    }

    /// Gives those without a task something to do, as long as no more than `hands` work at the same time, and calls those back who
    /// do what nobody wants any more. `most`: as in [`Work::next_task`].
    pub fn pump(&mut self, crew: &mut impl Crew<W::Task>, most: u32, hands: usize) {
        self.recall(crew);
        let count = self.workers.len();
        let mut busy = self.workers.iter().filter(|worker| matches!(worker, Worker::Busy { .. })).count();
        for (number, worker) in self.workers.iter_mut().enumerate() {
            if busy < hands
                && matches!(worker, Worker::Idle)
                && let Some(task) = self.work.next_task(most, count)
            {
                crew.run(number, &task);
                *worker = Worker::Busy { task, recalled: false, stale: false };
                busy += 1;
            }
        }
    }

    /// Calls those back who do what nobody wants any more, and gives nobody anything new.
    pub fn recall(&mut self, crew: &mut impl Crew<W::Task>) {
        for (number, worker) in self.workers.iter_mut().enumerate() {
            if let Worker::Busy { task, recalled, stale } = worker
                && !*recalled
                && (*stale || !self.work.wants(task))
            {
                *recalled = true;
                crew.cancel(number);
            }
        }
    }

    /// Takes in what is heard of a worker; [`Self::pump`] afterwards.
    pub fn hear(&mut self, number: usize, event: Event<W::Answer>) -> Heard {
        let Some(worker) = self.workers.get_mut(number) else { return Heard::Nothing };
        if matches!((&event, &*worker), (_, Worker::Broken) | (Event::Ready, Worker::Busy { .. })) {
            return Heard::Nothing;
        }
        let next = if matches!(event, Event::Broken) { Worker::Broken } else { Worker::Idle };
        let Worker::Busy { task, stale: false, .. } = std::mem::replace(worker, next) else {
            return Heard::Nothing;
        };
        match event {
            Event::Done(answer) => {
                self.work.take(&task, answer);
                Heard::Answer
            }
            Event::Failed(reason) => {
                self.work.fail(&task, &reason);
                Heard::Failure(reason)
            }
            Event::Ready | Event::Cancelled | Event::Broken => {
                self.work.put_back(&task);
                Heard::Nothing
            }
        }
    }
}

/// How often it is told how far the work is: at once at first and at the end, in between only when some time has gone by.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    every_ms: f64,
    last_ms: Option<f64>,
}

impl Telling {
    /// At most every so many milliseconds.
    #[must_use]
    pub const fn every(every_ms: f64) -> Self {
        Self { every_ms, last_ms: None }
    }

    /// Whether it is to be told now; then it is taken as told. `now_ms` is the caller's clock.
    pub fn is_due(&mut self, now_ms: f64, at_the_end: bool) -> bool {
        let due = at_the_end || self.last_ms.is_none_or(|last| now_ms - last >= self.every_ms);
        if due {
            self.last_ms = Some(now_ms);
        }
        due
    }
}
