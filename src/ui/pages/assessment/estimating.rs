//! Handling time by estimate: shortest, normal and longest become a mean, and the mean a change of the scenario.

use crate::assessment::estimate;
use crate::format::{number, parse_number};
use crate::plan::{Action, CaseType, CaseTypeId, CaseTypePatch, Change, Plan};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use leptos::prelude::*;

/// Most minutes of a case.
const MOST: f64 = 100_000.0;

/// A case type, three estimates, and the mean.
#[component]
pub fn Estimating(plan: Kept<Plan>) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let chosen = Held::new(None::<CaseTypeId>);
    let typed = Held::new([String::new(), String::new(), String::new()]);
    let problem = Held::new(None::<String>);
    let mean = Kept::new(move || typed.with(mean));
    let now = Kept::new(move || {
        let id = chosen.get()?;
        plan.with(|plan| plan.case_type(&id).map(CaseType::minutes_per_case))
    });
    let answer = move || {
        let language = i18n.language();
        let (Some(mean), [shortest, normal, longest]) = (mean.get(), typed.get()) else {
            return t_string!(i18n, need.estimate_missing).to_owned();
        };
        let mean = number(mean, 1, language);
        let mut words = t_string!(i18n, need.estimate_answer, shortest, normal, longest, mean);
        if let Some(now) = now.get() {
            words.push(' ');
            words.push_str(&t_string!(i18n, need.estimate_now, now = number(now, 1, language)));
        }
        words
    };
    let adopt = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = chosen.get_untracked().zip(mean.get_untracked());
        let action =
            asked.and_then(|(id, mean)| plan.with_untracked(|plan| with_minutes(plan.case_type(&id)?, mean)));
        let effective = plan.with_untracked(|plan| plan.as_of);
        let done = match action {
            Some(action) => in_hand.apply(Change { effective, action }).map_err(|reason| reason.to_string()),
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
    part(view! {
        <section class="section need-estimate" aria-labelledby="schaetzung">
            <h2 id="schaetzung">{t!(i18n, need.estimate)}</h2>
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
        </section>
    })
}

/// The mean of three estimates; none unless they are numbers in their order.
fn mean(typed: &[String; 3]) -> Option<f64> {
    let [shortest, normal, longest] = typed.each_ref().map(|text| parse_number(text));
    let (shortest, normal, longest) = (shortest?, normal?, longest?);
    let in_order = 0.0 <= shortest && shortest <= normal && normal <= longest && longest <= MOST;
    (in_order && longest > 0.0).then(|| estimate(shortest, normal, longest))
}

/// The case type with another handling time; its steps keep their proportions.
fn with_minutes(of: &CaseType, minutes: f64) -> Option<Action> {
    let steps = Some(of.steps_taking(minutes)?);
    Some(Action::SetCaseType(CaseTypePatch { steps, ..CaseTypePatch::new(of.id.clone()) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn three_estimates_in_their_order_make_a_mean() {
        let of = |values: [&str; 3]| mean(&values.map(str::to_owned));
        assert_eq!(of(["20", "45", "130"]), Some(55.0));
        assert_eq!(of(["20,5", "20,5", "20,5"]), Some(20.5));
        for wrong in
            [["45", "20", "130"], ["20", "130", "45"], ["", "45", "130"], ["-1", "0", "1"], ["0", "0", "0"]]
        {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_case_type_takes_the_mean_and_its_steps_keep_their_proportions() {
        let plan = builtin().unwrap();
        for of in &plan.case_types {
            let action = with_minutes(of, 55.0).unwrap();
            let after = plan.apply(&Change { effective: plan.as_of, action }).unwrap();
            assert!((after.case_type(&of.id).unwrap().minutes_per_case() - 55.0).abs() < 1e-6);
        }
    }
}
