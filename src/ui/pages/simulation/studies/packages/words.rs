//! The interaction in words: what the packages do together, and what of it is more or less than their sum.

use super::asked::Asked;
use crate::format::{self, number, signed};
use crate::simulation::{
    Combination, Interaction, Interplay, Summariser, Summary, SwitchTable, VariantMeasure, holds,
};
use crate::ui::i18n::{I18n, t_string};
use chrono::NaiveDate;

/// What a figure is called.
pub fn name(i18n: I18n, measure: VariantMeasure, last: NaiveDate) -> String {
    match measure {
        VariantMeasure::Open => t_string!(i18n, simulation.open, date = format::date(last, i18n.language())),
        VariantMeasure::ShareOverThreeMonths => t_string!(i18n, simulation.measure_share).to_owned(),
        VariantMeasure::Load => t_string!(i18n, simulation.utilisation).to_owned(),
        VariantMeasure::MedianDays => t_string!(i18n, scenarios.median_days).to_owned(),
        VariantMeasure::NineInTenDays => t_string!(i18n, scenarios.nine_in_ten_days).to_owned(),
    }
}

const fn is_share(measure: VariantMeasure) -> bool {
    matches!(measure, VariantMeasure::ShareOverThreeMonths | VariantMeasure::Load)
}

/// A value as a table writes it.
pub fn value(i18n: I18n, measure: VariantMeasure, value: f64) -> String {
    if is_share(measure) {
        format::percent(value, 1, i18n.language())
    } else {
        number(value, 1, i18n.language())
    }
}

/// „−12,4 ± 1,3“: a difference with its interval, of shares in percentage points.
pub fn effect(i18n: I18n, measure: VariantMeasure, difference: &Summary) -> String {
    let (factor, language) = (if is_share(measure) { 100.0 } else { 1.0 }, i18n.language());
    let half = number(difference.half_width * factor, 1, language);
    format!("{} ± {half}", signed(difference.mean * factor, 1, language))
}

/// The same with its unit, for a sentence.
fn effect_with_unit(i18n: I18n, measure: VariantMeasure, difference: &Summary) -> String {
    let unit = match measure {
        VariantMeasure::Open => t_string!(i18n, simulation.unit_cases),
        VariantMeasure::ShareOverThreeMonths | VariantMeasure::Load => {
            t_string!(i18n, simulation.unit_points)
        }
        VariantMeasure::MedianDays | VariantMeasure::NineInTenDays => t_string!(i18n, simulation.unit_days),
    };
    format!("{} {unit}", effect(i18n, measure, difference))
}

/// The packages of a combination by their names, as a sentence lists them.
pub fn listed(i18n: I18n, asked: &Asked, combination: Combination) -> String {
    let on = asked.packages.iter().enumerate().filter(|(place, _)| holds(combination, *place));
    let mut names: Vec<String> =
        on.map(|(_, package)| t_string!(i18n, simulation.quoted, name = &package.name)).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => {
            t_string!(i18n, simulation.both, first = names.join(", "), last)
        }
        last => last.unwrap_or_default(),
    }
}

/// Why a combination cannot be applied: the change that does not fit, its day, and the reason.
pub fn refusal(i18n: I18n, asked: &Asked, combination: Combination) -> Option<String> {
    let language = i18n.language();
    let (change, reason) = asked.misfit(combination, language)?;
    let reason = reason.sentence(language);
    Some(match change {
        Some((what, day)) => {
            t_string!(i18n, simulation.packages_refused, what, date = format::date(day, language), reason)
        }
        None => t_string!(i18n, simulation.packages_refused_decided, reason),
    })
}

/// What an interplay is called in a table.
pub fn interplay(i18n: I18n, interplay: Interplay) -> &'static str {
    match interplay {
        Interplay::Independent => t_string!(i18n, simulation.interplay_independent),
        Interplay::Unclear => t_string!(i18n, simulation.interplay_unclear),
        Interplay::Stronger => t_string!(i18n, simulation.interplay_stronger),
        Interplay::Weaker => t_string!(i18n, simulation.interplay_weaker),
        Interplay::Different => t_string!(i18n, simulation.interplay_different),
    }
}

/// The answer: how all packages together compare with the sum of what each does alone; tracks the language.
pub fn sentence(
    i18n: I18n,
    asked: &Asked,
    table: &SwitchTable,
    measure: VariantMeasure,
    summariser: &mut Summariser,
) -> String {
    let all = table.all();
    let names = listed(i18n, asked, all);
    if let Some(reason) = refusal(i18n, asked, all) {
        return t_string!(i18n, simulation.packages_no_whole, names, reason);
    }
    let Some(whole) = table.effect(all, summariser) else {
        return t_string!(i18n, simulation.packages_no_figure).to_owned();
    };
    let whole = effect_with_unit(i18n, measure, &whole.difference);
    let Some(Interaction { sum, beyond, interplay }) = table.interaction(all, summariser) else {
        let alone = (0..asked.packages.len()).map(|place| 1 << place);
        let missing = alone.filter(|one| table.effect(*one, summariser).is_none()).sum();
        let missing = listed(i18n, asked, missing);
        return t_string!(i18n, simulation.packages_no_sum, names, whole, missing);
    };
    let sum = effect(i18n, measure, &sum);
    let beyond = effect_with_unit(i18n, measure, &beyond);
    match interplay {
        Interplay::Independent => t_string!(i18n, simulation.packages_independent, names, whole),
        Interplay::Unclear => t_string!(i18n, simulation.packages_unclear, names, whole, sum, beyond),
        Interplay::Stronger => t_string!(i18n, simulation.packages_stronger, names, whole, sum, beyond),
        Interplay::Weaker => t_string!(i18n, simulation.packages_weaker, names, whole, sum, beyond),
        Interplay::Different => t_string!(i18n, simulation.packages_different, names, whole, sum, beyond),
    }
}

/// What counts beside the packages, and what it does on its own; tracks the language.
pub fn base(i18n: I18n, asked: &Asked, measure: VariantMeasure, alone: Option<&Summary>) -> String {
    if asked.base == 0 {
        return t_string!(i18n, simulation.packages_no_base).to_owned();
    }
    let count = number(asked.base as f64, 0, i18n.language());
    match alone {
        Some(alone) => {
            let effect = effect_with_unit(i18n, measure, alone);
            t_string!(i18n, simulation.packages_base, count, effect)
        }
        None => t_string!(i18n, simulation.packages_base_unknown, count),
    }
}
