//! What the scenario in hand is to reach, and whether it does: posts and cost at once, service as soon as it is simulated.

mod making;

use crate::api::{ApiError, SetGoals, set_goals};
use crate::format::number;
use crate::permission::Field;
use crate::simulation::{Goal, GoalReading, count_verdicts};
use crate::ui::components::{CalibrationBadge, ForecastProblem};
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, Studied, Study, StudyState};
use crate::ui::state::{PlanInHand, ShelfOfToasts, Tone};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use making::Making;
use std::sync::Arc;
use uuid::Uuid;

/// Replications behind the figures of the goals.
const REPLICATIONS: u32 = 200;

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Section {
    i18n: I18n,
    plan: PlanInHand,
    shelf: ShelfOfToasts,
}

impl Section {
    /// Sets all goals; says what was done, or why not.
    fn set(self, goals: Vec<Goal>, done: &'static str) {
        let asked = SetGoals {
            scenario: self.plan.scenario_untracked(),
            version: self.plan.version_untracked(),
            command: Uuid::new_v4(),
            goals,
        };
        spawn_local(async move {
            match set_goals(asked).await {
                Ok(state) => {
                    self.plan.take_over(state);
                    self.shelf.show(Tone::Done, done.to_owned(), false);
                }
                Err(error) => {
                    self.shelf.show(Tone::Refused, error.to_string(), false);
                    if let ApiError::Conflict { current } = error {
                        self.plan.take_over(*current);
                    }
                }
            }
        });
    }
}

/// What is asked of the workers for the goals; none where nothing has to be simulated.
fn study(plan: PlanInHand) -> Option<Study> {
    let mut study = Study { plan: plan.baseline(), parts: Vec::new(), replications: REPLICATIONS };
    study.ask_for_goals(&plan.changes(), &plan.goals());
    (!study.parts.is_empty()).then_some(study)
}

/// The section with all of it; below `WithPlan`.
#[component]
pub fn Goals() -> impl IntoView {
    let i18n = use_i18n();
    let section = Section { i18n, plan: PlanInHand::expect(), shelf: ShelfOfToasts::expect() };
    let plan = section.plan;
    let forecasts = Forecasts::expect();
    let asked = Kept::new(move || study(plan));
    let known = Held::new(None::<Studied>);
    Effect::new(move |_| forecasts.ask_study(asked.get()));
    on_cleanup(move || forecasts.ask_study(None));
    Effect::new(move |_| {
        forecasts.study().with(|state| {
            if let (StudyState::Done(runs), Some(study)) = (state, asked.get_untracked()) {
                known.set(Some(Studied { study, runs: Arc::clone(runs) }));
            }
        });
    });
    let readings = Kept::new(move || {
        let (baseline, changes) = (plan.baseline(), plan.changes());
        let read = |goal: Goal| {
            let reading = goal.certain(&baseline, &changes).or_else(|| {
                let question = asked.get()?;
                known.with(|known| {
                    known.as_ref().filter(|known| known.study == question)?.reading(&changes, &goal)
                })
            });
            (goal, reading)
        };
        plan.goals().into_iter().map(read).collect::<Vec<_>>()
    });
    let list = move || {
        let readings = readings.get();
        let items: Vec<AnyView> = (0..readings.len()).map(|place| item(section, &readings, place)).collect();
        (!items.is_empty()).then(|| part(view! { <ul class="goals">{items}</ul> }))
    };
    let hint = move || {
        let runs = number(f64::from(REPLICATIONS), 0, i18n.language());
        t_string!(i18n, record.goal_hint, runs)
    };
    part(view! {
        <section class="section" aria-labelledby="ziele">
            <h2 id="ziele">{t!(i18n, record.goals)}</h2>
            <p data-testid="goals-answer">{text(move || readings.with(|readings| sentence(i18n, readings)))}</p>
            {live(list)}
            {when(move || asked.with(Option::is_some), || view! { <CalibrationBadge/> }.into_any())}
            <ForecastProblem/>
            <Making section/>
            <p class="muted small">{text(hint)}</p>
            {(!Visitor::expect().sees(Field::Pay)).then(|| part(view! {
                <p class="muted small">{t!(i18n, record.goal_cost_withheld)}</p>
            }))}
        </section>
    })
}

/// How many are met; tracks the language.
fn sentence(i18n: I18n, readings: &[(Goal, Option<GoalReading>)]) -> String {
    if readings.is_empty() {
        return t_string!(i18n, record.no_goal).to_owned();
    }
    let known: Vec<GoalReading> = readings.iter().filter_map(|(_, reading)| *reading).collect();
    let count = |count: usize| number(count as f64, 0, i18n.language());
    let [met, unclear, missed] = count_verdicts(&known).map(count);
    let mut words = t_string!(i18n, record.goal_count, met, unclear, missed);
    let open = readings.len() - known.len();
    if open > 0 {
        words.push(' ');
        words.push_str(&t_string!(i18n, record.goal_open, count = count(open)));
    }
    words
}

/// One goal with how it stands; tracks plan and language.
fn item(section: Section, readings: &[(Goal, Option<GoalReading>)], place: usize) -> AnyView {
    let i18n = section.i18n;
    let language = i18n.language();
    let (goal, reading) = &readings[place];
    let plan = section.plan.changed_plan();
    let name = goal.sentence(&plan, language);
    let is_cost = matches!(goal, Goal::Cost { .. });
    let (words, verdict) = match reading {
        Some(reading) => (goal.verdict(reading, language), Some(reading.verdict.key())),
        None => match goal.check(&section.plan.baseline(), &section.plan.changes()) {
            Ok(()) => (t_string!(i18n, record.goal_working).to_owned(), None),
            Err(error) => (error.sentence(language), None),
        },
    };
    let rest: Vec<Goal> = readings
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place)
        .map(|(_, (goal, _))| goal.clone())
        .collect();
    let label = t_string!(i18n, record.goal_remove_named, name = &name);
    let remove = move |_| section.set(rest.clone(), untrack(|| t_string!(i18n, record.goal_removed)));
    part(view! {
        <li data-verdict=verdict data-sensitive=is_cost.then_some("")>
            <span class="goal-name">{name}</span>
            <strong class="goal-verdict">{words}</strong>
            <button type="button" class="button" data-variant="small" aria-label=label on:click=remove>
                {t!(i18n, record.goal_remove)}
            </button>
        </li>
    })
}
