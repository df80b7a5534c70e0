//! What half a post more would bring in each unit: the changes that add it, and what the paired runs say.

use super::solver::pattern;
use super::{Direction, Summariser, Summary, UnitOutcome};
use crate::plan::{Action, Change, Fte, Plan, PostShare, UnitId};
use chrono::{Days, NaiveDate};

/// Half a post.
const HALF: Fte = Fte::from_thousandths(500);

/// Half a post more in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct HalfPost {
    /// Where.
    pub unit: UnitId,
    /// What adds it.
    pub change: Change,
    /// First day of the newcomer.
    pub filled: NaiveDate,
}

/// Half a post more for each unit that handles cases on a day: advertised then, filled after the mean time of a
/// recruitment, trained from there on, after the pattern of the unit's typical post. Empty where no post handles cases.
#[must_use]
pub fn half_posts(plan: &Plan, changes: &[Change], from: NaiveDate) -> Vec<HalfPost> {
    let then = plan.on(from, changes).plan;
    let wait = libm::ceil(then.assumptions.recruitment_days.mean.max(0.0)) as u64;
    let filled = from.checked_add_days(Days::new(wait)).unwrap_or(NaiveDate::MAX);
    let Some(id) = pattern::free_ids(plan, changes, 1).into_iter().next() else { return Vec::new() };
    let has_cases = |unit: &UnitId| then.case_types.iter().any(|kind| kind.unit == *unit);
    let with_cases = then.units.iter().map(|unit| &unit.id).filter(|unit| has_cases(unit));
    let half = |unit: &UnitId| {
        let share = PostShare { unit: unit.clone(), fte: HALF };
        let post = pattern::vacant(&pattern::typical(&then, unit)?, id.clone(), share, filled);
        let change = Change { effective: from, action: Action::AddPost(post) };
        Some(HalfPost { unit: unit.clone(), change, filled })
    };
    with_cases.filter_map(half).collect()
}

/// What half a post more brings; paired differences, positive where there is less with it.
///
/// The days from arrival to completion are left out on purpose: they are those of completed cases alone, and where old cases
/// get their turn at last, their mean grows although everybody waits less. The days in the queue count open cases as well.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HalfPostWorth {
    /// Open cases fewer at the end of the last month.
    pub cases: Summary,
    /// Open cases older than three months fewer at the end of the last month.
    pub over_three_months: Summary,
    /// Calendar days in the queue fewer for each arrival of the forecast, see [`Replication::waiting_days`].
    ///
    /// [`Replication::waiting_days`]: super::Replication::waiting_days
    pub waiting_days: Summary,
}

impl HalfPostWorth {
    /// From the outcomes of the unit without and with it, replication by replication.
    #[must_use]
    pub fn of(without: &[UnitOutcome], with: &[UnitOutcome], summariser: &mut Summariser) -> Self {
        let pairs = || without.iter().zip(with);
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        Self {
            cases: summariser.of(pairs().map(|(before, after)| last(&before.open) - last(&after.open))),
            over_three_months: summariser.of(pairs()
                .map(|(before, after)| last(&before.over_three_months) - last(&after.over_three_months))),
            waiting_days: summariser
                .of(pairs().filter_map(|(before, after)| Some(before.waiting_days? - after.waiting_days?))),
        }
    }

    /// Whether it is clear that there are fewer open cases.
    #[must_use]
    pub fn helps(&self) -> bool {
        self.cases.direction() == Direction::Higher
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::simulation::{Model, Options};

    fn outcome(open: f64) -> UnitOutcome {
        UnitOutcome {
            open: vec![0.0, open],
            over_three_months: vec![0.0, open / 2.0],
            utilisation: 1.0,
            waiting_days: (open > 0.0).then_some(open / 4.0),
            ..UnitOutcome::default()
        }
    }

    #[test]
    fn every_unit_with_cases_gets_half_a_post_that_fits() {
        let plan = builtin().unwrap();
        let halves = half_posts(&plan, &[], plan.as_of);
        let with_cases = |unit: &UnitId| plan.case_types.iter().any(|kind| kind.unit == *unit);
        assert_eq!(halves.len(), plan.units.iter().filter(|unit| with_cases(&unit.id)).count());
        for half in &halves {
            let changed = plan.apply(&half.change).unwrap();
            let Action::AddPost(post) = &half.change.action else { panic!("{:?}", half.change) };
            assert_eq!(changed.post(&post.id).unwrap().fte_in(&half.unit), HALF);
            assert!(half.filled > plan.as_of);
        }
    }

    #[test]
    fn differences_are_paired_and_their_sign_is_that_of_a_gain() {
        let without = [outcome(100.0), outcome(200.0)];
        let with = [outcome(80.0), outcome(178.0)];
        let worth = HalfPostWorth::of(&without, &with, &mut Summariser::new(2));
        assert!((worth.cases.mean - 21.0).abs() < 1e-9 && (worth.over_three_months.mean - 10.5).abs() < 1e-9);
        assert!((worth.waiting_days.mean - 5.25).abs() < 1e-9, "{worth:?}");
        let nothing = [outcome(0.0), outcome(0.0)];
        let worth = HalfPostWorth::of(&nothing, &nothing, &mut Summariser::new(2));
        assert!(!worth.helps() && worth.waiting_days == Summary::default());
    }

    #[test]
    fn half_a_post_in_an_overloaded_unit_leaves_fewer_cases_open() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("einbuergerung").unwrap();
        let half = half_posts(&plan, &[], plan.as_of).into_iter().find(|half| half.unit == unit).unwrap();
        let outcomes = |changes: &[Change]| -> Vec<UnitOutcome> {
            let options = Options { horizon_days: 700, units: vec![unit.clone()], ..Options::default() };
            let model = Model::new(&plan, changes, &options).unwrap();
            let outcome = |number: u32| {
                let run = model.run(number).unwrap();
                let waiting_days = run.waiting_days(&model, &unit);
                UnitOutcome { waiting_days, ..UnitOutcome::from(run.unit(&model, &unit).unwrap()) }
            };
            (0..6).map(outcome).collect()
        };
        let worth = HalfPostWorth::of(&outcomes(&[]), &outcomes(&[half.change]), &mut Summariser::new(6));
        assert!(worth.helps(), "{worth:?}");
        assert!(worth.over_three_months.mean > worth.over_three_months.half_width, "{worth:?}");
        assert_eq!(worth.waiting_days.direction(), Direction::Higher, "{worth:?}");
    }
}
