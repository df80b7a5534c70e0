//! Quantile tables: any distribution for the price of one look-up, built with `libm` alone so that the draws are
//! the same natively and in WebAssembly.
//!
//! A table has 32 cells in each of 24 octaves towards both tails, linear inside a cell, rescaled to mean 1.

use super::random::Key;
use crate::plan::Distribution;
use std::sync::OnceLock;

const OCTAVES: usize = 24;
const CELLS: usize = 32;

/// A distribution with mean 1.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Value at the lower edge and rise over the cell; empty for the constant 1.
    cells: Vec<(f64, f64)>,
}

impl Table {
    /// The distribution with mean 1 and this coefficient of variation. 1,536 quantiles, about 0.1 ms (gamma 20 ms).
    pub(super) fn new(distribution: &Distribution, cv: f64) -> Self {
        let cv = if cv.is_finite() { cv.clamp(0.0, 1000.0) } else { 0.0 };
        match distribution {
            Distribution::Constant => Self { cells: Vec::new() },
            Distribution::Exponential => Self::build(&|p, upper, _| match upper {
                true => -libm::log(p),
                false => -libm::log1p(-p),
            }),
            Distribution::Empirical(quantiles) if quantiles.len() < 2 => Self { cells: Vec::new() },
            Distribution::Empirical(quantiles) => Self::build(&|p, upper, _| along(quantiles, p, upper)),
            _ if cv < 1e-9 => Self { cells: Vec::new() },
            Distribution::Lognormal => {
                let sigma = libm::sqrt(libm::log1p(cv * cv));
                Self::build(&|_, upper, z| libm::exp(if upper { -z * sigma } else { z * sigma }))
            }
            Distribution::Gamma => {
                let shape = 1.0 / (cv * cv);
                Self::build(&|p, upper, z| gamma_quantile(shape, p, upper, z))
            }
        }
    }

    /// `quantile(p, upper, z)`: the value below which (`upper`: above which) a fraction p ≤ 0.5 lies, with its z. Behind a pointer: compiled once
    /// for all distributions.
    fn build(quantile: &dyn Fn(f64, bool, f64) -> f64) -> Self {
        let edges = normal_edges();
        let mut cells = Vec::with_capacity(2 * OCTAVES * CELLS);
        for upper in [false, true] {
            for octave in 0..OCTAVES {
                for cell in 0..CELLS {
                    let value = |step: usize| {
                        let p = edge(octave, cell + step);
                        quantile(p, upper, edges[octave * (CELLS + 1) + cell + step])
                    };
                    let low = value(0);
                    cells.push((low, value(1) - low));
                }
            }
        }
        let mut mean = 0.0;
        for (index, (low, rise)) in cells.iter().enumerate() {
            mean += probability(index % (OCTAVES * CELLS) / CELLS) * (low + rise / 2.0);
        }
        if mean > 0.0 && mean.is_finite() {
            for cell in &mut cells {
                *cell = (cell.0 / mean, cell.1 / mean);
            }
            Self { cells }
        } else {
            Self { cells: Vec::new() }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.cells[..])
    }

    /// A number for the whole table.
    pub(super) fn fingerprint(&self) -> u64 {
        let mix = |key: Key, value: f64| key.child(value.to_bits());
        self.cells.iter().fold(Key::default(), |key, &(low, rise)| mix(mix(key, low), rise)).0
    }

    /// Mean of the squared values: by how much a value is longer in the mean where long ones are met more often. As the mean is 1,
    /// it is 1 plus the squared coefficient of variation.
    pub(super) fn mean_square(&self) -> f64 {
        if self.cells.is_empty() {
            return 1.0;
        }
        let square = |(index, (low, rise)): (usize, &(f64, f64))| {
            probability(index % (OCTAVES * CELLS) / CELLS) * (low * low + low * rise + rise * rise / 3.0)
        };
        self.cells.iter().enumerate().map(square).sum()
    }

    /// The value that belongs to 64 random bits.
    #[inline(always)]
    pub(super) fn value(&self, bits: u64) -> f64 {
        let tail = bits & !1;
        // The bit bounds the octave, and spares the question whether there is any at all.
        let octave = (tail | 1 << (64 - OCTAVES)).leading_zeros() as usize;
        let rest = (tail << octave) << 1;
        let place = ((bits & 1) as usize * OCTAVES + octave) * CELLS + (rest >> 59) as usize;
        let part = ((rest << 5) >> 11) as i64 as f64 * (1.0 / 9_007_199_254_740_992.0);
        match self.cells.get(place) {
            Some((low, rise)) => low + part * rise,
            None => 1.0,
        }
    }
}

/// The value below which (`upper`: above which) a fraction p lies, on the line through at least two quantiles.
pub(super) fn along(quantiles: &[f64], p: f64, upper: bool) -> f64 {
    let last = quantiles.len() - 1;
    // Also of what never was checked, no time is negative.
    let value = |place: usize| quantiles[if upper { last - place } else { place }].max(0.0);
    let place = p * last as f64;
    let cell = (place as usize).min(last - 1);
    let low = value(cell);
    low + (place - cell as f64) * (value(cell + 1) - low)
}

