//! The units in which a post works: lines of its form, each a unit and how much of the post works there.

use super::entry::{Unreadable, Values};
use super::inputs::{Inputs, label};
use crate::plan::{Fte, MAX_SHARES, Plan, PostShare, UnitId};
use crate::staffing_plan::extent;
use crate::ui::dynamic::{Kept, Row, live, part, rows, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Lines that are there at first.
const LINES: usize = 3;

/// The units that a line can name, with their names.
pub type Units = Kept<Vec<(UnitId, String)>>;

/// The inputs of a line, unit and extent, by their names. The unit of the first is the one in which the post is drawn.
pub fn line(place: usize) -> (String, String) {
    match place {
        0 => ("unit".to_owned(), "fte".to_owned()),
        place => (format!("unit-{place}"), format!("fte-{place}")),
    }
}

impl Values {
    /// As many lines as can be filled in: one more than are.
    fn lines(&self) -> usize {
        let is_used = |place: &usize| {
            let (unit, fte) = line(*place);
            self.text(&unit).or_else(|| self.text(&fte)).is_some()
        };
        let used = (0..MAX_SHARES).rev().find(is_used).map_or(0, |last| last + 1);
        (used + 1).clamp(LINES, MAX_SHARES)
    }

    /// The parts that the lines ask for; a line without anything is none.
    pub(super) fn shares(&self) -> Result<Vec<PostShare>, Unreadable> {
        let mut shares: Vec<PostShare> = Vec::new();
        for place in 0..MAX_SHARES {
            let (of_unit, of_fte) = line(place);
            let (unit, fte) = (self.text(&of_unit), self.extent_of_post(&of_fte)?);
            if unit.is_none() && fte.is_none() {
                continue;
            }
            let unit = self.needed(&of_unit, unit.and_then(|unit| UnitId::parse(&unit).ok()))?;
            let fte = self.needed(&of_fte, fte)?;
            if shares.iter().any(|share| share.unit == unit) {
                return Err(Unreadable::Twice(of_unit));
            }
            shares.push(PostShare { unit, fte });
        }
        // Without a single one the post stands nowhere.
        if shares.is_empty() { Err(Unreadable::Field(line(0).0)) } else { Ok(shares) }
    }

    /// The units that the lines name so far.
    pub(super) fn units(&self) -> Vec<UnitId> {
        let named = (0..MAX_SHARES).filter_map(|place| self.text(&line(place).0));
        named.filter_map(|unit| UnitId::parse(&unit).ok()).collect()
    }

    /// The extent of the whole post, while each line's can be read.
    pub(super) fn whole(&self) -> Option<Fte> {
        let extents = (0..MAX_SHARES).map(|place| self.extent_of_post(&line(place).1).ok());
        extents.map(|extent| Some(extent?.unwrap_or_default())).sum()
    }
}

/// The units of a day, with their names.
pub fn units(plan: &Plan) -> Vec<(UnitId, String)> {
    plan.units.iter().map(|unit| (unit.id.clone(), unit.name.clone())).collect()
}

/// The lines from one on, and what they come to.
pub fn lines(inputs: Inputs, units: Units, first: usize) -> AnyView {
    let i18n = inputs.i18n;
    let count = Kept::new(move || inputs.values.with(Values::lines));
    let whole = move || match inputs.values.with(Values::whole) {
        Some(fte) => t_string!(i18n, staffing.whole_extent, extent = extent(fte, i18n.language())),
        None => t_string!(i18n, staffing.whole_unread).to_owned(),
    };
    let row = move |place| Row::new(place, move || one(inputs, units, place));
    let lines = rows(move || (first..count.get()).map(row).collect());
    part(view! {
        <p class="staffing-latest">{t!(i18n, staffing.shares_hint)}</p>
        {lines}
        <p class="staffing-latest" data-testid="whole-extent" aria-live="polite">{text(whole)}</p>
    })
}

fn one(inputs: Inputs, units: Units, place: usize) -> AnyView {
    let (unit, fte) = line(place);
    part(view! { <div class="staffing-line">{choice(inputs, units, unit)} {inputs.input(fte, "text")}</div> })
}

/// The unit of a line, as a list.
pub fn choice(inputs: Inputs, units: Units, name: String) -> AnyView {
    choice_or(inputs, units, name, move || t_string!(inputs.i18n, staffing.choose_unit).to_owned())
}

/// A unit out of a list, and what choosing none of them means.
pub fn choice_or(
    inputs: Inputs,
    units: Units,
    name: String,
    none: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    let i18n = inputs.i18n;
    live(move || {
        let mut words = vec![(String::new(), text(none))];
        words.extend(units.get().into_iter().map(|(id, name)| (id.to_string(), name.into_any())));
        let of_label = name.clone();
        Some(inputs.choose(name.clone(), text(move || label(i18n, &of_label)), words))
    })
}
