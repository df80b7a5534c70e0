//! Questions that take many lists of changes: which assumption matters most, how the packages of the scenario work together, and
//! how many posts a target needs.
//!
//! One of them is worked on at a time; asking another gives the first one up. They are loaded when the first of them is opened:
//! most visits read the forecast and ask none.

mod core;
mod front;
mod influence;
mod influence_table;
mod packages;
mod posts_needed;
mod replay;
mod result;

use self::core::Core;
use crate::format::decimal::fixed;
use crate::plan::{Fte, Plan, UnitId};
use crate::simulation::TargetMeasure;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, Question, Study, StudyRuns, StudyState};
use crate::ui::state::{PlanInHand, ShelfOfToasts};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use result::ResultButton;
use std::sync::Arc;

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    Nobody,
    Influence,
    Packages,
    Posts,
}

/// What the questions share; copies are the same.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18n,
    forecasts: Forecasts,
    question: Kept<Question>,
    with_cases: Kept<Vec<UnitId>>,
    plan: Kept<Option<Arc<Plan>>>,
    asker: Held<Asker>,
    in_hand: PlanInHand,
    toasts: ShelfOfToasts,
    core: Held<Option<Core>>,
    beside: StoredValue<Option<Beside>>,
}

/// What a page says beside the posts that a search has found for a unit.
pub type Beside = Arc<dyn Fn(&UnitId, Fte) -> Option<String> + Send + Sync>;

impl Desk {
    fn new(
        question: Kept<Question>,
        with_cases: Kept<Vec<UnitId>>,
        plan: Kept<Option<Arc<Plan>>>,
        beside: Option<Beside>,
    ) -> Self {
        let desk = Self {
            i18n: use_i18n(),
            forecasts: Forecasts::expect(),
            question,
            with_cases,
            plan,
            asker: Held::new(Asker::Nobody),
            in_hand: PlanInHand::expect(),
            toasts: ShelfOfToasts::expect(),
            core: Held::new(None),
            beside: StoredValue::new(beside),
        };
        // An answer to a question about another plan would be none.
        Effect::new(move |before: Option<()>| {
            question.with(|_| ());
            if before.is_some() && desk.asker.get_untracked() != Asker::Nobody {
                desk.stop();
            }
        });
        // A study that the simulation refuses leaves nobody waiting.
        Effect::new(move |_| {
            if desk.forecasts.study().with(|state| *state == StudyState::Idle)
                && desk.asker.get_untracked() != Asker::Nobody
            {
                desk.asker.set(Asker::Nobody);
            }
        });
        desk
    }

    /// Loads what the questions compute with, once.
    fn load(self) {
        if self.core.with_untracked(Option::is_none) {
            #[cfg(feature = "hydrate")]
            leptos::task::spawn_local(async move { self.core.set(Some(core::core().await)) });
            #[cfg(not(feature = "hydrate"))]
            self.core.set(Some(core::core()));
        }
    }

    /// Asks; `parts` in the order in which the runs are wanted.
    fn ask(self, asker: Asker, study: Study) {
        self.asker.set(asker);
        self.forecasts.ask_study(Some(study));
    }

    fn stop(self) {
        self.asker.set(Asker::Nobody);
        self.forecasts.ask_study(None);
    }

    /// Whether the asker's study is worked on; tracks.
    fn is_running(self, asker: Asker) -> bool {
        self.asker.get() == asker
    }

    /// The runs, as soon as they are complete; tracks.
    fn done(self, asker: Asker) -> Option<Arc<StudyRuns>> {
        if self.asker.get() != asker {
            return None;
        }
        self.forecasts.study().with(|state| match state {
            StudyState::Done(runs) => Some(Arc::clone(runs)),
            _ => None,
        })
    }

    fn name(self, unit: &UnitId) -> String {
        self.plan.with(|plan| plan.as_ref()?.unit(unit).map(|unit| unit.name.clone())).unwrap_or_default()
    }

    /// A list of the units that have cases.
    fn choose_unit(self, unit: Held<Option<UnitId>>) -> AnyView {
        let options = live(move || {
            let option = |id: UnitId| {
                let (value, name) = (id.to_string(), self.name(&id));
                part(view! {
                    <option value=value selected=move || self.chosen(unit).as_ref() == Some(&id)>{name}</option>
                })
            };
            Some(self.with_cases.get().into_iter().map(option).collect::<Vec<_>>().into_any())
        });
        part(view! {
            <label class="field">
                <span>{t!(self.i18n, simulation.study_unit)}</span>
                <select class="select" on:change=move |event| unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                    {options}
                </select>
            </label>
        })
    }

    /// The unit chosen, or the first one.
    fn chosen(self, unit: Held<Option<UnitId>>) -> Option<UnitId> {
        let known = self.with_cases.get();
        unit.get().filter(|unit| known.contains(unit)).or_else(|| known.first().cloned())
    }

