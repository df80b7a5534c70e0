//! The driver with its queue and workers that behave as those of the page do, in any order of events: no answer lands in a wrong place or in
//! other work, nothing is given out twice, who was called back gets nothing before it has given up, and in the end all that is wanted is known.

use super::*;
use crate::simulation::{Crew, Driver, Event, Heard};
use proptest::prelude::*;
use std::collections::VecDeque;

const WORKERS: usize = 3;
const UNITS: [&str; 3] = ["a", "b", "same"];

/// What happens.
#[derive(Debug, Clone)]
enum Happening {
    Asked(Slot, Job),
    GivenUp(Slot),
    OtherPlan,
    /// So many may work at the same time.
    Hands(usize),
    /// Nobody is given anything new until the next happening.
    Resting,
    /// A worker takes a message, goes on with its work, is heard, cannot do its task, breaks off.
    Takes(usize),
    GoesOn(usize),
    Heard(usize, f64),
    Fails(usize),
    Breaks(usize),
}

/// From the page to a worker; a task with the plan that it is of.
enum Message {
    Run(Task, u32),
    Cancel,
}

/// From a worker to the page.
#[derive(Debug)]
enum Said {
    Ready,
    Model(Task, u32),
    Done(Task, u32),
    Failed(Task, u32),
    Cancelled,
    Broken,
}

/// As `runner` works: a message at a time, and one task after the other.
#[derive(Default)]
struct Worker {
    inbox: VecDeque<Message>,
    waiting: VecDeque<(Task, u32)>,
    work: Option<(Task, u32)>,
    outbox: VecDeque<Said>,
    /// What the page knows: tasks that are not answered, whether it called back, whether it is broken.
    given: VecDeque<(Task, u32)>,
    recalled: bool,
    is_lost: bool,
}

impl Worker {
    fn take(&mut self) {
        match self.inbox.pop_front() {
            Some(Message::Run(task, plan)) => {
                // Another plan clears the desk: nothing may lie there any more.
                let others = self.waiting.iter().chain(&self.work).filter(|(_, other)| *other != plan);
                assert_eq!(others.count(), 0, "a worker with work was told another plan");
                self.waiting.push_back((task, plan));
            }
            Some(Message::Cancel) => {
                let was_busy = self.work.take().is_some() | !std::mem::take(&mut self.waiting).is_empty();
                self.outbox.extend(was_busy.then_some(Said::Cancelled));
            }
            None => {}
        }
    }

    fn go_on(&mut self) {
        match self.work.take() {
            Some((task, plan)) => self.outbox.push_back(Said::Done(task, plan)),
            None => {
                self.work = self.waiting.pop_front();
                self.outbox.extend(self.work.clone().map(|(task, plan)| Said::Model(task, plan)));
            }
        }
    }
}

/// All workers, as the page reaches them.
struct Office {
    workers: Vec<Worker>,
    plan: u32,
    /// Replications of which the answer was taken.
    known: Vec<(Task, u32)>,
}

fn overlap(one: &Task, other: &Task) -> bool {
    let end = |task: &Task| task.first + task.count;
    one.variant == other.variant && one.unit == other.unit && one.first < end(other) && other.first < end(one)
}

impl Crew<Task> for Office {
    fn run(&mut self, worker: usize, task: &Task) {
        let plan = self.plan;
        let given = self.workers.iter().flat_map(|worker| &worker.given).chain(&self.known);
        let twice = given.filter(|(other, of)| *of == plan && overlap(task, other)).count();
        assert_eq!(twice, 0, "{task:?} is known or under way");
        let worker = &mut self.workers[worker];
        assert!(!worker.is_lost && !worker.recalled && worker.given.len() < 2 && task.count > 0);
        worker.given.push_back((task.clone(), plan));
        worker.inbox.push_back(Message::Run(task.clone(), plan));
    }

    fn cancel(&mut self, worker: usize) {
        let worker = &mut self.workers[worker];
        assert!(!worker.is_lost && !worker.recalled && !worker.given.is_empty());
        worker.recalled = true;
        worker.inbox.push_back(Message::Cancel);
    }
}

/// What a unit's replications follow from: one unit is the same under all lists of changes.
fn fingerprint(unit: &UnitId, days: u32) -> u64 {
    let place = UNITS.iter().position(|id| *id == unit.as_str()).unwrap() as u64;
    place * 1_000 + if unit.as_str() == "same" { 0 } else { u64::from(days) }
}

fn answer(plan: u32, unit: &UnitId, days: u32, replication: u32) -> UnitRun {
    let utilisation = f64::from(plan) * 1e9 + fingerprint(unit, days) as f64 * 1e3 + f64::from(replication);
    UnitRun { utilisation, ..UnitRun::default() }
}

/// The page.
struct Page {
    driver: Driver<Queue>,
    office: Office,
    hands: usize,
}

impl Page {
    fn new() -> Self {
        let mut workers: Vec<Worker> = (0..WORKERS).map(|_| Worker::default()).collect();
        workers.iter_mut().for_each(|worker| worker.outbox.push_back(Said::Ready));
        let driver = Driver::new(Queue::default(), WORKERS).with_the_next_at_hand();
        Self { driver, office: Office { workers, plan: 0, known: Vec::new() }, hands: WORKERS }
    }

    fn pump(&mut self) {
        self.driver.pump(&mut self.office, 1, self.hands);
    }

