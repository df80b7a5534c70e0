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
use std::collections::VecDeque;
pub use threads::on_threads;

/// What there is to do, and what is known already.
pub trait Work {
    /// A piece that one worker does at a time.
    type Task: Clone;
    /// What comes of it.
    type Answer;

    /// The next task for one of some workers, of at most so many replications where it is not known how long they take; the caller has it
    /// done or puts it back.
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
    /// Gives a worker a task, which it does after those that it has.
    fn run(&mut self, worker: usize, task: &T);

    /// Asks a worker to give up all that it has; it answers once that it did, or with what it was just done with.
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
    /// It has given up all that it had.
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
    /// Tasks that a worker may have at the same time: it does one, and the others wait with it.
    most_each: usize,
}

#[derive(Debug)]
enum Worker<T> {
    Loading,
    There {
        /// What it was given and has not answered, in this order.
        given: VecDeque<Given<T>>,
        /// It was asked to give up; it is given nothing before it has nothing left.
        recalled: bool,
    },
    Broken,
}

#[derive(Debug)]
struct Given<T> {
    task: T,
    /// The task is of work that is no more.
    stale: bool,
}

impl<T> Worker<T> {
    fn there() -> Self {
        Self::There { given: VecDeque::new(), recalled: false }
    }

    fn is_busy(&self) -> bool {
        matches!(self, Self::There { given, .. } if !given.is_empty())
    }
}

impl<W: Work> Driver<W> {
    /// Some workers, none of which is ready yet.
    #[must_use]
    pub fn new(work: W, workers: usize) -> Self {
        let mut driver = Self { work, workers: Vec::new(), most_each: 1 };
        driver.renew_crew(workers);
        driver
    }

    /// The same, with workers that have their next task already when they are done with one. For whoever hears them late: a page that is
    /// being drawn does not listen.
    #[must_use]
    pub fn with_the_next_at_hand(self) -> Self {
        Self { most_each: 2, ..self }
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
            if let Worker::There { given, .. } = worker {
                given.iter_mut().for_each(|given| given.stale = true);
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
        let Worker::There { given, .. } = self.workers.get(worker)? else { return None };
        given.front().filter(|given| !given.stale).map(|given| &given.task)
    }

    /// Whether somebody works.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.workers.iter().any(Worker::is_busy)
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
        let count = self.workers.len().min(hands);
        let mut busy = self.workers.iter().filter(|worker| worker.is_busy()).count();
        // Nobody gets a second task while somebody has none.
        for have in 0..self.most_each {
            for (number, worker) in self.workers.iter_mut().enumerate() {
                if let Worker::There { given, recalled: false } = worker
                    && given.len() == have
                    && (have > 0 || busy < hands)
                    && let Some(task) = self.work.next_task(most, count)
                {
                    crew.run(number, &task);
                    given.push_back(Given { task, stale: false });
                    busy += usize::from(have == 0);
                }
            }
        }
    }

    /// Calls those back who do what nobody wants any more, and gives nobody anything new.
    pub fn recall(&mut self, crew: &mut impl Crew<W::Task>) {
        for (number, worker) in self.workers.iter_mut().enumerate() {
            if let Worker::There { given, recalled } = worker
                && !*recalled
                && given.front().is_some_and(|given| given.stale || !self.work.wants(&given.task))
            {
                *recalled = true;
                crew.cancel(number);
            }
        }
    }

    /// Takes in what is heard of a worker; [`Self::pump`] afterwards.
    pub fn hear(&mut self, number: usize, event: Event<W::Answer>) -> Heard {
        let Some(worker) = self.workers.get_mut(number) else { return Heard::Nothing };
        match (event, worker) {
            (_, Worker::Broken) => Heard::Nothing,
            (Event::Ready, worker @ Worker::Loading) => {
                *worker = Worker::there();
                Heard::Nothing
            }
            (Event::Broken, worker) => {
                let broken = std::mem::replace(worker, Worker::Broken);
                if let Worker::There { given, .. } = broken {
                    Self::put_back(&mut self.work, given);
                }
                Heard::Nothing
            }
            (Event::Cancelled, Worker::There { given, recalled }) => {
                *recalled = false;
                Self::put_back(&mut self.work, std::mem::take(given));
                Heard::Nothing
            }
            (event, Worker::There { given, recalled }) => {
                let task = match event {
                    Event::Ready => None,
                    _ => given.pop_front().filter(|given| !given.stale).map(|given| given.task),
                };
                // It may have been done with everything before it heard that it was to give up; it does not answer to that then.
                *recalled &= !given.is_empty();
                match (task, event) {
                    (Some(task), Event::Done(answer)) => {
                        self.work.take(&task, answer);
                        Heard::Answer
                    }
                    (Some(task), Event::Failed(reason)) => {
                        self.work.fail(&task, &reason);
                        Heard::Failure(reason)
                    }
                    _ => Heard::Nothing,
                }
            }
            (_, Worker::Loading) => Heard::Nothing,
        }
    }

    /// Somebody else has to do what is still wanted of this.
    fn put_back(work: &mut W, given: VecDeque<Given<W::Task>>) {
        for Given { task, .. } in given.into_iter().filter(|given| !given.stale) {
            work.put_back(&task);
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
