//! The forecasts of the page: who asks, what is known, how far it is. The work is done in Web Workers.

#[cfg(feature = "hydrate")]
mod crew;
#[cfg(feature = "hydrate")]
mod desk;
#[cfg(feature = "hydrate")]
mod engine;
mod study;

pub use study::{Studied, Study, StudyPart, StudyRuns, StudyState};

pub use crate::forecasting::horizon;
use crate::forecasting::{ForecastView, days_until, touched, units_with_work};
use crate::plan::{Change, Plan, UnitId};
use crate::ui::dynamic::Held;
use crate::ui::state::Made;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;

/// Replications behind the figures of the effect panel.
pub const PANEL_REPLICATIONS: u32 = 200;
/// Most replications of the effect panel: a quarter of the interval that [`PANEL_REPLICATIONS`] give.
pub const MOST_REPLICATIONS: u32 = 3200;
/// Replications behind the sentence while a post is being dragged.
pub const PREVIEW_REPLICATIONS: u32 = 16;

/// How far the effect panel's work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Replications that are complete.
    pub done: u32,
    /// Replications that are wanted.
    pub wanted: u32,
    /// Whether work goes on.
    pub running: bool,
}

/// The question of a forecast: a plan without and with changes, and the units of interest.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The plan that the changes build on.
    pub plan: Arc<Plan>,
    /// Changes of the baseline.
    pub baseline: Vec<Change>,
    /// Changes of the scenario.
    pub scenario: Vec<Change>,
    /// Units of interest.
    pub units: Vec<UnitId>,
    /// Last day of the forecast.
    pub last: NaiveDate,
}

/// Most units of the effect panel: its first figures are there when all of its units have some.
pub const PANEL_UNITS: usize = 8;

/// What the effect panel has to say of the last step.
#[derive(Debug, Clone, PartialEq)]
pub enum LastStep {
    /// There is none.
    Missing,
    /// It changes the forecast of no unit.
    Silent,
    /// It changes the forecast of so many units, of which the question has the first [`PANEL_UNITS`].
    Touches(Question, usize),
}

impl LastStep {
    /// Of steps in the order in which they were made. The question is that of the plan without any change against the plan with
    /// all of them.
    #[must_use]
    pub fn of(plan: Arc<Plan>, steps: &[Made]) -> Self {
        let Some((last, earlier)) = steps.split_last() else { return Self::Missing };
        let mut scenario: Vec<Change> =
            earlier.iter().flat_map(|step| step.changes.iter().cloned()).collect();
        let mut units = touched(plan.with_changes(&scenario).plan, &last.changes);
        let all = units.len();
        if all == 0 {
            return Self::Silent;
        }
        units.truncate(PANEL_UNITS);
        scenario.extend(last.changes.iter().cloned());
        let last = horizon(plan.as_of).1;
        Self::Touches(Question { plan, baseline: Vec::new(), scenario, units, last }, all)
    }

    /// What is asked.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match self {
            Self::Touches(question, _) => Some(question),
            Self::Missing | Self::Silent => None,
        }
    }
}

impl Question {
    /// What the sentence at a drop target asks: the plan as changed so far against one step more.
    #[must_use]
    pub fn of_trial(plan: Arc<Plan>, changes: Vec<Change>, trial: &[Change]) -> Option<Self> {
        let units = touched(plan.with_changes(&changes).plan, trial);
        let scenario = changes.iter().chain(trial).cloned().collect();
        let last = horizon(plan.as_of).1;
        (!units.is_empty()).then_some(Self { plan, baseline: changes, scenario, units, last })
    }

    /// What the simulation's page asks: the plan without any change against the plan with all of them, for all units that
    /// handle cases or care for people.
    #[must_use]
    pub fn of_everything(plan: Arc<Plan>, changes: Vec<Change>, last: NaiveDate) -> Self {
        Self { baseline: Vec::new(), last, ..Self::ahead_of_trials(plan, changes) }
    }

