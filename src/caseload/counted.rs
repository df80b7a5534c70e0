//! Counts between the database and whoever asks. As they come out of it they are closed, and what opens them says what may be seen,
//! so that no new answer can forget it.

use super::calibration::{Backtest, Handling, backtest, handling};
use super::disclosure::{Earlier, to_five};
use super::{Counts, Disclosure, Ledger, Month, Report, Visible};
use crate::plan::gather::gathered;
use crate::plan::{CaseType, CaseTypeId, Plan, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Counts as they are stored: nothing of them is told before [`Undisclosed::disclosed`].
#[derive(Clone, PartialEq, Default)]
pub struct Undisclosed {
    ledger: Ledger,
    earlier: Vec<Plan>,
}

impl fmt::Debug for Undisclosed {
    /// A line of the log is an answer, too.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Undisclosed(…)")
    }
}

impl Undisclosed {
    /// What the database holds.
    #[must_use]
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger, earlier: Vec::new() }
    }

    /// Counts from before the newest plan, with the plans that stood then, in the order in which they were made.
    #[must_use]
    pub fn after(self, earlier: Vec<Plan>) -> Self {
        Self { earlier, ..self }
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ledger.is_empty()
    }

    /// With what may be seen of them; output of fewer heads than `least`, now or while an earlier plan stood, is withheld.
    #[must_use]
    pub fn disclosed(self, plan: &Plan, least: u32) -> Counted {
        let Self { ledger, earlier } = self;
        let earlier = Earlier::of(&earlier, plan, &ledger, least);
        let disclosure = Disclosure::present_beside(plan, &ledger, (least, &earlier));
        Counted { ledger, disclosure }
    }

    /// Everything as it is: for whoever holds the database file, and for comparing in the dark. `tests/architecture.rs` names
    /// who may ask for it.
    #[must_use]
    pub fn laid_open(self) -> Ledger {
        self.ledger
    }
}

/// Counts with what may be seen of them. What comes out is as exact as [`Disclosure`] lets it be.
#[derive(Clone, PartialEq, Eq)]
pub struct Counted {
    ledger: Ledger,
    disclosure: Disclosure,
}

impl fmt::Debug for Counted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Counted(…)")
    }
}

impl Counted {
    /// By the posts at the end of what was counted; output of fewer heads than `least` is withheld.
    #[must_use]
    pub fn of(plan: &Plan, ledger: Ledger, least: u32) -> Self {
        let disclosure = Disclosure::present(plan, &ledger, least);
        Self { ledger, disclosure }
    }

    /// What may be seen of which unit and kind of cases.
    #[must_use]
    pub fn disclosure(&self) -> &Disclosure {
        &self.disclosure
    }

    /// First and last month of which anything was counted.
    #[must_use]
    pub fn span(&self) -> Option<(Month, Month)> {
        self.ledger.span()
    }

    /// The same of some kinds of cases, with how many of them were counted; none where none was.
    #[must_use]
    pub fn span_of(&self, keep: impl Fn(&CaseTypeId) -> bool) -> Option<(Month, Month, usize)> {
        let own = || self.ledger.entries().filter(|(id, ..)| keep(id));
        let (first, last) =
            (own().map(|(_, month, _)| month).min()?, own().map(|(_, month, _)| month).max()?);
        Some((first, last, own().map(|(id, ..)| id).collect::<BTreeSet<_>>().len()))
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ledger.is_empty()
    }

    /// The kinds of cases of which anything was counted.
    #[must_use]
    pub fn case_types(&self) -> BTreeSet<&CaseTypeId> {
        gathered(self.ledger.entries().map(|(id, ..)| id))
    }

    /// The kinds of cases of a plan that may not be shown on their own.
    #[must_use]
    pub fn withheld(&self, plan: &Plan) -> BTreeSet<CaseTypeId> {
        let ids = plan.case_types.iter().map(|one| &one.id);
        gathered(ids.filter(|id| self.disclosure.of_case_type(id) == Visible::Coarse).cloned())
    }

