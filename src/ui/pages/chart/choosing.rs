//! Choosing several posts or tasks, to move them in one step; by finger a mode, which a bar below the chart tells of and ends.

use super::state::Chart;
use super::walk::Item;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use crate::ui::dynamic::{part, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Chart {
    /// Chooses exactly these items, and says how many.
    pub fn select(self, items: BTreeSet<Item>) {
        if self.selected.with_untracked(|selected| *selected == items) {
            return;
        }
        let count = items.len();
        if count == 0 {
            self.choosing.set(false);
        }
        self.selected.set(items);
        self.say(match count {
            0 => t_string!(self.i18n, chart.chosen_none).to_owned(),
            1 => t_string!(self.i18n, chart.chosen_one).to_owned(),
            count => t_string!(self.i18n, chart.chosen, count),
        });
    }

    /// Adds an item to what is chosen, or takes it away; items of another kind are let go.
    pub fn choose_also(self, item: &Item) {
        let mut items = self.selected.get_untracked();
        if !items.remove(item) {
            items.retain(|other| same_kind(other, item));
            items.insert(item.clone());
        }
        self.select(items);
    }

    /// A finger was held on an item and let go there: from now on a tap chooses instead of opening.
    pub fn choose_by_finger(self, item: &Item) {
        self.focused.set(Some(item.clone()));
        if self.choosing.get_untracked() {
            self.tapped(item);
            return;
        }
        let posts = match item {
            Item::Unit(unit) => self.posts_of(unit),
            other => BTreeSet::from([other.clone()]),
        };
        if posts.is_empty() {
            return;
        }
        self.choosing.set(true);
        self.select(posts);
        let count = self.selected.with_untracked(BTreeSet::len);
        self.say(t_string!(self.i18n, chart.choosing_began, count));
    }

    /// A tap while choosing: adds an item or takes it away; at a unit all its posts.
    pub fn tapped(self, item: &Item) {
        let Item::Unit(unit) = item else { return self.choose_also(item) };
        let posts = self.posts_of(unit);
        let mut items = self.selected.get_untracked();
        if posts.is_subset(&items) {
            items.retain(|item| !posts.contains(item));
        } else {
            items.retain(|other| matches!(other, Item::Post(_)));
            items.extend(posts);
        }
        self.select(items);
    }

    fn posts_of(self, unit: &UnitId) -> BTreeSet<Item> {
        self.facts.with_untracked(|facts| {
            let posts = facts.units.get(unit).into_iter().flat_map(|unit| &unit.posts);
            gathered(posts.map(|post| Item::Post(post.id.clone())))
        })
    }

    /// Chooses everything of the same kind between the item that had the focus and this one.
    pub fn choose_to(self, from: &Item, to: &Item) {
        let mut items = self.walk.with_untracked(|walk| walk.between(from, to));
        items.retain(|other| same_kind(other, to));
        items.extend(self.selected.get_untracked().into_iter().filter(|other| same_kind(other, to)));
        self.select(items);
    }

    /// Chooses all posts of the unit in which an item stands; called again, all posts that are visible.
    pub fn choose_all(self, here: &Item) {
        let home = match here {
            Item::Unit(unit) => Some(unit.clone()),
            other => self.facts.with_untracked(|facts| super::trial::home(other, facts)),
        };
        let own = home.map(|unit| self.posts_of(&unit)).unwrap_or_default();
        if own.is_empty() || self.selected.with_untracked(|selected| selected.is_superset(&own)) {
            self.select(self.walk.with_untracked(super::walk::Walk::posts));
        } else {
            self.select(own);
        }
    }
}

fn same_kind(left: &Item, right: &Item) -> bool {
    !matches!(left, Item::Unit(_)) && std::mem::discriminant(left) == std::mem::discriminant(right)
}

/// What is chosen by finger, what a tap does now, and the way out; nothing while a tap opens.
#[component]
pub fn ChoosingBar() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let several = move || {
        let items: Vec<Item> = chart.selected.with(|items| items.iter().cloned().collect());
        t_string!(i18n, chart.choosing_count, name = chart.name(&items))
    };
    let go = move |_| {
        let first = chart.selected.with_untracked(|items| items.first().cloned());
        chart.opened.set(first);
    };
    when(
        move || chart.choosing.get(),
        move || {
            part(view! {
                <div class="choosing-bar" data-lies-over="true" role="group" aria-label=t!(i18n, chart.choosing) data-testid="choosing">
                    <p><strong>{text(several)}</strong> " " {t!(i18n, chart.choosing_hint)}</p>
                    <button type="button" class="button" data-testid="choosing-move" on:click=go>{t!(i18n, chart.move_to)}</button>
                    <button type="button" class="button" data-testid="choosing-end"
                        on:click=move |_| chart.select(BTreeSet::new())>{t!(i18n, chart.choosing_end)}</button>
                </div>
            })
        },
    )
}
