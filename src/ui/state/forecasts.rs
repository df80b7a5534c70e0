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

impl Question {
    /// What the effect panel asks: the plan without any change against the plan with all of them, for the units that
    /// the last change touches. `None` while there is no change or it touches no unit.
    #[must_use]
    pub fn of_last_change(plan: Arc<Plan>, changes: Vec<Change>) -> Option<Self> {
        let (last, earlier) = changes.split_last()?;
        let units = touched(&plan.with_changes(earlier).plan, last);
        let last = horizon(plan.as_of).1;
        (!units.is_empty()).then_some(Self { plan, baseline: Vec::new(), scenario: changes, units, last })
    }

    /// What the sentence at a drop target asks: the plan as changed so far against one step more.
    #[must_use]
    pub fn of_trial(plan: Arc<Plan>, changes: Vec<Change>, trial: &[Change]) -> Option<Self> {
        let before = plan.with_changes(&changes).plan;
        let mut units: Vec<UnitId> = Vec::new();
        for unit in trial.iter().flat_map(|change| touched(&before, change)) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
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
