//! `/simulation`: what becomes of the people waiting, in every unit, without and with the changes.

mod assumptions;
mod figures;
mod later;
mod owners;
mod people;
mod staircase;
pub(super) mod studies;

use crate::forecasting::words::verdict;
use crate::forecasting::{Paired, UnitForecast};
use crate::plan::{Plan, Provenance, UnitId};
use crate::ui::components::{
    CalibrationBadge, ForecastProblem, ForecastProgress, ForecastWarnings, PageHeading, PageTitle, Period,
    ProvenanceMark, SavedTable, Start, UnitEffect, WithPlan, folded, jumps, last_day, meaning,
};
use crate::ui::dynamic::{Kept, Row, live, part, rows, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, Question};
use chrono::NaiveDate;
use figures::{Column, answer, cell, columns};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use owners::Owners;
use people::People;
use staircase::CapacityStaircase;
use std::sync::Arc;
use studies::Studies;

/// The simulation of the whole department.
pub struct SimulationPage;

#[lazy_route]
impl LazyRoute for SimulationPage {
    fn data() -> Self {
        Self
    }

    fn view(_page: Self) -> AnyView {
        let i18n = use_i18n();
        part(view! {
            <PageTitle text=Signal::derive(move || t_string!(i18n, simulation.title).to_owned())/>
            <PageHeading>{t!(i18n, simulation.title)}</PageHeading>
            <WithPlan>
                <Simulation/>
            </WithPlan>
        })
    }
}

#[component]
fn Simulation() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let plan_in_hand = PlanInHand::expect();
    let map = use_query_map();
    let last = Kept::new(move || last_day(&map.get(), plan_in_hand.baseline().as_of));
    let question = Kept::new(move || {
        Question::of_everything(plan_in_hand.baseline(), plan_in_hand.changes(), last.get())
    });
    Effect::new(move |_| forecasts.ask(Some(question.get())));
    // The department's next question must not find this page's answer.
    on_cleanup(move || {
        forecasts.ask(None);
        forecasts.ask_study(None);
    });
    let plan = Kept::new(move || question.with(|question| Some(Arc::new(question.changed_plan()))));
    let changed = Kept::new(move || question.with(|question| !question.scenario.is_empty()));
    // A unit that cares for people and has no cases has nothing to show here.
    let with_cases = Kept::new(move || {
        let has_cases = |unit: &UnitId| {
            plan.with(|plan| plan.iter().flat_map(|plan| &plan.case_types).any(|of| of.unit == *unit))
        };
        question.with(|question| {
            question.units.iter().filter(|unit| has_cases(unit)).cloned().collect::<Vec<_>>()
        })
    });
    let effects = move || {
        let units = with_cases.get();
        let effect = |unit: UnitId| {
            Row::new(unit.to_string(), move || {
                view! { <UnitEffect unit plan without_sentences=true/> }.into_any()
            })
        };
        units.into_iter().map(effect).collect()
    };
    let courses = folded(
        ("simulation-verlauf", "forecast simulation-courses"),
        Start::OpenWhereWide,
        t!(i18n, simulation.courses).into_any(),
        t!(i18n, simulation.courses_brief).into_any(),
        part(view! {
            <div class="forecast-units" class:is-outdated=move || forecasts.outdated().get()>{rows(effects)}</div>
        }),
    );
    part(view! {
        <p class="lead">{live(move || Some(sentence(forecasts, changed, last)))}</p>
        <p class="forecast-hint">
            <ProvenanceMark provenance=Provenance::Assumption/>
            " "
            {text(move || if changed.get() {
                t_string!(i18n, forecast.intro).to_owned()
            } else {
                t_string!(i18n, simulation.unchanged).to_owned()
            })}
        </p>
        <Period first=untrack(|| plan_in_hand.baseline()).as_of last path="/simulation"/>
        <CalibrationBadge/>
        <ForecastProgress/>
        <ForecastProblem/>
        <ForecastWarnings/>
        {jumps(vec![
            ("simulation-einheiten", t!(i18n, simulation.units).into_any()),
            ("simulation-annahmen", t!(i18n, simulation.assumptions).into_any()),
            ("simulation-verlauf", t!(i18n, simulation.courses).into_any()),
            ("simulation-influence", t!(i18n, simulation.influence).into_any()),
            ("simulation-packages", t!(i18n, simulation.packages).into_any()),
            ("simulation-posts", t!(i18n, simulation.posts_needed).into_any()),
            ("simulation-replay", t!(i18n, simulation.replay).into_any()),
            ("simulation-zug", t!(i18n, simulation.owners).into_any()),
            ("simulation-treppe", t!(i18n, simulation.staircase).into_any()),
        ])}
        {live(move || changed.get().then(|| view! { <Verdicts plan with_cases last/> }.into_any()))}
        <section class="section simulation-table" aria-labelledby="simulation-einheiten">
            <h2 id="simulation-einheiten">{t!(i18n, simulation.units)}</h2>
            {live(move || Some(view! { <Units plan with_cases changed=changed.get() last=last.get()/> }.into_any()))}
        </section>
        <div class="simulation-columns">
        {later::assumptions()}
        <div class="simulation-results">
        {courses}
        <Studies question with_cases plan/>
        <Owners plan changed/>
        <CapacityStaircase last/>
        <People plan/>
        </div>
        </div>
    })
}

