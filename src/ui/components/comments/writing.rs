//! A new comment, or an answer.

use super::CommentDesk;
use crate::api::{About, AddComment, MAX_COMMENT, add_comment};
use crate::ui::components::TextArea;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// A field and a button; what is typed stays until the server has it.
#[component]
pub fn Writing(
    /// What all of it belongs to.
    desk: CommentDesk,
    /// What is spoken of, when the button is pressed.
    #[prop(into)]
    about: Signal<About>,
    /// The beginning of the thread that is answered.
    #[prop(optional)]
    thread: Option<Uuid>,
) -> impl IntoView {
    let i18n = desk.i18n;
    let typed = Held::new(desk.answer_to(thread));
    Effect::new(move |_| desk.keep_answer(thread, typed.get()));
    // The key stays until the comment is stored: sent a second time, it is there once.
    let key = StoredValue::new(Uuid::new_v4());
    let under_way = Held::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if under_way.get_untracked() {
            return;
        }
        under_way.set(true);
        let asked = AddComment {
            scenario: desk.scenario(),
            comment: key.get_value(),
            about: about.get_untracked(),
            thread,
            text: typed.get_untracked(),
        };
        spawn_local(async move {
            let answer = add_comment(asked).await;
            if desk.take(answer, untrack(|| t_string!(i18n, record.comment_sent))) {
                typed.set(String::new());
                key.set_value(Uuid::new_v4());
                desk.answering.set(None);
            }
            under_way.set(false);
        });
    };
    let label =
        if thread.is_some() { t!(i18n, record.comment_answer_text) } else { t!(i18n, record.comment_text) };
    part(view! {
        <form class="comment-form" on:submit=send>
            <label class="comment-field">
                <span>{label}</span>
                <TextArea value=typed rows=3 most=MAX_COMMENT as u32 required=true/>
            </label>
            <p class="muted small">{t!(i18n, record.comment_hint)}</p>
            <button type="submit" class="button">{t!(i18n, record.comment_send)}</button>
        </form>
    })
}
