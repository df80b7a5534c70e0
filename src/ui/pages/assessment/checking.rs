//! The published worked examples, derived before the reader's eyes.

use crate::assessment::{Check, checks};
use crate::format::number;
use crate::ui::components::{DerivationView, Start, folded};
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

/// Each example behind its title: inputs, formula, result, and the published one beside it.
#[component]
pub fn Checking() -> impl IntoView {
    let i18n = use_i18n();
    let all = checks();
    let (count, met) = (all.len(), all.iter().filter(|check| check.holds()).count());
    let examples: Vec<AnyView> = all.into_iter().map(|check| example(i18n, check)).collect();
    let answer = part(view! {
        <span data-testid="checks-answer">{text(move || t_string!(i18n, need.checks_brief, count, met))}</span>
    });
    folded(
        ("pruefrechnungen", "need-checks"),
        Start::Closed,
        t!(i18n, need.checks).into_any(),
        answer,
        part(view! { <p>{t!(i18n, need.checks_answer)}</p> {examples} }),
    )
}

fn example(i18n: I18n, check: Check) -> AnyView {
    let holds = check.holds();
    let (name, expected, decimals) = (check.name, check.expected, check.decimals);
    let title = check.derivation.title.clone();
    let unit = check.derivation.unit.clone();
    let verdict = move || {
        let expected = format!("{} {unit}", number(expected, decimals, i18n.language()));
        if holds {
            t_string!(i18n, need.check_holds, expected)
        } else {
            t_string!(i18n, need.check_fails, expected)
        }
    };
    part(view! {
        <details class="fold" data-check=name>
            <summary>{name} ": " {title}</summary>
            <DerivationView derivation=check.derivation/>
            <p class="small">{text(verdict)}</p>
        </details>
    })
}
