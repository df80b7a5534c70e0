//! What lies under the time slider: the posts that end (kw) as bars whose ends can be moved, and the laws
//! and outages as flags.

use crate::plan::gather::in_order;
use crate::plan::{Action, Change, Fte, Outage, Plan, PostId, PostPatch, UnitId};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// Posts of a unit that end on the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KwBar {
    /// The unit in which they are drawn.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Which posts.
    pub posts: Vec<PostId>,
    /// Together.
    pub fte: Fte,
    /// Their last day, with the scenario's changes.
    pub kw: NaiveDate,
    /// Their last day without them, where it is another one for all of them; none where they had none.
    pub before: Option<NaiveDate>,
    /// Whether they are a task force.
    pub task_force: bool,
}

/// The posts with a kw date, by unit and last day; `changed` with the scenario's changes, `baseline` without. In the order
/// of their days.
#[must_use]
pub fn kw_bars(changed: &Plan, baseline: &Plan) -> Vec<KwBar> {
    let mut bars: BTreeMap<(NaiveDate, &UnitId, Option<NaiveDate>), KwBar> = BTreeMap::new();
    for post in &changed.posts {
        let (Some(kw), Some(unit)) = (post.kw, post.home()) else { continue };
        let before = baseline.post(&post.id).and_then(|post| post.kw).filter(|before| *before != kw);
        let bar = bars.entry((kw, unit, before)).or_insert_with(|| KwBar {
            unit: unit.clone(),
            unit_name: changed.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            posts: Vec::new(),
            fte: Fte::ZERO,
            kw,
            before,
            task_force: true,
        });
        bar.posts.push(post.id.clone());
        bar.fte += post.fte();
        bar.task_force &= post.task_force;
    }
    bars.into_values().collect()
}

/// The changes that move the last day of posts. They count from the day shown on, but not from later than the earlier of
/// both last days: a post that is gone can no longer be changed. Nothing where the day stays.
#[must_use]
pub fn kw_changes(bar: &KwBar, to: NaiveDate, shown: NaiveDate, first: NaiveDate) -> Vec<Change> {
    if to == bar.kw {
        return Vec::new();
    }
    let effective = shown.min(bar.kw).min(to).max(first);
    let change = |post: &PostId| Change {
        effective,
        action: Action::SetPost(PostPatch { kw: Some(Some(to)), ..PostPatch::new(post.clone()) }),
    };
    bar.posts.iter().map(change).collect()
}

/// The end of the month that is nearest to a day: kw dates are ends of months as a rule.
#[must_use]
pub fn nearest_month_end(day: NaiveDate) -> NaiveDate {
    let end = end_of_month(day);
    let before = day.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(end);
    if (day - before) < (end - day) { before } else { end }
}

/// The end of a month some months further; from within a month its own end counts as the first step forwards.
#[must_use]
pub fn step_month_end(day: NaiveDate, months: i32) -> NaiveDate {
    let end = end_of_month(day);
    let steps = if months > 0 && day != end { months - 1 } else { months };
    let first = end.with_day(1).unwrap_or(end);
    let amount = Months::new(steps.unsigned_abs());
    let moved = if steps < 0 { first.checked_sub_months(amount) } else { first.checked_add_months(amount) };
    moved.map_or(end, end_of_month)
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(day);
    next.checked_sub_days(Days::new(1)).unwrap_or(day)
}

/// What a flag stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum FlagKind {
    /// A law or another dated change of the demand.
    Demand,
    /// An outage.
    Outage(Outage),
}

/// A law or another dated change of the demand, or an outage.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Which of them.
    pub kind: FlagKind,
    /// First day of effect.
    pub date: NaiveDate,
    /// Last day of effect; none for a lasting one.
    pub until: Option<NaiveDate>,
    /// Its name.
    pub label: String,
    /// Names of the tasks that it changes, of an outage those of the units that it hits; of all units where there is none.
    pub tasks: Vec<String>,
}

