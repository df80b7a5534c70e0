//! What is seen and chosen stands in the address, so that a reload and a link that is sent on show the same.

use super::address::{self, View};
use super::anchor;
use super::state::Chart;
use super::walk::Item;
use crate::ui::browser::{address as bar, canvas};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long the chart lies still before its place is written down: browsers refuse an address that changes all the time.
const STILL: Duration = Duration::from_millis(300);

/// Called when another part of the chart is seen; in context below the page.
#[derive(Debug, Clone, Copy)]
pub struct Remember(pub Callback<()>);

/// Zoom, tasks and choice.
type Seen = (Option<f64>, bool, BTreeSet<Item>);

impl Chart {
    /// Takes over tasks, choice and place from an address; the place once the chart has its room.
    pub fn recall(self, query: &ParamsMap) {
        self.tasks.set(address::tasks(query.get_str("aufgaben")));
        let mut chosen = address::chosen(query.get_str("auswahl"));
        self.facts.with_untracked(|facts| {
            chosen.retain(|item| match item {
                Item::Unit(unit) => facts.units.contains_key(unit),
                Item::Post(post) => facts.post(post).is_some(),
                Item::Task(task) => facts.plan.case_type(task).is_some(),
            });
        });
        self.selected.set(chosen);
        self.wished.set_value(View::read(query.get_str("zoom"), query.get_str("bei")));
    }

    /// Shows what the address asked for, once; whether it did.
    pub fn restore(self) -> bool {
        if canvas::is_coarse() && self.selected.with_untracked(|selected| !selected.is_empty()) {
            self.choosing.set(true);
        }
        let Some(view) = self.wished.try_update_value(Option::take).flatten() else { return false };
        self.layout.with_untracked(|layout| {
            let Some(place) = layout.unit(&view.unit) else { return false };
            let at = (f64::from(view.right), f64::from(view.down));
            self.camera.put(layout, f64::from(view.percent) / 100.0, place.area, at);
            true
        })
    }

    /// What is seen, for the address; none where the chart lies as it was opened.
    #[must_use]
    pub fn view(self) -> Option<View> {
        let (zoom, window) = self.camera.moved()?;
        self.layout.with_untracked(|layout| {
            let place = anchor::nearest(layout, window)?;
            Some(View {
                percent: (zoom * 100.0).round() as u16,
                unit: place.unit.clone(),
                right: (place.area.x - window.x).round() as i32,
                down: (place.area.y - window.y).round() as i32,
            })
        })
    }

    /// Keeps the address to what is seen and chosen; `here` is the address of the moment. Puts [`Remember`] into the context.
    pub fn remember(self, here: impl Fn() -> String + Clone + Send + Sync + 'static) {
        let asked = StoredValue::new(0_u32);
        let remember = Callback::new(move |()| {
            asked.update_value(|asked| *asked = asked.wrapping_add(1));
            let (mine, here) = (asked.get_value(), here.clone());
            set_timeout(
                move || {
                    if asked.try_get_value() == Some(mine) {
                        bar::replace(&here());
                    }
                },
                STILL,
            );
        });
        provide_context(Remember(remember));
        let zoom = move || self.camera.sight.with(|sight| sight.zoom);
        let seen = move || (zoom(), self.tasks.get(), self.selected.get());
        // The first zoom is that of the chart as it is opened.
        let changed = move |_: &Seen, before: Option<&Seen>, _: Option<()>| {
            if before.is_some_and(|(zoom, ..)| zoom.is_some()) {
                remember.run(());
            }
        };
        Effect::watch(seen, changed, false);
    }
}
