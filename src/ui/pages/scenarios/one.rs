//! `/szenarien/…`: what does this scenario change, and from when on?

mod adopting;
mod baseline;
mod lines;
mod packages;
mod steps;
mod time_line;

use crate::api::{ApiError, ChangePlace, ReviseScenario, Revision, revise_scenario};
use crate::format::{date, number};
use crate::permission::Status;
use crate::ui::browser::{address, document};
use crate::ui::components::{AskReason, PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::pages::NotFoundPage;
use crate::ui::state::{PlanInHand, Scenario, ShelfOfToasts, Tone};
use adopting::Adopting;
use baseline::Moved;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use lines::{Lines, misfit, questions};
use packages::Packages;
use std::collections::BTreeSet;
use std::sync::Arc;
use steps::Steps;
use time_line::TimeLine;
use uuid::Uuid;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    plan: PlanInHand,
    i18n: I18n,
    shelf: ShelfOfToasts,
    lines: Kept<Arc<Lines>>,
    /// Whether it is decided and takes no changes.
    locked: Kept<bool>,
    /// Changes that are to be taken over into the plan.
    chosen: Held<BTreeSet<ChangePlace>>,
    /// Steps that were taken out during this visit, to be taken up again.
    gone: Held<Vec<(Uuid, String)>>,
    /// Counts refusals: fields that say something else than what counts are drawn anew.
    refusals: Held<u32>,
    /// What waits for a reason.
    asking: Held<Option<Asking>>,
}

/// A revision that soft rules question.
#[derive(Debug, Clone, PartialEq)]
struct Asking {
    revision: Revision,
    /// What is said when it is done, and the element that the focus then goes back to.
    done: String,
    element: String,
    /// What the rules say.
    sentences: Vec<String>,
}

/// The page of the scenario that the address names.
#[component]
pub fn OneScenario() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let known = params.with_untracked(|params| {
        params.get_str("szenario").is_some_and(|id| id == address::IN_HAND || Uuid::try_parse(id).is_ok())
    });
    if !known {
        return view! { <NotFoundPage/> }.into_any();
    }
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, changes.title).to_owned())/>
        <PageHeading>{t!(i18n, changes.title)}</PageHeading>
        <WithPlan>
            <Content/>
        </WithPlan>
    })
}

#[component]
fn Content() -> impl IntoView {
    let (plan, i18n) = (PlanInHand::expect(), use_i18n());
    let lines = Kept::new(move || plan.with_confirmed(|state| Arc::new(Lines::of(state, i18n.language()))));
    let page = Page {
        plan,
        i18n,
        shelf: ShelfOfToasts::expect(),
        lines,
        locked: Kept::new(move || plan.with_confirmed(|state| state.status == Status::Decided)),
        chosen: Held::new(BTreeSet::new()),
        gone: Held::new(Vec::new()),
        refusals: Held::new(0),
        asking: Held::new(None),
    };
    // What was taken out can be taken up again, so that its table stays.
    let nothing =
        Kept::new(move || lines.with(|lines| lines.steps.is_empty()) && page.gone.with(Vec::is_empty));
    let scenario = Scenario::expect();
    let record = move || address::with_scenario("/szenarien/akte", plan.scenario().0);
    let compare = move || format!("/szenarien/vergleich?mit={}", plan.scenario());
    part(view! {
        <p class="lead" data-testid="answer">{text(move || page.sentence())}</p>
        <p class="scenario-ways">
            <a class="button" href=scenario.address("/organigramm")>{t!(i18n, changes.to_chart)}</a>
            <a class="button" rel="external" href=compare>{t!(i18n, changes.to_comparison)}</a>
            <a class="button" rel="external" href=record>{t!(i18n, record.title)}</a>
            <a class="button" data-variant="quiet" rel="external" href=scenario.address("/szenarien")>{t!(i18n, scenarios.all)}</a>
        </p>
        {live(move || page.locked.get().then(|| part(view! {
            <p class="notice" data-tone="notice">{t!(i18n, changes.locked)}</p>
        })))}
        <Moved page/>
        <Packages page/>
        <Reason page/>
        {live(move || Some(if nothing.get() {
            part(view! { <p class="muted" data-testid="no-changes">{t!(i18n, changes.where_from)}</p> })
        } else {
            part(view! {
                <TimeLine page/>
                <Steps page/>
                <Adopting page/>
            })
        }))}
    })
}

