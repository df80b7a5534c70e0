//! One driver, with workers that a test makes up and with threads.

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does nothing; the test says what is heard of it.
#[derive(Debug, Default)]
struct Fake {
    given: Vec<(usize, usize)>,
    recalled: Vec<usize>,
}

impl Crew<usize> for Fake {
    fn run(&mut self, worker: usize, task: &usize) {
        self.given.push((worker, *task));
    }

    fn cancel(&mut self, worker: usize) {
        self.recalled.push(worker);
    }
}

/// So many pieces, with two workers that are ready.
fn two_workers(pieces: usize) -> (Driver<Numbered<usize>>, Fake) {
    let mut driver = Driver::new(Numbered::new(pieces), 2);
    let mut crew = Fake::default();
    driver.pump(&mut crew, 1, 2);
    assert!(crew.given.is_empty(), "nobody is ready");
    driver.hear(0, Event::Ready);
    driver.hear(1, Event::Ready);
    driver.pump(&mut crew, 1, 2);
    (driver, crew)
}

#[test]
fn everybody_is_kept_busy_and_answers_have_their_places() {
    let (mut driver, mut crew) = two_workers(4);
    assert_eq!(crew.given, [(0, 0), (1, 1)]);
    for (worker, answer) in [(1, 11), (1, 12), (0, 10)] {
        assert_eq!(driver.hear(worker, Event::Done(answer)), Heard::Answer);
        driver.pump(&mut crew, 1, 2);
    }
    assert_eq!(crew.given, [(0, 0), (1, 1), (1, 2), (1, 3)]);
    assert_eq!((driver.task(0), driver.task(1)), (None, Some(&3)));
    driver.hear(1, Event::Done(13));
    driver.pump(&mut crew, 1, 2);
    assert!(!driver.is_busy() && driver.work().done() == 4);
    assert_eq!(driver.into_work().into_answers(), Ok(vec![10, 11, 12, 13]));
}

#[test]
fn what_nobody_wants_any_more_is_called_back_once() {
    let (mut driver, mut crew) = two_workers(5);
    assert_eq!(driver.hear(0, Event::Failed("Grund".to_owned())), Heard::Failure("Grund".to_owned()));
    driver.pump(&mut crew, 1, 2);
    driver.pump(&mut crew, 1, 2);
    assert_eq!((crew.given.len(), crew.recalled.as_slice()), (2, &[1][..]));
    assert_eq!(driver.hear(1, Event::Cancelled), Heard::Nothing);
    driver.pump(&mut crew, 1, 2);
    assert!(!driver.is_busy(), "after a failure no more is begun");
    assert_eq!(driver.into_work().into_answers(), Err("Grund".to_owned()));
}

#[test]
fn no_more_are_at_work_than_there_are_hands() {
    let (mut driver, mut crew) = two_workers(4);
    driver.hear(0, Event::Done(10));
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.given, [(0, 0), (1, 1)], "the other one is at work");
    driver.hear(1, Event::Done(11));
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.given, [(0, 0), (1, 1), (0, 2)]);
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given.last(), Some(&(1, 3)));
}

/// So many pieces and workers that have the next at hand; the first of them is ready.
fn with_the_next_at_hand(pieces: usize, workers: usize) -> (Driver<Numbered<usize>>, Fake) {
    let mut driver = Driver::new(Numbered::new(pieces), workers).with_the_next_at_hand();
    let mut crew = Fake::default();
    driver.hear(0, Event::Ready);
    driver.pump(&mut crew, 1, 1);
    (driver, crew)
}

#[test]
fn the_next_task_is_at_hand_before_the_one_is_done() {
    let (mut driver, mut crew) = with_the_next_at_hand(5, 2);
    driver.hear(1, Event::Ready);
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.given, [(0, 0), (0, 1)], "one hand");
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given[2..], [(1, 2), (1, 3)], "who has none comes first");
    driver.hear(0, Event::Done(10));
    assert_eq!(driver.task(0), Some(&1));
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given.last(), Some(&(0, 4)));
    // All that a worker has is given up together and done by somebody else.
    driver.hear(0, Event::Broken);
    driver.hear(1, Event::Done(12));
    driver.pump(&mut crew, 1, 2);
    driver.hear(1, Event::Done(13));
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given[5..], [(1, 4), (1, 1)]);
    driver.hear(1, Event::Done(14));
    driver.hear(1, Event::Done(11));
    assert_eq!(driver.into_work().into_answers(), Ok((10..15).collect()));
}

