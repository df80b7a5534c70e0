//! The forecast in the page: what is asked of the workers, what they answer, how the answers become a picture.
//!
//! Everything here is free of the browser and runs in native tests. The workers compile it without the page, as a module of
//! their own built for speed (`scripts/engine.sh`); they are started in `ui::browser`, the signals live in `ui::state`.

#[cfg(all(test, feature = "ssr"))]
mod golden;
mod horizon;
mod protocol;
mod queue;
mod replay;
mod result_file;
mod results;
mod runner;
mod touched;
pub mod words;

pub use horizon::{days_until, horizon};
pub use protocol::{FromWorker, PopulationRun, Task, ToWorker, UnitRun, VariantKey};
pub use queue::{Job, Part, Queue, SEED, Slot, Variant};
pub use replay::{Replay, Week};
pub use result_file::{Engine, Inputs, RESULT_FORMAT, ResultFile, UnitResult, differences, units_with_work};
pub use results::{Band, ForecastView, Paired, PopulationForecast, UnitForecast, Whole, first_view_at};
pub use runner::{Runner, go_on, is_busy, take};
pub use touched::touched;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, Plan, PostId, UnitId, builtin};
    use crate::simulation::{
        Interplay, Summariser, SwitchTable, UnitOutcome, VariantMeasure, Work, on_threads, switched,
    };

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    /// Goes on until there is an answer.
    fn finish(runner: &mut Runner) -> Option<FromWorker> {
        while runner.is_busy() {
            match runner.go_on() {
                Some(FromWorker::Model(_)) | None => {}
                answer => return answer,
            }
        }
        None
    }

    /// The built-in plan, and what is asked about a move in it.
    fn a_move(replications: u32) -> (Plan, Job) {
        let plan = builtin().unwrap();
        let action = Action::MovePost {
            post: PostId::parse("AA-03").unwrap(),
            to: unit("einbuergerung"),
            before: None,
        };
        let change = Change { effective: plan.as_of, action };
        let units = touched(plan.clone(), std::slice::from_ref(&change));
        let job = Job::pair([Vec::new(), vec![change]], 700, &units, replications);
        (plan, job)
    }

    /// What the page and its workers do together, in one thread.
    fn forecast_of_a_move(replications: u32) -> ForecastView {
        let (plan, job) = a_move(replications);
        forecast_of(plan, &job)
    }

    fn forecast_of(plan: Plan, job: &Job) -> ForecastView {
        let mut queue = Queue::default();
        queue.put(Slot::Panel, job.clone());
        let mut runner = Runner::default();
        let (as_of, replications) = (plan.as_of, job.replications);
        assert_eq!(runner.take(ToWorker::Plan(Box::new(plan))), Some(FromWorker::Ready));
        while let Some(task) = queue.next_task(3, 1) {
            assert_eq!(runner.take(ToWorker::Run(task.clone())), None);
            if let Some(FromWorker::Model(fingerprint)) = runner.go_on() {
                queue.learn(&task, fingerprint);
            }
            let Some(FromWorker::Done(runs)) = finish(&mut runner) else {
                panic!("the built-in plan can be simulated")
            };
            queue.take(&task, runs);
        }
        assert_eq!(queue.complete(job), replications);
        ForecastView::of(&queue, job, replications, as_of)
    }

    #[test]
    fn a_unit_that_the_changes_make_had_nothing_before_them() {
        let plan = builtin().unwrap();
        let changes = crate::plan::changes_from_json(
            br#"[{"effective": "2024-02-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}},
                {"effective": "2024-02-01", "action": {"move_case_type": {"case_type": "n01", "to": "neu"}}}]"#,
        )
        .unwrap();
        let units = touched(plan.clone(), &changes);
        assert_eq!(units, [unit("einbuergerung"), unit("neu")]);
        let view = forecast_of(plan, &Job::pair([Vec::new(), changes], 100, &units, 2));
        let new = view.unit(&unit("neu")).unwrap();
        assert_eq!(
            (new.open.baseline.mean, new.open_baseline.months.len()),
            (0.0, new.open_scenario.months.len())
        );
        assert!(new.open.scenario.mean > 0.0 && new.open.difference.mean > 0.0, "{:?}", new.open);
    }

    #[test]
    fn a_moved_post_shortens_one_queue_and_lengthens_the_other() {
        let view = forecast_of_a_move(8);
        assert_eq!(view.month_ends.len(), 23);
        let names: Vec<&str> = view.units.iter().map(|forecast| forecast.unit.as_str()).collect();
        assert_eq!(names, ["aufenthalt", "einbuergerung"]);
        let open = |id: &str| view.unit(&unit(id)).unwrap().open;
        assert!(open("einbuergerung").difference.mean < -open("einbuergerung").difference.half_width);
        assert!(open("aufenthalt").difference.mean > open("aufenthalt").difference.half_width);
    }

    /// What a worker that knows nothing yet makes of a task.
    fn computed(plan: &Plan, task: &Task) -> Result<Vec<UnitRun>, String> {
        let mut runner = Runner::default();
        runner.take(ToWorker::Plan(Box::new(plan.clone())));
        runner.take(ToWorker::Run(task.clone()));
        match finish(&mut runner) {
            Some(FromWorker::Done(runs)) => Ok(runs),
            other => Err(format!("{other:?}")),
        }
    }

    /// A worker tells a model's fingerprint when it builds it.
    #[test]
    fn a_worker_builds_each_model_of_a_comparison_of_the_whole_department_once() {
        let (plan, pair) = a_move(2);
        let units = units_with_work(&plan, &[]);
        let changes = pair.parts.into_iter().map(|part| part.variant.changes).collect::<Vec<_>>();
        let job = Job::pair(changes.try_into().unwrap(), 365, &units, 3);
        let mut queue = Queue::default();
        queue.put(Slot::Panel, job.clone());
        let mut runner = Runner::default();
        runner.take(ToWorker::Plan(Box::new(plan)));
        let mut built = 0;
        while let Some(task) = queue.next_task(1, 1) {
            runner.take(ToWorker::Run(task.clone()));
            let answers = std::iter::from_fn(|| runner.is_busy().then(|| runner.go_on()));
            for answer in answers.collect::<Vec<_>>().into_iter().flatten() {
                match answer {
                    FromWorker::Done(runs) => queue.take(&task, runs),
                    _ => built += 1,
                }
            }
        }
        assert_eq!((queue.complete(&job), built), (3, 2 * units.len()));
    }

    #[test]
    fn threads_compute_what_the_workers_of_the_page_do() {
        let (plan, job) = a_move(4);
        let mut queue = Queue::default();
        queue.put(Slot::Panel, job.clone());
        let alone = |task: &Task| computed(&plan, task);
        let queue = on_threads(queue, 3, alone, |_| ());
        assert_eq!(queue.complete(&job), 4);
        assert_eq!(ForecastView::of(&queue, &job, 4, plan.as_of), forecast_of_a_move(4));
    }

    /// Two packages, one for the queue of the first unit and one for that of the second: the four lists of changes of a switch table.
    fn two_packages(replications: u32) -> (Plan, Job) {
        let plan = builtin().unwrap();
        let package = |post: &str, to: &str| {
            let action = Action::MovePost { post: PostId::parse(post).unwrap(), to: unit(to), before: None };
            vec![Change { effective: plan.as_of, action }]
        };
        let steps = [(Some(0), package("AA-03", "einbuergerung")), (Some(1), package("IW-02", "eu"))];
        let part = |combination| Part {
            variant: Variant::new(switched(&steps, combination), 400),
            units: vec![unit("einbuergerung"), unit("eu")],
        };
        let job = Job { parts: (0..4).map(part).collect(), replications };
        (plan, job)
    }

    fn open_cases(queue: &Queue, job: &Job) -> SwitchTable {
        let values = |units: &Vec<Vec<UnitOutcome>>| {
            VariantMeasure::Open.values(&units.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        SwitchTable::new(2, queue.outcomes(job).iter().map(values).collect())
    }

    #[test]
    fn a_switch_table_is_the_same_with_one_thread_and_with_many() {
        let (plan, job) = two_packages(5);
        let alone = |task: &Task| computed(&plan, task);
        let on = |threads: usize| {
            let mut queue = Queue::default();
            queue.put(Slot::Study, job.clone());
            let queue = on_threads(queue, threads, alone, |_| ());
            assert_eq!(queue.complete(&job), 5);
            open_cases(&queue, &job)
        };
        let (one, many) = (on(1), on(3));
        assert_eq!(one, many);
        let found = one.interaction(3, &mut Summariser::new(5)).unwrap();
        assert_eq!((found.beyond.mean, found.interplay), (0.0, Interplay::Independent));
        assert!(found.sum.mean < 0.0, "{found:?}");
    }

    /// Of eight units under four lists of changes four are as they were under another one.
    #[test]
    fn a_combination_computes_nothing_that_its_packages_leave_alone() {
        let (plan, job) = two_packages(3);
        let mut queue = Queue::default();
        queue.put(Slot::Study, job.clone());
        let mut runner = Runner::default();
        runner.take(ToWorker::Plan(Box::new(plan)));
        let mut computed = 0;
        while let Some(task) = queue.next_task(8, 1) {
            runner.take(ToWorker::Run(task.clone()));
            if let Some(FromWorker::Model(fingerprint)) = runner.go_on() {
                queue.learn(&task, fingerprint);
            }
            if !queue.wants(&task) {
                assert_eq!(runner.take(ToWorker::Cancel), Some(FromWorker::Cancelled));
                queue.put_back(&task);
                continue;
            }
            let Some(FromWorker::Done(runs)) = finish(&mut runner) else { panic!("it can be simulated") };
            computed += runs.len();
            queue.take(&task, runs);
        }
        assert_eq!((queue.complete(&job), computed), (3, 4 * 3));
    }

    #[test]
    fn work_is_given_up_between_two_pieces() {
        let plan = builtin().unwrap();
        let task = |first| Task {
            variant: VariantKey::of(&[], 1826),
            changes: Vec::new(),
            unit: unit("aufenthalt"),
            horizon_days: 1826,
            seed: SEED,
            first,
            count: 1,
        };
        let mut runner = Runner::default();
        runner.take(ToWorker::Plan(Box::new(plan)));
        runner.take(ToWorker::Run(task(1)));
        let whole = finish(&mut runner);
        assert!(matches!(&whole, Some(FromWorker::Done(runs)) if runs.len() == 1));
        assert_eq!(runner.take(ToWorker::Cancel), None, "nothing is under way");
        runner.take(ToWorker::Run(task(0)));
        assert_eq!([runner.go_on(), runner.go_on()], [None, None], "five years are more than two pieces");
        assert_eq!(runner.take(ToWorker::Cancel), Some(FromWorker::Cancelled));
        assert!(!runner.is_busy());
        runner.take(ToWorker::Run(task(1)));
        assert_eq!(finish(&mut runner), whole, "what was given up leaves nothing behind");
        // Several are done in their order, and given up together.
        for first in [1, 2, 1] {
            runner.take(ToWorker::Run(task(first)));
        }
        assert_eq!(finish(&mut runner), whole);
        assert!(finish(&mut runner).is_some_and(|other| Some(other) != whole));
        assert!(runner.is_busy());
        assert_eq!(runner.take(ToWorker::Cancel), Some(FromWorker::Cancelled));
        assert_eq!((runner.is_busy(), runner.go_on()), (false, None));
    }

    #[test]
    fn a_message_that_cannot_be_read_is_answered() {
        let answer: FromWorker = crate::plan::read::form(take("{").unwrap().as_bytes()).unwrap();
        assert!(matches!(answer, FromWorker::Broken { .. }));
        assert!(!is_busy());
        assert_eq!(go_on(), None);
    }
}
