//! What opens beside the chart: search, commands, shortcuts, spans, colours. Here are the buttons, the keys and what is
//! open; the things themselves come with a later part of the module.

use super::address;
use super::state::Chart;
use super::walk::Item;
use super::workbench;
pub use crate::diagram::chart::Look;
use crate::diagram::chart::measure::{Measure, Shading};
use crate::plan::UnitId;
use crate::ui::browser::document;
use crate::ui::dynamic::{Held, Kept, when};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// What is open in front of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// Commands and search.
    Palette,
    /// The keys and what they do.
    Shortcuts,
    /// Layers and spans of control.
    Spans,
    /// The form of a new post.
    NewPost,
    /// The form that gives a post up.
    RemovePost,
    /// The form of a new unit.
    NewUnit,
    /// The form of a unit as it is.
    EditUnit,
    /// The form that ends a unit.
    RemoveUnit,
}

/// What is open beside the chart; a handle that can be copied.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// What is open in front of the page.
    pub sheet: Held<Option<Sheet>>,
    /// What the forms of posts and units are about.
    pub about: Held<Option<Item>>,
    /// Whether the search is open.
    pub finds: Held<bool>,
    /// The units from the top down to what was found, while the search is open.
    pub way: Held<Vec<UnitId>>,
    /// Which of the two organisations is shown.
    pub look: Held<Look>,
    /// Whether lines lead to the parts of posts in other units.
    pub share_lines: Held<bool>,
    /// What the chart is coloured by.
    pub measure: Held<Option<Measure>>,
    /// The classes of the units, once they are known.
    pub shading: Held<Option<Arc<Shading>>>,
}

impl Desk {
    /// Nothing is open.
    #[must_use]
    pub fn new() -> Self {
        Self {
            sheet: Held::new(None),
            about: Held::new(None),
            finds: Held::new(false),
            way: Held::new(Vec::new()),
            look: Held::new(Look::After),
            share_lines: Held::new(true),
            measure: Held::new(None),
            shading: Held::new(None),
        }
    }

    /// Takes over what an address says of the organisation and of the lines to parts of posts.
    pub fn read(self, look: Option<&str>, share_lines: Option<&str>) {
        self.look.set(address::look(look));
        self.share_lines.set(address::share_lines(share_lines));
    }

    /// The class of a unit, and its value in words; tracks.
    #[must_use]
    pub fn shade(self, unit: &UnitId) -> Option<(u8, String)> {
        self.shading.with(|shading| {
            let shade = shading.as_ref()?.units.get(unit)?;
            Some((shade.class, shade.words.clone()))
        })
    }

    /// Opens the form of a new post or unit in the unit of an item, or one that is about the item itself; nothing where that is of
    /// another kind.
    pub fn form(self, about: &Item, sheet: Sheet) {
        let fits = match sheet {
            Sheet::RemovePost => matches!(about, Item::Post(_)),
            Sheet::EditUnit | Sheet::RemoveUnit => matches!(about, Item::Unit(_)),
            _ => true,
        };
        if fits {
            self.about.set(Some(about.clone()));
            self.sheet.set(Some(sheet));
        }
    }

    /// Opens the search, or gives it the focus when it is open.
    pub fn find(self) {
        self.finds.set(true);
        request_animation_frame(|| document::focus("#suche"));
    }
}

/// Buttons and the choice of colours, once the page is awake: they do nothing before.
#[component]
pub fn DeskTools() -> impl IntoView {
    listen(Chart::expect().desk);
    workbench::awake(|bench| bench.tools)
}

/// The search below the tools, while it is open.
#[component]
pub fn DeskSearch() -> impl IntoView {
    let desk = Chart::expect().desk;
    when(move || desk.finds.get(), || workbench::later(|bench| bench.find))
}

/// Legend and progress of the colours, while there are any.
#[component]
pub fn DeskColours() -> impl IntoView {
    let desk = Chart::expect().desk;
    when(move || desk.measure.get().is_some(), || workbench::later(|bench| bench.colours))
}

/// What opens in front of the page.
#[component]
pub fn DeskSheets() -> impl IntoView {
    let desk = Chart::expect().desk;
    // Once loaded they stay, so that they close as dialogs do.
    let ever = StoredValue::new(false);
    let was_open = Kept::new(move || {
        let now = desk.sheet.with(Option::is_some) || ever.get_value();
        ever.set_value(now);
        now
    });
    when(move || was_open.get(), || workbench::later(|bench| bench.sheets))
}

/// A key was pressed while an item of the chart has the focus; whether it opens something.
pub fn typed(desk: Desk, key: &str, here: &Item) -> bool {
    match key {
        "?" => desk.sheet.set(Some(Sheet::Shortcuts)),
        "/" => desk.find(),
        "Insert" => desk.form(here, Sheet::NewPost),
        "Delete" => {
            let sheet = if matches!(here, Item::Unit(_)) { Sheet::RemoveUnit } else { Sheet::RemovePost };
            desk.form(here, sheet);
        }
        _ => return false,
    }
    true
}

/// Ctrl+K works wherever the focus is.
fn listen(desk: Desk) {
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if is_command && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                // In place of whatever is open; a second time it is put away.
                desk.sheet
                    .update(|sheet| *sheet = (*sheet != Some(Sheet::Palette)).then_some(Sheet::Palette));
            }
        });
        on_cleanup(move || keys.remove());
    });
}
