//! A law or an event: one dated factor on the arrivals of one or more case types, and the actions that set it.

use crate::plan::{Action, CaseTypeId, CaseTypePatch, DemandEvent, Plan};

/// The same event of several case types.
#[derive(Debug, Clone, PartialEq)]
pub struct Law {
    /// What happens to the demand.
    pub event: DemandEvent,
    /// Whom it hits, in the order of the plan.
    pub case_types: Vec<CaseTypeId>,
    /// Whether it stands in the scenario only.
    pub is_added: bool,
}

impl Law {
    /// All laws and events, by their first day. `before` is the plan without any change: its events stand before those
    /// that were added, also where they have been edited.
    #[must_use]
    pub fn all(plan: &Plan, before: &Plan) -> Vec<Self> {
        let mut laws: Vec<Self> = Vec::new();
        for of in &plan.case_types {
            let of_plan = before.case_type(&of.id).map_or(0, |of| of.demand.events.len());
            for (place, event) in of.demand.events.iter().enumerate() {
                let is_added = place >= of_plan;
                let same = |law: &&mut Self| {
                    law.event == *event && law.is_added == is_added && !law.case_types.contains(&of.id)
                };
                match laws.iter_mut().find(same) {
                    Some(law) => law.case_types.push(of.id.clone()),
                    None => {
                        laws.push(Self { event: event.clone(), case_types: vec![of.id.clone()], is_added });
                    }
                }
            }
        }
        laws.sort_by_key(|law| law.event.from);
        laws
    }

    /// The same, counting or not.
    #[must_use]
    pub fn switched(&self, enabled: bool) -> Self {
        Self { event: DemandEvent { enabled, ..self.event.clone() }, ..self.clone() }
    }

    /// Whether it is the same but for its switch.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.switched(true) == other.switched(true)
    }

    /// What puts a law in the place of another, adds it where there is no other, and takes the other away where there is none:
    /// an action for each case type whose events become others. None where the plan does not have the other one.
    #[must_use]
    pub fn actions(plan: &Plan, old: Option<&Self>, new: Option<&Self>) -> Option<Vec<Action>> {
        let mut actions = Vec::new();
        for of in &plan.case_types {
            let hits = |law: &&Self| law.case_types.contains(&of.id);
            let (old, new) = (old.filter(hits), new.filter(hits));
            let mut demand = of.demand.clone();
            if let Some(old) = old {
                let place = old.place(&demand.events)?;
                match new {
                    Some(new) => demand.events.get_mut(place)?.clone_from(&new.event),
                    None => drop(demand.events.remove(place)),
                }
            } else if let Some(new) = new {
                demand.events.push(new.event.clone());
            }
            if demand != of.demand {
                let patch = CaseTypePatch { demand: Some(demand), ..CaseTypePatch::new(of.id.clone()) };
                actions.push(Action::SetCaseType(patch));
            }
        }
        Some(actions)
    }

    /// Where its event stands. An equal one of the plan stands before one that was added.
    fn place(&self, events: &[DemandEvent]) -> Option<usize> {
        let is_it = |event: &DemandEvent| *event == self.event;
        if self.is_added { events.iter().rposition(is_it) } else { events.iter().position(is_it) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, builtin};

    fn ids(ids: &[&str]) -> Vec<CaseTypeId> {
        ids.iter().map(|id| CaseTypeId::parse(id).unwrap()).collect()
    }

    fn law(label: &str, hit: &[&str]) -> Law {
        let event = DemandEvent {
            from: "2025-07-01".parse().unwrap(),
            until: None,
            factor: 2.0,
            ramp_days: 60,
            label: label.to_owned(),
            enabled: true,
        };
        Law { event, case_types: ids(hit), is_added: true }
    }

    fn after(plan: &Plan, old: Option<&Law>, new: Option<&Law>) -> Plan {
        let change = |action| Change { effective: plan.as_of, action };
        let actions = Law::actions(plan, old, new).unwrap();
        actions.into_iter().map(change).fold(plan.clone(), |plan, change| plan.apply(&change).unwrap())
    }

    #[test]
    fn a_law_is_one_action_for_each_case_type_and_changes_nothing_but_their_events() {
        let plan = builtin().unwrap();
        let new = law("Novelle", &["n01", "n02"]);
        let actions = Law::actions(&plan, None, Some(&new)).unwrap();
        assert_eq!(actions.len(), 2);
        for (action, id) in actions.iter().zip(&new.case_types) {
            let Action::SetCaseType(patch) = action else { panic!("{action:?}") };
            let mut demand = plan.case_type(id).unwrap().demand.clone();
            demand.events.push(new.event.clone());
            let expected = CaseTypePatch { demand: Some(demand), ..CaseTypePatch::new(id.clone()) };
            assert_eq!(*patch, expected);
        }
        let changed = after(&plan, None, Some(&new));
        assert!(Law::all(&changed, &plan).contains(&new));
        assert_eq!(after(&changed, Some(&new), None), plan);
    }

    #[test]
    fn a_changed_law_leaves_case_types_and_comes_to_others() {
        let plan = builtin().unwrap();
        let (old, twin) = (law("Novelle", &["n01", "n02"]), law("Zweite", &["n01"]));
        let both = after(&after(&plan, None, Some(&old)), None, Some(&twin));
        let mut new = law("Novelle, verschoben", &["n02", "n04"]);
        new.event.factor = 0.5;
        let changed = after(&both, Some(&old), Some(&new));
        let added: Vec<Law> = Law::all(&changed, &plan).into_iter().filter(|law| law.is_added).collect();
        assert_eq!(added.len(), 2);
        assert!(added.contains(&new) && added.contains(&twin), "{added:?}");
        assert_eq!(Law::actions(&changed, Some(&new), Some(&new)), Some(Vec::new()), "nothing has changed");
        assert_eq!(Law::actions(&plan, Some(&old), Some(&new)), None, "the plan has no such law");
    }

    #[test]
    fn events_that_are_alike_are_one_law_and_those_of_the_plan_are_told_apart() {
        let plan = builtin().unwrap();
        let laws = Law::all(&plan, &plan);
        let nationality = laws.iter().find(|law| law.event.label.starts_with("Staatsang")).unwrap();
        assert_eq!(nationality.case_types, ids(&["n01", "n03", "n08"]));
        assert!(laws.iter().all(|law| !law.is_added) && laws.is_sorted_by_key(|law| law.event.from));
        // One that is added is another law, also where it says the same.
        let twin = Law { is_added: true, ..nationality.clone() };
        let with_twin = after(&plan, None, Some(&twin));
        assert_eq!(Law::all(&with_twin, &plan).len(), laws.len() + 1);
        let off = after(&with_twin, Some(nationality), Some(&nationality.switched(false)));
        let events = &off.case_type(&nationality.case_types[0]).unwrap().demand.events;
        assert_eq!(events.iter().map(|event| event.enabled).collect::<Vec<_>>(), [false, true]);
        assert!(Law::all(&off, &plan).iter().any(|law| law.is(nationality) && !law.event.enabled));
        assert_eq!(after(&with_twin, Some(&twin), None), plan);
    }
}
