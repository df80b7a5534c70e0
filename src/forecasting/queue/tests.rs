//! What is given out, in which order and in which pieces.

use super::*;

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

fn job(replications: u32) -> Job {
    Job::pair([Vec::new(), Vec::new()], 365, &[unit("a"), unit("b")], replications)
}

fn one(name: &str) -> Job {
    Job::pair([Vec::new(), Vec::new()], 365, &[unit(name)], 1)
}

#[test]
fn a_study_goes_from_list_to_list_and_tells_how_far_it_is() {
    let mut queue = Queue::default();
    let part =
        |days: u32, name: &str| Part { variant: Variant::new(Vec::new(), days), units: vec![unit(name)] };
    let job = Job { parts: vec![part(10, "a"), part(20, "a"), part(30, "b")], replications: 2 };
    queue.put(Slot::Study, job.clone());
    let tasks: Vec<Task> = std::iter::from_fn(|| queue.next_task(1, 1)).collect();
    let asked: Vec<(u32, u32)> = tasks.iter().map(|task| (task.horizon_days, task.first)).collect();
    assert_eq!(asked, [(10, 0), (10, 1), (20, 0), (20, 1), (30, 0), (30, 1)]);
    for (done, task) in tasks.iter().enumerate() {
        assert!((queue.share_done(&job) - done as f64 / 6.0).abs() < 1e-12);
        queue.take(task, vec![UnitRun::default()]);
    }
    assert_eq!(queue.complete(&job), 2);
    let outcomes = queue.outcomes(&job);
    assert_eq!(outcomes.iter().map(|part| (part.len(), part[0].len())).collect::<Vec<_>>(), [(1, 2); 3]);
}

#[test]
fn a_task_is_as_large_as_wanted_unless_another_has_a_part_of_it() {
    let mut queue = Queue::default();
    queue.put(Slot::Panel, Job { parts: job(40).parts[..1].to_vec(), replications: 40 });
    let spans = |queue: &mut Queue, most: u32, workers: usize| {
        let task = queue.next_task(most, workers).unwrap();
        (task.unit.as_str().to_owned(), task.first, task.count)
    };
    assert_eq!(spans(&mut queue, 5, 1), ("a".to_owned(), 0, 4), "no further than the first picture");
    assert_eq!(spans(&mut queue, 5, 4), ("b".to_owned(), 0, 2), "a fourth of its share");
    assert_eq!(spans(&mut queue, 99, 1), ("b".to_owned(), 2, 2));
    assert_eq!(spans(&mut queue, 99, 1), ("a".to_owned(), 4, 10));
    assert_eq!(spans(&mut queue, 1, 1), ("b".to_owned(), 4, 1));
    let task = queue.next_task(5, 1).unwrap();
    assert_eq!((task.unit.as_str(), task.first, task.count), ("b", 5, 5));
    queue.put_back(&task);
    queue.take(&Task { first: 6, count: 2, ..task }, vec![UnitRun::default(); 2]);
    assert_eq!(spans(&mut queue, 5, 1), ("b".to_owned(), 5, 1), "the next is known");
}

#[test]
fn what_is_awaited_is_given_out_whole_and_what_nobody_waits_for_in_small_pieces() {
    let sizes = |slot: Slot, most: u32, workers: usize| -> Vec<u32> {
        let mut queue = Queue::default();
        queue.put(slot, Job { parts: job(40).parts[..1].to_vec(), replications: 40 });
        (0..4).map_while(|_| queue.next_task(most, workers)).map(|task| task.count).collect()
    };
    // A first picture takes four of each of both units, however long a task should be.
    assert_eq!(sizes(Slot::Preview, 0, 1), [4, 4, 1, 1]);
    assert_eq!(sizes(Slot::Panel, 0, 2), [2, 2, 2, 2]);
    assert_eq!(sizes(Slot::Panel, 0, 7), [1, 1, 1, 1]);
    assert_eq!(sizes(Slot::Study, 0, 1), [1, 1, 1, 1]);
    assert_eq!(sizes(Slot::Ahead, 8, 1), [2, 2, 2, 2]);
}

/// Behind the first picture, where tasks are as large as the time for them allows.
#[test]
fn a_slow_unit_gets_smaller_tasks_than_a_quick_one() {
    let mut queue = Queue::default();
    queue.put(Slot::Panel, Job { parts: job(200).parts[..1].to_vec(), replications: 200 });
    for milliseconds in [4.0 * 9.0, 4.0 * 0.5] {
        let task = queue.next_task(1, 1).unwrap();
        assert_eq!((task.first, task.count), (0, 4));
        queue.took(&task, milliseconds);
    }
    let sizes = |queue: &mut Queue| -> Vec<(String, u32)> {
        (0..2)
            .map(|_| queue.next_task(1, 1).unwrap())
            .map(|task| (task.unit.to_string(), task.count))
            .collect()
    };
    // Nine and half a millisecond for a replication, and twenty for a task.
    assert_eq!(sizes(&mut queue), [("a".to_owned(), 2), ("b".to_owned(), 40)]);
    // Of the slow unit there are to be as many as of the quick one; it has become quicker.
    let task = queue.next_task(1, 1).unwrap();
    assert_eq!((task.unit.as_str(), task.first, task.count), ("a", 6, 2));
    queue.took(&task, 2.0 * 4.0);
    assert_eq!(queue.next_task(1, 1).map(|task| (task.first, task.count)), Some((8, 5)));
}

