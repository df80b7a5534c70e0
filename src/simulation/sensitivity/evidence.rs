//! Which assumption is worth finding out next: what each contributes to the uncertainty of the answer, and how it could be known.
//!
//! Main effects as in Saltelli et al., Global Sensitivity Analysis (2008), section 1.2, one assumption at a time: its true value may lie
//! anywhere between both sides, the answer runs straight from the smaller value over that of the plan to the larger one. What
//! assumptions do to each other is not in it.

use super::words::pick;
use super::{Bar, Lever, LeverKind, Tornado};
use crate::format::{self, Language};
use crate::plan::Plan;

/// How an assumption can be known before the answer is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Counting cases in the procedure's own software.
    Count,
    /// Writing down times for some weeks, by case type.
    Record,
    /// Sums of the personnel office, of groups of five and more.
    Personnel,
    /// The administration lays it down itself.
    Decide,
    /// Not at all: it shows when it happens, or differs from year to year.
    Later,
}

impl Evidence {
    /// Whether finding out is a matter of work, not of a decision and not of time.
    #[must_use]
    pub const fn is_measurable(self) -> bool {
        matches!(self, Self::Count | Self::Record | Self::Personnel)
    }

    /// What to do, for a table.
    #[must_use]
    pub const fn words(self, language: Language) -> &'static str {
        let (german, english) = match self {
            Self::Count => ("im Fachverfahren zählen", "count in the procedure’s software"),
            Self::Record => ("Zeiten je Fallart aufschreiben", "write down times by case type"),
            Self::Personnel => ("Summen der Personalstelle", "sums of the personnel office"),
            Self::Decide => ("selbst festlegen", "lay down oneself"),
            Self::Later => ("zeigt sich erst später", "only shows later"),
        };
        pick(german, english, language)
    }
}

impl Lever {
    /// How the assumption can be known.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        // Counted years vary among themselves; one more count does not make the next year known.
        if self.counted.is_some() {
            return Evidence::Later;
        }
        match &self.kind {
            LeverKind::OpeningWaiting
            | LeverKind::OpeningCirculating
            | LeverKind::Enquiries
            | LeverKind::Certificates
            | LeverKind::Suits
            | LeverKind::Dispersion
            | LeverKind::Demand(_)
            | LeverKind::FollowUps(_)
            | LeverKind::ExternalWait(_) => Evidence::Count,
            LeverKind::Minutes(_)
            | LeverKind::HandlingSpread
            | LeverKind::Decision
            | LeverKind::Mentoring
            | LeverKind::Transfer => Evidence::Record,
            LeverKind::Absence | LeverKind::Turnover | LeverKind::Recruitment | LeverKind::Onboarding => {
                Evidence::Personnel
            }
            LeverKind::AtOnce | LeverKind::DecidesAfter | LeverKind::Allowance | LeverKind::FailureDemand => {
                Evidence::Decide
            }
            LeverKind::DemandEvent(_) | LeverKind::OutageLost(_) | LeverKind::OutageDays(_) => {
                Evidence::Later
            }
        }
    }

    /// Where the plan's value lies between the smaller one (0) and the larger one (1).
    pub(super) fn place(&self) -> f64 {
        let width = self.high - self.low;
        if width > 0.0 { ((self.base - self.low) / width).clamp(0.0, 1.0) } else { 0.5 }
    }
}

/// The variance of the answer when the assumption lies anywhere between both sides; 0 where its influence is not clear.
fn variance(bar: &Bar, lever: &Lever) -> f64 {
    if !bar.is_clear() {
        return 0.0;
    }
    let (below, low, high) = (lever.place(), bar.low.mean, bar.high.mean);
    // Straight lines from `low` to 0 and from 0 to `high`: means and mean squares over both pieces.
    let mean = (below * low + (1.0 - below) * high) / 2.0;
    let square = (below * low * low + (1.0 - below) * high * high) / 3.0;
    (square - mean * mean).max(0.0)
}

impl Tornado {
    /// What each bar contributes to the uncertainty of the answer, as a share of what all bars do (variances, 0 to 1), in the order of
    /// the bars; all 0 where none has a clear influence.
    #[must_use]
    pub fn shares(&self, levers: &[Lever]) -> Vec<f64> {
        let each =
            self.bars.iter().map(|bar| levers.get(bar.lever).map_or(0.0, |lever| variance(bar, lever)));
        let each: Vec<f64> = each.collect();
        let all: f64 = each.iter().sum();
        each.iter().map(|one| if all > 0.0 { one / all } else { 0.0 }).collect()
    }

