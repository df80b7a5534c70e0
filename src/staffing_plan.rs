//! The staffing plan (Stellenplan) of a budget year: its table, the list of changes against the year before, its cost.
//!
//! The shape is that of § 5 Abs. 1 GemHVO Rheinland-Pfalz: posts by organisational unit and pay grade, beside them those of
//! the year before and how many of these were filled on its 30 June. Table and list are two views of the same two
//! organisations: what the list adds up to by unit and grade is what the two columns of the table differ by.

mod below;
mod calendar;
mod change_list;
mod cost;
mod coverage;
mod frozen;
mod grade_cost;
mod marks;
mod part_year;
mod register;
mod table;
mod within;
mod words;

pub use below::UnitSum;
pub use calendar::icalendar;
pub use change_list::{Cell, Entry, Kind, Reasons, change_list};
pub use cost::{Cost, YearCost, cost_by_year};
pub use coverage::{Coverage, coverage};
pub use frozen::{Frozen, FrozenEntry, FrozenRow, FrozenSum, RowDifference};
pub use grade_cost::{
    CostSource, GradeCost, MATERIAL_SOURCE, OVERHEAD_SOURCE, OWN_FIGURE, WorkplaceSources, grade_costs,
    grade_source, workplace_sources,
};
pub use part_year::{PartYear, part_year};
pub use register::{Due, DueKind, register};
pub use table::{Figures, Note, Row, StaffingTable, UnitRows, YearBefore, staff_group, table};
pub use within::Within;
pub use words::{cells_in_words, euro, extent, more, more_euro};

use crate::plan::gather::gathered;
use crate::plan::{Change, Plan, PostId, UnitId, same_grade};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The staffing plan of a budget year as a scenario would have it, against the one of the year before without the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The budget year.
    pub year: i32,
    /// The day whose posts are those of the budget year: its 30 June, or the plan's first day where that is later.
    pub day: NaiveDate,
    /// The same for the year before.
    pub previous_day: NaiveDate,
    /// The plan's first day: what is told of later ones follows from its assumptions.
    pub first_day: NaiveDate,
    /// Whether the plan knows the 30 June of the year before; how many posts were filled then is not told otherwise.
    pub knows_filling: bool,
    /// Line of the frozen Stellenplan whose posts are those of the year before; none where they are those of the plan on
    /// `previous_day`.
    pub frozen_before: Option<String>,
    /// The table.
    pub table: StaffingTable,
    /// What stands for a part of the budget year only, or in another extent than on `day`.
    pub part_year: Vec<PartYear>,
    /// What changes, in the order of the table.
    pub entries: Vec<Entry>,
    /// What the posts of the budget year are reckoned with, and where that comes from.
    pub costs: Vec<GradeCost>,
}

impl Draft {
    /// Whether the filling is no count but what the plan assumes for a day after its first one.
    #[must_use]
    pub fn filling_is_assumed(&self) -> bool {
        self.knows_filling && self.previous_day > self.first_day
    }

    /// The running numbers of the list that explain why the posts of a unit in a grade are not those of the year before.
    #[must_use]
    pub fn explained_by(&self, unit: &UnitId, grade: &str) -> Vec<usize> {
        let here =
            |cells: &[Cell]| cells.iter().any(|cell| cell.unit == *unit && same_grade(&cell.grade, grade));
        let entries = self.entries.iter().filter(|entry| here(&entry.from) || here(&entry.to));
        entries.map(|entry| entry.number).collect()
    }
}

/// The day of a year on which the posts are counted: 30 June, the day that § 5 GemHVO names for the filling.
#[must_use]
pub fn reference_day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 6, 30).unwrap_or(NaiveDate::MAX)
}

/// The budget year that a plan is drawn up for: the one after its first day.
#[must_use]
pub fn next_budget_year(plan: &Plan) -> i32 {
    plan.as_of.year() + 1
}

/// Draws up the staffing plan of a year against the plan of the year before.
///
/// `changes` are those of the scenario; the year before is counted without them. `reasons` are told with the entries.
#[must_use]
pub fn draft(plan: &Plan, changes: &[Change], year: i32, reasons: &Reasons) -> Draft {
    draft_after(plan, changes, year, reasons, None)
}

/// The same against the frozen Stellenplan of the year before, with the line under which it was frozen.
///
/// The posts of the year before are then those that were frozen, whatever has become of the plan. The list goes from post to post
/// and so from the plan; where the frozen table differs from that, its lines say by how much.
#[must_use]
pub fn draft_after(
    plan: &Plan,
    changes: &[Change],
    year: i32,
    reasons: &Reasons,
    before_it: Option<(&str, &Frozen)>,
) -> Draft {
    let day = reference_day(year).max(plan.as_of);
    let previous_day = reference_day(year - 1).max(plan.as_of);
    let knows_filling = reference_day(year - 1) >= plan.as_of;
    let before = plan.on(previous_day, &[]);
    let after = plan.on(day, changes);
    let mut entries = change_list(&before, &after);
    let own: BTreeMap<PostId, Entry> = gathered(
        change_list(&before, &plan.on(day, &[])).into_iter().map(|entry| (entry.post.clone(), entry)),
    );
    for entry in &mut entries {
        entry.by_scenario = own.get(&entry.post).is_none_or(|own| !own.same_change(entry));
        entry.reason = reasons.of(&entry.post).filter(|_| entry.by_scenario).map(str::to_owned);
    }
    let filling = knows_filling.then_some(previous_day);
    let frozen = before_it.map(|(_, frozen)| frozen);
    let forecast = previous_day > plan.as_of;
    let known = YearBefore { filling, forecast, counted_on: reference_day(year - 1), frozen };
    Draft {
        year,
        day,
        previous_day,
        first_day: plan.as_of,
        knows_filling,
        frozen_before: before_it.map(|(label, _)| label.to_owned()),
        table: table(&before, &after, known),
        part_year: part_year(plan, changes, day, year),
        entries,
        costs: grade_costs(plan, &after.plan.assumptions, reasons),
    }
}

#[cfg(test)]
mod tests;