    /// A list of figures.
    fn choose_measure(self, measure: Held<TargetMeasure>) -> AnyView {
        let option = move |(place, one): (usize, TargetMeasure)| {
            part(view! {
                <option value=place.to_string() selected=move || measure.get() == one>
                    {text(move || measure_name(self.i18n, one).to_owned())}
                </option>
            })
        };
        let choose = move |event: leptos::ev::Event| {
            let place = event_target_value(&event).parse::<usize>().ok();
            if let Some(one) = place.and_then(|place| TargetMeasure::ALL.get(place)) {
                measure.set(*one);
            }
        };
        part(view! {
            <label class="field">
                <span>{t!(self.i18n, simulation.study_measure)}</span>
                <select class="select" on:change=choose>
                    {TargetMeasure::ALL.into_iter().enumerate().map(option).collect::<Vec<_>>()}
                </select>
            </label>
        })
    }

    /// How far the work is, with a button that gives it up; what is worked on is `reached` of the whole when it is done.
    fn progress(self, asker: Asker, reached: Held<f64>) -> AnyView {
        let share = Kept::new(move || {
            let done = self.forecasts.study().with(|state| match state {
                StudyState::Running(share) => *share,
                _ => 1.0,
            });
            done * reached.get()
        });
        live(move || {
            self.is_running(asker).then(|| {
                let words = move || {
                    let share = crate::format::percent(share.get(), 0, self.i18n.language());
                    t_string!(self.i18n, simulation.study_done, share)
                };
                part(view! {
                    <div class="forecast-progress">
                        <progress max="1" value=move || fixed(share.get(), 2)
                            aria-label=t!(self.i18n, simulation.study_progress)></progress>
                        <span>{text(words)}</span>
                        <button type="button" class="button" data-variant="quiet" on:click=move |_| self.stop()>
                            {t!(self.i18n, simulation.stop_study)}
                        </button>
                    </div>
                })
            })
        })
    }
}

fn measure_name(i18n: I18n, measure: TargetMeasure) -> &'static str {
    match measure {
        TargetMeasure::ShareOverThreeMonths => t_string!(i18n, simulation.measure_share),
        TargetMeasure::Open => t_string!(i18n, simulation.measure_open),
        TargetMeasure::OverThreeMonths => t_string!(i18n, simulation.measure_old),
        TargetMeasure::LeadDays => t_string!(i18n, simulation.measure_lead),
        TargetMeasure::Utilisation => t_string!(i18n, simulation.measure_load),
    }
}

/// The questions, one below the other. The one about packages is open where the address names some.
#[component]
pub fn Studies(
    question: Kept<Question>,
    with_cases: Kept<Vec<UnitId>>,
    plan: Kept<Option<Arc<Plan>>>,
) -> impl IntoView {
    let desk = Desk::new(question, with_cases, plan, None);
    let influence: Words = |i18n| t_string!(i18n, simulation.influence);
    let influence_brief: Words = |i18n| t_string!(i18n, simulation.influence_brief);
    let packages: Words = |i18n| t_string!(i18n, simulation.packages);
    let packages_brief: Words = |i18n| t_string!(i18n, simulation.packages_brief);
    let replay: Words = |i18n| t_string!(i18n, simulation.replay);
    let replay_brief: Words = |i18n| t_string!(i18n, simulation.replay_brief);
    let map = use_query_map();
    let asks = map.with_untracked(|map| map.get_str(packages::query::PACKAGES).is_some());
    part(view! {
        <ResultButton desk/>
        {folded(desk, "simulation-influence", false, [influence, influence_brief], |core| core.influence)}
        {folded(desk, "simulation-packages", asks, [packages, packages_brief], |core| core.packages)}
        {folded(desk, "simulation-posts", false, POSTS, |core| core.posts)}
        {folded(desk, "simulation-replay", false, [replay, replay_brief], |core| core.replay)}
    })
}

/// The search for posts alone, with what a page says beside what it finds.
#[component]
pub fn TargetSearch(
    question: Kept<Question>,
    with_cases: Kept<Vec<UnitId>>,
    plan: Kept<Option<Arc<Plan>>>,
    beside: Beside,
) -> impl IntoView {
    let desk = Desk::new(question, with_cases, plan, Some(beside));
    folded(desk, "simulation-posts", false, POSTS, |core| core.posts)
}

/// A text of the page in its language.
type Words = fn(I18n) -> &'static str;

/// The heading of the search for posts, and what it tells.
const POSTS: [Words; 2] =
    [|i18n| t_string!(i18n, simulation.posts_needed), |i18n| t_string!(i18n, simulation.posts_brief)];

/// A question behind its heading and what it tells, drawn when it is opened for the first time and its part of the module is there.
fn folded(
    desk: Desk,
    class: &'static str,
    is_open: bool,
    [title, brief]: [Words; 2],
    pick: fn(Core) -> fn(Desk) -> AnyView,
) -> AnyView {
    let opened = Held::new(false);
    let open = move || {
        opened.set(true);
        desk.load();
    };
    if is_open {
        Effect::new(move |_| open());
    }
    let draw = move || desk.core.get_untracked().map(|core| pick(core)(desk)).into_any();
    part(view! {
        <section class=format!("section {class}") id=class>
            <details class="study" open=is_open on:toggle=move |_| open()>
                <summary>
                    <h2>{text(move || title(desk.i18n).to_owned())}</h2>
                    " " <span class="study-answer">{text(move || brief(desk.i18n).to_owned())}</span>
                </summary>
                {when(move || opened.get() && desk.core.with(Option::is_some), draw)}
            </details>
        </section>
    })
}
