//! The way of a scenario to its resolution: which rule holds, the steps that were taken, and the form with which somebody endorses it.

use super::Section;
use crate::api::{ApiError, ApprovalEntry, DecisionDesk, Endorse, MAX_DECISION_TEXT, endorse};
use crate::format::moment;
use crate::permission::{ApprovalStep, Right, Status};
use crate::ui::components::{TextArea, approval_words, role_name};
use crate::ui::dynamic::{Held, live, part, when};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::state::Tone;
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Rule, steps and form; nothing until the desk is known.
#[component]
pub fn Way(section: Section) -> impl IntoView {
    let i18n = section.i18n;
    let comments = Visitor::expect().may(Right::CommentScenario);
    let told = live(move || section.desk.get().map(|desk| steps(i18n, &desk)));
    let open = |desk: &DecisionDesk| desk.status == Status::Proposed && (desk.alone.is_some() || !desk.own);
    let form = when(
        move || comments && section.desk.with(|desk| desk.as_ref().is_some_and(open)),
        move || part(view! { <Endorsing section/> }),
    );
    part(view! {
        <h3 class="family-heading">{t!(i18n, approval.way)}</h3>
        {told}
        {form}
    })
}

/// The rule and the steps in words; tracks the language.
fn steps(i18n: I18n, desk: &DecisionDesk) -> AnyView {
    let items: Vec<AnyView> = desk.way.iter().map(|entry| item(i18n, entry)).collect();
    let way = if items.is_empty() {
        part(view! { <p class="muted">{t_string!(i18n, approval.no_step)}</p> })
    } else {
        part(view! { <ol data-testid="approval-way">{items}</ol> })
    };
    let bound = desk.alone.is_none() && desk.status != Status::Decided;
    let hint = match desk.status {
        _ if bound && desk.own => Some(t_string!(i18n, approval.own)),
        Status::Draft if bound => Some(t_string!(i18n, approval.not_proposed)),
        _ => None,
    };
    let hint = hint.map(|words| part(view! { <p data-testid="approval-hint">{words}</p> }));
    part(view! {
        <p class="muted small" data-testid="approval-rule">{approval_words(i18n, desk.alone.as_ref())}</p>
        {way}
        {hint}
    })
}

fn item(i18n: I18n, entry: &ApprovalEntry) -> AnyView {
    let step = match entry.step {
        ApprovalStep::Draft => t_string!(i18n, approval.draft),
        ApprovalStep::Proposed => t_string!(i18n, approval.proposed),
        ApprovalStep::Endorsed => t_string!(i18n, approval.endorsed),
        ApprovalStep::Objected => t_string!(i18n, approval.objected),
        ApprovalStep::Decided => t_string!(i18n, approval.decided),
    };
    let (name, date) = (&entry.by, moment(entry.at, i18n.language()));
    let words = match entry.role {
        Some(role) => t_string!(i18n, approval.taken_as, step, name, role = role_name(i18n, role), date),
        None => t_string!(i18n, approval.taken, step, name, date),
    };
    let note = (!entry.note.is_empty())
        .then(|| part(view! { <div class="decision-text">{entry.note.clone()}</div> }));
    let outdated = entry
        .outdated
        .then(|| part(view! { <div class="muted small">{t_string!(i18n, approval.outdated)}</div> }));
    part(view! { <li>{words}{note}{outdated}</li> })
}

/// A note with two answers.
#[component]
fn Endorsing(section: Section) -> impl IntoView {
    let i18n = section.i18n;
    let note = Held::new(String::new());
    let say = move |agrees: bool| {
        let (scenario, version) = (section.plan.scenario_untracked(), section.plan.version_untracked());
        let asked = Endorse { scenario, version, agrees, note: note.get_untracked() };
        spawn_local(async move {
            match endorse(asked).await {
                Ok(desk) => {
                    note.set(String::new());
                    let words = untrack(|| t_string!(i18n, approval.said).to_owned());
                    section.shelf.show(Tone::Done, words, false);
                    section.take_over(desk);
                }
                Err(error) => {
                    section.shelf.show(Tone::Refused, error.to_string(), false);
                    if let ApiError::Conflict { current } = error {
                        section.plan.take_over(*current);
                    }
                }
            }
        });
    };
    part(view! {
        <div class="decision-form" data-testid="endorsing">
            <label class="field">
                <span>{t!(i18n, approval.note)}</span>
                <TextArea value=note rows=2 most=MAX_DECISION_TEXT as u32/>
            </label>
            <p>
                <button type="button" class="button" on:click=move |_| say(true)>{t!(i18n, approval.endorse)}</button>
                " "
                <button type="button" class="button" data-variant="quiet" on:click=move |_| say(false)>{t!(i18n, approval.object)}</button>
            </p>
        </div>
    })
}