    fn happens(&mut self, happening: Happening) {
        match happening {
            Happening::Asked(slot, job) => self.driver.work_mut().put(slot, job),
            Happening::GivenUp(slot) => self.driver.work_mut().clear(slot),
            Happening::OtherPlan => {
                self.office.plan += 1;
                self.driver.renew_work(Queue::default());
            }
            Happening::Hands(hands) => self.hands = hands,
            Happening::Resting => return self.driver.recall(&mut self.office),
            Happening::Takes(worker) => self.office.workers[worker].take(),
            Happening::GoesOn(worker) => self.office.workers[worker].go_on(),
            Happening::Heard(worker, pace) => self.hear(worker, pace),
            Happening::Fails(worker) => {
                let worker = &mut self.office.workers[worker];
                worker.outbox.extend(worker.work.take().map(|(task, plan)| Said::Failed(task, plan)));
            }
            Happening::Breaks(worker) => self.office.workers[worker].outbox.push_back(Said::Broken),
        }
        self.pump();
    }

    fn hear(&mut self, number: usize, pace: f64) {
        let worker = &mut self.office.workers[number];
        let Some(said) = worker.outbox.pop_front() else { return };
        if worker.is_lost {
            // It may go on talking.
            assert_eq!(self.driver.hear(number, Event::Cancelled), Heard::Nothing);
            return;
        }
        if let Said::Model(task, plan) | Said::Done(task, plan) | Said::Failed(task, plan) = &said {
            let meant = (*plan == self.office.plan).then_some(task);
            assert_eq!(self.driver.task(number), meant, "{said:?} is taken for another task");
        }
        let event = match said {
            Said::Model(task, plan) => {
                if plan == self.office.plan {
                    self.driver.work_mut().learn(&task, fingerprint(&task.unit, task.horizon_days));
                }
                return;
            }
            Said::Ready => Event::Ready,
            Said::Cancelled => {
                worker.given.clear();
                worker.recalled = false;
                Event::Cancelled
            }
            Said::Broken => {
                worker.given.clear();
                worker.is_lost = true;
                Event::Broken
            }
            Said::Done(ref task, plan) | Said::Failed(ref task, plan) => {
                worker.given.pop_front();
                worker.recalled &= !worker.given.is_empty();
                if matches!(said, Said::Failed(..)) {
                    Event::Failed(String::new())
                } else {
                    if plan == self.office.plan {
                        self.driver.work_mut().took(task, pace);
                        self.office.known.push((task.clone(), plan));
                    }
                    let runs = task.first..task.first + task.count;
                    let run = |number| answer(plan, &task.unit, task.horizon_days, number);
                    Event::Done(runs.map(run).collect())
                }
            }
        };
        self.driver.hear(number, event);
    }

    /// Lets everybody finish; then nobody works, and all that is wanted is known.
    fn ends(mut self) {
        for _ in 0..10_000 {
            for worker in 0..WORKERS {
                self.happens(Happening::Takes(worker));
                self.happens(Happening::GoesOn(worker));
                self.happens(Happening::Heard(worker, 1.0));
            }
            let quiet = |worker: &Worker| {
                worker.inbox.is_empty() && worker.outbox.is_empty() && worker.work.is_none()
            };
            if self.office.workers.iter().all(quiet) && !self.driver.is_busy() {
                break;
            }
        }
        assert!(!self.driver.is_busy(), "somebody works for ever");
        let queue = self.driver.work();
        assert!(queue.under_way.is_empty(), "{:?} is waited for in vain", queue.under_way);
        assert_eq!(self.driver.is_broken(), self.office.workers.iter().all(|worker| worker.is_lost));
        for job in Slot::ALL.into_iter().filter_map(|slot| queue.job(slot)) {
            if !self.driver.is_broken() {
                assert_eq!(queue.complete(job), job.replications);
            }
            for (part, unit) in
                job.parts.iter().flat_map(|part| part.units.iter().map(move |unit| (part, unit)))
            {
                let known = queue.runs(&part.variant, unit, queue.complete(job));
                for (number, run) in (0..).zip(known) {
                    assert_eq!(*run, answer(self.office.plan, unit, part.variant.horizon_days, number));
                }
            }
        }
    }
}

fn job() -> impl Strategy<Value = Job> {
    let part = (1_u32..4, 1_usize..=UNITS.len()).prop_map(|(days, units)| Part {
        variant: Variant::new(Vec::new(), days * 10),
        units: UNITS[..units].iter().rev().map(|id| UnitId::parse(id).unwrap()).collect(),
    });
    (prop::collection::vec(part, 1..4), 1_u32..40)
        .prop_map(|(parts, replications)| Job { parts, replications })
}

fn happening() -> impl Strategy<Value = Happening> {
    let worker = || 0..WORKERS;
    let slot = || prop::sample::select(Slot::ALL.to_vec());
    let pace = prop::sample::select(vec![0.0, 0.5, 20.0, 4_000.0, f64::INFINITY]);
    prop_oneof![
        4 => (slot(), job()).prop_map(|(slot, job)| Happening::Asked(slot, job)),
        2 => slot().prop_map(Happening::GivenUp),
        1 => Just(Happening::OtherPlan),
        1 => (1..=WORKERS).prop_map(Happening::Hands),
        1 => Just(Happening::Resting),
        8 => worker().prop_map(Happening::Takes),
        12 => worker().prop_map(Happening::GoesOn),
        12 => (worker(), pace).prop_map(|(worker, pace)| Happening::Heard(worker, pace)),
        1 => worker().prop_map(Happening::Fails),
        1 => worker().prop_map(Happening::Breaks),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_in_whatever_order_all_that_is_wanted_is_known_in_the_end(
        happenings in prop::collection::vec(happening(), 0..160),
    ) {
        let mut page = Page::new();
        happenings.into_iter().for_each(|happening| page.happens(happening));
        page.ends();
    }
}