#[test]
fn who_is_called_back_gets_nothing_before_all_is_given_up() {
    let (mut driver, mut crew) = with_the_next_at_hand(3, 1);
    driver.renew_work(Numbered::new(1));
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.recalled, [0]);
    // It was done with the one before it heard of it, and gives up the other.
    assert_eq!(driver.hear(0, Event::Done(99)), Heard::Nothing);
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.given.len(), 2);
    driver.hear(0, Event::Cancelled);
    driver.pump(&mut crew, 1, 1);
    assert_eq!(crew.given, [(0, 0), (0, 1), (0, 0)]);
    driver.hear(0, Event::Done(7));
    assert_eq!(driver.into_work().into_answers(), Ok(vec![7]));
}

#[test]
fn a_recall_gives_nobody_anything_new() {
    let (mut driver, mut crew) = two_workers(5);
    driver.hear(0, Event::Done(10));
    driver.recall(&mut crew);
    assert_eq!((crew.given.len(), crew.recalled.len()), (2, 0));
    driver.renew_work(Numbered::new(1));
    driver.recall(&mut crew);
    assert_eq!((crew.given.len(), crew.recalled.as_slice()), (2, &[1][..]));
}

#[test]
fn of_work_that_is_no_more_no_answer_is_taken() {
    let (mut driver, mut crew) = two_workers(2);
    driver.renew_work(Numbered::new(1));
    assert_eq!(driver.task(0), None);
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.recalled, [0, 1]);
    assert_eq!(driver.hear(0, Event::Done(99)), Heard::Nothing);
    driver.pump(&mut crew, 1, 2);
    driver.hear(1, Event::Cancelled);
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given, [(0, 0), (1, 1), (0, 0)]);
    assert_eq!(driver.hear(0, Event::Ready), Heard::Nothing, "a word that ends no task");
    driver.hear(0, Event::Done(7));
    assert_eq!(driver.into_work().into_answers(), Ok(vec![7]));
}

#[test]
fn the_task_of_a_broken_worker_goes_to_another() {
    let (mut driver, mut crew) = two_workers(2);
    driver.hear(0, Event::Broken);
    driver.hear(0, Event::Ready);
    driver.hear(1, Event::Done(11));
    driver.pump(&mut crew, 1, 2);
    assert_eq!(crew.given, [(0, 0), (1, 1), (1, 0)]);
    assert!(!driver.is_broken());
    driver.hear(1, Event::Broken);
    assert!(driver.is_broken() && !driver.is_busy());
    // Others take their place.
    driver.renew_crew(1);
    driver.hear(0, Event::Ready);
    driver.pump(&mut crew, 1, 2);
    driver.hear(0, Event::Done(10));
    assert_eq!(driver.into_work().into_answers(), Ok(vec![10, 11]));
}

#[test]
fn threads_give_the_same_whatever_their_number() {
    for threads in [1, 2, 7] {
        let mut told = Vec::new();
        let square = |number: &usize| Ok(number * number);
        let work = on_threads(Numbered::new(50), threads, square, |work| told.push(work.done()));
        assert_eq!(told, (1..=50).collect::<Vec<_>>(), "{threads}");
        assert_eq!(work.into_answers(), Ok((0..50).map(|number| number * number).collect()), "{threads}");
    }
    let nothing = on_threads(Numbered::<usize>::new(0), 2, |_| Ok(0), |_| ());
    assert_eq!(nothing.into_answers(), Ok(Vec::new()));
}

#[test]
fn a_failure_on_a_thread_is_told_and_a_panic_keeps_nobody_waiting() {
    let odd = |number: &usize| if number % 2 == 1 { Err(format!("Nr. {number}")) } else { Ok(*number) };
    let work = on_threads(Numbered::new(9), 1, odd, |_| ());
    assert_eq!(work.into_answers(), Err("Nr. 1".to_owned()));
    let panics = || on_threads(Numbered::<usize>::new(3), 2, |_| panic!("on purpose"), |_| ());
    assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
}

#[test]
fn it_is_told_at_first_at_the_end_and_now_and_then() {
    let mut telling = Telling::every(60.0);
    let due = [(1_000.0, false), (1_059.0, false), (1_060.0, false), (1_061.0, true), (1_100.0, false)];
    assert_eq!(due.map(|(now, end)| telling.is_due(now, end)), [true, false, true, true, false]);
}
