//! Colours by measure: computes the classes of the units, asks the simulation where it needs to, and shows the legend.

use super::goto::Way;
use super::state::Chart;
use crate::diagram::chart::measure::{Asked, Known, LegendEntry, Measure, Shading};
use crate::forecasting::horizon;
use crate::format;
use crate::format::decimal::fixed;
use crate::ui::components::DataTable;
use crate::ui::components::meaning;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::forecasts::{Study, StudyRuns, StudyState};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a question must stand before it is asked, so that a slider on its way asks nothing.
const REST: Duration = Duration::from_millis(250);

/// An answer with its question.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    asked: Arc<Asked>,
    runs: Arc<StudyRuns>,
}

/// Legend, note and progress.
#[component]
pub fn Colours() -> impl IntoView {
    let chart = Chart::expect();
    let (i18n, desk) = (chart.i18n, chart.desk);
    let way = Way::new(chart);
    let answer = Held::new(None::<Answer>);
    let question = Kept::new(move || question(chart).map(Arc::new));
    ask(chart, question, answer);
    let known = Kept::new(move || known(chart, answer));
    Effect::new(move |_| {
        let Some(measure) = desk.measure.get() else { return };
        let ready = !measure.is_forecast() || known.with(Option::is_some);
        let known = known.get().unwrap_or_default();
        let language = chart.language();
        let shading =
            ready.then(|| chart.facts.with(|facts| Arc::new(Shading::of(measure, facts, &known, language))));
        desk.shading.set(shading);
    });
    on_cleanup(move || {
        desk.shading.set(None);
        chart.forecasts.ask_study(None);
    });
    let title = move || {
        let measure = desk.measure.get()?;
        let words =
            move || t_string!(i18n, workbench.colour_legend, measure = measure.name(chart.language()));
        Some(meaning(means(measure), text(words)))
    };
    part(view! {
        <section class="colours" data-testid="colours">
            <Patterns/>
            <h2 class="colours-title">{live(title)}</h2>
            {live(move || desk.shading.get().map(|shading| legend(&shading.legend)))}
            {progress(chart, way, question, answer)}
            <p class="colours-note" data-testid="colour-note">
                {text(move || desk.shading.with(|shading| shading.as_ref().map(|shading| shading.note.clone())).unwrap_or_default())}
            </p>
            {live(move || desk.shading.get().filter(|shading| !shading.worth.is_empty()).map(|shading| worth_table(i18n, &shading)))}
        </section>
    })
}

/// The term of the glossary that says what a measure means.
const fn means(measure: Measure) -> &'static str {
    match measure {
        Measure::Load => "auslastung",
        Measure::Vacancy => "vakant",
        Measure::Onboarding => "eingearbeitet",
        Measure::Kw => "kw",
        Measure::OverThreeMonths => "drei-monate",
        Measure::OpenCases | Measure::HalfPost => "bestand",
        Measure::HalfPostWaiting => "wartezeit",
    }
}

/// What the measure needs of the simulation; tracks.
fn question(chart: Chart) -> Option<Asked> {
    let measure = chart.desk.measure.get().filter(|measure| measure.is_forecast())?;
    // Open cases are known for every day at once: another day is no other question.
    let day = if measure.is_worth() { chart.date.get() } else { NaiveDate::default() };
    Asked::of(measure, chart.plan.baseline(), chart.plan.changes(), day)
}

/// Asks what is not answered yet, once it stands still, and takes the answer.
fn ask(chart: Chart, question: Kept<Option<Arc<Asked>>>, answer: Held<Option<Answer>>) {
    let waiting = StoredValue::new(None::<Arc<Asked>>);
    // The number of the last question: an older one is asked no more.
    let standing = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let asked = question.get();
        let number = standing.get_value().wrapping_add(1);
        standing.set_value(number);
        let is_answered =
            answer.with_untracked(|answer| answer.as_ref().map(|answer| &answer.asked) == asked.as_ref());
        if asked.is_none() || is_answered {
            waiting.set_value(None);
            chart.forecasts.ask_study(None);
            return;
        }
        let wanted = asked.clone();
        set_timeout(
            move || {
                let stands = standing.try_get_value() == Some(number);
                if let Some(asked) = wanted.filter(|_| stands) {
                    chart.forecasts.ask_study(Some(study(&asked)));
                    waiting.try_set_value(Some(asked));
                }
            },
            REST,
        );
    });
    Effect::new(move |_| {
        let done = chart.forecasts.study().with(|state| match state {
            StudyState::Done(runs) => Some(Arc::clone(runs)),
            _ => None,
        });
        if let (Some(runs), Some(asked)) = (done, waiting.get_value()) {
            waiting.set_value(None);
            answer.set(Some(Answer { asked, runs }));
        }
    });
}

