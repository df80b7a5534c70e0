//! Colours by measure: computes the classes of the units, asks the simulation where it needs to, and shows the legend.

use super::goto::Way;
use super::state::Chart;
use crate::diagram::chart::measure::{Gain, Known, LegendEntry, Measure, Outlook, Shading, Worth};
use crate::format;
use crate::plan::{Change, Plan, UnitId};
use crate::simulation::{HalfPostWorth, Summariser, Summary, UnitOutcome, half_posts};
use crate::ui::components::DataTable;
use crate::ui::components::meaning;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::forecasts::{Study, StudyRuns, StudyState, horizon};
use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Replications behind open cases.
const OUTLOOK: u32 = 64;
/// Replications behind what half a post brings: the pairs tell apart with few.
const WORTH: u32 = 48;
/// How long a question must stand before it is asked, so that a slider on its way asks nothing.
const REST: Duration = Duration::from_millis(250);

/// What is asked of the simulation; another question when one of these is another.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    plan: Arc<Plan>,
    changes: Vec<Change>,
    /// Units with cases.
    units: Vec<UnitId>,
    /// The day from which half a post is added; none for open cases.
    from: Option<NaiveDate>,
}

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
    let (plan, changes) = (chart.plan.baseline(), chart.plan.changes());
    let changed = plan.with_changes(&changes).plan;
    let with_cases = |unit: &UnitId| changed.case_types.iter().any(|kind| kind.unit == *unit);
    let units = changed.units.iter().map(|unit| unit.id.clone()).filter(with_cases).collect();
    let from = measure.is_worth().then(|| chart.date.get());
    Some(Asked { plan, changes, units, from })
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

/// The lists of changes: the scenario alone, and for half posts once more for each unit with half a post there.
fn study(asked: &Asked) -> Study {
    let mut parts = vec![(asked.changes.clone(), asked.units.clone())];
    if let Some(from) = asked.from {
        parts.extend(half_posts(&asked.plan, &asked.changes, from).into_iter().map(|half| {
            let changes = asked.changes.iter().cloned().chain([half.change]).collect();
            (changes, vec![half.unit])
        }));
    }
    Study {
        plan: Arc::clone(&asked.plan),
        parts,
        horizon_days: horizon(asked.plan.as_of).0,
        replications: if asked.from.is_some() { WORTH } else { OUTLOOK },
    }
}

/// What the last answer says of the day shown, where it answers what the measure asks; tracks.
fn known(chart: Chart, answer: Held<Option<Answer>>) -> Option<Known> {
    let answer = answer.get()?;
    let asked = &answer.asked;
    if asked.from.is_some() != chart.desk.measure.get().is_some_and(Measure::is_worth) {
        return None;
    }
    let scenario = answer.runs.first()?;
    let outcomes = |unit: &UnitId| {
        let place = asked.units.iter().position(|known| known == unit)?;
        scenario.get(place).map(Vec::as_slice)
    };
    let Some(from) = asked.from else {
        let month = month_of(asked.plan.as_of, chart.date.get());
        let outlook =
            asked.units.iter().filter_map(|unit| Some((unit.clone(), outlook(outcomes(unit)?, month))));
        return Some(Known {
            last: end_of_month(asked.plan.as_of, month),
            outlook: outlook.collect(),
            ..Known::default()
        });
    };
    let mut summariser = Summariser::new(WORTH as usize);
    let halves = half_posts(&asked.plan, &asked.changes, from).into_iter();
    let mut worth = |(half, runs): (crate::simulation::HalfPost, &Vec<Vec<UnitOutcome>>)| {
        let worth = HalfPostWorth::of(outcomes(&half.unit)?, runs.first()?, &mut summariser);
        let gain = |of: Summary| Gain { mean: of.mean, half_width: of.half_width };
        let worth = Worth {
            cases: gain(worth.cases),
            over_three_months: gain(worth.over_three_months),
            waiting_days: gain(worth.waiting_days),
        };
        Some((half.unit, worth))
    };
    Some(Known {
        last: horizon(asked.plan.as_of).1,
        worth: halves.zip(answer.runs.iter().skip(1)).filter_map(&mut worth).collect(),
        ..Known::default()
    })
}

/// Means at the end of a month, counted from the first one.
fn outlook(outcomes: &[UnitOutcome], month: usize) -> Outlook {
    let mean = |figure: fn(&UnitOutcome) -> &[f64]| {
        let values = outcomes.iter().filter_map(|outcome| figure(outcome).get(month));
        values.sum::<f64>() / (outcomes.len().max(1) as f64)
    };
    Outlook {
        open: mean(|outcome| &outcome.open),
        over_three_months: mean(|outcome| &outcome.over_three_months),
    }
}

/// The month of a day, counted from that of the first day.
fn month_of(first: NaiveDate, day: NaiveDate) -> usize {
    let months = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
    usize::try_from(months(day) - months(first)).unwrap_or(0)
}

fn end_of_month(first: NaiveDate, month: usize) -> NaiveDate {
    let months = Months::new(u32::try_from(month + 1).unwrap_or(1));
    let next = first.with_day(1).and_then(|day| day.checked_add_months(months));
    next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(first)
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
                <progress max="1" value=share.to_string() aria-label=t!(i18n, workbench.colour)></progress>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_the_end_of_its_month() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let day = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap();
        assert_eq!(month_of(first, day), 11);
        assert_eq!(end_of_month(first, 11), NaiveDate::from_ymd_opt(2025, 1, 31).unwrap());
        assert_eq!(month_of(first, first), 0);
    }

    #[test]
    fn means_are_those_of_the_month() {
        let outcome = |open: f64| UnitOutcome {
            open: vec![0.0, open],
            over_three_months: vec![0.0, 1.0],
            ..UnitOutcome::default()
        };
        let outlook = outlook(&[outcome(10.0), outcome(20.0)], 1);
        assert_eq!((outlook.open, outlook.over_three_months), (15.0, 1.0));
    }
}
