//! Durations in the words of those who know them: half of the cases take at most so long (P50), nine of ten at most so long (P90).
//!
//! Lognormal: σ = ln(P90 ÷ P50) ÷ z₀.₉, mean = P50 · e^(σ² ÷ 2), coefficient of variation = √(e^(σ²) − 1), with z₀.₉ the 0.9 quantile of
//! the standard normal distribution (Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 1, chapter 14). Gamma has no
//! closed form: there the coefficient of variation is searched for whose quantiles stand in this ratio.

mod measured;

pub use measured::{Measured, Misfit};

use super::tables::{along, bisect, gamma_quantile, incomplete_gamma, normal_quantile};
use crate::plan::{Delay, Distribution, Step};

/// 0.9 quantile of the standard normal distribution.
const Z90: f64 = 1.281_551_565_544_600_4;
/// Below this spread gamma and lognormal are the same to the last digit that anybody reads, and the series of gamma is long.
const NARROW: f64 = 0.05;

/// How long something takes: its distribution, its mean in minutes or days, and its coefficient of variation as it stands in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTaken {
    /// The shape.
    pub distribution: Distribution,
    /// Mean.
    pub mean: f64,
    /// Coefficient of variation; [`Self::spread`] is the one that counts.
    pub cv: f64,
}

/// Why a median and a 90-% value are none of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implausible {
    /// The median is not above 0.
    Median,
    /// The 90-% value is below the median.
    Order,
    /// The 90-% value is more than [`TimeTaken::MOST_RATIO`] times the median.
    Ratio,
}

impl TimeTaken {
    /// The 90-% value is at most so many times the median: a lognormal distribution has a coefficient of variation of 15 then.
    pub const MOST_RATIO: f64 = 20.0;

    /// That of a handling step.
    #[must_use]
    pub fn of_step(step: &Step) -> Self {
        Self { distribution: step.distribution.clone(), mean: step.minutes.as_f64(), cv: step.cv }
    }

    /// That of a wait, which is lognormal.
    #[must_use]
    pub const fn of_wait(wait: &Delay) -> Self {
        Self { distribution: Distribution::Lognormal, mean: wait.mean, cv: wait.cv }
    }

    /// From median and 90-% value; `cv` stays where the distribution has a spread of its own, and the 90-% value then says nothing.
    ///
    /// # Errors
    /// [`Implausible`] where no such distribution is to be expected.
    pub fn estimated(
        distribution: Distribution,
        cv: f64,
        median: f64,
        ninety: f64,
    ) -> Result<Self, Implausible> {
        if !(f64::MIN_POSITIVE..=f64::MAX).contains(&median) {
            return Err(Implausible::Median);
        }
        let ratio = ninety / median;
        let cv = match distribution {
            Distribution::Lognormal | Distribution::Gamma if ratio.is_nan() || ratio < 1.0 => {
                return Err(Implausible::Order);
            }
            Distribution::Lognormal | Distribution::Gamma if ratio > Self::MOST_RATIO => {
                return Err(Implausible::Ratio);
            }
            Distribution::Lognormal => lognormal_cv(ratio),
            Distribution::Gamma => gamma_cv(ratio),
            _ => cv,
        };
        let unit = Self { distribution, mean: 1.0, cv };
        let of_mean = unit.quantile(0.5);
        if of_mean <= 0.0 {
            return Err(Implausible::Median);
        }
        Ok(Self { mean: median / of_mean, ..unit })
    }

    /// Whether a spread can be chosen.
    #[must_use]
    pub const fn has_free_spread(&self) -> bool {
        matches!(self.distribution, Distribution::Lognormal | Distribution::Gamma)
    }

    /// The coefficient of variation that it has.
    #[must_use]
    pub fn spread(&self) -> f64 {
        match &self.distribution {
            Distribution::Lognormal | Distribution::Gamma => self.cv,
            Distribution::Exponential => 1.0,
            Distribution::Constant => 0.0,
            Distribution::Empirical(quantiles) => spread_of(quantiles),
        }
    }

