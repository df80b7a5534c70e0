//! Several lists of changes against one shared baseline: every figure without, with, and as a paired difference.
//!
//! All differences are taken replication by replication with the same random numbers, so that what the lists have in common
//! cancels out.

use super::Paired;
use crate::plan::UnitId;
use crate::simulation::{Summariser, Summary, UnitOutcome};

/// A figure that lists of changes are compared by. All of them are better the smaller they are, but the load, which is a
/// matter of judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeveralFigure {
    /// Open cases on the last day.
    Open,
    /// Open cases older than three months over all open cases on the last day, 0 to 1.
    ShareOverThreeMonths,
    /// Days from application to completion that half of the completions stay under.
    LeadDaysP50,
    /// Days from application to completion that nine completions in ten stay under.
    LeadDaysP90,
    /// Busy over available time over the horizon, 0 to 1; of several units weighted by their effective full-time equivalents.
    Utilisation,
}

impl SeveralFigure {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::ShareOverThreeMonths, Self::LeadDaysP50, Self::LeadDaysP90, Self::Utilisation];

    /// Whether it can be told of several units at once: percentiles of several cannot be had from theirs.
    #[must_use]
    pub const fn is_of_all(self) -> bool {
        !matches!(self, Self::LeadDaysP50 | Self::LeadDaysP90)
    }

    /// The figure of some units in one replication; none where there is nothing to take it of.
    fn of(self, units: &[&UnitOutcome]) -> Option<f64> {
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        let sum = |of: &dyn Fn(&UnitOutcome) -> f64| units.iter().map(|unit| of(unit)).sum::<f64>();
        match self {
            Self::Open => Some(sum(&|unit| last(&unit.open))),
            Self::ShareOverThreeMonths => {
                let open = sum(&|unit| last(&unit.open));
                Some(if open > 0.0 { sum(&|unit| last(&unit.over_three_months)) / open } else { 0.0 })
            }
            Self::LeadDaysP50 => single(units)?.lead_days_p50,
            Self::LeadDaysP90 => single(units)?.lead_days_p90,
            Self::Utilisation => {
                let all = sum(&|unit| unit.effective_fte);
                (all > 0.0).then(|| sum(&|unit| unit.utilisation * unit.effective_fte) / all)
            }
        }
    }
}

fn single<'a>(units: &[&'a UnitOutcome]) -> Option<&'a UnitOutcome> {
    match units {
        [unit] => Some(unit),
        _ => None,
    }
}

/// What one list of changes does, against the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOfSeveral {
    /// All units together, in the order of [`SeveralFigure::ALL`].
    pub all: [Option<Paired>; 5],
    /// By unit, in the order asked for.
    pub units: Vec<[Option<Paired>; 5]>,
}

/// Lists of changes against one shared baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// Units of interest.
    pub units: Vec<UnitId>,
    /// In the order asked for, without the baseline.
    pub lists: Vec<OneOfSeveral>,
    /// What the lists do together less the sum of what each does alone, in open cases of all units on the last day; only where
    /// the first list is all the others together.
    pub interaction: Option<Summary>,
}

impl Several {
    /// Compares the runs of several lists of changes, by list, unit and replication; the first list is the baseline.
    /// `first_is_all`: the first after it holds the changes of all others.
    ///
    /// Costs a pass over the runs and a sort of the replications for each figure, unit and list.
    #[must_use]
    pub fn of(units: &[UnitId], runs: &[Vec<Vec<UnitOutcome>>], first_is_all: bool) -> Self {
        let replications = runs.iter().flatten().map(Vec::len).max().unwrap_or_default();
        let mut summariser = Summariser::new(replications);
        let Some((baseline, lists)) = runs.split_first() else {
            return Self { units: units.to_vec(), lists: Vec::new(), interaction: None };
        };
        let places: Vec<usize> = (0..units.len()).collect();
        let one = |list: &Vec<Vec<UnitOutcome>>, summariser: &mut Summariser| OneOfSeveral {
            all: paired(baseline, list, &places, summariser),
            units: places.iter().map(|place| paired(baseline, list, &[*place], summariser)).collect(),
        };
        let found = lists.iter().map(|list| one(list, &mut summariser)).collect();
        let interaction = (first_is_all && lists.len() > 2)
            .then(|| summariser.of(interaction(baseline, lists, &places).into_iter()));
        Self { units: units.to_vec(), lists: found, interaction }
    }
}

/// The figures of some units by replication, in one list of changes.
fn values(list: &[Vec<UnitOutcome>], places: &[usize], figure: SeveralFigure) -> Vec<Option<f64>> {
    let of_units: Vec<&Vec<UnitOutcome>> = places.iter().filter_map(|place| list.get(*place)).collect();
    let replications = of_units.iter().map(|runs| runs.len()).min().unwrap_or_default();
    let value = |replication: usize| {
        let units: Vec<&UnitOutcome> = of_units.iter().filter_map(|runs| runs.get(replication)).collect();
        figure.of(&units)
    };
    (0..replications).map(value).collect()
}

