//! Personnel cost by grade: sourced defaults, each to be replaced by the city's own figure from the budget year on.

use super::Desk;
use crate::format;
use crate::plan::{Action, AssumptionsPatch, Change, EuroPerYear, Plan};
use crate::staffing_plan::euro;
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text};
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Most that a post may cost in a year, in euro.
const MOST: f64 = 10_000_000.0;

/// Each grade with its cost as an input.
#[component]
pub fn Grades(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let costs = Kept::new(move || {
        let plan = on(desk, first_day(desk));
        let grades = plan.posts.iter().map(|post| post.grade.clone());
        let mut costs: BTreeMap<String, Option<EuroPerYear>> = grades.map(|grade| (grade, None)).collect();
        costs.extend(plan.assumptions.cost_per_grade.iter().map(|(grade, cost)| (grade.clone(), Some(*cost))));
        costs
    });
    let source = move || {
        desk.plan.with(|plan| plan.assumptions.sources.get("cost_per_grade").cloned()).unwrap_or_default()
    };
    let list = rows(move || {
        costs.with(|costs| {
            let field = |grade: &String| {
                let grade = grade.clone();
                Row::new(grade.clone(), move || view! { <Field desk costs grade/> }.into_any())
            };
            costs.keys().map(field).collect()
        })
    });
    part(view! {
        <section class="section staffing-grades" aria-labelledby="kosten-gruppen">
            <details class="study">
                <summary><h2 id="kosten-gruppen">{t!(i18n, staffing.grades)}</h2></summary>
                <p class="forecast-hint">
                    {text(move || {
                        let date = format::date(first_day(desk), i18n.language());
                        t_string!(i18n, staffing.grades_hint, date, source = source())
                    })}
                </p>
                <div class="staffing-fields">{list}</div>
            </details>
        </section>
    })
}

/// The day from which an entry counts: the first of the budget year, or the plan's first day; tracks.
fn first_day(desk: Desk) -> NaiveDate {
    let year = desk.query.with(|query| query.year);
    let first = desk.plan.with(|plan| plan.as_of);
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(first).max(first)
}

/// The plan of a day with the scenario; tracks.
fn on(desk: Desk, day: NaiveDate) -> Plan {
    desk.in_hand.organisation(day).plan
}

type Costs = BTreeMap<String, Option<EuroPerYear>>;

#[component]
fn Field(desk: Desk, costs: Kept<Costs>, grade: String) -> impl IntoView {
    let i18n = desk.i18n;
    let problem = Held::new(None::<String>);
    let id = format!("kosten-{}", grade.replace(' ', "-"));
    let shown = {
        let grade = grade.clone();
        Kept::new(move || {
            let cost = costs.with(|costs| costs.get(&grade).copied().flatten());
            cost.map(|cost| format::number(cost.as_f64(), 0, i18n.language())).unwrap_or_default()
        })
    };
    let name = grade.clone();
    let set = move |typed: String| {
        if typed.trim() == shown.get_untracked() {
            return problem.set(None);
        }
        problem.set(untrack(|| change(desk, &grade, &typed)).err());
    };
    let note = live(move || {
        problem.get().map(|reason| part(view! { <p class="assumption-problem" role="alert">{reason}</p> }))
    });
    part(view! {
        <div class="staffing-field">
            <label for=id.clone()>{name}</label>
            <input id=id class="input assumption-number" inputmode="decimal" autocomplete="off"
                value=shown.get_untracked() prop:value=move || shown.get()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change=move |event| set(event_target_value(&event))/>
            <span>{t!(i18n, staffing.euro_a_year)}</span>
            {note}
        </div>
    })
}

/// Another cost of a grade from the budget year on; all others stay.
fn change(desk: Desk, grade: &str, typed: &str) -> Result<(), String> {
    let day = first_day(desk);
    let amount = format::parse_number(typed).filter(|amount| (0.0..=MOST).contains(amount));
    let amount = amount.and_then(|amount| EuroPerYear::parse(amount).ok()).ok_or_else(|| {
        let most = euro((MOST * 100.0) as i64, desk.i18n.language());
        t_string!(desk.i18n, staffing.not_an_amount, most)
    })?;
    let mut costs = on(desk, day).assumptions.cost_per_grade;
    costs.insert(grade.to_owned(), amount);
    let patch = AssumptionsPatch { cost_per_grade: Some(costs), ..AssumptionsPatch::default() };
    let change = Change { effective: day, action: Action::SetAssumptions(Box::new(patch)) };
    desk.in_hand.apply(change).map_err(|reason| reason.to_string())
}