/// The laws, events and outages of a plan up to a day, laws of the same day and name as one, in the order of their days. Those
/// that are switched off are left out.
#[must_use]
pub fn flags(plan: &Plan, last: NaiveDate) -> Vec<Flag> {
    let mut flags: BTreeMap<(NaiveDate, &str), Flag> = BTreeMap::new();
    for kind in &plan.case_types {
        let events = kind.demand.events.iter().filter(|event| event.enabled && event.from <= last);
        for event in events.filter(|event| event.until.is_none_or(|until| until >= plan.as_of)) {
            let flag = flags.entry((event.from, &event.label)).or_insert_with(|| Flag {
                kind: FlagKind::Demand,
                date: event.from,
                until: event.until,
                label: event.label.clone(),
                tasks: Vec::new(),
            });
            flag.tasks.push(kind.name.clone());
        }
    }
    let seen = |outage: &&Outage| outage.enabled && outage.from <= last && outage.until >= plan.as_of;
    let outages = plan.assumptions.outages.iter().filter(seen).map(|outage| Flag {
        kind: FlagKind::Outage(outage.clone()),
        date: outage.from,
        until: Some(outage.until),
        label: outage.label.clone(),
        tasks: outage.units.iter().map(|unit| plan.unit_name(unit).to_owned()).collect(),
    });
    let outages: Vec<Flag> = outages.collect();
    // Of one day the laws go first.
    in_order(flags.into_values().chain(outages).collect(), |a: &Flag, b| a.date.cmp(&b.date))
}