fn paired(
    baseline: &[Vec<UnitOutcome>],
    list: &[Vec<UnitOutcome>],
    places: &[usize],
    summariser: &mut Summariser,
) -> [Option<Paired>; 5] {
    SeveralFigure::ALL.map(|figure| {
        let (without, with) = (values(baseline, places, figure), values(list, places, figure));
        let pairs = || without.iter().zip(&with).filter_map(|(without, with)| Some((*with)? - (*without)?));
        pairs().next()?;
        Some(Paired {
            baseline: summariser.of(without.iter().flatten().copied()),
            scenario: summariser.of(with.iter().flatten().copied()),
            difference: summariser.of(pairs()),
        })
    })
}

/// Effect of the first list less the sum of the effects of the others, in open cases, by replication.
fn interaction(baseline: &[Vec<UnitOutcome>], lists: &[Vec<Vec<UnitOutcome>>], places: &[usize]) -> Vec<f64> {
    let of = |list: &[Vec<UnitOutcome>]| values(list, places, SeveralFigure::Open);
    let without = of(baseline);
    let with: Vec<Vec<Option<f64>>> = lists.iter().map(|list| of(list)).collect();
    let effect = |list: &Vec<Option<f64>>, at: usize| Some((*list.get(at)?)? - (*without.get(at)?)?);
    let one = |at: usize| {
        let (all, alone) = with.split_first()?;
        let sum: Option<f64> = alone.iter().map(|list| effect(list, at)).sum();
        Some(effect(all, at)? - sum?)
    };
    (0..without.len()).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<UnitId> {
        ["a", "b"].map(|id| UnitId::parse(id).unwrap()).to_vec()
    }

    /// Two units, three replications; `less` fewer open cases in the first unit, a quarter of all of them old.
    fn list(less: f64) -> Vec<Vec<UnitOutcome>> {
        let outcome = |open: f64, fte: f64| UnitOutcome {
            open: vec![999.0, open],
            over_three_months: vec![999.0, open / 4.0],
            lead_days_p50: Some(open / 10.0),
            lead_days_p90: None,
            utilisation: 0.5 * fte,
            effective_fte: fte,
            ..UnitOutcome::default()
        };
        let runs = |open: f64, fte| (0..3).map(|n| outcome(open + f64::from(n), fte)).collect();
        vec![runs(100.0 - less, 1.0), runs(60.0, 2.0)]
    }

    #[test]
    fn differences_are_taken_replication_by_replication() {
        let several = Several::of(&units(), &[list(0.0), list(30.0)], false);
        let [open, share, half, nine, load] = several.lists[0].all;
        let open = open.unwrap();
        assert_eq!((open.baseline.mean, open.scenario.mean), (162.0, 132.0));
        assert_eq!(
            (open.difference.mean, open.difference.half_width),
            (-30.0, 0.0),
            "the pairs are the same"
        );
        assert!(open.baseline.half_width > 0.0);
        assert!(share.unwrap().difference.mean.abs() < 1e-12);
        assert_eq!((half, nine), (None, None), "percentiles are told of one unit only");
        assert!((load.unwrap().scenario.mean - (0.5 * 1.0 + 1.0 * 2.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_unit_that_nothing_changes_differs_by_nothing_and_percentiles_are_told_of_it() {
        let several = Several::of(&units(), &[list(0.0), list(30.0)], false);
        let of = |unit: usize, figure: usize| several.lists[0].units[unit][figure];
        assert!((of(0, 2).unwrap().difference.mean - -3.0).abs() < 1e-9);
        let same = of(1, 0).unwrap().difference;
        assert_eq!((same.mean, same.half_width), (0.0, 0.0));
        assert_eq!(of(0, 3), None, "no replication has it");
    }

    #[test]
    fn what_only_works_together_is_more_than_the_sum() {
        let runs = [list(0.0), list(50.0), list(10.0), list(20.0)];
        let several = Several::of(&units(), &runs, true);
        let interaction = several.interaction.unwrap();
        assert!((interaction.mean - -20.0).abs() < 1e-9, "{interaction:?}");
        assert_eq!(Several::of(&units(), &runs, false).interaction, None);
        assert_eq!(
            Several::of(&units(), &runs[..3], true).interaction,
            None,
            "one alone interacts with nobody"
        );
    }

    #[test]
    fn nothing_asked_is_nothing_told() {
        assert!(Several::of(&[], &[], true).lists.is_empty());
        let empty = Several::of(&units(), &vec![vec![Vec::new(), Vec::new()]; 2], false);
        assert_eq!(empty.lists[0].all, [None; 5]);
    }
}
