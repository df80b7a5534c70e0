//! Forms of the onboarding curve, as the points that the plan stores.

use super::{Onboarding, Share};

/// Proficiency that the exponential form has reached after its duration.
const NEARLY: f64 = 0.95;
/// Longest duration, in months; longer ones are taken as this.
const LONGEST: f64 = 120.0;

/// Mean length of a month in calendar days.
pub const DAYS_PER_MONTH: f64 = 30.4375;

fn share(value: f64) -> Share {
    Share::parse(value.clamp(0.0, 1.0)).unwrap_or(Share::ONE)
}

/// A duration that can be divided by, in months.
fn months(value: f64) -> f64 {
    if value.is_finite() { value.clamp(1.0, LONGEST) } else { LONGEST }
}

impl Onboarding {
    /// Largest limit for those who learn at one time; 0 is none.
    pub const MOST_AT_ONCE: u64 = 1_000;

    /// Proficiency after some months in the job: linear between the points, before the first its value, after the last
    /// its value; 1 without points.
    #[must_use]
    pub fn proficiency(&self, months: f64) -> f64 {
        let points = &self.curve;
        let Some(after) = points.iter().position(|point| point.0 > months) else {
            return points.last().map_or(1.0, |point| point.1.as_f64());
        };
        let (until, high) = (points[after].0, points[after].1.as_f64());
        let Some((from, low)) =
            after.checked_sub(1).map(|before| (points[before].0, points[before].1.as_f64()))
        else {
            return high;
        };
        low + (high - low) * (months - from) / (until - from)
    }

    /// Share that a newcomer of so many months takes from the experienced colleagues: each value holds up to the next
    /// point; 0 before the first.
    #[must_use]
    pub fn mentoring(&self, months: f64) -> f64 {
        self.mentor.iter().rev().find(|point| point.0 <= months).map_or(0.0, |point| point.1.as_f64())
    }

    /// Months in the job after which a colleague has learnt all and mentors others.
    #[must_use]
    pub fn experienced_after(&self) -> f64 {
        let last = |points: &[(f64, Share)]| points.last().map_or(0.0, |point| point.0.max(0.0));
        last(&self.curve).max(last(&self.mentor))
    }

    /// The default: 0.20 at the start, 0.50 after six months, 0.75 after twelve, 1 after twenty-four.
    #[must_use]
    pub fn stepwise() -> Vec<(f64, Share)> {
        [(0.0, 0.2), (6.0, 0.5), (12.0, 0.75), (24.0, 1.0)]
            .map(|(month, value)| (month, share(value)))
            .to_vec()
    }

    /// Grows evenly from `start` to 1 over a duration in months (1 to 120).
    #[must_use]
    pub fn linear(start: Share, duration: f64) -> Vec<(f64, Share)> {
        vec![(0.0, start), (months(duration), Share::ONE)]
    }

    /// Grows fast at first: 1 − (1 − start) · exp(−t / τ), with τ such that 0.95 is reached after a duration in months
    /// (1 to 120). One point a month; complete a month after the duration, so that there is an end to learning.
    ///
    /// From a start of 0.95 on there is nothing left to grow but the last month.
    #[must_use]
    pub fn exponential(start: Share, duration: f64) -> Vec<(f64, Share)> {
        let (missing, duration) = (1.0 - start.as_f64(), months(duration));
        if missing <= 1.0 - NEARLY {
            return vec![(0.0, start), (duration + 1.0, Share::ONE)];
        }
        let rate = libm::log(missing / (1.0 - NEARLY)) / duration;
        let at = |month: f64| (month, share(1.0 - missing * libm::exp(-month * rate)));
        let whole = libm::ceil(duration) as u32;
        let mut points = vec![(0.0, start)];
        points.extend((1..whole).map(|month| at(f64::from(month))));
        points.extend([at(duration), (duration + 1.0, Share::ONE)]);
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean of a curve over a year, by its points.
    fn mean(points: &[(f64, Share)], year: u32) -> f64 {
        let at = |month: f64| {
            let after = points.iter().position(|point| point.0 > month).unwrap_or(points.len() - 1);
            let ((from, low), (until, high)) = (points[after - 1], points[after]);
            low.as_f64() + (high.as_f64() - low.as_f64()) * (month - from) / (until - from)
        };
        (0..12_000).map(|step| at(f64::from(12 * year) + (f64::from(step) + 0.5) / 1000.0)).sum::<f64>()
            / 12_000.0
    }

    /// The means of both years as the reference states them.
    #[test]
    fn forms_have_the_means_of_the_reference() {
        let start = share(0.2);
        for (points, first, second) in [
            (Onboarding::stepwise(), 0.4875, 0.875),
            (Onboarding::linear(start, 24.0), 0.4, 0.8),
            (Onboarding::exponential(start, 24.0), 0.567, 0.892),
        ] {
            assert!((mean(&points, 0) - first).abs() < 0.001, "{points:?}");
            assert!((mean(&points, 1) - second).abs() < 0.001, "{points:?}");
        }
    }

    #[test]
    fn every_form_rises_to_one_whatever_is_asked() {
        for duration in [-5.0, 0.0, 0.5, 1.0, 7.3, 24.0, 1e9, f64::NAN] {
            for start in [0.0, 0.2, 0.95, 1.0] {
                for points in [
                    Onboarding::linear(share(start), duration),
                    Onboarding::exponential(share(start), duration),
                ] {
                    assert_eq!(points[0], (0.0, share(start)));
                    assert_eq!(points.last().unwrap().1, Share::ONE);
                    assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
                }
            }
        }
    }
}
