//! Both methods side by side, with both sets of yearly minutes, and why they differ.

use super::query::Query;
use crate::assessment::{Assessment, ParameterSetId, Request, assess};
use crate::format::{number, percent, signed};
use crate::plan::{Method, Plan};
use crate::ui::components::{DataTable, Start, folded};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

/// A way to compute, and what it gives.
#[derive(Debug, Clone, PartialEq)]
struct Way {
    method: Method,
    parameters: ParameterSetId,
    /// Minutes of basic time that one full-time equivalent handles in a year.
    net_minutes: f64,
    need: f64,
    backlog: f64,
    chosen: bool,
}

/// Four ways in a table, and the difference in words.
#[component]
pub fn Comparing(plan: Kept<Plan>, query: Kept<Query>) -> impl IntoView {
    let i18n = use_i18n();
    let ways = Kept::new(move || plan.with(|plan| query.with(|query| ways(plan, query))));
    let caption = Signal::derive(move || t_string!(i18n, need.methods_caption).to_owned());
    let table = live(move || {
        let ways = ways.get();
        let first = ways.iter().find(|way| way.chosen).or_else(|| ways.first())?.need;
        let rows: Vec<AnyView> = ways.iter().map(|way| row(i18n, way, first)).collect();
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, assessment.method)}</th>
                <th scope="col">{t!(i18n, assessment.parameters)}</th>
                <th scope="col" class="is-number">{t!(i18n, need.net_minutes)}</th>
                <th scope="col" class="is-number">{t!(i18n, need.permanent)}</th>
                <th scope="col" class="is-number">{t!(i18n, need.difference)}</th>
                <th scope="col" class="is-number">{t!(i18n, need.temporary)}</th>
            </tr>
        });
        Some(view! { <DataTable id="verfahren-tabelle" head caption>{rows}</DataTable> }.into_any())
    });
    let sentence = part(view! {
        <p data-testid="methods-answer">{text(move || plan.with(|plan| sentence(i18n, plan, &ways.get())))}</p>
    });
    folded(
        ("verfahren", "need-methods"),
        Start::Closed,
        t!(i18n, need.methods).into_any(),
        text(move || in_brief(i18n, &ways.get())),
        part(view! { {sentence} {table} }),
    )
}

fn ways(plan: &Plan, query: &Query) -> Vec<Way> {
    let asked = query.request(plan);
    let own = asked.parameters.or_else(|| {
        let minutes = plan.assumptions.yearly_minutes;
        ParameterSetId::ALL.into_iter().find(|id| id.set().yearly_minutes == minutes)
    });
    let mut ways = Vec::new();
    for parameters in ParameterSetId::ALL {
        for method in [Method::Kgst, Method::Bmi] {
            let request = Request { method: Some(method), parameters: Some(parameters), ..asked };
            let Ok(Assessment { total, net_minutes, .. }) = assess(plan, &request) else { continue };
            ways.push(Way {
                method,
                parameters,
                net_minutes: net_minutes.result,
                need: total.need,
                backlog: total.backlog_need,
                chosen: asked.method == Some(method) && own == Some(parameters),
            });
        }
    }
    ways
}

/// The least and the most that the ways give; tracks the language.
fn in_brief(i18n: I18n, ways: &[Way]) -> String {
    let needs = || ways.iter().map(|way| way.need);
    let fte = |value: f64| number(value, 1, i18n.language());
    let (least, most) = (fte(needs().fold(f64::INFINITY, f64::min)), fte(needs().fold(0.0, f64::max)));
    if ways.is_empty() { String::new() } else { t_string!(i18n, need.methods_brief, least, most) }
}

/// By how much method B differs from A with the same minutes, and why; tracks the language.
fn sentence(i18n: I18n, plan: &Plan, ways: &[Way]) -> String {
    let language = i18n.language();
    let of = |method: Method| {
        ways.iter().find(|way| way.method == method && way.parameters == ParameterSetId::Kgst2022)
    };
    let (Some(a), Some(b)) = (of(Method::Kgst), of(Method::Bmi)) else { return String::new() };
    let allowance = plan.assumptions.allowance.as_f64();
    t_string!(
        i18n,
        need.methods_answer,
        difference = signed(b.need - a.need, 2, language),
        allowance = percent(allowance, 0, language),
        factor_a = number(1.0 / (1.0 - allowance), 4, language),
        factor_b = number(1.1, 4, language)
    )
}

fn row(i18n: I18n, way: &Way, first: f64) -> AnyView {
    let language = i18n.language();
    let method = match way.method {
        Method::Kgst => t_string!(i18n, assessment.method_kgst),
        Method::Bmi => t_string!(i18n, assessment.method_bmi),
    };
    let parameters = match way.parameters {
        ParameterSetId::Kgst2022 => t_string!(i18n, assessment.parameters_2022),
        ParameterSetId::Kgst2025 => t_string!(i18n, assessment.parameters_2025),
    };
    let difference = match way.chosen {
        true => t_string!(i18n, need.chosen).to_owned(),
        false => signed(way.need - first, 2, language),
    };
    part(view! {
        <tr class:is-sum=way.chosen>
            <th scope="row">{method}</th>
            <td>{parameters}</td>
            <td class="is-number">{number(way.net_minutes, 0, language)}</td>
            <td class="is-number">{number(way.need, 2, language)}</td>
            <td class="is-number">{difference}</td>
            <td class="is-number">{number(way.backlog, 2, language)}</td>
        </tr>
    })
}
