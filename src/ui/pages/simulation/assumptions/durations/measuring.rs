//! Times that were measured: pasted, summed up, and compared with the distribution that is chosen. The single values stay here.

use super::pasted::{self, Unread};
use super::{Desk, words};
use crate::format::number;
use crate::simulation::Measured;
use crate::ui::browser::document;
use crate::ui::components::TextArea;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// Characters of a column of [`pasted::MOST`] values.
const MOST_CHARACTERS: u32 = 400_000;
const VALUES: &str = "dauer-messung";

/// The field for the values, and what they say.
pub(super) fn drawn(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    let typed = desk.pasted;
    let problem = Held::new(None::<String>);
    let has_some = Kept::new(move || desk.draft.with(|draft| draft.measured.is_some()));
    let evaluate = move |_| {
        let read = untrack(|| typed.with(|typed| read(i18n, typed)));
        problem.set(read.as_ref().err().cloned());
        match read {
            Ok(measured) => desk.draft.update(|draft| {
                draft.measured = Some(measured);
                (draft.median, draft.ninety) = (None, None);
            }),
            Err(_) => document::focus(&format!("#{VALUES}")),
        }
        desk.problem.set(None);
    };
    let discard = move |_| {
        desk.draft.update(|draft| draft.measured = None);
        typed.set(String::new());
        document::focus(&format!("#{VALUES}"));
    };
    let told = live(move || {
        let reason = problem.get()?;
        Some(part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    let away = when(
        move || has_some.get(),
        move || {
            part(view! {
                <button type="button" class="button" data-variant="quiet" on:click=discard>{t!(i18n, simulation.duration_discard)}</button>
            })
        },
    );
    let hint = text(move || {
        let least = number(Measured::LEAST as f64, 0, i18n.language());
        t_string!(i18n, simulation.duration_measured_hint, least)
    });
    let title = text(move || {
        t_string!(i18n, simulation.duration_measured_values, unit = words::unit(i18n, desk.is_wait()))
    });
    part(view! {
        <details class="duration-measured" data-testid="duration-measured">
            <summary>{t!(i18n, simulation.duration_measured)}</summary>
            <p class="assumption-range">{hint}</p>
            <div class="assumption-form">
                <label class="field">
                    <span>{title}</span>
                    <TextArea value=typed rows=6 most=MOST_CHARACTERS id=VALUES/>
                </label>
                {told}
                <span class="assumption-actions">
                    <button type="button" class="button" on:click=evaluate>{t!(i18n, simulation.duration_evaluate)}</button>
                    {away}
                </span>
                <div aria-live="polite">{answer(desk)}</div>
            </div>
        </details>
    })
}

/// What the values say, and how well the distribution of the form fits them.
fn answer(desk: Desk) -> AnyView {
    let i18n = desk.i18n;
    live(move || {
        let time = desk.time.get();
        desk.draft.with(|draft| {
            let measured = draft.measured.as_ref()?;
            let found = words::measured(i18n, measured, desk.is_wait());
            let misfit = time.ok().map(|time| measured.misfit(&time));
            let fit = misfit.map(|misfit| {
                let level = if misfit.is_poor { "poor" } else { "good" };
                let words = words::fit(i18n, &misfit, desk.is_wait());
                part(view! { <p data-fit=level>{words}</p> })
            });
            Some(part(view! { <p>{found}</p> {fit} }))
        })
    })
}

/// What the values say, or why they say nothing.
fn read(i18n: I18n, typed: &str) -> Result<Measured, String> {
    let language = i18n.language();
    let values = pasted::values(typed, language).map_err(|unread| match unread {
        Unread::NoTime(line, text) => t_string!(i18n, simulation.duration_no_time, line, text),
        Unread::Unclear(line, text, [whole, decimal]) => {
            t_string!(i18n, simulation.duration_unclear, line, text, whole, decimal)
        }
        Unread::TooMany => {
            t_string!(i18n, simulation.duration_too_many, most = number(pasted::MOST as f64, 0, language))
        }
    })?;
    let count = values.len();
    Measured::of(values).ok_or_else(|| {
        let least = number(Measured::LEAST as f64, 0, language);
        t_string!(i18n, simulation.duration_too_few, count, least)
    })
}
