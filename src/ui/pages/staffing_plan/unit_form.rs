//! A unit, new or as it is, as a step of the scenario.

use super::entry::{Unreadable, Values};
use super::inputs::Inputs;
use super::making::{Said, free_unit_id, make_step, said};
use super::shares;
use super::unit_entry::kind_word;
use crate::plan::{Change, UnitId, UnitKind};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The form of a unit: of one that is there, or of a new one below another.
#[component]
pub fn UnitForm(
    /// The unit that changes; none for a new one.
    unit: Option<UnitId>,
    /// The unit above a new one, at first.
    above: Option<UnitId>,
    /// The day from which on it counts at first.
    day: NaiveDate,
    /// Called with the unit, and the day from which on it is so.
    done: Callback<(UnitId, NaiveDate)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let first = untrack(|| {
        let plan = in_hand.organisation(day).plan;
        match unit.as_ref().and_then(|unit| plan.unit(unit)) {
            Some(unit) => Values::of_unit(unit, day, i18n.language()),
            None => {
                Values::blank_unit(above.as_ref().and_then(|above| plan.unit(above)), day, i18n.language())
            }
        }
    });
    let is_new = unit.is_none();
    let inputs = Inputs::new(i18n, first, "einheit");
    let values = inputs.values;
    let answer = Held::new(Said::default());
    let effective = Kept::new(move || values.with(Values::effective).unwrap_or(day));
    let units = Kept::new(move || shares::units(&in_hand.organisation(effective.get()).plan));
    let top = move || t_string!(i18n, staffing.unit_top).to_owned();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = inputs.asked(values.with_untracked(|values| asked(values, unit.as_ref(), in_hand)));
        let refused = |reason: String| answer.set(Said::refused(reason));
        let (id, step) = match asked {
            Ok((_, step)) if step.is_empty() => {
                return refused(untrack(|| t_string!(i18n, staffing.nothing_changed).to_owned()));
            }
            Ok(asked) => asked,
            Err(why) => return refused(why),
        };
        let from = effective.get_untracked();
        let said = make_step(in_hand, i18n, step, values.with_untracked(|values| values.text("grund")));
        let is_done = said.is_done();
        answer.set(said);
        if is_done {
            done.run((id, from));
        }
    };
    let hint = move || {
        let hint = if is_new {
            t_string!(i18n, staffing.unit_new_hint)
        } else {
            t_string!(i18n, staffing.unit_hint)
        };
        hint.to_owned()
    };
    let button = move || {
        let name =
            if is_new { t_string!(i18n, staffing.unit_create) } else { t_string!(i18n, staffing.apply) };
        name.to_owned()
    };
    part(view! {
        <form class="staffing-form" data-testid="unit-form" on:submit=submit>
            <p class="forecast-hint">{text(hint)}</p>
            <div class="staffing-holders">
                {inputs.input("name", "text")}
                {live(move || Some(kinds(inputs)))}
                {is_new.then(|| shares::choice_or(inputs, units, "ueber".to_owned(), top))}
                {inputs.input("teilhaushalt", "text")} {inputs.input("mindestens", "text")}
                {inputs.input("ab", "date")} {inputs.input("bemerkung", "text")}
            </div>
            {inputs.reason()}
            {said(answer)}
            <button type="submit" class="button">{text(button)}</button>
        </form>
    })
}

/// The unit that the inputs are about, and the step that they ask for.
fn asked(
    values: &Values,
    unit: Option<&UnitId>,
    in_hand: PlanInHand,
) -> Result<(UnitId, Vec<Change>), Unreadable> {
    let Some(unit) = unit else {
        let (unit, change) = values.new_unit(|name| untrack(|| free_unit_id(in_hand, name)))?;
        return Ok((unit, vec![change]));
    };
    let effective = values.effective()?;
    let plan = untrack(|| in_hand.organisation(effective).plan);
    Ok((unit.clone(), values.unit_changes(unit, &plan)?))
}

/// What a unit can be.
fn kinds(inputs: Inputs) -> AnyView {
    let i18n = inputs.i18n;
    let word = |kind: UnitKind| (kind_word(kind).to_owned(), kind.word(i18n.language()).into_any());
    let words = UnitKind::ALL.into_iter().map(word).collect();
    inputs.choose("art".to_owned(), t!(i18n, staffing.unit_kind).into_any(), words)
}
