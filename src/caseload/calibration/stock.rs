//! The counted stock as the state of the plan's first day, so that a simulation begins with the backlog that is there.

use super::super::opening::DAYS;
use super::super::{AgeBand, Ages, Counted, Holder, Month, Visible, is_of_their_time};
use super::adopted::STOCK;
use crate::format::{Language, date, number};
use crate::plan::{Action, CaseType, CaseTypeId, CaseTypePatch, Change, Opening, Plan, UnitId};
use chrono::NaiveDate;

/// The counted stock of the kinds that may be shown on their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedStock {
    /// The month at whose end it was counted.
    pub until: Month,
    /// The day of the list that says how much of it lies with us and how old it is; none without a list of that time.
    pub listed: Option<NaiveDate>,
    /// By kind, in the order of the plan.
    pub kinds: Vec<CountedKind>,
    /// Kinds of which something was counted that may not be shown.
    pub withheld: usize,
}

/// The counted stock of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedKind {
    /// Which.
    pub case_type: CaseTypeId,
    /// What is open, whoever has it.
    pub open: u64,
    /// The state that follows from it; what was not counted is the plan's own.
    pub opening: Opening,
}

impl Counted {
    /// The stock at the end of the last counted month, of units that may be looked at. Without a list of that time every open case
    /// counts as waiting here, as in a look ahead, and ages are the plan's. None where nothing was counted.
    #[must_use]
    pub fn stock(
        &self,
        plan: &Plan,
        ages: Option<&Ages>,
        reaches: impl Fn(&UnitId) -> bool,
    ) -> Option<CountedStock> {
        let (_, until) = self.span()?;
        let ages = ages.filter(|ages| is_of_their_time(ages.day, until));
        let counted = self.case_types();
        let own = || plan.case_types.iter().filter(|one| counted.contains(&one.id) && reaches(&one.unit));
        let kind = |one: &CaseType| {
            let open = self.shown(&one.id, until)?.open?;
            Some(CountedKind { case_type: one.id.clone(), open, opening: opening(one, open, ages) })
        };
        let coarse = |one: &&CaseType| self.disclosure().of_case_type(&one.id) == Visible::Coarse;
        Some(CountedStock {
            until,
            listed: ages.map(|ages| ages.day),
            kinds: own().filter_map(kind).collect(),
            withheld: own().filter(coarse).count(),
        })
    }
}

/// With whom the open cases of a kind are and how old, the list says in proportion. What is in work waits again as a whole.
fn opening(of: &CaseType, open: u64, ages: Option<&Ages>) -> Opening {
    let (mut listed, mut bands) = (0_u64, [0_u64; 5]);
    let cells = ages.into_iter().flat_map(|ages| &ages.cells);
    for cell in cells.filter(|cell| cell.case_type == of.id) {
        listed += cell.cases;
        if matches!(cell.holder, Holder::WithUs | Holder::InWork) {
            bands[AgeBand::ALL.iter().position(|band| *band == cell.band).unwrap_or(0)] += cell.cases;
        }
    }
    if listed == 0 {
        return Opening { waiting: open, ..of.opening.clone() };
    }
    let ours = u128::from(bands.iter().sum::<u64>());
    let waiting = (u128::from(open) * ours + u128::from(listed / 2)) / u128::from(listed);
    Opening {
        waiting: u64::try_from(waiting).unwrap_or(open),
        oldest_days: oldest(&bands).unwrap_or(of.opening.oldest_days),
        ..of.opening.clone()
    }
}

/// Up to which age the plan has to spread cases evenly so that as many are beyond the first band as were counted; at most up to the
/// end of the oldest band. One old case alone would make most of them old otherwise.
fn oldest(bands: &[u64; 5]) -> Option<u32> {
    let end = DAYS[bands.iter().rposition(|cases| *cases > 0)?].1;
    let all: u64 = bands.iter().sum();
    let even = u64::from(DAYS[0].1).saturating_mul(all).checked_div(bands[0]);
    Some(even.and_then(|days| u32::try_from(days).ok()).map_or(end, |days| days.min(end)))
}

impl CountedStock {
    /// Days between the end of the counts and the first day of a plan.
    #[must_use]
    pub fn days_to(&self, plan: &Plan) -> i64 {
        self.until.last_day().map_or(i64::MAX, |end| (plan.as_of - end).num_days().abs())
    }

