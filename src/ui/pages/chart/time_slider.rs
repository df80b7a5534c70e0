//! The day that is shown: slider, date field, steps from event to event.

use super::events::DayEvent;
use super::state::Chart;
use super::workbench;
use crate::diagram::coordinate;
use crate::format;
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// Slider, date field and buttons; `settle` is called when a day is chosen for good, not while the slider is dragged.
#[component]
pub fn TimeSlider(
    /// Called when a day is chosen.
    #[prop(into)]
    settle: Callback<()>,
) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let bounds = Kept::new(move || (chart.plan.baseline().as_of, chart.last.get()));
    let length = move || bounds.with(|(first, last)| (*last - *first).num_days().max(1));
    let place = move |date: NaiveDate| bounds.with(|(first, _)| (date - *first).num_days());
    let events = chart.events;
    let set = move |date: NaiveDate| {
        let (first, last) = bounds.get_untracked();
        let date = date.clamp(first, last);
        if chart.date.get_untracked() != date {
            chart.date.set(date);
        }
    };
    let choose = move |date: NaiveDate| {
        set(date);
        settle.run(());
    };
    let slid = move |event: leptos::ev::Event| {
        let days = event_target_value(&event).parse::<u64>().unwrap_or(0);
        if let Some(date) = bounds.get_untracked().0.checked_add_days(Days::new(days)) {
            set(date);
        }
    };
    let typed = move |event: leptos::ev::Event| {
        if let Ok(date) = event_target_value(&event).parse() {
            choose(date);
        }
    };
    let next = Kept::new(move || {
        events.with(|events| events.iter().find(|event| event.date > chart.date.get()).cloned())
    });
    let previous = Kept::new(move || {
        let date = chart.date.get();
        let first = bounds.get().0;
        let before = events.with(|events| events.iter().rev().find(|event| event.date < date).cloned());
        before.or_else(|| (date > first).then(|| DayEvent { date: first, words: String::new() }))
    });
    let step = move |event: Option<DayEvent>| {
        if let Some(event) = event {
            choose(event.date);
            chart.say(format!("{} {}", format::date(event.date, untrack(|| chart.language())), event.words));
        }
    };
    part(view! {
        <section class="time" aria-label=t!(i18n, chart.time_label)>
            <div class="time-row">
                <label class="field time-date">
                    <span>{t!(i18n, chart.time_day)}</span>
                    <input type="date" class="input" data-testid="date-input"
                        min=move || bounds.get().0.to_string() max=move || bounds.get().1.to_string()
                        prop:value=move || chart.date.get().to_string() value=chart.date.get_untracked().to_string()
                        on:change=typed/>
                </label>
                <button type="button" class="button" data-variant="quiet" data-testid="previous-event"
                    aria-disabled=move || previous.with(Option::is_none).to_string()
                    title=move || title(previous.get(), chart)
                    on:click=move |_| step(previous.get_untracked())>
                    <span aria-hidden="true">"◀ "</span>{t!(i18n, chart.time_previous)}
                </button>
                <div class="time-track">
                    <input type="range" class="time-range" data-testid="time-slider" min="0" max=move || length().to_string() step="1"
                        aria-label=t!(i18n, chart.time_slider)
                        aria-valuetext=move || format::date(chart.date.get(), chart.language())
                        prop:value=move || place(chart.date.get()).to_string()
                        value=untrack(|| place(chart.date.get())).to_string()
                        on:input=slid on:change=move |_| settle.run(())/>
                    <svg class="time-marks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        {live(move || {
                            let length = length() as f64;
                            Some(events.with(|events| events.iter().map(|event| {
                                let x = coordinate(place(event.date) as f64 / length * 1000.0);
                                part(view! { <line class="time-mark" x1=x.clone() x2=x y1="0" y2="10"></line> })
                            }).collect::<Vec<_>>().into_any()))
                        })}
                    </svg>
                    <div class="ribbon">{workbench::awake(|bench| bench.ribbon)}</div>
                </div>
                <button type="button" class="button" data-variant="quiet" data-testid="next-event"
                    aria-disabled=move || next.with(Option::is_none).to_string()
                    title=move || title(next.get(), chart)
                    on:click=move |_| step(next.get_untracked())>
                    {t!(i18n, chart.time_next)}<span aria-hidden="true">" ▶"</span>
                </button>
            </div>
        </section>
    })
}

/// The day that is shown, and what happens on it.
#[component]
pub fn Today() -> impl IntoView {
    let chart = Chart::expect();
    let today = Kept::new(move || {
        let date = chart.date.get();
        chart.events.with(|events| events.iter().find(|event| event.date == date).cloned())
    });
    part(view! {
        <p class="time-said" data-testid="time-said">
            <strong>
                {text(move || t_string!(chart.i18n, chart.as_of, date = format::date(chart.date.get(), chart.language())))}
            </strong>
            {live(move || today.get().map(|event| format!(": {}", event.words).into_any()))}
        </p>
    })
}

fn title(event: Option<DayEvent>, chart: Chart) -> Option<String> {
    event.map(|event| {
        let date = format::date(event.date, chart.language());
        if event.words.is_empty() { date } else { format!("{date}: {}", event.words) }
    })
}
