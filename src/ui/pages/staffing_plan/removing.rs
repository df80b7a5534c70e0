//! Giving a post up, or a unit, as a change of the scenario.

use super::entry::Values;
use super::inputs::Inputs;
use super::making::{Said, make, said};
use crate::plan::{Action, Change, PostId, UnitId};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{I18n, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// A post.
    Post(PostId),
    /// A unit, and what it is called.
    Unit(UnitId, String),
}

impl Ending {
    fn action(&self) -> Action {
        match self {
            Self::Post(post) => Action::RemovePost { post: post.clone() },
            Self::Unit(unit, _) => Action::RemoveUnit { unit: unit.clone() },
        }
    }

    /// What it means; tracks the language.
    fn hint(&self, i18n: I18n) -> &'static str {
        match self {
            Self::Post(_) => t_string!(i18n, staffing.remove_hint),
            Self::Unit(..) => t_string!(i18n, staffing.unit_remove_hint),
        }
    }

    /// What the button says; tracks the language.
    fn button(&self, i18n: I18n) -> String {
        match self {
            Self::Post(post) => t_string!(i18n, staffing.remove_named, id = post.to_string()),
            Self::Unit(_, name) => t_string!(i18n, staffing.unit_remove_named, name = name.clone()),
        }
    }
}

/// The day from which on something is gone, and why.
#[component]
pub fn Removing(
    /// What.
    what: Ending,
    /// The day at first.
    day: NaiveDate,
    /// Called with the first day without it.
    done: Callback<NaiveDate>,
) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let mut first = Values::default();
    first.set("ab", day.to_string());
    let answer = Held::new(Said::default());
    let inputs = Inputs::new(i18n, first, "streichen");
    let values = inputs.values;
    let (hint, button) = (what.clone(), what.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let effective = match inputs.asked(values.with_untracked(Values::effective)) {
            Ok(effective) => effective,
            Err(why) => return answer.set(Said::refused(why)),
        };
        let change = Change { effective, action: what.action() };
        let reason = values.with_untracked(|values| values.text("grund"));
        let said = make(in_hand, i18n, change, reason);
        let is_done = said.is_done();
        answer.set(said);
        if is_done {
            done.run(effective);
        }
    };
    part(view! {
        <form class="staffing-form" data-testid="remove" on:submit=submit>
            <p class="forecast-hint">{text(move || hint.hint(i18n).to_owned())}</p>
            {inputs.input("ab", "date")}
            {inputs.reason()}
            {said(answer)}
            <button type="submit" class="button">{text(move || button.button(i18n))}</button>
        </form>
    })
}