    /// Days from the plan's first day to the last one, both included.
    #[must_use]
    pub fn horizon_days(&self) -> u32 {
        days_until(self.plan.as_of, self.last)
    }

    /// The plan with all changes of the scenario: what its units are called there, and what happens when.
    #[must_use]
    pub fn changed_plan(&self) -> Plan {
        self.plan.with_changes(&self.scenario).plan
    }

    /// The state before any trial, for all units with cases or people: computed ahead, a trial needs its own half only.
    #[must_use]
    pub fn ahead_of_trials(plan: Arc<Plan>, changes: Vec<Change>) -> Self {
        let units = units_with_work(&plan, &changes);
        let last = horizon(plan.as_of).1;
        Self { plan, baseline: changes.clone(), scenario: changes, units, last }
    }
}

/// The page's forecasts; provided once by the application, a handle that can be copied.
#[derive(Debug, Clone, Copy)]
pub struct Forecasts {
    panel: Held<Option<Arc<ForecastView>>>,
    preview: Held<Option<Arc<ForecastView>>>,
    progress: Held<Progress>,
    problem: Held<Option<String>>,
    outdated: Held<bool>,
    study: Held<StudyState>,
    precision: Held<Option<f64>>,
}

impl Forecasts {
    /// Puts the page's forecasts into the context. Workers start with the first question.
    pub fn provide() -> Self {
        let forecasts = Self {
            panel: Held::new(None),
            preview: Held::new(None),
            progress: Held::new(Progress::default()),
            problem: Held::new(None),
            outdated: Held::new(false),
            study: Held::new(StudyState::Idle),
            precision: Held::new(None),
        };
        provide_context(forecasts);
        forecasts
    }

    /// From the context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What the effect panel shows: the forecast of the last question, refined as replications arrive.
    #[must_use]
    pub fn panel(&self) -> Held<Option<Arc<ForecastView>>> {
        self.panel
    }

    /// Whether the panel's forecast belongs to an older question than the one being worked on.
    #[must_use]
    pub fn outdated(&self) -> Held<bool> {
        self.outdated
    }

    /// What the sentence under the pointer shows.
    #[must_use]
    pub fn preview(&self) -> Held<Option<Arc<ForecastView>>> {
        self.preview
    }

    /// How far the panel's work is.
    #[must_use]
    pub fn progress(&self) -> Held<Progress> {
        self.progress
    }

    /// Why there is no forecast, as a sentence.
    #[must_use]
    pub fn problem(&self) -> Held<Option<String>> {
        self.problem
    }