    /// The duration that a share p of the cases does not exceed, with p between 0 and 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let upper = p > 0.5;
        let tail = if upper { 1.0 - p } else { p };
        self.mean
            * match &self.distribution {
                Distribution::Constant => 1.0,
                Distribution::Exponential => -libm::log1p(-p),
                Distribution::Empirical(quantiles) => match Distribution::mean_of(quantiles) {
                    Some(mean) if mean > 0.0 => along(quantiles, tail, upper) / mean,
                    _ => 1.0,
                },
                Distribution::Gamma if self.cv >= NARROW => {
                    let shape = 1.0 / (self.cv * self.cv);
                    gamma_quantile(shape, tail, upper, normal_quantile(tail)) / shape
                }
                Distribution::Lognormal | Distribution::Gamma => {
                    let sigma = sigma(self.cv);
                    let z = normal_quantile(tail);
                    libm::exp(if upper { -z } else { z } * sigma - 0.5 * sigma * sigma)
                }
            }
    }

    /// The share of the cases that take at most so long.
    #[must_use]
    pub fn share_up_to(&self, value: f64) -> f64 {
        let x = value / self.mean;
        // Nor where the mean is 0 and everything takes at most anything.
        if x.is_nan() || x <= 0.0 {
            return 0.0;
        }
        match &self.distribution {
            Distribution::Exponential => -libm::expm1(-x),
            Distribution::Empirical(quantiles) => share_along(quantiles, x),
            Distribution::Gamma if self.cv >= NARROW => {
                let shape = 1.0 / (self.cv * self.cv);
                incomplete_gamma(shape, shape * x).0
            }
            Distribution::Lognormal | Distribution::Gamma if self.cv >= 1e-9 => {
                let sigma = sigma(self.cv);
                let z = libm::log(x) / sigma + 0.5 * sigma;
                0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
            }
            _ => f64::from(u8::from(x >= 1.0)),
        }
    }
}

fn sigma(cv: f64) -> f64 {
    libm::sqrt(libm::log1p(cv * cv))
}

/// The coefficient of variation of the lognormal distribution whose 90-% value is so many times its median.
fn lognormal_cv(ratio: f64) -> f64 {
    let sigma = libm::log(ratio) / Z90;
    libm::sqrt(libm::expm1(sigma * sigma))
}

/// The same for gamma, whose ratio grows with its spread.
fn gamma_cv(ratio: f64) -> f64 {
    let of = |cv| {
        let unit = TimeTaken { distribution: Distribution::Gamma, mean: 1.0, cv };
        unit.quantile(0.9) / unit.quantile(0.5)
    };
    if ratio <= of(NARROW) {
        return lognormal_cv(ratio);
    }
    bisect(NARROW, 20.0, |cv| of(cv) < ratio)
}

/// The coefficient of variation of the line through quantiles at equal steps of the probability.
fn spread_of(quantiles: &[f64]) -> f64 {
    let Some(mean) = Distribution::mean_of(quantiles) else { return 0.0 };
    let square = |pair: &[f64]| (pair[0] * pair[0] + pair[0] * pair[1] + pair[1] * pair[1]) / 3.0;
    let squares: f64 = quantiles.windows(2).map(square).sum::<f64>() / (quantiles.len() - 1) as f64;
    if mean > 0.0 { libm::sqrt((squares / (mean * mean) - 1.0).max(0.0)) } else { 0.0 }
}

/// The share up to a value in units of the mean, on the line through the quantiles.
fn share_along(quantiles: &[f64], x: f64) -> f64 {
    let Some(mean) = Distribution::mean_of(quantiles) else { return f64::from(u8::from(x >= 1.0)) };
    let (x, steps) = (x * mean, (quantiles.len() - 1) as f64);
    match quantiles.iter().rposition(|quantile| *quantile <= x) {
        None => 0.0,
        Some(place) => match quantiles.get(place + 1) {
            None => 1.0,
            Some(next) => (place as f64 + (x - quantiles[place]) / (next - quantiles[place])) / steps,
        },
    }
}

#[cfg(test)]
mod tests;
