//! What is told of a unit: the only way from the counts to what somebody sees, so that nothing goes round what is withheld.

use super::disclosure::Earlier;
use super::series::{Line, YearComparison, compare_years, series};
use super::words::{pace, sentence};
use super::{Counted, Disclosure, Ledger, Month, Visible, months_of_work};
use crate::format::Language;
use crate::plan::gather::gathered;
use crate::plan::{CaseType, Plan, UnitId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// The cases of a unit with everything below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What the figures say.
    pub sentence: String,
    /// Why output is withheld and what it would take to show it; none where it is shown.
    pub withheld: Option<String>,
    /// Its months; quarters where output is withheld.
    pub lines: Vec<Line>,
    /// The last twelve months against the twelve before.
    pub years: Option<YearComparison>,
    /// How long the stock lasts at the pace of the last three months, in months.
    pub months_of_work: Option<f64>,
}

impl Report {
    /// Of one kind of cases alone; it is told as that of a small unit where it may not stand alone.
    pub(super) fn of_case_type(
        plan: &Plan,
        ledger: &Ledger,
        case_type: &CaseType,
        disclosure: &Disclosure,
    ) -> Self {
        let mut own = Ledger::default();
        for (id, month, counts) in ledger.entries().filter(|(id, _, _)| **id == case_type.id) {
            own.enter(id.clone(), month, counts);
        }
        let visible = disclosure.of_case_type(&case_type.id);
        Self::seen(plan, &own, (&case_type.unit, &case_type.name), (disclosure, visible))
    }

    /// Of one unit, with what is known of who may see what.
    pub(super) fn with(plan: &Plan, ledger: &Ledger, unit: &UnitId, disclosure: &Disclosure) -> Self {
        Self::seen(plan, ledger, (unit, plan.unit_name(unit)), (disclosure, disclosure.of_unit(unit)))
    }

    fn seen(
        plan: &Plan,
        ledger: &Ledger,
        (unit, name): (&UnitId, &str),
        (disclosure, visible): (&Disclosure, Visible),
    ) -> Self {
        let lines = series(plan, ledger, unit, visible);
        let stock = lines.last().and_then(|line| line.stock);
        let months =
            stock.zip(pace(&lines)).and_then(|(stock, pace)| months_of_work(stock.cases as f64, pace));
        Self {
            sentence: sentence(name, &lines),
            withheld: (visible == Visible::Coarse && !lines.is_empty())
                .then(|| reason(disclosure, unit, Language::German)),
            years: compare_years(&lines),
            months_of_work: months,
            unit: unit.clone(),
            name: name.to_owned(),
            lines,
        }
    }

    /// Cases received in the last twelve months; none with fewer, or where a month is missing.
    #[must_use]
    pub fn received_in_a_year(&self) -> Option<u64> {
        self.in_a_year(|line| line.received)
    }

    /// Cases completed in the last twelve months, likewise.
    #[must_use]
    pub fn completed_in_a_year(&self) -> Option<u64> {
        self.in_a_year(|line| line.completed)
    }

    fn in_a_year(&self, figure: fn(&Line) -> Option<u64>) -> Option<u64> {
        let length = 12 / usize::from(self.lines.last()?.months.max(1));
        let year = &self.lines[self.lines.len().checked_sub(length)?..];
        year.iter().try_fold(0_u64, |sum, line| sum.checked_add(figure(line)?))
    }
}

/// Why a report of a unit, or of a kind of its cases, holds no output.
fn reason(disclosure: &Disclosure, unit: &UnitId, language: Language) -> String {
    disclosure.reason(unit, language).unwrap_or_else(|| disclosure.kind_reason(language))
}

impl Counted {
    /// Why a report holds no output and what it would take, in the language; none where it is shown.
    #[must_use]
    pub fn why_withheld(&self, report: &Report, language: Language) -> Option<String> {
        report.withheld.as_ref().map(|_| reason(self.disclosure(), &report.unit, language))
    }
}

