//! Quantiles of Student's t, with `libm` alone so that intervals are the same everywhere.

use super::tables::{bisect, nonzero};

/// 97.5 % quantiles by number of values; each is computed once.
#[derive(Debug)]
pub(super) struct Quantiles {
    known: Vec<f64>,
}

/// Room for the quantiles up to a number of values; beyond it there will be more.
pub(super) fn quantile_975(most: usize) -> Quantiles {
    Quantiles { known: vec![0.0; most + 1] }
}

impl Quantiles {
    /// The quantile for so many values (one degree of freedom less).
    pub(super) fn of(&mut self, values: usize) -> f64 {
        if values >= self.known.len() {
            self.known.resize(values + 1, 0.0);
        }
        let known = &mut self.known[values];
        if *known <= 0.0 {
            *known = quantile(values.saturating_sub(1).max(1) as f64, 0.975);
        }
        *known
    }
}

/// The value below which a share (0.5 to 1) of Student's t with so many degrees of freedom lies.
fn quantile(freedom: f64, share: f64) -> f64 {
    bisect(0.0, 1000.0, |t| {
        let tail = 0.5 * incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t));
        1.0 - tail < share
    })
}

/// Regularised incomplete beta function, by its continued fraction (Lentz).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x),
    );
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for step in 1..1000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_table() {
        for (freedom, expected) in [(1.0, 12.7062), (4.0, 2.7764), (29.0, 2.0452), (199.0, 1.97196)] {
            assert!((quantile(freedom, 0.975) - expected).abs() < 1e-4, "{freedom}");
        }
        assert!((quantile(29.0, 0.995) - 2.7564).abs() < 1e-4);
    }
}