/// A clock that stands still or goes back, and one that says nothing.
#[test]
fn no_pace_makes_a_task_too_large_or_none() {
    let fitting = |paces: &[f64]| {
        let mut queue = Queue::default();
        let part = Part { variant: Variant::new(Vec::new(), 365), units: vec![unit("a")] };
        queue.put(Slot::Panel, Job { parts: vec![part], replications: 100_000 });
        for milliseconds in paces {
            let task = queue.next_task(1, 1).unwrap();
            queue.took(&task, milliseconds * f64::from(task.count));
            queue.take(&task, vec![UnitRun::default(); task.count as usize]);
        }
        queue.fitting(&unit("a"))
    };
    assert_eq!(fitting(&[5.0]), Some(4));
    assert_eq!(fitting(&[5.0, 0.0]), Some(16), "of no time at all a quarter of the last one is believed");
    assert_eq!(fitting(&[5.0, 0.0, 5.0]), Some(4));
    assert_eq!(fitting(&[0.0]), Some(80));
    assert_eq!(fitting(&[-3.0]), Some(80));
    assert_eq!(fitting(&[f64::NAN, f64::INFINITY]), None);
    assert_eq!(fitting(&[5.0, f64::INFINITY]), Some(4));
}

#[test]
fn what_the_changes_leave_alone_is_computed_once() {
    let mut queue = Queue::default();
    let part =
        |days: u32| Part { variant: Variant::new(Vec::new(), days), units: vec![unit("a"), unit("b")] };
    // Two lists of changes; the days tell their keys apart.
    let job = Job { parts: vec![part(10), part(20)], replications: 2 };
    queue.put(Slot::Panel, job.clone());
    let mut tasks: Vec<Task> = (0..4).map_while(|_| queue.next_task(1, 4)).collect();
    for (task, fingerprint) in tasks.iter().zip([1, 2, 3, 3]) {
        queue.learn(task, fingerprint);
    }
    assert_eq!(tasks.iter().map(|task| queue.wants(task)).collect::<Vec<_>>(), [true, true, true, false]);
    queue.put_back(&tasks.remove(3));
    tasks.extend(std::iter::from_fn(|| queue.next_task(1, 4)));
    let asked: Vec<_> =
        tasks.iter().map(|task| (task.unit.as_str(), task.horizon_days, task.first)).collect();
    assert_eq!(asked, [("a", 10, 0), ("a", 20, 0), ("b", 10, 0), ("a", 10, 1), ("a", 20, 1), ("b", 10, 1)]);
    for task in &tasks {
        queue.take(task, vec![UnitRun { utilisation: f64::from(task.first), ..UnitRun::default() }]);
    }
    assert_eq!(queue.complete(&job), 2);
    let both = job.parts.iter().map(|part| queue.runs(&part.variant, &unit("b"), 2));
    assert!(both.into_iter().all(|runs| runs.len() == 2 && runs[1].utilisation == 1.0));
}

#[test]
fn the_same_work_is_asked_for_once() {
    let mut queue = Queue::default();
    queue.put(Slot::Panel, job(2));
    let tasks: Vec<Task> = std::iter::from_fn(|| queue.next_task(1, 4)).collect();
    let asked: Vec<(&str, u32)> = tasks.iter().map(|task| (task.unit.as_str(), task.first)).collect();
    assert_eq!(asked, [("a", 0), ("b", 0), ("a", 1), ("b", 1)]);
}

#[test]
fn a_job_is_complete_up_to_the_first_gap() {
    let mut queue = Queue::default();
    queue.put(Slot::Panel, job(3));
    let tasks: Vec<Task> = std::iter::from_fn(|| queue.next_task(1, 4)).collect();
    for task in tasks.iter().filter(|task| task.first != 1) {
        queue.take(task, vec![UnitRun::default()]);
    }
    let job = queue.job(Slot::Panel).unwrap().clone();
    assert_eq!(queue.complete(&job), 1);
    for task in tasks.iter().filter(|task| task.first == 1) {
        queue.take(task, vec![UnitRun::default()]);
    }
    assert_eq!(queue.complete(&job), 3);
    assert_eq!(queue.runs(&job.parts[0].variant, &unit("a"), 2).len(), 2);
    assert_eq!(queue.next_task(1, 1), None);
}

#[test]
fn the_preview_goes_first_and_a_failed_task_gives_its_slot_up() {
    let mut queue = Queue::default();
    queue.put(Slot::Ahead, one("later"));
    queue.put(Slot::Preview, one("now"));
    let first = queue.next_task(1, 1).unwrap();
    assert!(queue.wants(&first));
    assert_eq!(first.unit.as_str(), "now");
    queue.fail(&first, "");
    assert!(queue.job(Slot::Preview).is_none());
    assert!(!queue.wants(&first));
    assert_eq!(queue.next_task(1, 1).unwrap().unit.as_str(), "later");
}