    /// What was counted of a kind of cases in a month; none where it may not be shown on its own.
    #[must_use]
    pub fn shown(&self, case_type: &CaseTypeId, month: Month) -> Option<Counts> {
        match self.disclosure.of_case_type(case_type) {
            Visible::All => self.ledger.get(case_type, month),
            Visible::Coarse => None,
        }
    }

    /// What is told of a unit.
    #[must_use]
    pub fn report(&self, plan: &Plan, unit: &UnitId) -> Report {
        Report::with(plan, &self.ledger, unit, &self.disclosure)
    }

    /// What is told of a kind of cases alone.
    #[must_use]
    pub fn report_of(&self, plan: &Plan, case_type: &CaseType) -> Report {
        Report::of_case_type(plan, &self.ledger, case_type, &self.disclosure)
    }

    /// What is told of every unit of which anything was counted, in the order of the plan.
    #[must_use]
    pub fn reports(&self, plan: &Plan) -> Vec<Report> {
        let reports = plan.units.iter().map(|unit| self.report(plan, &unit.id));
        reports.filter(|report| !report.lines.is_empty()).collect()
    }

    /// Mean minutes of a case of some kinds, weighted by what came in during the last twelve months; none where nothing came.
    #[must_use]
    pub fn minutes_per_case(
        &self,
        plan: &Plan,
        types: &BTreeSet<CaseTypeId>,
        visible: Visible,
    ) -> Option<f64> {
        let (_, until) = self.span()?;
        let mut received: BTreeMap<&CaseTypeId, u64> = BTreeMap::new();
        for (id, month, counts) in self.ledger.entries() {
            if month > until.plus(-12) && types.contains(id) {
                *received.entry(id).or_default() += counts.received.unwrap_or(0);
            }
        }
        received.values_mut().for_each(|cases| *cases = rounded(*cases, visible));
        let minutes = |(id, cases): (&&CaseTypeId, &u64)| {
            plan.case_type(id).map_or(0.0, |case_type| case_type.minutes_per_case() * *cases as f64)
        };
        let cases: u64 = received.values().sum();
        (cases > 0).then(|| received.iter().map(minutes).sum::<f64>() / cases as f64)
    }

    /// Minutes of handling that the open cases of some kinds still need; none without a count.
    #[must_use]
    pub fn backlog_minutes(
        &self,
        plan: &Plan,
        types: &BTreeSet<CaseTypeId>,
        visible: Visible,
    ) -> Option<f64> {
        let (_, until) = self.span()?;
        let mut sum = 0.0;
        for id in types {
            let Some(open) = self.ledger.get(id, until).and_then(|counts| counts.open) else { continue };
            sum += rounded(open, visible) as f64 * plan.case_type(id)?.minutes_per_case();
        }
        Some(sum)
    }

    /// What a year, calibrated, would have said of the received cases of the next one: demand, not output.
    #[must_use]
    pub fn backtest(&self, plan: &Plan, year: i32) -> Option<Backtest> {
        backtest(plan, &self.ledger, year)
    }

    /// Of some kinds of cases those of which the last month has a stock alone, as a list of open cases gives it, and how many of them
    /// were counted in it at all.
    #[must_use]
    pub fn without_flows(&self, types: &BTreeSet<CaseTypeId>) -> (Vec<&CaseTypeId>, usize) {
        let Some((_, until)) = self.span() else { return (Vec::new(), 0) };
        let last = || self.ledger.entries().filter(|(id, month, _)| *month == until && types.contains(*id));
        let is_stock = |counts: &Counts| {
            counts.open.is_some() && counts.received.is_none() && counts.completed.is_none()
        };
        (last().filter(|(.., counts)| is_stock(counts)).map(|(id, ..)| id).collect(), last().count())
    }

    /// What a year of completions says of the handling times of units; only where the output of a unit may be seen, and hides nothing
    /// of the units below: a kind of it may stand alone then.
    #[must_use]
    pub fn handlings(&self, plan: &Plan, year: i32) -> Vec<Handling> {
        let shown = |unit: &UnitId| {
            let mut own = plan.case_types.iter().filter(|one| one.unit == *unit);
            self.disclosure.of_unit(unit) == Visible::All
                && own.any(|one| self.disclosure.of_case_type(&one.id) == Visible::All)
        };
        let units = plan.units.iter().filter(|unit| shown(&unit.id));
        units.filter_map(|unit| handling(plan, &self.ledger, &unit.id, year)).collect()
    }

