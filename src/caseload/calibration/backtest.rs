//! The backtest: fitted on one year, asked about the next one, and compared with what was counted there.

use super::{Expected, Fit};
use crate::caseload::{Ledger, Month};
use crate::format::Language;
use crate::plan::{CaseTypeId, Plan, UnitId};
use serde::Serialize;
use std::collections::BTreeMap;

/// A month of a case type: what the year before expected, and what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predicted {
    /// The month.
    pub month: Month,
    /// What was expected of it.
    pub expected: Expected,
    /// Cases received.
    pub counted: u64,
}

/// A case type in the backtest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacktestRow {
    /// The case type.
    pub case_type: CaseTypeId,
    /// The unit that handles it.
    pub unit: UnitId,
    /// What the first year says; none where it was not counted in it.
    pub fit: Option<Fit>,
    /// The months of the second year.
    pub months: Vec<Predicted>,
}

/// How right a forecast was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Accuracy {
    /// Months compared.
    pub months: usize,
    /// Mean absolute error, in cases a month.
    pub mae: f64,
    /// Absolute errors over counted cases, as a fraction: weighted, as the usual mean of ratios breaks down at months with no case.
    pub mape: f64,
    /// Part of the months whose count lay in the band of nine in ten.
    pub coverage: f64,
    /// Expected over counted cases of the year.
    pub bias: f64,
}

/// The backtest of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// The year that it was fitted on.
    pub fitted: i32,
    /// The year that was predicted.
    pub predicted: i32,
    /// Case types in the order of the plan; those without a fit too.
    pub rows: Vec<BacktestRow>,
}

/// Fits every case type on a year and predicts the next one; none where not both of them were counted.
#[must_use]
pub fn backtest(plan: &Plan, ledger: &Ledger, fitted: i32) -> Option<Backtest> {
    let (from, until) = (Month::new(fitted, 1)?, Month::new(fitted, 12)?);
    let row = |case_type: &crate::plan::CaseType| {
        let fit = Fit::of(plan, ledger, case_type, from, until);
        let months = (1..=12).filter_map(|month| {
            let (fit, month) = (fit.as_ref()?, until.plus(month));
            let counted = ledger.get(&case_type.id, month)?.received?;
            Some(Predicted { month, expected: fit.expect(plan, case_type, month), counted })
        });
        let months = months.collect();
        BacktestRow { case_type: case_type.id.clone(), unit: case_type.unit.clone(), fit, months }
    };
    let rows: Vec<BacktestRow> = plan.case_types.iter().map(row).collect();
    let found = Backtest { fitted, predicted: fitted + 1, rows };
    found.accuracy(|_| true).is_some().then_some(found)
}

/// What a backtest on generated counts is worth; none of counted ones, whose errors speak for themselves.
#[must_use]
pub const fn worth_of_backtest(generated: bool, language: Language) -> Option<&'static str> {
    match (generated, language) {
        (false, _) => None,
        (true, Language::German) => Some(
            "Das prüft nur, ob das Verfahren richtig programmiert ist: Die Zahlen stammen aus einem Generator von fast derselben \
             Form. Ein Beleg für gezählte Fälle ist es nicht.",
        ),
        (true, Language::English) => Some(
            "This checks only whether the method is programmed correctly: the figures come from a generator of nearly the same \
             form. It is no evidence about counted cases.",
        ),
    }
}

impl Backtest {
    /// How right it was about some case types, month by month; none where nothing can be compared.
    #[must_use]
    pub fn accuracy(&self, keep: impl Fn(&BacktestRow) -> bool) -> Option<Accuracy> {
        let months = || self.rows.iter().filter(|row| keep(row)).flat_map(|row| &row.months);
        let count = months().count();
        if count == 0 {
            return None;
        }
        let sum = |figure: fn(&Predicted) -> f64| months().map(figure).sum::<f64>();
        let error = sum(|month| (month.expected.mean - month.counted as f64).abs());
        let counted = sum(|month| month.counted as f64);
        let inside = sum(|month| {
            let counted = month.counted as f64;
            f64::from(u8::from((month.expected.low..=month.expected.high).contains(&counted)))
        });
        Some(Accuracy {
            months: count,
            mae: error / count as f64,
            mape: if counted > 0.0 { error / counted } else { 0.0 },
            coverage: inside / count as f64,
            bias: if counted > 0.0 { sum(|month| month.expected.mean) / counted } else { 1.0 },
        })
    }

    /// Expected and counted cases of some case types by month, the bands put together as if the types went their own ways.
    #[must_use]
    pub fn months(&self, keep: impl Fn(&BacktestRow) -> bool) -> Vec<Predicted> {
        let mut found: BTreeMap<Month, (Expected, f64, f64, u64)> = BTreeMap::new();
        for month in self.rows.iter().filter(|row| keep(row)).flat_map(|row| &row.months) {
            let Expected { mean, low, high } = month.expected;
            let nothing = (Expected { mean: 0.0, low: 0.0, high: 0.0 }, 0.0, 0.0, 0);
            let sums = found.entry(month.month).or_insert(nothing);
            sums.0.mean += mean;
            sums.1 += (mean - low) * (mean - low);
            sums.2 += (high - mean) * (high - mean);
            sums.3 += month.counted;
        }
        found
            .into_iter()
            .map(|(month, (sum, below, above, counted))| {
                let low = (sum.mean - libm::sqrt(below)).max(0.0);
                let expected = Expected { mean: sum.mean, low, high: sum.mean + libm::sqrt(above) };
                Predicted { month, expected, counted }
            })
            .collect()
    }

    /// Case types of which the first year says nothing.
    pub fn without_fit(&self) -> impl Iterator<Item = &CaseTypeId> {
        self.rows.iter().filter(|row| row.fit.is_none()).map(|row| &row.case_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::Generated;
    use crate::plan::builtin;

    #[test]
    fn nine_of_ten_months_of_the_built_in_figures_lie_in_their_bands() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        let found = backtest(&plan, &figures.ledger, 2022).unwrap();
        let all = found.accuracy(|_| true).unwrap();
        assert!(all.months > 600, "{}", all.months);
        assert!((0.80..=0.98).contains(&all.coverage), "{all:?}");
        assert!(all.mape > 0.0 && all.mape < 0.5 && all.mae > 0.0, "{all:?}");
        // § 104c began at the end of 2022: of it the year says nothing.
        assert_eq!(found.without_fit().map(CaseTypeId::as_str).collect::<Vec<_>>(), ["r04"]);
        assert_eq!(found.months(|_| true).len(), 12);
    }

    #[test]
    fn a_year_alone_cannot_be_tested() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        assert_eq!(backtest(&plan, &figures.ledger, 2023), None);
        assert_eq!(backtest(&plan, &Ledger::default(), 2022), None);
    }
}
