//! The forecast in the page: what is asked of the workers, what they answer, how the answers become a picture.
//!
//! Everything here is free of the browser and runs in native tests; the workers themselves live in
//! [`crate::ui::browser`], the signals in [`crate::ui::state`].

#[cfg(all(test, feature = "ssr"))]
mod golden;
mod protocol;
mod queue;
mod results;
mod runner;
mod touched;
pub mod words;

pub use protocol::{FromWorker, PopulationRun, Task, ToWorker, UnitRun, VariantKey};
pub use queue::{Job, Part, Queue, SEED, Slot, Variant};
pub use results::{Band, ForecastView, Paired, PopulationForecast, UnitForecast, first_view_at};
#[cfg(feature = "hydrate")]
pub use runner::answer_with_engine;
pub use runner::{Runner, answer};
pub use touched::touched;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, PostId, UnitId, builtin};

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    /// What the page and its workers do together, in one thread.
    fn forecast_of_a_move(replications: u32) -> ForecastView {
        let plan = builtin().unwrap();
        let action = Action::MovePost {
            post: PostId::parse("AA-03").unwrap(),
            to: unit("einbuergerung"),
            before: None,
        };
        let change = Change { effective: plan.as_of, action };
        let units = touched(&plan, &change);
        let job = Job::pair([Vec::new(), vec![change]], 700, &units, replications);
        let mut queue = Queue::default();
        queue.put(Slot::Panel, job.clone());
        let mut runner = Runner::default();
        let as_of = plan.as_of;
        assert_eq!(runner.answer(ToWorker::Plan(Box::new(plan))), FromWorker::Ready);
        while let Some(task) = queue.next_task() {
            let FromWorker::Done(runs) = runner.answer(ToWorker::Run(task.clone())) else {
                panic!("the built-in plan can be simulated")
            };
            queue.take(&task, runs);
        }
        assert_eq!(queue.complete(&job), replications);
        ForecastView::of(&queue, &job, replications, as_of)
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

    #[test]
    fn a_message_that_cannot_be_read_is_answered() {
        let answer: FromWorker = crate::plan::read::form(answer("{").as_bytes()).unwrap();
        assert!(matches!(answer, FromWorker::Broken { .. }));
    }
}
