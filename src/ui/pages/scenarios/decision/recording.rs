//! The form with which a decision is taken down: number, day, reasons, and which other scenarios were rejected and why.

use super::Section;
use crate::api::{
    ApiError, DecisionDesk, MAX_DECISION_TEXT, MAX_RESOLUTION, OtherScenario, RecordDecision, RejectedChoice,
    ScenarioId, load_scenario, record_decision,
};
use crate::permission::Status;
use crate::ui::components::TextArea;
use crate::ui::dynamic::{Held, Row, part, rows, when};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Tone;
use chrono::NaiveDate;
use leptos::html::{Details, Summary};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Default)]
struct Written {
    resolution: String,
    on: Option<NaiveDate>,
    reasons: String,
    /// The scenarios of which anything is said.
    choices: Vec<Choice>,
}

/// What is said of a scenario: whether it was rejected, and why.
#[derive(Debug, Clone, PartialEq)]
struct Choice {
    scenario: ScenarioId,
    ticked: bool,
    reason: String,
}

impl Written {
    /// What was taken down before.
    fn of(desk: &DecisionDesk) -> Self {
        let Some(record) = desk.decision.as_ref().map(|decision| &decision.record) else {
            return Self::default();
        };
        let rejected = record.rejected.iter().filter_map(|one| {
            let scenario = ScenarioId(one.scenario.parse().ok()?);
            let choice = Choice { scenario, ticked: true, reason: one.reason.clone() };
            desk.others.iter().any(|other| other.id == scenario).then_some(choice)
        });
        Self {
            resolution: record.resolution.clone(),
            on: Some(record.decided_on),
            reasons: record.reasons.clone(),
            choices: rejected.collect(),
        }
    }
}

/// The fields. They outlive what is drawn of them, so that nothing that others do takes away what was written.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    resolution: Held<String>,
    on: Held<Option<NaiveDate>>,
    /// The day that was filled in: the field of a day that is half written must not be set.
    on_filled: Held<Option<NaiveDate>>,
    reasons: Held<String>,
    choices: Held<Vec<Choice>>,
}

impl Fields {
    /// Empty ones.
    pub(super) fn new() -> Self {
        Self {
            resolution: Held::new(String::new()),
            on: Held::new(None),
            on_filled: Held::new(None),
            reasons: Held::new(String::new()),
            choices: Held::new(Vec::new()),
        }
    }

    /// Whether they hold what was taken down before, and nothing has been written since.
    pub(super) fn are_of(self, desk: &DecisionDesk) -> bool {
        let now = Written {
            resolution: self.resolution.get_untracked(),
            on: self.on.get_untracked(),
            reasons: self.reasons.get_untracked(),
            choices: self.choices.get_untracked(),
        };
        now == Written::of(desk)
    }

    /// What was taken down before stands in them.
    pub(super) fn fill(self, desk: &DecisionDesk) {
        let Written { resolution, on, reasons, choices } = Written::of(desk);
        self.resolution.set(resolution);
        self.on.set(on);
        self.on_filled.set(on);
        self.reasons.set(reasons);
        self.choices.set(choices);
    }

    fn asked(self, section: Section) -> Option<RecordDecision> {
        let choices = self.choices.get_untracked().into_iter().filter(|choice| choice.ticked);
        let rejected = choices.map(|Choice { scenario, reason, .. }| RejectedChoice { scenario, reason });
        Some(RecordDecision {
            scenario: section.plan.scenario_untracked(),
            version: section.plan.version_untracked(),
            command: Uuid::new_v4(),
            resolution: self.resolution.get_untracked(),
            decided_on: self.on.get_untracked()?,
            reasons: self.reasons.get_untracked(),
            rejected: rejected.collect(),
        })
    }

    /// What is said of a scenario; tracks.
    fn choice(self, scenario: ScenarioId) -> Choice {
        self.choices.with(|choices| {
            let said = choices.iter().find(|choice| choice.scenario == scenario).cloned();
            said.unwrap_or_else(|| Choice { scenario, ticked: false, reason: String::new() })
        })
    }

