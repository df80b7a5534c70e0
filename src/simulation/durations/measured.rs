//! Measured durations: what they are in the mean and by how much they vary, how well a distribution fits, and their shape as a few
//! numbers of which none is a single case.

use super::TimeTaken;
use crate::plan::Distribution;
use crate::plan::gather::in_order;

/// Cases of which each number of the shape is a mean, and which each of its steps holds at least: no number tells a single case.
const LEAST_IN_STEP: usize = 5;
/// Most steps of the shape: five per cent of the cases each.
const MOST_STEPS: usize = 20;
/// Decimals of the shape.
const SCALE: f64 = 10_000.0;

/// What so many measured durations say.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// How many there are.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Their coefficient of variation, with n − 1.
    pub cv: f64,
    /// What a tenth, two tenths … nine tenths of them do not exceed.
    deciles: [Decile; 9],
    /// Their shape, as [`Distribution::Empirical`] has it.
    shape: Vec<f64>,
}

/// A duration with the shares of the cases that take less and at most so long: among equal values they are far apart.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Decile {
    value: f64,
    below: f64,
    up_to: f64,
}

/// Where measured and fitted durations are furthest apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misfit {
    /// The duration.
    pub value: f64,
    /// The share of the measured cases that take at most so long.
    pub measured: f64,
    /// The same by the distribution.
    pub fitted: f64,
    /// Whether they are further apart than chance explains and practice lets pass.
    pub is_poor: bool,
}

impl Measured {
    /// Fewer say too little.
    pub const LEAST: usize = 20;

    /// None of fewer than [`Self::LEAST`], or where one is not above 0.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.len() < Self::LEAST || values.iter().any(|value| !value.is_finite() || *value <= 0.0) {
            return None;
        }
        values = in_order(values, f64::total_cmp);
        let count = values.len();
        let mean = mean(&values);
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let cv = libm::sqrt(squares / (count - 1) as f64) / mean;
        let mut deciles = [Decile::default(); 9];
        for (place, decile) in deciles.iter_mut().enumerate() {
            let value = quantile(&values, (place + 1) as f64 / 10.0);
            let share = |of: usize| of as f64 / count as f64;
            decile.value = value;
            decile.below = share(values.partition_point(|one| *one < value));
            decile.up_to = share(values.partition_point(|one| *one <= value));
        }
        let shape = shape(&values);
        Some(Self { count, mean, cv, deciles, shape })
    }

    /// What half of the cases do not exceed.
    #[must_use]
    pub const fn median(&self) -> f64 {
        self.deciles[4].value
    }

    /// What nine of ten do not exceed.
    #[must_use]
    pub const fn ninety(&self) -> f64 {
        self.deciles[8].value
    }

    /// Their shape.
    #[must_use]
    pub fn distribution(&self) -> Distribution {
        Distribution::Empirical(self.shape.clone())
    }

    /// A distribution with the measured mean and spread; where it has a spread of its own, that.
    #[must_use]
    pub const fn fit(&self, distribution: Distribution) -> TimeTaken {
        TimeTaken { distribution, mean: self.mean, cv: self.cv }
    }

    /// Where a distribution is furthest from what was measured, at the deciles.
    ///
    /// Poor where the shares are more than 5 percentage points apart (a matter of practice) and more than 0.886 ÷ √n, which chance alone
    /// exceeds in one of twenty cases where mean and spread are taken from the same values (Lilliefors, Journal of the American
    /// Statistical Association 62, 1967, for the normal distribution).
    #[must_use]
    pub fn misfit(&self, of: &TimeTaken) -> Misfit {
        let mut worst = 0.0;
        let mut told = None;
        for decile in &self.deciles {
            // Rounded times come in heaps, half of each on either side of what they were; and a distribution may jump as well.
            let below = of.share_up_to(decile.value * (1.0 - 1e-9));
            let fitted = of.share_up_to(decile.value);
            let apart = 0.5 * (decile.below + decile.up_to - below - fitted).abs();
            if told.is_none() || apart > worst {
                worst = apart;
                told = Some((decile, fitted));
            }
        }
        let (decile, fitted) = told.unwrap_or((&self.deciles[4], 0.5));
        let chance = 0.886 / libm::sqrt(self.count as f64);
        Misfit { value: decile.value, measured: decile.up_to, fitted, is_poor: worst > chance.max(0.05) }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The p quantile of values in their order, between the two nearest: as the office programs' QUANTIL.INKL.
fn quantile(values: &[f64], p: f64) -> f64 {
    let last = values.len() - 1;
    let place = p * last as f64;
    let below = (place as usize).min(last);
    let above = (below + 1).min(last);
    values[below] + (place - below as f64) * (values[above] - values[below])
}

/// Quantiles at equal steps in units of their mean, each the mean of the five or six cases around it. Smallest and largest would be single
/// cases: in their place stand the ends of the lines that have the mean of the first and of the last step.
fn shape(values: &[f64]) -> Vec<f64> {
    let steps = (values.len() / LEAST_IN_STEP).min(MOST_STEPS);
    let in_step = values.len() / steps;
    let around = |step: usize| {
        // In halves of a place, so that the cases stand evenly on both sides: five of them, or six. Half of a half goes to the even
        // one: places as far from the end as others from the beginning then stay so.
        let twice = libm::rint(2.0 * (values.len() - 1) as f64 * step as f64 / steps as f64) as usize;
        let first = (twice / 2).saturating_sub(LEAST_IN_STEP / 2);
        let last = twice.div_ceil(2) + LEAST_IN_STEP / 2;
        mean(&values[first..=last.min(values.len() - 1)])
    };
    let mut shape: Vec<f64> = (0..=steps).map(around).collect();
    let (second, before) = (shape[1], shape[steps - 1]);
    shape[0] = (2.0 * mean(&values[..in_step]) - second).clamp(0.0, second);
    shape[steps] = (2.0 * mean(&values[values.len() - in_step..]) - before).max(before);
    let whole = Distribution::mean_of(&shape).unwrap_or(1.0);
    shape.into_iter().map(|value| libm::round(value / whole * SCALE) / SCALE).collect()
}
