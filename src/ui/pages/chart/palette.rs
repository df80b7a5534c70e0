//! Commands and search in one list: everything that can be done or found, by typing a part of its name.

use super::commands::{Command, Commands};
use super::desk::Sheet;
use super::state::Chart;
use crate::diagram::chart::search::{Entry, Index, Subject};
use crate::format;
use crate::ui::browser::{document, pointer};
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// Most entries that are listed; all commands fit.
const LISTED: usize = 60;

/// Everything that the palette lists, as things stood when it was opened.
#[derive(Clone)]
struct Stock {
    commands: Vec<Command>,
    index: Index,
}

/// The palette as a dialog.
#[component]
pub fn Palette() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let commands = Commands::new(chart);
    let open = sheet(chart, Sheet::Palette);
    let title = Signal::derive(move || t_string!(i18n, workbench.palette_title).to_owned());
    part(view! {
        <Dialog open title id="befehle-titel">
            {when(move || open.get(), move || view! { <Content commands open/> }.into_any())}
        </Dialog>
    })
}

/// Whether a sheet is open, as its dialog wants it.
pub fn sheet(chart: Chart, which: Sheet) -> Held<bool> {
    let open = Held::new(false);
    Effect::new(move |_| {
        let wanted = chart.desk.sheet.get() == Some(which);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is && chart.desk.sheet.get_untracked() == Some(which) {
            chart.desk.sheet.set(None);
        }
        is
    });
    open
}

impl Stock {
    fn of(chart: Chart, commands: Commands) -> Self {
        let commands = commands.all();
        let kind = t_string!(chart.i18n, workbench.commands);
        let mut index = Index::default();
        index.extend(commands.iter().map(|command| {
            let subject = Subject::Other(command.id.to_owned());
            Entry::new(subject, command.name.clone(), String::new(), &[kind, &command.keys])
        }));
        let things = chart.facts.with_untracked(|facts| Index::of(facts, chart.language()));
        index.extend(things.entries().iter().cloned());
        Self { commands, index }
    }

    fn command(&self, subject: &Subject) -> Option<&Command> {
        let Subject::Other(id) = subject else { return None };
        self.commands.iter().find(|command| command.id == id)
    }

    /// What fits a text; all commands for none.
    fn find(&self, text: &str) -> Vec<Entry> {
        if text.trim().is_empty() {
            let commands = self.index.entries().iter().take(self.commands.len());
            return commands.cloned().collect();
        }
        self.index.find(text).into_iter().cloned().collect()
    }
}

#[component]
fn Content(commands: Commands, open: Held<bool>) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let stock = Arc::new(untrack(|| Stock::of(chart, commands)));
    let typed = Held::new(String::new());
    let place = Held::new(0_usize);
    let searched = Arc::clone(&stock);
    let hits = Kept::new(move || typed.with(|text| searched.find(text)));
    let run = {
        let stock = Arc::clone(&stock);
        Callback::new(move |at: usize| {
            let Some(hit) = hits.with_untracked(|hits| hits.get(at).cloned()) else { return };
            let Some(command) = stock.command(&hit.subject) else {
                open.set(false);
                request_animation_frame(move || commands.way().to(&hit.subject, true));
                return;
            };
            if let Some(reason) = &command.blocked {
                chart.say(untrack(|| t_string!(i18n, workbench.palette_blocked, reason = reason.clone())));
                return;
            }
            open.set(false);
            let act = Arc::clone(&command.run);
            // The dialog gives the focus back first, so that the command finds it where it was.
            request_animation_frame(move || act());
        })
    };
    let step = move |to: isize| {
        let count = hits.with_untracked(Vec::len).min(LISTED);
        if let Some(last) = count.checked_sub(1) {
            let at = place.get_untracked();
            let next = match to {
                isize::MIN => 0,
                isize::MAX => last,
                1 if at == last => 0,
                -1 if at == 0 => last,
                by => at.saturating_add_signed(by).min(last),
            };
            place.set(next);
            request_animation_frame(move || pointer::reveal(&format!("befehl-{next}")));
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "PageDown" => step(8),
            "PageUp" => step(-8),
            "Enter" => run.run(place.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| document::focus("#befehl"));
    let more = move || {
        let hidden = hits.with(Vec::len).saturating_sub(LISTED);
        match (hidden, hits.with(Vec::is_empty)) {
            (_, true) => t_string!(i18n, workbench.palette_none).to_owned(),
            (0, _) => t_string!(i18n, workbench.palette_hint).to_owned(),
            (count, _) => {
                t_string!(
                    i18n,
                    workbench.palette_more,
                    count = format::number(count as f64, 0, i18n.language())
                )
            }
        }
    };
    part(view! {
        <div class="palette" data-testid="palette">
            <label class="field palette-field">
                <span>{t!(i18n, workbench.palette_label)}</span>
                <input type="text" class="input" id="befehl" autocomplete="off" role="combobox" aria-autocomplete="list" aria-expanded="true"
                    aria-controls="befehle" aria-describedby="befehle-hinweis"
                    aria-activedescendant=move || hits.with(|hits| !hits.is_empty()).then(|| format!("befehl-{}", place.get()))
                    on:keydown=pressed
                    on:input=move |event| {
                        place.set(0);
                        typed.set(event_target_value(&event));
                    }/>
            </label>
            <ul class="hits" id="befehle" role="listbox" aria-label=t!(i18n, workbench.palette_title)>
                {live(move || {
                    let at = place.get();
                    let entry = |(index, hit): (usize, &Entry)| option(chart, &stock, index, hit, at == index, run);
                    let listed = hits.with(|hits| hits.iter().take(LISTED).enumerate().map(entry).collect::<Vec<_>>());
                    Some(listed.into_any())
                })}
            </ul>
            <p class="find-hint" id="befehle-hinweis" role="status">{text(more)}</p>
        </div>
    })
}

fn option(
    chart: Chart,
    stock: &Stock,
    index: usize,
    hit: &Entry,
    chosen: bool,
    run: Callback<usize>,
) -> AnyView {
    let command = stock.command(&hit.subject);
    let blocked = command.and_then(|command| command.blocked.clone());
    let key = command.map(|command| command.id);
    let keys = command.map(|command| command.keys.clone()).filter(|keys| !keys.is_empty());
    let keys = keys.map(|keys| part(view! { <kbd>{keys}</kbd> }));
    let detail = match &blocked {
        Some(reason) => t_string!(chart.i18n, workbench.palette_blocked, reason = reason.clone()),
        None => hit.detail.clone(),
    };
    part(view! {
        <li class="hit" role="option" id=format!("befehl-{index}") data-command=key aria-selected=chosen.to_string()
            aria-disabled=blocked.is_some().then_some("true") on:click=move |_| run.run(index)>
            <span class="hit-name">{hit.name.clone()}</span>
            {keys}
            <span class="hit-detail">{detail}</span>
        </li>
    })
}