/// Lower edge of a cell: a probability of at most 0.5.
fn edge(octave: usize, cell: usize) -> f64 {
    let scale = 1.0 / (1_u64 << (octave + 2)) as f64;
    scale * (1.0 + cell as f64 / CELLS as f64)
}

fn probability(octave: usize) -> f64 {
    let whole = 1.0 / (1_u64 << (octave + 2)) as f64;
    // The last octave stands for everything beyond it as well.
    let whole = if octave == OCTAVES - 1 { 2.0 * whole } else { whole };
    whole / CELLS as f64
}

/// Standard normal quantiles at all edges, by bisection; 3 ms once per process.
fn normal_edges() -> &'static [f64] {
    static EDGES: OnceLock<Vec<f64>> = OnceLock::new();
    EDGES.get_or_init(|| {
        let mut edges = Vec::with_capacity(OCTAVES * (CELLS + 1));
        for octave in 0..OCTAVES {
            for cell in 0..=CELLS {
                edges.push(normal_quantile(edge(octave, cell)));
            }
        }
        edges
    })
}

/// Quantile of the standard normal distribution for p ≤ 0.5.
pub(super) fn normal_quantile(p: f64) -> f64 {
    bisect(-9.0, 0.0, |z| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2) < p)
}

/// The point at which a falling property ends.
pub(super) fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..64 {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

pub(super) fn gamma_quantile(shape: f64, p: f64, upper: bool, z: f64) -> f64 {
    // Wilson–Hilferty gives the neighbourhood, bisection the value.
    let z = if upper { -z } else { z };
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    let guess = (shape * cube * cube * cube).max(0.0);
    let high = 2.0 * guess + 10.0 * (shape + libm::sqrt(shape)) + 40.0;
    bisect(0.0, high, |x| {
        let (below, above) = incomplete_gamma(shape, x);
        if upper { above > p } else { below < p }
    })
}

/// Regularised incomplete gamma function, lower and upper (series below shape + 1, continued fraction above).
pub(super) fn incomplete_gamma(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..500 {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        let below = (front * sum).min(1.0);
        (below, 1.0 - below)
    } else {
        let mut b = x + 1.0 - shape;
        let mut c = 1e300;
        let mut d = 1.0 / b;
        let mut h = d;
        for step in 1..500 {
            let a = -f64::from(step) * (f64::from(step) - shape);
            b += 2.0;
            d = 1.0 / nonzero(a * d + b);
            c = nonzero(b + a / c);
            let factor = d * c;
            h *= factor;
            if (factor - 1.0).abs() < 1e-15 {
                break;
            }
        }
        let above = (front * h).clamp(0.0, 1.0);
        (1.0 - above, above)
    }
}

pub(super) fn nonzero(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::Key;

    #[test]
    fn has_the_mean_and_variance_asked_for() {
        let cases = [
            (Distribution::Lognormal, 0.5, 0.5),
            (Distribution::Lognormal, 1.5, 1.5),
            (Distribution::Exponential, 0.3, 1.0),
            (Distribution::Gamma, 0.5, 0.5),
            (Distribution::Gamma, 2.0, 2.0),
            (Distribution::Constant, 0.5, 0.0),
            (Distribution::Empirical(vec![0.0, 2.0]), 0.5, 0.577_35),
        ];
        for (distribution, cv, expected) in cases {
            let table = Table::new(&distribution, cv);
            let key = Key::root(7, 0);
            let draws: Vec<f64> = (0..400_000).map(|draw| table.value(key.bits(draw))).collect();
            let mean = draws.iter().sum::<f64>() / 400_000.0;
            let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 400_000.0;
            assert!((mean - 1.0).abs() < 0.012, "{distribution:?} {cv}: {mean}");
            assert!(
                (libm::sqrt(variance) - expected).abs() < 0.06 * expected + 1e-9,
                "{distribution:?} {cv}"
            );
            let square = table.mean_square();
            assert!(
                (square - 1.0 - cv_of(&distribution, cv)).abs() < 0.08 * square,
                "{distribution:?} {cv}: {square}"
            );
        }
    }

    /// The squared coefficient of variation that a distribution has.
    fn cv_of(distribution: &Distribution, cv: f64) -> f64 {
        match distribution {
            Distribution::Lognormal | Distribution::Gamma => cv * cv,
            Distribution::Exponential => 1.0,
            Distribution::Constant => 0.0,
            Distribution::Empirical(_) => 1.0 / 3.0,
        }
    }

    #[test]
    fn knows_the_normal_quantiles() {
        assert!((normal_quantile(0.025) + 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_quantile(0.5)).abs() < 1e-12);
    }
}