    /// Says something of a scenario; of one that is neither ticked nor has a reason nothing is said.
    fn choose(self, scenario: ScenarioId, change: impl FnOnce(&mut Choice)) {
        let mut choice = untrack(|| self.choice(scenario));
        change(&mut choice);
        self.choices.update(|choices| {
            choices.retain(|other| other.scenario != scenario);
            if choice.ticked || !choice.reason.is_empty() {
                choices.push(choice);
            }
        });
    }
}

/// What the form is folded into.
#[derive(Clone, Copy)]
struct Fold {
    whole: NodeRef<Details>,
    summary: NodeRef<Summary>,
}

impl Fold {
    /// Nothing is left to be written; who is in the form goes on where it was opened.
    fn close(self) {
        if let Some(whole) = self.whole.get_untracked() {
            whole.set_open(false);
        }
        if let Some(summary) = self.summary.get_untracked() {
            let _ = summary.focus();
        }
    }
}

/// Sends it; the scenario in hand is decided then.
fn send(section: Section, asked: RecordDecision, under_way: Held<bool>, fold: Fold) {
    under_way.set(true);
    let scenario = asked.scenario;
    spawn_local(async move {
        match record_decision(asked).await {
            Ok(desk) => {
                let words = untrack(|| t_string!(section.i18n, record.decision_done).to_owned());
                section.shelf.show(Tone::Done, words, false);
                section.fields.fill(&desk);
                section.desk.set(Some(desk));
                fold.close();
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

/// The form; below a section whose desk is known.
#[component]
pub fn Recording(section: Section) -> impl IntoView {
    let (i18n, fields) = (section.i18n, section.fields);
    let under_way = Held::new(false);
    let fold = Fold { whole: NodeRef::new(), summary: NodeRef::new() };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !under_way.get_untracked()
            && let Some(asked) = fields.asked(section)
        {
            send(section, asked, under_way, fold);
        }
    };
    let desk =
        move |look: fn(&DecisionDesk) -> bool| section.desk.with(|desk| desk.as_ref().is_some_and(look));
    let others = when(
        move || desk(|desk| !desk.others.is_empty()),
        move || {
            part(view! {
                <fieldset class="decision-others">
                    <legend>{t!(i18n, record.decision_choose)}</legend>
                    {rows(move || section.desk.with(|desk| others(section, desk.as_ref())))}
                </fieldset>
            })
        },
    );
    let hint = when(
        move || desk(|desk| desk.status != Status::Decided),
        move || part(view! { <p class="muted small">{t!(i18n, record.decision_hint)}</p> }),
    );
    part(view! {
        <details class="decision-form" node_ref=fold.whole>
            <summary node_ref=fold.summary>{t!(i18n, record.decision_record)}</summary>
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
                        prop:value=move || fields.on_filled.get().map(|on| on.to_string()).unwrap_or_default()
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

/// The other scenarios; each keeps its fields while it is among them.
fn others(section: Section, desk: Option<&DecisionDesk>) -> Vec<Row> {
    let all = desk.map_or(&[][..], |desk| &desk.others).iter().cloned();
    let row = |one: OtherScenario| {
        let key = format!("{} {:?} {}", one.id.0, one.status, one.name);
        Row::new(key, move || other(section, one))
    };
    all.map(row).collect()
}

/// Another scenario: whether it was rejected, and why.
fn other(section: Section, one: OtherScenario) -> AnyView {
    let (i18n, fields, id) = (section.i18n, section.fields, one.id);
    let ticked = move || fields.choice(id).ticked;
    let reason = move || fields.choice(id).reason;
    let name = one.name.clone();
    let label = move || t_string!(i18n, record.decision_why_not, name = &name);
    let proposed = (one.status == Status::Proposed)
        .then(|| part(view! { <span class="muted small">{t!(i18n, scenarios.proposed)}</span> }));
    part(view! {
        <div class="decision-other">
            <label>
                <input type="checkbox" prop:checked=ticked
                    on:change=move |event| fields.choose(id, |choice| choice.ticked = event_target_checked(&event))/>
                " " {one.name} " " {proposed}
            </label>
            <input type="text" class="input" maxlength=MAX_DECISION_TEXT.to_string() autocomplete="off" aria-label=label
                prop:value=reason
                on:input=move |event| fields.choose(id, |choice| choice.reason = event_target_value(&event))/>
        </div>
    })
}
