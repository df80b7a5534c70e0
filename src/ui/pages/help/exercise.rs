//! `/hilfe/uebung`: ten steps with questions on the built-in figures. What was answered is kept in this browser, so that one can
//! go on later; the step stands in the address.

use crate::api::{ApiError, Exercise, ExerciseTask, load_exercise};
use crate::format::number;
use crate::ui::browser::kept;
use crate::ui::codec::JsonText;
use crate::ui::components::{Failure, PageHeading, PageTitle};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::state::{Announcer, Scenario};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::time::Duration;

/// Name of the step in the address.
const STEP: &str = "schritt";
/// Under this name the browser keeps the answers: one character for each step, „-“ while it is open.
const KEPT: &str = "stellwerk.uebung";
/// How long the page waits before it asks again for what is being computed.
const AGAIN: Duration = Duration::from_millis(900);

/// The steps, one at a time.
#[component]
pub fn ExerciseView() -> impl IntoView {
    let i18n = use_i18n();
    let resource: Resource<Result<Exercise, ApiError>, JsonText> =
        Resource::new_with_options(move || i18n.get_locale() == Locale::en, load_exercise, false);
    let content = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(exercise) => view! { <Steps exercise resource/> }.into_any(),
                Err(error) => {
                    view! { <Failure sentence=error.to_string() retry=move || resource.refetch()/> }
                        .into_any()
                }
            }
        })
    };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, help.exercise).to_owned())/>
        <PageHeading>{t!(i18n, help.exercise_question)}</PageHeading>
        <p class="lead">{t!(i18n, help.exercise_lead)}</p>
        <Transition fallback=move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> }>{content}</Transition>
    })
}

#[component]
fn Steps(exercise: Exercise, resource: Resource<Result<Exercise, ApiError>, JsonText>) -> impl IntoView {
    let i18n = use_i18n();
    let map = use_query_map();
    let Exercise { tasks, pending, own_figures } = exercise;
    if pending {
        Effect::new(move |_| {
            let handle = set_timeout_with_handle(move || resource.refetch(), AGAIN);
            on_cleanup(move || {
                if let Ok(handle) = handle {
                    handle.clear();
                }
            });
        });
    }
    let count = tasks.len();
    let step = Kept::new(move || {
        let asked = map.get().get(STEP).and_then(|step| step.parse::<usize>().ok()).unwrap_or(1);
        asked.clamp(1, count.max(1)) - 1
    });
    let answers: Held<Vec<Option<usize>>> = Held::new(vec![None; count]);
    // Not before the page is awake: what the server draws must not depend on the browser.
    Effect::new(move |_| {
        if let Some(text) = kept::read(KEPT) {
            answers.set(read_answers(&text, count));
        }
    });
    let own = own_figures
        .then(|| part(view! { <p class="notice" data-tone="notice">{t!(i18n, help.own_figures)}</p> }));
    let pending = pending.then(|| part(view! { <p class="loading">{t!(i18n, cases.pending)}</p> }));
    let tasks = StoredValue::new(tasks);
    let shown = live(move || {
        let place = step.get();
        let task = tasks.with_value(|tasks| tasks.get(place).cloned())?;
        Some(view! { <Task task place count answers/> }.into_any())
    });
    let progress = text(move || {
        let right = answers.with(|answers| {
            tasks.with_value(|tasks| {
                tasks.iter().zip(answers).filter(|(task, answer)| **answer == Some(task.right)).count()
            })
        });
        let figure = |value: usize| number(value as f64, 0, i18n.language());
        t_string!(i18n, help.progress, right = figure(right), count = figure(count))
    });
    part(view! {
        {own}
        {pending}
        <p class="exercise-progress" data-testid="exercise-progress">{progress}</p>
        {shown}
    })
}

/// One step.
#[component]
fn Task(task: ExerciseTask, place: usize, count: usize, answers: Held<Vec<Option<usize>>>) -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let announcer = Announcer::expect();
    let navigate = StoredValue::new(use_navigate());
    let ExerciseTask { title, text: words, address, link, question, options, right, reason } = task;
    let answer = Kept::new(move || answers.with(|answers| answers.get(place).copied().flatten()));
    let choose = move |option: usize| {
        answers.update(|answers| {
            if let Some(answer) = answers.get_mut(place) {
                *answer = Some(option);
            }
        });
        let _ = kept::write(KEPT, &answers.with_untracked(|answers| write_answers(answers)));
        let said = if option == right { t_string!(i18n, help.right) } else { t_string!(i18n, help.wrong) };
        announcer.say(said);
    };
    let group = format!("antwort-{place}");
    let choices: Vec<AnyView> = options
        .into_iter()
        .enumerate()
        .map(|(option, words)| {
            part(view! {
                <label class="exercise-option">
                    <input type="radio" name=group.clone() value=option.to_string()
                        prop:checked=move || answer.get() == Some(option)
                        on:change=move |_| choose(option)/>
                    <span>{words}</span>
                </label>
            })
        })
        .collect();
    let verdict = live(move || {
        let is_right = answer.get()? == right;
        let (tone, words) = if is_right {
            ("done", t_string!(i18n, help.right))
        } else {
            ("refused", t_string!(i18n, help.wrong))
        };
        let reason = is_right.then(|| part(view! { <p>{reason.clone()}</p> }));
        Some(part(view! {
            <div class="notice" data-tone=tone data-testid="exercise-verdict"><p><strong>{words}</strong></p>{reason}</div>
        }))
    });
    let to = move |step: usize| scenario.address(&format!("/hilfe/uebung?{STEP}={}", step + 1));
    let go = move |step: usize| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&to(step), options));
    };
    let back = (place > 0).then(|| {
        part(view! { <button type="button" class="button" on:click=move |_| go(place - 1)>{t!(i18n, help.back)}</button> })
    });
    let next = (place + 1 < count).then(|| {
        part(view! { <button type="button" class="button" on:click=move |_| go(place + 1)>{t!(i18n, help.next)}</button> })
    });
    let last = (place + 1 == count).then(|| part(view! { <p>{t!(i18n, help.finished)}</p> }));
    let number_of = move || {
        let figure = |value: usize| number(value as f64, 0, i18n.language());
        t_string!(i18n, help.step, step = figure(place + 1), count = figure(count))
    };
    part(view! {
        <section class="section exercise-step" aria-labelledby="uebung-schritt">
            <p class="muted small">{text(number_of)}</p>
            <h2 id="uebung-schritt">{title}</h2>
            <p>{words}</p>
            <p><a href=scenario.address(&address)>{link}</a></p>
            <fieldset class="exercise-question">
                <legend>{question}</legend>
                {choices}
            </fieldset>
            {verdict}
            <p class="cases-files">{back}{next}</p>
            {last}
        </section>
    })
}

fn read_answers(text: &str, count: usize) -> Vec<Option<usize>> {
    let digit = |character: char| character.to_digit(10).map(|digit| digit as usize);
    let mut answers: Vec<Option<usize>> = text.chars().take(count).map(digit).collect();
    answers.resize(count, None);
    answers
}

fn write_answers(answers: &[Option<usize>]) -> String {
    let character = |answer: &Option<usize>| answer.map_or("-".to_owned(), |answer| answer.to_string());
    answers.iter().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_as_they_were_kept() {
        let answers = vec![Some(0), None, Some(2)];
        assert_eq!(write_answers(&answers), "0-2");
        assert_eq!(read_answers("0-2", 3), answers);
        assert_eq!(read_answers("x1", 3), vec![None, Some(1), None]);
        assert_eq!(read_answers("123456", 2), vec![Some(1), Some(2)]);
    }
}
