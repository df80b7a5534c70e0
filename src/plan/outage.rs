//! Outages (Ausfälle): days on which units can do less than their posts could, or nothing at all.

use super::gather::gathered;
use super::{Plan, Share, UnitId};
use crate::format::{Language, percent};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A part of the capacity that is lost on some days („Ausfall des Fachverfahrens“, „Umzug der Dienststelle“).
///
/// Who is hit works more slowly or not at all; nobody is less there for it, and what is begun stays with whoever has begun it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outage {
    /// First day of effect.
    pub from: NaiveDate,
    /// Last day of effect, on which the capacity is still missing; not before `from`.
    pub until: NaiveDate,
    /// Share of the capacity that is lost: more than 0, at most 1.
    pub lost: Share,
    /// What happens, for example „Ausfall des Fachverfahrens“.
    pub label: String,
    /// Whom it hits, each unit with everything below it; all of the plan where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
    /// Whether it counts.
    #[serde(skip_serializing_if = "super::case_type::is_true")]
    pub enabled: bool,
}

impl Outage {
    /// Whether it takes capacity on a day.
    #[must_use]
    pub fn counts_on(&self, date: NaiveDate) -> bool {
        self.enabled && (self.from..=self.until).contains(&date)
    }

    /// Share of the capacity that is left, from 0 to less than 1.
    #[must_use]
    pub fn left(&self) -> f64 {
        1.0 - self.lost.as_f64()
    }

    /// The share that is lost, in per cent, with a decimal where it needs one: „80 %“, „12,5 %“.
    #[must_use]
    pub fn lost_in_words(&self, language: Language) -> String {
        let lost = self.lost.as_f64();
        let tenths = (lost * 1000.0).round() % 10.0 != 0.0;
        percent(lost, usize::from(tenths), language)
    }

    /// Whether it hits one of these units, which may lie below the ones that it names.
    #[must_use]
    pub fn hits(&self, plan: &Plan, units: &BTreeSet<&UnitId>) -> bool {
        let parents = plan.parents();
        let is_hit = |unit: &&UnitId| line(unit, &parents).any(|above| self.units.contains(above));
        self.units.is_empty() || units.iter().any(is_hit)
    }

    /// The same of one unit, by its path ([`Plan::path_of`]): less to load for a page that asks nothing else.
    #[must_use]
    pub fn reaches(&self, path: &str) -> bool {
        self.units.is_empty() || self.units.iter().any(|above| path.contains(&format!("/{above}/")))
    }
}

impl Plan {
    /// What is left of the capacity of the units on a day, from 0 to less than 1, for those that an outage hits; several outages
    /// each take their share of what the others leave. Nothing where there is no outage. The plan is the one of that day.
    #[must_use]
    pub fn capacity_left(&self, date: NaiveDate) -> BTreeMap<&UnitId, f64> {
        let outages = &self.assumptions.outages;
        let active: Vec<usize> = (0..outages.len()).filter(|place| outages[*place].counts_on(date)).collect();
        if active.is_empty() {
            return BTreeMap::new();
        }
        let parents = self.parents();
        let mut named: BTreeMap<&UnitId, Vec<usize>> = BTreeMap::new();
        let mut everywhere = BTreeSet::new();
        for place in active {
            if outages[place].units.is_empty() {
                everywhere.insert(place);
            }
            outages[place].units.iter().for_each(|unit| named.entry(unit).or_default().push(place));
        }
        let left = |unit| {
            // One that names a unit and one above it counts once.
            let mut hit = everywhere.clone();
            for above in line(unit, &parents) {
                hit.extend(named.get(above).into_iter().flatten());
            }
            (!hit.is_empty()).then(|| hit.into_iter().map(|place| outages[place].left()).product())
        };
        gathered(self.units.iter().filter_map(|unit| Some((&unit.id, left(&unit.id)?))))
    }

    /// The unit above each unit; none at the top.
    fn parents(&self) -> BTreeMap<&UnitId, Option<&UnitId>> {
        gathered(self.units.iter().map(|unit| (&unit.id, unit.parent.as_ref())))
    }
}

/// A unit and those above it, from the bottom up; bounded, as a plan that was not validated might lead in a circle.
fn line<'a>(
    unit: &'a UnitId,
    parents: &BTreeMap<&'a UnitId, Option<&'a UnitId>>,
) -> impl Iterator<Item = &'a UnitId> {
    let above = |unit: &&UnitId| parents.get(*unit).copied().flatten();
    std::iter::successors(Some(unit), above).take(parents.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn outage(units: &[&str], from: &str, until: &str, lost: f64) -> Outage {
        Outage {
            from: day(from),
            until: day(until),
            lost: Share::parse(lost).unwrap(),
            label: "Ausfall".to_owned(),
            units: units.iter().map(|unit| UnitId::parse(unit).unwrap()).collect(),
            enabled: true,
        }
    }

    #[test]
    fn takes_from_the_first_day_to_the_last_and_from_everything_below() {
        let mut plan = builtin().unwrap();
        let unit = |id: &str| UnitId::parse(id).unwrap();
        plan.assumptions.outages = vec![outage(&["abteilung", "asyl"], "2024-03-01", "2024-03-05", 0.5)];
        for (date, hit) in
            [("2024-02-29", false), ("2024-03-01", true), ("2024-03-05", true), ("2024-03-06", false)]
        {
            let left = plan.capacity_left(day(date));
            assert_eq!(left.get(&unit("asyl")).copied(), hit.then_some(0.5), "{date}");
            assert_eq!(
                left.len(),
                if hit { plan.units.len() } else { 0 },
                "the whole tree hangs on one unit"
            );
        }
        plan.assumptions.outages[0].enabled = false;
        assert!(plan.capacity_left(day("2024-03-03")).is_empty());
    }

    #[test]
    fn several_multiply_what_remains() {
        let mut plan = builtin().unwrap();
        plan.assumptions.outages = vec![
            outage(&["asyl"], "2024-03-01", "2024-03-05", 0.5),
            outage(&[], "2024-03-05", "2024-03-09", 0.2),
        ];
        let left = |date: &str, id: &str| {
            plan.capacity_left(day(date)).get(&UnitId::parse(id).unwrap()).copied().unwrap_or(1.0)
        };
        assert_eq!((left("2024-03-04", "asyl"), left("2024-03-04", "aufenthalt")), (0.5, 1.0));
        assert!((left("2024-03-05", "asyl") - 0.4).abs() < 1e-12);
        assert_eq!((left("2024-03-06", "asyl"), left("2024-03-06", "aufenthalt")), (0.8, 0.8));
        let asyl = UnitId::parse("asyl").unwrap();
        let hits = |place: usize, id: &UnitId| plan.assumptions.outages[place].hits(&plan, &[id].into());
        assert!(hits(0, &asyl) && hits(1, &asyl) && !hits(0, &UnitId::parse("aufenthalt").unwrap()));
        // By path the answers are the same, for every unit and also where a unit above is named; "asyl" is not "asyl-eu".
        plan.assumptions.outages.push(outage(&["asyl-eu"], "2024-03-01", "2024-03-05", 0.5));
        for (place, one) in plan.assumptions.outages.iter().enumerate() {
            for unit in &plan.units {
                let path = plan.path_of(&unit.id);
                let is_hit = one.hits(&plan, &[&unit.id].into());
                assert_eq!(one.reaches(&path), is_hit, "{place} {path}");
            }
        }
    }
}
