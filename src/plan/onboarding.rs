//! Forms of the onboarding curve, as the points that the plan stores.

use super::{Onboarding, Share};
use serde::Serialize;

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

/// New values for the onboarding; what is absent stays. A curve is a whole one: without `mentor` nobody is taught, without `transfer`
/// half is kept, as in a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OnboardingPatch {
    /// New value, see [`Onboarding`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve: Option<Vec<(f64, Share)>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor: Option<Vec<(f64, Share)>>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Share>,
    /// New value; 0 takes the limit away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<u32>,
    /// New value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides_after: Option<f64>,
}

impl OnboardingPatch {
    /// What has to be set for one onboarding to become another; nothing where they are the same.
    #[must_use]
    pub fn between(old: &Onboarding, new: &Onboarding) -> Option<Self> {
        // A new curve takes everything that belongs to it along.
        let curve = old.curve != new.curve;
        let patch = Self {
            curve: curve.then(|| new.curve.clone()),
            mentor: (curve || old.mentor != new.mentor).then(|| new.mentor.clone()),
            transfer: (curve || old.transfer != new.transfer).then_some(new.transfer),
            at_once: (old.at_once != new.at_once).then_some(new.at_once),
            decides_after: (old.decides_after != new.decides_after).then_some(new.decides_after),
        };
        (patch != Self::default()).then_some(patch)
    }
}

impl Onboarding {
    /// Share of the proficiency that is kept where nothing is said of it.
    pub(super) fn usual_transfer() -> Share {
        share(0.5)
    }

    pub(super) fn set(&mut self, patch: &OnboardingPatch) {
        let OnboardingPatch { curve, mentor, transfer, at_once, decides_after } = patch;
        if let Some(curve) = curve {
            self.curve.clone_from(curve);
            self.mentor.clear();
            self.transfer = Self::usual_transfer();
        }
        if let Some(mentor) = mentor {
            self.mentor.clone_from(mentor);
        }
        self.transfer = transfer.unwrap_or(self.transfer);
        self.at_once = at_once.unwrap_or(self.at_once);
        self.decides_after = decides_after.unwrap_or(self.decides_after);
    }

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

    #[test]
    fn what_lies_between_two_is_set_and_nothing_else() {
        let old = crate::plan::builtin().unwrap().assumptions.onboarding;
        assert_eq!(OnboardingPatch::between(&old, &old), None);
        let linear = Onboarding { curve: Onboarding::linear(share(0.3), 12.0), ..old.clone() };
        for new in [
            Onboarding { at_once: 3, ..old.clone() },
            Onboarding { decides_after: 6.0, ..old.clone() },
            Onboarding { transfer: share(0.3), ..old.clone() },
            Onboarding { mentor: Vec::new(), ..old.clone() },
            linear.clone(),
        ] {
            let patch = OnboardingPatch::between(&old, &new).unwrap();
            let mut set = old.clone();
            set.set(&patch);
            assert_eq!(set, new);
            // What another change has set meanwhile stays.
            let (mut limited, limits) = (old.clone(), (new.at_once, new.decides_after));
            (limited.at_once, limited.decides_after) = (7, 9.0);
            limited.set(&patch);
            let kept = |now: f64, old: f64, other: f64| if now == old { other } else { now };
            assert_eq!(f64::from(limited.at_once), kept(limits.0.into(), old.at_once.into(), 7.0));
            assert_eq!(limited.decides_after, kept(limits.1, old.decides_after, 9.0));
        }
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
