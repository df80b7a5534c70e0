//! What a comparison says, as a sentence.

use super::forecast::{Comparison, Direction, FigureSeries, Figures};
use crate::format::{self, Language};
use crate::plan::UnitId;
use chrono::NaiveDate;

/// A figure that a sentence can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Open cases at the end of the horizon.
    Open,
    /// Cases older than three months at the end of the horizon.
    OverThreeMonths,
    /// Working minutes to the start of handling, as a mean over the horizon.
    Wait,
    /// Calendar days to completion, as a mean over the horizon.
    Lead,
    /// Share completed within the target.
    WithinTarget,
    /// Effective full-time equivalents over the horizon.
    EffectiveFte,
}

impl Measure {
    /// Picks the figure.
    pub const fn of<T>(self, figures: &Figures<T>) -> &T {
        match self {
            Self::Open => &figures.open,
            Self::OverThreeMonths => &figures.over_three_months,
            Self::Wait => &figures.wait_minutes,
            Self::Lead => &figures.lead_days,
            Self::WithinTarget => &figures.within_target,
            Self::EffectiveFte => &figures.effective_fte,
        }
    }

    fn name(self, end: NaiveDate, language: Language) -> String {
        let day = format::date(end, language);
        match (self, language) {
            (Self::Open, Language::German) => format!("offene Fälle am {day}"),
            (Self::Open, Language::English) => format!("open cases on {day}"),
            (Self::OverThreeMonths, Language::German) => format!("Fälle älter als drei Monate am {day}"),
            (Self::OverThreeMonths, Language::English) => format!("cases older than three months on {day}"),
            (Self::Wait, Language::German) => "mittlere Wartezeit in Arbeitsminuten".to_owned(),
            (Self::Wait, Language::English) => "mean wait in working minutes".to_owned(),
            (Self::Lead, Language::German) => "mittlere Dauer bis zum Abschluss in Tagen".to_owned(),
            (Self::Lead, Language::English) => "mean days to completion".to_owned(),
            (Self::WithinTarget, Language::German) => "Anteil innerhalb der Zielfrist".to_owned(),
            (Self::WithinTarget, Language::English) => "share within the target".to_owned(),
            (Self::EffectiveFte, Language::German) => "wirksame VZÄ".to_owned(),
            (Self::EffectiveFte, Language::English) => "effective FTE".to_owned(),
        }
    }

    fn value(self, value: f64, language: Language) -> String {
        match self {
            Self::Open | Self::OverThreeMonths | Self::Wait => format::number(value, 0, language),
            Self::Lead => format::number(value, 1, language),
            Self::EffectiveFte => format::number(value, 2, language),
            Self::WithinTarget => format::percent(value, 0, language),
        }
    }
}

/// The sentence for one unit: „Einbürgerung: offene Fälle am 31.12.2025: 1.240 → 610 (± 90)“. The number in brackets
/// is the half width of the 95 % interval of the paired difference. `name` is what the unit is called.
///
/// None where the comparison does not hold the unit.
#[must_use]
pub fn verdict(
    comparison: &Comparison,
    unit: &UnitId,
    name: &str,
    measure: Measure,
    language: Language,
) -> Option<String> {
    let of = |series: &FigureSeries| *measure.of(&series.total);
    let before = of(comparison.baseline.units.get(unit)?);
    let after = of(comparison.scenario.units.get(unit)?);
    let difference = of(comparison.difference.units.get(unit)?);
    let last =
        super::clock::date_of(comparison.scenario.start, comparison.scenario.horizon_days.saturating_sub(1));
    let what = measure.name(last, language);
    let (before, after) = (measure.value(before.mean, language), measure.value(after.mean, language));
    let half_width = measure.value(difference.half_width, language);
    let unclear = match language {
        Language::German => "kein klarer Unterschied",
        Language::English => "no clear difference",
    };
    Some(match difference.direction() {
        Direction::NoClearDifference => {
            format!("{name}: {what}: {before} → {after}, {unclear} (± {half_width})")
        }
        Direction::Lower | Direction::Higher => {
            format!("{name}: {what}: {before} → {after} (± {half_width})")
        }
    })
}
