//! How one figure came about: formula, inputs with their origin, result, source.

use super::ProvenanceMark;
use crate::assessment::{Derivation, Input, Origin};
use crate::format::{Language, number};
use crate::plan::Provenance;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use leptos::prelude::*;

/// A derivation as a small list of facts.
#[component]
pub fn DerivationView(
    /// What is shown.
    derivation: Derivation,
) -> impl IntoView {
    let i18n = use_i18n();
    let (result, unit) = (derivation.result, derivation.unit);
    part(view! {
        <div class="derivation">
            <p class="derivation-formula">
                <span class="muted">{t!(i18n, assessment.formula)} ": "</span>
                {derivation.formula}
            </p>
            <ul class="derivation-inputs">
                {derivation.inputs.into_iter().map(|input| view! { <InputLine input/> }.into_any()).collect::<Vec<_>>()}
            </ul>
            <p>
                <span class="muted">{t!(i18n, assessment.result)} ": "</span>
                <strong class="number">{move || exact(result, i18n.language())} " " {unit}</strong>
            </p>
            <p class="muted small">{t!(i18n, assessment.source)} ": " {derivation.source}</p>
        </div>
    })
}

#[component]
fn InputLine(input: Input) -> impl IntoView {
    let i18n = use_i18n();
    let value = input.value;
    let mark = match input.origin {
        Origin::Document => view! { <ProvenanceMark provenance=Provenance::Document/> }.into_any(),
        Origin::Assumption => view! { <ProvenanceMark provenance=Provenance::Assumption/> }.into_any(),
        Origin::Published => part(
            view! { <span class="provenance" data-kind="published">{t!(i18n, assessment.origin_published)}</span> },
        ),
        Origin::Computed => part(
            view! { <span class="provenance" data-kind="computed">{t!(i18n, assessment.origin_computed)}</span> },
        ),
    };
    part(view! {
        <li>
            <span class="derivation-name">{input.name}</span>
            <span class="number">{move || exact(value, i18n.language())} " " {input.unit}</span>
            {mark}
            {input.source.map(|source| part(view! { <span class="muted small derivation-source">{source}</span> }))}
        </li>
    })
}

/// Enough decimals to recompute, no more: none for whole numbers, four below ten, two above.
fn exact(value: f64, language: Language) -> String {
    let decimals = match value.abs() {
        whole if (whole - whole.round()).abs() < 5e-5 => 0,
        small if small < 10.0 => 4,
        _ => 2,
    };
    number(value, decimals, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_many_decimals_as_are_needed() {
        assert_eq!(exact(95_400.0, Language::German), "95.400");
        assert_eq!(exact(4.198_6, Language::German), "4,1986");
        assert_eq!(exact(0.09, Language::German), "0,0900");
        assert_eq!(exact(364_504.5, Language::German), "364.504,50");
    }
}