/// Asks for the reason of a revision that soft rules question.
#[component]
fn Reason(page: Page) -> impl IntoView {
    let sentences =
        Signal::derive(move || page.asking.with(|asking| Some(asking.as_ref()?.sentences.clone())));
    let taken = move || {
        let asking = page.asking.get_untracked();
        page.asking.set(None);
        asking
    };
    let give = Callback::new(move |words: String| {
        if let Some(Asking { revision, done, element, .. }) = taken() {
            page.send(revision, Some(words), done, element);
        }
    });
    // Fields say again what counts.
    let cancel = Callback::new(move |()| {
        if let Some(Asking { element, .. }) = taken() {
            page.refusals.update(|count| *count += 1);
            regain(&element);
        }
    });
    part(view! { <AskReason sentences give cancel/> })
}

impl Page {
    /// The answer first: how many changes, from when to when, and how many do not fit.
    fn sentence(self) -> String {
        let (i18n, language) = (self.i18n, self.i18n.language());
        let name = self.plan.scenario_name();
        self.lines.with(|lines| {
            let count = |count: usize| number(count as f64, 0, language);
            let Some((first, last)) = lines.span() else {
                return t_string!(i18n, changes.answer_none, name);
            };
            let (first, last) = (date(first, language), date(last, language));
            let steps = count(lines.counting().count());
            let changes = count(lines.changes());
            let mut words = if first == last {
                t_string!(i18n, changes.answer_day, name, changes, steps, first)
            } else {
                t_string!(i18n, changes.answer, name, changes, steps, first, last)
            };
            if lines.misfits > 0 {
                words.push(' ');
                words.push_str(&t_string!(i18n, changes.answer_misfits, count = count(lines.misfits)));
            }
            words
        })
    }

    /// Revises the scenario and says what was done or why not; the focus then goes back to the element that it was on. Where a
    /// soft rule speaks, the reason is asked for first.
    fn revise(self, revision: Revision, done: String, element: String) {
        if let Some(words) = self.would_break(&revision) {
            return self.refuse(words, &element);
        }
        let language = untrack(|| self.i18n.language());
        let sentences = self.plan.with_confirmed_untracked(|state| questions(state, &revision, language));
        if sentences.is_empty() {
            self.send(revision, None, done, element);
        } else {
            self.asking.set(Some(Asking { revision, done, element, sentences }));
        }
    }

    fn send(self, revision: Revision, reason: Option<String>, done: String, element: String) {
        spawn_local(async move {
            let sent = (revision.clone(), reason);
            let answer = self
                .plan
                .carry_out(true, move |scenario, version, command| {
                    let (revision, reason) = sent.clone();
                    revise_scenario(ReviseScenario { scenario, version, command, revision, reason })
                })
                .await;
            match answer {
                Ok(()) => {
                    // Drawn anew in a moment: where the focus has gone meanwhile it goes back to, else where it was.
                    regain(&document::focused_id().unwrap_or(element));
                    self.note_gone(&revision, &done);
                    self.shelf.show(Tone::Done, done, false);
                }
                Err(error) => {
                    let words = untrack(|| error.sentence(self.i18n.language()));
                    self.refuse(words, &element);
                }
            }
        });
    }

    /// What of the rest would no longer fit, in a sentence.
    fn would_break(self, revision: &Revision) -> Option<String> {
        let language = untrack(|| self.i18n.language());
        let (change, reason) =
            self.plan.with_confirmed_untracked(|state| misfit(state, revision, language))?;
        Some(untrack(|| match change {
            Some((what, day)) => {
                let date = date(day, language);
                t_string!(self.i18n, changes.would_break, what, date, reason)
            }
            None => t_string!(self.i18n, changes.would_break_decided, reason),
        }))
    }

    fn note_gone(self, revision: &Revision, done: &str) {
        match revision {
            Revision::Remove { step } => self.gone.update(|gone| gone.push((*step, done.to_owned()))),
            Revision::TakeUp { step } => self.gone.update(|gone| gone.retain(|(id, _)| id != step)),
            _ => {}
        }
    }

    fn refuse(self, words: String, element: &str) {
        self.shelf.show(Tone::Refused, words, false);
        self.refusals.update(|count| *count += 1);
        regain(element);
    }

    /// The same for commands that are made once only; whether it was done.
    fn tell(self, answer: Result<(), ApiError>, done: String) -> bool {
        let succeeded = answer.is_ok();
        match answer {
            Ok(()) => self.shelf.show(Tone::Done, done, false),
            Err(error) => self.shelf.show(Tone::Refused, error.to_string(), false),
        }
        succeeded
    }
}

/// Gives the focus back to an element that was drawn anew.
fn regain(element: &str) {
    let selector = format!("#{element}");
    request_animation_frame(move || {
        request_animation_frame(move || {
            if document::focus_is_lost() {
                document::focus(&selector);
            }
        });
    });
}
