//! The file as the page makes it and as the command line makes it.

use super::*;
use crate::forecasting::{FromWorker, Job, Queue, SEED, Slot, Task, ToWorker, go_on, is_busy, take};
use crate::plan::read::form;
use crate::plan::{Action, PostId, builtin};
use crate::simulation::Work;

fn inputs() -> Inputs {
    let plan = builtin().unwrap();
    let to = UnitId::parse("einbuergerung").unwrap();
    let action = Action::MovePost { post: PostId::parse("AA-03").unwrap(), to, before: None };
    let changes = vec![Change { effective: plan.as_of, action }];
    Inputs { plan, changes, horizon_days: 200, replications: 6, seed: SEED, warmup_days: 0 }
}

/// What the page does: questions and answers travel as text, unit by unit, a few replications at a time.
fn of_worker_answers(inputs: &Inputs) -> ResultFile {
    let units = units_with_work(&inputs.plan, &inputs.changes);
    let pair = [Vec::new(), inputs.changes.clone()];
    let job = Job::pair(pair, inputs.horizon_days, &units, inputs.replications);
    let mut queue = Queue::default();
    queue.put(Slot::Panel, job.clone());
    let ask = |message: ToWorker| -> FromWorker {
        let mut answer = take(&serde_json::to_string(&message).unwrap());
        while is_busy() {
            answer = go_on();
        }
        form(answer.unwrap().as_bytes()).unwrap()
    };
    assert_eq!(ask(ToWorker::Plan(Box::new(inputs.plan.clone()))), FromWorker::Ready);
    while let Some(task) = queue.next_task(4, 1) {
        let sent: Task = task.clone();
        let FromWorker::Done(runs) = ask(ToWorker::Run(sent)) else {
            panic!("the built-in plan can be simulated")
        };
        queue.take(&task, runs);
    }
    assert_eq!(queue.complete(&job), inputs.replications);
    let view = ForecastView::of(&queue, &job, inputs.replications, inputs.plan.as_of);
    ResultFile::of_view(inputs.clone(), &view)
}

/// What the command line does: whole replications of the whole plan.
fn of_whole_runs(inputs: &Inputs) -> ResultFile {
    let models = inputs.models().unwrap();
    let runs = |model: &Model| -> Vec<Replication> {
        (0..inputs.replications).map(|number| model.run(number).unwrap()).collect()
    };
    let (baseline, scenario) = (runs(&models[0]), runs(&models[1]));
    ResultFile::of_runs(inputs.clone(), [&models[0], &models[1]], [&baseline, &scenario])
}

#[test]
fn the_page_and_the_command_line_write_the_same_bytes() {
    let inputs = inputs();
    let (page, line) = (of_worker_answers(&inputs), of_whole_runs(&inputs));
    assert_eq!(differences(&page.to_json(), &line.to_json()), Vec::<String>::new());
    assert_eq!(page.to_json(), line.to_json());
    assert_eq!(page.hash(), line.hash());
    let moved = page.units().iter().find(|unit| unit.unit.as_str() == "einbuergerung").unwrap();
    assert!(moved.open.difference.mean < 0.0, "a post more leaves fewer cases open");
    assert_eq!(moved.open_scenario.len(), 7);
}

#[test]
fn a_file_leads_back_to_its_inputs_and_to_itself() {
    let inputs = inputs();
    let text = of_whole_runs(&inputs).to_json();
    let (engine, read) = Inputs::of_file(text.as_bytes()).unwrap();
    assert_eq!((engine, &read), (Engine::this(), &inputs));
    assert_eq!(of_whole_runs(&read).to_json(), text);
}

#[test]
fn whatever_differs_gives_another_fingerprint() {
    let one = inputs();
    let hash = of_whole_runs(&one).hash().clone();
    let other_seed = Inputs { seed: 2, ..one.clone() };
    let fewer = Inputs { replications: 5, ..one.clone() };
    let unchanged = Inputs { changes: Vec::new(), ..one };
    for other in [other_seed, fewer, unchanged] {
        assert_ne!(of_whole_runs(&other).hash(), &hash);
    }
}

#[test]
fn what_is_no_result_is_refused_with_its_place() {
    let text = of_whole_runs(&Inputs { replications: 2, ..inputs() }).to_json();
    for (from, to, place) in [
        (RESULT_FORMAT, "stellwerk-result/9", "format"),
        ("\"replications\": 2", "\"replications\": 0", "inputs.replications"),
        ("\"horizon_days\": 200", "\"horizon_days\": 99999", "inputs.horizon_days"),
        ("\"seed\": 1", "\"seed\": \"x\"", "inputs.seed"),
        ("\"to\": \"einbuergerung\"", "\"to\": \"\"", "to"),
    ] {
        let error = Inputs::of_file(text.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
        assert!(error.contains(place), "{place}: {error}");
    }
    assert!(Inputs::of_file(b"{").is_err());
    // A rule of plans, not of their form.
    let broken = text.replacen("\"parent\": null", "\"parent\": \"gibt-es-nicht\"", 1);
    assert!(broken == text || Inputs::of_file(broken.as_bytes()).is_err());
}
