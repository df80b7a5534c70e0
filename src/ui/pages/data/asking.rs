//! One question at a time about a chosen file: how table and plan ask, hear and ask again, and where the focus stays meanwhile.

use crate::format::number;
use crate::ui::browser::document;
use crate::ui::browser::upload::{self, Slot};
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t_string};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;

/// What a line of an answer was.
pub enum Heard {
    /// So many cases were read.
    Read(u64),
    /// The answer.
    Answer,
    /// Why there is none.
    Failed(String),
    /// Nothing that can be read: told as a lost connection when the answer ends.
    Nothing,
}

/// How far a question about a file is; copies are the same.
#[derive(Clone, Copy)]
pub struct Asking {
    i18n: I18n,
    slot: Slot,
    address: &'static str,
    /// What the identifiers of its controls begin with.
    prefix: &'static str,
    /// A question is under way: so many cases were read.
    reading: Held<Option<u64>>,
    /// Something else was chosen or decided meanwhile: the answer under way is out of date.
    again: Held<bool>,
    problem: Held<Option<String>>,
}

impl Asking {
    /// Nothing was asked yet.
    pub fn new(i18n: I18n, slot: Slot, address: &'static str, prefix: &'static str) -> Self {
        let (reading, again, problem) = (Held::new(None), Held::new(false), Held::new(None));
        Self { i18n, slot, address, prefix, reading, again, problem }
    }

    /// Whether a question is under way; does not track.
    pub fn is_busy(self) -> bool {
        self.reading.with_untracked(Option::is_some)
    }

    /// Whether the answer under way is out of date.
    pub fn is_outdated(self) -> bool {
        self.again.get_untracked()
    }

    /// Says why something was refused.
    pub fn refuse(self, reason: String) {
        self.problem.set(Some(reason));
    }

    /// Whether to ask now. What is decided while another answer is under way is asked afterwards; what was not seen is not taken over.
    pub fn begin(self, takes: bool) -> bool {
        if self.is_busy() {
            self.again.update(|again| *again |= !takes);
            return false;
        }
        self.reading.set(Some(0));
        self.problem.set(None);
        true
    }

    /// Sends the question with the file. `anew` asks once more, where something else was decided meanwhile.
    pub fn send(self, question: String, hear: Box<dyn Fn(&str) -> Heard>, anew: Box<dyn Fn()>) {
        let end = move |problem: Option<String>| {
            if problem.is_some() {
                self.problem.set(problem);
            }
            self.reading.set(None);
            if self.is_outdated() {
                self.again.set(false);
                anew();
            }
        };
        spawn_local(async move {
            let is_there = || self.reading.try_with_untracked(|_| ()).is_some();
            let ended = Cell::new(false);
            let told = |line: &str| {
                if ended.get() || !is_there() {
                    return;
                }
                match hear(line) {
                    Heard::Read(cases) => return self.reading.set(Some(cases)),
                    Heard::Nothing => return,
                    Heard::Answer => end(None),
                    Heard::Failed(reason) => end(Some(reason)),
                }
                ended.set(true);
            };
            upload::send(self.slot, self.address, &question, &told).await;
            if !ended.get() && is_there() {
                end(Some(untrack(|| t_string!(self.i18n, data.not_reached).to_owned())));
            }
        });
    }

    /// An answer is drawn anew: whoever works in it by keyboard stays where they were, or comes to what is next; what was taken over
    /// is read first.
    pub fn keep_focus(self, taken: bool) {
        let held = document::focused_id().filter(|held| held.starts_with(self.prefix));
        request_animation_frame(move || {
            let prefix = self.prefix;
            if taken {
                return document::focus(&format!("#{prefix}ergebnis"));
            }
            let Some(held) = held.filter(|_| document::focus_is_lost()) else { return };
            document::focus(&format!("#{held}"));
            if document::focus_is_lost() {
                document::focus(&format!("#{prefix}zustand-0, #{prefix}uebernehmen, #{prefix}ergebnis"));
            }
        });
    }

    /// How far the reading has come, and what went wrong with it.
    pub fn progress(self) -> AnyView {
        let i18n = self.i18n;
        live(move || {
            if let Some(problem) = self.problem.get() {
                return Some(part(
                    view! { <div class="notice" data-tone="refused" role="alert"><p>{problem}</p></div> },
                ));
            }
            let cases = self.reading.get()?;
            let words = move || match cases {
                0 => t_string!(i18n, data.reading).to_owned(),
                cases => {
                    t_string!(i18n, data.reading_cases, cases = number(cases as f64, 0, i18n.language()))
                }
            };
            Some(part(view! { <p class="loading" role="status">{text(words)}</p> }))
        })
    }

    /// The button that takes over what was shown. It keeps the focus while a question is under way, and does nothing then.
    pub fn take_button(self, label: AnyView, take: Box<dyn Fn()>) -> AnyView {
        let press = move |_| {
            if !self.is_busy() {
                take();
            }
        };
        part(view! {
            <p class="wizard-take">
                <button type="button" class="button" data-variant="primary" id=format!("{}uebernehmen", self.prefix)
                    aria-disabled=move || self.reading.with(Option::is_some).to_string() on:click=press>{label}</button>
            </p>
        })
    }
}
