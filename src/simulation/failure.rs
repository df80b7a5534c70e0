//! Work that waiting itself creates: enquiries, interim certificates, suits for failure to act.
//!
//! Each morning, from what was open the evening before, in the unit that has to bear it. Nothing here depends on the
//! order in which cases are handled during a day, and a longer queue never creates less (inversion under one key).

use super::clock::DAYS_PER_MONTH;
use super::demand::{Rate, binomial};
use super::model::{Model, TypeEpoch};
use super::random::Key;
use super::recorder::{Recorder, THREE_MONTHS};
use crate::plan::{CaseType, CausedByWaiting, FailureDemand};

/// What makes cases of a type arise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Caused {
    kind: CausedByWaiting,
    /// Enquiries per waiting case and day, or probability.
    rate: f64,
    /// Case types whose waiting counts, and the age in days beyond which it does.
    sources: Vec<(u32, u32)>,
}

/// Finds what causes what: the case types of the same unit that are not themselves caused by waiting.
///
/// Certificates: only case types with a target that arise as a follow-up of some other case (renewals).
pub(super) fn cause<'p>(
    failure: &FailureDemand,
    types: &mut [TypeEpoch],
    standing: impl Fn(usize) -> Option<&'p CaseType>,
) {
    if !failure.enabled {
        return;
    }
    let mut renewal = vec![false; types.len()];
    for target in types.iter().flat_map(|one| &one.follow_ups).filter(|rule| rule.share > 0.0) {
        if let Some(place) = renewal.get_mut(target.case_type as usize) {
            *place = true;
        }
    }
    let kinds: Vec<Option<CausedByWaiting>> =
        (0..types.len()).map(|number| standing(number).and_then(|one| one.caused_by_waiting)).collect();
    for (number, kind) in kinds.iter().enumerate() {
        let Some(kind) = *kind else { continue };
        let rate = match kind {
            CausedByWaiting::Enquiry => failure.enquiries_per_waiting_case_month / DAYS_PER_MONTH,
            CausedByWaiting::Certificate => failure.certificate_share,
            CausedByWaiting::Suit => failure.suit_share,
        };
        let age = |source: usize| match kind {
            CausedByWaiting::Enquiry => Some(0),
            CausedByWaiting::Certificate => types[source].target_days.filter(|_| renewal[source]),
            CausedByWaiting::Suit => Some(THREE_MONTHS),
        };
        let here = (0..types.len())
            .filter(|&source| kinds[source].is_none() && types[source].unit == types[number].unit);
        let sources: Vec<(u32, u32)> =
            here.filter_map(|source| age(source).map(|age| (source as u32, age))).collect();
        types[number].caused = (rate > 0.0 && !sources.is_empty()).then_some(Caused { kind, rate, sources });
    }
}

impl Caused {
    /// All of it as numbers.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let Self { kind, rate, sources } = self;
        let sources = sources.iter().flat_map(|&(source, age)| [u64::from(source), u64::from(age)]);
        [*kind as u64, rate.to_bits()].into_iter().chain(sources).collect()
    }

    /// The highest age that it looks at, in days.
    pub(super) fn oldest(&self) -> u32 {
        self.sources.iter().map(|&(_, age)| age).max().unwrap_or(0)
    }

    /// How many arise on a day; `key` is that of the day. Cost: linear in the sources and in the result.
    pub(super) fn draw(&self, model: &Model, recorder: &Recorder<'_>, day: u32, key: Key) -> u64 {
        if self.kind == CausedByWaiting::Enquiry {
            let waiting: u64 = self.sources.iter().map(|&(source, _)| recorder.waiting(source)).sum();
            return Rate::new(waiting as f64 * self.rate, 1.0).draw(1.0, key);
        }
        let of = |&(source, age): &(u32, u32)| {
            let late = recorder.arrived_and_open(source, i64::from(day) - i64::from(age) - 1);
            binomial(late, self.rate, key.child(model.types[source as usize].hash))
        };
        self.sources.iter().map(of).sum()
    }
}