    /// Cases that wait here.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.opening.waiting).sum()
    }

    /// The changes that make a plan begin with it; only of its first day does an opening tell.
    #[must_use]
    pub fn changes(&self, plan: &Plan) -> Vec<Change> {
        let differs = |kind: &&CountedKind| {
            plan.case_type(&kind.case_type).is_some_and(|of| of.opening != kind.opening)
        };
        let change = |kind: &CountedKind| {
            let opening = Some(kind.opening.clone());
            let patch = CaseTypePatch { opening, ..CaseTypePatch::new(kind.case_type.clone()) };
            Change { effective: plan.as_of, action: Action::SetCaseType(patch) }
        };
        self.kinds.iter().filter(differs).map(change).collect()
    }

    /// The reason of a step that makes these changes. `origin` names the counts: „erfassten Fallzahlen“.
    #[must_use]
    pub fn reason(&self, origin: &str) -> String {
        const GERMAN: Language = Language::German;
        let how = self.listed.map_or_else(
            || {
                "Ohne Fallliste aus dieser Zeit gilt jeder offene Fall als bei uns wartend; das Alter bleibt wie im Plan (Annahme)."
                    .to_owned()
            },
            |day| {
                format!(
                    "Wie viele der offenen Fälle bei uns liegen und wie alt sie sind, sagt die Fallliste vom {}; was bei Dritten \
                     liegt, kennt der Anfangsbestand nicht.",
                    date(day, GERMAN)
                )
            },
        );
        let left = match self.withheld {
            0 => String::new(),
            some => format!(" Nicht ausgewiesene Fallarten, die wie im Plan bleiben: {some}."),
        };
        format!(
            "{STOCK}{origin}, Ende {}: {} Fälle bei uns, Fallarten: {}. {how}{left}",
            self.until.in_full(GERMAN),
            number(self.waiting() as f64, 0, GERMAN),
            self.kinds.len(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{AgeCell, Counts, DEFAULT_HEADS, Ledger, is_calibration};
    use crate::plan::builtin;

    /// 103 open cases of every kind at the end of January 2024.
    fn counted(plan: &Plan) -> Counted {
        let mut ledger = Ledger::default();
        for case_type in &plan.case_types {
            let counts = Counts { open: Some(103), ..Counts::default() };
            ledger.enter(case_type.id.clone(), Month::new(2024, 1).unwrap(), counts);
        }
        Counted::of(plan, ledger, DEFAULT_HEADS)
    }

    fn ages(day: &str, id: &CaseTypeId, cells: &[(Holder, AgeBand, u64)]) -> Ages {
        let cell = |(holder, band, cases): &(Holder, AgeBand, u64)| AgeCell {
            case_type: id.clone(),
            holder: *holder,
            band: *band,
            cases: *cases,
        };
        let cells = cells.iter().map(cell).collect();
        Ages { day: day.parse().unwrap(), cells, crossing: Vec::new(), rounded: false }
    }

    #[test]
    fn what_may_not_be_shown_is_in_no_change() {
        let plan = builtin().unwrap();
        let stock = counted(&plan).stock(&plan, None, |_| true).unwrap();
        let small = |id: &CaseTypeId| plan.case_type(id).unwrap().unit.as_str() == "einbuergerung";
        assert!(stock.withheld > 0 && stock.kinds.iter().all(|kind| !small(&kind.case_type)));
        assert_eq!(stock.withheld + stock.kinds.len(), plan.case_types.len());
        let after = plan.with_changes(&stock.changes(&plan));
        assert!(after.conflicts.is_empty());
        for (before, after) in plan.case_types.iter().zip(&after.plan.case_types) {
            let taken = stock.kinds.iter().any(|kind| kind.case_type == before.id);
            let expected = Opening { waiting: 103, ..before.opening.clone() };
            assert_eq!(after.opening, if taken { expected } else { before.opening.clone() }, "{}", before.id);
        }
        // Nothing is changed twice, and nothing outside of what one may look at.
        assert_eq!(stock.changes(&after.plan), []);
        let foreign = counted(&plan).stock(&plan, None, |unit| unit.as_str() == "eu").unwrap();
        assert_eq!((foreign.kinds.len(), foreign.withheld), (0, 7));
    }

    #[test]
    fn a_list_says_what_lies_with_us_and_how_old_it_is() {
        let plan = builtin().unwrap();
        let of = &plan.case_types[0];
        let cells = [
            (Holder::WithUs, AgeBand::ThreeMonths, 12),
            (Holder::InWork, AgeBand::SixMonths, 4),
            (Holder::Applicant, AgeBand::Older, 4),
        ];
        let stock = |day| counted(&plan).stock(&plan, Some(&ages(day, &of.id, &cells)), |_| true).unwrap();
        let found = stock("2024-01-29");
        // Four fifths of 103; a quarter of them is older than three months: 30 of 120 days.
        let expected = Opening { waiting: 82, oldest_days: 120, ..of.opening.clone() };
        assert_eq!((&found.kinds[0].opening, found.kinds[0].open), (&expected, 103));
        assert!(found.reason("erfassten Fallzahlen").contains("Fallliste vom 29.01.2024"));
        // Of another time it says nothing.
        let old = stock("2023-11-30");
        assert_eq!((old.kinds[0].opening.waiting, old.listed), (103, None));
    }

    #[test]
    fn ages_are_even_up_to_where_the_share_of_old_cases_is_right() {
        assert_eq!(oldest(&[7, 0, 0, 0, 0]), Some(90));
        assert_eq!(oldest(&[99, 0, 0, 0, 1]), Some(90), "one old case does not make half of them old");
        assert_eq!(oldest(&[1, 9, 0, 0, 0]), Some(182), "none is older than its band");
        assert_eq!(oldest(&[0, 0, 3, 0, 0]), Some(365));
        assert_eq!(oldest(&[0; 5]), None);
    }

    #[test]
    fn a_reason_tells_source_month_and_what_is_left_out() {
        let plan = builtin().unwrap();
        let stock = counted(&plan).stock(&plan, None, |_| true).unwrap();
        let reason = stock.reason("erfassten Fallzahlen");
        assert!(
            reason.starts_with("Anfangsbestand übernommen nach erfassten Fallzahlen, Ende Januar 2024: "),
            "{reason}"
        );
        for part in ["Ohne Fallliste", "(Annahme)", "Nicht ausgewiesene Fallarten"] {
            assert!(reason.contains(part), "{reason}");
        }
        assert!(is_calibration(&reason) && reason.chars().count() < 2_000);
        assert_eq!(stock.days_to(&plan), 1);
        assert_eq!(counted(&plan).stock(&plan, None, |_| false).unwrap().waiting(), 0);
    }
}