    /// The counts as the engine takes them for fits and looks ahead, whose results are demand and forecasts and no output.
    /// `tests/architecture.rs` names who may ask for them.
    #[must_use]
    pub fn for_the_engine(&self) -> &Ledger {
        &self.ledger
    }
}

fn rounded(cases: u64, visible: Visible) -> u64 {
    match visible {
        Visible::All => cases,
        Visible::Coarse => to_five(cases),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::DEFAULT_HEADS;
    use crate::plan::builtin;

    fn ledger(plan: &Plan, completed: u64) -> Ledger {
        let mut ledger = Ledger::default();
        for case_type in &plan.case_types {
            for month in 0..12 {
                let counts = Counts { received: Some(21), completed: Some(completed), open: Some(103) };
                ledger.enter(case_type.id.clone(), Month::new(2023, 1).unwrap().plus(month), counts);
            }
        }
        ledger
    }

    fn kind(plan: &Plan, unit: &str) -> CaseTypeId {
        plan.case_types.iter().find(|one| one.unit.as_str() == unit).unwrap().id.clone()
    }

    #[test]
    fn what_stands_alone_is_shown_and_the_rest_is_not() {
        let plan = builtin().unwrap();
        let counted = Undisclosed::new(ledger(&plan, 17)).disclosed(&plan, DEFAULT_HEADS);
        let (large, small) = (kind(&plan, "aufenthalt"), kind(&plan, "einbuergerung"));
        let month = Month::new(2023, 5).unwrap();
        assert_eq!(counted.shown(&large, month).and_then(|counts| counts.completed), Some(17));
        assert_eq!(counted.shown(&small, month), None);
        let withheld = counted.withheld(&plan);
        assert!(withheld.contains(&small) && !withheld.contains(&large));
        assert_eq!(counted.case_types().len(), plan.case_types.len());
        let own = counted.span_of(|id| *id == small).unwrap();
        assert_eq!(own, (Month::new(2023, 1).unwrap(), Month::new(2023, 12).unwrap(), 1));
        assert_eq!(counted.span_of(|_| false), None);
    }

    #[test]
    fn what_is_computed_of_small_units_rests_on_rounded_figures() {
        let plan = builtin().unwrap();
        let counted = Counted::of(&plan, ledger(&plan, 17), DEFAULT_HEADS);
        let one = BTreeSet::from([kind(&plan, "einbuergerung")]);
        let minutes = plan.case_type(&kind(&plan, "einbuergerung")).unwrap().minutes_per_case();
        assert_eq!(counted.backlog_minutes(&plan, &one, Visible::Coarse), Some(105.0 * minutes));
        assert_eq!(counted.backlog_minutes(&plan, &one, Visible::All), Some(103.0 * minutes));
        let mean = counted.minutes_per_case(&plan, &one, Visible::Coarse).unwrap();
        assert!((mean - minutes).abs() < 1e-9 * minutes);
    }

    #[test]
    fn handling_times_are_told_of_units_only_whose_output_is() {
        let plan = builtin().unwrap();
        let handlings = |least| Counted::of(&plan, ledger(&plan, 17), least).handlings(&plan, 2023);
        let units =
            |found: Vec<Handling>| found.into_iter().map(|one| one.unit.to_string()).collect::<Vec<_>>();
        let told = units(handlings(DEFAULT_HEADS));
        assert!(
            told.contains(&"aufenthalt".to_owned()) && !told.contains(&"einbuergerung".to_owned()),
            "{told:?}"
        );
        assert!(units(handlings(0)).contains(&"einbuergerung".to_owned()));
    }

    #[test]
    fn no_line_of_a_log_tells_a_count() {
        let plan = builtin().unwrap();
        let closed = Undisclosed::new(ledger(&plan, 7_919));
        let told = format!("{closed:?} {:?}", closed.clone().disclosed(&plan, DEFAULT_HEADS));
        assert!(!told.contains("7919"), "{told}");
        assert!(!closed.is_empty() && Undisclosed::default().is_empty());
    }
}
