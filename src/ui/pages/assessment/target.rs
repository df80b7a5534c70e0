//! The need for a target from the simulation, and the buffer between it and the need of the assessment, in words.

use crate::assessment::{Assessment, AssessmentError};
use crate::format::number;
use crate::plan::{Fte, UnitId};
use crate::ui::components::CalibrationBadge;
use crate::ui::dynamic::{Kept, part};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::pages::simulation::studies::{Beside, TargetSearch};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, Question};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use std::sync::Arc;

/// The search of the simulation page with the figures of the assessment beside its answer.
#[component]
pub fn TargetNeed(result: Kept<Result<Assessment, AssessmentError>>) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let question = Kept::new(move || {
        let plan = in_hand.baseline();
        let last = NaiveDate::from_ymd_opt(plan.as_of.year() + 1, 12, 31).unwrap_or(plan.as_of);
        Question::of_everything(plan, in_hand.changes(), last)
    });
    let plan = Kept::new(move || question.with(|question| Some(Arc::new(question.changed_plan()))));
    let with_cases = Kept::new(move || {
        let has_cases = |unit: &UnitId| {
            plan.with(|plan| plan.iter().flat_map(|plan| &plan.case_types).any(|of| of.unit == *unit))
        };
        question.with(|question| {
            question.units.iter().filter(|unit| has_cases(unit)).cloned().collect::<Vec<_>>()
        })
    });
    let forecasts = Forecasts::expect();
    // The department's next question must not find this page's answer.
    on_cleanup(move || forecasts.ask_study(None));
    let beside: Beside = Arc::new(move |unit: &UnitId, more: Fte| {
        result.with(|result| words(i18n, result.as_ref().ok()?, unit, more))
    });
    part(view! {
        <section class="section need-target" aria-labelledby="zielbedarf">
            <h2 id="zielbedarf">{t!(i18n, need.target)}</h2>
            <p>{t!(i18n, need.target_hint)}</p>
            <CalibrationBadge/>
            <TargetSearch question with_cases plan beside/>
        </section>
    })
}

/// Need, posts, what the target takes more, and what lies between; tracks the language.
fn words(i18n: I18n, assessment: &Assessment, unit: &UnitId, more: Fte) -> Option<String> {
    let of = assessment.unit(unit)?;
    let fte = |value: f64| number(value, 2, i18n.language());
    let there = (of.own.posts.regular + of.own.posts.task_force).as_f64();
    let target = there + more.as_f64();
    let (need, posts) = (fte(of.own.need), fte(there));
    let (name, buffer) = (of.name.clone(), fte(target - of.own.need));
    Some(if more == Fte::ZERO {
        t_string!(i18n, need.target_met, unit = name, need, posts, buffer)
    } else {
        let (more, target) = (fte(more.as_f64()), fte(target));
        t_string!(i18n, need.target_buffer, unit = name, need, posts, more, target, buffer)
    })
}
