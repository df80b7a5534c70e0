//! The figures of the overview: computed here, worded and drawn in the page.

use crate::assessment::{Request, loads};
use crate::plan::gather::{gathered, in_order};
use crate::plan::{CaseType, Change, Fte, Occupancy, Outage, Plan, Post, Provenance, Unit, UnitId, UnitKind};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the table of units; everything counts the units below.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The unit.
    pub unit: Unit,
    /// 0 for a root.
    pub depth: usize,
    /// Posts in the plan.
    pub planned: Fte,
    /// Posts with a holder on the day.
    pub filled: Fte,
    /// Need over regular posts with the cases expected in the twelve months from the day on.
    pub load: Option<f64>,
    /// The same with the cases of the last counted year, which is another quantity.
    pub counted: Option<f64>,
    /// Cases that wait on the first day.
    pub open_cases: u64,
    /// Whether it has case types, and with them a dashboard.
    pub has_cases: bool,
}

impl Row {
    /// Posts without a holder.
    #[must_use]
    pub fn vacant(&self) -> Fte {
        self.planned - self.filled
    }
}

/// Something with a date ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// When.
    pub date: NaiveDate,
    /// What.
    pub what: What,
    /// Names of the units.
    pub units: BTreeSet<String>,
    /// Where it comes from; none for a change of the scenario.
    pub provenance: Option<Provenance>,
}

/// Kinds of happenings.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Posts end; the date is their last day.
    Ending(Fte),
    /// Vacant posts are filled.
    Recruiting(Fte),
    /// The demand of case types changes: their names and what changes it.
    Demand(String),
    /// Capacity is missing for a time.
    Outage(Outage),
    /// A change of the scenario begins to count.
    Change(Box<Change>),
}

/// The whole page.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Units in the order of the tree.
    pub rows: Vec<Row>,
    /// Sum of what the source document states; none where it states nothing.
    pub stated: Option<Fte>,
    /// Sums over all units.
    pub planned: Fte,
    /// Posts with a holder.
    pub filled: Fte,
    /// Where the posts come from. Which of them are filled is known of all or of none.
    pub posts_from: Provenance,
    /// Waiting cases.
    pub open_cases: u64,
    /// Where they come from.
    pub open_from: Provenance,
    /// Where the cases come from that loads are computed with.
    pub cases_from: Provenance,
    /// The last year with counts.
    pub year: Option<u16>,
    /// In date order.
    pub ahead: Vec<Happening>,
}

/// Computes the page for a day, from the organisation of that day and the changes that come later.
#[must_use]
pub fn figures(plan: &Plan, day: NaiveDate, changes: &[Change]) -> Figures {
    let year = plan.case_types.iter().filter_map(|case_type| case_type.counts.keys().max()).max().copied();
    let of = |request: Option<Request>| -> BTreeMap<UnitId, Option<f64>> {
        let loads = request.and_then(|request| loads(plan, &request).ok()).unwrap_or_default();
        loads.into_iter().map(|(unit, load)| (unit, load.load)).collect()
    };
    let counted = of(year.map(Request::year));
    let expected = of(Some(Request::on(day)));
    let rows: Vec<Row> = in_tree_order(plan)
        .into_iter()
        .map(|(unit, depth)| {
            let below = with_descendants(plan, &unit.id);
            let case_types = || plan.case_types.iter().filter(|case_type| below.contains(&case_type.unit));
            Row {
                unit: unit.clone(),
                depth,
                planned: fte(plan, &below, |_| true),
                filled: fte(plan, &below, |post| is_filled(post, day)),
                load: expected.get(&unit.id).copied().flatten(),
                counted: counted.get(&unit.id).copied().flatten(),
                open_cases: case_types().map(|case_type| case_type.opening.waiting).sum(),
                has_cases: case_types().next().is_some(),
            }
        })
        .collect();
    let everywhere: BTreeSet<UnitId> = gathered(plan.units.iter().map(|unit| unit.id.clone()));
    let stated_units = || plan.units.iter().filter(|unit| !is_inside_stated(plan, unit)).filter_map(stated);
    let open = plan.case_types.iter().filter(|case_type| case_type.opening.waiting > 0);
    Figures {
        stated: stated_units().next().map(|_| stated_units().sum()),
        planned: fte(plan, &everywhere, |_| true),
        filled: fte(plan, &everywhere, |post| is_filled(post, day)),
        posts_from: together(plan.posts.iter().map(|post| post.provenance)),
        open_cases: plan.case_types.iter().map(|case_type| case_type.opening.waiting).sum(),
        open_from: together(open.map(|case_type| case_type.provenance)),
        cases_from: together(plan.case_types.iter().map(|case_type| case_type.provenance)),
        year,
        ahead: ahead(plan, day, changes),
        rows,
    }
}

