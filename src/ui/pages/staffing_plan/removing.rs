//! Giving a post up as a change of the scenario.

use super::entry::Values;
use super::inputs::Inputs;
use super::making::{Said, make, said};
use crate::plan::{Action, Change, PostId};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The day from which on a post is gone, and why.
#[component]
pub fn Removing(
    /// Which post.
    post: PostId,
    /// The day at first.
    day: NaiveDate,
    /// Called with the first day without the post.
    done: Callback<NaiveDate>,
) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let mut first = Values::default();
    first.set("ab", day.to_string());
    let answer = Held::new(Said::default());
    let inputs = Inputs::new(i18n, first, "streichen");
    let values = inputs.values;
    let name = post.to_string();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let effective = match inputs.asked(values.with_untracked(Values::effective)) {
            Ok(effective) => effective,
            Err(why) => return answer.set(Said::refused(why)),
        };
        let change = Change { effective, action: Action::RemovePost { post: post.clone() } };
        let reason = values.with_untracked(|values| values.text("grund"));
        let said = make(in_hand, i18n, change, reason);
        let is_done = said.is_done();
        answer.set(said);
        if is_done {
            done.run(effective);
        }
    };
    part(view! {
        <form class="staffing-form" data-testid="remove-post" on:submit=submit>
            <p class="forecast-hint">{t!(i18n, staffing.remove_hint)}</p>
            {inputs.input("ab", "date")}
            {inputs.reason()}
            {said(answer)}
            <button type="submit" class="button">
                {text(move || t_string!(i18n, staffing.remove_named, id = name.clone()))}
            </button>
        </form>
    })
}
