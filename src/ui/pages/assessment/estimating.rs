//! Handling time by estimate: shortest, normal and longest become a mean, and the mean a change of the scenario
//! that tells what it was made of.

use crate::assessment::Estimate;
use crate::format::{Language, number, parse_number, rewritten};
use crate::plan::{Action, CaseType, CaseTypeId, Change, Plan};
use crate::ui::components::on_language;
use crate::ui::components::{Start, folded};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use leptos::prelude::*;

/// A case type, three estimates, and the mean.
#[component]
pub fn Estimating(plan: Kept<Plan>) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let chosen = Held::new(None::<CaseTypeId>);
    let typed = Held::new([String::new(), String::new(), String::new()]);
    on_language(i18n, move |from, to| {
        typed.update(|typed| {
            for text in typed {
                *text = rewritten(text, from, to).unwrap_or_else(|| std::mem::take(text));
            }
        });
    });
    let problem = Held::new(None::<String>);
    let estimate = Kept::new(move || typed.with(|typed| estimate(typed, i18n.language())));
    let now = Kept::new(move || {
        let id = chosen.get()?;
        plan.with(|plan| plan.case_type(&id).map(CaseType::minutes_per_case))
    });
    let answer = move || {
        let language = i18n.language();
        let (Some(estimate), [shortest, normal, longest]) = (estimate.get(), typed.get()) else {
            return t_string!(i18n, need.estimate_missing).to_owned();
        };
        let mean = number(estimate.mean(), 1, language);
        let mut words = t_string!(i18n, need.estimate_answer, shortest, normal, longest, mean);
        if let Some(now) = now.get() {
            words.push(' ');
            words.push_str(&t_string!(i18n, need.estimate_now, now = number(now, 1, language)));
        }
        words
    };
    let adopt = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = chosen.get_untracked().zip(estimate.get_untracked());
        let made =
            asked.and_then(|(id, estimate)| plan.with_untracked(|plan| step(plan.case_type(&id)?, estimate)));
        let effective = plan.with_untracked(|plan| plan.as_of);
        let done = match made {
            Some((action, reason)) => in_hand
                .apply_step(vec![Change { effective, action }], Some(reason))
                .map_err(|refusal| i18n.refusal(&refusal)),
            None => Err(untrack(|| t_string!(i18n, need.estimate_missing).to_owned())),
        };
        problem.set(done.err());
    };
    let options = live(move || {
        let option = |of: &CaseType| {
            let id = of.id.clone();
            part(view! {
                <option value=id.to_string() selected=move || chosen.with(|chosen| chosen.as_ref() == Some(&id))>
                    {of.name.clone()}
                </option>
            })
        };
        Some(plan.with(|plan| plan.case_types.iter().map(option).collect::<Vec<_>>()).into_any())
    });
    let input = move |place: usize, label: AnyView| {
        part(view! {
            <label class="field">
                <span>{label}</span>
                <input class="input assumption-number" inputmode="decimal" autocomplete="off"
                    prop:value=move || typed.with(|typed| typed[place].clone())
                    on:input=move |event| typed.update(|typed| typed[place] = event_target_value(&event))/>
            </label>
        })
    };
    let body = part(view! {
            <p>{t!(i18n, need.estimate_hint)}</p>
            <form class="need-controls" on:submit=adopt>
                <label class="field">
                    <span>{t!(i18n, staffing.column_case_type)}</span>
                    <select class="select" on:change=move |event| chosen.set(CaseTypeId::parse(&event_target_value(&event)).ok())>
                        <option value="">{t!(i18n, need.choose_case_type)}</option>
                        {options}
                    </select>
                </label>
                {input(0, t!(i18n, need.shortest).into_any())}
                {input(1, t!(i18n, need.normal).into_any())}
                {input(2, t!(i18n, need.longest).into_any())}
                <button type="submit" class="button">{t!(i18n, staffing.apply)}</button>
            </form>
            <p data-testid="estimate-answer">{text(answer)}</p>
            {live(move || problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> })))}
    });
    folded(
        ("schaetzung", "need-estimate"),
        Start::Closed,
        t!(i18n, need.estimate).into_any(),
        t!(i18n, need.estimate_brief).into_any(),
        body,
    )
}

/// Three estimates; none unless they are numbers in their order.
fn estimate(typed: &[String; 3], language: Language) -> Option<Estimate> {
    let [shortest, normal, longest] = typed.each_ref().map(|text| parse_number(text, language));
    Estimate::new(shortest?, normal?, longest?)
}

/// What gives the case type the mean, and its reason.
fn step(of: &CaseType, estimate: Estimate) -> Option<(Action, String)> {
    Some((Action::SetCaseType(estimate.patch(of)?), estimate.reason(of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_in_their_order_are_an_estimate() {
        let of =
            |values: [&str; 3]| estimate(&values.map(str::to_owned), Language::German).map(Estimate::mean);
        assert_eq!(of(["20", "45", "130"]), Some(55.0));
        assert_eq!(of(["20,5", "20,5", "20,5"]), Some(20.5));
        for wrong in [["45", "20", "130"], ["", "45", "130"], ["-1", "0", "1"]] {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
    }
}
