//! What a post works on: all that its units handle, or a choice of case types, also of other units.

use super::entry::{Unreadable, Values};
use super::inputs::{Inputs, label};
use crate::plan::{CaseTypeId, Plan, Unit, UnitId};
use crate::ui::dynamic::{Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The input that says whether there is a choice.
pub const WORKS_ON: &str = "arbeitet-an";

/// Its word for a choice; empty for all that the units handle.
const CHOICE: &str = "auswahl";

/// Stands before the identifier of a case type in the name of its input.
const CASE_TYPE: &str = "fall-";

fn input_of(id: &CaseTypeId) -> String {
    format!("{CASE_TYPE}{id}")
}

impl Values {
    /// The post works on these; on all that its units handle where there are none.
    pub(super) fn set_works_on(&mut self, case_types: &[CaseTypeId]) {
        if !case_types.is_empty() {
            self.set(WORKS_ON, CHOICE.to_owned());
        }
        case_types.iter().for_each(|id| self.choose(id, true));
    }

    fn choose(&mut self, id: &CaseTypeId, chosen: bool) {
        self.set(&input_of(id), if chosen { "ja" } else { "" }.to_owned());
    }

    fn is_chosen(&self, id: &CaseTypeId) -> bool {
        !self.get(&input_of(id)).is_empty()
    }

    fn chosen(&self) -> impl Iterator<Item = CaseTypeId> {
        self.filled(CASE_TYPE).filter_map(|id| CaseTypeId::parse(id).ok())
    }

    fn is_choice(&self) -> bool {
        self.get(WORKS_ON) == CHOICE
    }

    /// What the post is to work on; none for all that its units handle. What it works on already keeps its order.
    pub(super) fn works_on(&self, before: &[CaseTypeId]) -> Result<Vec<CaseTypeId>, Unreadable> {
        if !self.is_choice() {
            return Ok(Vec::new());
        }
        let mut ids: Vec<CaseTypeId> = before.iter().filter(|id| self.is_chosen(id)).cloned().collect();
        ids.extend(self.chosen().filter(|id| !before.contains(id)));
        if ids.is_empty() { Err(Unreadable::NothingChosen) } else { Ok(ids) }
    }
}

/// The case types of a unit, with their names.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    unit: UnitId,
    name: String,
    case_types: Vec<(CaseTypeId, String)>,
}

impl Group {
    /// How many of them are chosen.
    fn chosen(&self, values: &Values) -> usize {
        self.case_types.iter().filter(|(id, _)| values.is_chosen(id)).count()
    }
}

/// The case types of a day by unit; units without any are left out.
pub fn groups(plan: &Plan) -> Vec<Group> {
    let mut by_unit: BTreeMap<&UnitId, Vec<(CaseTypeId, String)>> = BTreeMap::new();
    for of in &plan.case_types {
        by_unit.entry(&of.unit).or_default().push((of.id.clone(), of.name.clone()));
    }
    let group = |unit: &Unit| {
        let case_types = by_unit.remove(&unit.id)?;
        Some(Group { unit: unit.id.clone(), name: unit.name.clone(), case_types })
    };
    plan.units.iter().filter_map(group).collect()
}

/// The choice behind its heading, which says what is chosen.
pub fn works_on(inputs: Inputs, groups: Kept<Vec<Group>>) -> AnyView {
    let i18n = inputs.i18n;
    let heading = move || {
        let count = inputs.values.with(|values| values.is_choice().then(|| values.chosen().count()));
        match count {
            Some(count) => t_string!(i18n, staffing.works_on_choice, count),
            None => t_string!(i18n, staffing.works_on_usual).to_owned(),
        }
    };
    let word = |text: fn(I18n) -> &'static str| self::text(move || text(i18n).to_owned());
    let words = vec![
        (String::new(), word(|i18n| t_string!(i18n, staffing.all_of_unit))),
        (CHOICE.to_owned(), word(|i18n| t_string!(i18n, staffing.only_chosen))),
    ];
    let units = Kept::new(move || inputs.values.with(Values::units));
    // First what the post's own units handle.
    let list = move || {
        let mut groups = groups.get();
        units.with(|own| groups.sort_by_key(|group| !own.contains(&group.unit)));
        Some(groups.into_iter().map(|group| one(inputs, group)).collect::<Vec<_>>().into_any())
    };
    part(view! {
        <details class="fold" data-testid="works-on">
            <summary>{text(heading)}</summary>
            <fieldset>
                <legend class="visually-hidden">{text(move || label(i18n, WORKS_ON))}</legend>
                <p class="staffing-latest">{t!(i18n, staffing.works_on_hint)}</p>
                {inputs.choose(WORKS_ON.to_owned(), text(move || label(i18n, WORKS_ON)), words)}
                {when(move || inputs.values.with(Values::is_choice), move || live(list))}
            </fieldset>
        </details>
    })
}

/// The case types of a unit, each to be chosen, or all of them at once.
fn one(inputs: Inputs, group: Group) -> AnyView {
    let i18n = inputs.i18n;
    let boxes: Vec<AnyView> = group.case_types.iter().map(|one| tick(inputs, one)).collect();
    let (key, name) = (group.unit.to_string(), group.name.clone());
    let of_all = name.clone();
    let ids: Vec<CaseTypeId> = group.case_types.iter().map(|(id, _)| id.clone()).collect();
    let all = move |_| inputs.values.update(|values| ids.iter().for_each(|id| values.choose(id, true)));
    let heading = move || {
        let chosen = inputs.values.with(|values| group.chosen(values));
        t_string!(i18n, staffing.chosen_of, unit = &group.name, chosen, all = group.case_types.len())
    };
    part(view! {
        <details class="fold staffing-tasks" data-tasks-of=key>
            <summary>{text(heading)}</summary>
            <button type="button" class="button" data-variant="small" on:click=all>
                {text(move || t_string!(i18n, staffing.choose_all, unit = &of_all))}
            </button>
            <div class="staffing-holders" role="group" aria-label=name>{boxes}</div>
        </details>
    })
}

fn tick(inputs: Inputs, (id, name): &(CaseTypeId, String)) -> AnyView {
    let (id, name) = (id.clone(), name.clone());
    let shown = id.clone();
    let choose = move |event: leptos::ev::Event| {
        let chosen = event_target_checked(&event);
        inputs.values.update(|values| values.choose(&id, chosen));
    };
    part(view! {
        <label class="staffing-task">
            <input type="checkbox" prop:checked=move || inputs.values.with(|values| values.is_chosen(&shown)) on:change=choose/>
            <span>{name}</span>
        </label>
    })
}