impl Figures {
    /// The units of the table that have a dashboard for an account: all with cases, or those at and below the unit that it is limited to.
    #[must_use]
    pub fn dashboards(&self, limit: Option<&UnitId>) -> BTreeSet<UnitId> {
        let mut top = None;
        let within = |row: &&Row| {
            if top.is_some_and(|top| row.depth <= top) {
                top = None;
            }
            if limit == Some(&row.unit.id) {
                top = Some(row.depth);
            }
            row.has_cases && (limit.is_none() || top.is_some())
        };
        self.rows.iter().filter(within).map(|row| row.unit.id.clone()).collect()
    }

    /// The sections with a load, the heaviest first.
    #[must_use]
    pub fn sections_by_load(&self) -> Vec<(&str, f64)> {
        let sections = self.rows.iter().filter(|row| row.unit.kind == UnitKind::Section);
        let loads: Vec<(&str, f64)> =
            sections.filter_map(|row| row.load.map(|load| (row.unit.name.as_str(), load))).collect();
        in_order(loads, |left, right| right.1.total_cmp(&left.1))
    }
}

/// Where a sum comes from: of the source only where everything in it is.
fn together(of: impl Iterator<Item = Provenance>) -> Provenance {
    let assumed = |found: Option<Provenance>, one| match (found, one) {
        (Some(Provenance::Assumption), _) | (_, Provenance::Assumption) => Some(Provenance::Assumption),
        _ => Some(Provenance::Document),
    };
    of.fold(None, assumed).unwrap_or_default()
}

fn stated(unit: &Unit) -> Option<Fte> {
    unit.stated.as_ref().map(|stated| stated.fte)
}

/// Whether a unit above already states the sum.
fn is_inside_stated(plan: &Plan, unit: &Unit) -> bool {
    let mut above = unit.parent.as_ref();
    while let Some(parent) = above.and_then(|id| plan.unit(id)) {
        if parent.stated.is_some() {
            return true;
        }
        above = parent.parent.as_ref();
    }
    false
}

fn is_filled(post: &Post, day: NaiveDate) -> bool {
    matches!(post.occupancy(day), Occupancy::Filled { .. })
}

fn fte(plan: &Plan, units: &BTreeSet<UnitId>, counts: impl Fn(&Post) -> bool) -> Fte {
    let shares = plan.posts.iter().filter(|post| counts(post)).flat_map(|post| &post.shares);
    shares.filter(|share| units.contains(&share.unit)).map(|share| share.fte).sum()
}

fn in_tree_order(plan: &Plan) -> Vec<(&Unit, usize)> {
    fn walk<'a>(plan: &'a Plan, parent: Option<&'a UnitId>, depth: usize, rows: &mut Vec<(&'a Unit, usize)>) {
        for unit in plan.children(parent) {
            rows.push((unit, depth));
            walk(plan, Some(&unit.id), depth + 1, rows);
        }
    }
    let mut rows = Vec::new();
    walk(plan, None, 0, &mut rows);
    rows
}

fn with_descendants(plan: &Plan, unit: &UnitId) -> BTreeSet<UnitId> {
    let mut found = BTreeSet::from([unit.clone()]);
    let mut open = vec![unit.clone()];
    while let Some(parent) = open.pop() {
        for child in plan.children(Some(&parent)) {
            if found.insert(child.id.clone()) {
                open.push(child.id.clone());
            }
        }
    }
    found
}

/// What changes demand from a day on. A law often changes several case types at once, each by a factor of its own: one row
/// names those that it means.
fn demands(plan: &Plan, day: NaiveDate) -> Vec<Happening> {
    let mut rows: BTreeMap<(NaiveDate, &str), Vec<&CaseType>> = BTreeMap::new();
    for case_type in &plan.case_types {
        for event in case_type.demand.events.iter().filter(|event| event.enabled && event.from >= day) {
            rows.entry((event.from, &event.label)).or_default().push(case_type);
        }
    }
    let row = |((date, label), case_types): ((NaiveDate, &str), Vec<&CaseType>)| {
        let names: Vec<&str> = case_types.iter().map(|case_type| case_type.name.as_str()).collect();
        Happening {
            date,
            what: What::Demand(format!("{}: {label}", names.join(", "))),
            units: case_types.iter().map(|case_type| plan.unit_name(&case_type.unit).to_owned()).collect(),
            provenance: case_types.first().map(|case_type| case_type.provenance),
        }
    };
    rows.into_iter().map(row).collect()
}

/// Outages that last on a day or begin later; all of them are assumptions.
fn outages(plan: &Plan, day: NaiveDate) -> impl Iterator<Item = Happening> {
    let ahead = plan.assumptions.outages.iter().filter(move |outage| outage.enabled && outage.until >= day);
    let whom = |outage: &Outage| -> BTreeSet<String> {
        if outage.units.is_empty() {
            return plan.children(None).map(|unit| unit.name.clone()).collect();
        }
        outage.units.iter().map(|unit| plan.unit_name(unit).to_owned()).collect()
    };
    ahead.map(move |outage| Happening {
        date: outage.from,
        what: What::Outage(outage.clone()),
        units: whom(outage),
        provenance: Some(Provenance::Assumption),
    })
}

