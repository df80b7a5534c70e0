//! Extrapolation: figures that reach further than what was ever counted.

use super::super::Model;
use crate::format::{Language, number};
use crate::plan::{CaseType, Plan};
use chrono::Datelike;

/// Names that a sentence lists; the rest is a number.
const NAMED: usize = 5;
/// Years beyond the last counted one that are always taken as close enough.
const CLOSE: usize = 2;
/// Growth over the horizon, or its inverse, from which on it is told.
const GROWTH: f64 = 2.0;

/// Sentences about what the plan cannot know.
pub(super) fn note(model: &Model, plan: &Plan) -> Vec<String> {
    let reported = model.types.iter().filter(|info| info.reported && !info.rates.is_empty());
    let types: Vec<&CaseType> = reported.filter_map(|info| plan.case_type(&info.id)).collect();
    [uncounted(&types), beyond(model, &types), growth(model, &types)].into_iter().flatten().collect()
}

fn uncounted(types: &[&CaseType]) -> Option<String> {
    let never = |case_type: &&&CaseType| case_type.counts.is_empty() && case_type.demand.per_year > 0.0;
    let names: Vec<&str> = types.iter().filter(never).map(|case_type| case_type.name.as_str()).collect();
    (!names.is_empty())
        .then(|| format!("Ohne gezählte Fälle, die Fallzahlen sind reine Annahmen: {}.", list(&names)))
}

fn beyond(model: &Model, types: &[&CaseType]) -> Option<String> {
    let years = || types.iter().flat_map(|case_type| case_type.counts.keys().copied());
    let (first, last) = (years().min()?, years().max()?);
    let end = super::super::super::clock::date_of(model.start, model.options.horizon_days.saturating_sub(1));
    let counted = usize::from(last - first) + 1;
    let ahead = usize::try_from(end.year() - i32::from(last)).unwrap_or_default();
    (ahead > CLOSE.max(2 * counted)).then(|| {
        let counts = if first == last { format!("für {first}") } else { format!("für {first} bis {last}") };
        format!(
            "Gezählte Fälle liegen {counts} vor, gerechnet wird bis {}: Das ist eine Fortschreibung weit über die Daten hinaus; die Bereiche enthalten diese Unsicherheit nicht.",
            end.year()
        )
    })
}

fn growth(model: &Model, types: &[&CaseType]) -> Option<String> {
    let years = f64::from(model.options.horizon_days) / 365.25;
    let factor = |case_type: &CaseType| libm::pow(1.0 + case_type.demand.growth.max(-0.99), years);
    let far = |case_type: &&&CaseType| !(1.0 / GROWTH..=GROWTH).contains(&factor(case_type));
    let named = |case_type: &&CaseType| {
        format!("{} (auf das {}-Fache)", case_type.name, number(factor(case_type), 1, Language::German))
    };
    let names: Vec<String> = types.iter().filter(far).map(named).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| {
        format!("Das angenommene Wachstum setzt sich bis zum Ende des Zeitraums fort: {}. Bitte prüfen, ob das gemeint ist.", list(&names))
    })
}

fn list(names: &[&str]) -> String {
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} und {more} weitere"),
    }
}
