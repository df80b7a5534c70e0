//! What a change says of the onboarding.

use super::Words;
use crate::plan::{OnboardingPatch, Share};

impl Words<'_> {
    /// A curve stands for all that belongs to it; the limits are told one by one.
    pub(super) fn onboarding(self, patch: &OnboardingPatch) -> String {
        let mut parts = Vec::new();
        if let Some(curve) = &patch.curve {
            parts.push(self.titled(
                "Einarbeitung (Monat: Leistung)",
                "onboarding (month: proficiency)",
                &self.points(curve),
            ));
        } else {
            parts.extend(patch.mentor.as_ref().map(|mentor| {
                self.titled("Anleitung (Monat: Anteil)", "mentoring (month: share)", &self.points(mentor))
            }));
            parts.extend(patch.transfer.map(|share| {
                let kept = self.percent(share.as_f64());
                self.titled("bei neuer Arbeit bleibt", "kept with new work", &kept)
            }));
        }
        parts.extend(patch.at_once.map(|most| match most {
            0 => self.pick("je Einheit ohne Grenze", "no limit in a unit").to_owned(),
            _ => self.titled(
                "je Einheit gleichzeitig höchstens",
                "at one time in a unit at most",
                &self.number(most.into()),
            ),
        }));
        parts.extend(patch.decides_after.map(|months| match months {
            0.0 => self.pick("entscheidet vom ersten Tag an", "decides from the first day").to_owned(),
            _ => self.titled("entscheidet ab Monat", "decides from month", &self.number(months)),
        }));
        let all = parts.join(", ");
        if patch.curve.is_some() { all } else { self.titled("Einarbeitung:", "onboarding:", &all) }
    }

    fn points(self, points: &[(f64, Share)]) -> String {
        let point = |(months, share): &(f64, Share)| {
            format!("{}: {}", self.number(*months), self.percent(share.as_f64()))
        };
        points.iter().map(point).collect::<Vec<_>>().join(", ")
    }
}