fn ahead(plan: &Plan, day: NaiveDate, changes: &[Change]) -> Vec<Happening> {
    let mut endings: BTreeMap<(NaiveDate, UnitId, bool), Fte> = BTreeMap::new();
    let mut recruitings = endings.clone();
    for post in &plan.posts {
        let Some(home) = post.home() else { continue };
        let stated = post.provenance == Provenance::Document;
        if let Some(kw) = post.kw.filter(|kw| *kw >= day) {
            *endings.entry((kw, home.clone(), stated)).or_default() += post.fte();
        }
        if let Occupancy::Recruiting { until } = post.occupancy(day) {
            // The source document knows that posts are being filled, but gives no day: the day is an assumption.
            *recruitings.entry((until, home.clone(), false)).or_default() += post.fte();
        }
    }
    let provenance = |stated| if stated { Provenance::Document } else { Provenance::Assumption };
    let post_dates = |dates: BTreeMap<(NaiveDate, UnitId, bool), Fte>, what: fn(Fte) -> What| {
        dates
            .into_iter()
            .map(move |((date, unit, stated), fte)| (date, what(fte), unit, provenance(stated)))
            .collect::<Vec<_>>()
    };
    let posts =
        post_dates(endings, What::Ending).into_iter().chain(post_dates(recruitings, What::Recruiting));
    let posts = posts.map(|(date, what, unit, provenance)| Happening {
        date,
        what,
        units: BTreeSet::from([plan.unit_name(&unit).to_owned()]),
        provenance: Some(provenance),
    });
    let changes = changes.iter().filter(|change| change.effective > day).map(|change| Happening {
        date: change.effective,
        what: What::Change(Box::new(change.clone())),
        units: BTreeSet::new(),
        provenance: None,
    });
    let all = posts.chain(demands(plan, day)).chain(outages(plan, day)).chain(changes).collect();
    in_order(all, |a: &Happening, b| a.date.cmp(&b.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn the_built_in_plan_adds_up() {
        let plan = builtin().unwrap();
        let figures = figures(&plan, plan.as_of, &[]);
        assert_eq!(figures.stated, Some(Fte::from_thousandths(41_000)), "the document's sum");
        assert_eq!(figures.planned, plan.posts.iter().map(Post::fte).sum());
        assert_eq!(figures.rows[0].planned, figures.planned, "the department holds everything");
        assert_eq!(figures.year, Some(2023));
        let (name, load) = figures.sections_by_load()[0];
        assert!(load > 0.5, "{name} {load}");
    }

    #[test]
    fn a_unit_with_cases_has_a_dashboard_for_whoever_may_see_it() {
        let plan = builtin().unwrap();
        let figures = figures(&plan, plan.as_of, &[]);
        let names = |limit: Option<&str>| -> Vec<String> {
            let limit = limit.map(|id| UnitId::parse(id).unwrap());
            figures.dashboards(limit.as_ref()).iter().map(ToString::to_string).collect()
        };
        let all = names(None);
        assert!(["aufenthalt", "asyl-eu"].iter().all(|id| all.iter().any(|one| one == id)), "{all:?}");
        assert!(!all.iter().any(|id| id == "sozialarbeit"), "a unit without case types has none: {all:?}");
        assert_eq!(names(Some("aufenthalt")), ["aufenthalt"]);
        let below = names(Some("asyl-eu"));
        assert!(below.len() > 1 && below.len() < all.len(), "the unit and what lies below it: {below:?}");
        assert!(names(Some("sozialarbeit")).is_empty());
    }

    #[test]
    fn a_sum_comes_from_where_all_that_is_in_it_does() {
        let mut plan = builtin().unwrap();
        let of = |plan: &Plan| {
            let found = figures(plan, plan.as_of, &[]);
            [found.posts_from, found.open_from, found.cases_from]
        };
        assert_eq!(of(&plan), [Provenance::Assumption; 3], "the sample mixes both");
        plan.posts.iter_mut().for_each(|post| post.provenance = Provenance::Document);
        plan.case_types.iter_mut().for_each(|one| one.provenance = Provenance::Document);
        assert_eq!(of(&plan), [Provenance::Document; 3]);
        plan.posts[0].provenance = Provenance::Assumption;
        assert_eq!(of(&plan), [Provenance::Assumption, Provenance::Document, Provenance::Document]);
        // A plan of its own, of which no source states a number.
        plan.units.iter_mut().for_each(|unit| unit.stated = None);
        assert_eq!(figures(&plan, plan.as_of, &[]).stated, None);
    }

    #[test]
    fn what_lies_ahead_stands_in_date_order_and_knows_the_task_force() {
        let plan = builtin().unwrap();
        let ahead = figures(&plan, plan.as_of, &[]).ahead;
        assert!(ahead.windows(2).all(|pair| pair[0].date <= pair[1].date));
        let cliff = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        assert!(ahead.iter().any(|what| what.date == cliff && matches!(what.what, What::Ending(_))));
        assert!(ahead.iter().any(|what| matches!(what.what, What::Recruiting(_))));
    }
}