/// What the changes do, in words and with intervals: for all units together and for each.
#[component]
fn Verdicts(
    plan: Kept<Option<Arc<Plan>>>,
    with_cases: Kept<Vec<UnitId>>,
    last: Kept<NaiveDate>,
) -> impl IntoView {
    let i18n = use_i18n();
    let panel = Forecasts::expect().panel();
    let sentences = live(move || {
        let (plan, view) = (plan.get()?, panel.get()?);
        let say = |name: &str, open: &Paired, share: &Paired| {
            verdict(name, open, share, last.get(), i18n.language())
        };
        let name = |unit: &UnitForecast| plan.unit_name(&unit.unit).to_owned();
        let item = |unit: &UnitForecast| {
            part(view! { <li>{say(&name(unit), &unit.open, &unit.share_over_three_months)}</li> })
        };
        let shown = with_cases.get();
        let shown = view.units.iter().filter(|unit| shown.contains(&unit.unit));
        let (same, changed): (Vec<&UnitForecast>, Vec<_>) = shown.partition(|unit| is_same(unit));
        let items: Vec<AnyView> = changed.into_iter().map(item).collect();
        // Of those that nothing happens to, the names are enough.
        let names: Vec<String> = same.into_iter().map(name).collect();
        let same = (!names.is_empty()).then(|| {
            part(view! { <li>{t_string!(i18n, simulation.verdicts_same, names = names.join(", "))}</li> })
        });
        let whole =
            say(t_string!(i18n, simulation.whole), &view.whole.open, &view.whole.share_over_three_months);
        Some(part(view! { <p data-testid="verdict-whole">{whole}</p> <ul>{items} {same}</ul> }))
    });
    part(view! {
        <section class="section simulation-verdicts" aria-labelledby="simulation-urteil">
            <h2 id="simulation-urteil">{t!(i18n, simulation.verdicts)}</h2>
            {sentences}
        </section>
    })
}

/// Whether the changes do nothing to the cases of a unit, in no run.
fn is_same(unit: &UnitForecast) -> bool {
    let figures = [&unit.open.difference, &unit.share_over_three_months.difference];
    figures.into_iter().all(|of| of.mean == 0.0 && of.half_width == 0.0)
}

/// The answer: how many cases are open on the last day, and how that changes.
fn sentence(forecasts: Forecasts, changed: Kept<bool>, last: Kept<NaiveDate>) -> AnyView {
    let i18n = use_i18n();
    text(move || {
        forecasts.panel().with(|view| match view {
            Some(view) => answer(i18n, view, changed.get(), last.get()),
            None => t_string!(i18n, forecast.working).to_owned(),
        })
    })
}

/// All units in one table: the figures of the last day.
#[component]
fn Units(
    plan: Kept<Option<Arc<Plan>>>,
    with_cases: Kept<Vec<UnitId>>,
    changed: bool,
    last: NaiveDate,
) -> impl IntoView {
    let i18n = use_i18n();
    let panel = Forecasts::expect().panel();
    let columns = columns(changed);
    let head = {
        let cells: Vec<AnyView> = columns
            .iter()
            .map(|column| {
                let column = *column;
                let name = meaning(column.means(), text(move || column.name(i18n, last)));
                part(view! { <th scope="col" class="is-number">{name}</th> })
            })
            .collect();
        part(view! { <tr><th scope="col">{t!(i18n, overview.column_unit)}</th>{cells}</tr> })
    };
    let body = live(move || {
        let plan = plan.get()?;
        let view = panel.get()?;
        let row = |unit: &UnitForecast| {
            let name = plan.unit(&unit.unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let figure = |column: &Column| {
                let (words, level) = cell(i18n, unit, *column);
                part(view! { <td class="is-number" data-verdict=level>{words}</td> })
            };
            let cells: Vec<AnyView> = columns.iter().map(figure).collect();
            part(view! { <tr data-unit=unit.unit.to_string()><th scope="row">{name}</th>{cells}</tr> })
        };
        let shown = with_cases.get();
        let units = view.units.iter().filter(|unit| shown.contains(&unit.unit));
        Some(units.map(row).collect::<Vec<_>>().into_any())
    });
    let caption = Signal::derive(move || {
        let key = if changed {
            t_string!(i18n, simulation.caption_changed)
        } else {
            t_string!(i18n, simulation.caption)
        };
        key.to_owned()
    });
    part(view! { <SavedTable id="simulation-tabelle" head caption>{body}</SavedTable> })
}
