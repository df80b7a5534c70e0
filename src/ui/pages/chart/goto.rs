//! Going to something in the chart: the units above it are unfolded, the day is one on which it can be seen.

use super::address;
use super::desk::Look;
use super::state::Chart;
use super::walk::Item;
use crate::diagram::chart::measure::Measure;
use crate::diagram::chart::search::{Subject, path};
use crate::ui::browser::found;
use crate::ui::state::Scenario;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Changes the day or the view, in the address too; a handle that can be copied. Must be made inside a component.
#[derive(Clone, Copy)]
pub struct Way {
    chart: Chart,
    go: Callback<(NaiveDate, bool)>,
    is_table: Signal<bool>,
}

impl Way {
    /// For the page below which this is called.
    #[must_use]
    pub fn new(chart: Chart) -> Self {
        let navigate = use_navigate();
        let query = use_query_map();
        let scenario = Scenario::expect();
        let go = Callback::new(move |(date, table): (NaiveDate, bool)| {
            let first = untrack(|| chart.plan.baseline().as_of);
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&scenario.address(&address::of(date, first, table, &chart.sight())), options);
        });
        let is_table =
            Signal::derive(move || query.with(|query| address::is_table(query.get_str("ansicht"))));
        Self { chart, go, is_table }
    }

    /// Whether the table is shown.
    #[must_use]
    pub fn is_table(self) -> bool {
        self.is_table.get_untracked()
    }

    /// Shows the table or the picture.
    pub fn show(self, table: bool) {
        self.go.run((self.chart.date.get_untracked(), table));
    }

    /// Colours by a measure, or not at all.
    pub fn colour(self, measure: Option<Measure>) {
        self.chart.desk.measure.set(measure);
        self.go.run((self.chart.date.get_untracked(), self.is_table()));
    }

    /// Shows the organisation with the changes, without them, or with them marked.
    pub fn look(self, look: Look) {
        self.chart.desk.look.set(look);
        self.go.run((self.chart.date.get_untracked(), self.is_table()));
    }

    /// Shows the lines to the parts of posts in other units, or hides them.
    pub fn toggle_share_lines(self) {
        self.chart.desk.share_lines.update(|shown| *shown = !*shown);
        self.go.run((self.chart.date.get_untracked(), self.is_table()));
    }

    /// Shows so many levels, or all; the uppermost card stays where it is unless another one is worked with.
    pub fn levels(self, levels: Option<usize>) {
        let folded = levels.map_or(address::Folded::None, address::Folded::From);
        let (root, units) =
            self.chart.facts.with_untracked(|facts| (facts.roots.first().cloned(), folded.units(facts)));
        match root {
            Some(root) => self.chart.steady_otherwise(&root, || self.chart.closed.set(units)),
            None => self.chart.closed.set(units),
        }
    }

    /// Shows another day.
    pub fn date(self, date: NaiveDate) {
        let date = date.max(self.chart.plan.baseline().as_of);
        self.chart.date.set(date);
        self.go.run((date, self.is_table()));
    }

    /// Goes to what was found; `focus` moves the focus there too.
    pub fn to(self, subject: &Subject, focus: bool) {
        let chart = self.chart;
        let (item, home) = match subject {
            Subject::Unit(unit) => (Item::Unit(unit.clone()), Some(unit.clone())),
            Subject::Post(post) => {
                let item = Item::Post(post.clone());
                let home = chart.facts.with_untracked(|facts| super::trial::home(&item, facts));
                (item, home)
            }
            Subject::Task(task) => {
                chart.tasks.set(true);
                let item = Item::Task(task.clone());
                let home = chart.facts.with_untracked(|facts| super::trial::home(&item, facts));
                (item, home)
            }
            Subject::Kw(date) => return self.date(*date),
            Subject::Other(_) => return,
        };
        if let Some(home) = home {
            let mut above = chart.facts.with_untracked(|facts| path(facts, &home));
            if !focus {
                chart.desk.way.set(above.clone());
            }
            if matches!(item, Item::Unit(_)) {
                above.pop();
            }
            chart.closed.maybe_update(|closed| {
                let before = closed.len();
                closed.retain(|unit| !above.contains(unit));
                closed.len() != before
            });
        }
        if focus {
            chart.focus(item);
            return;
        }
        chart.reveal(&item);
        let id = item.element_id();
        chart.focused.set(Some(item));
        // Two frames: what came into view by itself is drawn in the first.
        request_animation_frame(move || request_animation_frame(move || found::mark(Some(&id))));
    }
}
