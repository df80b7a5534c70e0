//! What opens beside the chart: search, commands, shortcuts, spans, colours. Here are the buttons, the keys and what is
//! open; the things themselves come with a later part of the module.

use super::state::Chart;
use super::workbench;
use crate::diagram::chart::measure::{Measure, Shading};
use crate::plan::UnitId;
use crate::ui::browser::document;
use crate::ui::dynamic::{Held, Kept, part, text, when};
use crate::ui::i18n::t;
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
}

/// What is open beside the chart; a handle that can be copied.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// What is open in front of the page.
    pub sheet: Held<Option<Sheet>>,
    /// Whether the search is open.
    pub finds: Held<bool>,
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
            finds: Held::new(false),
            measure: Held::new(None),
            shading: Held::new(None),
        }
    }

    /// The class of a unit, and its value in words; tracks.
    #[must_use]
    pub fn shade(self, unit: &UnitId) -> Option<(u8, String)> {
        self.shading.with(|shading| {
            let shade = shading.as_ref()?.units.get(unit)?;
            Some((shade.class, shade.words.clone()))
        })
    }

    /// Opens the search, or gives it the focus when it is open.
    pub fn find(self) {
        self.finds.set(true);
        request_animation_frame(|| document::focus("#suche"));
    }
}

/// Buttons for search, commands and spans, and the choice of colours.
#[component]
pub fn DeskTools() -> impl IntoView {
    let chart = Chart::expect();
    let (i18n, desk) = (chart.i18n, chart.desk);
    listen(desk);
    let option = |measure: Measure| {
        part(view! {
            <option value=measure.key() selected=move || desk.measure.get() == Some(measure)>
                {text(move || measure.name(chart.language()).to_owned())}
            </option>
        })
    };
    let options: Vec<AnyView> = Measure::ALL.into_iter().map(option).collect();
    let button = move |id: &'static str, keys: &'static str, open: fn(Desk), name: AnyView| {
        part(view! {
            <button type="button" class="button" data-variant="quiet" data-testid=id aria-keyshortcuts=keys
                on:click=move |_| open(desk)>{name}</button>
        })
    };
    part(view! {
        {button("find", "/", Desk::find, t!(i18n, workbench.find).into_any())}
        {button("commands", "Control+K", |desk| desk.sheet.set(Some(Sheet::Palette)), t!(i18n, workbench.commands).into_any())}
        {button("spans", "", |desk| desk.sheet.set(Some(Sheet::Spans)), t!(i18n, workbench.spans).into_any())}
        <label class="field">
            <span>{t!(i18n, workbench.colour)}</span>
            <select class="select" data-testid="colour"
                on:change=move |event| desk.measure.set(Measure::of_key(&event_target_value(&event)))>
                <option value="" selected=move || desk.measure.get().is_none()>{t!(i18n, workbench.colour_none)}</option>
                {options}
            </select>
        </label>
    })
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

/// A sign was typed while the chart has the focus; whether it opens something.
pub fn typed(desk: Desk, key: &str) -> bool {
    match key {
        "?" => desk.sheet.set(Some(Sheet::Shortcuts)),
        "/" => desk.find(),
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
                desk.sheet.update(|sheet| *sheet = sheet.is_none().then_some(Sheet::Palette));
            }
        });
        on_cleanup(move || keys.remove());
    });
}
