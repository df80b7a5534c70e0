//! One thread: what was said, and what can be done with it.

use super::writing::Writing;
use super::{CommentDesk, role_name};
use crate::api::{Comment, SettleThread, WithdrawComment, settle_thread, withdraw_comment};
use crate::format::day_of;
use crate::ui::dynamic::{part, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Characters of a text that name it in a button.
const NAME: usize = 40;

/// Draws the thread that begins with the first of these.
pub(super) fn draw(desk: CommentDesk, comments: Vec<Comment>, with_name: bool) -> AnyView {
    let i18n = desk.i18n;
    let Some(first) = comments.first().cloned() else { return part(view! { <li></li> }) };
    let about = first.about.clone();
    let heading = with_name.then(|| {
        let about = about.clone();
        part(view! { <h3 class="comment-about">{text(move || desk.name(&about))}</h3> })
    });
    let settled = first.settled.clone().map(|settled| {
        let words = move || {
            t_string!(
                i18n,
                record.comment_settled,
                date = day_of(settled.at, i18n.language()),
                name = &settled.by
            )
        };
        part(view! { <p class="comment-settled"><span aria-hidden="true">"✓ "</span>{text(words)}</p> })
    });
    let is_settled = first.settled.is_some();
    let id = first.id;
    let named = StoredValue::new(first.text.chars().take(NAME).collect::<String>());
    let settle = move |_| {
        let asked = SettleThread { scenario: desk.scenario(), thread: id, settled: !is_settled };
        spawn_local(async move {
            let answer = settle_thread(asked).await;
            desk.take(answer, untrack(|| t_string!(i18n, record.comment_changed)));
        });
    };
    let entries: Vec<AnyView> = comments.into_iter().map(|comment| entry(desk, comment)).collect();
    let writing = move || view! { <Writing desk about=about.clone() thread=id/> }.into_any();
    part(view! {
        <li class="comment-thread" data-settled=is_settled.then_some("true")>
            {heading}
            {entries}
            {settled}
            <div class="comment-tools">
                <button type="button" class="button" data-variant="small" on:click=settle>
                    {if is_settled { t!(i18n, record.comment_reopen) } else { t!(i18n, record.comment_settle) }}
                </button>
                <button type="button" class="button" data-variant="small"
                    aria-label=move || t_string!(i18n, record.comment_answer_to, text = named.get_value())
                    aria-expanded=move || (desk.answering.get() == Some(id)).to_string()
                    on:click=move |_| desk.answering.update(|open| *open = (*open != Some(id)).then_some(id))>
                    {t!(i18n, record.comment_answer)}
                </button>
            </div>
            {when(move || desk.answering.get() == Some(id), writing)}
        </li>
    })
}

/// One comment: text as it was written, never as markup.
fn entry(desk: CommentDesk, comment: Comment) -> AnyView {
    let i18n = desk.i18n;
    let Comment { id, text: said, by, role, at, withdrawn, may_withdraw, .. } = comment;
    let who = move || {
        t_string!(
            i18n,
            record.comment_by,
            name = &by,
            role = role_name(i18n, role),
            date = day_of(at, i18n.language())
        )
    };
    let said = if withdrawn {
        part(view! { <p class="comment-text muted">{t!(i18n, record.comment_withdrawn)}</p> })
    } else {
        part(view! { <p class="comment-text">{said}</p> })
    };
    let withdraw = move |_| {
        let asked = WithdrawComment { scenario: desk.scenario(), comment: id };
        spawn_local(async move {
            let answer = withdraw_comment(asked).await;
            desk.take(answer, untrack(|| t_string!(i18n, record.comment_changed)));
        });
    };
    let button = may_withdraw.then(|| {
        part(view! {
            <button type="button" class="button" data-variant="quiet" on:click=withdraw>
                {t!(i18n, record.comment_withdraw)}
            </button>
        })
    });
    part(view! {
        <div class="comment" data-comment=id.to_string()>
            <p class="muted small comment-by">{text(who)}{button}</p>
            {said}
        </div>
    })
}
