//! What is asked before a text is lost for good: a draft that is removed, or what was written since it was stored.

use crate::ui::browser::document;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// Where the question stands.
const QUESTION: &str = "rueckfrage";

/// What would be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// The whole draft.
    Draft,
    /// What was written since it was stored last.
    Unsaved,
}

/// The question with both answers; nothing as long as nothing is asked.
pub(super) fn question(
    i18n: I18n,
    asked: Held<Option<Loss>>,
    lose: impl Fn(Loss) + Copy + Send + Sync + 'static,
) -> AnyView {
    Effect::new(move |_| {
        if asked.get().is_some() {
            document::focus("#rueckfrage");
        }
    });
    live(move || {
        let loss = asked.get()?;
        let (words, yes, no) = match loss {
            Loss::Draft => (
                t_string!(i18n, statement.ask_remove),
                t!(i18n, statement.do_remove).into_any(),
                t!(i18n, statement.do_not_remove).into_any(),
            ),
            Loss::Unsaved => (
                t_string!(i18n, statement.ask_close),
                t!(i18n, statement.do_close).into_any(),
                t!(i18n, statement.do_not_close).into_any(),
            ),
        };
        // The focus goes back to what asked.
        let back = move |_| {
            asked.set(None);
            document::focus(match loss {
                Loss::Draft => "#stellungnahme-entfernen",
                Loss::Unsaved => "#stellungnahme-schliessen",
            });
        };
        Some(part(view! {
            <div class="notice" data-tone="notice" role="group" id=QUESTION tabindex="-1" aria-label=words>
                <p>{words}</p>
                <p class="statement-actions">
                    <button type="button" class="button" on:click=move |_| lose(loss)>{yes}</button>
                    <button type="button" class="button" data-variant="quiet" on:click=back>{no}</button>
                </p>
            </div>
        }))
    })
}
