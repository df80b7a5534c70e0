//! Several variants against the plan as it is: figures of a unit or of all of them together, each variant's differences
//! taken replication by replication, because the same replication saw the same chance events.

use super::{Spread, Summariser, Summary, UnitOutcome};

/// A figure in which variants are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariantMeasure {
    /// Open cases on the last day.
    Open,
    /// Share of these that are older than three months (section 75 VwGO), 0 to 1.
    ShareOverThreeMonths,
    /// Busy over available time; of several units the mean by their effective full-time equivalents.
    Load,
    /// Calendar days that half of the completed cases took; of several units, of all their cases together.
    MedianDays,
    /// Calendar days that nine in ten of the completed cases stayed under; of several units, of all their cases together.
    NineInTenDays,
}

/// A variant in one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The variant itself.
    pub value: Summary,
    /// Variant minus plan, replication by replication.
    pub difference: Summary,
}

impl VariantMeasure {
    /// All, in the order of the table.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::ShareOverThreeMonths, Self::Load, Self::MedianDays, Self::NineInTenDays];

    /// Whether less of it is better for those who wait. Not so the days, which only completed cases have: where old ones get their
    /// turn at last they rise although everybody waits less. Nor the load: what is a relief where many wait is idleness where nobody does.
    #[must_use]
    pub const fn has_verdict(self) -> bool {
        matches!(self, Self::Open | Self::ShareOverThreeMonths)
    }

    /// The figure in one replication; none where there is none, such as days without a completed case.
    #[must_use]
    pub fn of(self, units: &[&UnitOutcome]) -> Option<f64> {
        let sum = |figure: fn(&UnitOutcome) -> f64| units.iter().map(|unit| figure(unit)).sum::<f64>();
        let last = |list: &[f64]| list.last().copied().unwrap_or_default();
        let days = |figure: fn(&UnitOutcome) -> Option<f64>, share: f64| match units {
            [unit] => figure(unit),
            _ => {
                let spreads: Vec<&Spread> = units.iter().map(|unit| &unit.lead).collect();
                Spread::quantile(&spreads, share)
            }
        };
        let over = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        match self {
            Self::Open => Some(units.iter().map(|unit| last(&unit.open)).sum()),
            Self::ShareOverThreeMonths => over(
                units.iter().map(|unit| last(&unit.over_three_months)).sum(),
                units.iter().map(|unit| last(&unit.open)).sum(),
            ),
            Self::Load => {
                over(sum(|unit| unit.utilisation * unit.effective_fte), sum(|unit| unit.effective_fte))
            }
            Self::MedianDays => days(|unit| unit.lead_days_p50, 0.5),
            Self::NineInTenDays => days(|unit| unit.lead_days_p90, 0.9),
        }
    }

    /// The figure in every replication that all units have: outcomes by unit and replication.
    #[must_use]
    pub fn values(self, units: &[&[UnitOutcome]]) -> Vec<Option<f64>> {
        (0..replications(units)).map(|number| self.of(&replication(units, number))).collect()
    }

    /// A variant against the plan: outcomes by unit and replication; none where no replication has the figure in both.
    #[must_use]
    pub fn contrast(
        self,
        plan: &[&[UnitOutcome]],
        variant: &[&[UnitOutcome]],
        summariser: &mut Summariser,
    ) -> Option<Contrast> {
        let both = self.values(plan).into_iter().zip(self.values(variant));
        let pairs: Vec<(f64, f64)> = both.filter_map(|(without, with)| without.zip(with)).collect();
        (!pairs.is_empty()).then(|| Contrast {
            value: summariser.of(pairs.iter().map(|(_, with)| *with)),
            difference: summariser.of(pairs.iter().map(|(without, with)| with - without)),
        })
    }
}

/// Replications that every unit has.
fn replications(units: &[&[UnitOutcome]]) -> usize {
    units.iter().map(|runs| runs.len()).min().unwrap_or(0)
}

fn replication<'a>(units: &[&'a [UnitOutcome]], number: usize) -> Vec<&'a UnitOutcome> {
    units.iter().filter_map(|runs| runs.get(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Direction;

    fn outcome(open: f64, old: f64, utilisation: f64, fte: f64) -> UnitOutcome {
        UnitOutcome {
            open: vec![0.0, open],
            over_three_months: vec![0.0, old],
            lead_days: Some(open),
            lead_days_p50: Some(open / 2.0),
            lead_days_p90: (open > 0.0).then_some(open * 2.0),
            utilisation,
            effective_fte: fte,
            ..UnitOutcome::default()
        }
    }

    #[test]
    fn several_units_are_added_up_as_the_figure_demands() {
        let (a, b) = (outcome(10.0, 5.0, 0.9, 3.0), outcome(30.0, 5.0, 0.5, 1.0));
        let of = |measure: VariantMeasure| measure.of(&[&a, &b]);
        assert_eq!(of(VariantMeasure::Open), Some(40.0));
        assert_eq!(of(VariantMeasure::ShareOverThreeMonths), Some(0.25));
        assert!((of(VariantMeasure::Load).unwrap() - 0.8).abs() < 1e-12);
        assert_eq!(of(VariantMeasure::MedianDays), None, "nothing is known of the cases of each");
        assert_eq!(VariantMeasure::NineInTenDays.of(&[&a]), Some(20.0));
        let nobody = outcome(0.0, 0.0, 0.0, 0.0);
        assert_eq!(VariantMeasure::ShareOverThreeMonths.of(&[&nobody]), None);
        assert_eq!(VariantMeasure::Load.of(&[&nobody]), None);
        assert_eq!(VariantMeasure::Open.of(&[]), Some(0.0));
    }

    /// The ten cases of the small unit are the quickest: of a hundred, the median is the fortieth of the large one.
    #[test]
    fn percentiles_of_several_units_are_those_of_all_their_cases() {
        let unit = |first: u32, count: u32| UnitOutcome {
            lead: Spread::from_parts(first, vec![count]),
            ..UnitOutcome::default()
        };
        let (small, large) = (unit(240, 10), unit(300, 90));
        let of = |measure: VariantMeasure| measure.of(&[&small, &large]).unwrap();
        let (median, nine) = (of(VariantMeasure::MedianDays), of(VariantMeasure::NineInTenDays));
        let alone = |share: f64| Spread::quantile(&[&large.lead], share).unwrap();
        assert!((median - alone(40.0 / 90.0)).abs() < 1e-6 && (nine - alone(80.0 / 90.0)).abs() < 1e-6);
        assert!(median < nine && nine < alone(1.0));
    }

    #[test]
    fn what_all_replications_share_is_no_uncertainty_of_the_difference() {
        let runs = |shift: f64| -> Vec<UnitOutcome> {
            (0..20)
                .map(|number| outcome(100.0 + f64::from(number * 17 % 20) + shift, 1.0, 0.5, 1.0))
                .collect()
        };
        let (plan, better) = (runs(0.0), runs(-5.0));
        let mut summariser = Summariser::new(20);
        let contrast = VariantMeasure::Open.contrast(&[&plan], &[&better], &mut summariser).unwrap();
        assert!((contrast.difference.mean + 5.0).abs() < 1e-9 && contrast.difference.half_width < 1e-9);
        assert!(contrast.value.half_width > 1.0, "{contrast:?}");
        assert_eq!(contrast.difference.direction(), Direction::Lower);
        // The unit was dissolved: nothing is open there any more, and nobody waited.
        let gone: &[UnitOutcome] = &[];
        assert_eq!(VariantMeasure::Open.contrast(&[&plan], &[gone], &mut summariser), None);
    }
}