/// Flags in the order of their days, those together that would lie on each other: fewer than `apart` days after the first of
/// them. Whatever began before `first` stands there.
#[must_use]
pub fn grouped(flags: Vec<Flag>, first: NaiveDate, apart: i64) -> Vec<Vec<Flag>> {
    let mut groups: Vec<Vec<Flag>> = Vec::new();
    for flag in flags {
        let day = |flag: &Flag| flag.date.max(first);
        let is_near = |group: &&mut Vec<Flag>| (day(&flag) - day(&group[0])).num_days() < apart.max(1);
        match groups.last_mut().filter(is_near) {
            Some(group) => group.push(flag),
            None => groups.push(vec![flag]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_task_force_is_one_bar_and_its_end_can_be_moved() {
        let plan = builtin().unwrap();
        let bars = kw_bars(&plan, &plan);
        let force = bars.iter().find(|bar| bar.task_force).unwrap();
        assert_eq!(force.posts.iter().map(ToString::to_string).collect::<Vec<_>>(), ["TF-01", "TF-02"]);
        assert_eq!((force.kw, force.before), (day("2024-06-30"), None));
        let changes = kw_changes(force, day("2024-12-31"), day("2024-09-15"), plan.as_of);
        assert!(changes.iter().all(|change| change.effective == force.kw), "{changes:?}");
        let changed = plan.with_changes(&changes).plan;
        let moved = kw_bars(&changed, &plan);
        let moved = moved.iter().find(|bar| bar.task_force).unwrap();
        assert_eq!((moved.kw, moved.before), (day("2024-12-31"), Some(force.kw)));
        assert_eq!(plan.on(day("2024-12-31"), &changes).plan.posts.len(), plan.posts.len());
    }

    #[test]
    fn a_shorter_term_counts_before_it_ends() {
        let plan = builtin().unwrap();
        let bars = kw_bars(&plan, &plan);
        let changes = kw_changes(&bars[0], day("2024-03-31"), day("2024-06-01"), plan.as_of);
        assert!(changes.iter().all(|change| change.effective == day("2024-03-31")));
        for change in &changes {
            plan.accepts(&[], change).unwrap();
        }
        assert!(kw_changes(&bars[0], bars[0].kw, plan.as_of, plan.as_of).is_empty());
    }

    #[test]
    fn ends_of_months_are_found_both_ways() {
        assert_eq!(nearest_month_end(day("2024-06-29")), day("2024-06-30"));
        assert_eq!(nearest_month_end(day("2024-07-02")), day("2024-06-30"));
        assert_eq!(nearest_month_end(day("2024-02-29")), day("2024-02-29"));
        assert_eq!(step_month_end(day("2024-06-30"), 1), day("2024-07-31"));
        assert_eq!(step_month_end(day("2024-06-30"), -1), day("2024-05-31"));
        assert_eq!(step_month_end(day("2024-06-15"), 1), day("2024-06-30"));
        assert_eq!(step_month_end(day("2024-06-15"), -1), day("2024-05-31"));
        assert_eq!(step_month_end(day("2024-11-30"), 3), day("2025-02-28"));
    }

    #[test]
    fn flags_that_would_lie_on_each_other_are_one_group() {
        let plan = builtin().unwrap();
        let places = |first: &str, apart| {
            let groups = grouped(flags(&plan, day("2026-12-31")), day(first), apart);
            groups.iter().map(|group| (group[0].date.to_string(), group.len())).collect::<Vec<_>>()
        };
        let own = |days: &[(&str, usize)]| {
            days.iter().map(|(day, count)| ((*day).to_owned(), *count)).collect::<Vec<_>>()
        };
        let all = places("2024-02-01", 1);
        assert_eq!(all.iter().map(|(_, count)| count).sum::<usize>(), flags(&plan, day("2026-12-31")).len());
        let june = all.iter().find(|(day, _)| day == "2024-06-27");
        assert_eq!(june, Some(&("2024-06-27".to_owned(), 2)), "two laws of one day");
        assert!(places("2024-02-01", 0) == all, "those of one day however wide the track is");
        // The first of March and the end of June are 118 days apart.
        assert_eq!(places("2024-02-01", 118)[1].0, "2024-06-27");
        assert_eq!(places("2024-02-01", 119)[0].1, all[0].1 + 2);
        assert_eq!(places("2027-01-01", 1), own(&[(&all[0].0, flags(&plan, day("2026-12-31")).len())]));
    }

    #[test]
    fn outages_are_flags_with_the_units_that_they_hit() {
        let mut plan = builtin().unwrap();
        let outage = |from: &str, until: &str, units: &[&str]| Outage {
            from: day(from),
            until: day(until),
            lost: crate::plan::Share::ONE,
            label: "Umzug".to_owned(),
            units: units.iter().map(|unit| UnitId::parse(unit).unwrap()).collect(),
            enabled: true,
        };
        plan.assumptions.outages = vec![
            outage("2024-06-27", "2024-06-28", &["einbuergerung"]),
            outage("2023-01-01", "2023-01-05", &[]),
            Outage { enabled: false, ..outage("2024-07-01", "2024-07-02", &[]) },
            outage("2024-07-03", "2024-07-04", &[]),
        ];
        let flags = flags(&plan, day("2025-12-31"));
        assert!(flags.is_sorted_by_key(|flag| flag.date));
        let found: Vec<&Flag> = flags.iter().filter(|flag| flag.kind != FlagKind::Demand).collect();
        assert_eq!(
            found.iter().map(|flag| flag.date).collect::<Vec<_>>(),
            [day("2024-06-27"), day("2024-07-03")]
        );
        assert_eq!(found[0].tasks, [plan.unit_name(&UnitId::parse("einbuergerung").unwrap())]);
        assert_eq!((found[0].until, found[1].tasks.len()), (Some(day("2024-06-28")), 0));
    }

    #[test]
    fn laws_are_flags_with_the_tasks_that_they_change() {
        let plan = builtin().unwrap();
        let flags = flags(&plan, day("2025-12-31"));
        let law = flags.iter().find(|flag| flag.label.contains("Staatsangehörigkeit")).unwrap();
        assert_eq!(law.date, day("2024-06-27"));
        assert!(!law.tasks.is_empty());
        assert!(flags.windows(2).all(|pair| pair[0].date <= pair[1].date));
    }
}
