//! Which kinds of cases may stand alone: what few posts work on would tell of them, even inside of a large unit.

use super::{Disclosure, Visible, count};
use crate::caseload::case_types_of;
use crate::plan::gather::gathered;
use crate::plan::{CaseType, CaseTypeId, Occupancy, Plan, Post, PostId, Unit, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl Disclosure {
    /// The kinds of cases of a unit, with everything below it, whose figures may be shown on their own.
    #[must_use]
    pub fn shown_case_types(&self, plan: &Plan, unit: &UnitId) -> BTreeSet<CaseTypeId> {
        case_types_of(plan, unit).into_iter().filter(|id| self.alone.contains(id)).collect()
    }

    /// How much of a kind of cases is shown on its own.
    #[must_use]
    pub fn of_case_type(&self, case_type: &CaseTypeId) -> Visible {
        if self.alone.contains(case_type) { Visible::All } else { Visible::Coarse }
    }

    /// Finds them, with the organisation of a day: in units whose output is shown and hides no other one, the kinds on which at least as many filled posts work as
    /// the threshold asks for. Of what is withheld the sum must not tell: they are at least two, and enough posts work on
    /// them together.
    pub(super) fn stand_alone(
        &self,
        plan: &Plan,
        counted: &BTreeSet<&CaseTypeId>,
        (organisation, own, day): (&Plan, &BTreeMap<UnitId, BTreeSet<PostId>>, NaiveDate),
    ) -> BTreeSet<CaseTypeId> {
        let mut found = BTreeSet::new();
        for unit in plan.units.iter().filter(|unit| self.hides_nothing(plan, unit)) {
            if own.get(&unit.id).map_or(0, count) < self.threshold {
                continue;
            }
            let here = plan.case_types.iter().filter(|one| one.unit == unit.id && counted.contains(&one.id));
            found.extend(self.of_types(here, organisation, day));
        }
        found
    }

    /// Whether the output of a unit is shown and none below it is withheld, so that its own follows from nothing.
    fn hides_nothing(&self, plan: &Plan, unit: &Unit) -> bool {
        self.of_unit(&unit.id) == Visible::All
            && plan.children(Some(&unit.id)).all(|child| !self.withheld.contains(&child.id))
    }

    fn of_types<'a>(
        &self,
        types: impl Iterator<Item = &'a CaseType>,
        plan: &Plan,
        day: NaiveDate,
    ) -> BTreeSet<CaseTypeId> {
        let filled = |post: &&Post| matches!(post.occupancy(day), Occupancy::Filled { .. });
        let works_on = |case_type: &CaseType| -> BTreeSet<&PostId> {
            let serves = |post: &&Post| post.shares.iter().any(|share| post.serves(&share.unit, case_type));
            plan.posts.iter().filter(filled).filter(serves).map(|post| &post.id).collect()
        };
        let mut shown: BTreeMap<(usize, &CaseTypeId), BTreeSet<&PostId>> = gathered(types.map(|case_type| {
            let posts = works_on(case_type);
            ((posts.len(), &case_type.id), posts)
        }));
        let threshold = self.threshold as usize;
        let (mut hidden, mut together) = (0, BTreeSet::new());
        for (_, posts) in shown.extract_if(.., |(_, id), _| self.earlier.kinds.contains(*id)) {
            hidden += 1;
            together.extend(posts);
        }
        while let Some(((posts, _), _)) = shown.first_key_value() {
            let too_few = *posts < threshold;
            let told = hidden > 0 && (hidden < 2 || together.len() < threshold);
            if !too_few && !told {
                break;
            }
            if let Some((_, posts)) = shown.pop_first() {
                hidden += 1;
                together.extend(posts);
            }
        }
        shown.into_keys().map(|(_, id)| id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Counts, DEFAULT_HEADS, Ledger, Month};
    use crate::plan::builtin;

    fn ledger(plan: &Plan) -> Ledger {
        let mut ledger = Ledger::default();
        for case_type in &plan.case_types {
            let counts = Counts { received: Some(9), completed: Some(8), open: Some(7) };
            ledger.enter(case_type.id.clone(), Month::new(2023, 1).unwrap(), counts);
        }
        ledger
    }

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    #[test]
    fn kinds_of_large_units_stand_alone_and_those_of_small_ones_do_not() {
        let plan = builtin().unwrap();
        let disclosure = Disclosure::of(&plan, &ledger(&plan), plan.as_of, DEFAULT_HEADS);
        let large = case_types_of(&plan, &unit("aufenthalt"));
        let shown = disclosure.shown_case_types(&plan, &unit("aufenthalt"));
        assert_eq!(shown.into_iter().collect::<Vec<_>>(), large);
        for small in ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"] {
            assert!(disclosure.shown_case_types(&plan, &unit(small)).is_empty(), "{small}");
        }
        // The whole department shows those of its large units only.
        let all = disclosure.shown_case_types(&plan, &unit("abteilung"));
        assert!(all.len() > large.len() && all.iter().all(|id| disclosure.of_case_type(id) == Visible::All));
    }

    #[test]
    fn what_one_post_works_on_hides_behind_another_kind() {
        let mut plan = builtin().unwrap();
        let types = case_types_of(&plan, &unit("aufenthalt"));
        let (special, others) = types.split_first().unwrap();
        // One post works on the first kind alone, all others on the rest.
        let mut first = true;
        for post in plan.posts.iter_mut().filter(|post| post.home() == Some(&unit("aufenthalt"))) {
            if !matches!(post.occupancy(plan.as_of), Occupancy::Filled { .. }) {
                continue;
            }
            post.case_types = if first { vec![special.clone()] } else { others.to_vec() };
            first = false;
        }
        let disclosure = Disclosure::of(&plan, &ledger(&plan), plan.as_of, DEFAULT_HEADS);
        let shown = disclosure.shown_case_types(&plan, &unit("aufenthalt"));
        assert!(!shown.contains(special));
        assert_eq!(shown.len(), types.len() - 2, "a second kind is withheld with it");
    }
}
