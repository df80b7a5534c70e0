//! Short messages at the edge of the page that leave by themselves.

use super::Announcer;
use crate::ui::dynamic::Held;
use leptos::prelude::*;

/// How long a toast stays, in seconds; it does not count down while the pointer or the focus is on the shelf.
const SECONDS: u32 = 12;
/// More than this many are not shown at once; the oldest leave.
const MOST: usize = 4;

/// How a toast is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something was done by somebody else or in another way than asked.
    Notice,
    /// Something was refused.
    Refused,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Distinguishes it from the others.
    pub id: u64,
    /// One or two sentences.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// Whether it offers to take the last change back.
    pub undo: bool,
    remaining: u32,
}

/// The messages shown now.
#[derive(Debug, Clone, Copy)]
pub struct ShelfOfToasts {
    toasts: Held<Vec<Toast>>,
    next: StoredValue<u64>,
    held: Held<bool>,
    announcer: Announcer,
}

impl ShelfOfToasts {
    /// Makes the shelf known to everything below; needs the [`Announcer`] in context.
    pub fn provide() {
        let shelf = Self {
            toasts: Held::new(Vec::new()),
            next: StoredValue::new(0),
            held: Held::new(false),
            announcer: Announcer::expect(),
        };
        Effect::new(move |_| {
            if let Ok(handle) =
                set_interval_with_handle(move || shelf.tick(), std::time::Duration::from_secs(1))
            {
                on_cleanup(move || handle.clear());
            }
        });
        provide_context(shelf);
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows a message and says it to screen readers. An offer of undo replaces the offers before it, because undo
    /// takes back the last change only.
    pub fn show(self, tone: Tone, text: impl Into<String>, undo: bool) {
        let text = text.into();
        self.announcer.say(text.clone());
        let id = self.next.with_value(|next| *next);
        self.next.set_value(id + 1);
        self.toasts.update(|toasts| {
            toasts.retain(|toast| !(undo && toast.undo));
            toasts.push(Toast { id, text, tone, undo, remaining: SECONDS });
            let surplus = toasts.len().saturating_sub(MOST);
            toasts.drain(..surplus);
        });
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u64) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    /// Takes away offers of undo that no longer mean what they say.
    pub fn withdraw_undo(self) {
        if self.toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.undo)) {
            self.toasts.update(|toasts| toasts.retain(|toast| !toast.undo));
        }
    }

    /// Stops or continues the countdown.
    pub fn hold(self, held: bool) {
        self.held.set(held);
    }

    /// The messages; tracks.
    #[must_use]
    pub fn toasts(self) -> Vec<Toast> {
        self.toasts.get()
    }

    fn tick(self) {
        if self.held.get_untracked() || self.toasts.with_untracked(Vec::is_empty) {
            return;
        }
        self.toasts.maybe_update(|toasts| {
            for toast in toasts.iter_mut() {
                toast.remaining = toast.remaining.saturating_sub(1);
            }
            let before = toasts.len();
            toasts.retain(|toast| toast.remaining > 0);
            toasts.len() != before
        });
    }
}
