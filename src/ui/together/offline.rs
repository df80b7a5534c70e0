//! Working without a connection: the line that says so, and that pages are kept for it.

use crate::format::date;
use crate::ui::browser::{address, clock, kept_pages};
use crate::ui::dynamic::{Held, Kept, part, text, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{Connection, PlanInHand, SaveState, Together};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// Milliseconds without a change after which the page is kept as it is: forecasts are computed before that.
const QUIET: i32 = 5_000;

/// „Ohne Verbindung – Stand vom …; n Änderungen warten“; after that, that the page is an older one.
#[component]
pub fn OfflineLine(
    /// The plan in hand.
    plan: PlanInHand,
) -> impl IntoView {
    let i18n = use_i18n();
    let together = Together::expect();
    keep_pages(plan, together);
    let kept = kept_pages::of_when();
    // The moment from which on nothing new has come.
    let since = Held::new(kept.unwrap_or_default() as f64);
    let connection = Kept::new(move || together.connection());
    // A tab that nobody looks at knows nothing of the connection: only what was heard since the last loss counts.
    let heard = StoredValue::new(kept.is_none());
    Effect::new(move |_| match connection.get() {
        Connection::There => heard.set_value(kept.is_none()),
        Connection::Lost if heard.get_value() => {
            heard.set_value(false);
            since.set(clock::today_ms());
        }
        Connection::Lost | Connection::Unknown => {}
    });
    let state = move || match clock::day_and_time(since.get()) {
        Some((day, time)) => format!("{}, {time}", date(day, i18n.language())),
        None => String::new(),
    };
    let words = move || match plan.waiting() {
        0 => t_string!(i18n, together.offline, state = state()),
        1 => t_string!(i18n, together.offline_one, state = state()),
        count => t_string!(i18n, together.offline_many, state = state(), count = count),
    };
    let is_old = move || kept.is_some() && connection.get() == Connection::There && plan.waiting() == 0;
    part(view! {
        // There from the beginning, so that a screen reader hears what comes into it.
        <div role="status">
            {when(move || connection.get() == Connection::Lost, move || part(view! {
                <p class="offline-line" data-testid="connection-lost">
                    <strong>{text(words)}</strong> " " {t!(i18n, together.lost_long)}
                </p>
            }))}
            {when(is_old, move || part(view! {
                <p class="offline-line" data-tone="back" data-testid="connection-back">
                    {text(move || t_string!(i18n, together.older, state = state()))} " "
                    <a href="" rel="external">{t!(i18n, together.load_again)}</a>
                </p>
            }))}
        </div>
    })
}

/// Keeps the page that is open whenever it has changed and everything is stored; nothing once the session has ended.
fn keep_pages(plan: PlanInHand, together: Together) {
    let path = use_location().pathname;
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        path.track();
        let stored = matches!(plan.save_state(), SaveState::Saved(_)) && plan.waiting() == 0;
        plan.track_confirmed();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        if !stored {
            return;
        }
        spawn_local(async move {
            clock::sleep(QUIET).await;
            let reached = together.connection_untracked() != Connection::Lost;
            if reached && turn.try_get_value() == mine {
                kept_pages::keep(address::current());
            }
        });
    });
    Effect::new(move |_| {
        if together.signed_out() {
            kept_pages::forget();
        }
    });
}
