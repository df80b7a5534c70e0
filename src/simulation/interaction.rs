//! Interaction of measures: which packages of changes add up, which strengthen each other, and which cancel out.
//!
//! A full switch table: every combination of the packages is a list of changes of its own, all played through with the same
//! seed and the same replications. What the packages do beyond the sum of what each does alone is taken replication by
//! replication, so that its interval is that of the interaction and not of four separate means.

use super::{Direction, Summariser, Summary};
use crate::plan::Change;

/// Most packages of a table: sixteen combinations.
pub const MAX_PACKAGES: usize = 4;

/// The packages that are switched on, bit by bit: the package at place 0 is the lowest one.
pub type Combination = usize;

/// What a combination does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The figure under it.
    pub value: Summary,
    /// The same minus the figure without any package, replication by replication.
    pub difference: Summary,
}

/// What packages do together beyond what each does alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Sum of the effects that the packages have alone.
    pub sum: Summary,
    /// Effect of the combination minus that sum, replication by replication.
    pub beyond: Summary,
    /// What that says.
    pub interplay: Interplay,
}

/// How packages work together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interplay {
    /// In every replication they do exactly what each does alone: they touch nothing in common.
    Independent,
    /// The interval of the interaction holds zero.
    Unclear,
    /// All that have a clear effect alone have it in the same direction, and together it is larger than the sum.
    Stronger,
    /// The same, and together it is smaller than the sum, yet not turned round.
    Weaker,
    /// Something else: they work against each other, none has a clear effect alone, or the sum is turned round.
    Different,
}

/// What a package does alone, and as the last one beside all others.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal {
    /// Against none of the packages; none where it cannot be applied alone.
    pub alone: Option<Summary>,
    /// All packages against all but this one; none where one of these cannot be applied.
    pub with_others: Option<Summary>,
    /// The second minus the first, replication by replication.
    pub shift: Option<Summary>,
}

/// The figure of every combination in every replication.
#[derive(Debug, Clone, PartialEq)]
pub struct SwitchTable {
    packages: usize,
    values: Vec<Vec<Option<f64>>>,
}

/// The changes of a combination: of steps in their order, each with the place of its package among those of the table; none for
/// what always counts.
#[must_use]
pub fn switched(steps: &[(Option<usize>, Vec<Change>)], combination: Combination) -> Vec<Change> {
    let counts = |package: Option<usize>| package.is_none_or(|place| holds(combination, place));
    let counting = steps.iter().filter(|(package, _)| counts(*package));
    counting.flat_map(|(_, changes)| changes.iter().cloned()).collect()
}

/// Whether a combination has a package on.
#[must_use]
pub const fn holds(combination: Combination, place: usize) -> bool {
    (combination >> place) & 1 == 1
}

impl SwitchTable {
    /// Takes the figures by combination, from none of the packages (0) to all of them, and by replication. Empty are those of a
    /// combination that cannot be applied; packages beyond [`MAX_PACKAGES`] are left out.
    #[must_use]
    pub fn new(packages: usize, values: Vec<Vec<Option<f64>>>) -> Self {
        Self { packages: packages.min(MAX_PACKAGES), values }
    }

    /// All packages.
    #[must_use]
    pub const fn all(&self) -> Combination {
        (1 << self.packages) - 1
    }

    /// What a combination does; none where it or the plan without any package has no figure.
    #[must_use]
    pub fn effect(&self, combination: Combination, summariser: &mut Summariser) -> Option<Effect> {
        let difference = self.contrast(&[combination], &[0], summariser)?;
        let value = self.contrast(&[combination], &[], summariser)?;
        Some(Effect { value, difference })
    }

    /// What the packages of a combination do together beyond the sum of what each does alone:
    /// `y(all) − y(none) − Σ (y(one) − y(none))`. None for fewer than two, and where one of the figures is missing.
    #[must_use]
    pub fn interaction(&self, combination: Combination, summariser: &mut Summariser) -> Option<Interaction> {
        let singles = self.singles(combination);
        if singles.len() < 2 {
            return None;
        }
        let none = vec![0; singles.len()];
        let sum = self.contrast(&singles, &none, summariser)?;
        let with = [&[combination], &none[1..]].concat();
        let beyond = self.contrast(&with, &singles, summariser)?;
        let interplay = self.interplay(combination, &beyond, summariser)?;
        Some(Interaction { sum, beyond, interplay })
    }

    /// What a package does alone and beside all others.
    #[must_use]
    pub fn marginal(&self, place: usize, summariser: &mut Summariser) -> Marginal {
        let (one, all) = (1 << place, self.all());
        let rest = all & !one;
        Marginal {
            alone: self.contrast(&[one], &[0], summariser),
            with_others: self.contrast(&[all], &[rest], summariser),
            shift: self.contrast(&[all, 0], &[rest, one], summariser),
        }
    }

    /// Replications that every combination with a figure has.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.values.iter().map(Vec::len).filter(|count| *count > 0).min().unwrap_or(0)
    }

    fn singles(&self, combination: Combination) -> Vec<Combination> {
        (0..self.packages).filter(|place| holds(combination, *place)).map(|place| 1 << place).collect()
    }

    fn interplay(
        &self,
        combination: Combination,
        beyond: &Summary,
        summariser: &mut Summariser,
    ) -> Option<Interplay> {
        let excess = beyond.direction();
        if excess == Direction::NoClearDifference {
            let is_exact = beyond.mean == 0.0 && beyond.half_width == 0.0;
            return Some(if is_exact { Interplay::Independent } else { Interplay::Unclear });
        }
        let mut common = None;
        for single in self.singles(combination) {
            let direction = self.contrast(&[single], &[0], summariser)?.direction();
            match (direction, common) {
                (Direction::NoClearDifference, _) => {}
                (clear, None) => common = Some(clear),
                (clear, Some(before)) if clear == before => {}
                _ => return Some(Interplay::Different),
            }
        }
        let whole = self.contrast(&[combination], &[0], summariser)?.direction();
        Some(match common {
            Some(common) if common == excess => Interplay::Stronger,
            Some(common) if whole == common || whole == Direction::NoClearDifference => Interplay::Weaker,
            _ => Interplay::Different,
        })
    }

    /// Figures of some combinations minus those of others, over the replications that have all of them.
    fn contrast(
        &self,
        plus: &[Combination],
        minus: &[Combination],
        summariser: &mut Summariser,
    ) -> Option<Summary> {
        let of = |combinations: &[Combination], number: usize| -> Option<Vec<f64>> {
            combinations.iter().map(|one| *self.values.get(*one)?.get(number)?).collect()
        };
        let one = |number: usize| Some(balance(of(plus, number)?, of(minus, number)?));
        let values: Vec<f64> = (0..self.replications()).filter_map(one).collect();
        (!values.is_empty()).then(|| summariser.of(values.into_iter()))
    }
}

/// Some figures minus others. Those that are the same on both sides cancel before anything is rounded: where packages touch
/// nothing in common, nothing is left.
fn balance(mut plus: Vec<f64>, minus: Vec<f64>) -> f64 {
    let mut left = 0.0;
    for value in minus {
        match plus.iter().position(|other| *other == value) {
            Some(place) => {
                plus.swap_remove(place);
            }
            None => left += value,
        }
    }
    plus.into_iter().sum::<f64>() - left
}

#[cfg(test)]
mod tests;
