//! What was decided about the scenario in hand: number and day of the resolution, reasons, what was rejected; and the form with which
//! that is taken down.

mod recording;
mod way;

use crate::api::{DecisionDesk, DecisionEntry, load_decision};
use crate::format::{date, moment};
use crate::permission::{Right, Status};
use crate::ui::dynamic::{Held, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, ShelfOfToasts, Together};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recording::{Fields, Recording};
use way::Way;

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Section {
    i18n: I18n,
    plan: PlanInHand,
    shelf: ShelfOfToasts,
    /// What is known; none until it was asked for.
    desk: Held<Option<DecisionDesk>>,
    problem: Held<Option<String>>,
    fields: Fields,
}

impl Section {
    fn load(self) {
        let scenario = self.plan.scenario_untracked();
        spawn_local(async move {
            match load_decision(scenario).await {
                Ok(desk) => {
                    self.problem.set(None);
                    self.take_over(desk);
                }
                Err(error) => self.problem.set(Some(error.to_string())),
            }
        });
    }

    /// Shows what is known now. What somebody has begun to write stays in the fields, whatever others do meanwhile.
    fn take_over(self, desk: DecisionDesk) {
        let known = self.desk.get_untracked();
        if known.as_ref() == Some(&desk) {
            return;
        }
        if known.is_none_or(|known| self.fields.are_of(&known)) {
            self.fields.fill(&desk);
        }
        self.desk.set(Some(desk));
    }
}

/// The section with all of it; below `WithPlan`.
#[component]
pub fn Decision() -> impl IntoView {
    let i18n = use_i18n();
    let section = Section {
        i18n,
        plan: PlanInHand::expect(),
        shelf: ShelfOfToasts::expect(),
        desk: Held::new(None),
        problem: Held::new(None),
        fields: Fields::new(),
    };
    Effect::new(move |_| section.load());
    Together::expect().on_beside(move || section.load());
    let may = Visitor::expect().may(Right::DecideScenario);
    let told = live(move || {
        if let Some(problem) = section.problem.get() {
            return Some(part(view! { <p class="assumption-problem" role="alert">{problem}</p> }));
        }
        // Asked for when the page is awake: until then there is the heading alone.
        let desk = section.desk.get()?;
        Some(match desk.decision {
            Some(decision) => entry(i18n, &decision),
            None => part(view! { <p data-testid="decision">{nothing(i18n, desk.status)}</p> }),
        })
    });
    // Who would only be refused is told by the way.
    let open = move |desk: &DecisionDesk| desk.alone.is_some() || (!desk.own && desk.status != Status::Draft);
    let form = when(
        move || may && section.desk.with(|desk| desk.as_ref().is_some_and(open)),
        move || part(view! { <Recording section/> }),
    );
    part(view! {
        <section class="section" aria-labelledby="beschluss">
            <h2 id="beschluss">{t!(i18n, record.decision)}</h2>
            {told}
            <Way section/>
            {form}
        </section>
    })
}

/// Why there is nothing to tell; tracks the language.
fn nothing(i18n: I18n, status: Status) -> &'static str {
    match status {
        Status::Decided => t_string!(i18n, record.decision_missing),
        _ => t_string!(i18n, record.decision_open),
    }
}

/// A decision in words; tracks the language.
fn entry(i18n: I18n, decision: &DecisionEntry) -> AnyView {
    let language = i18n.language();
    let record = &decision.record;
    let line = |one: &crate::statement::Rejected| {
        let reason = if one.reason.is_empty() { String::new() } else { format!(": {}", one.reason) };
        part(view! { <li>{format!("{}{reason}", one.name)}</li> })
    };
    let rejected: Vec<AnyView> = record.rejected.iter().map(line).collect();
    let rejected = if rejected.is_empty() {
        part(view! { <span>{t!(i18n, record.decision_no_other)}</span> })
    } else {
        part(view! { <ul>{rejected}</ul> })
    };
    let (name, when) = (decision.recorded_by.clone(), moment(decision.recorded_at, language));
    let recorded = move || t_string!(i18n, record.decision_recorded, name = &name, date = &when);
    part(view! {
        <dl class="decision" data-testid="decision">
            <dt>{t!(i18n, record.decision_number)}</dt>
            <dd>{record.resolution.clone()}</dd>
            <dt>{t!(i18n, record.decision_day)}</dt>
            <dd>{date(record.decided_on, language)}</dd>
            <dt>{t!(i18n, record.decision_reasons)}</dt>
            <dd class="decision-text">{record.reasons.clone()}</dd>
            <dt>{t!(i18n, record.decision_rejected)}</dt>
            <dd>{rejected}</dd>
        </dl>
        <p class="muted small">{text(recorded)}</p>
    })
}
