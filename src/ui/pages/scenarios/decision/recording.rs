//! The form with which a decision is taken down: number, day, reasons, and which other scenarios were rejected and why.

use super::Section;
use crate::api::{
    ApiError, DecisionDesk, MAX_DECISION_TEXT, MAX_RESOLUTION, OtherScenario, RecordDecision, RejectedChoice,
    ScenarioId, load_scenario, record_decision,
};
use crate::permission::Status;
use crate::ui::components::TextArea;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Tone;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Fields {
    resolution: Held<String>,
    on: Held<Option<NaiveDate>>,
    reasons: Held<String>,
    /// The scenarios that are ticked, with the reason of each.
    rejected: Held<BTreeMap<ScenarioId, String>>,
}

impl Fields {
    /// What was taken down before stands in them.
    fn of(desk: &DecisionDesk) -> Self {
        let record = desk.decision.as_ref().map(|decision| &decision.record);
        let rejected = record.into_iter().flat_map(|record| &record.rejected);
        let rejected = rejected.filter_map(|one| {
            let id = ScenarioId(one.scenario.parse().ok()?);
            desk.others.iter().any(|other| other.id == id).then(|| (id, one.reason.clone()))
        });
        Self {
            resolution: Held::new(record.map(|record| record.resolution.clone()).unwrap_or_default()),
            on: Held::new(record.map(|record| record.decided_on)),
            reasons: Held::new(record.map(|record| record.reasons.clone()).unwrap_or_default()),
            rejected: Held::new(rejected.collect()),
        }
    }

    fn asked(self, section: Section) -> Option<RecordDecision> {
        let choice = |(scenario, reason)| RejectedChoice { scenario, reason };
        Some(RecordDecision {
            scenario: section.plan.scenario_untracked(),
            version: section.plan.version_untracked(),
            command: Uuid::new_v4(),
            resolution: self.resolution.get_untracked(),
            decided_on: self.on.get_untracked()?,
            reasons: self.reasons.get_untracked(),
            rejected: self.rejected.get_untracked().into_iter().map(choice).collect(),
        })
    }
}

/// Sends it; the scenario in hand is decided then.
fn send(section: Section, asked: RecordDecision, under_way: Held<bool>) {
    under_way.set(true);
    let scenario = asked.scenario;
    spawn_local(async move {
        match record_decision(asked).await {
            Ok(desk) => {
                let words = untrack(|| t_string!(section.i18n, record.decision_done).to_owned());
                section.shelf.show(Tone::Done, words, false);
                section.desk.set(Some(desk));
                if let Ok(state) = load_scenario(Some(scenario)).await {
                    section.plan.take_over(state);
                }
            }
            Err(error) => {
                section.shelf.show(Tone::Refused, error.to_string(), false);
                if let ApiError::Conflict { current } = error {
                    section.plan.take_over(*current);
                }
            }
        }
        under_way.set(false);
    });
}

/// The form.
#[component]
pub fn Recording(section: Section, desk: DecisionDesk) -> impl IntoView {
    let i18n = section.i18n;
    let fields = Fields::of(&desk);
    let under_way = Held::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !under_way.get_untracked()
            && let Some(asked) = fields.asked(section)
        {
            send(section, asked, under_way);
        }
    };
    let others: Vec<AnyView> = desk.others.into_iter().map(|one| other(section, fields, one)).collect();
    let others = (!others.is_empty()).then(|| {
        part(view! {
            <fieldset class="decision-others">
                <legend>{t!(i18n, record.decision_choose)}</legend>
                {others}
            </fieldset>
        })
    });
    let open = desk.status != Status::Decided;
    let hint = open.then(|| part(view! { <p class="muted small">{t!(i18n, record.decision_hint)}</p> }));
    part(view! {
        <details class="decision-form">
            <summary>{t!(i18n, record.decision_record)}</summary>
            <form data-testid="decision-form" on:submit=submit>
                <label class="field">
                    <span>{t!(i18n, record.decision_number)}</span>
                    <input type="text" class="input" maxlength=MAX_RESOLUTION.to_string() required autocomplete="off"
                        prop:value=move || fields.resolution.get()
                        on:input=move |event| fields.resolution.set(event_target_value(&event))/>
                </label>
                <label class="field">
                    <span>{t!(i18n, record.decision_day)}</span>
                    <input type="date" class="input" required
                        value=fields.on.get_untracked().map(|on| on.to_string())
                        on:change=move |event| fields.on.set(event_target_value(&event).parse().ok())/>
                </label>
                <label class="field">
                    <span>{t!(i18n, record.decision_reasons)}</span>
                    <TextArea value=fields.reasons rows=3 most=MAX_DECISION_TEXT as u32/>
                </label>
                {others}
                {hint}
                <button type="submit" class="button" data-variant="primary">{t!(i18n, record.decision_send)}</button>
            </form>
        </details>
    })
}

/// Another scenario: whether it was rejected, and why.
fn other(section: Section, fields: Fields, one: OtherScenario) -> AnyView {
    let i18n = section.i18n;
    let id = one.id;
    let ticked = fields.rejected.with_untracked(|rejected| rejected.contains_key(&id));
    let reason = fields.rejected.with_untracked(|rejected| rejected.get(&id).cloned().unwrap_or_default());
    let reason = Held::new(reason);
    let tick = move |on: bool| {
        fields.rejected.update(|rejected| {
            if on {
                rejected.insert(id, reason.get_untracked());
            } else {
                rejected.remove(&id);
            }
        });
    };
    let say = move |words: String| {
        reason.set(words.clone());
        fields.rejected.update(|rejected| {
            if let Some(said) = rejected.get_mut(&id) {
                *said = words;
            }
        });
    };
    let name = one.name.clone();
    let label = move || t_string!(i18n, record.decision_why_not, name = &name);
    let proposed = (one.status == Status::Proposed)
        .then(|| part(view! { <span class="muted small">{t!(i18n, scenarios.proposed)}</span> }));
    part(view! {
        <div class="decision-other">
            <label>
                <input type="checkbox" checked=ticked on:change=move |event| tick(event_target_checked(&event))/>
                " " {one.name} " " {proposed}
            </label>
            <input type="text" class="input" maxlength=MAX_DECISION_TEXT.to_string() autocomplete="off" aria-label=label
                value=reason.get_untracked() on:input=move |event| say(event_target_value(&event))/>
        </div>
    })
}