impl Disclosure {
    /// By the posts of each counted month, at its end: a unit that has grown does not show what few did before, nor one that is small by
    /// now what it does today. Of months before the plan begins its first day stands for all; of what was before, the plan knows nothing.
    ///
    /// Cost: a pass over the plan for each month after its first day.
    #[must_use]
    pub fn present(plan: &Plan, ledger: &Ledger, threshold: u32) -> Self {
        Self::present_beside(plan, ledger, (threshold, &Earlier::default()))
    }

    /// The same beside what earlier plans keep withheld.
    pub(super) fn present_beside(plan: &Plan, ledger: &Ledger, of: (u32, &Earlier)) -> Self {
        let (first, last) = ledger.span().map_or((None, None), |(first, last)| (Some(first), Some(last)));
        let months = first.into_iter().flat_map(|first| (0..).map(move |ahead| first.plus(ahead)));
        let ends =
            months.take_while(|month| last.is_some_and(|last| *month <= last)).filter_map(Month::last_day);
        let days: BTreeSet<NaiveDate> = gathered(ends.map(|end| end.max(plan.as_of)));
        let found = days.into_iter().map(|day| Self::beside(plan, ledger, day, of)).reduce(Self::and);
        found.unwrap_or_else(|| Self::beside(plan, ledger, plan.as_of, of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Counts, DEFAULT_HEADS};
    use crate::plan::builtin;

    /// Two years of every case type of the built-in plan; what a case type completes tells it from the others.
    fn counted(plan: &Plan) -> Ledger {
        let mut ledger = Ledger::default();
        let january = Month::new(2022, 1).unwrap();
        for (at, case_type) in plan.case_types.iter().enumerate() {
            for month in 0..24 {
                let completed = Some(1_000 + 37 * at as u64);
                let counts = Counts { received: Some(1_100), completed, open: Some(5_003) };
                ledger.enter(case_type.id.clone(), january.plus(month), counts);
            }
        }
        ledger
    }

    #[test]
    fn tells_output_of_no_small_unit_anywhere() {
        let plan = builtin().unwrap();
        let ledger = counted(&plan);
        let counted = Counted::of(&plan, ledger.clone(), DEFAULT_HEADS);
        let (reports, disclosure) = (counted.reports(&plan), counted.disclosure());
        assert!(reports.len() > 5);
        for report in &reports {
            let small = disclosure.heads_of(&report.unit) < DEFAULT_HEADS;
            assert!(!small || report.withheld.is_some(), "{}", report.name);
            if report.withheld.is_none() {
                assert_eq!(report.lines.len(), 24, "{}", report.name);
                assert!(report.completed_in_a_year().is_some() && report.months_of_work.is_some());
                continue;
            }
            assert!(report.months_of_work.is_none() && report.completed_in_a_year().is_none());
            assert!(report.lines.iter().all(|line| line.completed.is_none() && line.months == 3));
            let rounded = |value: Option<u64>| value.is_some_and(|value| value.is_multiple_of(5));
            assert!(
                report
                    .lines
                    .iter()
                    .all(|line| rounded(line.received) && rounded(line.stock.map(|s| s.cases)))
            );
            assert!(report.years.is_none_or(|years| years.completed.is_none()));
            assert!(!report.sentence.contains("erledigt"), "{}", report.sentence);
        }
        // Without a threshold everything is told.
        let open = Counted::of(&plan, ledger, 0).reports(&plan);
        assert!(open.iter().all(|report| report.withheld.is_none()));
    }

    #[test]
    fn says_that_nothing_was_counted() {
        let plan = builtin().unwrap();
        let nothing = Counted::of(&plan, Ledger::default(), DEFAULT_HEADS);
        assert!(nothing.reports(&plan).is_empty());
        let report = nothing.report(&plan, &plan.units[0].id);
        assert!(report.sentence.contains("noch keine Fallzahlen"));
        assert_eq!((&report.withheld, report.received_in_a_year()), (&None, None));
    }
}