    /// Asks for the panel's forecast; what was asked before is given up. `None` asks nothing.
    pub fn ask(&self, question: Option<Question>) {
        self.problem.set(None);
        self.outdated.set(question.is_some());
        if question.is_none() {
            self.panel.set(None);
            self.progress.set(Progress::default());
        }
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.ask)(forecasts, question));
        }
    }

    /// Asks for the forecast of a move that is only tried; `None` ends the trial.
    pub fn try_out(&self, question: Option<Question>) {
        self.preview.set(None);
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.try_out)(forecasts, question));
        }
        #[cfg(not(feature = "hydrate"))]
        drop(question);
    }

    /// Computes so many replications of the state of the scenario ahead of need, so that a trial needs its own half only.
    pub fn prepare(&self, question: Question, replications: u32) {
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.prepare)(forecasts, question, replications));
        }
        #[cfg(not(feature = "hydrate"))]
        drop((question, replications));
    }

    /// Loads what the questions need, so that they can be asked when the server is away.
    pub fn load(&self) {
        #[cfg(feature = "hydrate")]
        desk::with(|_| {});
    }

    /// How far the study is.
    #[must_use]
    pub fn study(&self) -> Held<StudyState> {
        self.study
    }

    /// Asks for a study; one that was asked before is given up. `None` asks nothing.
    pub fn ask_study(&self, study: Option<Study>) {
        self.study.set(if study.is_some() { StudyState::Running(0.0) } else { StudyState::Idle });
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.study)(forecasts, study));
        }
        #[cfg(not(feature = "hydrate"))]
        drop(study);
    }

    /// How precise the open cases of every unit are to be: half of the 95 % interval over the mean. `None` asks for
    /// [`PANEL_REPLICATIONS`] whatever they give.
    #[must_use]
    pub fn precision(&self) -> Held<Option<f64>> {
        self.precision
    }

    /// Asks for a precision, for this question and later ones; what is computed already counts.
    pub fn aim(&self, precision: Option<f64>) {
        self.precision.set(precision);
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.aim)(forecasts));
        }
    }

    /// Stops the panel's work; what is known stays.
    pub fn stop(&self) {
        self.progress.update(|progress| progress.running = false);
        #[cfg(feature = "hydrate")]
        desk::with(|desk| (desk.stop)());
    }

    /// Goes on with work that was stopped.
    pub fn go_on(&self) {
        #[cfg(feature = "hydrate")]
        {
            let forecasts = *self;
            desk::with(move |desk| (desk.go_on)(forecasts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    fn step(actions: &str) -> Made {
        let changes = changes_from_json(actions.as_bytes()).unwrap();
        Made { changes, reason: None }
    }

    fn moves(posts: &[&str]) -> Made {
        let change = |post: &&str| {
            format!(
                r#"{{"effective": "2024-03-01", "action": {{"move_post": {{"post": "{post}", "to": "einbuergerung"}}}}}}"#
            )
        };
        step(&format!("[{}]", posts.iter().map(change).collect::<Vec<_>>().join(",")))
    }

    fn units(of: &LastStep) -> Vec<&str> {
        of.question().map(|question| question.units.iter().map(UnitId::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn the_panel_asks_for_the_units_of_the_whole_last_step_and_of_no_other() {
        let plan = Arc::new(builtin().unwrap());
        assert_eq!(LastStep::of(Arc::clone(&plan), &[]), LastStep::Missing);
        let steps = [moves(&["SP-01"]), moves(&["AA-03", "EU-01", "AS-01"])];
        let of = LastStep::of(Arc::clone(&plan), &steps);
        assert_eq!(units(&of), ["aufenthalt", "einbuergerung", "eu", "asyl"]);
        let question = of.question().unwrap();
        assert_eq!((question.baseline.len(), question.scenario.len()), (0, 4), "all changes count");
        let one = LastStep::of(plan, &steps[..1]);
        assert_eq!(units(&one), ["service-point", "einbuergerung"]);
    }

    #[test]
    fn what_concerns_many_is_asked_of_few_and_what_no_forecast_reads_of_none() {
        let plan = Arc::new(builtin().unwrap());
        let absence = step(
            r#"[{"effective": "2024-02-01", "action": {"set_assumptions": {"absence_days_per_year": 40}}}]"#,
        );
        let of = LastStep::of(Arc::clone(&plan), &[absence]);
        assert!(units(&of).len() > 6 && units(&of).len() <= PANEL_UNITS, "{of:?}");
        let many = moves(&["AL-01", "GB-01", "AA-03", "SL-02", "EU-01", "AS-01", "RB-01", "SP-01", "IW-01"]);
        let of = LastStep::of(Arc::clone(&plan), &[many]);
        assert_eq!(units(&of).len(), PANEL_UNITS);
        assert!(units(&of).contains(&"einbuergerung") && matches!(of, LastStep::Touches(_, 10)), "{of:?}");
        let name = step(
            r#"[{"effective": "2024-02-01", "action": {"rename_unit": {"unit": "eu", "name": "Team EU"}}}]"#,
        );
        assert_eq!(LastStep::of(plan, &[moves(&["SP-01"]), name]), LastStep::Silent);
    }
}