    /// Which number to find out next, how, and what lies before it that nobody can find out yet; none where nothing that can be found
    /// out has a clear influence. `plan` names the case types.
    #[must_use]
    pub fn to_find_out(&self, levers: &[Lever], plan: &Plan, language: Language) -> Option<String> {
        let shares = self.shares(levers);
        let mut ranked: Vec<(f64, &Lever)> = self
            .bars
            .iter()
            .zip(shares)
            .filter_map(|(bar, share)| Some((share, levers.get(bar.lever)?)))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let found =
            ranked.iter().position(|(share, lever)| *share > 0.0 && lever.evidence().is_measurable())?;
        let (share, lever) = ranked[found];
        let (name, how) = (lever.name(plan, language), lever.evidence().words(language));
        let share = format::percent(share, 0, language);
        let mut text = match language {
            Language::German => format!(
                "Als Nächstes zu ermitteln: „{name}“. Diese Annahme macht {share} der Unsicherheit aus, die alle Annahmen zusammen in diese Antwort bringen. Weg: {how}."
            ),
            Language::English => format!(
                "To find out next: “{name}”. It makes {share} of the uncertainty that all assumptions bring into this answer. How: {how}."
            ),
        };
        if let Some((share, before)) = ranked[..found].first() {
            let (name, how) = (before.name(plan, language), before.evidence().words(language));
            let share = format::percent(*share, 0, language);
            text.push_str(&match language {
                Language::German => format!(" Noch mehr macht „{name}“ aus ({share}; {how})."),
                Language::English => format!(" “{name}” makes even more ({share}; {how})."),
            });
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Summary;
    use proptest::prelude::*;

    fn summary(mean: f64) -> Summary {
        Summary { mean, ..Summary::default() }
    }

    fn bar(low: f64, high: f64) -> Bar {
        let between = if high == low { 1.0 } else { high - low };
        Bar { lever: 0, low: summary(low), high: summary(high), between: summary(between), swing: 0.0 }
    }

    fn lever(low: f64, base: f64, high: f64) -> Lever {
        let (kind, changes) = (LeverKind::Absence, [Vec::new(), Vec::new()]);
        Lever { kind, low, base, high, spread: 0.0, counted: None, changes }
    }

    proptest! {
        /// The answer at many evenly spread true values, and the variance of these: without the formula.
        #[test]
        fn the_variance_is_that_of_true_values_anywhere_between_both_sides(
            (low, high) in (-1e4_f64..1e4, -1e4_f64..1e4),
            (least, below, above) in (-50_f64..50.0, 0.0_f64..20.0, 0.01_f64..20.0),
        ) {
            let (base, most) = (least + below, least + below + above);
            let answer = |value: f64| {
                if value < base { low * (base - value) / below } else { high * (value - base) / above }
            };
            let values = 20_000;
            let at = |number: i32| answer(least + (most - least) * (f64::from(number) + 0.5) / f64::from(values));
            let mean = (0..values).map(at).sum::<f64>() / f64::from(values);
            let spread = (0..values).map(|number| (at(number) - mean).powi(2)).sum::<f64>() / f64::from(values);
            let told = variance(&bar(low, high), &lever(least, base, most));
            let scale = low.abs().max(high.abs()).powi(2);
            prop_assert!((told - spread).abs() <= 1e-3 * scale, "{} instead of {}", told, spread);
        }
    }

    #[test]
    fn what_has_no_width_or_no_number_has_no_share() {
        let shares = |bars: Vec<Bar>| {
            let count = bars.len();
            let bars = bars.into_iter().enumerate().map(|(lever, bar)| Bar { lever, ..bar }).collect();
            Tornado { bars, ..Tornado::default() }.shares(&vec![lever(0.0, 1.0, 2.0); count])
        };
        assert_eq!(shares(vec![bar(-1.0, 1.0)]), [1.0], "one alone makes all of it");
        assert_eq!(shares(vec![bar(0.0, 0.0), bar(-1.0, 1.0)]), [0.0, 1.0]);
        assert_eq!(shares(vec![bar(0.0, 0.0); 2]), [0.0, 0.0]);
        for strange in [f64::NAN, f64::INFINITY] {
            assert_eq!(shares(vec![bar(strange, 1.0), bar(-1.0, 1.0)]), [0.0, 1.0], "{strange}");
        }
        // The plan's value is one of both sides, or both sides are the same.
        let one_sided = variance(&bar(0.0, 6.0), &lever(1.0, 1.0, 2.0));
        assert!((one_sided - 3.0).abs() < 1e-12, "{one_sided}");
        assert!(variance(&bar(0.0, 6.0), &lever(1.0, 1.0, 1.0)).is_finite());
    }
}