fn study(asked: &Asked) -> Study {
    let (horizon_days, _) = horizon(asked.plan.as_of);
    Study::new(Arc::clone(&asked.plan), asked.parts(), horizon_days, asked.replications())
}

/// What the last answer says of the day shown, where it answers what the measure asks; tracks.
fn known(chart: Chart, answer: Held<Option<Answer>>) -> Option<Known> {
    let Answer { asked, runs } = answer.get()?;
    let measure = chart.desk.measure.get()?;
    let days = (chart.date.get(), horizon(asked.plan.as_of).1);
    asked.suits(measure).then(|| asked.known(&runs, days)).flatten()
}

/// How far the simulation is, and that older values are shown meanwhile.
fn progress(
    chart: Chart,
    way: Way,
    question: Kept<Option<Arc<Asked>>>,
    answer: Held<Option<Answer>>,
) -> AnyView {
    let i18n = chart.i18n;
    let open = Kept::new(move || {
        let asked = question.get()?;
        let is_answered = answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.asked == asked));
        (!is_answered).then_some(())
    });
    live(move || {
        open.get()?;
        let share = chart.forecasts.study().with(|state| match state {
            StudyState::Running(share) => *share,
            _ => 0.0,
        });
        let shown = format::percent(share, 0, chart.language());
        let outdated = chart
            .desk
            .shading
            .with(Option::is_some)
            .then(|| part(view! { <span>" " {t!(i18n, workbench.colour_outdated)}</span> }));
        Some(part(view! {
            <div class="colours-progress" role="status">
                <progress max="1" value=fixed(share, 2) aria-label=t!(i18n, workbench.colour)></progress>
                <span>{t_string!(i18n, workbench.colour_computing, share = shown)} {outdated}</span>
                <button type="button" class="button" data-variant="small"
                    on:click=move |_| way.colour(None)>{t!(i18n, workbench.colour_stop)}</button>
            </div>
        }))
    })
}

/// What half a post brings in each unit, in figures with their intervals: nobody has to read it off colours.
fn worth_table(i18n: I18n, shading: &Shading) -> AnyView {
    let row = |(name, [cases, old, days]): &(String, [String; 3])| {
        part(view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td>{cases.clone()}</td>
                <td>{old.clone()}</td>
                <td>{days.clone()}</td>
            </tr>
        })
    };
    let rows: Vec<AnyView> = shading.worth.iter().map(row).collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, workbench.worth_unit)}</th>
            <th scope="col">{t!(i18n, workbench.worth_cases)}</th>
            <th scope="col">{t!(i18n, workbench.worth_old)}</th>
            <th scope="col">{t!(i18n, workbench.worth_days)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, workbench.worth_caption).to_owned());
    part(view! {
        <details class="colours-table" data-testid="worth-table">
            <summary>{t!(i18n, workbench.worth_table)}</summary>
            <DataTable id="nutzen-tabelle" head caption>{rows}</DataTable>
        </details>
    })
}

fn legend(entries: &[LegendEntry]) -> AnyView {
    let entry = |entry: &LegendEntry| {
        let class = entry.class.to_string();
        part(view! {
            <li>
                <svg class="shade-sample" width="28" height="18" viewBox="0 0 28 18" aria-hidden="true" data-shade=class>
                    <rect class="outline" x="0.5" y="0.5" width="27" height="17"></rect>
                    <rect class="shade" x="0.5" y="0.5" width="27" height="17" fill=pattern(entry.class)></rect>
                </svg>
                {entry.words.clone()}
            </li>
        })
    };
    part(
        view! { <ul class="shade-legend" data-testid="shade-legend">{entries.iter().map(entry).collect::<Vec<_>>()}</ul> },
    )
}

/// The pattern of a class, as the attribute `fill` wants it.
fn pattern(class: u8) -> String {
    if class > 1 { format!("url(#muster-{class})") } else { "none".to_owned() }
}

/// The patterns of the classes, for legend and cards.
#[component]
fn Patterns() -> impl IntoView {
    let pattern = |class: u8, size: &'static str, path: &'static str| {
        part(view! {
            <pattern id=format!("muster-{class}") class="shade-pattern" width=size height=size patternUnits="userSpaceOnUse">
                <path d=path></path>
            </pattern>
        })
    };
    part(view! {
        <svg class="shade-patterns" width="0" height="0" aria-hidden="true">
            <defs>
                {pattern(2, "10", "M5 4.4v1.2")}
                {pattern(3, "10", "M-1 1l2-2M0 10L10 0M9 11l2-2")}
                {pattern(4, "6", "M-1 1l2-2M0 6l6-6M5 7l2-2")}
                {pattern(5, "6", "M-1 1l2-2M0 6l6-6M5 7l2-2M-1 5l2 2M0 0l6 6M5-1l2 2")}
            </defs>
        </svg>
    })
}
